//! This program once more, as the upstream or as the gateway; and how much memory a process has.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A process that says where it listens.
pub struct Child {
    process: std::process::Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
}

impl Child {
    pub fn upstream(streams: usize, pieces: usize, pause: u64) -> Self {
        let mut command = this("upstream");
        for (name, value) in [("STREAMS", streams as u64), ("PIECES", pieces as u64), ("PAUSE", pause)] {
            command.env(name, value.to_string());
        }
        Self::start(command)
    }

    pub fn gateway(upstream: &str, streams: usize) -> Self {
        let mut command = this("gateway");
        let streams = streams.to_string();
        for (name, value) in [
            ("LISTEN", "127.0.0.1:0"),
            ("UPSTREAMS", &format!("[{{ name = \"slow\", address = \"{upstream}\" }}]")),
            ("ACCESS__TOKENS", "[{ name = \"bench\", key = { env = \"TOKEN\" } }]"),
            // Streams wait for each other, on a slow machine for long.
            ("TIMES__IDLE", "300"),
            ("TIMES__FIRST", "300"),
            ("LIMITS__REQUESTS_PER_MINUTE", "60000"),
            ("LIMITS__BURST", "60000"),
            ("LIMITS__STREAMS", &streams),
            ("LIMITS__STREAMS_PER_CLIENT", &streams),
        ] {
            command.env(format!("OMNI_IML_GATEWAY__{name}"), value);
        }
        Self::start(command.env("TOKEN", super::clients::TOKEN))
    }

    fn start(mut command: impl std::borrow::BorrowMut<Command>) -> Self {
        let mut process = command.borrow_mut().stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next().expect("a process that says where it listens").unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        // What it goes on to say is read, so that it never waits to be heard.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address: format!("http://{}", ready["listen"].as_str().unwrap()) }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Ends it without warning.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end, and gives its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "there is no `kill` here");
        self.process.wait().unwrap().code()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn this(role: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env("OMNI_IML_BENCH", role);
    command
}

/// Bytes of memory that a process has at the moment; 0 where the system does not say (it is Linux that does).
pub fn resident(pid: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.unwrap_or(0usize) * 1024
}
