//! Convolutions with bias and activation on the CPU, for one picture at a time.
//!
//! Pixels are packed into panels of a few, all inputs of a pixel beside each other, so that the inner product reads
//! memory in order and keeps its sums in registers. Written so that the compiler makes vector instructions of it: SIMD128
//! in a browser, with relaxed multiply-adds where it has them, AVX2 with fused multiply-add on x86-64 where the processor has it (the one `unsafe` call is behind that
//! question), NEON on AArch64.

use super::lanes::{LANES, Lanes};
use super::shape::{Activation, GROUP, Window};

/// Vectors of pixels in a panel: as many as the registers hold sums for.
const VECTORS: usize = if cfg!(target_arch = "wasm32") { 1 } else { 2 };
/// Pixels in a panel.
const PANEL: usize = VECTORS * LANES;
/// Values of the panels that are packed at a time: what a first or second cache holds.
const STRIP: usize = 24 << 10;

/// A convolution of one picture: C×H×W to O×H'×W', all contiguous.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// C×H×W.
    pub x: &'a [f32],
    /// C.
    pub inputs: usize,
    /// H.
    pub height: usize,
    /// W.
    pub width: usize,
    /// O.
    pub outputs: usize,
    /// Kernel and padding.
    pub window: Window,
    /// As [`super::shape::pack`] lays them out, or for a depthwise convolution C×k×k.
    pub weight: &'a [f32],
    /// O, or more.
    pub bias: &'a [f32],
    /// Applied after the bias.
    pub activation: Activation,
    /// Added last, O×H'×W'.
    pub residual: Option<&'a [f32]>,
}

impl Picture<'_> {
    /// H' and W'.
    fn output(&self) -> (usize, usize) {
        (self.window.output(self.height), self.window.output(self.width))
    }
}

/// Runs `$body` with the widest vectors and a fused multiply-add where there is one.
macro_rules! fastest {
    ($(#[$about:meta])* $name:ident, $body:ident) => {
        $(#[$about])*
        #[allow(unsafe_code, reason = "a call behind a question for what the processor can do")]
        pub fn $name(picture: &Picture<'_>, y: &mut [f32]) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn wide(picture: &Picture<'_>, y: &mut [f32]) {
                    $body::<true>(picture, y);
                }
                if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                    // SAFETY: the processor has just said that it has both.
                    return unsafe { wide(picture, y) };
                }
            }
            #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
            {
                #[target_feature(enable = "relaxed-simd")]
                fn wide(picture: &Picture<'_>, y: &mut [f32]) {
                    $body::<true>(picture, y);
                }
                return wide(picture, y);
            }
            #[cfg(not(all(target_arch = "wasm32", feature = "relaxed")))]
            $body::<{ cfg!(target_arch = "aarch64") }>(picture, y);
        }
    };
}

fastest! {
    /// A dense convolution; a 1×1 one is a matrix product.
    dense, dense_on
}

fastest! {
    /// A depthwise convolution.
    depthwise, depthwise_on
}

/// Every value four times, 2×2; any number of planes of rows of `width`.
pub fn double(x: &[f32], width: usize, y: &mut [f32]) {
    for (row, doubled) in x.chunks_exact(width).zip(y.chunks_exact_mut(4 * width)) {
        let (first, second) = doubled.split_at_mut(2 * width);
        for (&value, pair) in row.iter().zip(first.as_chunks_mut::<2>().0) {
            *pair = [value; 2];
        }
        second.copy_from_slice(first);
    }
}

#[inline(always)]
fn dense_on<const FUSED: bool>(picture: &Picture<'_>, y: &mut [f32]) {
    let (height, width) = picture.output();
    let (area, depth) = (height * width, picture.inputs * picture.window.taps());
    let panels = (STRIP / (depth * PANEL)).clamp(64 / PANEL, 512 / PANEL);
    let mut strip = vec![0.0; panels * depth * PANEL];
    for start in (0..area).step_by(panels * PANEL) {
        let used = panels.min((area - start).div_ceil(PANEL));
        for (index, panel) in strip.chunks_exact_mut(depth * PANEL).take(used).enumerate() {
            let first = start + index * PANEL;
            if picture.window == Window::POINT {
                gather_points(picture, first, panel)
            } else {
                gather(picture, width, first, panel)
            }
        }
        for (group, weight) in picture.weight.chunks_exact(depth * GROUP).enumerate().take(picture.outputs.div_ceil(GROUP)) {
            let rows = group * GROUP..picture.outputs.min((group + 1) * GROUP);
            for (index, panel) in strip.chunks_exact(depth * PANEL).take(used).enumerate() {
                let sums = product::<FUSED>(weight, panel);
                let first = start + index * PANEL;
                for (output, sums) in rows.clone().zip(sums) {
                    finish(picture, y, output, output * area + first, PANEL.min(area - first), &sums);
                }
            }
        }
    }
}

