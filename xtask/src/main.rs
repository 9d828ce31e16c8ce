//! `cargo xtask`: everything that has to be done to this project, in one word each.
//!
//! - [`workshop`]: where things lie, and how children are started and timed; [`setup`]: what they need,
//!   [`wasm_target`]: the one of these that has three ways.
//! - [`build`]: the page into a folder that any static server can serve, [`stored`]: what of it browsers keep; [`serve`]: such
//!   a server; [`widget`]: what is written into the scripts that other sites embed; [`package`]: the same folder for npm;
//!   [`sbom`]: what of others' is in it.
//! - [`test`]: every check, stage by stage; [`visit`]: how scripts get a browser, and the page in it; [`model_server`]: what one of them asks; [`bench`]: what the page weighs and how
//!   long it takes; [`kernels`]: the same of the network's building blocks; [`gateway`]: what the gateway costs; [`lighthouse`]:
//!   how the page does by others' measures; [`pictures`]: what many of them leave in memory; [`tables`]: how well the network does, from what [`printed`] reads.

mod bench;
mod build;
mod gateway;
mod kernels;
mod lighthouse;
mod model_server;
mod package;
mod pictures;
mod printed;
mod sbom;
#[path = "../../src/serve.rs"]
mod serve;
mod setup;
mod stored;
mod tables;
mod test;
mod visit;
mod wasm_target;
mod widget;
mod workshop;

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

use setup::Need;
use workshop::{Outcome, Workshop};

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port N] [--no-build] [--dist FOLDER]
                     sets up what is missing, builds the page and serves it (port 8080; 0 takes a free one)
  build [--dist FOLDER]
                     sets up what is missing and builds the page into dist/, its modules packed beside themselves
  package [--dist FOLDER]
                     builds the page into an npm package, package/, with types and a JavaScript interface
  sbom [--out FILE]  lists what ships, its licences, hashes and dependencies: a software bill of materials in CycloneDX
  test [STAGE...]    sets up what is missing and runs every check, or the stages named
  bench [--runs N]   builds the page, prints what it weighs, how long a picture takes in Chromium, how that compares
                     with onnxruntime-web, and the memory that 12 megapixels need
  bench kernels [--runs N]
                     prints how long each building block of the network takes in Chromium, on the CPU and on WebGPU
  bench gateway [--runs N]
                     prints what 200 streams at once through the gateway cost, and what becomes of them when its upstream
                     dies
  bench lighthouse [--runs N]
                     prints how the page does by Lighthouse, as a phone and as a computer
  bench pictures [--count N]
                     prints how much memory the command line holds while it checks 1,000 pictures, which must not grow
  tables             forges, evaluates and writes models/TABLES.md; OMNI_IML_DATA names the folder of the pictures
  setup [--test]     only sets up; with --test also what the tests alone need

Tools and builds are kept in ${OMNI_IML_CACHE}, by default omni-iml in the user's cache folder; builds in
${CARGO_TARGET_DIR} where that is set. ${CHROMIUM} names the browser to test with.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(());
    };
    match command.as_str() {
        "setup" => {
            let options = Options::parse(rest, &["--test"])?;
            let shop = Workshop::open()?;
            setup::provide(&shop, Need::ALL.into_iter().filter(|need| options.test || !need.for_tests_alone()))
        }
        "build" => {
            let options = Options::parse(rest, &["--dist"])?;
            let shop = Workshop::open()?;
            let dist = options.dist(&shop);
            build::build(&shop, &dist)?;
            build::pack(&shop, &dist)
        }
        "package" => {
            let options = Options::parse(rest, &["--dist"])?;
            let shop = Workshop::open()?;
            let to = options.dist.clone().unwrap_or_else(|| shop.root.join("package"));
            package::package(&shop, &to)
        }
        "sbom" => {
            let options = Options::parse(rest, &["--out"])?;
            sbom::sbom(&Workshop::open()?, options.out.as_deref())
        }
        "serve" => {
            let options = Options::parse(rest, &["--port", "--no-build", "--dist"])?;
            let shop = Workshop::open()?;
            let dist = options.dist(&shop);
            if !options.no_build {
                build::build(&shop, &dist)?;
            }
            let server = serve::Server::open(&dist, (Ipv4Addr::LOCALHOST, options.port).into(), &[])?;
            println!("{}", server.address());
            server.run();
            Ok(())
        }
        "test" => test::test(Workshop::open()?, rest),
        "bench" if rest.first().is_some_and(|what| what == "pictures") => {
            let options = Options::parse(&rest[1..], &["--count"])?;
            pictures::bench(&Workshop::open()?, options.count)
        }
        "bench" => {
            let (bench, rest): (fn(&Workshop, u32) -> Outcome, _) = match rest.split_first() {
                Some((what, rest)) if what == "kernels" => (kernels::bench, rest),
                Some((what, rest)) if what == "gateway" => (gateway::bench, rest),
                Some((what, rest)) if what == "lighthouse" => (lighthouse::bench, rest),
                _ => (bench::bench, rest),
            };
            let options = Options::parse(rest, &["--runs"])?;
            bench(&Workshop::open()?, options.runs)
        }
        "tables" => {
            Options::parse(rest, &[])?;
            tables::tables(&Workshop::open()?)
        }
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    }
}

struct Options {
    port: u16,
    no_build: bool,
    dist: Option<PathBuf>,
    out: Option<PathBuf>,
    test: bool,
    runs: u32,
    count: usize,
}

impl Options {
    /// Reads the options that a command `knows`.
    fn parse(arguments: &[String], knows: &[&str]) -> Outcome<Self> {
        let mut options = Self { port: 8080, no_build: false, dist: None, out: None, test: false, runs: 5, count: 1000 };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            if !knows.contains(&name) {
                return Err(format!("there is no option `{argument}` here; `cargo xtask help` lists them"));
            }
            let mut value = || attached.clone().or_else(|| rest.next().cloned()).ok_or_else(|| format!("{name} needs a value"));
            match name {
                "--no-build" => options.no_build = true,
                "--test" => options.test = true,
                "--dist" => options.dist = Some(value()?.into()),
                "--out" => options.out = Some(value()?.into()),
                "--port" => options.port = number(name, &value()?)?,
                "--runs" => options.runs = number(name, &value()?)?,
                "--count" => options.count = number(name, &value()?)?,
                _ => return Err(format!("`{name}` is not an option")),
            }
        }
        Ok(options)
    }

    fn dist(&self, shop: &Workshop) -> PathBuf {
        self.dist.clone().unwrap_or_else(|| shop.root.join("dist"))
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Outcome<T> {
    value.parse().map_err(|_| format!("{name} needs a number, not `{value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str], knows: &[&str]) -> Outcome<Options> {
        Options::parse(&arguments.iter().map(|&a| a.to_owned()).collect::<Vec<_>>(), knows)
    }

    #[test]
    fn options_come_attached_or_apart() {
        let options = parse(&["--port=0", "--dist", "there", "--no-build"], &["--port", "--dist", "--no-build"]);
        let options = options.expect("all are known");
        assert_eq!((options.port, options.dist, options.no_build), (0, Some("there".into()), true));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(parse(&["--port"], &["--port"]).is_err_and(|e| e.contains("needs a value")));
        assert!(parse(&["--port", "x"], &["--port"]).is_err_and(|e| e.contains("`x`")));
        assert!(parse(&["--runs", "3"], &["--port"]).is_err_and(|e| e.contains("--runs")));
        assert!(dispatch(&["nothing".into()]).is_err_and(|e| e.contains("`nothing`")));
    }
}
