//! A dynamic weight filter (paper, section 3.4): D_opt = Σ A_i W_i with A = sigmoid(FC(V_c, V_g)), then depthwise,
//! then pointwise. The residual around it is ours.

use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor};

use super::layers::{Depthwise, Linear, Padding, Pointwise, global_mean, tensor};
use super::top_down::WIDTH;
use super::weights::{ModelError, Parameters};

/// Kernels that are mixed.
pub const KERNELS: usize = 4;
/// Dilations of the filters, in order.
pub const DILATIONS: [usize; 4] = [1, 2, 4, 8];

/// One filter.
pub struct DynamicWeightFilter {
    kernels: Tensor<2>,
    bias: Tensor<4>,
    fc1: Linear,
    fc2: Linear,
    depthwise: Depthwise,
    pointwise: Pointwise,
    dilation: usize,
}

impl DynamicWeightFilter {
    /// Takes `name.*`.
    pub fn new(name: &str, dilation: usize, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let part = |part: &str| format!("{name}.{part}");
        let kernels = source.take(&part("kernels"), &[KERNELS, WIDTH, WIDTH, 3, 3])?;
        let bias = source.take(&part("bias"), &[WIDTH])?;
        Ok(Self {
            kernels: tensor(kernels, [KERNELS, WIDTH * WIDTH * 9], device),
            bias: tensor(bias, [1, WIDTH, 1, 1], device),
            fc1: Linear::new(&part("fc1"), 2 * WIDTH, 32, source, device)?,
            fc2: Linear::new(&part("fc2"), 32, KERNELS, source, device)?,
            depthwise: Depthwise::new(&part("dw"), WIDTH, 3, 1, Padding::Same, source, device)?,
            pointwise: Pointwise::new(&part("pw"), WIDTH, WIDTH, source, device)?,
            dilation,
        })
    }

    /// A: N×4, 0..1, from the filter's input and V_g (N×64).
    pub fn mixture(&self, x: &Tensor<4>, v_g: &Tensor<2>) -> Tensor<2> {
        let v = Tensor::cat(vec![global_mean(x.clone()), v_g.clone()], 1);
        sigmoid(self.fc2.forward(relu(self.fc1.forward(v))))
    }

    /// N×64×S/8×S/8 to the same; each sample is filtered by its own mixture, mixed before the convolution.
    pub fn forward(&self, x: Tensor<4>, v_g: &Tensor<2>) -> Tensor<4> {
        let [n, c, h, w] = x.dims();
        let mixed = self.mixture(&x, v_g).matmul(self.kernels.clone());
        let options = || ConvOptions::new([1, 1], [self.dilation; 2], [self.dilation; 2], 1);
        let filtered = (0..n)
            .map(|i| {
                let kernel = mixed.clone().slice([i..i + 1, 0..WIDTH * WIDTH * 9]).reshape([WIDTH, WIDTH, 3, 3]);
                conv2d(x.clone().slice([i..i + 1, 0..c, 0..h, 0..w]), kernel, None, options())
            })
            .collect();
        let y = relu(Tensor::cat(filtered, 0) + self.bias.clone());
        x + self.pointwise.forward(self.depthwise.forward(y))
    }
}
