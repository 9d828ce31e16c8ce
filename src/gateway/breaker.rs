//! When an upstream is left alone: a circuit that opens after so many failures in a row, and lets one request try when it has
//! been open for long enough.

use std::time::{Duration, Instant};

use super::config::Breaker;

/// What a circuit does with requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// All pass.
    Closed,
    /// One at a time passes, to try.
    HalfOpen,
    /// None passes.
    Open,
}

impl State {
    pub fn name(self) -> &'static str {
        ["closed", "half-open", "open"][self as usize]
    }
}

/// A circuit, without a clock of its own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Circuit {
    failures: u32,
    opened: Option<Instant>,
    trying: bool,
}

impl Circuit {
    pub fn state(&self, breaker: &Breaker, now: Instant) -> State {
        match self.opened {
            None => State::Closed,
            Some(opened) if now.duration_since(opened) < breaker.open => State::Open,
            Some(_) => State::HalfOpen,
        }
    }

    /// Lets a request through or not. What is let through ends in [`Self::succeeded`], [`Self::failed`] or
    /// [`Self::released`].
    pub fn admit(&mut self, breaker: &Breaker, now: Instant) -> bool {
        match self.state(breaker, now) {
            State::Closed => true,
            State::Open => false,
            State::HalfOpen => !std::mem::replace(&mut self.trying, true),
        }
    }

    /// The upstream has begun to answer.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// It did not answer, or broke off.
    pub fn failed(&mut self, breaker: &Breaker, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.trying = false;
        // What failed while it was closed says nothing about a circuit that has opened since; but a try does.
        if self.opened.is_some() || self.failures >= breaker.failures {
            self.opened = Some(now);
        }
    }

    /// The request ended without saying anything about the upstream.
    pub fn released(&mut self) {
        self.trying = false;
    }

    /// Until one request may try.
    pub fn wait(&self, breaker: &Breaker, now: Instant) -> Duration {
        self.opened.map_or(Duration::ZERO, |opened| breaker.open.saturating_sub(now.duration_since(opened)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BREAKER: Breaker = Breaker { failures: 3, open: Duration::from_secs(10) };

    #[test]
    fn a_circuit_opens_half_opens_and_closes() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut circuit = Circuit::default();
        for _ in 0..2 {
            assert!(circuit.admit(&BREAKER, start));
            circuit.failed(&BREAKER, start);
        }
        // In a row means in a row.
        circuit.succeeded();
        for _ in 0..3 {
            assert_eq!(circuit.state(&BREAKER, start), State::Closed);
            circuit.failed(&BREAKER, start);
        }
        assert_eq!(circuit.state(&BREAKER, start), State::Open);
        assert!(!circuit.admit(&BREAKER, at(9)));
        assert_eq!(circuit.wait(&BREAKER, at(9)), Duration::from_secs(1));
        assert_eq!(circuit.state(&BREAKER, at(10)), State::HalfOpen);
        assert!(circuit.admit(&BREAKER, at(10)) && !circuit.admit(&BREAKER, at(10)), "one at a time");
        circuit.released();
        assert!(circuit.admit(&BREAKER, at(10)));
        circuit.failed(&BREAKER, at(11));
        assert_eq!(circuit.state(&BREAKER, at(20)), State::Open);
        assert!(circuit.admit(&BREAKER, at(21)));
        circuit.succeeded();
        assert_eq!(circuit.state(&BREAKER, at(21)), State::Closed);
        assert!(circuit.admit(&BREAKER, at(21)) && circuit.admit(&BREAKER, at(21)));
    }
}
