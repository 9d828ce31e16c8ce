//! Flat things seen in perspective: a quadrangle is the unit square under a projective map (Heckbert 1989).

use super::raster::{Raster, to_byte};
use super::scene::Point;
use super::shape::Mask;

/// A convex quadrangle; its own coordinates (u, v) run from (0, 0) at the upper left corner to (1, 1) at the lower right.
#[derive(Clone, Debug)]
pub struct Quad {
    /// Upper left, upper right, lower right, lower left, pixels.
    pub corners: [Point; 4],
    forth: [f32; 9],
    back: [f32; 9],
    /// Each side's normal, inwards, and what a point's product with it has to exceed.
    sides: [(f32, f32, f32); 4],
}

impl Quad {
    /// Nothing where the corners do not go round clockwise, or hardly enclose anything.
    pub fn new(corners: [Point; 4]) -> Option<Self> {
        for i in 0..4 {
            let [a, b, c] = [0, 1, 2].map(|k| corners[(i + k) % 4]);
            let bend = (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0);
            if bend.is_nan() || bend <= 1.0 {
                return None;
            }
        }
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = corners;
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let scale = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / scale, (dx1 * sy - sx * dy1) / scale);
        let forth = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0];
        let sides = std::array::from_fn(|i| {
            let (a, b) = (corners[i], corners[(i + 1) % 4]);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let (nx, ny) = (-dy / dx.hypot(dy), dx / dx.hypot(dy));
            (nx, ny, nx * a.0 + ny * a.1)
        });
        Some(Self { corners, forth, back: adjugate(&forth), sides })
    }

    /// Length along the line of text and height across it, pixels, each the mean of two sides.
    pub fn size(&self) -> (f32, f32) {
        let [a, b, c, d] = self.corners;
        let apart = |p: Point, q: Point| (p.0 - q.0).hypot(p.1 - q.1);
        ((apart(a, b) + apart(d, c)) / 2.0, (apart(a, d) + apart(b, c)) / 2.0)
    }

    /// The place of (u, v) in the picture.
    pub fn place(&self, u: f32, v: f32) -> Point {
        map(&self.forth, u, v)
    }

    /// (u, v) of a place in the picture.
    pub fn own(&self, x: f32, y: f32) -> Point {
        map(&self.back, x, y)
    }

    /// The part of the same plane from (u0, v0) to (u1, v1), which may reach beyond the quadrangle.
    pub fn part(&self, (u0, v0): Point, (u1, v1): Point) -> Option<Quad> {
        Quad::new([self.place(u0, v0), self.place(u1, v0), self.place(u1, v1), self.place(u0, v1)])
    }

    /// The same with `pixels` more on every side.
    pub fn grown(&self, pixels: f32) -> Option<Quad> {
        let (width, height) = self.size();
        let (du, dv) = (pixels / width, pixels / height);
        self.part((-du, -dv), (1.0 + du, 1.0 + dv))
    }

    /// Whether it lies wholly in a picture of the size.
    pub fn inside(&self, width: usize, height: usize) -> bool {
        let (right, bottom) = ((width - 1) as f32, (height - 1) as f32);
        self.corners.iter().all(|&(x, y)| x >= 0.0 && y >= 0.0 && x <= right && y <= bottom)
    }

    /// The pixels around it with a margin: left, top, and right and bottom, not included.
    pub fn bounds(&self, margin: f32, width: usize, height: usize) -> [usize; 4] {
        let reach = |of: fn(&Point) -> f32| {
            let values = self.corners.iter().map(of);
            (values.clone().fold(f32::MAX, f32::min) - margin, values.fold(f32::MIN, f32::max) + margin)
        };
        let ((left, right), (top, bottom)) = (reach(|p| p.0), reach(|p| p.1));
        let end = |v: f32, end: usize| (v.max(0.0) as usize + 1).min(end);
        let start = |v: f32, end: usize| (v.max(0.0) as usize).min(end);
        let (right, bottom) = (end(right, width), end(bottom, height));
        [start(left, right), start(top, bottom), right, bottom]
    }

    /// 1 inside, 0 outside, row-major, the size of the picture.
    pub fn mask(&self, width: usize, height: usize) -> Mask {
        let mut mask = vec![0.0; width * height];
        let [left, top, right, bottom] = self.bounds(1.0, width, height);
        for y in top..bottom {
            for x in left..right {
                mask[y * width + x] = (self.depth(x as f32, y as f32) + 0.5).clamp(0.0, 1.0);
            }
        }
        mask
    }

    /// Pixels to the nearest side, negative outside.
    fn depth(&self, x: f32, y: f32) -> f32 {
        self.sides.iter().map(|(nx, ny, least)| nx * x + ny * y - least).fold(f32::MAX, f32::min)
    }

    /// Lays what `source` shows in `from`, and `margin` pixels around, into this quadrangle of `onto`.
    pub fn lay(&self, onto: &mut Raster, margin: f32, source: &Raster, from: &Quad) {
        let ((width, height), (from_width, from_height)) = (self.size(), from.size());
        // Several samples a pixel where the source is finer.
        let finer = (from_width / width).max(from_height / height);
        let n = (finer.round() as usize).clamp(1, 4);
        let (clear_u, clear_v) = (margin / width, margin / height);
        let [left, top, right, bottom] = self.bounds(margin, onto.width, onto.height);
        for y in top..bottom {
            for x in left..right {
                let mut sum = [0.0; 3];
                for k in 0..n * n {
                    let shift = |k: usize| (k as f32 + 0.5) / n as f32 - 0.5;
                    let (u, v) = self.own(x as f32 + shift(k % n), y as f32 + shift(k / n));
                    let (u, v) = (u.clamp(-clear_u, 1.0 + clear_u), v.clamp(-clear_v, 1.0 + clear_v));
                    let (sx, sy) = from.place(u, v);
                    let pixel = source.sample(sx, sy);
                    (0..3).for_each(|c| sum[c] += pixel[c]);
                }
                let i = 3 * (y * onto.width + x);
                (0..3).for_each(|c| onto.rgb[i + c] = to_byte(sum[c] / (n * n) as f32));
            }
        }
    }

    /// A flat picture of the quadrangle, brought into the pixels of `bounds` (as those of [`Quad::bounds`]), four samples
    /// a pixel; nothing around it.
    pub fn spread<const N: usize>(&self, flat: &[[f32; N]], width: usize, height: usize, bounds: [usize; 4]) -> Vec<[f32; N]> {
        let [left, top, right, bottom] = bounds;
        let at = |x: isize, y: isize| {
            let inside = x >= 0 && y >= 0 && x < width as isize && y < height as isize;
            if inside { flat[y as usize * width + x as usize] } else { [0.0; N] }
        };
        let mut out = Vec::with_capacity((right - left) * (bottom - top));
        for (y, x) in (top..bottom).flat_map(|y| (left..right).map(move |x| (y as f32, x as f32))) {
            let mut sum = [0.0; N];
            if self.depth(x, y) > -1.5 {
                for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
                    let (u, v) = self.own(x + dx, y + dy);
                    let (fx, fy) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
                    let (ix, iy) = (fx.floor(), fy.floor());
                    let (ax, ay) = (fx - ix, fy - iy);
                    let (ix, iy) = (ix as isize, iy as isize);
                    let around = [
                        (at(ix, iy), (1.0 - ax) * (1.0 - ay)),
                        (at(ix + 1, iy), ax * (1.0 - ay)),
                        (at(ix, iy + 1), (1.0 - ax) * ay),
                        (at(ix + 1, iy + 1), ax * ay),
                    ];
                    for (pixel, weight) in around {
                        (0..N).for_each(|k| sum[k] += 0.25 * weight * pixel[k]);
                    }
                }
            }
            out.push(sum);
        }
        out
    }
}

