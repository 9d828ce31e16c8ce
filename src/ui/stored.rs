//! What the service worker (`www/service-worker.js`) says of the files that are kept on this device.

use super::wire::{Json, all, number, text, whole};

/// A browser runs one of them.
const ENGINES: [&str; 2] = ["engine", "engine-relaxed"];

/// The parts in the order in which a person is told of them; others come last.
const ORDER: [&str; 6] = ["shell", "engine", "engine-relaxed", "weights", "credentials", "pdf"];

/// What reads what few files are or carry: a check does without.
const SPARE: [&str; 2] = ["credentials", "pdf"];

/// Files that are kept together.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// One of `shell`, `engine`, `engine-relaxed`, `weights`, `credentials`, `pdf`.
    pub name: String,
    /// What all of it takes, bytes.
    pub bytes: f64,
    /// What of it is here, bytes.
    pub kept: f64,
}

impl Part {
    /// The name that it goes by in the catalogue: the two engines are one to a person.
    #[must_use]
    pub fn key(&self) -> &str {
        if ENGINES.contains(&self.name.as_str()) { ENGINES[0] } else { &self.name }
    }

    /// All of it is here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.kept >= self.bytes
    }
}

/// What is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// In the order in which they are shown.
    pub parts: Vec<Part>,
    /// Windows that show this site.
    pub windows: u32,
}

impl Stored {
    /// The parts that are of use to a browser with this engine.
    pub fn needed(&self, engine: &str) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| !ENGINES.contains(&part.name.as_str()) || part.name == engine)
    }

    /// Of these, the ones that a check needs and of which something is missing.
    pub fn lacking(&self, engine: &str) -> impl Iterator<Item = &Part> {
        self.needed(engine).filter(|part| !SPARE.contains(&part.name.as_str()) && !part.is_whole())
    }

    /// Bytes of a part; 0 where there is none of this name.
    #[must_use]
    pub fn size(&self, name: &str) -> f64 {
        self.parts.iter().find(|part| part.name == name).map_or(0.0, |part| part.bytes)
    }

    /// Bytes that the parts of use still lack.
    #[must_use]
    pub fn lacks(&self, engine: &str) -> f64 {
        self.needed(engine).map(|part| (part.bytes - part.kept).max(0.0)).sum()
    }
}

/// What it says to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// So many bytes of what was asked for are here.
    Progress(f64),
    /// It is done, and this is how things are.
    Stored(Stored),
    /// It could not be done.
    Failed {
        /// `network`, `outdated`, `full`, `stopped` or `other`.
        kind: String,
        /// On account of this file; empty where it was none.
        file: String,
        /// How things are now.
        stored: Option<Stored>,
    },
}

/// Reads an answer; none where it is not understood.
pub fn heard(json: &impl Json) -> Option<Heard> {
    if let Some(done) = number(json, "done") {
        return Some(Heard::Progress(done));
    }
    if let Some(kind) = text(json, "failed") {
        return Some(Heard::Failed { kind, file: text(json, "file")?, stored: stored(json) });
    }
    stored(json).map(Heard::Stored)
}

fn stored(json: &impl Json) -> Option<Stored> {
    let mut parts = all(json, "parts", part)?;
    parts.sort_by_key(|part| ORDER.iter().position(|name| *name == part.name).unwrap_or(ORDER.len()));
    Some(Stored { parts, windows: whole(json, "windows")? })
}

fn part(json: &impl Json) -> Option<Part> {
    Some(Part { name: text(json, "name")?, bytes: number(json, "bytes")?, kept: number(json, "kept")? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::*;

    fn some() -> Value {
        json!({
            "parts": [
                { "name": "credentials", "bytes": 70, "kept": 0 },
                { "name": "engine-relaxed", "bytes": 3000, "kept": 1000 },
                { "name": "engine", "bytes": 2000, "kept": 0 },
                { "name": "weights", "bytes": 500, "kept": 500 },
                { "name": "shell", "bytes": 400, "kept": 400 },
            ],
            "windows": 2,
        })
    }

    #[test]
    fn one_engine_is_enough() {
        let Some(Heard::Stored(stored)) = heard(&some()) else { panic!("it is a state") };
        assert_eq!(stored.windows, 2);
        let names = |engine| stored.needed(engine).map(|part| part.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names("engine"), ["shell", "engine", "weights", "credentials"]);
        assert_eq!(names("engine-relaxed"), ["shell", "engine-relaxed", "weights", "credentials"]);
        assert_eq!((stored.lacks("engine"), stored.lacks("engine-relaxed")), (2070.0, 2070.0));
        let lacking: Vec<&str> = stored.lacking("engine").map(|part| part.name.as_str()).collect();
        assert_eq!(lacking, ["engine"]);
        assert_eq!((stored.size("engine"), stored.size("none")), (2000.0, 0.0));
        assert_eq!(stored.parts[2].key(), "engine");
        assert!(stored.parts[0].is_whole() && !stored.parts[2].is_whole());
    }

    #[test]
    fn progress_and_failures_are_told_apart() {
        assert_eq!(heard(&json!({ "done": 5 })), Some(Heard::Progress(5.0)));
        let failed = heard(&json!({ "failed": "network", "file": "engine.js" }));
        assert_eq!(failed, Some(Heard::Failed { kind: "network".into(), file: "engine.js".into(), stored: None }));
        let mut with_state = some();
        with_state["failed"] = "full".into();
        with_state["file"] = "engine.js".into();
        assert!(matches!(heard(&with_state), Some(Heard::Failed { stored: Some(stored), .. }) if stored.windows == 2));
        for odd in [json!(null), json!({}), json!({ "failed": 3 }), json!({ "parts": [{}], "windows": 1 }), json!([1])] {
            assert_eq!(heard(&odd), None, "{odd}");
        }
    }
}
