use super::cells::median_of_histogram;
use super::strips::{Luma, strips};
use super::{Figure, LensMap, Parameter, Picture, Settings};
use crate::input::Photo;

/// Standard deviations of noise up to which detail counts as noise.
const THRESHOLD: Parameter = Parameter { name: "threshold", least: 1.0, most: 8.0, step: 0.5, default: 3.0 };
pub(super) const PARAMETERS: &[Parameter] = &[THRESHOLD];
/// Least noise, in grey levels: less is rounding, not noise.
const FLOOR: f32 = 0.5;
/// Bins of absolute details, a sixteenth of a grey level each; the last takes all above.
const BINS: usize = 1024;
const PER_LEVEL: f32 = 16.0;

/// The noise that a wavelet takes out of each pixel: the picture less itself after soft thresholding (D. Donoho,
/// "De-noising by soft-thresholding", IEEE Trans. Information Theory 41, 1995) of the finest details of the Haar wavelet,
/// averaged over all shifts (R. Coifman and D. Donoho, "Translation-invariant de-noising", 1995). What was smoothed,
/// enlarged or made by a machine has less of it or has a pattern in it; what came from elsewhere has more or less.
///
/// The noise level is the median absolute deviation of the diagonal details, over .6745, and no less than half a grey level.
/// The paper's threshold of √(2 ln n) levels would keep edges in the residual; `threshold` levels are taken. Shown is the
/// residual's absolute value, from none to the threshold. Figures: the noise `level` and the residual's `rms`.
#[must_use]
pub fn residual(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let level = noise_level(photo, &mut |share| progress(0.3 * share));
    let most = settings.get(&THRESHOLD) * level;
    let mut values = Vec::with_capacity(photo.width as usize * photo.height as usize);
    let mut squares = 0f64;
    noise_of_rows(photo, most, &mut |share| progress(0.3 + 0.7 * share), |row| {
        squares += f64::from(row.iter().map(|noise| noise * noise).sum::<f32>());
        values.extend(row.iter().map(|noise| (noise.abs() / most).min(1.0)));
    });
    let rms = (squares / values.len() as f64).sqrt() as f32;
    let figures = vec![Figure::new("level", level, "grey levels"), Figure::new("rms", rms, "grey levels")];
    LensMap::of(photo, 1, Picture::Values(values), figures)
}

/// Standard deviation of the picture's noise, in grey levels, as [`residual`] takes it.
pub(super) fn noise_level(photo: &Photo, progress: &mut dyn FnMut(f32)) -> f32 {
    let mut counts = vec![0u64; BINS];
    for rows in strips(photo.height as usize, progress) {
        let luma = Luma::of(photo, rows.clone(), 1);
        for y in rows.start..rows.end.min(photo.height as usize - 1) {
            let (upper, lower) = (luma.row(y as isize), luma.row(y as isize + 1));
            for (up, low) in upper.windows(2).zip(lower.windows(2)) {
                let detail = (up[0] - up[1] - low[0] + low[1]).abs() / 2.0;
                counts[((detail * PER_LEVEL) as usize).min(BINS - 1)] += 1;
            }
        }
    }
    let middle = median_of_histogram(counts.iter().sum(), counts.iter().copied());
    (middle / PER_LEVEL / 0.6745).max(FLOOR)
}

/// Gives each row of what soft thresholding at `most` grey levels takes out, from the top.
fn noise_of_rows(photo: &Photo, most: f32, progress: &mut dyn FnMut(f32), mut give: impl FnMut(&[f32])) {
    let (width, height) = (photo.width as usize, photo.height as usize);
    // What the blocks that were seen so far take out of this row and of the next.
    let (mut here, mut next) = (vec![0f32; width], vec![0f32; width]);
    for rows in strips(height, progress) {
        let luma = Luma::of(photo, rows.clone(), 1);
        for y in rows {
            if y + 1 < height {
                noise_of_blocks(luma.row(y as isize), luma.row(y as isize + 1), most, &mut here, &mut next);
            }
            // A pixel lies in four blocks, at an edge in two, in a corner in one.
            let deep = f32::from(u8::from(y > 0) + u8::from(y + 1 < height)).max(1.0);
            for (x, noise) in here.iter_mut().enumerate() {
                *noise /= deep * f32::from(u8::from(x > 0) + u8::from(x + 1 < width)).max(1.0);
            }
            give(&here);
            std::mem::swap(&mut here, &mut next);
            next.fill(0.0);
        }
    }
}

