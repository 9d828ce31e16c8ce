use super::super::super::quad::Quad;
use super::super::super::raster::{Raster, between};
use super::super::super::scene::{Change, Point, Scene};
use super::super::{Edit, Placement};
use super::{Sign, Work, targets, with_clear_space};

/// Pastes a text elsewhere in the picture, or some of its letters over others of it.
pub fn copy_move(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mut work = Work::on(&host.picture);
    for text in targets(host, rng)? {
        if rng.bool() {
            letters(&mut work, &host.picture, &text.quad, rng);
        } else {
            elsewhere(&mut work, &host.picture, &text, rng);
        }
    }
    work.done()
}

/// The whole text to where the picture looks most like its surroundings, of a few places.
fn elsewhere(work: &mut Work, host: &Raster, Sign { quad, words }: &Sign, rng: &mut fastrand::Rng) {
    let Some(region) = with_clear_space(quad) else { return };
    let (scale, turn) = if rng.bool() { (1.0, 0.0) } else { (between(rng, 0.75, 1.3), between(rng, -0.15, 0.15)) };
    let [left, top, right, bottom] = region.bounds(0.0, host.width, host.height).map(|v| v as f32);
    let from = (((left + right) / 2.0).round(), ((top + bottom) / 2.0).round());
    let (half_width, half_height) = ((right - left) / 2.0 * scale, (bottom - top) / 2.0 * scale);
    if 2.0 * half_width + 2.0 > host.width as f32 || 2.0 * half_height + 2.0 > host.height as f32 {
        return;
    }
    let ring: Vec<Point> =
        [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0)].map(|(u, v)| region.place(u, v)).to_vec();
    let mut best: Option<(f32, Point)> = None;
    for _ in 0..8 {
        let place = |half: f32, end: usize, rng: &mut fastrand::Rng| between(rng, half, end as f32 - 1.0 - half).round();
        let to = (place(half_width, host.width, rng), place(half_height, host.height, rng));
        if (to.0 - from.0).abs() < 2.0 * half_width && (to.1 - from.1).abs() < 2.0 * half_height {
            continue;
        }
        let differs = |&(x, y): &Point| {
            let there = host.sample((x - from.0) * scale + to.0, (y - from.1) * scale + to.1);
            host.sample(x, y).iter().zip(there).map(|(a, b)| (a - b).abs()).sum::<f32>()
        };
        let cost: f32 = ring.iter().map(differs).sum();
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, to));
        }
    }
    let Some((_, to)) = best else { return };
    let placement = Placement { from, to, scale, turn, mirror: false };
    let (patch, moved) = placement.apply(host, &region.mask(host.width, host.height), host.width, host.height);
    work.lay(patch, moved, rng);
    let (sin, cos) = turn.sin_cos();
    let corners = quad.corners.map(|(x, y)| {
        let (u, v) = ((x - from.0) * scale, (y - from.1) * scale);
        (to.0 + u * cos - v * sin, to.1 + u * sin + v * cos)
    });
    work.changes.push(Change::of(corners, "", words));
}

/// A stretch of letters over another of the same length, cut where there is least ink; both ways where they are swapped.
fn letters(work: &mut Work, host: &Raster, text: &Quad, rng: &mut fastrand::Rng) {
    let (width, height) = text.size();
    let length = height * between(rng, 0.5, 1.2);
    if width < 2.2 * length {
        return;
    }
    let ink = ink(host, text);
    let snap = |at: f32| {
        let reach = (0.25 * height) as usize;
        let at = at as usize;
        let near = at.saturating_sub(reach)..=(at + reach).min(ink.len() - 1);
        near.min_by(|&a, &b| ink[a].total_cmp(&ink[b])).unwrap_or(at) as f32
    };
    let one = snap(between(rng, 0.0, width - 2.0 * length));
    let two = snap(between(rng, one + length, width - length)).max(one + length);
    let length = (snap(one + length) - one).clamp(0.7 * length, (width - two).min(two - one).max(0.7 * length));
    let stretch = |start: f32| text.part((start / width, -0.08), ((start + length) / width, 1.08));
    let (Some(one), Some(two)) = (stretch(one), stretch(two)) else { return };
    let (from, to) = if rng.bool() { (one, two) } else { (two, one) };
    let swapped = rng.u32(0..4) == 0;
    for (from, to) in [(&from, &to), (&to, &from)].into_iter().take(if swapped { 2 } else { 1 }) {
        let mut patch = work.picture.clone();
        to.lay(&mut patch, 12.0, host, &shifted_whole(from, to));
        work.lay(patch, to.mask(host.width, host.height), rng);
    }
}

/// Where both are nearly the same but for a shift, the shift in whole pixels, as an editor copies; else `from` as it is.
fn shifted_whole(from: &Quad, to: &Quad) -> Quad {
    let shift = |i: usize| (from.corners[i].0 - to.corners[i].0, from.corners[i].1 - to.corners[i].1);
    let (dx, dy) = shift(0);
    if (1..4).any(|i| (shift(i).0 - dx).abs() > 1.0 || (shift(i).1 - dy).abs() > 1.0) {
        return from.clone();
    }
    Quad::new(to.corners.map(|(x, y)| (x + dx.round(), y + dy.round()))).unwrap_or_else(|| from.clone())
}

/// How much the luminance varies down each column of the text, a column a pixel.
fn ink(host: &Raster, text: &Quad) -> Vec<f32> {
    let (width, height) = text.size();
    let (columns, rows) = (width as usize + 1, height as usize);
    let spread = |column: usize| {
        let (mut sum, mut squares) = (0.0, 0.0);
        for row in 0..rows {
            let (x, y) = text.place((column as f32 + 0.5) / width, (row as f32 + 0.5) / height);
            let [r, g, b] = host.sample(x, y);
            let level = 0.3 * r + 0.6 * g + 0.1 * b;
            sum += level;
            squares += level * level;
        }
        squares - sum * sum / rows as f32
    };
    (0..columns).map(spread).collect()
}
