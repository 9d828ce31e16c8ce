//! Mask logits at S/4 from the filtered features and F1, and how far to trust them (TruFor's confidence, ours here).

use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Padding, Pointwise, up2};
use super::top_down::WIDTH;
use super::weights::{ModelError, Parameters};

/// The two heads that share the last features.
pub struct MaskHead {
    low: Pointwise,
    a: Pointwise,
    b: Depthwise,
    c: Pointwise,
    out: Pointwise,
    reliability: [Pointwise; 2],
}

impl MaskHead {
    /// Takes `mask.*` and `reliability.*`.
    pub fn new(source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        Ok(Self {
            low: Pointwise::new("mask.low", WIDTH, 32, source, device)?,
            a: Pointwise::new("mask.a", WIDTH + 32, WIDTH, source, device)?,
            b: Depthwise::new("mask.b", WIDTH, 3, 1, Padding::Same, source, device)?,
            c: Pointwise::new("mask.c", WIDTH, WIDTH, source, device)?,
            out: Pointwise::new("mask.out", WIDTH, 1, source, device)?,
            reliability: [
                Pointwise::new("reliability.a", WIDTH, 32, source, device)?,
                Pointwise::new("reliability.out", 32, 1, source, device)?,
            ],
        })
    }

    /// `x` N×64×S/8×S/8 and `f1` N×64×S/4×S/4 to the logits of mask and reliability, each N×1×S/4×S/4.
    pub fn forward(&self, x: Tensor<4>, f1: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        let features = Tensor::cat(vec![up2(x), self.low.relu(f1)], 1);
        let features = self.c.relu(self.b.relu(self.a.relu(features)));
        let [a, out] = &self.reliability;
        (self.out.forward(features.clone()), out.forward(a.relu(features)))
    }
}
