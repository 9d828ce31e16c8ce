//! Pictures from other programs, where the page is installed: opened with it (`file_handlers` in
//! `www/manifest.webmanifest`) or shared with it (`share_target`, which the service worker receives).

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, UrlSearchParams};

use super::album::is_document;
use super::fetch;
use super::intake::{Incoming, blob, take};
use super::session::{Arrival, Session};
use super::short::go;

#[wasm_bindgen]
extern "C" {
    type LaunchQueue;

    #[wasm_bindgen(method, js_name = setConsumer)]
    fn set_consumer(this: &LaunchQueue, consumer: &Function);

    type FileHandle;

    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn file(this: &FileHandle) -> Result<Promise, JsValue>;
}

/// Takes what was handed over before the page was there, and what will be.
pub fn receive(session: Session) {
    opened(session);
    shared(session);
}

/// Files that the system opens with the page.
fn opened(session: Session) {
    let Ok(queue) = Reflect::get(&window(), &"launchQueue".into()) else { return };
    if queue.is_undefined() {
        return;
    }
    // Kept for the life of the page, like the queue.
    let consumer = Closure::<dyn FnMut(JsValue)>::new(move |launch: JsValue| {
        let handles = Reflect::get(&launch, &"files".into()).ok().and_then(|files| files.dyn_into::<Array>().ok());
        // A launch without files opens the page, and no more.
        let Some(handles) = handles.filter(|handles| handles.length() > 0) else { return };
        go(async move {
            let mut files = Vec::new();
            for handle in handles {
                let Ok(promise) = handle.unchecked_ref::<FileHandle>().file() else { continue };
                if let Ok(file) = JsFuture::from(promise).await.and_then(|file| file.dyn_into::<File>()) {
                    files.push(Incoming { name: Some(file.name()), file: file.into() });
                }
            }
            if !take(session, files, false) {
                session.refuse("unreadable");
            }
        });
    });
    queue.unchecked_ref::<LaunchQueue>().set_consumer(consumer.into_js_value().unchecked_ref());
}

/// Files that another program shares with the page: where the first of them waits stands in the address.
fn shared(session: Session) {
    let Some(query) = window().location().search().ok().and_then(|query| UrlSearchParams::new_with_str(&query).ok()) else {
        return;
    };
    let number = |name| query.get(name).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (Some(place), Some(count)) = (number("shared"), number("count").and_then(|count| count.parse::<u32>().ok())) else {
        return;
    };
    // So that reloading does not ask for it again.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("./"));
    }
    go(async move {
        match collect(&format!("shared/{place}")).await {
            Some(incoming) if is_document(&incoming) => {
                take(session, vec![incoming], false);
            }
            // Beside a list it is shown all the same: somebody sent it here to see it.
            Some(incoming) if untrack(move || session.queue.holds()) => {
                if let Some(number) = session.queue.add(session, vec![incoming]) {
                    session.queue.open(session, number);
                }
            }
            Some(Incoming { file, name }) => session.check(Arrival { file, name, pasted: false, several: count > 1 }),
            None => session.refuse("shared"),
        }
    });
}

/// A shared file, which is gone from where it waited afterwards.
async fn collect(address: &str) -> Option<Incoming> {
    let response = fetch(address).await?;
    let name = response.headers().get("x-name").ok().flatten();
    let name = name.and_then(|name| js_sys::decode_uri_component(&name).ok()).map(String::from);
    let file = blob(response).await?;
    Some(Incoming { file, name: name.filter(|name| !name.is_empty()) })
}
