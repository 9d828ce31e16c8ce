//! The picture with its marks, and the mask.

use crate::input::{Photo, reduced};
use crate::localize::{Findings, mask_level};

/// How a pixel is painted, by the number that [`Marks`] keeps of it: colour and opacity. As in the page: a colour that
/// photographs rarely hold, told apart from them by a double outline as well.
const PAINT: [([f32; 3], f32); 4] =
    [([0.0; 3], 0.0), ([255.0, 45.0, 142.0], 0.42), ([255.0, 211.0, 232.0], 1.0), ([36.0, 0.0, 18.0], 0.9)];
const UNMARKED: u8 = 0;
const FILL: u8 = 1;
const LIGHT: u8 = 2;
const DARK: u8 = 3;
/// Pixels of the longer side for each of an outline's width.
const OUTLINE: usize = 500;

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
    /// For each pixel, its place in [`PAINT`].
    paint: Vec<u8>,
}

impl<'a> Marks<'a> {
    /// `photo` with its longest side at most `longest` pixels.
    #[must_use]
    pub fn new(photo: &'a Photo, findings: &Findings, threshold: f32, longest: u32) -> Self {
        let (wide, high, rgb) = reduced(photo, longest);
        let (width, height) = (photo.width as usize, photo.height as usize);
        let level = mask_level(threshold);
        let found = |x: usize, y: usize| findings.mask[y * height / high * width + x * width / wide] >= level;
        let reach = wide.max(high).div_ceil(OUTLINE);
        let paint = |i: usize| {
            let (x, y) = (i % wide, i / wide);
            let inside = found(x, y);
            let edge = [(x.wrapping_sub(reach), y), (x + reach, y), (x, y.wrapping_sub(reach)), (x, y + reach)]
                .into_iter()
                .any(|(x, y)| x < wide && y < high && found(x, y) != inside);
            match (inside, edge) {
                (true, true) => LIGHT,
                (true, false) => FILL,
                (false, true) => DARK,
                (false, false) => UNMARKED,
            }
        };
        let paint = (0..wide * high).map(paint).collect();
        Self { photo, wide, high, rgb, paint }
    }

    /// The marks over the picture: `strength` 0 shows the picture alone, 1 the marks in full.
    #[must_use]
    pub fn over(&self, strength: f32) -> Marked {
        let mut rgb = self.rgb.clone();
        for (pixel, &paint) in rgb.chunks_exact_mut(3).zip(&self.paint).filter(|(_, paint)| **paint != UNMARKED) {
            let (colour, opacity) = PAINT[usize::from(paint)];
            let opacity = strength * opacity;
            for (value, paint) in pixel.iter_mut().zip(colour) {
                *value = (f32::from(*value) * (1.0 - opacity) + paint * opacity) as u8;
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
