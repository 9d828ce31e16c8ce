//! Asking many questions: each once, some at a time, with patience for servers that are busy.

use std::cell::Cell;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use super::store::{Raw, Store};
use crate::explain::endpoint::{
    Accepts, Address, Endpoint, ErrorKind, Event, Exchange, ExplainError, Kind, Question, Reach, Secret, Times,
};
use crate::explain::http;
use crate::explain::instructions::repair;
use crate::explain::preset;
use crate::explain::reply::ReplyError;
use crate::language::Language;

/// Where questions go, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct ServerArgs {
    /// The environment variable with the server's key, if it wants one.
    #[arg(long, default_value = "OMNI_IML_API_KEY")]
    key_env: String,
    /// Questions under way at a time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    parallel: u16,
    /// How often a question is sent in all when a server is busy or breaks off.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=20))]
    attempts: u32,
    /// Seconds before the second attempt; each further one waits twice as long.
    #[arg(long, default_value_t = 2.0, value_parser = seconds)]
    wait: f32,
}

impl ServerArgs {
    /// The key, if the environment has one.
    ///
    /// # Errors
    /// One that cannot be a key.
    pub fn key(&self) -> Result<Option<Secret>, String> {
        key(&self.key_env)
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Before the second attempt.
    pub(super) fn wait(&self) -> Duration {
        Duration::from_secs_f32(self.wait)
    }
}

/// The key in a variable of the environment, if it is there.
pub(super) fn key(variable: &str) -> Result<Option<Secret>, String> {
    Secret::new(&std::env::var(variable).unwrap_or_default()).map_err(|e| format!("{e} (environment variable {variable})"))
}

fn seconds(text: &str) -> Result<f32, String> {
    let seconds = text.parse().ok().filter(|s| (0.0..=600.0).contains(s));
    seconds.ok_or_else(|| "a number of seconds from 0 to 600 is needed".to_owned())
}

/// A model and its server, as `NAME` or `NAME=ADDRESS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelAt {
    /// As it was given, for people.
    pub name: String,
    /// As the server names it.
    pub model: String,
    /// The server's address.
    pub address: Address,
}

impl ModelAt {
    /// Reads such a text. Short names of the paper's models are known; without an address it is vLLM's on this machine.
    ///
    /// # Errors
    /// In words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, address) = text.split_once('=').unwrap_or((text, preset::PRESETS[0].address));
        if name.trim().is_empty() {
            return Err("a model's name is needed: NAME or NAME=ADDRESS".to_owned());
        }
        let address = Address::parse(address, Reach::Native).map_err(|e| e.to_string())?;
        Ok(Self { name: name.to_owned(), model: preset::model(name).to_owned(), address })
    }
}

/// What was sent so far.
#[derive(Debug, Default)]
pub struct Sent {
    /// Requests with a picture.
    pub pictures: AtomicUsize,
    /// The same again, because a server was busy, broke off or takes things otherwise.
    pub again: AtomicUsize,
    /// Requests that ask for a reply in the right shape; without a picture.
    pub repairs: AtomicUsize,
}

impl Sent {
    /// With a picture, again, repairs.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        [&self.pictures, &self.again, &self.repairs].map(|n| n.load(Ordering::Relaxed))
    }

    /// In a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let [pictures, again, repairs] = self.counts();
        format!("{pictures} requests with a picture, {repairs} to put a reply in shape; {again} of them were the same again")
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No other question will have one either: a wrong key, no such model, a full disk.
    Fatal(String),
    /// This one has none this time.
    Passing(String),
    /// The server gives this one none: a filter, a limit.
    Refused(String),
    /// This one has a reply of which nobody can make anything, not even after it was sent back to be put in shape.
    Unusable(String),
}

/// What the store has of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored<T> {
    /// Nothing.
    Missing,
    /// A reply that has to go back to be put in shape.
    Misshapen,
    /// All of it.
    Read(T),
}

/// One server, one model, and what was asked of it.
pub struct Asker<'a> {
    model: &'a ModelAt,
    key: Option<Secret>,
    /// Whether the person said that it may be sent.
    may_send: bool,
    accepts: Mutex<Accepts>,
    attempts: u32,
    wait: Duration,
    parallel: usize,
    times: Times,
    store: &'a Store,
    /// Nobody waits any longer.
    stop: Mutex<bool>,
    stopped: Condvar,
    /// What was sent.
    pub sent: Sent,
}

