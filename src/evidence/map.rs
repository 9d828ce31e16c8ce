use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::colour::scale;
use super::{CELL, COARSE_FIGURE};
use crate::input::{Orientation, Photo, fit, span};

/// Where a link leads from and to: told from the scale's colours by any eye.
const FROM: [u8; 3] = [255, 255, 255];
const TO: [u8; 3] = [64, 224, 208];

/// One measured number about the whole picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is, kebab-case.
    pub name: Cow<'static, str>,
    /// How much.
    pub value: f32,
    /// Of what; empty for a pure number.
    pub unit: Cow<'static, str>,
}

impl Figure {
    /// A figure; `unit` is empty for a pure number.
    #[must_use]
    pub const fn new(name: &'static str, value: f32, unit: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), value, unit: Cow::Borrowed(unit) }
    }
}

/// Two parts of a picture that look alike, each `[x, y, width, height]` in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The one part.
    pub from: [u32; 4],
    /// The other.
    pub to: [u32; 4],
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// One value for each cell or pixel, 0..=1, row-major.
    Values(Vec<f32>),
    /// Three bytes for each cell or pixel, row-major.
    Rgb(Vec<u8>),
}

/// What a lens saw, in stored orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LensMap {
    /// Pixels in a row of the picture that was looked at.
    pub width: u32,
    /// Its rows.
    pub height: u32,
    /// Pixels along a side of what one value stands for, at least 1. The map has width / cell values in a row and
    /// height / cell rows, both rounded up.
    pub cell: u32,
    /// What there is to see.
    pub picture: Picture,
    /// What was measured of the picture as a whole.
    pub figures: Vec<Figure>,
    /// Parts that look alike.
    pub links: Vec<Link>,
}

