//! What is measured inside each region against the rest of its picture.
//!
//! A figure alone says little: noise and sharpness follow light and texture, and every picture differs from place to
//! place. So each item compares like with like, and its significance is taken from the picture itself: the same item is
//! measured on sets of pixels of the region's own shape elsewhere, and their spread is what chance does.

mod border;
mod copied;
mod interpolated;
mod patches;
#[cfg(all(test, feature = "forge"))]
mod rates;
mod saved;
mod strata;
#[cfg(test)]
mod tests;
mod thresholds;

use serde::{Deserialize, Serialize};

use super::clone::{Field, Likeness};
use super::double_quantisation::Likelihood;
use super::grid::Phases;
use super::plane::Luma;
use crate::input::Photo;
use crate::localize::Region;
use patches::Patches;

/// What an item says about a region being manipulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Such a difference is rare in untouched pictures.
    Supports,
    /// It says nothing either way.
    #[default]
    Neutral,
    /// The region has the traces of the rest, which most manipulations destroy.
    Contradicts,
}

/// What was measured of one region; nothing where the region is too small or too plain for an item, or the picture gives
/// nothing to compare it with. Places are in stored orientation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegionEvidence {
    /// The region's number, from 1, in the order given.
    pub region: usize,
    /// Where the 8×8 grid of an earlier JPEG compression lies.
    pub grid: Option<Grid>,
    /// The quality of an earlier JPEG compression.
    pub quality: Option<Quality>,
    /// Noise level, grey levels (standard deviation of luminance).
    pub noise: Option<Ratio>,
    /// Sharpness of edges: the share of an edge's height that its steepest pixel takes, 0..1.
    pub sharpness: Option<Ratio>,
    /// Local contrast, grey levels (standard deviation of luminance within 9×9 pixels).
    pub contrast: Option<Ratio>,
    /// How the region's border fades into the rest.
    pub edge: Option<Edge>,
    /// Another place in the picture that shows the same.
    pub duplicate: Option<Duplicate>,
    /// The periodic trace of interpolation.
    pub resampling: Option<Resampling>,
}

/// The grid of an earlier JPEG compression: how far right and down of the stored picture's corner its blocks begin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// The grid inside, each 0..=7.
    pub inside: [u8; 2],
    /// The grid of the rest, each 0..=7.
    pub outside: [u8; 2],
    /// How surely the grid inside is another: 0 not at all, 1 without doubt.
    pub confidence: f32,
    /// How much stronger the grid inside is there than chance makes it, in robust standard deviations of like-shaped
    /// parts elsewhere.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// The quality of an earlier JPEG compression, on the scale of the Independent JPEG Group; 100 where there is no trace of one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Inside, 1..=100.
    pub inside: u8,
    /// In the rest, 1..=100.
    pub outside: u8,
    /// How far apart the traces of that quality are, in robust standard deviations of like-shaped parts elsewhere.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// A figure inside over the same figure of places outside that have like brightness and texture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Inside.
    pub inside: f32,
    /// Outside, of like places.
    pub outside: f32,
    /// Inside over outside.
    pub ratio: f32,
    /// How unusual the ratio is among like-shaped parts elsewhere, in robust standard deviations of its logarithm.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// The region's border as an edge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Pixels over which the border fades: the height of the step over its steepest pixel.
    pub width: f32,
    /// The same of the edges elsewhere that are as high.
    pub elsewhere: f32,
    /// How unusual the width is among borders of the same shape elsewhere, in robust standard deviations of its logarithm.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// The place that the region looks copied from, or that was copied from it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duplicate {
    /// That place: x, y, width, height in pixels.
    pub bbox: [u32; 4],
    /// From the region to that place, pixels right and down.
    pub offset: [i32; 2],
    /// Correlation of the fine detail of both places, 1 where they are the same.
    pub similarity: f32,
    /// How far that correlation is from those at other offsets, in robust standard deviations.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// The strongest periodic correlation between neighbouring pixels, which interpolation leaves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resampling {
    /// The spectrum's peak inside over its own median.
    pub peak: f32,
    /// The same frequency's figure in the rest.
    pub outside: f32,
    /// How unusual the peak is among like-shaped parts elsewhere, in robust standard deviations.
    pub significance: f32,
    /// What that says.
    pub weight: Weight,
}

/// Measures every region against the rest of the picture. `mask` is the network's, of the whole stored picture, and
/// `regions` those that [`crate::localize::regions::find`] found in it at `threshold`.
///
/// # Panics
/// Where `mask` is not of the picture's size.
#[must_use]
pub fn measure(photo: &Photo, mask: &[u8], threshold: u8, regions: &[Region]) -> Vec<RegionEvidence> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    assert_eq!(mask.len(), width * height, "a mask has a value for each pixel");
    if regions.is_empty() {
        return Vec::new();
    }
    let patches = Patches::new(mask, width, height, threshold);
    let luma = Luma::of(photo);
    let rest = strata::Rest::of(&luma, &patches);
    let phases = Phases::of(&luma, &mut |_| ());
    let twice = Likelihood::of(photo, saved::FREQUENCIES, &mut |_| ());
    let field = Field::of(&luma, &mut |_| ());
    let likeness = Likeness::of(&luma);
    let numbered = regions.iter().enumerate();
    numbered
        .map(|(i, region)| {
            let Some(place) = patches.place(region.bbox) else {
                return RegionEvidence { region: i + 1, ..RegionEvidence::default() };
            };
            let ratio = |feature| rest.ratio(&luma, feature, &place);
            let grid = saved::grid(&phases, &patches, &place, photo.jpeg.is_some());
            RegionEvidence {
                region: i + 1,
                grid,
                quality: saved::quality(&luma, &patches, &place, grid.as_ref(), twice.as_ref(), photo),
                noise: ratio(strata::Feature::Noise),
                sharpness: ratio(strata::Feature::Sharpness),
                contrast: ratio(strata::Feature::Contrast),
                edge: border::edge(&luma, &place),
                duplicate: copied::duplicate(&field, &likeness, &place),
                resampling: interpolated::resampling(&luma, &place),
            }
        })
        .collect()
}
