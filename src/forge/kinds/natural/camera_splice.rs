use super::super::super::chain;
use super::super::super::jpeg::generation;
use super::super::super::raster::{Raster, between, normal, to_byte};
use super::super::super::shape;
use super::super::{Edit, splice};
use super::surroundings::match_light;
use super::{lay_clean, thing};
use crate::frequency::BlockDct;

/// Pastes a thing that another camera took: other noise, other colour filters, other sharpening, saved before by itself.
pub fn camera_splice(host: &Raster, donor: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let scale = if rng.bool() { 1.0 } else { between(rng, 0.6, 1.4) };
    let mask = thing(donor, area, scale, 0.5, rng);
    let [left, top, right, bottom] = shape::frame(&mask, donor.width, donor.height, 16)?;
    let mut shot = donor.clone();
    shot.paste(&taken_again(&donor.crop(left, top, right - left, bottom - top), rng), left, top);
    let placement = splice::placement(&mask, donor, host, scale, rng)?;
    let (mut patch, moved) = placement.apply(&shot, &mask, host.width, host.height);
    if rng.bool() {
        match_light(host, &mut patch, &moved, between(rng, 0.5, 1.0));
    }
    Some(lay_clean(host, patch, moved, 4, rng))
}

/// The picture as a camera would have taken it: lens, colour filters and noise, demosaicing, sharpening, JPEG.
fn taken_again(picture: &Raster, rng: &mut fastrand::Rng) -> Raster {
    let seen = picture.blur(between(rng, 0.3, 0.8));
    let gains: [f32; 3] = [between(rng, 0.92, 1.08), 1.0, between(rng, 0.92, 1.08)];
    // Variance by light, as photons have it, and a floor of the electronics.
    let (shot, floor) = (between(rng, 0.0, 0.22), between(rng, 0.2, 6.0));
    let phase = (rng.usize(0..2), rng.usize(0..2));
    let mut raw = vec![0.0; picture.width * picture.height];
    for (i, value) in raw.iter_mut().enumerate() {
        let colour = filter(i % picture.width, i / picture.width, phase);
        let light = f32::from(seen.rgb[3 * i + colour]) * gains[colour];
        *value = light + (shot * light + floor).sqrt() * normal(rng);
    }
    let mut out = demosaiced(&raw, picture.width, picture.height, phase);
    if rng.u32(0..3) == 0 {
        out = out.blur(between(rng, 0.4, 0.8));
    }
    if rng.u32(0..3) > 0 {
        out = out.sharpened(between(rng, 0.7, 1.3), between(rng, 0.4, 1.6));
    }
    if rng.u32(0..4) > 0 {
        out = generation(&out, &chain::encoding((60, 97), rng), &BlockDct::new()).0;
    }
    out
}

/// The colour of a place of the Bayer pattern.
fn filter(x: usize, y: usize, phase: (usize, usize)) -> usize {
    match ((x + phase.0) % 2, (y + phase.1) % 2) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    }
}

/// Bilinear: each colour is the mean of its nearest samples, its own sample where there is one.
fn demosaiced(raw: &[f32], width: usize, height: usize, phase: (usize, usize)) -> Raster {
    // Mirrored at the edge, which keeps the pattern.
    let mirror = |at: isize, end: usize| {
        let last = end as isize - 1;
        (if at > last { 2 * last - at } else { at.abs() }).clamp(0, last) as usize
    };
    let mut rgb = vec![0; width * height * 3];
    for y in 0..height {
        for x in 0..width {
            let own = filter(x, y, phase);
            let (mut sums, mut counts) = ([0.0f32; 3], [0.0f32; 3]);
            for dy in -1..=1 {
                for dx in -1..=1 {
                    let (sx, sy) = (mirror(x as isize + dx, width), mirror(y as isize + dy, height));
                    let colour = filter(sx, sy, phase);
                    // Green on the diagonals is further than that beside a red or blue place.
                    let counts_here = if colour == own { dx == 0 && dy == 0 } else { colour != 1 || dx == 0 || dy == 0 };
                    if counts_here {
                        sums[colour] += raw[sy * width + sx];
                        counts[colour] += 1.0;
                    }
                }
            }
            for k in 0..3 {
                rgb[3 * (y * width + x) + k] = to_byte(sums[k] / counts[k].max(1.0));
            }
        }
    }
    Raster { width, height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_mosaic_is_the_plain_picture_at_every_phase_and_size() {
        for phase in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            for (width, height) in [(8, 8), (9, 5), (2, 3)] {
                let level = |x, y| [90.0, 140.0, 30.0][filter(x, y, phase)];
                let raw: Vec<f32> = (0..width * height).map(|i| level(i % width, i / width)).collect();
                let picture = demosaiced(&raw, width, height, phase);
                assert!(picture.rgb.chunks_exact(3).all(|pixel| pixel == [90, 140, 30]), "{phase:?} {width}x{height}");
            }
        }
    }
}
