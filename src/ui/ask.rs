//! Asking a model to explain: to whom, what would leave, the consent, the answer. Nothing leaves before "send" is pressed.

mod answer;
mod door;
mod paint;
mod preview;
mod settings;

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer};
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};

use self::answer::Answer;
use self::door::Door;
use self::preview::Preview;
use self::settings::Settings;
use super::client::pause;
use super::cover::Covered;
use super::session::Session;
use super::sheet::sheet;
use super::short::{follow, go, on, when, whether, words};
use super::words::{Value, text, text_with};
use crate::engine::protocol::{Endpoint, Gone, Reply, Request, Told};
use crate::explain::endpoint::Kind;
use crate::explain::preset::PRESETS;
use crate::explain::prompt::Pane;

/// How the picture is shown to the model, in the order in which it is offered.
const MODES: [&str; 4] = ["overlay", "overlay_blurred", "crops", "paper"];

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Nothing.
    No,
    /// A generated picture is sent, to try the endpoint.
    Trying,
    /// The explanation.
    Asking,
}

/// What may be sent once more as it was.
#[derive(Clone)]
pub struct Again {
    /// To whom.
    pub endpoint: Endpoint,
    /// Until when the server wants to be left alone, in milliseconds of the page's clock.
    until: f64,
}

/// The picture that would leave.
pub struct Shown {
    /// These very bytes, a JPEG.
    jpeg: ArrayBuffer,
    /// A `blob:` address of them.
    pub address: String,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Which parts of the person's picture it shows, and where.
    pub panes: Vec<Pane>,
    /// The text that goes with it.
    pub text: String,
}

impl Shown {
    /// How many bytes it has.
    pub fn bytes(&self) -> u32 {
        self.jpeg.byte_length()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // An address that is unknown is none of our concern.
        let _ = Url::revoke_object_url(&self.address);
    }
}

/// What a model said.
#[derive(Clone)]
pub struct Said {
    /// In paragraphs.
    pub sentences: Rc<Vec<Told>>,
    /// It ends at a limit of length.
    pub cut: bool,
    /// The picture that it is about.
    pub shown: Option<Rc<Shown>>,
}

/// The state of all this.
#[derive(Clone, Copy)]
pub struct Ask {
    /// The dialog is open.
    pub open: RwSignal<bool>,
    /// The kind of endpoint: the number of a preset.
    pub preset: RwSignal<usize>,
    /// Its address.
    pub base: RwSignal<String>,
    /// The model's name there.
    pub model: RwSignal<String>,
    /// The key; in memory, unless the person asked to keep it.
    pub key: RwSignal<String>,
    /// One of [`MODES`].
    pub mode: RwSignal<&'static str>,
    /// What is painted over.
    pub redactions: RwSignal<Vec<Covered>>,
    /// Dragging paints with a brush, in place of drawing a box.
    pub brush: RwSignal<bool>,
    /// What would be sent; none where it was not made yet, or cannot be.
    pub shown: RwSignal<Option<Rc<Shown>>, LocalStorage>,
    /// It is as things were set before: what they come to now is being made.
    pub stale: RwSignal<bool>,
    /// How often that was asked for: only the last counts.
    made: StoredValue<u32>,
    /// What is under way.
    pub busy: RwSignal<Busy>,
    /// What has arrived, and whether it is the model's reasoning.
    pub so_far: RwSignal<(String, bool)>,
    /// The explanation.
    pub answer: RwSignal<Option<Said>, LocalStorage>,
    /// It was there before what was asked last, of which nothing came.
    pub earlier: RwSignal<bool>,
    /// The marked place whose part of it is pointed at.
    pub pointed: RwSignal<Option<usize>>,
    /// What went wrong.
    pub trouble: RwSignal<String>,
    /// What may be sent once more, as nothing came of it.
    pub again: RwSignal<Option<Again>>,
    /// In how many seconds.
    pub wait: RwSignal<u32>,
    /// What the trial came to.
    pub trial: RwSignal<String>,
    /// What was sent.
    pub sent: RwSignal<Vec<Gone>>,
    door: StoredValue<Option<Door>, LocalStorage>,
    /// The picture that is under way.
    leaving: StoredValue<Option<Rc<Shown>>, LocalStorage>,
    /// The explanation that another one may take the place of.
    before: StoredValue<Option<Said>, LocalStorage>,
    /// Who was asked with what is shown.
    asked: StoredValue<Option<Endpoint>>,
    /// The line that starts the server that was talked to, where it is this computer's.
    setup: StoredValue<&'static str>,
}

