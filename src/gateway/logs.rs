//! Lines of JSON about what happened. They name no address, key, picture or word of anybody's: only what this module's own
//! code hands over is written, and libraries write nothing.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use super::config::Level;

/// Writes to standard output from now on.
pub(super) fn start(level: Level) {
    let level = match level {
        Level::Off => LevelFilter::OFF,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
    };
    let ours = Targets::new().with_target("omni_iml::gateway", level);
    let lines = fmt::layer().json().flatten_event(true).with_current_span(false).with_target(false).with_writer(io::stdout);
    // Where one is set already, a program around this one has its own.
    let _ = tracing_subscriber::registry().with(lines.with_filter(ours)).try_init();
}
