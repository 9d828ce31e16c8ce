//! Pictures that no camera took, for training: even skies and flat figures, the same one many times over, reflections,
//! edges without a lens's blur. They are as pristine as photographs, and the photographs at hand have nothing like them.

use super::chain;
use super::jpeg::generation;
use super::raster::{Raster, between, blur_plane, normal};
use super::scene::Scene;
use super::shape::{self, bilinear};
use crate::frequency::BlockDct;

/// Sides in pixels: a tile with the margin that its sample is cut from fits in, at times reduced first.
const SIDES: std::ops::Range<usize> = 600..1000;

type Colour = [f32; 3];

/// A drawing; saved once as a whole.
pub fn drawing(seed: u64) -> Scene {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut canvas = Canvas::new(rng.usize(SIDES), rng.usize(SIDES), &mut rng);
    for _ in 0..rng.usize(0..4) {
        canvas.relief(&mut rng);
    }
    if rng.u32(0..4) == 0 {
        canvas.reflect(&mut rng);
    }
    for _ in 0..rng.usize(1..8) {
        canvas.figures(&mut rng);
    }
    let picture = canvas.seen(&mut rng);
    Scene::bare(generation(&picture, &chain::encoding((75, 98), &mut rng), &BlockDct::new()).0)
}

fn colour(rng: &mut fastrand::Rng) -> Colour {
    let light = between(rng, 20.0, 235.0);
    std::array::from_fn(|_| (light + between(rng, -60.0, 60.0)).clamp(0.0, 255.0))
}

fn mixed(a: Colour, b: Colour, share: f32) -> Colour {
    std::array::from_fn(|k| a[k] + (b[k] - a[k]) * share)
}