fn map(m: &[f32; 9], x: f32, y: f32) -> Point {
    let w = m[6] * x + m[7] * y + m[8];
    ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
}

/// The inverse but for a factor, which a projective map does not see.
fn adjugate(m: &[f32; 9]) -> [f32; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNERS: [Point; 4] = [(12.0, 9.0), (70.0, 20.0), (64.0, 48.0), (10.0, 40.0)];

    #[test]
    fn corners_go_to_corners_and_back() {
        let quad = Quad::new(CORNERS).unwrap();
        for (corner, (u, v)) in CORNERS.into_iter().zip([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]) {
            let (x, y) = quad.place(u, v);
            assert!((x - corner.0).hypot(y - corner.1) < 1e-3);
            let (a, b) = quad.own(corner.0, corner.1);
            assert!((a - u).hypot(b - v) < 1e-4);
        }
        // The diagonals of a square meet in its middle, in perspective as well.
        let (x, y) = quad.place(0.5, 0.5);
        let cross = |a: Point, b: Point| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0);
        assert!(cross(CORNERS[0], CORNERS[2]).abs() < 0.05 && cross(CORNERS[1], CORNERS[3]).abs() < 0.05);
    }

    #[test]
    fn crossed_mirrored_and_flat_corners_are_refused() {
        let [a, b, c, d] = CORNERS;
        assert!(Quad::new([a, c, b, d]).is_none());
        assert!(Quad::new([b, a, d, c]).is_none());
        assert!(Quad::new([a, b, b, a]).is_none());
        assert!(Quad::new([a, b, (f32::NAN, 3.0), d]).is_none());
    }

    #[test]
    fn the_mask_has_the_area_that_the_corners_enclose() {
        let area = |corners: [Point; 4]| {
            (0..4).map(|i| corners[i].0 * corners[(i + 1) % 4].1 - corners[i].1 * corners[(i + 1) % 4].0).sum::<f32>() / 2.0
        };
        let quad = Quad::new(CORNERS).unwrap();
        let sum: f32 = quad.mask(80, 60).iter().sum();
        assert!((sum / area(CORNERS) - 1.0).abs() < 0.02, "{sum}");
        let grown = quad.grown(3.0).unwrap();
        let added = grown.size().1 - quad.size().1;
        assert!((4.5..7.5).contains(&added), "{added}");
    }

    #[test]
    fn what_is_spread_fills_the_quadrangle_and_no_more() {
        let quad = Quad::new(CORNERS).unwrap();
        let spread = quad.spread(&[[1.0]; 40 * 20], 40, 20, [0, 0, 80, 60]);
        let mask = quad.mask(80, 60);
        for (i, ([cover], mask)) in spread.iter().zip(mask).enumerate() {
            // Both are soft over about a pixel of the plane.
            assert!((cover - mask).abs() < 0.65, "{i}: {cover} {mask}");
        }
        // Left half dark: the middle of the plane stays its middle.
        let half: Vec<[f32; 1]> = (0..800).map(|i| [f32::from(u8::from(i % 40 >= 20))]).collect();
        let spread = quad.spread(&half, 40, 20, [0, 0, 80, 60]);
        let value = |u: f32| {
            let (x, y) = quad.place(u, 0.5);
            spread[y.round() as usize * 80 + x.round() as usize][0]
        };
        assert!(value(0.44) < 0.1 && value(0.56) > 0.9);
    }

    #[test]
    fn laying_a_quadrangle_onto_itself_changes_nothing() {
        let rgb = (0..80 * 60 * 3).map(|i| (i * 37 % 251) as u8).collect();
        let picture = Raster { width: 80, height: 60, rgb };
        let quad = Quad::new(CORNERS).unwrap();
        let mut onto = picture.clone();
        quad.lay(&mut onto, 2.0, &picture, &quad);
        let mask = quad.mask(80, 60);
        let worst = (0..mask.len()).filter(|&i| mask[i] == 1.0).map(|i| onto.rgb[3 * i].abs_diff(picture.rgb[3 * i])).max();
        assert!(worst.unwrap() <= 1, "{worst:?}");
    }
}
