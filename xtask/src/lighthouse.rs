//! How the page does by Lighthouse.

use std::net::Ipv4Addr;

use crate::build;
use crate::serve::Server;
use crate::setup::{self, Need};
use crate::workshop::{Outcome, Workshop, run};

/// Builds the page and has Lighthouse look at it `runs` times, as a phone and as a computer.
pub fn bench(shop: &Workshop, runs: u32) -> Outcome {
    setup::provide(shop, [Need::Chromium, Need::Lighthouse])?;
    let dist = shop.target.join("lighthouse");
    build::build(shop, &dist)?;
    let chromium = setup::chromium(shop).ok_or("there is no Chromium; set CHROMIUM to its program")?;
    let server = Server::open(&dist, (Ipv4Addr::LOCALHOST, 0).into(), &[])?;
    let address = server.address();
    std::thread::spawn(move || server.run());
    let mut node = shop.command("node");
    node.arg(shop.root.join("tests/lighthouse/lighthouse.mjs")).arg(runs.max(1).to_string());
    run(node.env("OMNI_IML_URL", address).env("CHROMIUM", chromium))
}
