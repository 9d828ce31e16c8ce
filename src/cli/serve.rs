use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use crate::serve::Server;

/// Serves the page from a folder, with the headers that it wants, until it is stopped.
#[derive(clap::Args)]
pub struct ServeArgs {
    /// What `cargo xtask build` made.
    #[arg(default_value = "dist")]
    folder: PathBuf,
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 is every one that this machine has.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// A site whose pages may embed the widget, such as https://news.example; may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    embed: Vec<String>,
}

/// Runs `serve`.
pub fn run(args: &ServeArgs) -> Result<(), String> {
    let server = Server::open(&args.folder, (args.listen, args.port).into(), &args.embed)?;
    println!("{}", server.address());
    if !args.listen.is_loopback() {
        eprintln!(
            "On other machines this is an address without encryption: browsers there check pictures on the CPU alone and store \
             nothing for offline use. Behind a server that speaks https they do both (docs/hosting.md)."
        );
    }
    server.run();
    Ok(())
}
