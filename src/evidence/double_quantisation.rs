use super::cells::Cells;
use super::plane::Luma;
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::frequency::BlockDct;
use crate::input::Photo;
use crate::input::jpeg::{ZIGZAG, ijg_luminance};

/// Frequencies that are looked at, in zigzag order after the mean.
const FREQUENCIES: Parameter = Parameter { name: "frequencies", least: 1.0, most: 20.0, step: 1.0, default: 10.0 };
/// Blocks on each side of a block that are looked at with it.
const REACH: Parameter = Parameter { name: "reach", least: 0.0, most: 8.0, step: 1.0, default: 2.0 };
pub(super) const PARAMETERS: &[Parameter] = &[FREQUENCIES, REACH];
/// Quantised values beyond which all are one.
const MOST: i32 = 40;
/// Values of a histogram.
const BINS: usize = 2 * MOST as usize + 1;
/// Largest step of the first quantisation that is tried.
const MOST_STEP: u16 = 48;
/// Blocks off the grid from which the histogram of a single compression is taken, about.
const SAMPLE: usize = 20_000;
/// Fewest blocks that make a histogram.
const LEAST_BLOCKS: usize = 256;
/// How much nearer to the file's own a histogram of two compressions must be than that of one.
const NEARER: f32 = 0.6;
/// Share of blocks that may be otherwise than the rest, in the model of a picture that was compressed twice.
const OTHERS: f32 = 0.1;
/// Least chance of a value in either model; it bounds what one coefficient can say.
const RARE: f32 = 2e-3;

/// Which blocks of a JPEG file were not compressed twice as the rest was (Z. Lin et al., "Fast, automatic and fine-grained
/// tampered JPEG image detection via DCT coefficient analysis", Pattern Recognition 42, 2009; T. Bianchi et al., "Improved
/// DCT coefficient analysis for forgery localization in JPEG images", ICASSP 2011). The histogram of a frequency's
/// coefficients as one compression makes it is taken from the decoded pixels off the grid; the step of an earlier
/// compression is the one with which it comes nearest to the file's own.
///
/// A value is the probability, as likely as not beforehand, that the blocks around were not compressed twice as the rest;
/// nothing is seen where the file was not compressed twice on one grid, or the first time with finer steps. Figures:
/// `jpeg-coefficients` whether the file has them (1 or 0), `frequencies` in which an earlier compression shows, and its
/// `first-quality`, 0 where none does.
#[must_use]
pub fn double_quantisation(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let (wide, high) = Cells::count(photo);
    let likelihood = Likelihood::of(photo, settings.get(&FREQUENCIES) as usize, progress);
    let mut figures = vec![Figure::new("jpeg-coefficients", f32::from(u8::from(own(photo).is_some())), "")];
    let Some(likelihood) = likelihood else {
        figures.extend(["frequencies", "first-quality"].map(|name| Figure::new(name, 0.0, "")));
        return LensMap::of_cells(photo, vec![0.0; wide * high], figures);
    };
    figures.push(Figure::new("frequencies", likelihood.frequencies as f32, ""));
    figures.push(Figure::new("first-quality", f32::from(likelihood.first_quality), ""));
    let cells = Cells { wide, high, values: likelihood.blocks }.smoothed(settings.get(&REACH) as usize);
    // Coefficients of neighbours are not independent; their mean stands for a few blocks and not for all.
    let values = cells.values.iter().map(|&ratio| 1.0 / (1.0 + (-2.0 * ratio).exp()));
    LensMap::of_cells(photo, values.collect(), figures)
}

/// What the blocks of a file that was compressed twice say.
pub(super) struct Likelihood {
    /// For each block the logarithm of how much likelier its coefficients are after one compression than after the two of
    /// the rest.
    pub blocks: Vec<f32>,
    /// Frequencies in which the first compression shows.
    pub frequencies: usize,
    /// The quality whose table has the steps that were found.
    pub first_quality: u8,
}

/// Luminance in a row of blocks as long as the picture's.
fn own(photo: &Photo) -> Option<&crate::input::jpeg::Component> {
    let jpeg = photo.jpeg.as_ref()?;
    let (wide, high) = Cells::count(photo);
    jpeg.luminance().filter(|c| jpeg.is_full_size(c) && (c.blocks_wide, c.blocks_high) == (wide, high))
}

impl Likelihood {
    /// Nothing where the file has no coefficients, is too small, or shows no earlier compression.
    pub fn of(photo: &Photo, frequencies: usize, progress: &mut dyn FnMut(f32)) -> Option<Self> {
        let own = own(photo)?;
        let count = own.coefficients.len() / 64;
        let frequencies = &ZIGZAG[1..=frequencies.min(63)];
        let single = off_grid(photo, frequencies);
        if count < LEAST_BLOCKS || single.first().is_none_or(|values| values.len() < LEAST_BLOCKS) {
            return None;
        }
        let mut blocks = vec![0f32; count];
        let mut steps = Vec::new();
        for (done, (&k, values)) in frequencies.iter().zip(&single).enumerate() {
            progress(0.5 + 0.5 * done as f32 / frequencies.len() as f32);
            let bin = |value: i32| (value.clamp(-MOST, MOST) + MOST) as usize;
            let mut here = [0f32; BINS];
            own.coefficients.chunks_exact(64).for_each(|block| here[bin(i32::from(block[k]))] += 1.0 / count as f32);
            let fine = Fine::of(values);
            let last = own.table[k].max(1);
            let once = fine.quantised(1, last);
            let Some((first, twice)) = earlier_step(&fine, &here, &once, last) else { continue };
            steps.push((k, first));
            let ratio: [f32; BINS] = std::array::from_fn(|v| (once[v].max(RARE) / twice[v].max(RARE)).ln());
            for (sum, block) in blocks.iter_mut().zip(own.coefficients.chunks_exact(64)) {
                *sum += ratio[bin(i32::from(block[k]))];
            }
        }
        // One frequency alone is chance too often.
        if steps.len() < 2 {
            return None;
        }
        let distance = |quality: u8| -> u32 {
            let table = ijg_luminance(quality);
            steps.iter().map(|&(k, step)| u32::from(table[k].abs_diff(step))).sum()
        };
        let first_quality = (1..=100).min_by_key(|&quality| distance(quality)).unwrap_or(100);
        Some(Self { blocks, frequencies: steps.len(), first_quality })
    }
}

