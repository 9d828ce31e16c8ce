//! Traces of earlier JPEG compressions in a region.

use super::patches::{Patches, Place, significance};
use super::{Grid, Quality, Weight, thresholds};
use crate::evidence::double_quantisation::Likelihood;
use crate::evidence::grid::{Excess, Phases};
use crate::evidence::plane::Luma;
use crate::frequency::{BLOCK, BlockDct};
use crate::input::Photo;
use crate::input::jpeg::{ZIGZAG, ijg_luminance};

/// Frequencies whose double quantisation is looked at.
pub const FREQUENCIES: usize = 10;
/// Fewest cells of a region.
const LEAST_CELLS: usize = 12;
/// Differences of excess that are chance.
const GRID_FLOOR: f32 = 0.02;
/// The qualities that are looked for.
const QUALITIES: std::ops::RangeInclusive<u8> = 40..=97;
/// Frequencies that are looked at for them, in zigzag order after the mean.
const COMB: usize = 15;
/// Steps below this are lost in the rounding of pixels.
const LEAST_STEP: u16 = 3;
/// Steps above this are looked for no more.
const MOST_STEP: usize = 80;
/// Blocks of a set that are transformed at most, and of the rest.
const MOST_BLOCKS: usize = 300;
const MOST_REST: usize = 4000;
/// Fewest coefficients that must fall beyond the first step of a quality.
const LEAST_COUNT: f32 = 40.0;
/// How clear a quality's comb must be to be named, and what share of the clearest one that of a coarser table needs to be
/// named instead: a table twice as fine has a comb wherever the coarser one has.
const CLEAR: f32 = 0.25;
const COARSER: f32 = 0.85;
/// Differences of the comb, times the root of the count, that are chance.
const COMB_FLOOR: f32 = 0.7;
/// Differences of the mean logarithm of likelihoods that are chance.
const TWICE_FLOOR: f32 = 0.05;
/// How surely the rest has a grid, in robust standard deviations, before a region can contradict with it.
const SURE_GRID: f32 = 6.0;
/// Qualities that lie nearer to each other are one: combs tell them to a step or two.
const LEAST_DIFFERENCE: u8 = 3;

/// The grid inside against that of the rest. `has_own`: the file is a JPEG, whose own grid is no trace of an earlier one.
pub fn grid(phases: &Phases, patches: &Patches<'_>, place: &Place, has_own: bool) -> Option<Grid> {
    if place.cells.len() < LEAST_CELLS || place.shape.cells.is_empty() {
        return None;
    }
    let of = |cells: &[(u32, u32)], shift| phases.excess(patches.shifted(cells, shift).into_iter());
    let inside = of(&place.cells, (0, 0));
    let rest = phases.excess(patches.rest_cells());
    let (score, other) = inside.beyond(&rest);
    let elsewhere: Vec<Excess> = place.shifts.iter().map(|&shift| of(&place.shape.cells, shift)).collect();
    let scores: Vec<f32> = elsewhere.iter().map(|patch| patch.beyond(&rest).0).collect();
    let significance = significance(score, &scores, GRID_FLOOR)?;
    let (column, row) = rest.origin();
    let outside = [column as u8, row as u8];
    let mut weight = thresholds::supports(significance, thresholds::GRID);
    // An earlier grid is one that the file's own saving did not make.
    if weight == Weight::Neutral && !(has_own && outside == [0, 0]) {
        let strength = |excess: &Excess| excess.0[0][column] + excess.0[1][row];
        let theirs: Vec<f32> = elsewhere.iter().map(strength).collect();
        let from_nothing = super::patches::significance(0.0, &theirs, GRID_FLOOR)?;
        let from_them = super::patches::significance(strength(&inside), &theirs, GRID_FLOOR)?;
        if from_nothing <= -SURE_GRID && from_them.abs() < 1.5 {
            weight = Weight::Contradicts;
        }
    }
    let inside = if weight == Weight::Supports { other } else { outside };
    let doubt = significance.max(0.0).powi(2);
    let confidence = doubt / (doubt + thresholds::GRID.powi(2));
    Some(Grid { inside, outside, confidence, significance, weight })
}

