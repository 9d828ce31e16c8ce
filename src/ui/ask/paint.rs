//! The picture that would leave, and painting over it what must not: boxes and brush strokes, which are boxes in a row.

use leptos::html;
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::{Busy, Covered};
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
use crate::ui::view::within;
use crate::ui::words::text;

/// A side of the brush on a picture of this size, pixels.
fn brush((width, height): (u32, u32)) -> f64 {
    (f64::from(width.max(height)) / 24.0).max(4.0)
}

/// Whether this mode shows the whole picture at its own places, so that one can paint on it.
pub fn shows_the_whole(mode: &str) -> bool {
    matches!(mode, "overlay" | "overlay_blurred")
}

/// The box with these corners, shares of the sides of a picture of this size.
fn corners(one: (f64, f64), other: (f64, f64), (width, height): (u32, u32)) -> [u32; 4] {
    let span = |a: f64, b: f64, length: u32| {
        let (start, end) = ((a.min(b) * f64::from(length)) as u32, (a.max(b) * f64::from(length)).ceil() as u32);
        (start, end - start)
    };
    let ((x, wide), (y, high)) = (span(one.0, other.0, width), span(one.1, other.1, height));
    [x, y, wide, high]
}

/// Where the brush leaves its marks from one place to another, the first left out, so close that nothing shows
/// between them.
fn marks(from: (f64, f64), to: (f64, f64), (width, height): (u32, u32)) -> Covered {
    let side = brush((width, height));
    let (wide, high) = (side / f64::from(width.max(1)), side / f64::from(height.max(1)));
    let steps = ((to.0 - from.0).abs() / wide).max((to.1 - from.1).abs() / high) * 2.0;
    let steps = steps.ceil().max(1.0) as u32;
    (1..=steps)
        .map(|step| {
            let along = f64::from(step) / f64::from(steps);
            let (x, y) = (from.0 + (to.0 - from.0) * along, from.1 + (to.1 - from.1) * along);
            let side = |at: f64, half: f64| (within(0.0, at - half, 1.0), within(0.0, at + half, 1.0));
            let ((left, right), (top, bottom)) = (side(x, wide / 2.0), side(y, high / 2.0));
            corners((left, top), (right, bottom), (width, height))
        })
        .collect()
}

/// Whether the brush has to leave another mark to cover what it has passed: within a quarter of its size, the last one does.
fn far(from: (f64, f64), to: (f64, f64), (width, height): (u32, u32)) -> bool {
    let (across, down) = ((to.0 - from.0).abs() * f64::from(width), (to.1 - from.1).abs() * f64::from(height));
    across.max(down) > brush((width, height)) / 4.0
}

