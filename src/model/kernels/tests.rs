#![allow(clippy::unwrap_used, reason = "tests")]

use burn::tensor::Device;

use super::*;

/// Texture without a generator: Knuth's multiplicative hash, in −½..½.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    (0..count as u32).map(|i| (i.wrapping_add(seed).wrapping_mul(2_654_435_761) >> 8) as f32 / (1 << 24) as f32 - 0.5).collect()
}

fn tensor<const D: usize>(values: &[f32], shape: [usize; D]) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values.to_vec(), shape), &Device::flex())
}

/// A convolution as it is defined.
struct Plain {
    inputs: usize,
    outputs: usize,
    side: [usize; 2],
    window: Window,
    depthwise: bool,
}

impl Plain {
    fn output(&self) -> [usize; 2] {
        self.side.map(|side| self.window.output(side))
    }

    fn value(&self, x: &[f32], weight: &[f32], [output, row, column]: [usize; 3]) -> f64 {
        let Window { kernel, stride, dilation, before, .. } = self.window;
        let [height, width] = self.side;
        let channels = if self.depthwise { output..output + 1 } else { 0..self.inputs };
        let mut sum = 0.0;
        for (position, channel) in channels.enumerate() {
            for (ky, kx) in (0..kernel).flat_map(|ky| (0..kernel).map(move |kx| (ky, kx))) {
                let Some(y) = (row * stride + ky * dilation).checked_sub(before).filter(|&y| y < height) else { continue };
                let Some(x_at) = (column * stride + kx * dilation).checked_sub(before).filter(|&x| x < width) else { continue };
                let depth = if self.depthwise { 1 } else { self.inputs };
                let w = weight[(output * depth + position) * kernel * kernel + ky * kernel + kx];
                sum += f64::from(w) * f64::from(x[(channel * height + y) * width + x_at]);
            }
        }
        sum
    }

    /// Compares two samples, each with weights of its own if `mixed`, with and without a residual.
    fn check(&self, mixed: bool, activation: Activation, with_residual: bool) {
        let [height, width] = self.side;
        let [down, across] = self.output();
        let depth = self.window.taps() * if self.depthwise { 1 } else { self.inputs };
        let (x, bias) = (numbers(2 * self.inputs * height * width, 1), numbers(self.outputs, 2));
        let residual = numbers(2 * self.outputs * down * across, 3);
        let weights: Vec<Vec<f32>> = (0..1 + u32::from(mixed)).map(|i| numbers(self.outputs * depth, 100 + i)).collect();
        let packed: Vec<f32> =
            weights.iter().flat_map(|w| if self.depthwise { w.clone() } else { pack(w, self.outputs) }).collect();
        let weight = tensor(&packed, [weights.len(), packed.len() / weights.len()]);
        let bias_tensor = tensor(&bias, [self.outputs]);
        let convolution =
            Convolution { weight: &weight, bias: &bias_tensor, depthwise: self.depthwise, window: self.window, activation };
        let onto = with_residual.then(|| tensor(&residual, [2, self.outputs, down, across]));
        let y = convolution.forward(tensor(&x, [2, self.inputs, height, width]), onto);
        assert_eq!(y.dims(), [2, self.outputs, down, across]);
        let y: Vec<f32> = y.into_data().try_to_vec().unwrap();
        let (low, high) = activation.range();
        for (i, &found) in y.iter().enumerate() {
            let (sample, at) = (i / (y.len() / 2), i % (y.len() / 2));
            let place = [at / (down * across), at / across % down, at % across];
            let x = &x[sample * x.len() / 2..];
            let sum = self.value(x, &weights[if mixed { sample } else { 0 }], place) + f64::from(bias[place[0]]);
            let expected = sum.clamp(f64::from(low), f64::from(high)) + if with_residual { f64::from(residual[i]) } else { 0.0 };
            assert!((f64::from(found) - expected).abs() < 1e-5, "{place:?} of sample {sample}: {found} for {expected}");
        }
    }
}

const fn window(kernel: usize, stride: usize, dilation: usize, before: usize, after: usize) -> Window {
    Window { kernel, stride, dilation, before, after }
}

#[test]
fn points_are_products_of_matrices() {
    for (inputs, outputs, side) in [(1, 1, [1, 1]), (3, 8, [2, 2]), (5, 9, [3, 7]), (66, 64, [8, 8]), (32, 20, [5, 13])] {
        let plain = Plain { inputs, outputs, side, window: Window::POINT, depthwise: false };
        plain.check(false, Activation::None, false);
        plain.check(true, Activation::Relu, true);
    }
}

#[test]
fn dense_windows_agree_with_the_definition() {
    let windows =
        [window(3, 1, 1, 1, 1), window(3, 1, 4, 4, 4), window(3, 2, 1, 0, 1), window(3, 2, 1, 1, 1), window(2, 2, 1, 0, 0)];
    for window in windows {
        for side in [[4, 4], [6, 10], [9, 33]] {
            let plain = Plain { inputs: 3, outputs: 10, side, window, depthwise: false };
            plain.check(true, Activation::Relu6, false);
            plain.check(false, Activation::None, true);
        }
    }
}

#[test]
fn depthwise_windows_agree_with_the_definition() {
    let unrolled = [window(3, 1, 1, 1, 1), window(3, 2, 1, 0, 1), window(3, 2, 1, 1, 1), window(7, 1, 1, 3, 3)];
    let others = [window(5, 1, 1, 2, 2), window(3, 1, 2, 2, 2), window(3, 3, 2, 1, 2)];
    for window in unrolled.into_iter().chain(others) {
        for side in [[4, 4], [7, 6], [10, 35]] {
            let plain = Plain { inputs: 3, outputs: 3, side, window, depthwise: true };
            plain.check(false, Activation::Relu, false);
            plain.check(false, Activation::None, true);
        }
    }
}

#[test]
fn doubling_repeats_every_value_four_times() {
    let y = double(tensor(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1, 1, 2, 3]));
    assert_eq!(y.dims(), [1, 1, 4, 6]);
    let y: Vec<f32> = y.into_data().try_to_vec().unwrap();
    let rows = [[1.0, 1.0, 2.0, 2.0, 3.0, 3.0], [4.0, 4.0, 5.0, 5.0, 6.0, 6.0]];
    assert_eq!(y, [rows[0], rows[0], rows[1], rows[1]].concat());
}

#[test]
fn what_is_no_number_is_not_hidden() {
    let weight = tensor(&pack(&[1.0], 1), [1, 8]);
    let bias = tensor(&[0.0], [1]);
    let point =
        Convolution { weight: &weight, bias: &bias, depthwise: false, window: Window::POINT, activation: Activation::None };
    let y: Vec<f32> = point.forward(tensor(&[f32::NAN, 1.0], [1, 1, 1, 2]), None).into_data().try_to_vec().unwrap();
    assert!(y[0].is_nan() && y[1] == 1.0, "{y:?}");
}

/// Every placeholder is filled, and braces match.
#[cfg(feature = "webgpu")]
#[test]
fn shaders_are_complete() {
    let windows = [Window::POINT, window(3, 1, 8, 8, 8), window(3, 2, 1, 0, 1), window(7, 1, 1, 3, 3)];
    for window in windows {
        for text in [
            wgsl::double(),
            wgsl::dense(window, true, 4),
            wgsl::dense(window, false, 1),
            wgsl::depthwise(window, true),
            wgsl::depthwise(window, false),
        ] {
            assert!(!text.contains("{{"), "{text}");
            assert_eq!(text.matches('{').count(), text.matches('}').count());
        }
    }
}
