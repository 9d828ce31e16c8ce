/// How a stored picture is turned for display: tag 0x0112 of EXIF and TIFF, values 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Default for Orientation {
    fn default() -> Self {
        Self(1)
    }
}

impl From<image::metadata::Orientation> for Orientation {
    fn from(orientation: image::metadata::Orientation) -> Self {
        Self(orientation.to_exif())
    }
}

impl Orientation {
    /// The orientation of a number from 1 to 8; any other is 1, as stored.
    #[must_use]
    pub fn new(value: u32) -> Self {
        Self(if (1..=8).contains(&value) { value as u8 } else { 1 })
    }

    /// The EXIF value, 1 to 8.
    #[must_use]
    pub fn value(self) -> u8 {
        self.0
    }

    /// Width and height as displayed, of a picture stored as `width`×`height`.
    #[must_use]
    pub fn displayed_size<T>(self, width: T, height: T) -> (T, T) {
        if self.0 >= 5 { (height, width) } else { (width, height) }
    }

    /// Turns rows of `channels` values a pixel for display.
    #[must_use]
    pub fn apply<T: Copy>(self, width: usize, height: usize, channels: usize, values: &[T]) -> Vec<T> {
        let (shown_width, shown_height) = self.displayed_size(width, height);
        let mut out = Vec::with_capacity(values.len());
        for y in 0..shown_height {
            for x in 0..shown_width {
                let (sx, sy) = self.stored(x, y, width, height);
                let at = (sy * width + sx) * channels;
                out.extend_from_slice(&values[at..at + channels]);
            }
        }
        out
    }

    /// Where the displayed pixel (x, y) is stored.
    pub(crate) fn stored(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        match self.0 {
            2 => (width - 1 - x, y),
            3 => (width - 1 - x, height - 1 - y),
            4 => (x, height - 1 - y),
            5 => (y, x),
            6 => (y, height - 1 - x),
            7 => (width - 1 - y, height - 1 - x),
            8 => (width - 1 - y, x),
            _ => (x, y),
        }
    }

    /// A box `[x, y, width, height]` of the stored picture as displayed.
    #[must_use]
    pub fn apply_box(self, [x, y, w, h]: [u32; 4], width: u32, height: u32) -> [u32; 4] {
        let (right, below) = (width - x - w, height - y - h);
        match self.0 {
            2 => [right, y, w, h],
            3 => [right, below, w, h],
            4 => [x, below, w, h],
            5 => [y, x, h, w],
            6 => [below, x, h, w],
            7 => [below, right, h, w],
            8 => [y, right, h, w],
            _ => [x, y, w, h],
        }
    }

    /// A way `[right, down]` in the stored picture as it goes in the displayed one.
    #[must_use]
    pub fn apply_offset(self, [right, down]: [i32; 2]) -> [i32; 2] {
        match self.0 {
            2 => [-right, down],
            3 => [-right, -down],
            4 => [right, -down],
            5 => [down, right],
            6 => [-down, right],
            7 => [-down, -right],
            8 => [down, -right],
            _ => [right, down],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A 3×2 picture `ABC/DEF` as a viewer must show it, by the definition of each value (EXIF 2.32, 4.6.4).
    #[test]
    fn all_eight_turn_as_exif_says() {
        let expected = ["ABCDEF", "CBAFED", "FEDCBA", "DEFABC", "ADBECF", "DAEBFC", "FCEBDA", "CFBEAD"];
        for (value, shown) in (1..).zip(expected) {
            let orientation = Orientation::new(value);
            assert_eq!(orientation.apply(3, 2, 1, b"ABCDEF"), shown.as_bytes(), "orientation {value}");
            assert_eq!(orientation.displayed_size(3, 2), if value >= 5 { (2, 3) } else { (3, 2) });
        }
    }

    #[test]
    fn boxes_turn_with_the_pixels() {
        let (width, height) = (7usize, 5usize);
        for value in 1..=8 {
            let orientation = Orientation::new(value);
            let mut mask = vec![0u8; width * height];
            for y in 1..3 {
                for x in 2..6 {
                    mask[y * width + x] = 1;
                }
            }
            let turned = orientation.apply(width, height, 1, &mask);
            let (shown_width, _) = orientation.displayed_size(width, height);
            let [x, y, w, h] = orientation.apply_box([2, 1, 4, 2], width as u32, height as u32).map(|v| v as usize);
            for (i, value) in turned.iter().enumerate() {
                let (px, py) = (i % shown_width, i / shown_width);
                let inside = (x..x + w).contains(&px) && (y..y + h).contains(&py);
                assert_eq!(*value == 1, inside, "orientation {orientation:?} at {px}, {py}");
            }
        }
    }

    #[test]
    fn ways_turn_with_the_boxes() {
        for value in 1..=8 {
            let orientation = Orientation::new(value);
            let turned = |bbox| orientation.apply_box(bbox, 70, 50).map(|side| side as i32);
            let (from, to) = (turned([20, 30, 4, 2]), turned([25, 27, 4, 2]));
            assert_eq!(orientation.apply_offset([5, -3]), [to[0] - from[0], to[1] - from[1]], "orientation {value}");
        }
    }
}
