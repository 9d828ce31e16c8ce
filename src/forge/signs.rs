//! Writes text into photographs, as if it had been there when they were taken: on boards, notes and walls, in the
//! perspective, light, blur and noise of the place. What is written belongs to the pristine picture, so it has to be
//! saved together with it before anything is forged.

mod plate;
pub mod words;

use std::cell::OnceCell;

use super::grain::Grain;
use super::lettering::{Fonts, Line};
use super::quad::Quad;
use super::raster::{Raster, between, blur_plane, normal, to_byte};
use super::resize::Filter;
use super::scene::{Point, Scene, Text};
use plate::{Layout, Plate};

/// Writes one to six pieces into the scene, fewer where there is no place for them, and notes their texts.
pub fn write(scene: &mut Scene, fonts: &Fonts, rng: &mut fastrand::Rng) {
    let picture = &mut scene.picture;
    let light = Light::of(picture);
    let whole = OnceCell::new();
    let blur_of_all = |picture: &Raster| Grain::of(picture, [0, 0, picture.width, picture.height]).blur;
    let view = View::random(rng);
    let mut taken: Vec<[usize; 4]> = Vec::new();
    for _ in 0..[1, 2, 2, 3, 3, 4, 5, 6][rng.usize(0..8)] {
        let Some(layout) = Layout::random(fonts, picture.width.min(picture.height), rng) else { continue };
        let Some(quad) = place(picture, &layout, &view, &taken, rng) else { continue };
        let bounds = quad.bounds(4.0, picture.width, picture.height);
        let place = light.at(&quad);
        let plate = layout.painted(&place, rng);
        let near = quad.bounds(24.0, picture.width, picture.height);
        let near = Grain::of(picture, near);
        let grain = Grain { blur: near.blur.or_else(|| *whole.get_or_init(|| blur_of_all(picture))), ..near };
        taken.push(bounds);
        paint(picture, &quad, bounds, &plate, &place, &light, grain, rng);
        scene.texts.extend(plate.texts(&quad));
    }
}

/// The rows and columns with ink: left, top, and right and bottom, not included.
pub fn ink_box(line: &Line) -> [usize; 4] {
    let mut found = [line.width, line.height, 0, 0];
    for (i, _) in line.alpha.iter().enumerate().filter(|(_, a)| **a > 0.2) {
        let (x, y) = (i % line.width, i / line.width);
        found = [found[0].min(x), found[1].min(y), found[2].max(x + 1), found[3].max(y + 1)];
    }
    found
}

/// How the walls of a picture stand: radians about the axis up, the axis across, and the one of sight.
struct View {
    yaw: f32,
    pitch: f32,
    roll: f32,
}

impl View {
    fn random(rng: &mut fastrand::Rng) -> Self {
        Self { yaw: 0.4 * normal(rng), pitch: 0.12 * normal(rng), roll: 0.05 * normal(rng) }
    }

    /// A rectangle on such a wall around `centre`, or on something that stands as it likes.
    fn quad(&self, (width, height): (f32, f32), centre: Point, rng: &mut fastrand::Rng) -> Option<Quad> {
        let quarter = if rng.u32(0..16) == 0 { std::f32::consts::FRAC_PI_2 * if rng.bool() { 1.0 } else { -1.0 } } else { 0.0 };
        let (yaw, pitch, roll) = if rng.u32(0..4) == 0 {
            (0.45 * normal(rng), 0.2 * normal(rng), 0.2 * normal(rng))
        } else {
            (self.yaw + 0.05 * normal(rng), self.pitch + 0.03 * normal(rng), self.roll + 0.02 * normal(rng))
        };
        let (yaw, pitch, roll) = (yaw.clamp(-1.0, 1.0), pitch.clamp(-0.6, 0.6), roll + quarter);
        let far = between(rng, 2.0, 6.0) * width.max(height);
        Quad::new([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v): (f32, f32)| {
            let (x, y) = (u * width / 2.0, v * height / 2.0);
            let (x, y) = (x * roll.cos() - y * roll.sin(), x * roll.sin() + y * roll.cos());
            let (x, z) = (x * yaw.cos(), x * yaw.sin());
            let (y, z) = (y * pitch.cos(), z + y * pitch.sin());
            let nearer = far / (far + z);
            (centre.0 + x * nearer, centre.1 + y * nearer)
        }))
    }
}

