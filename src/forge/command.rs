use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use sha2::{Digest, Sha256};

use super::chain::Chain;
use super::kinds::Kind;
use super::lettering::Script;
use super::preset::Preset;
use super::sample::{Kinds, Part, Sample, Settings};
use super::scene::Needs;
use super::sources::{Domain, Sources, Split};
use super::{contact_sheet, file, stream};
use crate::truth::{self, TextChange, Truth};

/// Makes forgeries with exact masks from pristine pictures.
#[derive(clap::Args, Clone, Debug)]
pub struct ForgeArgs {
    /// Folder with manifest.csv and the pristine pictures [default: train_real in $OMNI_IML_DATA or in data/].
    #[arg(long)]
    source: Option<PathBuf>,
    /// Folder to write image/, mask/, kinds.csv and truth.jsonl to, where there are several domains in a folder for each.
    #[arg(long, required_unless_present_any = ["stream", "contact_sheet"])]
    out: Option<PathBuf>,
    /// How many samples.
    #[arg(long, default_value_t = 64)]
    count: u64,
    /// The series; the same seed gives the same samples.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// What the pictures show; several take turns [default: all, or all that the kind is made for].
    #[arg(long, value_enum, value_delimiter = ',')]
    domain: Vec<Domain>,
    /// Only this kind of forgery.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Which part of the fixed split of the sources to take.
    #[arg(long, value_enum, default_value = "train")]
    split: Split,
    /// Side of the samples in pixels, a multiple of 8.
    #[arg(long, default_value_t = 256, value_parser = side)]
    size: u16,
    /// A frozen series, in place of domain, count, seed, kind, split and size.
    #[arg(long, value_enum, conflicts_with_all = ["domain", "count", "seed", "kind", "split", "size", "stream"])]
    preset: Option<Preset>,
    /// Write records for the trainer to standard output.
    #[arg(long)]
    stream: bool,
    /// Threads; all cores unless given.
    #[arg(long)]
    threads: Option<usize>,
    /// Write a picture of the first 64 samples with their masks.
    #[arg(long)]
    contact_sheet: Option<PathBuf>,
}

/// Why samples could not be made.
#[derive(Debug)]
pub enum ForgeError {
    /// A source or its manifest cannot be read.
    Source(PathBuf, String),
    /// Something cannot be written.
    Write(PathBuf, String),
    /// No sample came of many tries.
    NoSample {
        /// The kind that was asked for.
        kind: Kind,
        /// The side that was asked for.
        size: Option<usize>,
    },
    /// A preset came out otherwise than it was published: published, found.
    NotAsPublished(&'static str, String),
    /// No font with letters of this script is installed.
    Fonts(Script),
    /// The kind that was asked for is made of texts or faces, which this domain's pictures do not have.
    Unsuited(Domain),
    /// A domain that is named twice where files are written.
    Twice(Domain),
    /// A thread ended without a sample.
    Worker,
}

impl ForgeError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            ForgeError::Source(..) => "source",
            ForgeError::Write(..) => "write",
            ForgeError::NoSample { .. } => "no-sample",
            ForgeError::NotAsPublished(..) => "not-as-published",
            ForgeError::Fonts(_) => "fonts",
            ForgeError::Unsuited(_) => "unsuited-domain",
            ForgeError::Twice(_) => "domain-twice",
            ForgeError::Worker => "worker",
        }
    }
}

impl fmt::Display for ForgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ForgeError::Source(path, why) => {
                write!(f, "a pristine picture or its manifest cannot be read ({why}): {}", path.display())
            }
            ForgeError::Write(path, why) => write!(f, "cannot write ({why}): {}", path.display()),
            ForgeError::NoSample { kind, size: Some(side) } => {
                write!(
                    f,
                    "no {} sample of {side} px a side could be made of these pictures; ask for a smaller --size",
                    kind.name()
                )
            }
            ForgeError::NoSample { kind, size: None } => {
                write!(f, "no {} sample could be made of these pictures; they are too small or too plain", kind.name())
            }
            ForgeError::NotAsPublished(published, found) => write!(
                f,
                "this is not the published series, and figures on it compare with no others: other pristine pictures, or \
                 other arithmetic, than it was made with (published sha256 {published}, found {found})"
            ),
            ForgeError::Fonts(script) => write!(
                f,
                "no font with {script:?} letters is installed, and documents and signs need some: train/README.md lists the packages"
            ),
            ForgeError::Unsuited(domain) => write!(
                f,
                "pictures of domain {} do not have what this kind of forgery is made of; leave --domain out to get those that do",
                domain.name()
            ),
            ForgeError::Twice(domain) => {
                write!(f, "--domain names {} twice, and its files have one folder; with --out name it once", domain.name())
            }
            ForgeError::Worker => write!(f, "a forging thread stopped; please report the seed and the count"),
        }
    }
}

