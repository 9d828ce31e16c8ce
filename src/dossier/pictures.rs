//! The picture with its marks, and the mask.

use crate::input::{Photo, reduced};
use crate::localize::{Findings, mask_level};

/// The fill of what was found: orange, told from picture content by most eyes, colour-blind ones too.
const FILL: [f32; 3] = [255.0, 120.0, 0.0];
/// Opacity of the fill; the edge is opaque.
const OPACITY: f32 = 0.45;

/// RGB8 in displayed orientation.
pub struct Marked {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 3`.
    pub rgb: Vec<u8>,
}

/// The picture with the mask laid over it, its longest side at most `longest` pixels. `strength` 0 shows the picture alone, 1
/// the marks in full.
#[must_use]
pub fn marked(photo: &Photo, findings: &Findings, threshold: f32, longest: u32, strength: f32) -> Marked {
    let (wide, high, mut rgb) = reduced(photo, longest);
    let (width, height) = (photo.width as usize, photo.height as usize);
    let level = mask_level(threshold);
    let found = |x: usize, y: usize| findings.mask[y * height / high * width + x * width / wide] >= level;
    for (i, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i % wide, i / wide);
        if !found(x, y) {
            continue;
        }
        let edge = (x > 0 && !found(x - 1, y))
            || (x + 1 < wide && !found(x + 1, y))
            || (y > 0 && !found(x, y - 1))
            || (y + 1 < high && !found(x, y + 1));
        let opacity = strength * if edge { 1.0 } else { OPACITY };
        for (value, fill) in pixel.iter_mut().zip(FILL) {
            *value = (f32::from(*value) * (1.0 - opacity) + fill * opacity) as u8;
        }
    }
    let (shown_wide, shown_high) = photo.orientation.displayed_size(wide as u32, high as u32);
    Marked { width: shown_wide, height: shown_high, rgb: photo.orientation.apply(wide, high, 3, &rgb) }
}

/// Mask or reliability in displayed orientation: width, height, grey.
#[must_use]
pub fn grey(photo: &Photo, values: &[u8]) -> (u32, u32, Vec<u8>) {
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    (width, height, photo.orientation.apply(photo.width as usize, photo.height as usize, 1, values))
}
