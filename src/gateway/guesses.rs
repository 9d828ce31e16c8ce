//! Who guesses tokens, and for how long nothing more is heard from there.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::config::Limits;
use super::refusal::Refusal;

/// Addresses that are remembered at most.
const REMEMBERED: usize = 100_000;

/// Guesses of each address, without a clock of its own: as many at once and in a minute as a client has requests.
pub(super) struct Guesses {
    /// For one guess to be forgotten.
    each: Duration,
    /// For all that are allowed.
    all: Duration,
    /// When the last guess of an address is forgotten.
    until: Mutex<HashMap<IpAddr, Instant>>,
}

impl Guesses {
    pub fn new(limits: &Limits) -> Self {
        let each = Duration::from_secs(60) / limits.requests_per_minute.max(1);
        Self { each, all: each * limits.burst.max(1), until: Mutex::default() }
    }

    /// Refuses an address that has guessed too often, before anything it says is looked at.
    pub fn check(&self, address: IpAddr, now: Instant) -> Result<(), Refusal> {
        let until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = until.get(&address) else { return Ok(()) };
        let wait = (until.saturating_duration_since(now) + self.each).saturating_sub(self.all);
        if wait.is_zero() { Ok(()) } else { Err(Refusal::Rate(seconds(wait))) }
    }

    /// An address has guessed wrong. Where too many are remembered, it only hears that it asked too often.
    pub fn wrong(&self, address: IpAddr, now: Instant) -> Result<(), Refusal> {
        let mut known = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED && !known.contains_key(&address) {
            return Err(Refusal::Rate(seconds(self.each)));
        }
        let until = known.entry(address).or_insert(now);
        *until = now.max(*until) + self.each;
        Ok(())
    }

    /// Lets go of those whose guesses are forgotten.
    pub fn forget(&self, now: Instant) {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, until| *until > now);
        until.shrink_to_fit();
    }
}

fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn who_guesses_too_often_is_not_heard_for_a_while() {
        let guesses = Guesses::new(&Limits { requests_per_minute: 6, burst: 2, ..Limits::default() });
        let (address, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        for _ in 0..2 {
            assert_eq!(guesses.check(address, start), Ok(()));
            guesses.wrong(address, start).unwrap();
        }
        assert_eq!(guesses.check(address, start), Err(Refusal::Rate(10)));
        assert_eq!(guesses.check(other, start), Ok(()));
        assert_eq!(guesses.check(address, start + Duration::from_secs(10)), Ok(()));
        guesses.forget(start + Duration::from_secs(19));
        assert_eq!(guesses.until.lock().unwrap().len(), 1);
        guesses.forget(start + Duration::from_secs(20));
        assert!(guesses.until.lock().unwrap().is_empty());
    }

    #[test]
    fn memory_is_bounded() {
        let guesses = Guesses::new(&Limits::default());
        let start = Instant::now();
        for number in 0..REMEMBERED as u32 + 10 {
            let refused = guesses.wrong(IpAddr::from(number.to_be_bytes()), start).is_err();
            assert_eq!(refused, number >= REMEMBERED as u32);
        }
        assert_eq!(guesses.until.lock().unwrap().len(), REMEMBERED);
    }
}
