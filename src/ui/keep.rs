//! What a person keeps of a check: made by the engine, handed to the browser's downloads.

use js_sys::{Array, ArrayBuffer};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::session::Session;
use super::short::{on, whether, words};
use super::words::text;
use crate::dossier::Keepsake;

/// What can be kept beside the document: the engine's name, and that of the button.
const OTHERS: [(Keepsake, &str); 3] =
    [(Keepsake::Marked, "keep-marked"), (Keepsake::Mask, "keep-mask"), (Keepsake::Fade, "keep-fade")];

/// The document, and behind a fold everything else.
#[component]
pub fn Keep(session: Session) -> impl IntoView {
    // Not `disabled`, which would take the focus away from the button that was pressed.
    let busy = move || words(move || session.keeping.get().to_string());
    let keep = move |what: Keepsake| on(move |_| session.keep(what));
    let others = OTHERS.map(|(what, key)| {
        view! {
            <button type="button" data-testid=key aria-disabled=busy() on:click=keep(what)>{text(key)}</button>
        }
    });
    view! {
        <button type="button" data-testid="keep-document" title=text("keep-title") aria-disabled=busy() on:click=keep(Keepsake::Document)>
            {text("keep-document")}
        </button>
        <details class="keep-more">
            <summary>{text("keep-more")}</summary>
            <div class="actions">
                <button type="button" data-testid="keep-json" on:click=on(move |_| json(session))>{text("keep-json")}</button>
                {others}
            </div>
        </details>
        <p class="keep-more small quiet" hidden=whether(move || session.kept.with(String::is_empty))>
            {words(move || session.kept.get())}
        </p>
    }
}

/// The report as the engine wrote it.
fn json(session: Session) {
    let handed = download(&named(session, "json"), "application/json", &session.report.get_untracked().into());
    let words = text(if handed.is_some() { "keep-made" } else { "keep-failed" });
    session.notice.set(words.clone());
    session.kept.set(words);
}

/// Something that the engine made; whether the browser took it.
pub fn made(session: Session, what: Keepsake, bytes: &ArrayBuffer) -> bool {
    download(&named(session, what.ending()), what.media_type(), bytes).is_some()
}

/// A file's name after the picture's; of one from a folder, its own name.
fn named(session: Session, ending: &str) -> String {
    let name = session.name.get_untracked().unwrap_or_else(|| "picture".into());
    format!("{}.omni-iml.{ending}", name.rsplit('/').next().unwrap_or_default())
}

/// Hands a file to the browser's downloads.
pub fn download(name: &str, media_type: &str, content: &JsValue) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(content), &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download holds the data by now; an address that is already gone does no harm.
    let _ = Url::revoke_object_url(&address);
    Some(())
}
