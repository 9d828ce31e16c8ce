use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat};

use super::cells::{Cells, quantile};
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::input::Photo;

/// The quality at which the picture is saved again.
const QUALITY: Parameter = Parameter { name: "quality", least: 1.0, most: 100.0, step: 1.0, default: 90.0 };
pub(super) const PARAMETERS: &[Parameter] = &[QUALITY];

/// Side of the parts that are saved one by one, a multiple of [`CELL`].
const PART: usize = 1024;
/// Grey levels below which differences of error are no difference.
const FLOOR: f32 = 0.05;

/// Error level analysis (N. Krawetz, "A Picture's Worth", 2007): how much each cell changes when the picture is saved
/// once more as JPEG. What was saved less often than the rest changes more.
///
/// Figures: `quality` of the saving, and the `mean` and `p99` error in grey levels.
#[must_use]
pub fn ela(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let quality = settings.get(&QUALITY);
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (wide, high) = Cells::count(photo);
    let mut sums = vec![0u32; wide * high];
    // Without chroma subsampling every 8×8 block is coded by itself, so parts give what the whole picture would.
    for top in (0..height).step_by(PART) {
        progress(top as f32 / height as f32);
        for left in (0..width).step_by(PART) {
            let (part_wide, part_high) = (PART.min(width - left), PART.min(height - top));
            let rows = (top..top + part_high).map(|y| (y * width + left) * 3);
            let part: Vec<u8> = rows.flat_map(|at| &photo.rgb[at..at + part_wide * 3]).copied().collect();
            let again = saved_again(&part, part_wide, part_high, quality as u8);
            for (i, (before, after)) in part.chunks_exact(3).zip(again.chunks_exact(3)).enumerate() {
                let (x, y) = (left + i % part_wide, top + i / part_wide);
                let error: u32 = before.iter().zip(after).map(|(b, a)| u32::from(b.abs_diff(*a))).sum();
                sums[y / CELL * wide + x / CELL] += error;
            }
        }
    }
    let pixels = |i: usize| CELL.min(width - i % wide * CELL) * CELL.min(height - i / wide * CELL);
    let values: Vec<f32> = sums.iter().enumerate().map(|(i, &sum)| sum as f32 / (3 * pixels(i)) as f32).collect();
    let figures = vec![
        Figure::new("quality", quality, ""),
        Figure::new("mean", values.iter().sum::<f32>() / values.len() as f32, "grey levels"),
        Figure::new("p99", quantile(values.clone(), 0.99), "grey levels"),
    ];
    let cells = Cells { wide, high, values }.smoothed(1);
    LensMap::of_cells(photo, cells.departures(FLOOR), figures)
}

/// RGB8 after a JPEG at a quality.
fn saved_again(rgb: &[u8], width: usize, height: usize, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(rgb, width as u32, height as u32, ExtendedColorType::Rgb8)
        .expect("a part of at most 1024×1024 pixels can be encoded into memory");
    let again = image::load_from_memory_with_format(file.get_ref(), ImageFormat::Jpeg);
    again.expect("what was just encoded can be decoded").into_rgb8().into_raw()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Lens;
    use crate::evidence::testing::{auc, photo, saved, scene, spliced};

    fn look(photo: &Photo, quality: u8) -> LensMap {
        ela(photo, &Settings::of(Lens::Ela, [("quality", f32::from(quality))]).unwrap(), &mut |_| ())
    }

    #[test]
    fn sees_what_was_never_saved() {
        let fresh = scene(256, 192, |_, _| 12.0);
        for quality in [70, 90] {
            let old = saved(&fresh, 256, 192, quality);
            assert!(auc(&look(&spliced(&old, &fresh), quality)) > 0.95);
            let untouched = auc(&look(&photo(256, 192, old), quality));
            assert!((untouched - 0.5).abs() < 0.1, "{untouched}");
        }
    }

    #[test]
    fn a_picture_changes_least_at_the_quality_that_it_was_saved_at() {
        let picture = photo(256, 192, saved(&scene(256, 192, |_, _| 12.0), 256, 192, 75));
        let mean = |quality: u8| look(&picture, quality).figures[1].value;
        assert!(2.0 * mean(75) < mean(65) && 2.0 * mean(75) < mean(85), "{} {} {}", mean(65), mean(75), mean(85));
    }
}
