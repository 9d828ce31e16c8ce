//! A 3×3 convolution of heads and decoder that keeps the number of channels. `full` mixes channels in it; the smaller
//! sizes do so in the 1×1 beside it alone, which costs a ninth of the time and runs well in a browser.

use burn::tensor::activation::relu;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Padding, tensor};
use super::weights::{ModelError, Parameters};

/// Either form.
pub enum Spatial {
    /// Each channel by itself.
    Depthwise(Depthwise),
    /// All channels with each other.
    Dense {
        /// O×I×3×3.
        weight: Tensor<4>,
        /// 1×O×1×1.
        bias: Tensor<4>,
        /// One or two.
        stride: usize,
    },
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
        if !dense {
            return Ok(Self::Depthwise(Depthwise::new(name, channels, 3, stride, Padding::Same, source, device)?));
        }
        let shape = [channels, channels, 3, 3];
        let weight = tensor(source.take(&format!("{name}.weight"), &shape)?, shape, device);
        let bias = tensor(source.take(&format!("{name}.bias"), &[channels])?, [1, channels, 1, 1], device);
        source.work(name, 9 * channels * channels);
        Ok(Self::Dense { weight, bias, stride })
    }

    /// N×C×H×W to N×C×H/stride×W/stride.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Depthwise(depthwise) => depthwise.forward(x),
            Self::Dense { weight, bias, stride } => {
                conv2d(x, weight.clone(), None, ConvOptions::new([*stride; 2], [1, 1], [1, 1], 1)) + bias.clone()
            }
        }
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        relu(self.forward(x))
    }
}
