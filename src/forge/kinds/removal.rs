use super::super::blend;
use super::super::raster::{Raster, between, normal, sums, to_byte};
use super::super::shape;
use super::Edit;

/// Takes a region away: the hole is filled from its border, by one part of the surroundings, or by many patches of them.
pub fn removal(host: &Raster, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mask = shape::random(host, area, rng);
    fill(host, &mask, rng)
}

/// Fills a region in one of these ways.
pub fn fill(host: &Raster, mask: &[f32], rng: &mut fastrand::Rng) -> Option<Edit> {
    shape::bounds(mask, host.width)?;
    let soft = blend::feather(mask, host.width, host.height, 1.0);
    let patch = match rng.u32(0..10) {
        0..2 => smooth_fill(host, mask, rng),
        2..5 => shifted_fill(host, mask, rng)?,
        _ => patched_fill(host, &soft, rng)?,
    };
    Some(Edit::new(blend::alpha(host, &patch, &soft), soft))
}

/// Fills a region from its border alone.
pub fn smoothly(host: &Raster, mask: &[f32], rng: &mut fastrand::Rng) -> Option<Edit> {
    shape::bounds(mask, host.width)?;
    let soft = blend::feather(mask, host.width, host.height, 1.0);
    let patch = smooth_fill(host, mask, rng);
    Some(Edit::new(blend::alpha(host, &patch, &soft), soft))
}

/// Diffusion from the border, with a little noise as inpainting tools add.
fn smooth_fill(host: &Raster, mask: &[f32], rng: &mut fastrand::Rng) -> Raster {
    let mut filled = blend::fill(host, mask);
    let sigma = rng.f32() * 3.0;
    for (pixel, _) in filled.rgb.chunks_exact_mut(3).zip(mask).filter(|(_, m)| **m > 0.0) {
        let noise = sigma * normal(rng);
        for value in pixel {
            *value = to_byte(f32::from(*value) + noise);
        }
    }
    filled
}

/// The shift of the picture whose pixels agree best with those around the hole, with its border matched.
fn shifted_fill(host: &Raster, mask: &[f32], rng: &mut fastrand::Rng) -> Option<Raster> {
    let (width, height) = (host.width as isize, host.height as isize);
    let [x0, y0, x1, y1] = shape::bounds(mask, host.width)?.map(|v| v as isize);
    let ring: Vec<(isize, isize)> = (0..mask.len())
        .step_by(7)
        .map(|i| (i as isize % width, i as isize / width))
        .filter(|&(x, y)| x >= x0 - 8 && x <= x1 + 8 && y >= y0 - 8 && y <= y1 + 8 && mask[(y * width + x) as usize] < 0.02)
        .collect();
    let mut best: Option<(f32, isize, isize)> = None;
    for _ in 0..60 {
        let dx = rng.isize(-x0..=width - 1 - x1);
        let dy = rng.isize(-y0..=height - 1 - y1);
        if dx.abs() <= x1 - x0 && dy.abs() <= y1 - y0 {
            continue;
        }
        let cost = host.unlike_itself(&ring, dx, dy);
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, dx, dy));
        }
    }
    let (_, dx, dy) = best?;
    let rgb = (0..mask.len() as isize).flat_map(|i| host.at(i % width + dx, i / width + dy)).collect();
    let shifted = Raster { rgb, ..*host };
    Some(blend::match_border(host, &shifted, mask))
}

