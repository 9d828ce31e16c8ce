//! Quantised coefficients, tables and markers of a JPEG file (ITU-T T.81), as the file holds them.
//!
//! Baseline, extended and progressive Huffman coding at 8 bits. What ends early or goes wrong after the first scan has begun
//! is kept as far as it came. Memory is bounded before it is allocated, and work by the number of scans.

mod bits;
mod huffman;
mod markers;
mod scan;
mod walk;

use std::fmt;

use super::InputError;
pub use markers::read;
pub(crate) use walk::Walk;

/// Most scans in a file; an ordinary progressive one has about ten. Each scan visits each block once at most, so this
/// bounds the work.
pub const MAX_SCANS: usize = 100;
/// Most segments in a file; an ordinary one has fewer than a hundred.
pub const MAX_SEGMENTS: usize = 4096;

/// Zigzag order: position in the stream to natural order.
pub(crate) const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
    49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// What a JPEG file holds.
#[derive(Clone, Debug)]
pub struct JpegData {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Colour components in the order of the frame header.
    pub components: Vec<Component>,
    /// Progressive coding.
    pub progressive: bool,
    /// The data ended early or could not be read to its end.
    pub truncated: bool,
    /// Bytes of the file up to its end marker, or to what could not be read.
    pub end: usize,
    /// Transform of an Adobe marker: 0 none, 1 YCbCr, 2 YCCK.
    pub adobe_transform: Option<u8>,
    /// Whether there is a JFIF marker.
    pub jfif: bool,
    /// MCUs between restart markers; 0 for none.
    pub restart_interval: u16,
    /// Marker codes (the byte after 0xFF) and their payload's bytes, in order.
    pub markers: Vec<(u8, usize)>,
    /// Quality on the Independent JPEG Group's scale whose luminance table is nearest.
    pub quality: Option<u8>,
}

/// One colour component.
#[derive(Clone, Debug)]
pub struct Component {
    /// Identifier in the frame header.
    pub id: u8,
    /// Horizontal sampling factor, 1 to 4.
    pub h: u8,
    /// Vertical sampling factor, 1 to 4.
    pub v: u8,
    /// Quantisation table, natural order.
    pub table: [u16; 64],
    /// Blocks in a row: the component's width / 8, rounded up.
    pub blocks_wide: usize,
    /// Rows of blocks.
    pub blocks_high: usize,
    /// Quantised coefficients, 64 a block in natural order, blocks row-major.
    pub coefficients: Vec<i16>,
}

impl JpegData {
    /// The luminance component of a grey, YCbCr or YCCK file; nothing where the file holds RGB or CMYK.
    ///
    /// As the pixels' decoder has it, an Adobe marker counts for more than a JFIF marker, and the names R, G and B for more
    /// than either.
    #[must_use]
    pub fn luminance(&self) -> Option<&Component> {
        let named = |names: &[u8]| self.components.iter().map(|c| &c.id).eq(names);
        let is_luminance = match self.components.len() {
            1 => true,
            3 => !named(b"RGB") && self.adobe_transform != Some(0),
            4 => self.adobe_transform == Some(2),
            _ => false,
        };
        self.components.first().filter(|_| is_luminance)
    }

    /// Whether one scan holds all components at once, as baseline files mostly do.
    #[must_use]
    pub fn is_interleaved(&self) -> bool {
        let first = self.markers.iter().find(|(code, _)| *code == 0xda);
        !self.progressive && first.is_some_and(|&(_, bytes)| bytes == 4 + 2 * self.components.len())
    }

    /// Whether no other component is sampled finer than this one.
    #[must_use]
    pub fn is_full_size(&self, component: &Component) -> bool {
        self.components.iter().all(|c| c.h <= component.h && c.v <= component.v)
    }
}

/// Why coefficients cannot be read; the pixels may be readable all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JpegError {
    /// A coding that is not read: arithmetic, lossless, hierarchical, 12 bit and others.
    Unsupported(&'static str),
    /// Over a limit that holds for the picture as a whole.
    OverLimit(InputError),
    /// A header that contradicts the standard.
    Malformed(&'static str),
}

impl JpegError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            JpegError::Unsupported(_) => "jpeg-unsupported",
            JpegError::OverLimit(error) => error.kind(),
            JpegError::Malformed(_) => "jpeg-malformed",
        }
    }
}

impl fmt::Display for JpegError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JpegError::Unsupported(what) => write!(f, "{what} is not read"),
            JpegError::OverLimit(error) => error.fmt(f),
            JpegError::Malformed(what) => write!(f, "malformed: {what}"),
        }
    }
}

impl std::error::Error for JpegError {}

impl From<InputError> for JpegError {
    fn from(error: InputError) -> Self {
        Self::OverLimit(error)
    }
}

/// The quality whose IJG luminance table is nearest to `table`, by the sum of absolute differences.
#[must_use]
pub fn estimated_quality(table: &[u16; 64]) -> u8 {
    let greatest = if table.iter().any(|&q| q > 255) { 32_767 } else { 255 };
    let distance = |quality: u8| -> u32 {
        table.iter().zip(scaled(&LUMINANCE, quality, greatest)).map(|(&a, b)| u32::from(a.abs_diff(b))).sum()
    };
    (1..=100).min_by_key(|&quality| distance(quality)).unwrap_or(50)
}

/// The luminance table that the Independent JPEG Group's encoder uses at a quality, natural order.
#[must_use]
pub fn ijg_luminance(quality: u8) -> [u16; 64] {
    scaled(&LUMINANCE, quality, 255)
}

/// The table for the colours that the Independent JPEG Group's encoder uses at a quality, natural order.
#[must_use]
pub fn ijg_chrominance(quality: u8) -> [u16; 64] {
    scaled(&CHROMINANCE, quality, 255)
}

/// ITU-T T.81, table K.1.
const LUMINANCE: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80,
    62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98,
    112, 100, 103, 99,
];

/// ITU-T T.81, table K.2.
const CHROMINANCE: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99,
];

/// Above 255, a table is written with 16 bits and the file is no longer baseline.
fn scaled(base: &[u16; 64], quality: u8, greatest: u32) -> [u16; 64] {
    let quality = u32::from(quality.clamp(1, 100));
    let scale = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    base.map(|q| ((u32::from(q) * scale + 50) / 100).clamp(1, greatest) as u16)
}
