//! Why a request gets no words: a name, a status, and words for whoever asked. Nothing of an upstream's own goes out, for it
//! may name machines or keys.
//!
//! The page reads these as it reads any server's (`explain::endpoint`); words that mean something there are avoided.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::request::RequestError;
use crate::explain::endpoint::ErrorKind;

/// Why a request gets no words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The origin is not on the list.
    Origin,
    /// A token is needed, and there is none.
    NoToken,
    /// The token is not known.
    WrongToken,
    /// Too many requests from this client; seconds to wait.
    Rate(u32),
    /// This client has so many streams already.
    ClientStreams(usize),
    /// All streams are taken.
    Full,
    /// The body is not said to be JSON.
    MediaType,
    /// The body is larger than so many bytes.
    TooLarge(usize),
    /// The body did not arrive in time.
    Slow,
    /// The body broke off.
    Broken,
    /// The body is not what is taken here.
    Request(RequestError),
    /// What an upstream did, and the seconds that it wants to be left alone.
    Upstream(ErrorKind, Option<u32>),
    /// Every upstream's circuit is open; seconds until one is tried again.
    NoUpstream(u32),
    /// The gateway is being stopped.
    Stopping,
    /// There is nothing at this path.
    NoSuchPath,
    /// The path knows no such method.
    NoSuchMethod,
    /// A mistake of the gateway's own.
    Internal,
}

/// Seconds after which a full gateway may have room.
const FULL_WAIT: u32 = 5;

impl Refusal {
    /// A stable name, for programs, logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Origin => "origin-not-allowed",
            Self::NoToken => "no-token",
            Self::WrongToken => "wrong-token",
            Self::Rate(_) => "too-many-requests",
            Self::ClientStreams(_) => "too-many-streams",
            Self::Full => "full",
            Self::MediaType => "wrong-media-type",
            Self::TooLarge(_) => "body-too-large",
            Self::Slow => "body-too-slow",
            Self::Broken => "body-broken",
            Self::Request(error) => error.kind(),
            Self::Upstream(kind, _) => upstream(*kind).0,
            Self::NoUpstream(_) => "no-upstream",
            Self::Stopping => "stopping",
            Self::NoSuchPath => "no-such-path",
            Self::NoSuchMethod => "no-such-method",
            Self::Internal => "internal",
        }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::Origin => StatusCode::FORBIDDEN,
            Self::NoToken | Self::WrongToken => StatusCode::UNAUTHORIZED,
            Self::Rate(_) | Self::ClientStreams(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full | Self::NoUpstream(_) | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Request(error) if error.is_of_size() => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Request(_) => StatusCode::BAD_REQUEST,
            Self::Upstream(ErrorKind::TimedOut, _) => StatusCode::GATEWAY_TIMEOUT,
            Self::Upstream(ErrorKind::TooManyRequests, _) => StatusCode::TOO_MANY_REQUESTS,
            Self::Upstream(..) => StatusCode::BAD_GATEWAY,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which another try makes sense.
    fn wait(&self) -> Option<u32> {
        match self {
            Self::Rate(wait) | Self::NoUpstream(wait) => Some(*wait),
            Self::ClientStreams(_) | Self::Full | Self::Stopping => Some(FULL_WAIT),
            Self::Upstream(ErrorKind::TooManyRequests, None) => Some(FULL_WAIT),
            Self::Upstream(_, wait) => *wait,
            _ => None,
        }
    }

    /// What happened, and what to do now.
    fn words(&self) -> String {
        match self {
            Self::Origin => "This page may not use this gateway. Whoever runs it can add the page's origin to its list.".into(),
            Self::NoToken => "This gateway wants a token. Enter the one that you were given.".into(),
            Self::WrongToken => "This gateway does not know the token. Enter it again as you were given it.".into(),
            Self::Rate(wait) => format!("You asked often in a short time. Try again in {wait} s."),
            Self::ClientStreams(most) => format!("You have {most} answers under way already. Wait for one to end."),
            Self::Full => "Every place is taken. Try again in a few seconds.".into(),
            Self::MediaType => "The body must be application/json.".into(),
            Self::TooLarge(limit) => format!("The body is larger than {limit} bytes. Send a smaller picture."),
            Self::Slow => "The request did not arrive in time. Try again over a better connection.".into(),
            Self::Broken => "The request broke off. Send it again.".into(),
            Self::Request(error) => error.to_string(),
            Self::Upstream(kind, _) => format!("The model server behind this gateway {}.", upstream(*kind).1),
            Self::NoUpstream(wait) => format!("No model server behind this gateway answers at present. Try again in {wait} s."),
            Self::Stopping => "This gateway is being restarted. Try again in a few seconds.".into(),
            Self::NoSuchPath => "There is nothing here; requests go to POST /v1/explain.".into(),
            Self::NoSuchMethod => "This path is not asked in this way; requests go to POST /v1/explain.".into(),
            Self::Internal => "This gateway failed. Try again, and tell whoever runs it.".into(),
        }
    }

    /// As an error of chat completions: a body, or a message of a stream.
    pub fn json(&self) -> Value {
        json!({ "error": { "message": self.words(), "type": "gateway_error", "code": self.kind() } })
    }
}

