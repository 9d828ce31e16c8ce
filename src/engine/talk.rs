//! Asking a model: the endpoint's state machine, with the door of `explain.html` as its transport. This worker itself can
//! reach nobody; it says through a port what is to be sent, and hears what came back.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::check::utc;
use super::protocol::{self, Gone, Reply, Told};
use super::worker::say;
use crate::explain::arriving;
use crate::explain::endpoint::{
    Accepts, Address, Endpoint, ErrorKind, Event, Exchange, ExplainError, Fault, Paragraph, Reach, Request, Sent, Subject, Times,
    Words,
};
use crate::explain::preset::PRESETS;
use crate::explain::prompt::Prompt;
use crate::language::Language;
use crate::report::{Explained, Left};

/// What is done with the words in the end, where they are not a trial's.
pub(super) type Keep = Box<dyn FnOnce(Explained)>;
/// Hears of everything that is sent.
pub(super) type Log = Box<dyn Fn(Left)>;

/// An exchange: under way, waiting for the person's word, or over.
pub(super) struct Talk {
    exchange: Exchange,
    door: MessagePort,
    asked: protocol::Endpoint,
    language: Language,
    keep: Option<Keep>,
    over: bool,
    said: String,
    thoughts: String,
    log: Log,
    /// Of each thing that was sent, whether the server said something to it.
    answered: Vec<bool>,
    /// How much of what was sent the page has been told.
    told: usize,
    hear: Option<Closure<dyn FnMut(MessageEvent)>>,
}

/// The endpoint that the page names, and what it is known to take. The key is with the door.
fn endpoint(asked: &protocol::Endpoint, learnt: Option<Accepts>) -> Result<Endpoint, ExplainError> {
    let address = Address::parse(&asked.base, Reach::Page)?;
    let known = PRESETS.iter().find(|preset| preset.address == asked.base.trim().trim_end_matches('/'));
    let usual = Accepts { tokens: known.map(|preset| preset.tokens).unwrap_or_default(), ..Accepts::default() };
    Ok(Endpoint { kind: asked.kind, address, model: asked.model.clone(), key: None, accepts: learnt.unwrap_or(usual) })
}

fn failed(error: &ExplainError, language: Language) {
    let (kind, message, sent) = (error.kind().to_owned(), error.words(language), Vec::new());
    say(&Reply::Unexplained { kind, message, sent }, None);
}

impl Talk {
    /// What an endpoint takes, if it was this one that was talked to.
    pub fn learnt(&self, asked: &protocol::Endpoint) -> Option<Accepts> {
        (self.asked == *asked).then(|| self.exchange.accepts())
    }

    /// Sends a prompt that the person has seen and agreed to.
    pub fn explain(
        asked: protocol::Endpoint,
        learnt: Option<Accepts>,
        prompt: Prompt,
        language: Language,
        keep: Keep,
    ) -> Option<Exchanged> {
        match endpoint(&asked, learnt) {
            Ok(endpoint) => Some((Exchange::explain(endpoint, prompt, language), asked, language, Some(keep))),
            Err(error) => {
                failed(&error, language);
                None
            }
        }
    }

    /// Sends a generated picture.
    pub fn test(asked: protocol::Endpoint, learnt: Option<Accepts>) -> Option<Exchanged> {
        let language = Language::default();
        // Which digit is no secret; that it changes keeps a server from answering by rote.
        let digit = 1 + (js_sys::Math::random() * 9.0) as u8;
        let exchange = endpoint(&asked, learnt).map(|endpoint| Exchange::test(endpoint, digit));
        match exchange {
            Ok(Ok(exchange)) => return Some((exchange, asked, language, None)),
            Ok(Err(error)) => {
                let (kind, message) = (error.kind().to_owned(), error.words(language));
                say(&Reply::Unexplained { kind, message, sent: Vec::new() }, None);
            }
            Err(error) => failed(&error, language),
        }
        None
    }

    /// Begins: what comes back is heard until the exchange is over.
    pub fn begin((exchange, asked, language, keep): Exchanged, door: MessagePort, log: Log) -> Rc<RefCell<Self>> {
        let (said, thoughts, answered) = Default::default();
        let (through, over, told) = (door.clone(), false, 0);
        let talk = Self { exchange, door, asked, language, keep, over, said, thoughts, log, answered, told, hear: None };
        let talk = Rc::new(RefCell::new(talk));
        Self::go(&talk, through);
        talk
    }

    /// The person agrees to send it once more, through a door that was opened for that.
    pub fn again(talk: &Rc<RefCell<Self>>, door: MessagePort) {
        {
            let mut talk = talk.borrow_mut();
            talk.exchange.agree();
            talk.over = false;
        }
        Self::go(talk, door);
    }

    /// Sends what there is to send through this door, and hears what comes back.
    fn go(talk: &Rc<RefCell<Self>>, door: MessagePort) {
        let heard = Rc::downgrade(talk);
        let hear = Closure::new(move |event: MessageEvent| {
            if let Some(talk) = heard.upgrade() {
                talk.borrow_mut().hear(&event.data());
            }
        });
        let mut talk = talk.borrow_mut();
        door.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        talk.door = door;
        talk.hear = Some(hear);
        talk.send();
    }

    /// The person has had enough.
    pub fn stop(&mut self) {
        let abort = Object::new();
        put(&abort, "abort", &true.into());
        // A closed port takes no messages, and needs none.
        let _ = self.door.post_message(&abort);
        let events = self.exchange.fault(Fault::Cancelled);
        self.take(events);
    }

