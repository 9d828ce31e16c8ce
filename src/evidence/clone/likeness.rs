use super::super::plane::Luma;

/// Pixels around a pixel whose mean is taken away, so that light does not count.
const COARSE: usize = 5;
/// Standard deviation of the fine detail, grey levels, below which a part is flat.
const FLAT: f32 = 1.2;
/// Fewest pixels that are compared.
const LEAST: usize = 64;

/// How alike the fine detail of two places is, at full resolution.
pub struct Likeness {
    width: usize,
    height: usize,
    /// What 3×3 pixels have more than 11×11: neither noise nor light.
    detail: Vec<f32>,
}

impl Likeness {
    /// Pixels around a pixel that its detail is taken from.
    pub const REACH: usize = COARSE;

    pub fn of(luma: &Luma) -> Self {
        let (fine, coarse) = (means(luma, 1), means(luma, COARSE));
        let detail = fine.iter().zip(&coarse).map(|(a, b)| a - b).collect();
        Self { width: luma.width, height: luma.height, detail }
    }

    /// Correlation of the detail at `pixels` with that `offset` further; zero where it is flat, or mostly out of the picture.
    pub fn at(&self, pixels: &[(u32, u32)], (dx, dy): (i32, i32)) -> f32 {
        let (mut count, mut own, mut other, mut product) = (0usize, 0f64, 0f64, 0f64);
        for &(x, y) in pixels {
            let (to_x, to_y) = (x as i32 + dx, y as i32 + dy);
            if to_x < 0 || to_y < 0 || to_x >= self.width as i32 || to_y >= self.height as i32 {
                continue;
            }
            let a = f64::from(self.detail[y as usize * self.width + x as usize]);
            let b = f64::from(self.detail[to_y as usize * self.width + to_x as usize]);
            count += 1;
            own += a * a;
            other += b * b;
            product += a * b;
        }
        let flat = f64::from(FLAT * FLAT) * count as f64;
        if count < LEAST || count * 2 < pixels.len() || own < flat || other < flat {
            return 0.0;
        }
        (product / (own * other).sqrt()) as f32
    }

    /// The best offset within `reach` pixels, and the likeness there.
    pub fn refined(&self, pixels: &[(u32, u32)], offset: (i32, i32), reach: i32) -> ((i32, i32), f32) {
        let near = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (offset.0 + dx, offset.1 + dy)));
        let tried = near.map(|offset| (offset, self.at(pixels, offset)));
        tried.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((offset, 0.0))
    }
}

/// Means of the pixels within `reach` of each, fewer at the edges.
fn means(luma: &Luma, reach: usize) -> Vec<f32> {
    let (width, height) = (luma.width, luma.height);
    let mut rows = vec![0f32; width * height];
    for (row, out) in luma.values.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        let mut sum: f32 = row[..reach.min(width)].iter().sum();
        for x in 0..width {
            if x + reach < width {
                sum += row[x + reach];
            }
            if x > reach {
                sum -= row[x - reach - 1];
            }
            out[x] = sum / ((x + reach + 1).min(width) - x.saturating_sub(reach)) as f32;
        }
    }
    let mut sums = vec![0f32; width];
    let mut out = vec![0f32; width * height];
    for y in 0..height + reach {
        if y < height {
            sums.iter_mut().zip(&rows[y * width..]).for_each(|(sum, v)| *sum += v);
        }
        if y > 2 * reach {
            sums.iter_mut().zip(&rows[(y - 2 * reach - 1) * width..]).for_each(|(sum, v)| *sum -= v);
        }
        if let Some(middle) = y.checked_sub(reach) {
            let count = ((middle + reach + 1).min(height) - middle.saturating_sub(reach)) as f32;
            out[middle * width..(middle + 1) * width].iter_mut().zip(&sums).for_each(|(o, sum)| *o = sum / count);
        }
    }
    out
}
