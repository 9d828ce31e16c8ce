//! Regions to forge: segments of the picture itself, polygons, Bézier blobs and ellipses.

mod segment;

pub use segment::segment;

use super::raster::{Raster, between};

/// A soft region: 1 inside, 0 outside, row-major, the size of the picture.
pub type Mask = Vec<f32>;

/// A region of about `area` (a fraction of the picture).
pub fn random(picture: &Raster, area: f32, rng: &mut fastrand::Rng) -> Mask {
    match rng.u32(0..100) {
        0..60 => segment(picture, area, rng),
        of_forty => outlined(of_forty - 60, picture.width, picture.height, area, rng),
    }
}

/// A region that no picture decides on.
pub fn figure(width: usize, height: usize, area: f32, rng: &mut fastrand::Rng) -> Mask {
    outlined(rng.u32(0..40), width, height, area, rng)
}

fn outlined(of_forty: u32, width: usize, height: usize, area: f32, rng: &mut fastrand::Rng) -> Mask {
    match of_forty {
        0..18 => blob(width, height, area, rng),
        18..32 => polygon(width, height, area, rng),
        32..36 => radial(width, height, area, rng, |_| 1.0),
        _ => rectangle(width, height, area, rng),
    }
}

/// A closed curve through seven points around a centre, smoothed (after PSCC-Net's Bézier masks).
fn blob(width: usize, height: usize, area: f32, rng: &mut fastrand::Rng) -> Mask {
    let phases: Vec<(f32, f32)> =
        (2..6).map(|k| (between(rng, 0.0, 0.5 / k as f32), rng.f32() * std::f32::consts::TAU)).collect();
    let outline =
        |angle: f32| 1.0 + phases.iter().enumerate().map(|(k, (a, p))| a * ((k + 2) as f32 * angle + p).sin()).sum::<f32>();
    radial(width, height, area, rng, outline)
}

fn rectangle(width: usize, height: usize, area: f32, rng: &mut fastrand::Rng) -> Mask {
    let side = std::f32::consts::PI.sqrt() / 2.0;
    radial(width, height, area, rng, |angle| side / angle.sin().abs().max(angle.cos().abs()))
}

fn polygon(width: usize, height: usize, area: f32, rng: &mut fastrand::Rng) -> Mask {
    let corners = rng.usize(3..9);
    let mut angles: Vec<f32> =
        (0..corners).map(|i| (i as f32 + between(rng, -0.35, 0.35)) / corners as f32 * std::f32::consts::TAU).collect();
    angles.sort_by(f32::total_cmp);
    let radii: Vec<f32> = (0..corners).map(|_| between(rng, 0.6, 1.2)).collect();
    let outline = move |angle: f32| {
        let angle = (angle - angles[0]).rem_euclid(std::f32::consts::TAU) + angles[0];
        let next = angles.iter().position(|&a| a > angle).unwrap_or(corners);
        let (i, j) = (next - 1, next % corners);
        let (a0, a1) = (angles[i], if next == corners { angles[0] + std::f32::consts::TAU } else { angles[j] });
        // Distance along the ray to the straight edge between two corners.
        let (r0, r1) = (radii[i], radii[j]);
        let denominator = r0 * (angle - a0).sin() + r1 * (a1 - angle).sin();
        if denominator.abs() < 1e-4 { r0 } else { r0 * r1 * (a1 - a0).sin() / denominator }
    };
    radial(width, height, area, rng, outline)
}

/// The region within `outline(angle)` times the radius that gives about the area, stretched and turned at random.
fn radial(width: usize, height: usize, area: f32, rng: &mut fastrand::Rng, outline: impl Fn(f32) -> f32) -> Mask {
    let radius = (area * (width * height) as f32 / std::f32::consts::PI).sqrt();
    let stretch = between(rng, 0.6, 1.6).sqrt();
    let turn = rng.f32() * std::f32::consts::PI;
    let (cx, cy) = (between(rng, 0.25, 0.75) * width as f32, between(rng, 0.25, 0.75) * height as f32);
    let (sin, cos) = turn.sin_cos();
    (0..width * height)
        .map(|i| {
            let (dx, dy) = ((i % width) as f32 - cx, (i / width) as f32 - cy);
            let (u, v) = ((dx * cos + dy * sin) / stretch, (dy * cos - dx * sin) * stretch);
            // No outline reaches further.
            if u * u + v * v > 4.0 * radius * radius {
                return 0.0;
            }
            let distance = (u * u + v * v).sqrt();
            (outline(v.atan2(u)).max(0.15) * radius - distance + 0.5).clamp(0.0, 1.0)
        })
        .collect()
}

/// Bilinear sample of a plane, edge repeated.
pub fn bilinear(plane: &[f32], width: usize, height: usize, x: f32, y: f32) -> f32 {
    let (x, y) = (x.clamp(0.0, (width - 1) as f32), y.clamp(0.0, (height - 1) as f32));
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(width - 1), (y0 + 1).min(height - 1));
    let (ax, ay) = (x - x0 as f32, y - y0 as f32);
    let top = plane[y0 * width + x0] * (1.0 - ax) + plane[y0 * width + x1] * ax;
    let low = plane[y1 * width + x0] * (1.0 - ax) + plane[y1 * width + x1] * ax;
    top * (1.0 - ay) + low * ay
}

fn smooth_step(value: f32, low: f32, high: f32) -> f32 {
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}

/// The box around a mask: left, top, right and bottom, the last two included; nothing for an empty mask.
pub fn bounds(mask: &[f32], width: usize) -> Option<[usize; 4]> {
    let mut found: Option<[usize; 4]> = None;
    for (i, _) in mask.iter().enumerate().filter(|(_, v)| **v >= 0.5) {
        let (x, y) = (i % width, i / width);
        let b = found.get_or_insert([x, y, x, y]);
        *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
    }
    found
}

/// The rectangle around a mask and `margin` pixels: left, top, and right and bottom, not included; nothing for an empty mask.
pub fn frame(mask: &[f32], width: usize, height: usize, margin: usize) -> Option<[usize; 4]> {
    let [x0, y0, x1, y1] = bounds(mask, width)?;
    let (right, bottom) = ((x1 + margin + 1).min(width), (y1 + margin + 1).min(height));
    Some([x0.saturating_sub(margin), y0.saturating_sub(margin), right, bottom])
}
