use super::cells::{Cells, median, quantile};
use super::residual::noise_level;
use super::strips::{Luma, sobel, strips};
use super::{CELL, Figure, LensMap, Parameter, Settings};
use crate::input::Photo;

/// The slope, in grey levels a pixel, from which on there is an edge.
const EDGE: Parameter = Parameter { name: "edge", least: 2.0, most: 64.0, step: 1.0, default: 4.0 };
/// Cells on each side of a cell whose edges count towards its sharpness.
const REACH: Parameter = Parameter { name: "reach", least: 0.0, most: 8.0, step: 1.0, default: 2.0 };
pub(super) const PARAMETERS: &[Parameter] = &[EDGE, REACH];
/// The slope of an edge, in noise levels: more than four deviations of the slopes that noise makes.
const ABOVE_NOISE: f32 = 0.75;
/// Edge pixels that a measurement needs.
const ENOUGH: f32 = 8.0;
/// The two Gaussian blurs, standard deviations in pixels, whose slopes are compared. The lesser keeps noise and rounding
/// from mattering, which would make a soft edge look sharp.
const LESS: f32 = 1.0;
const MORE: f32 = 2.0;
/// How far the greater blur reaches, in pixels.
const RADIUS: usize = 6;
/// Variance, in square pixels, that the difference of the two neighbours of a pixel adds to an edge.
const OPERATOR: f32 = 1.0 / 3.0;
/// The blur, in pixels, beyond which an edge is not told from a slope.
const MOST: f32 = 10.0;
/// Added to blurs before they are compared by their ratio, in pixels: below, all is sharp.
const SHARP: f32 = 0.5;
/// Share of a doubling below which blurs are alike.
const FLOOR: f32 = 0.1;

/// How blurred the edges around each cell are, as the standard deviation of a Gaussian in pixels (S. Zhuo and T. Sim,
/// "Defocus map estimation from a single image", Pattern Recognition 44, 2011): the picture is blurred by
/// two known amounts, and the sharper an edge was, the more of its slope is lost between them. Parts that came from another picture, were
/// enlarged, retouched or had their outline softened have other edges; so have things out of focus.
///
/// Edges are where the slope is greatest along its steeper axis. Cells without edges around them are not measured and stay
/// at none. Figures: the median `blur` in pixels, the `p90-to-p10` ratio of blurs, and the share of cells `measured`.
#[must_use]
pub fn sharpness(photo: &Photo, settings: &Settings, progress: &mut dyn FnMut(f32)) -> LensMap {
    let (wide, high) = Cells::count(photo);
    let noise = noise_level(photo, &mut |share| progress(0.2 * share));
    let least = settings.get(&EDGE).max(ABOVE_NOISE * noise);
    let (mut sums, mut counts) = (vec![0f32; wide * high], vec![0f32; wide * high]);
    for rows in strips(photo.height as usize, &mut |share| progress(0.2 + 0.8 * share)) {
        let luma = Luma::of(photo, rows.clone(), RADIUS + 1);
        let (less, more) = (blurred(&luma, LESS), blurred(&luma, MORE));
        let slopes = |y: usize| Slopes::of(more.around(y.min(photo.height as usize - 1)));
        let mut near = [slopes(0), slopes(rows.start.saturating_sub(1)), slopes(rows.start)];
        for y in rows {
            near.rotate_left(1);
            near[2] = slopes(y + 1);
            let around = less.around(y);
            for x in 0..luma.width {
                let slope = square(sobel(around, x));
                if slope < least * least || !is_edge(&near, x) {
                    continue;
                }
                let cell = y / CELL * wide + x / CELL;
                sums[cell] += (blur(slope / near[1].squares[x].max(f32::MIN_POSITIVE)) + SHARP).log2();
                counts[cell] += 1.0;
            }
        }
    }
    let reach = settings.get(&REACH) as usize;
    let around = |values: Vec<f32>| Cells { wide, high, values }.smoothed(reach).values;
    // Means over the window, in which so many edge pixels are enough.
    let enough = ENOUGH / ((2 * reach + 1) * (2 * reach + 1)) as f32;
    let measure = |(sum, count): (f32, f32)| if count >= enough { sum / count } else { f32::NAN };
    let values: Vec<f32> = around(sums).into_iter().zip(around(counts)).map(measure).collect();
    let blurs: Vec<f32> = values.iter().filter(|v| !v.is_nan()).map(|v| v.exp2() - SHARP).collect();
    let at = |share| quantile(blurs.clone(), share) + SHARP;
    let figures = vec![
        Figure::new("blur", median(blurs.clone()), "pixels"),
        Figure::new("p90-to-p10", at(0.9) / at(0.1), ""),
        Figure::new("measured", 100.0 * blurs.len() as f32 / values.len() as f32, "%"),
    ];
    LensMap::of_cells(photo, Cells { wide, high, values }.departures(FLOOR), figures)
}

