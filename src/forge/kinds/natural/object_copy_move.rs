use super::super::super::raster::{Raster, between};
use super::super::super::shape;
use super::super::{Edit, Placement};
use super::surroundings::match_light;
use super::{lay_clean, thing};

/// Pastes a thing of the picture elsewhere in it, where the ground is like that around the thing, in the light of the place.
pub fn object_copy_move(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = if rng.bool() { 1.0 } else { between(rng, 0.75, 1.3) };
    let mask = thing(host, area, scale, 0.25, rng);
    let bounds @ [x0, y0, x1, y1] = shape::bounds(&mask, host.width)?;
    let centre = ((x0 + x1) / 2, (y0 + y1) / 2);
    let (dx, dy) = alike(host, &mask, bounds, rng)?;
    let placement = Placement {
        from: (centre.0 as f32, centre.1 as f32),
        to: (centre.0 as f32 + dx, centre.1 as f32 + dy),
        scale,
        turn: if rng.bool() { 0.0 } else { between(rng, -0.35, 0.35) },
        mirror: rng.u32(0..3) == 0,
    };
    let (mut patch, moved) = placement.apply(host, &mask, host.width, host.height);
    match_light(host, &mut patch, &moved, between(rng, 0.6, 1.0));
    Some(lay_clean(host, patch, moved, 3, rng))
}

/// The move, of some at random, after which what surrounds the thing differs least from what surrounded it.
fn alike(host: &Raster, mask: &[f32], bounds: [usize; 4], rng: &mut fastrand::Rng) -> Option<(f32, f32)> {
    let [x0, y0, x1, y1] = bounds.map(|v| v as isize);
    let (width, height) = (host.width as isize, host.height as isize);
    let ring: Vec<(isize, isize)> = (y0 - 6..=y1 + 6)
        .flat_map(|y| (x0 - 6..=x1 + 6).map(move |x| (x, y)))
        .step_by(5)
        .filter(|&(x, y)| x >= 0 && y >= 0 && x < width && y < height && mask[(y * width + x) as usize] < 0.02)
        .collect();
    let apart = ((x1 - x0).min(y1 - y0) as f32 * 0.8).max(16.0);
    let mut best: Option<(f32, isize, isize)> = None;
    for _ in 0..24 {
        // A little may reach beyond the picture.
        let (rx, ry) = ((x1 - x0) / 5, (y1 - y0) / 5);
        let (dx, dy) = (rng.isize(-x0 - rx..=width - 1 - x1 + rx), rng.isize(-y0 - ry..=height - 1 - y1 + ry));
        if (dx as f32).hypot(dy as f32) < apart {
            continue;
        }
        let cost = host.unlike_itself(&ring, dx, dy);
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, dx, dy));
        }
    }
    best.map(|(_, dx, dy)| (dx as f32, dy as f32))
}
