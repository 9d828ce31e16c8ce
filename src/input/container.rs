//! What a file's own structure says before anything is decoded, for the formats that are made of chunks or blocks.

use super::chunks::array;
use super::{Format, chunks};

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

impl Contents {
    fn add_metadata(&mut self, bytes: usize) {
        self.metadata_bytes = self.metadata_bytes.saturating_add(bytes);
    }
}

/// Walks over a file's structure; what does not fit ends the walk and is left to the decoder.
pub(super) fn survey(bytes: &[u8], format: Format) -> Contents {
    let mut contents = Contents::default();
    match format {
        Format::Jpeg => {}
        Format::Png => png(bytes, &mut contents),
        Format::WebP => webp(bytes, &mut contents),
        Format::Gif => gif(bytes, &mut contents),
        // The walk ends with nothing where the bytes do.
        Format::Tiff => drop(tiff(bytes, &mut contents)),
        Format::Bmp => drop(bmp(bytes, &mut contents)),
    }
    contents
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// A frame beyond the default picture has an `fdAT` chunk.
fn png(bytes: &[u8], contents: &mut Contents) {
    contents.claims.extend(be32(bytes, 16).zip(be32(bytes, 20)));
    for chunk in chunks::png(bytes) {
        match &chunk.name {
            b"fdAT" => contents.more_frames = true,
            b"eXIf" | b"iCCP" | b"tEXt" | b"zTXt" | b"iTXt" => contents.add_metadata(chunk.length),
            _ => {}
        }
    }
}

fn webp(bytes: &[u8], contents: &mut Contents) {
    let mut frames = 0;
    for chunk in chunks::webp(bytes) {
        match &chunk.name {
            b"ANMF" => {
                frames += 1;
                contents.more_frames = frames > 1;
            }
            b"EXIF" | b"XMP " | b"ICCP" => contents.add_metadata(chunk.length),
            // A lossy picture's own size, for which its decoder allocates before it compares it with the canvas.
            b"VP8 " if contents.claims.len() < 16 => {
                let side = |at| array(chunk.data, at).map(|b| u32::from(u16::from_le_bytes(b) & 0x3fff));
                contents.claims.extend(side(6).zip(side(8)));
            }
            _ => {}
        }
    }
}

/// Comments and applications' own blocks, such as XMP, are metadata.
fn gif(bytes: &[u8], contents: &mut Contents) {
    let mut pictures = 0;
    for block in chunks::gif(bytes) {
        match block.name {
            chunks::GIF_PICTURE => {
                pictures += 1;
                contents.more_frames = pictures > 1;
            }
            chunks::GIF_COMMENT | chunks::GIF_APPLICATION => contents.add_metadata(block.length),
            _ => {}
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
        let tag = |number| (0..entries).map(|i| directory + 2 + 12 * i).find(|&at| short(at) == Some(number));
        let reduced = tag(254).and_then(|at| long(at + 8)).is_some_and(|kind| kind & 1 == 1);
        // One without a width holds no picture: Content Credentials stand in one of their own.
        contents.more_frames |= !reduced && tag(256).is_some();
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
