use super::InputError;

/// What is refused before anything is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, bytes.
    pub file_bytes: usize,
    /// Most pixels in a picture.
    pub pixels: u64,
    /// Longest side, pixels.
    pub side: u32,
    /// Most metadata that is parsed, bytes.
    pub metadata_bytes: usize,
}

impl Limits {
    /// In a page: 32-bit memory, shared with the network.
    pub const PAGE: Limits = Limits { file_bytes: 64 << 20, pixels: 50_000_000, side: 20_000, metadata_bytes: 8 << 20 };
    /// On the command line.
    pub const NATIVE: Limits = Limits { pixels: 200_000_000, ..Self::PAGE };

    /// Checks a header's dimensions.
    pub(super) fn check(&self, width: u32, height: u32) -> Result<(), InputError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.pixels {
            return Err(InputError::TooManyPixels(self.pixels, pixels));
        }
        let side = width.max(height);
        if side > self.side {
            return Err(InputError::SideTooLong(self.side, side));
        }
        Ok(())
    }

    /// The decoders' own limits: no side beyond ours, and room for 16 bit RGBA with a working copy.
    pub(super) fn decoder(&self) -> image::Limits {
        let mut limits = image::Limits::default();
        limits.max_image_width = Some(self.side);
        limits.max_image_height = Some(self.side);
        limits.max_alloc = Some(self.pixels * 16);
        limits
    }
}
