//! Node scripts that drive a browser, and what they are told of it.

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;

use crate::serve::Server;
use crate::setup;
use crate::workshop::{Outcome, Workshop};

/// Node, told which browser to drive.
pub fn browsing(shop: &Workshop) -> Outcome<Command> {
    let chromium = setup::chromium(shop).ok_or("there is no Chromium; set CHROMIUM to its program")?;
    let mut node = shop.command("node");
    node.env("CHROMIUM", chromium);
    Ok(node)
}

/// The same, told where the page in a folder is served, which it is from here on.
pub fn visiting(shop: &Workshop, folder: &Path) -> Outcome<Command> {
    let mut node = browsing(shop)?;
    let server = Server::open(folder, (Ipv4Addr::LOCALHOST, 0).into(), &[])?;
    node.env("OMNI_IML_URL", server.address());
    std::thread::spawn(move || server.run());
    Ok(node)
}