impl std::error::Error for ForgeError {}

/// Runs `omni-iml forge`.
///
/// # Errors
/// See [`ForgeError`].
pub fn run(args: &ForgeArgs) -> Result<(), ForgeError> {
    let source = args.source.clone().unwrap_or_else(|| data_folder().join("train_real"));
    let split = args.preset.map_or(args.split, Preset::split);
    let domains = args.preset.map_or_else(|| domains(args), |preset| Ok(preset.domains()))?;
    let (count, seed) = args.preset.map_or((args.count, args.seed), Preset::series);
    let settings = |domain| args.preset.map_or_else(|| plan(args, domain), |preset| preset.settings(domain));
    let mut parts: Vec<Part> = Vec::new();
    for domain in domains {
        let pictures = Sources::open(&source, domain, split)?;
        // What is drawn is for learning only; what is reported on is real.
        let sources = if split == Split::Train { pictures.with_drawn(seed)? } else { pictures };
        let sources = sources.sharing(parts.iter().map(|part| &part.sources));
        parts.push(Part { sources, settings: settings(domain) });
    }
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let start = Instant::now();
    let mut sink = Sink::new(args, &parts)?;
    let made = stream::in_order(&parts, seed, count, threads, |index, sample| sink.take(index, sample))?;
    sink.finish()?;
    if args.preset.is_some() {
        println!("seed {seed}");
    }
    let seconds = start.elapsed().as_secs_f64();
    let rate = made as f64 / seconds;
    eprintln!(
        "{made} samples from {} pictures in {seconds:.1} s, {rate:.0} a second on {threads} threads, {:.0} on each",
        parts.iter().map(|part| part.sources.len()).sum::<usize>(),
        rate / threads as f64
    );
    Ok(())
}

/// The folder with `train_real` and `eval_real`.
#[must_use]
pub fn data_folder() -> PathBuf {
    std::env::var_os("OMNI_IML_DATA").map_or_else(|| PathBuf::from("data"), PathBuf::from)
}

fn side(text: &str) -> Result<u16, String> {
    match text.parse() {
        Ok(side @ 64..=1024) if u16::is_multiple_of(side, 8) => Ok(side),
        _ => Err("a multiple of 8 from 64 to 1024 is needed".to_owned()),
    }
}

/// The domains that are asked for.
fn domains(args: &ForgeArgs) -> Result<Vec<Domain>, ForgeError> {
    let suits = |domain| match args.kind {
        Some(kind) if kind.needs() != Needs::Nothing => Kind::of(domain).contains(&kind),
        _ => true,
    };
    if args.domain.is_empty() {
        return Ok(Domain::ALL.into_iter().filter(|&domain| suits(domain)).collect());
    }
    for (i, &domain) in args.domain.iter().enumerate() {
        if !suits(domain) {
            return Err(ForgeError::Unsuited(domain));
        }
        if args.out.is_some() && args.domain[..i].contains(&domain) {
            return Err(ForgeError::Twice(domain));
        }
    }
    Ok(args.domain.clone())
}

fn plan(args: &ForgeArgs, domain: Domain) -> Settings {
    let kinds = match args.kind {
        Some(kind) => Kinds::InTurn(vec![kind]),
        None => Kinds::Drawn { forged: Kind::of(domain).to_vec(), authentic: 0.25 },
    };
    Settings { size: Some(args.size.into()), kinds, area: (0.01, 0.35), chain: Chain::TRAINING }
}

