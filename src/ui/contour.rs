//! The outline of what is marked: closed lines where a mask of probabilities crosses a level.

use super::view::within;

/// A mask as the viewer draws it: probabilities 0..=255, row-major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Values in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` probabilities.
    pub values: Vec<u8>,
}

/// Level of a map of doubt (255 less the reliability) from which the network cannot know: a reliability below one half.
pub const DOUBTFUL: u8 = 128;

/// Longest side of a mask that is drawn. The network's own mask is a quarter of the picture's size.
const LONGEST: usize = 1024;

impl Mask {
    /// A mask small enough to be outlined on every move of a slider: squares of `values` are averaged until the long
    /// side fits. `None` where the number of values does not fit the size.
    #[must_use]
    pub fn new(width: usize, height: usize, values: Vec<u8>) -> Option<Self> {
        if width == 0 || height == 0 || width.checked_mul(height)? != values.len() {
            return None;
        }
        let step = width.max(height).div_ceil(LONGEST);
        if step == 1 {
            return Some(Self { width, height, values });
        }
        let (wide, high) = (width.div_ceil(step), height.div_ceil(step));
        let mut small = Vec::with_capacity(wide * high);
        for y in 0..high {
            let rows = y * step..((y + 1) * step).min(height);
            for x in 0..wide {
                let columns = x * step..((x + 1) * step).min(width);
                let count = (rows.len() * columns.len()) as u32;
                let sum: u32 = rows
                    .clone()
                    .map(|row| {
                        values[row * width + columns.start..row * width + columns.end].iter().map(|&v| u32::from(v)).sum::<u32>()
                    })
                    .sum();
                small.push(((sum + count / 2) / count) as u8);
            }
        }
        Some(Self { width: wide, height: high, values: small })
    }

    /// Share of the values that are at least `level`.
    #[must_use]
    pub fn share(&self, level: u8) -> f32 {
        self.values.iter().filter(|&&value| value >= level).count() as f32 / self.values.len() as f32
    }

    /// Closed lines around everything that is at least `level`, in units of the picture (0..=1 both ways), each a list
    /// of corners; inside and outside follow from the even-odd rule.
    ///
    /// Marching squares between the values' centres with linear interpolation, the mask framed by zeros, so that every
    /// line closes. `level` 0 is taken as 1.
    #[must_use]
    pub fn outlines(&self, level: u8) -> Vec<Vec<(f32, f32)>> {
        let level = f32::from(level.max(1)) - 0.5;
        let (wide, high) = (self.width + 2, self.height + 2);
        let value = |x: usize, y: usize| -> f32 {
            if x == 0 || y == 0 || x > self.width || y > self.height {
                return 0.0;
            }
            f32::from(self.values[(y - 1) * self.width + x - 1])
        };
        // Crossings on the edges of the grid: edge 2*i runs right from node i, edge 2*i+1 down from it. Every crossing
        // has two neighbours, one in each of the cells beside its edge.
        let mut links: Vec<[u32; 2]> = vec![[NONE; 2]; wide * high * 2];
        let mut link = |a: usize, b: usize| {
            for (from, to) in [(a, b), (b, a)] {
                let slot = usize::from(links[from][0] != NONE);
                links[from][slot] = to as u32;
            }
        };
        for y in 0..high - 1 {
            for x in 0..wide - 1 {
                let node = y * wide + x;
                let inside = [value(x, y), value(x + 1, y), value(x + 1, y + 1), value(x, y + 1)].map(|v| v > level);
                let [top, right, bottom, left] = [2 * node, 2 * (node + 1) + 1, 2 * (node + wide), 2 * node + 1];
                match inside {
                    [a, b, c, d] if a == b && b == c && c == d => {}
                    [true, false, false, false] | [false, true, true, true] => link(left, top),
                    [false, true, false, false] | [true, false, true, true] => link(top, right),
                    [false, false, true, false] | [true, true, false, true] => link(right, bottom),
                    [false, false, false, true] | [true, true, true, false] => link(bottom, left),
                    [true, true, false, false] | [false, false, true, true] => link(left, right),
                    [true, false, false, true] | [false, true, true, false] => link(top, bottom),
                    // A saddle: the two corners that are inside stay apart.
                    [true, false, true, false] => {
                        link(left, top);
                        link(right, bottom);
                    }
                    _ => {
                        link(top, right);
                        link(bottom, left);
                    }
                }
            }
        }
        let place = |edge: usize| -> (f32, f32) {
            let node = edge / 2;
            let (x, y) = (node % wide, node / wide);
            let here = value(x, y);
            let (mut px, mut py) = (x as f32 - 0.5, y as f32 - 0.5);
            if edge.is_multiple_of(2) {
                px += (level - here) / (value(x + 1, y) - here);
            } else {
                py += (level - here) / (value(x, y + 1) - here);
            }
            let share = |at: f32, length: usize| within(0.0, f64::from(at) / length as f64, 1.0) as f32;
            (share(px, self.width), share(py, self.height))
        };
        let mut lines = Vec::new();
        for start in 0..links.len() {
            if links[start][0] == NONE {
                continue;
            }
            let mut line = Vec::new();
            let mut at = start;
            loop {
                line.push(place(at));
                let [first, second] = std::mem::replace(&mut links[at], [NONE; 2]);
                let open = |next: u32| next != NONE && links[next as usize][0] != NONE;
                if open(first) {
                    at = first as usize;
                } else if open(second) {
                    at = second as usize;
                } else {
                    break;
                }
            }
            lines.push(line);
        }
        lines
    }
}

