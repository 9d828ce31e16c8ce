//! Crops around the regions, on one sheet.

use super::area::{Picture, fitting, reduce};
use super::view::{Row, View, clipped};
use super::{LONGEST, digits};

/// Between crops and around them, pixels.
const GAP: usize = 8;
/// Of the sheet: mid-grey, as no overlay's middle is of itself.
const GROUND: u8 = 128;

/// The sheet: a square grid of crops, each with its region's number above it. A crop is its region's box with half of its
/// sides more on each side, at least 32 pixels; it is made smaller to fit and never larger.
pub(super) fn draw<'a>(view: &View<'a>, boxes: &[[usize; 4]], row: Row<'a>) -> Picture {
    let columns = (1..).find(|n| n * n >= boxes.len()).unwrap_or(1);
    let (badge_wide, head) = digits::badge(digits::LARGE);
    let room = (LONGEST - GAP * (columns + 1)) / columns;
    let crops: Vec<Picture> = boxes.iter().map(|&bbox| crop(view, bbox, room - head, row)).collect();
    let widest = crops.iter().map(|crop| crop.width).max().unwrap_or(0);
    let highest = crops.iter().map(|crop| crop.height).max().unwrap_or(0) + head;
    let step = (widest.max(badge_wide) + GAP, highest + GAP);
    let (width, height) = (GAP + columns * step.0, GAP + crops.len().div_ceil(columns) * step.1);
    let mut sheet = Picture { width, height, rgb: vec![GROUND; 3 * width * height] };
    for (index, crop) in crops.iter().enumerate() {
        let (left, top) = (GAP + index % columns * step.0, GAP + index / columns * step.1);
        digits::draw(&mut sheet, [left, top], digits::LARGE, index);
        for (y, row) in crop.rgb.chunks_exact(3 * crop.width).enumerate() {
            let at = 3 * ((top + head + y) * width + left);
            sheet.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }
    sheet
}

fn crop<'a>(view: &View<'a>, bbox: [usize; 4], room: usize, row: Row<'a>) -> Picture {
    let around = (bbox[2].max(bbox[3]) / 2).max(32);
    let [x, y, w, h] = clipped(bbox, around, view.width, view.height);
    let (width, height) = fitting(w, h, room);
    reduce(w, h, width, height, |at, line| row(view, y + at, x, line))
}
