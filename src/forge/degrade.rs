//! What happens to pictures on their way, in fixed steps: the rows of the table of robustness.

use std::fmt;

use clap::ValueEnum;

use super::file;
use super::jpeg::{Encoding, generation};
use super::raster::{Raster, normal, to_byte};
use super::resize::Filter;
use super::sample::resize_mask;
use crate::frequency::BlockDct;
use crate::input::{self, Limits, Photo};

/// The series of the noise, the same for every picture.
const SEED: u64 = 20_261_128;
/// White that is put before a page: columns, rows.
const PAD: (usize, usize) = (5, 3);

/// One such step. Blur and noise are IMDL-BenCo's, given to the network as pixels, without a save in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Degradation {
    /// Gaussian blur, kernel of 3, PNG.
    #[value(name = "blur-3")]
    Blur3,
    /// Gaussian blur, kernel of 7, PNG.
    #[value(name = "blur-7")]
    Blur7,
    /// Gaussian blur, kernel of 11, PNG.
    #[value(name = "blur-11")]
    Blur11,
    /// Gaussian noise of variance 3 (levels²), seed 20261128, PNG.
    #[value(name = "noise-3")]
    Noise3,
    /// Gaussian noise of variance 11 (levels²), seed 20261128, PNG.
    #[value(name = "noise-11")]
    Noise11,
    /// Gaussian noise of variance 23 (levels²), seed 20261128, PNG.
    #[value(name = "noise-23")]
    Noise23,
    /// JPEG of quality 90, 4:2:0.
    #[value(name = "jpeg-90")]
    Jpeg90,
    /// JPEG of quality 70, 4:2:0.
    #[value(name = "jpeg-70")]
    Jpeg70,
    /// JPEG of quality 50, 4:2:0.
    #[value(name = "jpeg-50")]
    Jpeg50,
    /// Both sides ×.75, Catmull-Rom, PNG.
    #[value(name = "resize-0.75")]
    Smaller,
    /// Both sides ×1.5, Catmull-Rom, PNG.
    #[value(name = "resize-1.5")]
    Larger,
    /// The pixels as a screen shows them, PNG: what the file knew of its compression is gone.
    Screenshot,
    /// Longer side at most 640 px, sharpened, JPEG of quality 85, 4:2:0.
    #[value(name = "platform-85")]
    Platform85,
    /// Longer side at most 400 px, sharpened, JPEG of quality 75, 4:2:0.
    #[value(name = "platform-75")]
    Platform75,
    /// 5 columns and 3 rows of white put before it, JPEG of quality 85, cut off again, JPEG of quality 90.
    PadSaveCrop,
    /// The first column and row cut off, PNG.
    OffGrid,
}

impl fmt::Display for Degradation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value().unwrap_or_default();
        let help = value.get_help().map(ToString::to_string).unwrap_or_default();
        write!(f, "{}: {help}", value.get_name())
    }
}

impl Degradation {
    /// The picture as it arrives, decoded from its file, and where it is forged there.
    ///
    /// # Errors
    /// In words: a picture of less than 16 pixels a side, or one that comes out too large for a file.
    pub fn apply(self, photo: &Photo, truth: &[bool]) -> Result<(Photo, Vec<bool>), String> {
        let (width, height) = (photo.width as usize, photo.height as usize);
        if width.min(height) < 16 {
            return Err("a picture of less than 16 pixels a side cannot be degraded".to_owned());
        }
        let picture = Raster { width, height, rgb: photo.rgb.clone() };
        let (bytes, truth) = self.file(picture, truth)?;
        Ok((input::read(&bytes, None, &Limits::NATIVE).map_err(|e| e.to_string())?, truth))
    }

    fn file(self, picture: Raster, truth: &[bool]) -> Result<(Vec<u8>, Vec<bool>), String> {
        let (width, height) = (picture.width, picture.height);
        let same = || truth.to_vec();
        match self {
            Self::Blur3 => Ok((file::png(&blurred(&picture, 3))?, same())),
            Self::Blur7 => Ok((file::png(&blurred(&picture, 7))?, same())),
            Self::Blur11 => Ok((file::png(&blurred(&picture, 11))?, same())),
            Self::Noise3 => Ok((file::png(&noisy(picture, 3.0))?, same())),
            Self::Noise11 => Ok((file::png(&noisy(picture, 11.0))?, same())),
            Self::Noise23 => Ok((file::png(&noisy(picture, 23.0))?, same())),
            Self::Jpeg90 => Ok((jpeg(&picture, 90)?, same())),
            Self::Jpeg70 => Ok((jpeg(&picture, 70)?, same())),
            Self::Jpeg50 => Ok((jpeg(&picture, 50)?, same())),
            Self::Smaller => {
                let (picture, truth) = resized(picture, truth, 0.75);
                Ok((file::png(&picture)?, truth))
            }
            Self::Larger => {
                let (picture, truth) = resized(picture, truth, 1.5);
                Ok((file::png(&picture)?, truth))
            }
            Self::Screenshot => Ok((file::png(&picture)?, same())),
            Self::Platform85 => platform(picture, truth, 640, 85),
            Self::Platform75 => platform(picture, truth, 400, 75),
            Self::PadSaveCrop => {
                let (x, y) = PAD;
                let (wide, high) = (width + x, height + y);
                let mut padded = Raster { width: wide, height: high, rgb: vec![255; wide * high * 3] };
                padded.paste(&picture, x, y);
                let saved = generation(&padded, &Encoding::ijg(85, true), &BlockDct::new()).0;
                Ok((jpeg(&saved.crop(x, y, width, height), 90)?, same()))
            }
            Self::OffGrid => {
                let rows = truth.chunks_exact(width).skip(1);
                let truth = rows.flat_map(|row| &row[1..]).copied().collect();
                Ok((file::png(&picture.crop(1, 1, width - 1, height - 1))?, truth))
            }
        }
    }
}

