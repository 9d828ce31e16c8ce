use super::super::raster::{Raster, between};
use super::super::shape;
use super::{Edit, Placement, lay};

/// Pastes a region of the picture elsewhere in it; sometimes by a multiple of 8 px, which blinds grid analysis.
pub fn copy_move(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let plain = rng.u32(0..10) < 6;
    let scale = if plain { 1.0 } else { between(rng, 0.75, 1.35) };
    let mask = shape::random(host, (area / (scale * scale)).min(0.25), rng);
    let [x0, y0, x1, y1] = shape::bounds(&mask, host.width)?;
    let (from_x, from_y) = (((x0 + x1) / 2) as f32, ((y0 + y1) / 2) as f32);
    let apart = ((x1 - x0).min(y1 - y0) as f32 * 0.7).max(16.0);
    let eight = plain && rng.u32(0..4) == 0;
    for _ in 0..12 {
        let (mut dx, mut dy) = (
            (between(rng, 0.08, 0.92) * host.width as f32 - from_x).round(),
            (between(rng, 0.08, 0.92) * host.height as f32 - from_y).round(),
        );
        if eight {
            (dx, dy) = ((dx / 8.0).round() * 8.0, (dy / 8.0).round() * 8.0);
        }
        if dx.hypot(dy) < apart {
            continue;
        }
        let turn = if plain { 0.0 } else { between(rng, -0.6, 0.6) };
        let mirror = rng.u32(0..8) == 0 && !eight;
        let placement = Placement { from: (from_x, from_y), to: (from_x + dx, from_y + dy), scale, turn, mirror };
        let (patch, moved) = placement.apply(host, &mask, host.width, host.height);
        return Some(lay(host, patch, moved, rng));
    }
    None
}
