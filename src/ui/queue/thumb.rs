//! A small copy of the picture with its marks.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement};

use crate::ui::drawing::{FILL, outline};
use crate::ui::session::Session;
use crate::ui::view::level_of;

/// Its longest side, pixels.
const SIDE: f64 = 224.0;

/// Of the picture that the session shows, as a `data:` address.
pub fn with_marks(session: Session) -> Option<String> {
    let picture = session.picture.get_untracked()?;
    let (width, height) = (f64::from(picture.canvas.width()), f64::from(picture.canvas.height()));
    let scale = (SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).max(1.0), (height * scale).max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_canvas_element_and_dw_and_dh(&picture.canvas, 0.0, 0.0, width, height).ok()?;
    if let Some(mask) = session.mask.get_untracked() {
        let level = level_of(session.own_threshold.get_untracked());
        let path = outline(&mask, level, (width as u32, height as u32))?;
        context.set_fill_style_str(FILL);
        context.fill_with_path_2d_and_winding(&path, CanvasWindingRule::Evenodd);
    }
    canvas.to_data_url_with_type("image/jpeg").ok()
}