const NONE: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(width: usize, rows: &[&str]) -> Mask {
        let values = rows.concat().bytes().map(|c| if c == b'#' { 255 } else { 0 }).collect();
        Mask::new(width, rows.len(), values).unwrap()
    }

    /// Area by the even-odd rule for lines that do not cross: outer lines count, holes are taken off.
    fn area(line: &[(f32, f32)]) -> f32 {
        let next = line.iter().cycle().skip(1);
        (line.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f32>() / 2.0).abs()
    }

    #[test]
    fn nothing_marked_has_no_outline() {
        assert!(mask(3, &["...", "..."]).outlines(128).is_empty());
    }

    #[test]
    fn everything_marked_is_outlined_at_the_border() {
        let lines = mask(4, &["####", "####", "####", "####"]).outlines(128);
        assert_eq!(lines.len(), 1);
        // Its four corners are cut off at half a value's width.
        assert!((area(&lines[0]) - 1.0 + 0.5 / 16.0).abs() < 1e-3, "{}", area(&lines[0]));
    }

    #[test]
    fn a_hole_is_a_line_of_its_own() {
        let lines = mask(7, &[".......", ".#####.", ".#...#.", ".#...#.", ".#...#.", ".#####.", "......."]).outlines(128);
        let mut areas: Vec<f32> = lines.iter().map(|line| area(line) * 49.0).collect();
        areas.sort_by(f32::total_cmp);
        assert_eq!(lines.len(), 2);
        assert!((areas[0] - 9.0).abs() < 0.6 && (areas[1] - 25.0).abs() < 0.6, "{areas:?}");
    }

    #[test]
    fn corners_that_touch_stay_two_places() {
        assert_eq!(mask(4, &["#...", ".#..", "....", "..#."]).outlines(128).len(), 3);
    }

    #[test]
    fn the_level_moves_the_line() {
        let ramp = Mask::new(256, 64, (0..64).flat_map(|_| 0..=255u8).collect()).unwrap();
        let wide = area(&ramp.outlines(64)[0]);
        let narrow = area(&ramp.outlines(192)[0]);
        assert!((wide - 0.75).abs() < 0.01 && (narrow - 0.25).abs() < 0.01, "{wide} {narrow}");
    }

    #[test]
    fn the_share_is_of_what_reaches_the_level() {
        let mask = Mask::new(4, 1, vec![127, 128, 129, 255]).unwrap();
        assert_eq!([0, 128, 255].map(|level| mask.share(level)), [1.0, 0.75, 0.25]);
    }

    #[test]
    fn large_masks_are_averaged_and_wrong_sizes_refused() {
        let large = Mask::new(2049, 3, vec![200; 2049 * 3]).unwrap();
        assert_eq!((large.width, large.height), (683, 1));
        assert!(large.values.iter().all(|&v| v == 200));
        assert!(Mask::new(0, 0, Vec::new()).is_none());
        assert!(Mask::new(2, 2, vec![0; 3]).is_none());
        assert!(Mask::new(usize::MAX, 2, vec![0; 3]).is_none());
    }
}
