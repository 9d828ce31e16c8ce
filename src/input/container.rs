//! What a file's own structure says before anything is decoded, for the formats that are made of chunks or blocks.

use super::Format;

/// What a walk over a file's chunks found. JPEG is surveyed by its coefficient reader.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// There are frames or pages beyond the one that is read.
    pub more_frames: bool,
    /// Bytes of EXIF, XMP, colour profiles and text.
    pub metadata_bytes: usize,
    /// Widths and heights that decoders allocate for, or would refuse in words less plain than ours.
    pub claims: Vec<(u32, u32)>,
}

/// Walks over a file's structure; what does not fit ends the walk and is left to the decoder.
pub(super) fn survey(bytes: &[u8], format: Format) -> Contents {
    let mut contents = Contents::default();
    // Each walk ends with nothing where the bytes do.
    let _end = match format {
        Format::Jpeg => None,
        Format::Png => png(bytes, &mut contents),
        Format::WebP => webp(bytes, &mut contents),
        Format::Gif => gif(bytes, &mut contents),
        Format::Tiff => tiff(bytes, &mut contents),
        Format::Bmp => bmp(bytes, &mut contents),
    };
    contents
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// PNG 3rd edition, 5.3: length, type, data, checksum. A frame beyond the default picture has an `fdAT` chunk.
fn png(bytes: &[u8], contents: &mut Contents) -> Option<()> {
    contents.claims.push((be32(bytes, 16)?, be32(bytes, 20)?));
    let mut at = 8usize;
    loop {
        // Offsets may lie: one beyond the file ends the walk before anything is added to it.
        let chunk = bytes.get(at..)?;
        let length = be32(chunk, 0)? as usize;
        match &array::<4>(chunk, 4)? {
            b"fdAT" => contents.more_frames = true,
            b"eXIf" | b"iCCP" | b"tEXt" | b"zTXt" | b"iTXt" => {
                contents.metadata_bytes = contents.metadata_bytes.saturating_add(length);
            }
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(12)?;
    }
}

/// RFC 9649, 2.3 to 2.7: chunks of type, length, data padded to even; a frame's chunks stand inside its `ANMF`.
fn webp(bytes: &[u8], contents: &mut Contents) -> Option<()> {
    let (mut at, mut frames) = (12usize, 0);
    loop {
        let chunk = bytes.get(at..)?;
        let length = le32(chunk, 4)? as usize;
        match &array::<4>(chunk, 0)? {
            b"ANMF" => {
                frames += 1;
                contents.more_frames = frames > 1;
                at += 8 + 16;
                continue;
            }
            b"EXIF" | b"XMP " | b"ICCP" => contents.metadata_bytes = contents.metadata_bytes.saturating_add(length),
            // A lossy picture's own size, for which its decoder allocates before it compares it with the canvas.
            b"VP8 " if contents.claims.len() < 16 => {
                let side = |at| array(chunk, at).map(|b| u32::from(u16::from_le_bytes(b) & 0x3fff));
                contents.claims.push((side(14)?, side(16)?));
            }
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(8 + length % 2)?;
    }
}

/// GIF89a, 18 to 26: colour table, then extensions and pictures, each a chain of sub-blocks.
fn gif(bytes: &[u8], contents: &mut Contents) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3usize << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut pictures = 0;
    loop {
        let metadata = match *bytes.get(at)? {
            0x2c => {
                pictures += 1;
                contents.more_frames = pictures > 1;
                at += 11 + table(*bytes.get(at + 9)?);
                false
            }
            0x21 => {
                // Comments and applications' own blocks, such as XMP.
                let label = *bytes.get(at + 1)?;
                at += 2;
                label >= 0xfe
            }
            _ => return None,
        };
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if metadata {
                contents.metadata_bytes += length;
            }
            if length == 0 {
                break;
            }
        }
    }
}

/// TIFF 6.0, section 2: a chain of directories, one a page. Smaller copies of a page (tag 254, bit 0) do not count.
fn tiff(bytes: &[u8], contents: &mut Contents) -> Option<()> {
    let big = bytes.starts_with(b"MM");
    let short = |at| array(bytes, at).map(|b| if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) });
    let long = |at| if big { be32(bytes, at) } else { le32(bytes, at) };
    let next = |directory: usize| {
        let entries = usize::from(short(directory)?);
        Some((entries, long(directory.checked_add(2 + 12 * entries)?)? as usize))
    };
    let (_, mut directory) = next(long(4)? as usize)?;
    // Directories may form a ring.
    for _ in 0..64 {
        if directory == 0 {
            return None;
        }
        let (entries, following) = next(directory)?;
        let mut tags = (0..entries).map(|i| directory + 2 + 12 * i).filter(|&at| short(at) == Some(254));
        let reduced = tags.next().and_then(|at| long(at + 8)).is_some_and(|kind| kind & 1 == 1);
        contents.more_frames |= !reduced;
        directory = following;
    }
    None
}

/// The information header's width and height; a negative height means rows from the top.
fn bmp(bytes: &[u8], contents: &mut Contents) -> Option<()> {
    if le32(bytes, 14)? >= 40 {
        contents.claims.push((le32(bytes, 18)?, (le32(bytes, 22)? as i32).unsigned_abs()));
    }
    None
}
