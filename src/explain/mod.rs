//! From findings to words: our own ([`local`]), and a model's if the person asks for them.
//!
//! What leaves the device is a [`prompt`] that the person has seen, and the [`instructions`] that go with it. An
//! [`endpoint`] carries one agreed request through, without a socket of its own: the page and [`http`] bring those. What
//! comes back is hostile text until [`reply`] has read it.

pub mod arriving;
mod catalogue;
pub mod endpoint;
#[cfg(feature = "http")]
pub mod http;
pub mod instructions;
pub mod local;
pub mod preset;
pub mod prompt;
pub mod reply;
pub mod schema;
mod sse;
