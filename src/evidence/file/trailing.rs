//! What stands behind a picture's end.

use super::{LooksLike, Trailing};

/// How many bytes are looked at to tell text from anything else.
const TEXT_SAMPLE: usize = 4096;

/// What the rest of a file is; nothing where nothing is left.
pub(super) fn trailing(rest: &[u8], announced: bool) -> Option<Trailing> {
    (!rest.is_empty()).then(|| Trailing { bytes: rest.len(), looks_like: looks_like(rest), announced })
}

/// By the first bytes that are not zero: phones pad before what they append.
fn looks_like(rest: &[u8]) -> LooksLike {
    let Some(start) = rest.iter().position(|&b| b != 0) else { return LooksLike::Zeros };
    let at = |offset: usize, magic: &[u8]| rest[start..].get(offset..).is_some_and(|b| b.starts_with(magic));
    // The first box's length is in front of its name and begins with zeros.
    let box_name = |name: &[u8]| (start..start + 4).any(|i| rest.get(i + 1..).is_some_and(|b| b.starts_with(name)));
    let head = &rest[start..rest.len().min(start + TEXT_SAMPLE)];
    if at(0, &[0xff, 0xd8, 0xff]) {
        LooksLike::Jpeg
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        LooksLike::Png
    } else if at(0, b"PK\x03\x04") {
        LooksLike::Zip
    } else if at(0, b"Rar!\x1a\x07") || at(0, b"7z\xbc\xaf\x27\x1c") || at(0, b"\x1f\x8b\x08") {
        LooksLike::Archive
    } else if at(0, b"%PDF-") {
        LooksLike::Pdf
    } else if box_name(b"ftyp") || box_name(b"moov") {
        LooksLike::Video
    } else if rest.ends_with(b"SEFT") || at(0, b"SEFH") {
        LooksLike::Samsung
    } else if is_text(head) {
        LooksLike::Text
    } else {
        LooksLike::Unknown
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        Err(_) => return false,
    };
    text.len() >= 4 && text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace() || c == '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_told_by_its_first_bytes() {
        assert_eq!(trailing(b"", false), None);
        for (rest, looks) in [
            (b"\xff\xd8\xff\xe0".as_slice(), LooksLike::Jpeg),
            (b"\0\0\0\0\xff\xd8\xff\xe1", LooksLike::Jpeg),
            (b"PK\x03\x04..", LooksLike::Zip),
            (b"\0\0\0\x18ftypmp42", LooksLike::Video),
            (b"\0\0\0\0\0\0\0\x20ftypisom", LooksLike::Video),
            (b"\0\0\0", LooksLike::Zeros),
            (b"hello there\r\n", LooksLike::Text),
            ("größer".as_bytes(), LooksLike::Text),
            (b"\x01\x02\x03\x04", LooksLike::Unknown),
            (b"\xf0\x9f", LooksLike::Unknown),
            (b"\x89PNG\r\n\x1a\n", LooksLike::Png),
            (b"%PDF-1.7", LooksLike::Pdf),
            (b"Rar!\x1a\x07\x01", LooksLike::Archive),
            (b"\x01\x0aMotionPhoto_DataSEFHk\0SEFT", LooksLike::Samsung),
        ] {
            let found = trailing(rest, true).unwrap();
            assert_eq!((found.bytes, found.looks_like, found.announced), (rest.len(), looks, true), "{rest:?}");
        }
    }
}
