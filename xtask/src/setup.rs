//! What the other commands need and where it comes from. Nothing is done twice, and what will be done is said first.

use std::fs::{self, File};
use std::path::PathBuf;

use crate::wasm_target::{self, Toolchain};
use crate::workshop::{Outcome, Workshop, output, run, timed, works};

/// Something that must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A toolchain that builds for wasm32.
    WasmTarget,
    /// The tool that makes a module's JavaScript side, in exactly the version of the library in Cargo.lock.
    WasmBindgen,
    /// The browser of the tests.
    Chromium,
    /// What drives the browser.
    NodePackages,
    /// PyTorch, for the parity test and the trainer's own.
    Python,
    /// Serves and fine-tunes a tiny model that sees.
    VisionModel,
    /// Checks licences, sources and bans of the dependencies.
    CargoDeny,
    /// Writes the network of the bench in the form that the runtime reads.
    Onnx,
    /// The runtime that the bench compares with.
    OnnxRuntime,
    /// What judges the page from outside.
    Lighthouse,
}

impl Need {
    /// Everything that building and testing need, in the order in which it is provided.
    pub const ALL: [Self; 7] = [
        Self::WasmTarget,
        Self::WasmBindgen,
        Self::Chromium,
        Self::NodePackages,
        Self::Python,
        Self::VisionModel,
        Self::CargoDeny,
    ];

    /// What building and serving can do without, and what is large.
    pub const fn for_tests_alone(self) -> bool {
        matches!(self, Self::Python | Self::VisionModel | Self::CargoDeny)
    }

    /// The folder of what npm installs.
    fn node_package(self, shop: &Workshop) -> PathBuf {
        shop.root.join("tests").join(match self {
            Self::OnnxRuntime => "bench",
            Self::Lighthouse => "lighthouse",
            _ => "e2e",
        })
    }

    /// The file that pins what pip installs.
    fn requirements(self, shop: &Workshop) -> PathBuf {
        shop.root.join("train").join(match self {
            Self::Onnx => "requirements-onnx.txt",
            Self::VisionModel => "requirements-vlm.txt",
            _ => "requirements.txt",
        })
    }

    fn is_there(self, shop: &Workshop) -> bool {
        match self {
            Self::WasmTarget => Toolchain::find(shop).is_some(),
            Self::WasmBindgen => bindgen_version(shop).is_ok_and(|wanted| {
                output(shop.command("wasm-bindgen").arg("--version"))
                    .is_ok_and(|found| found.split_whitespace().nth(1) == Some(&wanted))
            }),
            Self::Chromium => chromium(shop).is_some(),
            Self::NodePackages | Self::OnnxRuntime | Self::Lighthouse => {
                let package = self.node_package(shop);
                let installed = fs::read(package.join("node_modules").join(LOCK_COPY));
                installed.is_ok_and(|installed| fs::read(package.join("package-lock.json")).is_ok_and(|lock| lock == installed))
            }
            Self::Python | Self::VisionModel | Self::Onnx => {
                works(shop.command(shop.python()).args(["-c", PYTHON_CHECK]).arg(self.requirements(shop)))
            }
            Self::CargoDeny => works(shop.command("cargo-deny").arg("--version")),
        }
    }

    /// What is installed, why, and where it comes from.
    fn announcement(self, shop: &Workshop) -> String {
        match self {
            Self::WasmTarget => format!("the {} target, to build page and engine (rustup, else Debian's packages)", wasm_target::TARGET),
            Self::WasmBindgen => format!(
                "wasm-bindgen {}, which joins them to the browser (built by cargo; 4 minutes on two cores)",
                bindgen_version(shop).unwrap_or_default()
            ),
            Self::Chromium => "Chromium, for the browser tests (Debian's package)".into(),
            Self::NodePackages => "playwright-core, which drives Chromium (npm, locked; into tests/e2e/node_modules)".into(),
            Self::Python => "PyTorch in a virtual environment, for the parity test and the trainer's (pip, versions pinned in train/requirements.txt; some 5 GB)".into(),
            Self::VisionModel => "transformers and TRL, which serve and fine-tune the tests' tiny model (pip, versions pinned in train/requirements-vlm.txt; half a gigabyte)".into(),
            Self::CargoDeny => "cargo-deny, which checks licences and sources (built by cargo; some 6 minutes on two cores)".into(),
            Self::Onnx => "onnx and onnxscript, which write the network for the bench (pip, versions pinned in train/requirements-onnx.txt)".into(),
            Self::OnnxRuntime => "onnxruntime-web, which the bench compares with (npm, locked; into tests/bench/node_modules; 150 MB)".into(),
            Self::Lighthouse => "Lighthouse, which judges the page (npm, locked; into tests/lighthouse/node_modules; 190 MB)".into(),
        }
    }

