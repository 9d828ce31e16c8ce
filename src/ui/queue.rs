//! Many pictures, one after the other: a list of what came, what is being checked, and what was found. The engine and the
//! session look at one picture at a time; the list hands them the next, keeps what came of it in words and a thumbnail, and
//! lets go of the rest, so that memory does not grow with the pictures.

mod list;
mod shelf;
mod thumb;

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Blob;

pub use list::{BackToList, List, progress};
pub use shelf::files_of;

use self::list::focus;
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

/// What is known of a picture of the list.
#[derive(Clone, PartialEq)]
pub enum State {
    /// Nothing yet: its turn will come.
    Waiting,
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
    /// The line that `omni-iml check --json` prints.
    pub report: Arc<str>,
}

impl Done {
    fn of(finding: &Report, report: String) -> Self {
        let verdict = &finding.verdict;
        Self { band: verdict.band, score: percent(verdict.score), unsure: verdict.unsure, report: report.into() }
    }

    /// From what was kept.
    fn read(report: String) -> Option<Self> {
        let finding = wire::report(&parse(&report)?)?;
        Some(Self::of(&finding, report))
    }
}

/// A picture of the list. Its signals go with it.
#[derive(Clone)]
pub struct Item {
    /// Names it, in this list and on the shelf: no two have one number, whichever window they came to.
    pub number: u64,
    /// What its file is called; nothing for what was pasted.
    pub name: Option<String>,
    pub file: Blob,
    pub state: ArcRwSignal<State>,
    /// A small copy with its marks, as a `data:` address; empty before it was checked.
    pub thumb: ArcRwSignal<String>,
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
    /// The picture that is being checked.
    pub running: RwSignal<Option<u64>>,
    /// Seconds that a picture takes, so far; none before the first.
    pub pace: RwSignal<Option<f64>>,
    /// How many are finished, checked or not, and how many there are: counted once for all who ask.
    pub count: Memo<(u32, u32)>,
    /// The last thing that there was to say about the list.
    pub said: RwSignal<String>,
    /// How many times documents are being looked through for pictures.
    pub opening: RwSignal<u32>,
    /// Whether the list is kept in this browser.
    pub shelf: Shelf,
    /// The picture that the session has in hand, checked or not.
    in_hand: StoredValue<Option<u64>>,
    /// When it was handed over.
    since: StoredValue<f64>,
    /// The list goes on when one comes back to it.
    resume: StoredValue<bool>,
    last: StoredValue<u64>,
    /// How often the list was cleared.
    cleared: StoredValue<u32>,
}

impl Queue {
    /// An empty list.
    pub fn new() -> Self {
        let items = RwSignal::new_local(Vec::<Item>::new());
        let count = move || {
            items.with(|items| {
                let over = items.iter().filter(|item| item.state.with(|state| *state != State::Waiting)).count();
                (over as u32, items.len() as u32)
            })
        };
        Self {
            items,
            count: Memo::new(move |_| count()),
            shown: RwSignal::new(false),
            paused: RwSignal::new(false),
            running: RwSignal::new(None),
            pace: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            opening: RwSignal::new(0),
            shelf: Shelf::new(),
            cleared: StoredValue::new(0),
            in_hand: StoredValue::new(None),
            since: StoredValue::new(0.0),
            resume: StoredValue::new(false),
            last: StoredValue::new(0),
        }
    }

    /// Whether there is a list, shown or not.
    pub fn holds(self) -> bool {
        self.count.get().1 > 0
    }

    /// Tells this list from the one after it was cleared.
    pub fn list(self) -> u32 {
        self.cleared.get_value()
    }

