//! A map made finer by brightness: Gauss and Newton's steps (B. Lucas and T. Kanade, 1981), in which what does not fit
//! weighs little.

use super::affine::{Affine, solve};
use crate::evidence::{Luma, median};

/// Steps at most.
const STEPS: usize = 12;
/// Points that are looked at, about.
const POINTS: usize = 60_000;
/// A step that moves the corners less than this, pixels, is the last.
const STILL: f64 = 0.01;
/// A step that moves them more has lost its way.
const LOST: f64 = 8.0;

/// The map from the first picture to the second, near the one given, under which brightness agrees best but for a gain and an
/// offset.
pub fn refine(first: &Luma, second: &Luma, start: Affine) -> Affine {
    let (first, second) = (first.blurred(1), second.blurred(1));
    let stride = (((first.width * first.height) as f64 / POINTS as f64).sqrt() as usize).max(1);
    let (mut map, mut gain, mut offset) = (start, 1.0f64, 0.0f64);
    let (wide, high) = (first.width as f64, first.height as f64);
    for _ in 0..STEPS {
        let mut rows = Vec::new();
        for y in (0..first.height).step_by(stride) {
            for x in (0..first.width).step_by(stride) {
                let point = [x as f64 + 0.5, y as f64 + 0.5];
                let [u, v] = map.apply(point);
                let at = |dx: f64, dy: f64| second.at_point([u + dx, v + dy]).map(f64::from);
                let (Some(here), Some(left), Some(right)) = (at(0.0, 0.0), at(-0.5, 0.0), at(0.5, 0.0)) else { continue };
                let (Some(above), Some(below)) = (at(0.0, -0.5), at(0.0, 0.5)) else { continue };
                let wanted = f64::from(first.values[y * first.width + x]);
                rows.push((point, [right - left, below - above], here, wanted - (gain * here + offset)));
            }
        }
        if rows.len() < 200 {
            return start;
        }
        let spread = f64::from(median(rows.iter().map(|row| row.3.abs() as f32).collect()));
        // Tukey's biweight, which gives no weight to what is beyond six medians.
        let reach = (6.0 * spread).max(3.0);
        let (mut left, mut right) = ([[0.0; 8]; 8], [0.0; 8]);
        for ([x, y], [gx, gy], here, residual) in rows {
            let weight = (1.0 - (residual / reach).powi(2)).max(0.0).powi(2);
            if weight == 0.0 {
                continue;
            }
            // In units of the picture's sides, so that all columns are of one size.
            let (x, y) = (x / wide, y / high);
            let row = [gain * gx * x, gain * gx * y, gain * gx, gain * gy * x, gain * gy * y, gain * gy, here / 64.0, 1.0];
            for i in 0..8 {
                for j in 0..8 {
                    left[i][j] += weight * row[i] * row[j];
                }
                right[i] += weight * row[i] * residual;
            }
        }
        let Some([a, b, c, d, e, f, g, o]) = solve(left, right) else { return map };
        let moved = [a, b, c, d, e, f].iter().fold(0f64, |most, part| most.max(part.abs()));
        if moved > LOST {
            return map;
        }
        map = Affine([
            map.0[0] + a / wide,
            map.0[1] + b / high,
            map.0[2] + c,
            map.0[3] + d / wide,
            map.0[4] + e / high,
            map.0[5] + f,
        ]);
        gain += g / 64.0;
        offset += o;
        if moved < STILL {
            break;
        }
    }
    map
}
