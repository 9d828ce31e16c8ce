//! Covering parts of a picture that is shown in panes: boxes, and strokes of a brush, which are boxes in a row. Plain
//! numbers, no browser.

use super::view::within;
use crate::explain::prompt::Pane;

/// A place in a picture, pixels.
pub type Spot = (f64, f64);

/// What was painted over at once: boxes x, y, width, height in pixels of the picture as displayed.
pub type Covered = Vec<[u32; 4]>;

/// The pane that has a place of what is sent, its edges included.
#[must_use]
pub fn pane_at(panes: &[Pane], (x, y): Spot) -> Option<Pane> {
    let has = |place: f64, from: u32, length: u32| place >= f64::from(from) && place <= f64::from(from + length);
    panes.iter().copied().find(|Pane { at: [left, top, wide, high], .. }| has(x, *left, *wide) && has(y, *top, *high))
}

/// The place of the picture that a pane shows at a place of what is sent; beyond the pane's edges, on them.
#[must_use]
pub fn seen_at(pane: &Pane, (x, y): Spot) -> Spot {
    let along = |axis: usize, place: f64| {
        let [from, length, start, shown] = [pane.of[axis], pane.of[axis + 2], pane.at[axis], pane.at[axis + 2]].map(f64::from);
        from + within(0.0, (place - start) / shown.max(1.0), 1.0) * length
    };
    (along(0, x), along(1, y))
}

/// Where a pane shows a box of the picture: x, y, width, height in pixels of what is sent. None where it shows nothing of it.
#[must_use]
pub fn shown_at(pane: &Pane, bbox: [u32; 4]) -> Option<[f64; 4]> {
    let span = |axis: usize| {
        let end = |[from, length]: [u32; 2]| from.saturating_add(length);
        let (box_span, pane_span) = ([bbox[axis], bbox[axis + 2]], [pane.of[axis], pane.of[axis + 2]]);
        let (from, to) = (box_span[0].max(pane_span[0]), end(box_span).min(end(pane_span)));
        let scale = f64::from(pane.at[axis + 2]) / f64::from(pane_span[1].max(1));
        let start = f64::from(pane.at[axis]) + f64::from(from.saturating_sub(pane_span[0])) * scale;
        (from < to).then(|| (start, f64::from(to - from) * scale))
    };
    let ((x, wide), (y, high)) = (span(0)?, span(1)?);
    Some([x, y, wide, high])
}

/// A side of the brush in a pane, pixels of the picture: of what is sent, a twenty-fourth of the longest side.
#[must_use]
pub fn brush(pane: &Pane, longest: u32) -> f64 {
    (f64::from(longest) / 24.0).max(4.0) * f64::from(pane.of[2]) / f64::from(pane.at[2].max(1))
}

/// The box with these corners: every pixel that it touches.
#[must_use]
pub fn corners(one: Spot, other: Spot) -> [u32; 4] {
    let span = |a: f64, b: f64| {
        let (start, end) = (a.min(b) as u32, a.max(b).ceil() as u32);
        (start, end - start)
    };
    let ((x, wide), (y, high)) = (span(one.0, other.0), span(one.1, other.1));
    [x, y, wide, high]
}

/// Where a brush leaves its marks from one place to another, the first left out, so close that nothing shows between them;
/// none outside of what the pane shows.
#[must_use]
pub fn marks(from: Spot, to: Spot, side: f64, pane: &Pane) -> Covered {
    let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()) / side * 2.0;
    let steps = steps.ceil().max(1.0) as u32;
    let mark = |step: u32| {
        let along = f64::from(step) / f64::from(steps);
        let sides = |from: f64, to: f64, axis: usize| {
            let at = from + (to - from) * along;
            let (low, high) = (f64::from(pane.of[axis]), f64::from(pane.of[axis] + pane.of[axis + 2]));
            (within(low, at - side / 2.0, high), within(low, at + side / 2.0, high))
        };
        let ((left, right), (top, bottom)) = (sides(from.0, to.0, 0), sides(from.1, to.1, 1));
        corners((left, top), (right, bottom))
    };
    (1..=steps).map(mark).collect()
}

