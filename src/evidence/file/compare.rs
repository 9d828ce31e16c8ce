//! A small copy set against the picture: both are averaged to one grid, brightness and contrast are made equal, and what
//! still differs is measured cell by cell.

use super::{Comparison, DifferenceMap, Fit, MAX_MAP_SIDE};
use crate::frequency::luma;
use crate::input::{Orientation, Photo, reduced};

/// Longest side that the picture is averaged to first; a cell of the grid is made of many of its pixels still.
const PICTURE_SIDE: u32 = 1024;
/// Fewest cells of a side with which anything is said.
const MIN_SIDE: u32 = 12;
/// Least spread of brightness (standard deviation) with which anything is said.
const MIN_SPREAD: f32 = 6.0;
/// Brightness below which a row or column may be a bar, in the mean and at most.
const BAR: f32 = 12.0;
/// Part of a side that bars may take up together.
const MAX_BARS: f32 = 0.5;
/// How far shapes may differ beside the rounding of a small copy's sides.
const SHAPE: f32 = 0.015;
/// Part of the cells that follow the common brightness and contrast the least and have no say in them.
const OUTLIERS: f32 = 0.25;
/// How far contrast may differ.
const GAIN: (f32, f32) = (0.5, 2.0);
/// A turned copy must fit so much better than one as stored.
const TURN: f32 = 0.7;

/// Mean difference above which two pictures show different things. `rates_of_small_copies` (ignored by default) prints how
/// often it is passed by copies of the picture itself (.01 of 317), and by those of the picture before an eighth of each side
/// was covered (.7).
const DIFFERENCE: f32 = 3.0;
/// The same of the cell that differs most.
const WORST: f32 = 60.0;

/// Brightness, row-major.
#[derive(Clone, Debug)]
pub(super) struct Gray {
    pub width: u32,
    pub height: u32,
    values: Vec<f32>,
}

impl Gray {
    /// Of interleaved RGB8.
    pub fn of(width: u32, height: u32, rgb: &[u8]) -> Self {
        Self { width, height, values: rgb.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect() }
    }

    /// The means of the cells of a grid over an area `[x, y, width, height]`; cells may cut through pixels.
    fn averaged(&self, [x, y, width, height]: [f32; 4], columns: u32, rows: u32) -> Self {
        let across = weights(x, width, columns, self.width);
        let down = weights(y, height, rows, self.height);
        let mut values = Vec::with_capacity((columns * rows) as usize);
        for (first, shares) in &down {
            let mut row = vec![0f32; columns as usize];
            for (i, &share) in shares.iter().enumerate() {
                let line = &self.values[(first + i) * self.width as usize..][..self.width as usize];
                for (cell, (first, shares)) in row.iter_mut().zip(&across) {
                    *cell += share * line[*first..].iter().zip(shares).map(|(value, share)| value * share).sum::<f32>();
                }
            }
            values.extend(row);
        }
        Self { width: columns, height: rows, values }
    }

    fn turned(&self, orientation: Orientation) -> Self {
        let (width, height) = orientation.displayed_size(self.width, self.height);
        let values = orientation.apply(self.width as usize, self.height as usize, 1, &self.values);
        Self { width, height, values }
    }

    /// The part without bars at two opposite sides, which cameras fill a small copy of another shape with.
    fn without_bars(&self) -> Option<[u32; 4]> {
        let dark = |line: &mut dyn Iterator<Item = f32>| {
            let (mut sum, mut count, mut most) = (0.0, 0.0, 0f32);
            for value in line {
                (sum, count, most) = (sum + value, count + 1.0, most.max(value));
            }
            sum < BAR * count && most < 3.0 * BAR
        };
        let (width, height) = (self.width as usize, self.height as usize);
        let row = |y: usize| dark(&mut self.values[y * width..][..width].iter().copied());
        let column = |x: usize| dark(&mut (0..height).map(|y| self.values[y * width + x]));
        let bars = |length: usize, is_dark: &dyn Fn(usize) -> bool| {
            let before = (0..length).take_while(|&i| is_dark(i)).count();
            let behind = (0..length).rev().take_while(|&i| is_dark(i)).count();
            let both = before > 0 && behind > 0 && before.abs_diff(behind) <= 1 + length / 32;
            (both && ((before + behind) as f32) < MAX_BARS * length as f32).then_some((before as u32, behind as u32))
        };
        match (bars(height, &row), bars(width, &column)) {
            (Some((above, below)), None) => Some([0, above, self.width, self.height - above - below]),
            (None, Some((left, right))) => Some([left, 0, self.width - left - right, self.height]),
            _ => None,
        }
    }

