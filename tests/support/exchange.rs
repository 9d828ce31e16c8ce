//! An exchange with a server, carried by the native transport.

#![allow(dead_code, reason = "each user takes some of them")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::future::pending;

use omni_iml::explain::endpoint::{Event, Exchange, ExplainError, Reply, Times};
use omni_iml::explain::http::run;
use omni_iml::explain::prompt::{Mode, Prompt, build};
use omni_iml::input::{Format, Orientation, Photo};
use omni_iml::localize::Region;

/// The overlay of a made picture with these marked places; pictures of another `seed` have other pixels.
pub fn overlay(width: u32, height: u32, seed: u32, places: &[[u32; 4]]) -> Prompt {
    let photo = Photo {
        width,
        height,
        rgb: (0..3 * width * height).map(|i| (i.wrapping_mul(i + seed) / 7) as u8).collect(),
        orientation: Orientation::default(),
        format: Format::Png,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    };
    let region = |bbox: &[u32; 4]| Region { bbox: *bbox, area_fraction: 0.1, score: 0.9, reliability: 0.9 };
    let regions: Vec<Region> = places.iter().map(region).collect();
    build(&photo, &vec![0; (width * height) as usize], 128, &regions, Mode::Overlay, &[]).unwrap()
}

/// Runs an async test to its end.
pub fn wait<T>(task: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(task)
}

/// Carries an exchange to its end, or to where it asks.
pub fn carried(exchange: &mut Exchange, times: &Times, cancel: impl Future<Output = ()>, on: &mut impl FnMut(&Event)) {
    wait(run(exchange, times, cancel, on));
}

/// What comes of an exchange that nobody cancels.
pub fn events_within(exchange: &mut Exchange, times: &Times) -> Vec<Event> {
    let mut events = Vec::new();
    carried(exchange, times, pending(), &mut |event| events.push(event.clone()));
    events
}

/// The words of an exchange that came to some.
pub fn finished(events: &[Event]) -> &Reply {
    match events.last() {
        Some(Event::Finished(reply)) => reply,
        other => panic!("{other:?}"),
    }
}

/// Why there are none.
pub fn error(events: &[Event]) -> &ExplainError {
    match events.last() {
        Some(Event::Failed(error) | Event::AskAgain(error)) => error,
        other => panic!("{other:?}"),
    }
}
