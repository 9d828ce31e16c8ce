//! How an edited region is laid into a picture.

use super::raster::{Raster, blur_plane, to_byte};
use super::shape::Mask;

/// Mixes `edited` into `host` by `alpha` (1 = edited).
pub fn alpha(host: &Raster, edited: &Raster, alpha: &[f32]) -> Raster {
    let mut out = host.clone();
    for (i, &a) in alpha.iter().enumerate().filter(|(_, a)| **a > 0.0) {
        for k in 3 * i..3 * i + 3 {
            out.rgb[k] = to_byte(f32::from(host.rgb[k]) * (1.0 - a) + f32::from(edited.rgb[k]) * a);
        }
    }
    out
}

/// Softens a mask's edge over about `sigma` pixels.
pub fn feather(mask: &[f32], width: usize, height: usize, sigma: f32) -> Mask {
    let Some(part) = Part::around(mask, width, height, (3.0 * sigma) as usize + 2) else { return mask.to_vec() };
    let mut soft = mask.to_vec();
    part.put(&mut soft, &blur_plane(part.cut(mask), part.width, part.height, sigma));
    soft
}

/// Adds to `edited` the smooth membrane that makes it meet `host` at the region's border: the solution that Poisson
/// blending (Pérez 2003) seeks, by push–pull interpolation instead of a solver.
pub fn match_border(host: &Raster, edited: &Raster, mask: &[f32]) -> Raster {
    let mut matched = edited.clone();
    let Some(part) = Part::around(mask, host.width, host.height, 12) else { return matched };
    let mask = part.cut(mask);
    let near: Vec<f32> = blur_plane(mask.clone(), part.width, part.height, 3.0);
    let known: Vec<f32> = mask.iter().zip(&near).map(|(&m, &n)| f32::from(u8::from(m < 0.02 && n > 0.002))).collect();
    for k in 0..3 {
        let (ours, theirs) = (part.cut_channel(host, k), part.cut_channel(edited, k));
        let difference: Vec<f32> = ours.iter().zip(&theirs).map(|(h, e)| h - e).collect();
        let membrane = push_pull(&difference, &known, part.width, part.height);
        let sum: Vec<f32> = theirs.iter().zip(&membrane).map(|(e, m)| e + m).collect();
        part.put_channel(&mut matched, k, &sum);
    }
    matched
}

/// Moves mean and spread of each colour of the patch towards the host's under it, by `strength`.
pub fn match_colour(host: &Raster, patch: &mut Raster, mask: &[f32], strength: f32) {
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

/// Fills a region smoothly from what surrounds it.
pub fn fill(host: &Raster, mask: &[f32]) -> Raster {
    let mut filled = host.clone();
    let Some(part) = Part::around(mask, host.width, host.height, 12) else { return filled };
    let known: Vec<f32> = part.cut(mask).iter().map(|&m| f32::from(u8::from(m < 0.02))).collect();
    for k in 0..3 {
        part.put_channel(&mut filled, k, &push_pull(&part.cut_channel(host, k), &known, part.width, part.height));
    }
    filled
}

/// The rectangle around a region: work is done there alone, since most regions are small.
struct Part {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    row: usize,
}

impl Part {
    fn around(mask: &[f32], width: usize, height: usize, margin: usize) -> Option<Self> {
        let [x, y, right, bottom] = super::shape::frame(mask, width, height, margin)?;
        Some(Self { x, y, width: right - x, height: bottom - y, row: width })
    }

    /// The places of the rectangle in the whole picture, row by row.
    fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (self.y..self.y + self.height).flat_map(|y| y * self.row + self.x..y * self.row + self.x + self.width)
    }

    fn cut(&self, plane: &[f32]) -> Vec<f32> {
        self.places().map(|i| plane[i]).collect()
    }

    fn put(&self, plane: &mut [f32], part: &[f32]) {
        for (i, &value) in self.places().zip(part) {
            plane[i] = value;
        }
    }

    fn cut_channel(&self, picture: &Raster, channel: usize) -> Vec<f32> {
        self.places().map(|i| f32::from(picture.rgb[3 * i + channel])).collect()
    }

    fn put_channel(&self, picture: &mut Raster, channel: usize, part: &[f32]) {
        for (i, &value) in self.places().zip(part) {
            picture.rgb[3 * i + channel] = to_byte(value);
        }
    }
}

/// Scattered-data interpolation on a pyramid (Gortler et al. 1996): averages of what is known go up, estimates come down.
fn push_pull(values: &[f32], weights: &[f32], width: usize, height: usize) -> Vec<f32> {
    if width.min(height) <= 1 || weights.iter().all(|&w| w >= 1.0) {
        return values.to_vec();
    }
    let (cw, ch) = (width.div_ceil(2), height.div_ceil(2));
    let mut coarse = vec![0.0; cw * ch];
    let mut coarse_weights = vec![0.0; cw * ch];
    for y in 0..height {
        for x in 0..width {
            let (from, to) = (y * width + x, y / 2 * cw + x / 2);
            coarse[to] += values[from] * weights[from];
            coarse_weights[to] += weights[from];
        }
    }
    for (value, weight) in coarse.iter_mut().zip(&mut coarse_weights) {
        if *weight > 0.0 {
            *value /= *weight;
        }
        *weight = weight.min(1.0);
    }
    let coarse = push_pull(&coarse, &coarse_weights, cw, ch);
    (0..width * height)
        .map(|i| {
            let w = weights[i];
            if w >= 1.0 {
                return values[i];
            }
            let (x, y) = ((i % width) as f32 / 2.0 - 0.25, (i / width) as f32 / 2.0 - 0.25);
            values[i] * w + super::shape::bilinear(&coarse, cw, ch, x, y) * (1.0 - w)
        })
        .collect()
}
