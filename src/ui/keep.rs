//! What a person keeps of a check: made by the engine, handed to the browser's downloads.

use js_sys::{Array, ArrayBuffer};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::session::Session;
use super::short::{on, whether};
use super::words::text;
use crate::dossier::Keepsake;

/// What can be kept beside the document: the engine's name, and that of the button.
const OTHERS: [(Keepsake, &str); 3] =
    [(Keepsake::Marked, "keep-marked"), (Keepsake::Mask, "keep-mask"), (Keepsake::Fade, "keep-fade")];

/// The document, and behind a fold everything else. Both wait for the account, for it is part of the document.
#[component]
pub fn Keep(session: Session) -> impl IntoView {
    let early = move || session.account.with(Option::is_none);
    let keep = move |what: Keepsake| on(move |_| session.keep(what));
    let others = OTHERS.map(|(what, key)| {
        view! {
            <button type="button" data-testid=key disabled=whether(early) on:click=keep(what)>{text(key)}</button>
        }
    });
    view! {
        <button type="button" data-testid="keep-document" title=text("keep-title") disabled=whether(early) on:click=keep(Keepsake::Document)>
            {text("keep-document")}
        </button>
        <details class="keep-more">
            <summary>{text("keep-more")}</summary>
            <div class="actions">
                <button type="button" data-testid="keep-json" on:click=on(move |_| json(session))>{text("keep-json")}</button>
                {others}
            </div>
        </details>
        <p class="keep-more small quiet" hidden=whether(move || !session.keeping.get())>{text("keep-making")}</p>
    }
}

/// The report as the engine wrote it.
fn json(session: Session) {
    download(session, "json", "application/json", &session.report.get_untracked().into());
}

/// Something that the engine made.
pub fn made(session: Session, ending: &str, media_type: &str, bytes: &ArrayBuffer) {
    download(session, ending, media_type, bytes);
}

/// Hands a file to the browser's downloads, named after the picture.
fn download(session: Session, ending: &str, media_type: &str, content: &JsValue) {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let name = session.name.get_untracked().unwrap_or_else(|| "picture".into());
    let address = Blob::new_with_str_sequence_and_options(&Array::of1(content), &kind)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let (Ok(address), Ok(link)) = (address, document().create_element("a")) else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&address);
    link.set_download(&format!("{name}.omni-iml.{ending}"));
    link.click();
    // The download holds the data by now; an address that is already gone does no harm.
    let _ = Url::revoke_object_url(&address);
}