/// A map as it is shown: RGBA8 in displayed orientation.
pub struct Displayed {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4`, opaque.
    pub rgba: Vec<u8>,
}

impl LensMap {
    /// A map of one value of 0..=1 for each 8×8 cell of `photo`.
    pub(super) fn of_cells(photo: &Photo, values: Vec<f32>, figures: Vec<Figure>) -> Self {
        Self::of(photo, CELL as u32, Picture::Values(values), figures)
    }

    /// A coarse mask of the network's: probabilities 0..=255, one for each 8×8 block; and how much of it is one half or more.
    #[must_use]
    pub fn of_coarse(photo: &Photo, mask: &[u8]) -> Self {
        let marked = mask.iter().filter(|&&value| value >= 128).count() as f32 / mask.len().max(1) as f32;
        let figures = vec![Figure::new(COARSE_FIGURE, marked * 100.0, "%")];
        Self::of_cells(photo, mask.iter().map(|&value| f32::from(value) / 255.0).collect(), figures)
    }

    /// A map without links.
    pub(super) fn of(photo: &Photo, cell: u32, picture: Picture, figures: Vec<Figure>) -> Self {
        Self { width: photo.width, height: photo.height, cell, picture, figures, links: Vec::new() }
    }

    /// Values in a row, and rows of them.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.width.div_ceil(self.cell) as usize, self.height.div_ceil(self.cell) as usize)
    }

    /// A value for each pixel of the stored picture, 0..=255; nothing where the map holds colours.
    #[must_use]
    pub fn to_mask(&self) -> Option<Vec<u8>> {
        let Picture::Values(values) = &self.picture else { return None };
        let (wide, _) = self.size();
        let (width, cell) = (self.width as usize, self.cell as usize);
        let mut mask = Vec::with_capacity(width * self.height as usize);
        for y in 0..self.height as usize {
            let row = &values[y / cell * wide..][..wide];
            mask.extend((0..width).map(|x| (row[x / cell] * 255.0).round() as u8));
        }
        Some(mask)
    }

    /// The map as it is shown: on the colour scale, averaged so that its longest side has at most `longest` pixels, turned
    /// for display, with its links drawn in (white to turquoise).
    #[must_use]
    pub fn displayed(&self, orientation: Orientation, longest: u32) -> Displayed {
        let (width, height) = (self.width as usize, self.height as usize);
        let (wide, high) = fit(self.width, self.height, longest);
        let mut rgba = Vec::with_capacity(wide * high * 4);
        for y in 0..high {
            let rows = span(y, high, height);
            for x in 0..wide {
                let [r, g, b] = match &self.picture {
                    Picture::Values(values) => scale(self.mean(values, 1, rows.clone(), span(x, wide, width))[0]),
                    Picture::Rgb(rgb) => self.mean(rgb, 3, rows.clone(), span(x, wide, width)).map(|v: f32| (v + 0.5) as u8),
                };
                rgba.extend([r, g, b, 255]);
            }
        }
        let scaled = |[x, y, w, h]: [u32; 4]| {
            let place = |at: u32, count: usize, length: usize| at as usize * count / length;
            let (left, right) = (place(x, wide, width), place(x + w, wide, width));
            let (top, below) = (place(y, high, height), place(y + h, high, height));
            [left, top, right.saturating_sub(left + 1), below.saturating_sub(top + 1)]
        };
        for link in &self.links {
            draw(&mut rgba, wide, high, scaled(self.inside(link.from)), scaled(self.inside(link.to)));
        }
        let (shown_wide, shown_high) = orientation.displayed_size(wide, high);
        let rgba = if orientation.value() == 1 { rgba } else { orientation.apply(wide, high, 4, &rgba) };
        Displayed { width: shown_wide as u32, height: shown_high as u32, rgba }
    }

    /// The links in displayed orientation.
    #[must_use]
    pub fn links_displayed(&self, orientation: Orientation) -> Vec<Link> {
        let turned = |part| orientation.apply_box(self.inside(part), self.width, self.height);
        self.links.iter().map(|link| Link { from: turned(link.from), to: turned(link.to) }).collect()
    }

    /// What of a box lies in the picture.
    fn inside(&self, [x, y, w, h]: [u32; 4]) -> [u32; 4] {
        let (x, y) = (x.min(self.width), y.min(self.height));
        [x, y, w.min(self.width - x), h.min(self.height - y)]
    }

    /// The mean over a box of pixels of each of the map's first three channels.
    fn mean<T: Copy + Into<f32>>(
        &self,
        values: &[T],
        channels: usize,
        rows: std::ops::Range<usize>,
        columns: std::ops::Range<usize>,
    ) -> [f32; 3] {
        let (wide, cell) = (self.size().0, self.cell as usize);
        let count = (rows.len() * columns.len()) as f32;
        let mut sum = [0f32; 3];
        for y in rows {
            for x in columns.clone() {
                let at = (y / cell * wide + x / cell) * channels;
                for (sum, &value) in sum.iter_mut().zip(&values[at..at + channels]) {
                    *sum += value.into();
                }
            }
        }
        sum.map(|sum| sum / count)
    }
}

/// Draws the outlines of two boxes (`[x, y, width - 1, height - 1]`) and a line between their middles.
fn draw(rgba: &mut [u8], wide: usize, high: usize, from: [usize; 4], to: [usize; 4]) {
    let thick = 1 + wide.max(high) / 800;
    let mut dot = |x: usize, y: usize, colour: [u8; 3]| {
        for y in y..(y + thick).min(high) {
            for x in x..(x + thick).min(wide) {
                rgba[(y * wide + x) * 4..][..3].copy_from_slice(&colour);
            }
        }
    };
    for ([x, y, w, h], colour) in [(from, FROM), (to, TO)] {
        for x in x..=x + w {
            dot(x, y, colour);
            dot(x, y + h, colour);
        }
        for y in y..=y + h {
            dot(x, y, colour);
            dot(x + w, y, colour);
        }
    }
    let middle = |[x, y, w, h]: [usize; 4]| [(x + w / 2) as f32, (y + h / 2) as f32];
    let (start, end) = (middle(from), middle(to));
    let steps = (end[0] - start[0]).abs().max((end[1] - start[1]).abs()).max(1.0);
    for i in 0..=steps as usize {
        let share = i as f32 / steps;
        let [x, y] = [0, 1].map(|axis| (start[axis] + share * (end[axis] - start[axis])) as usize);
        dot(x, y, if share < 0.5 { FROM } else { TO });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn map(width: u32, height: u32, cell: u32, picture: Picture) -> LensMap {
        LensMap { width, height, cell, picture, figures: vec![Figure::new("median", 2.5, "grey levels")], links: vec![] }
    }

    fn pixel(shown: &Displayed, x: u32, y: u32) -> [u8; 3] {
        let at = ((y * shown.width + x) * 4) as usize;
        [shown.rgba[at], shown.rgba[at + 1], shown.rgba[at + 2]]
    }

    #[test]
    fn cells_cover_their_pixels_and_are_cut_at_the_edges() {
        let map = map(10, 9, 8, Picture::Values(vec![0.0, 0.2, 0.4, 1.0]));
        let mask = map.to_mask().unwrap();
        assert_eq!((mask[0], mask[7], mask[8], mask[9]), (0, 0, 51, 51));
        assert_eq!((mask[80], mask[89]), (102, 255));
        let shown = map.displayed(Orientation::default(), u32::MAX);
        assert_eq!((shown.width, shown.height, shown.rgba.len()), (10, 9, 360));
        assert_eq!(pixel(&shown, 7, 7), scale(0.0));
        assert_eq!(pixel(&shown, 8, 8), scale(1.0));
    }

    #[test]
    fn large_maps_are_averaged_and_turned() {
        let values = (0..100).map(|i| if i % 2 == 0 { 0.0 } else { 1.0 }).collect();
        let shown = map(20, 5, 1, Picture::Values(values)).displayed(Orientation::new(6), 10);
        assert_eq!((shown.width, shown.height), (2, 10));
        assert_eq!(pixel(&shown, 1, 9), scale(0.5));
        let colours = vec![10, 20, 30, 50, 60, 70, 0, 0, 0, 0, 0, 0];
        let shown = map(4, 1, 1, Picture::Rgb(colours)).displayed(Orientation::new(2), 2);
        assert_eq!((shown.width, shown.height), (2, 1));
        assert_eq!([pixel(&shown, 0, 0), pixel(&shown, 1, 0)], [[0, 0, 0], [30, 40, 50]]);
    }

    #[test]
    fn links_turn_with_the_map_and_stay_inside_whatever_they_say() {
        let mut map = map(40, 20, 1, Picture::Values(vec![0.0; 800]));
        map.links = vec![Link { from: [2, 3, 4, 5], to: [30, 10, 4, 5] }];
        let shown = map.displayed(Orientation::new(3), u32::MAX);
        // Turned by half, the box from (2, 3) to (5, 7) lies from (34, 12) to (37, 16).
        assert_eq!([pixel(&shown, 37, 16), pixel(&shown, 34, 12)], [FROM; 2]);
        assert_eq!([pixel(&shown, 9, 9), pixel(&shown, 6, 5)], [TO; 2]);
        assert_eq!([pixel(&shown, 38, 16), pixel(&shown, 0, 0)], [scale(0.0); 2]);
        assert_eq!(map.links_displayed(Orientation::new(3)), [Link { from: [34, 12, 4, 5], to: [6, 5, 4, 5] }]);
        map.links = vec![Link { from: [u32::MAX; 4], to: [39, 0, u32::MAX, 1] }, Link { from: [0; 4], to: [0, 0, 40, 20] }];
        assert_eq!(map.displayed(Orientation::default(), 7).rgba.len(), 7 * 3 * 4);
        assert_eq!(map.links_displayed(Orientation::new(1))[0], Link { from: [40, 20, 0, 0], to: [39, 0, 1, 1] });
    }

    #[test]
    fn a_map_comes_back_from_json() {
        let mut map = map(2, 1, 1, Picture::Values(vec![0.25, 0.5]));
        map.links.push(Link { from: [0, 0, 1, 1], to: [1, 0, 1, 1] });
        let json = serde_json::to_string(&map).unwrap();
        assert!(json.contains(r#""picture":{"values":[0.25,0.5]},"figures":[{"name":"median","value":2.5"#), "{json}");
        assert_eq!(serde_json::from_str::<LensMap>(&json).unwrap(), map);
    }
}
