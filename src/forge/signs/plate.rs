//! A piece of text as it hangs on the wall: what is written how, and in which colours.

use super::super::lettering::{Fonts, Line};
use super::super::raster::between;
use super::{Place, ink_box, words};

/// What a text stands on.
#[derive(Clone, Copy, PartialEq)]
enum Ground {
    /// A board of one colour, of one fading into another, or with a line around.
    Plain,
    Fading,
    Bordered,
    /// A sheet of paper.
    Paper,
    /// The wall itself.
    Wall,
}

/// One or two lines, set but without colour.
pub struct Layout {
    ground: Ground,
    /// Each with its words and where its upper left corner goes.
    lines: Vec<(String, Line, (usize, usize))>,
    width: usize,
    height: usize,
    /// Pixels to the em.
    size: f32,
}

impl Layout {
    /// Something to write in a picture with that shorter side; nothing where the font could not.
    pub fn random(fonts: &Fonts, shorter: usize, rng: &mut fastrand::Rng) -> Option<Self> {
        let size = 14.0 * (58.0f32 / 14.0).powf(rng.f32()) * (shorter as f32 / 264.0).clamp(0.7, 1.6);
        let script = words::script(rng);
        let font = fonts.pick(script, rng);
        let ground = match rng.u32(0..100) {
            0..22 => Ground::Plain,
            22..37 => Ground::Fading,
            37..51 => Ground::Bordered,
            51..62 => Ground::Paper,
            _ => Ground::Wall,
        };
        let count = if rng.u32(0..3) == 0 { 2 } else { 1 };
        let mut set = Vec::new();
        for _ in 0..count {
            let words = words::phrase(script, rng);
            let line = font.line(&words, size)?;
            set.push((words, line));
        }
        let boxes: Vec<[usize; 4]> = set.iter().map(|(_, line)| ink_box(line)).collect();
        let longest = boxes.iter().map(|b| b[2] - b[0]).max()?;
        let border = |rng: &mut fastrand::Rng, least: f32| {
            if ground == Ground::Wall { 2 } else { (size * between(rng, least, 0.7)) as usize + 2 }
        };
        let (beside, above) = (border(rng, 0.25), border(rng, 0.2));
        let gap = (size * between(rng, 0.2, 0.5)) as usize + 1;
        let centred = rng.u32(0..3) > 0;
        let mut lines = Vec::new();
        let mut y = above;
        for ((words, line), ink) in set.into_iter().zip(boxes) {
            let line = trimmed(&line, ink);
            let x = beside + if centred { (longest - line.width) / 2 } else { 0 };
            let height = line.height;
            lines.push((words, line, (x, y)));
            y += height + gap;
        }
        Some(Self { ground, lines, width: longest + 2 * beside, height: y - gap + above, size })
    }

    /// Whether it brings its own ground.
    pub fn has_board(&self) -> bool {
        self.ground != Ground::Wall
    }

    /// Width and height, pixels.
    pub fn size(&self) -> (f32, f32) {
        (self.width as f32, self.height as f32)
    }

    /// Colours it, so that it can be read at the place.
    pub fn painted(self, place: &Place, rng: &mut fastrand::Rng) -> Plate {
        let (ground, ink) = match self.ground {
            Ground::Wall => ([0.0; 3], ink_on(place.reflects(), rng)),
            Ground::Paper => ([between(rng, 0.78, 0.97), between(rng, 0.78, 0.95), between(rng, 0.7, 0.93)], dark(rng)),
            _ => colours(rng),
        };
        let (width, height) = (self.width, self.height);
        let mut paint = vec![[0.0; 4]; width * height];
        if self.ground != Ground::Wall {
            self.board(&mut paint, ground, ink, rng);
        }
        let shadow = (rng.u32(0..5) == 0).then(|| (self.size / between(rng, 12.0, 22.0)).max(1.0) as usize);
        for (_, line, (x0, y0)) in &self.lines {
            let mut stroke = |dx: usize, dy: usize, colour: [f32; 3], strength: f32| {
                for (i, &a) in line.alpha.iter().enumerate().filter(|(_, a)| **a > 0.0) {
                    let (x, y) = (x0 + dx + i % line.width, y0 + dy + i / line.width);
                    if x < width && y < height {
                        over(&mut paint[y * width + x], colour, a * strength);
                    }
                }
            };
            if let Some(by) = shadow {
                stroke(by, by, ink.map(|c| if c > 0.4 { 0.04 } else { 0.95 * c + 0.3 }), 0.7);
            }
            stroke(0, 0, ink, if self.ground == Ground::Wall { between(rng, 0.85, 1.0) } else { 1.0 });
        }
        let around = |(words, line, (x, y)): &(String, Line, (usize, usize))| {
            let (left, top) = (*x as f32 - 1.0, *y as f32 - 1.0);
            (words.clone(), [left, top, left + line.width as f32 + 2.0, top + line.height as f32 + 2.0])
        };
        let lines = self.lines.iter().map(around).collect();
        Plate { width, height, paint, lines, on_wall: self.ground == Ground::Wall }
    }

