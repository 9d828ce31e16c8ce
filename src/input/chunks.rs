//! The chunks and blocks that files are made of, in their order. Every length may lie.

use std::iter;

/// A chunk of a PNG or RIFF file, or a block of a GIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Its name; of a GIF's blocks the introducer and label.
    pub name: [u8; 4],
    /// Where it begins in the file, bytes.
    pub offset: usize,
    /// How long its data are said to be, bytes.
    pub length: usize,
    /// Its data, as far as they are there.
    pub data: &'a [u8],
    /// Where what follows begins, if that is inside of the file.
    pub end: usize,
}

/// Bytes at a place, if they are there.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Data of a stated length, and as much of them as is there.
fn data(bytes: &[u8], at: usize, length: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    &rest[..rest.len().min(length)]
}

/// A PNG's chunks (3rd edition, 5.3): length, type, data, checksum.
pub fn png(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = 8usize;
    iter::from_fn(move || {
        let offset = at;
        let length = u32::from_be_bytes(array(bytes, offset)?) as usize;
        let name = array(bytes, offset + 4)?;
        // One that is said to reach beyond every file is the last.
        at = offset.saturating_add(length).saturating_add(12);
        Some(Chunk { name, offset, length, data: data(bytes, offset + 8, length), end: at })
    })
}

/// A WebP's chunks (RFC 9649, 2.3 to 2.7): type, length, data padded to even. After a frame's header (`ANMF`) the chunks
/// inside of it follow like others.
pub fn webp(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = 12usize;
    iter::from_fn(move || {
        let offset = at;
        let name = array(bytes, offset)?;
        let length = u32::from_le_bytes(array(bytes, offset + 4)?) as usize;
        let inside = if &name == b"ANMF" { 16 } else { length.saturating_add(length % 2) };
        at = offset.saturating_add(inside).saturating_add(8);
        Some(Chunk { name, offset, length, data: data(bytes, offset + 8, length), end: at })
    })
}

/// A GIF's picture descriptor: its name among [`gif`]'s blocks.
pub const GIF_PICTURE: [u8; 4] = [0x2c, 0, 0, 0];
/// The same of a comment.
pub const GIF_COMMENT: [u8; 4] = [0x21, 0xfe, 0, 0];
/// The same of an application's block.
pub const GIF_APPLICATION: [u8; 4] = [0x21, 0xff, 0, 0];
/// The same of the end.
pub const GIF_END: [u8; 4] = [0x3b, 0, 0, 0];

/// A GIF's blocks (GIF89a, 18 to 27): pictures with their sub-blocks, extensions, the end. `data` are sub-blocks with their
/// lengths in between, `length` is the sum of those lengths.
pub fn gif(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3usize << ((flags & 7) + 1) } else { 0 };
    let mut at = bytes.get(10).map(|&flags| 13 + table(flags));
    iter::from_fn(move || {
        let offset = at.take()?;
        let (name, start) = match *bytes.get(offset)? {
            0x3b => {
                let data = &bytes[offset + 1..offset + 1];
                return Some(Chunk { name: GIF_END, offset, length: 0, data, end: offset + 1 });
            }
            0x2c => (GIF_PICTURE, offset + 11 + table(*bytes.get(offset + 9)?)),
            0x21 => ([0x21, *bytes.get(offset + 1)?, 0, 0], offset + 2),
            _ => return None,
        };
        let (mut end, mut sum) = (start, 0);
        loop {
            let length = usize::from(*bytes.get(end)?);
            end += 1 + length;
            sum += length;
            if length == 0 {
                break;
            }
        }
        at = Some(end);
        Some(Chunk { name, offset, length: sum, data: data(bytes, start, end - start), end })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn lengths_that_lie_end_the_walk() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x02abcdxy\0\0\0\0\xff\xff\xff\xffefgh".to_vec();
        let found: Vec<_> = png(&bytes).map(|chunk| (chunk.name, chunk.offset, chunk.length, chunk.data.len())).collect();
        assert_eq!(found, [(*b"abcd", 8, 2, 2), (*b"efgh", 22, 0xffff_ffff, 0)]);
        bytes.truncate(13);
        assert_eq!(png(&bytes).count(), 0);
        let riff = b"RIFF\0\0\0\0WEBPVP8X\x03\0\0\0abc\0EXIF\x09\0\0\0x";
        let found: Vec<_> = webp(riff).map(|chunk| (chunk.name, chunk.data)).collect();
        assert_eq!(found, [(*b"VP8X", &b"abc"[..]), (*b"EXIF", b"x")]);
    }

    #[test]
    fn a_gif_is_walked_to_its_end_and_not_beyond() {
        let mut file = b"GIF89a\x01\0\x01\0\x80\0\0......".to_vec();
        file.extend(b"\x21\xfe\x02hi\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3bjunk");
        let found: Vec<_> = gif(&file).map(|block| (block.name, block.length)).collect();
        assert_eq!(found, [(GIF_COMMENT, 2), (GIF_PICTURE, 2), (GIF_END, 0)]);
        assert_eq!(&file[gif(&file).last().unwrap().end..], b"junk");
    }
}
