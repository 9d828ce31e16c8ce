use super::super::super::raster::{Raster, between, normal, to_byte};
use super::super::super::resize::Filter;
use super::super::super::{blend, shape};
use super::super::Edit;

/// Takes a region to a lower resolution and back, with a little noise taken off or put on: a stand-in for what diffusion
/// inpainting leaves, smooth texture without the finest frequencies and without the camera's noise.
pub fn resampled(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mask = shape::random(host, area, rng);
    let [left, top, right, bottom] = shape::frame(&mask, host.width, host.height, 16)?;
    let cut = host.crop(left, top, right - left, bottom - top);
    let factor = between(rng, 0.3, 0.7);
    let side = |side: usize| ((side as f32 * factor).round() as usize).max(4);
    let filter = if rng.bool() { Filter::Triangle } else { Filter::CatmullRom };
    let mut small = cut.resize(side(cut.width), side(cut.height), filter);
    match rng.u32(0..4) {
        0 => small = small.blur(between(rng, 0.3, 0.6)),
        1 => noise(&mut small, between(rng, 0.5, 2.5), rng),
        _ => {}
    }
    let mut back = small.resize(cut.width, cut.height, Filter::CatmullRom);
    if rng.bool() {
        // Decoders draw crisp edges where they have drawn no texture.
        back = back.sharpened(between(rng, 1.0, 2.0), between(rng, 0.3, 1.0));
    }
    if rng.u32(0..3) == 0 {
        noise(&mut back, between(rng, 0.4, 1.5), rng);
    }
    let mut patch = host.clone();
    patch.paste(&back, left, top);
    let soft = blend::feather(&mask, host.width, host.height, between(rng, 0.6, 3.0));
    Some(Edit::new(blend::alpha(host, &patch, &soft), soft))
}

fn noise(picture: &mut Raster, sigma: f32, rng: &mut fastrand::Rng) {
    for value in &mut picture.rgb {
        *value = to_byte(f32::from(*value) + sigma * normal(rng));
    }
}