/// How clear the comb of each quality is: the mean of cos(2πc/q) over coefficients beyond their first step, 1 where all are
/// multiples of the steps and 0 where they are none (the phase of the characteristic function, as in Z. Fan and R. de
/// Queiroz, IEEE TIP 12, 2003), and how many coefficients there are.
struct Comb {
    clear: Vec<f32>,
    count: Vec<f32>,
}

impl Comb {
    /// Of blocks whose upper left corners are given.
    fn of(luma: &Luma, dct: &BlockDct, corners: impl Iterator<Item = (usize, usize)>) -> Self {
        // For each frequency and step the sum and the count.
        let mut sums = vec![[(0f32, 0f32); MOST_STEP + 1]; COMB];
        for (x, y) in corners.filter(|&(x, y)| x + BLOCK <= luma.width && y + BLOCK <= luma.height) {
            let mut block: [f32; 64] = std::array::from_fn(|i| luma.at(x + i % BLOCK, y + i / BLOCK) - 128.0);
            dct.forward(&mut block);
            for (sums, &k) in sums.iter_mut().zip(&ZIGZAG[1..]) {
                let value = block[k].abs();
                // Beyond three quarters of a step: zero is a multiple of every step.
                let last = (value / 0.75) as usize;
                for (step, (sum, count)) in sums.iter_mut().enumerate().take(last + 1).skip(usize::from(LEAST_STEP)) {
                    *sum += (std::f32::consts::TAU * value / step as f32).cos();
                    *count += 1.0;
                }
            }
        }
        let qualities = QUALITIES.map(|quality| {
            let table = ijg_luminance(quality);
            let steps =
                (0..COMB).map(|i| (i, table[ZIGZAG[i + 1]])).filter(|&(_, q)| q >= LEAST_STEP && usize::from(q) <= MOST_STEP);
            steps.fold((0.0, 0.0), |(sum, count), (i, q)| {
                let (s, n) = sums[i][usize::from(q)];
                (sum + s, count + n)
            })
        });
        let (sums, count): (Vec<f32>, Vec<f32>) = qualities.unzip();
        let clear = sums.iter().zip(&count).map(|(sum, &n)| if n >= LEAST_COUNT { sum / n } else { 0.0 }).collect();
        Self { clear, count }
    }

    /// The lowest quality whose comb is about as clear as any; 100 where none is.
    fn quality(&self) -> u8 {
        let most = self.clear.iter().fold(0f32, |a, &b| a.max(b));
        let found = QUALITIES.zip(&self.clear).find(|&(_, &clear)| clear >= CLEAR && clear >= COARSER * most);
        found.map_or(100, |(quality, _)| quality)
    }

    /// Where this comb is clearer than that of `rest` beyond chance, how much, and at which quality.
    fn beyond(&self, rest: &Comb) -> (f32, u8) {
        let gain = |i: usize| (self.clear[i] - rest.clear[i]) * self.count[i].sqrt();
        let candidates = QUALITIES.enumerate().filter(|&(i, _)| self.count[i] >= LEAST_COUNT && rest.count[i] >= LEAST_COUNT);
        candidates.map(|(i, quality)| (gain(i), quality)).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 100))
    }

    /// The same the other way round, weighted by what is here.
    fn behind(&self, rest: &Comb) -> (f32, u8) {
        let loss = |i: usize| (rest.clear[i] - self.clear[i]) * self.count[i].sqrt();
        let candidates = QUALITIES.enumerate().filter(|&(i, _)| self.count[i] >= LEAST_COUNT && rest.count[i] >= LEAST_COUNT);
        candidates.map(|(i, quality)| (loss(i), quality)).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 100))
    }

    fn says_something(&self) -> bool {
        self.count.iter().any(|&n| n >= LEAST_COUNT)
    }
}

