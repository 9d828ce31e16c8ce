//! The model servers: which one gets a request, and what became of it there.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Client;

use super::breaker::{Circuit, Pass, State};
use super::config::{self, Breaker, Config, ConfigError, Environment};
use crate::explain::endpoint::{Accepts, Endpoint, ErrorKind, Kind, Secret};
use crate::explain::http;

/// All of them.
pub(super) struct Upstreams {
    all: Vec<Upstream>,
    breaker: Breaker,
    /// Where the next search begins, so that equals take turns.
    next: AtomicUsize,
}

/// One of them.
struct Upstream {
    settings: config::Upstream,
    key: Option<Secret>,
    client: Client,
    circuit: Mutex<Circuit>,
    /// What it takes, as far as its refusals have said.
    accepts: Mutex<Accepts>,
    busy: AtomicUsize,
    /// Of these, how many get words.
    flowing: AtomicUsize,
}

/// A request's stay at an upstream.
pub(super) struct Lease {
    upstreams: Arc<Upstreams>,
    at: usize,
    pass: Pass,
    /// The request was here before, and has counted.
    again: bool,
    begun: bool,
    settled: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Upstreams {
    pub fn new(config: &Config, environment: &Environment) -> Result<Self, ConfigError> {
        let mut all = Vec::new();
        for settings in &config.upstreams {
            let key = settings.key.as_ref().map(|key| key.fetch(environment)).transpose()?;
            let client = http::client(config.times.connect, settings.address.is_local()).map_err(|_| {
                ConfigError::new("the certificates of this machine cannot be read; install ca-certificates".into())
            })?;
            let (circuit, accepts, busy, flowing) = Default::default();
            all.push(Upstream { settings: settings.clone(), key, client, circuit, accepts, busy, flowing });
        }
        Ok(Self { all, breaker: config.breaker, next: AtomicUsize::new(0) })
    }

    /// The least busy one by its weight; those in `tried` only if there is no other, those in `shunned` never. Where none
    /// may be asked: the time until one may.
    pub fn choose(self: &Arc<Self>, tried: &[usize], shunned: &[usize]) -> Result<Lease, Duration> {
        let now = Instant::now();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let mut order: Vec<usize> = (0..self.all.len()).map(|i| (first.wrapping_add(i)) % self.all.len()).collect();
        order.retain(|at| !shunned.contains(at));
        // The sort is stable: equals stay in their turn.
        order.sort_by(|&a, &b| {
            let load = |at: usize, other: usize| {
                self.all[at].busy.load(Ordering::Relaxed) as u64 * u64::from(self.all[other].settings.weight)
            };
            tried.contains(&a).cmp(&tried.contains(&b)).then(load(a, b).cmp(&load(b, a)))
        });
        for &at in &order {
            let pass = lock(&self.all[at].circuit).admit(&self.breaker, now);
            if let Some(pass) = pass {
                self.all[at].busy.fetch_add(1, Ordering::Relaxed);
                let (upstreams, again) = (Arc::clone(self), tried.contains(&at));
                return Ok(Lease { upstreams, at, pass, again, begun: false, settled: false });
            }
        }
        let wait = |upstream: &Upstream| lock(&upstream.circuit).wait(&self.breaker, now);
        Err(self.all.iter().map(wait).min().unwrap_or_default())
    }

    /// Name, state of the circuit and streams of each.
    pub fn states(&self) -> impl Iterator<Item = (&str, State, usize)> {
        let now = Instant::now();
        self.all.iter().map(move |upstream| {
            let state = lock(&upstream.circuit).state(&self.breaker, now);
            (upstream.settings.name.as_str(), state, upstream.busy.load(Ordering::Relaxed))
        })
    }
}

impl Lease {
    fn upstream(&self) -> &Upstream {
        &self.upstreams.all[self.at]
    }

    /// Its place in the list.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn name(&self) -> &str {
        &self.upstream().settings.name
    }

    pub fn client(&self) -> &Client {
        &self.upstream().client
    }

    /// How it is spoken to, by what is known.
    pub fn endpoint(&self) -> Endpoint {
        let Upstream { settings, key, accepts, .. } = self.upstream();
        let (address, model) = (settings.address.clone(), settings.model.clone());
        Endpoint { kind: Kind::OpenAi, address, model, key: key.clone(), accepts: *lock(accepts) }
    }

    /// Keeps what it was found to take.
    pub fn learn(&self, accepts: Accepts) {
        *lock(&self.upstream().accepts) = accepts;
    }

    /// Whether this request was here before.
    pub fn is_again(&self) -> bool {
        self.again
    }

    /// It has begun to answer.
    pub fn begun(&mut self) {
        if !std::mem::replace(&mut self.begun, true) {
            self.upstream().flowing.fetch_add(1, Ordering::Relaxed);
            lock(&self.upstream().circuit).begun(self.pass);
        }
    }

    /// It has answered to the end.
    pub fn succeeded(&mut self) {
        self.settled = true;
        lock(&self.upstream().circuit).succeeded(self.pass);
    }

