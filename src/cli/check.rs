use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::journal::{Journal, Key, lines};
use super::pictures::{Listed, Shard, bytes_of, list};
use super::progress::{Outcome, Progress};
use super::runner::{Checked, DeviceChoice, Runner, cores};
use super::table::Table;
use crate::dossier::{self, Keepsake};
use crate::evidence::credentials::{MAX_LIST_BYTES, TrustList};
use crate::explain::local;
use crate::input::sha256;
use crate::language::Language;
use crate::localize::{Band, Shown};
use crate::report::Report;
use crate::tile::{Domain, GateMode};

/// Checks pictures.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// Pictures, PDF documents with pictures in them, folders with either in them and below, or patterns (*.jpg, **/*.png).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One line of JSON for each picture.
    #[arg(long)]
    json: bool,
    /// Examine the file, measure the regions and look through every lens, too; in the JSON under `evidence`.
    #[arg(long)]
    evidence: bool,
    /// Leave in the evidence what the file says of where, by whom or with which very device the picture was made.
    #[arg(long, requires = "evidence")]
    private: bool,
    /// Check whether the signers of Content Credentials go back to a certificate of this list (PEM).
    #[arg(long, value_name = "FILE")]
    trust_list: Option<PathBuf>,
    /// Say in whole sentences what was found, in English (en), Spanish (es), German (de) or Arabic (ar); with the evidence. With
    /// --json, of a --document alone.
    #[arg(long, value_name = "LANGUAGE", num_args = 0..=1, require_equals = true, default_missing_value = "en")]
    words: Option<Language>,
    /// Write an HTML document with pictures, figures and whole sentences, to read, print and hand on; in English (en), Spanish
    /// (es), German (de) or Arabic (ar) as --words says; with the evidence. For several pictures, into this folder.
    #[arg(long)]
    document: Option<PathBuf>,
    /// Write the picture as its marks come and go as GIF; for several pictures, into this folder.
    #[arg(long)]
    fade: Option<PathBuf>,
    /// Write the mask as PNG; for several pictures, into this folder.
    #[arg(long)]
    mask: Option<PathBuf>,
    /// Write how reliable the mask is as PNG, white where it is surely right; for several pictures, into this folder.
    #[arg(long)]
    reliability: Option<PathBuf>,
    /// Write the picture with the mask over it as PNG; for several pictures, into this folder.
    #[arg(long)]
    overlay: Option<PathBuf>,
    /// Write the JSON; for several pictures, into this folder.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Write the mask's logits at a quarter of the resolution, stored orientation, as NumPy file; for several pictures, into
    /// this folder.
    #[arg(long)]
    logits: Option<PathBuf>,
    /// Keep a line of JSON for each picture in this file; what it holds already is not checked again.
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// Write a table with a row for each picture; with --results, of those checked before, too.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Only this machine's share of the pictures, by their hash: I/N, I from 0 to N-1 (see `merge`).
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Pictures at once; the processor's cores are shared out among them. Results come as they are ready.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: u16,
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