/// The step of an earlier quantisation, and the histogram that both make; nothing where one does as well.
fn earlier_step(fine: &Fine, here: &[f32; BINS], once: &[f32; BINS], last: u16) -> Option<(u16, [f32; BINS])> {
    let distance = |model: &[f32; BINS]| -> f32 { here.iter().zip(model).map(|(a, b)| (a - b).abs()).sum() };
    let mixed = |twice: [f32; BINS]| -> [f32; BINS] { std::array::from_fn(|v| (1.0 - OTHERS) * twice[v] + OTHERS * once[v]) };
    let candidates = (2..=MOST_STEP).filter(|&first| first != last);
    let tried = candidates.map(|first| (first, mixed(fine.quantised(first, last))));
    let (first, twice) = tried.min_by(|a, b| distance(&a.1).total_cmp(&distance(&b.1)))?;
    let single = distance(once);
    // Where both are near the file's own, there is nothing to tell apart.
    (single > 0.08 && distance(&twice) < NEARER * single).then_some((first, twice))
}

/// A histogram of unquantised coefficients, by whole levels.
struct Fine(Vec<f32>);

impl Fine {
    const REACH: i32 = 1100;

    fn of(values: &[f32]) -> Self {
        let mut bins = vec![0.0; 2 * Self::REACH as usize + 1];
        for value in values {
            bins[(value.round().clamp(-1100.0, 1100.0) as i32 + Self::REACH) as usize] += 1.0 / values.len() as f32;
        }
        Self(bins)
    }

    /// What is left of it after a quantisation with step `first`, the rounding of pixels, and one with step `last`.
    fn quantised(&self, first: u16, last: u16) -> [f32; BINS] {
        // A normal distribution of the deviation 0.4 that rounding and the conversion of colours leave.
        const NOISE: [(f32, f32); 5] = [(-0.8, 0.055), (-0.4, 0.244), (0.0, 0.402), (0.4, 0.244), (0.8, 0.055)];
        let (first, last) = (f32::from(first), f32::from(last));
        let mut bins = [0.0; BINS];
        for (i, &share) in self.0.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let value = ((i as i32 - Self::REACH) as f32 / first).round() * first;
            for (off, weight) in NOISE {
                let level = ((value + off) / last).round() as i32;
                bins[(level.clamp(-MOST, MOST) + MOST) as usize] += share * weight;
            }
        }
        bins
    }
}

/// Coefficients of blocks that lie half a block off the grid, for each of the frequencies.
fn off_grid(photo: &Photo, frequencies: &[usize]) -> Vec<Vec<f32>> {
    let luma = Luma::of(photo);
    let half = CELL / 2;
    let (wide, high) = (luma.width.saturating_sub(half) / CELL, luma.height.saturating_sub(half) / CELL);
    let step = (wide * high).div_ceil(SAMPLE).max(1);
    let dct = BlockDct::new();
    let mut values = vec![Vec::new(); frequencies.len()];
    for index in (0..wide * high).step_by(step) {
        let (left, top) = (index % wide * CELL + half, index / wide * CELL + half);
        let mut block: [f32; 64] = std::array::from_fn(|i| luma.at(left + i % CELL, top + i / CELL) - 128.0);
        dct.forward(&mut block);
        values.iter_mut().zip(frequencies).for_each(|(list, &k)| list.push(block[k]));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::{auc, greatest, jpeg_photo, means, saved, scene, spliced};

    fn look(photo: &Photo) -> LensMap {
        assert!(own(photo).is_some());
        double_quantisation(photo, &Settings::default(), &mut |_| ())
    }

    #[test]
    fn tells_what_was_saved_once_from_seventy_in_ninety() {
        let fresh = scene(256, 192, |_, _| 20.0);
        let old = saved(&fresh, 256, 192, 70);
        let map = look(&jpeg_photo(&spliced(&old, &fresh).rgb, 256, 192, 90));
        assert!((map.figures[2].value - 70.0).abs() <= 3.0, "{:?}", map.figures);
        let [inside, outside] = means(&map);
        assert!(auc(&map) > 0.95 && inside > 0.5 && outside < 0.5, "{} {inside} {outside}", auc(&map));
        let untouched = look(&jpeg_photo(&old, 256, 192, 90));
        assert!((untouched.figures[2].value - 70.0).abs() <= 3.0, "{:?}", untouched.figures);
        assert!(greatest(&untouched) < 0.5, "{}", greatest(&untouched));
    }

    #[test]
    fn one_compression_is_not_taken_for_two() {
        let map = look(&jpeg_photo(&scene(256, 192, |_, _| 20.0), 256, 192, 90));
        assert_eq!([0, 1, 2].map(|i| map.figures[i].value), [1.0, 0.0, 0.0]);
        assert_eq!(greatest(&map), 0.0);
    }
}
