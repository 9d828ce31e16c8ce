//! What was asked and what came back, on disk, so that a run that was killed goes on where it was.
//!
//! A file is there whole or not at all: it is written beside its place, synced and renamed. One program works on a folder
//! at a time.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ModelAt;
use crate::explain::endpoint::Question;

/// Largest file of ours that is read, bytes.
const MOST: u64 = 8 << 20;

/// A reply as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raw {
    /// Of the question: model, server, words, schema, picture and limit of tokens.
    pub question: String,
    /// The model's text.
    pub text: String,
    /// Its thoughts, cleaned.
    pub reasoning: String,
    /// It ends at the limit of tokens, or where the server broke off.
    pub cut: bool,
}

/// A folder with replies and what was made of them.
pub struct Store {
    folder: PathBuf,
    /// Held for as long as the folder is worked on.
    _lock: File,
}

impl Store {
    /// Opens a folder, made if need be.
    ///
    /// # Errors
    /// It cannot be made, or another program works on it; in words.
    pub fn open(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|e| failed("make", folder, &e))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|e| failed("write", &path, &e))?;
        lock.try_lock().map_err(|_| format!("another program works on this folder; let it end first: {}", folder.display()))?;
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    /// A question as a name: a hash of everything that makes it.
    #[must_use]
    pub fn digest(model: &ModelAt, question: &Question) -> String {
        let Question { words, jpeg, schema, tokens } = question;
        let (origin, tokens) = (model.address.origin(), tokens.to_string());
        let schema = schema.as_ref().map(ToString::to_string).unwrap_or_default();
        let parts = [&model.model, &origin, &words.system, &words.user, &schema, &tokens].map(String::as_bytes);
        hash(parts.into_iter().chain(jpeg.as_deref()))
    }

    /// The reply to this very question, if it is there.
    #[must_use]
    pub fn reply(&self, name: &str, question: &str) -> Option<Raw> {
        read::<Raw>(&self.raw(name)).filter(|raw| raw.question == question)
    }

    /// Keeps a reply.
    ///
    /// # Errors
    /// It cannot be written; in words.
    pub fn keep(&self, name: &str, raw: &Raw) -> Result<(), String> {
        // One that answers another question, of another model or to other words, is kept too.
        self.set_aside(name)?;
        self.write(&self.raw(name), raw)
    }

    /// Takes a reply that is of no use out of the way: it is kept, and asked for again by the next run.
    ///
    /// # Errors
    /// It cannot be renamed; in words.
    pub fn set_aside(&self, name: &str) -> Result<(), String> {
        let path = self.raw(name);
        if !path.exists() {
            return Ok(());
        }
        let aside = (1..).map(|n| path.with_extension(format!("old{n}.json"))).find(|aside| !aside.exists());
        fs::rename(&path, aside.unwrap_or_default()).map_err(|e| failed("rename", &path, &e))
    }

    /// Something made of replies, by its name; nothing where it is not there or not such a thing.
    #[must_use]
    pub fn made<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(&self.folder.join(format!("{name}.json")))
    }

    /// Writes it.
    ///
    /// # Errors
    /// It cannot be written; in words.
    pub fn make(&self, name: &str, what: &impl Serialize) -> Result<(), String> {
        self.write(&self.folder.join(format!("{name}.json")), what)
    }

    fn raw(&self, name: &str) -> PathBuf {
        self.folder.join("raw").join(format!("{name}.json"))
    }

    fn write(&self, path: &Path, what: &impl Serialize) -> Result<(), String> {
        let told = |e: std::io::Error| failed("write", path, &e);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        let text = serde_json::to_string_pretty(what).map_err(|e| format!("{e}: {}", path.display()))?;
        let beside = path.with_extension("part");
        let mut file = File::create(&beside).map_err(told)?;
        file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all()).map_err(told)?;
        fs::rename(&beside, path).map_err(told)
    }
}

/// SHA-256 of parts, hexadecimal; where one ends and the next begins counts.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a file of ours; nothing where it is not there, too large or something else.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    if fs::metadata(path).ok()?.len() > MOST {
        return None;
    }
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

fn failed(doing: &str, path: &Path, why: &std::io::Error) -> String {
    format!("cannot {doing} ({why}): {}", path.display())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::explain::instructions::Instructions;

    fn question(user: &str, jpeg: Option<&[u8]>) -> Question {
        let words = Instructions { system: "s".into(), user: user.into() };
        Question { words, jpeg: jpeg.map(<[u8]>::to_vec), schema: None, tokens: 512 }
    }

    #[test]
    fn replies_come_back_to_their_own_question_alone() {
        let folder = std::env::temp_dir().join(format!("omni-iml-store-{}", std::process::id()));
        let store = Store::open(&folder).unwrap();
        assert!(Store::open(&folder).is_err(), "two programs in one folder");
        let raw = |question: &str, text: &str| Raw {
            question: question.into(),
            text: text.into(),
            reasoning: String::new(),
            cut: false,
        };
        store.keep("a/check", &raw("one", "first")).unwrap();
        assert_eq!(store.reply("a/check", "one").unwrap().text, "first");
        assert_eq!(store.reply("a/check", "two"), None);
        store.keep("a/check", &raw("two", "second")).unwrap();
        store.set_aside("a/check").unwrap();
        store.set_aside("a/check").unwrap();
        assert_eq!(store.reply("a/check", "two"), None);
        let mut kept: Vec<_> = fs::read_dir(folder.join("raw/a")).unwrap().map(|e| e.unwrap().file_name()).collect();
        kept.sort();
        assert_eq!(kept, ["check.old1.json", "check.old2.json"]);
        // Half a file is none.
        fs::write(folder.join("raw/a/check.json"), "{\"question\":\"one\",\"te").unwrap();
        assert_eq!(store.reply("a/check", "one"), None);
        drop(store);
        assert!(Store::open(&folder).is_ok());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_question_is_everything_that_makes_it() {
        let name = |model, user, jpeg| Store::digest(&ModelAt::parse(model).unwrap(), &question(user, jpeg));
        let shorter = Question { tokens: 511, ..question("ab", None) };
        let all = [
            Store::digest(&ModelAt::parse("m").unwrap(), &shorter),
            name("m", "ab", None),
            name("m=http://localhost:1", "ab", None),
            name("n", "ab", None),
            name("m", "abc", None),
            name("m", "ab", Some(b"")),
            name("m", "ab", Some(b"x")),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(!all[..i].contains(one), "{i}");
        }
    }
}
