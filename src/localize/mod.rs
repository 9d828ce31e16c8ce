//! From a [`Photo`] to [`Findings`]: tiles at native resolution, one blended mask, regions and a verdict.
//!
//! [`plan`], [`Accumulator`] and [`conclude`] stand alone, so that tiles can be shared out to several workers; the result
//! does not depend on the order in which tiles come back. Nothing here is scaled before its traces are read.

mod accumulator;
mod regions;
mod settings;
#[cfg(feature = "cli")]
mod threads;
mod tiles;

use std::fmt;

pub use accumulator::{Accumulator, less_chance, peak, sigmoid};
pub use regions::{Region, find as find_regions, level as mask_level};
pub use settings::{Manifest, ModelEntry, SettingsError, Thresholds};
#[cfg(feature = "cli")]
pub use threads::localize_on_threads;
pub use tiles::{TileSpec, cut, plan};

use crate::frequency::Coefficients;
use crate::input::Photo;
use crate::tile::{Domain, Tile, TileOutput, TileSize};

/// How strongly the picture speaks for a manipulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Nothing found. This proves nothing.
    None,
    /// Below the threshold of a finding, above that of silence.
    Weak,
    /// More likely than not.
    Moderate,
    /// Few authentic pictures score as high.
    Strong,
    /// Hardly any authentic picture scores as high.
    VeryStrong,
}

impl Band {
    /// Every band, rising.
    pub const ALL: [Self; 5] = [Self::None, Self::Weak, Self::Moderate, Self::Strong, Self::VeryStrong];

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["none", "weak", "moderate", "strong", "very_strong"][self as usize]
    }
}

/// What the network takes the picture for.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    /// The most probable domain.
    pub kind: Domain,
    /// Its probability, over the tiles in the mean.
    pub probability: f32,
}

impl Shown {
    /// Probability from which it is worth saying.
    const CLEAR: f32 = 0.6;

    /// Whether the network is sure enough to be quoted.
    #[must_use]
    pub fn clear(&self) -> bool {
        self.probability >= Self::CLEAR
    }
}

/// What the gate chose for a part of the picture.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Choice {
    /// x, y, width, height in pixels: what this tile speaks for. All of them cover the picture and do not overlap.
    pub bbox: [u32; 4],
    /// The frequency feature with the visual one (true), or the visual one alone.
    pub frequency: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Pixels in a row, stored orientation.
    pub width: u32,
    /// Rows, stored orientation.
    pub height: u32,
    /// Probability of manipulation of each pixel, 0..=255, stored orientation.
    pub mask: Vec<u8>,
    /// Logits of the mask at a quarter of the resolution (sides divided by 4, rounded up), before any rounding and before
    /// anything is taken back (see [`Thresholds::taken_back`]).
    pub logits: Vec<f32>,
    /// Probability that the mask is right at each pixel, 0..=255, stored orientation.
    pub reliability: Vec<u8>,
    /// Regions above the mask threshold, strongest first, stored orientation.
    pub regions: Vec<Region>,
    /// Probability that anything is manipulated.
    pub score: f32,
    /// The score in words.
    pub band: Band,
    /// The score is near a threshold, or the picture is outside what was trained.
    pub unsure: bool,
    /// What the picture shows; nothing where the weights never learned to tell.
    pub domain: Option<Shown>,
    /// Tiles in all.
    pub tiles: usize,
    /// Tiles for which the gate chose the frequency feature.
    pub frequency_tiles: usize,
    /// What the gate chose, tile by tile, stored orientation.
    pub choices: Vec<Choice>,
    /// The two coarse masks that it chose between, see [`Accumulator::coarse`], stored orientation.
    pub coarse: [Vec<u8>; 2],
}

impl Findings {
    /// [`Self::reliability`] in the mean, 0..=1.
    #[must_use]
    pub fn mean_reliability(&self) -> f32 {
        let sum: u64 = self.reliability.iter().map(|&value| u64::from(value)).sum();
        (sum as f64 / self.reliability.len().max(1) as f64 / 255.0) as f32
    }
}

/// What happens next, as the caller of [`localize`] decides after each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop here.
    Cancel,
}

/// How far it is.
pub struct Progress<'a> {
    /// Tiles done.
    pub done: usize,
    /// Tiles in all.
    pub tiles: usize,
    /// What is known so far.
    pub so_far: &'a Accumulator,
}

