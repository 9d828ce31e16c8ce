//! The frame that may reach another server; see `www/explain.html`.

use js_sys::{Array, ArrayBuffer};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlIFrameElement, MessageChannel, MessagePort, Url};

use crate::ui::wire::browser::object;

/// An open way to one origin. It is closed when this is dropped.
pub struct Door(HtmlIFrameElement);

impl Door {
    /// Opens it for `origin` with `key` and, where it is no trial, the `picture` that was agreed to; gives it with the port
    /// through which the engine says what is to be sent.
    pub fn open(origin: &str, key: &str, picture: Option<&ArrayBuffer>) -> Option<(Self, MessagePort)> {
        let channel = MessageChannel::new().ok()?;
        let frame: HtmlIFrameElement = document().create_element("iframe").ok()?.unchecked_into();
        frame.set_attribute("sandbox", "allow-scripts").ok()?;
        // What the page may ask for, the frame may: a server on this machine or in its network, where browsers guard those.
        frame.set_attribute("allow", "loopback-network; local-network; local-network-access").ok()?;
        frame.set_src(concat!("explain.html?v=", env!("CARGO_PKG_VERSION")));
        frame.set_hidden(true);
        let agreed = object(&[
            ("origin", origin.into()),
            ("key", key.into()),
            ("picture", picture.map(JsValue::from).unwrap_or_default()),
        ]);
        let (theirs, sandboxed) = (channel.port1(), frame.clone());
        let loaded = Closure::once_into_js(move || {
            if let Some(window) = sandboxed.content_window() {
                // Its origin is one that no name fits. It is our own file: the page's policy lets no other into a frame.
                let _ = window.post_message_with_transfer(&agreed, "*", &Array::of1(&theirs));
            }
        });
        frame.set_onload(Some(loaded.unchecked_ref()));
        document().body()?.append_child(&frame).ok()?;
        Some((Self(frame), channel.port2()))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// The origin of an address that the door's policy lets through.
pub fn origin(base: &str) -> Option<String> {
    let url = Url::new(base.trim()).ok()?;
    let local = url.protocol() == "http:" && matches!(url.hostname().as_str(), "localhost" | "127.0.0.1");
    (local || url.protocol() == "https:").then(|| url.origin())
}

/// The host of an address, as a person reads it.
pub fn host(base: &str) -> String {
    Url::new(base.trim()).map(|url| url.host()).unwrap_or_default()
}
