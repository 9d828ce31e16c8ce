use super::tiles::{TileSpec, grid};
use super::{Choice, Shown};
use crate::frequency::BLOCK;
use crate::tile::{Domain, TileOutput, TileSize};

/// Steps of a logit or of a probability in the sums: integers add up to the same in any order. A logit of one or more is
/// exact in them.
const STEPS: f32 = (1 << 24) as f32;
/// Logits beyond are no surer; bounds the sums.
const SUREST: f32 = 1024.0;
/// Places in the sums.
const MASK: usize = 0;
const RELIABILITY: usize = 1;

/// Blends tiles' logits at a quarter of the resolution, weighted by a ramp over the overlap, and gathers what is said of a
/// tile as a whole. What comes of it does not depend on the order of the tiles.
///
/// Memory: twenty bytes for each 4×4 pixels, two for each 8×8, and one for each tile.
#[derive(Clone, Debug)]
pub struct Accumulator {
    width: usize,
    height: usize,
    quarter_wide: usize,
    quarter_high: usize,
    /// Of mask and reliability.
    sums: Vec<[i64; 2]>,
    weights: Vec<u32>,
    ramps: [Vec<u32>; 2],
    tile: TileSize,
    columns: Vec<usize>,
    rows: Vec<usize>,
    /// Whether the gate chose the frequency feature, for each tile that was added, row by row.
    chosen: Vec<Option<bool>>,
    highest: f32,
    domains: [u64; 4],
    /// Both coarse masks, a probability for each 8×8 block.
    coarse: [Vec<u8>; 2],
}

impl Accumulator {
    /// For a picture of `width`×`height` pixels.
    #[must_use]
    pub fn new(width: usize, height: usize, tile: TileSize, overlap: usize) -> Self {
        let (quarter_wide, quarter_high) = (width.div_ceil(4), height.div_ceil(4));
        let reach = (overlap / 4).max(1);
        let ramp = |side: usize| (0..side).map(|i| (2 * i.min(side - 1 - i) + 1).min(2 * reach) as u32).collect();
        let (wide, high) = tile.level(4);
        let (columns, rows) = grid(width, height, tile, overlap);
        Self {
            width,
            height,
            quarter_wide,
            quarter_high,
            sums: vec![[0; 2]; quarter_wide * quarter_high],
            weights: vec![0; quarter_wide * quarter_high],
            ramps: [ramp(wide), ramp(high)],
            tile,
            chosen: vec![None; columns.len() * rows.len()],
            columns,
            rows,
            highest: f32::NEG_INFINITY,
            domains: [0; 4],
            coarse: [(); 2].map(|()| vec![0; width.div_ceil(BLOCK) * height.div_ceil(BLOCK)]),
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
            let said = output.mask[y * side..].iter().zip(&output.reliability[y * side..]);
            for (((&mask, &reliability), &x), (sums, total)) in said.zip(&along_x).zip(places) {
                let weight = x * along_y;
                for (sum, logit) in sums.iter_mut().zip([mask, reliability]) {
                    *sum += i64::from(weight) * (logit.clamp(-SUREST, SUREST) * STEPS).round() as i64;
                }
                *total += weight;
            }
        }
        if let (Ok(column), Ok(row)) = (self.columns.binary_search(&spec.x), self.rows.binary_search(&spec.y)) {
            self.chosen[row * self.columns.len() + column] = Some(output.frequency_used);
            self.add_coarse(spec, (column, row), [&output.coarse_vision, &output.coarse_fused]);
        }
        self.highest = self.highest.max(output.score);
        for (sum, probability) in self.domains.iter_mut().zip(softmax(output.domain)) {
            *sum += (probability * STEPS).round() as u64;
        }
    }

    /// Takes a tile's coarse masks over where it speaks for the picture.
    fn add_coarse(&mut self, spec: TileSpec, (column, row): (usize, usize), said: [&[f32]; 2]) {
        let [across, down] = self.spans();
        let blocks = |(start, length): (u32, u32)| (start as usize).div_ceil(BLOCK)..((start + length) as usize).div_ceil(BLOCK);
        let (wide, (side, _)) = (self.width.div_ceil(BLOCK), self.tile.level(BLOCK));
        for y in blocks(down[row]) {
            for x in blocks(across[column]) {
                for (kept, logits) in self.coarse.iter_mut().zip(said) {
                    let logit = logits[(y - spec.y / BLOCK) * side + x - spec.x / BLOCK];
                    kept[y * wide + x] = to_byte(sigmoid(logit));
                }
            }
        }
    }

    /// Starts and lengths of what the columns of tiles speak for, and the rows.
    fn spans(&self) -> [Vec<(u32, u32)>; 2] {
        [spans(&self.columns, self.tile.width, self.width), spans(&self.rows, self.tile.height, self.height)]
    }

    /// The coarse masks, of the visual feature and of the fused one, from which the gate chooses: probabilities 0..=255, one for
    /// each 8×8 block (sides divided by 8, rounded up); 0 where no tile was yet.
    #[must_use]
    pub fn coarse(&self) -> [Vec<u8>; 2] {
        self.coarse.clone()
    }

    /// Tiles added.
    #[must_use]
    pub fn tiles(&self) -> usize {
        self.chosen.iter().flatten().count()
    }

