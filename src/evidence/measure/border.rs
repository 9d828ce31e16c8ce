//! How sharply a region's border parts it from the rest.

use super::patches::{Place, significance};
use super::{Edge, thresholds};
use crate::evidence::cells::median;
use crate::evidence::plane::Luma;

/// Points of a border that are looked at, at most.
const MOST_POINTS: usize = 600;
/// Pixels from the border within which its edge may lie: a mask is not exact.
const REACH: i32 = 5;
/// Pixels on each side of an edge that its height is taken from.
const HALF: usize = 10;
/// Least height of an edge, grey levels.
const LEAST_HEIGHT: f32 = 12.0;
/// Fewest points with an edge.
const LEAST_EDGES: usize = 24;
/// Differences of the logarithm that are chance.
const FLOOR: f32 = 0.06;

/// A point of the border and the direction out of the region.
type Point = ((f32, f32), (f32, f32));

/// The border's edge against those that borders of the same shape meet elsewhere.
pub fn edge(luma: &Luma, place: &Place) -> Option<Edge> {
    let points = points(luma, place);
    let width = width(luma, &points, (0, 0), 1.0, place)?;
    let smaller = 1.0 / place.shape.smaller as f32;
    let others: Vec<f32> = place.shifts.iter().filter_map(|&shift| self::width(luma, &points, shift, smaller, place)).collect();
    let logarithms: Vec<f32> = others.iter().map(|width| width.ln()).collect();
    let significance = significance(width.ln(), &logarithms, FLOOR)?.abs();
    Some(Edge { width, elsewhere: median(others), significance, weight: thresholds::supports(significance, thresholds::EDGE) })
}

/// Points inside beside points outside, not at the picture's own border.
fn points(luma: &Luma, place: &Place) -> Vec<Point> {
    let [left, top, right, bottom] = place.bounds;
    let (wide, high) = ((right - left) as isize, (bottom - top) as isize);
    let is_inside = |x: isize, y: isize| x >= 0 && y >= 0 && x < wide && y < high && place.inside[(y * wide + x) as usize];
    let within = |x: isize, y: isize| {
        let (x, y) = (x + left as isize, y + top as isize);
        x >= REACH as isize
            && y >= REACH as isize
            && x < luma.width as isize - REACH as isize
            && y < luma.height as isize - REACH as isize
    };
    let mut found = Vec::new();
    for (x, y) in (0..high).flat_map(|y| (0..wide).map(move |x| (x, y))) {
        let beside = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)];
        if is_inside(x, y) && within(x, y) && beside.iter().any(|&(x, y)| !is_inside(x, y)) {
            found.push((x, y));
        }
    }
    let count = found.len().min(MOST_POINTS);
    let spread = (0..count).map(|i| found[i * found.len() / count]);
    let directed = spread.filter_map(|(x, y)| {
        let (mut out_x, mut out_y) = (0.0, 0.0);
        for (dx, dy) in (-3..=3isize).flat_map(|dy| (-3..=3isize).map(move |dx| (dx, dy))) {
            if !is_inside(x + dx, y + dy) {
                out_x += dx as f32;
                out_y += dy as f32;
            }
        }
        let length = out_x.hypot(out_y);
        (length > 0.0).then(|| (((x + left as isize) as f32, (y + top as isize) as f32), (out_x / length, out_y / length)))
    });
    directed.collect()
}

/// The median width of the edges that a border meets, shifted and made smaller.
fn width(luma: &Luma, points: &[Point], (dx, dy): (i32, i32), smaller: f32, place: &Place) -> Option<f32> {
    let (left, top) = (place.bounds[0] as f32, place.bounds[1] as f32);
    let widths: Vec<f32> = points
        .iter()
        .filter_map(|&((x, y), out)| {
            let x = left + (x - left) * smaller + dx as f32;
            let y = top + (y - top) * smaller + dy as f32;
            width_at(luma, (x, y), out)
        })
        .collect();
    (widths.len() >= LEAST_EDGES).then(|| median(widths))
}

/// The width of the strongest edge near a point.
fn width_at(luma: &Luma, (x, y): (f32, f32), (out_x, out_y): (f32, f32)) -> Option<f32> {
    let slope = |x: f32, y: f32| {
        let across = luma.between(x + 1.0, y) - luma.between(x - 1.0, y);
        let down = luma.between(x, y + 1.0) - luma.between(x, y - 1.0);
        (across, down)
    };
    let near = (-REACH..=REACH).map(|t| {
        let (x, y) = (x + out_x * t as f32, y + out_y * t as f32);
        ((x, y), slope(x, y))
    });
    let steep = |&(_, (a, b)): &((f32, f32), (f32, f32))| a * a + b * b;
    let ((x, y), (across, down)) = near.max_by(|a, b| steep(a).total_cmp(&steep(b)))?;
    let length = across.hypot(down);
    if length < 2.0 {
        return None;
    }
    let (across, down) = (across / length, down / length);
    let profile: [f32; 2 * HALF + 1] = std::array::from_fn(|i| {
        let t = i as f32 - HALF as f32;
        luma.between(x + across * t, y + down * t)
    });
    // The rising stretch around the middle; steps back of less than a grey level are noise.
    let rises = |i: usize| profile[i + 1] - profile[i] > -0.7;
    let start = (0..HALF).rev().take_while(|&i| rises(i)).last().unwrap_or(HALF);
    let end = (HALF..2 * HALF).take_while(|&i| rises(i)).last().map_or(HALF, |i| i + 1);
    let height = profile[end] - profile[start];
    let steepest = (start..end).map(|i| profile[i + 1] - profile[i]).fold(0.0, f32::max);
    (height >= LEAST_HEIGHT && steepest > 0.0).then(|| height / steepest)
}