/// Exemplar-based filling in the order of Criminisi et al. (2004), in blocks instead of pixels: the block of the hole
/// with the most known pixels is next, and the part of the picture that agrees best with them fills the rest of it.
fn patched_fill(host: &Raster, hole: &[f32], rng: &mut fastrand::Rng) -> Option<Raster> {
    let (width, height) = (host.width, host.height);
    let removed: Vec<bool> = hole.iter().map(|&m| m > 0.004).collect();
    let [x0, y0, x1, y1] = shape::bounds(hole, width)?;
    let side = ((((x1 - x0).min(y1 - y0)) as f32 * between(rng, 0.15, 0.4)) as usize).clamp(12, 40);
    if width < 2 * side || height < 2 * side {
        return None;
    }
    let sums = sums(width, height, |i| u32::from(removed[i]));
    let unknown_in = |sums: &[u32], x: usize, y: usize| {
        let row = width + 1;
        sums[(y + side) * row + x + side] + sums[y * row + x] - sums[y * row + x + side] - sums[(y + side) * row + x]
    };
    let mut known: Vec<bool> = removed.iter().map(|r| !r).collect();
    let mut filled = host.clone();
    let step = (side / 2).max(1);
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for y in (y0.saturating_sub(step)..=y1).step_by(step) {
        for x in (x0.saturating_sub(step)..=x1).step_by(step) {
            let at = (x.min(width - side), y.min(height - side));
            if unknown_in(&sums, at.0, at.1) > 0 && !blocks.contains(&at) {
                blocks.push(at);
            }
        }
    }
    let shifted = |at: usize, by: isize, end: usize| at.saturating_add_signed(by).min(end);
    let mut last: Option<(isize, isize)> = None;
    while !blocks.is_empty() {
        let count = |&(x, y): &(usize, usize)| {
            (y..y + side).map(|row| known[row * width + x..row * width + x + side].iter().filter(|k| **k).count()).sum::<usize>()
        };
        let (next, _) = blocks.iter().enumerate().map(|(i, block)| (i, count(block))).max_by_key(|&(_, n)| n)?;
        let (x, y) = blocks.swap_remove(next);
        let mut best: Option<(u64, usize, usize)> = None;
        for attempt in 0..48 {
            // The shift of the block before keeps textures whole; the others are near first, then anywhere.
            let (sx, sy) = match (attempt, last) {
                (0, Some((dx, dy))) => (shifted(x, dx, width - side), shifted(y, dy, height - side)),
                (1..24, _) => {
                    let reach = (x1 - x0).max(y1 - y0) + side;
                    let near = |at: usize, end: usize, rng: &mut fastrand::Rng| {
                        rng.usize(at.saturating_sub(reach)..=(at + reach).min(end))
                    };
                    (near(x, width - side, rng), near(y, height - side, rng))
                }
                _ => (rng.usize(0..=width - side), rng.usize(0..=height - side)),
            };
            if unknown_in(&sums, sx, sy) > 0 {
                continue;
            }
            let cost = disagreement(&filled, host, &known, (x, y), (sx, sy), side);
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, sx, sy));
            }
        }
        let (_, sx, sy) = best?;
        last = Some((sx as isize - x as isize, sy as isize - y as isize));
        copy_block(&mut filled, host, &mut known, &removed, (x, y), (sx, sy), side);
    }
    Some(filled)
}

/// Sum of absolute differences over the known pixels of a block, one in four.
fn disagreement(filled: &Raster, host: &Raster, known: &[bool], to: (usize, usize), from: (usize, usize), side: usize) -> u64 {
    let mut sum = 0;
    for row in 0..side {
        for column in (row % 4..side).step_by(4) {
            let (a, b) = ((to.1 + row) * host.width + to.0 + column, (from.1 + row) * host.width + from.0 + column);
            if known[a] {
                sum += (0..3).map(|k| u64::from(filled.rgb[3 * a + k].abs_diff(host.rgb[3 * b + k]))).sum::<u64>();
            }
        }
    }
    sum
}

/// Fills what a block does not know, and lets it fade over what earlier blocks filled, towards the block's edge.
fn copy_block(
    filled: &mut Raster,
    host: &Raster,
    known: &mut [bool],
    removed: &[bool],
    to: (usize, usize),
    from: (usize, usize),
    side: usize,
) {
    let fade = side as f32 / 4.0;
    for row in 0..side {
        for column in 0..side {
            let (a, b) = ((to.1 + row) * host.width + to.0 + column, (from.1 + row) * host.width + from.0 + column);
            if !removed[a] {
                continue;
            }
            let inset = row.min(column).min(side - 1 - row).min(side - 1 - column) as f32 + 0.5;
            let share = if known[a] { (inset / fade).min(1.0) } else { 1.0 };
            for k in 0..3 {
                let (old, new) = (f32::from(filled.rgb[3 * a + k]), f32::from(host.rgb[3 * b + k]));
                filled.rgb[3 * a + k] = to_byte(old + share * (new - old));
            }
            known[a] = true;
        }
    }
}
