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
    /// In a row.
    failures: u32,
    opened: Option<Instant>,
    trying: bool,
    /// How often it has opened.
    era: u64,
}

/// What a request was let through with. Once the circuit has opened since, what becomes of the request changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pass {
    era: u64,
    /// It is the one that tries a half-open circuit.
    trial: bool,
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
    pub fn admit(&mut self, breaker: &Breaker, now: Instant) -> Option<Pass> {
        let trial = match self.state(breaker, now) {
            State::Closed => false,
            State::HalfOpen if !self.trying => true,
            State::HalfOpen | State::Open => return None,
        };
        self.trying |= trial;
        Some(Pass { era: self.era, trial })
    }

    /// The upstream has begun to answer: others may ask as well. What failed before counts until one has ended well, so that
    /// an upstream that begins and always breaks off is left alone too.
    pub fn begun(&mut self, pass: Pass) {
        if pass.era == self.era && pass.trial {
            (self.opened, self.trying) = (None, false);
        }
    }

    /// It has answered to the end.
    pub fn succeeded(&mut self, pass: Pass) {
        if pass.era == self.era {
            *self = Self { era: self.era, ..Self::default() };
        }
    }

    /// It did not answer, or broke off.
    pub fn failed(&mut self, pass: Pass, breaker: &Breaker, now: Instant) {
        if pass.era != self.era {
            return;
        }
        self.failures = self.failures.saturating_add(1);
        if pass.trial || self.failures >= breaker.failures {
            (self.opened, self.trying) = (Some(now), false);
            self.era += 1;
        }
    }

    /// The request ended without saying anything about the upstream.
    pub fn released(&mut self, pass: Pass) {
        if pass.era == self.era && pass.trial {
            self.trying = false;
        }
    }

    /// Until one request may try.
    pub fn wait(&self, breaker: &Breaker, now: Instant) -> Duration {
        self.opened.map_or(Duration::ZERO, |opened| breaker.open.saturating_sub(now.duration_since(opened)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const BREAKER: Breaker = Breaker { failures: 3, open: Duration::from_secs(10) };

    fn at(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    /// A circuit that has just opened, and a pass from before.
    fn open(start: Instant) -> (Circuit, Pass) {
        let mut circuit = Circuit::default();
        let early = circuit.admit(&BREAKER, start).unwrap();
        for _ in 0..BREAKER.failures {
            let pass = circuit.admit(&BREAKER, start).unwrap();
            circuit.failed(pass, &BREAKER, start);
        }
        assert_eq!(circuit.state(&BREAKER, start), State::Open);
        (circuit, early)
    }

    #[test]
    fn a_circuit_opens_half_opens_and_closes() {
        let start = Instant::now();
        let at = |seconds: u64| at(start, seconds);
        let mut circuit = Circuit::default();
        let pass = circuit.admit(&BREAKER, start).unwrap();
        for _ in 0..2 {
            circuit.failed(pass, &BREAKER, start);
        }
        // In a row means in a row.
        circuit.succeeded(pass);
        for _ in 0..3 {
            assert_eq!(circuit.state(&BREAKER, start), State::Closed);
            circuit.failed(pass, &BREAKER, start);
        }
        assert_eq!(circuit.state(&BREAKER, start), State::Open);
        assert_eq!(circuit.admit(&BREAKER, at(9)), None);
        assert_eq!(circuit.wait(&BREAKER, at(9)), Duration::from_secs(1));
        assert_eq!(circuit.state(&BREAKER, at(10)), State::HalfOpen);
        let trial = circuit.admit(&BREAKER, at(10)).unwrap();
        assert_eq!(circuit.admit(&BREAKER, at(10)), None, "one at a time");
        circuit.released(trial);
        let trial = circuit.admit(&BREAKER, at(10)).unwrap();
        circuit.failed(trial, &BREAKER, at(11));
        assert_eq!(circuit.state(&BREAKER, at(20)), State::Open);
        let trial = circuit.admit(&BREAKER, at(21)).unwrap();
        circuit.succeeded(trial);
        assert_eq!(circuit.state(&BREAKER, at(21)), State::Closed);
        assert!(circuit.admit(&BREAKER, at(21)).is_some() && circuit.admit(&BREAKER, at(21)).is_some());
    }

    #[test]
    fn what_begins_and_breaks_off_opens_it_too() {
        let start = Instant::now();
        let mut circuit = Circuit::default();
        for _ in 0..3 {
            let pass = circuit.admit(&BREAKER, start).unwrap();
            circuit.begun(pass);
            circuit.failed(pass, &BREAKER, start);
        }
        assert_eq!(circuit.state(&BREAKER, start), State::Open);
        let trial = circuit.admit(&BREAKER, at(start, 10)).unwrap();
        circuit.begun(trial);
        assert_eq!(circuit.state(&BREAKER, at(start, 10)), State::Closed);
        assert!(circuit.admit(&BREAKER, at(start, 10)).is_some());
        circuit.failed(trial, &BREAKER, at(start, 11));
        assert_eq!(circuit.state(&BREAKER, at(start, 20)), State::Open, "the trial broke off");
    }

    #[test]
    fn who_was_let_through_before_it_opened_changes_nothing() {
        let start = Instant::now();
        for end in ["succeeded", "begun", "released", "failed"] {
            let (mut circuit, early) = open(start);
            let trial = circuit.admit(&BREAKER, at(start, 10)).unwrap();
            match end {
                "succeeded" => circuit.succeeded(early),
                "begun" => circuit.begun(early),
                "released" => circuit.released(early),
                _ => circuit.failed(early, &BREAKER, at(start, 9)),
            }
            assert_eq!(circuit.state(&BREAKER, at(start, 10)), State::HalfOpen, "{end}");
            assert_eq!(circuit.admit(&BREAKER, at(start, 10)), None, "{end}: the trial is still under way");
            circuit.succeeded(trial);
            assert_eq!(circuit.state(&BREAKER, at(start, 10)), State::Closed, "{end}");
        }
    }
}
