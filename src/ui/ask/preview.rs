//! What would leave: its bytes as a picture, its text, its size and to whom. It can be painted over.

use leptos::html;
use leptos::prelude::*;

use super::door::host;
use super::paint::Picture;
use super::{Busy, MODES};
use crate::ui::cover::Covered;
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
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
        let (bytes, width, height, host) = ask.shown.with(|shown| match shown {
            Some(shown) => (shown.bytes(), shown.width, shown.height, host(&ask.base.get())),
            None => Default::default(),
        });
        let host = if host.is_empty() { text("ask-nobody") } else { host };
        let values = [
            ("bytes", Value::Number(bytes)),
            ("width", Value::Number(width)),
            ("height", Value::Number(height)),
            ("host", Value::Text(&host)),
        ];
        let words = text_with("ask-leaves", &values);
        let nothing_yet = ask.busy.get() == Busy::No && ask.sent.with(Vec::is_empty);
        if nothing_yet { format!("{words} {}", text("ask-nothing-yet")) } else { words }
    };
    let ready = move || ask.shown.with(Option::is_some) && !ask.stale.get();
    let held = move || !ready() || ask.busy.get() != Busy::No || ask.endpoint().is_none();
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
                aria-disabled=words(move || held().to_string())
                on:click=on(move |_| {
                    if !untrack(held) {
                        ask.send(session, false);
                    }
                })
            >
                {text("ask-send")}
            </button>
            <span class="quiet small" hidden=whether(move || ask.endpoint().is_some())>{text("ask-first")}</span>
        </div>
        <p class="quiet small">{text("ask-repair-text")}</p>
    }
}

/// What is covered, and how to cover a marked place without a pointer.
#[component]
fn Redactions(session: Session) -> impl IntoView {
    let ask = session.ask;
    let change = move |act: &dyn Fn(&mut Vec<Covered>)| {
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
            let covered = move || ask.redactions.with(|all| all.iter().any(|covered| covered == &[bbox]));
            let toggle = move || {
                change(&|all| {
                    let before = all.len();
                    all.retain(|covered| covered != &[bbox]);
                    if all.len() == before {
                        all.push(vec![bbox]);
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
    let group = NodeRef::<html::Div>::new();
    let uncover = move |left: usize| {
        change(&|all| all.truncate(left));
        // The buttons that uncover go with the last that is covered, and the focus must not.
        if left == 0
            && let Some(group) = group.get_untracked()
        {
            // What is in the document can have the focus.
            let _ = group.focus();
        }
    };
    let tools = [("ask-box", false), ("ask-brush", true)].map(|(name, brush)| {
        view! {
            <button
                type="button"
                aria-pressed=words(move || (ask.brush.get() == brush).to_string())
                on:click=on(move |_| ask.brush.set(brush))
            >
                {text(name)}
            </button>
        }
    });
    view! {
        <div class="redactions" role="group" tabindex="-1" aria-label=text("ask-redact") node_ref=group>
            <p class="quiet small">{text("ask-redact-text")}</p>
            <div class="actions">
                {tools}
                {places}
                <button type="button" hidden=whether(none) on:click=on(move |_| uncover(ask.redactions.with_untracked(Vec::len).saturating_sub(1)))>{text("ask-uncover")}</button>
                <button type="button" hidden=whether(none) on:click=on(move |_| uncover(0))>{text("ask-uncover-all")}</button>
            </div>
        </div>
    }
}
