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
}

/// A run of pixels above the threshold in one row.
struct Run {
    y: usize,
    start: usize,
    end: usize,
    sum: u64,
    parent: usize,
}

/// Connected regions (8-connectivity) of `mask` (0..=255) at or above `threshold` (0..=1), of at least `min_area` pixels,
/// strongest first: by area times score. Linear in the number of pixels.
#[must_use]
pub fn find(mask: &[u8], width: usize, threshold: f32, min_area: usize) -> Vec<Region> {
    let level = (threshold * 255.0).ceil().clamp(1.0, 255.0) as u8;
    let mut runs: Vec<Run> = Vec::new();
    let mut previous = 0..0;
    for (y, row) in mask.chunks_exact(width).enumerate() {
        let first = runs.len();
        let mut x = 0;
        while x < width {
            if row[x] < level {
                x += 1;
                continue;
            }
            let start = x;
            let mut sum = 0;
            while x < width && row[x] >= level {
                sum += u64::from(row[x]);
                x += 1;
            }
            runs.push(Run { y, start, end: x, sum, parent: runs.len() });
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
    while runs[run].parent != run {
        let grandparent = runs[runs[run].parent].parent;
        runs[run].parent = grandparent;
        run = grandparent;
    }
    run
}

fn join(runs: &mut [Run], a: usize, b: usize) {
    let (a, b) = (root(runs, a), root(runs, b));
    runs[a.max(b)].parent = a.min(b);
}

fn collect(runs: &mut [Run], pixels: usize, min_area: usize) -> Vec<Region> {
    let mut sums: std::collections::BTreeMap<usize, ([usize; 4], u64, usize)> = std::collections::BTreeMap::new();
    for i in 0..runs.len() {
        let key = root(runs, i);
        let run = &runs[i];
        let (bounds, sum, area) = sums.entry(key).or_insert(([usize::MAX, usize::MAX, 0, 0], 0, 0));
        *bounds = [bounds[0].min(run.start), bounds[1].min(run.y), bounds[2].max(run.end), bounds[3].max(run.y + 1)];
        *sum += run.sum;
        *area += run.end - run.start;
    }
    let mut regions: Vec<Region> = sums
        .into_values()
        .filter(|(.., area)| *area >= min_area)
        .map(|([x0, y0, x1, y1], sum, area)| Region {
            bbox: [x0, y0, x1 - x0, y1 - y0].map(|v| v as u32),
            area_fraction: area as f32 / pixels as f32,
            score: sum as f32 / area as f32 / 255.0,
        })
        .collect();
    regions.sort_by(|a, b| (b.area_fraction * b.score).total_cmp(&(a.area_fraction * a.score)));
    regions
}
