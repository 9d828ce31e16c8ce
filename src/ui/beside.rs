//! The picture beside the one that it may come from: where the two differ, computed by the engine.

use std::rc::Rc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::finding::{decimal, percent};
use super::intake::{PICTURES, choose, one_file};
use super::session::{Glass, Session};
use super::short::{go, on, part, whether, words};
use super::words::{Value, error, text, text_with};
use crate::engine::protocol::{Compared, Request};
use crate::input::Limits;

/// The other picture, and what came of it.
#[derive(Clone, Copy)]
pub struct Beside {
    /// The differences are shown over the picture.
    pub shown: RwSignal<bool>,
    /// The other file's name.
    name: RwSignal<String>,
    outcome: RwSignal<Option<Rc<Outcome>>, LocalStorage>,
    /// How it stands.
    status: RwSignal<String>,
    /// Counts the pictures that were chosen: what an earlier one comes to is not heard any more.
    chosen: StoredValue<u32>,
}

struct Outcome {
    compared: Compared,
    glass: Rc<Glass>,
}

impl Beside {
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(false),
            name: RwSignal::new(String::new()),
            outcome: RwSignal::new_local(None),
            status: RwSignal::new(String::new()),
            chosen: StoredValue::new(0),
        }
    }

    /// There is another picture in question.
    pub fn clear(self) {
        self.shown.set(false);
        self.outcome.set(None);
        self.status.set(String::new());
        self.chosen.update_value(|chosen| *chosen += 1);
    }

    /// The engine is gone: what it was at comes to nothing, what it has said stays.
    pub fn give_up(self) {
        if self.outcome.with_untracked(Option::is_none) {
            self.clear();
        }
    }

    /// Whether the comparison of this number is the last one.
    pub fn awaits(self, number: u32) -> bool {
        number == self.chosen.get_value()
    }

    /// The comparison worked out.
    pub fn came(self, compared: Compared, glass: Rc<Glass>) {
        self.status.set(self.named("beside-done", &[]));
        self.outcome.set(Some(Rc::new(Outcome { compared, glass })));
    }

    /// It did not.
    pub fn failed(self, kind: &str) {
        self.status.set(self.named("beside-failed", &[("reason", Value::Text(&error(kind)))]));
    }

    /// Where the two differ, to be looked at.
    pub fn glass(self) -> Option<Rc<Glass>> {
        self.outcome.with_untracked(|outcome| outcome.as_ref().map(|outcome| Rc::clone(&outcome.glass)))
    }

    fn named(self, key: &str, more: &[(&str, Value<'_>)]) -> String {
        let name = self.name.get_untracked();
        text_with(key, &[&[("name", Value::Text(&name))], more].concat())
    }

    fn take(self, session: Session, file: File) {
        if self.shown.get_untracked() {
            session.look(String::new());
        }
        self.clear();
        self.name.set(file.name());
        if file.size() > Limits::PAGE.file_bytes as f64 {
            return self.failed("file-too-large");
        }
        self.status.set(self.named("beside-comparing", &[]));
        let (number, job) = (self.chosen.get_value(), session.job());
        go(async move {
            let bytes = JsFuture::from(file.array_buffer()).await.and_then(|bytes| bytes.dyn_into::<ArrayBuffer>());
            match bytes {
                _ if !self.awaits(number) => {}
                Ok(bytes) => {
                    // Without an engine the session says so, and gives up.
                    session.ask_engine(&Request::Compare { job, number }, Some(bytes.into()));
                }
                Err(_) => self.failed("unreadable"),
            }
        });
    }
}

/// The choice of the other picture, and what the comparison says.
#[component]
pub fn BesideAnother(session: Session) -> impl IntoView {
    let beside = session.beside;
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    let lines = part(move || match beside.outcome.get() {
        Some(outcome) => told(&outcome.compared).into_iter().map(|line| view! { <li>{line}</li> }).collect_view().into_any(),
        None => ().into_any(),
    });
    let hidden = move || beside.shown.get() || beside.outcome.with(Option::is_none);
    view! {
        <section class="lenses" aria-labelledby="beside-heading">
            <h2 id="beside-heading">{text("beside-heading")}</h2>
            <p class="quiet small">{text("beside-text")}</p>
            <div class="actions">
                <button type="button" on:click=on(move |_| choose(input))>{text("beside-choose")}</button>
                <button type="button" hidden=whether(hidden) on:click=on(move |_| session.show_differences())>{text("beside-show")}</button>
            </div>
            {one_file("beside-input", PICTURES, input, move |file| beside.take(session, file))}
            <p class="small" role="status" data-testid="beside-status" hidden=whether(move || beside.status.with(String::is_empty))>
                {words(move || beside.status.get())}
            </p>
            <ul class="small beside" data-testid="beside" hidden=whether(move || beside.outcome.with(Option::is_none))>{lines}</ul>
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
