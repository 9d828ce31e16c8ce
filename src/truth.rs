//! What is known for certain of a set's samples: `truth.jsonl`, as `omni-iml forge` writes it beside image/ and mask/.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::tile::Domain;

/// The file's name in a set's folder.
pub const FILE: &str = "truth.jsonl";
/// The kind of a sample in which nothing was forged.
pub const AUTHENTIC: &str = "authentic";
/// Largest file that is read, bytes.
const MOST: u64 = 256 << 20;

/// One sample: a line of the file. Where it was forged is in its mask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The stem of picture and mask.
    pub stem: String,
    /// What was done, as `omni-iml forge --kind` names it; [`AUTHENTIC`] for nothing.
    pub kind: String,
    /// What the picture shows.
    pub domain: Domain,
    /// The host among the pristine pictures.
    pub source: String,
    /// Texts that were changed.
    pub changes: Vec<TextChange>,
}

/// A text that was changed. Null in place of a text that is not known, an empty one where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextChange {
    /// Upper left, upper right, lower right, lower left, as it is read: pixels of the stored picture, x and y, of which the
    /// upper left one has its centre at (0, 0).
    pub corners: [[f32; 2]; 4],
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

/// Why the file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TruthError {
    /// It cannot be read.
    Unreadable(PathBuf, String),
    /// It is too large.
    TooLarge(PathBuf),
    /// A line, counted from 1, is not one.
    Line(PathBuf, usize, String),
    /// A stem is there twice.
    Twice(PathBuf, String),
}

impl TruthError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unreadable(..) => "unreadable",
            Self::TooLarge(_) => "too-large",
            Self::Line(..) => "bad-line",
            Self::Twice(..) => "stem-twice",
        }
    }
}

impl fmt::Display for TruthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "what is known of the set cannot be read ({why}): {}", path.display()),
            Self::TooLarge(path) => write!(f, "more than {MOST} bytes; split the set: {}", path.display()),
            Self::Line(path, line, why) => {
                write!(f, "line {line} is not what `omni-iml forge` writes ({why}); forge the set again: {}", path.display())
            }
            Self::Twice(path, stem) => write!(f, "\"{stem}\" is there twice; take one line away: {}", path.display()),
        }
    }
}

impl std::error::Error for TruthError {}

/// What is known of a set, by stem; nothing where it has no such file.
///
/// # Errors
/// See [`TruthError`].
pub fn read(set: &Path) -> Result<Option<BTreeMap<String, Truth>>, TruthError> {
    let path = set.join(FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let mut text = String::new();
    let read = File::open(&path).and_then(|file| file.take(MOST + 1).read_to_string(&mut text));
    read.map_err(|e| TruthError::Unreadable(path.clone(), e.to_string()))?;
    if text.len() as u64 > MOST {
        return Err(TruthError::TooLarge(path));
    }
    let mut known = BTreeMap::new();
    for (line, number) in text.lines().zip(1..) {
        let truth: Truth = serde_json::from_str(line).map_err(|e| TruthError::Line(path.clone(), number, e.to_string()))?;
        if let Some(twice) = known.insert(truth.stem.clone(), truth) {
            return Err(TruthError::Twice(path, twice.stem));
        }
    }
    Ok(Some(known))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;

    #[test]
    fn lines_come_back_and_others_are_refused_by_name() {
        let folder = std::env::temp_dir().join(format!("omni-iml-truth-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(read(&folder), Ok(None));
        let change = TextChange {
            corners: [[1.0, 2.5], [9.0, 2.5], [9.0, 6.0], [1.0, 6.0]],
            before: Some("RM 4".into()),
            after: Some(String::new()),
        };
        let truth = Truth {
            stem: "00001-text-erase".into(),
            kind: "text-erase".into(),
            domain: Domain::Document,
            source: "a.jpg".into(),
            changes: vec![change],
        };
        let line = serde_json::to_string(&truth).unwrap();
        let found = |text: String| {
            fs::write(folder.join(FILE), text).unwrap();
            read(&folder).map_err(|e| e.kind())
        };
        assert_eq!(found(format!("{line}\n")), Ok(Some([(truth.stem.clone(), truth.clone())].into())));
        assert_eq!(found(format!("{line}\n{line}\n")), Err("stem-twice"));
        assert_eq!(found(format!("{line}\n\n")), Err("bad-line"));
        assert_eq!(found(line.replace("document", "moon")), Err("bad-line"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
