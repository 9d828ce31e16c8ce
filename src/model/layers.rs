//! The few operations that the network is made of.

use burn::tensor::{Device, Tensor, TensorData};

pub use super::kernels::double as up2;
use super::kernels::{Activation, Convolution, Window, pack};
use super::weights::{ModelError, Parameters};

/// Makes a tensor of values on the host.
pub fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// A dense convolution with bias.
pub struct Dense {
    weight: Tensor<2>,
    bias: Tensor<1>,
    window: Window,
}

impl Dense {
    /// Takes `name.weight` (O×I×k×k) and `name.bias`.
    pub fn new(
        name: &str,
        inputs: usize,
        outputs: usize,
        window: Window,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let weight = source.take(&format!("{name}.weight"), &[outputs, inputs, window.kernel, window.kernel])?;
        let weight = pack(&weight, outputs);
        let bias = source.take(&format!("{name}.bias"), &[outputs])?;
        source.work(name, inputs * outputs * window.taps());
        let shape = [1, weight.len()];
        Ok(Self { weight: tensor(weight, shape, device), bias: tensor(bias, [outputs], device), window })
    }

    /// N×I×H×W to N×O×H'×W', then the activation.
    pub fn forward(&self, x: Tensor<4>, activation: Activation) -> Tensor<4> {
        self.convolution(activation).forward(x, None)
    }

    /// The same without activation, added to `residual`.
    pub fn onto(&self, residual: Tensor<4>, x: Tensor<4>) -> Tensor<4> {
        self.convolution(Activation::None).forward(x, Some(residual))
    }

    fn convolution(&self, activation: Activation) -> Convolution<'_> {
        Convolution { weight: &self.weight, bias: &self.bias, depthwise: false, window: self.window, activation }
    }
}

/// A 1×1 convolution with bias.
pub struct Pointwise(Dense);

impl Pointwise {
    /// Takes `name.weight` (O×I×1×1) and `name.bias`.
    pub fn new(
        name: &str,
        inputs: usize,
        outputs: usize,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        Dense::new(name, inputs, outputs, Window::POINT, source, device).map(Self)
    }

    /// N×I×H×W to N×O×H×W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.0.forward(x, Activation::None)
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        self.0.forward(x, Activation::Relu)
    }

    /// The same followed by ReLU6.
    pub fn relu6(&self, x: Tensor<4>) -> Tensor<4> {
        self.0.forward(x, Activation::Relu6)
    }

    /// The same, added to `residual`.
    pub fn onto(&self, residual: Tensor<4>, x: Tensor<4>) -> Tensor<4> {
        self.0.onto(residual, x)
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

impl Padding {
    /// A kernel padded so.
    #[must_use]
    pub fn window(self, kernel: usize, stride: usize) -> Window {
        let (before, after) = match self {
            Self::Same => (kernel / 2, kernel / 2),
            Self::RightAndBelow => (0, 1),
        };
        Window { kernel, stride, dilation: 1, before, after }
    }
}

/// A depthwise convolution with bias.
pub struct Depthwise {
    weight: Tensor<2>,
    bias: Tensor<1>,
    window: Window,
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
        let shape = [1, weight.len()];
        let (weight, bias) = (tensor(weight, shape, device), tensor(bias, [channels], device));
        Ok(Self { weight, bias, window: padding.window(kernel, stride) })
    }

    /// N×C×H×W to N×C×H/stride×W/stride.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.then(Activation::None, x)
    }

    /// The same followed by ReLU.
    pub fn relu(&self, x: Tensor<4>) -> Tensor<4> {
        self.then(Activation::Relu, x)
    }

    /// The same followed by ReLU6.
    pub fn relu6(&self, x: Tensor<4>) -> Tensor<4> {
        self.then(Activation::Relu6, x)
    }

    fn then(&self, activation: Activation, x: Tensor<4>) -> Tensor<4> {
        let Self { weight, bias, window } = self;
        Convolution { weight, bias, depthwise: true, window: *window, activation }.forward(x, None)
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

/// Means of 2×2.
pub fn halve(x: Tensor<4>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    x.reshape([n * c, h / 2, 2, w / 2, 2]).mean_dim(2).mean_dim(4).reshape([n, c, h / 2, w / 2])
}