/// Where a piece goes: to the smoothest of a few places that are free, and smooth enough where it has no board.
fn place(picture: &Raster, layout: &Layout, view: &View, taken: &[[usize; 4]], rng: &mut fastrand::Rng) -> Option<Quad> {
    let mut best: Option<(f32, Quad)> = None;
    for _ in 0..if layout.has_board() { 6 } else { 16 } {
        let centre = (rng.f32() * picture.width as f32, rng.f32() * picture.height as f32);
        let Some(quad) = view.quad(layout.size(), centre, rng).filter(|quad| quad.inside(picture.width, picture.height)) else {
            continue;
        };
        let [left, top, right, bottom] = quad.bounds(4.0, picture.width, picture.height);
        if taken.iter().any(|t| left < t[2] && t[0] < right && top < t[3] && t[1] < bottom) {
            continue;
        }
        let rough = roughness(picture, &quad);
        if best.as_ref().is_none_or(|(least, _)| rough < *least) {
            best = Some((rough, quad));
        }
    }
    best.filter(|(rough, _)| layout.has_board() || *rough < 11.0).map(|(_, quad)| quad)
}

/// The mean step between neighbours, three pixels apart, levels.
fn roughness(picture: &Raster, quad: &Quad) -> f32 {
    const ACROSS: usize = 14;
    const DOWN: usize = 6;
    let step = |i: usize| {
        let (x, y) = quad.place((i % ACROSS) as f32 / (ACROSS - 1) as f32, (i / ACROSS) as f32 / (DOWN - 1) as f32);
        let (x, y) = (x as isize, y as isize);
        let here = picture.at(x, y);
        let differs = |other: [u8; 3]| (0..3).map(|k| f32::from(here[k].abs_diff(other[k]))).sum::<f32>() / 3.0;
        differs(picture.at(x + 3, y)).max(differs(picture.at(x, y + 3)))
    };
    (0..ACROSS * DOWN).map(step).sum::<f32>() / (ACROSS * DOWN) as f32
}

/// The light of a picture: what is left of it without detail.
struct Light {
    low: Raster,
    /// The level of the brightest twentieth.
    bright: f32,
}

impl Light {
    const FACTOR: usize = 8;

    fn of(picture: &Raster) -> Self {
        let small = |side: usize| (side / Self::FACTOR).max(2);
        let low = picture.resize(small(picture.width), small(picture.height), Filter::Triangle).blur(1.4);
        let mut levels: Vec<f32> = low.rgb.chunks_exact(3).map(|p| level([p[0], p[1], p[2]].map(f32::from))).collect();
        levels.sort_by(f32::total_cmp);
        Self { bright: levels[levels.len() * 19 / 20].max(60.0), low }
    }

    fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let scale = 1.0 / Self::FACTOR as f32;
        self.low.sample((x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5)
    }

    fn at(&self, quad: &Quad) -> Place {
        let mut mean = [0.0; 3];
        for i in 0..15 {
            let (x, y) = quad.place((i % 5) as f32 / 4.0, (i / 5) as f32 / 2.0);
            let pixel = self.sample(x, y);
            (0..3).for_each(|k| mean[k] += pixel[k] / 15.0);
        }
        let here = level(mean).max(4.0);
        // White would be somewhere between what is white elsewhere and what it is if the surface reflects two fifths.
        let white = (self.bright.powf(0.35) * (here / 0.4).powf(0.65)).clamp(30.0, 250.0);
        Place { white: mean.map(|m| white * (m.max(2.0) / here).powf(0.3)), surface: mean }
    }
}

/// The light at a place.
pub(super) struct Place {
    /// What white would look like.
    white: [f32; 3],
    /// What the surface looks like in the mean.
    surface: [f32; 3],
}

impl Place {
    /// How much of the light the surface reflects.
    fn reflects(&self) -> f32 {
        level(self.surface) / level(self.white)
    }
}

