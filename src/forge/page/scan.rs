//! What printing a page and scanning or photographing it leaves of it.

use super::super::raster::{Raster, between, blur_plane, normal, to_byte};
use super::super::scene::{Point, Scene};
use super::super::shape::bilinear;

/// Ink spread or thinned, the sheet a little askew, shaded, grainy and blurred.
pub fn scanned(page: Scene, rng: &mut fastrand::Rng) -> Scene {
    let turn = if rng.u32(0..4) == 0 { 0.0 } else { between(rng, -0.035, 0.035) };
    let mut page = turned(page, turn);
    let (width, height) = (page.picture.width, page.picture.height);
    let sharpness = between(rng, 0.3, 0.75);
    let spread = between(rng, -0.12, 0.18);
    let [fibre, cloud] = [between(rng, 0.0, 3.0), between(rng, 0.0, 5.0)];
    let mut texture = speckle(width, height, 0.8, fibre, rng);
    for (value, wave) in texture.iter_mut().zip(speckle(width, height, 25.0, cloud, rng)) {
        *value += wave;
    }
    let light = Light::draw(width, height, rng);
    let contrast = between(rng, 0.82, 1.0);
    let lift = between(rng, 0.0, 30.0);
    let warm = [between(rng, 0.97, 1.0), between(rng, 0.96, 1.0), between(rng, 0.9, 1.0)];
    let sigma = between(rng, 0.5, 3.5);
    // Most software whitens what is nearly white.
    let white = if rng.u32(0..3) == 0 { between(rng, 1.03, 1.15) } else { 1.0 };
    let mut planes = page.picture.planes();
    for (k, plane) in planes.iter_mut().enumerate() {
        let soft = blur_plane(std::mem::take(plane), width, height, sharpness);
        *plane = soft
            .into_iter()
            .enumerate()
            .map(|(i, value)| {
                let inked = 1.0 - value / 255.0;
                // A curve that takes half-covered pixels to one side.
                let inked = inked + spread * 4.0 * inked * (1.0 - inked) * 0.5;
                let level = lift + (255.0 - lift) * (1.0 - inked) * contrast + texture[i] * (1.0 - 0.6 * inked);
                level * light.at(i % width, i / width) * warm[k] * white
            })
            .collect();
    }
    // Part of the noise is in all colours, part in each.
    for i in 0..width * height {
        let common = 0.7 * sigma * normal(rng);
        for plane in &mut planes {
            plane[i] += common + 0.5 * sigma * normal(rng);
        }
    }
    page.picture = Raster::from_planes(width, height, &planes);
    page
}

/// Light that falls off to one side and towards the corners.
struct Light {
    centre: (f32, f32),
    slope: (f32, f32),
    fall: f32,
}

impl Light {
    fn draw(width: usize, height: usize, rng: &mut fastrand::Rng) -> Self {
        let strength = if rng.bool() { 0.02 } else { 0.12 };
        let (w, h) = (width as f32, height as f32);
        Self {
            centre: (between(rng, 0.2, 0.8) * w, between(rng, 0.2, 0.8) * h),
            slope: (between(rng, -strength, strength) / w, between(rng, -strength, strength) / h),
            fall: between(rng, 0.0, strength) / (w * w + h * h),
        }
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        let (dx, dy) = (x as f32 - self.centre.0, y as f32 - self.centre.1);
        1.0 + self.slope.0 * dx + self.slope.1 * dy - self.fall * (dx * dx + dy * dy)
    }
}

/// Noise of a deviation, smooth over about `size` pixels.
fn speckle(width: usize, height: usize, size: f32, sigma: f32, rng: &mut fastrand::Rng) -> Vec<f32> {
    // Coarse noise is drawn coarse and spread out.
    let step = (size / 2.0).max(1.0);
    let (w, h) = ((width as f32 / step) as usize + 2, (height as f32 / step) as usize + 2);
    let noise = blur_plane((0..w * h).map(|_| normal(rng)).collect(), w, h, size / step);
    let deviation = (noise.iter().map(|v| v * v).sum::<f32>() / noise.len() as f32).sqrt().max(1e-6);
    (0..width * height)
        .map(|i| sigma / deviation * bilinear(&noise, w, h, (i % width) as f32 / step, (i / width) as f32 / step))
        .collect()
}

/// The page turned about its middle; what comes in from outside is its edge repeated.
fn turned(page: Scene, turn: f32) -> Scene {
    if turn == 0.0 {
        return page;
    }
    let (width, height) = (page.picture.width, page.picture.height);
    let (cx, cy) = (width as f32 / 2.0, height as f32 / 2.0);
    let (sin, cos) = turn.sin_cos();
    let mut rgb = Vec::with_capacity(page.picture.rgb.len());
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f32 - cx, y as f32 - cy);
            rgb.extend(page.picture.sample(cx + dx * cos + dy * sin, cy + dy * cos - dx * sin).map(to_byte));
        }
    }
    let to = |(x, y): Point| (cx + (x - cx) * cos - (y - cy) * sin, cy + (y - cy) * cos + (x - cx) * sin);
    let (right, bottom) = (width as f32 - 1.0, height as f32 - 1.0);
    let mut texts = page.texts;
    texts.iter_mut().for_each(|text| text.corners = text.corners.map(to));
    texts.retain(|text| text.corners.iter().all(|&(x, y)| x >= 0.0 && y >= 0.0 && x < right && y < bottom));
    Scene { picture: Raster { width, height, rgb }, texts, ..page }
}