/// Where samples go.
struct Sink<'a> {
    args: &'a ForgeArgs,
    parts: &'a [Part],
    stdout: Option<BufWriter<io::Stdout>>,
    /// The rows of each part's kinds.csv.
    kinds: Vec<csv::Writer<Vec<u8>>>,
    /// The lines of each part's truth.jsonl.
    truth: Vec<String>,
    digest: Sha256,
    sheet: Vec<Sample>,
}

impl<'a> Sink<'a> {
    fn new(args: &'a ForgeArgs, parts: &'a [Part]) -> Result<Self, ForgeError> {
        let stdout = args.stream.then(|| BufWriter::with_capacity(1 << 20, io::stdout()));
        let truth = vec![String::new(); parts.len()];
        let mut sink = Self { args, parts, stdout, kinds: Vec::new(), truth, digest: Sha256::new(), sheet: Vec::new() };
        for part in 0..parts.len() {
            if let Some(out) = &args.out {
                for folder in ["image", "mask"] {
                    let path = out.join(sink.folder(part)).join(folder);
                    fs::create_dir_all(&path).map_err(|e| ForgeError::Write(path.clone(), e.to_string()))?;
                }
            }
            sink.kinds.push(csv::Writer::from_writer(Vec::new()));
            sink.row(part, ["stem", "kind", "source"])?;
        }
        Ok(sink)
    }

    /// A part's folder under the output folder, with a slash behind it where there is one.
    fn folder(&self, part: usize) -> String {
        match self.parts {
            [_] => String::new(),
            parts => format!("{}/", parts[part].sources.domain().name()),
        }
    }

    /// Takes a sample; breaks off, without an error, when nobody reads the stream any more.
    fn take(&mut self, index: u64, sample: Sample) -> Result<ControlFlow<()>, ForgeError> {
        if let Some(out) = &mut self.stdout {
            match stream::write_record(out, &sample) {
                Err(e) if e.kind() == io::ErrorKind::BrokenPipe => return Ok(ControlFlow::Break(())),
                written => written.map_err(|e| ForgeError::Write("standard output".into(), e.to_string()))?,
            }
        }
        if self.args.out.is_some() {
            let part = index as usize % self.parts.len();
            let folder = self.folder(part);
            let stem = format!("{index:05}-{}", sample.kind.name());
            let failed = |why| ForgeError::Write(PathBuf::from(&stem), why);
            let (extension, picture) = file::picture(&sample).map_err(failed)?;
            let mask = file::mask(&sample).map_err(failed)?;
            self.write(&format!("{folder}image/{stem}.{extension}"), &picture)?;
            self.write(&format!("{folder}mask/{stem}.png"), &mask)?;
            let source = self.parts[part].sources.name(sample.source);
            self.row(part, [&stem, sample.kind.name(), source])?;
            self.truth[part] += &line(stem, source, &sample).map_err(|why| ForgeError::Write(truth::FILE.into(), why))?;
        }
        if self.args.contact_sheet.is_some() && self.sheet.len() < contact_sheet::MOST {
            self.sheet.push(sample);
        }
        Ok(ControlFlow::Continue(()))
    }

    fn finish(mut self) -> Result<(), ForgeError> {
        match self.stdout.as_mut().map_or(Ok(()), Write::flush) {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
                return Err(ForgeError::Write("standard output".into(), e.to_string()));
            }
            _ => {}
        }
        if self.args.out.is_some() {
            for (part, rows) in std::mem::take(&mut self.kinds).into_iter().enumerate() {
                let rows = rows.into_inner().map_err(|e| ForgeError::Write("kinds.csv".into(), e.to_string()))?;
                self.write(&format!("{}kinds.csv", self.folder(part)), &rows)?;
            }
            for (part, lines) in std::mem::take(&mut self.truth).into_iter().enumerate() {
                self.save(&format!("{}{}", self.folder(part), truth::FILE), lines.as_bytes())?;
            }
            let digest: String = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            if self.args.stream {
                eprintln!("sha256 {digest}")
            } else {
                println!("sha256 {digest}")
            }
            if let Some(published) = self.args.preset.map(Preset::sha256).filter(|published| *published != digest) {
                return Err(ForgeError::NotAsPublished(published, digest));
            }
        }
        if let Some(path) = &self.args.contact_sheet {
            let sheet = contact_sheet::draw(&self.sheet);
            image::save_buffer(path, &sheet.rgb, sheet.width as u32, sheet.height as u32, image::ColorType::Rgb8)
                .map_err(|e| ForgeError::Write(path.clone(), e.to_string()))?;
        }
        Ok(())
    }

    fn row(&mut self, part: usize, row: [&str; 3]) -> Result<(), ForgeError> {
        self.kinds[part].write_record(row).map_err(|e| ForgeError::Write("kinds.csv".into(), e.to_string()))
    }

    /// Writes a file under the output folder; its name, size and bytes go into the digest.
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), ForgeError> {
        self.digest.update(format!("{name} {}\n", bytes.len()));
        self.digest.update(bytes);
        self.save(name, bytes)
    }

    /// The same without the digest, which was published before there was a truth.jsonl.
    fn save(&self, name: &str, bytes: &[u8]) -> Result<(), ForgeError> {
        let Some(out) = &self.args.out else { return Ok(()) };
        let path = out.join(name);
        fs::write(&path, bytes).map_err(|e| ForgeError::Write(path, e.to_string()))
    }
}

