//! The picture as it is displayed, painted over where the person wished so, row by row: no copy of its full size.

use super::SURROUNDINGS;
use super::area::{Picture, reduce};
use crate::input::Photo;

/// What is painted over is of this colour.
const SOLID: [u8; 3] = [0; 3];

/// How a row of a view is written: row, first column, and the bytes to write to.
pub(super) type Row<'a> = fn(&View<'a>, usize, usize, &mut [u8]);

pub(super) struct View<'a> {
    /// Of the displayed picture.
    pub width: usize,
    /// Of the displayed picture.
    pub height: usize,
    photo: &'a Photo,
    mask: &'a [u8],
    threshold: u8,
    redactions: Vec<[usize; 4]>,
    surroundings: Option<Surroundings>,
}

/// What is left of the picture outside of the regions.
struct Surroundings {
    /// Boxes that stay as they are.
    kept: Vec<[usize; 4]>,
    /// The few samples.
    samples: Picture,
}

impl<'a> View<'a> {
    pub fn new(photo: &'a Photo, mask: &'a [u8], threshold: u8, redactions: &[[u32; 4]]) -> Self {
        let (width, height) = photo.orientation.displayed_size(photo.width as usize, photo.height as usize);
        let redactions = redactions.iter().map(|bbox| clipped(bbox.map(|v| v as usize), 0, width, height)).collect();
        Self { width, height, photo, mask, threshold, redactions, surroundings: None }
    }

    /// From now on, everything outside of these boxes and a margin around them is blurred.
    pub fn blur_outside(&mut self, boxes: impl Iterator<Item = [usize; 4]>) {
        let margin = margin(self.width, self.height);
        let kept = boxes.map(|bbox| clipped(bbox, margin, self.width, self.height)).collect();
        let (wide, high) = (self.width.min(SURROUNDINGS), self.height.min(SURROUNDINGS));
        let mut samples = reduce(self.width, self.height, wide, high, |y, row| self.original(y, 0, row));
        // 16 levels, spread over the whole range.
        samples.rgb.iter_mut().for_each(|value| *value = (*value >> 4) * 17);
        self.surroundings = Some(Surroundings { kept, samples });
    }

    /// Row `y` of the picture from column `from` on, as long as `row`, which holds three bytes a pixel.
    pub fn original(&self, y: usize, from: usize, row: &mut [u8]) {
        let (width, height) = (self.photo.width as usize, self.photo.height as usize);
        for (i, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (sx, sy) = self.photo.orientation.stored(from + i, y, width, height);
            let at = 3 * (sy * width + sx);
            pixel.copy_from_slice(&self.photo.rgb[at..at + 3]);
        }
        self.paint_over(y, from, row);
    }

    /// The same row of `I_ref = (I + M) >> 1`.
    pub fn overlay(&self, y: usize, from: usize, row: &mut [u8]) {
        self.original(y, from, row);
        let count = row.len() / 3;
        // Where the mask may show: not in what is blurred, whose detail it would tell.
        let mut shown = vec![self.surroundings.is_none(); count];
        if let Some(surroundings) = &self.surroundings {
            for span in spans(&surroundings.kept, y, from, count) {
                shown[span].fill(true);
            }
            for (i, pixel) in row.chunks_exact_mut(3).enumerate().filter(|(i, _)| !shown[*i]) {
                pixel.copy_from_slice(&self.blurred(&surroundings.samples, from + i, y));
            }
            self.paint_over(y, from, row);
        }
        for span in spans(&self.redactions, y, from, count) {
            shown[span].fill(false);
        }
        for (i, pixel) in row.chunks_exact_mut(3).enumerate() {
            let lit = if shown[i] && self.inside(from + i, y) { 255 } else { 0 };
            pixel.iter_mut().for_each(|value| *value = ((u16::from(*value) + lit) >> 1) as u8);
        }
    }

    /// The same row of the mask: white inside.
    pub fn mask(&self, y: usize, from: usize, row: &mut [u8]) {
        for (i, pixel) in row.chunks_exact_mut(3).enumerate() {
            pixel.fill(if self.inside(from + i, y) { 255 } else { 0 });
        }
    }

    /// Whether a pixel is in the mask.
    fn inside(&self, x: usize, y: usize) -> bool {
        let (width, height) = (self.photo.width as usize, self.photo.height as usize);
        let (sx, sy) = self.photo.orientation.stored(x, y, width, height);
        self.mask[sy * width + sx] >= self.threshold
    }

    fn paint_over(&self, y: usize, from: usize, row: &mut [u8]) {
        for span in spans(&self.redactions, y, from, row.len() / 3) {
            row[3 * span.start..3 * span.end].chunks_exact_mut(3).for_each(|pixel| pixel.copy_from_slice(&SOLID));
        }
    }

    /// The samples, stretched over the picture: between their centres linear, beyond them constant.
    fn blurred(&self, samples: &Picture, x: usize, y: usize) -> [u8; 3] {
        const ONE: usize = 256;
        let place = |at: usize, length: usize, count: usize| {
            let along = ((2 * at + 1) * count * ONE / (2 * length)).saturating_sub(ONE / 2).min((count - 1) * ONE);
            (along / ONE, (along / ONE + 1).min(count - 1), along % ONE)
        };
        let (left, right, across) = place(x, self.width, samples.width);
        let (top, bottom, down) = place(y, self.height, samples.height);
        std::array::from_fn(|c| {
            let value = |x: usize, y: usize| usize::from(samples.rgb[3 * (y * samples.width + x) + c]);
            let above = value(left, top) * (ONE - across) + value(right, top) * across;
            let below = value(left, bottom) * (ONE - across) + value(right, bottom) * across;
            ((above * (ONE - down) + below * down + ONE * ONE / 2) / (ONE * ONE)) as u8
        })
    }
}

/// Pixels around a region that stay sharp: a thirty-second of the longest side, at least 8.
pub(super) fn margin(width: usize, height: usize) -> usize {
    (width.max(height) / 32).max(8)
}

/// A box with a margin around it, as far as it lies in the picture.
pub(super) fn clipped([x, y, w, h]: [usize; 4], margin: usize, width: usize, height: usize) -> [usize; 4] {
    let (left, top) = (x.saturating_sub(margin).min(width), y.saturating_sub(margin).min(height));
    let right = x.saturating_add(w).saturating_add(margin).min(width);
    let bottom = y.saturating_add(h).saturating_add(margin).min(height);
    [left, top, right - left, bottom - top]
}

/// The parts of row `y` that lie in boxes, counted from column `from`.
fn spans(boxes: &[[usize; 4]], y: usize, from: usize, count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    boxes.iter().filter(move |[_, top, _, h]| (*top..top + h).contains(&y)).map(move |[x, _, w, _]| {
        let start = x.saturating_sub(from).min(count);
        start..(x + w).saturating_sub(from).clamp(start, count)
    })
}
