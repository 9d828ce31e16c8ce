use super::super::super::raster::{Raster, between, to_byte};
use super::super::super::{blend, shape};
use super::super::Edit;

/// Draws a region anew out of small pieces of the picture: image quilting that follows what was there (texture transfer,
/// Efros and Freeman 2001).
pub fn patch_synthesis(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mask = shape::random(host, area, rng);
    let frame = shape::frame(&mask, host.width, host.height, 4)?;
    let quilt = Quilt::new(host, rng)?;
    let patch = quilt.sew(&mask, frame, rng);
    let soft = blend::feather(&mask, host.width, host.height, between(rng, 0.8, 2.0));
    Some(Edit::new(blend::alpha(host, &patch, &soft), soft))
}

struct Quilt<'a> {
    host: &'a Raster,
    /// Side of a piece and by how much neighbours overlap, pixels.
    side: usize,
    overlap: usize,
    /// What likeness to the original counts against a good seam.
    follow: u64,
    /// How far away pieces are taken from.
    reach: usize,
}

impl<'a> Quilt<'a> {
    const TRIES: usize = 32;

    fn new(host: &'a Raster, rng: &mut fastrand::Rng) -> Option<Self> {
        let side = rng.usize(5..13) * 2;
        if host.width.min(host.height) < 3 * side {
            return None;
        }
        let reach = side * rng.usize(3..7);
        Some(Self { host, side, overlap: side / 3, follow: rng.u64(1..5), reach })
    }

    fn sew(&self, mask: &[f32], [left, top, right, bottom]: [usize; 4], rng: &mut fastrand::Rng) -> Raster {
        let mut made = self.host.clone();
        let (last_x, last_y) = (self.host.width - self.side, self.host.height - self.side);
        for y in (top..bottom).step_by(self.side - self.overlap) {
            for x in (left..right).step_by(self.side - self.overlap) {
                let (x, y) = (x.min(last_x), y.min(last_y));
                let rows = || (y..y + self.side).map(|row| row * self.host.width + x);
                if !rows().any(|start| mask[start..start + self.side].iter().any(|&m| m > 0.0)) {
                    continue;
                }
                let Some(from) = self.choose(&made, (x, y), rng) else { continue };
                self.lay(&mut made, from, (x, y));
            }
        }
        made
    }

    /// The piece that fits best, of some nearby, not the one that was there.
    fn choose(&self, made: &Raster, (x, y): (usize, usize), rng: &mut fastrand::Rng) -> Option<(usize, usize)> {
        let near = |at: usize, end: usize, rng: &mut fastrand::Rng| {
            rng.usize(at.saturating_sub(self.reach)..=(at + self.reach).min(end))
        };
        let mut best: Option<(u64, (usize, usize))> = None;
        for _ in 0..Self::TRIES {
            let from = (near(x, self.host.width - self.side, rng), near(y, self.host.height - self.side, rng));
            if from.0.abs_diff(x).max(from.1.abs_diff(y)) < self.side / 2 {
                continue;
            }
            let mut cost = 0;
            for row in 0..self.side {
                for column in 0..self.side {
                    let seam = row < self.overlap || column < self.overlap;
                    if seam || (row % 3 == 0 && column % 3 == 0) {
                        let against = if seam { made } else { self.host };
                        let off = self.off(against, from, (x, y), row, column);
                        cost += if seam { off } else { self.follow * off };
                    }
                }
            }
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, from));
            }
        }
        best.map(|(_, from)| from)
    }

    /// Squared difference at a place of a piece.
    fn off(&self, made: &Raster, from: (usize, usize), to: (usize, usize), row: usize, column: usize) -> u64 {
        let a = 3 * ((from.1 + row) * self.host.width + from.0 + column);
        let b = 3 * ((to.1 + row) * self.host.width + to.0 + column);
        (0..3).map(|k| u64::from(self.host.rgb[a + k].abs_diff(made.rgb[b + k])).pow(2)).sum()
    }

    /// Copies a piece beyond the seams to what is above and to the left of it, where the two differ least.
    fn lay(&self, made: &mut Raster, from: (usize, usize), to: (usize, usize)) {
        let left = self.seam(|along, across| self.off(made, from, to, along, across));
        let above = self.seam(|along, across| self.off(made, from, to, across, along));
        for (row, &left) in left.iter().enumerate() {
            for (column, &above) in above.iter().enumerate() {
                // 0 before a seam, a half on it, 1 behind it.
                let share = |at: usize, seam: usize| match at.cmp(&seam) {
                    std::cmp::Ordering::Less => 0.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Greater => 1.0,
                };
                let share: f32 = share(column, left) * share(row, above);
                let a = 3 * ((from.1 + row) * self.host.width + from.0 + column);
                let b = 3 * ((to.1 + row) * self.host.width + to.0 + column);
                for k in 0..3 {
                    let (old, new) = (f32::from(made.rgb[b + k]), f32::from(self.host.rgb[a + k]));
                    made.rgb[b + k] = to_byte(old + share * (new - old));
                }
            }
        }
    }

    /// The cheapest path along an overlap, its place across for each step.
    fn seam(&self, cost: impl Fn(usize, usize) -> u64) -> Vec<usize> {
        let mut sums: Vec<Vec<u64>> = Vec::with_capacity(self.side);
        for along in 0..self.side {
            let row = (0..self.overlap).map(|across| {
                let before = sums.last().map_or(0, |last: &Vec<u64>| {
                    last[across.saturating_sub(1)..(across + 2).min(self.overlap)].iter().copied().min().unwrap_or(0)
                });
                before + cost(along, across)
            });
            let row = row.collect();
            sums.push(row);
        }
        let mut path = vec![0; self.side];
        let mut range = 0..self.overlap;
        for along in (0..self.side).rev() {
            let at = range.min_by_key(|&across| sums[along][across]).unwrap_or(0);
            path[along] = at;
            range = at.saturating_sub(1)..(at + 2).min(self.overlap);
        }
        path
    }
}