fn level([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Lays a plate into the picture.
#[allow(clippy::too_many_arguments, reason = "all of them are one plate's, from one caller")]
fn paint(
    picture: &mut Raster,
    quad: &Quad,
    bounds: [usize; 4],
    plate: &Plate,
    place: &Place,
    light: &Light,
    grain: Grain,
    rng: &mut fastrand::Rng,
) {
    let [left, top, right, bottom] = bounds;
    let (width, height) = (right - left, bottom - top);
    let layer = quad.spread(&plate.paint, plate.width, plate.height, bounds);
    // Sampling has blurred it a little already.
    let blur = (grain.blur.unwrap_or(0.7).min(2.5).powi(2) - 0.25).max(0.0).sqrt();
    let soft = |k: usize| blur_plane(layer.iter().map(|pixel| pixel[k]).collect(), width, height, blur);
    let planes = [soft(0), soft(1), soft(2), soft(3)];
    // Noise of photographs that were saved has a grain of more than a pixel.
    let white: Vec<f32> = (0..width * height).map(|_| normal(rng)).collect();
    let noise = blur_plane(white, width, height, 0.7);
    let strength = grain.noise.min(12.0) / 0.6;
    for i in 0..width * height {
        let cover = planes[3][i];
        if cover <= 0.004 {
            continue;
        }
        let (x, y) = (left + i % width, top + i / width);
        let low = light.sample(x as f32, y as f32);
        let shade = (level(low) / level(place.surface).max(4.0)).powf(0.6).clamp(0.55, 1.6);
        let at = 3 * (y * picture.width + x);
        for k in 0..3 {
            let under = f32::from(picture.rgb[at + k]);
            // Paint follows the wall's relief, a board has its own.
            let relief = if plate.on_wall { (under.max(4.0) / low[k].max(4.0)).powf(0.5).clamp(0.7, 1.4) } else { 1.0 };
            let over = planes[k][i] * place.white[k] * shade * relief + cover * strength * noise[i];
            picture.rgb[at + k] = to_byte(under * (1.0 - cover) + over);
        }
    }
}

impl Plate {
    /// Its texts in the picture.
    fn texts(&self, quad: &Quad) -> Vec<Text> {
        let (width, height) = (self.width as f32, self.height as f32);
        let text = |(words, [left, top, right, bottom]): &(String, [f32; 4])| {
            let part = quad.part((left / width, top / height), (right / width, bottom / height))?;
            Some(Text { corners: part.corners, words: words.clone() })
        };
        self.lines.iter().filter_map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lettering;
    use super::*;

    fn photograph() -> Scene {
        let (width, height) = (264, 264);
        let rgb = (0..width * height).flat_map(|i| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let tone = 60.0 + 0.4 * x + if y > 180.0 { 25.0 * (x * 0.6).sin() } else { 0.0 } + (i * 7919 % 9) as f32;
            [to_byte(tone), to_byte(tone * 0.95), to_byte(tone * 0.8)]
        });
        Scene::bare(Raster { width, height, rgb: rgb.collect() })
    }

    #[test]
    fn what_is_written_is_where_its_corners_say() {
        let Ok(fonts) = lettering::fonts() else {
            println!("skipped: no font is installed");
            return;
        };
        let before = photograph().picture;
        let (mut written, mut faint) = (0, 0);
        for seed in 0..20 {
            let mut scene = photograph();
            write(&mut scene, fonts, &mut fastrand::Rng::with_seed(seed));
            let mut again = photograph();
            write(&mut again, fonts, &mut fastrand::Rng::with_seed(seed));
            assert!(scene.picture == again.picture && scene.texts == again.texts);
            for text in &scene.texts {
                written += 1;
                let quad = Quad::new(text.corners).unwrap();
                assert!(quad.grown(1.0).unwrap().inside(266, 266), "{text:?}");
                let levels = |picture: &Raster| {
                    let mask = quad.mask(264, 264);
                    let inside = mask.iter().enumerate().filter(|(_, m)| **m > 0.5);
                    inside.map(|(i, _)| f32::from(picture.rgb[3 * i + 1])).collect::<Vec<_>>()
                };
                let spread = |values: &[f32]| {
                    let mean = values.iter().sum::<f32>() / values.len() as f32;
                    (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / values.len() as f32).sqrt()
                };
                let (old, new) = (levels(&before), levels(&scene.picture));
                let changed = old.iter().zip(&new).filter(|(a, b)| a != b).count();
                // Strokes cover a tenth at least of the box around them.
                assert!(changed * 10 > old.len(), "seed {seed} {text:?}: {changed} of {}", old.len());
                faint += usize::from(spread(&new) <= 6.0);
            }
        }
        assert!(written >= 20, "{written} texts in 20 pictures");
        // Thin faces, small and blurred, hardly show; whatever is installed, most texts do.
        assert!(faint * 10 <= written, "{faint} of {written} texts hardly show");
    }
}
