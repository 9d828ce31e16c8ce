use super::cells::quantile;
use super::strips::strips;
use super::{Figure, LensMap, Parameter, Picture, Settings};
use crate::input::Photo;

/// Which component, by falling variance.
const COMPONENT: Parameter = Parameter { name: "component", least: 1.0, most: 3.0, step: 1.0, default: 3.0 };
pub(super) const PARAMETERS: &[Parameter] = &[COMPONENT];
/// Most pixels that the ends of the scale are taken from, evenly spaced.
const SAMPLE: usize = 1 << 20;

/// Principal components of the picture's colours (K. Pearson, 1901): the three axes along which its pixels differ most,
/// next and least. The last holds what colours that belong together leave over, noise and odd tints; what was pasted in or
/// painted often has another share of it.
///
/// Shown is how far each pixel lies along the axis, from the first to the last percentile, but over no less than a grey
/// level. Figures: the `share` of the variance, the `deviation` along the axis, and the axis itself as weights of `red`,
/// `green` and `blue`, the largest of them positive.
#[must_use]
pub fn components(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let index = settings.get(&COMPONENT) as usize - 1;
    let Covariance { mean, matrix } = Covariance::of(&photo.rgb);
    let (variances, axes) = eigen(matrix);
    let (variance, axis) = (variances[index].max(0.0), axes[index]);
    let weights = axis.map(|a| a as f32);
    let middle: f64 = mean.iter().zip(axis).map(|(m, a)| m * a).sum();
    let along =
        |p: &[u8]| weights[0] * f32::from(p[0]) + weights[1] * f32::from(p[1]) + weights[2] * f32::from(p[2]) - middle as f32;
    let step = (photo.rgb.len() / 3).div_ceil(SAMPLE);
    let sample: Vec<f32> = photo.rgb.chunks_exact(3).step_by(step).map(along).collect();
    let (low, high) = (quantile(sample.clone(), 0.01), quantile(sample, 0.99));
    let range = (high - low).max(1.0);
    let mut values = Vec::with_capacity(photo.rgb.len() / 3);
    let width = photo.width as usize;
    for rows in strips(photo.height as usize, progress) {
        let pixels = photo.rgb[rows.start * width * 3..rows.end * width * 3].chunks_exact(3);
        values.extend(pixels.map(|p| ((along(p) - low) / range).clamp(0.0, 1.0)));
    }
    let total: f64 = variances.iter().sum();
    let share = if total > 0.0 { 100.0 * variance / total } else { 0.0 };
    let figures = vec![
        Figure::new("share", share as f32, "%"),
        Figure::new("deviation", variance.sqrt() as f32, "grey levels"),
        Figure::new("red", weights[0], ""),
        Figure::new("green", weights[1], ""),
        Figure::new("blue", weights[2], ""),
    ];
    LensMap::of(photo, 1, Picture::Values(values), figures)
}

/// Mean and covariance of RGB values, over the number of pixels.
struct Covariance {
    mean: [f64; 3],
    matrix: [[f64; 3]; 3],
}

impl Covariance {
    fn of(rgb: &[u8]) -> Self {
        let n = (rgb.len() / 3) as f64;
        let (mut sums, mut products) = ([0u64; 3], [[0u64; 3]; 3]);
        for p in rgb.chunks_exact(3) {
            for i in 0..3 {
                sums[i] += u64::from(p[i]);
                for j in i..3 {
                    products[i][j] += u64::from(p[i]) * u64::from(p[j]);
                }
            }
        }
        let mean = sums.map(|sum| sum as f64 / n);
        let at = |i: usize, j: usize| products[i.min(j)][i.max(j)] as f64 / n - mean[i] * mean[j];
        Self { mean, matrix: std::array::from_fn(|i| std::array::from_fn(|j| at(i, j))) }
    }
}

