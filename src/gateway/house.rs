//! What answers: the paths, and the way of a request through the house.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use futures_util::{StreamExt, stream};
use governor::clock::MonotonicClock;
use serde_json::json;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tokio::time::{Instant, sleep, timeout};
use tower_http::cors::{AllowOrigin, AllowPrivateNetwork, CorsLayer};
use tracing::info;

use super::access::{Client, Door};
use super::config::{Config, ConfigError, Environment};
use super::conversation::{Conversation, End, Story};
use super::guesses::Guesses;
use super::limits::{Limiter, Slot};
use super::metrics::{self, Metrics};
use super::out::{Gone, Out};
use super::refusal::Refusal;
use super::request::{self, Ask, body_limit};
use super::shares::Share;
use super::upstream::Upstreams;

/// How long a browser may remember what it is allowed.
const PREFLIGHT: Duration = Duration::from_secs(600);
/// How long the rest of a refused body is read and thrown away, so that the client gets to hear why. Of more than twice what a
/// body may have, nothing is.
const DRAIN: Duration = Duration::from_secs(5);

/// How far a gateway is from being stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// It takes requests.
    Open,
    /// It finishes what it has.
    Draining,
    /// What is still under way ends with an error.
    LastWords,
    /// Connections are closed as they are.
    Closed,
}

/// Everything that requests share.
pub(super) struct House {
    pub config: Config,
    pub door: Door,
    guesses: Guesses,
    pub limiter: Limiter,
    upstreams: Arc<Upstreams>,
    pub metrics: Metrics,
    pub stage: watch::Receiver<Stage>,
    /// Processors for pictures.
    processors: Arc<Semaphore>,
    requests: AtomicU64,
}

/// What a request's connection is, for those behind the door.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub peer: std::net::IpAddr,
    /// Closes it at once.
    pub close: Arc<Notify>,
}

impl House {
    pub fn new(config: Config, environment: &Environment, stage: watch::Receiver<Stage>) -> Result<Self, ConfigError> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let metrics = Metrics::new().map_err(|error| ConfigError::new(format!("metrics cannot be set up ({error})")))?;
        Ok(Self {
            door: Door::new(&config.access, config.limits.ipv6_prefix, environment)?,
            guesses: Guesses::new(&config.limits),
            limiter: Limiter::new(&config.limits, MonotonicClock, metrics.streams.clone()),
            upstreams: Arc::new(Upstreams::new(&config, environment)?),
            metrics,
            stage,
            processors: Arc::new(Semaphore::new(processors)),
            requests: AtomicU64::new(1),
            config,
        })
    }

    fn stage(&self) -> Stage {
        *self.stage.borrow()
    }

    /// Lets go of what limits need not remember.
    pub fn forget(&self) {
        self.limiter.forget();
        self.guesses.forget(Instant::now().into_std());
    }

    /// Who asks, and one of the streams that each may have; or why not. Nothing of the body has been read.
    fn admit(&self, connection: &Connection, headers: &HeaderMap) -> Result<(Client, Share<Client>), Refusal> {
        if self.stage() != Stage::Open {
            return Err(Refusal::Stopping);
        }
        let address = self.door.address(connection.peer, headers);
        let (network, now) = (self.door.network(address), Instant::now().into_std());
        // Whoever guesses too often does not hear either when it was right.
        self.guesses.check(network, now)?;
        let client = match self.door.admit(address, headers) {
            Err(Refusal::WrongToken) => {
                self.guesses.wrong(network, now)?;
                return Err(Refusal::WrongToken);
            }
            found => found?,
        };
        self.limiter.count(client)?;
        let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
            return Err(Refusal::MediaType);
        }
        let limit = body_limit(self.config.limits.image_bytes);
        let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        if length.is_some_and(|length: usize| length > limit) {
            return Err(Refusal::TooLarge(limit));
        }
        Ok((client, self.limiter.share(client)?))
    }

    /// A request up to where an upstream is asked.
    async fn prepare(&self, connection: &Connection, request: Request, started: Instant) -> Result<(Client, Slot, Ask), Refusal> {
        let (parts, body) = request.into_parts();
        let limit = body_limit(self.config.limits.image_bytes);
        let (client, share) = match self.admit(connection, &parts.headers) {
            Ok(admitted) => admitted,
            Err(refusal) => {
                // A client that still writes would not read.
                let _ = collect(body, 0, 2 * limit, DRAIN).await;
                return Err(refusal);
            }
        };
        let bytes = collect(body, limit, 2 * limit, self.config.times.body).await?;
        // Who is still writing takes no place from those who have written.
        let slot = self.limiter.slot(share)?;
        let processor = Arc::clone(&self.processors).acquire_owned().await.map_err(|_| Refusal::Internal)?;
        let image_bytes = self.config.limits.image_bytes;
        let read = tokio::task::spawn_blocking(move || {
            let _processor = processor;
            request::read(&bytes, image_bytes)
        });
        let ask = read.await.map_err(|_| Refusal::Internal)?.map_err(Refusal::Request)?;
        self.metrics.prepared(started.elapsed());
        Ok((client, slot, ask))
    }
}

