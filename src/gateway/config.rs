//! What an operator sets: a TOML file and the environment, read strictly. Keys are named here and lie elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer};
use toml::{Table, Value};

use crate::explain::endpoint::{Address, MAX_RESPONSE, Reach, Secret};

/// What every setting in the environment begins with: `OMNI_IML_GATEWAY__LIMITS__STREAMS=50` is `streams` in `[limits]`.
pub const PREFIX: &str = "OMNI_IML_GATEWAY__";

/// The environment, as it was when the program started.
pub type Environment = BTreeMap<String, String>;

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where readers' pages, or the proxy in front, are answered.
    pub listen: SocketAddr,
    /// Where `/metrics` is answered; on `listen` if it is not said.
    pub metrics_listen: Option<SocketAddr>,
    /// Who is let in.
    pub access: Access,
    /// How much of everything.
    pub limits: Limits,
    /// How long what may take.
    pub times: Times,
    /// When an upstream is left alone.
    pub breaker: Breaker,
    /// Further tries after the first, as long as nothing was streamed.
    pub retries: u32,
    /// How much is written about it.
    pub log: Level,
    /// The model servers.
    pub upstreams: Vec<Upstream>,
}

/// How much is written to the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Off,
    /// What needs somebody.
    Warn,
    /// A line for each request as well.
    #[default]
    Info,
}

/// Who is let in: whoever has a token, and, if it is `open`, the pages of the listed origins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Access {
    /// Pages that may ask, exactly as a browser names them (`https://news.example`); `null`, which the page's sandboxed
    /// frame sends, only ever gets in with a token.
    pub origins: Vec<String>,
    /// Listed origins need no token.
    pub open: bool,
    /// The tokens.
    pub tokens: Vec<Token>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Pages of public addresses may reach this gateway on a private one (Chromium's Private Network Access).
    pub private_network: bool,
}

/// A token that lets in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// What logs call whoever has it.
    pub name: String,
    /// Where it lies.
    pub key: Source,
    /// Many people have it: limits count each address by itself.
    #[serde(default)]
    pub shared: bool,
}

/// How much of everything.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests of one client (a token, or an address without one or with a shared one) in a minute.
    pub requests_per_minute: u32,
    /// Of these, how many at once.
    pub burst: u32,
    /// Streams of one client at a time.
    pub streams_per_client: usize,
    /// Streams of all clients.
    pub streams: usize,
    /// Connections of all clients; a quarter of them of one address that is no proxy's.
    pub connections: usize,
    /// How much of an address of version 6 stands for one client, in bits.
    pub ipv6_prefix: u8,
    /// Bytes of the picture. Its pixels are bounded by what the page sends at most.
    pub image_bytes: usize,
    /// Bytes that an upstream may answer to one request.
    pub reply_bytes: usize,
}

/// How long what may take.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Times {
    /// For a request's head to arrive.
    #[serde(deserialize_with = "seconds")]
    pub head: Duration,
    /// For its body.
    #[serde(deserialize_with = "seconds")]
    pub body: Duration,
    /// Until there is a connection to an upstream.
    #[serde(deserialize_with = "seconds")]
    pub connect: Duration,
    /// Until the first words, in all attempts together.
    #[serde(deserialize_with = "seconds")]
    pub first: Duration,
    /// From one piece of the words to the next.
    #[serde(deserialize_with = "seconds")]
    pub idle: Duration,
    /// For a request in all.
    #[serde(deserialize_with = "seconds")]
    pub total: Duration,
    /// For a client to take what is ready for it.
    #[serde(deserialize_with = "seconds")]
    pub write: Duration,
    /// How long it still answers that it is being stopped, so that whoever spreads requests hears it.
    #[serde(deserialize_with = "seconds")]
    pub leave: Duration,
    /// For streams to end, once the gateway is told to stop.
    #[serde(deserialize_with = "seconds")]
    pub shutdown: Duration,
}

/// When an upstream is left alone.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Breaker {
    /// Failures in a row that open its circuit.
    pub failures: u32,
    /// How long it stays open; then one request tries.
    #[serde(deserialize_with = "seconds")]
    pub open: Duration,
}

/// A model server that speaks OpenAI's chat completions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upstream {
    /// What logs and metrics call it.
    pub name: String,
    /// Like `http://vllm:8000/v1`.
    #[serde(deserialize_with = "address")]
    pub address: Address,
    /// The model's name there; empty where there is but one.
    #[serde(default)]
    pub model: String,
    /// Where its key lies, if it wants one.
    pub key: Option<Source>,
    /// Its share of the streams, beside the others' weights.
    #[serde(default = "one")]
    pub weight: u32,
}

