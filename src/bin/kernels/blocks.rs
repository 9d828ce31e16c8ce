//! The building blocks at the sizes that they have in `small` on a tile of 512²: as Burn's operations, and as ours where
//! there are any.

use burn::tensor::activation::{gelu, relu, sigmoid};
use burn::tensor::module::{conv2d, interpolate};
use burn::tensor::ops::{ConvOptions, InterpolateMode, InterpolateOptions};
use burn::tensor::{Device, Int, Tensor, TensorData};
use omni_iml::model::kernels::{Activation, Convolution, Window, double, pack};

/// A block that is ready to run.
pub type Form = Box<dyn Fn() -> Tensor<4>>;
/// By Burn and by us.
pub type Forms = [Option<Form>; 2];

/// Name and maker.
pub const BLOCKS: &[(&str, fn(&Device) -> Forms)] = &[
    ("dense 3×3 stride 2, 3→32 at 512²", |d| dense(d, [3, 32, 512], STRIDED)),
    ("1×1, 16→96 at 256²", |d| dense(d, [16, 96, 256], Window::POINT)),
    ("1×1, 24→144 at 128²", |d| dense(d, [24, 144, 128], Window::POINT)),
    ("1×1, 144→24 at 128²", |d| dense(d, [144, 24, 128], Window::POINT)),
    ("1×1, 64→64 at 128²", |d| dense(d, [64, 64, 128], Window::POINT)),
    ("1×1, 96→192 at 64²", |d| dense(d, [96, 192, 64], Window::POINT)),
    ("1×1, 64→384 at 32²", |d| dense(d, [64, 384, 32], Window::POINT)),
    ("1×1, 384→64 at 32²", |d| dense(d, [384, 64, 32], Window::POINT)),
    ("1×1, 960→320 at 16²", |d| dense(d, [960, 320, 16], Window::POINT)),
    ("depthwise 3×3, 32 at 256²", |d| depthwise(d, 32, 256, same(3, 1))),
    ("depthwise 3×3, 144 at 128²", |d| depthwise(d, 144, 128, same(3, 1))),
    ("depthwise 3×3, 384 at 32²", |d| depthwise(d, 384, 32, same(3, 1))),
    ("depthwise 3×3 stride 2, padded on one side, 96 at 256²", |d| depthwise(d, 96, 256, STRIDED)),
    ("depthwise 3×3 stride 2, padded on both, 64 at 64²", |d| depthwise(d, 64, 64, Window { stride: 2, ..same(3, 1) })),
    ("depthwise 7×7, 96 at 64²", |d| depthwise(d, 96, 64, same(7, 1))),
    ("filter mixed of 4 kernels, 3×3 dilation 1, 64→64 at 64²", |d| mixed(d, 1)),
    ("filter mixed of 4 kernels, 3×3 dilation 8, 64→64 at 64²", |d| mixed(d, 8)),
    ("inverted residual 32→192→32 at 64²", inverted_residual),
    ("frequency, embedding bag on the host, 512²", embedding_bag),
    ("frequency, one-hot and dilated 3×3, 21→64 at 256²", one_hot),
    ("ReLU6, 144 at 128²", |d| plain(d, [144, 128], |x| x.clamp(0.0, 6.0))),
    ("GELU, 144 at 128²", |d| plain(d, [144, 128], gelu)),
    ("channel norm, 96 at 64²", |d| plain(d, [96, 64], channel_norm)),
    ("global mean, 64 at 128²", |d| plain(d, [64, 128], |x| x.reshape([1, 64, 128 * 128]).mean_dim(2).reshape([1, 64, 1, 1]))),
    ("nearest ×2, 64 at 64²", |d| {
        let x: Tensor<4> = tensor(d, [1, 64, 64, 64]);
        let [burn, _] = plain(d, [64, 64], up2);
        [burn, Some(Box::new(move || double(x.clone())))]
    }),
    ("means of 2×2, 64 at 128²", |d| plain(d, [64, 128], halve)),
    ("bilinear ×4, 1 at 128²", |d| {
        plain(d, [1, 128], |x| {
            let options =
                InterpolateOptions::new(InterpolateMode::Bilinear).with_scale_factor([4.0, 4.0]).with_align_corners(false);
            interpolate(x, options)
        })
    }),
    ("concatenation, 2 of 64 at 128²", |d| plain(d, [64, 128], |x| Tensor::cat(vec![x.clone(), x], 1))),
    ("sigmoid, 1 at 128²", |d| plain(d, [1, 128], sigmoid)),
];

const STRIDED: Window = Window { kernel: 3, stride: 2, dilation: 1, before: 0, after: 1 };

const fn same(kernel: usize, dilation: usize) -> Window {
    let pad = kernel / 2 * dilation;
    Window { kernel, stride: 1, dilation, before: pad, after: pad }
}

