use super::{Figure, LensMap, Parameter, Picture, Settings};
use crate::input::Photo;

/// The level in the middle of the window.
const CENTRE: Parameter = Parameter { name: "centre", least: 0.0, most: 255.0, step: 1.0, default: 128.0 };
/// Levels across the window.
const WIDTH: Parameter = Parameter { name: "width", least: 1.0, most: 255.0, step: 1.0, default: 32.0 };
pub(super) const PARAMETERS: &[Parameter] = &[CENTRE, WIDTH];

/// The levels of a window spread over the whole range, in each channel; swept over the picture's levels by hand, it shows
/// differences and seams that are too faint to see, in deep shadow and near white above all.
///
/// Figures: which share of all samples lies `below`, `within` and `above` the window.
#[must_use]
pub fn levels(photo: &Photo, settings: &Settings, _: &mut dyn FnMut(f32)) -> LensMap {
    let (centre, width) = (settings.get(&CENTRE), settings.get(&WIDTH));
    let low = centre - width / 2.0;
    let spread: [u8; 256] = std::array::from_fn(|level| (((level as f32 - low) / width).clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
    let mut counts = [0u64; 256];
    photo.rgb.iter().for_each(|&value| counts[usize::from(value)] += 1);
    let share = |fits: &dyn Fn(f32) -> bool| {
        let fitting: u64 = counts.iter().enumerate().filter(|(level, _)| fits(*level as f32)).map(|(_, &count)| count).sum();
        (100.0 * fitting as f64 / photo.rgb.len() as f64) as f32
    };
    let figures = vec![
        Figure::new("below", share(&|level| level < low), "%"),
        Figure::new("within", share(&|level| level >= low && level <= low + width), "%"),
        Figure::new("above", share(&|level| level > low + width), "%"),
    ];
    let rgb = photo.rgb.iter().map(|&value| spread[usize::from(value)]).collect();
    LensMap::of(photo, 1, Picture::Rgb(rgb), figures)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Lens;
    use crate::evidence::testing::{inside, photo};

    fn look(rgb: Vec<u8>, size: (usize, usize), centre: f32, width: f32) -> (Vec<u8>, Vec<f32>) {
        let settings = Settings::of(Lens::Levels, [("centre", centre), ("width", width)]).unwrap();
        let map = levels(&photo(size.0, size.1, rgb), &settings, &mut |_| ());
        let Picture::Rgb(rgb) = map.picture else { panic!("colours") };
        (rgb, map.figures.iter().map(|f| f.value).collect())
    }

    #[test]
    fn the_window_is_spread_over_the_whole_range() {
        let (rgb, shares) = look(vec![89, 90, 95, 100, 105, 110, 111, 112, 0, 255, 100, 100], (2, 2), 100.0, 20.0);
        assert_eq!(rgb, [0, 0, 64, 128, 191, 255, 255, 255, 0, 255, 128, 128]);
        for (share, expected) in shares.into_iter().zip([2.0, 7.0, 3.0]) {
            assert!((share - expected / 0.12).abs() < 1e-3, "{share}");
        }
        // All of the range leaves the picture as it is.
        let all: Vec<u8> = (0..=255).chain([0, 1]).collect();
        assert_eq!(look(all.clone(), (86, 1), 128.0, 255.0).0, all);
    }

    #[test]
    fn two_levels_near_white_become_plain_to_see() {
        let page = |part: u8| (0..256 * 192 * 3).map(|i| if inside(i / 3 % 256, i / 3 / 256) { part } else { 250 }).collect();
        let corner_and_part = |rgb: Vec<u8>| (rgb[0], rgb[(96 * 256 + 128) * 3]);
        let (corner, part) = corner_and_part(look(page(252), (256, 192), 251.0, 4.0).0);
        assert!(part - corner > 100, "{corner} {part}");
        let (corner, part) = corner_and_part(look(page(250), (256, 192), 251.0, 4.0).0);
        assert_eq!(corner, part);
    }
}
