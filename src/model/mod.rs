//! Omni-IML (arXiv 2411.14823, ICLR 2026), inference only, in Burn; one file for each part, named as the paper names it.
//!
//! The authors published neither code nor weights; where the paper leaves a part open, `ARCHITECTURE.md` says what was
//! chosen and why. `train/omni_iml/network.py` is the same network in PyTorch, and `tests/parity.rs` holds the two
//! together.

mod coarse_head;
pub mod config;
pub mod count;
mod dynamic_weight_filter;
mod frequency_head;
mod heads;
pub mod kernels;
mod layers;
mod mask_head;
mod modal_gate;
#[cfg(feature = "cli")]
mod precision;
mod pyramid;
mod spatial;
#[cfg(test)]
mod tests;
mod top_down;
mod trunk;
mod vision_head;
pub mod weights;

use burn::tensor::{Device, Tensor};

use crate::tile::{GateMode, Tile, TileOutput};
use coarse_head::CoarseHead;
pub use config::Config;
use count::{Counting, PartCost};
use dynamic_weight_filter::{DILATIONS, DynamicWeightFilter};
use frequency_head::FrequencyHead;
use heads::Heads;
use layers::{Pointwise, global_mean, tensor};
use mask_head::MaskHead;
use modal_gate::ModalGate;
#[cfg(feature = "cli")]
pub use precision::Precision;
use top_down::TopDown;
use trunk::Trunk;
use vision_head::VisionHead;
use weights::{FromFile, Parameters, Places};
pub use weights::{ModelError, Weights};

/// The name in a model file's metadata.
pub const FORMAT: &str = "omni-iml";

/// The network on a device.
pub struct OmniIml {
    device: Device,
    trunk: Trunk,
    vision: VisionHead,
    frequency: FrequencyHead,
    fusion: Pointwise,
    coarse_vision: CoarseHead,
    coarse_fused: CoarseHead,
    gate: ModalGate,
    top_down: TopDown,
    filters: Vec<DynamicWeightFilter>,
    mask: MaskHead,
    heads: Heads,
}

/// What the network computes on the way, by the names that `train/golden.py` gives.
pub type Recorder<'a> = dyn FnMut(&str, Tensor<4>) + 'a;

impl OmniIml {
    /// Builds the network of the size that a file names from its tensors: every one must be there, in its shape, and none
    /// left over.
    ///
    /// # Errors
    /// See [`ModelError`].
    pub fn load(weights: &Weights, device: &Device) -> Result<Self, ModelError> {
        let config = Config::named(weights.size()).ok_or_else(|| ModelError::UnknownSize(weights.size().to_owned()))?;
        let mut source = FromFile::new(weights);
        let network = Self::build(config, &mut source, device)?;
        source.finish()?;
        Ok(network)
    }

    /// Parameters of each part, and its multiply-adds for a tile of `side`² pixels.
    ///
    /// # Errors
    /// None in practice: counting takes any shape.
    pub fn count(config: &Config, side: usize) -> Result<Vec<PartCost>, ModelError> {
        let mut counting = Counting::new(side);
        Self::build(config, &mut counting, &Device::flex())?;
        Ok(counting.parts)
    }

    fn build(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let [t4, t8, ..] = config.taps();
        let trunk = Trunk::new(&config.trunk, source, device)?;
        let vision = VisionHead::new(t4, source, device)?;
        let frequency = FrequencyHead::new(config, source, device)?;
        source.at(Places::Stride(8));
        let fusion = Pointwise::new("fusion.project", config.frequency, t8, source, device)?;
        let coarse_vision = CoarseHead::new("coarse_vision", t8, config, source, device)?;
        let coarse_fused = CoarseHead::new("coarse_fused", t8 + config.frequency, config, source, device)?;
        let gate = ModalGate::new(config, source, device)?;
        let top_down = TopDown::new(config, source, device)?;
        let filters = DILATIONS
            .into_iter()
            .enumerate()
            .map(|(i, dilation)| DynamicWeightFilter::new(&format!("dwf{i}"), config.width, dilation, source, device))
            .collect::<Result<_, _>>()?;
        let mask = MaskHead::new(config, source, device)?;
        let heads = Heads::new(config, source, device)?;
        let device = device.clone();
        Ok(Self { device, trunk, vision, frequency, fusion, coarse_vision, coarse_fused, gate, top_down, filters, mask, heads })
    }

