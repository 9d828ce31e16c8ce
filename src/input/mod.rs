//! Bytes to [`Photo`]: what a file is, within which limits, its pixels and its JPEG coefficients.
//!
//! Every byte is hostile: limits come first, then parsing. Pixels are decoded here and never read back through a canvas,
//! which browsers add noise and colour management to.

pub mod jpeg;
mod limits;
mod orientation;
mod sniff;

use std::fmt;
use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader};
use sha2::{Digest, Sha256};

pub use limits::Limits;
pub use orientation::Orientation;
pub use sniff::Format;

/// A decoded picture and what its file holds beside the pixels.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Pixels in a row, stored orientation.
    pub width: u32,
    /// Rows, stored orientation.
    pub height: u32,
    /// Interleaved RGB8 in stored orientation, `width * height * 3`.
    pub rgb: Vec<u8>,
    /// How to turn the stored picture for display (EXIF).
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

/// Something worth saying about a file that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The name ends as another format does.
    ExtensionMismatch(String, Format),
    /// Only the first of several frames was read.
    FirstFrameOnly,
    /// The file ends early; what came was kept.
    Truncated,
    /// The coefficients of a JPEG could not be read; the picture is checked by its pixels.
    CoefficientsUnreadable(String),
    /// Metadata is over the limit and was left unread: bytes.
    MetadataTooLarge(usize),
}

impl Note {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Note::ExtensionMismatch(..) => "extension-mismatch",
            Note::FirstFrameOnly => "first-frame-only",
            Note::Truncated => "truncated",
            Note::CoefficientsUnreadable(_) => "coefficients-unreadable",
            Note::MetadataTooLarge(_) => "metadata-too-large",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::ExtensionMismatch(extension, format) => write!(f, "the name ends in .{extension}, but the file is {format}"),
            Note::FirstFrameOnly => write!(f, "only the first frame was checked"),
            Note::Truncated => write!(f, "the file ends early; the part that is there was checked"),
            Note::CoefficientsUnreadable(why) => {
                write!(f, "its JPEG coefficients cannot be read ({why}); the pixels alone were checked")
            }
            Note::MetadataTooLarge(bytes) => write!(f, "{bytes} bytes of metadata, over the limit, were left unread"),
        }
    }
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// There is nothing in the file.
    Empty,
    /// More bytes than the limit: limit, found.
    TooManyBytes(usize, usize),
    /// More pixels than the limit: limit, found.
    TooManyPixels(u64, u64),
    /// A side longer than the limit: limit, found.
    SideTooLong(u32, u32),
    /// A format that is recognised and not read; what it is and what to do.
    Unsupported(&'static str, &'static str),
    /// Not a picture of any format known here.
    Unknown,
    /// The decoder's words.
    Damaged(Format, String),
}

impl InputError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            InputError::Empty => "empty-file",
            InputError::TooManyBytes(..) => "file-too-large",
            InputError::TooManyPixels(..) => "too-many-pixels",
            InputError::SideTooLong(..) => "side-too-long",
            InputError::Unsupported(..) => "unsupported-format",
            InputError::Unknown => "unknown-format",
            InputError::Damaged(..) => "damaged-file",
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Empty => write!(f, "the file is empty; save or download it again"),
            InputError::TooManyBytes(limit, found) => {
                write!(f, "the file has {found} bytes, over the limit of {limit}; save a smaller copy, at some loss of traces")
            }
            InputError::TooManyPixels(limit, found) => {
                write!(f, "the picture has {found} pixels, over the limit of {limit}; check a crop of it")
            }
            InputError::SideTooLong(limit, found) => {
                write!(f, "a side is {found} pixels long, over the limit of {limit}; check a crop of it")
            }
            InputError::Unsupported(what, advice) => write!(f, "this is {what}, which is not read here; {advice}"),
            InputError::Unknown => {
                write!(f, "this is no picture in a format that is read here (JPEG, PNG, WebP, BMP, TIFF, GIF)")
            }
            InputError::Damaged(format, why) => {
                write!(f, "the {format} file is damaged and cannot be opened ({why}); save or download it again")
            }
        }
    }
}

impl std::error::Error for InputError {}

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
    let format = sniff::sniff(bytes)?;
    let mut notes = Vec::new();
    if let Some(extension) = file_name.and_then(sniff::extension).filter(|e| !format.extensions().contains(&e.as_str())) {
        notes.push(Note::ExtensionMismatch(extension, format));
    }
    let (width, height) = dimensions(bytes, format)?;
    limits.check(width, height)?;
    let jpeg = match format {
        Format::Jpeg => match jpeg::read(bytes, limits) {
            Ok(data) => {
                if data.truncated {
                    notes.push(Note::Truncated);
                }
                Some(data)
            }
            Err(error) => {
                notes.push(Note::CoefficientsUnreadable(error.to_string()));
                None
            }
        },
        _ => None,
    };
    let (picture, orientation) = decode(bytes, format, limits, &mut notes)?;
    if matches!(format, Format::Gif) && sniff::gif_is_animated(bytes) {
        notes.push(Note::FirstFrameOnly);
    }
    let rgb = picture.into_rgb8();
    let (width, height) = rgb.dimensions();
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    Ok(Photo { width, height, rgb: rgb.into_raw(), orientation, format, jpeg, sha256, notes })
}

