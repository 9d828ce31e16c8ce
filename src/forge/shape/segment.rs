use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::super::raster::{Raster, between, blur_plane};
use super::{Mask, bilinear, smooth_step};

/// A thing in the picture, or what looks like one: neighbouring segments of the graph-based segmentation (Felzenszwalb
/// and Huttenlocher 2004) joined until they have about `area`, or, where no such union is compact, a region grown by colour.
pub fn segment(picture: &Raster, area: f32, rng: &mut fastrand::Rng) -> Mask {
    let grid = Grid::new(picture);
    let target = ((grid.colour.len() as f32 * area) as usize).max(6);
    let mut cells = grid.union(target, rng).unwrap_or_else(|| grid.grow(target, rng));
    grid.tidy(&mut cells);
    grid.render(&cells, picture)
}

/// The picture in square cells; segmenting pixels would cost ten times as much and give the same things.
struct Grid {
    cell: usize,
    width: usize,
    height: usize,
    colour: Vec<[f32; 3]>,
}

struct Segment {
    area: usize,
    mean: [f32; 3],
    /// Cells on the picture's edge.
    edge: usize,
    /// Neighbouring segments and the length of the common border, cells.
    beside: BTreeMap<usize, usize>,
}

impl Grid {
    fn new(picture: &Raster) -> Self {
        let cell = (picture.width.min(picture.height) / 88).max(2);
        let (width, height) = (picture.width.div_ceil(cell), picture.height.div_ceil(cell));
        let step = cell.div_ceil(2);
        let planes: [Vec<f32>; 3] = std::array::from_fn(|k| {
            let means = (0..width * height).map(|i| {
                let (x, y) = ((i % width * cell) as isize, (i / width * cell) as isize);
                let corners = [(0, 0), (step as isize, 0), (0, step as isize), (step as isize, step as isize)];
                corners.iter().map(|(dx, dy)| f32::from(picture.at(x + dx, y + dy)[k])).sum::<f32>() / 4.0
            });
            blur_plane(means.collect(), width, height, 0.7)
        });
        let colour = (0..width * height).map(|i| [planes[0][i], planes[1][i], planes[2][i]]).collect();
        Self { cell, width, height, colour }
    }

    fn beside(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        let (x, y) = (cell % self.width, cell / self.width);
        let left = (x > 0).then(|| cell - 1);
        let right = (x + 1 < self.width).then_some(cell + 1);
        let up = (y > 0).then(|| cell - self.width);
        let down = (y + 1 < self.height).then_some(cell + self.width);
        [left, right, up, down].into_iter().flatten()
    }

    fn on_edge(&self, cell: usize) -> bool {
        let (x, y) = (cell % self.width, cell / self.width);
        x == 0 || y == 0 || x + 1 == self.width || y + 1 == self.height
    }

    /// The segment of each cell: its root in the forest of Felzenszwalb and Huttenlocher, with their scale `k`.
    fn labels(&self, k: f32) -> Vec<usize> {
        let mut edges = Vec::with_capacity(self.colour.len() * 2);
        for a in 0..self.colour.len() {
            for b in self.beside(a).filter(|&b| b > a) {
                edges.push((distance(self.colour[a], self.colour[b]), a, b));
            }
        }
        let edges = sorted(edges);
        let mut forest = Forest { parent: (0..self.colour.len()).collect(), size: vec![1; self.colour.len()] };
        let mut limit = vec![k; self.colour.len()];
        for &(weight, a, b) in &edges {
            let (a, b) = (forest.root(a), forest.root(b));
            if a != b && weight <= limit[a].min(limit[b]) {
                let root = forest.join(a, b);
                limit[root] = weight + k / forest.size[root] as f32;
            }
        }
        let least = self.colour.len() / 1500 + 2;
        for &(_, a, b) in &edges {
            let (a, b) = (forest.root(a), forest.root(b));
            if a != b && forest.size[a].min(forest.size[b]) < least {
                forest.join(a, b);
            }
        }
        (0..self.colour.len()).map(|cell| forest.root(cell)).collect()
    }

    fn segments(&self, labels: &[usize]) -> BTreeMap<usize, Segment> {
        let mut segments: BTreeMap<usize, Segment> = BTreeMap::new();
        let new = || Segment { area: 0, mean: [0.0; 3], edge: 0, beside: BTreeMap::new() };
        for (cell, &label) in labels.iter().enumerate() {
            let segment = segments.entry(label).or_insert_with(new);
            segment.area += 1;
            segment.edge += usize::from(self.on_edge(cell));
            for k in 0..3 {
                segment.mean[k] += (self.colour[cell][k] - segment.mean[k]) / segment.area as f32;
            }
            for other in self.beside(cell).map(|c| labels[c]).filter(|&l| l != label) {
                *segment.beside.entry(other).or_default() += 1;
            }
        }
        segments
    }

