//! Corners, and what they look like: FAST (E. Rosten and T. Drummond, ECCV 2006) at several sizes, each told by 256
//! comparisons of brightness around it (BRIEF, M. Calonder et al., ECCV 2010).

use super::draw::Draw;
use crate::evidence::Luma;

/// Sizes at which corners are sought, each smaller than the last by [`STEP`].
const LEVELS: i32 = 7;
const STEP: f64 = 1.25;
/// Most corners of a picture, over all sizes.
const MOST: usize = 2400;
/// Contrast of a corner, levels: first as much, then less where there are few.
const CONTRASTS: [f32; 3] = [20.0, 10.0, 5.0];
/// So few corners at a size are too few.
const FEW: usize = 150;
/// Cells a side, each with its share of the corners, so that all parts of a picture have some.
const CELLS: usize = 12;
/// Pixels around a corner that it is told by.
const PATCH: i32 = 15;
/// The circle of FAST, radius 3, in order.
const CIRCLE: [(i32, i32); 16] = [
    (0, -3),
    (1, -3),
    (2, -2),
    (3, -1),
    (3, 0),
    (3, 1),
    (2, 2),
    (1, 3),
    (0, 3),
    (-1, 3),
    (-2, 2),
    (-3, 1),
    (-3, 0),
    (-3, -1),
    (-2, -2),
    (-1, -3),
];
/// Neighbours on it that have to be brighter, or darker.
const RUN: usize = 9;

/// A corner.
#[derive(Clone, Debug)]
pub struct Corner {
    /// In pixels of the picture.
    pub at: [f64; 2],
    /// One bit for each comparison.
    pub look: [u64; 4],
}

/// The corners of a picture, strongest first at each size.
pub fn find(grey: &Luma) -> Vec<Corner> {
    let pairs = pairs();
    let mut corners = Vec::new();
    // Larger sizes have more of them.
    let shares: Vec<f64> = (0..LEVELS).map(|level| STEP.powi(-2 * level)).collect();
    let total: f64 = shares.iter().sum();
    for (level, share) in (0..LEVELS).zip(shares) {
        let factor = STEP.powi(level);
        let small = grey.smaller(factor);
        if small.width.min(small.height) <= 2 * PATCH as usize + 2 {
            break;
        }
        let (across, down) = (grey.width as f64 / small.width as f64, grey.height as f64 / small.height as f64);
        let soft = small.blurred(1).blurred(1);
        for (x, y) in strongest(&small, (MOST as f64 * share / total) as usize) {
            let at = |(dx, dy): (i32, i32)| soft.values[(y as i32 + dy) as usize * small.width + (x as i32 + dx) as usize];
            let mut look = [0u64; 4];
            for (bit, &(from, to)) in pairs.iter().enumerate() {
                look[bit / 64] |= u64::from(at(from) < at(to)) << (bit % 64);
            }
            corners.push(Corner { at: [(x as f64 + 0.5) * across, (y as f64 + 0.5) * down], look });
        }
    }
    corners
}

/// The places that are compared: near the middle more than far, the same for ever.
fn pairs() -> Vec<((i32, i32), (i32, i32))> {
    let mut draw = Draw::new(1);
    let mut next = || {
        let bits = draw.next();
        // The mean of three even ones is nearly normal.
        let even = |shift: u32| ((bits >> shift) & 0xffff) as f64 / 65_535.0 - 0.5;
        let normal = (even(0) + even(16) + even(32)) / 3.0 * 2.0;
        (normal * 2.0 * f64::from(PATCH)).round().clamp(f64::from(-PATCH), f64::from(PATCH)) as i32
    };
    (0..256).map(|_| ((next(), next()), (next(), next()))).collect()
}

/// The strongest corners in every part of a picture, by FAST's score.
fn strongest(grey: &Luma, most: usize) -> Vec<(usize, usize)> {
    let (width, height) = (grey.width, grey.height);
    let margin = PATCH as usize + 1;
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for contrast in CONTRASTS {
        let mut scores = vec![0f32; width * height];
        for y in margin..height - margin {
            for x in margin..width - margin {
                scores[y * width + x] = score(grey, x, y, contrast);
            }
        }
        found.clear();
        for y in margin..height - margin {
            for x in margin..width - margin {
                let here = scores[y * width + x];
                let around = (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| (x, y)));
                if here > 0.0 && around.filter(|&at| at != (x, y)).all(|(x, y)| scores[y * width + x] <= here) {
                    found.push((here, x, y));
                }
            }
        }
        if found.len() >= FEW {
            break;
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let each = most.div_ceil(CELLS * CELLS).max(2);
    let mut taken = vec![0usize; CELLS * CELLS];
    let mut kept = Vec::new();
    for (_, x, y) in found {
        let cell = &mut taken[y * CELLS / height * CELLS + x * CELLS / width];
        if *cell < each && kept.len() < most {
            *cell += 1;
            kept.push((x, y));
        }
    }
    kept
}

/// How much a run of the circle around a pixel is brighter or darker than it; 0 where it is no corner.
fn score(grey: &Luma, x: usize, y: usize, contrast: f32) -> f32 {
    let middle = grey.values[y * grey.width + x];
    let around = |(dx, dy): (i32, i32)| grey.values[(y as i32 + dy) as usize * grey.width + (x as i32 + dx) as usize] - middle;
    let mut best = 0f32;
    // Brighter, then darker.
    for sign in [1.0, -1.0] {
        // A run of nine holds two neighbours of four at least.
        if [0, 4, 8, 12].iter().filter(|&&i| sign * around(CIRCLE[i]) > contrast).count() < 2 {
            continue;
        }
        let beyond = CIRCLE.map(|place| sign * around(place) - contrast);
        let (mut run, mut sum) = (0, 0.0);
        for i in 0..16 + RUN {
            if beyond[i % 16] > 0.0 {
                run += 1;
                sum += beyond[i % 16];
                if run >= RUN {
                    best = best.max(sum);
                }
            } else {
                (run, sum) = (0, 0.0);
            }
        }
    }
    best
}
