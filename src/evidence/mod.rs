//! What can be measured without a network: the classical lenses, each one file.
//!
//! A [`Lens`] looks at the stored picture and gives a [`LensMap`]: one value for each 8×8 cell or each pixel, or colours,
//! and figures about the whole. A lens that [`scores`](Lens::scores) says how far each cell departs from the picture's own
//! median. They are shown beside the network's mask, and they bound how easy an evaluation set is: a set that a lens
//! solves says nothing about a network. Their maps follow texture as much as manipulation; a bright spot alone is no
//! finding.

mod cells;
mod clone;
mod colour;
mod components;
pub mod credentials;
mod double_quantisation;
mod ela;
pub mod file;
mod gather;
mod ghost;
mod gradient;
mod grid;
mod levels;
mod map;
pub mod measure;
mod noise;
mod plane;
mod report;
mod resampling;
mod residual;
mod settings;
mod sharpness;
mod strips;
mod texts;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use cells::{median, quantile, smoothed};
pub use clone::clone;
pub use colour::scale;
pub use components::components;
pub use double_quantisation::double_quantisation;
pub use ela::ela;
pub use gather::{Evidence, gather};
pub use ghost::{GHOST_QUALITIES, ghost};
pub use gradient::gradient;
pub use grid::grid;
pub use levels::levels;
pub use map::{Displayed, Figure, LensMap, Link, Picture};
pub use noise::noise;
pub(crate) use plane::Luma;
pub use report::{LensReport, Seen};
pub use resampling::resampling;
pub use residual::residual;
pub use settings::{Parameter, SettingError, Settings, list_parameters};
pub use sharpness::sharpness;
pub use texts::{COARSE, COARSE_FIGURE, FigureText, LensText, ParameterText, describe, figures_in_words};

use crate::input::Photo;

/// Side of a cell in pixels: that of a JPEG block.
pub const CELL: usize = crate::frequency::BLOCK;

/// The lenses. Names in kebab-case are the same on the command line, in JSON and in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Lens {
    /// Error level analysis.
    Ela,
    /// JPEG ghost.
    Ghost,
    /// Local noise level.
    Noise,
    /// Noise that a wavelet takes out.
    Residual,
    /// How blurred edges are.
    Sharpness,
    /// Direction and strength of the luminance gradient.
    Gradient,
    /// Principal components of the colours.
    Components,
    /// A window of levels, spread.
    Levels,
    /// Where the 8×8 grid of an earlier JPEG compression lies.
    Grid,
    /// Blocks that were not compressed twice as the rest was.
    DoubleQuantisation,
    /// Parts that show the same.
    Clone,
    /// The periodic trace of interpolation.
    Resampling,
}

impl Lens {
    /// Every lens, in the order in which they are offered.
    pub const ALL: &[Lens] = &[
        Lens::Ela,
        Lens::Ghost,
        Lens::Noise,
        Lens::Residual,
        Lens::Sharpness,
        Lens::Gradient,
        Lens::Components,
        Lens::Levels,
        Lens::Grid,
        Lens::DoubleQuantisation,
        Lens::Clone,
        Lens::Resampling,
    ];

    /// Its name, kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Lens::Ela => "ela",
            Lens::Ghost => "ghost",
            Lens::Noise => "noise",
            Lens::Residual => "residual",
            Lens::Sharpness => "sharpness",
            Lens::Gradient => "gradient",
            Lens::Components => "components",
            Lens::Levels => "levels",
            Lens::Grid => "grid",
            Lens::DoubleQuantisation => "double-quantisation",
            Lens::Clone => "clone",
            Lens::Resampling => "resampling",
        }
    }

    /// What of it can be set.
    #[must_use]
    pub fn parameters(self) -> &'static [Parameter] {
        match self {
            Lens::Ela => ela::PARAMETERS,
            Lens::Ghost => ghost::PARAMETERS,
            Lens::Noise => noise::PARAMETERS,
            Lens::Residual => residual::PARAMETERS,
            Lens::Sharpness => sharpness::PARAMETERS,
            Lens::Gradient => gradient::PARAMETERS,
            Lens::Components => components::PARAMETERS,
            Lens::Levels => levels::PARAMETERS,
            Lens::Grid => grid::PARAMETERS,
            Lens::DoubleQuantisation => double_quantisation::PARAMETERS,
            Lens::Clone => clone::PARAMETERS,
            Lens::Resampling => resampling::PARAMETERS,
        }
    }

    /// Whether its values say how much each cell departs from the rest, so that a threshold makes a mask of them.
    #[must_use]
    pub fn scores(self) -> bool {
        match self {
            Lens::Ela | Lens::Ghost | Lens::Noise | Lens::Sharpness => true,
            Lens::Grid | Lens::DoubleQuantisation | Lens::Clone | Lens::Resampling => true,
            Lens::Residual | Lens::Gradient | Lens::Components | Lens::Levels => false,
        }
    }

    /// Looks at a picture through this lens. `progress` is told the share that is done, 0..=1, never less than before.
    ///
    /// Twelve megapixels take at most three seconds on one core of a desktop computer, and a few bytes a pixel.
    #[must_use]
    pub fn look(self, photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
        progress(0.0);
        let map = match self {
            Lens::Ela => ela(photo, settings, progress),
            Lens::Ghost => ghost(photo, settings, progress),
            Lens::Noise => noise(photo, settings, progress),
            Lens::Residual => residual(photo, settings, progress),
            Lens::Sharpness => sharpness(photo, settings, progress),
            Lens::Gradient => gradient(photo, settings, progress),
            Lens::Components => components(photo, settings, progress),
            Lens::Levels => levels(photo, settings, progress),
            Lens::Grid => grid(photo, settings, progress),
            Lens::DoubleQuantisation => double_quantisation(photo, settings, progress),
            Lens::Clone => clone(photo, settings, progress),
            Lens::Resampling => resampling(photo, settings, progress),
        };
        progress(1.0);
        map
    }
}

impl fmt::Display for Lens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
