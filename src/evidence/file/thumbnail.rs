//! Small copies of the picture that its file carries: where they stand, and each set against the picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exif::{Exif, In, Tag};

use super::compare::{Gray, compare};
use super::photoshop::Resources;
use super::xmp::{THUMBNAILS, Value, Xmp};
use super::{Blocks, FileFacts, Fit, Source, Statement, Thumbnail, Unread, Why};
use crate::input::{Limits, Photo, read};

/// Most small copies that are looked at.
const MAX_THUMBNAILS: usize = 8;
/// What one may be: larger ones are pictures of their own.
const LIMITS: Limits =
    Limits { file_bytes: 4 << 20, pixels: 1 << 20, side: 2048, metadata_bytes: 1 << 20, memory_bytes: 64 << 20 };

/// Codings of JFIF's extension (JFIF 1.02): a JPEG, a palette of 256 colours, three bytes a pixel.
const JFXX_JPEG: u8 = 0x10;
const JFXX_PALETTE: u8 = 0x11;
const JFXX_RGB: u8 = 0x13;

/// Lists the small copies, compares them, and returns what is to be said of them.
pub(super) fn examine(
    exif: Option<&Exif>,
    xmp: Option<&Xmp>,
    resources: &Resources<'_>,
    blocks: &Blocks<'_>,
    photo: &Photo,
    facts: &mut FileFacts,
) -> Vec<Statement> {
    let mut found: Vec<(Source, Option<Small>)> = Vec::new();
    if let Some(bytes) = exif.and_then(in_exif) {
        found.push((Source::Exif, decoded(bytes)));
    }
    if let Some(data) = blocks.jfxx {
        found.push((Source::Jfif, in_jfxx(data)));
    }
    if let Some(bytes) = resources.thumbnail {
        found.push((Source::Photoshop, decoded(bytes)));
    }
    for item in xmp.and_then(|xmp| xmp.get(THUMBNAILS)).map(Value::items).unwrap_or_default().iter().take(MAX_THUMBNAILS) {
        let Some(text) = item.field("xmpGImg:image").and_then(Value::text) else { continue };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        found.push((Source::Xmp, STANDARD.decode(text).ok().and_then(|bytes| decoded(&bytes))));
    }
    found.truncate(MAX_THUMBNAILS);
    let mut statements = Vec::new();
    for (source, small) in found {
        let Some(Small { gray, bytes, quality }) = small else {
            facts.push_unread(Unread { source, why: Why::Damaged });
            continue;
        };
        let compared = compare(&gray, photo);
        if let Some(compared) = compared.as_ref().filter(|compared| compared.differs) {
            let thumbnail = facts.thumbnails.len();
            let [_, _, width, height] = compared.area.map(|side| side as f32);
            let (real_width, real_height) =
                crate::input::Orientation::new(compared.turned.into()).displayed_size(photo.width, photo.height);
            statements.push(match compared.fit {
                Fit::Whole | Fit::Bars => {
                    Statement::ThumbnailDiffers { thumbnail, difference: compared.difference, worst: compared.worst }
                }
                Fit::Middle | Fit::Squeezed => {
                    Statement::ThumbnailShape { thumbnail, stated: width / height, real: real_width as f32 / real_height as f32 }
                }
            });
        }
        facts.thumbnails.push(Thumbnail { source, width: gray.width, height: gray.height, bytes, quality, compared });
    }
    statements
}

/// A small copy, read.
struct Small {
    gray: Gray,
    bytes: usize,
    quality: Option<u8>,
}

fn decoded(bytes: &[u8]) -> Option<Small> {
    let photo = read(bytes, None, &LIMITS).ok()?;
    let quality = photo.jpeg.as_ref().and_then(|jpeg| jpeg.quality);
    Some(Small { gray: Gray::of(photo.width, photo.height, &photo.rgb), bytes: bytes.len(), quality })
}

/// The JPEG of the second directory.
fn in_exif(exif: &Exif) -> Option<&[u8]> {
    let number = |tag| Some(exif.get_field(tag, In::THUMBNAIL)?.value.get_uint(0)? as usize);
    let (at, length) = (number(Tag::JPEGInterchangeFormat)?, number(Tag::JPEGInterchangeFormatLength)?);
    exif.buf().get(at..at.checked_add(length)?)
}

fn in_jfxx(data: &[u8]) -> Option<Small> {
    let (coding, rest) = data.split_first()?;
    if *coding == JFXX_JPEG {
        return decoded(rest);
    }
    let [width, height, rest @ ..] = rest else { return None };
    let pixels = usize::from(*width) * usize::from(*height);
    let rgb: Vec<u8> = match *coding {
        JFXX_PALETTE => {
            let (palette, indices) = rest.split_at_checked(768)?;
            indices.get(..pixels)?.iter().flat_map(|&i| &palette[3 * usize::from(i)..][..3]).copied().collect()
        }
        JFXX_RGB => rest.get(..3 * pixels)?.to_vec(),
        _ => return None,
    };
    (pixels > 0).then(|| Small { gray: Gray::of((*width).into(), (*height).into(), &rgb), bytes: data.len(), quality: None })
}
