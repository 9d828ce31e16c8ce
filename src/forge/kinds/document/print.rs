use super::super::super::lettering::{self, Font, Line, Script};
use super::super::super::raster::{Raster, between, blur_plane, normal, to_byte};
use super::super::super::scene::{Change, Scene};
use super::super::Edit;
use super::draft::{Draft, Fill};
use super::places;
use super::read::{Level, Page, Rect, Unit};

/// Erases words and prints others in a font near to theirs, as large and as dark.
pub fn print(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let page = Page::read(host)?;
    let mut draft = Draft::new(&page);
    let fill = Fill::draw(rng);
    let sharpness = between(rng, 0.0, 0.65);
    let mut font = None;
    for _ in 0..places(rng) {
        let word = page.pick(&[Level::Word], rng)?;
        let Some(setting) = Setting::nearest(&page, word, font, rng) else { continue };
        font = Some(setting.font);
        let words = altered(&setting.words, rng);
        let Some(line) = setting.font.line(&words, setting.size) else { continue };
        let Some(ink) = Extent::of(&line) else { continue };
        // The old word's line gives place and base line of the new one.
        let (Some(left), Some(top)) =
            (word.rect.x.checked_sub(setting.ink.left), (word.rect.y + setting.base).checked_sub(line.ascent))
        else {
            continue;
        };
        let new = Rect { x: left + ink.left, y: top + ink.top, width: ink.width, height: ink.height };
        let all = word.rect.with(&new).grown(2, page.picture);
        let inside = new.right() <= page.picture.width && new.bottom() <= page.picture.height;
        let room = page.inked(&all) <= page.inked(&word.rect.grown(2, page.picture)) + 4;
        if !inside || !room || !draft.free(&all) || draft.clear(all, fill, rng).is_none() {
            continue;
        }
        let part = printed(&line, &ink, word, sharpness, rng);
        draft.ink(&part, [255.0; 3], new.x, new.y);
        draft.changes.push(Change::of(all.corners(), &setting.words, &words));
    }
    draft.finish()
}

/// The part of a line that has ink.
struct Extent {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Extent {
    fn of(line: &Line) -> Option<Self> {
        let (mut left, mut top, mut right, mut bottom) = (usize::MAX, usize::MAX, 0, 0);
        for (i, _) in line.alpha.iter().enumerate().filter(|(_, a)| **a > 0.3) {
            let (x, y) = (i % line.width, i / line.width);
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1));
        }
        (right > left && bottom > top).then(|| Self { left, top, width: right - left, height: bottom - top })
    }
}

/// How a word was printed, as well as it can be told.
struct Setting {
    font: &'static Font,
    /// Pixels to the em.
    size: f32,
    words: String,
    /// Where that font's ink of the word begins in its line.
    ink: Extent,
    /// The base line below the top of the word's ink, pixels.
    base: usize,
}

/// Fonts that are tried on a word.
const TRIED: usize = 16;