/// Eigenvalues of a symmetric matrix, falling, and their unit vectors, by Jacobi's rotations (1846).
fn eigen(mut m: [[f64; 3]; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    // Columns are the vectors.
    let mut v = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    // Each sweep squares the error; six reach the limit of double precision.
    for _ in 0..6 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if m[p][q] == 0.0 {
                continue;
            }
            let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
            let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
            let cosine = 1.0 / tangent.hypot(1.0);
            let sine = tangent * cosine;
            for row in &mut m {
                (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
            }
            let (first, second) = (m[p], m[q]);
            m[p] = std::array::from_fn(|i| cosine * first[i] - sine * second[i]);
            m[q] = std::array::from_fn(|i| sine * first[i] + cosine * second[i]);
            for row in &mut v {
                (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
            }
        }
    }
    let mut order = [0, 1, 2];
    order.sort_by(|&a, &b| m[b][b].total_cmp(&m[a][a]));
    let vector = |column: usize| {
        let vector: [f64; 3] = std::array::from_fn(|row| v[row][column]);
        let largest = vector.into_iter().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(1.0);
        vector.map(|value| value * largest.signum())
    };
    (order.map(|i| m[i][i]), order.map(vector))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Lens;
    use crate::evidence::testing::{auc, chance, inside, photo};

    fn look(photo: &Photo, component: f32) -> LensMap {
        components(photo, &Settings::of(Lens::Components, [("component", component)]).unwrap(), &mut |_| ())
    }

    /// Against `numpy.linalg.eigh(numpy.cov(pixels.T, bias=True))`, NumPy 2.4.
    #[test]
    fn axes_and_variances_are_those_of_the_covariance() {
        let rgb = vec![10, 20, 30, 200, 180, 40, 90, 100, 250, 60, 10, 120, 255, 255, 255, 33, 77, 11];
        let expected = [
            (74.5748f32, 138.60331f32, [0.599470f32, 0.571115, 0.560769]),
            (23.8416f32, 78.36916f32, [-0.378923f32, -0.414624, 0.827348]),
            (1.5836f32, 20.19787f32, [-0.705019f32, 0.708459, 0.032146]),
        ];
        for (i, (share, deviation, axis)) in (1..).zip(expected) {
            let map = look(&photo(3, 2, rgb.clone()), i as f32);
            for (figure, expected) in map.figures.iter().zip([&[share, deviation][..], &axis[..]].concat()) {
                assert!((figure.value - expected).abs() < 1e-3 * expected.abs().max(1.0), "{i}: {figure:?} is not {expected}");
            }
        }
    }

    #[test]
    fn the_projection_is_of_the_pixels_less_their_mean() {
        // By hand: the mean is (2, 2, 2), the covariance [4 0 0; 0 1 0; 0 0 0], the axes are red, green and blue.
        let rgb = vec![4, 3, 2, 0, 3, 2, 4, 1, 2, 0, 1, 2];
        let values = |component: f32| {
            let map = look(&photo(2, 2, rgb.clone()), component);
            let Picture::Values(values) = map.picture else { panic!("values") };
            (values, map.figures[1].value)
        };
        assert_eq!(values(1.0), (vec![1.0, 0.0, 1.0, 0.0], 2.0));
        assert_eq!(values(2.0), (vec![1.0, 1.0, 0.0, 0.0], 1.0));
        assert_eq!(values(3.0), (vec![0.0; 4], 0.0));
    }

    #[test]
    fn a_tint_too_faint_to_see_shows_in_the_last_component() {
        let tinted = |tint: f32| {
            let rgb = (0..256 * 192).flat_map(|i| {
                let (x, y) = (i % 256, i / 256);
                let tone = 120.0 + 60.0 * (x as f32 / 17.0).sin() + 40.0 * (y as f32 / 23.0).cos();
                let part = if inside(x, y) { tint } else { 0.0 };
                // Warmer in the light; noise of its own in each channel.
                let channels = [tone + part, tone * 0.95, tone * 0.9 - part];
                channels.into_iter().enumerate().map(move |(c, v)| (v + 1.5 * chance(3 * i + c)).clamp(0.0, 255.0) as u8)
            });
            photo(256, 192, rgb.collect())
        };
        // Whichever way the axis points, the part lies at one end of it.
        let found = |photo: &Photo| (auc(&look(photo, 3.0)) - 0.5).abs().max((auc(&look(photo, 2.0)) - 0.5).abs());
        assert!(found(&tinted(3.0)) > 0.45, "{}", found(&tinted(3.0)));
        assert!(found(&tinted(0.0)) < 0.05, "{}", found(&tinted(0.0)));
    }
}
