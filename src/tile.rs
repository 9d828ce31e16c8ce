//! What the network takes and gives; free of Burn, so that tiling and its tests build without it.

/// A square part of a picture on its 8×8 grid.
#[derive(Clone, Copy, Debug)]
pub struct Tile<'a> {
    /// Side in pixels, a multiple of 32.
    pub size: usize,
    /// Interleaved RGB8, `size * size * 3`.
    pub rgb: &'a [u8],
    /// Luminance coefficients, `(size / 8)² * 64`: blocks row-major, natural order inside.
    pub coefficients: &'a [i16],
    /// Luminance quantisation table, natural order.
    pub table: &'a [u16; 64],
}

/// Who chooses between vision and frequency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GateMode {
    /// The modal gate, tile by tile.
    #[default]
    Auto,
    /// Always the visual feature (the paper's ablation row "visual always").
    Vision,
    /// Always the fused feature ("fused always").
    Fused,
}

/// What the network says of one tile. Logits throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct TileOutput {
    /// Manipulation, `(size / 4)²`.
    pub mask: Vec<f32>,
    /// Whether `mask` is on the right side of zero, `(size / 4)²`.
    pub reliability: Vec<f32>,
    /// Coarse mask of the visual feature, `(size / 8)²`.
    pub coarse_vision: Vec<f32>,
    /// Coarse mask of the fused feature, `(size / 8)²`.
    pub coarse_fused: Vec<f32>,
    /// The gate's preference: above zero for the fused feature.
    pub gate: f32,
    /// Whether the fused feature was used.
    pub frequency_used: bool,
    /// Whether the 8×8 grid falls on that of an earlier compression.
    pub alignment: f32,
    /// Whether anything in the tile is manipulated.
    pub score: f32,
    /// Natural photograph, document, face, scene text.
    pub domain: [f32; 4],
}
