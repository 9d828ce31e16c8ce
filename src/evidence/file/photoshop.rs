//! Photoshop's image resources (Adobe Photoshop File Formats, "Image Resource Blocks"), and the IPTC-IIM entries that stand
//! in one of them.

use super::text::clean_bytes;
use super::{Blocks, FileFacts, Source, Unread, Why};

/// Most resources that are looked at.
const MAX_RESOURCES: usize = 256;
/// Most IPTC data sets.
const MAX_DATA_SETS: usize = 256;

/// The resource of IPTC-IIM entries.
const IPTC: u16 = 0x0404;
/// A checksum of those, which other programs write along with them.
const IPTC_DIGEST: u16 = 0x0425;
/// The resource of a small copy.
const THUMBNAIL: u16 = 0x040c;
/// What stands in front of its JPEG: format, sizes, depths.
const THUMBNAIL_HEADER: usize = 28;

/// What the resources hold.
#[derive(Default)]
pub(super) struct Resources<'a> {
    /// IPTC-IIM data sets.
    pub iptc: Option<&'a [u8]>,
    /// A small copy, a JPEG.
    pub thumbnail: Option<&'a [u8]>,
    /// There are some that nobody but Photoshop and its like write.
    pub own: bool,
}

/// Reads the resources: signature, number, name padded to even, size, data padded to even.
pub(super) fn resources(mut bytes: &[u8]) -> Resources<'_> {
    let mut found = Resources::default();
    for _ in 0..MAX_RESOURCES {
        let Some(rest) = bytes.strip_prefix(b"8BIM") else { break };
        let [high, low, name, ..] = rest else { break };
        let number = u16::from_be_bytes([*high, *low]);
        let name = (usize::from(*name) + 2) & !1;
        let Some(&[a, b, c, d]) = rest.get(2 + name..6 + name) else { break };
        let size = u32::from_be_bytes([a, b, c, d]) as usize;
        let Some(data) = rest.get(6 + name..).and_then(|rest| rest.get(..size)) else { break };
        match number {
            IPTC => found.iptc = found.iptc.or(Some(data)),
            IPTC_DIGEST => {}
            THUMBNAIL => {
                found.thumbnail = found.thumbnail.or(data.get(THUMBNAIL_HEADER..));
                found.own = true;
            }
            _ => found.own = true,
        }
        bytes = rest.get(6 + name + size + size % 2..).unwrap_or_default();
    }
    found
}

/// An entry of IPTC-IIM (4.2, record 2): its number, its name, and whether it says nothing of people and places.
const DATA_SETS: [(u8, &str, bool); 23] = [
    (5, "ObjectName", false),
    (25, "Keywords", false),
    (40, "SpecialInstructions", false),
    (55, "DateCreated", true),
    (60, "TimeCreated", true),
    (62, "DigitalCreationDate", true),
    (63, "DigitalCreationTime", true),
    (65, "OriginatingProgram", true),
    (70, "ProgramVersion", true),
    (80, "By-line", false),
    (85, "By-lineTitle", false),
    (90, "City", false),
    (92, "Sub-location", false),
    (95, "Province-State", false),
    (100, "CountryCode", false),
    (101, "Country", false),
    (103, "TransmissionReference", false),
    (105, "Headline", false),
    (110, "Credit", false),
    (115, "Source", false),
    (116, "CopyrightNotice", false),
    (120, "Caption-Abstract", false),
    (122, "Writer-Editor", false),
];

/// Texts of IPTC that statements rest on.
#[derive(Default)]
pub(super) struct Iptc {
    /// `OriginatingProgram`.
    pub program: Option<String>,
}

/// Reads the entries of IPTC-IIM, wherever they stand; notes what is damaged.
pub(super) fn iptc(blocks: &Blocks<'_>, resources: &Resources<'_>, facts: &mut FileFacts) -> Iptc {
    let mut found = Iptc::default();
    let Some(mut bytes) = blocks.iptc.as_deref().or(resources.iptc) else { return found };
    for _ in 0..MAX_DATA_SETS {
        // A TIFF pads with zeros.
        let [0x1c, record, number, high, low, rest @ ..] = bytes else {
            if bytes.iter().any(|&byte| byte != 0) {
                facts.push_unread(Unread { source: Source::Iptc, why: Why::Damaged });
            }
            return found;
        };
        let length = u16::from_be_bytes([*high, *low]);
        let (Some(value), true) = (rest.get(..usize::from(length)), length < 0x8000) else {
            facts.push_unread(Unread { source: Source::Iptc, why: Why::Damaged });
            return found;
        };
        if let (2, Some((_, name, public))) = (*record, DATA_SETS.iter().find(|(known, ..)| known == number)) {
            let text = clean_bytes(value);
            if *name == "OriginatingProgram" {
                found.program = found.program.or(Some(text.text.clone()));
            }
            facts.push_entry(Source::Iptc, name, text, !public);
        }
        bytes = &rest[usize::from(length)..];
    }
    facts.push_unread(Unread { source: Source::Iptc, why: Why::OverLimit });
    found
}
