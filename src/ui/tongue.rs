//! Which language the page speaks: the one that was chosen here, else the browser's first that there are words in. English is
//! built in; the catalogue of another one is fetched from beside the page before the page is put together.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::session::{LANGUAGES, Session, Stage};
use super::short::{on, whether};
use super::words::{language, speak, text};
use super::{fetch, storage};
use crate::language::Language;

/// Where it stands what was chosen.
const PLACE: &str = "omni-iml.language";

fn wanted() -> Language {
    let chosen = storage().and_then(|storage| storage.get_item(PLACE).ok().flatten());
    let spoken = window().navigator().languages();
    let spoken = spoken.iter().filter_map(|tag| tag.as_string());
    chosen.into_iter().chain(spoken).find_map(|tag| Language::from_tag(&tag)).unwrap_or_default()
}

/// Has the page speak it. Where its catalogue cannot be had, the page speaks English.
pub async fn learn() {
    let wanted = wanted();
    if wanted != Language::default()
        && let Some(catalogue) = catalogue(wanted).await
    {
        speak(catalogue, wanted);
    }
    if let Some(root) = document().document_element() {
        for (name, value) in [("lang", language().tag()), ("dir", language().direction())] {
            // It fails for names that are none only.
            let _ = root.set_attribute(name, value);
        }
    }
}

async fn catalogue(language: Language) -> Option<String> {
    let response = fetch(&format!("locales/{language}.ftl")).await?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// The choice, where nothing would be lost by it: the page is loaded anew.
#[component]
pub fn Tongue(session: Session) -> impl IntoView {
    let now = language().tag();
    let options = LANGUAGES.map(|(tag, name)| view! { <option value=tag lang=tag selected=tag == now>{name}</option> });
    let choose = move |event: leptos::ev::Event| {
        if let Some(storage) = storage() {
            // Where it cannot be kept, the browser's language stays.
            let _ = storage.set_item(PLACE, &event_target_value(&event));
        }
        // It fails for pages without an address only.
        let _ = window().location().reload();
    };
    let busy = move || session.stage.get() != Stage::Idle || session.queue.holds();
    view! {
        <label class="tongue" hidden=whether(busy)>
            {text("footer-language")}
            <select data-testid="tongue" on:change=on(choose)>{options}</select>
        </label>
    }
}
