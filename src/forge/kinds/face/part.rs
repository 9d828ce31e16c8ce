use super::super::super::raster::between;
use super::super::super::scene::Scene;
use super::align::{self, Partner};
use super::axes::Oval;
use super::{Edit, lay, pick};

/// Puts other eyes, another nose or another mouth into a face: another person's, or its own, mirrored or enlarged.
pub fn part(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (_, to) = pick(host, rng)?;
    let ovals = parts(rng);
    let (width, height) = (host.picture.width, host.picture.height);
    let patch = if rng.u32(0..10) < 7 {
        Partner::find(&host.picture, &to, donor, &ovals, rng)?.carry(&host.picture, &to, &ovals)
    } else {
        let mirrored = rng.bool();
        let scale = if mirrored { between(rng, 0.95, 1.05) } else { between(rng, 1.12, 1.3) };
        // Eyes grow around themselves.
        let place = |(u, v): (f32, f32)| {
            let (cu, cv) = if ovals.len() == 2 { (ovals[usize::from(u > 0.0)].centre.0, 0.0) } else { ovals[0].centre };
            let (u, v) = (cu + (u - cu) / scale, cv + (v - cv) / scale);
            (if mirrored { -u } else { u }, v)
        };
        align::carry(host, &to, &host.picture, &to, &ovals, place)
    };
    let mask = to.draw(&ovals, width, height);
    Some(lay(&host.picture, patch, mask, to.apart() * 0.6, true, rng))
}

fn parts(rng: &mut fastrand::Rng) -> Vec<Oval> {
    let power = between(rng, 2.0, 3.0);
    let size = between(rng, 0.9, 1.15);
    let oval = |centre, (a, b): (f32, f32)| Oval::new(centre, (a * size, b * size), power, 0.0);
    match rng.u32(0..10) {
        0..3 => vec![oval((-0.5, 0.0), (0.36, 0.22)), oval((0.5, 0.0), (0.36, 0.22))],
        3..5 => vec![oval((0.0, -0.04), (0.95, 0.32))],
        5..7 => vec![oval((0.0, 0.5), (0.38, 0.4))],
        _ => vec![oval((0.0, 1.1), (0.62, 0.34))],
    }
}