    /// Fills the board, its corners round at times, dirt on it in spots.
    fn board(&self, paint: &mut [[f32; 4]], ground: [f32; 3], ink: [f32; 3], rng: &mut fastrand::Rng) {
        let (width, height) = (self.width as f32, self.height as f32);
        let round = if rng.u32(0..3) == 0 && self.ground != Ground::Paper { between(rng, 0.05, 0.3) * height } else { 0.0 };
        let fade: [f32; 3] = std::array::from_fn(|_| between(rng, -0.16, 0.16));
        let (across, down) = (rng.f32(), rng.f32());
        let (inset, thick) = (self.size * between(rng, 0.06, 0.14), (self.size * between(rng, 0.03, 0.09)).max(1.0));
        let dirt: Vec<f32> = (0..24).map(|_| between(rng, -0.05, 0.05)).collect();
        for (i, pixel) in paint.iter_mut().enumerate() {
            let (x, y) = ((i % self.width) as f32 + 0.5, (i / self.width) as f32 + 0.5);
            let edge = x.min(y).min(width - x).min(height - y);
            // Distance to the rounded outline, positive inside.
            let corner = ((round - x.min(width - x)).max(0.0)).hypot((round - y.min(height - y)).max(0.0));
            let inside = if corner > 0.0 && round > 0.0 { (round - corner + 0.5).clamp(0.0, 1.0) } else { 1.0 };
            let spots = super::super::shape::bilinear(&dirt, 6, 4, x / width * 5.0, y / height * 3.0);
            let along = (across * x / width + down * y / height) - 0.5 * (across + down);
            let line = if self.ground == Ground::Bordered {
                (thick / 2.0 + 0.5 - (edge - inset - thick / 2.0).abs()).clamp(0.0, 1.0)
            } else {
                0.0
            };
            for k in 0..3 {
                let base = ground[k] + if self.ground == Ground::Fading { fade[k] * 2.0 * along } else { 0.0 };
                let colour = base + line * (ink[k] - base) + spots;
                pixel[k] = colour.clamp(0.02, 1.0) * inside;
            }
            pixel[3] = inside;
        }
    }
}

/// A piece in colour.
pub struct Plate {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Reflected shares of red, green and blue light, times coverage; and coverage.
    pub paint: Vec<[f32; 4]>,
    /// Words, and left, top, right and bottom of what is written.
    pub lines: Vec<(String, [f32; 4])>,
    /// Whether it is painted on what is there already.
    pub on_wall: bool,
}

fn over(pixel: &mut [f32; 4], colour: [f32; 3], alpha: f32) {
    for (old, new) in pixel.iter_mut().zip([colour[0], colour[1], colour[2], 1.0]) {
        *old = *old * (1.0 - alpha) + new * alpha;
    }
}

fn trimmed(line: &Line, [left, top, right, bottom]: [usize; 4]) -> Line {
    let rows = (top..bottom).flat_map(|y| line.alpha[y * line.width + left..y * line.width + right].iter().copied());
    Line { width: right - left, height: bottom - top, ascent: line.ascent.saturating_sub(top), alpha: rows.collect() }
}

/// Ground and ink as signs have them.
fn colours(rng: &mut fastrand::Rng) -> ([f32; 3], [f32; 3]) {
    const WHITE: [f32; 3] = [0.93, 0.93, 0.91];
    const BLACK: [f32; 3] = [0.07, 0.07, 0.08];
    const YELLOW: [f32; 3] = [0.92, 0.78, 0.12];
    const PAIRS: [([f32; 3], [f32; 3]); 12] = [
        (WHITE, BLACK),
        (WHITE, [0.72, 0.1, 0.1]),
        (WHITE, [0.1, 0.2, 0.55]),
        (YELLOW, BLACK),
        ([0.08, 0.22, 0.55], WHITE),
        ([0.05, 0.38, 0.2], WHITE),
        ([0.7, 0.09, 0.1], WHITE),
        ([0.7, 0.09, 0.1], YELLOW),
        (BLACK, WHITE),
        (BLACK, YELLOW),
        ([0.3, 0.18, 0.1], [0.9, 0.82, 0.62]),
        ([0.85, 0.78, 0.64], [0.25, 0.14, 0.08]),
    ];
    if rng.u32(0..3) > 0 {
        let (ground, ink) = PAIRS[rng.usize(0..PAIRS.len())];
        let mut worn = |colour: [f32; 3]| colour.map(|c| (c + between(rng, -0.07, 0.07)).clamp(0.03, 0.98));
        return (worn(ground), worn(ink));
    }
    let ground: [f32; 3] = std::array::from_fn(|_| between(rng, 0.05, 0.95));
    (ground, ink_on(super::level(ground), rng))
}

/// An ink that is seen on what reflects so much: darker on light grounds, lighter on dark ones.
fn ink_on(ground: f32, rng: &mut fastrand::Rng) -> [f32; 3] {
    if ground > 0.42 { dark(rng) } else { std::array::from_fn(|_| between(rng, 0.72, 1.0)) }
}

fn dark(rng: &mut fastrand::Rng) -> [f32; 3] {
    let grey = between(rng, 0.04, 0.2);
    let mut colour = [grey; 3];
    if rng.u32(0..3) == 0 {
        colour[rng.usize(0..3)] += between(rng, 0.1, 0.45);
    }
    colour
}
