//! Whether a file carries credentials, and how much of them: a walk over its segments, nothing is read.

use crate::evidence::file::text::clean_bytes;
use crate::input::Format;
use crate::input::chunks::{self, GIF_APPLICATION};
use crate::input::jpeg::Walk;

/// Most bytes of XMP that are searched for an address.
const MAX_XMP: usize = 1 << 20;
/// Most directories of a TIFF that are looked through.
const MAX_DIRECTORIES: usize = 64;

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
    match format {
        Format::Jpeg => _ = jpeg(bytes, &mut parts),
        Format::Png => png(bytes, &mut parts),
        Format::WebP => webp(bytes, &mut parts),
        Format::Gif => gif(bytes, &mut parts),
        Format::Tiff => _ = tiff(bytes, &mut parts),
        // Has no place for them.
        Format::Bmp => {}
    }
    let count = |part: &&[u8]| part.windows(4).filter(|name| name == b"jumb").count();
    let found = Found {
        bytes: parts.store.iter().map(|part| part.len()).sum(),
        boxes: parts.store.iter().map(count).sum(),
        remote: parts.xmp.and_then(address),
    };
    (found.bytes > 0 || found.remote.is_some()).then_some(found)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Ends with nothing where the bytes do. In APP11: `JP`, a number that is the same in all segments of a box, the segment's number, the box. That the box holds
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

fn png<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    for chunk in chunks::png(bytes) {
        match &chunk.name {
            b"caBX" => parts.store.push(chunk.data),
            b"iTXt" => parts.xmp = parts.xmp.or(chunk.data.strip_prefix(XMP_IN_PNG)),
            _ => {}
        }
    }
}

fn webp<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    for chunk in chunks::webp(bytes) {
        match &chunk.name {
            b"C2PA" => parts.store.push(chunk.data),
            b"XMP " => parts.xmp = parts.xmp.or(Some(chunk.data)),
            _ => {}
        }
    }
}

/// An application's block of its own, in sub-blocks of up to 255 bytes behind the one with its name.
fn gif<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    for block in chunks::gif(bytes).filter(|block| block.name == GIF_APPLICATION) {
        let Some((name, mut rest)) = block.data.split_at_checked(12) else { continue };
        if name[1..].starts_with(b"C2PA_GIF") {
            while let [length, behind @ ..] = rest {
                let (part, next) = behind.split_at(usize::from(*length).min(behind.len()));
                parts.store.push(part);
                rest = next;
            }
        } else if &name[1..] == b"XMP DataXMP" {
            // It stands there as it is; what ends it only looks like sub-blocks.
            parts.xmp = parts.xmp.or(Some(rest));
        }
    }
}

/// A tag of any directory, mostly of a last one that holds nothing else; ends with nothing.
fn tiff<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let big = bytes.starts_with(b"MM");
    let short = |at| array(bytes, at).map(|b| if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) });
    let long = |at| array(bytes, at).map(|b| if big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) });
    let mut directory = long(4)? as usize;
    // Directories may form a ring.
    for _ in 0..MAX_DIRECTORIES {
        let entries = usize::from(short(directory)?);
        for entry in 0..entries {
            let at = directory.checked_add(2 + 12 * entry)?;
            let data = || {
                let (length, begin) = (long(at + 4)? as usize, long(at + 8)? as usize);
                let data = bytes.get(begin..)?;
                Some(&data[..data.len().min(length)])
            };
            match short(at)? {
                0xcd41 if parts.store.is_empty() => parts.store.extend(data()),
                700 => parts.xmp = parts.xmp.or_else(data),
                _ => {}
            }
        }
        directory = long(directory.checked_add(2 + 12 * entries)?)? as usize;
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
