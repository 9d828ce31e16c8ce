//! One agreed request to a model server, and what comes of it: a state machine without a socket, a clock or a thread.
//!
//! Servers speak OpenAI's chat completions, or are a gateway of ours. A transport (the page's frame, `http`) asks
//! [`Exchange::take_request`] what to send, and reports status, bytes, end and faults; it gets [`Event`]s. What a server
//! sends is believed by its bytes, not by its headers, and bounded ([`MAX_RESPONSE`]).
//!
//! One agreement covers one POST with the picture. The machine repairs a reply of the wrong shape once, without the
//! picture; anything else that would send the picture again is asked for first ([`Event::AskAgain`]), and only where
//! nothing was streamed. All of it is in [`Exchange::sent`].

mod address;
mod answer;
mod error;
mod event;
mod limits;
mod request;
mod secret;
mod server;

pub use address::{Address, Reach};
pub use error::{ErrorKind, ExplainError};
pub use event::{Event, Fault, Paragraph, Reply, Subject, Tested, Words};
pub use limits::{MAX_ERROR, MAX_RESPONSE, MAX_TOKENS, MAX_WAIT, MAX_WORDS, Times, answer_tokens};
pub use request::{Question, Request, Sent, SentPicture, What};
pub use secret::Secret;
pub use server::{Accepts, Endpoint, Kind, TokensName};

use super::prompt::{self, Prompt, PromptError};
use super::schema;
use super::sse::{Message, Stream};
use super::{arriving, instructions, reply};
use crate::language::Language;
use answer::{Bad, Finish, Piece};
use limits::MAX_REPAIR;

/// Whose picture is sent, and what for.
#[derive(Clone, Debug)]
enum Purpose {
    Explain { prompt: Prompt, language: Language },
    Ask { question: Question },
    Test { prompt: Prompt, digit: u8 },
}

/// A request on its way: with the picture, or for the repair of these words.
#[derive(Clone, Debug)]
enum Post {
    Picture,
    Repair { bad: String, wrong: reply::ReplyError },
}

#[derive(Clone, Debug)]
enum State {
    /// This is to be sent.
    Ready(Post),
    /// It was sent.
    Sent(Post),
    /// The response has begun.
    Receiving(Post, Body),
    /// The person decides.
    Asking,
    Over,
}

/// A response's body, told by its first byte.
#[derive(Clone, Debug)]
enum Body {
    /// Nothing but white space yet.
    Unknown,
    Stream(Stream),
    /// A whole answer.
    Json(Vec<u8>),
    /// What goes with an error's status, and when to try again.
    Error(u16, Option<u32>, Vec<u8>),
}

/// One explanation, or one test, from the agreement to the end.
#[derive(Clone, Debug)]
pub struct Exchange {
    endpoint: Endpoint,
    purpose: Purpose,
    state: State,
    sent: Vec<Sent>,
    /// Bytes of this response.
    received: usize,
    text: String,
    reasoning: String,
    /// Why the model stopped.
    finish: Option<Finish>,
}

impl Exchange {
    /// The person has seen this prompt and agreed to send it there.
    #[must_use]
    pub fn explain(endpoint: Endpoint, prompt: Prompt, language: Language) -> Self {
        Self::new(endpoint, Purpose::Explain { prompt, language })
    }

    /// A question of a data set's, not of a person's: it ends in [`Words::Plain`], whatever the shape, and nothing is
    /// repaired. What came is in [`Self::raw`]. A gateway does not take them.
    #[must_use]
    pub fn ask(endpoint: Endpoint, question: Question) -> Self {
        Self::new(endpoint, Purpose::Ask { question })
    }

    /// Whether the server can be reached and its model sees: sends a generated picture of a digit, 1 to 9, never the
    /// person's. Adjusts itself to what the server takes without asking.
    ///
    /// # Errors
    /// The picture cannot be encoded.
    pub fn test(endpoint: Endpoint, digit: u8) -> Result<Self, PromptError> {
        let digit = digit.clamp(1, 9);
        Ok(Self::new(endpoint, Purpose::Test { prompt: prompt::digit(digit)?, digit }))
    }

    fn new(endpoint: Endpoint, purpose: Purpose) -> Self {
        let state = State::Ready(Post::Picture);
        let (text, reasoning) = Default::default();
        Self { endpoint, purpose, state, sent: Vec::new(), received: 0, text, reasoning, finish: None }
    }

    /// The next request to send, if there is one.
    pub fn take_request(&mut self) -> Option<Request> {
        let post = match &self.state {
            State::Ready(post) => post.clone(),
            _ => return None,
        };
        let (body, what, picture) = self.body(&post);
        self.sent.push(Sent { to: self.endpoint.address.origin(), what, bytes: body.len(), picture });
        (self.received, self.finish) = (0, None);
        self.text.clear();
        self.reasoning.clear();
        self.state = State::Sent(post);
        Some(Request { url: self.endpoint.address.url(self.endpoint.kind), key: self.endpoint.key.clone(), body, what })
    }

