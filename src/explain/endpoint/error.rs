//! Why there are no words, sorted by who is to blame.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::limits::{MAX_RESPONSE, MAX_WORDS};
use crate::explain::{catalogue, reply};
use crate::language::Language;
use crate::words::Value;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// Not an address of a server.
    BadAddress,
    /// `http:` to another machine, from a page.
    InsecureAddress,
    /// A user, query or fragment in the address.
    KeyInAddress,
    /// Not what a header may carry.
    BadKey,
    /// Nobody answers there.
    Unreachable,
    /// The server's certificate is not trusted.
    Certificate,
    /// The browser did not let the request through, and does not say why.
    Blocked,
    /// The browser was told not to let this page reach this machine or its network.
    LocalNetworkDenied,
    /// The server sends elsewhere, where nobody agreed to send to.
    Redirected,
    /// It took too long.
    TimedOut,
    /// The answer ended too early.
    CutOff,
    /// The person stopped it.
    Cancelled,
    /// 401.
    Unauthorised,
    /// 403.
    Forbidden,
    /// 404, and the model is meant.
    NoSuchModel,
    /// 404 otherwise, 405 and 501.
    NoSuchAddress,
    /// 413.
    TooLarge,
    /// 429.
    TooManyRequests,
    /// The model takes no pictures.
    NoVision,
    /// 400 and what else a server refuses.
    Refused,
    /// 5xx.
    ServerFailed,
    /// An error in place of an answer, or in the middle of one.
    ErrorInAnswer,
    /// A web page.
    Html,
    /// Not what chat completions look like.
    NotAnAnswer,
    /// More than [`MAX_RESPONSE`] bytes.
    TooMuch,
    /// No words in it.
    Empty,
    /// The server withheld the answer.
    Withheld,
}

impl ErrorKind {
    /// Every kind with its name, for programs and for the catalogue (`explain-error-NAME`).
    pub const ALL: [(Self, &'static str); 27] = [
        (Self::BadAddress, "bad-address"),
        (Self::InsecureAddress, "insecure-address"),
        (Self::KeyInAddress, "key-in-address"),
        (Self::BadKey, "bad-key"),
        (Self::Unreachable, "unreachable"),
        (Self::Certificate, "certificate"),
        (Self::Blocked, "blocked"),
        (Self::LocalNetworkDenied, "local-network-denied"),
        (Self::Redirected, "redirected"),
        (Self::TimedOut, "timed-out"),
        (Self::CutOff, "cut-off"),
        (Self::Cancelled, "cancelled"),
        (Self::Unauthorised, "unauthorised"),
        (Self::Forbidden, "forbidden"),
        (Self::NoSuchModel, "no-such-model"),
        (Self::NoSuchAddress, "no-such-address"),
        (Self::TooLarge, "too-large"),
        (Self::TooManyRequests, "too-many-requests"),
        (Self::NoVision, "no-vision"),
        (Self::Refused, "refused"),
        (Self::ServerFailed, "server-failed"),
        (Self::ErrorInAnswer, "error-in-answer"),
        (Self::Html, "html"),
        (Self::NotAnAnswer, "not-an-answer"),
        (Self::TooMuch, "too-much"),
        (Self::Empty, "empty"),
        (Self::Withheld, "withheld"),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Why there are no words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainError {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Scheme, host and port; empty where there is none yet.
    pub host: String,
    /// The HTTP status, where the server answered with an error.
    pub status: Option<u16>,
    /// Seconds after which the server wants to be asked again.
    pub wait: Option<u32>,
    /// The server's own words: hostile text, cleaned, bounded, without the key. Often empty.
    pub detail: String,
}

impl ExplainError {
    pub(super) fn new(kind: ErrorKind, host: &str) -> Self {
        Self { kind, host: host.to_owned(), status: None, wait: None, detail: String::new() }
    }

    pub(super) fn with_words(self, detail: &str) -> Self {
        Self { detail: reply::clean(detail, MAX_WORDS, false), ..self }
    }

    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind.name()
    }

    /// What happened, to what, and what to do now; last, what the server said.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let mut words = Vec::new();
        let mut say = |key: &str, variables: &[(&str, Value<'_>)]| {
            words.push(catalogue::say(&format!("explain-error-{key}"), variables, language));
        };
        let (wait, limit) = (self.wait.unwrap_or(0), (MAX_RESPONSE >> 20) as u32);
        let variables = [("host", Value::Text(&self.host)), ("wait", Value::Number(wait)), ("limit", Value::Number(limit))];
        say(self.kind(), &variables);
        if let Some(status) = self.status {
            say("status", &[("status", Value::Number(status.into()))]);
        }
        if !self.detail.is_empty() {
            say("detail", &[("detail", Value::Text(&self.detail))]);
        }
        words.join(" ")
    }
}

impl fmt::Display for ExplainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

impl std::error::Error for ExplainError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_those_of_serde_in_their_order() {
        for (at, (kind, name)) in ErrorKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
        }
    }

    #[test]
    fn every_kind_has_words_of_its_own_in_every_language() {
        let mut seen = BTreeSet::new();
        for language in Language::ALL {
            for (kind, name) in ErrorKind::ALL {
                let words = ExplainError::new(kind, "https://host.example").words(language);
                assert!(!words.contains(['{', '}', '$']) && !words.contains("explain-error"), "{language}: {words}");
                assert!(seen.insert(words), "{language}: {name} says what another one says");
            }
        }
        let mut error = ExplainError::new(ErrorKind::TooManyRequests, "https://host.example").with_words("slow\u{202e} down");
        (error.status, error.wait) = (Some(429), Some(1));
        assert_eq!(
            error.to_string(),
            "https://host.example has too many requests. Try again in a second. (Status 429.) It says: slow down"
        );
    }
}