/// All inputs of the pixels from `first` on, for a 1×1 kernel.
#[inline(always)]
fn gather_points(picture: &Picture<'_>, first: usize, panel: &mut [f32]) {
    let area = picture.height * picture.width;
    let count = PANEL.min(area - first);
    for (values, plane) in panel.as_chunks_mut::<PANEL>().0.iter_mut().zip(picture.x.chunks_exact(area)) {
        if let Some(full) = plane[first..].first_chunk() {
            *values = *full;
        } else {
            values[..count].copy_from_slice(&plane[first..]);
        }
    }
}

/// All taps of the pixels from `first` on.
#[inline(always)]
fn gather(picture: &Picture<'_>, width: usize, first: usize, panel: &mut [f32]) {
    let Window { kernel, stride, dilation, before, .. } = picture.window;
    let (rows, columns) = (picture.height as isize, picture.width as isize);
    let last = picture.output().0 * width - 1;
    // The corner of each pixel's window; beyond the last pixel, that one again: its results are thrown away.
    let corners: [(isize, isize); PANEL] = std::array::from_fn(|i| {
        let at = (first + i).min(last);
        ((at / width * stride) as isize - before as isize, (at % width * stride) as isize - before as isize)
    });
    let in_a_row = stride == 1 && corners[0].0 == corners[PANEL - 1].0 && first + PANEL <= last + 1;
    let mut slots = panel.as_chunks_mut::<PANEL>().0.iter_mut();
    for plane in picture.x.chunks_exact(picture.height * picture.width) {
        for ky in 0..kernel {
            for kx in 0..kernel {
                let Some(values) = slots.next() else { return };
                let (dy, dx) = ((ky * dilation) as isize, (kx * dilation) as isize);
                if in_a_row {
                    let (row, column) = (corners[0].0 + dy, corners[0].1 + dx);
                    if row < 0 || row >= rows {
                        *values = [0.0; PANEL];
                        continue;
                    }
                    if column >= 0
                        && column + PANEL as isize <= columns
                        && let Some(full) = plane[(row * columns + column) as usize..].first_chunk()
                    {
                        *values = *full;
                        continue;
                    }
                }
                for (value, &(top, left)) in values.iter_mut().zip(&corners) {
                    let (row, column) = (top + dy, left + dx);
                    let inside = row >= 0 && row < rows && column >= 0 && column < columns;
                    *value = if inside { plane[(row * columns + column) as usize] } else { 0.0 };
                }
            }
        }
    }
}

/// The inner products of a group of outputs with one panel.
#[inline(always)]
fn product<const FUSED: bool>(weight: &[f32], panel: &[f32]) -> [[Lanes; VECTORS]; GROUP] {
    let mut sums = [[Lanes::splat(0.0); VECTORS]; GROUP];
    for (weights, values) in weight.as_chunks::<GROUP>().0.iter().zip(panel.as_chunks::<PANEL>().0) {
        let x: [Lanes; VECTORS] = std::array::from_fn(|v| Lanes::load(values, v * LANES));
        for (row, sums) in sums.iter_mut().enumerate() {
            let w = Lanes::splat(weights[row]);
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = sum.add_product::<FUSED>(w, x);
            }
        }
    }
    sums
}

/// Bias, activation and residual, and out.
#[inline(always)]
fn finish(picture: &Picture<'_>, y: &mut [f32], output: usize, at: usize, count: usize, sums: &[Lanes]) {
    let (low, high) = picture.activation.range();
    let (bias, low, high) = (Lanes::splat(picture.bias[output]), Lanes::splat(low), Lanes::splat(high));
    let mut at = at;
    let mut left = count;
    for &sum in sums {
        let value = sum.add(bias).clamp(low, high);
        if left >= LANES {
            let value = picture.residual.map_or(value, |r| value.add(Lanes::load(&r[at..at + LANES], 0)));
            value.store(&mut y[at..at + LANES]);
        } else {
            let mut values = [0.0; LANES];
            value.store(&mut values);
            for (i, value) in values.into_iter().take(left).enumerate() {
                y[at + i] = value + picture.residual.map_or(0.0, |r| r[at + i]);
            }
        }
        at += LANES;
        left = left.saturating_sub(LANES);
    }
}

