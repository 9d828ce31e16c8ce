//! The page, built into a folder that any static file server can serve.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::setup::{self, Need};
use crate::stored;
use crate::wasm_target::{TARGET, Toolchain};
use crate::widget;
use crate::workshop::{Outcome, Workshop, output, run, timed};

/// A browser module.
#[derive(Clone, Copy)]
pub struct Module {
    /// Of binary and file.
    pub name: &'static str,
    /// The Cargo profile.
    profile: &'static str,
    /// The feature that it is built with.
    pub feature: &'static str,
}

/// The modules of the page.
pub const MODULES: [Module; 5] = [
    Module { name: "page", profile: "page", feature: "web" },
    Module { name: "engine", profile: "engine", feature: "engine" },
    Module { name: "engine-relaxed", profile: "engine", feature: "relaxed" },
    // Loaded for files that carry Content Credentials alone.
    Module { name: "credentials", profile: "page", feature: "credentials-web" },
    // Loaded for PDF documents alone.
    Module { name: "pdf", profile: "page", feature: "pdf-web" },
];

/// What the page speaks beside English, which is built in.
const OTHER_LANGUAGES: [&str; 3] = ["de", "es", "ar"];

/// Measures and checks, built like the engine so that they share all but the last step.
const MEASURING: Module = Module { name: "kernels", profile: "engine", feature: "relaxed" };

/// Sets up what building needs, and builds into `dist`, which is replaced as a whole when everything is there.
pub fn build(shop: &Workshop, dist: &Path) -> Outcome {
    setup::provide(shop, [Need::WasmTarget, Need::WasmBindgen])?;
    let toolchain = Toolchain::find(shop).ok_or("the wasm32 target was there a moment ago and is not now")?;
    // Once: whoever commits meanwhile would have a page and scripts of two builds.
    let named = build_name(shop);
    let mut modules = Vec::new();
    for module in MODULES {
        modules.push(make(shop, toolchain, module, &named)?);
    }
    let fresh = dist.with_extension("new");
    remove(&fresh)?;
    assemble(shop, &modules, &named, &fresh)?;
    remove(dist)?;
    fs::rename(&fresh, dist).map_err(|error| format!("{} could not be put in place: {error}", dist.display()))?;
    eprintln!("built into {}", dist.display());
    Ok(())
}

/// The command line, as it ships: its program.
pub fn program(shop: &Workshop) -> Outcome<PathBuf> {
    let mut cargo = shop.command("cargo");
    cargo.args(["build", "--release", "--locked", "--quiet", "--bin", "omni-iml"]);
    timed("the command line", || run(&mut cargo))?;
    Ok(shop.target.join("release/omni-iml"))
}

/// The module of `src/bin/kernels`: the folder that it and its JavaScript side are in.
pub fn measuring_module(shop: &Workshop) -> Outcome<PathBuf> {
    setup::provide(shop, [Need::WasmTarget, Need::WasmBindgen])?;
    let toolchain = Toolchain::find(shop).ok_or("the wasm32 target was there a moment ago and is not now")?;
    make(shop, toolchain, MEASURING, "")
}

fn make(shop: &Workshop, toolchain: Toolchain, module: Module, named: &str) -> Outcome<PathBuf> {
    timed(module.name, || compile(shop, toolchain, module, named))?;
    timed(&format!("{}, JavaScript side", module.name), || bind(shop, module))
}

fn compile(shop: &Workshop, toolchain: Toolchain, Module { name, profile, feature }: Module, named: &str) -> Outcome {
    let mut cargo = toolchain.command(shop, "cargo");
    cargo.args(["build", "--locked", "--profile", profile, "--bin", name, "--target", TARGET]);
    cargo.args(["--no-default-features", "--features", feature]);
    // Flags from outside would take the place of those in .cargo/config.toml, without which it does not link.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    // Only the page shows which build it is; the engine need not be linked anew for every commit.
    if name == "page" {
        cargo.env("OMNI_IML_BUILD", named);
    }
    run(&mut cargo)
}

/// Version and commit, where there is one.
fn build_name(shop: &Workshop) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match output(shop.command("git").args(["rev-parse", "--short=9", "HEAD"])) {
        Ok(commit) => format!("{version}+{}", commit.trim()),
        Err(_) => version.to_owned(),
    }
}

