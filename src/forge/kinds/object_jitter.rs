use super::super::raster::{Raster, between};
use super::super::shape;
use super::{Edit, Placement, lay};

/// Enlarges a region by a sixteenth or more in its place and pastes it back (APSC-Net).
pub fn object_jitter(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = between(rng, 1.07, 1.2);
    let mask = shape::random(host, area / (scale * scale), rng);
    let [x0, y0, x1, y1] = shape::bounds(&mask, host.width)?;
    let centre = ((x0 + x1) as f32 / 2.0, (y0 + y1) as f32 / 2.0);
    let placement = Placement { from: centre, to: centre, scale, turn: between(rng, -0.05, 0.05), mirror: false };
    let (patch, moved) = placement.apply(host, &mask, host.width, host.height);
    Some(lay(host, patch, moved, rng))
}
