//! Mask logits at S/4 from the filtered features and F1, and how far to trust them (TruFor's confidence, ours here).

use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::{Pointwise, up2};
use super::spatial::Spatial;
use super::weights::{ModelError, Parameters, Places};

/// The two heads that share the last features.
pub struct MaskHead {
    low: Pointwise,
    a: Pointwise,
    b: Spatial,
    c: Pointwise,
    out: Pointwise,
    reliability: [Pointwise; 2],
}

impl MaskHead {
    /// Takes `mask.*` and `reliability.*`.
    pub fn new(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let (width, half) = (config.width, config.width / 2);
        source.at(Places::Stride(4));
        Ok(Self {
            low: Pointwise::new("mask.low", width, half, source, device)?,
            a: Pointwise::new("mask.a", width + half, width, source, device)?,
            b: Spatial::new("mask.b", width, 1, config.dense, source, device)?,
            c: Pointwise::new("mask.c", width, width, source, device)?,
            out: Pointwise::new("mask.out", width, 1, source, device)?,
            reliability: [
                Pointwise::new("reliability.a", width, half, source, device)?,
                Pointwise::new("reliability.out", half, 1, source, device)?,
            ],
        })
    }

    /// `x` N×C×S/8×S/8 and `f1` N×C×S/4×S/4 to the logits of mask and reliability, each N×1×S/4×S/4.
    pub fn forward(&self, x: Tensor<4>, f1: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        let features = Tensor::cat(vec![up2(x), self.low.relu(f1)], 1);
        let features = self.c.relu(self.b.relu(self.a.relu(features)));
        let [a, out] = &self.reliability;
        (self.out.forward(features.clone()), out.forward(a.relu(features)))
    }
}
