//! The pixels of a region, and sets of pixels of the same shape elsewhere in the picture.

use crate::frequency::BLOCK;

/// Most pixels of a region that are looked at, spread over it evenly.
const MOST_PIXELS: usize = 16_000;
/// Most like-shaped sets.
const MOST_PATCHES: usize = 40;
/// Fewest like-shaped sets from which a spread is taken.
pub const LEAST_PATCHES: usize = 8;
/// Pixels around the regions that count neither as inside nor as outside.
const MARGIN: usize = 8;
/// Share of a like-shaped set that may fall on regions, one in so many.
const TOLERATED: usize = 50;

/// Which pixels are of regions, or too near to one to be compared with it.
pub struct Patches<'a> {
    mask: &'a [u8],
    threshold: u8,
    pub width: usize,
    pub height: usize,
    /// One for each cell of 8×8 pixels.
    taken: Vec<bool>,
    wide: usize,
}

/// A region.
pub struct Place {
    /// Its box: left, top, and right and bottom, not included.
    pub bounds: [usize; 4],
    /// Whether each pixel of the box is the region's.
    pub inside: Vec<bool>,
    /// Pixels of it, at most [`MOST_PIXELS`], those at its border left out where enough remain.
    pub pixels: Vec<(u32, u32)>,
    /// Cells of which at least half is the region's: column and row.
    pub cells: Vec<(u32, u32)>,
    /// What is looked at elsewhere: the region, or its shape made smaller where the picture has no room for it.
    pub shape: Shape,
    /// How far to go, right and down, for such a shape that is wholly outside; multiples of 8.
    pub shifts: Vec<(i32, i32)>,
}

/// Like-shaped sets, before they are shifted.
#[derive(Default)]
pub struct Shape {
    /// How many times smaller than the region.
    pub smaller: usize,
    /// Its pixels.
    pub pixels: Vec<(u32, u32)>,
    /// Its cells.
    pub cells: Vec<(u32, u32)>,
}

