//! The engine: one wasm module of its own that a dedicated worker runs, so that a long computation, a crash or a
//! cancel costs a worker and never the page.
//!
//! [`protocol`] is what page and engine share; [`display`] is plain Rust; everything else is in the engine's module
//! alone.

pub mod display;
pub mod protocol;

#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod blob;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod check;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod credentials;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod device;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod fetch;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod lanes;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod study;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod talk;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod worker;

#[cfg(all(feature = "engine", target_arch = "wasm32"))]
pub use worker::start;

/// The worker's global object.
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
fn scope() -> web_sys::DedicatedWorkerGlobalScope {
    use wasm_bindgen::JsCast;

    js_sys::global().unchecked_into()
}
