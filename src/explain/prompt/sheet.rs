//! Crops around the regions, on one sheet.

use super::area::{Picture, fitting, reduce};
use super::view::{Row, View, clipped};
use super::{LONGEST, Pane, digits};

/// Between crops and around them, pixels.
const GAP: usize = 8;
/// Of the sheet: mid-grey, as no overlay's middle is of itself.
const GROUND: u8 = 128;

/// Where everything lies: a square grid of crops, each with its region's number above it. A crop is its region's box with half
/// of its sides more on each side, at least 32 pixels; it is made smaller to fit and never larger.
pub(super) struct Sheet {
    pub width: usize,
    pub height: usize,
    /// A crop for each box.
    pub panes: Vec<Pane>,
}

impl Sheet {
    /// Crops around boxes of a displayed picture of these sides.
    pub fn around(width: usize, height: usize, boxes: &[[usize; 4]]) -> Self {
        let columns = (1..).find(|n| n * n >= boxes.len()).unwrap_or(1);
        let (badge_wide, head) = digits::badge(digits::LARGE);
        let room = (LONGEST - GAP * (columns + 1)) / columns;
        let crops: Vec<([usize; 4], (usize, usize))> = boxes
            .iter()
            .map(|&bbox| {
                let [x, y, w, h] = clipped(bbox, (bbox[2].max(bbox[3]) / 2).max(32), width, height);
                ([x, y, w, h], fitting(w, h, room - head))
            })
            .collect();
        let widest = crops.iter().map(|(_, (wide, _))| *wide).max().unwrap_or(0);
        let highest = crops.iter().map(|(_, (_, high))| *high).max().unwrap_or(0) + head;
        let step = (widest.max(badge_wide) + GAP, highest + GAP);
        let pane = |(index, (of, (wide, high))): (usize, ([usize; 4], (usize, usize)))| {
            let (left, top) = (GAP + index % columns * step.0, GAP + index / columns * step.1);
            Pane { of: of.map(|v| v as u32), at: [left, top + head, wide, high].map(|v| v as u32) }
        };
        Self {
            width: GAP + columns * step.0,
            height: GAP + crops.len().div_ceil(columns) * step.1,
            panes: crops.into_iter().enumerate().map(pane).collect(),
        }
    }
}

/// Crops of a view around boxes, on one sheet.
pub(super) fn draw<'a>(view: &View<'a>, boxes: &[[usize; 4]], row: Row<'a>) -> Picture {
    let Sheet { width, height, panes } = Sheet::around(view.width, view.height, boxes);
    let head = digits::badge(digits::LARGE).1;
    let mut sheet = Picture { width, height, rgb: vec![GROUND; 3 * width * height] };
    for (index, pane) in panes.iter().enumerate() {
        let [x, y, w, h] = pane.of.map(|v| v as usize);
        let [left, top, wide, high] = pane.at.map(|v| v as usize);
        digits::draw(&mut sheet, [left, top - head], digits::LARGE, index);
        let crop = reduce(w, h, wide, high, |at, line| row(view, y + at, x, line));
        for (y, row) in crop.rgb.chunks_exact(3 * wide).enumerate() {
            let at = 3 * ((top + y) * width + left);
            sheet.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }
    sheet
}
