//! Content Credentials, read by a module of its own in a worker of its own, which is loaded for a file that carries some and
//! ended with the answer. What is read is hostile: at worst it ends that worker, or keeps it busy until the time is up.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Url};

use super::blob::start_worker;
use super::scope;
use crate::evidence::credentials::{CheckedApart, Found, PATIENCE_MS, ReasonKind};

/// The script and the module, beside the engine's.
const SCRIPT: &str = concat!("credentials.js?v=", env!("CARGO_PKG_VERSION"));
const BINARY: &str = concat!("credentials_bg.wasm?v=", env!("CARGO_PKG_VERSION"));

/// What is said in place of an answer.
const NOT_LOADED: f64 = 1.0;
const TOOK_TOO_LONG: f64 = 2.0;
const STOPPED: f64 = 3.0;

/// Checks what was `found` in a file of these bytes, its signer against a list where there is one; `engine` is the address of
/// the engine's script.
pub(super) async fn check(engine: &str, file: Uint8Array, found: Found, list: Option<Uint8Array>) -> CheckedApart {
    let unread = |found: Found, why| CheckedApart { credentials: found.unread(why), refused: None };
    if !found.readable() {
        return unread(found, ReasonKind::NotLoaded);
    }
    let answer = ask(engine, &file, list).await.unwrap_or_else(|_| NOT_LOADED.into());
    if let Some(checked) = answer.as_string().and_then(|json| serde_json::from_str(&json).ok()) {
        return checked;
    }
    unread(
        found,
        match answer.as_f64() {
            Some(NOT_LOADED) => ReasonKind::NotLoaded,
            Some(TOOK_TOO_LONG) => ReasonKind::TookTooLong,
            _ => ReasonKind::Stopped,
        },
    )
}

async fn ask(engine: &str, file: &Uint8Array, list: Option<Uint8Array>) -> Result<JsValue, JsValue> {
    let beside = |path| Url::new_with_base(path, engine).map(|address| address.href());
    let source = format!(
        "self.onmessage = async ({{ data }}) => {{\n\
         let credentials;\n\
         try {{ credentials = await import({:?}); await credentials.default({{ module_or_path: {:?} }}); }}\n\
         catch {{ return self.postMessage({NOT_LOADED}); }}\n\
         try {{ self.postMessage(credentials.check(...data)); }} catch {{ self.postMessage({STOPPED}); }}\n\
         }};",
        beside(SCRIPT)?,
        beside(BINARY)?
    );
    let worker = start_worker(&source, "omni-iml-credentials")?;
    let mut listeners = None;
    let answer = Promise::new(&mut |resolve: Function, _| {
        let (heard, failed) = (resolve.clone(), resolve.clone());
        // A promise's own function: it cannot throw, and what comes after the first answer changes nothing.
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let _ = heard.call1(&JsValue::NULL, &event.data());
        });
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            let _ = failed.call1(&JsValue::NULL, &STOPPED.into());
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let late = Array::of1(&TOOK_TOO_LONG.into());
        // It fails in a worker that is being closed only.
        let _ = scope().set_timeout_with_callback_and_timeout_and_arguments(&resolve, PATIENCE_MS as i32, &late);
        listeners = Some((on_message, on_error));
    });
    let (message, transfer) = (Array::of1(file), Array::of1(&file.buffer()));
    if let Some(list) = list {
        transfer.push(&list.buffer());
        message.push(&list);
    }
    let answer = match worker.post_message_with_transfer(&message, &transfer) {
        Ok(()) => JsFuture::from(answer).await,
        Err(error) => Err(error),
    };
    worker.terminate();
    answer
}
