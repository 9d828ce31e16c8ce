use super::tiles::TileSpec;
use crate::tile::{TileOutput, TileSize};

/// Steps of a logit in the sums: integers add up to the same in any order. A logit of one or more is exact in them.
const STEPS: f32 = (1 << 24) as f32;
/// Logits beyond are no surer; bounds the sums.
const SUREST: f32 = 1024.0;

/// Blends tiles' logits at a quarter of the resolution, weighted by a ramp over the overlap. What comes of it does not
/// depend on the order of the tiles.
///
/// Memory: twelve bytes for each 4×4 pixels, whatever the number of tiles.
#[derive(Clone, Debug)]
pub struct Accumulator {
    width: usize,
    height: usize,
    quarter_wide: usize,
    quarter_high: usize,
    sums: Vec<i64>,
    weights: Vec<u32>,
    ramps: [Vec<u32>; 2],
    highest: f32,
    tiles: usize,
    frequency_tiles: usize,
}

impl Accumulator {
    /// For a picture of `width`×`height` pixels.
    #[must_use]
    pub fn new(width: usize, height: usize, tile: TileSize, overlap: usize) -> Self {
        let (quarter_wide, quarter_high) = (width.div_ceil(4), height.div_ceil(4));
        let reach = (overlap / 4).max(1);
        let ramp = |side: usize| (0..side).map(|i| (2 * i.min(side - 1 - i) + 1).min(2 * reach) as u32).collect();
        let (wide, high) = tile.level(4);
        Self {
            width,
            height,
            quarter_wide,
            quarter_high,
            sums: vec![0; quarter_wide * quarter_high],
            weights: vec![0; quarter_wide * quarter_high],
            ramps: [ramp(wide), ramp(high)],
            highest: f32::NEG_INFINITY,
            tiles: 0,
            frequency_tiles: 0,
        }
    }

    /// Adds what the network said of a tile.
    pub fn add(&mut self, spec: TileSpec, output: &TileOutput) {
        let [across, down] = &self.ramps;
        let (x0, y0, side) = (spec.x / 4, spec.y / 4, across.len());
        let (wide, high) = (side.min(self.quarter_wide - x0), down.len().min(self.quarter_high - y0));
        let along_x: Vec<u32> = (0..wide).map(|x| weight(across, x0, x, self.quarter_wide)).collect();
        for y in 0..high {
            let along_y = weight(down, y0, y, self.quarter_high);
            let at = (y0 + y) * self.quarter_wide + x0;
            let places = self.sums[at..at + wide].iter_mut().zip(&mut self.weights[at..at + wide]);
            for ((logit, &x), (sum, total)) in output.mask[y * side..].iter().zip(&along_x).zip(places) {
                let weight = x * along_y;
                *sum += i64::from(weight) * (logit.clamp(-SUREST, SUREST) * STEPS).round() as i64;
                *total += weight;
            }
        }
        self.highest = self.highest.max(output.score);
        self.tiles += 1;
        self.frequency_tiles += usize::from(output.frequency_used);
    }

    /// Tiles added.
    #[must_use]
    pub fn tiles(&self) -> usize {
        self.tiles
    }

    /// Tiles for which the gate chose the frequency feature.
    #[must_use]
    pub fn frequency_tiles(&self) -> usize {
        self.frequency_tiles
    }

    /// Probability that anything is manipulated: the highest of the tiles'.
    #[must_use]
    pub fn score(&self) -> f32 {
        sigmoid(self.highest)
    }

    /// Width, height and blended logits at a quarter of the resolution; zeros where no tile was yet.
    #[must_use]
    pub fn quarter(&self) -> (usize, usize, Vec<f32>) {
        let logits = self.logits().map(|logit| logit.unwrap_or(0.0)).collect();
        (self.quarter_wide, self.quarter_high, logits)
    }

    fn logits(&self) -> impl Iterator<Item = Option<f32>> {
        let blended =
            |(&sum, &weight): (&i64, &u32)| (weight > 0).then(|| (sum as f64 / f64::from(weight) / f64::from(STEPS)) as f32);
        self.sums.iter().zip(&self.weights).map(blended)
    }

    /// Probabilities at a quarter of the resolution, 0..=255; 0 where no tile was yet.
    #[must_use]
    pub fn preview(&self) -> (usize, usize, Vec<u8>) {
        let probabilities = self.logits().map(|logit| logit.map_or(0, |logit| to_byte(sigmoid(logit))));
        (self.quarter_wide, self.quarter_high, probabilities.collect())
    }

    /// Probabilities at the picture's size, 0..=255: `logits` (of [`Self::quarter`]) bilinear ×4 (half-pixel centres), then
    /// the sigmoid.
    #[must_use]
    pub fn mask(&self, logits: &[f32]) -> Vec<u8> {
        let (wide, high) = (self.quarter_wide, self.quarter_high);
        let columns: Vec<(usize, usize, f32)> = (0..self.width).map(|x| neighbours(x, wide)).collect();
        let mut mask = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            let (above, below, b) = neighbours(y, high);
            let (above, below) = (&logits[above * wide..(above + 1) * wide], &logits[below * wide..(below + 1) * wide]);
            for &(left, right, a) in &columns {
                let top = above[left] * (1.0 - a) + above[right] * a;
                let low = below[left] * (1.0 - a) + below[right] * a;
                mask.push(to_byte(sigmoid(top * (1.0 - b) + low * b)));
            }
        }
        mask
    }
}

/// The weight of a tile's place `i` along one side: full at the picture's own edges, where no other tile speaks.
fn weight(ramp: &[u32], start: usize, i: usize, length: usize) -> u32 {
    let half = ramp.len() / 2;
    let at_edge = (start == 0 && i < half) || (start + ramp.len() >= length && i >= half);
    ramp[if at_edge { half } else { i }]
}

/// The two samples of a quarter-size line around pixel `i` and the second one's share.
fn neighbours(i: usize, length: usize) -> (usize, usize, f32) {
    let position = ((i as f32 + 0.5) / 4.0 - 0.5).clamp(0.0, (length - 1) as f32);
    let first = position as usize;
    (first, (first + 1).min(length - 1), position - first as f32)
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

fn to_byte(probability: f32) -> u8 {
    (probability * 255.0).round() as u8
}
