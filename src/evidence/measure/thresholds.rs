//! From which significance on an item supports manipulation.
//!
//! Chosen on 716 samples of the training split, places of 448² pictures (`cargo test --release --lib -- --ignored --nocapture
//! rates_on` prints the table): a little above the least at which one in twenty places of untouched pictures is supported.

use super::Weight;

pub const GRID: f32 = 2.5;
pub const QUALITY: f32 = 3.0;
pub const NOISE: f32 = 2.75;
pub const SHARPNESS: f32 = 2.25;
pub const CONTRAST: f32 = 4.0;
pub const EDGE: f32 = 2.75;
pub const DUPLICATE: f32 = 6.0;
/// Least correlation of a duplicate, whatever its significance.
pub const SIMILARITY: f32 = 0.75;
/// By how much the correlation must be above that at any other offset.
pub const UNIQUE: f32 = 0.15;
/// Higher than the others: at one in twenty, more untouched places than forged ones were supported.
pub const RESAMPLING: f32 = 4.0;

/// The weight of a significance.
pub fn supports(significance: f32, threshold: f32) -> Weight {
    if significance >= threshold { Weight::Supports } else { Weight::Neutral }
}
