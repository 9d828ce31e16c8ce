//! What is ink and what is paper on a page, and which characters and words its texts consist of.

use super::super::super::raster::{Raster, sums};
use super::super::super::scene::{Point, Scene, Text};

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

impl Rect {
    pub fn right(&self) -> usize {
        self.x + self.width
    }

    pub fn bottom(&self) -> usize {
        self.y + self.height
    }

    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The least rectangle around both.
    pub fn with(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }

    /// With `by` more pixels on every side, as far as the picture goes.
    pub fn grown(&self, by: usize, picture: &Raster) -> Rect {
        let (x, y) = (self.x.saturating_sub(by), self.y.saturating_sub(by));
        let (right, bottom) = ((self.right() + by).min(picture.width), (self.bottom() + by).min(picture.height));
        Rect { x, y, width: right - x, height: bottom - y }
    }

    /// The centres of its corner pixels.
    pub fn corners(&self) -> [Point; 4] {
        let (left, top) = (self.x as f32, self.y as f32);
        let (right, bottom) = (left + self.width as f32 - 1.0, top + self.height as f32 - 1.0);
        [(left, top), (right, top), (right, bottom), (left, bottom)]
    }

    /// Places of its pixels in a picture `row` pixels wide.
    pub fn places(&self, row: usize) -> impl Iterator<Item = usize> + use<> {
        let Rect { x, y, width, height } = *self;
        (y..y + height).flat_map(move |y| y * row + x..y * row + x + width)
    }
}

/// How much of a text a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Character,
    Word,
    /// Several words.
    Line,
}

/// A piece of text that can be taken away or put elsewhere.
#[derive(Clone, Debug)]
pub struct Unit {
    pub level: Level,
    /// The box around its ink.
    pub rect: Rect,
    /// What it says; empty where that is not known.
    pub letters: String,
    /// Mean colours, and the spread of their brightness.
    pub ink: [f32; 3],
    pub ink_spread: f32,
    pub paper: [f32; 3],
    pub paper_spread: f32,
}

impl Unit {
    pub fn has_digit(&self) -> bool {
        self.letters.contains(|c: char| c.is_ascii_digit())
    }
}

/// A page whose ink is told from its paper.
pub struct Page<'a> {
    pub picture: &'a Raster,
    pub units: Vec<Unit>,
    light: Vec<u8>,
    ink: Vec<bool>,
    /// Ink, and what its blur and ringing reach.
    near: Vec<bool>,
    near_sums: Vec<u32>,
}

/// Sauvola's threshold (2000) with the window and weight of DocTamper's synthesis.
const WINDOW: usize = 75;
const WEIGHT: f32 = 0.2;
/// Pixels around ink that are not paper.
const REACH: usize = 2;

