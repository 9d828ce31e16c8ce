use std::sync::Arc;

use rustdct::{DctPlanner, TransformType2And3};

/// The 8×8 DCT of JPEG (ITU-T T.81, A.3.3) and its inverse, planned once.
pub struct BlockDct {
    transform: Arc<dyn TransformType2And3<f32>>,
}

impl Default for BlockDct {
    fn default() -> Self {
        Self::new()
    }
}

impl BlockDct {
    /// Plans the transform.
    #[must_use]
    pub fn new() -> Self {
        Self { transform: DctPlanner::new().plan_dct2(8) }
    }

    /// Samples (row-major, level-shifted) to coefficients in natural order, in place.
    pub fn forward(&self, block: &mut [f32; 64]) {
        for _ in 0..2 {
            for row in block.chunks_exact_mut(8) {
                self.transform.process_dct2(row);
                row[0] *= std::f32::consts::FRAC_1_SQRT_2 * 0.5;
                for value in &mut row[1..] {
                    *value *= 0.5;
                }
            }
            transpose(block);
        }
    }

    /// Coefficients in natural order to samples, in place.
    pub fn inverse(&self, block: &mut [f32; 64]) {
        for _ in 0..2 {
            transpose(block);
            for row in block.chunks_exact_mut(8) {
                row[0] *= std::f32::consts::FRAC_1_SQRT_2;
                for value in &mut row[1..] {
                    *value *= 0.5;
                }
                self.transform.process_dct3(row);
            }
        }
    }
}

fn transpose(block: &mut [f32; 64]) {
    for y in 0..8 {
        for x in y + 1..8 {
            block.swap(y * 8 + x, x * 8 + y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of T.81 A.3.3, term by term.
    fn by_definition(samples: &[f32; 64]) -> [f32; 64] {
        let c = |k: usize| if k == 0 { std::f64::consts::FRAC_1_SQRT_2 } else { 1.0 };
        let wave = |n: usize, k: usize| ((2 * n + 1) as f64 * k as f64 * std::f64::consts::PI / 16.0).cos();
        std::array::from_fn(|i| {
            let (v, u) = (i / 8, i % 8);
            let sum: f64 = (0..64).map(|p| f64::from(samples[p]) * wave(p % 8, u) * wave(p / 8, v)).sum();
            (0.25 * c(u) * c(v) * sum) as f32
        })
    }

    #[test]
    fn agrees_with_the_definition_and_inverts() {
        let samples: [f32; 64] = std::array::from_fn(|i| ((i * 37 + i * i * 11) % 256) as f32 - 128.0);
        let dct = BlockDct::new();
        let mut block = samples;
        dct.forward(&mut block);
        for (fast, slow) in block.iter().zip(by_definition(&samples)) {
            assert!((fast - slow).abs() < 1e-3, "{fast} is not {slow}");
        }
        dct.inverse(&mut block);
        for (back, sample) in block.iter().zip(samples) {
            assert!((back - sample).abs() < 1e-3);
        }
    }
}
