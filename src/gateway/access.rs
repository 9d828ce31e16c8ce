//! Who is let in, and as whom: origins, tokens, addresses.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header};
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use subtle::{ConditionallySelectable, ConstantTimeEq};

use super::config::{Access, ConfigError, Environment};
use super::refusal::Refusal;

/// Shortest token: what is guessed is no token.
const SHORTEST_TOKEN: usize = 16;

/// Whom limits are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// Whoever has this token, by its place in the list.
    Token(u32),
    /// An address, or the network of one with version 6, without a token.
    Address(IpAddr),
    /// The same, with a token that many have.
    Shared(u32, IpAddr),
}

/// What decides who is let in.
pub(super) struct Door {
    origins: Vec<String>,
    open: bool,
    tokens: Vec<Known>,
    proxies: Vec<IpNet>,
    ipv6_prefix: u8,
}

/// A token, as its SHA-256: the gateway itself need not know it.
struct Known {
    name: String,
    digest: [u8; 32],
    shared: bool,
}

impl Door {
    pub fn new(access: &Access, ipv6_prefix: u8, environment: &Environment) -> Result<Self, ConfigError> {
        let mut tokens = Vec::new();
        for token in &access.tokens {
            let header = token.key.fetch(environment)?.authorization();
            let secret = header.strip_prefix("Bearer ").unwrap_or_default();
            if secret.len() < SHORTEST_TOKEN {
                let what = format!(
                    "access.tokens: `{}` is shorter than {SHORTEST_TOKEN} characters; make it long and random",
                    token.name
                );
                return Err(ConfigError::new(what));
            }
            tokens.push(Known { name: token.name.clone(), digest: Sha256::digest(secret).into(), shared: token.shared });
        }
        let Access { origins, open, trusted_proxies, .. } = access;
        Ok(Self { origins: origins.clone(), open: *open, tokens, proxies: trusted_proxies.clone(), ipv6_prefix })
    }

    /// Whether a browser may show this origin's pages what is answered. For `null` that is no more than the right to ask
    /// with a token.
    pub fn shows_to(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|listed| listed.as_bytes() == origin.as_bytes())
    }

    /// Lets in, or says why not.
    pub fn admit(&self, address: IpAddr, headers: &HeaderMap) -> Result<Client, Refusal> {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let origin = origins.next();
        if origins.next().is_some() || origin.is_some_and(|origin| !self.shows_to(origin)) {
            return Err(Refusal::Origin);
        }
        match headers.get(header::AUTHORIZATION) {
            Some(value) => {
                let place = bearer(value).and_then(|token| self.token(token)).ok_or(Refusal::WrongToken)?;
                let shared = self.tokens.get(place as usize).is_some_and(|token| token.shared);
                Ok(if shared { Client::Shared(place, self.network(address)) } else { Client::Token(place) })
            }
            None if self.open && origin.is_some_and(|origin| origin != "null") => Ok(Client::Address(self.network(address))),
            None if self.open && origin.is_none() => Err(Refusal::Origin),
            None => Err(Refusal::NoToken),
        }
    }

    /// The place of a token, found in the same time wherever it is and however much of it is right.
    fn token(&self, presented: &[u8]) -> Option<u32> {
        let digest: [u8; 32] = Sha256::digest(presented).into();
        let none = u32::MAX;
        let mut found = none;
        for (place, known) in (0..).zip(&self.tokens) {
            found.conditional_assign(&place, known.digest.ct_eq(&digest));
        }
        (found != none).then_some(found)
    }

    /// What logs call a client: never its address.
    pub fn name(&self, client: Client) -> &str {
        match client {
            Client::Token(place) | Client::Shared(place, _) => self.tokens.get(place as usize).map_or("", |token| &token.name),
            Client::Address(_) => "without a token",
        }
    }

    /// Whom an address stands for: of version 6, everybody has a network.
    pub fn network(&self, address: IpAddr) -> IpAddr {
        match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => {
                let rest = u128::MAX.checked_shr(self.ipv6_prefix.into()).unwrap_or_default();
                Ipv6Addr::from_bits(address.to_bits() & !rest).into()
            }
        }
    }

    /// Whether this peer speaks for others.
    pub fn is_proxy(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.proxies.iter().any(|network| network.contains(&peer))
    }

    /// Whose request it is that came from this peer: behind trusted proxies, the last address that none of them has.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer.to_canonical();
        if !self.is_proxy(address) {
            return address;
        }
        let values: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
        for text in values.iter().flat_map(|value| value.split(',')).rev() {
            // What cannot be read was not written by a proxy that can be trusted.
            let Some(found) = parsed(text.trim()) else { break };
            address = found.to_canonical();
            if !self.is_proxy(address) {
                break;
            }
        }
        address
    }
}

