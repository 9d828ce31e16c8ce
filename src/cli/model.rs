use clap::{Args, ValueEnum};

use crate::model::{Config, OmniIml};

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

/// What to print.
#[derive(Args)]
pub struct ModelArgs {
    /// Size of the network
    #[arg(long, default_value = "small")]
    size: Size,
}

/// Prints what each part comes to, and their sum.
pub fn run(args: &ModelArgs) -> Result<(), String> {
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
