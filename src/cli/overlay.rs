use crate::input::Photo;
use crate::localize::{Findings, mask_level};

/// The fill of what was found: orange, told from picture content by most eyes, colour-blind ones too.
const FILL: [f32; 3] = [255.0, 120.0, 0.0];

/// The picture with the mask laid over it, in displayed orientation: width, height, RGB8.
pub fn draw(photo: &Photo, findings: &Findings, threshold: f32) -> (u32, u32, Vec<u8>) {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let level = mask_level(threshold);
    let found = |x: usize, y: usize| findings.mask[y * width + x] >= level;
    let mut rgb = photo.rgb.clone();
    for (i, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i % width, i / width);
        if !found(x, y) {
            continue;
        }
        let edge = (x > 0 && !found(x - 1, y))
            || (x + 1 < width && !found(x + 1, y))
            || (y > 0 && !found(x, y - 1))
            || (y + 1 < height && !found(x, y + 1));
        let opacity = if edge { 1.0 } else { 0.45 };
        for (value, fill) in pixel.iter_mut().zip(FILL) {
            *value = (f32::from(*value) * (1.0 - opacity) + fill * opacity) as u8;
        }
    }
    let (shown_width, shown_height) = photo.orientation.displayed_size(photo.width, photo.height);
    (shown_width, shown_height, photo.orientation.apply(width, height, 3, &rgb))
}

/// Mask or reliability in displayed orientation: width, height, grey.
pub fn grey(photo: &Photo, values: &[u8]) -> (u32, u32, Vec<u8>) {
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    (width, height, photo.orientation.apply(photo.width as usize, photo.height as usize, 1, values))
}