impl Setting {
    /// The one of some fonts that at the word's height comes closest to its width and to its ink, unless the font is known.
    fn nearest(page: &Page, word: &Unit, font: Option<&'static Font>, rng: &mut fastrand::Rng) -> Option<Self> {
        let fonts = lettering::fonts().ok()?;
        if word.letters.is_empty() {
            return None;
        }
        // Transcriptions are often in capitals whatever the print is.
        let mut spellings = vec![word.letters.clone(), word.letters.to_lowercase(), capitalised(&word.letters)];
        spellings.dedup();
        let there: f32 = word
            .rect
            .places(page.picture.width)
            .map(|i| {
                let value = f32::from(page.picture.rgb[3 * i + 1]);
                ((word.paper[1] - value) / (word.paper[1] - word.ink[1]).max(1.0)).clamp(0.0, 1.0)
            })
            .sum();
        let script = script_of(&word.letters);
        let mut best: Option<(f32, Self)> = None;
        let tried = if let Some(font) = font { vec![font] } else { (0..TRIED).map(|_| fonts.pick(script, rng)).collect() };
        for font in tried.into_iter().filter(|font| !font.italic) {
            for (number, words) in spellings.iter().enumerate() {
                let Some(trial) = font.line(words, 40.0).and_then(|line| Extent::of(&line)) else { continue };
                let size = 40.0 * word.rect.height as f32 / trial.height as f32;
                let Some(line) = font.line(words, size) else { continue };
                let Some(ink) = Extent::of(&line) else { continue };
                let wider = (ink.width as f32 / word.rect.width as f32).ln().abs();
                let darker = (line.alpha.iter().sum::<f32>() / there.max(1.0)).ln().abs();
                // The spelling that was written down is the likeliest.
                let apart = wider + 0.5 * darker + if number > 0 { 0.08 } else { 0.0 };
                if best.as_ref().is_none_or(|(least, _)| apart < *least) {
                    let base = line.ascent.saturating_sub(ink.top);
                    best = Some((apart, Self { font, size, words: words.clone(), ink, base }));
                }
            }
        }
        best.filter(|(apart, _)| *apart < 0.5).map(|(_, setting)| setting)
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

fn script_of(letters: &str) -> Script {
    let of = |letter: char| match letter {
        '\u{370}'..='\u{3ff}' => Some(Script::Greek),
        '\u{400}'..='\u{4ff}' => Some(Script::Cyrillic),
        '\u{600}'..='\u{6ff}' => Some(Script::Arabic),
        '\u{4e00}'..='\u{9fff}' => Some(Script::Chinese),
        _ => None,
    };
    letters.chars().find_map(of).unwrap_or(Script::Latin)
}

/// The word with other digits, or, where it has none, other letters of its kind; at least one of them.
fn altered(words: &str, rng: &mut fastrand::Rng) -> String {
    let mut letters: Vec<char> = words.chars().collect();
    let digits: Vec<usize> = (0..letters.len()).filter(|&i| letters[i].is_ascii_digit()).collect();
    let other = |letter: char, rng: &mut fastrand::Rng| {
        let (first, count) = match letter {
            '0'..='9' => ('0', 10),
            'a'..='z' => ('a', 26),
            'A'..='Z' => ('A', 26),
            'α'..='ρ' => ('α', 17),
            'а'..='я' => ('а', 32),
            'А'..='Я' => ('А', 32),
            // Neighbours in the table of Chinese letters are as common as they are.
            '\u{4e00}'..='\u{9ff0}' => return char::from_u32(letter as u32 + rng.u32(1..8)).unwrap_or(letter),
            _ => return letter,
        };
        let place = (letter as u32 - first as u32 + rng.u32(1..count)) % count;
        char::from_u32(first as u32 + place).unwrap_or(letter)
    };
    let choices = if digits.is_empty() { (0..letters.len()).collect() } else { digits };
    let sure = choices[rng.usize(0..choices.len())];
    for &i in &choices {
        if i == sure || rng.bool() {
            letters[i] = other(letters[i], rng);
        }
    }
    letters.into_iter().collect()
}

/// The inked part of a line on white, in the colour of the word's ink.
fn printed(line: &Line, ink: &Extent, word: &Unit, sharpness: f32, rng: &mut fastrand::Rng) -> Raster {
    let soft = blur_plane(line.alpha.clone(), line.width, line.height, sharpness);
    let uneven = rng.f32() * 0.12;
    // Over paper of the word's level this gives the ink's, as dark as in the middle of a stroke.
    let colour: [f32; 3] = std::array::from_fn(|k| ((word.ink[k] - word.ink_spread).max(0.0) / word.paper[k].max(1.0)).min(1.0));
    let mut rgb = Vec::with_capacity(ink.width * ink.height * 3);
    for y in ink.top..ink.top + ink.height {
        for x in ink.left..ink.left + ink.width {
            let share = (soft[y * line.width + x] * (1.0 + uneven * normal(rng))).clamp(0.0, 1.0);
            rgb.extend(colour.map(|c| to_byte(255.0 * (1.0 - share * (1.0 - c)))));
        }
    }
    Raster { width: ink.width, height: ink.height, rgb }
}
