//! A picture of a set with everything that is known for certain of it: where, what kind, which texts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Manipulation;
use crate::eval_set::{EvalSet, read_with_bytes};
use crate::explain::prompt::{MAX_REGIONS, Place, places};
use crate::input::Photo;
use crate::localize::{Region, find_regions};
use crate::tile::Domain;
use crate::truth::{self, AUTHENTIC, TextChange, Truth};

/// Pixels below which a part of a mask is a speck.
const LEAST_AREA: usize = 16;
/// Parts of a mask that are looked at, the largest first.
const MOST_PARTS: usize = 1000;

/// A set of pictures and what is known of them.
pub struct KnownSet {
    set: EvalSet,
    truth: Option<BTreeMap<String, Truth>>,
}

/// One picture.
pub struct Case {
    /// Its name without an ending.
    pub stem: String,
    /// The pixels.
    pub photo: Photo,
    /// Its file.
    pub bytes: Vec<u8>,
    /// 255 where it was forged, else 0; stored orientation.
    pub mask: Vec<u8>,
    /// What was forged, as many instances as can be named, the largest first; stored orientation.
    pub regions: Vec<Region>,
    /// The same as a model is told of them.
    pub places: Vec<Place>,
    /// What else is known.
    pub facts: Facts,
}

/// What is known beside the places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What the picture shows.
    pub domain: Option<Domain>,
    /// What was done.
    pub manipulation: Option<Manipulation>,
    /// The texts of each region.
    pub texts: Vec<Texts>,
}

/// The texts of a region. Nothing where they are not known or there are none that anybody changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now; empty where a text was taken away.
    pub after: Option<String>,
}

impl Texts {
    /// The text that can be read there.
    #[must_use]
    pub fn visible(&self) -> Option<&str> {
        self.after.as_deref().filter(|text| !text.is_empty())
    }
}

impl KnownSet {
    /// Lists a set: image/, mask/ and, where there is one, truth.jsonl.
    ///
    /// # Errors
    /// In words.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let set = EvalSet::open(folder).map_err(|e| e.to_string())?;
        // Masks, facts, replies and annotations go by the stem.
        let mut stems = BTreeMap::new();
        for picture in &set.pictures {
            if let Some(other) = stems.insert(picture.file_stem(), picture) {
                let [one, other] = [other, picture].map(|path| path.display().to_string());
                return Err(format!("two pictures share a name but for its ending; rename one with its mask: {one}, {other}"));
            }
        }
        let truth = truth::read(folder).map_err(|e| e.to_string())?;
        Ok(Self { set, truth })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.set.name
    }

    /// The pictures, by name.
    #[must_use]
    pub fn pictures(&self) -> &[PathBuf] {
        &self.set.pictures
    }

    /// Reads a picture and what is known of it.
    ///
    /// # Errors
    /// A picture or mask that cannot be read, or a mask that is not of the kind that is known; in words.
    pub fn case(&self, picture: &Path) -> Result<Case, String> {
        let (photo, bytes) = read_with_bytes(picture).map_err(|why| format!("{why}: {}", picture.display()))?;
        let forged = self.set.truth(picture, photo.width, photo.height).map_err(|e| e.to_string())?;
        let mask: Vec<u8> = forged.into_iter().map(|forged| if forged { 255 } else { 0 }).collect();
        let stem = picture.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let truth = self.truth.as_ref().and_then(|known| known.get(&stem));
        let changes = truth.map_or(&[][..], |truth| &truth.changes);
        let regions = instances(&mask, photo.width, photo.height, changes);
        if let Some(Truth { kind, .. }) = truth
            && (kind == AUTHENTIC) != regions.is_empty()
        {
            let mask = if regions.is_empty() { "no region of any size" } else { "a region" };
            return Err(format!(
                "{} says {kind}, but the mask marks {mask}; forge the set again: {}",
                truth::FILE,
                picture.display()
            ));
        }
        let texts = regions.iter().map(|region| texts(region.bbox, changes)).collect();
        let facts = Facts {
            domain: truth.map(|truth| truth.domain),
            manipulation: truth.and_then(|truth| Manipulation::of_kind(&truth.kind)),
            texts,
        };
        let places = places(&photo, &regions);
        Ok(Case { stem, photo, bytes, mask, regions, places, facts })
    }
}

