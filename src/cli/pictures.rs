//! Which pictures a command is to look at: files, folders, patterns, PDF documents; and of many machines' work, whose share
//! they are.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::eval_set::{decode, read_bytes};
use crate::input::{Limits, Photo};
use crate::pdf::{Document, MAX_PICTURES, MIN_SIDE, is_pdf};

/// Endings by which pictures in a folder are told; a file that is named is read whatever its ending.
const ENDINGS: [&str; 13] = ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "tif", "tiff", "gif", "mpo", "pdf"];

/// One machine's share: those of `count` parts whose pictures' hashes fall into part `index`, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match parsed {
            Some((index, count)) if index < count => Ok(Self { index, count }),
            _ => Err("a share is written I/N, I from 0 to N-1".to_owned()),
        }
    }
}

impl Shard {
    /// Whether a picture with this SHA-256 (hexadecimal) is part of the share. Names play no part: a moved file stays where
    /// it is, and copies go to one machine.
    #[must_use]
    pub fn takes(self, sha256: &str) -> bool {
        let first = sha256.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0);
        first % u64::from(self.count) == u64::from(self.index)
    }
}

/// What is to be looked at.
#[derive(Debug, Default)]
pub struct Listed {
    /// The pictures, each once; one of a document as if the document were a folder.
    pub pictures: Vec<PathBuf>,
    /// What could not be listed, in words.
    pub failures: Vec<String>,
    /// What was left out, and why that is no failure.
    pub notes: Vec<String>,
}

/// The pictures that `named` stands for, in the order of the names and within a folder by path.
///
/// # Errors
/// In words: a pattern that is none or fits nothing, a folder without pictures.
pub fn list(named: &[PathBuf]) -> Result<Listed, String> {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for path in named {
        if path.is_dir() {
            let before = (found.len(), failures.len());
            walk(path, &mut found, &mut failures);
            if (found.len(), failures.len()) == before {
                return Err(format!("there is no picture in the folder or below: {}", path.display()));
            }
        } else if let Some(pattern) = path.to_str().filter(|text| !path.exists() && text.contains(['*', '?', '['])) {
            expand(pattern, &mut found, &mut failures)?;
        } else {
            found.push(path.clone());
        }
    }
    // By what they are: a link, or a circle of links that a pattern went round, is another name for the same picture.
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    let mut listed = Listed { pictures: Vec::new(), failures, notes: Vec::new() };
    for path in found {
        if begins_as_pdf(&path) {
            listed.unfold(&path);
        } else {
            listed.pictures.push(path);
        }
    }
    Ok(listed)
}

/// What cannot be read is none; reading it says why.
fn begins_as_pdf(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(1024).read_to_end(&mut head));
    read.is_ok() && is_pdf(&head)
}

/// The bytes of a picture that was listed: a file's, or those of a picture of a document.
///
/// # Errors
/// In words, without the path.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let within = path.parent().filter(|parent| parent.is_file());
    let (Some(parent), Some(name)) = (within, path.file_name()) else { return read_bytes(path) };
    let document = open(parent)?;
    let index = (0..document.entries().len()).find(|&index| document.name(index).is_some_and(|own| name == own.as_str()));
    let index = index.ok_or("there is no such picture in the document; check the document itself to see their names")?;
    document.picture(index).map_err(|e| e.to_string())
}

/// The picture, within [`Limits::NATIVE`].
///
/// # Errors
/// In words, without the path.
pub fn photo_of(path: &Path) -> Result<Photo, String> {
    decode(path, &bytes_of(path)?)
}

fn open(path: &Path) -> Result<Document, String> {
    Document::open(&read_bytes(path)?, Limits::NATIVE).map_err(|e| e.to_string())
}

