//! A model server that others wrote, with a tiny model of random weights that is made on the spot: what the tests of asking
//! a model are held against.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::workshop::{Outcome, Workshop, output};

/// The name that requests have to give: the folder's.
const MODEL: &str = "tiny-qwen2.5-vl";

/// The longest that it may take to listen; two busy cores import PyTorch slowly.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running server. It is stopped when this is dropped.
pub struct ModelServer {
    child: Child,
    address: String,
}

impl ModelServer {
    /// Makes the model and starts the server on a free port of this machine, for pages of any origin.
    pub fn start(shop: &Workshop) -> Outcome<Self> {
        let folder = shop.target.join("model-server");
        output(shop.python_command().arg("train/tiny_vlm.py").arg(folder.join(MODEL)))?;
        let mut command = shop.python_command();
        command.args(["-m", "transformers.cli.transformers", "serve", MODEL, "--host", "127.0.0.1", "--port", "0"]);
        command.args(["--device", "cpu", "--enable-cors"]).current_dir(&folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("the model server could not be started: {error}"))?;
        let said = child.stderr.take();
        let mut server = Self { child, address: String::new() };
        let (tell, told) = channel();
        // Read to its end, lest the server waits for somebody to.
        thread::spawn(move || {
            let mut last = String::new();
            for line in said.into_iter().flat_map(|said| BufReader::new(said).lines().map_while(Result::ok)) {
                if let Some(address) = listening(&line) {
                    // Nobody listens any more once it was said.
                    let _ = tell.send(Ok(address.to_owned()));
                }
                last = line;
            }
            let _ = tell.send(Err(format!("the model server ended: {last}")));
        });
        let late = |_| Err(format!("the model server did not listen within {} s", PATIENCE.as_secs()));
        server.address = told.recv_timeout(PATIENCE).unwrap_or_else(late)?;
        Ok(server)
    }

    /// Where it listens: scheme, host and port.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in uvicorn's line that says that it listens.
fn listening(line: &str) -> Option<&str> {
    line.split_once("Uvicorn running on ")?.1.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_servers_own_words() {
        let line = "INFO:     Uvicorn running on http://127.0.0.1:43619 (Press CTRL+C to quit)";
        assert_eq!(listening(line), Some("http://127.0.0.1:43619"));
        assert_eq!(listening("INFO:     Waiting for application startup."), None);
    }
}
