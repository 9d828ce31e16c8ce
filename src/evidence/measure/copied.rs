//! Where else in the picture a region is.

use super::patches::{Place, significance};
use super::{Duplicate, Weight, thresholds};
use crate::evidence::clone::{Field, Likeness};

/// Offsets of the field that are compared at full resolution.
const TRIED: usize = 12;
/// Pixels around an offset of the field that are tried too, beyond a pixel of the field.
const AROUND: i32 = 1;
/// Correlations of fine detail that chance makes alike.
const FLOOR: f32 = 0.03;
/// Pixels between two offsets that are not one.
const DISTINCT: i32 = 8;
/// Pixels of the region that are compared.
const COMPARED: usize = 4000;

/// The likest place of those that the field offers.
pub fn duplicate(field: &Field, likeness: &Likeness, place: &Place) -> Option<Duplicate> {
    let [left, top, right, bottom] = place.bounds;
    let wide = right - left;
    let is_inside = |x: usize, y: usize| {
        (left..right).contains(&x) && (top..bottom).contains(&y) && place.inside[(y - top) * wide + x - left]
    };
    // Where detail is taken from both sides of the border, it is mostly the step between them.
    let reach = Likeness::REACH;
    let deep = |&(x, y): &(u32, u32)| {
        let (x, y) = (x as usize, y as usize);
        let beside = [(x.wrapping_sub(reach), y), (x + reach, y), (x, y.wrapping_sub(reach)), (x, y + reach)];
        beside.iter().all(|&(x, y)| is_inside(x, y))
    };
    let mut pixels: Vec<(u32, u32)> = place.pixels.iter().copied().filter(deep).collect();
    if pixels.len() * 4 < place.pixels.len() {
        pixels.clone_from(&place.pixels);
    }
    let pixels: Vec<(u32, u32)> = pixels.iter().copied().step_by(pixels.len().div_ceil(COMPARED).max(1)).collect();
    let offsets = field.offsets_of(is_inside, TRIED);
    // A place that overlaps the region is the region's own texture.
    let apart = |(dx, dy): (i32, i32)| {
        let overlaps = pixels.iter().filter(|&&(x, y)| {
            let (x, y) = (x as i32 + dx, y as i32 + dy);
            x >= 0 && y >= 0 && is_inside(x as usize, y as usize)
        });
        4 * overlaps.count() <= pixels.len()
    };
    let reach = field.factor as i32 - 1 + AROUND;
    let offsets = offsets.into_iter().map(|(offset, _)| offset).filter(|&offset| apart(offset));
    let mut tried: Vec<((i32, i32), f32)> = offsets.map(|offset| likeness.refined(&pixels, offset, reach)).collect();
    // The same search from where the region's shape lies by chance.
    let others: Vec<((i32, i32), f32)> = place.shifts.iter().map(|&shift| likeness.refined(&pixels, shift, 1)).collect();
    let (offset, similarity) = tried.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let correlations: Vec<f32> = others.iter().map(|other| other.1).collect();
    let significance = significance(similarity, &correlations, FLOOR)?;
    // What repeats, as letters and windows do, is alike in more than one place; what was copied mostly is not.
    tried.extend(others);
    let distinct = |other: (i32, i32)| (other.0 - offset.0).abs().max((other.1 - offset.1).abs()) > DISTINCT;
    let next = tried.iter().filter(|other| distinct(other.0)).map(|other| other.1).fold(0.0, f32::max);
    let sure = similarity >= thresholds::SIMILARITY && significance >= thresholds::DUPLICATE;
    let sure = sure && similarity - next >= thresholds::UNIQUE;
    let moved = |at: usize, by: i32| (at as i32 + by).max(0) as u32;
    let bbox = [moved(left, offset.0), moved(top, offset.1), wide as u32, (bottom - top) as u32];
    let bbox = within(bbox, field.size);
    let weight = if sure { Weight::Supports } else { Weight::Neutral };
    Some(Duplicate { bbox, offset: [offset.0, offset.1], similarity, significance, weight })
}

/// A box cut off at the picture's right and lower edge.
fn within([x, y, w, h]: [u32; 4], (width, height): (usize, usize)) -> [u32; 4] {
    let (x, y) = (x.min(width as u32 - 1), y.min(height as u32 - 1));
    [x, y, w.min(width as u32 - x), h.min(height as u32 - y)]
}
