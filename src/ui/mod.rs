//! The page, in Leptos: takes a file in, hands it to the engine and shows what comes back. It computes no result.
//!
//! - `app`: the whole; `intake`: how a picture comes in; `viewer`: picture and marks, `drawing`: how they look; `controls`:
//!   layers and sliders; `panel`: what is said about it; `account`: the same in sentences; `signers`: certificates to compare with; `lens`: what lenses show; `beside`: another picture; `keep`: what can be saved;
//!   `guide`: what it sees and how; `feedback`: a text for whoever finds a result wrong; `queue`: many pictures, one after the other; `metadata`: what the file states, and how it is written; `ask`: a model's words, and what leaves for them.
//! - `offline`: what is stored on this device; `arrive`: pictures from other programs; `album`: pictures out of PDF documents.
//! - `tongue`: which language it speaks; `session`: the state; `client`: the page's side of the engine's protocol; `sheet`: dialogs; `short`: what keeps the
//!   module small.
//! - `embed`: the checker in a frame of another page, which shows what comes of it in its own way.
//! - [`words`], [`finding`], [`contour`], [`cover`], [`stored`], [`view`], [`wire`]: plain Rust that needs no browser and is tested without one.

pub mod contour;
pub mod cover;
pub mod finding;
pub mod stored;
pub mod view;
pub mod wire;
pub mod words;

#[cfg(feature = "web")]
mod account;
#[cfg(feature = "web")]
mod album;
#[cfg(feature = "web")]
mod app;
#[cfg(feature = "web")]
mod arrive;
#[cfg(feature = "web")]
mod ask;
#[cfg(feature = "web")]
mod beside;
#[cfg(feature = "web")]
mod client;
#[cfg(feature = "web")]
mod controls;
#[cfg(feature = "web")]
mod drawing;
#[cfg(feature = "web")]
mod embed;
#[cfg(feature = "web")]
mod feedback;
#[cfg(feature = "web")]
mod guide;
#[cfg(feature = "web")]
mod intake;
#[cfg(feature = "web")]
mod keep;
#[cfg(feature = "web")]
mod lens;
#[cfg(feature = "web")]
mod metadata;
#[cfg(feature = "web")]
mod offline;
#[cfg(feature = "web")]
mod panel;
#[cfg(feature = "web")]
mod queue;
#[cfg(feature = "web")]
mod session;
#[cfg(feature = "web")]
mod sheet;
#[cfg(feature = "web")]
mod short;
#[cfg(feature = "web")]
mod signers;
#[cfg(feature = "web")]
mod tongue;
#[cfg(feature = "web")]
mod viewer;

/// What this site answers at an address, where it has something there.
#[cfg(feature = "web")]
async fn fetch(address: &str) -> Option<web_sys::Response> {
    use wasm_bindgen::JsCast;

    let answer = web_sys::window()?.fetch_with_str(address);
    let response: web_sys::Response = wasm_bindgen_futures::JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    response.ok().then_some(response)
}

/// What this browser keeps for the site, where it keeps anything.
#[cfg(feature = "web")]
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Puts the page into the document's body, in place of what stood there while it loaded; in a frame that another page has
/// for its checks, serves that page.
#[cfg(feature = "web")]
pub fn start() {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if root.is_some_and(|root| root.has_attribute("data-embedded")) {
        return embed::serve();
    }

    short::go(async {
        tongue::learn().await;
        mount();
    });
}

/// Puts the page in place of what stood there while it loaded.
#[cfg(feature = "web")]
fn mount() {
    let about = wire::browser::object(&[("version", crate::BUILD.into())]);
    if let Some(window) = web_sys::window() {
        // It fails where a page has sealed its window.
        let _ = js_sys::Reflect::set(&window, &"omniIml".into(), &about);
        for name in ["first", "waiting"] {
            if let Some(element) = window.document().and_then(|document| document.get_element_by_id(name)) {
                element.remove();
            }
        }
    }
    leptos::mount::mount_to_body(app::App);
}
