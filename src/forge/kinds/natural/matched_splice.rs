use super::super::super::blend;
use super::super::super::raster::{Raster, between};
use super::super::{Edit, splice};
use super::surroundings::match_light;
use super::{lay_clean, thing};

/// Pastes a thing of another picture with its colour and light matched to the place.
pub fn matched_splice(host: &Raster, donor: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = if rng.u32(0..3) == 0 { 1.0 } else { between(rng, 0.6, 1.3) };
    let mask = thing(donor, area, scale, 0.5, rng);
    let placement = splice::placement(&mask, donor, host, scale, rng)?;
    let (mut patch, moved) = placement.apply(donor, &mask, host.width, host.height);
    if rng.u32(0..4) == 0 {
        // Towards what it covers: a thing that goes under.
        blend::match_colour(host, &mut patch, &moved, between(rng, 0.4, 0.8));
    } else {
        match_light(host, &mut patch, &moved, between(rng, 0.7, 1.0));
    }
    Some(lay_clean(host, patch, moved, 2, rng))
}
