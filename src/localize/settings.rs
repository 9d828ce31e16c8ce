//! `models/manifest.json`: which models there are, and the thresholds chosen for each on validation pictures.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Band;

/// Largest manifest that is read, bytes.
pub const MAX_MANIFEST_BYTES: usize = 1 << 20;
/// Most that is taken off a mask's logits: a pixel of probability .95 is marked in any case.
const MAX_TAKEN_BACK: f32 = 3.0;
/// Largest tail that makes sense.
const MAX_TAIL: f32 = 10.0;

/// The list of models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Every model, the default first.
    pub models: Vec<ModelEntry>,
}

/// One model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelEntry {
    /// What people call it.
    pub name: String,
    /// File beside the manifest.
    pub file: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Side of a tile in pixels.
    pub tile: usize,
    /// Pixels that neighbouring tiles share.
    pub overlap: usize,
    /// What the figures mean.
    pub thresholds: Thresholds,
}

/// Thresholds, chosen on validation pictures alone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Probability from which a pixel belongs to a region.
    pub mask: f32,
    /// Logit of the mask's strongest place from which on the whole mask is taken back, by [`Thresholds::taken_back`]; none: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharp_from: Option<f32>,
    /// Score from which the band is `weak`.
    pub weak: f32,
    /// Score from which the band is `moderate`.
    pub moderate: f32,
    /// Score from which the band is `strong`.
    pub strong: f32,
    /// Score from which the band is `very_strong`.
    pub very_strong: f32,
    /// Scale of the logits of authentic pictures' scores beyond their bulk: what a picture's score loses for each time
    /// that it holds e times as many tiles. 0 takes nothing off.
    #[serde(default)]
    pub tail: f32,
    /// Distance from `moderate` within which the verdict is unsure.
    pub unsure_margin: f32,
    /// Smallest region, pixels.
    pub min_region_area: usize,
    /// Shortest side, pixels, below which a picture is outside what was trained, and the verdict unsure.
    pub least_side: u32,
    /// JPEG quality below which a picture is outside what was trained, and the verdict unsure.
    pub least_quality: u8,
    /// Whether the weights learned to tell domains apart; what they say of them is chance where not.
    #[serde(default)]
    pub tells_domain: bool,
}

#[cfg(test)]
impl ModelEntry {
    /// An ordinary one.
    pub(crate) fn of_tests(tile: usize, overlap: usize) -> Self {
        let [name, file, sha256] = ["fake", "fake.bpk", "m"].map(str::to_owned);
        Self { name, file, sha256, bytes: 0, tile, overlap, thresholds: Thresholds::OF_TESTS }
    }
}

impl Thresholds {
    /// Ordinary ones.
    #[cfg(test)]
    pub(crate) const OF_TESTS: Self = Self {
        mask: 0.5,
        sharp_from: None,
        weak: 0.3,
        moderate: 0.5,
        strong: 0.8,
        very_strong: 0.95,
        tail: 0.0,
        unsure_margin: 0.05,
        min_region_area: 16,
        least_side: 96,
        least_quality: 50,
        tells_domain: true,
    };

    /// What is taken off a mask's logits whose highest is `peak`. Where the network is sure of a place it draws it too large, and
    /// the surer the larger: half of what the peak has beyond `sharp_from` comes off, at most [`MAX_TAKEN_BACK`].
    #[must_use]
    pub fn taken_back(&self, peak: f32) -> f32 {
        self.sharp_from.map_or(0.0, |from| ((peak - from) / 2.0).clamp(0.0, MAX_TAKEN_BACK))
    }

    /// The band of a score.
    #[must_use]
    pub fn band(&self, score: f32) -> Band {
        match score {
            s if s >= self.very_strong => Band::VeryStrong,
            s if s >= self.strong => Band::Strong,
            s if s >= self.moderate => Band::Moderate,
            s if s >= self.weak => Band::Weak,
            _ => Band::None,
        }
    }
}

/// Why a manifest cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// Over the limit: bytes found.
    TooLarge(usize),
    /// Not the JSON that is expected.
    Unreadable(String),
    /// A value that makes no sense.
    Invalid(&'static str),
    /// No model of that name.
    NoModel(String),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsError::TooLarge(bytes) => {
                write!(f, "the list of models has {bytes} bytes, over the limit of {MAX_MANIFEST_BYTES}")
            }
            SettingsError::Unreadable(why) => write!(f, "the list of models cannot be read ({why}); fetch it again"),
            SettingsError::Invalid(what) => write!(f, "the list of models is wrong: {what}"),
            SettingsError::NoModel(name) => write!(f, "the list of models has none of this name: {name}"),
        }
    }
}

impl std::error::Error for SettingsError {}

impl Manifest {
    /// Parses and checks a manifest.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, SettingsError> {
        if bytes.len() > MAX_MANIFEST_BYTES {
            return Err(SettingsError::TooLarge(bytes.len()));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| SettingsError::Unreadable(e.to_string()))?;
        for model in &manifest.models {
            let safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            if model.file.is_empty() || model.file.starts_with('.') || !model.file.chars().all(safe) {
                return Err(SettingsError::Invalid("a file name with more than letters, digits, - _ ."));
            }
            if !(64..=1024).contains(&model.tile)
                || model.tile % 32 != 0
                || model.overlap * 2 > model.tile
                || model.overlap % 32 != 0
            {
                return Err(SettingsError::Invalid(
                    "tile and overlap must be multiples of 32, the tile 64 to 1024 and twice the overlap",
                ));
            }
            let t = &model.thresholds;
            let rising = [0.0, t.weak, t.moderate, t.strong, t.very_strong, 1.0].is_sorted();
            if !rising || !(0.0..=1.0).contains(&t.mask) || !t.unsure_margin.is_finite() {
                return Err(SettingsError::Invalid("thresholds must rise within 0..1"));
            }
            if t.sharp_from.is_some_and(|from| !from.is_finite()) {
                return Err(SettingsError::Invalid("`sharp_from` must be a number"));
            }
            if !(0.0..=MAX_TAIL).contains(&t.tail) {
                return Err(SettingsError::Invalid("the tail must lie within 0..10"));
            }
        }
        Ok(manifest)
    }

    /// The model of a name.
    ///
    /// # Errors
    /// [`SettingsError::NoModel`].
    pub fn model(&self, name: &str) -> Result<&ModelEntry, SettingsError> {
        self.models.iter().find(|m| m.name == name).ok_or_else(|| SettingsError::NoModel(name.to_owned()))
    }
}
