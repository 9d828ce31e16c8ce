//! The picture beside the one that it may come from: where the two differ, computed by the engine.

use std::rc::Rc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::finding::{decimal, percent};
use super::intake::{ACCEPT, choose, one_file};
use super::session::Session;
use super::short::{go, on, part, whether, words};
use super::words::{Value, find, text, text_with};
use crate::engine::protocol::{Compared, Request};
use crate::input::Limits;

/// The other picture, and what came of it.
#[derive(Clone, Copy)]
pub struct Beside {
    /// Its differences are shown over the picture.
    pub shown: RwSignal<bool>,
    /// Its file's name.
    name: RwSignal<String>,
    told: RwSignal<Option<Rc<Compared>>, LocalStorage>,
    /// What there is to say while there is nothing to tell.
    status: RwSignal<String>,
    /// Counts the pictures that were chosen: what an earlier one comes to is not shown.
    chosen: StoredValue<u32>,
}

impl Beside {
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(false),
            name: RwSignal::new(String::new()),
            told: RwSignal::new_local(None),
            status: RwSignal::new(String::new()),
            chosen: StoredValue::new(0),
        }
    }

    /// There is another picture in question.
    pub fn clear(self) {
        self.shown.set(false);
        self.told.set(None);
        self.status.set(String::new());
        self.chosen.update_value(|chosen| *chosen += 1);
    }

    /// Hears what the comparison came to; false where it was of another picture.
    pub fn heard(self, number: u32, compared: Result<Compared, &str>) -> bool {
        if number != self.chosen.get_value() {
            return false;
        }
        match compared {
            Ok(compared) => {
                self.status.set(text_with("beside-done", &[("name", Value::Text(&self.name.get_untracked()))]));
                self.told.set(Some(Rc::new(compared)));
                self.shown.set(true);
            }
            Err(kind) => {
                let reason = find(&format!("error-{kind}"), &[]).unwrap_or_else(|| text("error-other"));
                let name = self.name.get_untracked();
                self.status.set(text_with("beside-failed", &[("name", Value::Text(&name)), ("reason", Value::Text(&reason))]));
            }
        }
        true
    }

    fn take(self, session: Session, file: File) {
        session.look(String::new());
        self.clear();
        let (number, job) = (self.chosen.get_value(), session.job());
        self.name.set(file.name());
        if file.size() > Limits::PAGE.file_bytes as f64 {
            self.heard(number, Err("file-too-large"));
            return;
        }
        self.status.set(text_with("beside-comparing", &[("name", Value::Text(&file.name()))]));
        go(async move {
            match JsFuture::from(file.array_buffer()).await.and_then(|bytes| bytes.dyn_into::<ArrayBuffer>()) {
                Ok(bytes) if number == self.chosen.get_value() => {
                    if !session.ask_engine(&Request::Compare { job, number }, Some(bytes.into())) {
                        self.status.set(String::new());
                    }
                }
                Ok(_) => {}
                Err(_) => {
                    self.heard(number, Err("unreadable"));
                }
            }
        });
    }
}

/// The choice of the other picture, and what the comparison says.
#[component]
pub fn BesideAnother(session: Session) -> impl IntoView {
    let beside = session.beside;
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    let lines = part(move || match beside.told.get() {
        Some(compared) => told(&compared).into_iter().map(|line| view! { <li>{line}</li> }).collect_view().into_any(),
        None => ().into_any(),
    });
    view! {
        <section class="lenses" aria-labelledby="beside-heading">
            <h2 id="beside-heading">{text("beside-heading")}</h2>
            <p class="quiet small">{text("beside-text")}</p>
            <div class="actions">
                <button type="button" on:click=on(move |_| choose(input))>{text("beside-choose")}</button>
            </div>
            {one_file("beside-input", ACCEPT, input, move |file| beside.take(session, file))}
            <p class="small" role="status" data-testid="beside-status" hidden=whether(move || beside.status.with(String::is_empty))>
                {words(move || beside.status.get())}
            </p>
            <ul class="small beside" data-testid="beside" hidden=whether(move || beside.told.with(Option::is_none))>{lines}</ul>
        </section>
    }
}

/// What the comparison says, a sentence each.
fn told(compared: &Compared) -> Vec<String> {
    let share = |key: &str, share: f32| {
        let percent = decimal(f64::from(share) * 100.0);
        text_with(key, &[("percent", Value::Text(&percent))])
    };
    let [width, height] = compared.shows;
    let size = [
        ("width", Value::Number(width)),
        ("height", Value::Number(height)),
        ("percent", Value::Number(percent(compared.covered))),
        ("scale", Value::Number((compared.scale * 100.0).round() as u32)),
    ];
    let places =
        [("places", Value::Number(compared.places)), ("percent", Value::Text(&decimal(f64::from(compared.changed) * 100.0)))];
    let mut lines = vec![text_with("beside-shows", &size), text_with("beside-changed", &places)];
    lines.extend(compared.marked_that_differs.map(|differs| share("beside-marked", differs)));
    lines.extend(compared.different_that_is_marked.map(|marked| share("beside-different", marked)));
    lines.push(text("beside-note"));
    lines
}
