//! What the page weighs, how long a picture takes in it, and how that compares with onnxruntime-web.

use crate::build;
use crate::setup::{self, Need};
use crate::visit;
use crate::workshop::{Outcome, Workshop, run, timed};

/// Builds the page and has Chromium check the same pictures `runs` times, in turns with onnxruntime-web.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    setup::provide(shop, [Need::Chromium, Need::NodePackages, Need::Python, Need::Onnx, Need::OnnxRuntime])?;
    let dist = shop.target.join("bench");
    build::build(shop, &dist)?;
    // Served beside the page, so that the engine may fetch it.
    let compared = dist.join("compared");
    timed("the network of the comparison, for both engines", || {
        for side in ["512", "128"] {
            let mut python = shop.command(shop.python());
            python.env("PYTHONPATH", shop.root.join("train")).env("PYTHONDONTWRITEBYTECODE", "1");
            run(python.arg("train/export_onnx.py").arg(compared.join(side)).arg(side))?;
        }
        Ok(())
    })?;
    let mut node = visit::visiting(shop, &dist)?;
    node.arg(shop.root.join("tests/bench/bench.mjs")).arg(&dist).arg(&compared).arg(runs.max(1).to_string());
    run(&mut node)
}
