//! A context of the picture: means of a few cells a side, a 1×1, and back to full size (the pyramid of PSPNet, Zhao et al.
//! 2017, added here in place of concatenated). Pooling and enlarging are linear and separable, so each is two matrix
//! products.

use burn::tensor::{Device, Tensor};

use super::layers::{Pointwise, tensor};
use super::weights::{ModelError, Parameters, Places};

/// One level of the pyramid.
pub struct PooledContext {
    cells: usize,
    project: Pointwise,
    device: Device,
}

impl PooledContext {
    /// Takes `name.*`.
    pub fn new(
        name: &str,
        cells: usize,
        inputs: usize,
        outputs: usize,
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        source.at(Places::Cells(cells));
        let project = Pointwise::new(name, inputs, outputs, source, device)?;
        Ok(Self { cells, project, device: device.clone() })
    }

    /// N×I×H×W to N×O×H×W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let [.., height, width] = x.dims();
        let matrix = |values: Vec<f32>, rows: usize, columns: usize| tensor(values, [1, rows, columns], &self.device);
        let pool = |side: usize| matrix(pooling(side, self.cells), self.cells, side);
        let enlarge = |side: usize| matrix(enlarging(self.cells, side), side, self.cells);
        let cells = self.project.relu(resample(x, &pool(height), &pool(width)));
        resample(cells, &enlarge(height), &enlarge(width))
    }
}

/// Multiplies the columns of each channel, N×C×H×W, by `down`, 1×P×H, and its rows by `across`, 1×Q×W: N×C×P×Q.
fn resample(x: Tensor<4>, down: &Tensor<3>, across: &Tensor<3>) -> Tensor<4> {
    turn(turn(x, across), down)
}

/// Multiplies the rows of each channel, N×C×H×W, by `matrix`, 1×O×W, and transposes: N×C×O×H.
fn turn(x: Tensor<4>, matrix: &Tensor<3>) -> Tensor<4> {
    let [n, c, height, width] = x.dims();
    let [_, outputs, _] = matrix.dims();
    let rows = x.reshape([1, n * c * height, width]).matmul(matrix.clone().swap_dims(1, 2));
    rows.reshape([n, c, height, outputs]).swap_dims(2, 3)
}

/// Adaptive average pooling of `inputs` values to `outputs`: rows of weights. Cells may share values.
fn pooling(inputs: usize, outputs: usize) -> Vec<f32> {
    let mut rows = vec![0.0; outputs * inputs];
    for (cell, row) in rows.chunks_exact_mut(inputs).enumerate() {
        let (first, end) = (cell * inputs / outputs, ((cell + 1) * inputs).div_ceil(outputs));
        row[first..end].fill(1.0 / (end - first) as f32);
    }
    rows
}

/// Linear interpolation of `inputs` values to `outputs`, both seen as cells of one length (corners not aligned).
fn enlarging(inputs: usize, outputs: usize) -> Vec<f32> {
    let mut rows = vec![0.0; outputs * inputs];
    for (place, row) in rows.chunks_exact_mut(inputs).enumerate() {
        let at = ((place as f32 + 0.5) * inputs as f32 / outputs as f32 - 0.5).max(0.0);
        let below = at as usize;
        let share = at - below as f32;
        row[below] += 1.0 - share;
        row[(below + 1).min(inputs - 1)] += share;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_means_and_may_overlap() {
        assert_eq!(pooling(4, 2), [0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.5, 0.5]);
        assert_eq!(pooling(4, 3), [0.5, 0.5, 0.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.5, 0.5]);
        assert_eq!(pooling(2, 3), [1.0, 0.0, 0.5, 0.5, 0.0, 1.0]);
    }

    #[test]
    fn a_linear_ramp_stays_one_between_the_outer_cells() {
        let rows = enlarging(2, 4);
        let values: Vec<f32> = rows.chunks_exact(2).map(|row| row[0] * 10.0 + row[1] * 20.0).collect();
        assert_eq!(values, [10.0, 12.5, 17.5, 20.0]);
    }

    #[test]
    fn rows_and_columns_are_not_mixed_up() {
        let device = Device::flex();
        // 4 rows of 2, to 2 rows of 1.
        let x: Vec<f32> = (0..8).map(|i| (i % 2 + 10 * (i / 2)) as f32).collect();
        let (down, across) = (tensor(pooling(4, 2), [1, 2, 4], &device), tensor(pooling(2, 1), [1, 1, 2], &device));
        let pooled = resample(tensor(x, [1, 1, 4, 2], &device), &down, &across);
        assert_eq!(pooled.dims(), [1, 1, 2, 1]);
        assert_eq!(pooled.into_data().try_to_vec::<f32>().expect("f32"), [5.5, 25.5]);
    }
}
