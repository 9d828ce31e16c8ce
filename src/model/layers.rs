//! The few operations that the network is made of, in the forms that Burn runs fast on a GPU and on a CPU: 1×1
//! convolutions as matrix products, depthwise ones without a bias of their own, and the bias as a separate addition.

use burn::tensor::activation::relu;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor, TensorData};

use super::weights::{ModelError, Parameters};

/// Makes a tensor of values on the host.
pub fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// A 1×1 convolution with bias.
pub struct Pointwise {
    weight: Tensor<3>,
    bias: Tensor<3>,
    outputs: usize,
}

impl Pointwise {
    /// Takes `name.weight` (O×I×1×1) and `name.bias`.
    pub fn new(
        name: &str,
        inputs: usize,
        outputs: usize,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let weight = source.take(&format!("{name}.weight"), &[outputs, inputs, 1, 1])?;
        let bias = source.take(&format!("{name}.bias"), &[outputs])?;
        source.work(name, inputs * outputs);
        Ok(Self { weight: tensor(weight, [1, outputs, inputs], device), bias: tensor(bias, [1, outputs, 1], device), outputs })
    }

    /// N×I×H×W to N×O×H×W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let [n, c, h, w] = x.dims();
        let weight = if n == 1 { self.weight.clone() } else { self.weight.clone().repeat_dim(0, n) };
        let y = weight.matmul(x.reshape([n, c, h * w])) + self.bias.clone();
        y.reshape([n, self.outputs, h, w])
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        relu(self.forward(x))
    }
}

/// How a strided convolution pads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Half the kernel on every side.
    Same,
    /// One right and below alone, as TensorFlow's strided 3×3 do.
    RightAndBelow,
}

/// A depthwise convolution with bias.
pub struct Depthwise {
    weight: Tensor<4>,
    bias: Tensor<4>,
    stride: usize,
    padding: [(usize, usize); 2],
    channels: usize,
}

impl Depthwise {
    /// Takes `name.weight` (C×1×k×k) and `name.bias`.
    pub fn new(
        name: &str,
        channels: usize,
        kernel: usize,
        stride: usize,
        padding: Padding,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let weight = source.take(&format!("{name}.weight"), &[channels, 1, kernel, kernel])?;
        let bias = source.take(&format!("{name}.bias"), &[channels])?;
        source.work(name, channels * kernel * kernel);
        let padding = match padding {
            Padding::Same => [(kernel / 2, kernel / 2); 2],
            Padding::RightAndBelow => [(0, 1); 2],
        };
        let (weight, bias) = (tensor(weight, [channels, 1, kernel, kernel], device), tensor(bias, [1, channels, 1, 1], device));
        Ok(Self { weight, bias, stride, padding, channels })
    }

    /// N×C×H×W to N×C×H/stride×W/stride.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let options = ConvOptions::new_with_padding([self.stride; 2], self.padding, [1, 1], self.channels);
        conv2d(x, self.weight.clone(), None, options) + self.bias.clone()
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        relu(self.forward(x))
    }
}

/// A fully connected layer.
pub struct Linear {
    weight: Tensor<2>,
    bias: Tensor<2>,
}

impl Linear {
    /// Takes `name.weight` (O×I) and `name.bias`.
    pub fn new(
        name: &str,
        inputs: usize,
        outputs: usize,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let weight = source.take(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = source.take(&format!("{name}.bias"), &[outputs])?;
        source.work_once(name, inputs * outputs);
        Ok(Self { weight: tensor::<2>(weight, [outputs, inputs], device).transpose(), bias: tensor(bias, [1, outputs], device) })
    }

    /// N×I to N×O.
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        x.matmul(self.weight.clone()) + self.bias.clone()
    }
}

/// Mean over the picture: N×C×H×W to N×C.
pub fn global_mean(x: Tensor<4>) -> Tensor<2> {
    let [n, c, h, w] = x.dims();
    x.reshape([n, c, h * w]).mean_dim(2).reshape([n, c])
}

/// Maximum over the picture: N×C×H×W to N×C.
pub fn global_max(x: Tensor<4>) -> Tensor<2> {
    let [n, c, h, w] = x.dims();
    x.reshape([n, c, h * w]).max_dim(2).reshape([n, c])
}

/// Nearest-neighbour upsampling by two.
pub fn up2(x: Tensor<4>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    x.reshape([n * c, h, 1, w, 1]).repeat_dim(2, 2).repeat_dim(4, 2).reshape([n, c, 2 * h, 2 * w])
}

/// Means of 2×2.
pub fn halve(x: Tensor<4>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    x.reshape([n * c, h / 2, 2, w / 2, 2]).mean_dim(2).mean_dim(4).reshape([n, c, h / 2, w / 2])
}
