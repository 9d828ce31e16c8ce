use super::cells::{Cells, median, median_of_histogram, quantile};
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::frequency::luma;
use crate::input::Photo;

/// Cells on each side of a cell whose pixels count towards its noise.
const REACH: Parameter = Parameter { name: "reach", least: 0.0, most: 8.0, step: 1.0, default: 1.0 };
pub(super) const PARAMETERS: &[Parameter] = &[REACH];
/// Bins of the histogram of absolute differences, a quarter of a grey level each; the last takes all above.
const BINS: usize = 256;
const PER_LEVEL: f32 = 4.0;
/// Share of a doubling below which noise levels are alike.
const FLOOR: f32 = 0.05;

/// The noise level of each cell's surroundings (B. Mahdian and S. Saic, "Using noise inconsistencies for blind image
/// forensics", Image and Vision Computing 27, 2009), as the median absolute deviation of the finest diagonal wavelet
/// (Haar). What came from another camera, or was blurred or sharpened, has another level.
///
/// Levels are compared by their ratio. Figures: the `median` level and the `p90-to-p10` ratio of levels.
#[must_use]
pub fn noise(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let reach = settings.get(&REACH) as usize;
    let (wide, high) = Cells::count(photo);
    let histograms = Diagonals { photo, wide };
    // One running window of histograms for each row of cells: rows enter below and leave above.
    let mut levels = Vec::with_capacity(wide * high);
    let mut columns = vec![[0u16; BINS]; wide];
    for y in 0..reach.min(high) {
        histograms.enter(y, &mut columns, 1);
    }
    for y in 0..high {
        progress(y as f32 / high as f32);
        if y + reach < high {
            histograms.enter(y + reach, &mut columns, 1);
        }
        if let Some(gone) = y.checked_sub(reach + 1) {
            histograms.enter(gone, &mut columns, u16::MAX);
        }
        for x in 0..wide {
            levels.push(level(&columns[x.saturating_sub(reach)..(x + reach + 1).min(wide)]));
        }
    }
    let at = |share| quantile(levels.clone(), share) + 0.25;
    let figures =
        vec![Figure::new("median", median(levels.clone()), "grey levels"), Figure::new("p90-to-p10", at(0.9) / at(0.1), "")];
    let values = levels.into_iter().map(|level| (level + 0.25).log2()).collect();
    let cells = Cells { wide, high, values }.smoothed(1);
    LensMap::of_cells(photo, cells.departures(FLOOR), figures)
}

/// The diagonal details of a picture, row of cells by row of cells.
struct Diagonals<'a> {
    photo: &'a Photo,
    wide: usize,
}

impl Diagonals<'_> {
    /// Adds a row of cells to each column's histogram; with `sign` of `u16::MAX` (minus one, wrapping) takes it away.
    fn enter(&self, row: usize, columns: &mut [[u16; BINS]], sign: u16) {
        let (width, height) = (self.photo.width as usize, self.photo.height as usize);
        let grey = |x: usize, y: usize| {
            let at = (y * width + x) * 3;
            luma(self.photo.rgb[at], self.photo.rgb[at + 1], self.photo.rgb[at + 2])
        };
        for y in (row * CELL..((row + 1) * CELL).min(height)).step_by(2).filter(|y| y + 1 < height) {
            for x in (0..width.min(self.wide * CELL)).step_by(2).filter(|x| x + 1 < width) {
                let detail = (grey(x, y) - grey(x + 1, y) - grey(x, y + 1) + grey(x + 1, y + 1)) / 2.0;
                let bin = ((detail.abs() * PER_LEVEL) as usize).min(BINS - 1);
                let count = &mut columns[x / CELL][bin];
                *count = count.wrapping_add(sign);
            }
        }
    }
}

/// Standard deviation of the noise in grey levels: the median absolute deviation over .6745.
fn level(columns: &[[u16; BINS]]) -> f32 {
    let total = columns.iter().flatten().map(|&c| u64::from(c)).sum();
    let counts = (0..BINS).map(|bin| columns.iter().map(|c| u64::from(c[bin])).sum());
    median_of_histogram(total, counts) / PER_LEVEL / 0.6745
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::{auc, inside, photo, scene};

    #[test]
    fn sees_another_level_and_measures_it() {
        let look = |strength: f32| {
            let rgb = scene(256, 192, |x, y| if inside(x, y) { strength } else { 10.0 });
            noise(&photo(256, 192, rgb), &Settings::default(), &mut |_| ())
        };
        let map = look(30.0);
        assert!(auc(&map) > 0.95);
        // Uniform noise of ±10 in each channel: 10 / √3, times the luma's √(.299² + .587² + .114²).
        let expected = 10.0 / 3f32.sqrt() * 0.6685;
        assert!((map.figures[0].value / expected - 1.0).abs() < 0.15, "{} is not {expected}", map.figures[0].value);
        let untouched = auc(&look(10.0));
        assert!((untouched - 0.5).abs() < 0.1, "{untouched}");
    }
}
