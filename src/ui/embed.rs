//! The checker without a page of its own: in a frame of another page, which asks through a port (`www/omni-iml.js`, where
//! the messages are described). Whoever embeds it is a stranger: what it says is checked here, and it gets nothing but what
//! its own pictures came to.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, ArrayBuffer, Object};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, MessagePort};

use super::client::{Client, Event, Wishes};
use super::wire::browser::object;
use super::wire::{self, Json};
use super::words::{error, text};
use crate::engine::protocol::{Endpoint, Gone, Phase, Reply, Request, Told};
use crate::explain::endpoint::Kind;
use crate::input::Limits;

/// What a frame of another page shows: nothing. It tells that page which build it is, and takes the first port that it sends.
pub fn serve() {
    let Some(window) = web_sys::window() else { return };
    let Some(host) = window.parent().ok().flatten() else { return };
    let taken = Cell::new(false);
    let (from, mine) = (host.clone(), window.clone());
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let port = event.ports().get(0).dyn_into::<MessagePort>();
        let by_host = event.source().is_some_and(|source| Object::is(&source, &from)) && !Object::is(&from, &mine);
        if let (true, false, Ok(port)) = (by_host, taken.get(), port) {
            taken.set(true);
            Guest::welcome(port);
        }
    });
    window.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    let hello = message("hello", &[("version", crate::BUILD.into())]);
    // To whoever it is: this is in every file of the folder. Without a host there is nobody to tell.
    let _ = host.post_message(&hello, "*");
}

/// One embedding page, and the engine that works for it.
struct Guest {
    port: MessagePort,
    client: Client,
    /// The page's own number for the picture in hand, and the engine's.
    number: Cell<f64>,
    job: Cell<u32>,
    language: RefCell<String>,
    /// What was found, until it has been put into words.
    found: RefCell<Option<Found>>,
}

struct Found {
    size: (u32, u32),
    threshold: u8,
    mask: ArrayBuffer,
    report: String,
}

