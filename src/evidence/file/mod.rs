//! What the file says beside its pixels: how it was written, what its metadata claim, and where the two disagree.
//!
//! Every byte is hostile. Each part has limits of its own, which stand at the head of its file; nothing is copied out of the
//! file but what is kept, and what is kept is bounded: names and texts by [`text::MAX_CHARS`], lists by [`MAX_PARTS`],
//! [`MAX_ENTRIES`], [`MAX_STATEMENTS`] and others. What could not be read is in [`FileFacts::unread`].
//!
//! A file without metadata is an ordinary file: that something is missing is never a [`Statement`].

mod chunked;
mod compare;
mod dates;
mod exif;
mod facts;
mod generated;
mod icc;
mod jpeg;
mod photoshop;
mod statements;
pub(super) mod text;
mod thumbnail;
mod trailing;
mod written;
mod xmp;

pub use facts::*;
pub use thumbnail::SmallCopy;
pub use written::{Aspect, Written};

use std::borrow::Cow;

use crate::input::{Format, Photo};
use statements::Said;
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
    /// There is more XMP, in parts, than what is read (XMP specification, part 3, 1.1.3.1).
    xmp_extended: bool,
    icc: Option<Cow<'a, [u8]>>,
    /// Photoshop's image resources.
    photoshop: Vec<u8>,
    /// IPTC entries that stand by themselves.
    iptc: Option<Cow<'a, [u8]>>,
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

    fn push_unread(&mut self, unread: Unread) {
        if !self.unread.contains(&unread) {
            self.unread.push(unread);
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
    let mut exif = None;
    let (exif, blocks) = open(bytes, photo.format, &mut exif, &mut facts);
    if let Some(exif) = exif {
        exif::entries(exif, &mut facts);
    }
    let xmp = xmp::read(blocks.xmp.as_deref(), &mut facts);
    if let Some(xmp) = &xmp {
        xmp::entries(xmp, &mut facts);
    }
    if blocks.xmp_extended {
        facts.push_unread(Unread { source: Source::Xmp, why: Why::OverLimit });
    }
    let resources = photoshop::resources(&blocks.photoshop);
    let iptc = photoshop::iptc(&blocks, &resources, &mut facts);
    icc::read(blocks.icc.as_deref(), &mut facts);
    let mut programs: Vec<_> =
        iptc.program.map(|program| (Source::Iptc, "OriginatingProgram".to_owned(), program)).into_iter().collect();
    for (source, name, bytes) in &blocks.texts {
        let text = clean_bytes(bytes);
        if *source == Source::Comment || name == "Software" {
            programs.push((*source, name.clone(), text.text.clone()));
        }
        facts.push_entry(*source, name, text, *source == Source::PngText && name != "Software");
    }
    let mut signs = blocks.signs.clone();
    if resources.own {
        signs.insert(0, Sign::PhotoshopResources);
    }
    let copies = thumbnail::find(exif, xmp.as_ref(), &resources, &blocks);
    let said = Said {
        exif,
        xmp: xmp.as_ref(),
        programs,
        generated: generated::claims(xmp.as_ref(), exif, &blocks),
        parts: (!signs.is_empty()).then_some(Statement::EditorParts { signs }),
        thumbnails: thumbnail::examine(&copies, photo, &mut facts),
    };
    statements::add(said, photo, &mut facts);
    facts
}

/// The small copies of the picture that its file carries, in the order of [`FileFacts::thumbnails`].
#[must_use]
pub fn small_copies(bytes: &[u8], photo: &Photo) -> Vec<SmallCopy> {
    let mut facts = FileFacts::new(bytes.len(), photo.format);
    let mut exif = None;
    let (exif, blocks) = open(bytes, photo.format, &mut exif, &mut facts);
    let xmp = xmp::read(blocks.xmp.as_deref(), &mut facts);
    let found = thumbnail::find(exif, xmp.as_ref(), &photoshop::resources(&blocks.photoshop), &blocks);
    found.into_iter().filter_map(|(_, copy)| copy).collect()
}

/// Walks through the container; EXIF is kept in `slot`, for what a TIFF holds stands in its entries.
fn open<'a>(
    bytes: &'a [u8],
    format: Format,
    slot: &'a mut Option<::exif::Exif>,
    facts: &mut FileFacts,
) -> (Option<&'a ::exif::Exif>, Blocks<'a>) {
    if format == Format::Jpeg {
        let blocks = jpeg::examine(bytes, facts);
        *slot = exif::read(blocks.exif.as_deref(), bytes, format, facts);
        return (slot.as_ref(), blocks);
    }
    *slot = exif::read(None, bytes, format, facts);
    let exif = slot.as_ref();
    (exif, chunked::examine(bytes, format, exif, facts))
}

#[cfg(test)]
mod tests;
