//! PDF documents: the pictures in them take their place in the list, one by one as they are taken out (`www/album.js`).

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::intake::Incoming;
use super::session::{Session, Stage};
use super::short::go;
use super::words::{Value, error, text, text_with};
use crate::input::Limits;

#[wasm_bindgen(raw_module = "./album.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn unfold(file: &Blob, version: &str, take: &Closure<dyn FnMut(Blob, u32, u32) -> bool>) -> Result<JsValue, JsValue>;
}

/// Whether a file is a document by its name, or by what the browser makes of that.
pub fn is_document(Incoming { file, name }: &Incoming) -> bool {
    let ending = name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    file.type_() == "application/pdf" || ending.is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

/// Takes the pictures out of documents, one document after the other, and puts them to the list.
pub fn open(session: Session, documents: Vec<Incoming>) {
    let queue = session.queue;
    let list = queue.list();
    // What went wrong before says nothing of these.
    if session.stage.get_untracked() == Stage::Error && !queue.shown.get_untracked() {
        session.leave();
    }
    queue.opening.update(|open| *open += 1);
    go(async move {
        let mut said = Vec::new();
        for document in documents {
            match open_one(session, document).await {
                Ok(Some(words)) => said.push(words),
                Ok(None) => {
                    said.push(text("list-full"));
                    break;
                }
                // Beside a list it stands with what is said of the others.
                Err(kind) if queue.shown.get_untracked() => said.push(error(&kind)),
                Err(kind) => session.refuse(&kind),
            }
        }
        queue.opening.update(|open| *open -= 1);
        if queue.list() == list && !said.is_empty() {
            queue.said.set(said.join(" "));
        }
    });
}

/// What there is to say of a document, or the kind of what went wrong with it; nothing where the list wanted no more of it.
async fn open_one(session: Session, Incoming { file, name }: Incoming) -> Result<Option<String>, String> {
    if file.size() > Limits::PAGE.file_bytes as f64 {
        return Err("file-too-large".into());
    }
    let (queue, list) = (session.queue, session.queue.list());
    let name = name.unwrap_or_else(|| text("list-nameless"));
    let of = name.clone();
    let take = Closure::<dyn FnMut(Blob, u32, u32) -> bool>::new(move |picture, page, number| {
        // A list that was cleared meanwhile is to stay empty, and a full one takes no more.
        if queue.list() != list || queue.is_full() {
            return false;
        }
        let key = if page == 0 { "pdf-picture-hidden" } else { "pdf-picture" };
        let values = [("name", Value::Text(&of)), ("page", Value::Number(page)), ("number", Value::Number(number))];
        queue.add(session, vec![Incoming { file: picture, name: Some(text_with(key, &values)) }]);
        true
    });
    let told = unfold(&file, env!("CARGO_PKG_VERSION"), &take).await;
    let told = told.map_err(|kind| kind.as_string().unwrap_or_else(|| "pdf-damaged".into()))?;
    if told.is_undefined() {
        return Ok(None);
    }
    let counts: Vec<u32> = told.unchecked_into::<Array>().iter().filter_map(|count| Some(count.as_f64()? as u32)).collect();
    let [count, unread, small] = counts[..] else { return Err("pdf-damaged".into()) };
    if count == 0 {
        return Err(if unread > 0 { "pdf-unread" } else { "pdf-empty" }.into());
    }
    let mut words = text_with("pdf-found", &[("name", Value::Text(&name)), ("count", Value::Number(count))]);
    for (key, count) in [("pdf-left", unread), ("pdf-small", small)] {
        if count > 0 {
            words += " ";
            words += &text_with(key, &[("count", Value::Number(count))]);
        }
    }
    Ok(Some(words))
}
