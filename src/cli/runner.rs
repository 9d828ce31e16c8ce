use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::tensor::Device;
use clap::ValueEnum;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::eval_set::decode;
use crate::evidence::credentials::{self, TrustList};
use crate::evidence::{self, Evidence, Seen};
use crate::frequency::{Coefficients, coefficients};
use crate::input::{Photo, sha256};
use crate::localize::{Findings, Gated, LocalizeError, Manifest, ModelEntry, localize_on_threads};
use crate::model::{FORMAT, OmniIml, Weights};
use crate::report::{Made, Report, Timing};
use crate::tile::GateMode;

/// What to compute on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DeviceChoice {
    /// The best there is: in this build, the CPU.
    #[default]
    Auto,
    /// A graphics processor.
    Gpu,
    /// The CPU, all cores.
    Cpu,
}

/// The network, ready to look at pictures.
pub struct Runner {
    network: OmniIml,
    /// The model's thresholds and name.
    pub entry: ModelEntry,
    mode: GateMode,
}

/// A picture and what was found in it.
pub struct Checked {
    /// The picture.
    pub photo: Photo,
    /// Its file.
    pub bytes: Vec<u8>,
    /// The result.
    pub findings: Findings,
    /// How long it took.
    pub timing: Timing,
    /// When it ended.
    pub at: OffsetDateTime,
}

impl Runner {
    /// The word for the device in reports.
    const DEVICE: &'static str = "cpu";

    /// Loads a model by name or by the path of its file, whose manifest lies beside it.
    pub fn open(model: &str, device: DeviceChoice, mode: GateMode) -> Result<Self, String> {
        if device == DeviceChoice::Gpu {
            return Err(
                "this build computes on the CPU alone; leave --device out, or check in the page, which uses WebGPU".to_owned()
            );
        }
        let Model { file, entry, weights } = Model::read(model)?;
        let network = OmniIml::load(&weights, &Device::flex()).map_err(|e| format!("{e}: {}", file.display()))?;
        Ok(Self { network, entry, mode })
    }

    /// Checks a file that was read, on so many threads; `progress` is told tiles done and in all.
    pub fn check(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        threads: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Checked, String> {
        let told = |why: &dyn std::fmt::Display| format!("{why}: {}", path.display());
        let start = Instant::now();
        let photo = decode(path, &bytes).map_err(|e| told(&e))?;
        let decoded = start.elapsed();
        let coefficients = coefficients(&photo);
        let transformed = start.elapsed();
        let findings = self.localize(&photo, &coefficients, threads, progress).map_err(|e| told(&e))?;
        let total = start.elapsed();
        let ms = |d: std::time::Duration| (d.as_secs_f64() * 1e4).round() / 10.0;
        let timing = Timing {
            decode: ms(decoded),
            frequency: ms(transformed - decoded),
            localize: ms(total - transformed),
            total: ms(total),
        };
        Ok(Checked { photo, bytes, findings, timing, at: OffsetDateTime::now_utc() })
    }

    /// What was found in a file of this name.
    pub fn report(&self, file: &str, checked: &Checked) -> Report {
        let mut report = Report::new(file, &checked.photo, &checked.findings, &self.entry, Self::DEVICE, checked.timing);
        // To the second, which any such time can be written to.
        let at = checked.at.replace_nanosecond(0).unwrap_or(checked.at).format(&Rfc3339).unwrap_or_default();
        report.made = Some(Made::here(at, self.entry.thresholds));
        report
    }

    /// What the file states and what is measured in the marked places, and what all `lenses` see if they are wanted; private
    /// entries included.
    pub fn evidence(&self, checked: &Checked, trust: Option<&TrustList>, lenses: bool) -> Evidence {
        let Checked { photo, bytes, findings, .. } = checked;
        let mut evidence = evidence::gather(bytes, photo, findings, self.entry.thresholds.mask);
        evidence.credentials = credentials::check(bytes, photo.format, trust);
        if lenses {
            evidence.lenses = Seen::by_all(photo);
        }
        evidence
    }

    /// Checks a picture that was read, on so many threads.
    pub fn find(&self, photo: &Photo, threads: usize, progress: &mut dyn FnMut(usize, usize)) -> Result<Findings, String> {
        self.localize(photo, &coefficients(photo), threads, progress).map_err(|e| e.to_string())
    }

    fn localize(
        &self,
        photo: &Photo,
        coefficients: &Coefficients,
        threads: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Findings, LocalizeError> {
        let network = Gated { network: &self.network, mode: self.mode };
        localize_on_threads(photo, coefficients, &network, &self.entry, threads, progress)
    }
}

/// How many threads the processor runs at once.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A model's file, read.
pub struct Model {
    /// Where it lies.
    pub file: PathBuf,
    /// Its entry in the list of models, or a borrowed one.
    pub entry: ModelEntry,
    /// What is in it.
    pub weights: Weights,
}

impl Model {
    /// Reads a model by name or by the path of its file, whose manifest lies beside it.
    pub fn read(model: &str) -> Result<Self, String> {
        let path = Path::new(model);
        let (folder, name) = if path.extension().is_some() {
            (path.parent().unwrap_or(Path::new(".")).to_owned(), None)
        } else {
            (models_folder()?, Some(model))
        };
        let listed = folder.join("manifest.json");
        let bytes = fs::read(&listed).map_err(|e| format!("the list of models cannot be read ({e}): {}", listed.display()))?;
        let manifest = Manifest::parse(&bytes).map_err(|e| format!("{e}: {}", listed.display()))?;
        let entry = match name {
            Some(name) => manifest.model(name).map_err(|e| e.to_string())?.clone(),
            None => {
                let file = path.file_name().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
                let found = manifest.models.iter().find(|m| m.file == file).or(manifest.models.first());
                found.cloned().ok_or_else(|| format!("the list of models is empty: {}", listed.display()))?
            }
        };
        let file = if name.is_some() { folder.join(&entry.file) } else { path.to_owned() };
        let bytes = fs::read(&file).map_err(|e| format!("the model cannot be read ({e}): {}", file.display()))?;
        let digest = sha256(&bytes);
        if name.is_some() && digest != entry.sha256 {
            return Err(format!("the model's SHA-256 is not the one in the list of models; fetch it again: {}", file.display()));
        }
        let weights = Weights::from_bytes(bytes, FORMAT).map_err(|e| format!("{e}: {}", file.display()))?;
        // A file that is not in the list borrows thresholds, not a name.
        let name = if digest == entry.sha256 { entry.name } else { weights.size().to_owned() };
        Ok(Self { file, entry: ModelEntry { name, sha256: digest, ..entry }, weights })
    }
}

/// `models/` as named by `OMNI_IML_MODELS`, in the current folder, or in a folder above the program.
fn models_folder() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("OMNI_IML_MODELS") {
        return Ok(named.into());
    }
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    let above = program.as_deref().into_iter().flat_map(Path::ancestors).skip(1).map(Path::to_owned);
    here.into_iter()
        .chain(above)
        .map(|folder| folder.join("models"))
        .find(|folder| folder.join("manifest.json").is_file())
        .ok_or_else(|| "no folder models/ with a manifest.json here or above the program; set OMNI_IML_MODELS to it".to_owned())
}
