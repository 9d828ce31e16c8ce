use std::fmt;

use super::InputError;

/// Formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// ITU-T T.81.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
    /// RFC 9649.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// TIFF 6.0.
    Tiff,
    /// GIF89a.
    Gif,
}

impl Format {
    /// File name endings, lower case.
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "jif", "mpo"],
            Format::Png => &["png", "apng"],
            Format::WebP => &["webp"],
            Format::Bmp => &["bmp", "dib"],
            Format::Tiff => &["tif", "tiff"],
            Format::Gif => &["gif"],
        }
    }

    pub(super) fn decoder(self) -> image::ImageFormat {
        match self {
            Format::Jpeg => image::ImageFormat::Jpeg,
            Format::Png => image::ImageFormat::Png,
            Format::WebP => image::ImageFormat::WebP,
            Format::Bmp => image::ImageFormat::Bmp,
            Format::Tiff => image::ImageFormat::Tiff,
            Format::Gif => image::ImageFormat::Gif,
        }
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::WebP => "WebP",
            Format::Bmp => "BMP",
            Format::Tiff => "TIFF",
            Format::Gif => "GIF",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

const EXPORT: &str = "export it as JPEG or PNG at full size, best with the app that made it";
const FRAME: &str = "save the frame in question as a PNG";
const DOCUMENT: &str = "check it under a name that ends in .pdf, and the pictures in it are checked one by one";
const EXTRACT: &str = "extract the picture in question from it first";

/// Formats that are recognised and not read: offset, bytes there, what it is, what to do.
const REFUSED: [(usize, &[u8], &str, &str); 16] = [
    (0, b"\x1a\x45\xdf\xa3", "a video", FRAME),
    (8, b"AVI ", "a video", FRAME),
    (0, b"OggS", "a video or a recording", FRAME),
    (0, b"FLV\x01", "a video", FRAME),
    (0, b"\0\0\x01\xba", "a video", FRAME),
    (0, b"\0\0\x01\xb3", "a video", FRAME),
    (0, b"PK\x03\x04", "a document or an archive", EXTRACT),
    (0, b"\xd0\xcf\x11\xe0", "a document", EXTRACT),
    (0, b"\x1f\x8b", "a compressed file", "unpack it first"),
    (0, b"8BPS", "a Photoshop document", EXPORT),
    (0, b"\xff\x0a", "a JPEG XL picture", EXPORT),
    (4, b"JXL ", "a JPEG XL picture", EXPORT),
    (4, b"jP  ", "a JPEG 2000 picture", EXPORT),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture", EXPORT),
    (0, b"II+\0", "a BigTIFF picture", EXPORT),
    (0, b"MM\0+", "a BigTIFF picture", EXPORT),
];

/// The format by the first bytes.
///
/// # Errors
/// Formats that are known and not read are refused by name.
pub fn sniff(bytes: &[u8]) -> Result<Format, InputError> {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(magic));
    let read: [(&[u8], Format); 6] = [
        (&[0xff, 0xd8, 0xff], Format::Jpeg),
        (b"\x89PNG\r\n\x1a\n", Format::Png),
        (b"GIF87a", Format::Gif),
        (b"GIF89a", Format::Gif),
        (b"II*\0", Format::Tiff),
        (b"MM\0*", Format::Tiff),
    ];
    if let Some(&(_, format)) = read.iter().find(|(magic, _)| at(0, magic)) {
        return Ok(format);
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Ok(Format::WebP);
    }
    if at(4, b"ftyp") {
        return Err(media(bytes));
    }
    if let Some(&(_, _, what, advice)) = REFUSED.iter().find(|&&(offset, magic, ..)| at(offset, magic)) {
        return Err(InputError::Unsupported(what, advice));
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if head.contains("%pdf-") {
        return Err(InputError::Unsupported("a PDF document", DOCUMENT));
    }
    if head.contains("<svg") {
        return Err(InputError::Unsupported("an SVG drawing", "drawings hold no traces of a camera; there is nothing to check"));
    }
    if head.contains("<html") || head.contains("<!doctype") {
        return Err(InputError::Unsupported("a web page", "save the picture itself, not the page it stands on"));
    }
    if at(0, b"BM") && bytes.len() > 26 {
        return Ok(Format::Bmp);
    }
    Err(InputError::Unknown)
}

/// What a file of the ISO base media kind is, by its brands (ISO/IEC 23008-12, 10; AV1 Image File Format, 6).
fn media(bytes: &[u8]) -> InputError {
    let length = bytes.first_chunk().map_or(0, |b| u32::from_be_bytes(*b) as usize);
    let brands = || bytes[8..bytes.len().min(length.clamp(12, 256))].chunks_exact(4);
    if brands().any(|b| matches!(b, b"avif" | b"avis")) {
        return InputError::Unsupported("an AVIF picture", EXPORT);
    }
    match brands().next() {
        Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"hevm" | b"hevs" | b"mif1" | b"msf1") => {
            InputError::Unsupported("a HEIC picture", EXPORT)
        }
        Some(b"crx ") => InputError::Unsupported("a camera's raw file", EXPORT),
        _ => InputError::Unsupported("a video", FRAME),
    }
}

/// The ending of a file name, lower case.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty() && extension.len() <= 8).then(|| extension.to_ascii_lowercase())
}