impl Listed {
    /// Puts the pictures of a document in its place.
    fn unfold(&mut self, path: &Path) {
        let document = match open(path) {
            Ok(document) => document,
            Err(why) => return self.failures.push(format!("{why}: {}", path.display())),
        };
        let count = document.entries().len();
        if count == 0 {
            let why = "there is no picture in the document that can be checked; what it draws as text or lines is none";
            return self.failures.push(format!("{why}: {}", path.display()));
        }
        self.pictures.extend((0..count).filter_map(|index| document.name(index)).map(|name| path.join(name)));
        let mut note = format!("pictures: {count}, pages: {}; what is drawn as text or lines is not checked", document.pages());
        if document.small() > 0 {
            note += &format!("; left out, as a side is below {MIN_SIDE} pixels: {}", document.small());
        }
        if count == MAX_PICTURES {
            note += "; more pictures are not looked at";
        }
        self.notes.push(format!("{note}: {}", path.display()));
    }
}

/// A pattern that the shell left as it is.
fn expand(pattern: &str, found: &mut Vec<PathBuf>, failures: &mut Vec<String>) -> Result<(), String> {
    let matches = glob::glob(pattern).map_err(|e| format!("no pattern for files ({e}): {pattern}"))?;
    let before = found.len();
    for path in matches {
        match path {
            Ok(path) if path.is_file() => found.push(path),
            Ok(_) => {}
            Err(e) => failures.push(format!("the folder cannot be listed ({}): {}", e.error(), e.path().display())),
        }
    }
    if found.len() == before { Err(format!("no file fits the pattern: {pattern}")) } else { Ok(()) }
}

/// Everything in a folder and below that looks like a picture. Links to folders are not followed: they may lead in circles.
fn walk(folder: &Path, found: &mut Vec<PathBuf>, failures: &mut Vec<String>) {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(e) => return failures.push(format!("the folder cannot be listed ({e}): {}", folder.display())),
    };
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, found, failures);
        } else if is_picture(&path) && path.is_file() {
            found.push(path);
        }
    }
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn folders_patterns_and_files_come_in_order_and_once() {
        let folder = std::env::temp_dir().join(format!("omni-iml-pictures-{}", std::process::id()));
        fs::create_dir_all(folder.join("b/c")).unwrap();
        for name in ["z.JPG", "a.png", "notes.txt", "b/c/deep.webp", "b/first.gif"] {
            fs::write(folder.join(name), name).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(&folder, folder.join("b/round")).unwrap();
        let names = |named: &[PathBuf]| {
            let relative = |path: PathBuf| path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
            list(named).map(|found| found.pictures.into_iter().map(relative).collect::<Vec<_>>())
        };
        let all = ["a.png", "b/c/deep.webp", "b/first.gif", "z.JPG"].map(str::to_owned);
        assert_eq!(names(std::slice::from_ref(&folder)).unwrap(), all);
        assert_eq!(names(&[folder.join("**/*.gif"), folder.join("b")]).unwrap(), ["b/first.gif", "b/c/deep.webp"]);
        assert_eq!(names(&[folder.join("notes.txt"), folder.join("gone.jpg")]).unwrap(), ["notes.txt", "gone.jpg"]);
        assert!(names(&[folder.join("*.heic")]).unwrap_err().contains("no file fits"));
        assert!(names(&[folder.join("[")]).unwrap_err().contains("no pattern"));
        fs::create_dir(folder.join("empty")).unwrap();
        assert!(names(&[folder.join("empty")]).unwrap_err().contains("no picture in the folder"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_picture_is_in_one_share() {
        assert!(["4/4", "-1/4", "0/0", "1", "a/b", "1/2/3", ""].iter().all(|text| text.parse::<Shard>().is_err()));
        let shards: Vec<Shard> = (0..3).map(|index| format!("{index}/3").parse().unwrap()).collect();
        let mut sizes = [0; 3];
        for number in 0..300_u64 {
            let hash = format!("{:016x}{}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15), "0".repeat(48));
            let takers: Vec<usize> = (0..3).filter(|&index| shards[index].takes(&hash)).collect();
            assert_eq!(takers.len(), 1, "{hash}");
            sizes[takers[0]] += 1;
        }
        assert!(sizes.iter().all(|&size| size > 60), "{sizes:?}");
    }
}