impl Ask {
    /// Nothing asked yet; the endpoint as it was kept.
    pub fn new() -> Self {
        let kept = settings::kept();
        Self {
            open: RwSignal::new(false),
            preset: RwSignal::new(kept.preset),
            base: RwSignal::new(kept.base),
            model: RwSignal::new(kept.model),
            key: RwSignal::new(kept.key),
            mode: RwSignal::new(MODES[0]),
            redactions: RwSignal::new(Vec::new()),
            brush: RwSignal::new(false),
            shown: RwSignal::new_local(None),
            stale: RwSignal::new(false),
            made: StoredValue::new(0),
            busy: RwSignal::new(Busy::No),
            so_far: RwSignal::new((String::new(), false)),
            answer: RwSignal::new_local(None),
            earlier: RwSignal::new(false),
            pointed: RwSignal::new(None),
            trouble: RwSignal::new(String::new()),
            again: RwSignal::new(None),
            wait: RwSignal::new(0),
            trial: RwSignal::new(String::new()),
            sent: RwSignal::new(Vec::new()),
            door: StoredValue::new_local(None),
            leaving: StoredValue::new_local(None),
            before: StoredValue::new_local(None),
            asked: StoredValue::new(None),
            setup: StoredValue::new(""),
        }
    }

    /// Forgets everything about the picture.
    pub fn clear(self) {
        self.door.set_value(None);
        self.open.set(false);
        self.redactions.set(Vec::new());
        self.shown.set(None);
        self.busy.set(Busy::No);
        self.begin();
        self.answer.set(None);
        self.leaving.set_value(None);
        self.before.set_value(None);
        self.sent.set(Vec::new());
    }

    /// Has the picture made that would be sent as things are set now.
    pub fn prepare(self, session: Session) {
        self.stale.set(true);
        self.made.update_value(|made| *made = made.wrapping_add(1));
        self.trouble.set(String::new());
        // What was agreed to is not what is shown any more.
        self.asked.set_value(None);
        self.again.set(None);
        let (mode, redactions) = (self.mode.get_untracked().to_owned(), self.redactions.with_untracked(|all| all.concat()));
        let language = session.language.get_untracked();
        session
            .ask_engine(&Request::Prompt { job: session.job(), number: self.made.get_value(), mode, redactions, language }, None);
    }

    /// The endpoint as it is set; none where it cannot be one.
    pub fn endpoint(self) -> Option<Endpoint> {
        let base = self.base.get();
        door::origin(&base)?;
        let kind = PRESETS[self.preset.get()].kind;
        let model = self.model.get().trim().to_owned();
        (kind == Kind::Gateway || !model.is_empty()).then_some(Endpoint { kind, base, model })
    }

    /// Sends what is shown; or, if `trial`, a generated picture.
    fn send(self, session: Session, trial: bool) {
        let Some(endpoint) = untrack(move || self.endpoint()) else { return };
        let base = endpoint.base.clone();
        self.asked.set_value((!trial).then(|| endpoint.clone()));
        let job = session.job();
        let request = if trial { Request::Try { job, endpoint } } else { Request::Explain { job, endpoint } };
        self.carry(session, &base, &request, if trial { Busy::Trying } else { Busy::Asking });
    }

    /// Sends once more what was sent before.
    fn send_again(self, session: Session) {
        if let Some(Again { endpoint, .. }) = self.again.get_untracked() {
            self.carry(session, &endpoint.base, &Request::Again, Busy::Asking);
        }
    }

    /// Opens a door for one agreement, and has the engine send through it.
    fn carry(self, session: Session, base: &str, request: &Request, busy: Busy) {
        self.begin();
        let shown = self.shown.get_untracked().filter(|_| busy == Busy::Asking && !self.stale.get_untracked());
        let picture = shown.as_ref().map(|shown| &shown.jpeg);
        // Nothing is asked with a picture that nobody has seen.
        let origin = door::origin(base).filter(|_| busy == Busy::Trying || picture.is_some());
        // Without encryption, it is this computer's.
        let local = origin.as_ref().is_some_and(|origin| origin.starts_with("http:"));
        let line = PRESETS[self.preset.get_untracked()].line(&self.model.get_untracked());
        self.setup.set_value(if local { line } else { "" });
        let Some((door, port)) = origin.and_then(|origin| Door::open(&origin, &self.key.get_untracked(), picture)) else {
            self.trouble.set(text("ask-no-door"));
            return;
        };
        if session.ask_engine(request, Some(port.into())) {
            self.door.set_value(Some(door));
            self.busy.set(busy);
            if busy == Busy::Asking {
                self.before.set_value(self.answer.get_untracked());
                self.answer.set(None);
                self.leaving.set_value(shown);
            }
        }
    }

