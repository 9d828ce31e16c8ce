//! What the person sets: layers and sliders. Check boxes and range inputs, so that a keyboard works them.

use std::ops::RangeInclusive;

use leptos::prelude::*;

use super::contour::DOUBTFUL;
use super::finding::percent;
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

/// Which layers are shown over the picture.
#[component]
pub fn Layers(session: Session) -> impl IntoView {
    let layers = session.layers;
    let switch = |name: &'static str, shown: RwSignal<bool>| {
        view! {
            <label class="layer">
                <input
                    type="checkbox"
                    data-testid=name
                    prop:checked=whether(move || shown.get())
                    on:change=on(move |event| shown.set(event_target_checked(&event)))
                />
                {text(name)}
            </label>
        }
    };
    view! {
        <div class="layers" role="group" aria-label=text("layers-label")>
            {switch("layer-mask", layers.mask)}
            {switch("layer-reliability", layers.reliability)}
            {switch("layer-tiles", layers.tiles)}
        </div>
    }
}

/// What the patterns of the layers mean.
#[component]
pub fn Key(session: Session) -> impl IntoView {
    let layers = session.layers;
    let doubt = move || {
        let share = session.doubt.with(|doubt| doubt.as_ref().map_or(0.0, |doubt| doubt.share(DOUBTFUL)));
        match percent(share) {
            0 if share == 0.0 => text("doubt-none"),
            0 => text("doubt-little"),
            share => in_words("doubt-share", share),
        }
    };
    view! {
        <figcaption class="key quiet small" data-testid="key" aria-live="polite">
            <p hidden=whether(move || !layers.reliability.get())><i class="hatched"></i> {words(doubt)}</p>
            <p hidden=whether(move || !layers.tiles.get())><i class="whole"></i> {text("key-frequency")}</p>
            <p hidden=whether(move || !layers.tiles.get())><i class="dashed"></i> {text("key-vision")}</p>
        </figcaption>
    }
}

/// How much of the picture, from the left, is shown without marks: in the picture's direction, not in that of the words.
#[component]
pub fn Compare(session: Session) -> impl IntoView {
    let value = session.compare;
    view! {
        <label class="compare" dir="ltr">
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
