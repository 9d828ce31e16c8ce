//! The command line: what the page does, on a folder, and the field's tables.

mod calibrate;
mod check;
mod compare;
mod eval;
mod journal;
mod kinds;
mod lens;
mod merge;
mod model;
mod pictures;
mod progress;
mod runner;
mod serve;
mod table;
mod verify;

use clap::{Parser, Subcommand};

/// Finds where pictures were manipulated, on this machine alone.
#[derive(Parser)]
#[command(name = "omni-iml", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks pictures.
    Check(check::CheckArgs),
    /// Puts the results of several runs or machines together.
    Merge(merge::MergeArgs),
    /// Checks a picture again and says what of a report on it agrees.
    Verify(verify::VerifyArgs),
    /// Sets a picture beside the one that it is said to come from.
    Compare(compare::CompareArgs),
    /// Prints figures on sets of pictures with masks.
    Eval(eval::EvalArgs),
    /// Chooses a model's thresholds from pictures with masks.
    Calibrate(calibrate::CalibrateArgs),
    /// Looks at a picture through a classical lens, without the network.
    Lens(lens::LensArgs),
    /// Makes forgeries with exact masks from pristine pictures.
    #[cfg(feature = "forge")]
    Forge(crate::forge::ForgeArgs),
    /// Annotates a forged set by a model, in the paper's three steps.
    Annotate(crate::annotate::AnnotateArgs),
    /// Writes annotations as conversations for fine-tuning.
    SftExport(crate::annotate::export::ExportArgs),
    /// Scores models' explanations, with and without the visual prompt.
    EvalExplain(crate::annotate::eval::EvalExplainArgs),
    #[cfg(feature = "gateway")]
    Gateway(crate::gateway::GatewayArgs),
    /// Serves the page from a folder, for people who have no web server.
    Serve(serve::ServeArgs),
    /// Prints the network's parameters and multiply-adds, part by part, or writes its weights in another form.
    Model(model::ModelArgs),
}

/// Runs the command line and gives the exit code: 0 when all was done, 2 when something could not be.
#[must_use]
pub fn main() -> u8 {
    let mut say = |line: &str| println!("{line}");
    let done = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Lens(args) => lens::run(&args),
        #[cfg(feature = "forge")]
        Command::Forge(args) => crate::forge::run(&args).map_err(|e| e.to_string()),
        Command::Annotate(args) => crate::annotate::run(&args, &mut say).and_then(crate::annotate::Outcome::complete),
        Command::SftExport(args) => crate::annotate::export::run(&args, &mut say).map(|_| ()),
        Command::EvalExplain(args) => crate::annotate::eval::run(&args, &mut say).map(|_| ()),
        #[cfg(feature = "gateway")]
        Command::Gateway(args) => crate::gateway::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Model(args) => model::run(&args),
    };
    match done {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("omni-iml: {message}");
            2
        }
    }
}
