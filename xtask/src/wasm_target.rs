//! A toolchain that builds for wasm32, by one of three ways: it is there; `rustup target add`; or, where rustup's
//! server cannot be reached but Debian's packages can, Debian's own toolchain with a standard library built once.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::setup;
use crate::workshop::{Outcome, Workshop, output, run, run_within, works};

/// The target of page and engine.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's toolchain as rustup knows it.
pub const LINKED: &str = "web";

/// Which toolchain builds for wasm32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that everything else is built with.
    Default,
    /// The one linked to rustup as `web`.
    Linked,
}

impl Toolchain {
    /// A toolchain that can build for wasm32 now. A linked one comes first: it is there only because a setup made it,
    /// and the builds in the cache are its own.
    pub fn find(shop: &Workshop) -> Option<Self> {
        let linked = output(shop.command("rustup").args(["toolchain", "list"]))
            .is_ok_and(|list| list.lines().any(|line| line.split_whitespace().next() == Some(LINKED)));
        [Self::Linked, Self::Default]
            .into_iter()
            .find(|&toolchain| (toolchain == Self::Default || linked) && toolchain.builds(shop))
    }

    /// `cargo` or `rustc` of this toolchain.
    pub fn command(self, shop: &Workshop, program: &str) -> Command {
        let mut command = shop.command(program);
        if self == Self::Linked {
            command.arg(format!("+{LINKED}"));
        }
        command
    }

    /// Compiles and links a few lines that need the standard library, optimised as a whole, as the page's profile asks.
    pub fn builds(self, shop: &Workshop) -> bool {
        let probe = shop.cache.join("probe.wasm");
        let mut rustc = self.command(shop, "rustc");
        rustc
            .args(["--target", TARGET, "--crate-type", "cdylib", "--crate-name", "probe", "-Cpanic=abort", "-Clto=fat", "-o"])
            .arg(&probe)
            .arg("-");
        rustc.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = rustc.spawn() else { return false };
        if let Some(mut input) = child.stdin.take() {
            // A compiler that does not read has failed already, and its status says so.
            let _ = input.write_all(b"#[no_mangle] pub extern \"C\" fn probe(v: u32) -> usize { v.to_string().len() }");
        }
        let builds = child.wait().is_ok_and(|status| status.success());
        let _ = fs::remove_file(probe);
        builds
    }
}

/// Gets the target where it is not there yet.
pub fn obtain(shop: &Workshop) -> Outcome<Toolchain> {
    let mut tried = Vec::new();
    if works(shop.command("rustup").arg("--version")) {
        eprintln!("trying `rustup target add {TARGET}`, for a minute at most");
        let mut rustup = shop.command("rustup");
        rustup.args(["target", "add", TARGET]).env("RUSTUP_MAX_RETRIES", "1");
        match run_within(&mut rustup, Duration::from_secs(60)) {
            Ok(()) => match Toolchain::find(shop) {
                Some(toolchain) => return Ok(toolchain),
                None => tried.push("rustup added the target, but a few lines of Rust do not build for it".to_owned()),
            },
            Err(error) => tried.push(error),
        }
        match from_debian(shop) {
            Ok(toolchain) => return Ok(toolchain),
            Err(error) => tried.push(error),
        }
    } else {
        tried.push("there is no rustup".into());
    }
    Err(format!(
        "there is no Rust toolchain that builds for {TARGET}:\n  {}\nInstall the target with `rustup target add {TARGET}` or your distribution's packages, then run this again.",
        tried.join("\n  ")
    ))
}

/// Debian packages compiler and sources of one version but no wasm32 library, so that one is built here.
fn from_debian(shop: &Workshop) -> Outcome<Toolchain> {
    const RUSTC: &str = "/usr/bin/rustc";
    const CARGO: &str = "/usr/bin/cargo";
    eprintln!("taking Debian's toolchain instead, and building the standard library for {TARGET} once (about two minutes)");
    setup::apt_install(shop, &["rustc-web", "cargo-web", "rust-web-src"])?;
    let about = output(shop.command(RUSTC).arg("-vV"))?;
    let field = |name: &str| about.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let llvm = field("LLVM version:").and_then(|v| v.split('.').next()).ok_or("Debian's rustc does not name its LLVM")?;
    let host = field("host:").ok_or("Debian's rustc does not name its host")?;
    setup::apt_install(shop, &[&format!("lld-{llvm}")])?;

    let sysroot = output(shop.command(RUSTC).args(["--print", "sysroot"]))?;
    let rustlib = Path::new(sysroot.trim()).join("lib/rustlib");
    let tools = rustlib.join(host).join("bin");
    // rustc looks for its linker in this folder before it looks on the path.
    let linker = tools.join("rust-lld");
    if !linker.exists() {
        fs::create_dir_all(&tools).map_err(|error| format!("{} could not be made: {error}", tools.display()))?;
        std::os::unix::fs::symlink(format!("/usr/bin/wasm-ld-{llvm}"), &linker)
            .map_err(|error| format!("{} could not be linked: {error}", linker.display()))?;
    }

    let package = shop.cache.join("std");
    write(&package.join("Cargo.toml"), "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n")?;
    write(&package.join("src/lib.rs"), "#![no_std]\n")?;
    let build = package.join("target");
    let mut cargo = shop.command(CARGO);
    cargo.args(["build", "-Zbuild-std=std,panic_abort", "--release", "--target", TARGET]).current_dir(&package);
    cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", &build);
    // Bitcode beside the machine code, or nothing could be optimised across this library's border.
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes");
    run(&mut cargo)?;

    let library = rustlib.join(TARGET).join("lib");
    // Crates of an earlier build beside these would be candidates too.
    match fs::remove_dir_all(&library) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(format!("{} could not be replaced: {error}", library.display()));
        }
        _ => {}
    }
    fs::create_dir_all(&library).map_err(|error| format!("{} could not be made: {error}", library.display()))?;
    let built = build.join(TARGET).join("release/deps");
    let entries = fs::read_dir(&built).map_err(|error| format!("{} could not be read: {error}", built.display()))?;
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "rlib")) {
        let Some(name) = path.file_name().filter(|name| !name.to_string_lossy().starts_with("libempty-")) else { continue };
        fs::copy(&path, library.join(name)).map_err(|error| format!("{} could not be copied: {error}", path.display()))?;
    }
    run(shop.command("rustup").args(["toolchain", "link", LINKED, sysroot.trim()]))?;
    if Toolchain::Linked.builds(shop) {
        Ok(Toolchain::Linked)
    } else {
        Err(format!("Debian's toolchain was installed, but a few lines of Rust do not build for {TARGET}"))
    }
}

fn write(path: &Path, text: &str) -> Outcome {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{} could not be written: {error}", path.display()))
}
