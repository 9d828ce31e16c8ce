//! What the file says beside its pixels: how it was written, what its metadata claim, and where the two disagree.
//!
//! Every byte is hostile. Each part has limits of its own, which stand at the head of its file; nothing is copied out of the
//! file but what is kept, and what is kept is bounded: names and texts by [`text::MAX_CHARS`], lists by [`MAX_PARTS`],
//! [`MAX_ENTRIES`], [`MAX_STATEMENTS`] and others. What could not be read is in [`FileFacts::unread`].
//!
//! A file without metadata is an ordinary file: that something is missing is never a [`Statement`].

mod exif;
mod facts;
mod jpeg;
mod statements;
pub(super) mod text;
mod trailing;

pub use facts::*;

use std::borrow::Cow;

use crate::input::{Format, Photo};
use text::{Clean, clean_bytes};

/// Most parts of a file that are listed; further ones are counted.
pub const MAX_PARTS: usize = 256;
/// Most entries of metadata; further ones are counted.
pub const MAX_ENTRIES: usize = 256;
/// Most statements.
pub const MAX_STATEMENTS: usize = 64;
/// Most steps of a history and texts of layers that a statement lists; further ones are counted.
pub const MAX_STEPS: usize = 32;
/// Longest side of a map of differences.
pub const MAX_MAP_SIDE: u32 = 64;

/// What a container holds beside the picture, as it stands in the file.
#[derive(Default)]
struct Blocks<'a> {
    exif: Option<Cow<'a, [u8]>>,
    xmp: Option<Cow<'a, [u8]>>,
    icc: Option<Cow<'a, [u8]>>,
    /// Photoshop's image resources.
    photoshop: Vec<u8>,
    /// A small copy in JFIF's extension: its coding and its data.
    jfxx: Option<&'a [u8]>,
    /// Texts with their names.
    texts: Vec<(Source, String, Cow<'a, [u8]>)>,
    signs: Vec<Sign>,
    /// There is an index of further pictures in the file (CIPA DC-007).
    multi_picture: bool,
}

impl FileFacts {
    fn push_entry(&mut self, source: Source, name: &str, Clean { text, cut }: Clean, private: bool) {
        if text.is_empty() {
            return;
        }
        if self.entries.len() < MAX_ENTRIES {
            self.entries.push(Entry { source, name: name.to_owned(), text, cut, private });
        } else {
            self.entries_left_out += 1;
        }
    }

    fn push_part(&mut self, part: Part) {
        if self.parts.len() < MAX_PARTS {
            self.parts.push(part);
        } else {
            self.parts_left_out += 1;
        }
    }
}

/// Examines a file and its picture.
///
/// `bytes` are those that `photo` was read from. Never fails: what cannot be read is said in [`FileFacts::unread`].
/// Everything is in stored orientation.
#[must_use]
pub fn examine(bytes: &[u8], photo: &Photo) -> FileFacts {
    let mut facts = FileFacts::new(bytes.len(), photo.format);
    let blocks = match photo.format {
        Format::Jpeg => jpeg::examine(bytes, &mut facts),
        _ => Blocks::default(),
    };
    let exif = exif::read(blocks.exif.as_deref(), bytes, photo.format, &mut facts);
    if let Some(exif) = &exif {
        exif::entries(exif, &mut facts);
    }
    for (source, name, bytes) in &blocks.texts {
        facts.push_entry(*source, name, clean_bytes(bytes), false);
    }
    statements::add(exif.as_ref(), photo, &mut facts);
    if !blocks.signs.is_empty() {
        facts.statements.push(Statement::EditorParts { signs: blocks.signs.clone() });
    }
    for source in unread(bytes, photo.format, &blocks) {
        facts.unread.push(Unread { source, why: Why::Unsupported });
    }
    facts
}

/// What is there and not read yet.
fn unread(bytes: &[u8], format: Format, blocks: &Blocks<'_>) -> Vec<Source> {
    let mut found = Vec::new();
    let holds = |sign: &[u8]| bytes.windows(sign.len()).any(|part| part == sign);
    if blocks.xmp.is_some() || (format != Format::Jpeg && holds(b"<x:xmpmeta")) {
        found.push(Source::Xmp);
    }
    if !blocks.photoshop.is_empty() {
        found.push(Source::Photoshop);
    }
    if blocks.icc.is_some() {
        found.push(Source::Icc);
    }
    if blocks.jfxx.is_some() {
        found.push(Source::Jfif);
    }
    if format == Format::Png && png_texts(bytes) {
        found.push(Source::PngText);
    }
    found
}

/// Whether a PNG has chunks of text.
fn png_texts(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let [a, b, c, d, kind @ ..] = rest {
        if ["tEXt", "zTXt", "iTXt"].iter().any(|name| kind.starts_with(name.as_bytes())) {
            return true;
        }
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        rest = rest.get(length.saturating_add(12)..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests;
