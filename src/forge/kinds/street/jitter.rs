use super::super::super::blend;
use super::super::super::raster::{Raster, between, to_byte};
use super::super::super::resize::Filter;
use super::super::super::scene::{Change, Point, Scene};
use super::super::Edit;
use super::{Sign, Work, targets, with_clear_space};

/// Takes the texture from texts without changing what they say (the texture jitter of OSTF, Qu et al. 2025): a copy
/// without JPEG's blocks and grain, a blur, a trip to lower resolution, or two of them.
pub fn jitter(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mut work = Work::on(&host.picture);
    for Sign { quad, words } in targets(host, rng)? {
        let Some(target) = with_clear_space(&quad) else { continue };
        let (width, height) = (work.picture.width, work.picture.height);
        let [left, top, right, bottom] = target.bounds(12.0, width, height);
        let part = retextured(work.picture.crop(left, top, right - left, bottom - top), rng);
        let mut patch = work.picture.clone();
        for (row, line) in part.rgb.chunks_exact(3 * part.width).enumerate() {
            let start = 3 * ((top + row) * width + left);
            patch.rgb[start..start + line.len()].copy_from_slice(line);
        }
        let hard = target.mask(width, height);
        let mask = blend::feather(&hard, width, height, between(rng, 0.6, 2.5));
        work.take(Edit::new(blend::alpha(&work.picture, &patch, &mask), mask));
        work.changes.push(Change::of(quad.corners, words, words));
    }
    work.done()
}

fn retextured(part: Raster, rng: &mut fastrand::Rng) -> Raster {
    let mut part = match rng.u32(0..8) {
        0..3 => deblocked(&part, rng),
        3..5 => blurred(&part, rng),
        5 => {
            let smooth = deblocked(&part, rng);
            blurred(&smooth, rng)
        }
        _ => resampled(&part, rng),
    };
    if rng.u32(0..3) == 0 {
        let shift: [f32; 3] = std::array::from_fn(|_| between(rng, -20.0, 20.0));
        for (value, shift) in part.rgb.iter_mut().zip(shift.into_iter().cycle()) {
            *value = to_byte(f32::from(*value) + shift);
        }
    }
    part
}

/// A bilateral filter (Tomasi and Manduchi 1998), which leaves edges and takes blocks, ringing and grain away.
fn deblocked(part: &Raster, rng: &mut fastrand::Rng) -> Raster {
    let tolerance = between(rng, 12.0, 35.0);
    let weight: Vec<f32> = (0..=765).map(|d| (-(d as f32 / (3.0 * tolerance)).powi(2)).exp()).collect();
    let reach = rng.isize(2..=3);
    let mut rgb = Vec::with_capacity(part.rgb.len());
    for y in 0..part.height as isize {
        for x in 0..part.width as isize {
            let here = part.at(x, y);
            let (mut sum, mut total) = ([0.0; 3], 0.0);
            for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy))) {
                let there = part.at(x + dx, y + dy);
                let w = weight[(0..3).map(|k| usize::from(here[k].abs_diff(there[k]))).sum::<usize>()];
                (0..3).for_each(|k| sum[k] += w * f32::from(there[k]));
                total += w;
            }
            rgb.extend(sum.map(|s| to_byte(s / total)));
        }
    }
    Raster { rgb, ..*part }
}

/// Gaussian, pixelated, out of focus or moved.
fn blurred(part: &Raster, rng: &mut fastrand::Rng) -> Raster {
    match rng.u32(0..10) {
        0..3 => part.blur(between(rng, 0.7, 2.0)),
        3..6 => pixelated(part, rng.usize(2..=4)),
        6..9 => {
            let radius = between(rng, 1.0, 2.6);
            let disc = (-2..=2).flat_map(|y| (-2..=2).map(move |x| (x as f32, y as f32)));
            let disc: Vec<Point> = disc.filter(|(x, y)| x.hypot(*y) <= radius).collect();
            averaged(part, &disc)
        }
        _ => {
            let (length, (sin, cos)) = (between(rng, 3.0, 7.0), (rng.f32() * std::f32::consts::PI).sin_cos());
            let path: Vec<Point> = (0..8).map(|i| (i as f32 / 7.0 - 0.5) * length).map(|t| (t * cos, t * sin)).collect();
            averaged(part, &path)
        }
    }
}

/// The mean of every pixel's neighbours at these distances.
fn averaged(part: &Raster, around: &[Point]) -> Raster {
    let mut rgb = Vec::with_capacity(part.rgb.len());
    for i in 0..part.width * part.height {
        let (x, y) = ((i % part.width) as f32, (i / part.width) as f32);
        let mut sum = [0.0; 3];
        for (dx, dy) in around {
            let pixel = part.sample(x + dx, y + dy);
            (0..3).for_each(|k| sum[k] += pixel[k]);
        }
        rgb.extend(sum.map(|s| to_byte(s / around.len() as f32)));
    }
    Raster { rgb, ..*part }
}

fn pixelated(part: &Raster, side: usize) -> Raster {
    let small = part.resize(part.width.div_ceil(side), part.height.div_ceil(side), Filter::Triangle);
    let at = |i: usize| small.at((i % part.width / side) as isize, (i / part.width / side) as isize);
    Raster { rgb: (0..part.width * part.height).flat_map(at).collect(), ..*part }
}

fn resampled(part: &Raster, rng: &mut fastrand::Rng) -> Raster {
    let factor = between(rng, 0.4, 0.8);
    let small = |side: usize| ((side as f32 * factor) as usize).max(4);
    part.resize(small(part.width), small(part.height), Filter::Triangle).resize(part.width, part.height, Filter::CatmullRom)
}
