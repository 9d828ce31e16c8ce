//! One JPEG generation in memory: what saving at a quality and opening again leaves of a picture, without the entropy
//! coding in between, and the luminance coefficients that the file would hold.

use super::raster::{Raster, to_byte};
use crate::frequency::{BLOCK, BlockDct, Coefficients, round};
use crate::input::jpeg::{ijg_chrominance, ijg_luminance};

/// How a generation is saved.
#[derive(Clone, Debug)]
pub struct Encoding {
    /// Luminance and chrominance tables, natural order.
    pub tables: [[u16; 64]; 2],
    /// Chroma at half the resolution both ways (4:2:0); full otherwise (4:4:4).
    pub subsampled: bool,
}

impl Encoding {
    /// The Independent JPEG Group's scaling of the annex K tables, quality 1..=100.
    pub fn ijg(quality: u32, subsampled: bool) -> Self {
        let quality = quality.min(100) as u8;
        Self { tables: [ijg_luminance(quality), ijg_chrominance(quality)], subsampled }
    }

    /// A table as cameras and other software have: the IJG's, bent by frequency so that it belongs to no quality.
    pub fn bent(quality: u32, subsampled: bool, rng: &mut fastrand::Rng) -> Self {
        let mut encoding = Self::ijg(quality, subsampled);
        let slope = 0.7 + 0.6 * rng.f32();
        for table in &mut encoding.tables {
            for (i, q) in table.iter_mut().enumerate() {
                let frequency = (i / 8 + i % 8) as f32 / 14.0;
                *q = ((f32::from(*q) * slope.powf(2.0 * frequency - 1.0)).round() as u16).clamp(1, 255);
            }
        }
        encoding
    }
}

/// Saves and opens: the decoded picture and its luminance coefficients.
pub fn generation(picture: &Raster, encoding: &Encoding, dct: &BlockDct) -> (Raster, Coefficients) {
    let (width, height) = (picture.width, picture.height);
    // An encoder rounds to whole levels before it transforms.
    let plane = |weights: [f32; 3], shift: f32| -> Vec<f32> {
        let level = |p: &[u8]| weights[0] * f32::from(p[0]) + weights[1] * f32::from(p[1]) + weights[2] * f32::from(p[2]);
        picture.rgb.chunks_exact(3).map(|pixel| round(level(pixel)) - shift).collect()
    };
    let mut luma = plane([0.299, 0.587, 0.114], 128.0);
    let mut blue = plane([-0.168_736, -0.331_264, 0.5], 0.0);
    let mut red = plane([0.5, -0.418_688, -0.081_312], 0.0);
    let values = quantise_plane(&mut luma, width, height, &encoding.tables[0], dct);
    for chroma in [&mut blue, &mut red] {
        if encoding.subsampled {
            let (cw, ch) = (width.div_ceil(2), height.div_ceil(2));
            let mut half = halve(chroma, width, height);
            quantise_plane(&mut half, cw, ch, &encoding.tables[1], dct);
            *chroma = double(&half, cw, ch, width, height);
        } else {
            quantise_plane(chroma, width, height, &encoding.tables[1], dct);
        }
    }
    let mut rgb = vec![0; width * height * 3];
    for (((pixel, y), cb), cr) in rgb.chunks_exact_mut(3).zip(&luma).zip(&blue).zip(&red) {
        let (y, cb, cr) = ((round(*y) + 128.0).clamp(0.0, 255.0), round(*cb), round(*cr));
        pixel[0] = to_byte(y + 1.402 * cr);
        pixel[1] = to_byte(y - 0.344_136 * cb - 0.714_136 * cr);
        pixel[2] = to_byte(y + 1.772 * cb);
    }
    let coefficients = Coefficients {
        blocks_wide: width.div_ceil(BLOCK),
        blocks_high: height.div_ceil(BLOCK),
        values,
        table: encoding.tables[0],
        jpeg: true,
    };
    (Raster { width, height, rgb }, coefficients)
}

