//! What a convolution is, apart from where it runs.

/// Outputs whose weights lie side by side.
pub const GROUP: usize = 4;
/// The number of outputs is filled up to a multiple of this.
pub const FILLED: usize = 8;

/// What follows a convolution in the same pass, as the range its results are clipped to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// Nothing.
    #[default]
    None,
    /// Nothing below zero.
    Relu,
    /// 0..=6.
    Relu6,
}

impl Activation {
    /// Lowest and highest value; finite, because a shader need not know infinities.
    #[must_use]
    pub fn range(self) -> (f32, f32) {
        match self {
            Self::None => (f32::MIN, f32::MAX),
            Self::Relu => (0.0, f32::MAX),
            Self::Relu6 => (0.0, 6.0),
        }
    }
}

/// The square window of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Side of the kernel.
    pub kernel: usize,
    /// Step, in both directions.
    pub stride: usize,
    /// Distance of two taps.
    pub dilation: usize,
    /// Zeros left and above.
    pub before: usize,
    /// Zeros right and below.
    pub after: usize,
}

impl Window {
    /// A single tap.
    pub const POINT: Self = Self { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0 };

    /// Length of a side of `input` values after the convolution.
    #[must_use]
    pub fn output(&self, input: usize) -> usize {
        (input + self.before + self.after - self.dilation * (self.kernel - 1) - 1) / self.stride + 1
    }

    /// Taps of one channel.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.kernel * self.kernel
    }
}

/// Weights O×D (D: inputs times taps) as O/4×D×4, the number of outputs filled up to a multiple of eight with zeros.
#[must_use]
pub fn pack(weights: &[f32], outputs: usize) -> Vec<f32> {
    let depth = weights.len() / outputs;
    let mut packed = vec![0.0; outputs.next_multiple_of(FILLED) * depth];
    for (output, row) in weights.chunks_exact(depth).enumerate() {
        // Zeros are there already: a network that is only counted never touches its memory.
        for (position, &weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
            packed[(output / GROUP * depth + position) * GROUP + output % GROUP] = weight;
        }
    }
    packed
}
