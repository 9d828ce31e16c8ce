//! An npm package of the built folder, with types (`docs/embed/package`).

use std::fs;
use std::path::Path;

use crate::build;
use crate::workshop::{Outcome, Workshop};

/// What stands in the package's description for the version.
const VERSION: &str = "\"version\": \"0.0.0\"";

/// Builds the page and makes the package in `to`, which is replaced.
pub fn package(shop: &Workshop, to: &Path) -> Outcome {
    build::remove(to)?;
    build::copy(&shop.root.join("docs/embed/package"), to)?;
    let description = to.join("package.json");
    let json =
        fs::read_to_string(&description).map_err(|error| format!("{} could not be read: {error}", description.display()))?;
    fs::write(&description, numbered(&json)?)
        .map_err(|error| format!("{} could not be written: {error}", description.display()))?;
    build::build(shop, &to.join("folder"))?;
    eprintln!("an npm package is in {}; `npm pack` makes one file of it", to.display());
    Ok(())
}

/// The description with the version of this build.
fn numbered(json: &str) -> Outcome<String> {
    if json.matches(VERSION).count() != 1 {
        return Err(format!("docs/embed/package/package.json has no {VERSION} for the version"));
    }
    Ok(json.replace(VERSION, concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_description_takes_the_version() {
        let json = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/embed/package/package.json"));
        let numbered = numbered(&json.expect("it is in the checkout")).expect("it has a place for it");
        assert!(numbered.contains(env!("CARGO_PKG_VERSION")));
        assert!(super::numbered("{}").is_err());
    }
}
