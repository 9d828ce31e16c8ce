//! Whether a file carries credentials, and how much of them: a walk over its segments, nothing is read.

use crate::evidence::file::text::clean_bytes;
use crate::input::Format;
use crate::input::jpeg::Walk;

/// Most bytes of XMP that are searched for an address.
const MAX_XMP: usize = 1 << 20;
/// Most entries of a TIFF's directory that are looked at.
const MAX_ENTRIES: usize = 4096;

const XMP_IN_JPEG: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const XMP_IN_PNG: &[u8] = b"XML:com.adobe.xmp\0";
/// Where XMP says that credentials are kept.
const ADDRESS: &[u8] = b"dcterms:provenance";

/// What a file holds of credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Bytes of credentials in the file.
    pub bytes: usize,
    /// Boxes in them, at most.
    pub boxes: usize,
    /// The address (http or https) at which the file says that they are kept.
    pub remote: Option<String>,
}

/// Parts of a file that credentials may be in.
#[derive(Default)]
struct Parts<'a> {
    store: Vec<&'a [u8]>,
    xmp: Option<&'a [u8]>,
}

/// Looks for credentials (C2PA 2.2, appendix A.3), in the file or elsewhere. None: the file has none.
#[must_use]
pub fn find(bytes: &[u8], format: Format) -> Option<Found> {
    let mut parts = Parts::default();
    // Each walk ends with nothing where the bytes do.
    let _end = match format {
        Format::Jpeg => jpeg(bytes, &mut parts),
        Format::Png => png(bytes, &mut parts),
        Format::WebP => webp(bytes, &mut parts),
        Format::Gif => gif(bytes, &mut parts),
        Format::Tiff => tiff(bytes, &mut parts),
        // Has no place for them.
        Format::Bmp => None,
    };
    let count = |part: &&[u8]| part.windows(4).filter(|name| name == b"jumb").count();
    let found = Found {
        bytes: parts.store.iter().map(|part| part.len()).sum(),
        boxes: parts.store.iter().map(|part| count(part)).sum(),
        remote: parts.xmp.and_then(address),
    };
    (found.bytes > 0 || found.remote.is_some()).then_some(found)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// In APP11: `JP`, a number that is the same in all segments of a box, the segment's number, the box. That the box holds
/// credentials stands in the first segment alone.
fn jpeg<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let mut walk = Walk::new(bytes);
    let mut number = None;
    loop {
        let marker = walk.next_marker()?;
        if Walk::stands_alone(marker) {
            continue;
        }
        if marker == 0xd9 {
            return None;
        }
        let payload = walk.payload()?;
        match marker {
            0xeb if payload.starts_with(b"JP") => {
                let segment = array::<2>(payload, 2);
                if payload.get(24..28) == Some(b"c2pa") {
                    number = segment;
                }
                if number.is_some() && segment == number {
                    parts.store.push(payload.get(8..)?);
                }
            }
            0xe1 => parts.xmp = parts.xmp.or(payload.strip_prefix(XMP_IN_JPEG)),
            _ => {}
        }
    }
}

/// Chunks of length, name, data and checksum.
fn png<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let mut at = 8usize;
    loop {
        let length = u32::from_be_bytes(array(bytes, at)?) as usize;
        let data = bytes.get(at.checked_add(8)?..)?;
        let data = &data[..data.len().min(length)];
        match &array::<4>(bytes, at + 4)? {
            b"caBX" => parts.store.push(data),
            b"iTXt" => parts.xmp = parts.xmp.or(data.strip_prefix(XMP_IN_PNG)),
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(12)?;
    }
}

/// Chunks of name, length and data, padded to even.
fn webp<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let mut at = 12usize;
    loop {
        let length = u32::from_le_bytes(array(bytes, at.checked_add(4)?)?) as usize;
        let data = bytes.get(at + 8..)?;
        let data = &data[..data.len().min(length)];
        match &array::<4>(bytes, at)? {
            b"C2PA" => parts.store.push(data),
            b"XMP " => parts.xmp = parts.xmp.or(Some(data)),
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(8 + length % 2)?;
    }
}

