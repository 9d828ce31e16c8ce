//! Traces of interpolation in a region.

use super::patches::{Place, significance};
use super::{Resampling, thresholds};
use crate::evidence::cells::median;
use crate::evidence::plane::Luma;
use crate::evidence::resampling::Spectra;

/// Pixels along a side of a window.
const SIDE: usize = 64;
/// Windows of a region at most.
const MOST_WINDOWS: usize = 24;
/// Logarithms of peaks that chance makes alike.
const FLOOR: f32 = 0.15;

/// The region's spectral peak against those of like-shaped sets of windows.
pub fn resampling(luma: &Luma, place: &Place) -> Option<Resampling> {
    let [left, top, right, bottom] = place.bounds;
    let (wide, high) = (right - left, bottom - top);
    if wide < SIDE || high < SIDE {
        return None;
    }
    // From the region's corner, in steps of a quarter; at least six tenths of a window must be the region's.
    let mut windows = Vec::new();
    for y in (0..=high - SIDE).step_by(SIDE / 4) {
        for x in (0..=wide - SIDE).step_by(SIDE / 4) {
            let inside = (0..SIDE).step_by(4).flat_map(|v| (0..SIDE).step_by(4).map(move |u| (x + u, y + v)));
            if inside.filter(|&(x, y)| place.inside[y * wide + x]).count() * 10 >= (SIDE / 4) * (SIDE / 4) * 6 {
                windows.push((x, y));
            }
        }
    }
    let count = windows.len().min(MOST_WINDOWS);
    let windows: Vec<(usize, usize)> = (0..count).map(|i| windows[i * windows.len() / count]).collect();
    // A smaller shape has as many fewer windows.
    let fewer = windows.len().div_ceil(place.shape.smaller.max(1).pow(2));
    let mut spectra = Spectra::new(SIDE);
    let mut ratios = |count: usize, (dx, dy): (i32, i32)| {
        let moved = windows.iter().take(count).filter_map(|&(x, y)| {
            let at = |low: usize, by: i32| usize::try_from(low as i32 + by).ok();
            Some((at(left + x, dx)?, at(top + y, dy)?))
        });
        spectra.of(luma, moved).map(|power| power.ratios())
    };
    let (peak, frequency) = ratios(windows.len(), (0, 0))?.peak();
    let elsewhere: Vec<_> = place.shifts.iter().filter_map(|&shift| ratios(fewer, shift)).collect();
    let peaks: Vec<f32> = elsewhere.iter().map(|ratios| ratios.peak().0.max(1.0).ln()).collect();
    let significance = significance(peak.max(1.0).ln(), &peaks, FLOOR)?;
    let outside = median(elsewhere.iter().map(|ratios| ratios.at(frequency)).collect());
    let weight = thresholds::supports(significance, thresholds::RESAMPLING);
    Some(Resampling { peak, outside, significance, weight })
}
