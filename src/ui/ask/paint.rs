//! The picture that would leave, and painting over it what must not: boxes and brush strokes, which are boxes in a row.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::{Busy, Shown};
use crate::explain::prompt::Pane;
use crate::ui::cover::{Covered, Spot, brush, corners, far, marks, pane_at, seen_at, shown_at};
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
use crate::ui::view::within;
use crate::ui::words::text;

/// Boxes of the person's picture on what is sent, wherever that shows them; the frame around it is a picture's own size.
fn boxes(shown: &Shown, boxes: &[[u32; 4]], class: &'static str) -> AnyView {
    // In hundredths of a per cent: to write floats costs the page more than the rounding does.
    let share = |pixels: f64, of: u32| format!("calc({}% / 100)", (pixels * 10_000.0 / f64::from(of.max(1))) as u32);
    let places = boxes.iter().flat_map(|&bbox| shown.panes.iter().filter_map(move |pane| shown_at(pane, bbox)));
    let one = |[x, y, wide, high]: [f64; 4]| {
        view! {
            <i
                class=class
                style:left=share(x, shown.width)
                style:top=share(y, shown.height)
                style:width=share(wide, shown.width)
                style:height=share(high, shown.height)
            ></i>
        }
    };
    places.map(one).collect_view().into_any()
}

/// A frame around the marked place whose part of the answer is pointed at, on a picture that was or would be sent.
pub fn pointed(
    session: Session,
    shown: impl Fn() -> Option<Rc<Shown>> + Send + 'static,
) -> impl FnMut() -> AnyView + Send + 'static {
    move || {
        let place = session.ask.pointed.get();
        let bbox = session.finding.with(|finding| Some(finding.as_ref()?.regions.get(place?)?.bbox));
        match (shown(), bbox) {
            (Some(shown), Some(bbox)) => boxes(&shown, &[bbox], "pointed"),
            _ => ().into_any(),
        }
    }
}

/// A drag: in which pane it began, and where the pointer went down, or the brush was last, in pixels of the picture.
#[derive(Clone, Copy)]
struct Drag {
    pane: Pane,
    from: Spot,
}

/// The picture itself. Dragging over it covers what must not leave, in every pane that shows it.
#[component]
pub fn Picture(session: Session) -> impl IntoView {
    let ask = session.ask;
    let frame = NodeRef::<html::Div>::new();
    let full = RwSignal::new(false);
    let drag = RwSignal::new(None::<Drag>);
    // What is covered with this drag.
    let stroke = RwSignal::new(Covered::new());
    // A place of what is sent, pixels.
    let at = move |event: &PointerEvent| {
        let area = frame.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, start: f64, length: f64| within(0.0, (f64::from(at) - start) / length.max(1.0), 1.0);
        let place = (share(event.client_x(), area.left(), area.width()), share(event.client_y(), area.top(), area.height()));
        ask.shown.with_untracked(|shown| {
            let shown = shown.as_ref()?;
            Some((place.0 * f64::from(shown.width), place.1 * f64::from(shown.height)))
        })
    };
    let reach = move |place: Spot| {
        let Some(Drag { pane, from }) = drag.get_untracked() else { return };
        let to = seen_at(&pane, place);
        if !ask.brush.get_untracked() {
            stroke.set(vec![corners(from, to)]);
            return;
        }
        let longest = ask.shown.with_untracked(|shown| shown.as_ref().map_or(0, |shown| shown.width.max(shown.height)));
        let side = brush(&pane, longest);
        if stroke.with_untracked(Vec::is_empty) || far(from, to, side) {
            stroke.update(|all| all.extend(marks(from, to, side, &pane)));
            drag.set(Some(Drag { pane, from: to }));
        }
    };
    let down = move |event: PointerEvent| {
        // At full size a finger moves the picture.
        let paints = event.button() == 0 && event.is_primary() && !(full.get_untracked() && event.pointer_type() == "touch");
        if paints
            && ask.busy.get_untracked() == Busy::No
            && let Some(place) = at(&event)
            && let Some(pane) = ask.shown.with_untracked(|shown| pane_at(&shown.as_ref()?.panes, place))
        {
            event.prevent_default();
            if let Some(element) = frame.get_untracked() {
                // A pointer that is gone already cannot be captured, and need not be.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            drag.set(Some(Drag { pane, from: seen_at(&pane, place) }));
            reach(place);
        }
    };
    let drop = move || {
        drag.set(None);
        stroke.set(Vec::new());
    };
    let moved = move |event: PointerEvent| {
        if drag.with_untracked(Option::is_none) {
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
    let drawn = move || {
        let class = if ask.brush.get() { "stroke" } else { "" };
        ask.shown.with(|shown| match shown {
            Some(shown) => stroke.with(|all| boxes(shown, all, class)),
            None => ().into_any(),
        })
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
                            {part(pointed(session, move || ask.shown.get()))}
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
