use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::overlay;
use super::runner::{Checked, DeviceChoice, Runner};
use crate::localize::Band;
use crate::report::Report;
use crate::tile::GateMode;

/// Checks pictures.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// Pictures.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One line of JSON for each picture.
    #[arg(long)]
    json: bool,
    /// Write the mask as PNG; for several pictures, into this folder.
    #[arg(long)]
    mask: Option<PathBuf>,
    /// Write the picture with the mask over it as PNG; for several pictures, into this folder.
    #[arg(long)]
    overlay: Option<PathBuf>,
    /// Write the JSON; for several pictures, into this folder.
    #[arg(long)]
    report: Option<PathBuf>,
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

/// Runs `check`; goes on after a picture that cannot be checked.
pub fn run(args: &CheckArgs) -> Result<(), String> {
    let runner = Runner::open(&args.model, args.device, GateMode::Auto)?;
    let mut failed = 0;
    for file in &args.files {
        let done = runner
            .check(file, &mut |done, tiles| show_progress(file, done, tiles))
            .and_then(|checked| give(args, &runner, file, &checked));
        if let Err(message) = done {
            eprintln!("omni-iml: {message}");
            failed += 1;
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} pictures could not be checked", args.files.len())) }
}

fn show_progress(file: &Path, done: usize, tiles: usize) {
    let mut terminal = std::io::stderr();
    if !terminal.is_terminal() {
        return;
    }
    // A terminal that went away is no reason to stop.
    let _ = if done < tiles {
        write!(terminal, "\r\x1b[K{}: tile {} of {tiles}", file.display(), done + 1)
    } else {
        write!(terminal, "\r\x1b[K")
    };
    let _ = terminal.flush();
}

fn give(args: &CheckArgs, runner: &Runner, file: &Path, checked: &Checked) -> Result<(), String> {
    let Checked { photo, findings, timing } = checked;
    let report = Report::new(&file.to_string_lossy(), photo, findings, &runner.entry, Runner::DEVICE, *timing);
    let json = serde_json::to_string(&report).map_err(|e| e.to_string())?;
    if args.json {
        println!("{json}");
    } else {
        println!("{}: {}", file.display(), words(&report));
        for note in &photo.notes {
            println!("  note: {note}");
        }
        for region in &report.regions {
            let [x, y, w, h] = region.bbox;
            println!(
                "  region {w}x{h} at {x},{y}: {:.1} % of the picture, probability {:.2}",
                100.0 * region.area_fraction,
                region.score
            );
        }
    }
    let several = args.files.len() > 1;
    let place = |target: &PathBuf, ending: &str| -> Result<PathBuf, String> {
        if !several {
            return Ok(target.clone());
        }
        fs::create_dir_all(target).map_err(|e| format!("cannot make the folder ({e}): {}", target.display()))?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(target.join(format!("{name}.{ending}")))
    };
    if let Some(target) = &args.mask {
        let (width, height, grey) = overlay::mask(photo, findings);
        save(&place(target, "mask.png")?, &grey, width, height, image::ColorType::L8)?;
    }
    if let Some(target) = &args.overlay {
        let (width, height, rgb) = overlay::draw(photo, findings, runner.entry.thresholds.mask);
        save(&place(target, "overlay.png")?, &rgb, width, height, image::ColorType::Rgb8)?;
    }
    if let Some(target) = &args.report {
        let target = place(target, "json")?;
        fs::write(&target, json + "\n").map_err(|e| format!("cannot write ({e}): {}", target.display()))?;
    }
    Ok(())
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

fn save(path: &Path, pixels: &[u8], width: u32, height: u32, colour: image::ColorType) -> Result<(), String> {
    image::save_buffer_with_format(path, pixels, width, height, colour, image::ImageFormat::Png)
        .map_err(|e| format!("cannot write ({e}): {}", path.display()))
}