fn reader(bytes: &[u8], format: Format) -> ImageReader<Cursor<&[u8]>> {
    ImageReader::with_format(Cursor::new(bytes), format.decoder())
}

/// Width and height from the header. PNG's stand at a fixed place and may claim what a decoder would not even begin with.
fn dimensions(bytes: &[u8], format: Format) -> Result<(u32, u32), InputError> {
    let number = |at: usize| bytes.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    let (width, height) = match (format, number(16), number(20)) {
        (Format::Png, Some(width), Some(height)) => (width, height),
        _ => reader(bytes, format).into_dimensions().map_err(|e| InputError::Damaged(format, e.to_string()))?,
    };
    if width == 0 || height == 0 {
        return Err(InputError::Damaged(format, "it has no pixels".to_owned()));
    }
    Ok((width, height))
}

fn decode(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    notes: &mut Vec<Note>,
) -> Result<(DynamicImage, Orientation), InputError> {
    let damaged = |e: image::ImageError| InputError::Damaged(format, e.to_string());
    let mut reader = reader(bytes, format);
    reader.limits(limits.decoder());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = match exif {
        Some(exif) if exif.len() > limits.metadata_bytes => {
            notes.push(Note::MetadataTooLarge(exif.len()));
            Orientation::default()
        }
        Some(exif) => Orientation::from_exif(&exif),
        None => Orientation::default(),
    };
    Ok((DynamicImage::from_decoder(decoder).map_err(damaged)?, orientation))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn encoded(format: image::ImageFormat) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(21, 13, |x, y| image::Rgb([(x * 11) as u8, (y * 19) as u8, 90]));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn refused(bytes: &[u8]) -> &'static str {
        read(bytes, None, &Limits::PAGE).unwrap_err().kind()
    }

    #[test]
    fn every_format_is_told_by_its_bytes() {
        use image::ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
        for (format, name) in [(Jpeg, "JPEG"), (Png, "PNG"), (WebP, "WebP"), (Bmp, "BMP"), (Tiff, "TIFF"), (Gif, "GIF")] {
            let photo = read(&encoded(format), Some("lie.xyz"), &Limits::PAGE).unwrap();
            assert_eq!((photo.width, photo.height, photo.format.name()), (21, 13, name));
            assert_eq!(photo.rgb.len(), 21 * 13 * 3);
            assert!(
                matches!(&photo.notes[..], [Note::ExtensionMismatch(extension, _)] if extension == "xyz"),
                "{name}: {:?}",
                photo.notes
            );
        }
    }

    #[test]
    fn limits_come_before_decoding() {
        let mut png = encoded(image::ImageFormat::Png);
        png[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        assert_eq!(refused(&png), "too-many-pixels");
        png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 0, 0, 2]);
        assert_eq!(refused(&png), "side-too-long");
        let small = Limits { file_bytes: 10, ..Limits::PAGE };
        assert_eq!(read(&png, None, &small).unwrap_err().kind(), "file-too-large");
    }

    #[test]
    fn what_is_not_read_is_refused_by_name() {
        let files: [(&[u8], &str); 6] = [
            (b"", "empty-file"),
            (b"\0\0\0\x20ftypheic\0\0\0\0", "unsupported-format"),
            (b"%PDF-1.7 and so on", "unsupported-format"),
            (b"<?xml version='1.0'?><svg></svg>", "unsupported-format"),
            (b"nothing that is known here", "unknown-format"),
            (b"\xff\xd8\xff\xe0 cut off", "damaged-file"),
        ];
        for (bytes, kind) in files {
            assert_eq!(refused(bytes), kind);
        }
    }

    #[test]
    fn mutated_files_never_panic() {
        let mut rng = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |n: usize| {
            rng ^= rng << 13;
            rng ^= rng >> 7;
            rng ^= rng << 17;
            (rng >> 16) as usize % n
        };
        let limits = Limits { pixels: 1 << 20, side: 2000, ..Limits::PAGE };
        for format in [image::ImageFormat::Jpeg, image::ImageFormat::Png, image::ImageFormat::Gif, image::ImageFormat::WebP] {
            let good = encoded(format);
            for _ in 0..500 {
                let mut bytes = good.clone();
                for _ in 0..=next(6) {
                    let at = next(bytes.len());
                    bytes[at] = next(256) as u8;
                }
                bytes.truncate(1 + next(2 * good.len()).min(good.len() - 1));
                let _ = read(&bytes, None, &limits);
                let _ = jpeg::read(&bytes, &limits);
            }
        }
    }
}