/// Why there are no findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalizeError {
    /// The caller stopped it.
    Cancelled,
    /// The network failed on a tile.
    Network(String),
}

impl LocalizeError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            LocalizeError::Cancelled => "cancelled",
            LocalizeError::Network(_) => "network",
        }
    }
}

impl fmt::Display for LocalizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LocalizeError::Cancelled => write!(f, "the check was cancelled"),
            LocalizeError::Network(why) => write!(f, "the network failed ({why}); try again, or on the CPU"),
        }
    }
}

impl std::error::Error for LocalizeError {}

/// Something that looks at one tile.
pub trait TileNetwork {
    /// What it says of the tile.
    fn look(&self, tile: Tile<'_>) -> impl Future<Output = Result<TileOutput, LocalizeError>>;
}

/// The network with a gate mode.
#[cfg(feature = "network")]
pub struct Gated<'a> {
    /// The network.
    pub network: &'a crate::model::OmniIml,
    /// Who chooses between vision and frequency.
    pub mode: crate::tile::GateMode,
}

#[cfg(feature = "network")]
impl TileNetwork for Gated<'_> {
    async fn look(&self, tile: Tile<'_>) -> Result<TileOutput, LocalizeError> {
        let outputs = self.network.forward(&[tile], self.mode).await.map_err(|e| LocalizeError::Network(e.to_string()))?;
        outputs.into_iter().next().ok_or_else(|| LocalizeError::Network("it gave no output".to_owned()))
    }
}

/// A picture's tiles, the most conspicuous first, and what they will be blended in.
#[must_use]
pub fn prepare(photo: &Photo, entry: &ModelEntry) -> (TileSize, Vec<TileSpec>, Accumulator) {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let size = TileSize::fitting(width, height, entry.tile);
    (size, plan(photo, size, entry.overlap), Accumulator::new(width, height, size, entry.overlap))
}

/// Looks at every tile, the most conspicuous first, and concludes.
///
/// # Errors
/// Cancelled by `progress`, or a failing network.
pub async fn localize(
    photo: &Photo,
    coefficients: &Coefficients,
    network: &impl TileNetwork,
    entry: &ModelEntry,
    progress: &mut impl FnMut(Progress<'_>) -> Flow,
) -> Result<Findings, LocalizeError> {
    let (size, specs, mut accumulator) = prepare(photo, entry);
    let tiles = specs.len();
    for (done, spec) in specs.iter().enumerate() {
        if progress(Progress { done, tiles, so_far: &accumulator }) == Flow::Cancel {
            return Err(LocalizeError::Cancelled);
        }
        let (rgb, blocks) = cut(photo, coefficients, *spec, size);
        let tile = Tile { size, rgb: &rgb, coefficients: &blocks, table: &coefficients.table };
        accumulator.add(*spec, &network.look(tile).await?);
    }
    if progress(Progress { done: tiles, tiles, so_far: &accumulator }) == Flow::Cancel {
        return Err(LocalizeError::Cancelled);
    }
    Ok(conclude(photo, &accumulator, &entry.thresholds))
}

/// Mask, regions and verdict from what the tiles said.
#[must_use]
pub fn conclude(photo: &Photo, seen: &Accumulator, thresholds: &Thresholds) -> Findings {
    let (.., logits) = seen.quarter();
    let mask = seen.full_size(&logits, thresholds.taken_back(peak(&logits)));
    let reliability = seen.reliability();
    let regions = find_regions(&mask, &reliability, photo.width as usize, thresholds.mask, thresholds.min_region_area);
    let score = seen.score(thresholds.tail);
    let poor = photo.jpeg.as_ref().and_then(|j| j.quality).is_some_and(|q| q < thresholds.least_quality);
    let near = (score - thresholds.moderate).abs() < thresholds.unsure_margin;
    let tiny = photo.width.min(photo.height) < thresholds.least_side;
    Findings {
        width: photo.width,
        height: photo.height,
        mask,
        logits,
        reliability,
        regions,
        score,
        band: thresholds.band(score),
        unsure: near || poor || tiny,
        domain: thresholds.tells_domain.then(|| seen.domain()),
        tiles: seen.tiles(),
        frequency_tiles: seen.frequency_tiles(),
        choices: seen.choices(),
        coarse: seen.coarse(),
    }
}

#[cfg(test)]
mod tests;