    /// Runs the network on tiles of one size; the results are read back once.
    pub async fn forward(&self, tiles: &[Tile<'_>], mode: GateMode) -> Result<Vec<TileOutput>, ModelError> {
        let [mut mask, mut reliability, mut vision, mut fused, mut small] = [const { None }; 5];
        self.run(tiles, mode, &mut |name, value| {
            let slot = match name {
                "mask" => &mut mask,
                "reliability" => &mut reliability,
                "coarse_vision" => &mut vision,
                "coarse_fused" => &mut fused,
                "decisions" => &mut small,
                _ => return,
            };
            *slot = Some(value);
        });
        let n = tiles.len();
        let flat = [mask, reliability, vision, fused, small]
            .into_iter()
            .flatten()
            .map(|t| {
                let values = t.dims().iter().product::<usize>() / n;
                t.reshape([n, values])
            })
            .collect();
        let data = Tensor::<2>::cat(flat, 1).into_data_async().await.map_err(|e| ModelError::Unreadable(format!("{e:?}")))?;
        let values: Vec<f32> = data.convert::<f32>().try_to_vec().map_err(|e| ModelError::Unreadable(format!("{e:?}")))?;
        let (quarter, eighth) = (tiles[0].size.values(4), tiles[0].size.values(8));
        Ok(values.chunks_exact(values.len() / n).map(|row| split(row, quarter, eighth)).collect())
    }

    /// Runs the network and hands every part's output to `record`.
    pub fn run(&self, tiles: &[Tile<'_>], mode: GateMode, record: &mut Recorder<'_>) {
        let (n, size) = (tiles.len(), tiles[0].size);
        let rgb = tensor(tiles.iter().flat_map(vision_head::planar).collect(), [n, 3, size.height, size.width], &self.device);
        let (quarter, f_rgb) = self.vision.forward(rgb, vision_head::residuals(tiles, &self.device), &self.trunk);
        let t4 = self.trunk.tap(0, quarter);
        record("t4", t4.clone());
        record("f_rgb", f_rgb.clone());
        let f_freq = self.frequency.forward(tiles, &self.device);
        record("f_freq", f_freq.clone());
        let projected = self.fusion.forward(f_freq.clone());
        let f_fused = f_rgb.clone() + projected.clone();
        record("f_fused", f_fused.clone());
        let p_rgb = self.coarse_vision.forward(f_rgb.clone());
        let p_fused = self.coarse_fused.forward(Tensor::cat(vec![f_fused.clone(), f_freq.clone()], 1));
        record("coarse_vision", p_rgb.clone());
        record("coarse_fused", p_fused.clone());
        let logits = self.gate.forward(f_rgb.clone(), f_fused, p_rgb, p_fused);
        record("gate", logits.clone().reshape([n, 2, 1, 1]));
        let choice = ModalGate::choose(&logits, mode);
        let chosen = f_rgb + projected * choice.clone();
        let sixteenth = self.trunk.stage(2, chosen.clone());
        let t16 = self.trunk.tap(2, sixteenth.clone());
        let t32 = self.trunk.tap(3, self.trunk.stage(3, sixteenth));
        record("t16", t16.clone());
        record("t32", t32.clone());
        let t8 = Tensor::cat(vec![self.trunk.tap(1, chosen), f_freq * choice.clone()], 1);
        let (levels, merged) = self.top_down.forward([t4, t8, t16, t32.clone()]);
        for (name, level) in ["f1", "f2", "f3", "f4"].into_iter().zip(&levels) {
            record(name, level.clone());
        }
        record("merged", merged.clone());
        let v_g = global_mean(levels[0].clone());
        let mut x = merged;
        for (i, filter) in self.filters.iter().enumerate() {
            x = filter.forward(x, &v_g);
            record(&format!("dwf{i}"), x.clone());
        }
        let [f1, ..] = levels;
        let (mask, reliability) = self.mask.forward(x.clone(), f1);
        let score = self.heads.score(x, mask.clone());
        let domain = self.heads.domain(t32);
        record("mask", mask);
        record("reliability", reliability);
        record("score", score.clone().reshape([n, 1, 1, 1]));
        record("domain", domain.clone().reshape([n, 4, 1, 1]));
        let decisions = Tensor::cat(vec![logits, choice.reshape([n, 1]), score, domain], 1);
        record("decisions", decisions.reshape([n, 8, 1, 1]));
    }
}

/// One sample's row of the read-back: mask, reliability, both coarse masks, then the eight decisions.
fn split(row: &[f32], quarter: usize, eighth: usize) -> TileOutput {
    let (mask, row) = row.split_at(quarter);
    let (reliability, row) = row.split_at(quarter);
    let (coarse_vision, row) = row.split_at(eighth);
    let (coarse_fused, d) = row.split_at(eighth);
    TileOutput {
        mask: mask.to_vec(),
        reliability: reliability.to_vec(),
        coarse_vision: coarse_vision.to_vec(),
        coarse_fused: coarse_fused.to_vec(),
        gate: d[0],
        alignment: d[1],
        frequency_used: d[2] > 0.5,
        score: d[3],
        domain: [d[4], d[5], d[6], d[7]],
    }
}
