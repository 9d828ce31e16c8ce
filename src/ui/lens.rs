//! Looking at the picture through a lens: which one, its parameters, what it shows and how to read it.

use leptos::prelude::*;

use super::session::Session;
use super::short::{on, part, whether, words};
use super::view::within;
use super::words::{Value, text, text_with};
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
    let knobs = offer.knobs.into_iter().map(|knob| slider(session, knob)).collect_view();
    let figures = part(move || {
        let figures = session.glass.with(|glass| glass.as_ref().map(|glass| glass.figures.clone())).unwrap_or_default();
        figures.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view().into_any()
    });
    let percent = move || session.looking.get().map(|done| done.to_string());
    view! {
        <div class="lens-chosen">
            <progress max="100" aria-label=text("progress-label") value=percent hidden=whether(move || session.looking.get().is_none())></progress>
            {knobs}
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
    let value = RwSignal::new(default);
    let set = move |event: &leptos::ev::Event| {
        if let Ok(asked) = event_target_value(event).parse::<f32>() {
            value.set(within(least.into(), asked.into(), most.into()) as f32);
        }
    };
    // Steps of less than one show a digit behind the point; to print floats would cost the page five kilobytes.
    let shown =
        move |value: f32| if step < 1.0 { super::finding::decimal(value.into()) } else { (value.round() as i32).to_string() };
    view! {
        <label class="slider">
            <span class="slider-label">
                {title} <span class="value">{words(move || shown(value.get()))}</span>
            </span>
            <input
                type="range"
                data-knob=name.clone()
                min=plain(least)
                max=plain(most)
                step=plain(step)
                prop:value=words(move || plain(value.get()))
                aria-valuetext=words(move || shown(value.get()))
                on:input=on(move |event| set(&event))
                on:change=on(move |_| session.turn(&name, value.get_untracked()))
            />
        </label>
    }
    .into_any()
}

/// A number as JavaScript writes it.
fn plain(value: f32) -> String {
    js_sys::Number::from(f64::from(value)).to_string_with_radix(10).map(String::from).unwrap_or_default()
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
