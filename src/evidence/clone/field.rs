use std::collections::VecDeque;

use super::super::plane::Luma;

/// Pixels of the copy that is searched, at most.
const MOST_PIXELS: usize = 600_000;
/// Pixels along a side of a block.
const BLOCK: usize = 12;
/// Pixels of a block along a side that have one mean, and such means along a side.
const PART: usize = 3;
const PARTS: usize = BLOCK / PART;
/// Numbers that describe a block.
const LENGTH: usize = PARTS * PARTS;
/// Standard deviation of a block's means, grey levels, below which it is flat.
const FLAT: f32 = 3.0;
/// Pixels of the copy between a place and its likest at least.
const LEAST_OFFSET: i32 = 2 * BLOCK as i32;
/// Times that the whole field is improved.
const ROUNDS: usize = 6;
/// The squared distance over a block's own power up to which two blocks may be the same.
const ALIKE: f32 = 0.12;

/// For each block of a smaller copy of the picture, where its likest other block is.
pub struct Field {
    /// Pixels of the picture along a side of a pixel of the copy.
    pub factor: usize,
    /// The picture's width and height.
    pub size: (usize, usize),
    wide: usize,
    high: usize,
    /// Offset for each place, right and down; zero where there is none.
    offsets: Vec<(i16, i16)>,
}

/// Connected places with one offset.
pub struct Part {
    /// Indices of the field.
    pub places: Vec<u32>,
    /// Pixels of the picture.
    pub offset: (i32, i32),
}

/// Blocks by their means less their own mean.
struct Blocks {
    wide: usize,
    high: usize,
    values: Vec<[f32; LENGTH]>,
    power: Vec<f32>,
}

impl Blocks {
    fn of(luma: &Luma) -> Self {
        let (wide, high) = ((luma.width + 1).saturating_sub(BLOCK), (luma.height + 1).saturating_sub(BLOCK));
        let mut values = Vec::with_capacity(wide * high);
        let mut power = Vec::with_capacity(wide * high);
        // Means of 3×3 pixels at every place, once.
        let small = (luma.width + 1).saturating_sub(PART);
        let mean = |i: usize| {
            let (x, y) = (i % small, i / small);
            (y..y + PART).map(|y| luma.values[y * luma.width + x..][..PART].iter().sum::<f32>()).sum::<f32>()
                / (PART * PART) as f32
        };
        let means: Vec<f32> =
            if wide * high == 0 { Vec::new() } else { (0..small * (luma.height + 1 - PART)).map(mean).collect() };
        for y in 0..high {
            for x in 0..wide {
                let mut block: [f32; LENGTH] =
                    std::array::from_fn(|i| means[(y + i / PARTS * PART) * small + x + i % PARTS * PART]);
                let middle = block.iter().sum::<f32>() / LENGTH as f32;
                block.iter_mut().for_each(|v| *v -= middle);
                power.push(block.iter().map(|v| v * v).sum());
                values.push(block);
            }
        }
        Self { wide, high, values, power }
    }

    fn is_flat(&self, place: usize) -> bool {
        self.power[place] < FLAT * FLAT * LENGTH as f32
    }

    fn distance(&self, a: usize, b: usize) -> f32 {
        self.values[a].iter().zip(&self.values[b]).map(|(a, b)| (a - b) * (a - b)).sum()
    }

    /// Where an offset leads from a place, if it is far enough and within the picture.
    fn target(&self, place: usize, (dx, dy): (i16, i16)) -> Option<usize> {
        let (dx, dy) = (i32::from(dx), i32::from(dy));
        let (x, y) = ((place % self.wide) as i32 + dx, (place / self.wide) as i32 + dy);
        let within = x >= 0 && y >= 0 && x < self.wide as i32 && y < self.high as i32;
        (within && dx.abs().max(dy.abs()) >= LEAST_OFFSET).then(|| y as usize * self.wide + x as usize)
    }
}

