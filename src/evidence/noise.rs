use super::{CELL, Cells, Figure, LensMap, median};
use crate::frequency::luma;
use crate::input::Photo;

/// Cells on each side of a cell whose pixels count towards its noise.
const REACH: usize = 1;
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
pub fn noise(photo: &Photo) -> LensMap {
    let (wide, high) = Cells::count(photo);
    let histograms = Diagonals { photo, wide };
    // One running window of histograms for each row of cells: rows enter below and leave above.
    let mut levels = Vec::with_capacity(wide * high);
    let mut columns = vec![[0u16; BINS]; wide];
    for y in 0..REACH.min(high) {
        histograms.enter(y, &mut columns, 1);
    }
    for y in 0..high {
        if y + REACH < high {
            histograms.enter(y + REACH, &mut columns, 1);
        }
        if let Some(gone) = y.checked_sub(REACH + 1) {
            histograms.enter(gone, &mut columns, u16::MAX);
        }
        for x in 0..wide {
            levels.push(level(&columns[x.saturating_sub(REACH)..(x + REACH + 1).min(wide)]));
        }
    }
    let quantile = |share| super::quantile(levels.clone(), share);
    let ratio = (quantile(0.9) + 0.25) / (quantile(0.1) + 0.25);
    let figures = vec![
        Figure { name: "median", value: median(levels.clone()), unit: "grey levels" },
        Figure { name: "p90-to-p10", value: ratio, unit: "" },
    ];
    let values = levels.into_iter().map(|level| (level + 0.25).log2()).collect();
    let cells = Cells { wide, high, values }.smoothed(1);
    LensMap { cells_wide: wide, cells_high: high, values: cells.departures(FLOOR), figures }
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
    let total: u32 = columns.iter().flatten().map(|&c| u32::from(c)).sum();
    let mut below = 0;
    for bin in 0..BINS {
        let here: u32 = columns.iter().map(|c| u32::from(c[bin])).sum();
        if here > 0 && 2 * (below + here) >= total {
            // Where in the bin the middle lies, as if its values were spread evenly.
            let inside = (total as f32 / 2.0 - below as f32) / here as f32;
            return (bin as f32 + inside) / PER_LEVEL / 0.6745;
        }
        below += here;
    }
    0.0
}
