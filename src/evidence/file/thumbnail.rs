//! Small copies of the picture that its file carries: where they stand, and each set against the picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exif::{Exif, In, Tag};

use super::compare::{Gray, compare};
use super::photoshop::Resources;
use super::xmp::{THUMBNAILS, Value, Xmp};
use super::{Blocks, Comparison, FileFacts, Fit, Source, Statement, Thumbnail, Unread, Why};
use crate::input::{Limits, Orientation, Photo, read};

/// Most small copies that are looked at.
const MAX_THUMBNAILS: usize = 8;
/// What one may be: larger ones are pictures of their own.
const LIMITS: Limits =
    Limits { file_bytes: 4 << 20, pixels: 1 << 20, side: 2048, metadata_bytes: 1 << 20, memory_bytes: 64 << 20 };

/// Codings of JFIF's extension (JFIF 1.02): a JPEG, a palette of 256 colours, three bytes a pixel.
const JFXX_JPEG: u8 = 0x10;
const JFXX_PALETTE: u8 = 0x11;
const JFXX_RGB: u8 = 0x13;

/// A small copy, read.
#[derive(Clone, Debug)]
pub struct SmallCopy {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Interleaved RGB8, as it is stored.
    pub rgb: Vec<u8>,
    /// Its size in the file, bytes.
    pub bytes: usize,
    /// Its quality on the Independent JPEG Group's scale, if it is a JPEG.
    pub quality: Option<u8>,
}

/// Where small copies stand; nothing for one that cannot be read.
pub(super) fn find(
    exif: Option<&Exif>,
    xmp: Option<&Xmp>,
    resources: &Resources<'_>,
    blocks: &Blocks<'_>,
) -> Vec<(Source, Option<SmallCopy>)> {
    let mut found = Vec::new();
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
    found
}

/// Lists the small copies, compares them, and returns what is to be said of them.
pub(super) fn examine(copies: &[(Source, Option<SmallCopy>)], photo: &Photo, facts: &mut FileFacts) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (source, copy) in copies {
        let Some(SmallCopy { width, height, rgb, bytes, quality }) = copy else {
            facts.push_unread(Unread { source: *source, why: Why::Damaged });
            continue;
        };
        let compared = compare(&Gray::of(*width, *height, rgb), photo);
        statements.extend(compared.as_ref().and_then(|compared| said(facts.thumbnails.len(), compared, photo)));
        let (source, width, height, bytes, quality) = (*source, *width, *height, *bytes, *quality);
        facts.thumbnails.push(Thumbnail { source, width, height, bytes, quality, compared });
    }
    statements
}

fn said(thumbnail: usize, compared: &Comparison, photo: &Photo) -> Option<Statement> {
    if !compared.differs {
        return None;
    }
    let (difference, worst) = (compared.difference, compared.worst);
    Some(match compared.fit {
        Fit::Whole | Fit::Bars => Statement::ThumbnailDiffers { thumbnail, difference, worst },
        Fit::Middle | Fit::Squeezed => {
            let [.., width, height] = compared.area;
            let real = Orientation::new(compared.turned.into()).displayed_size(photo.width, photo.height);
            Statement::ThumbnailShape { thumbnail, stated: width as f32 / height as f32, real: real.0 as f32 / real.1 as f32 }
        }
    })
}

fn decoded(bytes: &[u8]) -> Option<SmallCopy> {
    let photo = read(bytes, None, &LIMITS).ok()?;
    let quality = photo.jpeg.as_ref().and_then(|jpeg| jpeg.quality);
    Some(SmallCopy { width: photo.width, height: photo.height, rgb: photo.rgb, bytes: bytes.len(), quality })
}

/// The JPEG of the second directory.
fn in_exif(exif: &Exif) -> Option<&[u8]> {
    let number = |tag| Some(exif.get_field(tag, In::THUMBNAIL)?.value.get_uint(0)? as usize);
    let (at, length) = (number(Tag::JPEGInterchangeFormat)?, number(Tag::JPEGInterchangeFormatLength)?);
    exif.buf().get(at..at.checked_add(length)?)
}

fn in_jfxx(data: &[u8]) -> Option<SmallCopy> {
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
    let (width, height) = ((*width).into(), (*height).into());
    (pixels > 0).then_some(SmallCopy { width, height, rgb, bytes: data.len(), quality: None })
}
