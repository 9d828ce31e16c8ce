//! Luminance coefficients of a picture, as the network's frequency head takes them.
//!
//! A JPEG file holds the coefficients themselves; from them double quantisation and shifted grids can be read. Where
//! the file has none, they are derived from the pixels with a table of ones, as if the picture were saved at quality 100
//! (the practice of DTD), which still shows the grid of an earlier JPEG life.

mod block_dct;

pub use block_dct::BlockDct;

use crate::input::Photo;

/// Samples along one side of a JPEG block.
pub const BLOCK: usize = 8;

/// Quantised luminance coefficients of a whole picture on its 8×8 grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coefficients {
    /// Blocks in a row: picture width / 8, rounded up.
    pub blocks_wide: usize,
    /// Rows of blocks: picture height / 8, rounded up.
    pub blocks_high: usize,
    /// 64 values a block in natural order (row-major, horizontal frequency fastest), blocks row-major.
    pub values: Vec<i16>,
    /// Quantisation table in natural order; ones where the coefficients were derived.
    pub table: [u16; 64],
    /// Whether the values were read from a JPEG file (true) or derived from pixels (false).
    pub jpeg: bool,
}

/// Luma of ITU-R BT.601 as JFIF uses it, 0..=255.
#[inline]
#[must_use]
pub fn luma(r: u8, g: u8, b: u8) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

/// Rounds to whole numbers, halves to even, for magnitudes below 2^22. `f32::round` is a call where SSE4.1 is not assumed.
#[inline]
#[must_use]
pub fn round(value: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    (value + SHIFT) - SHIFT
}

/// The luminance coefficients of a picture: the file's own where it holds luminance at full resolution, derived else.
#[must_use]
pub fn coefficients(photo: &Photo) -> Coefficients {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (blocks_wide, blocks_high) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
    let own = photo.jpeg.as_ref().and_then(|jpeg| jpeg.luminance().filter(|c| jpeg.is_full_size(c)));
    match own.filter(|c| (c.blocks_wide, c.blocks_high) == (blocks_wide, blocks_high)) {
        Some(own) => Coefficients { blocks_wide, blocks_high, values: own.coefficients.clone(), table: own.table, jpeg: true },
        None => from_pixels(&photo.rgb, width, height),
    }
}

/// Derives the coefficients of `rgb` (interleaved RGB8, `width`×`height`): 8×8 DCT-II of Y − 128, rounded, table of ones.
///
/// Blocks that reach over the right or lower edge see the edge's samples repeated, as encoders do.
#[must_use]
pub fn from_pixels(rgb: &[u8], width: usize, height: usize) -> Coefficients {
    let (blocks_wide, blocks_high) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
    let dct = BlockDct::new();
    let mut values = vec![0i16; blocks_wide * blocks_high * 64];
    for (index, out) in values.chunks_exact_mut(64).enumerate() {
        let (by, bx) = (index / blocks_wide, index % blocks_wide);
        let mut block = [0f32; 64];
        for (i, sample) in block.iter_mut().enumerate() {
            let y = (by * BLOCK + i / BLOCK).min(height - 1);
            let x = (bx * BLOCK + i % BLOCK).min(width - 1);
            let at = (y * width + x) * 3;
            *sample = luma(rgb[at], rgb[at + 1], rgb[at + 2]) - 128.0;
        }
        dct.forward(&mut block);
        for (value, coefficient) in out.iter_mut().zip(block) {
            *value = coefficient.round() as i16;
        }
    }
    Coefficients { blocks_wide, blocks_high, values, table: [1; 64], jpeg: false }
}
