//! A request carried through: to an upstream, to another if need be, and what comes of it to the client as it comes.
//!
//! The upstream is spoken to by the same [`Exchange`] as by the page, so that what it answers is bounded, cleaned and named by
//! the same code. Words stream through as they are written. If they turn out not to be in the shape that was asked for, the
//! model puts them in order once, without the picture, and the result follows behind them in the same message: readers take the
//! first object of the right shape in it. A reader sees disorder for a while, which is the price for seeing anything before the
//! end.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::config::Config;
use super::metrics::Metrics;
use super::out::{Gone, Out};
use super::refusal::Refusal;
use super::request::Ask;
use super::upstream::{Again, Lease, Upstreams, again};
use crate::explain::endpoint::{Accepts, Endpoint, ErrorKind, Event, Exchange};
use crate::explain::http;

/// How a conversation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With words; in another request, if they had to be put in order.
    Words { repaired: bool },
    /// The upstream withheld them by its own rules.
    Withheld,
    /// The client did not wait for the end.
    Client(Gone),
    /// Without words, or in the middle of them.
    Refused(Refusal),
}

impl End {
    /// A stable name, for logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Words { repaired: false } => "finished",
            Self::Words { repaired: true } => "repaired",
            Self::Withheld => "withheld",
            Self::Client(Gone::Left) => "client-left",
            Self::Client(Gone::Stalled) => "client-stalled",
            Self::Refused(refusal) => refusal.kind(),
        }
    }
}

/// What a conversation needs of the house.
pub(super) struct Conversation<'a> {
    pub ask: Ask,
    pub config: &'a Config,
    pub upstreams: &'a Arc<Upstreams>,
    pub metrics: &'a Metrics,
    /// When it has to be over.
    pub deadline: Instant,
}

/// What has become of it so far, for the log.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// The upstream that was asked last.
    pub upstream: String,
    /// How many were asked.
    pub attempts: u32,
    /// When the first words came.
    pub first_words: Option<Instant>,
}

/// Why an attempt ended without an answer.
enum Stop {
    /// The upstream's doing.
    Failed(ErrorKind, Option<u32>),
    /// The client's.
    Client(Gone),
}

impl From<Gone> for Stop {
    fn from(gone: Gone) -> Self {
        Self::Client(gone)
    }
}

impl Conversation<'_> {
    /// Asks one upstream after the other, until one answers or none is left.
    pub async fn run(&mut self, out: &mut Out, story: &mut Story) -> End {
        let (mut tried, mut shunned) = (Vec::new(), Vec::new());
        let mut last = None;
        for _ in 0..=self.config.retries {
            let mut lease = match self.upstreams.choose(&tried, &shunned) {
                Ok(lease) => lease,
                Err(wait) => {
                    let wait = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
                    last = last.or(Some(Refusal::NoUpstream(wait)));
                    break;
                }
            };
            story.attempts += 1;
            lease.name().clone_into(&mut story.upstream);
            tried.push(lease.at());
            match self.attempt(&mut lease, out, story).await {
                Ok(end) => {
                    self.metrics.attempt(lease.name(), end.kind());
                    return end;
                }
                Err(Stop::Client(gone)) => {
                    let end = End::Client(gone);
                    self.metrics.attempt(lease.name(), end.kind());
                    return end;
                }
                Err(Stop::Failed(kind, wait)) => {
                    lease.failed(kind);
                    let refusal = Refusal::Upstream(kind, wait);
                    self.metrics.attempt(lease.name(), refusal.kind());
                    last = Some(refusal);
                    match again(kind) {
                        _ if out.has_begun() => break,
                        Again::Nowhere => break,
                        Again::Elsewhere => shunned.push(lease.at()),
                        Again::Anywhere => {}
                    }
                }
            }
        }
        let refusal = last.unwrap_or(Refusal::Internal);
        match out.refuse(&refusal).await {
            Ok(()) => End::Refused(refusal),
            Err(gone) => End::Client(gone),
        }
    }

    /// One upstream, from the request to the end of its answer.
    async fn attempt(&mut self, lease: &mut Lease, out: &mut Out, story: &mut Story) -> Result<End, Stop> {
        let times = &self.config.times;
        let deadline = self.deadline;
        let within = |limit: Duration| deadline.min(Instant::now() + limit);
        let endpoint = lease.endpoint();
        let known = endpoint.accepts;
        let exchange = self.ask.exchange(endpoint);
        let reply_bytes = self.config.limits.reply_bytes;
        let spare = &mut self.ask.prompt.jpeg;
        let mut attempt = Attempt { lease, out, story, exchange, spare, known, repair: None, reply_bytes };
        while let Some(request) = attempt.exchange.take_request() {
            let mut response = match http::send(attempt.lease.client(), request, within(times.first)).await {
                Ok(response) => response,
                Err(fault) => {
                    let events = attempt.exchange.fault(fault);
                    match attempt.relay(events).await? {
                        Some(end) => return Ok(end),
                        None => continue,
                    }
                }
            };
            let mut events = attempt.exchange.head(response.status().as_u16(), http::retry_after(&response));
            loop {
                if let Some(end) = attempt.relay(events).await? {
                    return Ok(end);
                }
                if !attempt.exchange.wants_bytes() {
                    break;
                }
                events = http::receive(&mut attempt.exchange, &mut response, within(times.idle)).await;
            }
            attempt.learn();
        }
        // It says how it ended before it has nothing more to send.
        Err(Stop::Failed(ErrorKind::Empty, None))
    }
}

