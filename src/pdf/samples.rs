//! A picture's stream as a file: a JPEG as it is, samples as a PNG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::Unread;
use super::colour::{Colours, Decode};
use crate::input::Limits;

/// Bytes behind the samples that a stream may hold: writers end it with a line feed or fill it up.
const SLACK: usize = 4096;

/// A whole number of a dictionary.
pub(super) fn whole(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<i64> {
    document.dereference(dictionary.get(key).ok()?).ok()?.1.as_i64().ok()
}

/// Whether a picture is a JPEG once what is wrapped around it is taken off.
pub(super) fn is_jpeg(stream: &Stream) -> bool {
    stream.filters().is_ok_and(|filters| filters.last() == Some(&b"DCTDecode".as_slice()))
}

/// Codings of the standard that are not read here.
fn foreign(filter: &[u8]) -> Option<&'static str> {
    match filter {
        b"JPXDecode" => Some("JPEG 2000"),
        b"JBIG2Decode" => Some("JBIG2"),
        b"CCITTFaxDecode" => Some("a fax (CCITT)"),
        _ => None,
    }
}

/// The file of the picture with this number.
pub(super) fn take(document: &Document, id: ObjectId, limits: &Limits) -> Result<Vec<u8>, Unread> {
    let stream = document.get_object(id).and_then(Object::as_stream).map_err(|_| Unread::Damaged)?;
    let side = |key| whole(document, &stream.dict, key).and_then(|side| u32::try_from(side).ok()).ok_or(Unread::Damaged);
    let (width, height) = (side(b"Width".as_slice())?, side(b"Height")?);
    limits.check(width, height).map_err(|_| Unread::TooLarge)?;
    if is_jpeg(stream) { jpeg(stream, limits) } else { png(document, stream, width, height) }
}

fn jpeg(stream: &Stream, limits: &Limits) -> Result<Vec<u8>, Unread> {
    let around = stream.filters().map_err(|_| Unread::Damaged)?.len() - 1;
    // The same stream without its last filter, whose parameters stand at the same place.
    let mut wrapped = Stream::new(Dictionary::new(), stream.content.clone());
    for key in ["Filter", "DecodeParms"] {
        if let Ok(Object::Array(all)) = stream.dict.get(key.as_bytes()) {
            wrapped.dict.set(key, all[..all.len().min(around)].to_vec());
        }
    }
    let bytes = wrapped.get_plain_content_with_limit(limits.file_bytes).map_err(|_| Unread::Damaged)?;
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) { Ok(bytes) } else { Err(Unread::Damaged) }
}

fn png(document: &Document, stream: &Stream, width: u32, height: u32) -> Result<Vec<u8>, Unread> {
    // Without filters there are none to name.
    if let Some(name) = stream.filters().ok().and_then(|filters| filters.into_iter().find_map(foreign)) {
        return Err(Unread::Coding(name));
    }
    let colours = Colours::read(document, stream.dict.get(b"ColorSpace").map_err(|_| Unread::Colours)?)?;
    let bits = match whole(document, &stream.dict, b"BitsPerComponent") {
        Some(bits @ (1 | 2 | 4 | 8 | 16)) => bits as usize,
        _ => return Err(Unread::Damaged),
    };
    let (wide, high) = (width as usize, height as usize);
    let row = (wide * colours.components() * bits).div_ceil(8);
    let size = row * high;
    // A predictor adds a byte to each row.
    let room = size + high + SLACK;
    let content = stream.get_plain_content_with_limit(room).map_err(|_| Unread::Damaged)?;
    if content.len() < size {
        return Err(Unread::Damaged);
    }
    let decode = Decode::read(document, stream.dict.get(b"Decode").ok(), &colours, bits);
    let mut pixels = Vec::with_capacity(wide * high * if colours.is_grey() { 1 } else { 3 });
    let mut codes = Vec::with_capacity(wide * colours.components());
    for line in content.chunks_exact(row).take(high) {
        codes.clear();
        unpack(line, bits, wide * colours.components(), &mut codes);
        colours.paint(&decode, &codes, &mut pixels);
    }
    let mut file = Vec::new();
    let kind = if colours.is_grey() { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive);
    encoder.write_image(&pixels, width, height, kind).map_err(|_| Unread::Damaged)?;
    Ok(file)
}

/// The samples of a row, the high byte of those of 16 bits.
fn unpack(row: &[u8], bits: usize, count: usize, codes: &mut Vec<u8>) {
    match bits {
        8 => codes.extend_from_slice(&row[..count]),
        16 => codes.extend(row.chunks_exact(2).take(count).map(|pair| pair[0])),
        _ => {
            let each = 8 / bits;
            let mask = (1u16 << bits) as u8 - 1;
            codes.extend((0..count).map(|at| (row[at / each] >> (8 - bits - bits * (at % each))) & mask));
        }
    }
}
