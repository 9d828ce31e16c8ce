use std::f32::consts::TAU;

use super::strips::{Luma, sobel, strips};
use super::{Figure, LensMap, Parameter, Picture, Settings};
use crate::input::Photo;

/// The slope, in grey levels a pixel, that shows at full brightness.
const FULL: Parameter = Parameter { name: "full", least: 1.0, most: 64.0, step: 1.0, default: 16.0 };
pub(super) const PARAMETERS: &[Parameter] = &[FULL];

/// The luminance gradient of each pixel (I. Sobel and G. Feldman, 1968): the way in which it grows lighter as hue, and how
/// steeply as brightness. One light makes like surfaces slope alike; smoothed, drawn and pasted parts lose that texture.
///
/// Figures: the `mean` slope in grey levels a pixel, and the `agreement` of directions: the length of the sum of all
/// gradients over the sum of their lengths, 0 for none and 1 where all point one way.
#[must_use]
pub fn gradient(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let full = settings.get(&FULL);
    let (width, height) = (photo.width as usize, photo.height as usize);
    let mut rgb = Vec::with_capacity(width * height * 3);
    let (mut sum, mut lengths) = ([0f64; 2], 0f64);
    for rows in strips(height, progress) {
        let luma = Luma::of(photo, rows.clone(), 1);
        for y in rows {
            // Single precision is enough for a row.
            let (mut row_sum, mut row_length) = ([0f32; 2], 0f32);
            let around = luma.around(y);
            for x in 0..width {
                let [across, down] = sobel(around, x);
                let length = (across * across + down * down).sqrt();
                row_sum = [row_sum[0] + across, row_sum[1] + down];
                row_length += length;
                rgb.extend(colour(across, down, (length / full).min(1.0)));
            }
            sum = [sum[0] + f64::from(row_sum[0]), sum[1] + f64::from(row_sum[1])];
            lengths += f64::from(row_length);
        }
    }
    let agreement = if lengths > 0.0 { sum[0].hypot(sum[1]) / lengths } else { 0.0 };
    let figures = vec![
        Figure::new("mean", (lengths / (width * height) as f64) as f32, "grey levels a pixel"),
        Figure::new("agreement", agreement as f32, ""),
    ];
    LensMap::of(photo, 1, Picture::Rgb(rgb), figures)
}

/// Full saturation, the hue of a direction (red to the right, then yellow, green, blue clockwise as rows go down), and a
/// value of 0..=1.
fn colour(across: f32, down: f32, value: f32) -> [u8; 3] {
    if value == 0.0 {
        return [0; 3];
    }
    let angle = down.atan2(across);
    let hue = (if angle < 0.0 { angle + TAU } else { angle }) / TAU * 6.0;
    let channels = [(hue - 3.0).abs() - 1.0, 2.0 - (hue - 2.0).abs(), 2.0 - (hue - 4.0).abs()];
    channels.map(|channel| (channel.clamp(0.0, 1.0) * value * 255.0 + 0.5) as u8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Lens;
    use crate::evidence::testing::{inside, photo};

    fn look(photo: &Photo, full: f32) -> (Vec<u8>, [f32; 2]) {
        let map = gradient(photo, &Settings::of(Lens::Gradient, [("full", full)]).unwrap(), &mut |_| ());
        let Picture::Rgb(rgb) = map.picture else { panic!("colours") };
        (rgb, [map.figures[0].value, map.figures[1].value])
    }

    #[test]
    fn hue_is_the_direction_and_brightness_the_slope() {
        // A slope of four grey levels a pixel each way: half of a full eight.
        let slopes = [(4, 0), (0, 4), (-4, 0), (0, -4)];
        let expected = [[128, 0, 0], [64, 128, 0], [0, 128, 128], [64, 0, 128]];
        for ((across, down), expected) in slopes.into_iter().zip(expected) {
            let level = |x: i32, y: i32| 128 + across * (x - 10) + down * (y - 10);
            let rgb = (0..400).flat_map(|i| [level(i % 20, i / 20) as u8; 3]).collect();
            let (shown, [mean, agreement]) = look(&photo(20, 20, rgb), 8.0);
            for (ours, theirs) in shown[(10 * 20 + 10) * 3..][..3].iter().zip(expected) {
                assert!(ours.abs_diff(theirs) <= 1, "{across}, {down}: {ours} is not {theirs}");
            }
            // Half of the slope in the two outermost columns or rows.
            assert!((mean - 3.8).abs() < 1e-3 && (agreement - 1.0).abs() < 1e-3, "{mean} {agreement}");
        }
    }

    #[test]
    fn a_part_under_another_light_has_another_hue() {
        let lit = |part: f32| {
            let level = |x: f32, y: f32| 128.0 + 40.0 * (x / 9.0 + y / 13.0).sin();
            // The same relief, lit from the other side in the part.
            let at = |x: usize, y: usize| level(if inside(x, y) { part * x as f32 } else { x as f32 }, y as f32);
            photo(256, 192, (0..256 * 192).flat_map(|i| [at(i % 256, i / 256) as u8; 3]).collect())
        };
        // Which of the hues along the slope and across it wins, inside and outside of the part.
        let share = |photo: &Photo, part: bool| {
            let (rgb, _) = look(photo, 4.0);
            let (mut along, mut all) = (0, 0);
            for (_, p) in rgb.chunks_exact(3).enumerate().filter(|(i, _)| inside(i % 256, i / 256) == part) {
                // Down and right is orange, up and left azure; the others are violet and green.
                along += u32::from((p[0] > p[1] && p[1] > p[2]) || (p[2] > p[1] && p[1] > p[0]));
                all += u32::from(p.iter().any(|&v| v > 0));
            }
            f64::from(along) / f64::from(all)
        };
        let (forged, untouched) = (lit(-1.0), lit(1.0));
        assert!(share(&forged, false) > 0.9 && share(&forged, true) < 0.1);
        assert!(share(&untouched, false) > 0.9 && share(&untouched, true) > 0.9);
    }
}
