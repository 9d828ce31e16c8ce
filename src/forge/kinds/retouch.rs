use super::super::raster::{Raster, between, normal, to_byte};
use super::super::resize::Filter;
use super::super::{blend, shape};
use super::Edit;

/// Changes a region in place: blur, sharpening, noise, colour, or a trip to lower resolution and back.
pub fn retouch(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Edit {
    let mask = shape::random(host, area, rng);
    let patch = match rng.u32(0..5) {
        0 => host.blur(between(rng, 0.8, 3.0)),
        1 => host.sharpened(1.2, between(rng, 0.8, 2.0)),
        2 => noisy(host, between(rng, 3.0, 12.0), rng),
        3 => recoloured(host, rng),
        _ => {
            let factor = between(rng, 0.35, 0.75);
            let small = |side: usize| ((side as f32 * factor) as usize).max(8);
            host.resize(small(host.width), small(host.height), Filter::Triangle).resize(
                host.width,
                host.height,
                Filter::CatmullRom,
            )
        }
    };
    let soft = blend::feather(&mask, host.width, host.height, between(rng, 0.5, 2.5));
    Edit::new(blend::alpha(host, &patch, &soft), soft)
}

fn noisy(host: &Raster, sigma: f32, rng: &mut fastrand::Rng) -> Raster {
    let mut out = host.clone();
    for value in &mut out.rgb {
        *value = to_byte(f32::from(*value) + sigma * normal(rng));
    }
    out
}

fn recoloured(host: &Raster, rng: &mut fastrand::Rng) -> Raster {
    let gains: [f32; 3] = std::array::from_fn(|_| between(rng, 0.75, 1.3));
    let lift = between(rng, -25.0, 25.0);
    let mut out = host.clone();
    for pixel in out.rgb.chunks_exact_mut(3) {
        for (value, gain) in pixel.iter_mut().zip(gains) {
            *value = to_byte(f32::from(*value) * gain + lift);
        }
    }
    out
}