    /// Sends what the exchange wants sent, if it does.
    fn send(&mut self) {
        let Some(request) = self.exchange.take_request() else { return };
        self.answered.push(false);
        if let Some(sent) = self.exchange.sent().last() {
            (self.log)(Left { at: utc(), sent: sent.clone() });
        }
        let headers: Array = Request::HEADERS.iter().map(|(name, value)| Array::of2(&(*name).into(), &(*value).into())).collect();
        let body = Uint8Array::from(request.body.as_bytes()).buffer();
        let (order, message) = (Object::new(), Object::new());
        put(&order, "url", &request.url.into());
        put(&order, "headers", &headers);
        put(&order, "body", &body);
        let Times { first, idle, total, .. } = Times::DEFAULT;
        for (name, time) in [("first", first), ("idle", idle), ("whole", total)] {
            put(&order, name, &(time.as_millis() as f64).into());
        }
        put(&message, "send", &order);
        if self.door.post_message_with_transferable(&message, &Array::of1(&body)).is_err() {
            let events = self.exchange.fault(Fault::Unreachable);
            self.take(events);
        }
    }

    fn hear(&mut self, message: &JsValue) {
        let part = |name: &str| Reflect::get(message, &name.into()).ok().filter(|value| !value.is_undefined());
        let status = part("status").and_then(|status| status.as_f64());
        let failed = part("failed").and_then(|why| why.as_string());
        // Who sends elsewhere has answered, too.
        if (status.is_some() || failed.as_deref() == Some("Redirected"))
            && let Some(answered) = self.answered.last_mut()
        {
            *answered = true;
        }
        let events = if let Some(status) = status {
            self.exchange.head(status as u16, header(&part("headers").unwrap_or_default(), "retry-after").as_deref())
        } else if let Some(chunk) = part("chunk") {
            self.exchange.bytes(&Uint8Array::new(&chunk).to_vec())
        } else if part("end").is_some() {
            self.exchange.end()
        } else if let Some(why) = failed {
            self.exchange.fault(match (why.as_str(), self.answered.last() == Some(&true)) {
                ("AbortError", _) => Fault::Cancelled,
                ("TimeoutError", _) => Fault::TimedOut,
                ("Redirected", _) => Fault::Redirected,
                ("LocalNetworkDenied", false) => Fault::LocalNetworkDenied,
                (_, true) => Fault::Broken,
                (_, false) => Fault::Blocked,
            })
        } else {
            Vec::new()
        };
        self.take(events);
        if !self.over {
            self.send();
        }
    }

    fn take(&mut self, events: Vec<Event>) {
        // Of all that came together, the last is shown.
        let mut thinking = None;
        for event in events {
            if self.over {
                return;
            }
            match event {
                Event::Reasoning(more) => {
                    self.thoughts += &more;
                    thinking = Some(true);
                }
                Event::Text(more) => {
                    self.said += &more;
                    thinking = Some(false);
                }
                Event::Repairing => self.said.clear(),
                Event::Finished(reply) => {
                    let (sentences, cut) = (sentences(&reply.words), reply.cut);
                    if let Some(keep) = self.keep.take() {
                        keep(Explained { model: self.asked.model.clone(), words: reply.words, cut });
                    }
                    self.end(|sent| Reply::Explained { sentences, cut, sent });
                }
                Event::Tested(tested) if tested.saw => {
                    self.end(|sent| Reply::Explained { sentences: Vec::new(), cut: false, sent });
                }
                Event::Tested(tested) => {
                    let (kind, host) = (ErrorKind::NoVision, String::new());
                    self.fail(&ExplainError { kind, host, status: None, wait: None, detail: tested.said });
                }
                Event::AskAgain(error) => {
                    let (kind, message, wait) = (error.kind().to_owned(), error.words(self.language), error.wait);
                    self.end(|sent| Reply::AskAgain { kind, message, wait, sent });
                }
                Event::Failed(error) => self.fail(&error),
            }
        }
        if let Some(thinking) = thinking.filter(|_| !self.over) {
            let text = if thinking { self.thoughts.clone() } else { arriving::words(&self.said) };
            say(&Reply::Explaining { text, thinking }, None);
        }
    }

    fn fail(&mut self, error: &ExplainError) {
        let (kind, message) = (error.kind().to_owned(), error.words(self.language));
        self.end(|sent| Reply::Unexplained { kind, message, sent });
    }

    /// Nothing more comes through this door.
    fn end(&mut self, reply: impl FnOnce(Vec<Gone>) -> Reply) {
        self.over = true;
        let all = self.exchange.sent();
        let gone = |(sent, &answered): (&Sent, &bool)| Gone {
            what: sent.what.name().to_owned(),
            to: sent.to.clone(),
            bytes: sent.bytes as u32,
            answered,
        };
        let news = all.iter().zip(&self.answered).skip(self.told).map(gone).collect();
        self.told = all.len();
        say(&reply(news), None);
        self.door.set_onmessage(None);
        self.door.close();
    }
}

/// What an exchange begins with: itself, whom the page asks, the language, and what is done with the words.
pub(super) type Exchanged = (Exchange, protocol::Endpoint, Language, Option<Keep>);

/// A model's words, a paragraph each.
fn sentences(words: &Words) -> Vec<Told> {
    let told = |Paragraph { subject, text }: Paragraph| {
        let (about, region) = match subject {
            Subject::Summary => ("summary", None),
            Subject::Region(number) => ("region", Some(number as u32)),
            Subject::Own => ("own", None),
        };
        Told { about: about.to_owned(), region, text, figures: Vec::new() }
    };
    words.paragraphs().into_iter().map(told).collect()
}

/// The value of a header in a list of pairs.
fn header(pairs: &JsValue, name: &str) -> Option<String> {
    let pairs: &Array = pairs.dyn_ref()?;
    pairs.iter().find_map(|pair| {
        let pair: &Array = pair.dyn_ref()?;
        (pair.get(0).as_string()? == name).then(|| pair.get(1).as_string()).flatten()
    })
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
