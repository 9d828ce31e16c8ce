use super::cells::{Cells, median};
use super::plane::Luma;
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::input::Photo;

/// Cells on each side of a cell that are looked at with it.
const REACH: Parameter = Parameter { name: "reach", least: 1.0, most: 16.0, step: 1.0, default: 4.0 };
pub(super) const PARAMETERS: &[Parameter] = &[REACH];
/// Differences of excess that are chance in windows of ordinary size.
const FLOOR: f32 = 0.06;
/// Grey levels that a share needs so as to be more than rounding.
const LEAST: f32 = 4.0;
/// Cells that a picture must have on both sides.
const LEAST_CELLS: usize = 3;

/// Where the 8×8 grid of an earlier JPEG compression lies, after Z. Fan and R. de Queiroz ("Identification of bitmap
/// compression history", IEEE TIP 12, 2003) and W. Li et al. ("Passive detection of doctored JPEG image via block artifact
/// grid extraction", Signal Processing 89, 2009): the third difference is large where blocks meet. As a share of those of
/// the eight places around, it speaks for each of the eight columns, and of the eight rows, on which the grid may lie, as
/// the votes do in ZERO (T. Nikoukhah et al., IPOL 11, 2021).
///
/// Bright is what has another grid than the picture as a whole, more than most of it has. Figures: `column` and `row` where
/// the picture's grid begins, 0..=7, and the `strength` of that grid: the excess over chance.
#[must_use]
pub fn grid(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let phases = Phases::of(&Luma::of(photo), progress);
    let whole = phases.excess(0..phases.cells.len());
    let (column, row) = whole.origin();
    let figures = vec![
        Figure::new("column", column as f32, "pixels"),
        Figure::new("row", row as f32, "pixels"),
        Figure::new("strength", whole.0[0][column] + whole.0[1][row], ""),
    ];
    let reach = settings.get(&REACH) as usize;
    let windows = phases.windows(reach);
    let scores: Vec<f32> = windows.iter().map(|sums| sums.excess().beyond(&whole).0.max(0.0)).collect();
    // Less than the picture's own median is no departure.
    let middle = median(scores.clone());
    let values = scores.into_iter().map(|score| score.max(middle)).collect();
    LensMap::of_cells(photo, Cells { wide: phases.wide, high: phases.high, values }.departures(FLOOR), figures)
}

/// For each column and row of the eight, how much speaks for a grid that begins there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums([[f32; 8]; 2]);

/// By how much each column and row has more than an eighth of what speaks for all: 0 for chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Excess(pub [[f32; 8]; 2]);

/// [`Sums`] of each cell.
pub(super) struct Phases {
    pub wide: usize,
    pub high: usize,
    cells: Vec<Sums>,
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        for axis in 0..2 {
            for p in 0..8 {
                self.0[axis][p] += other.0[axis][p];
            }
        }
    }

    pub fn excess(&self) -> Excess {
        Excess(self.0.map(|sums| {
            let eighth = sums.iter().sum::<f32>() / 8.0;
            sums.map(|sum| if eighth > 0.0 { sum / eighth - 1.0 } else { 0.0 })
        }))
    }
}

impl Excess {
    /// The strongest column and row.
    pub fn origin(&self) -> (usize, usize) {
        let strongest = |axis: &[f32; 8]| (0..8).max_by(|&a, &b| axis[a].total_cmp(&axis[b])).unwrap_or(0);
        (strongest(&self.0[0]), strongest(&self.0[1]))
    }

    /// How much more another grid than that of `rest` has here than there, and which.
    pub fn beyond(&self, rest: &Excess) -> (f32, [u8; 2]) {
        let (column, row) = rest.origin();
        let gain = |axis: usize, own: usize| {
            let more = move |p: usize| if p == own { 0.0 } else { self.0[axis][p] - rest.0[axis][p] };
            (0..8).map(move |p| (more(p), p))
        };
        let best = |axis: usize, own: usize, with_own: bool| {
            gain(axis, own).filter(|&(_, p)| with_own || p != own).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
        };
        let (x, y) = (best(0, column, true), best(1, row, true));
        if (x.1, y.1) != (column, row) {
            return (x.0 + y.0, [x.1 as u8, y.1 as u8]);
        }
        // The own grid gains nothing by definition; the best of the others loses.
        let (x, y) = (best(0, column, false), best(1, row, false));
        if x.0 >= y.0 { (x.0, [x.1 as u8, row as u8]) } else { (y.0, [column as u8, y.1 as u8]) }
    }
}