    /// It gave no words, or stopped in the middle. A request counts once at each upstream.
    pub fn failed(&mut self, kind: ErrorKind) {
        self.settled = true;
        // Where others get words, who waited in vain has stood in a queue.
        let queued = kind == ErrorKind::TimedOut && !self.begun && self.upstream().flowing.load(Ordering::Relaxed) > 0;
        let mut circuit = lock(&self.upstream().circuit);
        if is_its_own(kind) && !queued && !self.again {
            circuit.failed(self.pass, &self.upstreams.breaker, Instant::now());
        } else {
            circuit.released(self.pass);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let upstream = self.upstream();
        upstream.busy.fetch_sub(1, Ordering::Relaxed);
        if self.begun {
            upstream.flowing.fetch_sub(1, Ordering::Relaxed);
        }
        if !self.settled {
            lock(&upstream.circuit).released(self.pass);
        }
    }
}

/// Whether it speaks against the upstream, and not against the request or the moment.
fn is_its_own(kind: ErrorKind) -> bool {
    !matches!(
        kind,
        ErrorKind::TooManyRequests
            | ErrorKind::TooLarge
            | ErrorKind::Refused
            | ErrorKind::TooMuch
            | ErrorKind::Withheld
            | ErrorKind::Cancelled
    )
}

/// Where a request may be tried again after this, if nothing was streamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// Anywhere, after a while at the same: the connection was at fault, and the request may not have been seen.
    Anywhere,
    /// At another upstream: this one has said what it says.
    Elsewhere,
    /// Nowhere: another will not do better, or the time is up.
    Nowhere,
}

pub(super) fn again(kind: ErrorKind) -> Again {
    match kind {
        ErrorKind::Unreachable | ErrorKind::CutOff => Again::Anywhere,
        // Who waited as long as this has no time for another.
        ErrorKind::TimedOut
        | ErrorKind::Refused
        | ErrorKind::TooLarge
        | ErrorKind::TooMuch
        | ErrorKind::Withheld
        | ErrorKind::Cancelled => Again::Nowhere,
        _ => Again::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn upstreams(weights: &[u32]) -> Arc<Upstreams> {
        let server = |(at, weight): (usize, &u32)| {
            format!("[[upstreams]]\nname = \"{at}\"\naddress = \"http://127.0.0.1:{}\"\nweight = {weight}\n", at + 1)
        };
        let servers: String = weights.iter().enumerate().map(server).collect();
        let text = format!("[access]\nopen = true\norigins = [\"https://a.example\"]\n[breaker]\nfailures = 1\n{servers}");
        let config = Config::read(&text, &Environment::new()).unwrap();
        Arc::new(Upstreams::new(&config, &Environment::new()).unwrap())
    }

    #[test]
    fn streams_are_shared_out_by_weight() {
        let upstreams = upstreams(&[1, 3]);
        let held: Vec<Lease> = (0..40).map(|_| upstreams.choose(&[], &[]).unwrap()).collect();
        assert_eq!(held.iter().filter(|lease| lease.at() == 1).count(), 30);
        drop(held);
        assert!(upstreams.states().all(|(_, _, busy)| busy == 0));
        // Equals take turns though nothing is held.
        let equal = self::upstreams(&[1, 1]);
        let turns: Vec<usize> = (0..4).map(|_| equal.choose(&[], &[]).unwrap().at()).collect();
        assert_eq!(turns, [0, 1, 0, 1]);
    }

    #[test]
    fn others_come_first_and_open_circuits_are_left_alone() {
        let upstreams = upstreams(&[1, 1]);
        assert_eq!(upstreams.choose(&[0], &[]).unwrap().at(), 1);
        assert_eq!(upstreams.choose(&[1, 0], &[1]).unwrap().at(), 0);
        assert!(upstreams.choose(&[], &[0, 1]).is_err());
        upstreams.choose(&[1], &[]).unwrap().failed(ErrorKind::Refused);
        // Who was there before has counted.
        upstreams.choose(&[1, 0], &[1]).unwrap().failed(ErrorKind::Unreachable);
        assert!(upstreams.states().all(|(_, state, _)| state == State::Closed));
        upstreams.choose(&[1], &[]).unwrap().failed(ErrorKind::Unreachable);
        assert_eq!(upstreams.states().map(|(_, state, _)| state).collect::<Vec<_>>(), [State::Open, State::Closed]);
        assert_eq!(upstreams.choose(&[1], &[]).unwrap().at(), 1);
        upstreams.choose(&[], &[]).unwrap().failed(ErrorKind::Unauthorised);
        let wait = upstreams.choose(&[], &[]).err().unwrap();
        assert!(wait > Duration::ZERO && wait <= Breaker::default().open);
    }

    #[test]
    fn who_waits_in_a_queue_does_not_count() {
        let upstreams = upstreams(&[1]);
        let state = || upstreams.states().next().unwrap().1;
        let mut flowing = upstreams.choose(&[], &[]).unwrap();
        flowing.begun();
        upstreams.choose(&[], &[]).unwrap().failed(ErrorKind::TimedOut);
        assert_eq!(state(), State::Closed);
        // What stops flowing does, and so does silence where nothing flows.
        flowing.failed(ErrorKind::TimedOut);
        assert_eq!(state(), State::Open);
        drop(flowing);
        let upstreams = self::upstreams(&[1]);
        upstreams.choose(&[], &[]).unwrap().failed(ErrorKind::TimedOut);
        assert_eq!(upstreams.states().next().unwrap().1, State::Open);
    }

    #[test]
    fn what_was_learned_is_kept() {
        let upstreams = upstreams(&[1]);
        let lease = upstreams.choose(&[], &[]).unwrap();
        lease.learn(Accepts { temperature: false, ..Accepts::default() });
        assert!(!upstreams.choose(&[], &[]).unwrap().endpoint().accepts.temperature);
    }
}
