//! The command line.

fn main() -> std::process::ExitCode {
    omni_iml::cli::main().into()
}
