//! Figures for Prometheus. Labels are names that the operator or this code has given, never anything of a request's.

use std::time::Duration;

use prometheus::{
    Encoder, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use super::breaker::State;
use super::upstream::Upstreams;

/// The content type of what [`Metrics::text`] gives.
pub(super) const CONTENT_TYPE: &str = prometheus::TEXT_FORMAT;

/// Every figure.
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    attempts: IntCounterVec,
    /// Places taken.
    pub streams: IntGauge,
    /// Connections of clients.
    pub connections: IntGauge,
    sent: IntCounter,
    preparing: Histogram,
    first_words: Histogram,
    whole: Histogram,
    circuits: IntGaugeVec,
    busy: IntGaugeVec,
}

impl Metrics {
    /// # Errors
    /// Two are called the same.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new_custom(Some("omni_iml_gateway".to_owned()), None)?;
        let answers = vec![0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0];
        let histogram = |name: &str, help: &str, buckets: &[f64]| {
            Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec()))
        };
        let metrics = Self {
            requests: IntCounterVec::new(
                Opts::new("requests_total", "Requests for words, by what became of them"),
                &["outcome"],
            )?,
            attempts: IntCounterVec::new(
                Opts::new("upstream_attempts_total", "Requests to upstreams, by what became of them"),
                &["upstream", "outcome"],
            )?,
            streams: IntGauge::new("streams", "Requests for words under way")?,
            connections: IntGauge::new("connections", "Connections of clients")?,
            sent: IntCounter::new("sent_bytes_total", "Bytes of words that were handed to connections")?,
            preparing: histogram(
                "prepare_seconds",
                "From a request's arrival to the picture being made anew",
                &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0],
            )?,
            first_words: histogram("first_words_seconds", "From a request's arrival to the first words", &answers)?,
            whole: histogram("request_seconds", "From a request's arrival to its end", &answers)?,
            circuits: IntGaugeVec::new(
                Opts::new("upstream_circuit", "Circuit of an upstream: 0 closed, 1 half-open, 2 open"),
                &["upstream"],
            )?,
            busy: IntGaugeVec::new(Opts::new("upstream_streams", "Requests under way at an upstream"), &["upstream"])?,
            registry,
        };
        let Self { registry, requests, attempts, streams, connections, sent, preparing, first_words, whole, circuits, busy } =
            &metrics;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(attempts.clone()))?;
        registry.register(Box::new(streams.clone()))?;
        registry.register(Box::new(connections.clone()))?;
        registry.register(Box::new(sent.clone()))?;
        registry.register(Box::new(preparing.clone()))?;
        registry.register(Box::new(first_words.clone()))?;
        registry.register(Box::new(whole.clone()))?;
        registry.register(Box::new(circuits.clone()))?;
        registry.register(Box::new(busy.clone()))?;
        Ok(metrics)
    }

    /// The picture of a request was made anew.
    pub fn prepared(&self, time: Duration) {
        self.preparing.observe(time.as_secs_f64());
    }

    /// A request is over.
    pub fn request(&self, outcome: &str, first_words: Option<Duration>, whole: Duration, sent: usize) {
        self.requests.with_label_values(&[outcome]).inc();
        if let Some(time) = first_words {
            self.first_words.observe(time.as_secs_f64());
        }
        self.whole.observe(whole.as_secs_f64());
        self.sent.inc_by(sent as u64);
    }

    /// A request to an upstream is over.
    pub fn attempt(&self, upstream: &str, outcome: &str) {
        self.attempts.with_label_values(&[upstream, outcome]).inc();
    }

    /// As Prometheus reads it.
    pub fn text(&self, upstreams: &Upstreams) -> Vec<u8> {
        for (name, state, busy) in upstreams.states() {
            let circuit = match state {
                State::Closed => 0,
                State::HalfOpen => 1,
                State::Open => 2,
            };
            self.circuits.with_label_values(&[name]).set(circuit);
            self.busy.with_label_values(&[name]).set(busy as i64);
        }
        let mut text = Vec::new();
        // Writing into memory does not fail.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        text
    }
}
