//! The picture with the mask over it: two canvases of the window's size, zoom and pan.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{KeyboardEvent, Path2d, PointerEvent, ResizeObserver, WheelEvent};

use super::contour::DOUBTFUL;
use super::controls::{Compare, Key, Layers};
use super::drawing::{Marks, draw_marks, draw_picture, outline};
use super::lens::LensName;
use super::session::{Session, Stage};
use super::short::{follow, on, when, whether, words};
use super::view::{Sizes, View, level_of, within};
use super::words::{Value, text, text_with};

/// One press of a zoom key or button.
const STEP: f64 = 1.5;
/// One press of an arrow key, CSS pixels.
const MOVE: f64 = 60.0;
/// The window on the picture.
#[component]
pub fn Viewer(session: Session) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let base = NodeRef::<html::Canvas>::new();
    let glass = NodeRef::<html::Canvas>::new();
    let overlay = NodeRef::<html::Canvas>::new();
    let window_size = RwSignal::new((0.0f64, 0.0f64));
    // None: the whole picture, whatever the window's size.
    let view = RwSignal::new(None::<View>);
    let path = RwSignal::new_local(None::<Path2d>);
    let doubt = RwSignal::new_local(None::<Path2d>);

    let sizes = move || {
        session.picture.with(|picture| {
            let picture = picture.as_ref()?;
            let window = window_size.get();
            (window.0 > 0.0).then(|| Sizes { window, picture: (f64::from(picture.facts.width), f64::from(picture.facts.height)) })
        })
    };
    let place = move || sizes().map(|sizes| (sizes, view.get().map_or_else(|| sizes.fit(), |view| sizes.hold(view))));
    let settle = move |sizes: Sizes, next: View| view.set((!sizes.is_fit(next)).then_some(next));
    let zoom_at = move |factor: f64, point: Option<(f64, f64)>| {
        if let Some((sizes, now)) = untrack(place) {
            let (x, y) = point.unwrap_or((sizes.window.0 / 2.0, sizes.window.1 / 2.0));
            settle(sizes, sizes.zoom(now, factor, x, y));
        }
    };
    let full_size = move || {
        if let Some((_, now)) = untrack(place) {
            zoom_at(1.0 / now.scale, None);
        }
    };
    let pan = move |dx: f64, dy: f64| {
        if let Some((sizes, now)) = untrack(place) {
            settle(sizes, sizes.pan(now, dx, dy));
        }
    };

    let size =
        move || session.picture.with(|picture| picture.as_ref().map(|picture| (picture.facts.width, picture.facts.height)));
    // A new picture is seen whole.
    follow(move || {
        session.picture.track();
        view.set(None);
    });
    follow(move || {
        let level = level_of(session.threshold.get());
        path.set(session.mask.with(|mask| outline(mask.as_deref()?, level, size()?)));
    });
    follow(move || doubt.set(session.doubt.with(|doubt| outline(doubt.as_deref()?, DOUBTFUL, size()?))));
    follow(move || {
        let (Some(canvas), Some((sizes, view))) = (base.get(), place()) else { return };
        session.picture.with(|picture| {
            if let Some(picture) = picture {
                draw_picture(&canvas, &picture.canvas, sizes, view);
            }
        });
    });
    follow(move || {
        let (Some(canvas), Some((sizes, view))) = (glass.get(), place()) else { return };
        session.glass.with(|glass| {
            if let Some(glass) = glass {
                draw_picture(&canvas, &glass.canvas, sizes, view);
            }
        });
    });
    follow(move || {
        let (Some(canvas), Some((sizes, view))) = (overlay.get(), place()) else { return };
        let finding = session.finding.with(|finding| finding.as_ref().map(Rc::clone));
        let layers = session.layers;
        let marks = Marks {
            doubt: layers.reliability.get().then(|| doubt.get()).flatten(),
            mask: layers.mask.get().then(|| path.get()).flatten(),
            tiles: layers.tiles.get(),
            places: layers.mask.get(),
            pointed: session.pointed.get(),
        };
        draw_marks(&canvas, &marks, finding.as_deref(), sizes, view);
    });
    // A place that is pointed at in the list comes into sight.
    follow(move || {
        let Some(index) = session.pointed.get() else { return };
        let area = session
            .finding
            .with_untracked(|finding| finding.as_ref().and_then(|f| f.regions.get(index).map(|r| r.bbox.map(f64::from))));
        if let (Some(area), Some((sizes, now))) = (area, untrack(place)) {
            settle(sizes, sizes.reveal(now, area));
        }
    });
    follow(move || {
        let Some(element) = frame.get() else { return };
        let measure = Closure::<dyn FnMut()>::new({
            let element = element.clone();
            move || window_size.set((f64::from(element.client_width()), f64::from(element.client_height())))
        });
        if let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            observer.observe(&element);
            on_cleanup_local(move || observer.disconnect());
        }
        // The browser calls it for as long as the element is observed.
        measure.forget();
    });

    let pointers = StoredValue::new(BTreeMap::<i32, (f64, f64)>::new());
    let down = move |event: PointerEvent| {
        if event.button() == 0
            && let Some(element) = frame.get_untracked()
        {
            // A pointer that is gone already cannot be captured, and need not be.
            let _ = element.set_pointer_capture(event.pointer_id());
            pointers.update_value(|known| {
                known.insert(event.pointer_id(), at(&event));
            });
        }
    };
    let moved = move |event: PointerEvent| {
        let mut before = BTreeMap::new();
        pointers.update_value(|known| {
            if let Some(place) = known.get(&event.pointer_id()).copied() {
                before = known.clone();
                before.insert(event.pointer_id(), place);
                known.insert(event.pointer_id(), at(&event));
            }
        });
        let Some(&from) = before.get(&event.pointer_id()) else { return };
        let to = at(&event);
        match before.iter().find(|(id, _)| **id != event.pointer_id()) {
            // Two fingers: their distance zooms, about their middle; the middle moves the picture.
            Some((_, &still)) => {
                let ratio = distance(to, still) / distance(from, still).max(1.0);
                pan((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
                zoom_at(ratio, Some(inside(&frame, ((to.0 + still.0) / 2.0, (to.1 + still.1) / 2.0))));
            }
            None => pan(to.0 - from.0, to.1 - from.1),
        }
    };
    let up = move |event: PointerEvent| {
        pointers.update_value(|known| {
            known.remove(&event.pointer_id());
        });
    };
    let wheel = move |event: WheelEvent| {
        // Nothing is further out than the whole picture: there the wheel moves the page.
        if view.with_untracked(Option::is_none) && event.delta_y() > 0.0 && !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        // Lines or pages instead of pixels, as Firefox may have it.
        let unit = [1.0, 16.0, 400.0][(event.delta_mode() as usize).min(2)];
        let pinch = if event.ctrl_key() { 4.0 } else { 1.0 };
        let factor = within(-1.0, -event.delta_y() * unit * pinch / 500.0, 1.0).exp();
        zoom_at(factor, Some(inside(&frame, (f64::from(event.client_x()), f64::from(event.client_y())))));
    };
    let key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "+" | "=" => zoom_at(STEP, None),
            "-" | "_" => zoom_at(1.0 / STEP, None),
            "0" => view.set(None),
            "1" => full_size(),
            "ArrowLeft" => pan(MOVE, 0.0),
            "ArrowRight" => pan(-MOVE, 0.0),
            "ArrowUp" => pan(0.0, MOVE),
            "ArrowDown" => pan(0.0, -MOVE),
            _ => return,
        }
        event.prevent_default();
    };
    let twice = move |event: web_sys::MouseEvent| match view.get_untracked() {
        Some(_) => view.set(None),
        None => zoom_at(3.0, Some(inside(&frame, (f64::from(event.client_x()), f64::from(event.client_y()))))),
    };

    let level = move || {
        let percent = place().map_or(100.0, |(_, view)| view.scale * 100.0).round() as u32;
        text_with("zoom-level", &[("percent", Value::Number(percent))])
    };
    let marked = move || {
        let count = session.finding.with(|finding| finding.as_ref().map_or(0, |finding| finding.regions.len()));
        text_with("overlay-label", &[("count", Value::Number(count as u32))])
    };
    let clip = move || format!("inset(0 0 0 {}%)", session.compare.get());
    let divider = move || format!("{}%", session.compare.get());
    // Used where the window is narrow: no empty space above and below the picture.
    let aspect = move || {
        sizes().map_or_else(|| "auto".to_owned(), |sizes| format!("{} / {}", sizes.picture.0 as u32, sizes.picture.1 as u32))
    };
    let ready = move || session.picture.with(Option::is_some);
    let done = move || session.stage.get() == Stage::Done;
    let tool = move |label: &'static str, sign: &'static str, act: Box<dyn Fn()>| {
        view! {
            <button type="button" aria-label=text(label) title=text(label) on:click=on(move |_| act())>
                {sign}
            </button>
        }
    };
    view! {
        <figure class="viewer" class:waiting=whether(move || !ready())>
            <div
                class="frame"
                class:zoomed=whether(move || view.with(Option::is_some))
                class:scanning=whether(move || session.stage.get() == Stage::Running)
                style:aspect-ratio=words(aspect)
                // A picture has its left on the left in every language.
                dir="ltr"
                tabindex="0"
                role="group"
                id="picture"
                aria-label=text("viewer-label")
                node_ref=frame
                on:pointerdown=on(down)
                on:pointermove=on(moved)
                on:pointerup=on(up)
                on:pointercancel=on(up)
                on:wheel=on(wheel)
                on:keydown=on(key)
                on:dblclick=on(twice)
            >
                <canvas aria-hidden="true" node_ref=base></canvas>
                <canvas
                    aria-hidden="true"
                    data-testid="glass"
                    node_ref=glass
                    hidden=whether(move || session.glass.with(Option::is_none))
                    style:clip-path=words(clip)
                ></canvas>
                <canvas
                    data-testid="overlay"
                    role="img"
                    aria-label=words(marked)
                    node_ref=overlay
                    style:opacity=words(move || format!("{}%", session.opacity.get()))
                    style:clip-path=words(clip)
                ></canvas>
                <div class="divider" aria-hidden="true" style:left=words(divider) hidden=whether(move || session.compare.get() == 0)></div>
            </div>
            <div class="tools" hidden=whether(move || !ready())>
                {tool("zoom-out", "−", Box::new(move || zoom_at(1.0 / STEP, None)))}
                <span class="level">{words(level)}</span>
                {tool("zoom-in", "+", Box::new(move || zoom_at(STEP, None)))}
                <button type="button" on:click=on(move |_| view.set(None))>{text("zoom-fit")}</button>
                <button type="button" on:click=on(move |_| full_size())>{text("zoom-full")}</button>
                {when(done, move || view! { <Layers session /> <Compare session /> }.into_any())}
            </div>
            {when(done, move || view! { <LensName session /> <Key session /> }.into_any())}
        </figure>
    }
}

/// Runs at the end of the current owner, for what must stay on this thread.
fn on_cleanup_local(end: impl FnOnce() + 'static) {
    let kept = StoredValue::new_local(Some(end));
    on_cleanup(move || {
        let mut end = None;
        kept.try_update_value(|slot| end = slot.take());
        if let Some(end) = end {
            end();
        }
    });
}

fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// A point of the browser's window as a point of the frame.
fn inside(frame: &NodeRef<html::Div>, point: (f64, f64)) -> (f64, f64) {
    frame.get_untracked().map_or(point, |element| {
        let corner = element.get_bounding_client_rect();
        (point.0 - corner.left(), point.1 - corner.top())
    })
}