impl Case {
    /// Whether anything in it was forged.
    #[must_use]
    pub fn forged(&self) -> bool {
        !self.regions.is_empty()
    }
}

/// The mask's connected parts, put together where they belong together: letters of a word, words of a change.
pub(super) fn instances(mask: &[u8], width: u32, height: u32, changes: &[TextChange]) -> Vec<Region> {
    let mut parts = find_regions(mask, mask, width as usize, 0.5, LEAST_AREA);
    parts.truncate(MOST_PARTS);
    let gap = (width.max(height) / 64).max(4);
    let changed: Vec<[u32; 4]> = changes.iter().map(|change| bounds(&change.corners)).collect();
    let together =
        |a: [u32; 4], b: [u32; 4]| touch(a, b, gap) || changed.iter().any(|change| touch(a, *change, 0) && touch(b, *change, 0));
    // Each part's number is that of the first that it belongs to.
    let mut group: Vec<usize> = (0..parts.len()).collect();
    for i in 0..parts.len() {
        for j in 0..i {
            if group[i] != group[j] && together(parts[i].bbox, parts[j].bbox) {
                let (from, to) = (group[i].max(group[j]), group[i].min(group[j]));
                group.iter_mut().filter(|at| **at == from).for_each(|at| *at = to);
            }
        }
    }
    let mut whole: BTreeMap<usize, Region> = BTreeMap::new();
    for (part, group) in parts.into_iter().zip(group) {
        match whole.get_mut(&group) {
            Some(region) => {
                region.bbox = union(region.bbox, part.bbox);
                region.area_fraction += part.area_fraction;
            }
            None => {
                whole.insert(group, part);
            }
        }
    }
    let mut regions: Vec<Region> = whole.into_values().collect();
    regions.sort_by(|a, b| b.area_fraction.total_cmp(&a.area_fraction));
    regions.truncate(MAX_REGIONS);
    regions
}

/// The texts of the changes that lie in a box, in the order of reading.
fn texts(bbox: [u32; 4], changes: &[TextChange]) -> Texts {
    let mut inside: Vec<([u32; 4], &TextChange)> =
        changes.iter().map(|change| (bounds(&change.corners), change)).filter(|(at, _)| touch(bbox, *at, 0)).collect();
    let line = inside.iter().map(|(at, _)| at[3]).max().unwrap_or(0);
    let centre = |([_, y, _, h], _): &([u32; 4], &TextChange)| y + h / 2;
    inside.sort_by_key(centre);
    // Words of a line stand a little higher or lower than their neighbours.
    let rows = inside.chunk_by_mut(|above, below| centre(below) - centre(above) <= line / 2);
    rows.for_each(|row| row.sort_by_key(|([x, ..], _)| *x));
    let all = |of: fn(&TextChange) -> Option<&String>| -> Option<String> {
        let texts: Vec<&str> = inside.iter().map(|(_, change)| of(change).map(String::as_str)).collect::<Option<_>>()?;
        let words: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
        (!texts.is_empty()).then(|| words.join(" "))
    };
    Texts { before: all(|change| change.before.as_ref()), after: all(|change| change.after.as_ref()) }
}

/// The box around corners; never empty.
fn bounds(corners: &[[f32; 2]; 4]) -> [u32; 4] {
    let axis = |k: usize| {
        let values = corners.map(|corner| corner[k]);
        let low = values.into_iter().fold(f32::MAX, f32::min).max(0.0) as u32;
        let high = values.into_iter().fold(0.0, f32::max) as u32;
        (low, (high + 1).saturating_sub(low).max(1))
    };
    let ((x, w), (y, h)) = (axis(0), axis(1));
    [x, y, w, h]
}

