use super::plane::Luma;
use super::{CELL, Figure, LensMap, Link, Parameter, Settings};
use crate::input::Photo;

mod field;
mod likeness;

pub(super) use field::Field;
pub(super) use likeness::Likeness;

/// Correlation of fine detail from which two places show the same.
const SIMILARITY: Parameter = Parameter { name: "similarity", least: 0.5, most: 0.99, step: 0.01, default: 0.75 };
/// Share of the picture, in thousandths, below which a part is too small.
const LEAST_SIZE: Parameter = Parameter { name: "least-size", least: 0.2, most: 20.0, step: 0.2, default: 1.0 };
pub(super) const PARAMETERS: &[Parameter] = &[SIMILARITY, LEAST_SIZE];
/// Links at most, the largest parts.
const MOST_LINKS: usize = 32;
/// Fewest places of the field in a part.
const LEAST_PLACES: usize = 48;
/// Pixels of a part that are compared.
const COMPARED: usize = 4000;

/// Parts of the picture that show the same: copy-move. Each place's likest other place is sought with PatchMatch (C. Barnes
/// et al., 2009; for this use D. Cozzolino et al., "Efficient dense-field copy-move forgery detection", IEEE TIFS 10, 2015)
/// on low frequencies of 12×12 blocks; parts that agree on one offset are then compared at full resolution by the
/// correlation of their fine detail. Flat places are left out.
///
/// The search works on a copy of at most 600,000 pixels: on larger pictures what is small is not found. Only moves are
/// looked for, no turns and no scaling. Bright are both places of each pair, brighter the more alike. Figures: `pairs`, and
/// the greatest `similarity`.
#[must_use]
pub fn clone(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let luma = Luma::of(photo);
    let field = Field::of(&luma, &mut |share| progress(0.8 * share));
    let likeness = Likeness::of(&luma);
    let wide = luma.width.div_ceil(CELL);
    let mut values = vec![0f32; wide * luma.height.div_ceil(CELL)];
    let least = (settings.get(&LEAST_SIZE) / 1000.0 * (luma.width * luma.height) as f32) as usize;
    let least = (least / (field.factor * field.factor)).max(LEAST_PLACES);
    let mut links: Vec<(usize, f32, Link)> = Vec::new();
    for part in field.parts(least) {
        let pixels: Vec<(u32, u32)> = field.pixels(&part.places, COMPARED);
        let (offset, similarity) = likeness.refined(&pixels, part.offset, field.factor as i32);
        if similarity < settings.get(&SIMILARITY) {
            continue;
        }
        let bounds = field.bounds(&part.places);
        let [x, y, w, h] = bounds;
        let moved = |at: u32, by: i32, length: usize| (at as i32 + by).clamp(0, length as i32 - 1) as u32;
        let (to_x, to_y) = (moved(x, offset.0, luma.width), moved(y, offset.1, luma.height));
        let link = Link { from: bounds, to: [to_x, to_y, w.min(luma.width as u32 - to_x), h.min(luma.height as u32 - to_y)] };
        for &(x, y) in &field.pixels(&part.places, usize::MAX) {
            for (dx, dy) in [(0, 0), offset] {
                let (x, y) = ((x as i32 + dx).max(0) as usize, (y as i32 + dy).max(0) as usize);
                if x < luma.width && y < luma.height {
                    let value = &mut values[y / CELL * wide + x / CELL];
                    *value = value.max(similarity.clamp(0.0, 1.0));
                }
            }
        }
        // Each pair is found from both of its sides.
        let again = links.iter().any(|(_, _, other)| overlap(other.from, link.to) && overlap(other.to, link.from));
        if !again {
            links.push((part.places.len(), similarity, link));
        }
    }
    links.sort_by_key(|link| std::cmp::Reverse(link.0));
    let figures = vec![
        Figure::new("pairs", links.len() as f32, ""),
        Figure::new("similarity", links.iter().map(|link| link.1).fold(0.0, f32::max), ""),
    ];
    let links = links.into_iter().take(MOST_LINKS).map(|link| link.2).collect();
    LensMap { links, ..LensMap::of_cells(photo, values, figures) }
}

/// Whether two boxes share most of the smaller one.
fn overlap(a: [u32; 4], b: [u32; 4]) -> bool {
    let shared = |axis: usize| {
        let end = (a[axis] + a[axis + 2]).min(b[axis] + b[axis + 2]);
        u64::from(end.saturating_sub(a[axis].max(b[axis])))
    };
    let area = |b: [u32; 4]| u64::from(b[2]) * u64::from(b[3]);
    2 * shared(0) * shared(1) > area(a).min(area(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::{copied, greatest, inside, photo, scene};

    fn look(photo: &Photo) -> LensMap {
        clone(photo, &Settings::default(), &mut |_| ())
    }

    #[test]
    fn links_a_part_with_where_it_was_copied_from() {
        let original = scene(256, 192, |_, _| 30.0);
        let map = look(&copied(&original, (-83, -45)));
        // The largest comes first; the part's straight border may be like itself a little further along.
        let link = map.links[0];
        let offset = [0, 1].map(|axis| link.to[axis] as i32 - link.from[axis] as i32);
        assert!(offset == [83, 45] || offset == [-83, -45], "{offset:?}");
        // A block of the field may reach beyond the part.
        let source = if offset == [83, 45] { link.from } else { link.to };
        assert!(source.iter().zip([13u32, 19, 80, 64]).all(|(a, b)| a.abs_diff(b) <= 12), "{source:?}");
        let mask = map.to_mask().expect("values");
        let mean = |of: &dyn Fn(usize, usize) -> bool| {
            let values: Vec<f32> = (0..mask.len()).filter(|i| of(i % 256, i / 256)).map(|i| f32::from(mask[i])).collect();
            values.iter().sum::<f32>() / values.len() as f32 / 255.0
        };
        let both = |x: usize, y: usize| inside(x, y) || inside(x + 83, y + 45);
        assert!(mean(&inside) > 0.7 && mean(&|x, y| inside(x + 83, y + 45)) > 0.7);
        assert!(mean(&|x, y| !both(x, y)) < 0.1);
        let untouched = look(&photo(256, 192, original));
        assert!(untouched.links.is_empty() && greatest(&untouched) == 0.0, "{:?}", untouched.links);
    }
}
