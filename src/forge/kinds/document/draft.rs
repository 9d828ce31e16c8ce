//! A page in the course of being forged.

use super::super::super::blend;
use super::super::super::raster::{Raster, normal, to_byte};
use super::super::super::scene::Change;
use super::super::super::shape::Mask;
use super::super::Edit;
use super::read::{Page, Rect, dilated};

/// What paper is made up of where something was taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Blank paper from elsewhere on the page.
    Paper,
    /// Smooth between the borders.
    Smooth,
    /// One colour, as an office program's box.
    Flat,
}

impl Fill {
    pub fn draw(rng: &mut fastrand::Rng) -> Self {
        match rng.u32(0..10) {
            0..6 => Fill::Paper,
            6..8 => Fill::Smooth,
            _ => Fill::Flat,
        }
    }
}

/// The page as it is so far, and where it was altered.
pub struct Draft<'a> {
    page: &'a Page<'a>,
    pub picture: Raster,
    mask: Mask,
    taken: Vec<Rect>,
    /// Texts that were changed.
    pub changes: Vec<Change>,
}

impl<'a> Draft<'a> {
    pub fn new(page: &'a Page<'a>) -> Self {
        let mask = vec![0.0; page.picture.width * page.picture.height];
        Self { page, picture: page.picture.clone(), mask, taken: Vec::new(), changes: Vec::new() }
    }

    /// Whether nothing was done there yet.
    pub fn free(&self, rect: &Rect) -> bool {
        self.taken.iter().all(|taken| !taken.overlaps(&rect.grown(2, &self.picture)))
    }

    /// What came of it; nothing where nothing was done.
    pub fn finish(self) -> Option<Edit> {
        (!self.taken.is_empty()).then_some(Edit { picture: self.picture, mask: self.mask, changes: self.changes })
    }

    /// Marks a rectangle as altered.
    pub fn mark(&mut self, rect: Rect) {
        for i in rect.places(self.picture.width) {
            self.mask[i] = 1.0;
        }
        self.taken.push(rect);
    }

    /// Lets paper cover a rectangle, and marks it.
    pub fn clear(&mut self, rect: Rect, fill: Fill, rng: &mut fastrand::Rng) -> Option<()> {
        let under = self.membrane(&rect)?;
        let flat = mean(&under, rect.width * rect.height);
        let grain = (fill == Fill::Paper).then(|| self.grain(&rect, rng));
        let noise = if fill == Fill::Smooth { rng.f32() * 2.0 } else { 0.0 };
        for (n, i) in rect.places(self.picture.width).enumerate() {
            let common = noise * normal(rng);
            for k in 0..3 {
                self.picture.rgb[3 * i + k] = match &grain {
                    _ if fill == Fill::Flat => to_byte(flat[k]),
                    Some(grain) => to_byte(under[3 * n + k] + grain[3 * n + k]),
                    None => to_byte(under[3 * n + k] + common),
                };
            }
        }
        self.mark(rect);
        Some(())
    }

    /// The paper of a rectangle as its surroundings make one expect it, without grain; nothing where there is no paper.
    fn membrane(&self, rect: &Rect) -> Option<Vec<f32>> {
        let around = rect.grown(10, &self.picture);
        let cut = self.page.picture.crop(around.x, around.y, around.width, around.height);
        let inside = |x: usize, y: usize| x >= rect.x && x < rect.right() && y >= rect.y && y < rect.bottom();
        let unknown: Vec<f32> = around
            .places(self.picture.width)
            .map(|i| {
                let (x, y) = (i % self.picture.width, i / self.picture.width);
                f32::from(u8::from(inside(x, y) || self.page.near(i)))
            })
            .collect();
        if unknown.iter().filter(|u| **u == 0.0).count() * 25 < unknown.len() {
            return None;
        }
        let filled = blend::fill(&cut, &unknown);
        let part = Rect { x: rect.x - around.x, y: rect.y - around.y, ..*rect };
        Some(part.places(around.width).flat_map(|i| [0, 1, 2].map(|k| f32::from(filled.rgb[3 * i + k]))).collect())
    }

