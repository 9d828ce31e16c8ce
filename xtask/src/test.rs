//! Every check of the project, one stage after the other, with its time. A stage that fails does not keep the later
//! ones from running, and one that cannot run here is skipped and says so.

use std::cell::Cell;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::model_server::ModelServer;
use crate::setup::{self, Need};
use crate::visit;
use crate::wasm_target::{LINKED, TARGET, Toolchain};
use crate::workshop::{Outcome, Workshop, run, seconds, works};
use crate::{build, kernels, workshop};

/// What a stage came to.
enum Verdict {
    Passed,
    Skipped(String),
    Failed(String),
}

type Stage = (&'static str, fn(&Tests) -> Outcome<Verdict>);

/// In the order in which a mistake is found soonest.
const STAGES: [Stage; 16] = [
    ("setup", Tests::set_up),
    ("format", Tests::format),
    ("lint", Tests::lint),
    ("native", Tests::native),
    ("parity", Tests::parity),
    ("trainer", Tests::trainer),
    ("licences", Tests::licences),
    ("page-lint", Tests::page_lint),
    ("engine-lint", Tests::engine_lint),
    ("credentials-lint", Tests::credentials_lint),
    ("pdf-lint", Tests::pdf_lint),
    ("page", Tests::page),
    ("browser", Tests::browser),
    ("model-server", Tests::model_server),
    ("browser-parity", Tests::browser_parity),
    ("trunk", Tests::trunk),
];

/// Where the tests that ask a model find its server.
const MODEL_SERVER: &str = "OMNI_IML_MODEL_SERVER";

/// Runs when it is named: it compiles Burn once more for its lints alone, ten minutes on two cores.
const BY_NAME: &str = "engine-lint";

struct Tests {
    shop: Workshop,
    /// Has the page been built in this run?
    built: Cell<bool>,
}

/// Runs the stages named in `only`, or all but [`BY_NAME`].
pub fn test(shop: Workshop, only: &[String]) -> Outcome {
    if let Some(unknown) = only.iter().find(|&name| STAGES.iter().all(|(stage, _)| stage != name)) {
        let names: Vec<&str> = STAGES.iter().map(|&(name, _)| name).collect();
        return Err(format!("there is no stage `{unknown}`; there are {}", names.join(", ")));
    }
    let tests = Tests { shop, built: Cell::new(false) };
    let mut results: Vec<(&str, Duration, Verdict)> = Vec::new();
    let start = Instant::now();
    for (name, stage) in STAGES {
        let wanted = if only.is_empty() { name != BY_NAME } else { only.iter().any(|wanted| wanted == name) };
        if !wanted {
            continue;
        }
        let begun = Instant::now();
        let verdict = workshop::timed(name, || Ok(stage(&tests).unwrap_or_else(Verdict::Failed)))?;
        if let Verdict::Failed(why) = &verdict {
            eprintln!("{name} failed: {why}");
        }
        results.push((name, begun.elapsed(), verdict));
    }
    println!();
    for (name, time, verdict) in &results {
        let (word, why) = match verdict {
            Verdict::Passed => ("passed", ""),
            Verdict::Skipped(why) => ("skipped", why.as_str()),
            Verdict::Failed(why) => ("FAILED", why.as_str()),
        };
        println!("{name:<16} {word:<8} {:>13}  {why}", seconds(*time));
    }
    println!("{:<16} {:<8} {:>13}", "together", "", seconds(start.elapsed()));
    let failed: Vec<&str> = results.iter().filter(|(_, _, v)| matches!(v, Verdict::Failed(_))).map(|&(name, ..)| name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

fn passed(command: &mut Command) -> Outcome<Verdict> {
    run(command).map(|()| Verdict::Passed)
}

fn skipped(why: &str) -> Outcome<Verdict> {
    Ok(Verdict::Skipped(why.into()))
}

impl Tests {
    fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = self.shop.command("cargo");
        command.args(arguments);
        command
    }

    fn set_up(&self) -> Outcome<Verdict> {
        let needs = Need::ALL.into_iter().filter(|&need| need != Need::CargoDeny);
        setup::provide(&self.shop, needs).map(|()| Verdict::Passed)
    }

    fn format(&self) -> Outcome<Verdict> {
        passed(&mut self.cargo(["fmt", "--all", "--check"]))
    }

    fn lint(&self) -> Outcome<Verdict> {
        passed(&mut self.cargo(["clippy", "--locked", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
    }

    fn native(&self) -> Outcome<Verdict> {
        passed(&mut self.cargo(["test", "--locked", "--workspace"]))
    }

    /// PyTorch computes every part of the network on random weights; ours must come to the same.
    fn parity(&self) -> Outcome<Verdict> {
        let folder = self.golden();
        run(self.shop.python_command().arg("train/golden.py").arg(&folder))?;
        passed(self.cargo(["test", "--locked", "--test", "parity"]).env("OMNI_IML_GOLDEN", &folder))
    }

    fn golden(&self) -> PathBuf {
        self.shop.target.join("golden")
    }

    /// The same in a browser, on the CPU and on WebGPU.
    fn browser_parity(&self) -> Outcome<Verdict> {
        if !self.golden().join("golden.bpk").is_file() {
            return Err("there is nothing to compare with; the stage `parity` makes it".into());
        }
        kernels::parity(&self.shop, &self.golden()).map(|()| Verdict::Passed)
    }

    fn trainer(&self) -> Outcome<Verdict> {
        // Fine-tuning belongs to the stage `model-server`.
        passed(self.pytest("train/tests").arg("--ignore=train/tests/test_sft.py"))
    }

    fn pytest(&self, what: &str) -> Command {
        let mut command = self.shop.python_command();
        command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", what]);
        command
    }

    /// Asks a model at a server that others wrote, from the terminal's side and from the page; and fine-tunes the same
    /// model on what `sft-export` writes.
    fn model_server(&self) -> Outcome<Verdict> {
        setup::provide(&self.shop, [Need::Python, Need::VisionModel])?;
        let export = self.shop.target.join("sft-export");
        // Files of an earlier export would be read, too.
        build::remove(&export)?;
        let test = "export::an_export_loads_back_as_what_the_page_sends_and_the_annotation";
        let mut exporting = self.cargo(["test", "--locked", "--test", "annotate", "--", "--exact", test]);
        run(exporting.env("OMNI_IML_SFT_OUT", &export))?;
        run(self.pytest("train/tests/test_sft.py").env("OMNI_IML_SFT_EXPORT", &export))?;
        let server = ModelServer::start(&self.shop)?;
        run(self.cargo(["test", "--locked", "--test", "model_server"]).env(MODEL_SERVER, server.address()))?;
        let page = self.shop.root.join("tests/e2e/model-server.test.mjs");
        passed(self.browser_tests()?.arg(page).env(MODEL_SERVER, server.address()))
    }

    fn licences(&self) -> Outcome<Verdict> {
        if !works(self.shop.command("cargo-deny").arg("--version")) {
            return skipped("cargo-deny is not installed; `cargo xtask setup --test` installs it");
        }
        run(&mut self.cargo(["deny", "--workspace", "check", "bans", "licenses", "sources"]))?;
        println!("advisories: skipped, they need the advisory database from the network (`cargo deny check advisories`)");
        Ok(Verdict::Passed)
    }

    fn page_lint(&self) -> Outcome<Verdict> {
        self.wasm_lint("page", "web")
    }

    fn engine_lint(&self) -> Outcome<Verdict> {
        self.wasm_lint("engine", "engine")
    }

    fn credentials_lint(&self) -> Outcome<Verdict> {
        self.wasm_lint("credentials", "credentials-web")
    }

    fn pdf_lint(&self) -> Outcome<Verdict> {
        self.wasm_lint("pdf", "pdf-web")
    }

    fn wasm_lint(&self, binary: &str, feature: &str) -> Outcome<Verdict> {
        let toolchain = Toolchain::find(&self.shop).ok_or("there is no toolchain for wasm32")?;
        // Debian's has no clippy; the default one may have both.
        let with_clippy = |toolchain: Toolchain| works(toolchain.command(&self.shop, "cargo").args(["clippy", "--version"]));
        let toolchain = match toolchain {
            Toolchain::Linked if !with_clippy(toolchain) && Toolchain::Default.builds(&self.shop) => Toolchain::Default,
            other => other,
        };
        if !with_clippy(toolchain) {
            return skipped("the toolchain that builds for wasm32 has no clippy");
        }
        let mut cargo = toolchain.command(&self.shop, "cargo");
        cargo.args(["clippy", "--locked", "--quiet", "--lib", "--bin", binary, "--target", TARGET]);
        cargo.args(["--no-default-features", "--features", feature, "--", "--deny", "warnings"]);
        passed(cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS"))
    }

    fn dist(&self) -> PathBuf {
        self.shop.target.join("dist")
    }

    fn page(&self) -> Outcome<Verdict> {
        build::build(&self.shop, &self.dist())?;
        self.built.set(true);
        Ok(Verdict::Passed)
    }

    /// A real browser uses the page as a person would.
    fn browser(&self) -> Outcome<Verdict> {
        let folder = self.shop.root.join("tests/e2e");
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .map_err(|error| format!("{} could not be read: {error}", folder.display()))?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
            .collect();
        files.sort();
        // What the page says is compared with what it says. In the tests' own profile: another would compile Burn again.
        run(&mut self.cargo(["build", "--locked", "--bin", "omni-iml"]))?;
        passed(self.browser_tests()?.args(files).env("OMNI_IML_PROGRAM", self.shop.target.join("debug/omni-iml")))
    }

    /// Runs test files in a browser against the built page, which is served from here on.
    fn browser_tests(&self) -> Outcome<Command> {
        if !self.built.get() && !self.dist().join("index.html").is_file() {
            return Err("there is no page to test; the stage `page` builds it".into());
        }
        let mut node = visit::visiting(&self.shop, &self.dist())?;
        node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
        Ok(node)
    }

    /// The page as a person makes it who has Trunk.
    fn trunk(&self) -> Outcome<Verdict> {
        let mut trunk = self.shop.command("trunk");
        if !works(self.shop.command("trunk").arg("--version")) {
            return skipped("Trunk is not installed");
        }
        if Toolchain::find(&self.shop) == Some(Toolchain::Linked) {
            trunk.env("RUSTUP_TOOLCHAIN", LINKED);
        }
        passed(trunk.args(["build", "--dist"]).arg(self.shop.target.join("trunk")))
    }
}
