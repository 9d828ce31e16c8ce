//! What a check says, as JSON: the same from the command line and the page.

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::explain::endpoint::{Sent, Words};
use crate::input::Photo;
use crate::localize::{Band, Choice, Findings, ModelEntry, Region, Shown, Thresholds};

/// The version of this JSON.
pub const SCHEMA: &str = "omni-iml/check/1";

/// One picture's result; boxes and sizes in displayed orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The file's name as given.
    pub file: String,
    /// What was checked.
    pub image: Image,
    /// What checked it.
    pub model: Model,
    /// What it ran on.
    pub device: String,
    /// When, and by which program; reports of before this was kept say nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// The result.
    pub verdict: Verdict,
    /// What the picture is taken for; nothing where the weights never learned to tell.
    pub domain: Option<Shown>,
    /// Probability that the mask is right, over the picture in the mean.
    pub reliability: f32,
    /// What the network relied on.
    pub gate: Gate,
    /// Where.
    pub regions: Vec<Region>,
    /// How long it took.
    pub timing_ms: Timing,
    /// What was measured beside the network, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// A model's words, where it was asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explained>,
    /// What left the device while this picture was looked at, whatever came of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<Left>,
}

/// What a model said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The model's name at its server; empty where that chooses.
    pub model: String,
    /// Its words: hostile text, cleaned and bounded.
    pub words: Words,
    /// They end at a limit of length, not where the model wanted to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// Something that left the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// When: UTC, as RFC 3339 writes it, to the second.
    pub at: String,
    /// What, and to whom.
    #[serde(flatten)]
    pub sent: Sent,
}

/// How a report came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// When the check ended: UTC, as RFC 3339 writes it, to the second.
    pub at: String,
    /// The program's version and build.
    pub program: String,
    /// The thresholds that were in force.
    pub thresholds: Thresholds,
}

/// The picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Of the file, hexadecimal.
    pub sha256: String,
    /// As displayed.
    pub width: u32,
    /// As displayed.
    pub height: u32,
    /// `JPEG`, `PNG` and so on.
    pub format: String,
    /// Estimated from the luminance table; none for other formats.
    pub jpeg_quality: Option<u8>,
}

/// The model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Its name in the manifest.
    pub name: String,
    /// Of its file.
    pub sha256: String,
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Probability that anything is manipulated.
    pub score: f32,
    /// In words.
    pub band: Band,
    /// Near a threshold or outside what was trained.
    pub unsure: bool,
}

/// The modal gate's choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Tiles in all.
    pub tiles: usize,
    /// Tiles that relied on JPEG frequencies.
    pub frequency: usize,
    /// Tile by tile.
    pub choices: Vec<Choice>,
}

/// Milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// File to pixels.
    pub decode: f64,
    /// Coefficients.
    pub frequency: f64,
    /// The network and what follows.
    pub localize: f64,
    /// All of it.
    pub total: f64,
}

impl Report {
    /// The thresholds that were in force, where the report says so.
    #[must_use]
    pub fn thresholds(&self) -> Option<Thresholds> {
        self.made.as_ref().map(|made| made.thresholds)
    }
}

impl Made {
    /// By this program, at this time.
    #[must_use]
    pub fn here(at: String, thresholds: Thresholds) -> Self {
        Self { at, program: crate::BUILD.to_owned(), thresholds }
    }
}

impl Report {
    /// Puts together what is known of one picture.
    #[must_use]
    pub fn new(file: &str, photo: &Photo, findings: &Findings, entry: &ModelEntry, device: &str, timing_ms: Timing) -> Self {
        let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
        let turned = |bbox| photo.orientation.apply_box(bbox, photo.width, photo.height);
        Self {
            schema: SCHEMA.to_owned(),
            file: file.to_owned(),
            image: Image {
                sha256: photo.sha256.clone(),
                width,
                height,
                format: photo.format.name().to_owned(),
                jpeg_quality: photo.jpeg.as_ref().and_then(|j| j.quality),
            },
            model: Model { name: entry.name.clone(), sha256: entry.sha256.clone() },
            device: device.to_owned(),
            made: None,
            verdict: Verdict { score: findings.score, band: findings.band, unsure: findings.unsure },
            domain: findings.domain,
            reliability: findings.mean_reliability(),
            gate: Gate {
                tiles: findings.tiles,
                frequency: findings.frequency_tiles,
                choices: findings.choices.iter().map(|choice| Choice { bbox: turned(choice.bbox), ..choice.clone() }).collect(),
            },
            regions: findings.regions.iter().map(|region| Region { bbox: turned(region.bbox), ..region.clone() }).collect(),
            timing_ms,
            evidence: None,
            explanation: None,
            sent: Vec::new(),
        }
    }
}