/// A request that is to be put on record once, whatever becomes of it.
struct Record {
    house: Arc<House>,
    number: u64,
    started: Instant,
    ended: bool,
}

impl Record {
    fn new(house: &Arc<House>) -> Self {
        let number = house.requests.fetch_add(1, Ordering::Relaxed);
        Self { house: Arc::clone(house), number, started: Instant::now(), ended: false }
    }

    /// How it ended, when the first words came, and how many bytes were sent.
    fn end(&mut self, outcome: &str, first_words: Option<Duration>, sent: usize) {
        self.ended = true;
        self.house.metrics.request(outcome, first_words, self.started.elapsed(), sent);
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        // What waits for it is dropped where a client leaves, and in a panic.
        if !self.ended {
            let outcome = if std::thread::panicking() { Refusal::Internal.kind() } else { End::Client(Gone::Left).kind() };
            self.end(outcome, None, 0);
            info!(request = self.number, outcome, "abandoned");
        }
    }
}

/// Reads a body of at most `drained` bytes and keeps `limit`; what is over it is thrown away.
async fn collect(body: Body, limit: usize, drained: usize, within: Duration) -> Result<Vec<u8>, Refusal> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > drained {
        return Err(Refusal::TooLarge(limit));
    }
    let mut kept = Vec::with_capacity(announced.min(limit));
    let mut seen = 0;
    let mut pieces = body.into_data_stream();
    let whole = timeout(within, async {
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Refusal::Broken)?;
            seen += piece.len();
            if seen > drained {
                break;
            }
            if seen <= limit {
                kept.extend_from_slice(&piece);
            }
        }
        Ok(())
    });
    whole.await.unwrap_or(Err(Refusal::Slow))?;
    if seen > limit { Err(Refusal::TooLarge(limit)) } else { Ok(kept) }
}

/// What readers' pages reach.
pub(super) fn public(house: Arc<House>) -> Router {
    let not_so = async || Refusal::NoSuchMethod;
    // Preflights have a method that no path knows: the layer goes around what says so.
    let words =
        Router::new().route("/v1/explain", post(explain)).method_not_allowed_fallback(not_so).layer(cors(Arc::clone(&house)));
    let router = probes();
    let router = if house.config.metrics_listen.is_none() { router.route("/metrics", get(figures)) } else { router };
    router.method_not_allowed_fallback(not_so).merge(words).fallback(async || Refusal::NoSuchPath).with_state(house)
}

/// What an operator's own reach, where they have an address of their own.
pub(super) fn private(house: Arc<House>) -> Router {
    probes().route("/metrics", get(figures)).fallback(async || Refusal::NoSuchPath).with_state(house)
}

fn probes() -> Router<Arc<House>> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(readyz))
}

/// Exact origins, no credentials beside the token, and `Retry-After` to be seen.
fn cors(house: Arc<House>) -> CorsLayer {
    let private = house.config.access.private_network;
    let shown = Arc::clone(&house);
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| shown.door.shows_to(origin)))
        .allow_methods([Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT)
        .allow_private_network(AllowPrivateNetwork::predicate(move |origin, _| private && house.door.shows_to(origin)))
}

async fn figures(State(house): State<Arc<House>>) -> Response {
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], house.metrics.text(&house.upstreams)).into_response()
}

