//! Where things lie, and how children are started, timed and stopped.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What went wrong is said in words: which step, what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// The folders that every command works with.
pub struct Workshop {
    /// The checkout.
    pub root: PathBuf,
    /// Tools and builds that outlive a checkout.
    pub cache: PathBuf,
    /// Where Cargo builds.
    pub target: PathBuf,
}

impl Workshop {
    /// Finds the folders and makes the cache.
    pub fn open() -> Outcome<Self> {
        // Cargo says at run time where the package is; the path at compile time may be another checkout's.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().ok_or("the xtask package lies in no checkout")?.to_owned();
        let cache = match std::env::var_os("OMNI_IML_CACHE").filter(|path| !path.is_empty()) {
            Some(path) => std::path::absolute(path).map_err(|error| format!("OMNI_IML_CACHE: {error}"))?,
            None => user_cache()?.join("omni-iml"),
        };
        let target = match std::env::var_os("CARGO_TARGET_DIR").filter(|path| !path.is_empty()) {
            Some(path) => root.join(path),
            None => cache.join("target"),
        };
        let bin = cache.join("bin");
        std::fs::create_dir_all(&bin).map_err(|error| format!("{} could not be made: {error}", bin.display()))?;
        Ok(Self { root, cache, target })
    }

    /// A child in the checkout that builds into the cache and finds its tools there first.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let mut path = vec![self.cache.join("bin")];
        path.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        // Cargo tells its children about the package that it runs, which is this one and not what they build.
        for name in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"] {
            command.env_remove(name);
        }
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The virtual environment's Python.
    pub fn python(&self) -> PathBuf {
        self.cache.join("venv/bin/python")
    }

    /// A child that finds the trainer's modules, leaves nothing in the checkout and asks no model hub for anything.
    pub fn python_command(&self) -> Command {
        let mut command = self.command(self.python());
        command.env("PYTHONPATH", self.root.join("train")).env("PYTHONDONTWRITEBYTECODE", "1").env("HF_HUB_OFFLINE", "1");
        command
    }
}

/// A temporary folder that goes with its owner.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one for this purpose.
    pub fn new(purpose: &str) -> Outcome<Self> {
        let path = std::env::temp_dir().join(format!("omni-iml-{purpose}-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{} could not be made: {error}", path.display()))?;
        Ok(Self(path))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clear away.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn user_cache() -> Outcome<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    named("XDG_CACHE_HOME")
        .or_else(|| named("HOME").map(|home| home.join(".cache")))
        .ok_or_else(|| "neither HOME nor XDG_CACHE_HOME is set; set OMNI_IML_CACHE to a folder for tools and builds".into())
}

/// Runs a child to its end, with its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(command))) }
}

/// Runs a child to its end and gives what it printed.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{}` failed ({}): {}", line(command), output.status, said.trim()))
    }
}

/// Runs a child with its output shown and stops it when `limit` is over.
pub fn run_within(command: &mut Command, limit: Duration) -> Outcome {
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("`{}` failed ({status})", line(command))),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                // It may have ended in between; then there is nothing to stop.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("`{}` was not done after {} s", line(command), limit.as_secs()));
            }
            Err(error) => return Err(format!("`{}` could not be waited for: {error}", line(command))),
        }
    }
}

/// Writes `value` in place of `mark`, which has to stand once in a file of the build.
pub fn fill(file: &Path, mark: &str, value: &str) -> Outcome {
    let source = std::fs::read_to_string(file).map_err(|error| format!("{} could not be read: {error}", file.display()))?;
    if source.matches(mark).count() != 1 {
        return Err(format!("{} has no place `{mark}` for what is written there", file.display()));
    }
    std::fs::write(file, source.replace(mark, value)).map_err(|error| format!("{} could not be written: {error}", file.display()))
}

/// Is there such a program on the path that ends well when asked this?
pub fn works(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Does a step, and says what it was and how long it took.
pub fn timed<T>(what: &str, step: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    eprintln!("== {what}");
    let start = Instant::now();
    let outcome = step();
    eprintln!("== {what}: {}{}", seconds(start.elapsed()), if outcome.is_err() { ", failed" } else { "" });
    outcome
}

/// A time as people read it.
pub fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f32();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), seconds % 60.0)
    }
}

fn line(command: &Command) -> String {
    let mut line = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Why a child could not be started.
pub fn not_started(command: &Command, error: &std::io::Error) -> String {
    let program = command.get_program().to_string_lossy();
    if error.kind() == std::io::ErrorKind::NotFound {
        format!("`{program}` is not installed, or not on the PATH")
    } else {
        format!("`{program}` could not be started: {error}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_does_not_end_is_stopped() {
        let start = Instant::now();
        let outcome = run_within(Command::new("sleep").arg("30"), Duration::from_millis(200));
        assert!(outcome.is_err_and(|e| e.contains("was not done")));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn failures_name_the_program() {
        assert!(run(&mut Command::new("no-such-program-here")).is_err_and(|e| e.contains("not installed")));
        assert!(run(&mut Command::new("false")).is_err_and(|e| e.starts_with("`false` failed")));
    }

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(1540)), "1.5 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
    }
}
