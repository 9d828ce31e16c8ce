//! What ships, as a software bill of materials in CycloneDX: the page's modules and the command line with the crates in
//! them, the weights, and what we wrote by hand. The same bytes for the same checkout.
//!
//! It is read off `cargo tree`, which follows one choice of features for one target as a build does. `cargo metadata`, which
//! the tools for this read, also counts what only macros, build scripts and tests switch on.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::build::MODULES;
use crate::wasm_target::TARGET;
use crate::widget::literal;
use crate::workshop::{Outcome, Workshop, output};

/// What the command line is listed for, as `deny.toml` has it.
const NATIVE: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin"];

/// The kinds of dependencies that become part of what ships, and of all that take part in building it.
const LINKED: &str = "normal,no-proc-macro";
const BUILT: &str = "normal,build";

/// Writes the list into a file, or prints it.
pub fn sbom(shop: &Workshop, out: Option<&Path>) -> Outcome {
    let made = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => Some(seconds.parse().map_err(|_| format!("SOURCE_DATE_EPOCH is no time in seconds: {seconds}"))?),
        Err(_) => None,
    };
    let json = Bill::gather(shop)?.json(made);
    match out {
        Some(file) => fs::write(file, json).map_err(|error| format!("{} could not be written: {error}", file.display())),
        None => {
            print!("{json}");
            Ok(())
        }
    }
}

/// A program that ships.
struct Part {
    name: String,
    target: &'static str,
    /// The feature that it is built with; the default ones without.
    feature: Option<&'static str>,
    /// What it depends on directly.
    needs: BTreeSet<String>,
}

/// A crate of others.
struct Crate {
    name: String,
    version: String,
    licence: String,
    /// SHA-256 of the file that crates.io hands out.
    checksum: String,
    /// The programs that it is part of; none for what only takes part in building them.
    parts: BTreeSet<String>,
    needs: BTreeSet<String>,
}

/// A file of weights.
struct Weights {
    file: String,
    sha256: String,
}

struct Bill {
    parts: Vec<Part>,
    /// By their addresses (package URLs), by which they also refer to each other.
    crates: BTreeMap<String, Crate>,
    weights: Vec<Weights>,
}

impl Bill {
    fn gather(shop: &Workshop) -> Outcome<Self> {
        let read = |name: &str| {
            let path = shop.root.join(name);
            fs::read_to_string(&path).map_err(|error| format!("{} could not be read: {error}", path.display()))
        };
        let (lock, manifest) = (read("Cargo.lock")?, read("models/manifest.json")?);
        let mut bill = Self { parts: Vec::new(), crates: BTreeMap::new(), weights: weights(&manifest) };
        if bill.weights.is_empty() {
            return Err("models/manifest.json names no file with its hash".into());
        }
        let checksums = checksums(&lock);
        let modules = MODULES.iter().map(|module| (module.name.to_owned(), TARGET, Some(module.feature)));
        let native = NATIVE.iter().map(|&target| (format!("omni-iml-{target}"), target, None));
        for (name, target, feature) in modules.chain(native) {
            let mut part = Part { name, target, feature, needs: BTreeSet::new() };
            for edges in [BUILT, LINKED] {
                let mut cargo = shop.command("cargo");
                cargo.args(["tree", "--locked", "--color", "never", "--package", "omni-iml", "--edges", edges]);
                cargo.args(["--prefix", "depth", "--format", "|{p}|{l}", "--target", target]);
                if let Some(feature) = feature {
                    cargo.args(["--no-default-features", "--features", feature]);
                }
                // As in the build: what .cargo/config.toml says decides on dependencies, too.
                cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
                bill.add(&mut part, &output(&mut cargo)?, &checksums, edges == LINKED)?;
            }
            bill.parts.push(part);
        }
        Ok(bill)
    }