    /// What blank paper of the page deviates from its mean by: of one blank part as large as the rectangle, else of many
    /// small ones.
    fn grain(&self, rect: &Rect, rng: &mut fastrand::Rng) -> Vec<f32> {
        let mut grain = vec![0.0; rect.width * rect.height * 3];
        let whole = (rect.width, rect.height);
        let tile = if self.blank(rect, whole, rng).is_some() { whole } else { (8.min(rect.width), 8.min(rect.height)) };
        for top in (0..rect.height).step_by(tile.1) {
            for left in (0..rect.width).step_by(tile.0) {
                let Some(blank) = self.blank(rect, tile, rng) else { continue };
                let part = self.page.picture.crop(blank.x, blank.y, blank.width, blank.height);
                let values: Vec<f32> = part.rgb.iter().map(|&v| f32::from(v)).collect();
                let level = mean(&values, tile.0 * tile.1);
                for y in top..(top + tile.1).min(rect.height) {
                    for x in left..(left + tile.0).min(rect.width) {
                        for k in 0..3 {
                            let value = values[((y - top) * tile.0 + x - left) * 3 + k];
                            grain[(y * rect.width + x) * 3 + k] = value - level[k];
                        }
                    }
                }
            }
        }
        grain
    }

    /// A blank part of the page of some size, near `rect` if there is one.
    fn blank(&self, rect: &Rect, (width, height): (usize, usize), rng: &mut fastrand::Rng) -> Option<Rect> {
        let (right, bottom) = (self.picture.width.checked_sub(width)?, self.picture.height.checked_sub(height)?);
        let reach = 3 * rect.height + 16;
        (0..24).find_map(|attempt| {
            let (x, y) = if attempt < 16 {
                let near = |at: usize, end: usize, rng: &mut fastrand::Rng| {
                    rng.usize(at.saturating_sub(reach).min(end)..=(at + reach).min(end))
                };
                (near(rect.x, right, rng), near(rect.y, bottom, rng))
            } else {
                (rng.usize(0..=right), rng.usize(0..=bottom))
            };
            let blank = Rect { x, y, width, height };
            (self.page.inked(&blank) == 0).then_some(blank)
        })
    }

    /// Lays the ink of `part`, whose paper has the colour `paper`, over what is at (x, y), and says where there was some.
    pub fn ink(&mut self, part: &Raster, paper: [f32; 3], x: usize, y: usize) -> Vec<bool> {
        let rect = Rect { x, y, width: part.width, height: part.height };
        let mut inked = vec![false; part.width * part.height];
        for (n, i) in rect.places(self.picture.width).enumerate() {
            let pixel = &part.rgb[3 * n..3 * n + 3];
            let left: [f32; 3] = std::array::from_fn(|k| (f32::from(pixel[k]) / paper[k].max(1.0)).min(1.0));
            let darkest = left.into_iter().fold(1.0, f32::min);
            // The paper's own grain stays behind.
            let share = ((0.96 - darkest) / 0.08).clamp(0.0, 1.0);
            inked[n] = share > 0.0;
            for (value, left) in self.picture.rgb[3 * i..3 * i + 3].iter_mut().zip(left) {
                *value = to_byte(f32::from(*value) * (1.0 - share * (1.0 - left)));
            }
        }
        inked
    }

    /// Lays ink on blank paper that stays as it is, and marks what it covers and a pixel around it.
    pub fn ink_alone(&mut self, part: &Raster, paper: [f32; 3], x: usize, y: usize) {
        let inked = dilated(&self.ink(part, paper, x, y), part.width, part.height, 1);
        let rect = Rect { x, y, width: part.width, height: part.height };
        for (n, i) in rect.places(self.picture.width).enumerate() {
            if inked[n] {
                self.mask[i] = 1.0;
            }
        }
        self.taken.push(rect);
    }

    /// Lays a part in as it is but for `shift` added to its colours, and marks it.
    pub fn paste(&mut self, part: &Raster, shift: [f32; 3], x: usize, y: usize) {
        let rect = Rect { x, y, width: part.width, height: part.height };
        for (n, i) in rect.places(self.picture.width).enumerate() {
            let pixel = self.picture.rgb[3 * i..3 * i + 3].iter_mut();
            for ((value, &new), shift) in pixel.zip(&part.rgb[3 * n..3 * n + 3]).zip(shift) {
                *value = to_byte(f32::from(new) + shift);
            }
        }
        self.mark(rect);
    }
}

/// Mean colour of so many pixels.
fn mean(values: &[f32], pixels: usize) -> [f32; 3] {
    std::array::from_fn(|k| values.iter().skip(k).step_by(3).sum::<f32>() / pixels as f32)
}

/// What brings paper of one colour to that of another.
pub fn shift(from: [f32; 3], to: [f32; 3]) -> [f32; 3] {
    std::array::from_fn(|k| to[k] - from[k])
}
