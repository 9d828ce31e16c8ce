/// An RGB8 picture, interleaved, row-major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height * 3` bytes.
    pub rgb: Vec<u8>,
}

impl Raster {
    /// The pixel at (x, y), coordinates clamped to the edge.
    #[inline]
    pub fn at(&self, x: isize, y: isize) -> [u8; 3] {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        let i = (y * self.width + x) * 3;
        [self.rgb[i], self.rgb[i + 1], self.rgb[i + 2]]
    }

    /// How far the pixels at `places` are from those (dx, dy) further on: the sum over pixels and colours.
    pub fn unlike_itself(&self, places: &[(isize, isize)], dx: isize, dy: isize) -> f32 {
        let mut sum = 0.0;
        for &(x, y) in places {
            let (a, b) = (self.at(x, y), self.at(x + dx, y + dy));
            sum += (0..3).map(|k| f32::from(a[k].abs_diff(b[k]))).sum::<f32>();
        }
        sum
    }

    /// Bilinear sample at a position in pixels (pixel centres at integers), edge repeated.
    #[inline]
    pub fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x.clamp(0.0, (self.width - 1) as f32), y.clamp(0.0, (self.height - 1) as f32));
        let (ix, iy) = (x as isize, y as isize);
        let (ax, ay) = (x - ix as f32, y - iy as f32);
        let (a, b) = (self.at(ix, iy), self.at(ix + 1, iy));
        let (c, d) = (self.at(ix, iy + 1), self.at(ix + 1, iy + 1));
        std::array::from_fn(|k| {
            let top = f32::from(a[k]) * (1.0 - ax) + f32::from(b[k]) * ax;
            let low = f32::from(c[k]) * (1.0 - ax) + f32::from(d[k]) * ax;
            top * (1.0 - ay) + low * ay
        })
    }

    /// The rectangle from (x, y), which must lie inside.
    pub fn crop(&self, x: usize, y: usize, width: usize, height: usize) -> Raster {
        let mut rgb = Vec::with_capacity(width * height * 3);
        for row in y..y + height {
            let start = (row * self.width + x) * 3;
            rgb.extend_from_slice(&self.rgb[start..start + width * 3]);
        }
        Raster { width, height, rgb }
    }

    /// Puts a smaller picture, which must lie inside, at (x, y).
    pub fn paste(&mut self, part: &Raster, x: usize, y: usize) {
        for (row, line) in part.rgb.chunks_exact(part.width * 3).enumerate() {
            let start = ((y + row) * self.width + x) * 3;
            self.rgb[start..start + line.len()].copy_from_slice(line);
        }
    }

    /// Unsharp masking: what a blur by `sigma` takes away is added once more, by `amount`.
    pub fn sharpened(&self, sigma: f32, amount: f32) -> Raster {
        let soft = self.blur(sigma);
        let sharp = |(&a, &b): (&u8, &u8)| to_byte(f32::from(a) + amount * (f32::from(a) - f32::from(b)));
        Raster { rgb: self.rgb.iter().zip(&soft.rgb).map(sharp).collect(), ..*self }
    }

    /// Gaussian blur by three box passes (Wells 1986), sigma in pixels.
    pub fn blur(&self, sigma: f32) -> Raster {
        let planes = self.planes();
        let blurred = planes.map(|plane| blur_plane(plane, self.width, self.height, sigma));
        Raster::from_planes(self.width, self.height, &blurred)
    }

    /// The three colours as planes of floats, 0..=255.
    pub fn planes(&self) -> [Vec<f32>; 3] {
        std::array::from_fn(|k| self.rgb.iter().skip(k).step_by(3).map(|&v| f32::from(v)).collect())
    }

    /// Rounds and clips three planes.
    pub fn from_planes(width: usize, height: usize, planes: &[Vec<f32>; 3]) -> Raster {
        let mut rgb = vec![0; width * height * 3];
        for (i, pixel) in rgb.chunks_exact_mut(3).enumerate() {
            for k in 0..3 {
                pixel[k] = to_byte(planes[k][i]);
            }
        }
        Raster { width, height, rgb }
    }
}

/// Rounds and clips to 0..=255.
#[inline]
pub fn to_byte(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}

/// Three box passes over a plane; a radius of 0 leaves it as it is.
pub fn blur_plane(mut plane: Vec<f32>, width: usize, height: usize, sigma: f32) -> Vec<f32> {
    let radius = ((sigma * sigma * 4.0 + 1.0).sqrt() / 2.0 - 0.5).round() as usize;
    // A kernel [w 1 w]/(1+2w) reaches what a box of whole pixels cannot.
    let light = if radius == 0 { (sigma * sigma * 0.5).min(0.5) } else { 0.0 };
    let mut line = vec![0.0; width.max(height)];
    for _ in 0..if radius == 0 { 1 } else { 3 } {
        for y in 0..height {
            let row = &mut plane[y * width..(y + 1) * width];
            line[..width].copy_from_slice(row);
            smooth_line(&line[..width], radius, light, |x, value| row[x] = value);
        }
        for x in 0..width {
            for y in 0..height {
                line[y] = plane[y * width + x];
            }
            smooth_line(&line[..height], radius, light, |y, value| plane[y * width + x] = value);
        }
    }
    plane
}

fn smooth_line(line: &[f32], radius: usize, light: f32, mut put: impl FnMut(usize, f32)) {
    let last = line.len() - 1;
    if radius == 0 {
        for i in 0..=last {
            let sides = line[i.saturating_sub(1)] + line[(i + 1).min(last)];
            put(i, (line[i] + light * sides) / (1.0 + 2.0 * light));
        }
        return;
    }
    let at = |i: isize| line[i.clamp(0, last as isize) as usize];
    let r = radius as isize;
    let mut sum: f32 = (-r..=r).map(at).sum();
    for i in 0..=last as isize {
        put(i as usize, sum / (2 * r + 1) as f32);
        sum += at(i + r + 1) - at(i - r);
    }
}

/// Sums over every rectangle from the upper left corner, with a row and a column of zeros before; they wrap.
pub fn sums(width: usize, height: usize, value: impl Fn(usize) -> u32) -> Vec<u32> {
    let mut sums = vec![0u32; (width + 1) * (height + 1)];
    for y in 0..height {
        let mut row = 0u32;
        for x in 0..width {
            row = row.wrapping_add(value(y * width + x));
            sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1].wrapping_add(row);
        }
    }
    sums
}

/// A sample of the standard normal distribution (Irwin–Hall of twelve).
pub fn normal(rng: &mut fastrand::Rng) -> f32 {
    let bits = [rng.u64(..), rng.u64(..), rng.u64(..)];
    let sum: u32 = bits.iter().flat_map(|b| (0..4).map(move |k| ((b >> (16 * k)) & 0xffff) as u32)).sum();
    sum as f32 / 65536.0 - 6.0
}

/// A number between `low` and `high`, uniform.
pub fn between(rng: &mut fastrand::Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * rng.f32()
}
