//! How often, and how many at a time: of each client, and of all.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use prometheus::IntGauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::access::Client;
use super::config::Limits;
use super::refusal::Refusal;
use super::shares::{Share, Shares};

/// Clients that are remembered before those with nothing to remember are let go, and how often that is done at most.
const REMEMBERED: usize = 100_000;
const SWEEP: Duration = Duration::from_secs(1);
/// With so many, no address is let in any more; tokens are few.
const MOST_REMEMBERED: usize = 2 * REMEMBERED;

type Rates<C> = RateLimiter<Client, HashMapStateStore<Client>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The counts, by one clock.
pub(super) struct Limiter<C: Clock = MonotonicClock> {
    rates: Rates<C>,
    began: Instant,
    /// Milliseconds from then to when the next sweep may be.
    next_sweep: AtomicU64,
    streams: Arc<Semaphore>,
    all: u32,
    of_client: Arc<Shares<Client>>,
    per_client: usize,
    taken: IntGauge,
}

/// A place among the streams, given back when it is dropped.
pub(super) struct Slot {
    taken: IntGauge,
    _share: Share<Client>,
    _permit: OwnedSemaphorePermit,
}

impl<C: Clock> Limiter<C> {
    /// `taken` shows how many places are.
    pub fn new(limits: &Limits, clock: C, taken: IntGauge) -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(limits.requests_per_minute)).allow_burst(at_least_one(limits.burst));
        let all = u32::try_from(limits.streams).unwrap_or(u32::MAX);
        Self {
            rates: RateLimiter::hashmap_with_clock(quota, clock),
            streams: Arc::new(Semaphore::new(limits.streams)),
            all,
            of_client: Shares::new(),
            per_client: limits.streams_per_client,
            began: Instant::now(),
            next_sweep: AtomicU64::new(0),
            taken,
        }
    }

    /// Counts a request, or says how long to wait.
    pub fn count(&self, client: Client) -> Result<(), Refusal> {
        if self.rates.len() > REMEMBERED && self.may_sweep(self.began.elapsed()) {
            self.forget();
        }
        if self.rates.len() >= MOST_REMEMBERED && !matches!(client, Client::Token(_)) {
            return Err(Refusal::Full);
        }
        self.rates.check_key(&client).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.rates.clock().now());
            Refusal::Rate(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1))
        })
    }

    /// Whether a sweep is due, so long after the beginning; then there is none for a while.
    fn may_sweep(&self, now: Duration) -> bool {
        let now = now.as_millis() as u64;
        let due = |next| (next <= now).then_some(now + SWEEP.as_millis() as u64);
        self.next_sweep.fetch_update(Ordering::Relaxed, Ordering::Relaxed, due).is_ok()
    }

    /// One of a client's own, as long as there are places at all.
    pub fn share(&self, client: Client) -> Result<Share<Client>, Refusal> {
        if self.streams.available_permits() == 0 {
            return Err(Refusal::Full);
        }
        self.of_client.take(client, self.per_client).ok_or(Refusal::ClientStreams(self.per_client))
    }

    /// Takes a place.
    pub fn slot(&self, share: Share<Client>) -> Result<Slot, Refusal> {
        let permit = Arc::clone(&self.streams).try_acquire_owned().map_err(|_| Refusal::Full)?;
        self.taken.inc();
        Ok(Slot { taken: self.taken.clone(), _share: share, _permit: permit })
    }

    /// Lets go of clients of whom there is nothing to remember.
    pub fn forget(&self) {
        self.rates.retain_recent();
        self.rates.shrink_to_fit();
    }

    /// Waits until every place is free.
    pub async fn idle(&self) {
        // It is never closed, so that there is no error.
        let _ = self.streams.acquire_many(self.all).await;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.taken.dec();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limiter(limits: Limits) -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Limiter::new(&limits, clock.clone(), IntGauge::new("taken", "taken").unwrap()), clock)
    }

    #[test]
    fn requests_are_counted_for_each_client() {
        let (limiter, clock) = limiter(Limits { requests_per_minute: 6, burst: 2, ..Limits::default() });
        let (a, b) = (Client::Token(0), Client::Address("192.0.2.1".parse().unwrap()));
        assert_eq!([limiter.count(a), limiter.count(a)], [Ok(()), Ok(())]);
        assert_eq!(limiter.count(a), Err(Refusal::Rate(10)));
        assert_eq!(limiter.count(b), Ok(()));
        clock.advance(Duration::from_millis(9_500));
        assert_eq!(limiter.count(a), Err(Refusal::Rate(1)));
        clock.advance(Duration::from_millis(500));
        assert_eq!([limiter.count(a), limiter.count(a)], [Ok(()), Err(Refusal::Rate(10))]);
        assert_eq!(limiter.rates.len(), 2);
        clock.advance(Duration::from_secs(60));
        limiter.forget();
        assert_eq!(limiter.rates.len(), 0);
    }

    #[test]
    fn memory_is_bounded() {
        let (limiter, clock) = limiter(Limits::default());
        let address = |number: u32| Client::Address(std::net::IpAddr::from(number.to_be_bytes()));
        for number in 0..MOST_REMEMBERED as u32 {
            assert_eq!(limiter.count(address(number)), Ok(()));
        }
        assert_eq!(limiter.count(address(u32::MAX)), Err(Refusal::Full));
        assert_eq!(limiter.count(Client::Token(0)), Ok(()));
        clock.advance(Duration::from_secs(60));
        limiter.forget();
        assert_eq!(limiter.count(address(u32::MAX)), Ok(()));
        // All of it is looked through once in a while, and not with every request.
        let later = Duration::from_secs(1000);
        assert!(limiter.may_sweep(later) && !limiter.may_sweep(later) && !limiter.may_sweep(later + SWEEP / 2));
        assert!(limiter.may_sweep(later + SWEEP));
    }

    #[test]
    fn places_come_back() {
        let (limiter, _) = limiter(Limits { streams: 3, streams_per_client: 2, ..Limits::default() });
        let (a, b) = (Client::Token(0), Client::Token(1));
        let slot = |client| limiter.share(client).and_then(|share| limiter.slot(share));
        let held = [slot(a).unwrap(), slot(a).unwrap()];
        assert_eq!(slot(a).err(), Some(Refusal::ClientStreams(2)));
        // Who is still reading has none of all places.
        let reading = limiter.share(b).unwrap();
        let other = slot(b).unwrap();
        assert_eq!(limiter.slot(reading).err(), Some(Refusal::Full));
        assert_eq!((slot(b).err(), limiter.taken.get()), (Some(Refusal::Full), 3));
        drop(held);
        assert!(slot(a).is_ok());
        drop(other);
        assert!(limiter.of_client.is_empty(), "a client is remembered for nothing");
        assert_eq!((limiter.streams.available_permits(), limiter.taken.get()), (3, 0));
    }
}
