use super::CELL;
use crate::input::Photo;

/// Robust standard deviations that give a value of a half in [`Cells::departures`].
pub(super) const HALF: f32 = 4.0;

/// A measurement of each 8×8 cell, row-major; cells at the right and lower edge may be smaller.
pub(super) struct Cells {
    pub wide: usize,
    pub high: usize,
    pub values: Vec<f32>,
}

impl Cells {
    /// Cells in a row, and rows of cells.
    pub fn count(photo: &Photo) -> (usize, usize) {
        ((photo.width as usize).div_ceil(CELL), (photo.height as usize).div_ceil(CELL))
    }

    /// The mean over the cells within `radius` of each, fewer at the edges.
    pub fn smoothed(&self, radius: usize) -> Self {
        Self { values: smoothed(&self.values, self.wide, self.high, radius), ..*self }
    }

    /// How far each cell is from the median, in robust standard deviations of at least `floor`, squashed into 0..1. A cell
    /// that could not be measured (not a number) counts for nothing and departs by 0.
    pub fn departures(&self, floor: f32) -> Vec<f32> {
        let measured = || self.values.iter().filter(|v| !v.is_nan());
        let middle = median(measured().copied().collect());
        let spread = median(measured().map(|v| (v - middle).abs()).collect());
        // 1.4826 makes the median absolute deviation of a normal distribution its standard deviation.
        let sigma = (1.4826 * spread).max(floor);
        let squashed = |v: &f32| {
            let distance = (v - middle).abs() / sigma;
            if distance.is_nan() { 0.0 } else { distance / (distance + HALF) }
        };
        self.values.iter().map(squashed).collect()
    }
}

/// Of `wide`×`high` values, the mean over those within `radius` of each, fewer at the edges.
pub(crate) fn smoothed(values: &[f32], wide: usize, high: usize, radius: usize) -> Vec<f32> {
    let rows = box_means(values, high, wide, wide, 1, radius);
    box_means(&rows, wide, high, 1, wide, radius)
}

/// Running means along `lines` lines of `length` values; `line` and `step` are the strides between lines and values.
fn box_means(values: &[f32], lines: usize, length: usize, line: usize, step: usize, radius: usize) -> Vec<f32> {
    let mut means = vec![0.0; values.len()];
    let mut sums = vec![0.0f64; length + 1];
    for l in 0..lines {
        for i in 0..length {
            sums[i + 1] = sums[i] + f64::from(values[l * line + i * step]);
        }
        for i in 0..length {
            let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(length));
            means[l * line + i * step] = ((sums[to] - sums[from]) / (to - from) as f64) as f32;
        }
    }
    means
}

/// The middle value; zero of nothing.
pub(crate) fn median(values: Vec<f32>) -> f32 {
    quantile(values, 0.5)
}

/// The value below which a share of the others lies; zero of nothing.
pub(crate) fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f32 * share).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

/// The middle of `total` values that were counted in bins of 1, as if those in a bin were spread evenly; zero of nothing.
pub(super) fn median_of_histogram(total: u64, counts: impl Iterator<Item = u64>) -> f32 {
    let mut below = 0;
    for (bin, here) in counts.enumerate() {
        if here > 0 && 2 * (below + here) >= total {
            return bin as f32 + (total as f32 / 2.0 - below as f32) / here as f32;
        }
        below += here;
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_is_the_mean_of_the_neighbours() {
        let cells = Cells { wide: 3, high: 2, values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0] };
        assert_eq!(cells.smoothed(1).values, [3.0, 3.5, 4.0, 3.0, 3.5, 4.0]);
    }

    #[test]
    fn four_robust_standard_deviations_are_a_half() {
        // The median is 0, the median absolute deviation 1.
        let values = vec![-1.0, -1.0, -1.0, -1.0, 0.0, 1.0, 1.0, 1.0, 1.4826 * HALF, f32::NAN];
        let departures = Cells { wide: 10, high: 1, values }.departures(0.1);
        assert!((departures[8] - 0.5).abs() < 1e-6, "{departures:?}");
        assert_eq!((departures[4], departures[9]), (0.0, 0.0));
    }

    #[test]
    fn the_middle_lies_within_its_bin_as_if_evenly_spread() {
        let middle = |counts: &[u64]| median_of_histogram(counts.iter().sum(), counts.iter().copied());
        assert_eq!(middle(&[1, 4, 1]), 1.5);
        assert_eq!(middle(&[0, 3, 0, 5]), 3.2);
        assert_eq!((middle(&[]), middle(&[0, 0])), (0.0, 0.0));
    }
}