/// Where a key lies: `{ env = "NAME" }` or `{ file = "/path" }`. Never the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub enum Source {
    /// A variable of the environment.
    Env(String),
    /// A file that holds nothing else.
    File(PathBuf),
}

impl TryFrom<Value> for Source {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let only = value.as_table().filter(|table| table.len() == 1).and_then(|table| table.iter().next());
        match only {
            Some((name, Value::String(text))) if name == "env" => Ok(Self::Env(text.clone())),
            Some((name, Value::String(text))) if name == "file" => Ok(Self::File(text.into())),
            // The value is not repeated: it may be a key.
            _ => Err("a key is not written here; say where it lies, as { env = 'NAME' } or { file = '/path' }"),
        }
    }
}

impl Source {
    /// Fetches the key.
    ///
    /// # Errors
    /// There is none, or it is none that a header may carry.
    pub fn fetch(&self, environment: &Environment) -> Result<Secret, ConfigError> {
        let (text, place) = match self {
            Self::Env(name) => {
                let text = environment.get(name).cloned();
                (
                    text.ok_or_else(|| ConfigError(format!("the variable {name}, which should hold a key, is not set; set it")))?,
                    name.clone(),
                )
            }
            Self::File(path) => {
                let place = path.display().to_string();
                let text = std::fs::read_to_string(path)
                    .map_err(|error| ConfigError(format!("the file of a key, {place}, cannot be read ({error})")))?;
                (text, place)
            }
        };
        let none = || ConfigError(format!("{place} holds no key: visible ASCII without spaces is needed"));
        Secret::new(&text).map_err(|_| none())?.ok_or_else(none)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 8600).into(),
            metrics_listen: None,
            access: Access::default(),
            limits: Limits::default(),
            times: Times::default(),
            breaker: Breaker::default(),
            retries: 2,
            log: Level::default(),
            upstreams: Vec::new(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_minute: 6,
            burst: 3,
            streams_per_client: 2,
            streams: 200,
            connections: 1024,
            ipv6_prefix: 56,
            image_bytes: 3 << 20,
            reply_bytes: 1 << 20,
        }
    }
}

impl Default for Times {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        // Below what the page waits (180 s to begin, 60 s between pieces, 600 s in all), so that it hears why.
        Self {
            head: seconds(10),
            body: seconds(30),
            connect: seconds(5),
            first: seconds(150),
            idle: seconds(50),
            total: seconds(540),
            write: seconds(30),
            leave: seconds(5),
            shutdown: seconds(30),
        }
    }
}

impl Default for Breaker {
    fn default() -> Self {
        Self { failures: 5, open: Duration::from_secs(15) }
    }
}

fn one() -> u32 {
    1
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if !(0.001..=86_400.0).contains(&number) {
        return Err(serde::de::Error::custom("seconds must be between 0.001 and 86400"));
    }
    Ok(Duration::from_secs_f64(number))
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
    Address::parse(&String::deserialize(deserializer)?, Reach::Native).map_err(serde::de::Error::custom)
}

/// What is wrong with the configuration, and what to do. It repeats no value that may be a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    pub(super) fn new(what: String) -> Self {
        Self(what)
    }
}

