use std::path::PathBuf;

use super::check::save;
use super::pictures::photo_of;
use crate::evidence::{Lens, LensReport, Settings, list_parameters};
use crate::language::Language;

/// Looks at a picture through a lens, without the network.
#[derive(clap::Args)]
#[command(after_help = format!("What can be set, from least to most, and its default:\n{}", list_parameters()))]
pub struct LensArgs {
    /// The lens.
    #[arg(value_enum)]
    lens: Lens,
    /// A picture; one of a PDF document as `check` names it.
    file: PathBuf,
    /// Write what the lens shows as PNG.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Set a parameter of the lens.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The figures as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `lens`.
pub fn run(args: &LensArgs) -> Result<(), String> {
    let mut settings = Settings::default();
    for pair in &args.set {
        settings.set_pair(args.lens, pair).map_err(|e| e.to_string())?;
    }
    let photo = photo_of(&args.file).map_err(|e| format!("{e}: {}", args.file.display()))?;
    let map = args.lens.look(&photo, &settings, &mut |_| ());
    let report = LensReport::new(&args.file.to_string_lossy(), &photo, args.lens, &settings, &map);
    if args.json {
        println!("{}", serde_json::to_string(&report).map_err(|e| e.to_string())?);
    } else {
        println!("{}", report.table(Language::En));
    }
    let Some(out) = &args.out else { return Ok(()) };
    let shown = map.displayed(photo.orientation, u32::MAX);
    save(out, &shown.rgba, shown.width, shown.height, image::ColorType::Rgba8)
}
