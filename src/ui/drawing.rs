//! What the viewer's two canvases show: the picture below; above it hatching, marked places, and tiles.
//!
//! No layer is told by its colour alone: places have a double outline, hatching is a pattern, and a tile's choice is the
//! shape of its outline and a label.

use std::f64::consts::PI;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, Path2d};

use super::contour::Mask;
use super::view::{Sizes, View, within};
use super::words::text;
use crate::localize::{Choice, Region};
use crate::report::Report;

/// The marks: a colour that photographs rarely hold, told apart from them by a double outline as well.
pub const FILL: &str = "rgba(255, 45, 142, 0.42)";
const OUTLINE_DARK: &str = "rgba(36, 0, 18, 0.9)";
const OUTLINE_LIGHT: &str = "#ffd3e8";
const BADGE: &str = "#b00d60";
const WHITE: &str = "#ffffff";
/// The strongest places carry their numbers; of the others, the one that is pointed at. More would hide the picture.
const NUMBERED: usize = 9;
/// Hatching, seen on light and on dark ground; CSS pixels from line to line, across the picture's rows.
const HATCH: [(&str, f64); 2] = [("rgba(0, 0, 0, 0.6)", 3.0), ("rgba(255, 255, 255, 0.95)", 1.2)];
const HATCH_STEP: f64 = 12.0;
/// Tiles: casing and line, and the grounds of their labels.
const TILE: [(&str, f64); 2] = [("rgba(0, 22, 26, 0.75)", 4.0), ("#d9f6f4", 1.8)];
const FREQUENCY: &str = "#0b5f66";
const VISION: &str = "#1b2226";
/// CSS pixels between a tile's outline and its edge, so that those of neighbours stand apart.
const TILE_GAP: f64 = 3.0;
/// Height of a label, and the width of one of its letters, CSS pixels.
const LABEL: f64 = 18.0;
const LETTER: f64 = 6.8;

/// What is drawn over the picture.
pub struct Marks {
    /// Outlines of where the network cannot know, in pixels of the picture.
    pub doubt: Option<Path2d>,
    /// Outlines of what is marked, likewise.
    pub mask: Option<Path2d>,
    /// Whether the tiles are drawn.
    pub tiles: bool,
    /// Whether places carry their numbers; the one that is pointed at does in any case.
    pub places: bool,
    /// The place that is pointed at.
    pub pointed: Option<usize>,
}

/// The outlines of a mask as one path, in pixels of the picture.
pub fn outline(mask: &Mask, level: u8, size: (u32, u32)) -> Option<Path2d> {
    let path = Path2d::new().ok()?;
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    for line in mask.outlines(level) {
        let mut corners = line.into_iter().map(|(x, y)| (f64::from(x) * width, f64::from(y) * height));
        if let Some((x, y)) = corners.next() {
            path.move_to(x, y);
            corners.for_each(|(x, y)| path.line_to(x, y));
            path.close_path();
        }
    }
    Some(path)
}

