//! Where two pictures in register differ, beyond what a save, a resizing or a filter changes everywhere.

use super::Upright;
use super::affine::Affine;
use crate::evidence::{Luma, median, quantile, smoothed};

/// Pixels around a place within which the other picture's values are taken together: what is left of a shift, and sharper or
/// softer edges.
const REACH: usize = 1;
/// Pixels around a place whose contrast says how much a save may change there: those of a block of chrominance.
const BUSY: usize = 4;
/// Levels, over all three channels, that may differ where there is no contrast at all.
const GRAIN: f32 = 16.0;
/// Over so many pixels to either side differences are averaged.
const SMOOTH: usize = 2;
/// Share of the contrast that must differ at least to count.
const LEAST: f32 = 0.3;
/// And so many times the share that three quarters of the picture differ by at most.
const TIMES: f32 = 4.0;

/// What there is to tell.
pub struct Told {
    /// 0..=255, 128 where it begins to count; 0 where the other picture does not reach.
    pub map: Vec<u8>,
    /// Share of the first picture that the second shows.
    pub covered: f32,
    /// Of brightness, there.
    pub correlation: f32,
    /// Share of that which differs.
    pub changed: f32,
}

/// Compares the first picture with the second under a map from the one to the other.
pub fn tell(first: &Upright, second: &Upright, map: &Affine) -> Told {
    let planes = |picture: &Upright| {
        [0, 1, 2].map(|channel| Luma {
            width: picture.width,
            height: picture.height,
            values: picture.rgb.iter().skip(channel).step_by(3).map(|&value| f32::from(value)).collect(),
        })
    };
    let (ours, theirs) = (planes(first), planes(second));
    let (wide, high) = (first.width, first.height);
    let warp = |plane: &Luma| -> Vec<Option<f32>> {
        (0..wide * high).map(|i| plane.at_point(map.apply([(i % wide) as f64 + 0.5, (i / wide) as f64 + 0.5]))).collect()
    };
    let mut total = vec![0f32; wide * high];
    let mut contrast = vec![GRAIN; wide * high];
    let warped = theirs.each_ref().map(warp);
    let inside: Vec<bool> = warped[0].iter().map(Option::is_some).collect();
    for (plane, warped) in ours.iter().zip(&warped) {
        let (gain, offset) = toned(&plane.values, warped);
        // What is outside is neither the least nor the greatest of anything.
        let shown = |fill: f32| warped.iter().map(move |value| value.map_or(fill, |value| gain * value + offset)).collect();
        let (from_above, from_below): (Vec<f32>, Vec<f32>) = (shown(f32::INFINITY), shown(f32::NEG_INFINITY));
        let around = |reach| (spread(&from_above, wide, high, reach, f32::min), spread(&from_below, wide, high, reach, f32::max));
        let ((least, most), (lowest, highest)) = (around(REACH), around(BUSY));
        for i in (0..wide * high).filter(|&i| inside[i]) {
            let value = plane.values[i];
            // How far a value is from all that the other picture has around its place.
            total[i] += (value - most[i]).max(least[i] - value).max(0.0);
            contrast[i] += highest[i] - lowest[i];
        }
    }
    let smooth = |values: &[f32]| smoothed(values, wide, high, SMOOTH);
    let shares: Vec<f32> = smooth(&total).iter().zip(smooth(&contrast)).map(|(total, contrast)| total / contrast).collect();
    let there: Vec<f32> = shares.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(share, _)| *share).collect();
    let count = there.len();
    let counts = LEAST.max(TIMES * quantile(there, 0.75));
    let scaled = |(share, inside): (&f32, &bool)| if *inside { (128.0 * share / counts).min(255.0) as u8 } else { 0 };
    let map: Vec<u8> = shares.iter().zip(&inside).map(scaled).collect();
    let changed = map.iter().filter(|&&value| value >= 128).count() as f32 / count.max(1) as f32;
    let theirs = warp(&Luma::upright(second));
    let pairs = Luma::upright(first).values.into_iter().zip(theirs).filter_map(|(a, b)| Some((f64::from(a), f64::from(b?))));
    let correlation = correlation(pairs);
    Told { map, covered: count as f32 / (wide * high) as f32, correlation, changed }
}

/// The least or the greatest of the (2 `reach` + 1)² values around each.
fn spread(values: &[f32], wide: usize, high: usize, reach: usize, pick: fn(f32, f32) -> f32) -> Vec<f32> {
    let along = |at: usize, length: usize| at.saturating_sub(reach)..=(at + reach).min(length - 1);
    let rows: Vec<f32> = (0..wide * high)
        .map(|i| {
            let row = &values[i / wide * wide..][..wide];
            row[along(i % wide, wide)].iter().copied().reduce(pick).unwrap_or_default()
        })
        .collect();
    let column = |i: usize| along(i / wide, high).map(|y| rows[y * wide + i % wide]).reduce(pick).unwrap_or_default();
    (0..wide * high).map(column).collect()
}

/// The gain and offset that take the second's values to the first's where most of them agree.
fn toned(first: &[f32], second: &[Option<f32>]) -> (f32, f32) {
    let stride = (first.len() / 50_000).max(1);
    let pairs: Vec<(f64, f64)> =
        first.iter().zip(second).step_by(stride).filter_map(|(&a, b)| Some((f64::from((*b)?), f64::from(a)))).collect();
    let (mut gain, mut offset) = (1.0f64, 0.0f64);
    if pairs.len() < 100 {
        return (1.0, 0.0);
    }
    for round in 0..6 {
        let spread = f64::from(median(pairs.iter().map(|(b, a)| (a - gain * b - offset).abs() as f32).collect()));
        let reach = if round == 0 { f64::INFINITY } else { (4.0 * spread).max(4.0) };
        let [mut n, mut sb, mut sa, mut sbb, mut sab] = [0.0f64; 5];
        for &(b, a) in pairs.iter().filter(|(b, a)| (a - gain * b - offset).abs() <= reach) {
            n += 1.0;
            sb += b;
            sa += a;
            sbb += b * b;
            sab += a * b;
        }
        let variation = n * sbb - sb * sb;
        if variation < 1e-3 {
            break;
        }
        gain = ((n * sab - sa * sb) / variation).clamp(0.25, 4.0);
        offset = (sa - gain * sb) / n;
    }
    (gain as f32, offset as f32)
}

fn correlation(pairs: impl Iterator<Item = (f64, f64)>) -> f32 {
    let [mut n, mut sa, mut sb, mut saa, mut sbb, mut sab] = [0.0f64; 6];
    for (a, b) in pairs {
        n += 1.0;
        sa += a;
        sb += b;
        saa += a * a;
        sbb += b * b;
        sab += a * b;
    }
    let (va, vb) = (n * saa - sa * sa, n * sbb - sb * sb);
    if va <= 0.0 || vb <= 0.0 { 0.0 } else { ((n * sab - sa * sb) / (va * vb).sqrt()) as f32 }
}
