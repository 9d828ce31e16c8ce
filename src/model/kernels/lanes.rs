//! Eight numbers at a time, in safe code that becomes vector instructions.

/// Numbers in [`Lanes`].
pub const LANES: usize = 8;

#[cfg(not(target_arch = "wasm32"))]
pub use plain::Lanes;
#[cfg(target_arch = "wasm32")]
pub use simd128::Lanes;

/// For targets whose compiler makes vectors of arrays by itself.
#[cfg(not(target_arch = "wasm32"))]
mod plain {
    use super::LANES;

    /// Eight numbers.
    #[derive(Clone, Copy)]
    pub struct Lanes([f32; LANES]);

    impl Lanes {
        #[inline(always)]
        fn zip(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
            Self(std::array::from_fn(|i| f(self.0[i], other.0[i])))
        }

        /// The same number eight times.
        #[inline(always)]
        pub fn splat(value: f32) -> Self {
            Self([value; LANES])
        }

        /// Eight values from `at` on.
        #[inline(always)]
        pub fn load(values: &[f32], at: usize) -> Self {
            let mut lanes = [0.0; LANES];
            lanes.copy_from_slice(&values[at..at + LANES]);
            Self(lanes)
        }

        /// To the first eight values.
        #[inline(always)]
        pub fn store(self, values: &mut [f32]) {
            values[..LANES].copy_from_slice(&self.0);
        }

        /// Sum.
        #[inline(always)]
        pub fn add(self, other: Self) -> Self {
            self.zip(other, |a, b| a + b)
        }

        /// Plus `a * b`, rounded once if `FUSED`.
        #[inline(always)]
        pub fn add_product<const FUSED: bool>(self, a: Self, b: Self) -> Self {
            Self(std::array::from_fn(|i| if FUSED { a.0[i].mul_add(b.0[i], self.0[i]) } else { a.0[i] * b.0[i] + self.0[i] }))
        }

        /// Not below `low` nor above `high`.
        #[inline(always)]
        pub fn clamp(self, low: Self, high: Self) -> Self {
            // As comparisons these are one instruction each; `f32::max` treats NaN, which takes several. NaN stays NaN.
            self.zip(low, |a, b| if a < b { b } else { a }).zip(high, |a, b| if a > b { b } else { a })
        }
    }
}

/// WebAssembly's 128-bit vectors.
#[cfg(target_arch = "wasm32")]
mod simd128 {
    use core::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_pmax, f32x4_pmin, f32x4_splat, v128};

    use super::LANES;

    /// Eight numbers.
    #[derive(Clone, Copy)]
    pub struct Lanes(v128, v128);

    impl Lanes {
        /// The same number eight times.
        #[inline(always)]
        pub fn splat(value: f32) -> Self {
            Self(f32x4_splat(value), f32x4_splat(value))
        }

        /// Eight values from `at` on.
        #[inline(always)]
        pub fn load(values: &[f32], at: usize) -> Self {
            let v = &values[at..at + LANES];
            Self(f32x4(v[0], v[1], v[2], v[3]), f32x4(v[4], v[5], v[6], v[7]))
        }

        /// To the first eight values.
        #[inline(always)]
        pub fn store(self, values: &mut [f32]) {
            let Self(a, b) = self;
            let all = [
                f32x4_extract_lane::<0>(a),
                f32x4_extract_lane::<1>(a),
                f32x4_extract_lane::<2>(a),
                f32x4_extract_lane::<3>(a),
                f32x4_extract_lane::<0>(b),
                f32x4_extract_lane::<1>(b),
                f32x4_extract_lane::<2>(b),
                f32x4_extract_lane::<3>(b),
            ];
            values[..LANES].copy_from_slice(&all);
        }

        /// Sum.
        #[inline(always)]
        pub fn add(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0), f32x4_add(self.1, other.1))
        }

        /// Plus `a * b`, rounded once if `FUSED` and the processor can do that; only in the module with relaxed SIMD.
        #[inline(always)]
        pub fn add_product<const FUSED: bool>(self, a: Self, b: Self) -> Self {
            #[cfg(feature = "relaxed")]
            if FUSED {
                use core::arch::wasm32::f32x4_relaxed_madd;
                return Self(f32x4_relaxed_madd(a.0, b.0, self.0), f32x4_relaxed_madd(a.1, b.1, self.1));
            }
            Self(f32x4_add(f32x4_mul(a.0, b.0), self.0), f32x4_add(f32x4_mul(a.1, b.1), self.1))
        }

        /// Not below `low` nor above `high`.
        #[inline(always)]
        pub fn clamp(self, low: Self, high: Self) -> Self {
            // The pseudo-minimum and -maximum are one instruction each. NaN stays NaN.
            Self(f32x4_pmin(f32x4_pmax(self.0, low.0), high.0), f32x4_pmin(f32x4_pmax(self.1, low.1), high.1))
        }
    }
}