    /// Tiles for which the gate chose the frequency feature.
    #[must_use]
    pub fn frequency_tiles(&self) -> usize {
        self.chosen.iter().flatten().filter(|&&frequency| frequency).count()
    }

    /// What the gate chose for each tile that was added, row by row. Neighbours part in the middle of what they share,
    /// which is where the one's word comes to weigh more than the other's, so that together they cover the picture.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        let [across, down] = self.spans();
        let places = down.iter().flat_map(|&(y, high)| across.iter().map(move |&(x, wide)| [x, y, wide, high]));
        let choice = |(bbox, &frequency): ([u32; 4], &Option<bool>)| frequency.map(|frequency| Choice { bbox, frequency });
        places.zip(&self.chosen).filter_map(choice).collect()
    }

    /// What the tiles take the picture for, and how surely in the mean.
    #[must_use]
    pub fn domain(&self) -> Shown {
        let whole = self.tiles().max(1) as f64 * f64::from(STEPS);
        // The first of equals, whatever they are.
        let (kind, sum) =
            Domain::ALL.into_iter().zip(self.domains).rev().max_by_key(|&(_, sum)| sum).unwrap_or((Domain::Natural, 0));
        Shown { kind, probability: (sum as f64 / whole) as f32 }
    }

    /// Probability that anything is manipulated: the highest of the tiles', less what many tiles add to the highest of them by
    /// chance alone. `tail` is the scale of the tiles' logits beyond their bulk in authentic pictures: the highest of n that
    /// fall off exponentially grows by as much times ln n.
    #[must_use]
    pub fn score(&self, tail: f32) -> f32 {
        sigmoid(less_chance(self.highest, tail, self.tile.cover(self.width, self.height)))
    }

    /// Width, height and blended logits at a quarter of the resolution; zeros where no tile was yet.
    #[must_use]
    pub fn quarter(&self) -> (usize, usize, Vec<f32>) {
        let logits = self.logits(MASK).map(|logit| logit.unwrap_or(0.0)).collect();
        (self.quarter_wide, self.quarter_high, logits)
    }

    fn logits(&self, of: usize) -> impl Iterator<Item = Option<f32>> {
        let blended = move |(sums, &weight): (&[i64; 2], &u32)| {
            (weight > 0).then(|| (sums[of] as f64 / f64::from(weight) / f64::from(STEPS)) as f32)
        };
        self.sums.iter().zip(&self.weights).map(blended)
    }

    /// Probabilities at a quarter of the resolution, 0..=255; 0 where no tile was yet.
    #[must_use]
    pub fn preview(&self) -> (usize, usize, Vec<u8>) {
        let probabilities = self.logits(MASK).map(|logit| logit.map_or(0, |logit| to_byte(sigmoid(logit))));
        (self.quarter_wide, self.quarter_high, probabilities.collect())
    }

    /// Probability that the mask is right, at the picture's size, 0..=255; 128 where no tile was yet.
    #[must_use]
    pub fn reliability(&self) -> Vec<u8> {
        let logits: Vec<f32> = self.logits(RELIABILITY).map(|logit| logit.unwrap_or(0.0)).collect();
        self.full_size(&logits, 0.0)
    }

    /// Probabilities at the picture's size, 0..=255: `logits` at a quarter of it (of [`Self::quarter`]) bilinear ×4
    /// (half-pixel centres), less `taken_back`, then the sigmoid.
    #[must_use]
    pub fn full_size(&self, logits: &[f32], taken_back: f32) -> Vec<u8> {
        let (wide, high) = (self.quarter_wide, self.quarter_high);
        let columns: Vec<(usize, usize, f32)> = (0..self.width).map(|x| neighbours(x, wide)).collect();
        let mut values = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            let (above, below, b) = neighbours(y, high);
            let (above, below) = (&logits[above * wide..(above + 1) * wide], &logits[below * wide..(below + 1) * wide]);
            for &(left, right, a) in &columns {
                let top = above[left] * (1.0 - a) + above[right] * a;
                let low = below[left] * (1.0 - a) + below[right] * a;
                values.push(to_byte(sigmoid(top * (1.0 - b) + low * b - taken_back)));
            }
        }
        values
    }
}

/// Starts and lengths of what each of the tiles that begin at `starts` speaks for.
fn spans(starts: &[usize], tile: usize, length: usize) -> Vec<(u32, u32)> {
    let ends = starts.windows(2).map(|pair| (pair[0] + tile + pair[1]) / 2).chain([length]);
    let mut start = 0;
    let span = |end: usize| (std::mem::replace(&mut start, end) as u32, end);
    ends.map(span).map(|(start, end)| (start, end as u32 - start)).collect()
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

fn softmax(logits: [f32; 4]) -> [f32; 4] {
    let most = logits.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| (logit - most).exp());
    powers.map(|power| power / powers.iter().sum::<f32>())
}

/// The highest of a mask's logits.
#[must_use]
pub fn peak(logits: &[f32]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

/// The highest logit of so many tiles, less what their number adds to it by chance.
pub fn less_chance(highest: f32, tail: f32, tiles: f32) -> f32 {
    highest - tail * tiles.ln()
}

/// The probability that a logit stands for.
#[must_use]
pub fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

fn to_byte(probability: f32) -> u8 {
    (probability * 255.0).round() as u8
}
