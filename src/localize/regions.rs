use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A connected part of the mask above the threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// x, y, width, height in pixels.
    pub bbox: [u32; 4],
    /// Share of the picture's pixels.
    pub area_fraction: f32,
    /// Mean probability inside.
    pub score: f32,
    /// Mean probability that the mask is right, inside.
    pub reliability: f32,
}

/// A run of pixels above the threshold in one row.
struct Run {
    y: u32,
    start: u32,
    end: u32,
    sum: u32,
    sure: u32,
    parent: u32,
}

/// The least value of a mask (0..=255) that reaches `threshold` (0..=1); never zero.
#[must_use]
pub fn level(threshold: f32) -> u8 {
    (threshold * 255.0).ceil().clamp(1.0, 255.0) as u8
}

/// Connected regions (8-connectivity) of `mask` (0..=255) at or above `threshold` (0..=1), of at least `min_area` pixels,
/// strongest first: by area times score. `reliability` (0..=255) is of the same pixels. Linear in their number.
#[must_use]
pub fn find(mask: &[u8], reliability: &[u8], width: usize, threshold: f32, min_area: usize) -> Vec<Region> {
    let level = level(threshold);
    let mut runs: Vec<Run> = Vec::new();
    let mut previous = 0..0;
    for (y, (row, reliable)) in mask.chunks_exact(width).zip(reliability.chunks_exact(width)).enumerate() {
        let first = runs.len();
        let mut x = 0;
        while x < width {
            if row[x] < level {
                x += 1;
                continue;
            }
            let start = x;
            let (mut sum, mut sure) = (0, 0);
            while x < width && row[x] >= level {
                sum += u32::from(row[x]);
                sure += u32::from(reliable[x]);
                x += 1;
            }
            runs.push(Run { y: y as u32, start: start as u32, end: x as u32, sum, sure, parent: runs.len() as u32 });
        }
        let mut above = previous.start;
        for run in first..runs.len() {
            while above < previous.end && runs[above].end < runs[run].start {
                above += 1;
            }
            let mut touching = above;
            while touching < previous.end && runs[touching].start <= runs[run].end {
                join(&mut runs, touching, run);
                touching += 1;
            }
        }
        previous = first..runs.len();
    }
    collect(&mut runs, mask.len(), min_area)
}

fn root(runs: &mut [Run], mut run: usize) -> usize {
    while runs[run].parent as usize != run {
        let grandparent = runs[runs[run].parent as usize].parent;
        runs[run].parent = grandparent;
        run = grandparent as usize;
    }
    run
}

fn join(runs: &mut [Run], a: usize, b: usize) {
    let (a, b) = (root(runs, a), root(runs, b));
    runs[a.max(b)].parent = a.min(b) as u32;
}

/// What is known of a region while its runs are gathered.
#[derive(Default)]
struct Gathered {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
    sum: u64,
    sure: u64,
    area: usize,
}

fn collect(runs: &mut [Run], pixels: usize, min_area: usize) -> Vec<Region> {
    let mut regions: BTreeMap<usize, Gathered> = BTreeMap::new();
    for i in 0..runs.len() {
        let key = root(runs, i);
        let run = &runs[i];
        let region = regions.entry(key).or_insert(Gathered { left: u32::MAX, top: run.y, ..Gathered::default() });
        region.left = region.left.min(run.start);
        region.right = region.right.max(run.end);
        region.bottom = run.y + 1;
        region.sum += u64::from(run.sum);
        region.sure += u64::from(run.sure);
        region.area += (run.end - run.start) as usize;
    }
    let mut regions: Vec<Region> = regions
        .into_values()
        .filter(|region| region.area >= min_area)
        .map(|Gathered { left, top, right, bottom, sum, sure, area }| Region {
            bbox: [left, top, right - left, bottom - top],
            area_fraction: area as f32 / pixels as f32,
            score: sum as f32 / area as f32 / 255.0,
            reliability: sure as f32 / area as f32 / 255.0,
        })
        .collect();
    regions.sort_by(|a, b| (b.area_fraction * b.score).total_cmp(&(a.area_fraction * a.score)));
    regions
}
