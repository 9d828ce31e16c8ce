//! A list of certificates that the person trusts: the signer of Content Credentials is compared with it, on this device.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::intake::{choose, one_file};
use super::session::Session;
use super::short::{go, on, whether, words};
use super::words::{Value, text, text_with};
use crate::evidence::credentials::{MAX_LIST_BYTES, TrustError};

/// What the file chooser offers; the reader judges by the bytes.
const ACCEPT: &str = ".pem,.crt,.cer,.txt,application/x-pem-file,application/pem-certificate-chain";

/// The list, for as long as the page is open, and what became of it.
#[derive(Clone, Copy)]
pub struct Signers {
    /// The picture's credentials name a signer.
    signed: RwSignal<bool>,
    /// Name of the list's file, where one is in use.
    name: RwSignal<Option<String>>,
    /// Why the last one is not.
    refused: RwSignal<String>,
    bytes: StoredValue<Option<Uint8Array>, LocalStorage>,
}

impl Signers {
    pub fn new() -> Self {
        Self {
            signed: RwSignal::new(false),
            name: RwSignal::new(None),
            refused: RwSignal::new(String::new()),
            bytes: StoredValue::new_local(None),
        }
    }

    /// There is another picture. The list is kept for it.
    pub fn clear(self) {
        self.signed.set(false);
        self.refused.set(String::new());
    }

    /// The list's bytes, to be handed over.
    pub fn handed(self) -> Option<JsValue> {
        self.bytes.with_value(|bytes| bytes.as_ref().map(|bytes| bytes.slice(0, bytes.length()).buffer().into()))
    }

    /// Hears whether there is a signer, and why a list was not taken.
    pub fn heard(self, signed: bool, refused: Option<TrustError>) {
        self.signed.set(signed);
        let Some(error) = refused else { return };
        let name = self.name.get_untracked().unwrap_or_default();
        self.keep(None);
        self.refuse(&name, error);
    }

    fn keep(self, list: Option<(String, Uint8Array)>) {
        let (name, bytes) = list.unzip();
        self.refused.set(String::new());
        self.bytes.set_value(bytes);
        self.name.set(name);
    }

    fn refuse(self, name: &str, error: TrustError) {
        let name = ("name", Value::Text(name));
        self.refused.set(match error {
            TrustError::TooLarge => {
                text_with("signers-too-large", &[name, ("megabytes", Value::Number((MAX_LIST_BYTES >> 20) as u32))])
            }
            TrustError::Empty => text_with("signers-empty", &[name]),
            TrustError::Unreadable(number) => text_with("signers-unreadable", &[name, ("number", Value::Number(number))]),
        });
    }

    fn take(self, session: Session, file: File) {
        let name = file.name();
        if file.size() > MAX_LIST_BYTES as f64 {
            return self.refuse(&name, TrustError::TooLarge);
        }
        go(async move {
            match JsFuture::from(file.array_buffer()).await.and_then(|bytes| bytes.dyn_into::<ArrayBuffer>()) {
                Ok(bytes) => {
                    self.keep(Some((name, Uint8Array::new(&bytes))));
                    session.tell_again();
                }
                Err(_) => self.refused.set(text("error-unreadable")),
            }
        });
    }
}

/// Beside the account of a picture that somebody signed.
#[component]
pub fn SignersList(session: Session) -> impl IntoView {
    let signers = session.signers;
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    let button: NodeRef<leptos::html::Button> = NodeRef::new();
    let drop = move |_| {
        signers.keep(None);
        session.tell_again();
        // The button that was pressed goes away.
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let unused = move || signers.name.with(Option::is_none);
    let unsigned = move || !signers.signed.get();
    // What came of a list, once it has; else why it was not taken.
    let status = move || match signers.name.get() {
        None => signers.refused.get(),
        Some(_) if session.account.with(Option::is_none) => String::new(),
        Some(name) => {
            text_with(if signers.signed.get() { "signers-in-use" } else { "signers-kept" }, &[("name", Value::Text(&name))])
        }
    };
    view! {
        <div class="told signers" data-testid="signers" hidden=whether(move || unsigned() && unused())>
            <h3>{text("signers-heading")}</h3>
            <p class="small quiet" hidden=whether(unsigned)>{text("signers-text")}</p>
            <p class="small" role="status" data-testid="signers-status">{words(status)}</p>
            <div class="actions">
                <button type="button" node_ref=button on:click=on(move |_| choose(input))>{text("signers-choose")}</button>
                <button type="button" hidden=whether(unused) on:click=on(drop)>{text("signers-drop")}</button>
            </div>
            {one_file("signers-input", ACCEPT, input, move |file| signers.take(session, file))}
        </div>
    }
}
