//! A file of results that grows by a line for each picture, and that a later run goes on from.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::report::{Report, SCHEMA};

/// Longest line that is read, bytes; a report with evidence takes a few hundred thousand.
pub const LINE: u64 = 16 << 20;

/// What makes a result the same one: the picture under its name, and what checked it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The file as it was named.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// SHA-256 of the weights.
    pub model: String,
}

impl Key {
    /// The key of a result.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self { file: report.file.clone(), sha256: report.image.sha256.clone(), model: report.model.sha256.clone() }
    }
}

/// The open file.
pub struct Journal {
    file: File,
    done: HashSet<Key>,
}

impl Journal {
    /// Opens or makes the file, and reads what is in it, each result for `each`. A last line that a kill cut off is taken away; anything else that is
    /// no result is an error, for then it is some other file.
    ///
    /// # Errors
    /// In words, which name the file.
    pub fn open(path: &Path, mut each: impl FnMut(&Report) -> Result<(), String>) -> Result<Self, String> {
        let told = |why: String| format!("the results cannot be kept ({why}): {}", path.display());
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path).map_err(|e| told(e.to_string()))?;
        let mut done = HashSet::new();
        let whole = lines(&file, |report, _| {
            done.insert(Key::of(&report));
            each(&report)
        });
        let end = whole.map_err(told)?;
        file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end))).map_err(|e| told(e.to_string()))?;
        Ok(Self { file, done })
    }

    /// Whether this result is there already.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.done.contains(key)
    }

    /// Adds a line, in one write, so that a kill leaves whole lines and at most a part of the last.
    ///
    /// # Errors
    /// In words.
    pub fn add(&mut self, json: &str) -> Result<(), String> {
        let line = format!("{json}\n");
        self.file.write_all(line.as_bytes()).map_err(|e| format!("a result cannot be written: {e}"))
    }
}

/// Reads a file of results line by line, and gives the length of its whole lines. Nothing but one line is in memory.
///
/// # Errors
/// In words: what cannot be read, or a line that is no result.
pub fn lines(file: impl Read, mut each: impl FnMut(Report, &str) -> Result<(), String>) -> Result<u64, String> {
    let mut reader = BufReader::new(file);
    let (mut end, mut number) = (0, 0);
    loop {
        let mut line = Vec::new();
        let length = (&mut reader).take(LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())? as u64;
        if line.last() != Some(&b'\n') {
            return if length == LINE { Err(format!("line {} is longer than {LINE} bytes", number + 1)) } else { Ok(end) };
        }
        number += 1;
        let wrong = |why: &dyn std::fmt::Display| format!("line {number} is no result of `omni-iml check` ({why})");
        let text = std::str::from_utf8(&line).map_err(|e| wrong(&e))?.trim_end();
        let report: Report = serde_json::from_str(text).map_err(|e| wrong(&e))?;
        if report.schema != SCHEMA {
            return Err(wrong(&format_args!("its schema is not {SCHEMA}")));
        }
        each(report, text)?;
        end += length;
    }
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::localize::Band;
    use crate::report::{Gate, Image, Model, Timing, Verdict};

    /// A result of a picture that never was.
    pub fn result(file: &str, sha256: &str) -> Report {
        Report {
            schema: SCHEMA.to_owned(),
            file: file.to_owned(),
            image: Image { sha256: sha256.to_owned(), width: 8, height: 8, format: "PNG".to_owned(), jpeg_quality: None },
            model: Model { name: "small".to_owned(), sha256: "m".to_owned() },
            device: "cpu".to_owned(),
            verdict: Verdict { score: 0.25, band: Band::None, unsure: false },
            domain: None,
            reliability: 0.5,
            gate: Gate { tiles: 1, frequency: 0, choices: Vec::new() },
            regions: Vec::new(),
            timing_ms: Timing::default(),
            evidence: None,
            explanation: None,
        }
    }

    fn json(file: &str, sha256: &str) -> String {
        serde_json::to_string(&result(file, sha256)).unwrap()
    }

    #[test]
    fn a_journal_goes_on_after_its_last_whole_line() {
        let path = std::env::temp_dir().join(format!("omni-iml-journal-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let mut journal = Journal::open(&path, |_| Ok(())).unwrap();
        journal.add(&json("a.jpg", "1")).unwrap();
        let whole = std::fs::read_to_string(&path).unwrap();
        journal.file.write_all(&json("b.jpg", "2").as_bytes()[..40]).unwrap();
        drop(journal);

        let mut journal = Journal::open(&path, |_| Ok(())).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole, "half a line is no result");
        let key = |file: &str, sha256: &str| Key { file: file.into(), sha256: sha256.into(), model: "m".into() };
        assert!(journal.has(&key("a.jpg", "1")));
        assert!(!journal.has(&key("a.jpg", "2")), "a file that has changed is another picture");
        assert!(!journal.has(&key("copy.jpg", "1")), "a copy has a line of its own");
        journal.add(&json("b.jpg", "2")).unwrap();
        drop(journal);
        let mut names = Vec::new();
        let each = |report: &Report| {
            names.push(report.file.clone());
            Ok(())
        };
        drop(Journal::open(&path, each).unwrap());
        assert_eq!(names, ["a.jpg", "b.jpg"]);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn some_other_file_is_not_written_into() {
        let path = std::env::temp_dir().join(format!("omni-iml-journal-other-{}", std::process::id()));
        for text in ["my notes\nand more\n", "{}\n", "\n"] {
            std::fs::write(&path, text).unwrap();
            let error = Journal::open(&path, |_| Ok(())).err().unwrap();
            assert!(error.contains("line 1 is no result"), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        let other = json("a.jpg", "1").replace(SCHEMA, "omni-iml/check/9");
        assert!(lines(format!("{other}\n").as_bytes(), |_, _| Ok(())).unwrap_err().contains("schema"));
        assert!(lines(std::io::repeat(b'x'), |_, _| Ok(())).unwrap_err().contains("longer"));
        std::fs::remove_file(&path).unwrap();
    }
}