/// An application's extension of its own, in sub-blocks of up to 255 bytes.
fn gif<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3usize << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        let application = match *bytes.get(at)? {
            0x2c => {
                at += 11 + table(*bytes.get(at + 9)?);
                None
            }
            0x21 => {
                let name = bytes.get(at + 3..at + 14).filter(|_| bytes.get(at + 1..at + 3) == Some(&[0xff, 11]));
                at += if name.is_some() { 14 } else { 2 };
                name
            }
            _ => return None,
        };
        let begun = at;
        loop {
            let length = usize::from(*bytes.get(at)?);
            if application.is_some_and(|name| name.starts_with(b"C2PA_GIF")) {
                parts.store.push(bytes.get(at + 1..at + 1 + length)?);
            }
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        // XMP stands there as it is; what ends it only looks like sub-blocks.
        if application == Some(b"XMP DataXMP") {
            parts.xmp = parts.xmp.or(bytes.get(begun..at));
        }
    }
}

/// A tag of the first directory.
fn tiff<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let big = bytes.starts_with(b"MM");
    let short = |at| array(bytes, at).map(|b| if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) });
    let long = |at| array(bytes, at).map(|b| if big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) });
    let directory = long(4)? as usize;
    for entry in 0..usize::from(short(directory)?).min(MAX_ENTRIES) {
        let at = directory.checked_add(2 + 12 * entry)?;
        let tag = short(at)?;
        let data = || {
            let (length, begin) = (long(at + 4)? as usize, long(at + 8)? as usize);
            let data = bytes.get(begin..)?;
            Some(&data[..data.len().min(length)])
        };
        match tag {
            0xcd41 => parts.store.extend(data()),
            700 => parts.xmp = parts.xmp.or_else(data),
            _ => {}
        }
    }
    None
}

/// The address in XMP, as an attribute or an element.
fn address(xmp: &[u8]) -> Option<String> {
    let xmp = &xmp[..xmp.len().min(MAX_XMP)];
    let at = xmp.windows(ADDRESS.len()).position(|name| name == ADDRESS)?;
    let behind = &xmp[at + ADDRESS.len()..];
    let value = behind.split(|byte| matches!(byte, b'"' | b'\'' | b'<' | b'>')).nth(1)?;
    let text = clean_bytes(value).text.replace("&amp;", "&");
    (text.starts_with("https://") || text.starts_with("http://")).then_some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn addresses_are_read_from_xmp_in_both_forms() {
        for xmp in [
            r#"<rdf:Description dcterms:provenance="https://a.example/b?c=1&amp;d=2"/>"#,
            r"<rdf:Description dcterms:provenance = 'https://a.example/b?c=1&amp;d=2'/>",
            "<dcterms:provenance>https://a.example/b?c=1&amp;d=2</dcterms:provenance>",
        ] {
            assert_eq!(address(xmp.as_bytes()).as_deref(), Some("https://a.example/b?c=1&d=2"), "{xmp}");
        }
        for xmp in ["", "dcterms:provenance", "dcterms:provenance=\"self#jumbf=c2pa/x\"", "dcterms:provenance=\"javascript:x\""] {
            assert_eq!(address(xmp.as_bytes()), None, "{xmp}");
        }
    }

    #[test]
    fn a_walk_ends_whatever_the_bytes_say() {
        let mut bytes = [0xffu8; 64];
        for (head, format) in [
            (b"\xff\xd8\xff\xeb\xff\xff".as_slice(), Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffcaBX", Format::Png),
            (b"RIFF\xff\xff\xff\xffWEBPC2PA\xff\xff\xff\xff", Format::WebP),
            (b"GIF89a\x01\0\x01\0\0\0\0\x21\xff\x0bC2PA_GIF\x01\0\0\xff", Format::Gif),
            (b"II\x2a\0\x08\0\0\0\xff\xff\x41\xcd\x07\0\xff\xff\xff\xff\x08\0\0\0", Format::Tiff),
            (b"BM", Format::Bmp),
        ] {
            bytes[..head.len()].copy_from_slice(head);
            let _ = find(&bytes, format);
            for end in 0..head.len() {
                let _ = find(&head[..end], format);
            }
        }
    }
}
