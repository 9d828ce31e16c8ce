//! A dynamic weight filter (paper, section 3.4): D_opt = Σ A_i W_i with A = sigmoid(FC(V_c, V_g)), then depthwise,
//! then pointwise. The residual around it is ours.

use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};

use super::kernels::{Activation, Convolution, Window, pack};
use super::layers::{Depthwise, Linear, Padding, Pointwise, global_mean, tensor};
use super::weights::{ModelError, Parameters, Places};

/// Kernels that are mixed.
pub const KERNELS: usize = 4;
/// Dilations of the filters, in order.
pub const DILATIONS: [usize; 4] = [1, 2, 4, 8];

/// One filter of C channels at S/8.
pub struct DynamicWeightFilter {
    kernels: Tensor<2>,
    bias: Tensor<1>,
    fc1: Linear,
    fc2: Linear,
    depthwise: Depthwise,
    pointwise: Pointwise,
    window: Window,
}

impl DynamicWeightFilter {
    /// Takes `name.*` for `width` channels.
    pub fn new(
        name: &str,
        width: usize,
        dilation: usize,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let part = |part: &str| format!("{name}.{part}");
        let kernel = width * width * 9;
        source.at(Places::Stride(8));
        let kernels = source.take(&part("kernels"), &[KERNELS, width, width, 3, 3])?;
        let bias = source.take(&part("bias"), &[width])?;
        source.work_once(name, KERNELS * kernel);
        source.work(name, kernel);
        let kernels: Vec<f32> = kernels.chunks_exact(kernel).flat_map(|kernel| pack(kernel, width)).collect();
        let packed = kernels.len();
        Ok(Self {
            // Packed before they are mixed, so that the mixture is packed.
            kernels: tensor(kernels, [KERNELS, packed / KERNELS], device),
            bias: tensor(bias, [width], device),
            fc1: Linear::new(&part("fc1"), 2 * width, width / 2, source, device)?,
            fc2: Linear::new(&part("fc2"), width / 2, KERNELS, source, device)?,
            depthwise: Depthwise::new(&part("dw"), width, 3, 1, Padding::Same, source, device)?,
            pointwise: Pointwise::new(&part("pw"), width, width, source, device)?,
            window: Window { kernel: 3, stride: 1, dilation, before: dilation, after: dilation },
        })
    }

    /// A: N×4, 0..1, from the filter's input and V_g (N×C).
    pub fn mixture(&self, x: &Tensor<4>, v_g: &Tensor<2>) -> Tensor<2> {
        let v = Tensor::cat(vec![global_mean(x.clone()), v_g.clone()], 1);
        sigmoid(self.fc2.forward(relu(self.fc1.forward(v))))
    }

    /// N×C×S/8×S/8 to the same.
    pub fn forward(&self, x: Tensor<4>, v_g: &Tensor<2>) -> Tensor<4> {
        let y = self.convolve(x.clone(), self.mixture(&x, v_g), Activation::Relu);
        self.pointwise.onto(x, self.depthwise.forward(y))
    }

    /// Each sample filtered by its own mixture, mixed before the one convolution.
    fn convolve(&self, x: Tensor<4>, mixture: Tensor<2>, activation: Activation) -> Tensor<4> {
        let mixed = mixture.matmul(self.kernels.clone());
        let Self { bias, window, .. } = self;
        Convolution { weight: &mixed, bias, depthwise: false, window: *window, activation }.forward(x, None)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::model::weights::MadeUp;

    #[test]
    fn mixing_kernels_is_mixing_what_they_give() {
        let device = Device::flex();
        let mut source = MadeUp::new(3);
        let (width, side, n) = (6, 10, 3);
        let filter = DynamicWeightFilter::new("dwf", width, 2, &mut source, &device).unwrap();
        let x: Tensor<4> = tensor(source.values(n * width * side * side), [n, width, side, side], &device);
        let v_g = tensor(source.values(n * width), [n, width], &device);
        let mixture = filter.mixture(&x, &v_g);
        let shares: Vec<f32> = mixture.clone().into_data().try_to_vec().unwrap();
        assert_ne!(shares[..KERNELS], shares[KERNELS..2 * KERNELS], "the samples must be mixed differently");
        let bias = filter.bias.clone().reshape([1, width, 1, 1]);
        let expected = (0..KERNELS).fold(bias.clone().expand([n, width, side, side]), |sum, k| {
            let only = (0..n * KERNELS).map(|i| f32::from(u8::from(i % KERNELS == k))).collect();
            let share = mixture.clone().slice([0..n, k..k + 1]).reshape([n, 1, 1, 1]);
            let alone = filter.convolve(x.clone(), tensor(only, [n, KERNELS], &device), Activation::None);
            sum + (alone - bias.clone()) * share
        });
        let difference = (filter.convolve(x, mixture, Activation::None) - expected.clone()).abs().max().into_scalar::<f32>();
        let scale = expected.abs().mean().into_scalar::<f32>();
        assert!(scale > 0.0 && difference < 1e-5 * scale.max(1.0), "{difference} beside {scale}");
    }
}