    fn body(&self, post: &Post) -> (String, What, Option<SentPicture>) {
        match (&self.purpose, post) {
            (Purpose::Explain { prompt, language }, Post::Picture) => {
                let body = match self.endpoint.kind {
                    Kind::OpenAi => {
                        let words = instructions::explain(prompt.mode, *language, &prompt.places);
                        request::chat(&self.endpoint, &words, Some(&prompt.jpeg), Some(schema::reply(&prompt.places)), MAX_TOKENS)
                    }
                    Kind::Gateway => request::gateway(prompt, *language),
                };
                (body, What::Picture, Some(SentPicture::of(&prompt.jpeg)))
            }
            (Purpose::Explain { prompt, language }, Post::Repair { bad, wrong }) => {
                let schema = schema::reply(&prompt.places);
                let words = instructions::repair(*language, bad, wrong, &schema);
                (request::chat(&self.endpoint, &words, None, Some(schema), MAX_TOKENS), What::Repair, None)
            }
            (Purpose::Ask { question: Question { words, jpeg, schema, tokens } }, _) => {
                let (jpeg, schema) = (jpeg.as_deref(), schema.clone());
                let what = if jpeg.is_some() { What::Picture } else { What::Repair };
                (request::chat(&self.endpoint, words, jpeg, schema, *tokens), what, jpeg.map(SentPicture::of))
            }
            (Purpose::Test { prompt, .. }, _) => {
                let body = match self.endpoint.kind {
                    Kind::OpenAi => request::chat(&self.endpoint, &instructions::test(), Some(&prompt.jpeg), None, MAX_TOKENS),
                    Kind::Gateway => request::gateway(prompt, Language::En),
                };
                (body, What::Test, Some(SentPicture::of(&prompt.jpeg)))
            }
        }
    }

    /// The response begins. `retry_after` is that header's value.
    pub fn head(&mut self, status: u16, retry_after: Option<&str>) -> Vec<Event> {
        let State::Sent(post) = &self.state else { return Vec::new() };
        let body = match status {
            200..=299 => Body::Unknown,
            _ => Body::Error(status, answer::wait(retry_after), Vec::new()),
        };
        self.state = State::Receiving(post.clone(), body);
        // Where a redirect leads is nobody's business here.
        if (300..400).contains(&status) { self.end() } else { Vec::new() }
    }

    /// Whether more bytes are of use; where not, the transport closes the connection.
    #[must_use]
    pub fn wants_bytes(&self) -> bool {
        matches!(self.state, State::Receiving(..))
    }

    /// Bytes of this response's body so far.
    #[must_use]
    pub fn received(&self) -> usize {
        self.received
    }

    /// More of the response's body, in pieces of any size.
    pub fn bytes(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in bytes {
            let State::Receiving(_, body) = &mut self.state else { break };
            self.received += 1;
            if self.received > MAX_RESPONSE {
                events.extend(self.fail(ErrorKind::TooMuch, ""));
                break;
            }
            match body {
                // What stands before the first sign, a byte order mark too, means nothing in any form.
                Body::Unknown if byte.is_ascii_whitespace() || [0xef, 0xbb, 0xbf].contains(&byte) => {}
                Body::Unknown if byte == b'<' => events.extend(self.fail(ErrorKind::Html, "")),
                Body::Unknown if byte == b'{' || byte == b'[' => *body = Body::Json(vec![byte]),
                Body::Unknown => {
                    let mut stream = Stream::default();
                    let message = stream.push(byte);
                    *body = Body::Stream(stream);
                    events.extend(self.message(message));
                }
                Body::Stream(stream) => {
                    let message = stream.push(byte);
                    events.extend(self.message(message));
                }
                Body::Json(whole) => whole.push(byte),
                Body::Error(.., whole) => {
                    whole.push(byte);
                    if whole.len() >= MAX_ERROR {
                        events.extend(self.end());
                    }
                }
            }
        }
        events
    }

    /// The response is over.
    pub fn end(&mut self) -> Vec<Event> {
        let State::Receiving(_, body) = &mut self.state else { return Vec::new() };
        match std::mem::replace(body, Body::Unknown) {
            Body::Unknown => self.fail(ErrorKind::Empty, ""),
            Body::Error(status, wait, whole) => self.refused(status, wait, &answer::words_of(&whole)),
            Body::Json(whole) => match answer::piece(&String::from_utf8_lossy(&whole)) {
                Ok(piece) => {
                    let finish = piece.finish.unwrap_or(Finish::Stop);
                    let mut events = self.add(piece);
                    events.extend(self.conclude(finish));
                    events
                }
                Err(bad) => self.bad(bad),
            },
            Body::Stream(mut stream) => {
                // What does not parse at the very end is half a message.
                let last = stream.end().filter(|message| match message {
                    Message::Data(data) => data.trim() == "[DONE]" || answer::piece(data) != Err(Bad::Unknown),
                    Message::Error(_) => true,
                });
                let mut events = self.message(last);
                // Still here: nobody said that it was over.
                if self.wants_bytes() {
                    events.extend(match self.finish {
                        Some(finish) => self.conclude(finish),
                        None => self.fail(ErrorKind::CutOff, ""),
                    });
                }
                events
            }
        }
    }

