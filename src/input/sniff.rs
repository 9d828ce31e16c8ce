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

/// The format by the first bytes; formats that are known and not read are refused by name.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, InputError> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(magic));
    if starts(&[0xff, 0xd8, 0xff]) {
        return Ok(Format::Jpeg);
    }
    if starts(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if starts(b"RIFF") && at(8, b"WEBP") {
        return Ok(Format::WebP);
    }
    if starts(b"GIF87a") || starts(b"GIF89a") {
        return Ok(Format::Gif);
    }
    if starts(b"II*\0") || starts(b"MM\0*") {
        return Ok(Format::Tiff);
    }
    const EXPORT: &str = "export it as JPEG or PNG at full size, best with the app that made it";
    if at(4, b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        return Err(match brand {
            b"avif" | b"avis" => InputError::Unsupported("an AVIF picture", EXPORT),
            b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
                InputError::Unsupported("a HEIC picture", EXPORT)
            }
            _ => InputError::Unsupported("a video", "save the frame in question as a PNG"),
        });
    }
    if starts(b"\x1a\x45\xdf\xa3") || (starts(b"RIFF") && at(8, b"AVI ")) {
        return Err(InputError::Unsupported("a video", "save the frame in question as a PNG"));
    }
    if starts(b"%PDF") {
        return Err(InputError::Unsupported("a PDF document", "extract the picture in question from it first"));
    }
    if starts(&[0xff, 0x0a]) || starts(b"\0\0\0\x0cJXL ") {
        return Err(InputError::Unsupported("a JPEG XL picture", EXPORT));
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if head.contains("<svg") {
        return Err(InputError::Unsupported("an SVG drawing", "drawings hold no traces of a camera; there is nothing to check"));
    }
    if head.contains("<html") || head.contains("<!doctype") {
        return Err(InputError::Unsupported("a web page", "save the picture itself, not the page it stands on"));
    }
    if starts(b"BM") && bytes.len() > 26 {
        return Ok(Format::Bmp);
    }
    Err(InputError::Unknown)
}

/// The ending of a file name, lower case.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty() && extension.len() <= 8).then(|| extension.to_ascii_lowercase())
}

/// Whether a GIF has a second image descriptor; walks blocks without decoding.
pub(super) fn gif_is_animated(bytes: &[u8]) -> bool {
    let table = |flags: u8| if flags & 0x80 != 0 { 3usize << ((flags & 7) + 1) } else { 0 };
    let Some(&flags) = bytes.get(10) else { return false };
    let mut at = 13 + table(flags);
    let mut images = 0;
    while let Some(&kind) = bytes.get(at) {
        at += match kind {
            0x2c => {
                images += 1;
                if images > 1 {
                    return true;
                }
                match bytes.get(at + 9) {
                    Some(&flags) => 11 + table(flags),
                    None => return false,
                }
            }
            0x21 => 2,
            _ => return false,
        };
        while let Some(&length) = bytes.get(at) {
            at += 1 + usize::from(length);
            if length == 0 {
                break;
            }
        }
    }
    false
}
