use super::super::raster::{Raster, between, to_byte};
use super::super::shape;
use super::{Edit, Placement, lay};

/// Pastes a region of `donor` into `host`, scaled, turned and, half the time, matched in colour and light.
pub fn splice(host: &Raster, donor: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = if rng.bool() { 1.0 } else { between(rng, 0.6, 1.5) };
    let mask = shape::random(donor, (area / (scale * scale)).min(0.5), rng);
    let [x0, y0, x1, y1] = shape::bounds(&mask, donor.width)?;
    let centre = ((x0 + x1) as f32 / 2.0, (y0 + y1) as f32 / 2.0);
    let reach = (centre.0 - x0 as f32, centre.1 - y0 as f32);
    let place = |extent: usize, half: f32, rng: &mut fastrand::Rng| {
        let margin = (half * scale * 0.8).min(extent as f32 / 2.0 - 1.0);
        between(rng, margin, extent as f32 - margin).round()
    };
    let placement = Placement {
        from: (centre.0.round(), centre.1.round()),
        to: (place(host.width, reach.0, rng), place(host.height, reach.1, rng)),
        scale,
        turn: if rng.u32(0..10) < 7 { 0.0 } else { between(rng, -0.5, 0.5) },
        mirror: rng.u32(0..4) == 0,
    };
    let (mut patch, moved) = placement.apply(donor, &mask, host.width, host.height);
    if rng.bool() {
        match_colour(host, &mut patch, &moved, between(rng, 0.3, 1.0));
    }
    Some(lay(host, patch, moved, rng))
}

/// Moves mean and spread of each colour of the patch towards the host's under it, by `strength`.
fn match_colour(host: &Raster, patch: &mut Raster, mask: &[f32], strength: f32) {
    for k in 0..3 {
        let (mut n, mut sums) = (0.0f32, [0.0f32; 4]);
        for (i, _) in mask.iter().enumerate().filter(|(_, m)| **m > 0.5) {
            let (h, p) = (f32::from(host.rgb[3 * i + k]), f32::from(patch.rgb[3 * i + k]));
            n += 1.0;
            for (sum, value) in sums.iter_mut().zip([h, h * h, p, p * p]) {
                *sum += value;
            }
        }
        if n < 16.0 {
            return;
        }
        let [h, hh, p, pp] = sums.map(|s| s / n);
        let (h_spread, p_spread) = ((hh - h * h).max(1.0).sqrt(), (pp - p * p).max(1.0).sqrt());
        let gain = (h_spread / p_spread).clamp(0.6, 1.6);
        for value in patch.rgb.iter_mut().skip(k).step_by(3) {
            let v = f32::from(*value);
            *value = to_byte(v + strength * ((v - p) * gain + h - v));
        }
    }
}