impl Field {
    /// Always the same for the same picture.
    pub fn of(luma: &Luma, progress: &mut dyn FnMut(f32)) -> Self {
        let factor = (1..).find(|f| luma.width * luma.height <= MOST_PIXELS * f * f).unwrap_or(1);
        let copy = luma.reduced(factor);
        let blocks = Blocks::of(&copy);
        let (wide, high) = (blocks.wide, blocks.high);
        let mut search = Search {
            offsets: vec![(0, 0); wide * high],
            costs: vec![f32::INFINITY; wide * high],
            blocks,
            state: 0x2545_F491_4F6C_DD1D,
        };
        search.neighbours_in_order();
        for round in 0..ROUNDS {
            progress((round as f32 + 1.0) / (ROUNDS as f32 + 1.0));
            search.round(round % 2 == 1);
        }
        let kept = |place: usize| search.costs[place] <= ALIKE * search.blocks.power[place];
        let offsets = (0..wide * high).map(|place| if kept(place) { search.offsets[place] } else { (0, 0) }).collect();
        Self { factor, size: (luma.width, luma.height), wide, high, offsets }
    }

    /// Parts of at least so many places, the largest first.
    pub fn parts(&self, least: usize) -> Vec<Part> {
        let mut seen = vec![false; self.offsets.len()];
        let mut parts = Vec::new();
        let mut queue = VecDeque::new();
        for start in 0..self.offsets.len() {
            if seen[start] || self.offsets[start] == (0, 0) {
                continue;
            }
            seen[start] = true;
            queue.push_back(start);
            let offset = self.offsets[start];
            let mut places = Vec::new();
            while let Some(place) = queue.pop_front() {
                places.push(place as u32);
                let (x, y) = (place % self.wide, place / self.wide);
                // Over gaps of a pixel, where noise chose another offset.
                for y in y.saturating_sub(2)..(y + 3).min(self.high) {
                    for x in x.saturating_sub(2)..(x + 3).min(self.wide) {
                        let next = y * self.wide + x;
                        let other = self.offsets[next];
                        if !seen[next] && other != (0, 0) && offset.0.abs_diff(other.0).max(offset.1.abs_diff(other.1)) <= 1 {
                            seen[next] = true;
                            queue.push_back(next);
                        }
                    }
                }
            }
            if places.len() >= least {
                let factor = self.factor as i32;
                parts.push(Part { places, offset: (i32::from(offset.0) * factor, i32::from(offset.1) * factor) });
            }
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.places.len()));
        parts
    }

    /// Pixels of the picture, the middles of the blocks at some places: all, or `most` of them spread evenly.
    pub fn pixels(&self, places: &[u32], most: usize) -> Vec<(u32, u32)> {
        let count = places.len().min(most);
        let middle = |at: usize| ((at + BLOCK / 2) * self.factor + self.factor / 2) as u32;
        (0..count)
            .map(|i| places[(i as u64 * places.len() as u64 / count as u64) as usize] as usize)
            .map(|place| (middle(place % self.wide), middle(place / self.wide)))
            .collect()
    }

    /// The box of the picture around the blocks at some places, x, y, width, height.
    pub fn bounds(&self, places: &[u32]) -> [u32; 4] {
        let wide = self.wide as u32;
        let (xs, ys) = (places.iter().map(|p| p % wide), places.iter().map(|p| p / wide));
        let ends = |low: Option<u32>, high: Option<u32>| (low.unwrap_or(0), high.unwrap_or(0) + BLOCK as u32);
        let (left, right) = ends(xs.clone().min(), xs.max());
        let (top, bottom) = ends(ys.clone().min(), ys.max());
        [left, top, right - left, bottom - top].map(|v| v * self.factor as u32)
    }

    /// The offsets that lead from a set of pixels elsewhere, or from elsewhere to it, the most frequent first: pixels, and
    /// how many places agree.
    pub fn offsets_of(&self, is_inside: impl Fn(usize, usize) -> bool, most: usize) -> Vec<((i32, i32), usize)> {
        let mut counts = std::collections::BTreeMap::new();
        let factor = self.factor;
        let inside = |x: usize, y: usize| is_inside((x + BLOCK / 2) * factor, (y + BLOCK / 2) * factor);
        for (place, &(dx, dy)) in self.offsets.iter().enumerate().filter(|(_, offset)| **offset != (0, 0)) {
            let (x, y) = (place % self.wide, place / self.wide);
            let to = ((x as i32 + i32::from(dx)) as usize, (y as i32 + i32::from(dy)) as usize);
            match (inside(x, y), inside(to.0, to.1)) {
                (true, false) => *counts.entry((dx, dy)).or_insert(0) += 1,
                (false, true) => *counts.entry((-dx, -dy)).or_insert(0) += 1,
                _ => {}
            }
        }
        let mut counts: Vec<((i16, i16), usize)> = counts.into_iter().collect();
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let scaled = |v: i16| i32::from(v) * factor as i32;
        counts.into_iter().take(most).map(|((dx, dy), count)| ((scaled(dx), scaled(dy)), count)).collect()
    }
}

