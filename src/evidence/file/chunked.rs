//! PNG, WebP, GIF and TIFF: their parts in order, and what those hold beside the picture.

use std::borrow::Cow;
use std::io::Read;

use exif::{Context, Exif, In, Tag, Value};
use flate2::read::ZlibDecoder;

use super::text::clean_bytes;
use super::trailing::trailing;
use super::{Blocks, FileFacts, Part, Source, Unread, Why};
use crate::input::Format;
use crate::input::chunks::{self, Chunk, GIF_APPLICATION, GIF_COMMENT, GIF_END, GIF_PICTURE};

/// Most bytes that a compressed profile or text may expand to.
const MAX_INFLATED: usize = 4 << 20;
/// Most texts that are kept.
const MAX_TEXTS: usize = 64;
/// The name of XMP among a PNG's texts.
const PNG_XMP: &[u8] = b"XML:com.adobe.xmp";
/// An application's eleven letters in a GIF, behind the length of their sub-block.
const GIF_NAME: std::ops::Range<usize> = 1..12;
/// What follows an XMP packet in a GIF: bytes that lead any reader of sub-blocks to the end.
const GIF_XMP_END: &[u8] = &[0x01, 0xff, 0xfe];

/// Tags of a TIFF that hold other kinds of metadata.
const TIFF_XMP: u16 = 700;
const TIFF_IPTC: u16 = 33_723;
const TIFF_PHOTOSHOP: u16 = 34_377;
const TIFF_ICC: u16 = 34_675;
/// All of them.
pub(super) const TIFF_BLOCKS: [u16; 4] = [TIFF_XMP, TIFF_IPTC, TIFF_PHOTOSHOP, TIFF_ICC];

/// Fills in the file's parts and hands over what they hold. Of a TIFF, `exif` has what is wanted.
pub(super) fn examine<'a>(bytes: &'a [u8], format: Format, exif: Option<&'a Exif>, facts: &mut FileFacts) -> Blocks<'a> {
    let mut blocks = Blocks::default();
    match format {
        Format::Png => png(bytes, facts, &mut blocks),
        Format::WebP => webp(bytes, facts, &mut blocks),
        Format::Gif => gif(bytes, facts, &mut blocks),
        Format::Tiff => tiff(exif, &mut blocks),
        Format::Jpeg | Format::Bmp => {}
    }
    blocks
}

fn part(name: &str, holds: Option<String>, chunk: &Chunk<'_>) -> Part {
    Part { name: name.to_owned(), holds, offset: chunk.offset, bytes: chunk.length }
}

/// A chunk's name, as far as its letters can be shown.
fn letters(name: &[u8]) -> String {
    clean_bytes(name).text
}

fn png<'a>(bytes: &'a [u8], facts: &mut FileFacts, blocks: &mut Blocks<'a>) {
    for chunk in chunks::png(bytes) {
        let mut holds = None;
        match &chunk.name {
            b"iCCP" => {
                let found = split(chunk.data).and_then(|(_, rest)| inflate(rest.get(1..)?, Source::Icc, facts));
                blocks.icc = blocks.icc.take().or(found.map(Cow::Owned));
            }
            b"tEXt" | b"zTXt" | b"iTXt" => {
                if let Some((name, text)) = png_text(&chunk, facts) {
                    holds = Some(clean_bytes(name).text);
                    if name == PNG_XMP {
                        blocks.xmp = blocks.xmp.take().or(Some(text));
                    } else if blocks.texts.len() < MAX_TEXTS {
                        blocks.texts.push((Source::PngText, clean_bytes(name).text, text));
                    }
                }
            }
            b"caBX" => holds = Some("JUMBF".to_owned()),
            _ => {}
        }
        facts.push_part(part(&letters(&chunk.name), holds, &chunk));
        if &chunk.name == b"IEND" {
            facts.trailing = trailing(bytes.get(chunk.end..).unwrap_or_default(), false);
            return;
        }
    }
}

/// What stands before and behind the first zero.
fn split(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = data.iter().position(|&byte| byte == 0)?;
    Some((&data[..at], &data[at + 1..]))
}

/// Keyword and text of the three kinds (PNG 3rd edition, 11.3.3).
fn png_text<'a>(chunk: &Chunk<'a>, facts: &mut FileFacts) -> Option<(&'a [u8], Cow<'a, [u8]>)> {
    let (name, rest) = split(chunk.data)?;
    let source = if name == PNG_XMP { Source::Xmp } else { Source::PngText };
    let text = match (&chunk.name, rest) {
        (b"zTXt", [0, text @ ..]) => Cow::Owned(inflate(text, source, facts)?),
        (b"iTXt", [compressed, _, rest @ ..]) => {
            let (_, rest) = split(rest)?;
            let (_, text) = split(rest)?;
            if *compressed == 0 { Cow::Borrowed(text) } else { Cow::Owned(inflate(text, source, facts)?) }
        }
        (b"tEXt", text) => Cow::Borrowed(text),
        _ => return None,
    };
    Some((name, text))
}

