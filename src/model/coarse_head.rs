//! A coarse mask at S/8 from one feature (paper, section 3.2): what the gate compares.

use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Padding, Pointwise};
use super::weights::{ModelError, Parameters};

/// 1×1, depthwise 3×3, 1×1 to one logit.
pub struct CoarseHead {
    a: Pointwise,
    b: Depthwise,
    c: Pointwise,
}

impl CoarseHead {
    /// Takes `name.*` for a feature of `inputs` channels.
    pub fn new(name: &str, inputs: usize, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        Ok(Self {
            a: Pointwise::new(&format!("{name}.a"), inputs, 64, source, device)?,
            b: Depthwise::new(&format!("{name}.b"), 64, 3, 1, Padding::Same, source, device)?,
            c: Pointwise::new(&format!("{name}.c"), 64, 1, source, device)?,
        })
    }

    /// N×C×S/8×S/8 to logits N×1×S/8×S/8.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.c.forward(self.b.relu(self.a.relu(x)))
    }
}
