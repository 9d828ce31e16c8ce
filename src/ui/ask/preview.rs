//! What would leave: its bytes as a picture, its text, its size and to whom. It can be painted over.

use leptos::html;
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::door::host;
use super::{Busy, MODES};
use crate::ui::finding::decimal;
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
use crate::ui::view::within;
use crate::ui::words::{Value, text, text_with};

#[component]
pub fn Preview(session: Session) -> impl IntoView {
    let ask = session.ask;
    let modes = MODES.map(|mode| {
        let id = format!("mode-{mode}");
        view! {
            <label class="layer" for=id.clone()>
                <input
                    type="radio"
                    name="prompt-mode"
                    id=id.clone()
                    value=mode
                    prop:checked=whether(move || ask.mode.get() == mode)
                    on:change=on(move |_| {
                        ask.mode.set(mode);
                        ask.prepare(session);
                    })
                />
                {text(&id)}
            </label>
        }
    });
    let leaving = move || {
        let (kilobytes, width, height, host) = ask.shown.with(|shown| match shown {
            Some(shown) => (decimal(f64::from(shown.bytes) / 1000.0), shown.width, shown.height, host(&ask.base.get())),
            None => Default::default(),
        });
        let host = if host.is_empty() { text("ask-nobody") } else { host };
        let values = [
            ("kilobytes", Value::Text(&kilobytes)),
            ("width", Value::Number(width)),
            ("height", Value::Number(height)),
            ("host", Value::Text(&host)),
        ];
        let words = text_with("ask-leaves", &values);
        let nothing_yet = ask.busy.get() == Busy::No && ask.sent.with(Vec::is_empty);
        if nothing_yet { format!("{words} {}", text("ask-nothing-yet")) } else { words }
    };
    let ready = move || ask.shown.with(Option::is_some);
    view! {
        <fieldset class="modes" data-testid="prompt-mode">
            <legend>{text("ask-mode")}</legend>
            {modes}
            <p class="quiet small">{words(move || text(&format!("mode-{}-text", ask.mode.get())))}</p>
        </fieldset>
        <Redactions session />
        <Picture session />
        <p data-testid="explain-leaves" aria-live="polite" hidden=whether(move || !ready())>{words(leaving)}</p>
        <details hidden=whether(move || !ready())>
            <summary>{text("ask-prompt")}</summary>
            <pre class="small">{words(move || ask.shown.with(|shown| shown.as_ref().map(|shown| shown.text.clone()).unwrap_or_default()))}</pre>
        </details>
        <div class="actions">
            <button
                type="button"
                class="primary"
                data-testid="explain-send"
                disabled=whether(move || !ready() || ask.busy.get() != Busy::No || ask.endpoint().is_none())
                on:click=on(move |_| ask.send(session, false))
            >
                {text("ask-send")}
            </button>
            <span class="quiet small" hidden=whether(move || ask.endpoint().is_some())>{text("ask-first")}</span>
        </div>
    }
}