fn numbers(count: usize) -> Vec<f32> {
    // Knuth's multiplicative hash: texture without a generator.
    (0..count).map(|i| ((i as u32).wrapping_mul(2_654_435_761) >> 8) as f32 / (1 << 24) as f32 - 0.5).collect()
}

fn tensor<const D: usize>(device: &Device, shape: [usize; D]) -> Tensor<D> {
    Tensor::from_data(TensorData::new(numbers(shape.iter().product()), shape), device)
}

fn options(window: Window, groups: usize) -> ConvOptions<2> {
    let Window { stride, dilation, before, after, .. } = window;
    ConvOptions::new_with_padding([stride; 2], [(before, after); 2], [dilation; 2], groups)
}

/// A weight as ours takes it.
fn packed(device: &Device, outputs: usize, depth: usize) -> Tensor<2> {
    let weight = pack(&numbers(outputs * depth), outputs);
    let shape = [1, weight.len()];
    Tensor::from_data(TensorData::new(weight, shape), device)
}

fn relu6_dense(device: &Device, [inputs, outputs]: [usize; 2], window: Window) -> [Box<dyn Fn(Tensor<4>) -> Tensor<4>>; 2] {
    let bias = tensor(device, [outputs]);
    let weight = packed(device, outputs, inputs * window.taps());
    let ours = move |x| {
        let activation = Activation::Relu6;
        Convolution { weight: &weight, bias: &bias, depthwise: false, window, activation }.forward(x, None)
    };
    let bias: Tensor<4> = tensor(device, [1, outputs, 1, 1]);
    if window == Window::POINT {
        let weight: Tensor<3> = tensor(device, [1, outputs, inputs]);
        let burn = move |x: Tensor<4>| {
            let [n, c, h, w] = x.dims();
            let y = weight.clone().matmul(x.reshape([n, c, h * w])).reshape([n, outputs, h, w]);
            (y + bias.clone()).clamp(0.0, 6.0)
        };
        return [Box::new(burn), Box::new(ours)];
    }
    let weight: Tensor<4> = tensor(device, [outputs, inputs, window.kernel, window.kernel]);
    let burn = move |x| (conv2d(x, weight.clone(), None, options(window, 1)) + bias.clone()).clamp(0.0, 6.0);
    [Box::new(burn), Box::new(ours)]
}

fn dense(device: &Device, [inputs, outputs, side]: [usize; 3], window: Window) -> Forms {
    let x: Tensor<4> = tensor(device, [1, inputs, side, side]);
    relu6_dense(device, [inputs, outputs], window).map(|form| {
        let x = x.clone();
        Some(Box::new(move || form(x.clone())) as Form)
    })
}

fn relu6_depthwise(device: &Device, channels: usize, window: Window) -> [Box<dyn Fn(Tensor<4>) -> Tensor<4>>; 2] {
    let (weight, bias) = (tensor(device, [1, channels * window.taps()]), tensor(device, [channels]));
    let ours = move |x| {
        let activation = Activation::Relu6;
        Convolution { weight: &weight, bias: &bias, depthwise: true, window, activation }.forward(x, None)
    };
    let weight: Tensor<4> = tensor(device, [channels, 1, window.kernel, window.kernel]);
    let bias: Tensor<4> = tensor(device, [1, channels, 1, 1]);
    let burn = move |x| (conv2d(x, weight.clone(), None, options(window, channels)) + bias.clone()).clamp(0.0, 6.0);
    [Box::new(burn), Box::new(ours)]
}

fn depthwise(device: &Device, channels: usize, side: usize, window: Window) -> Forms {
    let x: Tensor<4> = tensor(device, [1, channels, side, side]);
    relu6_depthwise(device, channels, window).map(|form| {
        let x = x.clone();
        Some(Box::new(move || form(x.clone())) as Form)
    })
}

/// Kernels are mixed by four numbers, then the one kernel is convolved with.
fn mixed(device: &Device, dilation: usize) -> Forms {
    const WIDTH: usize = 64;
    let window = same(3, dilation);
    let (x, mixture): (Tensor<4>, Tensor<2>) = (tensor(device, [1, WIDTH, 64, 64]), tensor(device, [1, 4]));
    let kernels: Tensor<2> = tensor(device, [4, WIDTH * WIDTH * 9]);
    let burn = {
        let (x, mixture, kernels, bias): (_, _, _, Tensor<4>) =
            (x.clone(), mixture.clone(), kernels.clone(), tensor(device, [1, WIDTH, 1, 1]));
        move || {
            let kernel = mixture.clone().matmul(kernels.clone()).reshape([WIDTH, WIDTH, 3, 3]);
            relu(conv2d(x.clone(), kernel, None, options(window, 1)) + bias.clone())
        }
    };
    let bias = tensor(device, [WIDTH]);
    let ours = move || {
        let weight = mixture.clone().matmul(kernels.clone());
        let activation = Activation::Relu;
        Convolution { weight: &weight, bias: &bias, depthwise: false, window, activation }.forward(x.clone(), None)
    };
    [Some(Box::new(burn)), Some(Box::new(ours))]
}