impl Phases {
    pub fn of(luma: &Luma, progress: &mut dyn FnMut(f32)) -> Self {
        let (wide, high) = (luma.width.div_ceil(CELL), luma.height.div_ceil(CELL));
        let mut cells = vec![Sums::default(); wide * high];
        if wide < LEAST_CELLS || high < LEAST_CELLS {
            return Self { wide, high, cells };
        }
        let (width, height) = (luma.width, luma.height);
        // Along rows: sums of three rows, so that what runs down several pixels counts for more than noise.
        let mut line = vec![0.0; width];
        let mut jumps = vec![0.0; width];
        for y in 1..height - 1 {
            if y % 256 == 0 {
                progress(0.5 * y as f32 / height as f32);
            }
            for (x, sum) in line.iter_mut().enumerate() {
                *sum = luma.at(x, y - 1) + luma.at(x, y) + luma.at(x, y + 1);
            }
            for x in 2..width - 1 {
                jumps[x] = (line[x - 2] - 3.0 * line[x - 1] + 3.0 * line[x] - line[x + 1]).abs();
            }
            let row = &mut cells[y / CELL * wide..(y / CELL + 1) * wide];
            let mut around: f32 = jumps[2..10].iter().sum();
            // The eight places from three before to four after.
            for x in 5..width - 5 {
                row[x / CELL].0[0][x % 8] += jumps[x] / (around + 8.0 * LEAST);
                around = (around + jumps[x + 5] - jumps[x - 3]).max(0.0);
            }
        }
        // Down columns the same, a row at a time.
        let jump = |x: usize, y: usize| {
            let three = |y: usize| luma.at(x - 1, y) + luma.at(x, y) + luma.at(x + 1, y);
            (three(y - 2) - 3.0 * three(y - 1) + 3.0 * three(y) - three(y + 1)).abs()
        };
        let mut ring: Vec<Vec<f32>> = (0..8).map(|_| vec![0.0; width]).collect();
        for y in 2..height - 1 {
            if y % 256 == 0 {
                progress(0.5 + 0.5 * y as f32 / height as f32);
            }
            for (x, value) in ring[y % 8].iter_mut().enumerate().take(width - 1).skip(1) {
                *value = jump(x, y);
            }
            // The ring holds y - 7 ..= y: three before and four after y - 4.
            let Some(middle) = (y >= 9).then(|| y - 4) else { continue };
            let row = &mut cells[middle / CELL * wide..(middle / CELL + 1) * wide];
            for x in 1..width - 1 {
                let around: f32 = ring.iter().map(|line| line[x]).sum();
                row[x / CELL].0[1][middle % 8] += ring[middle % 8][x] / (around + 8.0 * LEAST);
            }
        }
        Self { wide, high, cells }
    }

    /// Of a set of cells.
    pub fn excess(&self, cells: impl Iterator<Item = usize>) -> Excess {
        let mut sums = Sums::default();
        cells.for_each(|cell| sums.add(&self.cells[cell]));
        sums.excess()
    }

    /// The sums over the cells within `reach` of each.
    fn windows(&self, reach: usize) -> Vec<Sums> {
        let mut columns = vec![Sums::default(); self.wide];
        let mut windows = Vec::with_capacity(self.cells.len());
        for y in 0..self.high {
            // Anew for each row: running sums of floats drift.
            columns.fill(Sums::default());
            for row in y.saturating_sub(reach)..(y + reach + 1).min(self.high) {
                for (column, cell) in columns.iter_mut().zip(&self.cells[row * self.wide..]) {
                    column.add(cell);
                }
            }
            for x in 0..self.wide {
                let mut sums = Sums::default();
                columns[x.saturating_sub(reach)..(x + reach + 1).min(self.wide)].iter().for_each(|column| sums.add(column));
                windows.push(sums);
            }
        }
        windows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::{auc, inside, means, photo, saved, saved_off_grid, scene, spliced};

    fn look(photo: &Photo) -> LensMap {
        grid(photo, &Settings::default(), &mut |_| ())
    }

    #[test]
    fn tells_where_the_grid_of_a_cut_picture_begins() {
        let map = look(&photo(256, 192, saved_off_grid(12.0, 60, (3, 5))));
        assert_eq!((map.figures[0].value, map.figures[1].value), (3.0, 5.0));
    }

    #[test]
    fn sees_a_part_off_the_grid_and_where_its_own_begins() {
        let outer = saved(&scene(256, 192, |_, _| 12.0), 256, 192, 60);
        let forged = spliced(&outer, &saved_off_grid(12.0, 60, (3, 5)));
        let map = look(&forged);
        assert_eq!((map.figures[0].value, map.figures[1].value), (0.0, 0.0));
        assert!(auc(&map) > 0.95, "{}", auc(&map));
        let phases = Phases::of(&Luma::of(&forged), &mut |_| ());
        let part = |of: bool| (0..phases.cells.len()).filter(move |c| inside(c % 32 * CELL, c / 32 * CELL) == of);
        assert_eq!(phases.excess(part(true)).beyond(&phases.excess(part(false))).1, [3, 5]);
        // Four robust standard deviations are a half.
        let [forged, untouched] = [means(&map), means(&look(&photo(256, 192, outer)))];
        assert!(forged[0] > 0.5 && untouched.iter().all(|&mean| mean < 0.25), "{forged:?} {untouched:?}");
    }
}