/// What a platform does that sharpens what it has reduced.
fn platform(picture: Raster, truth: &[bool], most: usize, quality: u32) -> Result<(Vec<u8>, Vec<bool>), String> {
    let factor = (most as f32 / picture.width.max(picture.height) as f32).min(1.0);
    let (picture, truth) = resized(picture, truth, factor);
    Ok((jpeg(&picture.sharpened(0.8, 0.5), quality)?, truth))
}

fn jpeg(picture: &Raster, quality: u32) -> Result<Vec<u8>, String> {
    if picture.width.max(picture.height) > usize::from(u16::MAX) {
        return Err(format!("a JPEG cannot have {}×{} pixels", picture.width, picture.height));
    }
    file::jpeg(picture, &Encoding::ijg(quality, true)).map_err(|e| e.to_string())
}

fn resized(picture: Raster, truth: &[bool], factor: f32) -> (Raster, Vec<bool>) {
    let (width, height) = (picture.width, picture.height);
    let [to_width, to_height] = [width, height].map(|side| ((side as f32 * factor).round() as usize).max(1));
    if (to_width, to_height) == (width, height) {
        return (picture, truth.to_vec());
    }
    let mask: Vec<f32> = truth.iter().map(|&forged| f32::from(u8::from(forged))).collect();
    let mask = resize_mask(&mask, width, height, to_width, to_height);
    (picture.resize(to_width, to_height, Filter::CatmullRom), mask.into_iter().map(|value| value >= 0.5).collect())
}

fn noisy(mut picture: Raster, variance: f32) -> Raster {
    let mut rng = fastrand::Rng::with_seed(SEED);
    let sigma = variance.sqrt();
    for value in &mut picture.rgb {
        *value = to_byte(f32::from(*value) + sigma * normal(&mut rng));
    }
    picture
}

/// So many taps of a Gaussian, which sum to one, with the sigma that OpenCV's formula has for them.
fn kernel(taps: usize) -> Vec<f32> {
    let half = (taps - 1) as f32 / 2.0;
    let sigma = 0.3 * (half - 1.0) + 0.8;
    let weights = (0..taps).map(|i| (-((i as f32 - half) / sigma).powi(2) / 2.0).exp());
    let sum: f32 = weights.clone().sum();
    weights.map(|weight| weight / sum).collect()
}