/// Adds to the pixels of two rows what soft thresholding takes from each 2×2 block of them: its three Haar details,
/// clipped to ±`most` and transformed back.
fn noise_of_blocks(upper: &[f32], lower: &[f32], most: f32, into_upper: &mut [f32], into_lower: &mut [f32]) {
    for x in 0..upper.len().saturating_sub(1) {
        let [a, b, c, d] = [upper[x], upper[x + 1], lower[x], lower[x + 1]];
        let clipped = |detail: f32| (detail / 2.0).clamp(-most, most) / 2.0;
        let (across, down, diagonal) = (clipped(a - b + c - d), clipped(a + b - c - d), clipped(a - b - c + d));
        into_upper[x] += across + down + diagonal;
        into_upper[x + 1] += -across + down - diagonal;
        into_lower[x] += across - down - diagonal;
        into_lower[x + 1] += -across - down + diagonal;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::testing::{inside, means, normal, photo};

    /// A soft pattern with normal noise, the same in all channels.
    fn noisy(sigma: impl Fn(usize, usize) -> f32) -> Photo {
        let level = |i: usize| {
            let (x, y) = (i % 256, i / 256);
            128.0 + 40.0 * (x as f32 / 29.0).sin() + 30.0 * (y as f32 / 31.0).cos() + sigma(x, y) * normal(i)
        };
        photo(256, 192, (0..256 * 192).flat_map(|i| [level(i).round().clamp(0.0, 255.0) as u8; 3]).collect())
    }

    #[test]
    fn noise_of_sigma_four_in_a_part_stands_out() {
        let of = |part: f32| {
            let noisy = noisy(|x, y| if inside(x, y) { part } else { 1.5 });
            let map = residual(&noisy, &Settings::default(), &mut |_| ());
            let [inside, outside] = means(&map);
            (inside / outside, map.figures[0].value, map.figures[1].value)
        };
        let (ratio, ..) = of(4.0);
        assert!(ratio > 2.0, "{ratio}");
        let (ratio, level, rms) = of(1.5);
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
        // With rounding, √(1.5² + 1/12).
        assert!((level / 1.528 - 1.0).abs() < 0.05 && rms < level, "{level} {rms}");
    }

    /// Against the definition in NumPy: for each of the four shifts the whole 2×2 blocks are transformed by Haar's matrix,
    /// their details soft thresholded at 6, and transformed back; the picture less the mean of what is left of each pixel.
    #[test]
    fn the_residual_is_that_of_the_definition() {
        let grey = [10u8, 12, 9, 80, 11, 13, 10, 78, 90, 12, 14, 81, 10, 11, 40, 79, 90, 12, 7, 5];
        let mut found = Vec::new();
        let picture = photo(4, 5, grey.iter().flat_map(|&v| [v; 3]).collect());
        noise_of_rows(&picture, 6.0, &mut |_| (), |row| found.extend_from_slice(row));
        let expected = [
            -1.5000f32, 0.7500, -2.7500, 4.0000, -1.7500, 0.3125, -2.6875, 1.7500, 9.0000, -2.3125, -2.8125, 3.7500, -3.0000,
            -3.0000, 4.5000, 6.0000, 9.0000, -3.0000, -3.0000, -3.0000,
        ];
        for (i, (noise, expected)) in found.into_iter().zip(expected).enumerate() {
            assert!((noise - expected).abs() < 1e-3, "{i}: {noise} is not {expected}");
        }
    }

    #[test]
    fn strips_leave_no_seam() {
        // Taller than two strips: each pixel as in a picture that begins ten rows further down.
        let noise = |skip: usize| {
            let rgb = (16 * skip..16 * (150 + skip)).flat_map(|i| [(normal(i) * 9.0 + 128.0) as u8; 3]).collect();
            let mut found = Vec::new();
            noise_of_rows(&photo(16, 150, rgb), 20.0, &mut |_| (), |row| found.extend_from_slice(row));
            found
        };
        assert_eq!(noise(0)[20 * 16..140 * 16], noise(10)[10 * 16..130 * 16]);
    }
}
