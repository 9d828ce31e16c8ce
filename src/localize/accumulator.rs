use super::tiles::TileSpec;
use crate::tile::TileOutput;

/// Blends tiles' logits at a quarter of the resolution, weighted by a ramp over the overlap.
///
/// Memory: two floats for each 4×4 pixels, whatever the number of tiles.
#[derive(Clone, Debug)]
pub struct Accumulator {
    width: usize,
    height: usize,
    quarter_wide: usize,
    quarter_high: usize,
    sums: Vec<f32>,
    weights: Vec<f32>,
    ramp: Vec<f32>,
    scores: Vec<(TileSpec, f32)>,
    frequency_tiles: usize,
}

impl Accumulator {
    /// For a picture of `width`×`height` pixels.
    #[must_use]
    pub fn new(width: usize, height: usize, tile: usize, overlap: usize) -> Self {
        let (quarter_wide, quarter_high) = (width.div_ceil(4), height.div_ceil(4));
        let (side, reach) = (tile / 4, (overlap / 4).max(1));
        let ramp = (0..side).map(|i| ((i.min(side - 1 - i) as f32 + 0.5) / reach as f32).min(1.0)).collect();
        Self {
            width,
            height,
            quarter_wide,
            quarter_high,
            sums: vec![0.0; quarter_wide * quarter_high],
            weights: vec![0.0; quarter_wide * quarter_high],
            ramp,
            scores: Vec::new(),
            frequency_tiles: 0,
        }
    }

    /// Adds what the network said of a tile.
    pub fn add(&mut self, spec: TileSpec, output: &TileOutput) {
        let side = self.ramp.len();
        let (x0, y0) = (spec.x / 4, spec.y / 4);
        let (wide, high) = (side.min(self.quarter_wide - x0), side.min(self.quarter_high - y0));
        for y in 0..high {
            for x in 0..wide {
                let weight = self.weight(spec, x, y);
                let at = (y0 + y) * self.quarter_wide + x0 + x;
                self.sums[at] += weight * output.mask[y * side + x];
                self.weights[at] += weight;
            }
        }
        self.scores.push((spec, output.score));
        self.frequency_tiles += usize::from(output.frequency_used);
    }

    /// Full at the picture's own edges, where no other tile speaks.
    fn weight(&self, spec: TileSpec, x: usize, y: usize) -> f32 {
        let side = self.ramp.len();
        let along = |start: usize, i: usize, length: usize| {
            let at_edge = (start == 0 && i < side / 2) || (start / 4 + side >= length && i >= side / 2);
            if at_edge { 1.0 } else { self.ramp[i] }
        };
        along(spec.x, x, self.quarter_wide) * along(spec.y, y, self.quarter_high)
    }

    /// Tiles added.
    #[must_use]
    pub fn tiles(&self) -> usize {
        self.scores.len()
    }

    /// Tiles for which the gate chose the frequency feature.
    #[must_use]
    pub fn frequency_tiles(&self) -> usize {
        self.frequency_tiles
    }

    /// Probability that anything is manipulated: the highest of the tiles'.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.scores.iter().map(|s| sigmoid(s.1)).fold(0.0, f32::max)
    }

    /// Width, height and blended logits at a quarter of the resolution; zeros where no tile was yet.
    #[must_use]
    pub fn quarter(&self) -> (usize, usize, Vec<f32>) {
        let logits = self.sums.iter().zip(&self.weights).map(|(s, w)| if *w > 0.0 { s / w } else { 0.0 }).collect();
        (self.quarter_wide, self.quarter_high, logits)
    }

    /// Probabilities at a quarter of the resolution, 0..=255; 0 where no tile was yet.
    #[must_use]
    pub fn preview(&self) -> (usize, usize, Vec<u8>) {
        let probability = |(s, w): (&f32, &f32)| if *w > 0.0 { to_byte(sigmoid(s / w)) } else { 0 };
        (self.quarter_wide, self.quarter_high, self.sums.iter().zip(&self.weights).map(probability).collect())
    }

    /// Probabilities at the picture's size, 0..=255: the logits bilinear ×4 (half-pixel centres), then the sigmoid.
    #[must_use]
    pub fn mask(&self) -> Vec<u8> {
        let (wide, high, logits) = self.quarter();
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
