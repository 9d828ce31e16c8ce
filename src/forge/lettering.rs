//! Lines of text in the fonts that are installed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use fontdb::{Database, Style, Weight};
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use rustybuzz::{Face, UnicodeBuffer};

use super::ForgeError;

/// The scripts that pages and signs are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters and European digits.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, from right to left.
    Arabic,
    /// Chinese.
    Chinese,
}

impl Script {
    /// All of them.
    pub const ALL: [Script; 5] = [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Chinese];

    /// Letters that a font for the script has.
    fn probe(self) -> &'static str {
        match self {
            Script::Latin => "aQ8",
            Script::Cyrillic => "жЯ8",
            Script::Greek => "λΩ8",
            Script::Arabic => "عم",
            Script::Chinese => "中年",
        }
    }
}

/// A font at hand.
pub struct Font {
    /// Whether its strokes are heavy.
    pub bold: bool,
    /// Whether it is slanted.
    pub italic: bool,
    /// Whether all letters are equally wide.
    pub monospaced: bool,
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    index: u32,
}

/// A line of text as coverage.
pub struct Line {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Rows above the base line.
    pub ascent: usize,
    /// 1 where there is ink, row-major.
    pub alpha: Vec<f32>,
}

/// The fonts that are installed, by script and family.
pub struct Fonts {
    by_script: BTreeMap<Script, Vec<Vec<Font>>>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::installed);

/// The fonts that are installed, found once.
///
/// # Errors
/// No font has Latin letters.
pub fn fonts() -> Result<&'static Fonts, ForgeError> {
    if FONTS.has(Script::Latin) { Ok(&FONTS) } else { Err(ForgeError::Fonts(Script::Latin)) }
}

impl Fonts {
    fn installed() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        let mut families: BTreeMap<(Script, String), Vec<Font>> = BTreeMap::new();
        let ids: Vec<_> = database.faces().map(|face| face.id).collect();
        for id in ids {
            // Mapped, not read; what cannot be read is passed over.
            #[allow(unsafe_code, reason = "fontdb maps the file; system fonts do not change under a running program")]
            let Some((bytes, index)) = (unsafe { database.make_shared_face_data(id) }) else { continue };
            let Some(info) = database.face(id) else { continue };
            let Some(family) = info.families.first().map(|(name, _)| name.clone()) else { continue };
            let Some(face) = Face::from_slice(bytes.as_ref().as_ref(), index) else { continue };
            for script in Script::ALL {
                if script.probe().chars().all(|letter| face.glyph_index(letter).is_some()) && !foreign(&family, script) {
                    families.entry((script, family.clone())).or_default().push(Font {
                        bold: info.weight > Weight::MEDIUM,
                        italic: info.style != Style::Normal,
                        monospaced: info.monospaced,
                        bytes: Arc::clone(&bytes),
                        index,
                    });
                }
            }
        }
        let mut by_script: BTreeMap<Script, Vec<Vec<Font>>> = BTreeMap::new();
        for ((script, _), mut fonts) in families {
            // The order of files in folders is nobody's; a seed shall give the same everywhere.
            fonts.sort_by_key(|font| (font.bold, font.italic, font.bytes.as_ref().as_ref().len(), font.index));
            by_script.entry(script).or_default().push(fonts);
        }
        Self { by_script }
    }

    /// Whether any font has the script's letters.
    pub fn has(&self, script: Script) -> bool {
        self.by_script.contains_key(&script)
    }

    /// A font of the script, every family equally likely, upright ones of common weight before others; a Latin one where
    /// the script has none.
    pub fn pick(&self, script: Script, rng: &mut fastrand::Rng) -> &Font {
        let families = self.by_script.get(&script).unwrap_or_else(|| &self.by_script[&Script::Latin]);
        let family = &families[rng.usize(0..families.len())];
        let plain = family.iter().filter(|font| !font.bold && !font.italic).count();
        if plain > 0 && rng.u32(0..3) > 0 { &family[rng.usize(0..plain)] } else { &family[rng.usize(0..family.len())] }
    }

    /// Every font of the script.
    pub fn of(&self, script: Script) -> impl Iterator<Item = &Font> {
        self.by_script.get(&script).into_iter().flatten().flatten()
    }
}

/// Families made for another script have Latin letters as well, but nobody sets Latin in them.
fn foreign(family: &str, script: Script) -> bool {
    let made_for_one = family.starts_with("Noto ") && family.split(' ').count() > 2;
    let common = ["Mono", "Display", "Text"].iter().any(|word| family.ends_with(word));
    let oddity = ["Symbol", "Math", "Emoji", "Music", "Keyboard", "Initials"].iter().any(|word| family.contains(word));
    oddity || (made_for_one && !common && !matches!(script, Script::Arabic | Script::Chinese))
}

