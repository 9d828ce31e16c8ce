//! The vision perception head (paper, section 3.2): RGB to F_rgb. The high-pass residual beside RGB is ours; steganalysis'
//! rich models (Fridrich and Kodovský 2012) are where its kernels come from.

use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Padding, Pointwise, tensor};
use super::trunk::Trunk;
use super::weights::{ModelError, Parameters, Places};
use crate::frequency::luma;
use crate::tile::{Tile, TileSize};

/// Channels of the residual after space-to-depth: three kernels, value and magnitude, 4×4 positions.
pub const RESIDUAL_CHANNELS: usize = 6 * 16;

/// The residual stem; the rest of the head is the trunk's first two stages.
pub struct VisionHead {
    residual1: Pointwise,
    residual2: Depthwise,
    residual3: Pointwise,
}

impl VisionHead {
    /// Takes `vision.*` for a tap of `channels` at S/4.
    pub fn new(channels: usize, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        source.at(Places::Stride(1));
        source.work("vision.residual", 3 * 9);
        source.at(Places::Stride(4));
        let inner = 2 * channels;
        Ok(Self {
            residual1: Pointwise::new("vision.residual1", RESIDUAL_CHANNELS, inner, source, device)?,
            residual2: Depthwise::new("vision.residual2", inner, 3, 1, Padding::Same, source, device)?,
            residual3: Pointwise::new("vision.residual3", inner, channels, source, device)?,
        })
    }

    /// `rgb` N×3×S×S in −1..=1 and `residual` N×96×S/4×S/4 to the trunk's features at S/4 and F_rgb at S/8.
    pub fn forward(&self, rgb: Tensor<4>, residual: Tensor<4>, trunk: &Trunk) -> (Tensor<4>, Tensor<4>) {
        let quarter = trunk.stage(0, rgb);
        let quarter = self.residual3.onto(quarter, self.residual2.relu(self.residual1.relu(residual)));
        let f_rgb = trunk.stage(1, quarter.clone());
        (quarter, f_rgb)
    }
}

/// Pixels to −1..=1, planar: 3×S×S.
#[must_use]
pub fn planar(tile: &Tile<'_>) -> Vec<f32> {
    let area = tile.size.values(1);
    let mut planes = vec![0.0; 3 * area];
    let (red, rest) = planes.split_at_mut(area);
    let (green, blue) = rest.split_at_mut(area);
    for (((pixel, r), g), b) in tile.rgb.as_chunks::<3>().0.iter().zip(red).zip(green).zip(blue) {
        [*r, *g, *b] = pixel.map(|v| f32::from(v) / 127.5 - 1.0);
    }
    planes
}

/// High-pass residuals of the grey picture, ×¼, clipped to ±1, and their magnitudes; every 4×4 patch becomes channels:
/// 96×S/4×S/4. The edge is repeated.
#[must_use]
pub fn residual(tile: &Tile<'_>) -> Vec<f32> {
    let TileSize { width, height } = tile.size;
    let grey: Vec<f32> = tile.rgb.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect();
    let (side, plane) = (width / 4, tile.size.values(4));
    let mut out = vec![0.0; RESIDUAL_CHANNELS * plane];
    // Second differences of a row and of the two rows beside it give all three kernels.
    let second = |y: usize| -> Vec<f32> {
        let row = &grey[y * width..(y + 1) * width];
        (0..width).map(|x| row[x.saturating_sub(1)] - 2.0 * row[x] + row[(x + 1).min(width - 1)]).collect()
    };
    let mut rows = [second(0), second(0), second(1.min(height - 1))];
    for y in 0..height {
        let (above, below) = (y.saturating_sub(1) * width, (y + 1).min(height - 1) * width);
        for x in 0..width {
            let horizontal = rows[1][x] / 2.0;
            let vertical = (grey[above + x] - 2.0 * grey[y * width + x] + grey[below + x]) / 2.0;
            let mixed = -(rows[0][x] - 2.0 * rows[1][x] + rows[2][x]) / 4.0;
            let at = (y % 4 * 4 + x % 4) * plane + y / 4 * side + x / 4;
            for (kernel, value) in [horizontal, vertical, mixed].into_iter().enumerate() {
                let r = (value / 4.0).clamp(-1.0, 1.0);
                out[kernel * 16 * plane + at] = r;
                out[(kernel + 3) * 16 * plane + at] = r.abs();
            }
        }
        rows.rotate_left(1);
        rows[2] = second((y + 2).min(height - 1));
    }
    out
}

/// The residual of several tiles as one tensor, N×96×S/4×S/4.
pub fn residuals(tiles: &[Tile<'_>], device: &Device) -> Tensor<4> {
    let (wide, high) = tiles[0].size.level(4);
    tensor(tiles.iter().flat_map(residual).collect(), [tiles.len(), RESIDUAL_CHANNELS, high, wide], device)
}