    fn spread(&self) -> f32 {
        let mean = self.values.iter().sum::<f32>() / self.values.len() as f32;
        (self.values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / self.values.len() as f32).sqrt()
    }
}

/// For each of `count` cells over `start..start + length`: its first pixel, and the shares of the pixels from there on.
fn weights(start: f32, length: f32, count: u32, pixels: u32) -> Vec<(usize, Vec<f32>)> {
    let cell = length / count as f32;
    (0..count)
        .map(|i| {
            let (from, to) = (start + i as f32 * cell, start + (i + 1) as f32 * cell);
            let first = (from.floor().max(0.0) as u32).min(pixels - 1);
            let last = ((to - 1e-3).floor().max(0.0) as u32).clamp(first, pixels - 1);
            let share = |p: u32| (to.min(p as f32 + 1.0) - from.max(p as f32)).max(1e-6);
            let shares: Vec<f32> = (first..=last).map(share).collect();
            let sum: f32 = shares.iter().sum();
            (first as usize, shares.into_iter().map(|share| share / sum).collect())
        })
        .collect()
}

/// A way in which the small copy may lie over the picture, and what differs then.
struct Candidate {
    fit: Fit,
    turned: u8,
    area: [u32; 4],
    difference: f32,
    map: Gray,
}

/// Sets a small copy against the picture; nothing where it is too small or too flat to tell.
pub(super) fn compare(small: &Gray, photo: &Photo) -> Option<Comparison> {
    let (picture_width, picture_height, rgb) = reduced(photo, PICTURE_SIDE);
    let picture = Gray::of(picture_width as u32, picture_height as u32, &rgb);
    let whole = [0, 0, small.width, small.height];
    let areas = [Some((whole, Fit::Whole)), small.without_bars().map(|area| (area, Fit::Bars))];
    let mut best: Option<Candidate> = None;
    for (area, fit) in areas.into_iter().flatten() {
        for turned in [1u8, 3, 6, 8] {
            for candidate in candidates(small, &picture, area, fit, turned)? {
                let better = match &best {
                    None => true,
                    // As stored comes first, and is left for another only with reason.
                    Some(best) if best.turned == 1 && turned != 1 => candidate.difference < TURN * best.difference,
                    Some(best) => candidate.difference < best.difference,
                };
                if better {
                    best = Some(candidate);
                }
            }
        }
    }
    let Candidate { fit, turned, area, difference, map } = best?;
    let worst = map.values.iter().copied().fold(0.0, f32::max);
    let differs = difference > DIFFERENCE || worst > WORST;
    let values = map.values.iter().map(|v| v.round().min(255.0) as u8).collect();
    Some(Comparison {
        fit,
        turned,
        area,
        difference,
        worst,
        differs,
        map: DifferenceMap { width: map.width, height: map.height, values },
    })
}

