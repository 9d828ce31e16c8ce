//! How a picture is made smaller to be shown: by averaging whole samples.

use std::ops::Range;

use super::Photo;

/// Width and height so that the longest side has at most `longest` samples; never larger than before, never 0.
#[must_use]
pub fn fit(width: u32, height: u32, longest: u32) -> (usize, usize) {
    let side = width.max(height);
    if side <= longest {
        return (width as usize, height as usize);
    }
    let scaled = |length: u32| ((u64::from(length) * u64::from(longest) / u64::from(side)) as usize).max(1);
    (scaled(width), scaled(height))
}

/// The source samples under sample `index` of `count`; never empty, as `count` is at most `length`.
#[must_use]
pub fn span(index: usize, count: usize, length: usize) -> Range<usize> {
    index * length / count..((index + 1) * length / count).max(index * length / count + 1)
}

/// A picture with its longest side at most `longest` pixels, by averaging, in stored orientation: width, height, RGB8.
#[must_use]
pub fn reduced(photo: &Photo, longest: u32) -> (usize, usize, Vec<u8>) {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (wide, high) = fit(photo.width, photo.height, longest);
    let mut rgb = Vec::with_capacity(wide * high * 3);
    for y in 0..high {
        let rows = span(y, high, height);
        for x in 0..wide {
            let columns = span(x, wide, width);
            let mut sum = [0u32; 3];
            for row in rows.clone() {
                let at = row * width * 3;
                for pixel in photo.rgb[at + columns.start * 3..at + columns.end * 3].chunks_exact(3) {
                    for (sum, &value) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(value);
                    }
                }
            }
            let count = (rows.len() * columns.len()) as u32;
            rgb.extend(sum.map(|sum| ((sum + count / 2) / count) as u8));
        }
    }
    (wide, high, rgb)
}