/// Packs the modules of a built folder, beside themselves, as servers look for them (`omni-iml serve`, nginx's `gzip_static`,
/// Caddy's `precompressed`), and prints what travels. Without gzip there is none.
pub fn pack(shop: &Workshop, dist: &Path) -> Outcome {
    for module in MODULES {
        let file = dist.join(module.name.to_owned() + "_bg.wasm");
        let size = |file: &Path| fs::metadata(file).map(|about| about.len() as f64 / 1000.0);
        let plain = size(&file).map_err(|error| format!("{} could not be read: {error}", file.display()))?;
        let packed = shop.command("gzip").args(["-9", "-n", "-k", "-f"]).arg(&file).stderr(Stdio::null()).status();
        let packed = packed.is_ok_and(|status| status.success()).then(|| size(&file.with_extension("wasm.gz")));
        let travels = packed.and_then(Result::ok).map_or_else(String::new, |packed| format!(", {packed:.1} kB with gzip"));
        eprintln!("{:<14} {plain:>9.1} kB{travels}", module.name);
    }
    Ok(())
}

/// Runs wasm-bindgen, unless it has run on this very module, and gives the folder of what it made.
fn bind(shop: &Workshop, Module { name, profile, .. }: Module) -> Outcome<PathBuf> {
    let module = shop.target.join(TARGET).join(profile).join(name).with_extension("wasm");
    let out = shop.target.join("bound").join(name);
    let bound = out.join(format!("{name}_bg.wasm"));
    let changed = |path: &Path| fs::metadata(path).and_then(|about| about.modified());
    if let (Ok(from), Ok(to)) = (changed(&module), changed(&bound))
        && from < to
    {
        return Ok(out);
    }
    remove(&out)?;
    let mut bindgen = shop.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section"]);
    run(bindgen.args(["--out-name", name, "--out-dir"]).arg(&out).arg(&module))?;
    // Of the engine it would be a thousandth.
    if name == "page" {
        number_imports(&out.join(format!("{name}.js")), &bound)?;
    }
    Ok(out)
}

/// wasm-bindgen ends the name of each import in sixteen digits of a hash, in both files. Numbers of the same length take
/// their place, so that nothing moves in the module: hashes do not compress, and the page would be 3 kB larger.
fn number_imports(script: &Path, module: &Path) -> Outcome {
    let failed = |path: &Path, error: std::io::Error| format!("{} could not be shortened: {error}", path.display());
    let mut text = fs::read_to_string(script).map_err(|error| failed(script, error))?;
    let mut bytes = fs::read(module).map_err(|error| failed(module, error))?;
    let names: BTreeSet<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("__wb") && hash(word).is_some())
        .map(str::to_owned)
        .collect();
    for (number, name) in names.iter().enumerate() {
        let numbered = format!("{}{number:016}", &name[..name.len() - HASH]);
        text = text.replace(name, &numbered);
        let mut from = 0;
        while let Some(at) = bytes[from..].windows(name.len()).position(|window| window == name.as_bytes()) {
            bytes[from + at..from + at + name.len()].copy_from_slice(numbered.as_bytes());
            from += at + name.len();
        }
    }
    fs::write(module, bytes).map_err(|error| failed(module, error))?;
    fs::write(script, text).map_err(|error| failed(script, error))
}

/// Hexadecimal digits at the end of a name.
const HASH: usize = 16;