/// The search under way.
struct Search {
    blocks: Blocks,
    offsets: Vec<(i16, i16)>,
    costs: Vec<f32>,
    state: u64,
}

impl Search {
    /// Xorshift (Marsaglia 2003).
    fn random(&mut self) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 32) as u32
    }

    /// First candidates: blocks that stand near each other when all are in order (J. Fridrich et al., 2003).
    fn neighbours_in_order(&mut self) {
        let places: Vec<u32> = (0..self.offsets.len() as u32).filter(|&p| !self.blocks.is_flat(p as usize)).collect();
        // Four ways to put them in order, by differences of quarters and halves.
        for way in 0..4 {
            let key = |place: u32| {
                let block = &self.blocks.values[place as usize];
                let half = |from: usize| -> f32 { (0..8).map(|i| block[(from + i) % LENGTH]).sum() };
                let (a, b) = match way {
                    0 => (half(0), block[0] - block[15]),
                    1 => (half(4), block[3] - block[12]),
                    2 => ((0..4).map(|y| block[4 * y] + block[4 * y + 1]).sum(), block[5] - block[10]),
                    _ => ((0..4).map(|y| block[4 * y + 1] + block[4 * y + 2]).sum(), block[6] - block[9]),
                };
                ((a / 2.0).round() as i32, (b * 8.0) as i32)
            };
            let mut keyed: Vec<((i32, i32), u32)> = places.iter().map(|&p| (key(p), p)).collect();
            keyed.sort_unstable();
            for (i, &(_, place)) in keyed.iter().enumerate() {
                for &(_, other) in keyed.iter().skip(i + 1).take(3) {
                    self.offer_pair(place as usize, other as usize);
                }
            }
        }
    }

    fn offer_pair(&mut self, a: usize, b: usize) {
        let wide = self.blocks.wide;
        let dx = (b % wide) as i16 - (a % wide) as i16;
        let dy = (b / wide) as i16 - (a / wide) as i16;
        self.offer(a, (dx, dy));
        self.offer(b, (-dx, -dy));
    }

    fn offer(&mut self, place: usize, offset: (i16, i16)) {
        if let Some(target) = self.blocks.target(place, offset) {
            let cost = self.blocks.distance(place, target);
            if cost < self.costs[place] {
                (self.costs[place], self.offsets[place]) = (cost, offset);
            }
        }
    }

    /// Takes over what neighbours found, and tries at random, near and far.
    fn round(&mut self, backwards: bool) {
        let (wide, high) = (self.blocks.wide, self.blocks.high);
        for step in 0..wide * high {
            let place = if backwards { wide * high - 1 - step } else { step };
            if self.blocks.is_flat(place) {
                continue;
            }
            let (x, y) = (place % wide, place / wide);
            let beside = if backwards { (x + 1 < wide).then(|| place + 1) } else { (x > 0).then(|| place - 1) };
            let above = if backwards { (y + 1 < high).then(|| place + wide) } else { (y > 0).then(|| place - wide) };
            for neighbour in [beside, above].into_iter().flatten() {
                if self.costs[neighbour].is_finite() {
                    self.offer(place, self.offsets[neighbour]);
                }
            }
            // Good enough: what is left to improve is noise.
            if self.costs[place] < 0.01 * self.blocks.power[place] {
                continue;
            }
            let mut reach = wide.max(high) as i32;
            let (dx, dy) = self.offsets[place];
            while reach > 0 {
                let random = self.random();
                let span = 2 * reach as u32 + 1;
                let (rx, ry) = ((random & 0xffff) % span, (random >> 16) % span);
                let moved = |at: i16, by: u32| (i32::from(at) + by as i32 - reach).clamp(-32_000, 32_000) as i16;
                self.offer(place, (moved(dx, rx), moved(dy, ry)));
                reach /= 4;
            }
        }
    }
}
