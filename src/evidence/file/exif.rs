//! EXIF (CIPA DC-008), read by `kamadak-exif`: entries in words, and which of them are nobody else's business.

use std::io::Cursor;

use exif::{Context, Exif, Field, In, Reader, Tag, Value};

use super::chunked::TIFF_BLOCKS;
use super::text::{Clean, clean_bytes};
use super::{FileFacts, Source, Unread, Why};
use crate::input::Format;

/// Most bytes of a block of EXIF: a JPEG's segment holds 64 KiB, and other containers little more in practice.
const MAX_BYTES: usize = 1 << 20;
/// Most numbers of a value that are written out.
const MAX_NUMBERS: usize = 16;
/// Who made the picture, and with which very device.
const PRIVATE: [Tag; 9] = [
    Tag::Artist,
    Tag::Copyright,
    Tag::CameraOwnerName,
    Tag::BodySerialNumber,
    Tag::LensSerialNumber,
    Tag::ImageUniqueID,
    Tag::UserComment,
    Tag::ImageDescription,
    Tag::MakerNote,
];

/// Reads the block of a JPEG, or what a PNG, WebP or TIFF holds; notes what is there and cannot be read.
pub(super) fn read(block: Option<&[u8]>, file: &[u8], format: Format, facts: &mut FileFacts) -> Option<Exif> {
    let reader = || {
        let mut reader = Reader::new();
        reader.continue_on_error(true);
        reader
    };
    let found = match (block, format) {
        (Some(block), _) if block.len() > MAX_BYTES => {
            facts.push_unread(Unread { source: Source::Exif, why: Why::OverLimit });
            return None;
        }
        (Some(block), _) => reader().read_raw(block.to_vec()),
        (None, Format::Png | Format::WebP | Format::Tiff) => reader().read_from_container(&mut Cursor::new(file)),
        (None, _) => return None,
    };
    match found {
        Ok(exif) => Some(exif),
        Err(exif::Error::PartialResult(partial)) => {
            facts.push_unread(Unread { source: Source::Exif, why: Why::Damaged });
            Some(partial.into_inner().0)
        }
        Err(exif::Error::NotFound(_)) => None,
        Err(_) => {
            facts.push_unread(Unread { source: Source::Exif, why: Why::Damaged });
            None
        }
    }
}

/// Puts the entries into words. What describes the small copy, and what only its maker can read, is left out.
pub(super) fn entries(exif: &Exif, facts: &mut FileFacts) {
    for field in exif.fields().filter(|field| field.ifd_num == In::PRIMARY && !hidden(field.tag)) {
        let gps = field.tag.context() == Context::Gps;
        let source = if gps { Source::Gps } else { Source::Exif };
        facts.push_entry(source, &field.tag.to_string(), words(field), gps || PRIVATE.contains(&field.tag));
    }
}

/// What only its maker can read, and what is read elsewhere.
fn hidden(tag: Tag) -> bool {
    tag == Tag::MakerNote || (tag.context() == Context::Tiff && TIFF_BLOCKS.contains(&tag.number()))
}

fn words(field: &Field) -> Clean {
    match &field.value {
        Value::Ascii(lines) => clean_bytes(&lines.join(&b' ')),
        Value::Undefined(bytes, _) if bytes.len() > MAX_NUMBERS => clean_bytes(format!("{} bytes", bytes.len()).as_bytes()),
        Value::Byte(bytes) if bytes.len() > MAX_NUMBERS => clean_bytes(format!("{} bytes", bytes.len()).as_bytes()),
        value if count(value) > MAX_NUMBERS => clean_bytes(format!("{} numbers", count(value)).as_bytes()),
        _ => clean_bytes(field.display_value().to_string().as_bytes()),
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Short(v) => v.len(),
        Value::Long(v) => v.len(),
        Value::Rational(v) => v.len(),
        Value::SByte(v) => v.len(),
        Value::SShort(v) => v.len(),
        Value::SLong(v) => v.len(),
        Value::SRational(v) => v.len(),
        Value::Float(v) => v.len(),
        Value::Double(v) => v.len(),
        _ => 0,
    }
}

/// The text of an entry.
pub(super) fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => Some(clean_bytes(lines.first()?).text).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The number of an entry.
pub(super) fn number(exif: &Exif, tag: Tag) -> Option<u32> {
    exif.get_field(tag, In::PRIMARY)?.value.get_uint(0)
}
