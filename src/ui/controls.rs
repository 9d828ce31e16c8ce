//! The three sliders under the picture: range inputs, so that a keyboard works them.

use leptos::prelude::*;

use super::session::Session;
use super::words::{Value, text, text_with};

fn number(event: &leptos::ev::Event) -> Option<u32> {
    event_target_value(event).parse().ok()
}

fn in_words(key: &str, percent: u32) -> String {
    text_with(key, &[("percent", Value::Number(percent))])
}

/// How much of the picture, from the left, is shown without marks.
#[component]
pub fn Compare(session: Session) -> impl IntoView {
    let value = session.compare;
    view! {
        <label class="slider compare">
            <span class="slider-label">{text("compare-label")}</span>
            <span class="slider-row">
                <span class="quiet small" aria-hidden="true">{text("compare-right")}</span>
                <input
                    type="range"
                    min="0"
                    max="100"
                    step="1"
                    data-testid="compare"
                    prop:value=move || value.get().to_string()
                    aria-valuetext=move || in_words("compare-value", value.get())
                    on:input=move |event| {
                        if let Some(percent) = number(&event) {
                            value.set(percent.min(100));
                        }
                    }
                />
                <span class="quiet small" aria-hidden="true">{text("compare-left")}</span>
            </span>
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
                {text("opacity-label")} <output>{move || in_words("percent", value.get())}</output>
            </span>
            <input
                type="range"
                min="0"
                max="100"
                step="5"
                data-testid="opacity"
                prop:value=move || value.get().to_string()
                aria-valuetext=move || in_words("percent", value.get())
                on:input=move |event| {
                    if let Some(percent) = number(&event) {
                        value.set(percent.min(100));
                    }
                }
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
                {text("threshold-label")} <output>{move || in_words("percent", value.get())}</output>
            </label>
            <input
                type="range"
                id="threshold"
                min="1"
                max="99"
                step="1"
                data-testid="threshold"
                aria-describedby="threshold-help"
                prop:value=move || value.get().to_string()
                aria-valuetext=move || in_words("percent", value.get())
                on:input=move |event| {
                    if let Some(percent) = number(&event) {
                        value.set(percent.clamp(1, 99));
                    }
                }
            />
            <p class="quiet small" id="threshold-help">
                {move || in_words("threshold-help", own.get())} " "
                <button type="button" class="link" hidden=move || value.get() == own.get() on:click=move |_| value.set(own.get_untracked())>
                    {text("threshold-reset")}
                </button>
            </p>
        </div>
    }
}
