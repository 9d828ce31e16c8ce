//! The weights, from this site. What keeps them for the next visit is the page's service worker.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestInit, Response};

use super::scope;
use crate::input::sha256;
use crate::localize::{Manifest, ModelEntry};

/// How often progress is told, bytes.
const STEP: u64 = 64 << 10;

/// Why there are no weights.
pub enum FetchError {
    /// No answer, or not the right one.
    Network(String),
    /// The answer is not what was published.
    Published(String),
}

/// The manifest in the folder `models` (an absolute address with a closing slash).
///
/// # Errors
/// See [`FetchError`].
pub async fn manifest(models: &str) -> Result<Manifest, FetchError> {
    let bytes = fetch(&format!("{models}manifest.json"), "default", &mut |_| {}).await?;
    Manifest::parse(&bytes).map_err(|error| FetchError::Published(error.to_string()))
}

/// The weights of `model`, checked against its hash. `progress` hears how many bytes have come.
///
/// # Errors
/// See [`FetchError`].
pub async fn weights(models: &str, model: &ModelEntry, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, FetchError> {
    let (address, expected) = (format!("{models}{}?sha256={}", model.file, model.sha256), &model.sha256);
    let bytes = fetch(&address, "default", progress).await?;
    if sha256(&bytes) == *expected {
        return Ok(bytes);
    }
    // Storage can be damaged like any other: past everything that is stored, once.
    let bytes = fetch(&address, "reload", progress).await?;
    match sha256(&bytes) {
        found if found == *expected => Ok(bytes),
        found => Err(FetchError::Published(format!("the weights' SHA-256 is {found} in place of {expected}"))),
    }
}

/// `cache` is the browser's word for what of it may be answered from storage.
async fn fetch(address: &str, cache: &str, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, FetchError> {
    read(address, cache, progress).await.map_err(|error| FetchError::Network(describe(&error)))
}

async fn read(address: &str, cache: &str, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, JsValue> {
    let init = RequestInit::new();
    Reflect::set(&init, &"cache".into(), &cache.into())?;
    let response: Response = JsFuture::from(scope().fetch_with_str_and_init(address, &init)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str(&format!("the server answered {}", response.status())));
    }
    let Some(body) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let (mut bytes, mut told) = (Vec::new(), 0);
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
        let at = bytes.len();
        bytes.resize(at + chunk.length() as usize, 0);
        chunk.copy_to(&mut bytes[at..]);
        if bytes.len() as u64 >= told + STEP {
            told = bytes.len() as u64;
            progress(told);
        }
    }
}

/// An error's own words.
fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