    /// Something else than an end.
    pub fn fault(&mut self, fault: Fault) -> Vec<Event> {
        let kind = match fault {
            Fault::Unreachable => ErrorKind::Unreachable,
            Fault::Certificate => ErrorKind::Certificate,
            Fault::Blocked => ErrorKind::Blocked,
            Fault::LocalNetworkDenied => ErrorKind::LocalNetworkDenied,
            Fault::Redirected => ErrorKind::Redirected,
            Fault::Broken => ErrorKind::CutOff,
            Fault::TimedOut => ErrorKind::TimedOut,
            Fault::Cancelled if matches!(self.state, State::Over) => return Vec::new(),
            Fault::Cancelled => return self.over(ErrorKind::Cancelled),
        };
        match &self.state {
            // The status has said more than a connection that breaks after it.
            State::Receiving(_, Body::Error(..)) => self.end(),
            // An answer that was complete but for its last line.
            State::Receiving(..) if self.finish.is_some() => self.end(),
            State::Sent(_) | State::Receiving(..) => self.fail(kind, ""),
            _ => Vec::new(),
        }
    }

    /// After [`Event::AskAgain`], the person agrees to send the picture once more.
    pub fn agree(&mut self) {
        if matches!(self.state, State::Asking) {
            self.state = State::Ready(Post::Picture);
        }
    }

    /// What was sent so far, requests that failed too.
    #[must_use]
    pub fn sent(&self) -> &[Sent] {
        &self.sent
    }

    /// What the server takes, as far as it is known by now.
    #[must_use]
    pub fn accepts(&self) -> Accepts {
        self.endpoint.accepts
    }

