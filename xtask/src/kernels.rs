//! The network's building blocks and its parts in a browser, by the module in `src/bin/kernels`, which does not ship.

use std::path::Path;

use crate::build;
use crate::setup::{self, Need};
use crate::visit;
use crate::workshop::{Outcome, Workshop, run};

/// What drives the browser.
const NEEDS: [Need; 2] = [Need::Chromium, Need::NodePackages];

/// Prints how long each building block takes, by Burn's operations and by ours, on the CPU and on WebGPU.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    let folder = build::measuring_module(shop)?;
    setup::provide(shop, NEEDS)?;
    let mut node = visit::browsing(shop)?;
    node.arg("tests/e2e/kernels/bench.mjs").arg(folder).arg(shop.root.join("models/small.bpk"));
    run(node.arg(runs.max(1).to_string()))
}

/// Compares every part of the network with what PyTorch computed, on the CPU and on WebGPU.
pub fn parity(shop: &Workshop, golden: &Path) -> Outcome {
    let folder = build::measuring_module(shop)?;
    setup::provide(shop, NEEDS)?;
    let mut node = visit::browsing(shop)?;
    node.args(["--test", "--test-reporter=spec", "tests/e2e/kernels/parity.test.mjs"]);
    run(node.env("OMNI_IML_KERNELS", folder).env("OMNI_IML_GOLDEN", golden))
}
