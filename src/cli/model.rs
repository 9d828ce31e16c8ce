use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::runner::Model;
use crate::input::sha256;
use crate::model::{Config, FORMAT, OmniIml, Precision, Weights};

/// Side of the tile that multiply-adds are printed for.
const TILE: usize = 512;

/// A size that can be built.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Size {
    /// For a page.
    Small,
    /// For a desktop.
    Mid,
    /// The paper's.
    Full,
}

/// What to print or write.
#[derive(Args)]
pub struct ModelArgs {
    /// Size of the network
    #[arg(long, default_value = "small")]
    size: Size,
    /// In place of printing parts, write a model's weights in this form to the file --out.
    #[arg(long, value_enum, requires = "out", conflicts_with = "size")]
    convert: Option<Precision>,
    /// The file to write.
    #[arg(long, requires = "convert")]
    out: Option<PathBuf>,
    /// What to convert: a model of the list, or the path of a file.
    #[arg(long, default_value = "small", requires = "convert")]
    model: String,
}

/// Runs `model`.
pub fn run(args: &ModelArgs) -> Result<(), String> {
    match (args.convert, &args.out) {
        (Some(precision), Some(out)) => convert(&args.model, precision, out),
        _ => parts(args),
    }
}

/// Writes a model's weights and prints what its entry in the list of models has to say of the file.
fn convert(model: &str, precision: Precision, out: &PathBuf) -> Result<(), String> {
    let weights = Model::read(model)?.weights;
    let bytes = weights.to_bytes(precision).map_err(|e| e.to_string())?;
    // What cannot be read again is not worth writing.
    Weights::from_bytes(bytes.clone(), FORMAT).map_err(|e| e.to_string())?;
    fs::write(out, &bytes).map_err(|e| format!("cannot write ({e}): {}", out.display()))?;
    println!("{} bytes, sha256 {}", bytes.len(), sha256(&bytes));
    Ok(())
}

/// Prints what each part comes to, and their sum.
fn parts(args: &ModelArgs) -> Result<(), String> {
    let config = match args.size {
        Size::Small => Config::SMALL,
        Size::Mid => Config::MID,
        Size::Full => Config::FULL,
    };
    let parts = OmniIml::count(&config, TILE).map_err(|e| e.to_string())?;
    println!("{:<16}{:>14}{:>18}", "part", "parameters", "multiply-adds");
    let line = |name: &str, parameters: usize, multiply_adds: usize| {
        println!("{name:<16}{parameters:>14}{multiply_adds:>18}");
    };
    for part in &parts {
        line(&part.name, part.parameters, part.multiply_adds);
    }
    let (parameters, multiply_adds) = (parts.iter().map(|p| p.parameters).sum(), parts.iter().map(|p| p.multiply_adds).sum());
    line("all", parameters, multiply_adds);
    println!(
        "{}: {:.1} M parameters, {:.2} G multiply-adds for a tile of {TILE}²",
        config.name,
        parameters as f64 / 1e6,
        multiply_adds as f64 / 1e9
    );
    Ok(())
}
