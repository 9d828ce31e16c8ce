//! How often, and how many at a time: of each client, and of all.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::access::Client;
use super::config::Limits;
use super::refusal::Refusal;

/// Clients that are remembered before those with nothing to remember are let go at once.
const REMEMBERED: usize = 100_000;

type Rates<C> = RateLimiter<Client, HashMapStateStore<Client>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The counts, by one clock.
pub(super) struct Limiter<C: Clock = MonotonicClock> {
    rates: Rates<C>,
    streams: Arc<Semaphore>,
    all: u32,
    of_client: Mutex<HashMap<Client, usize>>,
    per_client: usize,
}

/// A place among the streams, given back when it is dropped.
pub(super) struct Slot<C: Clock = MonotonicClock> {
    limiter: Arc<Limiter<C>>,
    client: Client,
    _permit: OwnedSemaphorePermit,
}

impl<C: Clock> Limiter<C> {
    pub fn new(limits: &Limits, clock: C) -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(limits.requests_per_minute)).allow_burst(at_least_one(limits.burst));
        let all = u32::try_from(limits.streams).unwrap_or(u32::MAX);
        Self {
            rates: RateLimiter::hashmap_with_clock(quota, clock),
            streams: Arc::new(Semaphore::new(limits.streams)),
            all,
            of_client: Mutex::default(),
            per_client: limits.streams_per_client,
        }
    }

    /// Counts a request, or says how long to wait.
    pub fn count(&self, client: Client) -> Result<(), Refusal> {
        if self.rates.len() > REMEMBERED {
            self.forget();
        }
        self.rates.check_key(&client).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.rates.clock().now());
            Refusal::Rate(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1))
        })
    }

    /// Takes a place.
    pub fn slot(self: &Arc<Self>, client: Client) -> Result<Slot<C>, Refusal> {
        let permit = Arc::clone(&self.streams).try_acquire_owned().map_err(|_| Refusal::Full)?;
        let mut of_client = self.of_client.lock().unwrap_or_else(PoisonError::into_inner);
        let count = of_client.entry(client).or_default();
        if *count >= self.per_client {
            return Err(Refusal::ClientStreams(self.per_client));
        }
        *count += 1;
        Ok(Slot { limiter: Arc::clone(self), client, _permit: permit })
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

impl<C: Clock> Drop for Slot<C> {
    fn drop(&mut self) {
        let mut of_client = self.limiter.of_client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of_client.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                of_client.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limiter(limits: Limits) -> (Arc<Limiter<FakeRelativeClock>>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Arc::new(Limiter::new(&limits, clock.clone())), clock)
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
    fn places_come_back() {
        let (limiter, _) = limiter(Limits { streams: 3, streams_per_client: 2, ..Limits::default() });
        let (a, b) = (Client::Token(0), Client::Token(1));
        let held = [limiter.slot(a).unwrap(), limiter.slot(a).unwrap()];
        assert_eq!(limiter.slot(a).err(), Some(Refusal::ClientStreams(2)));
        let other = limiter.slot(b).unwrap();
        assert_eq!(limiter.slot(b).err(), Some(Refusal::Full));
        drop(held);
        assert!(limiter.slot(a).is_ok());
        drop(other);
        assert!(limiter.of_client.lock().unwrap().is_empty(), "a client is remembered for nothing");
        assert_eq!(limiter.streams.available_permits(), 3);
    }
}
