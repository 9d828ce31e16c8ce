//! Many pictures, one after the other: a list of what came, what is being checked, and what was found. The engine and the
//! session look at one picture at a time; the list hands them the next, keeps what came of it in words and a thumbnail, and
//! lets go of the rest, so that memory does not grow with the pictures.

mod list;
mod shelf;
mod thumb;

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Blob;

pub use list::{BackToList, List, progress};
pub use shelf::files_of;

use self::shelf::Shelf;
use super::finding::percent;
use super::intake::Incoming;
use super::session::{Arrival, Session, Stage};
use super::short::{follow, go};
use super::wire::{self, browser::parse};
use super::words::text;
use crate::localize::Band;
use crate::report::Report;

/// Pictures in a list, at most.
const MOST: usize = 2000;

/// Where a picture of the list stands.
#[derive(Clone, PartialEq)]
pub enum State {
    /// Its turn will come.
    Waiting,
    /// It is being checked.
    Running,
    /// It was checked.
    Done(Done),
    /// It could not be: why, in words, and whether another try may help.
    Failed(String, bool),
}

/// What is kept of a result.
#[derive(Clone, PartialEq)]
pub struct Done {
    pub band: Band,
    /// Whole per cent.
    pub score: u32,
    pub unsure: bool,
    pub places: usize,
    /// The line that `omni-iml check --json` prints.
    pub report: Rc<str>,
}

impl Done {
    fn of(finding: &Report, report: String) -> Self {
        let verdict = &finding.verdict;
        let (band, unsure) = (verdict.band, verdict.unsure);
        Self { band, score: percent(verdict.score), unsure, places: finding.regions.len(), report: report.into() }
    }

    /// From what was kept.
    fn read(report: String) -> Option<Self> {
        let finding = wire::report(&parse(&report)?)?;
        Some(Self::of(&finding, report))
    }
}

/// A picture of the list.
#[derive(Clone)]
pub struct Item {
    /// Names it, for as long as the list is kept.
    pub number: u32,
    pub name: String,
    pub file: Blob,
    pub state: RwSignal<State, LocalStorage>,
    /// A small copy with its marks, as a `data:` address; empty before it was checked.
    pub thumb: RwSignal<String>,
}

/// The list.
#[derive(Clone, Copy)]
pub struct Queue {
    /// What came, in the order in which it is shown.
    pub items: RwSignal<Vec<Item>, LocalStorage>,
    /// The list is what the page shows, and not one picture.
    pub shown: RwSignal<bool>,
    /// No further picture is begun.
    pub paused: RwSignal<bool>,
    /// Seconds that a picture takes, so far; none before the first.
    pub pace: RwSignal<Option<f64>>,
    /// Whether the list is kept in this browser.
    pub shelf: Shelf,
    /// The picture that the session has in hand, by its number.
    in_hand: StoredValue<Option<u32>>,
    /// When it was handed over.
    since: StoredValue<f64>,
    /// The list goes on when one comes back to it.
    resume: StoredValue<bool>,
    next: StoredValue<u32>,
}

impl Queue {
    /// An empty list.
    pub fn new() -> Self {
        Self {
            items: RwSignal::new_local(Vec::new()),
            shown: RwSignal::new(false),
            paused: RwSignal::new(false),
            pace: RwSignal::new(None),
            shelf: Shelf::new(),
            in_hand: StoredValue::new(None),
            since: StoredValue::new(0.0),
            resume: StoredValue::new(false),
            next: StoredValue::new(1),
        }
    }

    /// Whether there is a list, shown or not.
    pub fn holds(self) -> bool {
        self.items.with(|items| !items.is_empty())
    }

    /// Follows the session, and takes up what was kept of an earlier list.
    pub fn begin(self, session: Session) {
        follow(move || match session.stage.get() {
            Stage::Done => untrack(move || self.done(session)),
            Stage::Error => untrack(move || self.failed(session)),
            Stage::Idle | Stage::Running => {}
        });
        go(async move {
            let kept = self.shelf.take().await;
            // What was dropped meanwhile comes first.
            if kept.is_empty() || session.stage.get_untracked() != Stage::Idle || untrack(move || self.holds()) {
                return;
            }
            self.next.set_value(kept.iter().map(|item| item.number).max().unwrap_or(0) + 1);
            self.items.set(kept);
            // A person who opens the page again has not said that it should set to work.
            self.paused.set(true);
            self.shown.set(true);
        });
    }