    /// Adds the crates of a tree: a line for each, which begins with its depth, below the line of what depends on it.
    fn add(&mut self, part: &mut Part, tree: &str, checksums: &Checksums, linked: bool) -> Outcome {
        // From the root, our own package, down to the crate of the line before.
        let mut path: Vec<String> = Vec::new();
        for line in tree.lines() {
            let (depth, package) = crate_in(line).ok_or_else(|| format!("cargo tree printed what is no crate: {line}"))?;
            let address = package.address();
            path.truncate(depth);
            if depth > 0 {
                let needs = match path.last().and_then(|above| self.crates.get_mut(above)) {
                    Some(above) => &mut above.needs,
                    None => &mut part.needs,
                };
                needs.insert(address.clone());
                let known = match self.crates.entry(address.clone()) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(package.complete(checksums)?),
                };
                if linked {
                    known.parts.insert(part.name.clone());
                }
            }
            path.push(address);
        }
        Ok(())
    }

    /// The list as JSON: a line for each component, and for what each depends on.
    fn json(&self, made: Option<u32>) -> String {
        let ours = licence(env!("CARGO_PKG_LICENSE"));
        let version = literal(env!("CARGO_PKG_VERSION"));
        let mut components = Vec::new();
        let mut whole = BTreeSet::from(["www".to_owned()]);
        let nothing = BTreeSet::new();
        let mut dependencies = BTreeMap::from([("www", &nothing)]);
        components.push(format!(
            r#"{{ "type": "application", "bom-ref": "www", "name": "www", "version": {version}, "description": "The page's scripts, styles, pictures and words: made by this project, nothing in them is others'", "licenses": {ours} }}"#
        ));
        for Weights { file, sha256 } in &self.weights {
            let hashes = hashes(sha256);
            components.push(format!(
                r#"{{ "type": "machine-learning-model", "bom-ref": {0}, "name": {0}, "hashes": {hashes}, "licenses": {ours}, "externalReferences": [{{ "type": "model-card", "url": "models/MODEL_CARD.md" }}] }}"#,
                literal(file)
            ));
            dependencies.insert(file, &nothing);
            whole.insert(file.clone());
        }
        for Part { name, target, feature, needs } in &self.parts {
            let features = feature.unwrap_or("default");
            components.push(format!(
                r#"{{ "type": "application", "bom-ref": {0}, "name": {0}, "version": {version}, "licenses": {ours}, "properties": {1} }}"#,
                literal(name),
                properties([("omni-iml:target", *target), ("omni-iml:features", features)])
            ));
            dependencies.insert(name.as_str(), needs);
            whole.insert(name.clone());
        }
        for (address, Crate { name, version, licence: terms, checksum, parts, needs }) in &self.crates {
            let scope = if parts.is_empty() { "excluded" } else { "required" };
            components.push(format!(
                r#"{{ "type": "library", "bom-ref": {0}, "name": {1}, "version": {2}, "scope": "{scope}", "hashes": {3}, "licenses": {4}, "purl": {0}, "properties": {5} }}"#,
                literal(address),
                literal(name),
                literal(version),
                hashes(checksum),
                licence(terms),
                properties(parts.iter().map(|part| ("omni-iml:part", part.as_str())))
            ));
            dependencies.insert(address, needs);
        }
        dependencies.insert("omni-iml", &whole);
        let dependencies = dependencies.into_iter().map(|(on, needs)| {
            let needs: Vec<String> = needs.iter().map(|need| literal(need)).collect();
            format!(r#"{{ "ref": {}, "dependsOn": [{}] }}"#, literal(on), needs.join(", "))
        });
        let made = made.map(|seconds| format!("    \"timestamp\": \"{}\",\n", date(seconds))).unwrap_or_default();
        format!(
            r#"{{
  "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "version": 1,
  "metadata": {{
{made}    "lifecycles": [{{ "phase": "pre-build" }}],
    "tools": {{ "components": [{{ "type": "application", "name": "cargo xtask sbom", "version": {version} }}] }},
    "component": {{ "type": "application", "bom-ref": "omni-iml", "name": "omni-iml", "version": {version}, "licenses": {ours} }}
  }},
  "components": [
    {}
  ],
  "dependencies": [
    {}
  ]
}}
"#,
            components.join(",\n    "),
            dependencies.collect::<Vec<_>>().join(",\n    ")
        )
    }
}