fn inverted_residual(device: &Device) -> Forms {
    let x: Tensor<4> = tensor(device, [1, 32, 64, 64]);
    let [expand, expand_ours] = relu6_dense(device, [32, 192], Window::POINT);
    let [depthwise, depthwise_ours] = relu6_depthwise(device, 192, same(3, 1));
    let weight: Tensor<3> = tensor(device, [1, 32, 192]);
    let bias: Tensor<4> = tensor(device, [1, 32, 1, 1]);
    let burn = {
        let x = x.clone();
        move || {
            let y = depthwise(expand(x.clone())).reshape([1, 192, 64 * 64]);
            x.clone() + (weight.clone().matmul(y).reshape([1, 32, 64, 64]) + bias.clone())
        }
    };
    let (weight, bias) = (packed(device, 32, 192), tensor(device, [32]));
    let ours = move || {
        let (window, activation) = (Window::POINT, Activation::None);
        let project = Convolution { weight: &weight, bias: &bias, depthwise: false, window, activation };
        project.forward(depthwise_ours(expand_ours(x.clone())), Some(x.clone()))
    };
    [Some(Box::new(burn)), Some(Box::new(ours))]
}

/// Additions on the host, then 96 values a block go to the device. As `model/frequency_head.rs` does it.
fn embedding_bag(device: &Device) -> Forms {
    const CHANNELS: usize = 96;
    let table = numbers(64 * 21 * CHANNELS);
    let device = device.clone();
    let ours = move || {
        let mut out = vec![0.0; CHANNELS * 64 * 64];
        for block in 0..64 * 64 {
            let mut sum = [0f32; CHANNELS];
            for position in 0..64 {
                let row = position * 21 + (block * 7 + position * 5) % 21;
                for (s, v) in sum.iter_mut().zip(&table[row * CHANNELS..(row + 1) * CHANNELS]) {
                    *s += v;
                }
            }
            for channel in 0..CHANNELS {
                out[channel * 64 * 64 + block] = sum[channel];
            }
        }
        Tensor::from_data(TensorData::new(out, [1, CHANNELS, 64, 64]), &device)
    };
    [None, Some(Box::new(ours))]
}

/// DTD's form: a volume of 21 channels at full resolution, and a 3×3 whose taps are a block apart.
fn one_hot(device: &Device) -> Forms {
    const SIDE: usize = 256;
    let magnitudes: Vec<i32> = (0..SIDE * SIDE).map(|i| (i * 7919 % 21) as i32).collect();
    let magnitudes: Tensor<3, Int> = Tensor::from_data(TensorData::new(magnitudes, [1, SIDE, SIDE]), device);
    let levels: Tensor<4, Int> =
        Tensor::<1, Int>::from_data(TensorData::new((0..21).collect::<Vec<i32>>(), [21]), device).reshape([1, 21, 1, 1]);
    let (weight, window): (Tensor<4>, _) = (tensor(device, [64, 21, 3, 3]), same(3, 8));
    let burn = move || {
        let volume =
            magnitudes.clone().reshape([1, 1, SIDE, SIDE]).repeat_dim(1, 21).equal(levels.clone().expand([1, 21, SIDE, SIDE]));
        relu(conv2d(volume.float(), weight.clone(), None, options(window, 1)))
    };
    [Some(Box::new(burn)), None]
}

fn plain(device: &Device, [channels, side]: [usize; 2], form: fn(Tensor<4>) -> Tensor<4>) -> Forms {
    let x: Tensor<4> = tensor(device, [1, channels, side, side]);
    [Some(Box::new(move || form(x.clone()))), None]
}

fn channel_norm(x: Tensor<4>) -> Tensor<4> {
    let centred = x.clone() - x.mean_dim(1);
    let variance = centred.clone().powi_scalar(2).mean_dim(1);
    centred / (variance + 1e-6).sqrt()
}

fn up2(x: Tensor<4>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    x.reshape([n * c, h, 1, w, 1]).repeat_dim(2, 2).repeat_dim(4, 2).reshape([n, c, 2 * h, 2 * w])
}

fn halve(x: Tensor<4>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    x.reshape([n * c, h / 2, 2, w / 2, 2]).mean_dim(2).mean_dim(4).reshape([n, c, h / 2, w / 2])
}