    /// Puts pictures at the end of the list and sets to work.
    pub fn add(self, session: Session, mut files: Vec<Incoming>) {
        // What was being checked alone is the first of them.
        if session.stage.get_untracked() == Stage::Running
            && self.items.with_untracked(Vec::is_empty)
            && let Some((file, name)) = session.arrived()
        {
            files.insert(0, Incoming { file, name });
        }
        let mut left = MOST - self.items.with_untracked(Vec::len).min(MOST);
        let empty = left == MOST;
        let mut fresh = Vec::new();
        for Incoming { file, name } in files {
            if left == 0 {
                session.notice.set(text("list-full"));
                break;
            }
            left -= 1;
            let number = self.next.get_value();
            self.next.set_value(number + 1);
            let (state, thumb) = (RwSignal::new_local(State::Waiting), RwSignal::new(String::new()));
            fresh.push(Item { number, name: name.unwrap_or_default(), file, state, thumb });
        }
        for item in &fresh {
            self.shelf.put(item);
        }
        self.items.update(|items| items.extend(fresh));
        if empty {
            self.paused.set(false);
            self.resume.set_value(false);
        }
        self.back(session);
    }

    /// Back from a picture to the list, which goes on if it was at work.
    pub fn back(self, session: Session) {
        if !self.shown.get_untracked() {
            // What is looked at alone is given up, or stays in hand to be looked at again.
            if session.stage.get_untracked() == Stage::Running {
                self.put_back(session);
            }
            self.shown.set(true);
            if self.resume.get_value() {
                self.paused.set(false);
            }
        }
        self.go_on(session);
    }

    /// Begins the next picture, if none is in hand.
    fn go_on(self, session: Session) {
        let busy = session.stage.get_untracked() == Stage::Running;
        if busy || self.paused.get_untracked() || !self.shown.get_untracked() {
            return;
        }
        let next = self.items.with_untracked(|items| items.iter().find(|item| item.is(&State::Waiting)).cloned());
        if let Some(item) = next {
            self.hand_over(session, &item);
        }
    }

    fn hand_over(self, session: Session, item: &Item) {
        item.state.set(State::Running);
        self.in_hand.set_value(Some(item.number));
        self.since.set_value(js_sys::Date::now());
        let name = Some(item.name.clone());
        session.check(Arrival { file: item.file.clone(), name, pasted: false, several: false });
    }

    /// The picture in hand waits again.
    fn put_back(self, session: Session) {
        session.cancel();
        if let Some(item) = self.take_in_hand()
            && item.is(&State::Running)
        {
            item.state.set(State::Waiting);
        }
    }

    fn item(self, number: u32) -> Option<Item> {
        self.items.with_untracked(|items| items.iter().find(|item| item.number == number).cloned())
    }

    fn take_in_hand(self) -> Option<Item> {
        let number = self.in_hand.get_value();
        self.in_hand.set_value(None);
        self.item(number?)
    }

    /// The session has a result.
    fn done(self, session: Session) {
        let Some(item) = self.in_hand.get_value().and_then(|number| self.item(number)) else { return };
        let Some(finding) = session.finding.get_untracked() else { return };
        if !item.is(&State::Running) {
            return;
        }
        let took = (js_sys::Date::now() - self.since.get_value()) / 1000.0;
        // The last ones count most: pictures of a list differ in size.
        self.pace.update(|pace| *pace = Some(pace.map_or(took, |pace| 0.7 * pace + 0.3 * took)));
        item.thumb.set(thumb::with_marks(session).unwrap_or_default());
        item.state.set(State::Done(Done::of(&finding, session.report.get_untracked())));
        self.shelf.put(&item);
        self.go_on(session);
    }