impl Crate {
    /// The package URL, in which a version's only special character is escaped.
    fn address(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version.replace('+', "%2B"))
    }

    /// With its checksum; a crate without one, or without a licence, cannot be vouched for.
    fn complete(self, checksums: &Checksums) -> Outcome<Self> {
        if self.licence.is_empty() {
            return Err(format!("{} {} states no licence", self.name, self.version));
        }
        match checksums.get(&(self.name.as_str(), self.version.as_str())) {
            Some(&checksum) => Ok(Self { checksum: checksum.to_owned(), ..self }),
            None => Err(format!("Cargo.lock has no checksum of {} {}", self.name, self.version)),
        }
    }
}

/// Depth and crate of a line of `cargo tree`: `2|serde v1.0.228 (proc-macro)|MIT OR Apache-2.0 (*)`.
fn crate_in(line: &str) -> Option<(usize, Crate)> {
    let (depth, rest) = line.split_once('|')?;
    let (package, licence) = rest.split_once('|')?;
    let (name, rest) = package.split_once(" v")?;
    let found = Crate {
        name: name.to_owned(),
        version: rest.split(' ').next()?.to_owned(),
        // The mark of a crate whose dependencies stand further up.
        licence: licence.trim_end_matches(" (*)").to_owned(),
        checksum: String::new(),
        parts: BTreeSet::new(),
        needs: BTreeSet::new(),
    };
    Some((depth.parse().ok()?, found))
}

/// By name and version.
type Checksums<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

/// The checksums in a Cargo.lock.
fn checksums(lock: &str) -> Checksums<'_> {
    fn field<'a>(package: &'a str, name: &str) -> Option<&'a str> {
        let quoted = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))?;
        Some(quoted.trim_matches('"'))
    }
    let packages = lock.split("[[package]]");
    packages
        .filter_map(|package| Some(((field(package, "name")?, field(package, "version")?), field(package, "checksum")?)))
        .collect()
}

