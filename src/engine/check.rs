//! One picture, from its bytes to what the page shows.

use std::cell::Cell;

use super::display::display;
use super::fetch::FetchError;
use super::lanes::Lanes;
use super::protocol::{DISPLAY_SIDE, Facts, Phase, Processor, Remark, Reply};
use super::scope;
use super::study::{Checking, Study};
use super::worker::{Job, breathe, say};
use crate::frequency;
use crate::input::{self, InputError, Limits, Photo};
use crate::language::Language;
use crate::localize::{Accumulator, Flow, Gated, LocalizeError, ModelEntry, Progress, TileNetwork, localize, mask_level};
use crate::model::{ModelError, OmniIml};
use crate::report::{Made, Report, Timing};
use crate::tile::{GateMode, Tile, TileOutput};

/// Least time between two looks at the unfinished mask, milliseconds.
const PREVIEW: f64 = 250.0;

/// The network, ready to look at pictures.
pub(super) struct Loaded {
    /// On its device.
    pub looking: Looking,
    /// GPU or CPU.
    pub processor: Processor,
    /// What the manifest says of it.
    pub entry: ModelEntry,
    /// Address of the engine's script.
    pub module: String,
}

/// Where tiles are looked at.
pub(super) enum Looking {
    /// In this worker.
    Here(Box<OmniIml>),
    /// In several others.
    Shared(Lanes),
}

impl Looking {
    /// Workers that look at tiles.
    pub fn workers(&self) -> u32 {
        match self {
            Self::Here(_) => 1,
            Self::Shared(lanes) => lanes.len() as u32,
        }
    }
}

/// Why something did not work out, as the page hears it.
pub(super) struct Failure {
    /// Kebab-case.
    pub kind: String,
    /// English.
    pub message: String,
}

impl Failure {
    pub fn new(kind: &str, message: impl ToString) -> Self {
        Self { kind: kind.to_owned(), message: message.to_string() }
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Self::new(error.kind(), error)
    }
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::new("weights", error)
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Network(why) => Self::new("network", why),
            FetchError::Published(why) => Self::new("weights", why),
        }
    }
}

/// The network, pausing after each tile so that the worker hears a cancel.
struct Pausing<'a>(Gated<'a>);

impl TileNetwork for Pausing<'_> {
    async fn look(&self, tile: Tile<'_>) -> Result<TileOutput, LocalizeError> {
        let output = self.0.look(tile).await;
        breathe().await;
        output
    }
}

/// Checks a picture and says everything about it, but for a failure. None: it was given up, as asked.
///
/// # Errors
/// See [`Failure`].
pub(super) async fn check(loaded: &Loaded, job: Job) -> Result<Option<Study>, Failure> {
    let Job { id, name, bytes, logits, cancelled } = job;
    let at = |phase| say(&Reply::Progress { job: Some(id), phase }, None);
    let begun = now();
    at(Phase::Decoding);
    let photo = input::read(&bytes, name.as_deref(), &Limits::PAGE)?;
    let decoded = now();
    show(id, &photo);
    breathe().await;
    if cancelled.get() {
        return Ok(None);
    }
    let shown = now();
    at(Phase::Coefficients);
    let coefficients = frequency::coefficients(&photo);
    let transformed = now();
    let mut watch = Watch { job: id, photo: &photo, begun: transformed, previewed: transformed, cancelled: &cancelled };
    breathe().await;
    let mut progress = |progress: Progress<'_>| watch.see(&progress);
    let findings = match &loaded.looking {
        Looking::Here(network) => {
            let network = Pausing(Gated { network, mode: GateMode::Auto });
            localize(&photo, &coefficients, &network, &loaded.entry, &mut progress).await
        }
        Looking::Shared(lanes) => lanes.localize(&photo, &coefficients, &loaded.entry, &mut progress).await,
    };
    let findings = match findings {
        Ok(findings) => findings,
        Err(LocalizeError::Cancelled) => return Ok(None),
        // The page starts the engine anew.
        Err(error) => return Err(Failure::new("device-lost", error)),
    };
    let ended = now();
    let timing =
        Timing { decode: decoded - begun, frequency: transformed - shown, localize: ended - transformed, total: ended - begun };
    let device = loaded.processor.name();
    let mut report = Report::new(name.as_deref().unwrap_or_default(), &photo, &findings, &loaded.entry, device, timing);
    report.made = Some(Made::here(utc(), loaded.entry.thresholds));
    let written = serde_json::to_string(&report).map_err(|error| Failure::new("other", error))?;
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    let threshold = loaded.entry.thresholds.mask;
    let maps = [&findings.mask, &findings.reliability];
    let maps = maps.map(|map| turned(&photo, photo.width as usize, photo.height as usize, map.clone()));
    let floats = || findings.logits.iter().flat_map(|logit| logit.to_le_bytes()).collect();
    let done = Reply::Done { job: id, width, height, threshold: mask_level(threshold), report: written };
    say(&done, maps.into_iter().chain(logits.then(floats)));
    let (language, stated) = (Language::default(), Default::default());
    Ok(Some(Study {
        job: id,
        bytes,
        photo,
        findings,
        threshold,
        report,
        stated,
        prompt: None,
        language,
        credentials: Checking::default(),
    }))
}