    /// The best of a few unions of neighbouring segments: of about the area, compact, and not cut off by the picture's edge.
    fn union(&self, target: usize, rng: &mut fastrand::Rng) -> Option<Vec<bool>> {
        let labels = self.labels(between(rng, 60.0, 400.0));
        let segments = self.segments(&labels);
        let seeds: Vec<usize> =
            segments.iter().filter(|(_, s)| s.area * 12 >= target && s.area <= target * 5 / 4).map(|(l, _)| *l).collect();
        if seeds.is_empty() {
            return None;
        }
        let mut best: Option<(f32, Vec<usize>)> = None;
        for _ in 0..8 {
            let mut members = vec![seeds[rng.usize(0..seeds.len())]];
            let mut area = segments[&members[0]].area;
            while area * 4 < target * 3 {
                let mut next: Option<(f32, usize)> = None;
                for &member in &members {
                    for &other in segments[&member].beside.keys() {
                        let candidate = &segments[&other];
                        if members.contains(&other) || (area + candidate.area) * 4 > target * 5 {
                            continue;
                        }
                        let (mut shared, mut border) = (0, candidate.edge);
                        for (label, length) in &candidate.beside {
                            border += length;
                            shared += if members.contains(label) { *length } else { 0 };
                        }
                        let likeness = 1.0 - distance(candidate.mean, segments[&member].mean).min(120.0) / 120.0;
                        let score = shared as f32 / border as f32 + 0.5 * likeness;
                        if next.is_none_or(|(most, _)| score > most) {
                            next = Some((score, other));
                        }
                    }
                }
                let Some((_, other)) = next else { break };
                members.push(other);
                area += segments[&other].area;
            }
            let (mut border, mut edge) = (0, 0);
            for member in &members {
                let segment = &segments[member];
                edge += segment.edge;
                border += segment.beside.iter().filter(|(l, _)| !members.contains(l)).map(|(_, n)| n).sum::<usize>();
            }
            let off = (area as f32 / target as f32).ln().abs();
            // 1 for a square, more for tendrils.
            let spread = ((border + edge) as f32).powi(2) / (16.0 * area as f32);
            let cut_off = edge as f32 / (border + edge).max(1) as f32;
            let cost = 2.0 * off + 0.3 * spread + 4.0 * cut_off;
            if off < 0.6 && spread < 4.0 && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, members));
            }
        }
        let (_, members) = best?;
        Some(labels.iter().map(|label| members.contains(label)).collect())
    }

    /// Grows a region of like colour from a random cell until it has the area.
    fn grow(&self, target: usize, rng: &mut fastrand::Rng) -> Vec<bool> {
        let (w, h) = (self.width, self.height);
        let start = rng.usize(0..w / 2) + w / 4 + (rng.usize(0..h / 2) + h / 4) * w;
        let reach = (target as f32).sqrt();
        let mut grown = vec![false; self.colour.len()];
        let mut queued = grown.clone();
        let mut heap = BinaryHeap::from([(Reverse(0u32), start)]);
        queued[start] = true;
        let mut mean = self.colour[start];
        let mut count = 0;
        while let Some((_, cell)) = heap.pop() {
            if count >= target {
                break;
            }
            grown[cell] = true;
            count += 1;
            for (mean, colour) in mean.iter_mut().zip(self.colour[cell]) {
                *mean += (colour - *mean) / count.min(400) as f32;
            }
            for next in self.beside(cell) {
                if std::mem::replace(&mut queued[next], true) {
                    continue;
                }
                let (dx, dy) = ((next % w) as f32 - (start % w) as f32, (next / w) as f32 - (start / w) as f32);
                // Distance keeps the region together where colour would let it run along an edge of the scene.
                let far = dx.hypot(dy) / reach * 24.0;
                let cost = distance(self.colour[next], self.colour[cell]) * 2.0 + distance(self.colour[next], mean) + far;
                heap.push((Reverse((cost * 16.0) as u32), next));
            }
        }
        grown
    }

    /// Keeps the largest piece, fills its holes and rounds off what is thinner than a cell or two.
    fn tidy(&self, cells: &mut Vec<bool>) {
        let soft = blur_plane(cells.iter().map(|&c| f32::from(u8::from(c))).collect(), self.width, self.height, 1.1);
        *cells = self.largest(&soft.iter().map(|&v| v > 0.5).collect::<Vec<_>>());
        let outside = self.largest(&cells.iter().map(|&c| !c).collect::<Vec<_>>());
        if cells.iter().any(|&c| c) {
            *cells = outside.iter().map(|&o| !o).collect();
        }
    }

    fn largest(&self, cells: &[bool]) -> Vec<bool> {
        let mut seen = vec![false; cells.len()];
        let mut most = Vec::new();
        for start in 0..cells.len() {
            if !cells[start] || seen[start] {
                continue;
            }
            let mut piece = vec![start];
            seen[start] = true;
            let mut next = 0;
            while next < piece.len() {
                for other in self.beside(piece[next]) {
                    if cells[other] && !std::mem::replace(&mut seen[other], true) {
                        piece.push(other);
                    }
                }
                next += 1;
            }
            if piece.len() > most.len() {
                most = piece;
            }
        }
        let mut kept = vec![false; cells.len()];
        for cell in most {
            kept[cell] = true;
        }
        kept
    }

    /// To pixels: those near the border go to the side whose cells have their colour, so that the outline follows the thing.
    fn render(&self, cells: &[bool], picture: &Raster) -> Mask {
        let (w, h, cell) = (self.width, self.height, self.cell);
        let inside: Vec<f32> = cells.iter().map(|&c| f32::from(u8::from(c))).collect();
        let soft = blur_plane(inside.clone(), w, h, 0.9);
        let shift = 0.5 - 0.5 / cell as f32;
        let mut mask = vec![0.0; picture.width * picture.height];
        let mut undecided = Vec::new();
        for (i, value) in mask.iter_mut().enumerate() {
            let at = soft[i / picture.width / cell * w + i % picture.width / cell];
            *value = if at >= 0.98 { 1.0 } else { 0.0 };
            if at > 0.02 && at < 0.98 {
                undecided.push(i);
            }
        }
        for i in undecided {
            let (x, y) = (i % picture.width, i / picture.width);
            let pixel = picture.at(x as isize, y as isize).map(f32::from);
            let prior = bilinear(&soft, w, h, x as f32 / cell as f32 - shift, y as f32 / cell as f32 - shift);
            let (mut votes, mut sum) = (0.05 * prior, 0.05);
            for cy in (y / cell).saturating_sub(2)..=(y / cell + 2).min(h - 1) {
                for cx in (x / cell).saturating_sub(2)..=(x / cell + 2).min(w - 1) {
                    let colour = self.colour[cy * w + cx];
                    let away: f32 = (0..3).map(|k| (pixel[k] - colour[k]) * (pixel[k] - colour[k])).sum();
                    let near = 1.0 + away / 200.0;
                    let weight = 1.0 / (near * near);
                    votes += weight * inside[cy * w + cx];
                    sum += weight;
                }
            }
            mask[i] = 0.35 * prior + 0.65 * votes / sum;
        }
        let mut mask = super::super::blend::feather(&mask, picture.width, picture.height, 0.8);
        mask.iter_mut().for_each(|value| *value = smooth_step(*value, 0.35, 0.65));
        mask
    }
}

/// By weight, to a quarter of a level: counting is several times as fast as comparing.
fn sorted(edges: Vec<(f32, usize, usize)>) -> Vec<(f32, usize, usize)> {
    let key = |weight: f32| ((weight * 4.0) as usize).min(2047);
    let mut starts = vec![0usize; 2049];
    for edge in &edges {
        starts[key(edge.0) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut out = vec![(0.0, 0, 0); edges.len()];
    for edge in edges {
        let place = &mut starts[key(edge.0)];
        out[*place] = edge;
        *place += 1;
    }
    out
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
}

/// Disjoint sets.
struct Forest {
    parent: Vec<usize>,
    size: Vec<usize>,
}

impl Forest {
    fn root(&mut self, mut cell: usize) -> usize {
        while self.parent[cell] != cell {
            self.parent[cell] = self.parent[self.parent[cell]];
            cell = self.parent[cell];
        }
        cell
    }

    fn join(&mut self, a: usize, b: usize) -> usize {
        let (large, small) = if self.size[a] >= self.size[b] { (a, b) } else { (b, a) };
        self.parent[small] = large;
        self.size[large] += self.size[small];
        large
    }
}
