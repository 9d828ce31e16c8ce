//! How far a command is, on a terminal; and what it prints meanwhile.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Characters of the bar.
const BAR: usize = 24;

/// Counts pictures, and shows the count where a person can see it.
pub struct Progress {
    all: usize,
    done: usize,
    /// Of these, the ones that took time.
    checked: usize,
    failed: usize,
    start: Instant,
    terminal: bool,
}

impl Progress {
    /// Of so many pictures, none is done.
    #[must_use]
    pub fn new(all: usize) -> Self {
        Self { all, done: 0, checked: 0, failed: 0, start: Instant::now(), terminal: std::io::stderr().is_terminal() }
    }

    /// A picture is done: it was checked or passed over, or why it could not be.
    pub fn end(&mut self, how: Result<bool, String>) {
        self.done += 1;
        match how {
            Ok(checked) => self.checked += usize::from(checked),
            Err(message) => {
                self.checked += 1;
                self.failed += 1;
                self.clear();
                eprintln!("{message}");
            }
        }
        if self.all > 1 {
            let line = line(self.all, self.done, self.checked, self.failed, self.start.elapsed());
            self.show(&line);
        }
    }

    /// Pictures that could not be checked.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// So many tiles of a picture are done.
    pub fn tiles(&self, file: &Path, done: usize, tiles: usize) {
        if done < tiles {
            self.show(&format!("{}: tile {} of {tiles}", file.display(), done + 1));
        } else {
            self.clear();
        }
    }

    /// Prints to standard output, past the line that is shown.
    pub fn print(&self, text: &str) {
        self.clear();
        print!("{text}");
    }

    fn show(&self, line: &str) {
        if self.terminal && self.done < self.all {
            // A terminal that went away is no reason to stop.
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
            let _ = std::io::stderr().flush();
        } else {
            self.clear();
        }
    }

    fn clear(&self) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

fn line(all: usize, done: usize, checked: usize, failed: usize, time: Duration) -> String {
    let filled = BAR * done / all.max(1);
    let mut line = format!("[{}{}] {done} of {all}", "#".repeat(filled), "-".repeat(BAR - filled));
    if failed > 0 {
        line += &format!(", {failed} failed");
    }
    // Pictures that are passed over take no time, so the rest is reckoned from the others: it may be less.
    if checked > 0 {
        let left = time.as_secs_f64() / checked as f64 * (all - done) as f64;
        line += &match left {
            0.0..90.0 => format!(", {left:.0} s left"),
            90.0..5400.0 => format!(", {:.0} min left", left / 60.0),
            _ => format!(", {:.1} h left", left / 3600.0),
        };
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_reckoned_from_what_took_time() {
        let seconds = Duration::from_secs;
        assert_eq!(line(4, 1, 1, 0, seconds(10)), "[######------------------] 1 of 4, 30 s left");
        assert_eq!(line(100, 60, 10, 2, seconds(60)), "[##############----------] 60 of 100, 2 failed, 4 min left");
        assert_eq!(line(10_000, 1, 1, 0, seconds(2)), "[------------------------] 1 of 10000, 5.6 h left");
        assert_eq!(line(2, 1, 0, 0, seconds(0)), "[############------------] 1 of 2");
    }
}
