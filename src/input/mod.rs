//! Bytes to [`Photo`]: what a file is, within which limits, its pixels and its JPEG coefficients.
//!
//! Every byte is hostile: limits come first, then parsing. Pixels are decoded here and never read back through a canvas,
//! which browsers add noise and colour management to.

pub mod chunks;
mod container;
mod error;
pub mod jpeg;
mod limits;
mod orientation;
mod reduce;
mod sniff;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{ColorType, DynamicImage, ImageDecoder, ImageReader, RgbImage};
use sha2::{Digest, Sha256};

pub use error::{InputError, Note};
pub use limits::Limits;
pub use orientation::Orientation;
pub use reduce::{fit, reduced, span};
pub use sniff::{Format, sniff};

use jpeg::JpegError;

/// A decoded picture and what its file holds beside the pixels.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Pixels in a row, stored orientation.
    pub width: u32,
    /// Rows, stored orientation.
    pub height: u32,
    /// Interleaved RGB8 in stored orientation, `width * height * 3`.
    pub rgb: Vec<u8>,
    /// How to turn the stored picture for display (EXIF, or TIFF's own tag).
    pub orientation: Orientation,
    /// What the file is, by its bytes.
    pub format: Format,
    /// Coefficients, tables and markers of a JPEG file.
    pub jpeg: Option<jpeg::JpegData>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// What a person should know about how the file was read.
    pub notes: Vec<Note>,
}

const RARE_SAMPLING: &str = "a rare sampling or order of its colours";

/// Reads a file's bytes. `file_name` only serves to notice an extension that lies.
///
/// # Errors
/// See [`InputError`]; nothing is decoded before the limits were checked.
pub fn read(bytes: &[u8], file_name: Option<&str>, limits: &Limits) -> Result<Photo, InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(InputError::TooManyBytes(limits.file_bytes, bytes.len()));
    }
    let format = sniff(bytes)?;
    let mut notes = Vec::new();
    if let Some(extension) = file_name.and_then(sniff::extension).filter(|e| !format.extensions().contains(&e.as_str())) {
        notes.push(Note::ExtensionMismatch(extension, format));
    }
    let contents = container::survey(bytes, format);
    limits.check_metadata(contents.metadata_bytes)?;
    for (width, height) in contents.claims {
        limits.check(width, height)?;
    }
    if contents.more_frames {
        notes.push(Note::FirstFrameOnly);
    }
    // Before the decoder sees the file: this reader bounds its segments and scans.
    let (jpeg, unsupported) = match (format == Format::Jpeg).then(|| jpeg::read(bytes, limits)) {
        None => (None, None),
        Some(Ok(data)) => {
            if data.truncated {
                notes.push(Note::Truncated);
            }
            (Some(data), None)
        }
        Some(Err(JpegError::OverLimit(error))) => return Err(error),
        Some(Err(error)) => {
            notes.push(Note::CoefficientsUnreadable(error.to_string()));
            (None, if let JpegError::Unsupported(coding) = error { Some(coding) } else { None })
        }
    };
    if let Some(jpeg) = &jpeg
        && !jpeg.is_interleaved()
        && jpeg.components.first().is_some_and(|first| !jpeg.is_full_size(first))
    {
        // The pixels' decoder ends in a panic on these.
        return Err(InputError::UnsupportedCoding(RARE_SAMPLING));
    }
    let (rgb, orientation) = match (decode(bytes, format, limits), &jpeg, unsupported) {
        (Ok(decoded), ..) => decoded,
        (Err(InputError::Damaged(..)), None, Some(coding)) => return Err(InputError::UnsupportedCoding(coding)),
        // The decoder gives up a file for damage that stands behind what came; without the damage it does not.
        (Err(InputError::Damaged(..)), Some(jpeg), _) if jpeg.truncated => {
            decode(&[&bytes[..jpeg.end], &[0xff, 0xd9]].concat(), format, limits)?
        }
        // A file whose coefficients came whole is not damaged.
        (Err(InputError::Damaged(..)), Some(_), _) => {
            return Err(InputError::UnsupportedCoding(RARE_SAMPLING));
        }
        (Err(error), ..) => return Err(error),
    };
    let (width, height) = rgb.dimensions();
    Ok(Photo { width, height, rgb: rgb.into_raw(), orientation, format, jpeg, sha256: sha256(bytes), notes })
}

/// Pixels in stored orientation, and how to turn them.
///
/// The decoders are not ours. Where a panic unwinds, one in there is an error like others; in a page it ends the worker,
/// which the page starts anew.
fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<(RgbImage, Orientation), InputError> {
    catch_unwind(AssertUnwindSafe(|| decode_unguarded(bytes, format, limits)))
        .unwrap_or_else(|_| Err(InputError::Damaged(format, "its decoder gave up".to_owned())))
}

fn decode_unguarded(bytes: &[u8], format: Format, limits: &Limits) -> Result<(RgbImage, Orientation), InputError> {
    // In one line, which not every decoder's words are.
    let line = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let damaged = |error: image::ImageError| InputError::Damaged(format, line(error.to_string()));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder());
    reader.limits(limits.decoder());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(InputError::Damaged(format, "it has no pixels".to_owned()));
    }
    limits.check(width, height)?;
    // What is handed over, as much again for the decoder's own buffers, and our copy in RGB8.
    let copy = if decoder.color_type() == ColorType::Rgb8 { 0 } else { 3 * u64::from(width) * u64::from(height) };
    limits.check_memory(decoder.total_bytes().saturating_mul(2).saturating_add(copy))?;
    // An orientation that cannot be read is none.
    let orientation = decoder.orientation().map(Orientation::from).unwrap_or_default();
    Ok((DynamicImage::from_decoder(decoder).map_err(damaged)?.into_rgb8(), orientation))
}

/// SHA-256, hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
