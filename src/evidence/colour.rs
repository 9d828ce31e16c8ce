/// The colour scale `inferno` of Matplotlib (N. Smith and S. van der Walt, 2015) at seventeen places: lightness rises
/// evenly from black, so that it can be read with any colour vision and in print without colour.
const STOPS: [[u8; 3]; 17] = [
    [0, 0, 4],
    [11, 7, 36],
    [33, 12, 74],
    [61, 9, 101],
    [87, 16, 110],
    [113, 25, 110],
    [138, 34, 106],
    [163, 44, 97],
    [188, 55, 84],
    [210, 70, 68],
    [228, 90, 49],
    [241, 115, 29],
    [249, 142, 9],
    [252, 172, 17],
    [249, 203, 53],
    [242, 234, 105],
    [252, 255, 164],
];

/// The RGB of a value of 0..=1 on the one sequential scale of all lenses: black, violet, orange, pale yellow.
#[must_use]
pub fn scale(value: f32) -> [u8; 3] {
    let at = value.clamp(0.0, 1.0) * (STOPS.len() - 1) as f32;
    let below = (at as usize).min(STOPS.len() - 2);
    let share = at - below as f32;
    std::array::from_fn(|i| {
        let (from, to) = (f32::from(STOPS[below][i]), f32::from(STOPS[below + 1][i]));
        (from + share * (to - from) + 0.5) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frequency::luma;

    #[test]
    fn the_scale_grows_lighter_all_the_way() {
        let lightness: Vec<f32> = (0..=64).map(|i| scale(i as f32 / 64.0)).map(|[r, g, b]| luma(r, g, b)).collect();
        assert!(lightness.windows(2).all(|pair| pair[0] < pair[1]), "{lightness:?}");
        // As Matplotlib 3.11 has it, at its ends and between two of our places: inferno(0), inferno(11 / 32), inferno(1).
        assert_eq!([scale(0.0), scale(1.0)], [[0, 0, 4], [252, 255, 164]]);
        for (ours, theirs) in scale(11.0 / 32.0).into_iter().zip([125u8, 30, 109]) {
            assert!(ours.abs_diff(theirs) <= 2, "{ours} is not {theirs}");
        }
        assert_eq!([scale(-1.0), scale(2.0)], [scale(0.0), scale(1.0)]);
    }
}
