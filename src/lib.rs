//! Finds where a picture was manipulated, pixel by pixel, wholly on the person's own device.
//!
//! The crate is Omni-IML (arXiv 2411.14823, ICLR 2026) from a file's bytes to a mask and words about it. Data flows
//! one way through the modules:
//!
//! ```text
//! bytes -> input -> frequency -> model -> localize -> report -> dossier
//! ```
//!
//! `ARCHITECTURE.md` is the map, with the reasons.

#[macro_use]
mod closed_list;

#[cfg(all(feature = "http", any(feature = "cli", feature = "forge")))]
pub mod annotate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod dossier;
pub mod engine;
#[cfg(any(feature = "cli", feature = "forge"))]
pub mod eval_set;
pub mod evidence;
pub mod explain;
#[cfg(feature = "forge")]
pub mod forge;
pub mod frequency;
#[cfg(feature = "gateway")]
pub mod gateway;
pub mod input;
pub mod language;
pub mod localize;
pub mod metrics;
#[cfg(feature = "network")]
pub mod model;
#[cfg(all(feature = "http", any(feature = "cli", feature = "forge")))]
mod parallel;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod report;
#[cfg(feature = "cli")]
pub mod serve;
pub mod tile;
#[cfg(any(feature = "cli", feature = "forge"))]
pub mod truth;
pub mod ui;
pub mod words;

/// Names the build: in reports, as `window.omniIml.version` and at the foot of the page.
pub const BUILD: &str = match option_env!("OMNI_IML_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};