    /// The session could not check it.
    fn failed(self, session: Session) {
        let Some(item) = self.in_hand.get_value().and_then(|number| self.item(number)) else { return };
        if !item.is(&State::Running) {
            return;
        }
        let problem = session.problem.get_untracked();
        let (reason, passing) = problem.map(|problem| (problem.reason, problem.passing)).unwrap_or_default();
        item.state.set(State::Failed(reason, passing));
        self.go_on(session);
    }

    /// Stops after giving up the picture in hand, or goes on.
    pub fn pause(self, session: Session, paused: bool) {
        self.paused.set(paused);
        if !paused {
            self.go_on(session);
        } else if session.stage.get_untracked() == Stage::Running {
            self.put_back(session);
        }
    }

    /// Shows one picture with everything about it; the list waits meanwhile.
    pub fn open(self, session: Session, number: u32) {
        let Some(item) = self.item(number) else { return };
        // From one picture to its neighbour, it is as it was when the list was left.
        if self.shown.get_untracked() {
            self.resume.set_value(!self.paused.get_untracked());
        }
        self.paused.set(true);
        let here = self.in_hand.get_value() == Some(number) && session.stage.get_untracked() == Stage::Done;
        self.shown.set(false);
        if here {
            // In the list it is not put into words.
            session.tell_again();
            return;
        }
        if session.stage.get_untracked() == Stage::Running {
            self.put_back(session);
        }
        self.hand_over(session, &item);
    }

    /// The picture before or after the one that is shown, where there is one with a result.
    pub fn beside(self, step: isize) -> Option<u32> {
        let shown = self.in_hand.get_value()?;
        self.items.with_untracked(|items| {
            let at = items.iter().position(|item| item.number == shown)?;
            let rest: Box<dyn Iterator<Item = &Item>> =
                if step < 0 { Box::new(items[..at].iter().rev()) } else { Box::new(items[at + 1..].iter()) };
            rest.into_iter().find(|item| matches!(item.state.get_untracked(), State::Done(_))).map(|item| item.number)
        })
    }

    /// Has a picture checked once more.
    pub fn retry(self, session: Session, number: u32) {
        if let Some(item) = self.item(number) {
            item.state.set(State::Waiting);
            self.go_on(session);
        }
    }

    /// Takes a picture out of the list.
    pub fn remove(self, session: Session, number: u32) {
        if self.in_hand.get_value() == Some(number) && session.stage.get_untracked() == Stage::Running {
            self.put_back(session);
        }
        self.items.update(|items| items.retain(|item| item.number != number));
        self.shelf.drop(number);
        if self.items.with_untracked(Vec::is_empty) {
            self.clear(session);
        } else {
            self.go_on(session);
        }
    }

    /// Forgets the list, kept or not.
    pub fn clear(self, session: Session) {
        self.put_back(session);
        self.items.set(Vec::new());
        self.pace.set(None);
        self.shelf.erase();
        self.shown.set(false);
        session.leave();
    }

    /// Puts the highest scores first; what has none keeps its order behind them.
    pub fn sort(self) {
        let score = |item: &Item| match item.state.get_untracked() {
            State::Done(done) => Some(done.score),
            _ => None,
        };
        self.items.update(|items| items.sort_by_key(|item| std::cmp::Reverse(score(item))));
    }

    /// The results, a line each: what `omni-iml check --json` prints of them.
    pub fn lines(self) -> String {
        let mut lines = String::new();
        self.items.with_untracked(|items| {
            for item in items {
                if let State::Done(done) = item.state.get_untracked() {
                    lines.push_str(&done.report);
                    lines.push('\n');
                }
            }
        });
        lines
    }

    /// How many are finished, checked or not, and how many there are.
    pub fn count(self) -> (u32, u32) {
        self.items.with(|items| {
            let over = items.iter().filter(|item| matches!(item.state.get(), State::Done(_) | State::Failed(..))).count();
            (over as u32, items.len() as u32)
        })
    }
}

impl Item {
    fn is(&self, state: &State) -> bool {
        self.state.with_untracked(|own| own == state)
    }
}