/// An emptied canvas of the window's size in device pixels, set up to be drawn on in CSS pixels, and its pixel ratio.
fn blank(canvas: &HtmlCanvasElement, sizes: Sizes) -> Option<(CanvasRenderingContext2d, f64)> {
    let ratio = within(1.0, window().device_pixel_ratio(), 3.0);
    // Setting a size empties the canvas, even where it is the size it has.
    canvas.set_width((sizes.window.0 * ratio) as u32);
    canvas.set_height((sizes.window.1 * ratio) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.scale(ratio, ratio).ok()?;
    Some((context, ratio))
}

/// Draws the picture itself, or what a lens shows of it.
pub fn draw_picture(canvas: &HtmlCanvasElement, source: &HtmlCanvasElement, sizes: Sizes, view: View) {
    let Some((context, ratio)) = blank(canvas, sizes) else { return };
    // Close up, the pixels themselves are of interest.
    let close = view.scale * ratio * sizes.picture.0 / f64::from(source.width()) > 3.0;
    context.set_image_smoothing_enabled(!close);
    let (width, height) = (sizes.picture.0 * view.scale, sizes.picture.1 * view.scale);
    // It fails for a source without pixels only, which the engine never sends.
    let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(source, view.x, view.y, width, height);
}

/// Draws what is said of the picture, where there is a finding with its places and tiles.
pub fn draw_marks(canvas: &HtmlCanvasElement, marks: &Marks, finding: Option<&Report>, sizes: Sizes, view: View) {
    let Some((context, _)) = blank(canvas, sizes) else { return };
    if let Some(path) = &marks.doubt {
        draw_hatching(&context, path, sizes, view);
    }
    if let Some(path) = &marks.mask {
        context.save();
        place(&context, view);
        context.set_fill_style_str(FILL);
        context.fill_with_path_2d_and_winding(path, CanvasWindingRule::Evenodd);
        context.set_line_join("round");
        for (colour, width) in [(OUTLINE_DARK, 3.5), (OUTLINE_LIGHT, 1.5)] {
            context.set_stroke_style_str(colour);
            context.set_line_width(width / view.scale);
            context.stroke_with_path(path);
        }
        context.restore();
    }
    let Some(finding) = finding else { return };
    context.set_text_align("center");
    context.set_text_baseline("middle");
    if marks.tiles {
        draw_tiles(&context, &finding.gate.choices, view);
    }
    draw_places(&context, &finding.regions, marks, sizes, view);
}

/// From here on, units are pixels of the picture.
fn place(context: &CanvasRenderingContext2d, view: View) {
    // These fail for numbers that are not finite only.
    let _ = context.translate(view.x, view.y);
    let _ = context.scale(view.scale, view.scale);
}

/// Slanted lines inside of a path. They lie as far apart at every zoom, and move with the picture.
fn draw_hatching(context: &CanvasRenderingContext2d, path: &Path2d, sizes: Sizes, view: View) {
    context.save();
    place(context, view);
    context.clip_with_path_2d_and_winding(path, CanvasWindingRule::Evenodd);
    // Back to CSS pixels; to restore the context would undo the clipping too.
    let _ = context.scale(1.0 / view.scale, 1.0 / view.scale);
    let _ = context.translate(-view.x, -view.y);
    let (width, height) = sizes.window;
    let start = (view.x + view.y) % HATCH_STEP - HATCH_STEP;
    context.begin_path();
    for line in 0..((width + height) / HATCH_STEP) as u32 + 2 {
        let at = start + f64::from(line) * HATCH_STEP;
        context.move_to(at, 0.0);
        context.line_to(at - height, height);
    }
    for (colour, line) in HATCH {
        context.set_stroke_style_str(colour);
        context.set_line_width(line);
        context.stroke();
    }
    context.restore();
}

/// Outlines of tiles, whole where the frequency feature was used and dashed where the visual one was alone, with labels.
fn draw_tiles(context: &CanvasRenderingContext2d, choices: &[Choice], view: View) {
    let [frequency, vision] =
        [["tile-frequency", "tile-frequency-short"], ["tile-vision", "tile-vision-short"]].map(|keys| keys.map(text));
    let whole = Array::new();
    let dashes = [8.0, 6.0].into_iter().map(JsValue::from_f64).collect::<Array>();
    context.set_font("600 11px system-ui, sans-serif");
    for choice in choices {
        let [x, y, width, height] = choice.bbox.map(|side| f64::from(side) * view.scale);
        let (left, top) = (view.x + x + TILE_GAP, view.y + y + TILE_GAP);
        let (width, height) = ((width - 2.0 * TILE_GAP).max(1.0), (height - 2.0 * TILE_GAP).max(1.0));
        let (words, ground) = if choice.frequency { (&frequency, FREQUENCY) } else { (&vision, VISION) };
        // It fails for what is no list only.
        let _ = context.set_line_dash(if choice.frequency { &whole } else { &dashes });
        for (colour, line) in TILE {
            context.set_stroke_style_str(colour);
            context.set_line_width(line);
            context.stroke_rect(left, top, width, height);
        }
        let wide = |word: &str| (word.chars().count() as f64 * LETTER + 8.0).max(LABEL);
        let fitting = words.iter().find(|word| wide(word) + 8.0 < width && LABEL + 8.0 < height);
        if let Some(word) = fitting {
            // In the lower corner: places carry their numbers in the upper one.
            let (left, top) = (left + 3.0, top + height - 3.0 - LABEL);
            context.set_fill_style_str(ground);
            context.fill_rect(left, top, wide(word), LABEL);
            context.set_fill_style_str(WHITE);
            let _ = context.fill_text(word, left + wide(word) / 2.0, top + 0.5 + LABEL / 2.0);
        }
    }
    let _ = context.set_line_dash(&whole);
}

/// Numbers at the places, and a frame around the one that is pointed at.
fn draw_places(context: &CanvasRenderingContext2d, places: &[Region], marks: &Marks, sizes: Sizes, view: View) {
    context.set_font("600 12px system-ui, sans-serif");
    for (index, region) in places.iter().enumerate() {
        let [x, y, width, height] = region.bbox.map(|side| f64::from(side) * view.scale);
        let (left, top) = (view.x + x, view.y + y);
        let chosen = marks.pointed == Some(index);
        if chosen {
            let margin = 5.0;
            for (colour, line) in [(OUTLINE_DARK, 5.0), (WHITE, 2.5)] {
                context.set_stroke_style_str(colour);
                context.set_line_width(line);
                context.stroke_rect(left - margin, top - margin, width + 2.0 * margin, height + 2.0 * margin);
            }
        }
        // The number of the place, at the upper left corner and always within the window.
        let centre =
            (within(12.0, left, (sizes.window.0 - 12.0).max(12.0)), within(12.0, top, (sizes.window.1 - 12.0).max(12.0)));
        let hidden = !chosen && (index >= NUMBERED || !marks.places);
        if hidden || left > sizes.window.0 || top > sizes.window.1 || left + width < 0.0 || top + height < 0.0 {
            continue;
        }
        context.begin_path();
        if context.arc(centre.0, centre.1, 11.0, 0.0, 2.0 * PI).is_ok() {
            let (ground, figure) = if chosen { (WHITE, BADGE) } else { (BADGE, WHITE) };
            context.set_fill_style_str(ground);
            context.fill();
            context.set_stroke_style_str(figure);
            context.set_line_width(1.5);
            context.stroke();
            context.set_fill_style_str(figure);
            let _ = context.fill_text(&(index + 1).to_string(), centre.0, centre.1 + 0.5);
        }
    }
}
