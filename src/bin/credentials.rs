//! The module that reads Content Credentials: a worker of its own loads it for a file that carries some.

use omni_iml::evidence::credentials::check_here;
use omni_iml::input::sniff;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Checks the credentials of a file, with the bytes of a list of signers where the person gave one, and says as JSON what came
/// of it; nothing where it carries none.
#[wasm_bindgen]
#[must_use]
pub fn check(bytes: &[u8], list: Option<Vec<u8>>) -> Option<String> {
    let format = sniff(bytes).ok()?;
    serde_json::to_string(&check_here(bytes, format, list.as_deref())?).ok()
}
