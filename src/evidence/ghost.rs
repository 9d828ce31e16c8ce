use super::cells::Cells;
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::frequency::{from_pixels, round};
use crate::input::Photo;
use crate::input::jpeg::ijg_luminance;

/// The qualities that are tried.
pub const GHOST_QUALITIES: [u8; 12] = [40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95];
/// The quality that is shown; 0 leaves the choice to the lens.
const QUALITY: Parameter = Parameter { name: "quality", least: 0.0, most: 100.0, step: 1.0, default: 0.0 };
pub(super) const PARAMETERS: &[Parameter] = &[QUALITY];
/// Differences of the normalised error, 0..1, that are none.
const FLOOR: f32 = 0.01;

/// JPEG ghosts (H. Farid, "Exposing Digital Forgeries from JPEG Ghosts", IEEE TIFS 4, 2009): a part that was once saved
/// at a lower quality than the rest changes least when the picture is saved at that quality again.
///
/// The picture is saved at each of [`GHOST_QUALITIES`] on its own 8×8 grid. Only luminance is looked at, and the squared
/// difference is taken of coefficients, which by Parseval's theorem is that of pixels. Each cell's errors are normalised
/// over the qualities, as in the paper; the quality shown is the one whose errors fall best into two classes (N. Otsu,
/// 1979), where the paper leaves the choice to the eye; or the one that is set, which is tried with the others.
///
/// Figures: the `quality` shown and the `separation` of its classes (variance between them, 0..0.25).
#[must_use]
pub fn ghost(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let asked = settings.get(&QUALITY) as u8;
    let mut qualities = GHOST_QUALITIES.to_vec();
    if asked > 0 && !qualities.contains(&asked) {
        qualities.push(asked);
    }
    let (wide, high) = Cells::count(photo);
    let mut maps = errors(photo, &qualities, progress);
    for map in &mut maps {
        *map = Cells { wide, high, values: std::mem::take(map) }.smoothed(1).values;
    }
    for i in 0..wide * high {
        let least = maps.iter().map(|m| m[i]).fold(f32::INFINITY, f32::min);
        let most = maps.iter().map(|m| m[i]).fold(0.0, f32::max);
        for map in &mut maps {
            // A cell without detail changes at no quality; it says nothing.
            map[i] = if most > least { (map[i] - least) / (most - least) } else { 0.0 };
        }
    }
    let shown = (0..maps.len()).filter(|&q| asked == 0 || qualities[q] == asked).map(|q| (q, separation(&maps[q])));
    let (best, separation) = shown.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0));
    let figures = vec![Figure::new("quality", f32::from(qualities[best]), ""), Figure::new("separation", separation, "")];
    let cells = Cells { wide, high, values: maps.swap_remove(best) };
    LensMap::of_cells(photo, cells.departures(FLOOR), figures)
}

/// Mean squared error of each cell after a saving at each quality.
fn errors(photo: &Photo, qualities: &[u8], progress: &mut dyn FnMut(f32)) -> Vec<Vec<f32>> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let tables: Vec<_> = qualities.iter().map(|&quality| ijg_luminance(quality).map(f32::from)).collect();
    let mut maps = vec![Vec::new(); tables.len()];
    // A row of blocks at a time keeps memory small.
    for y in (0..height).step_by(CELL) {
        progress(y as f32 / height as f32);
        let rows = CELL.min(height - y);
        let coefficients = from_pixels(&photo.rgb[y * width * 3..(y + rows) * width * 3], width, rows);
        for block in coefficients.values.chunks_exact(64) {
            for (map, table) in maps.iter_mut().zip(&tables) {
                let squares = block.iter().zip(table).map(|(&c, q)| {
                    let c = f32::from(c);
                    (c - q * round(c / q)).powi(2)
                });
                map.push(squares.sum::<f32>() / 64.0);
            }
        }
    }
    maps
}

/// The greatest variance between two classes into which a threshold can part values of 0..1.
fn separation(values: &[f32]) -> f32 {
    const BINS: usize = 128;
    let mut counts = [0u32; BINS];
    for value in values {
        counts[((value * BINS as f32) as usize).min(BINS - 1)] += 1;
    }
    let middle = |bin: usize| (bin as f64 + 0.5) / BINS as f64;
    let n = values.len() as f64;
    let mean = counts.iter().enumerate().map(|(b, &c)| middle(b) * f64::from(c)).sum::<f64>() / n;
    let (mut share, mut sum, mut best) = (0.0, 0.0, 0.0f64);
    for (bin, &count) in counts.iter().enumerate() {
        share += f64::from(count) / n;
        sum += middle(bin) * f64::from(count) / n;
        if share > 0.0 && share < 1.0 {
            best = best.max((mean * share - sum).powi(2) / (share * (1.0 - share)));
        }
    }
    best as f32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Lens;
    use crate::evidence::testing::{auc, photo, saved, scene, spliced};

    fn look(photo: &Photo, quality: f32) -> LensMap {
        ghost(photo, &Settings::of(Lens::Ghost, [("quality", quality)]).unwrap(), &mut |_| ())
    }

    #[test]
    fn shows_at_the_quality_that_was() {
        let scene = scene(256, 192, |_, _| 20.0);
        let once = saved(&scene, 256, 192, 95);
        let picture = spliced(&once, &saved(&scene, 256, 192, 65));
        let forged = photo(256, 192, saved(&picture.rgb, 256, 192, 95));
        let map = look(&forged, 0.0);
        assert_eq!(map.figures[0].value, 65.0);
        assert!(auc(&map) > 0.95);
        let untouched = look(&photo(256, 192, saved(&once, 256, 192, 95)), 0.0);
        assert!(untouched.figures[1].value < 0.5 * map.figures[1].value, "{:?} {:?}", untouched.figures, map.figures);
        assert!((auc(&untouched) - 0.5).abs() < 0.1);
    }

    #[test]
    fn sees_seventy_in_ninety() {
        let scene = scene(256, 192, |_, _| 20.0);
        let once = saved(&scene, 256, 192, 90);
        let picture = spliced(&once, &saved(&scene, 256, 192, 70));
        let map = look(&photo(256, 192, saved(&picture.rgb, 256, 192, 90)), 0.0);
        assert_eq!(map.figures[0].value, 70.0);
        assert!(auc(&map) > 0.95, "{}", auc(&map));
        let untouched = auc(&look(&photo(256, 192, saved(&once, 256, 192, 90)), 70.0));
        assert!((untouched - 0.5).abs() < 0.1, "{untouched}");
    }

    #[test]
    fn shows_the_quality_that_is_asked_for() {
        let scene = scene(256, 192, |_, _| 20.0);
        let picture = spliced(&saved(&scene, 256, 192, 95), &saved(&scene, 256, 192, 72));
        let forged = photo(256, 192, saved(&picture.rgb, 256, 192, 95));
        let at = |quality: f32| look(&forged, quality);
        // 72 is not among those that are tried by themselves.
        assert_eq!(at(72.0).figures[0].value, 72.0);
        assert!(at(72.0).figures[1].value > 2.0 * at(30.0).figures[1].value);
        assert!(auc(&at(72.0)) > 0.95);
    }
}