fn bearer(value: &HeaderValue) -> Option<&[u8]> {
    let (scheme, token) = value.as_bytes().split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(token.trim_ascii())
}

/// An address, with or without a port.
fn parsed(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::gateway::config::{Source, Token};

    const TOKEN: &str = "a-token-of-readers";
    const OTHER: &str = "another-token-0123";
    const CROWD: &str = "a-token-everybody-has";

    fn door(open: bool, tokens: bool) -> Door {
        let token = |name: &str| Token { name: name.into(), key: Source::Env(name.into()), shared: name == "crowd" };
        let access = Access {
            origins: vec!["https://news.example".into(), "http://localhost:8080".into(), "null".into()],
            open,
            tokens: if tokens { vec![token("readers"), token("desk"), token("crowd")] } else { vec![] },
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()],
            private_network: false,
        };
        let environment =
            [("readers", TOKEN), ("desk", OTHER), ("crowd", CROWD)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        Door::new(&access, 56, &environment.into()).unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn admitted(door: &Door, origin: Option<&str>, token: Option<&str>) -> &'static str {
        let mut pairs = Vec::new();
        pairs.extend(origin.map(|origin| ("origin", origin.to_owned())));
        pairs.extend(token.map(|token| ("authorization", token.to_owned())));
        let pairs: Vec<(&'static str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match door.admit("192.0.2.1".parse().unwrap(), &headers(&pairs)) {
            Ok(Client::Token(0)) => "readers",
            Ok(Client::Token(_)) => "desk",
            Ok(Client::Address(_)) => "address",
            Ok(Client::Shared(..)) => "crowd",
            Err(refusal) => refusal.kind(),
        }
    }

    #[test]
    fn the_table_of_origins_and_tokens() {
        let (closed, open) = (door(false, true), door(true, true));
        let right = format!("Bearer {TOKEN}");
        for (origin, token, when_closed, when_open) in [
            (Some("https://news.example"), None, "no-token", "address"),
            (Some("https://news.example"), Some(right.as_str()), "readers", "readers"),
            (Some("https://news.example"), Some("Bearer wrong"), "wrong-token", "wrong-token"),
            (Some("null"), None, "no-token", "no-token"),
            (Some("null"), Some(right.as_str()), "readers", "readers"),
            (None, None, "no-token", "origin-not-allowed"),
            (None, Some(right.as_str()), "readers", "readers"),
            (Some("https://news.example:443"), Some(right.as_str()), "origin-not-allowed", "origin-not-allowed"),
            (Some("https://NEWS.example"), Some(right.as_str()), "origin-not-allowed", "origin-not-allowed"),
            (Some("http://news.example"), Some(right.as_str()), "origin-not-allowed", "origin-not-allowed"),
            (Some("https://news.example.evil.example"), None, "origin-not-allowed", "origin-not-allowed"),
            (Some("https://evil.example"), Some(right.as_str()), "origin-not-allowed", "origin-not-allowed"),
            (Some(""), Some(right.as_str()), "origin-not-allowed", "origin-not-allowed"),
        ] {
            assert_eq!(admitted(&closed, origin, token), when_closed, "closed: {origin:?} {token:?}");
            assert_eq!(admitted(&open, origin, token), when_open, "open: {origin:?} {token:?}");
        }
        let two = headers(&[("origin", "https://news.example"), ("origin", "https://news.example"), ("authorization", &right)]);
        assert_eq!(closed.admit("192.0.2.1".parse().unwrap(), &two), Err(Refusal::Origin));
    }

    #[test]
    fn tokens_are_whole_and_named() {
        let door = door(false, true);
        for (value, found) in [
            (format!("Bearer {OTHER}"), "desk"),
            (format!("bearer  {OTHER} "), "desk"),
            (format!("Bearer {CROWD}"), "crowd"),
            (OTHER.to_owned(), "wrong-token"),
            (format!("Basic {OTHER}"), "wrong-token"),
            (format!("Bearer {}", &OTHER[..17]), "wrong-token"),
            (format!("Bearer {OTHER}4"), "wrong-token"),
            (format!("Bearer {}", OTHER.to_uppercase()), "wrong-token"),
            ("Bearer ".to_owned(), "wrong-token"),
            ("B".to_owned(), "wrong-token"),
        ] {
            assert_eq!(admitted(&door, None, Some(&value)), found, "{value}");
        }
        assert_eq!(door.name(Client::Token(1)), "desk");
        let (one, two) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert_ne!(Client::Shared(2, one), Client::Shared(2, two));
        assert_eq!(door.name(Client::Shared(2, one)), "crowd");
        assert!(!door.name(Client::Address("192.0.2.1".parse().unwrap())).contains("192"));
        let short =
            Access { tokens: vec![Token { name: "t".into(), key: Source::Env("T".into()), shared: false }], ..Access::default() };
        let environment = [("T".to_owned(), "too-short".to_owned())].into();
        let error = Door::new(&short, 56, &environment).err().unwrap().to_string();
        assert!(error.contains("shorter than 16") && !error.contains("too-short"));
    }

    #[test]
    fn forwarded_addresses_are_believed_of_trusted_proxies_alone() {
        let door = door(true, false);
        let found = |peer: &str, values: &[&'static str]| {
            let pairs: Vec<(&'static str, &str)> = values.iter().map(|value| ("x-forwarded-for", *value)).collect();
            door.address(peer.parse().unwrap(), &headers(&pairs)).to_string()
        };
        for (peer, values, expected) in [
            ("203.0.113.9", vec!["192.0.2.7"], "203.0.113.9"),
            ("10.1.2.3", vec![], "10.1.2.3"),
            ("10.1.2.3", vec!["192.0.2.7"], "192.0.2.7"),
            ("::ffff:10.1.2.3", vec!["192.0.2.7"], "192.0.2.7"),
            // What stands further to the left, anybody may have written.
            ("10.1.2.3", vec!["1.1.1.1, 192.0.2.7, 10.9.9.9"], "192.0.2.7"),
            ("10.1.2.3", vec!["1.1.1.1", "192.0.2.7"], "192.0.2.7"),
            ("10.1.2.3", vec!["192.0.2.7, unknown"], "10.1.2.3"),
            ("10.1.2.3", vec!["192.0.2.7:4711"], "192.0.2.7"),
            ("fd00::1", vec!["[2001:db8::5]:443"], "2001:db8::5"),
            ("10.1.2.3", vec!["10.9.9.9"], "10.9.9.9"),
        ] {
            assert_eq!(found(peer, &values), expected, "{peer} {values:?}");
        }
        for (prefix, expected) in [(56, "2001:db8:1:200::"), (64, "2001:db8:1:2ff::"), (128, "2001:db8:1:2ff:4:5:6:7")] {
            let door = Door { ipv6_prefix: prefix, ..self::door(true, false) };
            assert_eq!(door.network("2001:db8:1:2ff:4:5:6:7".parse().unwrap()).to_string(), expected);
            assert_eq!(door.network("192.0.2.7".parse().unwrap()).to_string(), "192.0.2.7");
        }
    }
}