/// What an upstream did: our name for it, and words that follow "the server".
fn upstream(kind: ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::Unreachable => ("upstream-unreachable", "cannot be reached; try again, and tell whoever runs the gateway"),
        ErrorKind::Certificate => {
            ("upstream-certificate", "shows a certificate that is not trusted; tell whoever runs the gateway")
        }
        ErrorKind::TimedOut => ("upstream-timed-out", "took too long; try again"),
        ErrorKind::CutOff => ("upstream-cut-off", "broke off; try again"),
        ErrorKind::Unauthorised | ErrorKind::Forbidden => {
            ("upstream-unauthorised", "does not take the gateway's key; tell whoever runs the gateway")
        }
        ErrorKind::NoSuchModel | ErrorKind::NoSuchAddress | ErrorKind::Redirected => {
            ("upstream-not-found", "has not what the gateway asks for; tell whoever runs the gateway")
        }
        ErrorKind::TooLarge => ("upstream-too-large", "finds the picture too large; send crops instead"),
        ErrorKind::TooManyRequests => ("upstream-busy", "has too much to do; try again later"),
        ErrorKind::NoVision => ("upstream-no-vision", "does not support image input; tell whoever runs the gateway"),
        ErrorKind::Refused => ("upstream-refused", "refused the request; tell whoever runs the gateway"),
        ErrorKind::ServerFailed => ("upstream-failed", "failed; try again"),
        ErrorKind::ErrorInAnswer => ("upstream-error-in-answer", "broke off with an error; try again"),
        ErrorKind::Html | ErrorKind::NotAnAnswer => {
            ("upstream-not-an-answer", "answered something else than words; tell whoever runs the gateway")
        }
        ErrorKind::TooMuch => ("upstream-too-much", "wrote without an end and was stopped; try again"),
        ErrorKind::Empty => ("upstream-empty", "answered without a word; try again"),
        // What a page or a person does, and what is told otherwise.
        ErrorKind::BadAddress
        | ErrorKind::InsecureAddress
        | ErrorKind::KeyInAddress
        | ErrorKind::BadKey
        | ErrorKind::Blocked
        | ErrorKind::LocalNetworkDenied
        | ErrorKind::Cancelled
        | ErrorKind::Withheld => ("upstream-other", "gave no words; try again"),
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (self.status(), headers, self.json().to_string()).into_response();
        if let Some(wait) = self.wait() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;
    use crate::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, Kind, Reach};
    use crate::explain::prompt::{Mode, Prompt};
    use crate::language::Language;

    /// What the page makes of it, before anything was streamed and in the middle of a stream.
    fn read(refusal: &Refusal) -> (&'static str, Option<u32>, &'static str) {
        let exchange = || {
            let address = Address::parse("https://news.example", Reach::Page).unwrap();
            let endpoint =
                Endpoint { kind: Kind::Gateway, address, model: String::new(), key: None, accepts: Accepts::default() };
            let prompt = Prompt { mode: Mode::Overlay, jpeg: vec![], width: 1, height: 1, places: vec![] };
            let mut exchange = Exchange::explain(endpoint, prompt, Language::En);
            exchange.take_request().unwrap();
            exchange
        };
        let error = |events: Vec<Event>| match events.last() {
            Some(Event::Failed(error) | Event::AskAgain(error)) => error.clone(),
            other => panic!("{other:?}"),
        };
        let mut first = exchange();
        let wait = refusal.wait().map(|wait| wait.to_string());
        first.head(refusal.status().as_u16(), wait.as_deref());
        let mut events = first.bytes(refusal.json().to_string().as_bytes());
        events.extend(first.end());
        assert_eq!(first.accepts(), Accepts::default(), "{refusal:?} was read as a wish for another request");
        let first = error(events);
        assert!(first.detail.contains(&refusal.words()), "{first:?}");
        let mut within = exchange();
        within.head(200, None);
        let events = within.bytes(format!("data: {}\n\n", refusal.json()).as_bytes());
        (first.kind(), first.wait, error(events).kind())
    }

    #[test]
    fn the_page_reads_each_as_what_it_is_and_the_manual_names_it() {
        let request = |error| Refusal::Request(error);
        let mut kinds = BTreeSet::new();
        for (refusal, kind, wait) in [
            (Refusal::Origin, "forbidden", None),
            (Refusal::NoToken, "unauthorised", None),
            (Refusal::WrongToken, "unauthorised", None),
            (Refusal::Rate(7), "too-many-requests", Some(7)),
            (Refusal::ClientStreams(2), "too-many-requests", Some(FULL_WAIT)),
            (Refusal::Full, "server-failed", Some(FULL_WAIT)),
            (Refusal::MediaType, "refused", None),
            (Refusal::TooLarge(9), "too-large", None),
            (Refusal::Slow, "server-failed", None),
            (Refusal::Broken, "refused", None),
            (request(RequestError::Shape("unknown field `messages`".into())), "refused", None),
            (request(RequestError::Regions("`id` 7 twice".into())), "refused", None),
            (request(RequestError::NotJpeg), "refused", None),
            (request(RequestError::Picture("damaged-file")), "refused", None),
            (request(RequestError::PictureTooLarge("too-many-pixels")), "too-large", None),
            (Refusal::NoUpstream(3), "server-failed", Some(3)),
            (Refusal::Stopping, "server-failed", Some(FULL_WAIT)),
            (Refusal::NoSuchPath, "no-such-address", None),
            (Refusal::NoSuchMethod, "no-such-address", None),
            (Refusal::Internal, "server-failed", None),
            (Refusal::Upstream(ErrorKind::TooManyRequests, Some(4)), "too-many-requests", Some(4)),
        ] {
            assert_eq!(read(&refusal), (kind, wait, "error-in-answer"), "{refusal:?}");
            assert!(kinds.insert(refusal.kind()), "two are called {}", refusal.kind());
        }
        for (kind, _) in ErrorKind::ALL {
            let (expected, within) = match kind {
                ErrorKind::NoVision => ("no-vision", "no-vision"),
                ErrorKind::TooManyRequests => ("too-many-requests", "error-in-answer"),
                _ => ("server-failed", "error-in-answer"),
            };
            let wait = (kind == ErrorKind::TooManyRequests).then_some(FULL_WAIT);
            assert_eq!(read(&Refusal::Upstream(kind, None)), (expected, wait, within), "{kind:?}");
            kinds.insert(upstream(kind).0);
        }
        let manual = include_str!("../../docs/gateway.md");
        for kind in kinds {
            assert!(manual.contains(&format!("`{kind}`")), "docs/gateway.md lacks {kind}");
        }
    }
}
