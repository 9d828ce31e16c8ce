//! Brings a face onto another: by the eyes, and below them by where the shadows of nose, mouth and chin agree best.

use super::super::super::raster::{Raster, to_byte};
use super::super::super::resize::Filter;
use super::super::super::scene::{Point, Scene};
use super::axes::{Axes, Oval};

/// Where a place of the host's face lies in the donor's.
#[derive(Clone, Copy)]
pub struct Fit {
    /// Of what is below the eyes.
    stretch: f32,
    /// Sideways, for each step down: faces turned a little.
    shear: f32,
}

impl Fit {
    /// The least correlation that passes for the same pose.
    const LIKE: f32 = 0.3;
    /// The most by which two faces may differ in brightness, and one cheek against the other, as factors.
    const LIGHT: f32 = 1.45;
    const SIDES: f32 = 1.4;

    /// The best by the correlation of what changes from above to below; nothing where pose or light are too different for
    /// anybody to exchange the two.
    pub fn between(host: &Raster, to: &Axes, donor: &Raster, from: &Axes) -> Option<Self> {
        let (ours, theirs) = (Relief::new(host, to), Relief::new(donor, from));
        let beyond = |a: f32, b: f32, most: f32| (a.max(1.0) / b.max(1.0)).ln().abs() > most.ln();
        let [[a, b], [c, d]] = [ours.light, theirs.light];
        if beyond(a + b, c + d, Self::LIGHT) || beyond(a * d, b * c, Self::SIDES) {
            return None;
        }
        let mut best = (Self::LIKE, None);
        for stretch in (0..15).map(|i| 0.85 + 0.025 * i as f32) {
            for shear in (-2..=2).map(|i| 0.05 * i as f32) {
                let fit = Self { stretch, shear };
                let likeness = ours.likeness(&theirs, fit);
                if likeness > best.0 {
                    best = (likeness, Some(fit));
                }
            }
        }
        best.1
    }

    pub fn apply(self, (u, v): Point) -> Point {
        let down = v.max(0.0);
        (u + self.shear * down, v + (self.stretch - 1.0) * down)
    }
}

/// How brightness changes from above to below, over the lower half of a face.
struct Relief {
    slopes: Vec<f32>,
    /// Mean brightness of the cheek on the left and of that on the right.
    light: [f32; 2],
}

impl Relief {
    const STEP: f32 = 0.05;
    const LEFT: f32 = -0.8;
    const TOP: f32 = 0.1;
    const WIDTH: usize = 33;
    const HEIGHT: usize = 44;

    fn new(picture: &Raster, axes: &Axes) -> Self {
        let level = |u: f32, v: f32| {
            let near = [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)];
            let light = near.map(|(du, dv)| {
                let (x, y) = axes.placed((u + du * Self::STEP, v + dv * Self::STEP));
                picture.at(x.round() as isize, y.round() as isize).iter().map(|&c| f32::from(c)).sum::<f32>()
            });
            light.iter().sum::<f32>()
        };
        let slopes = (0..Self::WIDTH * Self::HEIGHT).map(|i| {
            let u = Self::LEFT + Self::STEP * (i % Self::WIDTH) as f32;
            let v = Self::TOP + Self::STEP * (i / Self::WIDTH) as f32;
            level(u, v + Self::STEP) - level(u, v - Self::STEP)
        });
        let cheek = |side: f32| {
            let places = (0..16).map(|i| (side * (0.35 + 0.1 * (i % 4) as f32), 0.4 + 0.12 * (i / 4) as f32));
            places.map(|(u, v)| level(u, v)).sum::<f32>() / 192.0
        };
        Self { slopes: slopes.collect(), light: [cheek(-1.0), cheek(1.0)] }
    }

    fn likeness(&self, other: &Relief, fit: Fit) -> f32 {
        let (mut product, mut ours, mut theirs) = (0.0, 1.0, 1.0);
        for row in 6..30 {
            let v = Self::TOP + Self::STEP * row as f32;
            for column in 6..27 {
                let (u, v) = fit.apply((Self::LEFT + Self::STEP * column as f32, v));
                let (x, y) = ((u - Self::LEFT) / Self::STEP, (v - Self::TOP) / Self::STEP);
                let a = self.slopes[row * Self::WIDTH + column];
                let b = super::super::super::shape::bilinear(&other.slopes, Self::WIDTH, Self::HEIGHT, x, y);
                product += a * b;
                ours += a * a;
                theirs += b * b;
            }
        }
        product / (ours * theirs).sqrt()
    }
}

/// Another person whose face fits.
pub struct Partner {
    scene: Scene,
    axes: Axes,
    fit: Fit,
}

impl Partner {
    /// Portraits asked for before the search is given up.
    const TRIES: usize = 6;

