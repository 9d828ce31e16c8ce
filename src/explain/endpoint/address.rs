//! Where a request goes: an address that is read strictly, so that what a person is shown is where it goes.

use super::{ErrorKind, ExplainError, Kind};

/// From where it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A page: `https:`, and `http:` to this machine, as the policy of its frame says.
    Page,
    /// A program of this machine.
    Native,
}

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    secure: bool,
    host: String,
    port: Option<u16>,
    path: String,
}

/// Longest address.
const MAX_ADDRESS: usize = 1000;

impl Address {
    /// Reads an address: scheme, host, port and path; no user, no query, in which keys would hide and be logged.
    ///
    /// # Errors
    /// `bad-address`, `key-in-address`, `insecure-address`.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, ExplainError> {
        let text = text.trim();
        let bad = || ExplainError::new(ErrorKind::BadAddress, "");
        let (scheme, rest) = text.split_once("://").filter(|_| text.len() <= MAX_ADDRESS).ok_or_else(bad)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(bad()),
        };
        if rest.contains(['@', '?', '#']) {
            return Err(ExplainError::new(ErrorKind::KeyInAddress, ""));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = split_port(authority).ok_or_else(bad)?;
        let path = path.trim_end_matches('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%+:,=".contains(c);
        // The first part is what stands before the first slash: nothing.
        let clean = path.split('/').skip(1).all(|part| !matches!(part, "" | "." | "..") && part.chars().all(plain));
        if !clean {
            return Err(bad());
        }
        let port = port.filter(|port| *port != if secure { 443 } else { 80 });
        let address = Self { secure, host: host.to_ascii_lowercase(), port, path: path.to_owned() };
        if !secure && reach == Reach::Page && !["localhost", "127.0.0.1"].contains(&address.host.as_str()) {
            return Err(ExplainError::new(ErrorKind::InsecureAddress, &address.origin()));
        }
        Ok(address)
    }

    /// Scheme, host and port: what a person is told, and what a browser compares.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        match self.port {
            Some(port) => format!("{scheme}://{}:{port}", self.host),
            None => format!("{scheme}://{}", self.host),
        }
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(&self.host.as_str())
    }

    /// The whole address for a kind of endpoint, given with or without its version and its last part.
    #[must_use]
    pub fn url(&self, kind: Kind) -> String {
        self.ending_in(match kind {
            Kind::OpenAi => "/chat/completions",
            Kind::Gateway => "/explain",
        })
    }

    /// The same for an embedding.
    #[must_use]
    pub fn embeddings(&self) -> String {
        self.ending_in("/embeddings")
    }

    fn ending_in(&self, last: &str) -> String {
        let base = self.path.strip_suffix(last).unwrap_or(&self.path);
        let is_version = |part: &str| {
            let rest = part.strip_prefix('v').unwrap_or_default();
            rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric())
        };
        // Whoever gave the last part has said what stands before it.
        let complete = base.len() < self.path.len() || base.rsplit('/').next().is_some_and(is_version);
        format!("{}{base}{}{last}", self.origin(), if complete { "" } else { "/v1" })
    }
}

/// Host and port of what stands between `//` and the path.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')? + 2;
            let inside = &authority[1..end - 1];
            let numeric = inside.contains(':') && inside.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.');
            numeric.then(|| authority.split_at(end))?
        }
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            let plain =
                |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            host.split('.').all(plain).then_some((host, port))?
        }
    };
    match port.strip_prefix(':') {
        Some(digits) if digits.chars().all(|c| c.is_ascii_digit()) => Some((host, Some(digits.parse().ok().filter(|p| *p > 0)?))),
        None if port.is_empty() => Some((host, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn addresses_are_joined_with_and_without_a_version() {
        for (given, chat) in [
            ("http://localhost:8000", "http://localhost:8000/v1/chat/completions"),
            ("http://localhost:8000/", "http://localhost:8000/v1/chat/completions"),
            (" http://localhost:8000/v1 ", "http://localhost:8000/v1/chat/completions"),
            ("HTTP://LocalHost:8000/v1/", "http://localhost:8000/v1/chat/completions"),
            ("https://host.example:443/api/v1", "https://host.example/api/v1/chat/completions"),
            ("https://host.example/v1beta/openai", "https://host.example/v1beta/openai/v1/chat/completions"),
            ("https://host.example/openai/v1beta", "https://host.example/openai/v1beta/chat/completions"),
            ("https://host.example/x/chat/completions", "https://host.example/x/chat/completions"),
            ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
        ] {
            assert_eq!(Address::parse(given, Reach::Native).unwrap().url(Kind::OpenAi), chat, "{given}");
        }
        let embeddings = |given| Address::parse(given, Reach::Native).unwrap().embeddings();
        assert_eq!(embeddings("http://localhost:8000"), "http://localhost:8000/v1/embeddings");
        assert_eq!(embeddings("https://host.example/openai/v1/embeddings"), "https://host.example/openai/v1/embeddings");
        for given in ["https://news.example", "https://news.example/v1", "https://news.example/v1/explain"] {
            let address = Address::parse(given, Reach::Page).unwrap();
            assert_eq!(address.url(Kind::Gateway), "https://news.example/v1/explain");
        }
    }

    #[test]
    fn odd_addresses_are_refused_by_name() {
        let kind = |text: &str, reach| Address::parse(text, reach).map_or_else(|e| e.kind(), |_| "taken");
        for text in [
            "",
            "localhost:8000",
            "ftp://host",
            "javascript://host",
            "https://",
            "https:///v1",
            "https://a b/",
            "https://höst/",
            "https://host:0",
            "https://host:99999",
            "https://host:+80",
            "https://host:80:80",
            "https://a..b/",
            "https://[::1",
            "https://[host]/",
            "https://host/../v1",
            "https://host//v1",
            "https://host/v1\r\nX: y",
            "https://host/\u{202e}",
            "https://host\\@evil/",
        ] {
            let found = kind(text, Reach::Native);
            assert!(found == "bad-address" || (text.contains('@') && found == "key-in-address"), "{text}: {found}");
        }
        assert_eq!(kind(&format!("https://host/{}", "a".repeat(1000)), Reach::Native), "bad-address");
        for text in ["https://sk-secret@host/", "https://host/v1?api-key=sk-secret", "https://host/#sk-secret"] {
            let error = Address::parse(text, Reach::Page).unwrap_err();
            assert_eq!(error.kind(), "key-in-address");
            assert!(!format!("{error} {error:?}").contains("sk-secret"));
        }
        for (text, page) in [
            ("http://host.example", "insecure-address"),
            ("http://192.168.1.2:8000", "insecure-address"),
            ("http://localhost.evil.example", "insecure-address"),
            // The frame's policy cannot name it.
            ("http://[::1]:8000", "insecure-address"),
            ("http://localhost:1234", "taken"),
            ("http://127.0.0.1", "taken"),
            ("https://host.example", "taken"),
        ] {
            assert_eq!(kind(text, Reach::Page), page, "{text}");
            assert_eq!(kind(text, Reach::Native), "taken", "{text}");
        }
    }
}