impl Guest {
    fn welcome(port: MessagePort) {
        let guest = Rc::new_cyclic(|guest: &Weak<Self>| Self {
            port,
            client: Client::new(Wishes::of_address(), {
                let guest = Weak::clone(guest);
                move |event| {
                    if let Some(guest) = guest.upgrade() {
                        guest.heard(event);
                    }
                }
            }),
            number: Cell::new(0.0),
            job: Cell::new(0),
            language: RefCell::new("en".to_owned()),
            found: RefCell::new(None),
        });
        let asked = Rc::clone(&guest);
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| asked.asked(&event));
        guest.port.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        // For as long as the frame is there.
        listen.forget();
    }

    fn say(&self, is: &str, fields: &[(&str, JsValue)], buffer: Option<ArrayBuffer>) {
        let mut fields = [fields, &[("number", self.number.get().into())]].concat();
        let transfer: Array = buffer.iter().collect();
        fields.extend(buffer.map(|buffer| ("buffer", buffer.into())));
        let message = message(is, &fields);
        // A port whose other side is gone takes messages as well.
        let _ = self.port.post_message_with_transferable(&message, &transfer);
    }

    fn fail(&self, kind: &str, detail: &str) {
        self.say("failed", &[("kind", kind.into()), ("words", error(kind).into()), ("detail", detail.into())], None);
    }

    /// What the embedding page asks.
    fn asked(&self, event: &MessageEvent) {
        let data = event.data();
        let said = |name: &str| wire::text(&data, name);
        match said("is").as_deref() {
            Some("check") => {
                let (Some(number), Some(file)) = (wire::number(&data, "number"), blob(&data)) else { return };
                self.number.set(number);
                *self.language.borrow_mut() = said("language").unwrap_or_default();
                *self.found.borrow_mut() = None;
                // Before a byte of it is read: it would have to fit into memory first.
                if file.size() > Limits::PAGE.file_bytes as f64 {
                    self.client.cancel();
                    self.fail("file-too-large", "");
                    return;
                }
                self.job.set(self.client.check(file, said("name")));
            }
            Some("cancel") => self.client.cancel(),
            Some("prompt") => {
                let mode = said("mode").unwrap_or_default();
                let language = self.language.borrow().clone();
                self.ask(&Request::Prompt { job: self.job.get(), number: 0, mode, redactions: Vec::new(), language }, None);
            }
            Some("explain") => {
                let Ok(door) = event.ports().get(0).dyn_into::<MessagePort>() else { return };
                let base = said("endpoint").unwrap_or_default();
                let endpoint = Endpoint { kind: Kind::Gateway, base, model: String::new() };
                self.ask(&Request::Explain { job: self.job.get(), endpoint }, Some(door.into()));
            }
            Some("hush") => self.ask(&Request::Hush, None),
            _ => {}
        }
    }

    fn ask(&self, request: &Request, part: Option<JsValue>) {
        if !self.client.ask(request, part) {
            self.unexplained(&text("note-forgotten"), &[]);
        }
    }

    fn unexplained(&self, words: &str, sent: &[Gone]) {
        self.say("unexplained", &[("words", words.into()), ("sent", pairs(sent).into())], None);
    }

    /// What the engine says.
    fn heard(&self, event: Event) {
        let (reply, mut buffers) = match event {
            Event::Said(reply, buffers) => (reply, buffers),
            Event::Restarted => return,
            // What was found stands, though nobody can say more about it.
            Event::Gone => {
                self.hand_over(&[], None);
                return self.unexplained(&text("note-forgotten"), &[]);
            }
        };
        let ours = |job: u32| job == self.job.get();
        match reply {
            Reply::Progress { phase, .. } => {
                let (done, of) = match phase {
                    Phase::Fetching { bytes, total } => (bytes as f64, total as f64),
                    Phase::Tiles { done, count, .. } => (f64::from(done), f64::from(count)),
                    _ => (0.0, 0.0),
                };
                self.say("progress", &[("phase", phase.name().into()), ("done", done.into()), ("of", of.into())], None);
            }
            Reply::Picture { width, height, .. } => {
                self.say("picture", &[("width", width.into()), ("height", height.into())], buffers.pop());
            }
            Reply::Done { width, height, threshold, report, .. } => {
                // The second, which comes last, is how sure each place is.
                let Some(mask) = (buffers.len() >= 2).then(|| buffers.swap_remove(0)) else { return };
                *self.found.borrow_mut() = Some(Found { size: (width, height), threshold, mask, report });
                let request = Request::Account { job: self.job.get(), language: self.language.borrow().clone() };
                if !self.client.ask(&request, None) {
                    self.hand_over(&[], None);
                }
            }
            Reply::Account { job, sentences, report, .. } if ours(job) => self.hand_over(&sentences, Some(report)),
            Reply::Failed { kind, message, .. } => self.fail(&kind, &message),
            Reply::Prompt { job, width, height, text, .. } if ours(job) => {
                self.say("prompt", &[("width", width.into()), ("height", height.into()), ("text", text.into())], buffers.pop());
            }
            Reply::Report { job, report } if ours(job) => self.say("report", &[("report", report.into())], None),
            Reply::Explaining { text, thinking } => {
                self.say("explaining", &[("text", text.into()), ("thinking", thinking.into())], None);
            }
            Reply::Explained { sentences, cut, sent } => {
                self.say(
                    "explained",
                    &[("words", told(&sentences).into()), ("cut", cut.into()), ("sent", pairs(&sent).into())],
                    None,
                );
            }
            Reply::AskAgain { message, sent, .. } | Reply::Unexplained { message, sent, .. } => {
                self.unexplained(&message, &sent);
            }
            _ => {}
        }
    }

    /// Hands over what was found, with the words about it; once.
    fn hand_over(&self, sentences: &[Told], report: Option<String>) {
        let Some(found) = self.found.borrow_mut().take() else { return };
        let fields = [
            ("width", found.size.0.into()),
            ("height", found.size.1.into()),
            ("threshold", found.threshold.into()),
            ("report", report.unwrap_or(found.report).into()),
            ("words", told(sentences).into()),
        ];
        self.say("done", &fields, Some(found.mask));
    }
}

fn message(is: &str, fields: &[(&str, JsValue)]) -> Object {
    object(&[&[("is", is.into())][..], fields].concat())
}

fn blob(data: &JsValue) -> Option<Blob> {
    data.field("file")?.dyn_into().ok()
}

/// Sentences as objects: what each is about, the place that it is about, and itself.
fn told(sentences: &[Told]) -> Array {
    let one = |told: &Told| {
        let region = told.region.map_or(JsValue::NULL, JsValue::from);
        object(&[("about", told.about.as_str().into()), ("region", region), ("text", told.text.as_str().into())])
    };
    sentences.iter().map(one).collect()
}

/// What was sent, as pairs: what, and to whom with how many bytes.
fn pairs(sent: &[Gone]) -> Array {
    let one = |Gone { what, to, bytes, .. }: &Gone| Array::of2(&what.as_str().into(), &format!("{to}, {bytes} bytes").into());
    sent.iter().map(one).collect()
}
