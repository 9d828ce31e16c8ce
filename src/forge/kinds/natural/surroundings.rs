//! Brings the light around a thing to that around its new place.

use super::super::super::raster::{Raster, blur_plane, to_byte};
use super::super::super::shape;

/// Moves the patch's light and tint by how its own surroundings differ from the host's, by `strength`. The patch carries
/// some pixels around its region (`Placement::apply`), and those are compared.
pub fn match_light(host: &Raster, patch: &mut Raster, mask: &[f32], strength: f32) {
    let Some([left, top, right, bottom]) = shape::frame(mask, host.width, host.height, 12) else { return };
    let (width, height) = (right - left, bottom - top);
    let cut = (top..bottom).flat_map(|y| mask[y * host.width + left..y * host.width + right].iter().copied());
    let inside: Vec<f32> = cut.collect();
    let near = blur_plane(inside.clone(), width, height, 3.0);
    let ring: Vec<usize> = (0..inside.len())
        .filter(|&i| inside[i] < 0.02 && near[i] > 0.01)
        .map(|i| 3 * ((top + i / width) * host.width + left + i % width))
        .collect();
    if ring.len() < 24 {
        return;
    }
    let (ours, theirs) = (Tone::of(host, &ring), Tone::of(patch, &ring));
    let gain = (ours.spread / theirs.spread).clamp(0.7, 1.4);
    for y in top..bottom {
        for pixel in patch.rgb[3 * (y * host.width + left)..3 * (y * host.width + right)].chunks_exact_mut(3) {
            let before = opponent(pixel);
            let shift = |k: usize, most: f32| (ours.mean[k] - theirs.mean[k]).clamp(-most, most);
            let light = theirs.mean[0] + (before[0] - theirs.mean[0]) * gain + shift(0, 60.0);
            let tone = [light, before[1] + shift(1, 18.0), before[2] + shift(2, 18.0)];
            let [light, blue, green] = std::array::from_fn(|k| before[k] + strength * (tone[k] - before[k]));
            // The inverse of `opponent`.
            let (red_blue, green_rest) = (blue, green * 4.0 / 3.0);
            let base = light - green_rest / 2.0;
            pixel.copy_from_slice(&[base + red_blue, light + green_rest, base - red_blue].map(to_byte));
        }
    }
}

/// Lightness, red against blue, green against both.
fn opponent(pixel: &[u8]) -> [f32; 3] {
    let [r, g, b] = [0, 1, 2].map(|k| f32::from(pixel[k]));
    [(r + g + b) / 3.0, (r - b) / 2.0, (2.0 * g - r - b) / 4.0]
}

struct Tone {
    mean: [f32; 3],
    /// Standard deviation of the lightness.
    spread: f32,
}

impl Tone {
    fn of(picture: &Raster, places: &[usize]) -> Self {
        let (mut sums, mut squares) = ([0.0; 3], 0.0);
        for &i in places {
            let tone = opponent(&picture.rgb[i..i + 3]);
            squares += tone[0] * tone[0];
            for (sum, value) in sums.iter_mut().zip(tone) {
                *sum += value;
            }
        }
        let mean = sums.map(|sum| sum / places.len() as f32);
        let spread = (squares / places.len() as f32 - mean[0] * mean[0]).max(4.0).sqrt();
        Self { mean, spread }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_from_the_shade_is_brought_into_the_light() {
        let plain = |level: u8| Raster { width: 64, height: 64, rgb: vec![level; 64 * 64 * 3] };
        let (host, mut patch) = (plain(150), plain(100));
        let mut mask = vec![0.0; 64 * 64];
        for y in 20..44 {
            for x in 20..44 {
                mask[y * 64 + x] = 1.0;
                patch.rgb[3 * (y * 64 + x)..][..3].copy_from_slice(&[140, 90, 70]);
            }
        }
        match_light(&host, &mut patch, &mask, 1.0);
        let pixel = &patch.rgb[3 * (32 * 64 + 32)..][..3];
        // Spreads are equal, so all it gets is the difference of 50.
        assert_eq!(pixel, [190, 140, 120]);
    }
}
