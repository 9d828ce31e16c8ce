//! How the page does by Lighthouse.

use crate::build;
use crate::setup::{self, Need};
use crate::visit;
use crate::workshop::{Outcome, Workshop, run};

/// Builds the page and has Lighthouse look at it `runs` times, as a phone and as a computer.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    setup::provide(shop, [Need::Chromium, Need::Lighthouse])?;
    let dist = shop.target.join("lighthouse");
    build::build(shop, &dist)?;
    run(visit::visiting(shop, &dist)?.arg(shop.root.join("tests/lighthouse/lighthouse.mjs")).arg(runs.max(1).to_string()))
}