/// Runs `check`; goes on after a picture that cannot be checked.
pub fn run(args: &CheckArgs) -> Result<(), String> {
    if args.trust_list.is_some() && !args.evidence && args.words.is_none() && args.document.is_none() {
        return Err("--trust-list is for the evidence; add --evidence, --words or --document".to_owned());
    }
    if args.json && args.words.is_some() && args.document.is_none() {
        return Err("--json prints data and --words sentences; leave one out, or add --document for the sentences".to_owned());
    }
    let trust = args.trust_list.as_deref().map(trust_list).transpose()?;
    let Listed { pictures, failures, notes } = list(&args.files)?;
    let runner = Runner::open(&args.model, args.device, GateMode::Auto)?;
    let journal = args.results.as_deref().map(|path| Journal::open(path, &runner.entry)).transpose()?;
    let table = args.csv.as_deref().map(|path| table(path, args.results.as_deref())).transpose()?;
    let mut names: HashMap<OsString, usize> = HashMap::new();
    for name in pictures.iter().filter_map(|path| path.file_name()) {
        *names.entry(name.to_owned()).or_default() += 1;
    }
    let jobs = usize::from(args.jobs).min(pictures.len().max(1));
    let batch = Batch {
        args,
        runner,
        trust,
        // A folder, a pattern or a document may stand for one picture today and for two tomorrow.
        several: pictures.len() > 1 || pictures != args.files,
        names,
        threads: (cores() / jobs).max(1),
        results: Mutex::new(Results { journal, table, progress: Progress::new(pictures.len(), jobs), stopped: None }),
    };
    for said in failures.iter().chain(&notes) {
        batch.results().progress.say(said);
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(file) = pictures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let outcome = match batch.check(file) {
                        Ok(true) => Outcome::Checked(start.elapsed()),
                        Ok(false) => Outcome::PassedOver,
                        Err(message) => Outcome::Failed(message, start.elapsed()),
                    };
                    let mut results = batch.results();
                    results.progress.end(outcome);
                    if results.stopped.is_some() {
                        return;
                    }
                }
            });
        }
    });
    let mut results = batch.results();
    if let Some(why) = results.stopped.take() {
        return Err(format!("stopped, as nothing more could be kept: {why}"));
    }
    results.table.as_mut().map_or(Ok(()), Table::finish)?;
    let passed_over = results.progress.passed_over();
    if passed_over > 0 {
        results
            .progress
            .say(&format!("{passed_over} pictures were passed over: their results are there, or they are of another share"));
    }
    match results.progress.failed() + failures.len() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} pictures could not be checked", pictures.len() + failures.len())),
    }
}

/// The table, with the rows of the results that are there already.
fn table(path: &Path, results: Option<&Path>) -> Result<Table, String> {
    let place = |path: &Path| fs::canonicalize(path).ok();
    if results.is_some_and(|results| place(path).is_some_and(|csv| place(results) == Some(csv))) {
        return Err(format!("--csv and --results name the same file: {}", path.display()));
    }
    let mut table = Table::create(path)?;
    if let Some(results) = results {
        let told = |why: String| format!("{why}: {}", results.display());
        let file = fs::File::open(results).map_err(|e| told(e.to_string()))?;
        lines(file, |report, _| table.add(&report)).map_err(told)?;
    }
    Ok(table)
}

/// What the pictures of one call share.
struct Batch<'a> {
    args: &'a CheckArgs,
    runner: Runner,
    trust: Option<TrustList>,
    /// Outputs name folders.
    several: bool,
    /// How often each name of a file is there.
    names: HashMap<OsString, usize>,
    /// For each picture.
    threads: usize,
    results: Mutex<Results>,
}

/// Where results go, one after the other.
struct Results {
    journal: Option<Journal>,
    table: Option<Table>,
    progress: Progress,
    /// Why nothing more can be kept: a full disk ends the run, for what it goes on to find would be lost.
    stopped: Option<String>,
}