impl Ask {
    /// As the page would ask, were the upstream its own.
    fn exchange(&self, endpoint: Endpoint) -> Exchange {
        match self.digit.map(|digit| Exchange::test(endpoint.clone(), digit)) {
            Some(Ok(exchange)) => exchange,
            _ => Exchange::explain(endpoint, self.prompt.clone(), self.language),
        }
    }
}

/// An exchange with one upstream, and whom it is for.
struct Attempt<'a> {
    lease: &'a mut Lease,
    out: &'a mut Out,
    story: &'a mut Story,
    exchange: Exchange,
    /// The picture, as long as there may be another attempt.
    spare: &'a mut Vec<u8>,
    /// What the upstream was thought to take.
    known: Accepts,
    /// The words as they are put in order, kept until it is known that they are.
    repair: Option<String>,
    reply_bytes: usize,
}

impl Attempt<'_> {
    /// Passes on what an upstream's bytes came to. The end, if this is it.
    async fn relay(&mut self, events: Vec<Event>) -> Result<Option<End>, Stop> {
        let mut end = None;
        for event in events {
            match event {
                Event::Text(text) if self.repair.is_some() => {
                    self.repair.get_or_insert_default().push_str(&text);
                    self.out.comment();
                }
                Event::Reasoning(_) if self.repair.is_some() => self.out.comment(),
                Event::Text(text) => self.say("content", &text),
                Event::Reasoning(text) => self.say("reasoning_content", &text),
                Event::Repairing => {
                    self.repair = Some(String::new());
                    self.out.comment();
                }
                Event::Finished(reply) => {
                    let repair = self.repair.take().filter(|_| reply.repaired);
                    if let Some(repair) = repair {
                        self.say("content", &format!("\n\n{repair}"));
                    }
                    self.out.finish(if reply.cut { "length" } else { "stop" });
                    end = Some(End::Words { repaired: reply.repaired });
                }
                Event::Tested(_) => {
                    self.out.finish("stop");
                    end = Some(End::Words { repaired: false });
                }
                // It wants a parameter renamed or left out: nobody but this gateway has to agree.
                Event::AskAgain(_) if self.learn() => self.exchange.agree(),
                Event::Failed(error) if error.kind == ErrorKind::Withheld => {
                    self.out.finish("content_filter");
                    end = Some(End::Withheld);
                }
                Event::AskAgain(error) | Event::Failed(error) => {
                    // What came before the failure in the same bytes.
                    self.out.flush().await?;
                    return Err(Stop::Failed(error.kind, error.wait));
                }
            }
        }
        self.out.flush().await?;
        if end.is_none() && self.out.sent() > self.reply_bytes {
            return Err(Stop::Failed(ErrorKind::TooMuch, None));
        }
        Ok(end)
    }

    fn say(&mut self, field: &str, text: &str) {
        if self.story.first_words.is_none() {
            self.story.first_words = Some(Instant::now());
            self.lease.succeeded();
            *self.spare = Vec::new();
        }
        self.out.say(field, text);
    }

    /// Keeps what the upstream was found to take; whether that is new.
    fn learn(&mut self) -> bool {
        let found = self.exchange.accepts();
        let new = found != std::mem::replace(&mut self.known, found);
        if new {
            self.lease.learn(found);
        }
        new
    }
}