    /// Whether it is this machine that is spoken to.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.endpoint.address.is_local()
    }

    /// What the model has said so far, cleaned: what there is after a failure.
    #[must_use]
    pub fn text(&self) -> String {
        reply::plain(&self.text)
    }

    /// The same as it came, cut at [`reply::MAX_TEXT`]: hostile text, for files and parsers alone.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.text
    }

    fn message(&mut self, message: Option<Message>) -> Vec<Event> {
        match message {
            None => Vec::new(),
            Some(Message::Error(words)) => {
                let words = match answer::piece(&words) {
                    Err(Bad::Error(inner)) => inner,
                    _ => answer::words_of(words.as_bytes()),
                };
                self.bad(Bad::Error(words))
            }
            Some(Message::Data(data)) if data.trim() == "[DONE]" => self.conclude(self.finish.unwrap_or(Finish::Stop)),
            Some(Message::Data(data)) => match answer::piece(&data) {
                Ok(piece) => {
                    self.finish = piece.finish.or(self.finish);
                    let failed = piece.finish == Some(Finish::Error);
                    let mut events = self.add(piece);
                    if failed {
                        events.extend(self.bad(Bad::Error(String::new())));
                    }
                    events
                }
                Err(bad) => self.bad(bad),
            },
        }
    }

    /// Takes what a piece says, as far as there is room.
    fn add(&mut self, Piece { text, reasoning, .. }: Piece) -> Vec<Event> {
        let mut events = Vec::new();
        for (kept, new, event) in
            [(&mut self.reasoning, reasoning, Event::Reasoning as fn(String) -> Event), (&mut self.text, text, Event::Text)]
        {
            let room = reply::MAX_TEXT.saturating_sub(kept.len());
            let new = &new[..new.floor_char_boundary(room)];
            kept.push_str(new);
            let shown = reply::visible(new);
            if !shown.is_empty() {
                events.push(event(shown));
            }
        }
        // With words at hand, the picture is never sent again.
        if let Purpose::Explain { prompt, .. } = &mut self.purpose
            && !events.is_empty()
        {
            prompt.jpeg = Vec::new();
        }
        events
    }

    fn bad(&mut self, bad: Bad) -> Vec<Event> {
        match bad {
            Bad::Error(words) if answer::is_about_vision(&words) => self.fail(ErrorKind::NoVision, &words),
            Bad::Error(words) => self.fail(ErrorKind::ErrorInAnswer, &words),
            Bad::Unknown => self.fail(ErrorKind::NotAnAnswer, ""),
        }
    }

    /// A status that says no.
    fn refused(&mut self, status: u16, wait: Option<u32>, words: &str) -> Vec<Event> {
        let kind = answer::kind_of(status, words);
        let adjusted = match kind {
            ErrorKind::Refused | ErrorKind::ServerFailed => answer::adjusted(self.endpoint.accepts, words),
            _ => None,
        };
        let error = ExplainError { status: Some(status), wait, ..self.error(kind, words) };
        if let Some(accepts) = adjusted {
            self.endpoint.accepts = accepts;
            if matches!(self.purpose, Purpose::Test { .. }) {
                self.state = State::Ready(Post::Picture);
                return Vec::new();
            }
        }
        self.failed(error, adjusted.is_some())
    }

    fn error(&self, kind: ErrorKind, words: &str) -> ExplainError {
        let words = match &self.endpoint.key {
            Some(key) => key.removed_from(words),
            None => words.to_owned(),
        };
        ExplainError::new(kind, &self.endpoint.address.origin()).with_words(&words)
    }

    fn fail(&mut self, kind: ErrorKind, words: &str) -> Vec<Event> {
        self.failed(self.error(kind, words), false)
    }

    fn over(&mut self, kind: ErrorKind) -> Vec<Event> {
        self.state = State::Over;
        vec![Event::Failed(self.error(kind, ""))]
    }

    /// It did not work: with words at hand, those are it; where it can help and nothing was streamed, the person is asked.
    fn failed(&mut self, error: ExplainError, adjusted: bool) -> Vec<Event> {
        if let State::Sent(Post::Repair { bad, .. }) | State::Receiving(Post::Repair { bad, .. }, _) = &self.state {
            let words = Words::Plain(arriving::readable(bad));
            self.state = State::Over;
            return vec![self.finished(words, false, false)];
        }
        let passing = matches!(
            error.kind,
            ErrorKind::Unreachable
                | ErrorKind::TimedOut
                | ErrorKind::CutOff
                | ErrorKind::TooManyRequests
                | ErrorKind::ServerFailed
                | ErrorKind::Empty
        );
        let nothing = self.text.is_empty() && self.reasoning.is_empty();
        if (passing || adjusted) && nothing && !matches!(self.purpose, Purpose::Test { .. }) {
            self.state = State::Asking;
            return vec![Event::AskAgain(error)];
        }
        self.state = State::Over;
        vec![Event::Failed(error)]
    }

    fn finished(&self, words: Words, repaired: bool, cut: bool) -> Event {
        Event::Finished(Box::new(Reply { words, repaired, cut, reasoning: reply::plain(&self.reasoning) }))
    }

    /// The answer is complete.
    fn conclude(&mut self, finish: Finish) -> Vec<Event> {
        let State::Receiving(post, _) = &self.state else { return Vec::new() };
        let post = post.clone();
        let plain = reply::plain(&self.text);
        match finish {
            Finish::Withheld => return self.fail(ErrorKind::Withheld, &plain),
            Finish::Error => return self.fail(ErrorKind::ErrorInAnswer, ""),
            Finish::Stop | Finish::Length if plain.is_empty() => return self.fail(ErrorKind::Empty, ""),
            Finish::Stop | Finish::Length => {}
        }
        let cut = finish == Finish::Length;
        let places = match &self.purpose {
            Purpose::Test { digit, .. } => {
                let digits: Vec<char> = plain.chars().filter(char::is_ascii_digit).collect();
                let saw = digits == [char::from(b'0' + digit)];
                let said = reply::clean(&plain, MAX_WORDS, false);
                self.state = State::Over;
                return vec![Event::Tested(Tested { saw, said, accepts: self.endpoint.accepts })];
            }
            Purpose::Ask { .. } => {
                self.state = State::Over;
                return vec![self.finished(Words::Plain(plain), false, cut)];
            }
            Purpose::Explain { prompt, .. } => &prompt.places,
        };
        let read = reply::read(&self.text, places);
        let (words, repaired) = match (read, post) {
            (Ok(explanation), post) => (Words::Structured(explanation), matches!(post, Post::Repair { .. })),
            // What was cut lacks more than its shape, and a gateway does this itself.
            (Err(wrong), Post::Picture) if !cut && self.endpoint.kind == Kind::OpenAi && self.text.len() <= MAX_REPAIR => {
                self.state = State::Ready(Post::Repair { bad: self.text.clone(), wrong });
                return vec![Event::Repairing];
            }
            (Err(_), Post::Picture) => (Words::Plain(arriving::readable(&self.text)), false),
            (Err(_), Post::Repair { bad, .. }) => (Words::Plain(arriving::readable(&bad)), false),
        };
        self.state = State::Over;
        vec![self.finished(words, repaired, cut)]
    }
}

#[cfg(test)]
mod tests;
