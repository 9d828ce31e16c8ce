//! The state of the page and what changes it: one picture at a time, from the engine's words to signals.

mod heard;
mod looking;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use super::ask::Ask;
use super::beside::Beside;
use super::client::{Client, Wishes};
use super::contour::Mask;
use super::offline::Offline;
use super::queue::Queue;
use super::signers::Signers;
use super::words::{Value, error, language, text, text_with};
use crate::dossier::Keepsake;
use crate::engine::protocol::{Facts, Offer, Phase, Processor, Reason, Request, SmallCopy, Stated, Told};
use crate::evidence::file::Written;
use crate::input::Limits;
use crate::report::Report;

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// None yet.
    Idle,
    /// Being checked.
    Running,
    /// Checked.
    Done,
    /// Could not be checked.
    Error,
}

impl Stage {
    /// The name in `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Done => "done",
            Self::Error => "error",
        }
    }
}

/// The picture to be shown, and what its file is.
pub struct Picture {
    /// Never in the document: the viewer draws from it.
    pub canvas: HtmlCanvasElement,
    /// What the file is.
    pub facts: Facts,
}

/// What the engine runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Engine {
    /// GPU or CPU.
    pub device: Processor,
    /// Why.
    pub reason: Reason,
    /// Workers that share the tiles.
    pub workers: u32,
}

/// Why a picture could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The engine as a whole, not the picture.
    pub engine: bool,
    /// The same picture may well work out another time.
    pub passing: bool,
    /// In the catalogue's words.
    pub reason: String,
    /// In the engine's words.
    pub detail: String,
}

/// A file on its way in.
pub struct Arrival {
    /// The bytes.
    pub file: Blob,
    /// What it is called.
    pub name: Option<String>,
    /// It came by the clipboard, so it is not the original file.
    pub pasted: bool,
    /// Others came with it.
    pub several: bool,
}

/// Which layers are shown over the picture.
#[derive(Clone, Copy)]
pub struct Layers {
    /// What is marked.
    pub mask: RwSignal<bool>,
    /// Where the network cannot know.
    pub reliability: RwSignal<bool>,
    /// What the gate chose.
    pub tiles: RwSignal<bool>,
}

/// What a lens shows.
pub struct Glass {
    /// Never in the document: the viewer draws from it.
    pub canvas: HtmlCanvasElement,
    /// What it measured, in words and figures.
    pub figures: Vec<(String, String)>,
}

/// What the file states, and how it is written.
#[derive(Default)]
pub struct Statements {
    /// Its metadata's entries.
    pub entries: Vec<Stated>,
    /// Small copies of the picture.
    pub copies: Vec<SmallCopy>,
    /// How it is written.
    pub written: Vec<Written>,
}

/// The languages that page and engine speak: tag, and what their speakers call them.
pub const LANGUAGES: [(&str, &str); 4] = [("en", "English"), ("es", "Español"), ("de", "Deutsch"), ("ar", "العربية")];

/// Every signal of the page. Small and copied freely.
#[derive(Clone, Copy)]
pub struct Session {
    /// Where the picture stands.
    pub stage: RwSignal<Stage>,
    /// What the engine is at; none while it starts.
    pub phase: RwSignal<Option<Phase>>,
    /// Known once the engine is ready.
    pub engine: RwSignal<Option<Engine>>,
    /// Known once it is decoded.
    pub picture: RwSignal<Option<Rc<Picture>>, LocalStorage>,
    /// Grows while the tiles are looked at.
    pub mask: RwSignal<Option<Rc<Mask>>, LocalStorage>,
    /// How doubtful the mask is: 255 less its reliability.
    pub doubt: RwSignal<Option<Rc<Mask>>, LocalStorage>,
    /// The report.
    pub finding: RwSignal<Option<Rc<Report>>, LocalStorage>,
    /// The report as the engine wrote it.
    pub report: RwSignal<String>,
    /// What went wrong.
    pub problem: RwSignal<Option<Problem>>,
    /// The last thing that a screen reader should hear besides the phases.
    pub notice: RwSignal<String>,
    /// The file's name.
    pub name: RwSignal<Option<String>>,
    /// The file's size in bytes.
    pub bytes: RwSignal<f64>,
    /// Remarks that the page itself has to make.
    pub notes: RwSignal<Vec<String>>,
    /// What is shown over the picture.
    pub layers: Layers,
    /// Opacity of the marks, per cent.
    pub opacity: RwSignal<u32>,
    /// From which probability on a place is marked, per cent.
    pub threshold: RwSignal<u32>,
    /// The network's own threshold, per cent.
    pub own_threshold: RwSignal<u32>,
    /// Share of the picture, from the left, that is shown unmarked, per cent.
    pub compare: RwSignal<u32>,
    /// The region that is pointed at.
    pub pointed: RwSignal<Option<usize>>,
    /// What was found, in words.
    pub account: RwSignal<Option<Rc<Vec<Told>>>, LocalStorage>,
    /// What the file states beside its pixels.
    pub stated: RwSignal<Rc<Statements>, LocalStorage>,
    /// The language of these words: one of [`LANGUAGES`]; the page's own unless another is chosen.
    pub language: RwSignal<String>,
    /// What the picture can be looked at through.
    pub offers: RwSignal<Rc<Vec<Offer>>, LocalStorage>,
    /// The lens that is chosen; empty: none.
    pub lens: RwSignal<String>,
    /// What it shows.
    pub glass: RwSignal<Option<Rc<Glass>>, LocalStorage>,
    /// How far the lens is, per cent; none: it is not at work.
    pub looking: RwSignal<Option<u32>>,
    /// Another picture beside it.
    pub beside: Beside,
    /// Asking a model for words.
    pub ask: Ask,
    /// Something to be kept was asked for and is not there yet.
    pub keeping: RwSignal<bool>,
    /// What becomes of it.
    pub kept: RwSignal<String>,
    /// The engine is at it.
    making: StoredValue<bool>,
    /// Certificates that signers are compared with.
    pub signers: Signers,
    /// What is stored on this device.
    pub offline: Offline,
    /// Other pictures that are to be checked.
    pub queue: Queue,
    /// The lens's parameters that are not as given.
    settings: RwSignal<Vec<(String, f32)>>,
    /// How often a look through a lens was asked for: only the last counts.
    looked: StoredValue<u32>,
    /// The picture that was checked last.
    checked: StoredValue<u32>,
    arrived: StoredValue<Option<(Blob, Option<String>)>, LocalStorage>,
    client: StoredValue<Option<Client>, LocalStorage>,
}