/// The picture itself. Where it shows the whole, dragging over it covers what must not leave.
#[component]
pub fn Picture(session: Session) -> impl IntoView {
    let ask = session.ask;
    let frame = NodeRef::<html::Div>::new();
    let full = RwSignal::new(false);
    // Where the pointer went down, or the brush was last; and what is covered with this drag.
    let from = RwSignal::new(None::<(f64, f64)>);
    let stroke = RwSignal::new(Covered::new());
    let paintable = move || shows_the_whole(ask.mode.get());
    let size = move || {
        session.picture.with_untracked(|picture| picture.as_ref().map(|picture| (picture.facts.width, picture.facts.height)))
    };
    // A place in the frame, as shares of its sides.
    let at = move |event: &PointerEvent| {
        let area = frame.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, start: f64, length: f64| within(0.0, (f64::from(at) - start) / length.max(1.0), 1.0);
        Some((share(event.client_x(), area.left(), area.width()), share(event.client_y(), area.top(), area.height())))
    };
    let reach = move |place: (f64, f64)| {
        let (Some(start), Some(size)) = (from.get_untracked(), size()) else { return };
        if !ask.brush.get_untracked() {
            stroke.set(vec![corners(start, place, size)]);
        } else if stroke.with_untracked(Vec::is_empty) || far(start, place, size) {
            stroke.update(|all| all.extend(marks(start, place, size)));
            from.set(Some(place));
        }
    };
    let down = move |event: PointerEvent| {
        // At full size a finger moves the picture.
        let paints = event.button() == 0 && event.is_primary() && !(full.get_untracked() && event.pointer_type() == "touch");
        if untrack(paintable)
            && paints
            && ask.busy.get_untracked() == Busy::No
            && let Some(place) = at(&event)
        {
            event.prevent_default();
            if let Some(element) = frame.get_untracked() {
                // A pointer that is gone already cannot be captured, and need not be.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            from.set(Some(place));
            reach(place);
        }
    };
    let drop = move || {
        from.set(None);
        stroke.set(Vec::new());
    };
    let moved = move |event: PointerEvent| {
        if from.get_untracked().is_none() {
            return;
        }
        // Let go of where it was not seen.
        if event.buttons() & 1 == 0 {
            return drop();
        }
        if let Some(place) = at(&event) {
            reach(place);
        }
    };
    let up = move |_: PointerEvent| {
        let covered = stroke.get_untracked();
        drop();
        if covered.iter().any(|[_, _, wide, high]| *wide > 1 && *high > 1) {
            ask.redactions.update(|all| all.push(covered));
            ask.prepare(session);
        }
    };
    // What is covered with this drag, in hundredths of a per cent of the frame.
    let drawn = move || {
        let (width, height) = size().unwrap_or((1, 1));
        let share = |pixels: u32, of: u32| format!("calc({}% / 100)", u64::from(pixels) * 10_000 / u64::from(of.max(1)));
        let one = |[x, y, wide, high]: [u32; 4]| {
            view! {
                <i
                    style:left=share(x, width)
                    style:top=share(y, height)
                    style:width=share(wide, width)
                    style:height=share(high, height)
                ></i>
            }
        };
        stroke.get().into_iter().map(one).collect_view().into_any()
    };
    view! {
        <label class="layer small" for="preview-full" hidden=whether(move || ask.shown.with(Option::is_none))>
            <input
                type="checkbox"
                id="preview-full"
                prop:checked=whether(move || full.get())
                on:change=on(move |event| full.set(event_target_checked(&event)))
            />
            {text("ask-full")}
        </label>
        <div
            class="preview"
            dir="ltr"
            class:paintable=whether(paintable)
            class:full=whether(move || full.get())
            aria-busy=words(move || ask.stale.get().to_string())
        >
            {part(move || match ask.shown.get() {
                Some(shown) => {
                    let (width, height) = (shown.width, shown.height);
                    // All of it at once, or each of its pixels as one of the page's.
                    let wide = move || match full.get() {
                        true => format!("{width}px"),
                        false => format!("min(100%, {width}px, 70dvh * {width} / {height})"),
                    };
                    view! {
                        <div
                            class="preview-frame"
                            style:width=words(wide)
                            style:aspect-ratio=format!("{width} / {height}")
                            data-testid="redact"
                            node_ref=frame
                            on:pointerdown=on(down)
                            on:pointermove=on(moved)
                            on:pointerup=on(up)
                            on:pointercancel=on(move |_| drop())
                        >
                            <img
                                data-testid="explain-preview"
                                src=shown.address.clone()
                                width=width.to_string()
                                height=height.to_string()
                                draggable="false"
                                alt=text("ask-preview")
                            />
                            {part(drawn)}
                        </div>
                    }
                        .into_any()
                }
                // It could not be made: why stands below.
                None if !ask.trouble.with(String::is_empty) => ().into_any(),
                None => view! { <p class="quiet small" dir="auto">{text("ask-preparing")}</p> }.into_any(),
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (480, 240);

    #[test]
    fn a_box_has_every_pixel_between_its_corners() {
        assert_eq!(corners((0.75, 0.5), (0.25, 0.25), SIZE), [120, 60, 240, 60]);
        assert_eq!(corners((0.001, 0.001), (0.001, 0.001), SIZE), [0, 0, 1, 1]);
        assert_eq!(corners((0.0, 0.0), (1.0, 1.0), SIZE), [0, 0, 480, 240]);
    }

    #[test]
    fn a_stroke_leaves_no_gap_and_stays_in_the_picture() {
        // The brush is 20 pixels wide.
        for (from, to) in [((0.1, 0.1), (0.9, 0.8)), ((0.0, 1.0), (1.0, 0.0)), ((0.5, 0.5), (0.5, 0.5)), ((0.9, 0.2), (0.1, 0.2))]
        {
            let marks = marks(from, to, SIZE);
            let mut covered = vec![false; 480 * 240];
            for [x, y, wide, high] in &marks {
                assert!(x + wide <= 480 && y + high <= 240, "{x} {y} {wide} {high}");
                for row in *y..y + high {
                    covered[(row * 480 + x) as usize..(row * 480 + x + wide) as usize].fill(true);
                }
            }
            // Beyond the first half of the brush, which the mark before has, the way is covered 4 pixels to each side.
            for step in 20..=100 {
                let along = f64::from(step) / 100.0;
                let (x, y) = ((from.0 + (to.0 - from.0) * along) * 480.0, (from.1 + (to.1 - from.1) * along) * 240.0);
                for (dx, dy) in [(-4, 0), (4, 0), (0, -4), (0, 4)] {
                    let (x, y) = ((x as i32 + dx).clamp(0, 479), (y as i32 + dy).clamp(0, 239));
                    assert!(covered[(y * 480 + x) as usize], "{from:?} to {to:?}: {x}, {y}");
                }
            }
        }
        assert_eq!(marks((0.5, 0.5), (0.5, 0.5), SIZE), [[230, 110, 20, 20]]);
        assert_eq!(marks((0.0, 0.0), (0.0, 0.0), SIZE), [[0, 0, 10, 10]]);
    }
}