fn blurred(picture: &Raster, taps: usize) -> Raster {
    let (width, height) = (picture.width, picture.height);
    let kernel = kernel(taps);
    let half = (taps / 2) as isize;
    // Along one direction; a plane of one colour, the edge mirrored as OpenCV does it.
    let mirrored = |at: isize, side: usize| {
        let last = side as isize - 1;
        let at = at.abs();
        (if at > last { 2 * last - at } else { at }) as usize
    };
    let planes = picture.planes().map(|plane| {
        let across: Vec<f32> = (0..width * height)
            .map(|i| {
                let (row, x) = (i / width * width, (i % width) as isize);
                let taps = kernel.iter().zip(x - half..);
                taps.map(|(weight, x)| weight * plane[row + mirrored(x, width)]).sum()
            })
            .collect();
        (0..width * height)
            .map(|i| {
                let (x, y) = (i % width, (i / width) as isize);
                let taps = kernel.iter().zip(y - half..);
                taps.map(|(weight, y)| weight * across[mirrored(y, height) * width + x]).sum()
            })
            .collect()
    });
    Raster::from_planes(width, height, &planes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::input::Format;

    fn photo(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> Photo {
        let rgb = (0..width * height).flat_map(|i| [pixel(i % width, i / width); 3]).collect();
        input::read(&file::png(&Raster { width, height, rgb }).unwrap(), None, &Limits::NATIVE).unwrap()
    }

    #[test]
    fn the_mask_goes_where_the_picture_goes() {
        let mut rng = fastrand::Rng::with_seed(5);
        for turn in 0..4 {
            // Larger than every platform's limit, and no multiple of 8.
            let (width, height) = (rng.usize(650..720), rng.usize(60..90));
            let (x, y, w, h) = (rng.usize(20..300), rng.usize(6..20), rng.usize(40..300), rng.usize(20..32));
            let inside = |i: usize, j: usize| (x..x + w).contains(&i) && (y..y + h).contains(&j);
            let photo = photo(width, height, |i, j| if inside(i, j) { 215 } else { 40 });
            let truth: Vec<bool> = (0..width * height).map(|i| inside(i % width, i / width)).collect();
            for &degradation in Degradation::value_variants() {
                let (given, mask) = degradation.apply(&photo, &truth).unwrap();
                let scale = f64::from(given.width) / width as f64;
                assert_eq!(mask.len(), (given.width * given.height) as usize, "{degradation}");
                // Clearly light outside of the mask, or clearly dark inside: a shift by one pixel both ways would be so at
                // about 2 (w + h) places.
                let values = given.rgb.iter().step_by(3).zip(&mask);
                let wrong = values.filter(|&(&value, &forged)| if forged { value < 88 } else { value > 168 }).count();
                assert!((wrong as f64) < scale * (w + h) as f64 / 4.0, "{turn}, {degradation}: {wrong} of {w}×{h}");
            }
        }
    }

    #[test]
    fn each_step_gives_the_file_that_it_says() {
        let photo = photo(661, 48, |x, y| (x * 7 + y * 13) as u8);
        let sizes: Vec<_> = Degradation::value_variants()
            .iter()
            .map(|degradation| {
                let (given, _) = degradation.apply(&photo, &[false; 661 * 48]).unwrap();
                let text = degradation.to_string();
                assert_eq!(given.format == Format::Jpeg, text.contains("JPEG of"), "{text}");
                if let Some(quality) = text.split("quality ").last().and_then(|rest| rest.get(..2)?.parse().ok()) {
                    assert_eq!(given.jpeg.unwrap().luminance().unwrap().table, Encoding::ijg(quality, true).tables[0], "{text}");
                }
                (given.width, given.height)
            })
            .collect();
        let same = (661, 48);
        let expected = [&[same; 9][..], &[(496, 36), (992, 72), same, (640, 46), (400, 29), same, (660, 47)]].concat();
        assert_eq!(sizes, expected);
    }

    #[test]
    fn a_tiny_picture_is_refused() {
        let why = Degradation::OffGrid.apply(&photo(15, 40, |_, _| 9), &[false; 15 * 40]).unwrap_err();
        assert!(why.contains("16 pixels"), "{why}");
    }

    #[test]
    fn blur_is_a_gaussian_of_so_many_taps() {
        // numpy: w = exp(-(arange(k) - (k - 1) / 2)**2 / 2 / s**2); w / w.sum(), s = .8, 1.4, 2.
        for (taps, expected) in [
            (3, &[0.238_994_3, 0.522_011_5][..]),
            (7, &[0.028_995_3, 0.103_818_4, 0.223_173_4, 0.288_026]),
            (11, &[0.008_812_2, 0.027_143_6, 0.065_114_1, 0.121_649_1, 0.176_998_4, 0.200_565_4]),
        ] {
            let found = kernel(taps);
            for (i, value) in expected.iter().enumerate() {
                assert!((found[i] - value).abs() < 1e-5 && found[taps - 1 - i] == found[i], "{taps}: {found:?}");
            }
            // A single bright pixel becomes the kernel, in both directions, and what is at the edge is mirrored.
            let point = Raster {
                width: 31,
                height: 25,
                rgb: (0..31 * 25 * 3).map(|i| if i / 3 == 12 * 31 + 15 { 255 } else { 0 }).collect(),
            };
            let spread = blurred(&point, taps);
            let half = taps / 2;
            for (dx, dy) in [(0, 0), (1, 0), (0, half), (half, half)] {
                let value = spread.rgb[((12 + dy) * 31 + 15 + dx) * 3];
                assert_eq!(value, to_byte(255.0 * found[half + dx] * found[half + dy]), "{taps} at {dx}, {dy}");
            }
        }
        let plain = Raster { width: 17, height: 16, rgb: vec![93; 17 * 16 * 3] };
        assert_eq!(blurred(&plain, 11), plain);
    }

    #[test]
    fn noise_has_the_variance_that_is_asked_for() {
        for variance in [3.0, 11.0, 23.0] {
            let noise = noisy(Raster { width: 200, height: 200, rgb: vec![128; 200 * 200 * 3] }, variance).rgb;
            let differences = || noise.iter().map(|&value| f64::from(value) - 128.0);
            let mean = differences().sum::<f64>() / noise.len() as f64;
            let found = differences().map(|d| (d - mean).powi(2)).sum::<f64>() / noise.len() as f64;
            // Rounding to levels adds a twelfth.
            assert!(
                mean.abs() < 0.05 && (found - f64::from(variance) - 1.0 / 12.0).abs() < 0.03 * f64::from(variance),
                "{found}"
            );
        }
    }
}