impl Session {
    /// An empty page.
    pub fn new(wishes: Wishes) -> Self {
        let session = Self {
            stage: RwSignal::new(Stage::Idle),
            phase: RwSignal::new(None),
            engine: RwSignal::new(None),
            picture: RwSignal::new_local(None),
            mask: RwSignal::new_local(None),
            doubt: RwSignal::new_local(None),
            finding: RwSignal::new_local(None),
            report: RwSignal::new(String::new()),
            problem: RwSignal::new(None),
            notice: RwSignal::new(String::new()),
            name: RwSignal::new(None),
            bytes: RwSignal::new(0.0),
            notes: RwSignal::new(Vec::new()),
            layers: Layers { mask: RwSignal::new(true), reliability: RwSignal::new(false), tiles: RwSignal::new(false) },
            opacity: RwSignal::new(80),
            threshold: RwSignal::new(50),
            own_threshold: RwSignal::new(50),
            compare: RwSignal::new(0),
            pointed: RwSignal::new(None),
            account: RwSignal::new_local(None),
            stated: RwSignal::new_local(Rc::default()),
            language: RwSignal::new(language().tag().to_owned()),
            offers: RwSignal::new_local(Rc::default()),
            lens: RwSignal::new(String::new()),
            glass: RwSignal::new_local(None),
            looking: RwSignal::new(None),
            beside: Beside::new(),
            ask: Ask::new(),
            keeping: RwSignal::new(false),
            kept: RwSignal::new(String::new()),
            making: StoredValue::new(false),
            signers: Signers::new(),
            offline: Offline::new(),
            queue: Queue::new(),
            settings: RwSignal::new(Vec::new()),
            looked: StoredValue::new(0),
            checked: StoredValue::new(0),
            arrived: StoredValue::new_local(None),
            client: StoredValue::new_local(None),
        };
        session.client.set_value(Some(Client::new(wishes, move |event| session.heard(event))));
        session
    }

    /// Starts the engine in the background, before there is a picture.
    pub fn warm_up(self) {
        self.with_client(Client::start);
    }

    /// Checks a file; what was there before makes room.
    pub fn check(self, arrival: Arrival) {
        self.clear();
        self.queue.let_go();
        // What is new stands at the top, wherever the page was scrolled to; of a list, every place is as good.
        if !self.queue.shown.get_untracked() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        let mut notes = Vec::new();
        if arrival.pasted {
            notes.push(text("note-pasted"));
        } else if converts_on_choosing() {
            notes.push(text("note-phone"));
        }
        if arrival.several {
            notes.push(text("note-several"));
        }
        // Before a byte of it is read: it would have to fit into memory first.
        if arrival.file.size() > Limits::PAGE.file_bytes as f64 {
            self.fail(false, "file-too-large", String::new());
            return;
        }
        self.notes.set(notes);
        self.name.set(arrival.name.clone());
        self.bytes.set(arrival.file.size());
        self.stage.set(Stage::Running);
        self.arrived.set_value(Some((arrival.file.clone(), arrival.name.clone())));
        self.with_client(|client| {
            client.check(arrival.file, arrival.name);
        });
    }

    /// Checks the same file once more.
    pub fn retry(self) {
        if self.queue.again(self) {
            return;
        }
        match self.arrived.get_value() {
            Some((file, name)) => self.check(Arrival { file, name, pasted: false, several: false }),
            None => self.clear(),
        }
    }

    /// The file that is being checked, or was last.
    pub fn arrived(self) -> Option<(Blob, Option<String>)> {
        self.arrived.get_value()
    }

