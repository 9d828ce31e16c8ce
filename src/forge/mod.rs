//! Makes forgeries with exact masks from pristine pictures; native only.
//!
//! A sample is a function of (seed, index) alone, whatever the number of threads. Forged and authentic samples pass
//! through the same [`chain`] of resizing, noise and JPEG generations, so that processing alone does not tell them
//! apart (`model.md` 4.3: CASIA2's TIFF-versus-JPEG shortcut).

mod blend;
pub mod chain;
mod command;
mod contact_sheet;
mod degrade;
mod drawing;
mod faces;
pub(crate) mod file;
mod grain;
pub mod jpeg;
pub mod kinds;
mod lettering;
mod page;
mod preset;
mod quad;
mod raster;
mod resize;
mod sample;
pub mod scene;
mod shape;
#[cfg(test)]
mod shortcut;
mod signs;
pub mod sources;
mod stream;

pub use command::{ForgeArgs, ForgeError, run};
pub use degrade::Degradation;
pub use raster::Raster;
pub use sample::{Kinds, Part, Sample, Settings, make};
