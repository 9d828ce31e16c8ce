use std::sync::Arc;

use rustdct::num_complex::Complex;
use rustdct::rustfft::{Fft, FftPlanner};

use super::cells::{Cells, quantile};
use super::plane::Luma;
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::input::Photo;

/// Pixels along a side of the windows whose spectrum is taken.
const SIDE: Parameter = Parameter { name: "side", least: 64.0, most: 128.0, step: 32.0, default: 64.0 };
pub(super) const PARAMETERS: &[Parameter] = &[SIDE];
/// Logarithms of peaks that chance makes alike.
const FLOOR: f32 = 0.25;
/// Windows at most; on larger pictures they lie further apart.
const MOST_WINDOWS: usize = 3000;

/// The periodic trace of interpolation (A. Popescu and H. Farid, "Exposing digital forgeries by detecting traces of
/// resampling", IEEE TSP 53, 2005) by the fixed predictor of M. Kirchner ("Fast and reliable resampling detection by spectral
/// analysis of fixed linear predictor residue", MM&Sec 2008): how well a pixel is told by its neighbours repeats with the
/// resampling's period, which is a peak in the spectrum. Frequencies that an 8×8 grid makes as well are left out, and with
/// them resampling by 2, 4/3, 8/5 and the like.
///
/// Bright are windows with a sharper peak than the others. Figures: the `median` and the `greatest` peak over the spectrum
/// around it.
#[must_use]
pub fn resampling(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let side = (settings.get(&SIDE) / 8.0) as usize * 8;
    let luma = Luma::of(photo);
    let (wide, high) = Cells::count(photo);
    let starts = |length: usize, step: usize| (0..=length.saturating_sub(side)).step_by(step).collect::<Vec<_>>();
    let step = (1..)
        .map(|n| n * side / 4)
        .find(|&step| starts(luma.width, step).len() * starts(luma.height, step).len() <= MOST_WINDOWS);
    let step = step.unwrap_or(side).max(CELL);
    let (columns, rows) = (starts(luma.width, step), starts(luma.height, step));
    let mut spectra = Spectra::new(side);
    let mut peaks = Vec::with_capacity(columns.len() * rows.len());
    for (done, &y) in rows.iter().enumerate() {
        progress(done as f32 / rows.len() as f32);
        for &x in &columns {
            let power = spectra.of(&luma, std::iter::once((x, y)));
            peaks.push(power.map_or(0.0, |power| power.ratios().peak().0.ln().max(0.0)));
        }
    }
    let figures = vec![
        Figure::new("median", quantile(peaks.clone(), 0.5).exp(), ""),
        Figure::new("greatest", quantile(peaks.clone(), 1.0).exp(), ""),
    ];
    // A cell has the mean of the windows whose middle is near.
    let mut values = vec![0.0; wide * high];
    let nearest = |cell: usize, starts: &[usize]| {
        let at = (cell * CELL + CELL / 2).saturating_sub(side / 2);
        ((at + step / 2) / step).min(starts.len() - 1)
    };
    for (i, value) in values.iter_mut().enumerate() {
        *value = peaks[nearest(i / wide, &rows) * columns.len() + nearest(i % wide, &columns)];
    }
    let mut cells = Cells { wide, high, values }.smoothed(step / CELL / 2);
    let middle = quantile(cells.values.clone(), 0.5);
    cells.values.iter_mut().for_each(|v| *v = v.max(middle));
    LensMap::of_cells(photo, cells.departures(FLOOR), figures)
}

/// Takes the spectra of square windows.
pub(super) struct Spectra {
    side: usize,
    transform: Arc<dyn Fft<f32>>,
    taper: Vec<f32>,
    buffer: Vec<Complex<f32>>,
}

/// The power of each frequency, `side * side`.
pub(super) struct Power {
    side: usize,
    values: Vec<f32>,
}

/// Each frequency's power over that of the frequencies around; zero for those left out.
pub(super) struct Ratios {
    values: Vec<f32>,
}

impl Spectra {
    pub fn new(side: usize) -> Self {
        let taper = (0..side).map(|i| ((i as f32 + 0.5) / side as f32 * std::f32::consts::PI).sin().powi(2)).collect();
        let transform = FftPlanner::new().plan_fft_forward(side);
        Self { side, transform, taper, buffer: vec![Complex::default(); side * side] }
    }