/// The blur of an edge in pixels from its squared slope after [`LESS`] over that after [`MORE`].
fn blur(ratio: f32) -> f32 {
    // The slope of an edge of amplitude a and variance v is a / √(2πv), so ratio = (v + more²) / (v + less²).
    let variance = (MORE * MORE - ratio * LESS * LESS) / (ratio - 1.0).max(1e-6) - OPERATOR;
    variance.max(0.0).sqrt().min(MOST)
}

/// The slopes along a row.
struct Slopes {
    squares: Vec<f32>,
    /// Whether the slope is steeper along the row than down.
    across: Vec<bool>,
}

impl Slopes {
    fn of(around: [&[f32]; 3]) -> Self {
        let gradients = (0..around[1].len()).map(|x| sobel(around, x));
        let (squares, across) = gradients.map(|g| (square(g), g[0].abs() >= g[1].abs())).unzip();
        Self { squares, across }
    }
}

fn square([across, down]: [f32; 2]) -> f32 {
    across * across + down * down
}

/// Whether the slope at `x` of the middle row is the greatest along its steeper axis. Asked of the picture that was blurred
/// more: where noise made a slope the greatest, it would be too steep.
fn is_edge([above, here, below]: &[Slopes; 3], x: usize) -> bool {
    let (before, behind) = if here.across[x] {
        (here.squares[x.saturating_sub(1)], here.squares[(x + 1).min(here.squares.len() - 1)])
    } else {
        (above.squares[x], below.squares[x])
    };
    here.squares[x] >= before && here.squares[x] > behind
}