    /// Whether it takes no more.
    pub fn is_full(self) -> bool {
        self.items.with_untracked(Vec::len) >= MOST
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
            if kept.is_empty() {
                return;
            }
            // What has come meanwhile stands behind it, and is at work; else nobody has said that it should go on.
            if !untrack(move || self.holds()) {
                self.paused.set(true);
                self.shown.set(session.stage.get_untracked() == Stage::Idle);
            }
            self.items.update(|items| *items = [kept, std::mem::take(items)].concat());
        });
    }

    /// Puts pictures at the end of the list and sets to work; the number of the first of them.
    pub fn add(self, session: Session, mut files: Vec<Incoming>) -> Option<u64> {
        let count = self.items.with_untracked(Vec::len);
        // What was being checked alone is the first of them.
        if session.stage.get_untracked() == Stage::Running
            && count == 0
            && let Some((file, name)) = session.arrived()
        {
            files.insert(0, Incoming { file, name });
        }
        let room = MOST - count.min(MOST);
        self.said.set(if files.len() > room { text("list-full") } else { String::new() });
        let fresh: Vec<Item> = files.into_iter().take(room).map(|Incoming { file, name }| self.item_of(file, name)).collect();
        fresh.iter().for_each(|item| self.shelf.put(item));
        let first = fresh.first().map(|item| item.number);
        self.items.update(|items| items.extend(fresh));
        if count == 0 {
            self.paused.set(false);
            self.resume.set_value(false);
        }
        self.back(session);
        first
    }

    fn item_of(self, file: Blob, name: Option<String>) -> Item {
        // Milliseconds, and room for a thousand within one.
        let number = (js_sys::Date::now() as u64 * 1000).max(self.last.get_value() + 1);
        self.last.set_value(number);
        Item { number, name, file, state: ArcRwSignal::new(State::Waiting), thumb: ArcRwSignal::new(String::new()) }
    }

    /// Back from a picture to the list, which goes on if it was at work.
    pub fn back(self, session: Session) {
        if !self.shown.get_untracked() {
            let from = self.in_hand.get_value();
            self.put_back(session);
            self.shown.set(true);
            if self.resume.get_value() {
                self.paused.set(false);
            }
            if let Some(number) = from {
                focus(format!("entry-{number}"));
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
        let pasted = item.name.is_none();
        session.check(Arrival { file: item.file.clone(), name: item.name.clone(), pasted, several: false });
        self.in_hand.set_value(Some(item.number));
        self.running.set(Some(item.number));
        self.since.set_value(js_sys::Date::now());
    }

    /// The session has another picture in hand, which is none of the list's.
    pub fn let_go(self) {
        self.in_hand.set_value(None);
        self.running.set(None);
    }

    /// Gives up the check that is under way. What was found before stands.
    fn put_back(self, session: Session) {
        if session.stage.get_untracked() == Stage::Running {
            session.give_up();
            self.let_go();
        }
    }

    fn item(self, number: u64) -> Option<Item> {
        self.items.with_untracked(|items| items.iter().find(|item| item.number == number).cloned())
    }

    /// The picture whose check has just ended.
    fn ended(self) -> Option<Item> {
        let number = self.running.get_untracked()?;
        self.running.set(None);
        self.item(number)
    }

    /// The session has a result.
    fn done(self, session: Session) {
        let Some(finding) = session.finding.get_untracked() else { return };
        let Some(item) = self.ended() else { return };
        let took = (js_sys::Date::now() - self.since.get_value()) / 1000.0;
        // The last ones count most: pictures of a list differ in size.
        self.pace.update(|pace| *pace = Some(pace.map_or(took, |pace| 0.7 * pace + 0.3 * took)));
        item.thumb.set(thumb::with_marks(session).unwrap_or_default());
        item.state.set(State::Done(Done::of(&finding, session.report.get_untracked())));
        self.shelf.put(&item);
        self.go_on(session);
    }

    /// The session could not check it. Where the engine is to blame, so it would be with all that follow.
    fn failed(self, session: Session) {
        let (Some(item), Some(problem)) = (self.ended(), session.problem.get_untracked()) else { return };
        if problem.engine {
            self.paused.set(true);
            self.resume.set_value(false);
            self.said.set(problem.reason);
            return;
        }
        item.state.set(State::Failed(problem.reason, problem.passing));
        self.go_on(session);
    }

    /// Stops after giving up the picture in hand, or goes on.
    pub fn pause(self, session: Session, paused: bool) {
        self.paused.set(paused);
        if paused {
            self.put_back(session);
        } else {
            self.said.set(String::new());
            self.go_on(session);
        }
    }

    /// Shows one picture with everything about it; the list waits meanwhile.
    pub fn open(self, session: Session, number: u64) {
        let Some(item) = self.item(number) else { return };
        // From one picture to its neighbour, it is as it was when the list was left.
        if self.shown.get_untracked() {
            self.resume.set_value(!self.paused.get_untracked());
        }
        self.paused.set(true);
        let here = self.in_hand.get_value() == Some(number) && session.stage.get_untracked() == Stage::Done;
        self.shown.set(false);
        focus("list-back".into());
        if here {
            // In the list it is not put into words.
            session.tell_again();
            return;
        }
        self.put_back(session);
        self.hand_over(session, &item);
    }

    /// Has the picture that is shown checked once more; false where it is none of the list's.
    pub fn again(self, session: Session) -> bool {
        let item = self.in_hand.get_value().and_then(|number| self.item(number));
        item.is_some_and(|item| {
            self.hand_over(session, &item);
            true
        })
    }

    /// The picture before or after the one that is shown, where there is one with a result.
    pub fn beside(self, step: isize) -> Option<u64> {
        let shown = self.in_hand.get_value()?;
        self.items.with_untracked(|items| {
            let at = items.iter().position(|item| item.number == shown)?;
            let found = |item: &&Item| matches!(item.state.get_untracked(), State::Done(_));
            let next = if step < 0 { items[..at].iter().rev().find(found) } else { items[at + 1..].iter().find(found) };
            next.map(|item| item.number)
        })
    }

    /// Has a picture checked once more.
    pub fn retry(self, session: Session, number: u64) {
        if let Some(item) = self.item(number) {
            item.state.set(State::Waiting);
            focus(format!("entry-{number}"));
            self.go_on(session);
        }
    }

    /// Takes a picture out of the list.
    pub fn remove(self, session: Session, number: u64) {
        if self.running.get_untracked() == Some(number) {
            self.put_back(session);
        }
        let at = self.items.with_untracked(|items| items.iter().position(|item| item.number == number));
        self.items.update(|items| items.retain(|item| item.number != number));
        self.shelf.drop(number);
        let neighbour = self.items.with_untracked(|items| {
            let last = items.len().checked_sub(1)?;
            Some(items[at.unwrap_or_default().min(last)].number)
        });
        match neighbour {
            Some(number) => {
                focus(format!("entry-{number}"));
                self.go_on(session);
            }
            None => self.clear(session),
        }
    }

    /// Forgets the list, and what was kept of it.
    pub fn clear(self, session: Session) {
        self.cleared.update_value(|times| *times += 1);
        self.put_back(session);
        self.let_go();
        self.items.set(Vec::new());
        self.pace.set(None);
        self.said.set(String::new());
        self.shelf.turn(false, &[]);
        self.shown.set(false);
        session.leave();
        focus("choose".into());
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
}

impl Item {
    fn is(&self, state: &State) -> bool {
        self.state.with_untracked(|own| own == state)
    }
}
