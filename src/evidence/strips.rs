use std::ops::Range;

use crate::frequency::luma;
use crate::input::Photo;

/// Rows that are looked at together, so that a lens needs memory for a strip and not for the picture.
pub(super) const STRIP: usize = 64;

/// Some rows of a picture's luma, 0..=255.
pub(super) struct Luma {
    /// Pixels in a row.
    pub width: usize,
    first: usize,
    values: Vec<f32>,
}

impl Luma {
    /// The rows of `rows` and up to `margin` above and below, as far as the picture reaches.
    pub fn of(photo: &Photo, rows: Range<usize>, margin: usize) -> Self {
        let width = photo.width as usize;
        let (first, end) = (rows.start.saturating_sub(margin), (rows.end + margin).min(photo.height as usize));
        let pixels = &photo.rgb[first * width * 3..end * width * 3];
        Self { width, first, values: pixels.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect() }
    }

    /// Row `y` of the picture; the nearest that is here for those that are not.
    pub fn row(&self, y: isize) -> &[f32] {
        let last = self.values.len() / self.width - 1;
        let at = usize::try_from(y - self.first as isize).unwrap_or(0).min(last);
        &self.values[at * self.width..][..self.width]
    }

    /// The rows that are here.
    pub fn rows(&self) -> Range<usize> {
        self.first..self.first + self.values.len() / self.width
    }

    /// The same rows with other values.
    pub fn with(&self, values: Vec<f32>) -> Self {
        debug_assert_eq!(values.len(), self.values.len());
        Self { values, ..*self }
    }

    /// The row above `y`, that row, and the one below.
    pub fn around(&self, y: usize) -> [&[f32]; 3] {
        [-1, 0, 1].map(|d| self.row(y as isize + d))
    }
}

/// The gradient at `x` of the middle one of three rows by Sobel's operator, in grey levels a pixel, to the right and down.
/// Pixels beyond an end are as the nearest.
#[inline]
pub(super) fn sobel([above, here, below]: [&[f32]; 3], x: usize) -> [f32; 2] {
    let (left, right) = (x.saturating_sub(1), (x + 1).min(here.len() - 1));
    let across = above[right] - above[left] + 2.0 * (here[right] - here[left]) + below[right] - below[left];
    let down = below[left] - above[left] + 2.0 * (below[x] - above[x]) + below[right] - above[right];
    [across / 8.0, down / 8.0]
}

/// The strips of a picture of so many rows; `progress` is told of each.
pub(super) fn strips(height: usize, progress: &mut dyn FnMut(f32)) -> impl Iterator<Item = Range<usize>> {
    (0..height).step_by(STRIP).map(move |top| {
        progress(top as f32 / height as f32);
        top..(top + STRIP).min(height)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::photo;

    #[test]
    fn rows_beyond_the_picture_are_its_edge() {
        let rgb = (0..2 * 150 * 3).map(|i| (i / 6) as u8).collect();
        let picture = photo(2, 150, rgb);
        let rows: Vec<_> = strips(150, &mut |_| ()).collect();
        assert_eq!(rows, [0..64, 64..128, 128..150]);
        let luma = Luma::of(&picture, 64..128, 3);
        assert_eq!([61, 64, 130].map(|y| luma.row(y)[1].round()), [61.0, 64.0, 130.0]);
        let last = Luma::of(&picture, 128..150, 3);
        assert_eq!([-9, 149, 150, 900].map(|y| last.row(y)[0].round()), [125.0, 149.0, 149.0, 149.0]);
    }

    #[test]
    fn the_operator_gives_the_slope_of_a_ramp() {
        let rgb = (0..20 * 20).flat_map(|i| [(i % 20 * 3 + i / 20 * 5) as u8; 3]).collect();
        let [across, down] = sobel(Luma::of(&photo(20, 20, rgb), 5..15, 1).around(9), 7);
        assert!((across - 3.0).abs() < 1e-4 && (down - 5.0).abs() < 1e-4, "{across} {down}");
    }
}