/// Value noise in 0..=1: octaves of random grids, each half as coarse as the one before and `persistence` as strong.
fn fractal(width: usize, height: usize, octaves: u32, persistence: f32, rng: &mut fastrand::Rng) -> Vec<f32> {
    let (mut sum, mut weight, mut whole) = (vec![0.0; width * height], 1.0, 0.0);
    for octave in 0..octaves {
        let cells = 3usize << octave;
        let step = width.max(height) as f32 / cells as f32;
        let side = cells + 2;
        let grid: Vec<f32> = (0..side * side).map(|_| rng.f32()).collect();
        for (i, value) in sum.iter_mut().enumerate() {
            *value += weight * bilinear(&grid, side, side, (i % width) as f32 / step, (i / width) as f32 / step);
        }
        whole += weight;
        weight *= persistence;
    }
    sum.iter().map(|value| value / whole).collect()
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

impl Canvas {
    /// A ground of one colour or running from one to another, at times clouded by a third.
    fn new(width: usize, height: usize, rng: &mut fastrand::Rng) -> Self {
        let first = colour(rng);
        let last = if rng.u32(0..4) == 0 { first } else { colour(rng) };
        let (sin, cos) = (rng.f32() * std::f32::consts::TAU).sin_cos();
        let reach = (width as f32 * cos.abs() + height as f32 * sin.abs()) / 2.0;
        let at = |i: usize| {
            let (x, y) = ((i % width) as f32 - width as f32 / 2.0, (i / width) as f32 - height as f32 / 2.0);
            mixed(first, last, ((x * cos + y * sin) / reach + 1.0) / 2.0)
        };
        let mut pixels: Vec<Colour> = (0..width * height).map(at).collect();
        if rng.bool() {
            let (third, contrast) = (colour(rng), between(rng, 1.0, 4.0));
            let clouds = fractal(width, height, 6, between(rng, 0.4, 0.7), rng);
            for (pixel, cloud) in pixels.iter_mut().zip(clouds) {
                *pixel = mixed(*pixel, third, ((cloud - 0.48) * contrast).clamp(0.0, 1.0));
            }
        }
        Self { width, height, pixels }
    }

    /// A ridge across the picture with everything below it, flat or grained.
    fn relief(&mut self, rng: &mut fastrand::Rng) {
        let (tone, level, depth) = (colour(rng), between(rng, 0.2, 0.9), between(rng, 0.0, 0.4));
        let outline = fractal(self.width, 1, rng.u32(2..8), between(rng, 0.3, 0.6), rng);
        let grain = if rng.bool() { between(rng, 5.0, 70.0) } else { 0.0 };
        let texture = fractal(self.width, self.height, 8, between(rng, 0.5, 0.85), rng);
        for (i, pixel) in self.pixels.iter_mut().enumerate() {
            let edge = (level + depth * (outline[i % self.width] - 0.5)) * self.height as f32;
            let below = ((i / self.width) as f32 - edge + 0.5).clamp(0.0, 1.0);
            let lit = tone.map(|v| v + grain * (texture[i] - 0.5));
            *pixel = mixed(*pixel, lit, below);
        }
    }

    /// The lower part becomes water: the mirror image of what is above it, a little darker, rippled.
    fn reflect(&mut self, rng: &mut fastrand::Rng) {
        let horizon = (between(rng, 0.5, 0.8) * self.height as f32) as usize;
        let (shade, ripple, pitch) = (between(rng, 0.6, 1.0), between(rng, 0.0, 6.0), between(rng, 0.1, 0.6));
        for y in horizon..self.height {
            let above = (2 * horizon - 1).saturating_sub(y);
            let shift = (ripple * (pitch * (y - horizon) as f32).sin()) as isize;
            for x in 0..self.width {
                let from = x.saturating_add_signed(shift).min(self.width - 1);
                self.pixels[y * self.width + x] = self.pixels[above * self.width + from].map(|v| v * shade);
            }
        }
    }

    /// A figure, once or many times over: scattered, or in a row.
    fn figures(&mut self, rng: &mut fastrand::Rng) {
        let (wide, high) = (rng.usize(12..260), rng.usize(12..260));
        let mask = shape::figure(wide, high, between(rng, 0.1, 0.5), rng);
        let (top, low) = (colour(rng), colour(rng));
        let low = if rng.bool() { low } else { top };
        let cover = if rng.u32(0..3) == 0 { between(rng, 0.4, 0.9) } else { 1.0 };
        let grain = if rng.u32(0..3) == 0 { between(rng, 10.0, 90.0) } else { 0.0 };
        let texture = fractal(wide, high, 5, 0.7, rng);
        let in_row = rng.bool();
        let (left, line) = (rng.usize(0..self.width), rng.usize(0..self.height));
        for number in 0..if rng.bool() { 1 } else { rng.usize(2..14) } {
            let (x, y) =
                if in_row { (left + number * (wide + 6), line) } else { (rng.usize(0..self.width), rng.usize(0..self.height)) };
            for (i, share) in mask.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let (px, py) = (x + i % wide, y + i / wide);
                if px < self.width && py < self.height {
                    let tone = mixed(top, low, (i / wide) as f32 / high as f32).map(|v| v + grain * (texture[i] - 0.5));
                    let pixel = &mut self.pixels[py * self.width + px];
                    *pixel = mixed(*pixel, tone, share * cover);
                }
            }
        }
    }

    /// As it is, or softened, and as it is, or with the noise of a sensor: more where there is more light.
    fn seen(&self, rng: &mut fastrand::Rng) -> Raster {
        let soft = if rng.bool() { between(rng, 0.3, 1.2) } else { 0.0 };
        let noise = if rng.u32(0..5) < 3 { between(rng, 0.5, 6.0) } else { 0.0 };
        let of_sensor = if rng.bool() { between(rng, 0.3, 0.8) } else { 0.0 };
        let planes = std::array::from_fn(|k| {
            let plane = self.pixels.iter().map(|pixel| pixel[k]).collect();
            let plane = blur_plane(plane, self.width, self.height, soft);
            let grain: Vec<f32> = plane.iter().map(|v| noise * (v.max(1.0) / 128.0).sqrt() * normal(rng)).collect();
            let grain = blur_plane(grain, self.width, self.height, of_sensor);
            plane.iter().zip(grain).map(|(v, n)| v + n).collect()
        });
        Raster::from_planes(self.width, self.height, &planes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_drawing_and_another_seed_another() {
        for seed in 0..6 {
            let (one, again, other) = (drawing(seed), drawing(seed), drawing(seed + 1));
            assert!(one.picture == again.picture, "drawing {seed} differs");
            assert!(one.picture != other.picture, "drawing {seed} is its neighbour");
            assert!(SIDES.contains(&one.picture.width) && SIDES.contains(&one.picture.height));
            let levels = one.picture.rgb.iter().fold((255, 0), |(low, high), &v| (v.min(low), v.max(high)));
            assert!(levels.1 - levels.0 > 20, "drawing {seed} is blank");
        }
    }
}
