//! The modal gate (paper, section 3.3): a hard choice between vision and frequency for each sample.

use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Linear, Padding, Pointwise, global_max, global_mean};
use super::weights::{ModelError, Parameters};
use crate::tile::GateMode;

/// A few convolutions on both features and both coarse masks, pooled to two logits.
pub struct ModalGate {
    a: Pointwise,
    b: Depthwise,
    c: Pointwise,
    d: Depthwise,
    e: Pointwise,
    fc1: Linear,
    fc2: Linear,
}

impl ModalGate {
    /// Takes `gate.*`.
    pub fn new(source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        Ok(Self {
            a: Pointwise::new("gate.a", 66, 64, source, device)?,
            b: Depthwise::new("gate.b", 64, 3, 2, Padding::Same, source, device)?,
            c: Pointwise::new("gate.c", 64, 64, source, device)?,
            d: Depthwise::new("gate.d", 64, 3, 2, Padding::Same, source, device)?,
            e: Pointwise::new("gate.e", 64, 64, source, device)?,
            fc1: Linear::new("gate.fc1", 128, 64, source, device)?,
            fc2: Linear::new("gate.fc2", 64, 2, source, device)?,
        })
    }

    /// Logits N×2: above zero for the fused feature; above zero for a grid that is aligned (ADCD-Net's free label).
    pub fn forward(&self, f_rgb: Tensor<4>, f_fused: Tensor<4>, p_rgb: Tensor<4>, p_fused: Tensor<4>) -> Tensor<2> {
        let x = Tensor::cat(vec![f_rgb, f_fused, sigmoid(p_rgb), sigmoid(p_fused)], 1);
        let x = self.e.relu(self.d.relu(self.c.relu(self.b.relu(self.a.relu(x)))));
        let pooled = Tensor::cat(vec![global_mean(x.clone()), global_max(x)], 1);
        self.fc2.forward(relu(self.fc1.forward(pooled)))
    }

    /// The choice as 0 or 1, N×1×1×1, without a read-back.
    pub fn choose(logits: &Tensor<2>, mode: GateMode) -> Tensor<4> {
        let [n, _] = logits.dims();
        let preference = logits.clone().slice([0..n, 0..1]);
        let choice = match mode {
            GateMode::Auto => preference.greater_elem(0.0).float(),
            GateMode::Vision => preference.zeros_like(),
            GateMode::Fused => preference.ones_like(),
        };
        choice.reshape([n, 1, 1, 1])
    }
}
