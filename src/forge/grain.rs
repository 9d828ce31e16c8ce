//! How sharp and how noisy a photograph is at a place.

use super::raster::{Raster, blur_plane};

/// Both as standard deviations: of the blur in pixels, of the noise in levels.
#[derive(Clone, Copy, Debug)]
pub struct Grain {
    /// Nothing where there is no edge to see it by.
    pub blur: Option<f32>,
    /// Of the luminance.
    pub noise: f32,
}

impl Grain {
    /// Variance of the second blur.
    const AGAIN: f32 = 2.0;
    /// Variance of the blur that central differences add, and that of a pixel's own square.
    const OF_MEASURING: f32 = 0.33 + 0.08;
    /// Levels that an edge must rise between the pixels on its two sides.
    const EDGE: f32 = 24.0;

    /// Of a rectangle (left, top, and right and bottom, not included). The blur by what blurring again does to the
    /// steepest edges (Zhuo and Sim 2011), the noise by the median of a filter that sees neither edges nor ramps
    /// (Immerkær 1996).
    pub fn of(picture: &Raster, [left, top, right, bottom]: [usize; 4]) -> Self {
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        if width < 8 || height < 8 {
            return Self { blur: None, noise: 0.0 };
        }
        let mut plane = Vec::with_capacity(width * height);
        for y in top..bottom {
            let row = &picture.rgb[3 * (y * picture.width + left)..3 * (y * picture.width + right)];
            plane
                .extend(row.chunks_exact(3).map(|p| 0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2])));
        }
        let again = blur_plane(plane.clone(), width, height, Self::AGAIN.sqrt());
        // Squared: it is asked for at every pixel.
        let slope =
            |plane: &[f32], i: usize| (plane[i + 1] - plane[i - 1]).powi(2) + (plane[i + width] - plane[i - width]).powi(2);
        let (mut ratios, mut residues) = (Vec::new(), Vec::with_capacity(width * height));
        for y in 1..height - 1 {
            for i in y * width + 1..(y + 1) * width - 1 {
                let steep = slope(&plane, i);
                if steep >= Self::EDGE * Self::EDGE {
                    ratios.push((steep, steep / slope(&again, i).max(0.01)));
                }
                let cross = plane[i - 1] + plane[i + 1] + plane[i - width] + plane[i + width];
                let corners = plane[i - width - 1] + plane[i - width + 1] + plane[i + width - 1] + plane[i + width + 1];
                residues.push((corners - 2.0 * cross + 4.0 * plane[i]).abs());
            }
        }
        let middle = residues.len() / 2;
        let (_, median, _) = residues.select_nth_unstable_by(middle, f32::total_cmp);
        // The filter's gain is 6, the median of a normal distribution's absolute value .6745.
        Self { blur: blur(ratios), noise: *median / (6.0 * 0.6745) }
    }
}

/// From the squares of (slope, slope over that after the second blur) at the edges: the median of the steeper half's.
fn blur(mut edges: Vec<(f32, f32)>) -> Option<f32> {
    if edges.len() < 24 {
        return None;
    }
    let half = edges.len() / 2;
    edges.select_nth_unstable_by(half, |a, b| b.0.total_cmp(&a.0));
    let steep = &mut edges[..half];
    let middle = half / 2;
    let (_, &mut (_, ratio), _) = steep.select_nth_unstable_by(middle, |a, b| a.1.total_cmp(&b.1));
    let variance = Grain::AGAIN / (ratio - 1.0).max(0.05) - Grain::OF_MEASURING;
    Some(variance.max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::raster::{normal, to_byte};
    use super::*;

    /// Discs with an edge of `blur` and noise of `noise`.
    fn picture(blur: f32, noise: f32) -> Raster {
        let (width, height) = (160, 120);
        let discs: Vec<f32> = (0..width * height)
            .map(|i| {
                let (x, y) = ((i % width) as f32, (i / width) as f32);
                let distance = ((x % 40.0) - 20.0).hypot((y % 40.0) - 20.0) - 12.0;
                // The normal distribution's integral, by a logistic curve.
                70.0 + 110.0 / (1.0 + (1.702 * distance / blur.max(0.1)).exp())
            })
            .collect();
        let mut rng = fastrand::Rng::with_seed(1);
        let rgb = discs.iter().flat_map(|v| [to_byte(v + noise * normal(&mut rng)); 3]).collect();
        Raster { width, height, rgb }
    }

    #[test]
    fn blur_and_noise_are_found_as_they_were_made() {
        for (blur, noise) in [(0.6, 0.0), (1.0, 2.0), (1.6, 1.0), (2.2, 0.5)] {
            let found = Grain::of(&picture(blur, noise), [0, 0, 160, 120]);
            let sigma = found.blur.unwrap();
            assert!((sigma - blur).abs() < 0.35 + 0.1 * blur, "blur {blur}: {sigma}");
            assert!((found.noise - noise).abs() < 0.5 + 0.2 * noise, "noise {noise}: {}", found.noise);
        }
    }

    #[test]
    fn a_plain_place_has_no_edge() {
        let plain = Raster { width: 40, height: 40, rgb: vec![90; 4800] };
        let found = Grain::of(&plain, [0, 0, 40, 40]);
        assert!(found.blur.is_none() && found.noise == 0.0);
    }
}
