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
    /// Most metadata (EXIF, XMP, ICC profiles, comments), bytes.
    pub metadata_bytes: usize,
    /// Most memory that decoding may take at once, bytes, by what the header says: 16 bits a sample take twice that of 8.
    pub memory_bytes: u64,
}

impl Limits {
    /// In a page: 32-bit memory, shared with the network.
    pub const PAGE: Limits =
        Limits { file_bytes: 64 << 20, pixels: 50_000_000, side: 20_000, metadata_bytes: 8 << 20, memory_bytes: 1 << 30 };
    /// On the command line.
    pub const NATIVE: Limits = Limits { pixels: 200_000_000, memory_bytes: 4 << 30, ..Self::PAGE };

    /// Checks a header's dimensions.
    pub(crate) fn check(&self, width: u32, height: u32) -> Result<(), InputError> {
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

    pub(super) fn check_metadata(&self, bytes: usize) -> Result<(), InputError> {
        if bytes > self.metadata_bytes { Err(InputError::TooMuchMetadata(self.metadata_bytes, bytes)) } else { Ok(()) }
    }

    /// Checks the bytes that decoding will allocate.
    pub(super) fn check_memory(&self, bytes: u64) -> Result<(), InputError> {
        if bytes > self.memory_bytes { Err(InputError::TooMuchMemory(self.memory_bytes, bytes)) } else { Ok(()) }
    }

    /// What a decoder may allocate beside the picture that it hands over; sides are checked here, with words of our own.
    pub(super) fn decoder(&self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(self.memory_bytes / 2);
        limits
    }
}
