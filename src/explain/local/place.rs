//! Where a box is in the picture, and where to another box. In pixels of the displayed picture; closed lists.

/// How a box lies in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a cell of a grid of three by three: column and row, each 0 to 2, of the box's middle.
    Cell(usize, usize),
    /// Across most of the width, in a row.
    Across(usize),
    /// Down most of the height, in a column.
    Down(usize),
    /// Over most of both.
    Over,
}

/// Share of a side from which a box runs along it.
const MOST: f64 = 0.75;

/// Where a box `[x, y, width, height]` is in a picture of such a size.
pub fn place([x, y, w, h]: [u32; 4], width: u32, height: u32) -> Place {
    let third = |at: u32, length: u32, whole: u32| {
        let middle = f64::from(at) + f64::from(length) / 2.0;
        ((3.0 * middle / f64::from(whole.max(1))) as usize).min(2)
    };
    let along = |length: u32, whole: u32| f64::from(length) >= MOST * f64::from(whole);
    let (column, row) = (third(x, w, width), third(y, h, height));
    match (along(w, width), along(h, height)) {
        (true, true) => Place::Over,
        (true, false) => Place::Across(row),
        (false, true) => Place::Down(column),
        (false, false) => Place::Cell(column, row),
    }
}

/// The middle's cell by name.
pub fn cell(column: usize, row: usize) -> &'static str {
    [["upper-left", "top", "upper-right"], ["left", "middle", "right"], ["lower-left", "bottom", "lower-right"]][row][column]
}

/// How a box lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Within it.
    Inside,
    /// It is within this one.
    Around,
    /// They share a part.
    Overlaps,
    /// Hardly anything is between them.
    Beside,
    /// In one of eight directions from it: steps right and down, -1, 0 or 1.
    Away(i8, i8),
}

impl Relation {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Inside => "inside",
            Relation::Around => "around",
            Relation::Overlaps => "overlaps",
            Relation::Beside => "beside",
            Relation::Away(right, down) => {
                [["above-left", "above", "above-right"], ["left", "beside", "right"], ["below-left", "below", "below-right"]]
                    [(down.signum() + 1) as usize][(right.signum() + 1) as usize]
            }
        }
    }
}

/// Share of the box's longer side up to which a gap is hardly anything.
const HARDLY: f64 = 0.1;

/// How `a` lies to `b`.
pub fn relation(a: [u32; 4], b: [u32; 4]) -> Relation {
    let within = |inner: [u32; 4], outer: [u32; 4]| {
        [0, 1].iter().all(|&axis| inner[axis] >= outer[axis] && end(inner, axis) <= end(outer, axis))
    };
    if within(a, b) {
        return Relation::Inside;
    }
    if within(b, a) {
        return Relation::Around;
    }
    let gaps = [0, 1].map(|axis| gap(a, b, axis));
    if gaps.iter().all(|&gap| gap < 0) {
        return Relation::Overlaps;
    }
    let longer = a[2].max(a[3]).min(b[2].max(b[3]));
    if distance(a, b) <= HARDLY * f64::from(longer) {
        return Relation::Beside;
    }
    // Where the boxes share rows or columns, the other axis says where it lies; else both do.
    let way = |axis: usize| {
        let (middle, other) = (u64::from(a[axis]) + end(a, axis), u64::from(b[axis]) + end(b, axis));
        if gaps[axis] < 0 {
            0
        } else if middle < other {
            -1
        } else {
            1
        }
    };
    Relation::Away(way(0), way(1))
}

/// Pixels between two boxes; zero where they touch or overlap.
pub fn distance(a: [u32; 4], b: [u32; 4]) -> f64 {
    let [across, down] = [0, 1].map(|axis| gap(a, b, axis).max(0) as f64);
    across.hypot(down)
}

/// Whether two boxes share pixels.
pub fn overlap(a: [u32; 4], b: [u32; 4]) -> bool {
    [0, 1].iter().all(|&axis| gap(a, b, axis) < 0)
}

/// The first pixel behind a box along an axis.
fn end(bbox: [u32; 4], axis: usize) -> u64 {
    u64::from(bbox[axis]) + u64::from(bbox[axis + 2])
}

/// Pixels between two boxes along an axis; negative where they overlap along it.
fn gap(a: [u32; 4], b: [u32; 4], axis: usize) -> i64 {
    let start = a[axis].max(b[axis]);
    i64::from(start) - end(a, axis).min(end(b, axis)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_named_by_their_middle() {
        let at = |x, y| place([x, y, 60, 40], 900, 600);
        assert_eq!([at(0, 0), at(400, 0), at(840, 560)], [Place::Cell(0, 0), Place::Cell(1, 0), Place::Cell(2, 2)]);
        assert_eq!(place([0, 500, 900, 100], 900, 600), Place::Across(2));
        assert_eq!(place([0, 0, 100, 450], 900, 600), Place::Down(0));
        assert_eq!(place([0, 0, 700, 500], 900, 600), Place::Over);
        assert_eq!((cell(0, 0), cell(2, 1), cell(1, 2)), ("upper-left", "right", "bottom"));
        // Nonsense is named, too.
        assert_eq!(place([u32::MAX; 4], 0, 0), Place::Over);
        assert_eq!(place([u32::MAX, 0, 1, 1], 10, 10), Place::Cell(2, 0));
    }

    #[test]
    fn relations_are_told_apart() {
        let b = [100, 100, 50, 50];
        let to = |x, y, w, h| relation([x, y, w, h], b).name();
        assert_eq!(to(110, 110, 10, 10), "inside");
        assert_eq!(to(100, 100, 50, 50), "inside");
        assert_eq!(to(90, 90, 80, 80), "around");
        assert_eq!(to(140, 140, 80, 80), "overlaps");
        assert_eq!(to(150, 120, 40, 40), "beside");
        assert_eq!(to(150, 150, 40, 40), "beside");
        assert_eq!(to(200, 120, 40, 40), "right");
        assert_eq!(to(0, 120, 40, 40), "left");
        assert_eq!(to(120, 0, 40, 40), "above");
        assert_eq!(to(120, 300, 40, 40), "below");
        assert_eq!([to(0, 0, 40, 40), to(300, 0, 40, 40)], ["above-left", "above-right"]);
        assert_eq!([to(0, 300, 40, 40), to(300, 300, 40, 40)], ["below-left", "below-right"]);
        assert_eq!(relation([u32::MAX; 4], [0; 4]).name(), "below-right");
    }
}