/// The picture itself. Where it shows the whole, dragging over it covers what must not leave.
#[component]
fn Picture(session: Session) -> impl IntoView {
    let ask = session.ask;
    let frame = NodeRef::<html::Div>::new();
    let from = RwSignal::new(None::<(f64, f64)>);
    let to = RwSignal::new((0.0, 0.0));
    let whole = move || matches!(ask.mode.get(), "overlay" | "overlay_blurred");
    // A place in the frame, as shares of its sides.
    let at = move |event: &PointerEvent| {
        let area = frame.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, start: f64, length: f64| within(0.0, (f64::from(at) - start) / length.max(1.0), 1.0);
        Some((share(event.client_x(), area.left(), area.width()), share(event.client_y(), area.top(), area.height())))
    };
    let down = move |event: PointerEvent| {
        if untrack(whole)
            && event.button() == 0
            && ask.busy.get_untracked() == Busy::No
            && let Some(place) = at(&event)
        {
            event.prevent_default();
            if let Some(element) = frame.get_untracked() {
                // A pointer that is gone already cannot be captured, and need not be.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            to.set(place);
            from.set(Some(place));
        }
    };
    let moved = move |event: PointerEvent| {
        if from.get_untracked().is_some()
            && let Some(place) = at(&event)
        {
            to.set(place);
        }
    };
    let up = move |_: PointerEvent| {
        let Some((x, y)) = from.get_untracked() else { return };
        from.set(None);
        let size =
            session.picture.with_untracked(|picture| picture.as_ref().map(|picture| (picture.facts.width, picture.facts.height)));
        let ((x, y), (right, bottom), Some((width, height))) = ((x, y), to.get_untracked(), size) else { return };
        let span = |a: f64, b: f64, length: u32| {
            let (start, end) = ((a.min(b) * f64::from(length)) as u32, (a.max(b) * f64::from(length)).ceil() as u32);
            (start, end - start)
        };
        let ((x, wide), (y, high)) = (span(x, right, width), span(y, bottom, height));
        if wide > 1 && high > 1 {
            ask.redactions.update(|all| all.push([x, y, wide, high]));
            ask.prepare(session);
        }
    };
    // Sides of the box that is being drawn, in hundredths of a per cent.
    let side = move |of: fn((f64, f64), (f64, f64)) -> f64| {
        words(move || {
            let share = of(from.get().unwrap_or_default(), to.get());
            format!("calc({}% / 100)", (share * 10_000.0) as i32)
        })
    };
    view! {
        <div class="preview" dir="ltr" class:paintable=whether(whole)>
            {part(move || match ask.shown.get() {
                Some(shown) => {
                    view! {
                        <div
                            class="preview-frame"
                            data-testid="redact"
                            node_ref=frame
                            on:pointerdown=on(down)
                            on:pointermove=on(moved)
                            on:pointerup=on(up)
                            on:pointercancel=on(move |_| from.set(None))
                        >
                            <img
                                data-testid="explain-preview"
                                src=shown.address.clone()
                                width=shown.width.to_string()
                                height=shown.height.to_string()
                                draggable="false"
                                alt=text("ask-preview")
                            />
                            <i
                                style:left=side(|a, b| a.0.min(b.0))
                                style:top=side(|a, b| a.1.min(b.1))
                                style:width=side(|a, b| (a.0 - b.0).abs())
                                style:height=side(|a, b| (a.1 - b.1).abs())
                                hidden=whether(move || from.get().is_none())
                            ></i>
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

/// What is covered, and how to cover a marked place without a pointer.
#[component]
fn Redactions(session: Session) -> impl IntoView {
    let ask = session.ask;
    let change = move |act: &dyn Fn(&mut Vec<[u32; 4]>)| {
        ask.redactions.update(|all| act(all));
        ask.prepare(session);
    };
    let places = part(move || {
        let boxes: Vec<[u32; 4]> = session
            .finding
            .with(|finding| finding.as_ref().map(|finding| finding.regions.iter().map(|region| region.bbox).collect()))
            .unwrap_or_default();
        let buttons = boxes.into_iter().take(9).enumerate().map(|(index, bbox)| {
            let label = text_with("ask-cover", &[("number", Value::Number(index as u32 + 1))]);
            let covered = move || ask.redactions.with(|all| all.contains(&bbox));
            let toggle = move || {
                change(&|all| {
                    let before = all.len();
                    all.retain(|known| *known != bbox);
                    if all.len() == before {
                        all.push(bbox);
                    }
                });
            };
            view! {
                <button type="button" aria-pressed=words(move || covered().to_string()) on:click=on(move |_| toggle())>
                    {label}
                </button>
            }
        });
        buttons.collect_view().into_any()
    });
    let none = move || ask.redactions.with(Vec::is_empty);
    view! {
        <div class="redactions" role="group" aria-label=text("ask-redact")>
            <p class="quiet small">{text("ask-redact-text")}</p>
            <div class="actions">
                {places}
                <button type="button" hidden=whether(none) on:click=on(move |_| change(&|all| all.truncate(all.len().saturating_sub(1))))>{text("ask-uncover")}</button>
                <button type="button" hidden=whether(none) on:click=on(move |_| change(&|all| all.clear()))>{text("ask-uncover-all")}</button>
            </div>
        </div>
    }
}