/// Whether requests are taken. That upstreams fail is for information: every gateway sees the same of them, and whoever asks
/// is to hear of it by this one's answer.
async fn readyz(State(house): State<Arc<House>>) -> Response {
    let ready = house.stage() == Stage::Open;
    let upstreams: Vec<_> =
        house.upstreams.states().map(|(name, state, _)| json!({ "name": name, "circuit": state.name() })).collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({ "ready": ready, "upstreams": upstreams }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn explain(State(house): State<Arc<House>>, Extension(connection): Extension<Connection>, request: Request) -> Response {
    let mut record = Record::new(&house);
    match house.prepare(&connection, request, record.started).await {
        Ok((client, slot, ask)) => answer(record, connection, client, slot, ask).await,
        Err(refusal) => {
            let (outcome, status) = (refusal.kind(), refusal.status().as_u16());
            record.end(outcome, None, 0);
            info!(request = record.number, outcome, status, "refused");
            refusal.into_response()
        }
    }
}

/// Has an upstream asked, and answers as soon as there are words or none are to come.
async fn answer(record: Record, connection: Connection, client: Client, slot: Slot, ask: Ask) -> Response {
    let write = record.house.config.times.write;
    let (out, verdict, batches) = Out::new(record.number, write);
    tokio::spawn(async move {
        // The place is given back last, so that whoever sees that it is free also sees what came of the request.
        let end = carry(record, client, ask, out).await;
        drop(slot);
        // What was sent last has as long to be taken as the rest; then the connection has no purpose left.
        if end != End::Client(Gone::Stalled) {
            sleep(write).await;
        }
        connection.close.notify_one();
    });
    match verdict.await {
        Ok(Ok(())) => streamed(batches),
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => Refusal::Internal.into_response(),
    }
}

fn streamed(mut batches: mpsc::Receiver<Bytes>) -> Response {
    let batches = stream::poll_fn(move |context| batches.poll_recv(context)).map(Ok::<_, Infallible>);
    let mut response = Body::from_stream(batches).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Proxies that gather answers are asked not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Carries a request through to its end, and puts it on record.
async fn carry(mut record: Record, client: Client, ask: Ask, mut out: Out) -> End {
    let (house, started, number) = (Arc::clone(&record.house), record.started, record.number);
    let House { config, upstreams, metrics, .. } = &*house;
    let Ask { prompt, language, digit } = &ask;
    let (mode, lang, width, height) = (prompt.mode.name(), language.tag(), prompt.width, prompt.height);
    let (regions, test) = (prompt.places.len(), digit.is_some());
    let mut conversation = Conversation { ask, config, upstreams, metrics, started };
    let mut story = Story::default();
    let (left, mut stage) = (out.left(), house.stage.clone());
    let end = tokio::select! {
        // A client that leaves with the last of its words has got them.
        biased;
        end = conversation.run(&mut out, &mut story) => Some(end),
        () = left => Some(End::Client(Gone::Left)),
        _ = stage.wait_for(|stage| *stage >= Stage::LastWords) => None,
    };
    let end = match end {
        Some(end) => end,
        None => match out.refuse(&Refusal::Stopping).await {
            Ok(()) => End::Refused(Refusal::Stopping),
            Err(gone) => End::Client(gone),
        },
    };
    let first_words = story.first_words.map(|at| at.duration_since(started));
    let (outcome, whole, sent) = (end.kind(), started.elapsed(), out.sent());
    record.end(outcome, first_words, sent);
    let milliseconds = |time: Duration| time.as_millis() as u64;
    info!(
        request = number,
        client = house.door.name(client),
        mode,
        lang,
        width,
        height,
        regions,
        test,
        upstream = story.upstream,
        attempts = story.attempts,
        outcome,
        sent,
        first_words_ms = first_words.map(milliseconds),
        whole_ms = milliseconds(whole),
        "answered"
    );
    end
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_abandoned_is_on_record() {
        let text =
            "[access]\nopen = true\norigins = [\"https://a.example\"]\n[[upstreams]]\nname = \"a\"\naddress = \"http://a\"";
        let (_tell, stage) = watch::channel(Stage::Open);
        let house = Arc::new(House::new(Config::read(text, &Environment::new()).unwrap(), &Environment::new(), stage).unwrap());
        drop(Record::new(&house));
        Record::new(&house).end("finished", None, 7);
        let record = Record::new(&house);
        let panicked = std::thread::spawn(move || {
            let _record = record;
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(panicked.join().is_err());
        let figures = String::from_utf8(house.metrics.text(&house.upstreams)).unwrap();
        for outcome in ["client-left", "finished", "internal"] {
            let line = format!("omni_iml_gateway_requests_total{{outcome=\"{outcome}\"}} 1\n");
            assert!(figures.contains(&line), "{line}{figures}");
        }
    }
}
