use super::super::raster::{Raster, between};
use super::super::{blend, shape};
use super::{Edit, Placement, lay};

/// Pastes a region of `donor` into `host`, scaled, turned and, half the time, matched in colour and light.
pub fn splice(host: &Raster, donor: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = if rng.bool() { 1.0 } else { between(rng, 0.6, 1.5) };
    let mask = shape::random(donor, (area / (scale * scale)).min(0.5), rng);
    let placement = placement(&mask, donor, host, scale, rng)?;
    let (mut patch, moved) = placement.apply(donor, &mask, host.width, host.height);
    if rng.bool() {
        blend::match_colour(host, &mut patch, &moved, between(rng, 0.3, 1.0));
    }
    Some(lay(host, patch, moved, rng))
}

/// Somewhere in the host, mostly inside; turned or mirrored at times.
pub fn placement(mask: &[f32], donor: &Raster, host: &Raster, scale: f32, rng: &mut fastrand::Rng) -> Option<Placement> {
    let [x0, y0, x1, y1] = shape::bounds(mask, donor.width)?;
    let centre = ((x0 + x1) as f32 / 2.0, (y0 + y1) as f32 / 2.0);
    let reach = (centre.0 - x0 as f32, centre.1 - y0 as f32);
    let place = |extent: usize, half: f32, rng: &mut fastrand::Rng| {
        let margin = (half * scale * 0.8).min(extent as f32 / 2.0 - 1.0);
        between(rng, margin, extent as f32 - margin).round()
    };
    Some(Placement {
        from: (centre.0.round(), centre.1.round()),
        to: (place(host.width, reach.0, rng), place(host.height, reach.1, rng)),
        scale,
        turn: if rng.u32(0..10) < 7 { 0.0 } else { between(rng, -0.5, 0.5) },
        mirror: rng.u32(0..4) == 0,
    })
}
