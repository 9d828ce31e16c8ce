use super::super::super::raster::between;
use super::super::super::scene::{Point, Scene};
use super::align::cubic;
use super::{Edit, pick};

/// A local change of shape that fades towards `reach`.
struct Pull {
    centre: Point,
    reach: f32,
    /// Everything within moves along, in the middle by this.
    shift: Point,
    /// Everything within grows by this share.
    growth: f32,
}

impl Pull {
    /// From where the place (u, v) is taken, relative to it, and how much is changed there: the middle of what grows stays
    /// where it is, but is drawn anew.
    fn at(&self, (u, v): Point) -> (f32, f32, f32) {
        let (du, dv) = (u - self.centre.0, v - self.centre.1);
        let away = du.hypot(dv) / self.reach;
        if away >= 1.0 {
            return (0.0, 0.0, 0.0);
        }
        let weight = (1.0 - away * away).powi(2);
        let shrink = self.growth / (1.0 + self.growth);
        let change = self.shift.0.hypot(self.shift.1) + shrink.abs() * self.reach * away.max(0.3);
        (-weight * (self.shift.0 + shrink * du), -weight * (self.shift.1 + shrink * dv), weight * change)
    }
}

/// Moves the pixels of a face as liquifying brushes do: larger eyes, a slimmer jaw, another chin, nose or smile.
pub fn warp(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (_, axes) = pick(host, rng)?;
    let mut pulls = Vec::new();
    // Each at most once: two of a kind would fold the face.
    let mut changes = [0, 1, 2, 3, 4, 5];
    rng.shuffle(&mut changes);
    for &which in &changes[..rng.usize(1..4)] {
        change(which, &mut pulls, rng);
    }
    let (width, height) = (host.picture.width, host.picture.height);
    let mut picture = host.picture.clone();
    let mut mask = vec![0.0; width * height];
    let [left, top, right, bottom] = axes.reach((-2.0, -1.0), (2.0, 2.8), width, height);
    for y in top..bottom {
        for x in left..right {
            let (u, v) = axes.of_picture((x as f32, y as f32));
            let sum = |a: (f32, f32, f32), b: (f32, f32, f32)| (a.0 + b.0, a.1 + b.1, a.2.max(b.2));
            let (du, dv, change) = pulls.iter().map(|pull| pull.at((u, v))).fold((0.0, 0.0, 0.0), sum);
            let moved = change * axes.apart();
            if moved > 0.0 {
                let (sx, sy) = axes.placed((u + du, v + dv));
                let i = y * width + x;
                picture.rgb[3 * i..3 * i + 3].copy_from_slice(&cubic(&host.picture, sx, sy));
                // Half a pixel is where it begins to count.
                mask[i] = moved.min(1.0);
            }
        }
    }
    Some(Edit::new(picture, mask))
}

fn change(which: u32, pulls: &mut Vec<Pull>, rng: &mut fastrand::Rng) {
    let sign = |rng: &mut fastrand::Rng| if rng.u32(0..3) == 0 { -1.0 } else { 1.0 };
    let mut both = |(u, v): Point, reach, (du, dv): Point, growth| {
        for side in [-1.0, 1.0] {
            pulls.push(Pull { centre: (side * u, v), reach, shift: (side * du, dv), growth });
        }
    };
    match which {
        0 => both((0.5, 0.0), between(rng, 0.4, 0.5), (0.0, 0.0), between(rng, 0.18, 0.4)),
        1 => both((0.9, 1.0), between(rng, 0.7, 0.9), (-sign(rng) * between(rng, 0.1, 0.2), 0.0), 0.0),
        2 => both((0.42, 1.12), between(rng, 0.35, 0.45), (between(rng, 0.02, 0.08), -sign(rng) * between(rng, 0.07, 0.14)), 0.0),
        3 => pulls.push(Pull {
            centre: (0.0, 1.7),
            reach: between(rng, 0.6, 0.8),
            shift: (0.0, sign(rng) * between(rng, 0.1, 0.2)),
            growth: 0.0,
        }),
        4 => pulls.push(Pull {
            centre: (0.0, 0.55),
            reach: between(rng, 0.45, 0.6),
            shift: (0.0, 0.0),
            growth: -sign(rng) * between(rng, 0.18, 0.3),
        }),
        _ => pulls.push(Pull {
            centre: (0.0, 1.15),
            reach: between(rng, 0.55, 0.75),
            shift: (0.0, 0.0),
            growth: sign(rng) * between(rng, 0.18, 0.3),
        }),
    }
}