/// Whether less than `gap` pixels are between two boxes, on either axis.
fn touch(a: [u32; 4], b: [u32; 4], gap: u32) -> bool {
    (0..2).all(|k| {
        a[k] < b[k].saturating_add(b[k + 2]).saturating_add(gap) && b[k] < a[k].saturating_add(a[k + 2]).saturating_add(gap)
    })
}

fn union(a: [u32; 4], b: [u32; 4]) -> [u32; 4] {
    let (x, y) = (a[0].min(b[0]), a[1].min(b[1]));
    [x, y, (a[0] + a[2]).max(b[0] + b[2]) - x, (a[1] + a[3]).max(b[1] + b[3]) - y]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn mask(width: u32, height: u32, boxes: &[[u32; 4]]) -> Vec<u8> {
        let inside = |x: u32, y: u32| boxes.iter().any(|[l, t, w, h]| (*l..l + w).contains(&x) && (*t..t + h).contains(&y));
        (0..width * height).map(|i| if inside(i % width, i / width) { 255 } else { 0 }).collect()
    }

    fn change([x, y, w, h]: [f32; 4], before: Option<&str>, after: Option<&str>) -> TextChange {
        let corners = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
        TextChange { corners, before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    #[test]
    fn letters_and_changes_are_one_instance_and_specks_are_none() {
        // Two letters, a stamp far off, a speck, and two halves of one change.
        let boxes = [[10, 10, 6, 8], [19, 10, 6, 8], [150, 100, 30, 30], [80, 20, 3, 3], [20, 120, 8, 8], [60, 120, 8, 8]];
        let mask = mask(200, 160, &boxes);
        let found = |changes: &[TextChange]| instances(&mask, 200, 160, changes).iter().map(|r| r.bbox).collect::<Vec<_>>();
        assert_eq!(found(&[]), [[150, 100, 30, 30], [10, 10, 15, 8], [20, 120, 8, 8], [60, 120, 8, 8]]);
        let joined = found(&[change([18.0, 118.0, 52.0, 12.0], None, None)]);
        assert_eq!(joined, [[150, 100, 30, 30], [20, 120, 48, 8], [10, 10, 15, 8]]);
        assert_eq!(instances(&vec![0; 200 * 160], 200, 160, &[]), []);
        let noise: Vec<u8> = (0..200 * 160).map(|i| if i / 5 % 2 == 0 && i / 1000 % 2 == 0 { 255 } else { 0 }).collect();
        assert!(instances(&noise, 200, 160, &[]).len() <= MAX_REGIONS);
    }

    #[test]
    fn a_regions_texts_are_read_in_their_order_and_only_where_all_are_known() {
        let changes = [
            change([60.0, 11.0, 30.0, 10.0], Some("9.90"), Some("1.10")),
            change([10.0, 10.0, 40.0, 10.0], Some("TOTAL"), Some("TOTAL")),
            change([10.0, 40.0, 20.0, 10.0], Some("RM"), Some("")),
            change([10.0, 80.0, 20.0, 10.0], None, Some("7")),
        ];
        let known = |bbox| {
            let Texts { before, after } = texts(bbox, &changes);
            (before, after)
        };
        assert_eq!(known([8, 8, 90, 14]), (Some("TOTAL 9.90".into()), Some("TOTAL 1.10".into())));
        assert_eq!(known([8, 38, 30, 14]), (Some("RM".into()), Some(String::new())));
        assert_eq!(known([8, 78, 30, 14]), (None, Some("7".into())));
        assert_eq!(known([150, 150, 10, 10]), (None, None));
        assert_eq!(texts([8, 38, 30, 14], &changes).visible(), None);
    }

    #[test]
    fn words_of_a_line_are_read_from_the_left_wherever_the_line_is() {
        for top in 0..60 {
            let y = top as f32;
            let changes = [
                change([60.0, y, 30.0, 20.0], None, Some("9.90")),
                change([10.0, y + 2.0, 40.0, 20.0], None, Some("TOTAL")),
                change([10.0, y + 25.0, 40.0, 20.0], None, Some("CASH")),
            ];
            assert_eq!(texts([0, top, 100, 50], &changes).after.as_deref(), Some("TOTAL 9.90 CASH"), "{top}");
        }
    }
}
