//! What can be measured without a network: the classical lenses, each one file.
//!
//! Every lens looks at the 8×8 cells of the stored picture, measures one thing in each and says how far the cell departs
//! from the picture's own median. They are shown beside the network's mask, and they bound how easy an evaluation set is:
//! a set that a lens solves says nothing about a network. Their maps follow texture as much as manipulation; a bright
//! spot alone is no finding.

mod ela;
pub mod file;
mod ghost;
mod noise;

use std::fmt;

pub use ela::{ELA_QUALITY, ela};
pub use ghost::{GHOST_QUALITIES, ghost};
pub use noise::noise;

use crate::input::Photo;

/// Side of a cell in pixels: that of a JPEG block.
pub const CELL: usize = crate::frequency::BLOCK;

/// The lenses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Lens {
    /// Error level analysis.
    Ela,
    /// Local noise level.
    Noise,
    /// JPEG ghost.
    Ghost,
}

impl Lens {
    /// Every lens.
    pub const ALL: [Lens; 3] = [Lens::Ela, Lens::Noise, Lens::Ghost];

    /// Looks at a picture through this lens.
    #[must_use]
    pub fn look(self, photo: &Photo) -> LensMap {
        match self {
            Lens::Ela => ela(photo),
            Lens::Noise => noise(photo),
            Lens::Ghost => ghost(photo),
        }
    }
}

impl fmt::Display for Lens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Lens::Ela => "ela",
            Lens::Noise => "noise",
            Lens::Ghost => "ghost",
        })
    }
}

/// One measured number about the whole picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// What it is, kebab-case.
    pub name: &'static str,
    /// How much.
    pub value: f32,
    /// Of what; empty for a pure number.
    pub unit: &'static str,
}

/// What a lens saw, cell by cell, in stored orientation.
#[derive(Clone, Debug, PartialEq)]
pub struct LensMap {
    /// Cells in a row: picture width / 8, rounded up.
    pub cells_wide: usize,
    /// Rows of cells: picture height / 8, rounded up.
    pub cells_high: usize,
    /// How far each cell departs from the picture's median, 0..1: a half is [`HALF`] robust standard deviations.
    pub values: Vec<f32>,
    /// What was measured of the picture as a whole.
    pub figures: Vec<Figure>,
}

/// Robust standard deviations that give a value of a half.
pub const HALF: f32 = 4.0;

impl LensMap {
    /// A value for each pixel of the stored picture, 0..=255.
    #[must_use]
    pub fn to_mask(&self, width: usize, height: usize) -> Vec<u8> {
        let mut mask = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = y / CELL * self.cells_wide;
            mask.extend((0..width).map(|x| (self.values[row + x / CELL] * 255.0).round() as u8));
        }
        mask
    }
}

/// A measurement of each cell, row-major.
struct Cells {
    wide: usize,
    high: usize,
    values: Vec<f32>,
}

impl Cells {
    fn count(photo: &Photo) -> (usize, usize) {
        ((photo.width as usize).div_ceil(CELL), (photo.height as usize).div_ceil(CELL))
    }

    /// The mean over the cells within `radius` of each, fewer at the edges.
    fn smoothed(&self, radius: usize) -> Self {
        let rows = box_means(&self.values, self.high, self.wide, self.wide, 1, radius);
        let values = box_means(&rows, self.wide, self.high, 1, self.wide, radius);
        Self { values, ..*self }
    }

    /// How far each cell is from the median, in robust standard deviations of at least `floor`, squashed into 0..1.
    fn departures(&self, floor: f32) -> Vec<f32> {
        let middle = median(self.values.clone());
        let spread = median(self.values.iter().map(|v| (v - middle).abs()).collect());
        // 1.4826 makes the median absolute deviation of a normal distribution its standard deviation.
        let sigma = (1.4826 * spread).max(floor);
        let squashed = |v: &f32| {
            let distance = (v - middle).abs() / sigma;
            distance / (distance + HALF)
        };
        self.values.iter().map(squashed).collect()
    }
}

/// Running means along `lines` lines of `length` values; `line` and `step` are the strides between lines and values.
fn box_means(values: &[f32], lines: usize, length: usize, line: usize, step: usize, radius: usize) -> Vec<f32> {
    let mut means = vec![0.0; values.len()];
    let mut sums = vec![0.0f64; length + 1];
    for l in 0..lines {
        for i in 0..length {
            sums[i + 1] = sums[i] + f64::from(values[l * line + i * step]);
        }
        for i in 0..length {
            let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(length));
            means[l * line + i * step] = ((sums[to] - sums[from]) / (to - from) as f64) as f32;
        }
    }
    means
}

/// The middle value; zero of nothing.
fn median(values: Vec<f32>) -> f32 {
    quantile(values, 0.5)
}

/// The value below which a share of the others lies; zero of nothing.
fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f32 * share).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
mod tests;
