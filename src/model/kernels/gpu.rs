//! Convolutions on WebGPU, by shaders of our own.

use burn::backend::wgpu::{CubeTensor, KernelSource, SourceKernel, SourceTemplate, into_contiguous};
use burn::cubecl::prelude::KernelId;
use burn::cubecl::server::{KernelArguments, MetadataBindingInfo};
use burn::cubecl::{CubeCount, CubeDim};
use burn::tensor::DType;

use super::shape::{FILLED, Window};
use super::{Convolution, sides, wgsl};

/// Numbers that every shader is told.
const INFO: usize = 16;

/// Which text, by what it depends on: compiled once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shader {
    Dense { window: Window, residual: bool, lanes: usize },
    Depthwise { window: Window, aligned: bool },
    Double,
}

impl KernelSource for Shader {
    fn source(&self) -> SourceTemplate {
        SourceTemplate::new(match *self {
            Self::Dense { window, residual, lanes } => wgsl::dense(window, residual, lanes),
            Self::Depthwise { window, aligned } => wgsl::depthwise(window, aligned),
            Self::Double => wgsl::double(),
        })
    }

    fn id(&self) -> KernelId {
        KernelId::new::<Self>().info(*self)
    }

    fn lang(&self) -> &'static str {
        "wgsl"
    }
}

/// [`Convolution::forward`] on tensors of one device.
pub fn convolve(
    convolution: &Convolution<'_>,
    x: CubeTensor,
    weight: CubeTensor,
    bias: CubeTensor,
    residual: Option<CubeTensor>,
) -> CubeTensor {
    let Convolution { window, activation, depthwise, .. } = *convolution;
    let [x, weight, bias] = [x, weight, bias].map(into_contiguous);
    let residual = residual.map(into_contiguous);
    let [n, inputs, height, width] = sides(x.meta.shape());
    let outputs = bias.meta.shape()[0];
    let (down, across) = (window.output(height), window.output(width));
    let (low, high) = activation.range();
    let (shader, threads, words) = if depthwise {
        let [patch_across, patch_down] = wgsl::PATCH;
        let aligned = across.is_multiple_of(patch_across) && width == across * window.stride;
        let patches = [across.div_ceil(patch_across), down.div_ceil(patch_down)];
        let planes = n * outputs;
        let words = [outputs, planes, width, height, across, down, patches[0], patches[1]];
        (Shader::Depthwise { window, aligned }, in_lines(patches[0] * patches[1] * planes), words)
    } else {
        // Four pixels a thread where they do not reach into another row (or, of single taps, into another channel).
        let four = if window == Window::POINT { (height * width).is_multiple_of(4) } else { across.is_multiple_of(4) };
        let lanes = if four { 4 } else { 1 };
        let area_in = if window == Window::POINT { height * width / lanes } else { height * width };
        let area_out = down * across / lanes;
        let (samples, vectors) = (weight.meta.shape()[0], weight.meta.shape()[1] / 4);
        let stride = if samples == 1 { 0 } else { vectors };
        let words = [inputs, outputs, width, height, area_in, across / lanes, area_out, stride];
        (Shader::Dense { window, residual: residual.is_some(), lanes }, [area_out, outputs.div_ceil(FILLED), n], words)
    };
    let words: Vec<u32> = words.map(|w| w as u32).into_iter().chain([low.to_bits(), high.to_bits()]).collect();
    let inputs = [x, weight, bias].into_iter().chain(residual).collect();
    launch(shader, threads, inputs, [n, outputs, down, across], &words)
}

/// [`super::double`].
pub fn double(x: CubeTensor) -> CubeTensor {
    let x = into_contiguous(x);
    let [n, channels, height, width] = sides(x.meta.shape());
    let values = n * channels * height * width;
    launch(Shader::Double, in_lines(values), vec![x], [n, channels, 2 * height, 2 * width], &[values as u32, width as u32])
}

/// Threads that are counted in one dimension, in two where they are too many for one.
fn in_lines(threads: usize) -> [usize; 3] {
    let wide = wgsl::WIDE as usize;
    [threads.min(wide), threads.div_ceil(wide), 1]
}

/// Runs a shader on its inputs, the first of which says where, and gives its output.
fn launch(shader: Shader, threads: [usize; 3], inputs: Vec<CubeTensor>, shape: [usize; 4], words: &[u32]) -> CubeTensor {
    let (client, device) = (inputs[0].client.clone(), inputs[0].device.clone());
    let y = client.empty(shape.iter().product::<usize>() * size_of::<f32>());
    let buffers = inputs.into_iter().map(|input| input.handle.binding()).chain([y.clone().binding()]).collect();
    let words: Vec<u32> = words.iter().copied().chain(std::iter::repeat(0)).take(INFO).collect();
    // Little-endian, as WebAssembly and every GPU are.
    let info = words.chunks_exact(2).map(|pair| u64::from(pair[0]) | u64::from(pair[1]) << 32).collect();
    client.launch(
        Box::new(SourceKernel::new(shader, CubeDim::new_1d(wgsl::THREADS))),
        CubeCount::Static((threads[0] as u32).div_ceil(wgsl::THREADS), threads[1] as u32, threads[2] as u32),
        KernelArguments::new().with_buffers(buffers).with_info(MetadataBindingInfo::custom(info)),
    );
    CubeTensor::new_contiguous(client, device, shape.into(), y, DType::F32)
}
