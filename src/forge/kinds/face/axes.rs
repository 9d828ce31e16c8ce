use super::super::super::scene::{Face, Point};
use super::super::super::shape::Mask;

/// A face's coordinates: the origin between the eyes, u towards the eye further right, v towards the chin; one is the
/// distance between the eyes.
#[derive(Clone, Copy)]
pub struct Axes {
    origin: Point,
    /// From eye to eye, pixels.
    along: Point,
}

/// A region of a face: |u / width|^power + |v / height|^power < 1 around the centre, narrower below it.
#[derive(Clone, Copy)]
pub struct Oval {
    pub centre: Point,
    pub half: (f32, f32),
    pub power: f32,
    /// How much narrower it is at its lower end.
    pub taper: f32,
}

impl Axes {
    pub fn of(face: &Face) -> Self {
        let [(ax, ay), (bx, by)] = face.eyes;
        Self { origin: ((ax + bx) / 2.0, (ay + by) / 2.0), along: (bx - ax, by - ay) }
    }

    /// Pixels between the eyes.
    pub fn apart(&self) -> f32 {
        self.along.0.hypot(self.along.1)
    }

    /// The face in a picture of another size, `scale` times this one.
    pub fn scaled(&self, scale: f32) -> Self {
        let (x, y) = self.origin;
        let origin = ((x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5);
        Self { origin, along: (self.along.0 * scale, self.along.1 * scale) }
    }

    pub fn placed(&self, (u, v): Point) -> Point {
        let ((x, y), (ax, ay)) = (self.origin, self.along);
        (x + u * ax - v * ay, y + u * ay + v * ax)
    }

    pub fn of_picture(&self, (x, y): Point) -> Point {
        let (dx, dy, (ax, ay)) = (x - self.origin.0, y - self.origin.1, self.along);
        let square = ax * ax + ay * ay;
        ((dx * ax + dy * ay) / square, (dy * ax - dx * ay) / square)
    }

    /// The pixels that a rectangle of the face can reach: left, top, and right and bottom, not included.
    pub fn reach(&self, low: Point, high: Point, width: usize, height: usize) -> [usize; 4] {
        let corners = [low, (high.0, low.1), high, (low.0, high.1)].map(|corner| self.placed(corner));
        let least = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::MAX, f32::min).floor().max(0.0) as usize;
        let most = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::MIN, f32::max).ceil().max(0.0) as usize + 1;
        let [x, y]: [fn(&Point) -> f32; 2] = [|p| p.0, |p| p.1];
        [least(x).min(width), least(y).min(height), most(x).min(width), most(y).min(height)]
    }

    /// Draws regions, with edges a pixel soft.
    pub fn draw(&self, ovals: &[Oval], width: usize, height: usize) -> Mask {
        let mut mask = vec![0.0f32; width * height];
        for oval in ovals {
            let (low, high) = oval.bounds();
            let [left, top, right, bottom] = self.reach(low, high, width, height);
            let pixels = oval.half.0.min(oval.half.1) * self.apart();
            for y in top..bottom {
                for x in left..right {
                    let inside = 1.0 - oval.level(self.of_picture((x as f32, y as f32)));
                    let value = &mut mask[y * width + x];
                    *value = value.max((inside * pixels + 0.5).clamp(0.0, 1.0));
                }
            }
        }
        mask
    }
}

impl Oval {
    pub fn new(centre: Point, half: (f32, f32), power: f32, taper: f32) -> Self {
        Self { centre, half, power, taper }
    }

    /// 0 in the centre, 1 on the outline.
    pub fn level(&self, (u, v): Point) -> f32 {
        let down = (v - self.centre.1) / self.half.1;
        let narrow = 1.0 - self.taper * down.clamp(0.0, 1.0).powi(2);
        let across = (u - self.centre.0) / (self.half.0 * narrow);
        (across.abs().powf(self.power) + down.abs().powf(self.power)).powf(1.0 / self.power)
    }

    /// Opposite corners of a rectangle around it, with room for a soft edge.
    pub fn bounds(&self) -> (Point, Point) {
        let (a, b) = (self.half.0 * 1.1 + 0.1, self.half.1 * 1.1 + 0.1);
        ((self.centre.0 - a, self.centre.1 - b), (self.centre.0 + a, self.centre.1 + b))
    }
}
