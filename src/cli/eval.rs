use std::fs;
use std::path::{Path, PathBuf};

use super::runner::{DeviceChoice, Runner};
use crate::metrics::{Confusion, f1_best, image_auc, mean, pixel_auc};
use crate::tile::GateMode;

/// Prints figures on sets of pictures with masks.
#[derive(clap::Args)]
pub struct EvalArgs {
    /// Folders with image/ and mask/ (same stem; no mask or an empty one: authentic).
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// Write one row for each picture.
    #[arg(long)]
    csv: Option<PathBuf>,
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
    /// Who chooses between vision and frequency.
    #[arg(long, value_enum, default_value = "auto")]
    gate: Gate,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Gate {
    Auto,
    Vision,
    Fused,
}

/// One picture's figures.
struct Row {
    set: String,
    file: String,
    forged: bool,
    f1: f64,
    iou: f64,
    f1_best: f64,
    auc: Option<f64>,
    score: f32,
    found: f64,
    frequency: bool,
}

/// Runs `eval`.
pub fn run(args: &EvalArgs) -> Result<(), String> {
    let mode = match args.gate {
        Gate::Auto => GateMode::Auto,
        Gate::Vision => GateMode::Vision,
        Gate::Fused => GateMode::Fused,
    };
    let runner = Runner::open(&args.model, args.device, mode)?;
    println!("model {} (sha256 {}), gate {:?}, native size", runner.entry.name, &runner.entry.sha256[..12], args.gate);
    println!(
        "F1, IoU, AUC: forged pictures at .5, mean over pictures; FPR: authentic pictures scored at or above {}",
        runner.entry.thresholds.moderate
    );
    println!(
        "{:<24}{:>7}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "set", "forged", "auth.", "F1@.5", "IoU@.5", "F1best", "AUC", "imgAUC", "FPR", "area", "freq."
    );
    let mut all: Vec<Row> = Vec::new();
    let mut skipped = 0;
    for set in &args.sets {
        let mut rows = Vec::new();
        skipped += evaluate(&runner, set, &mut rows)?;
        print(&name_of(set), &rows, runner.entry.thresholds.moderate);
        all.append(&mut rows);
    }
    if args.sets.len() > 1 {
        print("all", &all, runner.entry.thresholds.moderate);
    }
    if let Some(path) = &args.csv {
        let mut text = "set,file,forged,f1,iou,f1_best,auc,score,found_area,frequency\n".to_owned();
        for r in &all {
            let auc = r.auc.map(|a| format!("{a:.4}")).unwrap_or_default();
            text += &format!(
                "{},{},{},{:.4},{:.4},{:.4},{auc},{:.4},{:.4},{}\n",
                r.set, r.file, r.forged, r.f1, r.iou, r.f1_best, r.score, r.found, r.frequency
            );
        }
        fs::write(path, text).map_err(|e| format!("cannot write ({e}): {}", path.display()))?;
    }
    if skipped > 0 { Err(format!("{skipped} pictures could not be evaluated")) } else { Ok(()) }
}

fn name_of(set: &Path) -> String {
    set.file_name().unwrap_or(set.as_os_str()).to_string_lossy().into_owned()
}

/// Adds a set's rows and gives how many pictures were skipped.
fn evaluate(runner: &Runner, set: &Path, rows: &mut Vec<Row>) -> Result<usize, String> {
    let folder = set.join("image");
    let listed =
        fs::read_dir(&folder).map_err(|e| format!("not a set: there is no folder of pictures ({e}): {}", folder.display()))?;
    let mut files: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    let mut skipped = 0;
    for file in files {
        match row(runner, set, &file) {
            Ok(row) => rows.push(row),
            Err(message) => {
                eprintln!("omni-iml: {message}");
                skipped += 1;
            }
        }
    }
    Ok(skipped)
}

fn row(runner: &Runner, set: &Path, file: &Path) -> Result<Row, String> {
    let checked = runner.check(file, &mut |_, _| ())?;
    let (width, height) = (checked.photo.width, checked.photo.height);
    let truth = truth(set, file, width, height)?;
    let mask = &checked.findings.mask;
    let counts = Confusion::of(mask, &truth, 128);
    Ok(Row {
        set: name_of(set),
        file: name_of(file),
        forged: truth.contains(&true),
        f1: counts.f1(),
        iou: counts.iou(),
        f1_best: f1_best(mask, &truth),
        auc: pixel_auc(mask, &truth),
        score: checked.findings.score,
        found: counts.found_fraction(),
        frequency: checked.findings.frequency_tiles * 2 >= checked.findings.tiles,
    })
}

/// The mask of a picture; all false where there is none.
fn truth(set: &Path, file: &Path, width: u32, height: u32) -> Result<Vec<bool>, String> {
    let stem = file.file_stem().unwrap_or_default();
    let found =
        ["png", "jpg", "bmp", "tif", "gif"].iter().map(|e| set.join("mask").join(stem).with_extension(e)).find(|p| p.is_file());
    // `with_extension` would cut a stem that holds a dot.
    let dotted = set.join("mask").join(format!("{}.png", stem.to_string_lossy()));
    let Some(path) = (if dotted.is_file() { Some(dotted) } else { found }) else {
        return Ok(vec![false; (width as usize) * (height as usize)]);
    };
    let mask = image::open(&path).map_err(|e| format!("the mask cannot be read ({e}): {}", path.display()))?.into_luma8();
    if mask.dimensions() != (width, height) {
        return Err(format!("the mask is {:?} for a picture of {:?}: {}", mask.dimensions(), (width, height), path.display()));
    }
    Ok(mask.into_raw().into_iter().map(|v| v >= 128).collect())
}

fn print(name: &str, rows: &[Row], threshold: f32) {
    let forged = || rows.iter().filter(|r| r.forged);
    let authentic = || rows.iter().filter(|r| !r.forged);
    let cell = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"));
    let scores: Vec<(f32, bool)> = rows.iter().map(|r| (r.score, r.forged)).collect();
    let cells = [
        cell(mean(forged().map(|r| r.f1))),
        cell(mean(forged().map(|r| r.iou))),
        cell(mean(forged().map(|r| r.f1_best))),
        cell(mean(forged().filter_map(|r| r.auc))),
        cell(image_auc(&scores)),
        cell(mean(authentic().map(|r| f64::from(u8::from(r.score >= threshold))))),
        cell(mean(authentic().map(|r| r.found))),
        cell(mean(rows.iter().map(|r| f64::from(u8::from(r.frequency))))),
    ];
    print!("{name:<24}{:>7}{:>7}", forged().count(), authentic().count());
    for value in cells {
        print!("{value:>8}");
    }
    println!();
}
