//! What is done to faces, in the face's own coordinates: from the middle between the eyes, in distances between them.

mod align;
mod axes;
mod part;
mod swap;

pub use part::part;
pub use swap::swap;

use super::super::blend;
use super::super::raster::{Raster, between};
use super::super::scene::{Face, Scene};
use super::super::shape::Mask;
use super::Edit;
use axes::Axes;

/// Pixels between the eyes below which a face has no parts to speak of.
const LEAST_APART: f32 = 14.0;

/// One of the faces that are large enough.
fn pick<'a>(scene: &'a Scene, rng: &mut fastrand::Rng) -> Option<(&'a Face, Axes)> {
    let large: Vec<&Face> = scene.faces.iter().filter(|face| Axes::of(face).apart() >= LEAST_APART).collect();
    if large.is_empty() {
        return None;
    }
    let face = large[rng.usize(0..large.len())];
    Some((face, Axes::of(face)))
}

/// Lays another skin in: its colours matched, its border met by a membrane where `meet` says so, its edge soft.
fn lay(host: &Raster, mut patch: Raster, mask: Mask, apart: f32, meet: bool, rng: &mut fastrand::Rng) -> Edit {
    blend::match_colour(host, &mut patch, &mask, between(rng, 0.7, 1.0));
    if meet {
        patch = blend::match_border(host, &patch, &mask);
    }
    let soft = blend::feather(&mask, host.width, host.height, (apart * between(rng, 0.02, 0.08)).max(0.8));
    Edit { picture: blend::alpha(host, &patch, &soft), mask: soft }
}