impl Batch<'_> {
    fn results(&self) -> std::sync::MutexGuard<'_, Results> {
        // A thread that panicked takes the program with it, once the others have ended.
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Checks one picture, unless it is another machine's or was checked before: whether it did.
    fn check(&self, file: &Path) -> Result<bool, String> {
        let bytes = bytes_of(file).map_err(|e| format!("{e}: {}", file.display()))?;
        if self.args.shard.is_some() || self.args.results.is_some() {
            let sha256 = sha256(&bytes);
            if self.args.shard.is_some_and(|shard| !shard.takes(&sha256)) {
                return Ok(false);
            }
            let key = Key { file: file.to_string_lossy().into_owned(), sha256, model: self.runner.entry.sha256.clone() };
            if self.results().journal.as_ref().is_some_and(|journal| journal.has(&key)) {
                return Ok(false);
            }
        }
        let alone = self.args.jobs == 1;
        let mut tiles = |done, tiles| {
            if alone {
                self.results().progress.tiles(file, done, tiles);
            }
        };
        let checked = self.runner.check(file, bytes, self.threads, &mut tiles)?;
        self.give(file, &checked).map(|()| true)
    }

    /// Writes and prints what was found in a picture.
    fn give(&self, file: &Path, checked: &Checked) -> Result<(), String> {
        let report = self.report(file, checked);
        let json = serde_json::to_string(&report).map_err(|e| e.to_string())?;
        self.write(file, checked, &report, &json)?;
        let shown = match (self.args.json, self.args.words) {
            (true, _) => json.clone() + "\n",
            (false, Some(language)) => sentences(&report, language),
            (false, None) => summary(&report, checked),
        };
        let mut results = self.results();
        let Results { journal, table, progress, stopped } = &mut *results;
        progress.print(&shown);
        // The journal last: what is in it is done.
        let kept = table
            .as_mut()
            .map_or(Ok(()), |table| table.add(&report))
            .and_then(|()| journal.as_mut().map_or(Ok(()), |journal| journal.add(&json)));
        kept.inspect_err(|why| *stopped = Some(why.clone()))
    }

    fn report(&self, file: &Path, checked: &Checked) -> Report {
        let mut report = self.runner.report(&file.to_string_lossy(), checked);
        if self.args.evidence || self.args.words.is_some() || self.args.document.is_some() {
            let evidence = self.runner.evidence(checked, self.trust.as_ref(), self.args.evidence);
            report.evidence = Some(if self.args.private { evidence } else { evidence.without_private() });
        }
        report
    }

    fn write(&self, file: &Path, checked: &Checked, report: &Report, json: &str) -> Result<(), String> {
        let Checked { photo, findings, .. } = checked;
        let all = dossier::Checked { photo, findings, threshold: self.runner.entry.thresholds.mask, report };
        let language = self.args.words.unwrap_or_default();
        for (target, what, ending) in [
            (&self.args.document, Keepsake::Document, "html"),
            (&self.args.fade, Keepsake::Fade, "gif"),
            (&self.args.mask, Keepsake::Mask, "mask.png"),
            (&self.args.overlay, Keepsake::Marked, "overlay.png"),
        ] {
            if let Some(target) = target {
                let kept = all.keep(what, language).map_err(|e| format!("{e}: {}", file.display()))?;
                write(&self.place(target, file, ending)?, &kept)?;
            }
        }
        if let Some(target) = &self.args.reliability {
            let (width, height, grey) = dossier::grey(photo, &findings.reliability);
            save(&self.place(target, file, "reliability.png")?, &grey, width, height, image::ColorType::L8)?;
        }
        if let Some(target) = &self.args.logits {
            let (width, height) = (findings.width.div_ceil(4) as usize, findings.height.div_ceil(4) as usize);
            write(&self.place(target, file, "npy")?, &npy(width, height, &findings.logits))?;
        }
        if let Some(target) = &self.args.report {
            write(&self.place(target, file, "json")?, format!("{json}\n").as_bytes())?;
        }
        Ok(())
    }

    /// The file that an output of a picture goes to. Where two pictures have one name, they lie in folders like their own.
    fn place(&self, target: &Path, file: &Path, ending: &str) -> Result<PathBuf, String> {
        if !self.several {
            return Ok(target.to_owned());
        }
        let name = file.file_name().unwrap_or_default();
        let mut folder = target.to_owned();
        if self.names.get(name).is_some_and(|&times| times > 1) {
            let parts = file.parent().into_iter().flat_map(Path::components);
            folder.extend(parts.filter(|part| matches!(part, Component::Normal(_))));
        }
        fs::create_dir_all(&folder).map_err(|e| format!("cannot make the folder ({e}): {}", folder.display()))?;
        Ok(folder.join(format!("{}.{ending}", name.to_string_lossy())))
    }
}