/// The quality of an earlier compression inside and outside: by the comb that its steps leave in the coefficients, on the
/// grid of the rest and on that found inside, and by the double quantisation of the file's own coefficients.
pub fn quality(
    luma: &Luma,
    patches: &Patches<'_>,
    place: &Place,
    grid: Option<&Grid>,
    twice: Option<&Likelihood>,
    photo: &Photo,
) -> Option<Quality> {
    if place.cells.len() < LEAST_CELLS {
        return None;
    }
    let dct = BlockDct::new();
    let wide = luma.width.div_ceil(BLOCK);
    let comb = |cells: &[usize], most: usize, [column, row]: [u8; 2]| {
        let count = cells.len().min(most);
        let chosen = (0..count).map(|i| cells[i * cells.len() / count]);
        Comb::of(
            luma,
            &dct,
            chosen.map(|cell| (cell % wide * BLOCK + usize::from(column), cell / wide * BLOCK + usize::from(row))),
        )
    };
    let rest: Vec<usize> = patches.rest_cells().collect();
    let outside_grid = grid.map_or([0, 0], |grid| grid.outside);
    let mut best = Quality {
        inside: 100,
        outside: comb(&rest, MOST_REST, outside_grid).quality(),
        significance: 0.0,
        weight: Weight::Neutral,
    };
    best.inside = best.outside;
    let mut measured = false;
    let mut origins = vec![outside_grid];
    origins.extend(grid.map(|grid| grid.inside).filter(|&inside| inside != outside_grid));
    for origin in origins {
        let whole = comb(&rest, MOST_REST, origin);
        let inside = comb(&patches.shifted(&place.cells, (0, 0)), MOST_BLOCKS, origin);
        if !inside.says_something() {
            continue;
        }
        let elsewhere: Vec<Comb> =
            place.shifts.iter().map(|&shift| comb(&patches.shifted(&place.shape.cells, shift), MOST_BLOCKS, origin)).collect();
        let elsewhere: Vec<Comb> = elsewhere.into_iter().filter(Comb::says_something).collect();
        let spread = |value: f32, of: &dyn Fn(&Comb) -> f32| {
            significance(value, &elsewhere.iter().map(of).collect::<Vec<_>>(), COMB_FLOOR)
        };
        let (more, quality) = inside.beyond(&whole);
        if let Some(significance) = spread(more, &|patch| patch.beyond(&whole).0) {
            measured = true;
            if significance > best.significance {
                best = Quality { inside: quality, significance, ..best };
            }
        }
        let (less, quality) = inside.behind(&whole);
        if let Some(significance) = spread(less, &|patch| patch.behind(&whole).0) {
            measured = true;
            if significance > best.significance {
                // Where they differ most need not be where the rest is clearest.
                let outside = if whole.quality() < 100 { whole.quality() } else { quality };
                best = Quality { inside: inside.quality(), outside, significance, ..best };
            }
        }
    }
    if let Some(twice) = twice {
        let mean = |cells: &[usize]| cells.iter().map(|&cell| twice.blocks[cell]).sum::<f32>() / cells.len().max(1) as f32;
        let others: Vec<f32> = place.shifts.iter().map(|&shift| mean(&patches.shifted(&place.shape.cells, shift))).collect();
        if let Some(significance) = significance(mean(&patches.shifted(&place.cells, (0, 0))), &others, TWICE_FLOOR) {
            measured = true;
            if significance > best.significance {
                let own = photo.jpeg.as_ref().and_then(|jpeg| jpeg.quality).unwrap_or(100);
                best = Quality { inside: own, outside: twice.first_quality, significance, ..best };
            }
        }
    }
    best.weight = thresholds::supports(best.significance, thresholds::QUALITY);
    // What differs only beside the point, in grid or strength, is no difference of quality.
    if best.inside.abs_diff(best.outside) < LEAST_DIFFERENCE {
        best.weight = Weight::Neutral;
    }
    if best.weight == Weight::Neutral {
        best.inside = best.outside;
    }
    measured.then_some(best)
}