/// The hash at the end of an import's name.
fn hash(name: &str) -> Option<&str> {
    let (_, hash) = name.rsplit_once('_')?;
    (hash.len() == HASH && hash.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(hash)
}

/// Puts everything that is served into one folder.
fn assemble(shop: &Workshop, modules: &[PathBuf], named: &str, to: &Path) -> Outcome {
    copy(&shop.root.join("www"), to)?;
    let models = shop.root.join("models");
    if models.join("manifest.json").is_file() {
        copy(&models, &to.join("models"))?;
    } else {
        eprintln!("warning: models/manifest.json is missing: the page will open, but it cannot check a picture");
    }
    for module in modules {
        copy(module, to)?;
    }
    let index = shop.root.join("index.html");
    let html = fs::read_to_string(&index).map_err(|error| format!("index.html could not be read: {error}"))?;
    fs::write(to.join("index.html"), plain(&html)?).map_err(|error| format!("index.html could not be written: {error}"))?;
    for language in OTHER_LANGUAGES {
        let name = format!("locales/{language}.ftl");
        fs::create_dir_all(to.join("locales")).map_err(|error| format!("{} could not be made: {error}", to.display()))?;
        fs::copy(shop.root.join(&name), to.join(&name)).map_err(|error| format!("{name} could not be copied: {error}"))?;
    }
    widget::complete(to, &shop.root.join("locales/widget"), named)?;
    stored::list(to)
}

/// The page without what is there for Trunk: its links, its nonce, comments.
fn plain(html: &str) -> Outcome<String> {
    let mut rest = html;
    let mut bare = String::new();
    while let Some((before, comment)) = rest.split_once("<!--") {
        bare.push_str(before);
        rest = comment.split_once("-->").ok_or("index.html: a comment does not end")?.1;
    }
    bare.push_str(rest);

    let bare = bare.replace(" 'nonce-{{__TRUNK_NONCE__}}'", "");
    let mut page = String::new();
    let mut booted = false;
    for line in bare.lines().filter(|line| !line.trim().is_empty()) {
        if !line.contains("data-trunk") {
            page.push_str(line);
        } else if line.contains("data-bin=\"page\"") {
            page.push_str("    <script type=\"module\" src=\"page-boot.js\"></script>");
            booted = true;
        } else {
            continue;
        }
        page.push('\n');
    }
    if !booted {
        return Err("index.html has no data-trunk link with data-bin=\"page\", which stands for the page's module".into());
    }
    if page.contains("{{") {
        return Err("index.html holds a placeholder that only Trunk knows".into());
    }
    Ok(page)
}

/// Copies a folder's content, less scripts that only made it.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(|error| format!("{} could not be made: {error}", to.display()))?;
    let entries = fs::read_dir(from).map_err(|error| format!("{} could not be read: {error}", from.display()))?;
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path.extension().is_none_or(|extension| extension != "py") {
            fs::copy(&path, to.join(name)).map_err(|error| format!("{} could not be copied: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Takes a folder away, if it is there.
pub fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} could not be removed: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_imports_become_numbers_of_their_length() {
        let folder = std::env::temp_dir().join(format!("omni-iml-numbers-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder is writable");
        let (script, module) = (folder.join("a.js"), folder.join("a.wasm"));
        let js = "__wbg_get_0123456789abcdef: f, __wbg_set_x_fedcba9876543210(a) __wbg_new_0123 __wbindgen_init_externref_table";
        fs::write(&script, js).expect("the temporary folder is writable");
        fs::write(&module, "\0asm__wbg_set_x_fedcba9876543210\x02__wbg_get_0123456789abcdef").expect("it is writable");
        number_imports(&script, &module).expect("both are there");
        let (js, wasm) = (fs::read_to_string(&script), fs::read_to_string(&module));
        let expected =
            "__wbg_get_0000000000000000: f, __wbg_set_x_0000000000000001(a) __wbg_new_0123 __wbindgen_init_externref_table";
        assert_eq!(js.expect("it was written"), expected);
        assert_eq!(wasm.expect("it was written"), "\0asm__wbg_set_x_0000000000000001\x02__wbg_get_0000000000000000");
    }

    #[test]
    fn what_is_for_trunk_goes() {
        let html = "<head>\n<!-- why\n-->\n<meta content=\"script-src 'self' 'nonce-{{__TRUNK_NONCE__}}'; x\" />\n\
                    <link data-trunk rel=\"copy-dir\" href=\"models\" />\n<link data-trunk rel=\"rust\" data-bin=\"page\" />\n</head>\n";
        let page = plain(html).expect("it holds the page's link");
        assert_eq!(
            page,
            "<head>\n<meta content=\"script-src 'self'; x\" />\n    <script type=\"module\" src=\"page-boot.js\"></script>\n</head>\n"
        );
    }

    #[test]
    fn a_page_that_would_not_start_is_refused() {
        assert!(plain("<head></head>").is_err_and(|e| e.contains("data-bin")));
        assert!(plain("<link data-trunk data-bin=\"page\" />\n{{__TRUNK_ADDRESS__}}").is_err_and(|e| e.contains("placeholder")));
        assert!(plain("<!-- no end").is_err_and(|e| e.contains("comment")));
    }

    #[test]
    fn our_own_page_goes_through() {
        let html = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../index.html")).expect("it is in the checkout");
        let page = plain(&html).expect("it is meant for this");
        assert!(page.contains("page-boot.js") && !page.contains("trunk") && !page.contains("nonce"));
    }
}
