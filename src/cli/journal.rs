//! A file of results that grows by a line for each picture, and that a later run goes on from.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::localize::ModelEntry;
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

/// The open file, which no other run writes to meanwhile.
pub struct Journal {
    file: File,
    /// The length of its whole lines.
    end: u64,
    done: HashSet<Key>,
}

impl Journal {
    /// Opens or makes the file, and reads what is in it. A last line that a kill cut off is taken away; anything else that is
    /// no result of these weights and thresholds is an error, for then it is some other file.
    ///
    /// # Errors
    /// In words, which name the file.
    pub fn open(path: &Path, model: &ModelEntry) -> Result<Self, String> {
        let told = |why: &dyn std::fmt::Display| format!("the results cannot be kept ({why}): {}", path.display());
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path).map_err(|e| told(&e))?;
        match file.try_lock() {
            // Not every file system has locks; most runs are alone.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(told(&"another run is writing to the file")),
        }
        let mut done = HashSet::new();
        let whole = lines(&file, |report, _| {
            let key = Key::of(&report);
            if key.model != model.sha256 || report.thresholds().is_some_and(|thresholds| thresholds != model.thresholds) {
                return Err("it holds results of other weights or thresholds; name another file".to_owned());
            }
            done.insert(key);
            Ok(())
        });
        let Whole { end, rest } = whole.map_err(|e| told(&e))?;
        // Half a result, or nothing; a whole one without its line feed is a report that somebody saved.
        let start = format!("{{\"schema\":\"{SCHEMA}\"");
        let begins = rest.starts_with(start.as_bytes()) || start.as_bytes().starts_with(&rest);
        if !begins || serde_json::from_slice::<serde::de::IgnoredAny>(&rest).is_ok() {
            return Err(told(&"it holds something else than results of `omni-iml check --results`"));
        }
        file.set_len(end).map_err(|e| told(&e))?;
        Ok(Self { file, end, done })
    }

    /// Whether this result is there already.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.done.contains(key)
    }

    /// Adds a line, in one write, so that a kill leaves whole lines and at most a part of the last. A write that fails leaves
    /// none.
    ///
    /// # Errors
    /// In words.
    pub fn add(&mut self, json: &str) -> Result<(), String> {
        let line = format!("{json}\n");
        self.file.write_all(line.as_bytes()).map_err(|e| {
            // If that fails, too, the next run takes the part away.
            let _ = self.file.set_len(self.end);
            format!("a result cannot be written: {e}")
        })?;
        self.end += line.len() as u64;
        Ok(())
    }
}

/// What of a file was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Whole {
    /// The length of its whole lines, bytes.
    pub end: u64,
    /// What stands behind the last of them.
    pub rest: Vec<u8>,
}

/// Reads a file of results line by line. Nothing but one line is in memory.
///
/// # Errors
/// In words: what cannot be read, or a line that is no result.
pub fn lines(file: impl Read, mut each: impl FnMut(Report, &str) -> Result<(), String>) -> Result<Whole, String> {
    let mut reader = BufReader::new(file);
    let (mut end, mut number) = (0, 0);
    loop {
        let mut line = Vec::new();
        let length = (&mut reader).take(LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())? as u64;
        if line.last() != Some(&b'\n') {
            let whole = Whole { end, rest: line };
            return if length == LINE { Err(format!("line {} is longer than {LINE} bytes", number + 1)) } else { Ok(whole) };
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
    use crate::localize::{Band, Thresholds};
    use crate::report::{Gate, Image, Made, Model, Timing, Verdict};

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
            made: None,
            evidence: None,
            explanation: None,
            sent: vec![],
        }
    }

    fn json(file: &str, sha256: &str) -> String {
        serde_json::to_string(&result(file, sha256)).unwrap()
    }

    #[test]
    fn a_journal_goes_on_after_its_last_whole_line() {
        let path = std::env::temp_dir().join(format!("omni-iml-journal-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let model = ModelEntry::of_tests(512, 64);
        let mut journal = Journal::open(&path, &model).unwrap();
        journal.add(&json("a.jpg", "1")).unwrap();
        assert!(Journal::open(&path, &model).err().unwrap().contains("another run"), "two runs would mix their lines");
        let whole = std::fs::read_to_string(&path).unwrap();
        journal.file.write_all(&json("b.jpg", "2").as_bytes()[..40]).unwrap();
        drop(journal);

        let mut journal = Journal::open(&path, &model).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole, "half a line is no result");
        let key = |file: &str, sha256: &str| Key { file: file.into(), sha256: sha256.into(), model: "m".into() };
        assert!(journal.has(&key("a.jpg", "1")));
        assert!(!journal.has(&key("a.jpg", "2")), "a file that has changed is another picture");
        assert!(!journal.has(&key("copy.jpg", "1")), "a copy has a line of its own");
        journal.add(&json("b.jpg", "2")).unwrap();
        drop(journal);
        let journal = Journal::open(&path, &model).unwrap();
        assert!(journal.has(&key("a.jpg", "1")) && journal.has(&key("b.jpg", "2")));
        drop(journal);
        let others = ModelEntry { sha256: "n".to_owned(), ..model.clone() };
        assert!(Journal::open(&path, &others).err().unwrap().contains("other weights"));
        let mut ruled = result("c.jpg", "3");
        ruled.made = Some(Made::here(String::new(), Thresholds { tail: 0.5, ..model.thresholds }));
        Journal::open(&path, &model).unwrap().add(&serde_json::to_string(&ruled).unwrap()).unwrap();
        assert!(Journal::open(&path, &model).err().unwrap().contains("other weights or thresholds"));
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn some_other_file_is_not_written_into() {
        let path = std::env::temp_dir().join(format!("omni-iml-journal-other-{}", std::process::id()));
        let (report, model) = (json("a.jpg", "1"), ModelEntry::of_tests(512, 64));
        for text in ["my notes\nand more\n", "{}\n", "\n", "my notes", "{\"a\": 1}", &report] {
            std::fs::write(&path, text).unwrap();
            assert!(Journal::open(&path, &model).is_err(), "{text}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        let other = json("a.jpg", "1").replace(SCHEMA, "omni-iml/check/9");
        assert!(lines(format!("{other}\n").as_bytes(), |_, _| Ok(())).unwrap_err().contains("schema"));
        assert!(lines(std::io::repeat(b'x'), |_, _| Ok(())).unwrap_err().contains("longer"));
        std::fs::remove_file(&path).unwrap();
    }
}
