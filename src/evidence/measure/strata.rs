//! Figures of single pixels, compared only among pixels of like brightness and texture.

use super::patches::{Patches, Place, moved, significance};
use super::{Ratio, thresholds};
use crate::evidence::plane::Luma;

/// Pixels around a pixel that its figures are taken from.
const REACH: usize = 4;
/// Strata of a feature at most.
const STRATA: usize = 64;
/// Fewest pixels of a region that must say something.
const LEAST_PIXELS: f32 = 96.0;
/// Pixels outside that are looked at, about.
const REST_PIXELS: usize = 150_000;
/// Fewest pixels of a stratum from which its mean is taken.
const LEAST_IN_STRATUM: f32 = 12.0;
/// The least spread of logarithms that chance is taken for.
const FLOOR: f32 = 0.03;

/// What is measured of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// J. Immerkær, "Fast noise variance estimation", CVIU 64, 1996.
    Noise,
    /// The steepest pixel of an edge over its height within seven pixels.
    Sharpness,
    /// Standard deviation within 9×9 pixels.
    Contrast,
}

impl Feature {
    const ALL: [Feature; 3] = [Feature::Noise, Feature::Sharpness, Feature::Contrast];

    fn threshold(self) -> f32 {
        match self {
            Feature::Noise => thresholds::NOISE,
            Feature::Sharpness => thresholds::SHARPNESS,
            Feature::Contrast => thresholds::CONTRAST,
        }
    }

    /// The figure of a pixel and its stratum; nothing where the pixel says nothing.
    fn of(self, luma: &Luma, x: usize, y: usize) -> Option<(f32, usize)> {
        if x < REACH || y < REACH || x + REACH >= luma.width || y + REACH >= luma.height {
            return None;
        }
        match self {
            Feature::Noise => noise(luma, x, y),
            Feature::Sharpness => sharpness(luma, x, y),
            Feature::Contrast => contrast(luma, x, y),
        }
    }
}

/// Mean of 3×3 pixels.
fn mean(luma: &Luma, x: usize, y: usize) -> f32 {
    (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| luma.at(x, y))).sum::<f32>() / 9.0
}

fn noise(luma: &Luma, x: usize, y: usize) -> Option<(f32, usize)> {
    let middle = mean(luma, x, y);
    // Where light is clipped so is noise.
    if !(6.0..=249.0).contains(&middle) {
        return None;
    }
    // From means, which noise moves little: else noise would choose its own stratum.
    let slope = |a: f32, b: f32| (a - b).abs();
    let texture = slope(mean(luma, x - 3, y), mean(luma, x + 3, y)) + slope(mean(luma, x, y - 3), mean(luma, x, y + 3));
    let level = [3.0, 6.0, 12.0, 24.0].iter().filter(|&&bound| texture > bound).count();
    if level > 3 {
        return None;
    }
    let sides = luma.at(x - 1, y) + luma.at(x + 1, y) + luma.at(x, y - 1) + luma.at(x, y + 1);
    let corners = luma.at(x - 1, y - 1) + luma.at(x + 1, y - 1) + luma.at(x - 1, y + 1) + luma.at(x + 1, y + 1);
    let residual = (corners - 2.0 * sides + 4.0 * luma.at(x, y)).abs() / 6.0;
    // The mean of a normal distribution's magnitude is √(2/π) of its deviation.
    Some((residual.min(25.0) * 1.2533, (middle / 16.0) as usize * 4 + level))
}

fn sharpness(luma: &Luma, x: usize, y: usize) -> Option<(f32, usize)> {
    let across: [f32; 7] = std::array::from_fn(|i| luma.at(x + i - 3, y));
    let down: [f32; 7] = std::array::from_fn(|i| luma.at(x, y + i - 3));
    let height = |line: &[f32; 7]| (line[6] - line[0]).abs();
    let line = if height(&across) >= height(&down) { across } else { down };
    let height = height(&line);
    if height < 12.0 {
        return None;
    }
    let step = line.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    Some(((step / height).min(1.0), ((height / 12.0).log2() * 2.0) as usize))
}

fn contrast(luma: &Luma, x: usize, y: usize) -> Option<(f32, usize)> {
    let (mut sum, mut squares) = (0.0, 0.0);
    for y in (y - 4..=y + 4).step_by(2) {
        for x in (x - 4..=x + 4).step_by(2) {
            let value = luma.at(x, y);
            sum += value;
            squares += value * value;
        }
    }
    let middle = sum / 25.0;
    Some(((squares / 25.0 - middle * middle).max(0.0).sqrt(), (middle / 32.0) as usize))
}

/// Sums of a feature by stratum.
struct Sums {
    count: [f32; STRATA],
    sum: [f32; STRATA],
}

impl Sums {
    fn of(luma: &Luma, feature: Feature, pixels: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut sums = Self { count: [0.0; STRATA], sum: [0.0; STRATA] };
        for (value, stratum) in pixels.filter_map(|(x, y)| feature.of(luma, x, y)) {
            sums.count[stratum] += 1.0;
            sums.sum[stratum] += value;
        }
        sums
    }

    /// The means of both over the strata that both have, weighted by the pixels of `self`; nothing where that is too few.
    fn against(&self, rest: &Sums) -> Option<(f32, f32)> {
        let (mut pixels, mut inside, mut outside) = (0.0, 0.0, 0.0);
        for s in 0..STRATA {
            if self.count[s] > 0.0 && rest.count[s] >= LEAST_IN_STRATUM {
                pixels += self.count[s];
                inside += self.sum[s];
                outside += rest.sum[s] / rest.count[s] * self.count[s];
            }
        }
        (pixels >= LEAST_PIXELS).then(|| (inside / pixels, outside / pixels))
    }
}

/// The rest of the picture, by feature and stratum.
pub struct Rest([Sums; 3]);

impl Rest {
    pub fn of(luma: &Luma, patches: &Patches<'_>) -> Self {
        let (width, height) = (luma.width, luma.height);
        let step = ((width * height / REST_PIXELS) as f32).sqrt().ceil().max(1.0) as usize;
        let sampled = || {
            let rows = (0..height).step_by(step);
            rows.flat_map(move |y| (0..width).step_by(step).map(move |x| (x, y))).filter(|&(x, y)| patches.is_rest(x, y))
        };
        Self(Feature::ALL.map(|feature| Sums::of(luma, feature, sampled())))
    }

    /// A feature inside against outside.
    pub fn ratio(&self, luma: &Luma, feature: Feature, place: &Place) -> Option<Ratio> {
        let rest = &self.0[feature as usize];
        // A quarter of a grey level, or a hundredth of an edge: below that a ratio is one of roundings.
        let least = if feature == Feature::Sharpness { 0.01 } else { 0.25 };
        let logarithm = |(inside, outside): (f32, f32)| ((inside + least) / (outside + least)).ln();
        let pixels = place.pixels.iter().map(|&(x, y)| (x as usize, y as usize));
        let (inside, outside) = Sums::of(luma, feature, pixels).against(rest)?;
        let others: Vec<f32> = place
            .shifts
            .iter()
            .filter_map(|&shift| {
                Sums::of(luma, feature, place.shape.pixels.iter().map(|&pixel| moved(pixel, shift))).against(rest).map(logarithm)
            })
            .collect();
        let significance = significance(logarithm((inside, outside)), &others, FLOOR)?.abs();
        let ratio = (inside + least) / (outside + least);
        let weight = thresholds::supports(significance, feature.threshold());
        Some(Ratio { inside, outside, ratio, significance, weight })
    }
}
