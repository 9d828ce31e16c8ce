use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::overlay;
use super::runner::{Checked, DeviceChoice, Runner};
use crate::evidence;
use crate::evidence::credentials::{self, TrustList};
use crate::explain::local;
use crate::language::Language;
use crate::localize::{Band, Shown};
use crate::report::Report;
use crate::tile::{Domain, GateMode};

/// Checks pictures.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// Pictures.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One line of JSON for each picture.
    #[arg(long)]
    json: bool,
    /// Examine the file and measure the regions, too; in the JSON under `evidence`.
    #[arg(long)]
    evidence: bool,
    /// Leave in the evidence what the file says of where, by whom or with which very device the picture was made.
    #[arg(long, requires = "evidence")]
    private: bool,
    /// Check whether the signers of Content Credentials go back to a certificate of this list (PEM).
    #[arg(long, value_name = "FILE")]
    trust_list: Option<PathBuf>,
    /// Say in whole sentences what was found, in English (en), Spanish (es) or German (de); with the evidence.
    #[arg(long, value_name = "LANGUAGE", num_args = 0..=1, require_equals = true, default_missing_value = "en", conflicts_with = "json")]
    words: Option<Language>,
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
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

/// Runs `check`; goes on after a picture that cannot be checked.
pub fn run(args: &CheckArgs) -> Result<(), String> {
    if args.trust_list.is_some() && !args.evidence && args.words.is_none() {
        return Err("--trust-list is for the evidence; add --evidence or --words".to_owned());
    }
    let trust = args.trust_list.as_deref().map(trust_list).transpose()?;
    let runner = Runner::open(&args.model, args.device, GateMode::Auto)?;
    let mut failed = 0;
    for file in &args.files {
        let done = runner
            .check(file, &mut |done, tiles| show_progress(file, done, tiles))
            .and_then(|checked| give(args, &runner, trust.as_ref(), file, &checked));
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

/// Signers that the person trusts.
fn trust_list(path: &Path) -> Result<TrustList, String> {
    let told = |why: &dyn std::fmt::Display| format!("no list of certificates ({why}): {}", path.display());
    let text = fs::read_to_string(path).map_err(|e| told(&e))?;
    TrustList::parse(&text).map_err(|e| told(&e))
}

fn give(args: &CheckArgs, runner: &Runner, trust: Option<&TrustList>, file: &Path, checked: &Checked) -> Result<(), String> {
    let Checked { photo, bytes, findings, timing } = checked;
    let mut report = Report::new(&file.to_string_lossy(), photo, findings, &runner.entry, Runner::DEVICE, *timing);
    if args.evidence || args.words.is_some() {
        let mut evidence = evidence::gather(bytes, photo, findings, runner.entry.thresholds.mask);
        evidence.credentials = credentials::check(bytes, photo.format, trust);
        report.evidence = Some(if args.private { evidence } else { evidence.without_private() });
    }
    let json = serde_json::to_string(&report).map_err(|e| e.to_string())?;
    if args.json {
        println!("{json}");
    } else if let Some(language) = args.words {
        println!("{}:", file.display());
        for paragraph in local::write(&report, language).chunk_by(|a, b| a.about == b.about) {
            let texts: Vec<&str> = paragraph.iter().map(|sentence| sentence.text.as_str()).collect();
            println!("  {}", texts.join(" "));
        }
    } else {
        println!("{}: {}", file.display(), words(&report));
        let domain = report.domain.map(|domain| format!("looks like: {}; ", shown(domain))).unwrap_or_default();
        println!("  {domain}reliability of the mask {:.2}", report.reliability);
        for note in &photo.notes {
            println!("  note: {note}");
        }
        for region in &report.regions {
            let [x, y, w, h] = region.bbox;
            println!(
                "  region {w}x{h} at {x},{y}: {:.1} % of the picture, probability {:.2}, reliability {:.2}",
                100.0 * region.area_fraction,
                region.score,
                region.reliability
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
        let (width, height, grey) = overlay::grey(photo, &findings.mask);
        save(&place(target, "mask.png")?, &grey, width, height, image::ColorType::L8)?;
    }
    if let Some(target) = &args.reliability {
        let (width, height, grey) = overlay::grey(photo, &findings.reliability);
        save(&place(target, "reliability.png")?, &grey, width, height, image::ColorType::L8)?;
    }
    if let Some(target) = &args.overlay {
        let (width, height, rgb) = overlay::draw(photo, findings, runner.entry.thresholds.mask);
        save(&place(target, "overlay.png")?, &rgb, width, height, image::ColorType::Rgb8)?;
    }
    if let Some(target) = &args.logits {
        let (width, height) = (findings.width.div_ceil(4) as usize, findings.height.div_ceil(4) as usize);
        write(&place(target, "npy")?, &npy(width, height, &findings.logits))?;
    }
    if let Some(target) = &args.report {
        write(&place(target, "json")?, (json + "\n").as_bytes())?;
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
