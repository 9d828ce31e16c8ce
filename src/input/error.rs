use std::fmt;

use super::Format;

/// Something worth saying about a file that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The name ends as another format does.
    ExtensionMismatch(String, Format),
    /// Only the first of several frames or pages was read.
    FirstFrameOnly,
    /// The file ends early or is damaged; what came before was kept.
    Truncated,
    /// The coefficients of a JPEG could not be read; the picture is checked by its pixels.
    CoefficientsUnreadable(String),
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
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::ExtensionMismatch(extension, format) => write!(f, "the name ends in .{extension}, but the file is {format}"),
            Note::FirstFrameOnly => write!(f, "only the first of its frames or pages was checked"),
            Note::Truncated => write!(f, "the file ends early or is damaged; the part that could be read was checked"),
            Note::CoefficientsUnreadable(why) => {
                write!(f, "its JPEG coefficients cannot be read ({why}); the pixels alone were checked")
            }
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
    /// More bytes of metadata than the limit: limit, found.
    TooMuchMetadata(usize, usize),
    /// Decoding would take more memory than the limit: limit, needed.
    TooMuchMemory(u64, u64),
    /// More parts of a kind than any ordinary file has: the kind, limit.
    TooManyParts(&'static str, usize),
    /// A format that is recognised and not read; what it is and what to do.
    Unsupported(&'static str, &'static str),
    /// A JPEG in a coding that is not read.
    UnsupportedCoding(&'static str),
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
            InputError::TooMuchMetadata(..) => "too-much-metadata",
            InputError::TooMuchMemory(..) => "too-much-memory",
            InputError::TooManyParts(..) => "too-many-parts",
            InputError::Unsupported(..) => "unsupported-format",
            InputError::UnsupportedCoding(_) => "unsupported-coding",
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
            InputError::TooMuchMetadata(limit, found) => {
                write!(f, "the file carries {found} bytes of metadata, over the limit of {limit}; remove them and try again")
            }
            InputError::TooMuchMemory(limit, needed) => {
                write!(
                    f,
                    "decoding the picture takes {needed} bytes of memory, over the limit of {limit}; \
                     check a crop of it, or a copy with 8 bits a sample"
                )
            }
            InputError::TooManyParts(kind, limit) => {
                write!(f, "the file has more than {limit} {kind}, as no ordinary picture has; save it again with another program")
            }
            InputError::Unsupported(what, advice) => write!(f, "this is {what}, which is not read here; {advice}"),
            InputError::UnsupportedCoding(coding) => {
                write!(f, "this JPEG uses {coding}, which is not read here; save it as an ordinary JPEG or as a PNG")
            }
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
