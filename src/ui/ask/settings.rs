//! Who is asked: a preset, an address, a model, a key.

use js_sys::Reflect;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::door::origin;
use super::{Ask, Busy};
use crate::explain::preset::PRESETS;
use crate::ui::session::Session;
use crate::ui::short::{follow, on, part, whether, words};
use crate::ui::storage;
use crate::ui::words::{Value, text, text_with};

/// What this browser keeps.
pub struct Kept {
    pub preset: usize,
    pub base: String,
    pub model: String,
    pub key: String,
}

const PLACES: [&str; 4] = ["omni-iml.preset", "omni-iml.endpoint", "omni-iml.model", "omni-iml.key"];

/// The model that is proposed.
fn model_of(preset: usize) -> String {
    PRESETS[preset].models.first().map(|model| (*model).to_owned()).unwrap_or_default()
}

/// What was kept; the first preset where nothing was.
pub fn kept() -> Kept {
    let [preset, base, model, key] = PLACES.map(|place| storage().and_then(|kept| kept.get_item(place).ok().flatten()));
    let preset = preset.and_then(|name| PRESETS.iter().position(|preset| preset.name == name)).unwrap_or_default();
    Kept {
        preset,
        base: base.unwrap_or_else(|| PRESETS[preset].address.to_owned()),
        model: model.unwrap_or_else(|| model_of(preset)),
        key: key.unwrap_or_default(),
    }
}

/// Keeps the endpoint, and the key if `with_key`; what is not kept is taken out.
fn keep(ask: Ask, with_key: bool) {
    let Some(storage) = storage() else { return };
    let values = [PRESETS[ask.preset.get()].name.to_owned(), ask.base.get(), ask.model.get(), ask.key.get()];
    for (place, value) in PLACES.into_iter().zip(values) {
        // A full or forbidden storage keeps nothing, and that is all.
        let _ = match place {
            "omni-iml.key" if !with_key => storage.remove_item(place),
            _ => storage.set_item(place, &value),
        };
    }
}

/// A line of text to be written, as programs read it: an address, a name, a key. Not an input: of those Chromium tells its
/// makers' autofill service, and nothing may leave before it was agreed to.
#[component]
fn Field(name: &'static str, value: RwSignal<String>) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    follow(move || {
        let (Some(line), value) = (node.get(), value.get()) else { return };
        if !line.is_content_editable() && Reflect::set(&line, &"contentEditable".into(), &"plaintext-only".into()).is_err() {
            // A browser that does not know plain text alone.
            line.set_content_editable("true");
        }
        // To set what is there already would move the caret.
        if line.text_content().as_deref() != Some(value.as_str()) {
            line.set_text_content(Some(&value));
        }
    });
    let label = format!("{name}-label");
    view! {
        <div class="field">
            <span id=label.clone()>{text(name)}</span>
            <span
                class="line"
                class:secret=name == "ask-key"
                data-testid=name
                role="textbox"
                dir="ltr"
                tabindex="0"
                aria-labelledby=label
                spellcheck="false"
                autocapitalize="off"
                node_ref=node
                on:keydown=on(|event: web_sys::KeyboardEvent| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                    }
                })
                on:input=on(move |event| {
                    let written = event_target::<HtmlElement>(&event).text_content().unwrap_or_default();
                    value.set(written.replace(['\n', '\r'], ""));
                })
            ></span>
        </div>
    }
}

/// Models that can see, as servers of the chosen kind name them.
fn models(ask: Ask) -> &'static [&'static str] {
    PRESETS[ask.preset.get()].models
}

/// A model to be taken with one press.
fn one_model(ask: Ask, model: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            class="others"
            dir="ltr"
            aria-pressed=words(move || (ask.model.get() == model).to_string())
            on:click=on(move |_| ask.model.set(model.to_owned()))
        >
            {model}
        </button>
    }
}

#[component]
pub fn Settings(session: Session) -> impl IntoView {
    let ask = session.ask;
    let options = PRESETS.iter().enumerate().map(|(index, preset)| {
        let selected = whether(move || ask.preset.get() == index);
        view! { <option value=index.to_string() selected=selected>{text(&format!("preset-{}", preset.name))}</option> }
    });
    let choose = move |event: leptos::ev::Event| {
        let Some(preset) = event_target_value(&event).parse::<usize>().ok().filter(|index| *index < PRESETS.len()) else {
            return;
        };
        ask.preset.set(preset);
        ask.base.set(PRESETS[preset].address.to_owned());
        ask.model.set(model_of(preset));
    };
    let keep_key = RwSignal::new(!ask.key.get_untracked().is_empty());
    let wrong = move || !ask.base.get().is_empty() && origin(&ask.base.get()).is_none();
    let held = move || ask.busy.get() != Busy::No || ask.endpoint().is_none();
    let needs = move || {
        let preset = PRESETS[ask.preset.get()];
        match ask.model.with(|model| preset.line(model)) {
            "" => text(&format!("preset-{}-text", preset.name)),
            line => text_with("ask-setup", &[("line", Value::Text(line))]),
        }
    };
    view! {
        <details class="ask-settings" open=ask.endpoint().is_none()>
            <summary>{text("ask-settings")}</summary>
            <div class="fields">
                <label class="field" for="ask-preset">
                    {text("ask-preset")}
                    <select id="ask-preset" data-testid="ask-preset" on:change=on(choose)>{options.collect_view()}</select>
                </label>
                <Field name="ask-base" value=ask.base />
                <Field name="ask-model" value=ask.model />
                <Field name="ask-key" value=ask.key />
            </div>
            <div class="models small" hidden=whether(move || models(ask).len() < 2)>
                {text("ask-models")}
                {part(move || models(ask).iter().map(|model| one_model(ask, model)).collect_view().into_any())}
            </div>
            <p class="small unsure" role="alert" hidden=whether(move || !wrong())>{text("ask-wrong-base")}</p>
            <p class="quiet small">{words(needs)}</p>
            <label class="layer">
                <input
                    type="checkbox"
                    prop:checked=whether(move || keep_key.get())
                    on:change=on(move |event| keep_key.set(event_target_checked(&event)))
                />
                {text("ask-keep-key")}
            </label>
            <div class="actions">
                <button type="button" on:click=on(move |_| untrack(move || keep(ask, keep_key.get())))>{text("ask-keep")}</button>
                <button
                    type="button"
                    data-testid="explain-try"
                    aria-disabled=words(move || held().to_string())
                    on:click=on(move |_| {
                        if !untrack(held) {
                            ask.send(session, true);
                        }
                    })
                >
                    {text("ask-try")}
                </button>
                <span class="small" role="status" data-testid="explain-trial">{words(move || ask.trial.get())}</span>
            </div>
        </details>
    }
}
