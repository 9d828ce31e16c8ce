//! A coarse mask at S/8 from one feature (paper, section 3.2): what the gate compares.

use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::Pointwise;
use super::spatial::Spatial;
use super::weights::{ModelError, Parameters, Places};

/// 1×1, 3×3, 1×1 to one logit.
pub struct CoarseHead {
    a: Pointwise,
    b: Spatial,
    c: Pointwise,
}

impl CoarseHead {
    /// Takes `name.*` for a feature of `inputs` channels.
    pub fn new(
        name: &str,
        inputs: usize,
        config: &Config,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let width = config.heads;
        source.at(Places::Stride(8));
        Ok(Self {
            a: Pointwise::new(&format!("{name}.a"), inputs, width, source, device)?,
            b: Spatial::new(&format!("{name}.b"), width, 1, config.dense, source, device)?,
            c: Pointwise::new(&format!("{name}.c"), width, 1, source, device)?,
        })
    }

    /// N×C×S/8×S/8 to logits N×1×S/8×S/8.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.c.forward(self.b.relu(self.a.relu(x)))
    }
}