/// Hands over the picture and what its file is.
fn show(job: u32, photo: &Photo) {
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    let facts = Facts {
        width,
        height,
        format: photo.format.name().to_owned(),
        jpeg_quality: photo.jpeg.as_ref().and_then(|jpeg| jpeg.quality),
        own_coefficients: photo.jpeg.as_ref().is_some_and(|jpeg| jpeg.luminance().is_some()),
        remarks: photo.notes.iter().map(|note| Remark { kind: note.kind().to_owned(), message: note.to_string() }).collect(),
    };
    let shown = display(photo, DISPLAY_SIDE);
    say(&Reply::Picture { job, width: shown.width, height: shown.height, facts }, Some(shown.rgba));
}

/// Values of the picture or of a part of its size, in displayed orientation.
fn turned(photo: &Photo, width: usize, height: usize, values: Vec<u8>) -> Vec<u8> {
    if photo.orientation.value() == 1 { values } else { photo.orientation.apply(width, height, 1, &values) }
}

/// Tells the page how far it is.
struct Watch<'a> {
    job: u32,
    photo: &'a Photo,
    begun: f64,
    previewed: f64,
    cancelled: &'a Cell<bool>,
}

impl Watch<'_> {
    fn see(&mut self, progress: &Progress<'_>) -> Flow {
        if self.cancelled.get() {
            return Flow::Cancel;
        }
        let (done, count) = (progress.done as u32, progress.tiles as u32);
        let phase = if done == count {
            Phase::Blending
        } else {
            let each = (now() - self.begun) / f64::from(done.max(1));
            Phase::Tiles { done, count, estimate_ms: (done > 0).then(|| (each * f64::from(count - done)) as u32) }
        };
        say(&Reply::Progress { job: Some(self.job), phase }, None);
        if done > 0 && done < count && now() - self.previewed > PREVIEW {
            self.preview(progress.so_far);
            self.previewed = now();
        }
        Flow::Continue
    }

    fn preview(&self, so_far: &Accumulator) {
        let (wide, high, values) = so_far.preview();
        let (width, height) = self.photo.orientation.displayed_size(wide as u32, high as u32);
        let values = turned(self.photo, wide, high, values);
        say(&Reply::Partial { job: self.job, width, height }, Some(values));
    }
}

/// The time of day: UTC, as RFC 3339 writes it, to the second.
pub(super) fn utc() -> String {
    let whole: String = js_sys::Date::new_0().to_iso_string().into();
    // Before the fraction: the years that have more than four digits are not yet there.
    format!("{}Z", whole.split('.').next().unwrap_or_default())
}

/// Milliseconds on a clock that only goes forward.
fn now() -> f64 {
    scope().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}