impl Config {
    /// Reads a file's text; what the environment sets counts for more.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub fn read(text: &str, environment: &Environment) -> Result<Self, ConfigError> {
        let said = |error: toml::de::Error| {
            let line = error.span().and_then(|span| text.get(..span.start)).map(|before| 1 + before.matches('\n').count());
            let place = line.map_or_else(String::new, |line| format!("line {line}: "));
            ConfigError(format!("{place}{}", unquoted(error.message())))
        };
        let mut table: Table = text.parse().map_err(said)?;
        let mut changed = false;
        for (name, value) in environment {
            if let Some(path) = name.strip_prefix(PREFIX) {
                set(&mut table, path, value).map_err(|what| ConfigError(format!("{name}: {what}")))?;
                changed = true;
            }
        }
        let config: Self = if changed {
            table.try_into().map_err(|error: toml::de::Error| {
                // Behind what is wrong stands where.
                let text = error.to_string();
                let place = text.lines().find(|line| line.starts_with("in `")).unwrap_or_default();
                ConfigError(format!("{} {place}", unquoted(&text)).trim().to_owned())
            })?
        } else {
            // With the lines of the file.
            toml::from_str(text).map_err(said)?
        };
        config.checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let fail = |what: String| Err(ConfigError(what));
        let Access { origins, open, tokens, .. } = &self.access;
        for origin in origins.iter().filter(|origin| *origin != "null") {
            let canonical = Address::parse(origin, Reach::Native).map(|address| address.origin());
            match canonical {
                Ok(canonical) if canonical == *origin => {}
                Ok(canonical) => {
                    return fail(format!("access.origins: a browser writes `{origin}` as `{canonical}`; write it so"));
                }
                Err(_) => {
                    return fail(format!("access.origins: `{origin}` is no origin; write it like https://news.example, or null"));
                }
            }
        }
        if tokens.is_empty() && origins.iter().any(|origin| origin == "null") {
            return fail(
                "access.origins: every sandboxed page is `null`, so that it needs a token; add one to access.tokens".into(),
            );
        }
        if tokens.is_empty() && (!open || origins.is_empty()) {
            return fail(
                "access: nobody could get in; add a token to access.tokens, or set access.open and access.origins".into(),
            );
        }
        if *open && origins.iter().all(|origin| origin == "null") {
            return fail("access.open: without an origin in access.origins it opens nothing; add one, or leave it out".into());
        }
        names("access.tokens", tokens.iter().map(|token| &token.name))?;
        names("upstreams", self.upstreams.iter().map(|upstream| &upstream.name))?;
        if self.upstreams.is_empty() {
            return fail("upstreams: there is none; add [[upstreams]] with a name and an address".into());
        }
        if self.upstreams.iter().any(|upstream| !(1..=1000).contains(&upstream.weight)) {
            return fail("upstreams: a weight must be between 1 and 1000".into());
        }
        let Limits { requests_per_minute, burst, streams_per_client, streams, connections, ipv6_prefix, .. } = self.limits;
        let Limits { image_bytes, reply_bytes, .. } = self.limits;
        for (name, found, most) in [
            ("requests_per_minute", requests_per_minute as usize, 60_000),
            ("burst", burst as usize, 60_000),
            ("streams_per_client", streams_per_client, 100_000),
            ("streams", streams, 100_000),
            ("connections", connections, 1_000_000),
            ("ipv6_prefix", usize::from(ipv6_prefix), 128),
            ("image_bytes", image_bytes, 16 << 20),
            ("reply_bytes", reply_bytes, MAX_RESPONSE),
        ] {
            if !(1..=most).contains(&found) {
                return fail(format!("limits.{name} must be between 1 and {most}"));
            }
        }
        if self.breaker.failures == 0 {
            return fail("breaker.failures must be at least 1".into());
        }
        if self.retries > 10 {
            return fail("retries must be between 0 and 10".into());
        }
        Ok(self)
    }
}

/// The first line of what a parser says, without the value that it quotes, which may be a key. Further lines show the source.
fn unquoted(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    match (line.find('"'), line.rfind('"')) {
        (Some(first), Some(last)) if first < last => format!("{}\"…{}", &line[..first], &line[last..]),
        _ => line.to_owned(),
    }
}

/// Names are labels of metrics and words of logs, and each stands for one thing.
fn names<'a>(list: &str, names: impl Iterator<Item = &'a String>) -> Result<(), ConfigError> {
    let mut seen = BTreeSet::new();
    for name in names {
        let plain = (1..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !plain {
            return Err(ConfigError(format!("{list}: a name has 1 to 32 letters, digits, - or _")));
        }
        if !seen.insert(name) {
            return Err(ConfigError(format!("{list}: two are called `{name}`; give each its own name")));
        }
    }
    Ok(())
}

/// Sets `A__B` to a value as TOML writes it, or to the text itself.
fn set(table: &mut Table, path: &str, text: &str) -> Result<(), String> {
    let value = format!("v = {text}").parse().ok().and_then(|mut table: Table| table.remove("v"));
    let value = value.unwrap_or_else(|| Value::String(text.to_owned()));
    let path = path.to_ascii_lowercase();
    let mut parts: Vec<&str> = path.split("__").collect();
    let last = parts.pop().unwrap_or_default();
    let mut table = table;
    for part in parts {
        let inner = table.entry(part).or_insert_with(|| Value::Table(Table::new()));
        table = inner.as_table_mut().ok_or_else(|| format!("`{part}` has no parts"))?;
    }
    table.insert(last.to_owned(), value);
    Ok(())
}

#[cfg(test)]
mod tests;