impl<'a> Asker<'a> {
    /// Nothing is sent yet, and never without `may_send`: whether the person said so.
    ///
    /// # Errors
    /// A key that cannot be one.
    pub fn new(args: &ServerArgs, model: &'a ModelAt, store: &'a Store, may_send: bool) -> Result<Self, String> {
        Ok(Self {
            model,
            key: args.key()?,
            may_send,
            accepts: Mutex::default(),
            attempts: args.attempts,
            wait: args.wait(),
            parallel: args.parallel.into(),
            times: Times::DEFAULT,
            store,
            stop: Mutex::default(),
            stopped: Condvar::new(),
            sent: Sent::default(),
        })
    }

    /// Does `work` for each of 0..`count`, as many at a time as may be, and gives what went wrong with each that failed, in
    /// order. After a fatal error nothing more is begun.
    ///
    /// # Errors
    /// The fatal error.
    pub fn each(
        &self,
        count: usize,
        work: impl Fn(usize, &tokio::runtime::Runtime) -> Result<(), Trouble> + Sync,
    ) -> Result<Vec<(usize, String)>, String> {
        let next = AtomicUsize::new(0);
        *locked(&self.stop) = false;
        let (failed, fatal) = (Mutex::new(Vec::new()), Mutex::new(None));
        let worker = || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(e) => {
                    *locked(&fatal) = Some(format!("no thread can be had to ask with ({e})"));
                    return;
                }
            };
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count || *locked(&self.stop) {
                    return;
                }
                match work(at, &runtime) {
                    Ok(()) => {}
                    Err(Trouble::Passing(why) | Trouble::Refused(why) | Trouble::Unusable(why)) => {
                        locked(&failed).push((at, why));
                    }
                    Err(Trouble::Fatal(why)) => {
                        locked(&fatal).get_or_insert(why);
                        *locked(&self.stop) = true;
                        self.stopped.notify_all();
                    }
                }
            }
        };
        std::thread::scope(|scope| (0..self.parallel.min(count)).for_each(|_| drop(scope.spawn(worker))));
        if let Some(why) = locked(&fatal).take() {
            return Err(why);
        }
        let mut failed = std::mem::take(&mut *locked(&failed));
        failed.sort();
        Ok(failed)
    }

    /// The answer to a question, from the store if it is there, else from the server; read by `read`. A reply of the wrong
    /// shape goes back once, without the picture, to be put in shape.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn answer<T>(
        &self,
        runtime: &tokio::runtime::Runtime,
        name: &str,
        question: Question,
        read: impl Fn(&str) -> Result<T, ReplyError>,
    ) -> Result<T, Trouble> {
        self.read(name, question, read, |name, question| self.reply(runtime, name, question))
    }

    /// The same from the store alone.
    ///
    /// # Errors
    /// [`Trouble::Unusable`].
    pub fn stored<T>(
        &self,
        name: &str,
        question: Question,
        read: impl Fn(&str) -> Result<T, ReplyError>,
    ) -> Result<Stored<T>, Trouble> {
        // Passing, here, is what is not there: the first reply or the one that puts it in shape.
        let asked = Cell::new(0);
        let reply = |name: &str, question: Question| {
            asked.set(asked.get() + 1);
            self.store.reply(name, &Store::digest(self.model, &question)).ok_or(Trouble::Passing(String::new()))
        };
        match self.read(name, question, read, reply) {
            Ok(read) => Ok(Stored::Read(read)),
            Err(Trouble::Passing(_)) if asked.get() == 1 => Ok(Stored::Missing),
            Err(Trouble::Passing(_)) => Ok(Stored::Misshapen),
            Err(trouble) => Err(trouble),
        }
    }

    /// Reads the reply to a question, by `reply`; one of the wrong shape goes back once.
    fn read<T>(
        &self,
        name: &str,
        question: Question,
        read: impl Fn(&str) -> Result<T, ReplyError>,
        reply: impl Fn(&str, Question) -> Result<Raw, Trouble>,
    ) -> Result<T, Trouble> {
        let (schema, tokens) = (question.schema.clone(), question.tokens);
        let raw = reply(name, question)?;
        let wrong = match read(&raw.text) {
            Ok(read) => return Ok(read),
            Err(wrong) => wrong,
        };
        // What was cut lacks more than its shape.
        let why = match schema.filter(|_| !raw.cut) {
            None => wrong.to_string(),
            Some(schema) => {
                let words = repair(Language::En, &raw.text, &wrong, &schema);
                let raw = reply(&repaired(name), Question { words, jpeg: None, schema: Some(schema), tokens })?;
                match read(&raw.text) {
                    Ok(read) => return Ok(read),
                    Err(wrong) => format!("{wrong}; put in shape once"),
                }
            }
        };
        let cut = if raw.cut { ", and it ends at the limit of tokens" } else { "" };
        Err(Trouble::Unusable(format!("the reply cannot be used ({why}{cut}): {name}")))
    }

    /// Takes the replies to a question out of the way, so that the next run asks again.
    ///
    /// # Errors
    /// A folder that cannot be written to.
    pub fn set_aside(&self, name: &str) -> Result<(), Trouble> {
        [name, &repaired(name)].into_iter().try_for_each(|name| self.store.set_aside(name)).map_err(Trouble::Fatal)
    }

    /// A reply from the store, else from the server, and then kept.
    fn reply(&self, runtime: &tokio::runtime::Runtime, name: &str, question: Question) -> Result<Raw, Trouble> {
        let digest = Store::digest(self.model, &question);
        if let Some(raw) = self.store.reply(name, &digest) {
            return Ok(raw);
        }
        let raw = self.send(runtime, name, digest, &question)?;
        self.store.keep(name, &raw).map_err(Trouble::Fatal)?;
        Ok(raw)
    }

    /// Waits, unless everything stops; gives whether it went on.
    fn waited(&self, time: Duration) -> bool {
        let waited = self.stopped.wait_timeout_while(locked(&self.stop), time, |stop| !*stop);
        !*waited.unwrap_or_else(std::sync::PoisonError::into_inner).0
    }

    fn send(&self, runtime: &tokio::runtime::Runtime, name: &str, digest: String, question: &Question) -> Result<Raw, Trouble> {
        if !self.may_send {
            return Err(Trouble::Fatal(format!("it has no reply yet, and nothing is sent without --yes: {name}")));
        }
        let kind = if question.jpeg.is_some() { &self.sent.pictures } else { &self.sent.repairs };
        let mut wait = self.wait;
        let mut attempt = 1;
        let mut sent = 0;
        loop {
            let accepts = *locked(&self.accepts);
            let mut exchange = Exchange::ask(self.endpoint(accepts), question.clone());
            let (mut last, mut reasoning) = (None, String::new());
            // A server that takes things otherwise is asked again at once, and that is no attempt.
            let error = loop {
                let known = exchange.accepts();
                let mut on = |event: &Event| {
                    if let Event::Reasoning(more) = event {
                        reasoning += more;
                    }
                    last = Some(event.clone());
                };
                runtime.block_on(http::run(&mut exchange, &self.times, pending(), &mut on));
                kind.fetch_add(1, Ordering::Relaxed);
                if sent > 0 {
                    self.sent.again.fetch_add(1, Ordering::Relaxed);
                }
                sent += 1;
                match last.take() {
                    Some(Event::Finished(reply)) => {
                        let (text, reasoning) = (exchange.raw().to_owned(), reply.reasoning);
                        return Ok(Raw { question: digest, text, reasoning, cut: reply.cut });
                    }
                    Some(Event::AskAgain(_)) if exchange.accepts() != known => {
                        *locked(&self.accepts) = exchange.accepts();
                        exchange.agree();
                    }
                    Some(Event::AskAgain(error) | Event::Failed(error)) => break error,
                    _ => return Err(Trouble::Fatal("the exchange ended without a word; please report it".to_owned())),
                }
            };
            let told = format!("{error} ({name})");
            match weight(&error) {
                Weight::Every => return Err(Trouble::Fatal(told)),
                Weight::This => return Err(Trouble::Refused(told)),
                // The picture is not sent again once there are words: they are kept, and the next run asks anew.
                Weight::Once if !(exchange.raw().is_empty() && reasoning.is_empty()) => {
                    let raw = Raw { question: digest, text: exchange.raw().to_owned(), reasoning, cut: true };
                    self.store.keep(&format!("{name}-broken"), &raw).map_err(Trouble::Fatal)?;
                    return Err(Trouble::Passing(told));
                }
                // Nobody is there, and has not been for a while.
                Weight::Once if attempt >= self.attempts && error.kind == ErrorKind::Unreachable => {
                    return Err(Trouble::Fatal(told));
                }
                Weight::Once if attempt >= self.attempts => return Err(Trouble::Passing(told)),
                Weight::Once => {
                    let asked = error.wait.map_or(Duration::ZERO, |s| Duration::from_secs(s.into()));
                    if !self.waited(wait.max(asked)) {
                        return Err(Trouble::Passing(told));
                    }
                    (wait, attempt) = (wait * 2, attempt + 1);
                }
            }
        }
    }

    fn endpoint(&self, accepts: Accepts) -> Endpoint {
        let ModelAt { model, address, .. } = self.model;
        Endpoint { kind: Kind::OpenAi, address: address.clone(), model: model.clone(), key: self.key.clone(), accepts }
    }
}