/// All of the picture where the shapes agree; else its middle, and all of it squeezed. Nothing where nothing can be told.
fn candidates(small: &Gray, picture: &Gray, area: [u32; 4], whole: Fit, turned: u8) -> Option<Vec<Candidate>> {
    let orientation = Orientation::new(turned.into());
    let [.., width, height] = area;
    let (real_width, real_height) = orientation.displayed_size(picture.width, picture.height);
    let side = width.max(height).min(real_width.max(real_height)).min(MAX_MAP_SIDE);
    let scaled = |length: u32| (length as f32 * side as f32 / width.max(height) as f32).round() as u32;
    let (columns, rows) = (scaled(width).min(real_width), scaled(height).min(real_height));
    if columns.min(rows) < MIN_SIDE {
        return None;
    }
    let copy = small.averaged(area.map(|side| side as f32), columns, rows);
    if copy.spread() < MIN_SPREAD {
        return None;
    }
    let (stated, real) = (width as f32 / height as f32, real_width as f32 / real_height as f32);
    let rounding = 1.0 / width as f32 + 1.0 / height as f32;
    let same = (stated / real).ln().abs() <= SHAPE + rounding;
    let (w, h) = (real_width as f32, real_height as f32);
    let all = [0.0, 0.0, w, h];
    let middle = if stated > real {
        let inner = w / stated;
        [0.0, (h - inner) / 2.0, w, inner]
    } else {
        let inner = h * stated;
        [(w - inner) / 2.0, 0.0, inner, h]
    };
    let views: &[(Fit, [f32; 4])] = if same { &[(whole, all)] } else { &[(Fit::Middle, middle), (Fit::Squeezed, all)] };
    Some(
        views
            .iter()
            .map(|&(fit, view)| {
                let view = averaged_turned(picture, view, orientation, columns, rows);
                let map = differences(&copy, &view);
                let difference = map.values.iter().sum::<f32>() / map.values.len() as f32;
                Candidate { fit, turned, area, difference, map }
            })
            .collect(),
    )
}

/// A view of the turned picture, averaged to a grid: the grid is turned, not the picture.
fn averaged_turned(picture: &Gray, [x, y, w, h]: [f32; 4], orientation: Orientation, columns: u32, rows: u32) -> Gray {
    // A view is symmetric about the middle, so that turning it back only swaps its sides.
    let (area, (columns, rows)) = match orientation.value() {
        5..=8 => ([y, x, h, w], (rows, columns)),
        _ => ([x, y, w, h], (columns, rows)),
    };
    picture.averaged(area, columns, rows).turned(orientation)
}

/// How far each cell of the view lies outside of what the copy shows at that place and next to it, once brightness and
/// contrast are made equal; grids that are half a cell apart agree then.
fn differences(copy: &Gray, view: &Gray) -> Gray {
    let (gain, offset) = toned(copy, view);
    let (width, height) = (copy.width as usize, copy.height as usize);
    let mut values = Vec::with_capacity(copy.values.len());
    for y in 0..height {
        for x in 0..width {
            let (mut least, mut most) = (f32::MAX, f32::MIN);
            for row in y.saturating_sub(1)..(y + 2).min(height) {
                for &value in &copy.values[row * width..][x.saturating_sub(1)..(x + 2).min(width)] {
                    let value = gain * value + offset;
                    (least, most) = (least.min(value), most.max(value));
                }
            }
            let value = view.values[y * width + x];
            values.push((value - most).max(least - value).max(0.0));
        }
    }
    Gray { width: copy.width, height: copy.height, values }
}

/// Gain and offset that bring the copy nearest to the view, by least squares over the cells that follow best.
fn toned(copy: &Gray, view: &Gray) -> (f32, f32) {
    let pairs: Vec<(f32, f32)> = copy.values.iter().copied().zip(view.values.iter().copied()).collect();
    let line = |pairs: &[(f32, f32)]| {
        let n = pairs.len() as f32;
        let (a, b) = pairs.iter().fold((0.0, 0.0), |(a, b), &(x, y)| (a + x / n, b + y / n));
        let (var, cov) = pairs.iter().fold((0.0, 0.0), |(v, c), &(x, y)| (v + (x - a) * (x - a), c + (x - a) * (y - b)));
        let gain = if var > 0.0 { (cov / var).clamp(GAIN.0, GAIN.1) } else { 1.0 };
        (gain, b - gain * a)
    };
    let (gain, offset) = line(&pairs);
    let mut followed = pairs;
    followed.sort_by(|a, b| {
        let off = |&(x, y): &(f32, f32)| (y - gain * x - offset).abs();
        off(a).total_cmp(&off(b))
    });
    followed.truncate(((1.0 - OUTLIERS) * followed.len() as f32).ceil() as usize);
    line(&followed)
}

#[cfg(test)]
mod tests;