/// The files that the list of models names, each followed by its hash.
fn weights(manifest: &str) -> Vec<Weights> {
    let values = |key: &str| {
        let key = format!("\"{key}\": \"");
        let values = manifest.split(&key).skip(1).filter_map(|rest| rest.split('"').next());
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    values("file")
        .into_iter()
        .zip(values("sha256"))
        .map(|(file, sha256)| Weights { file: format!("models/{file}"), sha256 })
        .collect()
}

/// A licence as an expression of SPDX, which older crates write with strokes.
fn licence(terms: &str) -> String {
    let terms: Vec<&str> = terms.split('/').map(str::trim).collect();
    format!(r#"[{{ "expression": {} }}]"#, literal(&terms.join(" OR ")))
}

fn hashes(sha256: &str) -> String {
    format!(r#"[{{ "alg": "SHA-256", "content": {} }}]"#, literal(sha256))
}

fn properties<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let values = values.into_iter();
    let values = values.map(|(name, value)| format!(r#"{{ "name": {}, "value": {} }}"#, literal(name), literal(value)));
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A time in seconds since 1970 as ISO 8601 writes it.
fn date(seconds: u32) -> String {
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut day) = (1970, seconds / 86_400);
    while day >= 365 + u32::from(leap(year)) {
        day -= 365 + u32::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for days in [31, 28 + u32::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", day + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use sha2::{Digest, Sha256};

    use super::*;

    fn checkout() -> Workshop {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Workshop { cache: root.join("target"), target: root.join("target"), root }
    }

    /// The values of a field in a list of objects.
    fn each<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
        list.as_array().expect("a list").iter().map(|item| item[field].as_str().expect("a text")).collect()
    }

    #[test]
    fn what_ships_is_named_once_with_licence_hash_and_dependencies() {
        let shop = checkout();
        let json = Bill::gather(&shop).expect("cargo knows its crates").json(None);
        let bill: Value = serde_json::from_str(&json).expect("this is JSON");
        assert!(bill["metadata"].get("timestamp").is_none(), "the same bytes at any time");

        let references = each(&bill["components"], "bom-ref");
        let known: BTreeSet<&str> = references.iter().copied().collect();
        assert_eq!(references.len(), known.len(), "each is named once");
        for crate_ in bill["components"].as_array().expect("a list").iter().filter(|component| component["type"] == "library") {
            let (hash, terms) = (&crate_["hashes"][0], &crate_["licenses"][0]["expression"]);
            assert!(hash["alg"] == "SHA-256" && hash["content"].as_str().is_some_and(|hash| hash.len() == 64), "{crate_}");
            assert!(terms.as_str().is_some_and(|terms| !terms.is_empty() && !terms.contains('/')), "{crate_}");
            assert_eq!(crate_["scope"] == "required", !crate_["properties"].as_array().expect("a list").is_empty(), "{crate_}");
        }

        let dependencies = &bill["dependencies"];
        let mut dependants = each(dependencies, "ref");
        assert_eq!(dependants.len(), known.len() + 1, "one for each component and one for the whole");
        dependants.retain(|&on| on != "omni-iml");
        assert!(dependants.iter().all(|on| known.contains(on)));
        for dependency in dependencies.as_array().expect("a list") {
            for need in dependency["dependsOn"].as_array().expect("a list") {
                assert!(need.as_str().is_some_and(|need| known.contains(need)), "{need}");
            }
        }

        // What `cargo tree` prints for the page without any depth: the crates below our own.
        let mut cargo = shop.command("cargo");
        cargo.args(["tree", "--locked", "--edges", LINKED, "--prefix", "none", "--format", "{p}", "--color", "never"]);
        let tree = output(cargo.args(["--target", TARGET, "--no-default-features", "--features", "web"])).expect("it is there");
        let page: BTreeSet<String> = tree
            .lines()
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .filter(|package| !package.starts_with("omni-iml "))
            .collect();
        let listed: BTreeSet<String> = bill["components"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|component| component["properties"].to_string().contains(r#"{"name":"omni-iml:part","value":"page"}"#))
            .map(|component| format!("{} v{}", component["name"], component["version"]).replace('"', ""))
            .collect();
        assert_eq!(page, listed);
        assert!(page.iter().any(|package| package.starts_with("leptos ")) && !page.iter().any(|p| p.starts_with("burn ")));
    }

    #[test]
    fn weights_are_named_with_the_hash_that_they_have() {
        let root = checkout().root;
        let manifest = fs::read_to_string(root.join("models/manifest.json")).expect("it is in the checkout");
        let weights = weights(&manifest);
        assert!(!weights.is_empty());
        for Weights { file, sha256 } in weights {
            let bytes = fs::read(root.join(&file)).expect("it is in the checkout");
            assert_eq!(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>(), sha256, "{file}");
        }
    }

    #[test]
    fn crates_are_read_from_a_tree() {
        let line = "12|toml_writer v1.2.0+spec-1.1.0 (proc-macro)|Apache-2.0 / MIT (*)";
        let (depth, found) = crate_in(line).expect("a crate");
        assert_eq!((depth, found.address().as_str()), (12, "pkg:cargo/toml_writer@1.2.0%2Bspec-1.1.0"));
        assert_eq!(licence(&found.licence), r#"[{ "expression": "Apache-2.0 OR MIT" }]"#);
        assert!(crate_in("[build-dependencies]").is_none());
        let unknown = found.complete(&checksums("[[package]]\nname = \"toml_writer\"\nversion = \"1.1.0\"\nchecksum = \"ab\"\n"));
        assert!(unknown.is_err_and(|error| error.contains("no checksum of toml_writer 1.2.0")));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01T00:00:00Z");
        assert_eq!(date(951_868_799), "2000-02-29T23:59:59Z");
        assert_eq!(date(1_767_225_599), "2025-12-31T23:59:59Z");
        assert_eq!(date(1_772_323_200), "2026-03-01T00:00:00Z");
    }
}
