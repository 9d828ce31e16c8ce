//! A picture beside the one that it is said to come from: brought into register, and where they differ.
//!
//! Corners that look alike in both give a first map from the one to the other, whatever was cut off, made larger or smaller,
//! or turned by a few degrees; brightness refines it to a fraction of a pixel. What a save, a resizing or a filter changes
//! everywhere is taken off, and what is left is put in or taken away. It needs no network and finds what no trace tells; but
//! it says only that the pictures differ, not which of them is the original.

mod affine;
mod corners;
mod difference;
mod draw;
mod grey;
mod matching;
mod refine;

use std::fmt;

use serde::Serialize;

use self::affine::Affine;
use crate::evidence::Luma;
use crate::input::{Photo, reduced};
use crate::localize::{Region, find_regions};

/// Longest side of the pictures in which corners are sought, pixels.
const SEEN: u32 = 1024;
/// Longest side of the picture in question as it is compared, pixels.
pub const COMPARED: u32 = 1600;
/// Smallest part that counts as different, in millionths of the picture.
const LEAST: usize = 120;
/// Correlation of brightness below which the two do not show the same, however the corners lie.
const SAME: f32 = 0.5;
/// Share of the picture in question that the other has to show.
const COVERED: f32 = 0.1;

/// What two pictures that show the same have in common and what not; in displayed orientation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Pixels in a row of [`Self::map`]: the picture in question, at most [`COMPARED`] long.
    pub width: u32,
    /// Its rows.
    pub height: u32,
    /// How different each pixel is, 0..=255; from 128 on it counts. 0 where the other picture does not reach.
    #[serde(skip)]
    pub map: Vec<u8>,
    /// The part of the other picture that the one in question shows: x, y, width, height in its pixels.
    pub shows: [i64; 4],
    /// How much larger the picture in question shows things than the other one: 1 is the same size.
    pub scale: f32,
    /// By how much it is turned, degrees clockwise.
    pub turned: f32,
    /// Share of the picture in question that the other one shows, 0..=1.
    pub covered: f32,
    /// Correlation of brightness where both show something.
    pub correlation: f32,
    /// Share of that where they differ, 0..=1.
    pub changed: f32,
    /// Where they differ, in pixels of the picture in question.
    pub regions: Vec<Difference>,
}

/// A place where two pictures differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// x, y, width, height in pixels of the picture in question, displayed orientation.
    pub bbox: [u32; 4],
    /// Share of the picture.
    pub area_fraction: f32,
    /// How different, 0..=1, in the mean.
    pub strength: f32,
}

/// Why two pictures cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareError {
    /// They do not show the same, or not enough of it.
    NothingInCommon,
}

impl CompareError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(self) -> &'static str {
        "nothing-in-common"
    }
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the two pictures were not found to show the same; if they do, cut both to what they have in common, and turn them the \
             same way up",
        )
    }
}

impl std::error::Error for CompareError {}

/// A picture the right way up: width, height, RGB8.
struct Upright {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Upright {
    fn of(photo: &Photo, longest: u32) -> Self {
        let (wide, high, rgb) = reduced(photo, longest);
        let (width, height) = photo.orientation.displayed_size(wide as u32, high as u32);
        Self { width: width as usize, height: height as usize, rgb: photo.orientation.apply(wide, high, 3, &rgb) }
    }