    /// Offers to send it once more, when the server's wait is over.
    fn offer_again(self, wait: u32) {
        let Some(endpoint) = self.asked.get_value() else { return };
        let until = now() + f64::from(wait) * 1000.0;
        self.again.set(Some(Again { endpoint, until }));
        go(async move {
            // Another offer counts down by itself.
            while self.again.with_untracked(|again| again.as_ref().is_some_and(|again| again.until == until)) {
                let left = ((until - now()) / 1000.0).ceil().max(0.0) as u32;
                self.wait.set(left);
                if left == 0 {
                    return;
                }
                pause(1000).await;
            }
        });
    }

    fn begin(self) {
        self.so_far.set((String::new(), false));
        self.pointed.set(None);
        self.trouble.set(String::new());
        self.trial.set(String::new());
        self.again.set(None);
    }

    /// Says why nothing came of it. What had been said before stands again.
    fn fail(self, was: Busy, message: String) {
        match was {
            Busy::Trying => self.trial.set(message),
            _ => self.trouble.set(message),
        }
        let before = self.before.try_update_value(Option::take).flatten();
        if was == Busy::Asking && before.is_some() {
            self.earlier.set(true);
            self.answer.set(before);
        }
    }

    fn end(self, sent: Vec<Gone>) -> Busy {
        let was = self.busy.get_untracked();
        self.door.set_value(None);
        self.busy.set(Busy::No);
        self.sent.update(|all| all.extend(sent));
        was
    }

    /// Takes in what the engine says about all this.
    pub fn heard(self, reply: Reply, buffer: Option<ArrayBuffer>) {
        match reply {
            Reply::Prompt { number, width, height, panes, text, .. } if number == self.made.get_value() => {
                self.stale.set(false);
                let shown = buffer.and_then(|jpeg| {
                    let address = address(&jpeg)?;
                    Some(Shown { jpeg, address, width, height, panes, text })
                });
                self.shown.set(shown.map(Rc::new));
            }
            Reply::Explaining { text, thinking } => self.so_far.set((text, thinking)),
            Reply::Explained { sentences, cut, sent } => {
                if self.end(sent) == Busy::Trying {
                    self.trial.set(text("ask-tried"));
                    return;
                }
                self.before.set_value(None);
                self.earlier.set(false);
                let shown = self.leaving.get_value();
                self.answer.set(Some(Said { sentences: Rc::new(sentences), cut, shown }));
            }
            Reply::AskAgain { message, wait, sent, .. } => {
                let was = self.end(sent);
                self.fail(was, message);
                self.offer_again(wait.unwrap_or(0));
            }
            Reply::Unexplained { kind, message, sent } => {
                let was = self.end(sent);
                if was == Busy::No {
                    // It could not even be made.
                    self.shown.set(None);
                }
                let setup = self.setup.get_value();
                let message = match kind.as_str() {
                    "blocked" if !setup.is_empty() => {
                        format!("{message} {}", text_with("ask-setup", &[("line", Value::Text(setup))]))
                    }
                    _ => message,
                };
                self.fail(was, message);
            }
            _ => {}
        }
    }
}

/// Milliseconds on a clock that nobody sets.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// An address at which the page can show a JPEG.
fn address(jpeg: &ArrayBuffer) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let blob = Blob::new_with_buffer_source_sequence_and_options(&Array::of1(jpeg), &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// The button that opens the dialog, and the dialog.
#[component]
pub fn AskAModel(session: Session) -> impl IntoView {
    let ask = session.ask;
    // The answer is to be in the language of the words.
    follow(move || {
        session.language.track();
        if ask.open.get_untracked() {
            ask.prepare(session);
        }
    });
    // While the dialog is closed, what goes on in it.
    let state = move || match (ask.open.get(), ask.busy.get(), ask.answer.with(Option::is_some)) {
        (false, Busy::Asking | Busy::Trying, _) => text("ask-still"),
        (false, Busy::No, true) => text("ask-there"),
        _ => String::new(),
    };
    let content = view! {
        {when(
            move || ask.open.get(),
            move || view! { <Settings session /> <Preview session /> <Answer session /> }.into_any(),
        )}
        <p class="quiet small" hidden=whether(move || ask.busy.get() != Busy::No)>{text("ask-limits")}</p>
    }
    .into_any();
    view! {
        <section class="asking">
            <h2>{text("ask-heading")}</h2>
            <p class="quiet small">{text("ask-text")}</p>
            <button type="button" data-testid="explain-open" on:click=on(move |_| ask.open.set(true))>{text("ask-open")}</button>
            <p class="small" role="status" data-testid="explain-state">{words(state)}</p>
        </section>
        {sheet("ask", text("ask-heading"), ask.open, move || ask.prepare(session), content)}
    }
}
