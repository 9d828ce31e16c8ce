//! A 3×3 convolution of heads and decoder that keeps the number of channels. `full` mixes channels in it; the smaller
//! sizes do so in the 1×1 beside it alone, which costs a ninth of the time and runs well in a browser.

use burn::tensor::{Device, Tensor};

use super::kernels::Activation;
use super::layers::{Dense, Depthwise, Padding};
use super::weights::{ModelError, Parameters};

/// Either form.
pub enum Spatial {
    /// Each channel by itself.
    Depthwise(Depthwise),
    /// All channels with each other.
    Dense(Dense),
}

impl Spatial {
    /// Takes `name.weight` (C×C×3×3 where `dense`, else C×1×3×3) and `name.bias`.
    pub fn new(
        name: &str,
        channels: usize,
        stride: usize,
        dense: bool,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        if dense {
            return Dense::new(name, channels, channels, Padding::Same.window(3, stride), source, device).map(Self::Dense);
        }
        Ok(Self::Depthwise(Depthwise::new(name, channels, 3, stride, Padding::Same, source, device)?))
    }

    /// N×C×H×W to N×C×H/stride×W/stride.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Depthwise(depthwise) => depthwise.forward(x),
            Self::Dense(dense) => dense.forward(x, Activation::None),
        }
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Depthwise(depthwise) => depthwise.relu(x),
            Self::Dense(dense) => dense.forward(x, Activation::Relu),
        }
    }
}