    /// How many of its pixels one of the whole picture's makes, across and down.
    fn factors(&self, photo: &Photo) -> [f64; 2] {
        let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
        [self.width as f64 / f64::from(width), self.height as f64 / f64::from(height)]
    }
}

/// Compares the picture in question with one that it is said to come from.
///
/// # Errors
/// See [`CompareError`].
pub fn compare(question: &Photo, original: &Photo) -> Result<Comparison, CompareError> {
    let (asked, other) = (Upright::of(question, SEEN), Upright::of(original, SEEN));
    let (asked_grey, other_grey) = (Luma::upright(&asked), Luma::upright(&other));
    let seen =
        matching::register(&corners::find(&asked_grey), &corners::find(&other_grey)).ok_or(CompareError::NothingInCommon)?;
    let seen = refine::refine(&asked_grey, &other_grey, seen);
    // In pixels of the whole pictures.
    let whole = seen.scaled(asked.factors(question), other.factors(original));
    // As large as they are compared, the other one made smaller by averaging, so that both are at one scale.
    let asked = Upright::of(question, COMPARED);
    let [across, _] = asked.factors(question);
    let longest = f64::from(original.width.max(original.height)) * (across / whole.scale()).min(1.0);
    let other = Upright::of(original, (longest.round() as u32).max(16));
    let invert = |factors: [f64; 2]| factors.map(|factor| 1.0 / factor);
    let near = whole.scaled(invert(asked.factors(question)), invert(other.factors(original)));
    let near = refine::refine(&Luma::upright(&asked), &Luma::upright(&other), near);
    let told = difference::tell(&asked, &other, &near);
    if told.covered < COVERED || told.correlation < SAME {
        return Err(CompareError::NothingInCommon);
    }
    let whole = near.scaled(asked.factors(question), other.factors(original));
    Ok(conclude(question, &asked, &whole, told))
}

fn conclude(question: &Photo, asked: &Upright, whole: &Affine, told: difference::Told) -> Comparison {
    let (width, height) = question.orientation.displayed_size(question.width, question.height);
    let [left, top] = whole.apply([0.0, 0.0]);
    let corners = [[f64::from(width), 0.0], [0.0, f64::from(height)], [f64::from(width), f64::from(height)]];
    let (mut from, mut to) = ([left, top], [left, top]);
    for corner in corners.map(|corner| whole.apply(corner)) {
        for axis in 0..2 {
            from[axis] = from[axis].min(corner[axis]);
            to[axis] = to[axis].max(corner[axis]);
        }
    }
    let least = (LEAST * asked.width * asked.height / 1_000_000).max(9);
    let [across, down] = asked.factors(question);
    let enlarged = |[x, y, w, h]: [u32; 4]| {
        let (x, y, w, h) = (f64::from(x), f64::from(y), f64::from(w), f64::from(h));
        [x / across, y / down, w / across, h / down].map(|length| length.round() as u32)
    };
    let places = find_regions(&told.map, &vec![255; told.map.len()], asked.width, 0.5, least);
    let regions = places.into_iter().map(|Region { bbox, area_fraction, score, .. }| Difference {
        bbox: enlarged(bbox),
        area_fraction,
        strength: score,
    });
    Comparison {
        width: asked.width as u32,
        height: asked.height as u32,
        shows: [from[0], from[1], to[0] - from[0], to[1] - from[1]].map(|length| length.round() as i64),
        scale: (1.0 / whole.scale()) as f32,
        turned: whole.turned() as f32,
        covered: told.covered,
        correlation: told.correlation,
        changed: told.changed,
        regions: regions.collect(),
        map: told.map,
    }
}

/// What of a mask and of the differences falls together, by pixels of the picture in question.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Share of what is marked that differs; nothing where nothing is marked.
    pub marked_that_differs: Option<f32>,
    /// Share of what differs that is marked; nothing where nothing differs.
    pub different_that_is_marked: Option<f32>,
}

impl Comparison {
    /// Sets a mask of the picture in question beside the differences: `mask` of `width`×`height` values in displayed
    /// orientation, which count from `level` on.
    #[must_use]
    pub fn against(&self, mask: &[u8], width: usize, height: usize, level: u8) -> Agreement {
        let (wide, high) = (self.width as usize, self.height as usize);
        let [mut marked, mut differs, mut both] = [0usize; 3];
        for (i, &value) in self.map.iter().enumerate() {
            let (x, y) = (i % wide, i / wide);
            let (m, d) = (mask[y * height / high * width + x * width / wide] >= level, value >= 128);
            marked += usize::from(m);
            differs += usize::from(d);
            both += usize::from(m && d);
        }
        let share = |of: usize| (of > 0).then(|| both as f32 / of as f32);
        Agreement { marked_that_differs: share(marked), different_that_is_marked: share(differs) }
    }
}

#[cfg(test)]
mod tests;
