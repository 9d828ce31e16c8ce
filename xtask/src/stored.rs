//! The list of what browsers keep of the page, written into its service worker (`www/service-worker.js`).

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::workshop::{Outcome, fill};

/// The line of the service worker that the list takes the place of.
const EMPTY: &str = "const FILES = [];";

/// Writes the list of the files of `folder`, which has to be complete, into the service worker in it.
pub fn list(folder: &Path) -> Outcome {
    let mut paths = Vec::new();
    walk(folder, "", &mut paths)?;
    paths.sort();
    let mut lines = String::new();
    for path in paths {
        let Some(part) = part(&path) else { continue };
        let bytes = fs::read(folder.join(&path)).map_err(|error| format!("{path} could not be read: {error}"))?;
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        // Names of our own files, in which nothing has to be escaped.
        lines += &format!("  {{ path: \"{path}\", part: \"{part}\", bytes: {}, sha256: \"{hash}\" }},\n", bytes.len());
    }
    fill(&folder.join("service-worker.js"), EMPTY, &format!("const FILES = [\n{lines}];"))
}

/// The part that a file belongs to: what is stored together. None for what is not stored.
fn part(path: &str) -> Option<&'static str> {
    match path {
        // The frame is of no use without a connection, and no service worker answers for its origin.
        "service-worker.js" | "explain.html" => None,
        // What other sites embed comes from the server each time.
        "widget.js" | "omni-iml.js" | "widget-frame.html" | "widget-boot.js" => None,
        _ if path.ends_with(".md") => None,
        _ if path.starts_with("models/") => Some("weights"),
        "engine.js" | "engine_bg.wasm" => Some("engine"),
        "engine-relaxed.js" | "engine-relaxed_bg.wasm" => Some("engine-relaxed"),
        "credentials.js" | "credentials_bg.wasm" => Some("credentials"),
        "pdf.js" | "pdf_bg.wasm" => Some("pdf"),
        _ => Some("shell"),
    }
}

fn walk(folder: &Path, below: &str, paths: &mut Vec<String>) -> Outcome {
    let entries = fs::read_dir(folder.join(below)).map_err(|error| format!("{} could not be read: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(folder, &(path + "/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_stands_in_the_list_with_its_hash() {
        let folder = std::env::temp_dir().join(format!("omni-iml-stored-{}", std::process::id()));
        fs::create_dir_all(folder.join("models")).expect("the temporary folder is writable");
        let files = [
            ("engine.js", "abc"),
            ("explain.html", ""),
            ("index.html", ""),
            ("models/a.bpk", "abc"),
            ("models/CARD.md", ""),
            ("service-worker.js", "before\nconst FILES = [];\nafter\n"),
        ];
        for (path, text) in files {
            fs::write(folder.join(path), text).expect("the temporary folder is writable");
        }
        list(&folder).expect("the folder is complete");
        let written = fs::read_to_string(folder.join("service-worker.js")).expect("it is there");
        let (abc, empty) = (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        assert_eq!(
            written,
            format!(
                "before\nconst FILES = [\n  {{ path: \"engine.js\", part: \"engine\", bytes: 3, sha256: \"{abc}\" }},\n  \
                 {{ path: \"index.html\", part: \"shell\", bytes: 0, sha256: \"{empty}\" }},\n  \
                 {{ path: \"models/a.bpk\", part: \"weights\", bytes: 3, sha256: \"{abc}\" }},\n];\nafter\n"
            )
        );
        assert!(list(&folder).is_err_and(|error| error.contains("FILES")), "a list is not written twice");
    }

    #[test]
    fn our_own_service_worker_has_a_place_for_it() {
        let source = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../www/service-worker.js"));
        assert_eq!(source.expect("it is in the checkout").matches(EMPTY).count(), 1);
    }
}