impl<'a> Page<'a> {
    /// Tells ink from paper and cuts the texts into units; nothing where no unit is found.
    pub fn read(scene: &'a Scene) -> Option<Self> {
        let picture = &scene.picture;
        let light: Vec<u8> = picture
            .rgb
            .chunks_exact(3)
            .map(|p| ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8) as u8)
            .collect();
        let ink = sauvola(&light, picture.width, picture.height);
        let near = dilated(&ink, picture.width, picture.height, REACH);
        let near_sums = sums(picture.width, picture.height, |i| u32::from(near[i]));
        let mut page = Self { picture, units: Vec::new(), light, ink, near, near_sums };
        page.units = scene.texts.iter().flat_map(|text| page.cut(text)).collect();
        (!page.units.is_empty()).then_some(page)
    }

    /// Whether a pixel is ink or near it.
    pub fn near(&self, place: usize) -> bool {
        self.near[place]
    }

    /// Pixels of a rectangle that are ink or near it.
    pub fn inked(&self, rect: &Rect) -> u32 {
        let at = |x, y| self.near_sums[y * (self.picture.width + 1) + x];
        at(rect.right(), rect.bottom()) + at(rect.x, rect.y) - at(rect.right(), rect.y) - at(rect.x, rect.bottom())
    }

    /// A unit of one of the levels, twice as likely one with digits.
    pub fn pick(&self, levels: &[Level], rng: &mut fastrand::Rng) -> Option<&Unit> {
        let fits = |unit: &&Unit| levels.contains(&unit.level);
        let digits: Vec<&Unit> = self.units.iter().filter(fits).filter(|unit| unit.has_digit()).collect();
        let all: Vec<&Unit> = self.units.iter().filter(fits).collect();
        let from = if digits.is_empty() || rng.u32(0..3) == 0 { all } else { digits };
        if from.is_empty() { None } else { Some(from[rng.usize(0..from.len())]) }
    }

    /// A text's words and characters.
    fn cut(&self, text: &Text) -> Vec<Unit> {
        let Some(around) = self.around(text) else { return Vec::new() };
        let runs = self.runs(&around);
        let inked: usize = runs.iter().map(|run| run.ink).sum();
        // Light letters on a dark ground, or a picture: not what the threshold is for.
        if runs.is_empty() || inked * 2 > around.width * around.height {
            return Vec::new();
        }
        let Some((paper, paper_spread)) = self.tone(&around.grown(3, self.picture), |i| !self.near[i]) else {
            return Vec::new();
        };
        let tokens: Vec<&str> = text.words.split_whitespace().collect();
        let words = split(&runs, &tokens, around.height);
        let unit = |level, runs: &[Run], letters: &str| {
            let (first, last) = (runs.first()?, runs.last()?);
            let rect = first.rect.with(&runs.iter().fold(last.rect, |all, run| all.with(&run.rect)));
            let (ink, ink_spread) = self.tone(&rect, |i| self.ink[i])?;
            let bold = ink.iter().sum::<f32>() + 60.0 < paper.iter().sum::<f32>();
            // Points and hyphens are too little to go by.
            let large = rect.height * 5 >= around.height * 2 && rect.height >= 5 && rect.width >= 2;
            (bold && large).then(|| Unit { level, rect, letters: letters.to_owned(), ink, ink_spread, paper, paper_spread })
        };
        let mut units = Vec::new();
        let told = words.len() == tokens.len();
        if words.len() > 1 {
            units.extend(unit(Level::Line, &runs, &text.words));
        }
        for (number, word) in words.iter().enumerate() {
            let token = if told { tokens[number] } else { "" };
            units.extend(unit(Level::Word, word, token));
            let letters: Vec<char> = token.chars().collect();
            for (place, run) in word.iter().enumerate() {
                let letter = if letters.len() == word.len() { letters[place].to_string() } else { String::new() };
                if run.rect.width * 10 <= around.height * 11 {
                    units.extend(unit(Level::Character, std::slice::from_ref(run), &letter));
                }
            }
        }
        units
    }

    /// The upright box around a text; nothing where the text is steep or tiny.
    fn around(&self, text: &Text) -> Option<Rect> {
        let xs = text.corners.map(|(x, _)| x);
        let ys = text.corners.map(|(_, y)| y);
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min).max(0.0) as usize;
        let most = |values: [f32; 4], end: usize| (values.into_iter().fold(0.0, f32::max).ceil() as usize + 1).min(end);
        let (x, y) = (least(xs), least(ys));
        let (right, bottom) = (most(xs, self.picture.width), most(ys, self.picture.height));
        let steep = (ys[1] - ys[0]).abs() > 0.35 * (ys[3] - ys[0]).abs();
        (!steep && right > x + 4 && bottom > y + 6).then(|| Rect { x, y, width: right - x, height: bottom - y })
    }

    /// The stretches of columns that have ink, with the rows that have it.
    fn runs(&self, around: &Rect) -> Vec<Run> {
        let row = self.picture.width;
        let column = |x: usize| (around.y..around.bottom()).filter(move |y| self.ink[y * row + x]);
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for x in around.x..around.right() {
            let (Some(top), Some(low)) = (column(x).next(), column(x).next_back()) else {
                open = false;
                continue;
            };
            let here = Run { rect: Rect { x, y: top, width: 1, height: low + 1 - top }, ink: column(x).count() };
            match runs.last_mut() {
                Some(run) if open => *run = Run { rect: run.rect.with(&here.rect), ink: run.ink + here.ink },
                _ => runs.push(here),
            }
            open = true;
        }
        // Specks of dust.
        runs.retain(|run| run.ink >= 3);
        runs
    }

    /// Mean colour and spread of brightness of some pixels of a rectangle; nothing for fewer than four.
    fn tone(&self, rect: &Rect, of: impl Fn(usize) -> bool) -> Option<([f32; 3], f32)> {
        let (mut n, mut colour, mut light) = (0.0f32, [0.0f32; 3], [0.0f32; 2]);
        for i in rect.places(self.picture.width).filter(|&i| of(i)) {
            n += 1.0;
            for (sum, &value) in colour.iter_mut().zip(&self.picture.rgb[3 * i..]) {
                *sum += f32::from(value);
            }
            let value = f32::from(self.light[i]);
            light = [light[0] + value, light[1] + value * value];
        }
        let spread = || (light[1] / n - (light[0] / n).powi(2)).max(0.0).sqrt();
        (n >= 4.0).then(|| (colour.map(|sum| sum / n), spread()))
    }
}

