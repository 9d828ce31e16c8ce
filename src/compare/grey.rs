//! Brightness as registering needs it: at any point, smaller by any factor, softer.

use super::Upright;
use crate::evidence::{Luma, smoothed};
use crate::frequency::luma;

impl Luma {
    pub(super) fn upright(picture: &Upright) -> Self {
        let values = picture.rgb.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect();
        Self { width: picture.width, height: picture.height, values }
    }

    /// At a point of the plane, bilinear; nothing outside of the middles of the outermost pixels.
    pub(super) fn at_point(&self, [x, y]: [f64; 2]) -> Option<f32> {
        let (x, y) = (x - 0.5, y - 0.5);
        if !(x >= 0.0 && y >= 0.0 && x <= (self.width - 1) as f64 && y <= (self.height - 1) as f64) {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, below) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (ax, ay) = ((x - left as f64) as f32, (y - top as f64) as f32);
        let at = |x: usize, y: usize| self.values[y * self.width + x];
        let upper = at(left, top) * (1.0 - ax) + at(right, top) * ax;
        let lower = at(left, below) * (1.0 - ax) + at(right, below) * ax;
        Some(upper * (1.0 - ay) + lower * ay)
    }

    /// Smaller by a factor of at least 1, each pixel the mean of what it covers.
    pub(super) fn smaller(&self, factor: f64) -> Self {
        let length = |side: usize| ((side as f64 / factor) as usize).max(1);
        let (width, height) = (length(self.width), length(self.height));
        let bounds = |index: usize, count: usize, side: usize| {
            let from = index * side / count;
            (from, ((index + 1) * side).div_ceil(count).max(from + 1))
        };
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom) = bounds(y, height, self.height);
            for x in 0..width {
                let (left, right) = bounds(x, width, self.width);
                let sum: f32 = (top..bottom)
                    .map(|row| self.values[row * self.width + left..row * self.width + right].iter().sum::<f32>())
                    .sum();
                values.push(sum / ((right - left) * (bottom - top)) as f32);
            }
        }
        Self { width, height, values }
    }

    /// Each pixel the mean of the (2 `reach` + 1)² around it, held within the picture.
    pub(super) fn blurred(&self, reach: usize) -> Self {
        Self { values: smoothed(&self.values, self.width, self.height, reach), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_is_the_mean_of_what_is_covered() {
        let smaller = Luma { width: 4, height: 2, values: vec![1.0, 3.0, 5.0, 7.0, 1.0, 3.0, 5.0, 7.0] }.smaller(2.0);
        assert_eq!((smaller.width, smaller.height, smaller.values), (2, 1, vec![2.0, 6.0]));
    }

    #[test]
    fn between_pixels_it_is_even_and_outside_it_is_nothing() {
        let grey = Luma { width: 2, height: 2, values: vec![0.0, 10.0, 20.0, 30.0] };
        assert_eq!(grey.at_point([1.0, 1.0]), Some(15.0));
        assert_eq!(grey.at_point([0.5, 0.5]), Some(0.0));
        assert_eq!(grey.at_point([1.5, 1.5]), Some(30.0));
        for outside in [[0.4, 1.0], [1.0, 1.6], [f64::NAN, 1.0]] {
            assert_eq!(grey.at_point(outside), None);
        }
    }
}