/// Whether a brush has to leave another mark to cover what it has passed: within a quarter of its size, the last one does.
#[must_use]
pub fn far(from: Spot, to: Spot, side: f64) -> bool {
    (to.0 - from.0).abs().max((to.1 - from.1).abs()) > side / 4.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// A picture of 480 by 240 at its own size.
    const WHOLE: Pane = Pane { of: [0, 0, 480, 240], at: [0, 0, 480, 240] };
    /// Its right half at half its size, with a border around it.
    const HALF: Pane = Pane { of: [240, 0, 240, 240], at: [8, 47, 120, 120] };

    #[test]
    fn a_box_has_every_pixel_between_its_corners() {
        assert_eq!(corners((360.0, 120.0), (120.5, 60.0)), [120, 60, 240, 60]);
        assert_eq!(corners((0.4, 0.2), (0.4, 0.2)), [0, 0, 1, 1]);
        assert_eq!(corners((0.0, 0.0), (480.0, 240.0)), [0, 0, 480, 240]);
    }

    #[test]
    fn a_stroke_leaves_no_gap_and_stays_in_its_pane() {
        let side = brush(&WHOLE, 480);
        assert_eq!(side, 20.0);
        for (pane, left) in [(WHOLE, 0), (HALF, 240)] {
            let ends = [((48.0, 24.0), (432.0, 192.0)), ((0.0, 240.0), (480.0, 0.0)), ((432.0, 48.0), (48.0, 48.0))];
            for (from, to) in ends {
                let mut covered = vec![false; 480 * 240];
                for [x, y, wide, high] in marks(from, to, side, &pane) {
                    assert!(x >= left && x + wide <= 480 && y + high <= 240, "{x} {y} {wide} {high}");
                    for row in y..y + high {
                        covered[(row * 480 + x) as usize..(row * 480 + x + wide) as usize].fill(true);
                    }
                }
                // Beyond the first half of the brush, which the mark before has, the way is covered 4 pixels to each side.
                for step in 20..=100 {
                    let along = f64::from(step) / 100.0;
                    let (x, y) = (from.0 + (to.0 - from.0) * along, from.1 + (to.1 - from.1) * along);
                    for (dx, dy) in [(-4, 0), (4, 0), (0, -4), (0, 4)] {
                        let (x, y) = ((x as i32 + dx).clamp(0, 479), (y as i32 + dy).clamp(0, 239));
                        assert!(x < left as i32 || covered[(y * 480 + x) as usize], "{from:?} to {to:?}: {x}, {y}");
                    }
                }
            }
        }
        assert_eq!(marks((240.0, 120.0), (240.0, 120.0), side, &WHOLE), [[230, 110, 20, 20]]);
        assert_eq!(marks((240.0, 120.0), (240.0, 120.0), side, &HALF), [[240, 110, 10, 20]]);
        assert_eq!(marks((0.0, 0.0), (0.0, 0.0), side, &WHOLE), [[0, 0, 10, 10]]);
        assert!(far((0.0, 0.0), (6.0, 0.0), side) && !far((0.0, 0.0), (4.0, 5.0), side));
    }

    #[test]
    fn a_place_is_where_its_pane_shows_it() {
        let panes = [HALF, WHOLE];
        assert_eq!(pane_at(&panes, (9.0, 47.0)), Some(HALF));
        assert_eq!(pane_at(&panes, (300.0, 100.0)), Some(WHOLE));
        assert_eq!(pane_at(&panes, (480.0, 240.0)), Some(WHOLE));
        assert_eq!(pane_at(&[HALF], (0.0, 0.0)), None);
        assert_eq!(seen_at(&HALF, (68.0, 107.0)), (360.0, 120.0));
        assert_eq!(seen_at(&HALF, (0.0, 999.0)), (240.0, 240.0));
        assert_eq!(shown_at(&HALF, [300, 20, 60, 40]), Some([38.0, 57.0, 30.0, 20.0]));
        // What is left of the pane is cut off, and what is not in it at all is not shown.
        assert_eq!(shown_at(&HALF, [200, 0, 60, 240]), Some([8.0, 47.0, 10.0, 120.0]));
        assert_eq!(shown_at(&HALF, [0, 0, 240, 240]), None);
        assert_eq!(shown_at(&HALF, [u32::MAX, 0, u32::MAX, 1]), None);
        // The brush is as large on every pane of what is sent.
        assert_eq!(brush(&HALF, 480), 40.0);
    }

    #[test]
    fn what_is_painted_is_shown_where_it_was_painted() {
        for pane in [WHOLE, HALF] {
            let [left, top, wide, high] = pane.at.map(f64::from);
            for (across, down) in [(0.13, 0.21), (0.51, 0.47), (0.87, 0.71)] {
                let place = (left + wide * across, top + high * down);
                let [x, y, w, h] = shown_at(&pane, corners(seen_at(&pane, place), seen_at(&pane, place))).unwrap_or_default();
                assert!(x <= place.0 && place.0 <= x + w && y <= place.1 && place.1 <= y + h, "{pane:?} {place:?}");
            }
        }
    }
}
