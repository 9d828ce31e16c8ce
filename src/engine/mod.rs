//! The engine: one wasm module of its own that a dedicated worker runs, so that a long computation, a crash or a
//! cancel costs a worker and never the page.
//!
//! [`protocol`] is what page and engine share; everything else is in the engine's module alone.

pub mod protocol;
