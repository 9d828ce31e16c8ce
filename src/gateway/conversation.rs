//! A request carried through: to an upstream, to another if need be, and what comes of it to the client as it comes.
//!
//! The upstream is spoken to by the same [`Exchange`] as by the page, so that what it answers is bounded, cleaned and named by
//! the same code. Words stream through as they are written. If they turn out not to be in the shape that was asked for, the
//! model puts them in order once, without the picture, and the result follows behind them in the same message: readers take the
//! first object of the right shape in it. A reader sees disorder for a while, which is the price for seeing anything before the
//! end.

use std::hash::{BuildHasher, RandomState};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::config::Config;
use super::metrics::Metrics;
use super::out::{Gone, Out};
use super::refusal::Refusal;
use super::request::Ask;
use super::upstream::{Again, Lease, Upstreams, again};
use crate::explain::endpoint::{Accepts, Endpoint, ErrorKind, Event, Exchange};
use crate::explain::http;

/// Before an upstream is asked again, for the first time; twice as long each time after that.
const PAUSE: Duration = Duration::from_millis(250);

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
    /// When the request came.
    pub started: Instant,
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
        // One time to the first words, wherever they come from: the client has but one as well.
        let begin = self.started + self.config.times.first.min(self.config.times.total);
        let (mut tried, mut shunned) = (Vec::new(), Vec::new());
        let (mut last, mut pause) = (None, PAUSE);
        for _ in 0..=self.config.retries {
            let mut lease = match self.upstreams.choose(&tried, &shunned) {
                Ok(lease) => lease,
                Err(wait) => {
                    let wait = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
                    last = last.or(Some(Refusal::NoUpstream(wait)));
                    break;
                }
            };
            if lease.is_again() {
                let until = Instant::now() + jittered(pause);
                if until >= begin {
                    break;
                }
                sleep_until(until).await;
                pause *= 2;
            }
            story.attempts += 1;
            lease.name().clone_into(&mut story.upstream);
            tried.push(lease.at());
            match self.attempt(&mut lease, out, story, begin).await {
                Ok(end) => {
                    lease.succeeded();
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
    async fn attempt(&mut self, lease: &mut Lease, out: &mut Out, story: &mut Story, begin: Instant) -> Result<End, Stop> {
        let Config { times, limits, .. } = self.config;
        let endpoint = lease.endpoint();
        let known = endpoint.accepts;
        let exchange = self.ask.exchange(endpoint);
        let (spare, deadline) = (&mut self.ask.prompt.jpeg, self.started + times.total);
        let mut attempt = Attempt { lease, out, story, exchange, spare, known, learns: true, repair: None };
        while let Some(request) = attempt.exchange.take_request() {
            // While a repair is silent, something has to come within the time that an upstream has between two pieces,
            // which is set below the client's.
            let every = attempt.repair.is_some().then_some(times.idle / 3);
            // To the first words there is one time; a repair has as long for itself to begin.
            let until = if every.is_some() { deadline.min(Instant::now() + times.first) } else { begin };
            let sent = http::send(attempt.lease.client(), request, until);
            let mut response = match patiently(attempt.out, every, sent).await? {
                Ok(response) => response,
                Err(fault) => {
                    let events = attempt.exchange.fault(fault);
                    match attempt.relay(events).await? {
                        Some(end) => return Ok(end),
                        None => continue,
                    }
                }
            };
            let status = response.status();
            // What a server says that fails is not about parameters.
            attempt.learns &= !status.is_server_error();
            let mut events = attempt.exchange.head(status.as_u16(), http::retry_after(&response));
            loop {
                if let Some(end) = attempt.relay(events).await? {
                    return Ok(end);
                }
                if !attempt.exchange.wants_bytes() {
                    break;
                }
                if attempt.exchange.received() > limits.reply_bytes {
                    return Err(Stop::Failed(ErrorKind::TooMuch, None));
                }
                let has_words = match &attempt.repair {
                    Some(repair) => !repair.is_empty(),
                    None => attempt.story.first_words.is_some(),
                };
                let until = if has_words { deadline.min(Instant::now() + times.idle) } else { until };
                let received = http::receive(&mut attempt.exchange, &mut response, until);
                events = patiently(attempt.out, every, received).await?;
            }
        }
        // It says how it ended before it has nothing more to send.
        Err(Stop::Failed(ErrorKind::Empty, None))
    }
}

/// Waits for an upstream, and shows the client now and then that its connection lives, if it is to see that.
async fn patiently<T>(out: &mut Out, every: Option<Duration>, wait: impl Future<Output = T>) -> Result<T, Gone> {
    let mut wait = pin!(wait);
    let Some(every) = every else { return Ok(wait.await) };
    loop {
        match timeout(every, &mut wait).await {
            Ok(found) => return Ok(found),
            Err(_) => {
                out.comment();
                out.flush().await?;
            }
        }
    }
}

/// Between half of it and all of it, so that those who failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    // Its keys are drawn by chance.
    let chance = RandomState::new().hash_one(()) >> 32;
    pause / 2 + (pause / 2).mul_f64(chance as f64 / f64::from(u32::MAX))
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
    /// Whether words show that it takes what it was asked with.
    learns: bool,
    /// The words as they are put in order, kept until it is known that they are.
    repair: Option<String>,
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
                Event::AskAgain(error) if error.kind == ErrorKind::Refused => self.exchange.agree(),
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
        Ok(end)
    }

    fn say(&mut self, field: &str, text: &str) {
        if self.story.first_words.is_none() {
            self.story.first_words = Some(Instant::now());
            self.lease.begun();
            self.learn();
            *self.spare = Vec::new();
        }
        self.out.say(field, text);
    }

    /// Keeps what the upstream was found to take, now that it has helped.
    fn learn(&self) {
        let found = self.exchange.accepts();
        if self.learns && found != self.known {
            self.lease.learn(found);
        }
    }
}
