//! What the page weighs and how long a picture takes in it.

use crate::build;
use crate::serve::Server;
use crate::setup::{self, Need};
use crate::workshop::{Outcome, Workshop, run};

/// Builds the page and has Chromium check the same pictures `runs` times.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    setup::provide(shop, [Need::Chromium, Need::NodePackages])?;
    let dist = shop.target.join("bench");
    build::build(shop, &dist)?;
    let chromium = setup::chromium(shop).ok_or("there is no Chromium; set CHROMIUM to its program")?;
    let server = Server::open(&dist, 0)?;
    let address = server.address();
    std::thread::spawn(move || server.run());
    let mut node = shop.command("node");
    node.arg(shop.root.join("tests/e2e/bench.mjs")).arg(&dist).arg(runs.max(1).to_string());
    run(node.env("OMNI_IML_URL", address).env("CHROMIUM", chromium))
}
