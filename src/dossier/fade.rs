//! The marks come and go.

use std::time::Duration;

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, ImageResult, RgbaImage};

use super::pictures::Marks;
use crate::input::Photo;
use crate::localize::Findings;

/// Longest side, pixels: what a post shows, and a few hundred kilobytes.
const LONGEST: u32 = 720;
/// Strength of the marks and how long they stay so, milliseconds.
const STEPS: [(f32, u64); 6] = [(0.0, 1200), (0.33, 80), (0.67, 80), (1.0, 1800), (0.67, 80), (0.33, 80)];
/// Of the encoder's search for 256 colours: 1 to 30, from best to fastest.
const SPEED: i32 = 10;

/// A GIF that begins with the picture alone and repeats for ever.
pub fn write(photo: &Photo, findings: &Findings, threshold: f32) -> ImageResult<Vec<u8>> {
    let marks = Marks::new(photo, findings, threshold, LONGEST);
    let mut bytes = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut bytes, SPEED);
        encoder.set_repeat(Repeat::Infinite)?;
        for (strength, milliseconds) in STEPS {
            let picture = marks.over(strength);
            let rgba = picture.rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
            let delay = Delay::from_saturating_duration(Duration::from_millis(milliseconds));
            if let Some(frame) = RgbaImage::from_raw(picture.width, picture.height, rgba) {
                encoder.encode_frame(Frame::from_parts(frame, 0, 0, delay))?;
            }
        }
    }
    Ok(bytes)
}
