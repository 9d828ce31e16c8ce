//! The three sliders: range inputs, so that a keyboard works them.

use std::ops::RangeInclusive;

use leptos::prelude::*;

use super::session::Session;
use super::short::{on, whether, words};
use super::words::{Value, text, text_with};

/// Takes over what a slider is moved to, within `range`.
fn slide(value: RwSignal<u32>, range: RangeInclusive<u32>) -> Box<dyn FnMut(leptos::ev::Event)> {
    on(move |event: leptos::ev::Event| {
        if let Ok(percent) = event_target_value(&event).parse::<u32>() {
            value.set(percent.clamp(*range.start(), *range.end()));
        }
    })
}

fn in_words(key: &str, percent: u32) -> String {
    text_with(key, &[("percent", Value::Number(percent))])
}

/// How much of the picture, from the left, is shown without marks.
#[component]
pub fn Compare(session: Session) -> impl IntoView {
    let value = session.compare;
    view! {
        <label class="compare">
            <span class="out-of-sight">{text("compare-label")}</span>
            <span class="quiet small" aria-hidden="true">{text("compare-right")}</span>
            <input
                type="range"
                min="0"
                max="100"
                step="1"
                data-testid="compare"
                title=text("compare-label")
                prop:value=words(move || value.get().to_string())
                aria-valuetext=words(move || in_words("compare-value", value.get()))
                on:input=slide(value, 0..=100)
            />
            <span class="quiet small" aria-hidden="true">{text("compare-left")}</span>
        </label>
    }
}

/// How strongly the marks cover the picture.
#[component]
pub fn Opacity(session: Session) -> impl IntoView {
    let value = session.opacity;
    view! {
        <label class="slider">
            <span class="slider-label">
                {text("opacity-label")} <span class="value">{words(move || in_words("percent", value.get()))}</span>
            </span>
            <input
                type="range"
                min="0"
                max="100"
                step="5"
                data-testid="opacity"
                prop:value=words(move || value.get().to_string())
                aria-valuetext=words(move || in_words("percent", value.get()))
                on:input=slide(value, 0..=100)
            />
        </label>
    }
}

/// From which probability on a place is marked in the picture. The list of places keeps the network's own threshold.
#[component]
pub fn Threshold(session: Session) -> impl IntoView {
    let (value, own) = (session.threshold, session.own_threshold);
    view! {
        <div class="slider">
            <label class="slider-label" for="threshold">
                {text("threshold-label")} <span class="value">{words(move || in_words("percent", value.get()))}</span>
            </label>
            <input
                type="range"
                id="threshold"
                min="1"
                max="99"
                step="1"
                data-testid="threshold"
                aria-describedby="threshold-help"
                prop:value=words(move || value.get().to_string())
                aria-valuetext=words(move || in_words("percent", value.get()))
                on:input=slide(value, 1..=99)
            />
            <p class="quiet small" id="threshold-help">
                {words(move || in_words("threshold-help", own.get()))} " "
                <button type="button" class="link" hidden=whether(move || value.get() == own.get()) on:click=on(move |_| value.set(own.get_untracked()))>
                    {text("threshold-reset")}
                </button>
            </p>
        </div>
    }
}
