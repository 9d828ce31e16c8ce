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

    /// N×I×H×H to N×O×H×H.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let [.., side, _] = x.dims();
        let pool = tensor(pooling(side, self.cells), [1, self.cells, side], &self.device);
        let enlarge = tensor(enlarging(self.cells, side), [1, side, self.cells], &self.device);
        resample(self.project.relu(resample(x, &pool)), &enlarge)
    }
}

/// Multiplies the columns and the rows of each channel, N×C×H×H, by `matrix`, 1×O×H: N×C×O×O.
fn resample(x: Tensor<4>, matrix: &Tensor<3>) -> Tensor<4> {
    let [n, c, side, _] = x.dims();
    let [_, outputs, _] = matrix.dims();
    let turned = matrix.clone().swap_dims(1, 2);
    let across = x.reshape([1, n * c * side, side]).matmul(turned.clone()).reshape([n, c, side, outputs]).swap_dims(2, 3);
    across.reshape([1, n * c * outputs, side]).matmul(turned).reshape([n, c, outputs, outputs]).swap_dims(2, 3)
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
        let x: Vec<f32> = (0..16).map(|i| (i % 4 + 10 * (i / 4)) as f32).collect();
        let pooled = resample(tensor(x, [1, 1, 4, 4], &device), &tensor(pooling(4, 2), [1, 2, 4], &device));
        assert_eq!(pooled.into_data().try_to_vec::<f32>().expect("f32"), [5.5, 7.5, 25.5, 27.5]);
    }
}
