//! An npm package of the built folder, with types (`docs/embed/package`).

use std::path::Path;

use crate::build;
use crate::workshop::{Outcome, Workshop, fill};

/// What stands in the package's description for the version.
const VERSION: &str = "\"version\": \"0.0.0\"";

/// Builds the page and makes the package in `to`, which is replaced.
pub fn package(shop: &Workshop, to: &Path) -> Outcome {
    build::remove(to)?;
    build::copy(&shop.root.join("docs/embed/package"), to)?;
    fill(&to.join("package.json"), VERSION, concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""))?;
    build::build(shop, &to.join("folder"))?;
    eprintln!("an npm package is in {}; `npm pack` makes one file of it", to.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_description_has_a_place_for_the_version() {
        let json = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/embed/package/package.json"));
        assert_eq!(json.expect("it is in the checkout").matches(VERSION).count(), 1);
    }
}
