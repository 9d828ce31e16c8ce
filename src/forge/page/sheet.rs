//! A sheet that is drawn on.

use super::super::lettering::{Font, Line};
use super::super::raster::{Raster, to_byte};
use super::super::scene::{Scene, Text};

/// How words are set.
#[derive(Clone, Copy)]
pub struct Pen<'f> {
    pub font: &'f Font,
    /// Pixels to the em.
    pub size: f32,
    pub colour: [f32; 3],
    /// Written from right to left.
    pub leftwards: bool,
}

impl<'f> Pen<'f> {
    pub fn sized(self, factor: f32) -> Self {
        Self { size: self.size * factor, ..self }
    }

    pub fn coloured(self, colour: [f32; 3]) -> Self {
        Self { colour, ..self }
    }

    /// Pixels from line to line.
    pub fn leading(&self) -> f32 {
        self.size * 1.35
    }

    fn space(&self) -> f32 {
        self.size * 0.28
    }
}

/// Where a text stands between its two ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// A page in the making.
pub struct Sheet {
    pub width: usize,
    pub height: usize,
    /// Interleaved colours, 0..=255.
    rgb: Vec<f32>,
    texts: Vec<Text>,
}

impl Sheet {
    pub fn new(width: usize, height: usize, paper: [f32; 3]) -> Self {
        Self { width, height, rgb: paper.repeat(width * height), texts: Vec::new() }
    }

    pub fn done(self) -> Scene {
        let rgb = self.rgb.into_iter().map(to_byte).collect();
        Scene { picture: Raster { width: self.width, height: self.height, rgb }, texts: self.texts, faces: Vec::new() }
    }

    /// Mixes a colour into a pixel, if it is on the sheet.
    pub fn dot(&mut self, x: isize, y: isize, colour: [f32; 3], share: f32) {
        if x >= 0 && y >= 0 && x < self.width as isize && y < self.height as isize {
            let i = (y as usize * self.width + x as usize) * 3;
            for (value, colour) in self.rgb[i..i + 3].iter_mut().zip(colour) {
                *value += share * (colour - *value);
            }
        }
    }

    pub fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, colour: [f32; 3]) {
        for row in y as isize..(y + height) as isize {
            for column in x as isize..(x + width) as isize {
                self.dot(column, row, colour, 1.0);
            }
        }
    }

    /// A line across, dashed where `dash` is not zero.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thick: f32, dash: f32, colour: [f32; 3]) {
        for column in x as isize..(x + width) as isize {
            if dash == 0.0 || (((column as f32 - x) / dash) as usize).is_multiple_of(2) {
                self.fill(column as f32, y, 1.0, thick.max(1.0), colour);
            }
        }
    }

    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, thick: f32, colour: [f32; 3]) {
        let thick = thick.max(1.0);
        self.fill(x, y, width, thick, colour);
        self.fill(x, y + height - thick, width, thick, colour);
        self.fill(x, y, thick, height, colour);
        self.fill(x + width - thick, y, thick, height, colour);
    }

    /// A stroke of a round pen along points.
    pub fn stroke(&mut self, points: &[(f32, f32)], radius: f32, colour: [f32; 3]) {
        for pair in points.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let (left, right) = (ax.min(bx) - radius - 1.0, ax.max(bx) + radius + 2.0);
            let (top, low) = (ay.min(by) - radius - 1.0, ay.max(by) + radius + 2.0);
            let (dx, dy) = (bx - ax, by - ay);
            let length = (dx * dx + dy * dy).max(1e-6);
            for y in top as isize..low as isize {
                for x in left as isize..right as isize {
                    let (px, py) = (x as f32 - ax, y as f32 - ay);
                    let along = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
                    let apart = (px - along * dx).hypot(py - along * dy);
                    self.dot(x, y, colour, (radius + 0.5 - apart).clamp(0.0, 1.0));
                }
            }
        }
    }

    /// Writes words on one line between x and x + width, as many as there is room for, and says how many; those that the
    /// font lacks letters of are passed over.
    pub fn write(&mut self, words: &str, pen: Pen, x: f32, base: f32, width: f32, align: Align) -> usize {
        let (set, used, taken) = set(words, pen, width);
        let start = match (align, pen.leftwards) {
            (Align::Left, false) | (Align::Right, true) => x,
            (Align::Centre, _) => x + (width - used) / 2.0,
            (Align::Right, false) | (Align::Left, true) => x + width - used,
        };
        for (word, line, at) in &set {
            let left = if pen.leftwards { start + used - at - line.width as f32 } else { start + at };
            self.lay(word, line, pen.colour, left.round() as isize, base.round() as isize - line.ascent as isize);
        }
        taken
    }

    /// Writes words in lines, and says where the last one ends.
    pub fn paragraph(&mut self, words: &[String], pen: Pen, x: f32, mut base: f32, width: f32, lowest: f32) -> f32 {
        let mut rest = words;
        while !rest.is_empty() && base < lowest {
            let written = self.write(&rest.join(" "), pen, x, base, width, Align::Left);
            // A word that is wider than the column is left out.
            rest = &rest[written.max(1).min(rest.len())..];
            base += pen.leading();
        }
        base
    }

    /// Lays a word, and notes it where it is wholly on the sheet and darker than what it stands on.
    fn lay(&mut self, word: &str, line: &Line, colour: [f32; 3], left: isize, top: isize) {
        let mut around: Option<[isize; 4]> = None;
        let mut under = [0.0f32; 2];
        for (i, &share) in line.alpha.iter().enumerate().filter(|(_, a)| **a > 0.0) {
            let (x, y) = (left + (i % line.width) as isize, top + (i / line.width) as isize);
            if share > 0.3 {
                let b = around.get_or_insert([x, y, x, y]);
                *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
            }
            if x >= 0 && y >= 0 && x < self.width as isize && y < self.height as isize {
                under[0] += share * self.rgb[(y as usize * self.width + x as usize) * 3 + 1];
                under[1] += share;
            }
            self.dot(x, y, colour, share);
        }
        let Some([x0, y0, x1, y1]) = around else { return };
        // Boxes are a little larger than the ink, as those of receipts are.
        let (x0, y0, x1, y1) = (x0 - 1, y0 - 1, x1 + 1, y1 + 1);
        let inside = x0 >= 0 && y0 >= 0 && x1 < self.width as isize && y1 < self.height as isize;
        if inside && y1 - y0 >= 6 && under[0] / under[1].max(1.0) > colour[1] + 60.0 {
            let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(|v| v as f32);
            self.texts.push(Text { corners: [(x0, y0), (x1, y0), (x1, y1), (x0, y1)], words: word.to_owned() });
        }
    }
}

/// The words that fit into a width, each with its distance from the start; what they fill of it; how many were read.
fn set(words: &str, pen: Pen, width: f32) -> (Vec<(String, Line, f32)>, f32, usize) {
    let (mut set, mut at, mut used, mut taken) = (Vec::new(), 0.0, 0.0, 0);
    for word in words.split_whitespace() {
        let Some(line) = pen.font.line(word, pen.size) else {
            taken += 1;
            continue;
        };
        // A line has two pixels on either side.
        let end = at + line.width as f32 - 4.0;
        if end > width {
            break;
        }
        taken += 1;
        used = end;
        let from = at - 2.0;
        at = end + pen.space();
        set.push((word.to_owned(), line, from));
    }
    (set, used, taken)
}
