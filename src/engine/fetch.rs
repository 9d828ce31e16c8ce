//! The weights, from this site or from what an earlier visit stored.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, ReadableStreamDefaultReader, Response};

use super::scope;
use crate::localize::{Manifest, ModelEntry};

/// Where the weights are kept. A hash in the address makes every version an entry of its own.
const STORE: &str = "omni-iml-models";

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
/// Asked for anew each time; the stored one serves where there is no connection.
///
/// # Errors
/// See [`FetchError`].
pub async fn manifest(models: &str) -> Result<Manifest, FetchError> {
    let address = format!("{models}manifest.json");
    let bytes = match fetch(&address, &mut |_| {}).await {
        Ok(bytes) => {
            store(&address, &bytes).await;
            bytes
        }
        Err(error) => stored(&address).await.ok_or(error)?,
    };
    Manifest::parse(&bytes).map_err(|error| FetchError::Published(error.to_string()))
}

/// The weights of `model`, checked against its hash. `progress` hears how many bytes have come.
///
/// # Errors
/// See [`FetchError`].
pub async fn weights(models: &str, model: &ModelEntry, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, FetchError> {
    let address = format!("{models}{}?sha256={}", model.file, model.sha256);
    if let Some(bytes) = stored(&address).await {
        // Storage can be damaged like any other: what is wrong is fetched again.
        if hash(&bytes) == model.sha256 {
            progress(model.bytes);
            return Ok(bytes);
        }
    }
    let bytes = fetch(&address, progress).await?;
    let found = hash(&bytes);
    if found != model.sha256 {
        let expected = &model.sha256;
        return Err(FetchError::Published(format!("the weights' SHA-256 is {found} in place of {expected}")));
    }
    store(&address, &bytes).await;
    Ok(bytes)
}

async fn fetch(address: &str, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, FetchError> {
    read(address, progress).await.map_err(|error| FetchError::Network(describe(&error)))
}

async fn read(address: &str, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, JsValue> {
    let response: Response = JsFuture::from(scope().fetch_with_str(address)).await?.dyn_into()?;
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

/// None where the browser keeps nothing (a private window, a page that is not secure).
async fn open() -> Option<Cache> {
    JsFuture::from(scope().caches().ok()?.open(STORE)).await.ok()?.dyn_into().ok()
}

async fn stored(address: &str) -> Option<Vec<u8>> {
    let found = JsFuture::from(open().await?.match_with_str(address)).await.ok()?;
    let response: Response = found.dyn_into().ok()?;
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(buffer.as_ref()).to_vec())
}

/// Keeps `bytes` for the next visit, and nothing else of the same file. It is only a saving: a full disk is no error.
async fn store(address: &str, bytes: &[u8]) {
    let Some(cache) = open().await else { return };
    let file = address.split('?').next().unwrap_or(address);
    if let Ok(keys) = JsFuture::from(cache.keys()).await {
        for key in js_sys::Array::from(&keys) {
            let kept = Reflect::get(&key, &"url".into()).ok().and_then(|url| url.as_string()).unwrap_or_default();
            if kept != address && kept.split('?').next() == Some(file) {
                let _ = JsFuture::from(cache.delete_with_str(&kept)).await;
            }
        }
    }
    if let Ok(response) = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes))) {
        // Awaited: a write that the worker's end cuts off stores nothing.
        let _ = JsFuture::from(cache.put_with_str(address, &response)).await;
    }
}

/// SHA-256, hexadecimal.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An error's own words.
fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