/// The rows after a Gaussian blur of `sigma` pixels, at most [`MORE`].
fn blurred(luma: &Luma, sigma: f32) -> Luma {
    let weights: Vec<f32> = (0..=(3.0 * sigma) as usize).map(|i| (-((i * i) as f32) / (2.0 * sigma * sigma)).exp()).collect();
    let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
    let weights: Vec<f32> = weights.into_iter().map(|w| w / total).collect();
    let width = luma.width;
    let mut values = Vec::with_capacity(luma.rows().len() * width);
    let mut column = vec![0f32; width + 2 * RADIUS];
    for y in luma.rows() {
        let y = y as isize;
        for (sum, value) in column[RADIUS..].iter_mut().zip(luma.row(y)) {
            *sum = weights[0] * value;
        }
        for (i, weight) in weights.iter().enumerate().skip(1) {
            let rows = luma.row(y - i as isize).iter().zip(luma.row(y + i as isize));
            for (sum, (above, below)) in column[RADIUS..].iter_mut().zip(rows) {
                *sum += weight * (above + below);
            }
        }
        let (first, last) = (column[RADIUS], column[RADIUS + width - 1]);
        column[..RADIUS].fill(first);
        column[RADIUS + width..].fill(last);
        let start = values.len();
        values.extend(column[RADIUS..RADIUS + width].iter().map(|value| weights[0] * value));
        for (i, weight) in weights.iter().enumerate().skip(1) {
            let pairs = column[RADIUS - i..].iter().zip(&column[RADIUS + i..]);
            for (sum, (left, right)) in values[start..].iter_mut().zip(pairs) {
                *sum += weight * (left + right);
            }
        }
    }
    luma.with(values)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::testing::{auc, chance, inside, means, photo};

    fn look(photo: &Photo) -> LensMap {
        sharpness(photo, &Settings::default(), &mut |_| ())
    }

    /// The normal distribution below `x` (M. Abramowitz and I. Stegun, 26.2.17).
    fn below(x: f32) -> f32 {
        let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
        let series =
            [1.330_274_4, -1.821_256, 1.781_477_9, -0.356_563_78, 0.319_381_54].into_iter().fold(0.0, |sum, c| (sum + c) * t);
        let tail = (-x * x / 2.0).exp() / (2.0 * std::f32::consts::PI).sqrt() * series;
        if x > 0.0 { 1.0 - tail } else { tail }
    }

    /// Stripes of 32 pixels, their edges as a Gaussian of `sigma` pixels leaves them, turned by `angle`.
    fn stripes(angle: f32, sigma: impl Fn(usize, usize) -> f32, noise: f32) -> Photo {
        let level = |i: usize| {
            let (x, y) = (i % 256, i / 256);
            let along = x as f32 * angle.cos() + y as f32 * angle.sin() + 1000.0;
            let stripe = (along / 32.0).round();
            let edge = below((along - 32.0 * stripe) / sigma(x, y));
            let share = if stripe as i32 % 2 == 0 { edge } else { 1.0 - edge };
            60.0 + 120.0 * share + noise * chance(i)
        };
        photo(256, 192, (0..256 * 192).flat_map(|i| [level(i).round() as u8; 3]).collect())
    }

    #[test]
    fn the_blur_that_was_put_in_is_measured() {
        for angle in [0.0, 0.5, 1.2] {
            for sigma in [0.8, 1.5, 3.0, 5.0] {
                let map = look(&stripes(angle, |_, _| sigma, 0.0));
                let found = map.figures[0].value;
                assert!((found / sigma - 1.0).abs() < 0.15, "{found} is not {sigma}, turned by {angle}");
            }
        }
    }

    #[test]
    fn a_blurred_part_stands_out() {
        for noise in [0.0, 4.0] {
            let forged = look(&stripes(0.3, |x, y| if inside(x, y) { 3.0 } else { 1.0 }, noise));
            assert!(auc(&forged) > 0.9, "{}", auc(&forged));
            let untouched = look(&stripes(0.3, |_, _| 1.0, noise));
            let ([part, rest], [same, as_well]) = (means(&forged), means(&untouched));
            assert!(part > 2.0 * rest && (same - as_well).abs() < 0.1, "{part} {rest}, {same} {as_well}");
            assert!(
                untouched.figures[1].value < 1.1 && forged.figures[1].value > 1.3,
                "{:?} {:?}",
                untouched.figures,
                forged.figures
            );
        }
    }

    #[test]
    fn noise_alone_is_not_measured() {
        let rgb = (0..256 * 192).flat_map(|i| [(128.0 + 20.0 * chance(i)) as u8; 3]).collect();
        let measured = look(&photo(256, 192, rgb)).figures[2].value;
        assert!(measured < 5.0, "{measured} %");
    }

    #[test]
    fn an_added_blur_is_a_gaussian() {
        // A single bright pixel spreads to what the formula says.
        let mut rgb = vec![0; 21 * 21 * 3];
        rgb[(10 * 21 + 10) * 3..][..3].fill(200);
        let luma = Luma::of(&photo(21, 21, rgb), 0..21, 0);
        for sigma in [LESS, MORE] {
            let again = blurred(&luma, sigma);
            for (x, y) in [(10, 10), (12, 10), (10, 8), (11, 12)] {
                let square = ((x as f32 - 10.0).powi(2) + (y as f32 - 10.0).powi(2)) / (2.0 * sigma * sigma);
                let expected = 200.0 * (-square).exp() / (std::f32::consts::TAU * sigma * sigma);
                let found = again.row(y)[x];
                assert!((found - expected).abs() < 0.02 * expected, "{sigma} at {x}, {y}: {found} is not {expected}");
            }
        }
    }
}