/// The name of the reply that puts another in shape.
fn repaired(name: &str) -> String {
    format!("{name}-repair")
}

/// What an error is true of.
enum Weight {
    /// This attempt.
    Once,
    /// This question.
    This,
    /// Every question.
    Every,
}

fn weight(error: &ExplainError) -> Weight {
    use ErrorKind::*;
    match error.kind {
        Unreachable | TimedOut | CutOff | TooManyRequests | ServerFailed | Empty | ErrorInAnswer => Weight::Once,
        // A key that is wrong is 401's; what a filter does not like may be 403.
        Forbidden | TooLarge | Refused | TooMuch | Withheld | NotAnAnswer | Html | Cancelled => Weight::This,
        _ => Weight::Every,
    }
}

/// What is behind a lock; a thread that panicked under it left nothing half done.
pub(super) fn locked<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::explain::instructions::Instructions;

    #[test]
    fn models_are_named_shortly_wholly_and_with_their_server() {
        let of = |text| ModelAt::parse(text).map(|at| (at.model, at.address.url(Kind::OpenAi)));
        let local = "http://localhost:8000/v1/chat/completions".to_owned();
        assert_eq!(of("internvl3-8b"), Ok(("OpenGVLab/InternVL3-8B".to_owned(), local.clone())));
        assert_eq!(of("Qwen/Other"), Ok(("Qwen/Other".to_owned(), local)));
        let other = of("qwen2.5-vl-7b=http://10.0.0.7:9000");
        assert_eq!(other, Ok(("Qwen/Qwen2.5-VL-7B-Instruct".to_owned(), "http://10.0.0.7:9000/v1/chat/completions".to_owned())));
        assert!(of("x=nowhere").is_err() && of("").is_err() && of("=http://10.0.0.7:9000").is_err());
    }

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: ServerArgs,
    }

    #[test]
    fn nothing_leaves_without_the_persons_word() {
        let folder = std::env::temp_dir().join(format!("omni-iml-ask-{}", std::process::id()));
        let store = Store::open(&folder).unwrap();
        // Nobody listens there; whoever tried would say so.
        let model = ModelAt::parse("m=http://127.0.0.1:1").unwrap();
        let Line { args } = clap::Parser::parse_from(["ask", "--attempts", "1"]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = |may_send| {
            let words = Instructions { system: "s".to_owned(), user: "u".to_owned() };
            let question = Question { words, jpeg: Some(vec![1]), schema: None, tokens: 1 };
            let asker = Asker::new(&args, &model, &store, may_send).unwrap();
            let trouble = asker.answer(&runtime, "a/b", question, |_| Ok(())).unwrap_err();
            (trouble, asker.sent.counts())
        };
        let told = "it has no reply yet, and nothing is sent without --yes: a/b".to_owned();
        assert_eq!(answer(false), (Trouble::Fatal(told), [0; 3]));
        assert_eq!(answer(true).1, [1, 0, 0]);
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