    /// The first portrait in the same pose and light whose picture reaches as far as the regions.
    pub fn find(
        host: &Raster,
        to: &Axes,
        donor: &mut dyn FnMut() -> Scene,
        ovals: &[Oval],
        rng: &mut fastrand::Rng,
    ) -> Option<Self> {
        for _ in 0..Self::TRIES {
            let scene = donor();
            let (_, axes) = super::pick(&scene, rng)?;
            if let Some(fit) = Fit::between(host, to, &scene.picture, &axes)
                && covers(&scene.picture, &axes, ovals, |point| fit.apply(point))
            {
                return Some(Self { scene, axes, fit });
            }
        }
        None
    }

    /// See [`carry`].
    pub fn carry(&self, host: &Raster, to: &Axes, ovals: &[Oval]) -> Raster {
        carry(&self.scene, &self.axes, host, to, ovals, |point| self.fit.apply(point))
    }
}

/// Whether the donor's picture reaches as far as a region.
fn covers(donor: &Raster, from: &Axes, ovals: &[Oval], place: impl Fn(Point) -> Point) -> bool {
    let inside = |point: Point| {
        let (x, y) = from.placed(place(point));
        x >= 0.0 && y >= 0.0 && x <= (donor.width - 1) as f32 && y <= (donor.height - 1) as f32
    };
    ovals.iter().all(|oval| {
        let ((u, v), (a, b)) = (oval.centre, oval.half);
        [(u - a, v), (u + a, v), (u, v - b), (u, v + b)].into_iter().all(inside)
    })
}

/// The donor's pixels where the host's face is, in a picture of the host's size; plain where the regions are far.
/// `place` says where in the donor's face a place of the host's is.
pub fn carry(donor: &Scene, from: &Axes, host: &Raster, to: &Axes, ovals: &[Oval], place: impl Fn(Point) -> Point) -> Raster {
    let scale = to.apart() / from.apart();
    // A kernel of four pixels aliases where more than one and a half meet.
    let small = (scale < 0.66).then(|| {
        let side = |side: usize| ((side as f32 * scale * 1.2) as usize).max(8);
        donor.picture.resize(side(donor.picture.width), side(donor.picture.height), Filter::Triangle)
    });
    let from = small.as_ref().map_or(*from, |small| from.scaled(small.width as f32 / donor.picture.width as f32));
    let source = small.as_ref().unwrap_or(&donor.picture);
    let mut out = host.clone();
    for oval in ovals {
        let (low, high) = oval.bounds();
        // What a feather and a comparison of borders read.
        let around = 0.25 + 14.0 / to.apart();
        let (low, high) = ((low.0 - around, low.1 - around), (high.0 + around, high.1 + around));
        let [left, top, right, bottom] = to.reach(low, high, host.width, host.height);
        for y in top..bottom {
            for x in left..right {
                let (sx, sy) = from.placed(place(to.of_picture((x as f32, y as f32))));
                let i = 3 * (y * host.width + x);
                out.rgb[i..i + 3].copy_from_slice(&cubic(source, sx, sy));
            }
        }
    }
    out
}

/// A sample by Catmull and Rom's cubic, as editing programs take it; the edge repeats.
pub fn cubic(picture: &Raster, x: f32, y: f32) -> [u8; 3] {
    let (left, top) = (x.floor(), y.floor());
    let weights = |t: f32| {
        let s = 1.0 - t;
        [-0.5 * t * s * s, (1.5 * t - 2.5) * t * t + 1.0, (1.5 * s - 2.5) * s * s + 1.0, -0.5 * s * t * t]
    };
    let (across, down) = (weights(x - left), weights(y - top));
    let mut sum = [0.0f32; 3];
    for (dy, wy) in down.into_iter().enumerate() {
        for (dx, wx) in across.into_iter().enumerate() {
            let pixel = picture.at(left as isize + dx as isize - 1, top as isize + dy as isize - 1);
            for k in 0..3 {
                sum[k] += wx * wy * f32::from(pixel[k]);
            }
        }
    }
    sum.map(to_byte)
}

#[cfg(test)]
mod tests {
    use super::super::tests::portrait;
    use super::*;

    #[test]
    fn a_lower_mouth_is_found_and_another_light_is_refused() {
        let axes = |scene: &Scene| Axes::of(&scene.faces[0]);
        let (host, low) = (portrait(0, 1.1, 190.0), portrait(1, 1.25, 190.0));
        let fit = Fit::between(&host.picture, &axes(&host), &low.picture, &axes(&low)).unwrap();
        let (u, v) = fit.apply((0.0, 1.1));
        assert!(u.abs() < 0.12 && (v - 1.25).abs() < 0.06, "{u} {v}");
        let dark = portrait(1, 1.1, 70.0);
        assert!(Fit::between(&host.picture, &axes(&host), &dark.picture, &axes(&dark)).is_none());
    }

    #[test]
    fn a_cubic_sample_at_a_pixel_is_the_pixel() {
        let picture = portrait(3, 1.1, 160.0).picture;
        assert_eq!(cubic(&picture, 57.0, 91.0), picture.at(57, 91));
    }
}
