//! What the service worker (`www/service-worker.js`) says of the files that are kept on this device.

use super::wire::Json;

/// What works without the network's page, engine and weights is nothing; one of the two engines is enough.
const ENGINES: [&str; 2] = ["engine", "engine-relaxed"];

/// Files that are kept together.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// `shell`, `engine`, `engine-relaxed`, `weights` or `credentials`.
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
    /// The parts that a browser with this engine needs to check a picture without a connection.
    pub fn needed(&self, engine: &str) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| !ENGINES.contains(&part.name.as_str()) || part.name == engine)
    }

    /// Bytes that these still lack.
    #[must_use]
    pub fn lacks(&self, engine: &str) -> f64 {
        self.needed(engine).map(|part| (part.bytes - part.kept).max(0.0)).sum()
    }
}

/// What it says to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// So many bytes of so many are here.
    Progress {
        /// Here.
        done: f64,
        /// Wanted.
        total: f64,
    },
    /// It is done, and this is how things are.
    Stored(Stored),
    /// It could not be done.
    Failed {
        /// `network`, `outdated` or `full`.
        kind: String,
        /// On account of this file; empty where it was none.
        file: String,
    },
}

/// Reads an answer; none where it is not understood.
pub fn heard(json: &impl Json) -> Option<Heard> {
    if let (Some(done), Some(total)) = (number(json, "done"), number(json, "total")) {
        return Some(Heard::Progress { done, total });
    }
    if let Some(kind) = json.field("failed") {
        return Some(Heard::Failed { kind: kind.text()?, file: json.field("file")?.text()? });
    }
    let parts = json.field("parts")?.list()?.iter().map(part).collect::<Option<_>>()?;
    Some(Heard::Stored(Stored { parts, windows: number(json, "windows")? as u32 }))
}

fn part(json: &impl Json) -> Option<Part> {
    Some(Part { name: json.field("name")?.text()?, bytes: number(json, "bytes")?, kept: number(json, "kept")? })
}

fn number(json: &impl Json, name: &str) -> Option<f64> {
    json.field(name)?.number()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::*;

    fn some() -> Value {
        json!({
            "parts": [
                { "name": "shell", "bytes": 400, "kept": 400 },
                { "name": "engine", "bytes": 2000, "kept": 0 },
                { "name": "engine-relaxed", "bytes": 3000, "kept": 1000 },
                { "name": "weights", "bytes": 500, "kept": 500 },
            ],
            "windows": 2,
        })
    }

    #[test]
    fn one_engine_is_enough() {
        let Some(Heard::Stored(stored)) = heard(&some()) else { panic!("it is a state") };
        assert_eq!(stored.windows, 2);
        let names = |engine| stored.needed(engine).map(|part| part.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names("engine"), ["shell", "engine", "weights"]);
        assert_eq!(names("engine-relaxed"), ["shell", "engine-relaxed", "weights"]);
        assert_eq!((stored.lacks("engine"), stored.lacks("engine-relaxed")), (2000.0, 2000.0));
        assert_eq!(stored.parts[2].key(), "engine");
        assert!(stored.parts[0].is_whole() && !stored.parts[2].is_whole());
    }

    #[test]
    fn progress_and_failures_are_told_apart() {
        assert_eq!(heard(&json!({ "done": 5, "total": 9 })), Some(Heard::Progress { done: 5.0, total: 9.0 }));
        let failed = heard(&json!({ "failed": "network", "file": "engine.js" }));
        assert_eq!(failed, Some(Heard::Failed { kind: "network".into(), file: "engine.js".into() }));
        for odd in [json!(null), json!({}), json!({ "failed": 3 }), json!({ "parts": [{}], "windows": 1 }), json!([1])] {
            assert_eq!(heard(&odd), None, "{odd}");
        }
    }
}