/// Transforms, quantises and returns the coefficients; the plane becomes what a decoder reconstructs.
fn quantise_plane(plane: &mut [f32], width: usize, height: usize, table: &[u16; 64], dct: &BlockDct) -> Vec<i16> {
    let (wide, high) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
    let steps = table.map(f32::from);
    let mut values = vec![0i16; wide * high * 64];
    for (index, out) in values.chunks_exact_mut(64).enumerate() {
        let (y0, x0) = (index / wide * BLOCK, index % wide * BLOCK);
        let mut block = [0f32; 64];
        if y0 + BLOCK <= height && x0 + BLOCK <= width {
            for (row, y) in block.chunks_exact_mut(BLOCK).zip(y0..) {
                row.copy_from_slice(&plane[y * width + x0..y * width + x0 + BLOCK]);
            }
        } else {
            for (i, sample) in block.iter_mut().enumerate() {
                let (y, x) = ((y0 + i / 8).min(height - 1), (x0 + i % 8).min(width - 1));
                *sample = plane[y * width + x];
            }
        }
        dct.forward(&mut block);
        for ((value, level), &q) in block.iter_mut().zip(out).zip(&steps) {
            let whole = round(*value / q);
            *level = whole as i16;
            *value = whole * q;
        }
        dct.inverse(&mut block);
        let inside = BLOCK.min(width - x0);
        for (row, y) in block.chunks_exact(BLOCK).zip(y0..height) {
            plane[y * width + x0..y * width + x0 + inside].copy_from_slice(&row[..inside]);
        }
    }
    values
}

fn halve(plane: &[f32], width: usize, height: usize) -> Vec<f32> {
    let (cw, ch) = (width.div_ceil(2), height.div_ceil(2));
    let mut half = Vec::with_capacity(cw * ch);
    for y in 0..ch {
        let (y0, y1) = (2 * y, (2 * y + 1).min(height - 1));
        for x in 0..cw {
            let (x0, x1) = (2 * x, (2 * x + 1).min(width - 1));
            let sum = plane[y0 * width + x0] + plane[y0 * width + x1] + plane[y1 * width + x0] + plane[y1 * width + x1];
            half.push(sum / 4.0);
        }
    }
    half
}

/// The triangle filter of libjpeg's fancy upsampling (3/4 near, 1/4 far, both ways).
fn double(half: &[f32], cw: usize, ch: usize, width: usize, height: usize) -> Vec<f32> {
    let far = |i: usize, n: usize| if i.is_multiple_of(2) { (i / 2).saturating_sub(1) } else { (i / 2 + 1).min(n - 1) };
    let mut plane = Vec::with_capacity(width * height);
    let mut row = vec![0.0; cw];
    for y in 0..height {
        let (near, other) = (&half[y / 2 * cw..][..cw], &half[far(y, ch) * cw..][..cw]);
        for ((value, a), b) in row.iter_mut().zip(near).zip(other) {
            *value = 0.75 * a + 0.25 * b;
        }
        for x in 0..width {
            plane.push(0.75 * row[x / 2] + 0.25 * row[far(x, cw)]);
        }
    }
    plane
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frequency::from_pixels;

    fn picture(width: usize, height: usize) -> Raster {
        let rgb = (0..width * height)
            .flat_map(|i| {
                let (x, y) = ((i % width) as f32, (i / width) as f32);
                let tone = 120.0 + 50.0 * (x / 9.0).sin() + 40.0 * (y / 5.0).cos();
                [to_byte(tone), to_byte(tone * 0.9 + 10.0), to_byte(tone * 0.8)]
            })
            .collect();
        Raster { width, height, rgb }
    }

    #[test]
    fn ijg_tables_are_those_of_libjpeg() {
        assert_eq!(Encoding::ijg(50, true).tables[0][..4], [16, 11, 10, 16]);
        assert_eq!(Encoding::ijg(75, true).tables[0][..4], [8, 6, 5, 8]);
        assert!(Encoding::ijg(100, true).tables[1].iter().all(|&q| q == 1));
    }

    #[test]
    fn coefficients_are_those_of_the_decoded_pixels() {
        let (decoded, coefficients) = generation(&picture(64, 48), &Encoding::ijg(70, false), &BlockDct::new());
        let again = from_pixels(&decoded.rgb, 64, 48);
        for (i, (file, derived)) in coefficients.values.iter().zip(&again.values).enumerate() {
            let q = i32::from(coefficients.table[i % 64]);
            let difference = (i32::from(*file) * q - i32::from(*derived)).abs();
            assert!(difference <= 4, "value {i}: {file} times {q} against {derived}");
        }
    }

    #[test]
    fn saving_again_alike_changes_little() {
        let encoding = Encoding::ijg(80, true);
        let dct = BlockDct::new();
        let (once, first) = generation(&picture(72, 40), &encoding, &dct);
        let (_, second) = generation(&once, &encoding, &dct);
        let changed = first.values.iter().zip(&second.values).filter(|(a, b)| a != b).count();
        assert!(changed * 100 < first.values.len(), "{changed} of {} values changed", first.values.len());
    }
}