impl<'a> Patches<'a> {
    pub fn new(mask: &'a [u8], width: usize, height: usize, threshold: u8) -> Self {
        let (wide, high) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let mut near = vec![false; wide * high];
        for (y, row) in mask.chunks_exact(width).enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, v)| **v >= threshold.max(1)) {
                near[y / BLOCK * wide + x / BLOCK] = true;
            }
        }
        let around = MARGIN.div_ceil(BLOCK);
        let mut taken = vec![false; wide * high];
        for (i, _) in near.iter().enumerate().filter(|(_, near)| **near) {
            let (x, y) = (i % wide, i / wide);
            for row in y.saturating_sub(around)..(y + around + 1).min(high) {
                taken[row * wide + x.saturating_sub(around)..row * wide + (x + around + 1).min(wide)].fill(true);
            }
        }
        Self { mask, threshold: threshold.max(1), width, height, taken, wide }
    }

    /// Whether a pixel is well outside every region.
    #[inline]
    pub fn is_rest(&self, x: usize, y: usize) -> bool {
        !self.taken[y / BLOCK * self.wide + x / BLOCK]
    }

    /// The cells that are well outside every region.
    pub fn rest_cells(&self) -> impl Iterator<Item = usize> {
        (0..self.taken.len()).filter(|&cell| !self.taken[cell])
    }

    /// The region with a box: x, y, width, height. Nothing where the mask has no such region.
    pub fn place(&self, bbox: [u32; 4]) -> Option<Place> {
        let [left, top, wide, high] = bbox.map(|v| v as usize);
        let (right, bottom) = ((left + wide).min(self.width), (top + high).min(self.height));
        if left >= right || top >= bottom {
            return None;
        }
        let inside = self.component(left, top, right, bottom)?;
        let wide = right - left;
        let is_inside = |x: usize, y: usize| inside[y * wide + x];
        let all = (0..inside.len()).filter(|&i| inside[i]);
        let deep = |i: usize| {
            let (x, y) = (i % wide, i / wide);
            x >= 2
                && y >= 2
                && x + 2 < wide
                && y + 2 < bottom - top
                && [(x - 2, y), (x + 2, y), (x, y - 2), (x, y + 2)].iter().all(|&(x, y)| is_inside(x, y))
        };
        let mut chosen: Vec<usize> = all.clone().filter(|&i| deep(i)).collect();
        if chosen.len() * 4 < all.clone().count() {
            chosen = all.collect();
        }
        let pixels: Vec<(u32, u32)> =
            thinned(&chosen).into_iter().map(|i| ((left + i % wide) as u32, (top + i / wide) as u32)).collect();
        let bounds = [left, top, right, bottom];
        let cells = cells(&inside, bounds);
        let (shape, shifts) = self.like_shapes(&pixels, &cells, bounds);
        Some(Place { bounds, inside, pixels, cells, shape, shifts })
    }

    /// The indices of some cells, moved by whole cells.
    pub fn shifted(&self, cells: &[(u32, u32)], (dx, dy): (i32, i32)) -> Vec<usize> {
        let (dx, dy) = (dx / BLOCK as i32, dy / BLOCK as i32);
        let index = |&(x, y): &(u32, u32)| (y as i32 + dy) as usize * self.wide + (x as i32 + dx) as usize;
        cells.iter().map(index).collect()
    }

    /// The connected part of the mask that fills the box, and else the largest in it.
    fn component(&self, left: usize, top: usize, right: usize, bottom: usize) -> Option<Vec<bool>> {
        let (wide, high) = (right - left, bottom - top);
        let is_on = |i: usize| self.mask[(top + i / wide) * self.width + left + i % wide] >= self.threshold;
        let mut labels = vec![0u32; wide * high];
        let (mut best, mut next, mut stack) = ((false, 0, 0), 0, Vec::new());
        for start in 0..labels.len() {
            if labels[start] != 0 || !is_on(start) {
                continue;
            }
            next += 1;
            labels[start] = next;
            stack.push(start);
            let (mut reach, mut size) = ([wide, high, 0, 0], 0);
            while let Some(i) = stack.pop() {
                let (x, y) = (i % wide, i / wide);
                size += 1;
                reach = [reach[0].min(x), reach[1].min(y), reach[2].max(x + 1), reach[3].max(y + 1)];
                for y in y.saturating_sub(1)..(y + 2).min(high) {
                    for x in x.saturating_sub(1)..(x + 2).min(wide) {
                        let j = y * wide + x;
                        if labels[j] == 0 && is_on(j) {
                            labels[j] = next;
                            stack.push(j);
                        }
                    }
                }
            }
            best = best.max((reach == [0, 0, wide, high], size, next));
        }
        (best.1 > 0).then(|| labels.into_iter().map(|label| label == best.2).collect())
    }

    /// The region's shape, made smaller where the picture has no room for it, and where else it fits.
    fn like_shapes(&self, pixels: &[(u32, u32)], cells: &[(u32, u32)], bounds: [usize; 4]) -> (Shape, Vec<(i32, i32)>) {
        let [left, top, right, bottom] = bounds;
        let mut found = (Shape::default(), Vec::new());
        for smaller in [1, 2, 3, 4, 6] {
            let scaled = |points: &[(u32, u32)], left: usize, top: usize| -> Vec<(u32, u32)> {
                let near = |at: u32, low: usize| low as u32 + (at - low as u32) / smaller as u32;
                points.iter().map(|&(x, y)| (near(x, left), near(y, top))).collect()
            };
            let mut fewer = scaled(cells, left / BLOCK, top / BLOCK);
            fewer.sort_unstable();
            fewer.dedup();
            let shape = Shape { smaller, pixels: scaled(pixels, left, top), cells: fewer };
            let (wide, high) = ((right - left).div_ceil(smaller), (bottom - top).div_ceil(smaller));
            let shifts = self.shifts(&shape.pixels, left, top, wide, high);
            if shifts.len() > found.1.len() {
                found = (shape, shifts);
            }
            if found.1.len() >= 2 * LEAST_PATCHES {
                break;
            }
        }
        found
    }

    fn shifts(&self, shape: &[(u32, u32)], left: usize, top: usize, wide: usize, high: usize) -> Vec<(i32, i32)> {
        if wide > self.width || high > self.height {
            return Vec::new();
        }
        // Steps that overlap by half at most, on the region's own place in the 8×8 grid.
        let step = |side: usize| (side / 2).div_ceil(BLOCK).max(1) * BLOCK;
        let starts = |at: usize, side: usize, whole: usize| {
            let first = at % BLOCK;
            (first..=(whole - side).max(first)).step_by(step(side)).filter(move |s| s + side <= whole).collect::<Vec<_>>()
        };
        let (columns, rows) = (starts(left, wide, self.width), starts(top, high, self.height));
        let candidates: Vec<(i32, i32)> = rows
            .iter()
            .flat_map(|&y| columns.iter().map(move |&x| (x as i32 - left as i32, y as i32 - top as i32)))
            .filter(|&shift| {
                let on_regions = shape.iter().step_by(7).filter(|&&pixel| {
                    let (x, y) = moved(pixel, shift);
                    !self.is_rest(x, y)
                });
                on_regions.count() * 7 * TOLERATED <= shape.len()
            })
            .collect();
        // Spread over the picture, in no pattern that falls in with rows.
        let count = candidates.len().min(MOST_PATCHES);
        (0..count).map(|i| candidates[i * candidates.len() / count]).collect()
    }
}

/// Cells of which at least half lies inside.
fn cells(inside: &[bool], [left, top, right, _]: [usize; 4]) -> Vec<(u32, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for (i, _) in inside.iter().enumerate().filter(|(_, inside)| **inside) {
        let (x, y) = (left + i % (right - left), top + i / (right - left));
        *counts.entry((y / BLOCK, x / BLOCK)).or_insert(0) += 1;
    }
    let most = counts.into_iter().filter(|&(_, count)| 2 * count >= BLOCK * BLOCK);
    most.map(|((y, x), _)| (x as u32, y as u32)).collect()
}

/// A pixel elsewhere.
#[inline]
pub fn moved((x, y): (u32, u32), (dx, dy): (i32, i32)) -> (usize, usize) {
    ((x as i32 + dx) as usize, (y as i32 + dy) as usize)
}

/// At most [`MOST_PIXELS`] of a list, spread evenly.
fn thinned(list: &[usize]) -> Vec<usize> {
    let count = list.len().min(MOST_PIXELS);
    (0..count).map(|i| list[(i as u64 * list.len() as u64 / count as u64) as usize]).collect()
}

/// How far `value` is from the middle of `others`, in their robust standard deviations and not fewer than `floor`; signed.
/// Nothing where there are too few others.
pub fn significance(value: f32, others: &[f32], floor: f32) -> Option<f32> {
    if others.len() < LEAST_PATCHES {
        return None;
    }
    let middle = crate::evidence::cells::median(others.to_vec());
    let spread = crate::evidence::cells::median(others.iter().map(|v| (v - middle).abs()).collect());
    Some((value - middle) / (1.4826 * spread).max(floor))
}
