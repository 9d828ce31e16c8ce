//! What the network takes and gives; free of Burn, so that tiling and its tests build without it.

/// Sides of a tile in pixels, multiples of 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TileSize {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl TileSize {
    /// How many tiles' area a picture has, at least 1.
    #[must_use]
    pub fn cover(self, width: usize, height: usize) -> f32 {
        (width as f32 * height as f32 / (self.width as f32 * self.height as f32)).max(1.0)
    }

    /// The same on both sides.
    #[must_use]
    pub const fn square(side: usize) -> Self {
        Self { width: side, height: side }
    }

    /// What a picture is looked at through: `largest` pixels a side, or as many as the picture has, in steps of 64. What is
    /// padded costs time and is averaged into what the network knows of the whole tile.
    #[must_use]
    pub fn fitting(width: usize, height: usize, largest: usize) -> Self {
        let side = |length: usize| length.next_multiple_of(64).min(largest);
        Self { width: side(width), height: side(height) }
    }

    /// Columns and rows of the network's level at a stride.
    #[must_use]
    pub const fn level(self, stride: usize) -> (usize, usize) {
        (self.width / stride, self.height / stride)
    }

    /// Values of the level at a stride.
    #[must_use]
    pub const fn values(self, stride: usize) -> usize {
        (self.width / stride) * (self.height / stride)
    }
}

/// A part of a picture on its 8×8 grid.
#[derive(Clone, Copy, Debug)]
pub struct Tile<'a> {
    /// Its sides.
    pub size: TileSize,
    /// Interleaved RGB8, row-major.
    pub rgb: &'a [u8],
    /// Luminance coefficients: blocks row-major, natural order inside.
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

/// What a picture shows; the domains of the paper, in the order of [`TileOutput::domain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "forge", derive(clap::ValueEnum), value(rename_all = "snake_case"))]
pub enum Domain {
    /// Natural photographs.
    Natural,
    /// Documents.
    Document,
    /// Faces.
    Face,
    /// Text in street scenes.
    SceneText,
}

impl Domain {
    /// Every domain.
    pub const ALL: [Self; 4] = [Self::Natural, Self::Document, Self::Face, Self::SceneText];

    /// The name in reports and manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["natural", "document", "face", "scene_text"][self as usize]
    }
}

/// What the network says of one tile. Logits throughout; maps are row-major, at stride 4 or 8.
#[derive(Clone, Debug, PartialEq)]
pub struct TileOutput {
    /// Manipulation, at stride 4.
    pub mask: Vec<f32>,
    /// Whether `mask` is on the right side of zero, at stride 4.
    pub reliability: Vec<f32>,
    /// Coarse mask of the visual feature, at stride 8.
    pub coarse_vision: Vec<f32>,
    /// Coarse mask of the fused feature, at stride 8.
    pub coarse_fused: Vec<f32>,
    /// The gate's preference: above zero for the fused feature.
    pub gate: f32,
    /// Whether the fused feature was used.
    pub frequency_used: bool,
    /// Whether the 8×8 grid falls on that of an earlier compression.
    pub alignment: f32,
    /// Whether anything in the tile is manipulated.
    pub score: f32,
    /// What the picture shows, in the order of [`Domain::ALL`].
    pub domain: [f32; 4],
}
