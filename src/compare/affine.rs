//! Maps from one picture's plane to the other's. A pixel's middle lies at its number plus one half.

/// x' = a x + b y + c, y' = d x + e y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine(pub [f64; 6]);

impl Affine {
    pub fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c, d, e, f] = self.0;
        [a * x + b * y + c, d * x + e * y + f]
    }

    /// The same map for planes of other units: `from` and `to` say how many old units one of the new ones has.
    pub fn scaled(&self, from: [f64; 2], to: [f64; 2]) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [(fx, fy), (tx, ty)] = [(from[0], from[1]), (to[0], to[1])];
        Self([a * fx / tx, b * fy / tx, c / tx, d * fx / ty, e * fy / ty, f / ty])
    }

    /// By how much lengths grow in the mean.
    pub fn scale(&self) -> f64 {
        let [a, b, _, d, e, _] = self.0;
        (a * e - b * d).abs().sqrt()
    }

    /// By how much the plane it maps from is turned against the other one, degrees clockwise.
    pub fn turned(&self) -> f64 {
        let [a, b, _, d, e, _] = self.0;
        -(d - b).atan2(a + e).to_degrees()
    }

    /// The similarity (scale, turn, shift) that takes two points to two others; nothing of points that are one.
    pub fn similarity(from: [[f64; 2]; 2], to: [[f64; 2]; 2]) -> Option<Self> {
        let difference = |[p, q]: [[f64; 2]; 2]| [q[0] - p[0], q[1] - p[1]];
        let ([ux, uy], [vx, vy]) = (difference(from), difference(to));
        let length = ux * ux + uy * uy;
        if length < 1.0 {
            return None;
        }
        let (a, d) = ((ux * vx + uy * vy) / length, (ux * vy - uy * vx) / length);
        let [x, y] = from[0];
        Some(Self([a, -d, to[0][0] - (a * x - d * y), d, a, to[0][1] - (d * x + a * y)]))
    }

    /// The map that takes the first points to the second ones with the least squares of what is left, weighted; nothing of
    /// fewer than three or of points on a line.
    pub fn fitted(pairs: impl Iterator<Item = ([f64; 2], [f64; 2], f64)>) -> Option<Self> {
        let mut sums = [[0.0; 3]; 3];
        let mut right = [[0.0; 3]; 2];
        for ([x, y], to, weight) in pairs {
            let row = [x, y, 1.0];
            for i in 0..3 {
                for j in 0..3 {
                    sums[i][j] += weight * row[i] * row[j];
                }
                right[0][i] += weight * row[i] * to[0];
                right[1][i] += weight * row[i] * to[1];
            }
        }
        let ([a, b, c], [d, e, f]) = (solve(sums, right[0])?, solve(sums, right[1])?);
        Some(Self([a, b, c, d, e, f]))
    }
}

/// Solves a system of linear equations by elimination with pivots; nothing where it has no one solution.
pub fn solve<const N: usize>(mut left: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let pivot = (column..N).max_by(|&i, &j| left[i][column].abs().total_cmp(&left[j][column].abs()))?;
        if left[pivot][column].abs() < 1e-9 {
            return None;
        }
        left.swap(column, pivot);
        right.swap(column, pivot);
        for row in 0..N {
            if row != column {
                let factor = left[row][column] / left[column][column];
                let above = left[column];
                left[row].iter_mut().zip(above).for_each(|(value, above)| *value -= factor * above);
                right[row] -= factor * right[column];
            }
        }
    }
    let mut found = right;
    (0..N).for_each(|i| found[i] /= left[i][i]);
    Some(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn near(found: &Affine, wanted: &Affine) {
        for (found, wanted) in found.0.iter().zip(wanted.0) {
            assert!((found - wanted).abs() < 1e-9, "{found:?} is not {wanted:?}");
        }
    }

    #[test]
    fn maps_are_found_from_points() {
        let map = Affine([1.2, -0.3, 7.0, 0.3, 1.2, -4.0]);
        let points = [[3.0, 5.0], [40.0, 9.0], [11.0, 60.0], [70.0, 70.0]];
        near(&Affine::similarity([points[0], points[1]], [map.apply(points[0]), map.apply(points[1])]).unwrap(), &map);
        let askew = Affine([1.1, 0.2, 7.0, -0.3, 0.8, -4.0]);
        near(&Affine::fitted(points.map(|point| (point, askew.apply(point), 2.0)).into_iter()).unwrap(), &askew);
        let line = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]].map(|point| (point, point, 1.0));
        assert_eq!(Affine::fitted(line.into_iter()), None);
        assert_eq!(Affine::similarity([[1.0, 1.0]; 2], [[0.0, 0.0], [1.0, 0.0]]), None);
        assert!((map.scale() - (1.2f64 * 1.2 + 0.09).sqrt()).abs() < 1e-12);
        // Down is positive, so what is seen turned clockwise maps back by a turn the other way.
        assert!((map.turned() + 0.3f64.atan2(1.2).to_degrees()).abs() < 1e-9);
    }

    #[test]
    fn other_units_change_nothing_but_the_numbers() {
        let map = Affine([1.2, -0.3, 7.0, 0.3, 1.1, -4.0]);
        let halved = map.scaled([2.0, 4.0], [0.5, 8.0]);
        let [x, y] = map.apply([6.0, 8.0]);
        let [u, v] = halved.apply([3.0, 2.0]);
        assert!((u - x / 0.5).abs() < 1e-9 && (v - y / 8.0).abs() < 1e-9);
    }
}
