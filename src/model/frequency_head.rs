//! The frequency perception head (paper, section 3.2): coefficients to F_freq.
//!
//! For each 8×8 block, the sum over its 64 positions of a learned vector for (frequency, magnitude clipped to 20), scaled
//! by the quantisation table: an embedding bag, done on the host, where it is additions alone. Depthwise 7×7 blocks then
//! compare neighbouring blocks: local histograms of each frequency, which is where double quantisation shows. DTD's form
//! of the first layer, one-hot at full resolution, would be the most expensive part of the network; ours is this at every
//! size.

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::{Depthwise, Padding, Pointwise, tensor};
use super::weights::{ModelError, Parameters, Places};
use crate::tile::Tile;

/// Largest magnitude told apart.
pub const CLIP: usize = 20;
/// Vectors for one frequency.
pub const LEVELS: usize = CLIP + 1;

struct FrequencyBlock {
    depthwise: Depthwise,
    expand: Pointwise,
    project: Pointwise,
}

/// The embedding (on the host) and a few depthwise blocks.
pub struct FrequencyHead {
    channels: usize,
    table: Vec<f32>,
    quantisation: Vec<f32>,
    quantisation_bias: Vec<f32>,
    norm: Vec<f32>,
    norm_bias: Vec<f32>,
    blocks: Vec<FrequencyBlock>,
}

impl FrequencyHead {
    /// Takes `frequency.*`.
    pub fn new(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let channels = config.frequency;
        let inner = config.frequency_expansion * channels;
        source.at(Places::Stride(8));
        let table = source.take("frequency.table", &[64 * LEVELS, channels])?;
        source.work("frequency.table", 64 * channels);
        let quantisation = source.take("frequency.quantisation.weight", &[channels, 64])?;
        source.work_once("frequency.quantisation", 64 * channels);
        let quantisation_bias = source.take("frequency.quantisation.bias", &[channels])?;
        let norm = source.take("frequency.norm.weight", &[channels])?;
        let norm_bias = source.take("frequency.norm.bias", &[channels])?;
        let mut blocks = Vec::with_capacity(config.frequency_blocks);
        for i in 0..config.frequency_blocks {
            let name = |part: &str| format!("frequency.b{i}.{part}");
            blocks.push(FrequencyBlock {
                depthwise: Depthwise::new(&name("dw"), channels, 7, 1, Padding::Same, source, device)?,
                expand: Pointwise::new(&name("expand"), channels, inner, source, device)?,
                project: Pointwise::new(&name("project"), inner, channels, source, device)?,
            });
        }
        Ok(Self { channels, table, quantisation, quantisation_bias, norm, norm_bias, blocks })
    }

    /// The scaled and normed embedding of a tile before its ReLU: C×S/8×S/8.
    #[must_use]
    pub fn embed(&self, tile: &Tile<'_>) -> Vec<f32> {
        let blocks = tile.size.values(8);
        let channels = self.channels;
        let mut scale = vec![0f32; channels];
        for (channel, value) in scale.iter_mut().enumerate() {
            let row = &self.quantisation[channel * 64..(channel + 1) * 64];
            let sum: f32 = row.iter().zip(tile.table).map(|(w, &q)| w * f32::from(q.min(255)) / 32.0).sum();
            *value = (1.0 + sum + self.quantisation_bias[channel]) * self.norm[channel];
        }
        let mut out = vec![0.0; channels * blocks];
        let mut sum = vec![0f32; channels];
        for (index, block) in tile.coefficients.chunks_exact(64).enumerate() {
            sum.fill(0.0);
            for (position, &c) in block.iter().enumerate() {
                let row = position * LEVELS + usize::from(c.unsigned_abs()).min(CLIP);
                let vector = &self.table[row * channels..(row + 1) * channels];
                for (s, v) in sum.iter_mut().zip(vector) {
                    *s += v;
                }
            }
            for channel in 0..channels {
                out[channel * blocks + index] = sum[channel] * scale[channel] + self.norm_bias[channel];
            }
        }
        out
    }

    /// F_freq of several tiles, N×C×S/8×S/8.
    pub fn forward(&self, tiles: &[Tile<'_>], device: &Device) -> Tensor<4> {
        let (wide, high) = tiles[0].size.level(8);
        let embedded = tiles.iter().flat_map(|tile| self.embed(tile)).collect();
        let x = relu(tensor(embedded, [tiles.len(), self.channels, high, wide], device));
        self.blocks.iter().fold(x, |x, block| {
            let y = block.expand.relu(block.depthwise.forward(x.clone()));
            block.project.onto(x, y)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::weights::MadeUp;
    use crate::tile::TileSize;

    #[test]
    fn the_embedding_is_the_dense_product_with_one_hot_vectors() {
        let head = FrequencyHead::new(&Config::SMALL, &mut MadeUp::new(5), &Device::flex())
            .expect("made-up parameters have every shape");
        let coefficients: Vec<i16> = (0..16 * 64).map(|i| ((i * 7919) % 71) as i16 - 35).collect();
        let table: [u16; 64] = std::array::from_fn(|i| (i * 5 + 1) as u16);
        let tile = Tile { size: TileSize::square(32), rgb: &[], coefficients: &coefficients, table: &table };
        let fast = head.embed(&tile);
        let channels = head.channels;
        for block in 0..16 {
            let mut hot = vec![0f64; 64 * LEVELS];
            for position in 0..64 {
                let magnitude = i32::from(coefficients[block * 64 + position]).abs().min(20) as usize;
                hot[position * LEVELS + magnitude] = 1.0;
            }
            for channel in 0..channels {
                let sum: f64 = hot.iter().enumerate().map(|(row, h)| h * f64::from(head.table[row * channels + channel])).sum();
                let q: f64 =
                    (0..64).map(|i| f64::from(head.quantisation[channel * 64 + i]) * f64::from(table[i].min(255)) / 32.0).sum();
                let scaled = sum * (1.0 + q + f64::from(head.quantisation_bias[channel]));
                let dense = scaled * f64::from(head.norm[channel]) + f64::from(head.norm_bias[channel]);
                let difference = (f64::from(fast[channel * 16 + block]) - dense).abs();
                assert!(difference < 1e-5 * dense.abs().max(1.0), "block {block}, channel {channel}: {difference}");
            }
        }
    }
}