/// Signers that the person trusts.
pub fn trust_list(path: &Path) -> Result<TrustList, String> {
    let told = |why: &dyn std::fmt::Display| format!("no list of certificates ({why}): {}", path.display());
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|e| told(&e))?;
    // One more than there may be, which tells that there are too many.
    file.take(MAX_LIST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| told(&e))?;
    TrustList::parse(&bytes).map_err(|e| told(&e))
}

/// What was found, in whole sentences.
fn sentences(report: &Report, language: Language) -> String {
    let mut text = format!("{}:\n", report.file);
    for paragraph in local::write(report, language).chunk_by(|a, b| a.about == b.about) {
        let texts: Vec<&str> = paragraph.iter().map(|sentence| sentence.text.as_str()).collect();
        text += &format!("  {}\n", texts.join(" "));
    }
    text
}

/// What was found, in figures.
fn summary(report: &Report, checked: &Checked) -> String {
    let mut text = format!("{}: {}\n", report.file, words(report));
    let domain = report.domain.map(|domain| format!("looks like: {}; ", shown(domain))).unwrap_or_default();
    // Writing into a text cannot fail.
    let _ = writeln!(text, "  {domain}reliability of the mask {:.2}", report.reliability);
    for note in &checked.photo.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    for region in &report.regions {
        let [x, y, w, h] = region.bbox;
        let _ = writeln!(
            text,
            "  region {w}x{h} at {x},{y}: {:.1} % of the picture, probability {:.2}, reliability {:.2}",
            100.0 * region.area_fraction,
            region.score,
            region.reliability
        );
    }
    text
}

fn words(report: &Report) -> String {
    let found = match report.verdict.band {
        Band::None => "nothing found, which proves nothing",
        Band::Weak => "weak signs of manipulation",
        Band::Moderate => "moderate signs of manipulation",
        Band::Strong => "strong signs of manipulation",
        Band::VeryStrong => "very strong signs of manipulation",
    };
    let unsure = if report.verdict.unsure { ", unsure" } else { "" };
    format!(
        "{found}{unsure} (score {:.2}; {} of {} tiles by frequency)",
        report.verdict.score, report.gate.frequency, report.gate.tiles
    )
}

fn shown(domain: Shown) -> String {
    if !domain.clear() {
        return "unclear".to_owned();
    }
    let kind = match domain.kind {
        Domain::Natural => "a natural photograph",
        Domain::Document => "a document",
        Domain::Face => "a portrait",
        Domain::SceneText => "a street scene with text",
    };
    format!("{kind} ({:.0} %)", 100.0 * domain.probability)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|e| format!("cannot write ({e}): {}", path.display()))
}

/// A NumPy file, version 1.0, of `height`×`width` 32-bit floats.
fn npy(width: usize, height: usize, values: &[f32]) -> Vec<u8> {
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({height}, {width}), }}");
    // Magic, version and length take ten bytes; all of it ends on a multiple of 64, with a line feed.
    let padded = (header.len() + 11).next_multiple_of(64) - 10;
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&(padded as u16).to_le_bytes());
    bytes.extend_from_slice(format!("{header:<width$}\n", width = padded - 1).as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

/// Writes pixels as PNG.
pub fn save(path: &Path, pixels: &[u8], width: u32, height: u32, colour: image::ColorType) -> Result<(), String> {
    image::save_buffer_with_format(path, pixels, width, height, colour, image::ImageFormat::Png)
        .map_err(|e| format!("cannot write ({e}): {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numpy_files_are_laid_out_as_numpy_lays_them_out() {
        let bytes = npy(3, 2, &[0.0, 1.0, 2.0, 3.0, 4.0, -5.0]);
        assert_eq!(bytes.len(), 128 + 24);
        assert_eq!(&bytes[..10], b"\x93NUMPY\x01\x00\x76\x00");
        assert!(bytes[10..].starts_with(b"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
        assert_eq!(bytes[127], b'\n');
        assert_eq!(bytes[148..], (-5.0f32).to_le_bytes());
    }
}