#[inline(always)]
fn depthwise_on<const FUSED: bool>(picture: &Picture<'_>, y: &mut [f32]) {
    let Window { kernel, stride, dilation, .. } = picture.window;
    // The usual ones are unrolled.
    match (kernel, stride, dilation) {
        (3, 1, 1) => depthwise_of::<FUSED, 3, 1>(picture, y),
        (3, 2, 1) => depthwise_of::<FUSED, 3, 2>(picture, y),
        (7, 1, 1) => depthwise_of::<FUSED, 7, 1>(picture, y),
        _ => depthwise_of::<FUSED, 0, 0>(picture, y),
    }
}

/// Rows of a depthwise convolution that are computed together, for what they read in common.
const TOGETHER: usize = 2;

/// With `KERNEL` and `STRIDE`, or whatever the window says if they are zero.
#[inline(always)]
fn depthwise_of<const FUSED: bool, const KERNEL: usize, const STRIDE: usize>(picture: &Picture<'_>, y: &mut [f32]) {
    let Window { kernel, stride, dilation, before, after } = picture.window;
    let (kernel, stride, dilation) = if KERNEL > 0 { (KERNEL, STRIDE, 1) } else { (kernel, stride, dilation) };
    let (height, width) = picture.output();
    let area = height * width;
    // A channel with its padding; the columns of a stride stand apart, so that neighbours in the output are neighbours
    // here. The margins are what the last vector of a row and the last rows read beyond what they need.
    let reach = dilation * (kernel - 1);
    let part = width.next_multiple_of(LANES) + reach;
    let pitch = part * stride;
    let mut padded = vec![0.0; (picture.height + before + after + TOGETHER * stride) * pitch];
    for (channel, plane) in picture.x.chunks_exact(picture.height * picture.width).enumerate() {
        for (row, values) in plane.chunks_exact(picture.width).enumerate() {
            spread(values, &mut padded[(row + before) * pitch..][..pitch], stride, before);
        }
        let taps = &picture.weight[channel * kernel * kernel..][..kernel * kernel];
        for row in (0..height).step_by(TOGETHER) {
            for column in (0..width).step_by(LANES) {
                let mut sums = [Lanes::splat(0.0); TOGETHER];
                // Every line that the rows read, with each of its taps for each of the rows.
                for line in 0..=reach + (TOGETHER - 1) * stride {
                    for phase in 0..stride.min(reach + 1) {
                        let values = &padded[(row * stride + line) * pitch + phase * part + column..][..LANES + reach / stride];
                        for x in (phase..=reach).step_by(stride).filter(|x| x % dilation == 0) {
                            let value = Lanes::load(values, x / stride);
                            for (r, sum) in sums.iter_mut().enumerate() {
                                let Some(y) = line.checked_sub(r * stride) else { continue };
                                if y % dilation == 0 && y <= reach {
                                    let tap = y / dilation * kernel + x / dilation;
                                    *sum = sum.add_product::<FUSED>(Lanes::splat(taps[tap]), value);
                                }
                            }
                        }
                    }
                }
                let count = LANES.min(width - column);
                for (row, sum) in (row..height).zip(sums) {
                    finish(picture, y, channel, channel * area + row * width + column, count, &[sum]);
                }
            }
        }
    }
}

/// A row into its padded place, the columns of a stride apart.
#[inline(always)]
fn spread(values: &[f32], into: &mut [f32], stride: usize, before: usize) {
    let part = into.len() / stride;
    match stride {
        1 => into[before..before + values.len()].copy_from_slice(values),
        2 if before == 0 => {
            let (even, odd) = into.split_at_mut(part);
            let (pairs, last) = values.as_chunks::<2>();
            for ((pair, even), odd) in pairs.iter().zip(even.iter_mut()).zip(odd) {
                (*even, *odd) = (pair[0], pair[1]);
            }
            if let [last] = last {
                even[pairs.len()] = *last;
            }
        }
        _ => {
            for (column, &value) in (before..).zip(values) {
                // What no window reaches has no place.
                if column / stride < part {
                    into[column % stride * part + column / stride] = value;
                }
            }
        }
    }
}