impl Font {
    /// A line of `words`, `size` pixels to the em; nothing where the font lacks a letter, draws nothing or more than 4096
    /// pixels a row.
    pub fn line(&self, words: &str, size: f32) -> Option<Line> {
        let face = Face::from_slice(self.bytes.as_ref().as_ref(), self.index)?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        let glyphs = rustybuzz::shape(&face, &[], buffer);
        // Glyph 0 is the box that stands for a letter the font lacks.
        if glyphs.glyph_infos().iter().any(|glyph| glyph.glyph_id == 0) {
            return None;
        }
        let scale = size / face.units_per_em() as f32;
        // Some outlines pass the nominal heights a little.
        let ascent = (f32::from(face.ascender()) * scale).ceil() + 1.0;
        let height = ascent + (f32::from(-face.descender()) * scale).ceil() + 1.0;
        let advance: i32 = glyphs.glyph_positions().iter().map(|p| p.x_advance).sum();
        let width = (advance as f32 * scale).ceil() + 4.0;
        if !(4.0..4096.0).contains(&width) || !(3.0..1024.0).contains(&height) {
            return None;
        }
        let mut ink = Ink {
            raster: Rasterizer::new(width as usize, height as usize),
            scale,
            at: point(2.0, ascent),
            from: point(0.0, 0.0),
            start: point(0.0, 0.0),
        };
        let mut x = 2.0;
        for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            ink.at = point(x + position.x_offset as f32 * scale, ascent - position.y_offset as f32 * scale);
            face.outline_glyph(GlyphId(info.glyph_id as u16), &mut ink);
            x += position.x_advance as f32 * scale;
        }
        let mut alpha = vec![0.0; width as usize * height as usize];
        ink.raster.for_each_pixel(|i, value| alpha[i] = value.clamp(0.0, 1.0));
        let drawn = alpha.iter().any(|a| *a > 0.2);
        drawn.then_some(Line { width: width as usize, height: height as usize, ascent: ascent as usize, alpha })
    }
}

/// Outlines, from font units to pixels.
struct Ink {
    raster: Rasterizer,
    scale: f32,
    at: Point,
    from: Point,
    start: Point,
}

impl Ink {
    /// In pixels, within the picture: the rasteriser takes nothing outside of it.
    fn place(&self, x: f32, y: f32) -> Point {
        let (width, height) = self.raster.dimensions();
        let (x, y) = (self.at.x + x * self.scale, self.at.y - y * self.scale);
        point(x.clamp(0.0, width as f32 - 1.0), y.clamp(0.0, height as f32 - 1.0))
    }
}

impl OutlineBuilder for Ink {
    fn move_to(&mut self, x: f32, y: f32) {
        self.from = self.place(x, y);
        self.start = self.from;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.raster.draw_line(self.from, to);
        self.from = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, to) = (self.place(x1, y1), self.place(x, y));
        self.raster.draw_quad(self.from, control, to);
        self.from = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (one, two, to) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.raster.draw_cubic(self.from, one, two, to);
        self.from = to;
    }

    fn close(&mut self) {
        self.raster.draw_line(self.from, self.start);
        self.from = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_ink_where_letters_have_it() {
        let Ok(fonts) = fonts() else {
            println!("skipped: no font is installed");
            return;
        };
        let mut rng = fastrand::Rng::with_seed(1);
        let mut upright = 0;
        for _ in 0..20 {
            let font = fonts.pick(Script::Latin, &mut rng);
            let line = font.line("Il", 40.0).unwrap();
            let wide = font.line("Il Il", 40.0).unwrap();
            let inked = |line: &Line| line.alpha.iter().sum::<f32>();
            let ratio = inked(&wide) / inked(&line);
            assert!((1.9..2.1).contains(&ratio), "twice the letters have {ratio} times the ink");
            let below: f32 = line.alpha[(line.ascent + 4) * line.width..].iter().sum();
            upright += usize::from(below < 0.05 * inked(&line));
        }
        // Whatever is installed, few faces are handwriting, which swings an I below the base line.
        assert!(upright >= 16, "ink below the base line in {} of 20", 20 - upright);
    }

    #[test]
    fn arabic_is_joined_and_nothing_is_drawn_for_nothing() {
        let Ok(fonts) = fonts() else {
            println!("skipped: no font is installed");
            return;
        };
        assert!(fonts.of(Script::Latin).next().unwrap().line("  ", 20.0).is_none());
        let Some(font) = fonts.of(Script::Arabic).next() else {
            println!("skipped: no Arabic font is installed");
            return;
        };
        // Joined letters are other, narrower glyphs than those that stand alone.
        let (joined, apart) = (font.line("بببب", 40.0).unwrap(), font.line("ب ب ب ب", 40.0).unwrap());
        assert!(joined.width < apart.width);
    }
}
