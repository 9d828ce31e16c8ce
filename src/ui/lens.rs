//! Looking at the picture through a lens: which one, its parameters, what it shows and how to read it.

use leptos::html;
use leptos::prelude::*;

use super::session::Session;
use super::short::{on, part, whether, words};
use super::view::within;
use super::words::{Value, language, text, text_with};
use crate::engine::protocol::{Knob, Offer};

/// The choice of a lens and all about the one that is chosen.
#[component]
pub fn Lenses(session: Session) -> impl IntoView {
    let none = move || session.offers.with(|offers| offers.is_empty());
    let options = part(move || {
        let offers = session.offers.get();
        offers
            .iter()
            .map(|offer| view! { <option value=offer.name.clone()>{offer.title.clone()}</option> })
            .collect_view()
            .into_any()
    });
    view! {
        <section class="lenses" aria-labelledby="lens-heading" hidden=whether(none)>
            <h2 id="lens-heading">{text("lens-heading")}</h2>
            <p class="quiet small" id="lens-text">{text("lens-text")}</p>
            <select
                data-testid="lens"
                aria-labelledby="lens-heading"
                aria-describedby="lens-text"
                prop:value=words(move || session.lens.get())
                on:change=on(move |event| session.look(event_target_value(&event)))
            >
                <option value="">{text("lens-none")}</option>
                {options}
            </select>
            {part(move || {
                let name = session.lens.get();
                let offer = session.offers.with(|offers| offers.iter().find(|offer| offer.name == name).cloned());
                offer.map_or_else(|| ().into_any(), |offer| chosen(session, offer))
            })}
        </section>
    }
}

fn chosen(session: Session, offer: Offer) -> AnyView {
    let line = |key: &str, words: String| view! { <div><dt>{text(key)}</dt><dd>{words}</dd></div> };
    let nothing_to_set = offer.knobs.is_empty();
    let knobs = offer.knobs.into_iter().map(|knob| slider(session, knob)).collect_view();
    let figures = part(move || {
        let figures = session.glass.with(|glass| glass.as_ref().map(|glass| glass.figures.clone())).unwrap_or_default();
        figures.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view().into_any()
    });
    let group = NodeRef::<html::Div>::new();
    let back = move || {
        session.turn_back();
        // The button goes with what was set, and the focus must not.
        if let Some(group) = group.get_untracked() {
            // What is in the document can have the focus.
            let _ = group.focus();
        }
    };
    let percent = move || session.looking.get().map(|done| done.to_string());
    view! {
        <div class="lens-chosen">
            <progress max="100" aria-label=text("progress-label") value=percent hidden=whether(move || session.looking.get().is_none())></progress>
            <div class="knobs" role="group" tabindex="-1" aria-label=offer.title node_ref=group hidden=nothing_to_set>
                {knobs}
                <button
                    type="button"
                    class="link"
                    data-testid="lens-back"
                    hidden=whether(move || session.as_given())
                    on:click=on(move |_| back())
                >
                    {text("lens-back")}
                </button>
            </div>
            <dl class="details" data-testid="lens-figures">{figures}</dl>
            <dl class="details">
                {line("lens-shows", offer.shows)} {line("lens-look", offer.look)} {line("lens-ignore", offer.ignore)}
            </dl>
        </div>
    }
    .into_any()
}

/// A parameter. The lens looks again when the slider is let go.
fn slider(session: Session, knob: Knob) -> AnyView {
    let Knob { name, title, least, most, step, default } = knob;
    let (read, written) = (name.clone(), name.clone());
    let value = move || session.setting(&read).unwrap_or(default);
    let (place, spoken) = (value.clone(), value.clone());
    let beside_default = move || {
        let (value, default) = (shown(value()), shown(default));
        text_with("lens-value", &[("value", Value::Text(&value)), ("default", Value::Text(&default))])
    };
    let set = move |event: &leptos::ev::Event| {
        if let Ok(asked) = event_target_value(event).parse::<f32>() {
            let value = within(least.into(), asked.into(), most.into()) as f32;
            // The browser's own steps may miss it by a hair.
            let as_given = (value - default).abs() < step / 2.0;
            session.turn(&written, (!as_given).then_some(value));
        }
    };
    view! {
        <label class="slider">
            <span class="slider-label">
                {title} <span class="value">{words(beside_default)}</span>
            </span>
            <input
                type="range"
                data-knob=name
                min=plain(least)
                max=plain(most)
                step=plain(step)
                prop:value=words(move || plain(place()))
                aria-valuetext=words(move || shown(spoken()))
                on:input=on(move |event| set(&event))
                on:change=on(move |_| session.look_again())
            />
        </label>
    }
    .into_any()
}

/// A number as the language writes it.
fn shown(value: f32) -> String {
    plain(value).replace('.', language().decimal_sign().encode_utf8(&mut [0; 4]))
}

/// A number as JavaScript writes it, which does so here: to print floats would cost the page five kilobytes. Parameters have
/// two digits behind the point at most, and nearly the same number in twice the bits has many.
fn plain(value: f32) -> String {
    let value = (f64::from(value) * 1000.0).round() / 1000.0;
    js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// What stands over the picture while a lens is on.
#[component]
pub fn LensName(session: Session) -> impl IntoView {
    let name = move || {
        if session.beside.shown.get() {
            return text("beside-on");
        }
        let name = session.lens.get();
        let title = session.offers.with(|offers| offers.iter().find(|offer| offer.name == name).map(|offer| offer.title.clone()));
        title.map(|title| text_with("lens-on", &[("name", Value::Text(&title))])).unwrap_or_default()
    };
    view! {
        <div class="lens-on small" hidden=whether(move || session.lens.with(String::is_empty) && !session.beside.shown.get())>
            <span aria-live="polite">{words(name)}</span>
            <button type="button" class="link" on:click=on(move |_| session.look(String::new()))>{text("lens-off")}</button>
        </div>
    }
}
