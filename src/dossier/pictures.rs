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

/// A picture, its longest side at most so many pixels, and where it is marked.
pub struct Marks<'a> {
    photo: &'a Photo,
    wide: usize,
    high: usize,
    rgb: Vec<u8>,
    /// Opacity of the fill at each pixel.
    opacity: Vec<f32>,
}

impl<'a> Marks<'a> {
    /// `photo` with its longest side at most `longest` pixels.
    #[must_use]
    pub fn new(photo: &'a Photo, findings: &Findings, threshold: f32, longest: u32) -> Self {
        let (wide, high, rgb) = reduced(photo, longest);
        let (width, height) = (photo.width as usize, photo.height as usize);
        let level = mask_level(threshold);
        let found = |x: usize, y: usize| findings.mask[y * height / high * width + x * width / wide] >= level;
        let opacity = |i: usize| {
            let (x, y) = (i % wide, i / wide);
            if !found(x, y) {
                return 0.0;
            }
            let edge = (x > 0 && !found(x - 1, y))
                || (x + 1 < wide && !found(x + 1, y))
                || (y > 0 && !found(x, y - 1))
                || (y + 1 < high && !found(x, y + 1));
            if edge { 1.0 } else { OPACITY }
        };
        let opacity = (0..wide * high).map(opacity).collect();
        Self { photo, wide, high, rgb, opacity }
    }

    /// The marks over the picture: `strength` 0 shows the picture alone, 1 the marks in full.
    #[must_use]
    pub fn over(&self, strength: f32) -> Marked {
        let mut rgb = self.rgb.clone();
        for (pixel, opacity) in rgb.chunks_exact_mut(3).zip(&self.opacity).filter(|(_, opacity)| **opacity > 0.0) {
            let opacity = strength * opacity;
            for (value, fill) in pixel.iter_mut().zip(FILL) {
                *value = (f32::from(*value) * (1.0 - opacity) + fill * opacity) as u8;
            }
        }
        let orientation = self.photo.orientation;
        let (width, height) = orientation.displayed_size(self.wide as u32, self.high as u32);
        Marked { width, height, rgb: orientation.apply(self.wide, self.high, 3, &rgb) }
    }
}

/// Mask or reliability in displayed orientation: width, height, grey.
#[must_use]
pub fn grey(photo: &Photo, values: &[u8]) -> (u32, u32, Vec<u8>) {
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    (width, height, photo.orientation.apply(photo.width as usize, photo.height as usize, 1, values))
}
