use std::path::{Path, PathBuf};

use super::check::save;
use super::pictures::photo_of;
use super::runner::{DeviceChoice, Runner, cores};
use crate::compare::{Agreement, Comparison, compare};
use crate::dossier::grey;
use crate::evidence::scale;
use crate::localize::mask_level;
use crate::tile::GateMode;

/// Sets a picture beside the one that it is said to come from, and says where they differ.
#[derive(clap::Args)]
pub struct CompareArgs {
    /// The picture in question.
    question: PathBuf,
    /// The one that it is said to come from; it may show more, be larger or smaller, or turned by a few degrees.
    original: PathBuf,
    /// A line of JSON.
    #[arg(long)]
    json: bool,
    /// Write the differences as PNG, brighter where they are greater.
    #[arg(long, value_name = "FILE")]
    difference: Option<PathBuf>,
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// The network whose marks are set beside the differences: a model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    question: &'a Path,
    original: &'a Path,
    comparison: &'a Comparison,
    agreement: Agreement,
}

/// Runs `compare`.
pub fn run(args: &CompareArgs) -> Result<(), String> {
    let open = |path: &Path| photo_of(path).map_err(|why| format!("{why}: {}", path.display()));
    let (question, original) = (open(&args.question)?, open(&args.original)?);
    let comparison = compare(&question, &original)
        .map_err(|why| format!("{why}: {}, {}", args.question.display(), args.original.display()))?;
    let runner = Runner::open(&args.model, args.device, GateMode::Auto)?;
    let findings = runner.find(&question, cores(), &mut |_, _| ())?;
    let (width, height, mask) = grey(&question, &findings.mask);
    let level = mask_level(runner.entry.thresholds.mask);
    let agreement = comparison.against(&mask, width as usize, height as usize, level);
    if let Some(path) = &args.difference {
        let rgb: Vec<u8> = comparison.map.iter().flat_map(|&value| scale(f32::from(value) / 255.0)).collect();
        save(path, &rgb, comparison.width, comparison.height, image::ColorType::Rgb8)?;
    }
    if args.json {
        let line = Line { question: &args.question, original: &args.original, comparison: &comparison, agreement };
        println!("{}", serde_json::to_string(&line).map_err(|e| e.to_string())?);
    } else {
        print!("{}", words(&comparison, agreement));
    }
    Ok(())
}

fn words(comparison: &Comparison, agreement: Agreement) -> String {
    let percent = |share: f32| format!("{:.1} %", 100.0 * share);
    let [x, y, w, h] = comparison.shows;
    let mut lines = vec![
        format!("shows {w}x{h} pixels of the other picture at {x},{y}, at {:.3} of its size", comparison.scale),
        format!("turned by {:.1} degrees; correlation of brightness {:.3}", comparison.turned, comparison.correlation),
        format!("{} of what both show differs", percent(comparison.changed)),
    ];
    for place in &comparison.regions {
        let [x, y, w, h] = place.bbox;
        lines.push(format!(
            "  differs: {w}x{h} at {x},{y}, {} of the picture, strength {:.2}",
            percent(place.area_fraction),
            place.strength
        ));
    }
    lines.push(match (agreement.marked_that_differs, agreement.different_that_is_marked) {
        (Some(marked), Some(different)) => {
            format!("of what the network marks, {} differs; of what differs, it marks {}", percent(marked), percent(different))
        }
        (None, Some(_)) => "the network marks nothing of it".to_owned(),
        (Some(_), None) => "the network marks something, but nothing differs there".to_owned(),
        (None, None) => "the network marks nothing, and nothing differs".to_owned(),
    });
    lines.push("that two pictures differ does not say which of them is the original".to_owned());
    lines.join("\n") + "\n"
}