/// Notes what cannot be expanded, and what expands to more than anything ordinary.
fn inflate(data: &[u8], source: Source, facts: &mut FileFacts) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let why = match ZlibDecoder::new(data).take(MAX_INFLATED as u64 + 1).read_to_end(&mut out) {
        Ok(_) if out.len() <= MAX_INFLATED => return Some(out),
        Ok(_) => Why::OverLimit,
        Err(_) => Why::Damaged,
    };
    facts.push_unread(Unread { source, why });
    None
}

fn webp<'a>(bytes: &'a [u8], facts: &mut FileFacts, blocks: &mut Blocks<'a>) {
    // The whole has a length of its own; what stands behind that is no part of it.
    let stated = bytes.get(4..8).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let end = stated.saturating_add(8).min(bytes.len());
    for chunk in chunks::webp(&bytes[..end]) {
        match &chunk.name {
            b"XMP " => blocks.xmp = blocks.xmp.take().or(Some(Cow::Borrowed(chunk.data))),
            b"ICCP" => blocks.icc = blocks.icc.take().or(Some(Cow::Borrowed(chunk.data))),
            _ => {}
        }
        let holds = (&chunk.name == b"C2PA").then(|| "JUMBF".to_owned());
        facts.push_part(part(letters(&chunk.name).trim_end(), holds, &chunk));
    }
    facts.trailing = trailing(&bytes[end..], false);
}

fn gif<'a>(bytes: &'a [u8], facts: &mut FileFacts, blocks: &mut Blocks<'a>) {
    for block in chunks::gif(bytes) {
        let (name, holds) = match block.name {
            GIF_PICTURE => ("Image", None),
            GIF_COMMENT => {
                if blocks.texts.len() < MAX_TEXTS {
                    blocks.texts.push((Source::Comment, "Comment".to_owned(), Cow::Owned(sub_blocks(block.data))));
                }
                ("Comment", None)
            }
            GIF_APPLICATION => {
                let id = block.data.get(GIF_NAME).unwrap_or_default();
                let rest = block.data.get(GIF_NAME.end..).unwrap_or_default();
                if id == b"XMP DataXMP" && blocks.xmp.is_none() {
                    let end = rest.windows(GIF_XMP_END.len()).position(|part| part == GIF_XMP_END).unwrap_or(rest.len());
                    blocks.xmp = Some(Cow::Borrowed(&rest[..end]));
                } else if id == b"ICCRGBG1012" && blocks.icc.is_none() {
                    blocks.icc = Some(Cow::Owned(sub_blocks(rest)));
                }
                ("Application", Some(clean_bytes(id).text))
            }
            GIF_END => {
                facts.trailing = trailing(&bytes[block.end..], false);
                ("Trailer", None)
            }
            [_, 0xf9, ..] => ("Graphic Control", None),
            [_, 0x01, ..] => ("Plain Text", None),
            _ => ("Extension", None),
        };
        facts.push_part(part(name, holds, &block));
    }
}

/// The data of sub-blocks, without their lengths.
fn sub_blocks(mut data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let [length, rest @ ..] = data {
        let length = usize::from(*length).min(rest.len());
        out.extend_from_slice(&rest[..length]);
        data = &rest[length..];
    }
    out
}

/// Of the first directory.
fn tiff<'a>(exif: Option<&'a Exif>, blocks: &mut Blocks<'a>) {
    let Some(exif) = exif else { return };
    let block = |number| match &exif.get_field(Tag(Context::Tiff, number), In::PRIMARY)?.value {
        Value::Byte(bytes) | Value::Undefined(bytes, _) => Some(Cow::Borrowed(bytes.as_slice())),
        // IPTC entries are often written as numbers of 32 bits.
        Value::Long(numbers) if exif.little_endian() => Some(numbers.iter().flat_map(|n| n.to_le_bytes()).collect()),
        Value::Long(numbers) => Some(numbers.iter().flat_map(|n| n.to_be_bytes()).collect()),
        _ => None,
    };
    blocks.xmp = block(TIFF_XMP);
    blocks.icc = block(TIFF_ICC);
    blocks.iptc = block(TIFF_IPTC);
    blocks.photoshop = block(TIFF_PHOTOSHOP).map(Cow::into_owned).unwrap_or_default();
}
