//! Convolutions of our own on Burn's tensors: bias, activation and residual in one pass, on the CPU ([`cpu`]) and, as
//! WGSL, on WebGPU ([`gpu`]). Nearly all of the network's time is in them; `cargo xtask bench kernels` compares them with
//! what Burn has. Everything else runs on Burn's own operations.

mod cpu;
#[cfg(feature = "webgpu")]
mod gpu;
mod lanes;
mod shape;
#[cfg(feature = "webgpu")]
mod wgsl;

#[cfg(feature = "webgpu")]
use burn::backend::Cube;
use burn::backend::DispatchTensorKind;
use burn::backend::flex::{Flex, FlexTensor};
use burn::tensor::{Tensor, TensorData};

pub use shape::{Activation, Window, pack};

/// What is convolved with, and how.
#[derive(Clone, Copy)]
pub struct Convolution<'a> {
    /// Of a dense one [`pack`]ed, a row for each sample or one for all; of a depthwise one a single row C·k·k.
    pub weight: &'a Tensor<2>,
    /// O.
    pub bias: &'a Tensor<1>,
    /// Each channel by itself?
    pub depthwise: bool,
    /// Kernel and padding.
    pub window: Window,
    /// Applied after the bias.
    pub activation: Activation,
}

impl Convolution<'_> {
    /// N×C×H×W to N×O×H'×W'; `residual` is added last.
    #[cfg_attr(not(feature = "webgpu"), allow(irrefutable_let_patterns, reason = "without WebGPU there is one backend"))]
    pub fn forward(&self, x: Tensor<4>, residual: Option<Tensor<4>>) -> Tensor<4> {
        let residual = residual.map(|r| r.into_dispatch().kind);
        let (weight, bias) = (self.weight.clone().into_dispatch().kind, self.bias.clone().into_dispatch().kind);
        match (x.into_dispatch().kind, weight, bias) {
            (DispatchTensorKind::Flex(x), DispatchTensorKind::Flex(weight), DispatchTensorKind::Flex(bias)) => {
                let residual = residual.and_then(|r| if let DispatchTensorKind::Flex(r) = r { Some(r.float()) } else { None });
                Tensor::from_primitive::<Flex>(self.on_cpu(x.float(), &weight.float(), &bias.float(), residual))
            }
            #[cfg(feature = "webgpu")]
            (DispatchTensorKind::Cube(x), DispatchTensorKind::Cube(weight), DispatchTensorKind::Cube(bias)) => {
                let residual = residual.and_then(|r| if let DispatchTensorKind::Cube(r) = r { Some(r.float()) } else { None });
                Tensor::from_primitive::<Cube>(gpu::convolve(self, x.float(), weight.float(), bias.float(), residual))
            }
            #[cfg(feature = "webgpu")]
            _ => panic!("a network's weights are on another device than its input"),
        }
    }

    fn on_cpu(&self, x: FlexTensor, weight: &FlexTensor, bias: &FlexTensor, residual: Option<FlexTensor>) -> FlexTensor {
        let x = x.to_contiguous();
        let [n, inputs, height, width] = sides(x.layout().shape());
        let (weight, bias) = (weight.to_contiguous(), bias.to_contiguous());
        let (weight, bias) = (weight.storage::<f32>(), bias.storage::<f32>());
        let residual = residual.map(|r| r.to_contiguous());
        let samples = self.weight.dims()[0];
        let outputs = bias.len();
        let (down, across) = (self.window.output(height), self.window.output(width));
        let mut y = vec![0.0; n * outputs * down * across];
        let planes = x.storage::<f32>().chunks_exact(inputs * height * width);
        for (sample, (x, y)) in planes.zip(y.chunks_exact_mut(outputs * down * across)).enumerate() {
            let part = weight.len() / samples;
            let weight = if samples == 1 { weight } else { &weight[sample * part..][..part] };
            let residual = residual.as_ref().map(|r| &r.storage::<f32>()[sample * y.len()..][..y.len()]);
            let Self { window, activation, .. } = *self;
            let picture = cpu::Picture { x, inputs, height, width, outputs, window, weight, bias, activation, residual };
            if self.depthwise { cpu::depthwise(&picture, y) } else { cpu::dense(&picture, y) }
        }
        FlexTensor::from_data(TensorData::new(y, [n, outputs, down, across]))
    }
}

/// Nearest-neighbour upsampling by two: N×C×H×W to N×C×2H×2W.
pub fn double(x: Tensor<4>) -> Tensor<4> {
    match x.into_dispatch().kind {
        DispatchTensorKind::Flex(x) => {
            let x = x.float().to_contiguous();
            let [n, channels, height, width] = sides(x.layout().shape());
            let mut y = vec![0.0; 4 * n * channels * height * width];
            cpu::double(x.storage(), width, &mut y);
            let y = TensorData::new(y, [n, channels, 2 * height, 2 * width]);
            Tensor::from_primitive::<Flex>(FlexTensor::from_data(y))
        }
        #[cfg(feature = "webgpu")]
        DispatchTensorKind::Cube(x) => Tensor::from_primitive::<Cube>(gpu::double(x.float())),
    }
}

fn sides(shape: &[usize]) -> [usize; 4] {
    [shape[0], shape[1], shape[2], shape[3]]
}

#[cfg(test)]
mod tests;
