//! What the gateway costs, by `benches/gateway.rs`, which needs no network.

use crate::workshop::{Outcome, Workshop, run};

/// Prints latency, memory and losses of many streams at once.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    let mut cargo = shop.command("cargo");
    cargo.args(["bench", "--locked", "--quiet", "--no-default-features", "--features", "gateway", "--bench", "gateway"]);
    run(cargo.args(["--", "--runs", &runs.max(1).to_string()]))
}
