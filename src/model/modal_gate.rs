//! The modal gate (paper, section 3.3): a hard choice between vision and frequency for each sample.

use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::{Linear, Pointwise, global_max, global_mean};
use super::spatial::Spatial;
use super::weights::{ModelError, Parameters, Places};
use crate::tile::GateMode;

/// A few convolutions on both features and both coarse masks, pooled to two logits.
pub struct ModalGate {
    a: Pointwise,
    b: Spatial,
    c: Pointwise,
    d: Spatial,
    e: Pointwise,
    fc1: Linear,
    fc2: Linear,
}

impl ModalGate {
    /// Takes `gate.*`.
    pub fn new(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let (inputs, width) = (2 * config.taps()[1] + 2, config.heads);
        source.at(Places::Stride(8));
        let a = Pointwise::new("gate.a", inputs, width, source, device)?;
        source.at(Places::Stride(16));
        let b = Spatial::new("gate.b", width, 2, config.dense, source, device)?;
        let c = Pointwise::new("gate.c", width, width, source, device)?;
        source.at(Places::Stride(32));
        let d = Spatial::new("gate.d", width, 2, config.dense, source, device)?;
        let e = Pointwise::new("gate.e", width, width, source, device)?;
        let fc1 = Linear::new("gate.fc1", 2 * width, width, source, device)?;
        let fc2 = Linear::new("gate.fc2", width, 2, source, device)?;
        Ok(Self { a, b, c, d, e, fc1, fc2 })
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