/// What is known of a sample, as a line.
fn line(stem: String, source: &str, sample: &Sample) -> Result<String, String> {
    let changes = sample.changes.iter().map(|change| TextChange {
        corners: change.corners.map(|(x, y)| [x, y].map(|at| (at * 4.0).round() / 4.0)),
        before: change.before.clone(),
        after: change.after.clone(),
    });
    let kind = sample.kind.name().to_owned();
    let truth = Truth { stem, kind, domain: sample.domain, source: source.to_owned(), changes: changes.collect() };
    serde_json::to_string(&truth).map(|line| line + "\n").map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use clap::{Parser, ValueEnum};

    use super::*;
    use crate::eval_set::EvalSet;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: ForgeArgs,
    }

    /// The best that a map without a network may get on a frozen set: one that solves it would make figures on it idle.
    const TOO_EASY: f64 = 0.3;

    #[test]
    fn domains_are_those_that_the_kind_is_made_for() {
        let asked = |line: &str| domains(&Line::parse_from(line.split(' ')).args).map_err(|e| e.kind());
        assert_eq!(asked("forge --stream").map(|all| all.len()), Ok(4));
        assert_eq!(asked("forge --stream --kind face-swap"), Ok(vec![Domain::Face]));
        assert_eq!(asked("forge --stream --kind splice --domain document"), Ok(vec![Domain::Document]));
        assert_eq!(asked("forge --stream --kind sign-erase --domain face"), Err("unsuited-domain"));
        assert_eq!(asked("forge --stream --domain face,face"), Ok(vec![Domain::Face; 2]));
        assert_eq!(asked("forge --out X --domain face,face"), Err("domain-twice"));
    }

    #[test]
    fn the_frozen_sets_are_as_published_and_no_lens_solves_them() {
        if std::env::var_os("OMNI_IML_DATA").is_none() {
            println!("skipped: OMNI_IML_DATA does not name the folder with the pristine pictures");
            return;
        }
        for preset in [Preset::EvalV1, Preset::EvalV2] {
            let out = std::env::temp_dir().join(format!("omni-iml-{preset:?}-{}", std::process::id()));
            let name = preset.to_possible_value().unwrap();
            let line = ["forge", "--preset", name.get_name(), "--out"].map(Into::into).into_iter();
            let made = run(&Line::parse_from(line.chain([out.clone().into_os_string()])).args).map_err(|e| e.to_string());
            let folders: Vec<PathBuf> = match &preset.domains()[..] {
                [_] => vec![out.clone()],
                domains => domains.iter().map(|domain| out.join(domain.name())).collect(),
            };
            let sets: Vec<_> = folders.iter().map(|folder| EvalSet::open(folder).and_then(|set| set.lens_f1())).collect();
            std::fs::remove_dir_all(&out).unwrap();
            assert_eq!(made, Ok(()));
            for (folder, best) in folders.iter().zip(sets) {
                for (lens, f1, level) in best.unwrap() {
                    println!("{preset:?} {}: {lens}: F1 {f1:.3} at {level}", folder.display());
                    assert!(f1 < TOO_EASY, "{}: {lens} alone comes to an F1 of {f1:.3}", folder.display());
                }
            }
        }
    }
}