    /// Goes back to the empty page.
    pub fn leave(self) {
        self.with_client(Client::cancel);
        self.clear();
    }

    /// Gives up the picture in hand, at the person's wish; one of a list goes back into it.
    pub fn cancel(self) {
        if untrack(move || self.queue.holds()) {
            self.queue.back(self);
        } else {
            self.give_up();
        }
    }

    /// Gives up the picture in hand.
    pub fn give_up(self) {
        if self.stage.get_untracked() == Stage::Running {
            self.with_client(Client::cancel);
            self.clear();
            self.notice.set(text("status-cancelled"));
        }
    }

    /// Says that something did not work out before the engine saw it. A picture that is there stays.
    pub fn refuse(self, kind: &str) {
        if self.queue.shown.get_untracked() {
            self.queue.said.set(error(kind));
            return;
        }
        if matches!(self.stage.get_untracked(), Stage::Running | Stage::Done) {
            let reason = error(kind);
            self.notice.set(reason.clone());
            self.notes.update(|notes| notes.push(reason));
            return;
        }
        self.clear();
        self.fail(false, kind, String::new());
    }

    /// Has the engine's words written in another language.
    pub fn speak(self, language: &str) {
        self.language.set(language.to_owned());
        self.tell_again();
        // A lens's figures have names in it, too.
        self.look_again();
    }

    /// Has the account written anew.
    pub fn tell_again(self) {
        if self.have_told() {
            self.account.set(None);
        }
    }

    fn have_told(self) -> bool {
        let request = Request::Account { job: self.checked.get_value(), language: self.language.get_untracked() };
        self.ask_engine(&request, self.signers.handed())
    }

    /// Has something made of the picture that was checked last, to be kept; one thing at a time.
    pub fn keep(self, what: Keepsake) {
        if self.keeping.get_untracked() {
            return;
        }
        self.tell_kept(true, text("keep-making"));
        // The account is part of the document, which waits for it.
        if what != Keepsake::Document || self.account.with_untracked(Option::is_some) {
            self.make(what);
        }
    }

    fn make(self, what: Keepsake) {
        let (job, language) = (self.checked.get_value(), self.language.get_untracked());
        self.making.set_value(self.ask_engine(&Request::Keep { job, what, language }, None));
    }

    fn tell_kept(self, keeping: bool, words: String) {
        self.keeping.set(keeping);
        self.making.set_value(false);
        self.notice.set(words.clone());
        self.kept.set(words);
    }

    /// The picture that was checked last.
    pub fn job(self) -> u32 {
        self.checked.get_value()
    }

    /// Asks the engine about the picture that it checked last, and hands it a buffer or a port with that.
    pub fn ask_engine(self, request: &Request, part: Option<JsValue>) -> bool {
        let mut asked = false;
        self.with_client(|client| asked = client.ask(request, part));
        if !asked {
            self.forgotten();
        }
        asked
    }

    /// The engine that knows the picture is gone.
    fn forgotten(self) {
        self.looking.set(None);
        let note = text("note-forgotten");
        self.tell_kept(false, if self.keeping.get_untracked() { note.clone() } else { String::new() });
        self.lens.set(String::new());
        self.beside.give_up();
        self.ask.clear();
        self.notice.set(note.clone());
        self.notes.update(|notes| {
            if !notes.contains(&note) {
                notes.push(note);
            }
        });
    }

    fn with_client(self, act: impl FnOnce(&Client)) {
        if let Some(client) = self.client.get_value() {
            act(&client);
        }
    }

    fn clear(self) {
        self.stage.set(Stage::Idle);
        self.phase.set(None);
        self.picture.set(None);
        self.mask.set(None);
        self.doubt.set(None);
        self.finding.set(None);
        self.report.set(String::new());
        self.problem.set(None);
        self.notice.set(String::new());
        self.name.set(None);
        self.notes.set(Vec::new());
        self.compare.set(0);
        self.pointed.set(None);
        self.account.set(None);
        self.stated.set(Rc::default());
        self.offers.set(Rc::default());
        self.look(String::new());
        self.beside.clear();
        self.ask.clear();
        self.signers.clear();
        self.tell_kept(false, String::new());
        self.arrived.set_value(None);
    }

    /// The picture that was checked last is still the one that is shown.
    fn current(self, job: u32) -> bool {
        self.stage.get_untracked() == Stage::Done && self.checked.get_value() == job
    }

    fn fail(self, engine: bool, kind: &str, detail: String) {
        let reason = error(kind);
        self.notice.set(text_with("status-error", &[("reason", Value::Text(&reason))]));
        let passing = engine || kind == "engine";
        self.problem.set(Some(Problem { engine, passing, reason, detail }));
        self.stage.set(Stage::Error);
    }
}

/// Whether this browser is known to convert pictures as they are chosen (Apple's phones and tablets turn HEIC into JPEG).
fn converts_on_choosing() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    ["iPhone", "iPad"].iter().any(|name| agent.contains(name))
}
