//! What a model is shown in each row, and what our own words need in its place.

use std::path::Path;

use crate::annotate::Case;
use crate::evidence;
use crate::explain::endpoint::{Question, answer_tokens};
use crate::explain::instructions::{Seen, study};
use crate::explain::local::structured;
use crate::explain::prompt::{Exhibit, MAX_REGIONS, Mode, Place, PromptError, build, exhibit, places};
use crate::explain::schema::{self, Explanation};
use crate::input::Photo;
use crate::localize::{Band, Findings, ModelEntry, Region, Thresholds, find_regions};
use crate::report::{Report, Timing};

/// Least probability of a predicted mask's region: what the shipped weights are moved to.
const THRESHOLD: f32 = 0.5;
/// Pixels below which a predicted region is none, as in the list of models.
const LEAST_AREA: usize = 512;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The picture alone.
    NoPrompt,
    /// The true mask and the picture.
    Mask,
    /// The overlay of a predicted mask.
    OverlayPredicted,
    /// The overlay of the true mask.
    OverlayTrue,
}

/// A row's question about a picture.
pub struct Shown {
    /// It.
    pub question: Question,
    /// The regions that may be named.
    pub places: Vec<Place>,
    /// The picture's sides, pixels.
    pub sides: [u32; 2],
}

/// What a network found.
pub struct Predicted {
    /// 0..=255, stored orientation.
    pub mask: Vec<u8>,
    /// Strongest first.
    pub regions: Vec<Region>,
}

impl Row {
    /// Every row, from the least that is shown to the most.
    pub const ALL: [Self; 4] = [Self::NoPrompt, Self::Mask, Self::OverlayPredicted, Self::OverlayTrue];

    /// The name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["no prompt", "binary mask", "overlay, predicted", "overlay, true"][self as usize]
    }

    /// The name in paths.
    #[must_use]
    pub fn file(self) -> &'static str {
        ["none", "mask", "predicted", "true"][self as usize]
    }

    /// The mask in the table, of our own words.
    #[must_use]
    pub fn mask(self) -> &'static str {
        if self == Self::OverlayPredicted { "predicted mask" } else { "true mask" }
    }

    /// The question; nothing where the prompt has nothing to show.
    ///
    /// # Errors
    /// In words.
    pub fn show(self, case: &Case, predicted: Option<&Predicted>, mode: Mode) -> Result<Option<Shown>, String> {
        let told = |e: PromptError| format!("{e} ({})", case.stem);
        let (mask, regions) = match (self, predicted) {
            (Self::OverlayPredicted, Some(Predicted { mask, regions })) => (mask, regions),
            _ => (&case.mask, &case.regions),
        };
        let (seen, picture, places) = match self {
            Self::NoPrompt => (Seen::Original, exhibit(&case.photo, mask, regions, Exhibit::Original), Vec::new()),
            Self::Mask => {
                let picture = exhibit(&case.photo, mask, regions, Exhibit::MaskAndOriginal);
                (Seen::MaskAndOriginal, picture, places(&case.photo, regions))
            }
            Self::OverlayPredicted | Self::OverlayTrue => match build(&case.photo, mask, 128, regions, mode, &[]) {
                Err(PromptError::NoRegions(_)) => return Ok(None),
                Err(e) => return Err(told(e)),
                Ok(prompt) => (Seen::Prompt(mode), Ok((prompt.jpeg, [prompt.width, prompt.height])), prompt.places),
            },
        };
        let (jpeg, sides) = picture.map_err(told)?;
        let schema = Some(schema::reply(&places));
        // Where nothing is marked, as much may be said as of any picture.
        let tokens = answer_tokens(if places.is_empty() { MAX_REGIONS } else { places.len() });
        let question = Question { words: study(seen, &places), jpeg: Some(jpeg), schema, tokens };
        Ok(Some(Shown { question, places, sides }))
    }
}

impl Predicted {
    /// Reads a picture's mask: `NAME.mask.png` as `omni-iml check --mask` calls it, in displayed orientation.
    ///
    /// # Errors
    /// No such file, or one of another size; in words.
    pub fn read(folder: &Path, picture: &Path, photo: &Photo) -> Result<Self, String> {
        let name = picture.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.join(format!("{name}.mask.png"));
        let told = |why: &str| format!("the predicted mask cannot be used ({why}): {}", path.display());
        let grey = image::open(&path).map_err(|e| told(&e.to_string()))?.into_luma8();
        let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
        if grey.dimensions() != (width, height) {
            return Err(told("it has another size than the picture"));
        }
        let mut mask = vec![0; grey.as_raw().len()];
        for (x, y, value) in grey.enumerate_pixels() {
            let at = (x as usize, y as usize);
            let (sx, sy) = photo.orientation.stored(at.0, at.1, photo.width as usize, photo.height as usize);
            mask[sy * photo.width as usize + sx] = value.0[0];
        }
        let regions = find_regions(&mask, &mask, photo.width as usize, THRESHOLD, LEAST_AREA);
        Ok(Self { mask, regions })
    }
}

/// What our own words say of these regions, from what is measured in the file and the pixels. No network looks: its
/// figures are left at nothing, and no sentence about a region's traces stands on them.
pub fn local(case: &Case, mask: &[u8], regions: &[Region]) -> Explanation {
    let thresholds = Thresholds {
        mask: THRESHOLD,
        sharp_from: None,
        weak: 1.0,
        moderate: 1.0,
        strong: 1.0,
        very_strong: 1.0,
        unsure_margin: 0.0,
        min_region_area: LEAST_AREA,
        least_side: 0,
        least_quality: 0,
        tail: 0.0,
        tells_domain: false,
    };
    let (name, file, sha256) = Default::default();
    let entry = ModelEntry { name, file, sha256, bytes: 0, tile: 0, overlap: 0, thresholds };
    let findings = Findings {
        width: case.photo.width,
        height: case.photo.height,
        mask: mask.to_vec(),
        logits: Vec::new(),
        reliability: Vec::new(),
        regions: regions.to_vec(),
        score: 0.0,
        band: Band::None,
        unsure: false,
        domain: None,
        tiles: 0,
        frequency_tiles: 0,
        choices: Vec::new(),
        coarse: Default::default(),
    };
    let mut report = Report::new(&case.stem, &case.photo, &findings, &entry, "none", Timing::default());
    report.evidence = Some(evidence::gather(&case.bytes, &case.photo, &findings, THRESHOLD));
    structured(&report)
}