    fn install(self, shop: &Workshop) -> Outcome {
        match self {
            Self::WasmTarget => wasm_target::obtain(shop).map(drop),
            Self::WasmBindgen => cargo_install(shop, "wasm-bindgen-cli", Some(&bindgen_version(shop)?)),
            Self::Chromium => apt_install(shop, &["chromium"]).map_err(|error| {
                format!("{error}\nInstall Chromium or Chrome, or set CHROMIUM to its program, then run this again.")
            }),
            Self::NodePackages | Self::OnnxRuntime | Self::Lighthouse => {
                let package = self.node_package(shop);
                if !works(shop.command("npm").arg("--version")) || !works(shop.command("node").arg("--version")) {
                    return Err("Node.js (20 or later) with npm is missing; install it, then run this again".into());
                }
                run(shop.command("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&package))?;
                fs::copy(package.join("package-lock.json"), package.join("node_modules").join(LOCK_COPY))
                    .map(drop)
                    .map_err(|error| format!("what npm installed could not be noted: {error}"))
            }
            Self::Python | Self::VisionModel | Self::Onnx => {
                if !shop.python().exists() {
                    run(shop.command("python3").args(["-m", "venv"]).arg(shop.cache.join("venv"))).map_err(|error| {
                        format!("{error}\nPython 3.11 or later with its venv module is needed (Debian: python3-venv).")
                    })?;
                }
                run(shop
                    .command(shop.python())
                    .args(["-m", "pip", "install", "--quiet", "--requirement"])
                    .arg(self.requirements(shop)))
            }
            Self::CargoDeny => cargo_install(shop, "cargo-deny", None),
        }
    }
}

/// A copy of the lock file that node_modules was made from.
const LOCK_COPY: &str = ".installed-package-lock.json";

/// Ends well if every pinned package is installed in its version.
const PYTHON_CHECK: &str = "
import sys
from importlib.metadata import version
for line in open(sys.argv[1]):
    line = line.split('#')[0].split(';')[0].strip()
    if line:
        name, wanted = line.split('==')
        assert version(name).split('+')[0] == wanted
";

/// Makes sure that each of `needs` is there.
pub fn provide(shop: &Workshop, needs: impl IntoIterator<Item = Need>) -> Outcome {
    let needs: Vec<Need> = needs.into_iter().collect();
    if needs.iter().all(|need| need.is_there(shop)) {
        return Ok(());
    }
    // Two at once would install the same things over each other.
    let path = shop.cache.join("setup.lock");
    let lock = File::create(&path).map_err(|error| format!("{} could not be made: {error}", path.display()))?;
    if lock.try_lock().is_err() {
        eprintln!("waiting for another setup to end");
        lock.lock().map_err(|error| format!("{} could not be locked: {error}", path.display()))?;
    }
    let missing: Vec<Need> = needs.into_iter().filter(|need| !need.is_there(shop)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("To be installed, once, into {} unless said otherwise:", shop.cache.display());
    for need in &missing {
        eprintln!("  - {}", need.announcement(shop));
    }
    for need in missing {
        let announcement = need.announcement(shop);
        let name = announcement.split([',', '(']).next().unwrap_or_default().trim_end();
        timed(name, || need.install(shop))?;
        if !need.is_there(shop) {
            return Err(format!("{name}: installed, but it does not answer"));
        }
    }
    Ok(())
}

/// The browser to test with.
pub fn chromium(shop: &Workshop) -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").filter(|name| !name.is_empty()).map(PathBuf::from);
    if named.is_some() {
        return named;
    }
    let path = std::env::var_os("PATH")?;
    let candidates = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    candidates
        .into_iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|program| program.is_file() && works(shop.command(program).arg("--version")))
}

/// Installs Debian packages that are not there yet.
pub fn apt_install(shop: &Workshop, packages: &[&str]) -> Outcome {
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !works(shop.command("dpkg").args(["-s", name]))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !works(shop.command("apt-get").arg("--version")) {
        return Err(format!("{list} would come from Debian's packages, but there is no apt-get here"));
    }
    if output(shop.command("id").arg("-u"))?.trim() != "0" {
        return Err(format!("as root, run: apt-get update && apt-get install {list}"));
    }
    run(shop.command("apt-get").args(["-qq", "update"]))?;
    let mut apt = shop.command("apt-get");
    apt.args(["-qq", "install", "--yes", "--no-install-recommends"]).args(&missing).env("DEBIAN_FRONTEND", "noninteractive");
    run(&mut apt)
}

fn cargo_install(shop: &Workshop, package: &str, version: Option<&str>) -> Outcome {
    let mut cargo = shop.command("cargo");
    cargo.args(["install", "--quiet", package, "--root"]).arg(&shop.cache);
    if let Some(version) = version {
        cargo.args(["--version", &format!("={version}")]);
    }
    run(&mut cargo)
}

fn bindgen_version(shop: &Workshop) -> Outcome<String> {
    let lock =
        fs::read_to_string(shop.root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock could not be read: {error}"))?;
    locked_version(&lock, "wasm-bindgen").ok_or_else(|| "Cargo.lock does not name wasm-bindgen".into())
}

/// The version of `package` in a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| line.strip_prefix("name = ") == Some(&format!("\"{package}\"")))?;
    Some(lines.next()?.strip_prefix("version = ")?.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "absent"), None);
    }
}
