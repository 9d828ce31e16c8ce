use crate::frequency::luma;
use crate::input::Photo;

/// Luminance of each pixel, 0..=255, row-major.
pub(crate) struct Luma {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

impl Luma {
    pub fn of(photo: &Photo) -> Self {
        let values = photo.rgb.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect();
        Self { width: photo.width as usize, height: photo.height as usize, values }
    }

    #[inline]
    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }

    /// With coordinates held within the picture.
    #[inline]
    pub fn near(&self, x: isize, y: isize) -> f32 {
        self.at(x.clamp(0, self.width as isize - 1) as usize, y.clamp(0, self.height as isize - 1) as usize)
    }

    /// Between pixels, bilinear; held within the picture.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (ax, ay) = (x - left, y - top);
        let (x, y) = (left as isize, top as isize);
        let upper = self.near(x, y) * (1.0 - ax) + self.near(x + 1, y) * ax;
        let lower = self.near(x, y + 1) * (1.0 - ax) + self.near(x + 1, y + 1) * ax;
        upper * (1.0 - ay) + lower * ay
    }

    /// The picture made smaller by averaging `factor`×`factor` pixels; what is left over at the right and below is cut off.
    pub fn reduced(&self, factor: usize) -> Self {
        let (width, height) = ((self.width / factor).max(1), (self.height / factor).max(1));
        let mut values = vec![0.0; width * height];
        for y in 0..height {
            for row in (y * factor..(y + 1) * factor).take_while(|row| *row < self.height) {
                let row = &self.values[row * self.width..(row + 1) * self.width];
                for (sum, part) in values[y * width..(y + 1) * width].iter_mut().zip(row.chunks(factor)) {
                    *sum += part.iter().sum::<f32>();
                }
            }
        }
        values.iter_mut().for_each(|v| *v /= (factor * factor) as f32);
        Self { width, height, values }
    }
}