/// A stretch of columns with ink.
#[derive(Clone, Copy)]
struct Run {
    rect: Rect,
    /// Pixels of ink.
    ink: usize,
}

/// Parts runs into words: at the widest gaps where the words are known, else at gaps of a third of the height.
fn split<'r>(runs: &'r [Run], tokens: &[&str], height: usize) -> Vec<&'r [Run]> {
    let gap = |i: usize| runs[i].rect.x - runs[i - 1].rect.right();
    let mut breaks: Vec<usize> = (1..runs.len()).collect();
    if tokens.is_empty() {
        breaks.retain(|&i| gap(i) * 3 >= height);
    } else {
        breaks.sort_by_key(|&i| std::cmp::Reverse(gap(i)));
        breaks.truncate(tokens.len() - 1);
        breaks.sort_unstable();
    }
    let ends = breaks.iter().copied().chain([runs.len()]);
    let starts = [0].into_iter().chain(breaks.iter().copied());
    starts.zip(ends).map(|(from, to)| &runs[from..to]).collect()
}

fn sauvola(light: &[u8], width: usize, height: usize) -> Vec<bool> {
    let half = WINDOW / 2;
    let means = sums(width, height, |i| u32::from(light[i]));
    let squares = sums(width, height, |i| u32::from(light[i]).pow(2));
    let mut ink = vec![false; light.len()];
    for y in 0..height {
        let (top, low) = (y.saturating_sub(half) * (width + 1), (y + half + 1).min(height) * (width + 1));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(half), (x + half + 1).min(width));
            // Sums of up to 75² squares of bytes stay below 2³², and so do their differences, whatever wrapped before.
            let of = |sums: &[u32]| {
                sums[low + right].wrapping_add(sums[top + left]).wrapping_sub(sums[low + left]).wrapping_sub(sums[top + right])
            };
            let n = ((right - left) * (low - top) / (width + 1)) as f32;
            let mean = of(&means) as f32 / n;
            let spread = (of(&squares) as f32 / n - mean * mean).max(0.0).sqrt();
            ink[y * width + x] = f32::from(light[y * width + x]) < mean * (1.0 + WEIGHT * (spread / 128.0 - 1.0));
        }
    }
    ink
}

/// Everything within `by` pixels across and down of what is set.
pub fn dilated(set: &[bool], width: usize, height: usize, by: usize) -> Vec<bool> {
    let mut wide = vec![false; set.len()];
    for (from, to) in set.chunks_exact(width).zip(wide.chunks_exact_mut(width)) {
        for x in (0..width).filter(|&x| from[x]) {
            to[x.saturating_sub(by)..(x + by + 1).min(width)].fill(true);
        }
    }
    let mut out = vec![false; set.len()];
    for y in 0..height {
        let row = y * width..(y + 1) * width;
        for near in y.saturating_sub(by)..(y + by + 1).min(height) {
            for (to, &from) in out[near * width..(near + 1) * width].iter_mut().zip(&wide[row.clone()]) {
                *to |= from;
            }
        }
    }
    out
}
