//! What a person keeps of a check: a document to read, print and hand on, and pictures of what was found.

mod fade;
mod html;
mod pictures;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageResult};

use pictures::Marks;
pub use pictures::grey;

use crate::input::Photo;
use crate::language::Language;
use crate::localize::Findings;
use crate::report::Report;

closed_list! {
    /// What can be kept.
    Keepsake {
        /// Everything in one HTML file, without scripts.
        Document = "document",
        /// The mask as PNG, at the picture's size: white where it was manipulated.
        Mask = "mask",
        /// The picture with its marks as PNG, at its size.
        Marked = "marked",
        /// The picture as its marks come and go: a GIF, for a post.
        Fade = "fade",
    }
}

impl Keepsake {
    /// What the name of its file ends in.
    #[must_use]
    pub fn ending(self) -> &'static str {
        ["html", "mask.png", "marked.png", "gif"][self as usize]
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        ["text/html", "image/png", "image/png", "image/gif"][self as usize]
    }
}

/// A picture that was checked.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// The picture.
    pub photo: &'a Photo,
    /// What was found in it.
    pub findings: &'a Findings,
    /// From which probability on a pixel is marked, 0..=1.
    pub threshold: f32,
    /// What is said of it.
    pub report: &'a Report,
}

impl Checked<'_> {
    /// Makes a keepsake's file.
    ///
    /// # Errors
    /// The encoders'; none is known.
    pub fn keep(&self, what: Keepsake, language: Language) -> ImageResult<Vec<u8>> {
        let Self { photo, findings, threshold, .. } = *self;
        match what {
            Keepsake::Document => html::write(self, language).map(String::into_bytes),
            Keepsake::Mask => {
                let (width, height, values) = grey(photo, &findings.mask);
                png(&values, width, height, ExtendedColorType::L8)
            }
            Keepsake::Marked => {
                let picture = Marks::new(photo, findings, threshold, u32::MAX).over(1.0);
                png(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
            }
            Keepsake::Fade => fade::write(photo, findings, threshold),
        }
    }
}

fn png(pixels: &[u8], width: u32, height: u32, colour: ExtendedColorType) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(pixels, width, height, colour)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