    /// The mean power over windows by their upper left corners; nothing where all are flat or reach beyond the picture.
    pub fn of(&mut self, luma: &Luma, corners: impl Iterator<Item = (usize, usize)>) -> Option<Power> {
        let side = self.side;
        let mut values = vec![0.0; side * side];
        let mut count = 0;
        for (left, top) in corners.filter(|&(x, y)| x + side <= luma.width && y + side <= luma.height) {
            if !self.probabilities(luma, left, top) {
                continue;
            }
            for _ in 0..2 {
                self.transform.process(&mut self.buffer);
                for y in 0..side {
                    for x in y + 1..side {
                        self.buffer.swap(y * side + x, x * side + y);
                    }
                }
            }
            values.iter_mut().zip(&self.buffer).for_each(|(sum, value)| *sum += value.norm_sqr());
            count += 1;
        }
        values.iter_mut().for_each(|v| *v /= count as f32);
        (count > 0).then_some(Power { side, values })
    }

    /// Fills the buffer with how well each pixel is predicted; says whether the window says anything.
    fn probabilities(&mut self, luma: &Luma, left: usize, top: usize) -> bool {
        let side = self.side;
        let (mut sum, mut varied) = (0.0, 0);
        for y in 0..side {
            for x in 0..side {
                let at = |dx: isize, dy: isize| luma.near((left + x) as isize + dx, (top + y) as isize + dy);
                let sides = at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1);
                let corners = at(-1, -1) + at(1, -1) + at(-1, 1) + at(1, 1);
                let error = at(0, 0) - 0.5 * sides + 0.25 * corners;
                let p = (-(error * error) / 4.0).exp();
                varied += usize::from(error.abs() > 0.3);
                sum += p;
                self.buffer[y * side + x] = Complex::new(p, 0.0);
            }
        }
        let mean = sum / (side * side) as f32;
        for (i, value) in self.buffer.iter_mut().enumerate() {
            value.re = (value.re - mean) * self.taper[i / side] * self.taper[i % side];
        }
        varied * 4 > side * side
    }
}

impl Power {
    /// Over the mean of the 9×9 frequencies around, the nearest 3×3 left out.
    pub fn ratios(&self) -> Ratios {
        let side = self.side;
        let sums = |reach: usize| -> Vec<f32> {
            let along = |values: &[f32], at: &dyn Fn(usize, usize) -> usize| -> Vec<f32> {
                let mut out = vec![0.0; side * side];
                for line in 0..side {
                    for i in 0..side {
                        let near = (0..=2 * reach).map(|d| values[at(line, (i + side + d - reach) % side)]);
                        out[at(line, i)] = near.sum();
                    }
                }
                out
            };
            along(&along(&self.values, &|line, i| line * side + i), &|line, i| i * side + line)
        };
        let (far, near) = (sums(4), sums(1));
        let values = (0..side * side).map(|i| {
            let around = (far[i] - near[i]).max(0.0) / 72.0;
            if self.is_left_out(i) || around <= 0.0 { 0.0 } else { self.values[i] / around }
        });
        Ratios { values: values.collect() }
    }

    /// Low frequencies, which the content has, the half that is the other's mirror image, and those of an 8×8 grid.
    fn is_left_out(&self, i: usize) -> bool {
        let side = self.side;
        let (x, y) = (i % side, i / side);
        let folded = |f: usize| f.min(side - f);
        let of_grid = |f: usize| (f + 1) % (side / 8) <= 2;
        y > side / 2 || folded(x).max(folded(y)) < side / 10 || (of_grid(x) && of_grid(y))
    }
}

impl Ratios {
    /// The greatest and its frequency's index.
    pub fn peak(&self) -> (f32, usize) {
        let greatest = (0..self.values.len()).max_by(|&a, &b| self.values[a].total_cmp(&self.values[b])).unwrap_or(0);
        (self.values[greatest], greatest)
    }

    pub fn at(&self, frequency: usize) -> f32 {
        self.values[frequency]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::{auc, enlarged, greatest, photo, scene, spliced};

    #[test]
    fn sees_a_part_that_was_enlarged_by_1_3() {
        let look = |photo: &Photo| resampling(photo, &Settings::default(), &mut |_| ());
        let original = scene(256, 192, |_, _| 12.0);
        let map = look(&spliced(&original, &enlarged(&original, 1.3)));
        let untouched = look(&photo(256, 192, original));
        let peak = |map: &LensMap| map.figures[1].value;
        assert!(peak(&map) > 4.0 * peak(&untouched), "{} {}", peak(&map), peak(&untouched));
        assert!(auc(&map) > 0.9, "{}", auc(&map));
        assert!(greatest(&untouched) < 0.5, "{}", greatest(&untouched));
    }
}
