//! How far a command is, on a terminal; and what it prints meanwhile.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

/// Characters of the bar.
const BAR: usize = 24;

/// Characters of a file's name that are shown.
const NAME: usize = 48;

/// What became of a picture.
pub enum Outcome {
    /// It was checked; so long it took.
    Checked(Duration),
    /// It is another machine's, or was checked before.
    PassedOver,
    /// Why it could not be checked, and how long it took to find out.
    Failed(String, Duration),
}

/// Counts pictures, and shows the count where a person can see it.
pub struct Progress {
    all: usize,
    done: usize,
    passed_over: usize,
    failed: usize,
    /// Spent on pictures that were not passed over, at so many at once.
    spent: Duration,
    jobs: u32,
    terminal: bool,
}

impl Progress {
    /// Of so many pictures, `jobs` at once, none is done.
    #[must_use]
    pub fn new(all: usize, jobs: usize) -> Self {
        let jobs = u32::try_from(jobs).unwrap_or(u32::MAX).max(1);
        Self { all, done: 0, passed_over: 0, failed: 0, spent: Duration::ZERO, jobs, terminal: std::io::stderr().is_terminal() }
    }

    /// A picture is done.
    pub fn end(&mut self, outcome: Outcome) {
        self.done += 1;
        match outcome {
            Outcome::Checked(time) => self.spent += time,
            Outcome::PassedOver => self.passed_over += 1,
            Outcome::Failed(message, time) => {
                self.spent += time;
                self.failed += 1;
                self.say(&message);
            }
        }
        if self.all > 1 {
            let line = self.line();
            self.show(&line);
        }
    }

    /// Says something on standard error.
    pub fn say(&self, message: &str) {
        self.clear();
        eprintln!("omni-iml: {message}");
    }

    /// Pictures that were passed over.
    #[must_use]
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// Pictures that could not be checked.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// So many tiles of a picture are done.
    pub fn tiles(&self, file: &Path, done: usize, tiles: usize) {
        if done < tiles {
            self.show(&format!("{}: tile {} of {tiles}", name(file), done + 1));
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

    fn line(&self) -> String {
        let Self { all, done, failed, .. } = *self;
        let filled = BAR * done / all.max(1);
        let mut line = format!("[{}{}] {done} of {all}", "#".repeat(filled), "-".repeat(BAR - filled));
        if failed > 0 {
            line += &format!(", {failed} failed");
        }
        let worked = done - self.passed_over;
        if worked > 0 {
            // As many of the rest will be passed over as were so far.
            let rest = (all - done) as f64 * worked as f64 / done as f64;
            let left = self.spent.as_secs_f64() / worked as f64 * rest / f64::from(self.jobs);
            line += &match left {
                0.0..90.0 => format!(", {left:.0} s left"),
                90.0..5400.0 => format!(", {:.0} min left", left / 60.0),
                _ => format!(", {:.1} h left", left / 3600.0),
            };
        }
        line
    }
}

/// The end of a path, without what would steer a terminal.
fn name(file: &Path) -> String {
    let name: Vec<char> = file.to_string_lossy().chars().filter(|c| !c.is_control()).collect();
    let from = name.len().saturating_sub(NAME);
    let dots = if from > 0 { "…" } else { "" };
    format!("{dots}{}", name[from..].iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(all: usize, jobs: usize, checked: (usize, u64), passed_over: usize, failed: usize) -> String {
        let (count, seconds) = checked;
        let spent = Duration::from_secs(seconds);
        Progress { done: count + passed_over + failed, passed_over, failed, spent, ..Progress::new(all, jobs) }.line()
    }

    #[test]
    fn the_rest_is_reckoned_from_what_took_time() {
        assert_eq!(after(4, 1, (1, 10), 0, 0), "[######------------------] 1 of 4, 30 s left");
        assert_eq!(after(4, 2, (1, 10), 0, 0), "[######------------------] 1 of 4, 15 s left");
        assert_eq!(after(100, 1, (8, 600), 40, 2), "[############------------] 50 of 100, 2 failed, 10 min left");
        assert_eq!(after(10_000, 1, (1, 2), 0, 0), "[------------------------] 1 of 10000, 5.6 h left");
        assert_eq!(after(2, 1, (0, 0), 1, 0), "[############------------] 1 of 2");
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(name(Path::new("a\u{1b}[2K\r.jpg")), "a[2K.jpg");
        let long = format!("{}/end.jpg", "x".repeat(200));
        assert!(name(Path::new(&long)).ends_with("/end.jpg") && name(Path::new(&long)).chars().count() == NAME + 1);
    }
}
