//! How often a model is wrong about what is known, asked without being told.

use std::fmt;

use super::Case;
use super::scores::text_likeness;
use super::steps::Guesses;
use crate::explain::schema::AbsolutePosition;

/// Overlap of boxes (intersection over union) from which a box is right.
const BOX: f64 = 0.5;

/// Wrong ones of those asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// How many were asked.
    pub asked: usize,
    /// How many were wrong.
    pub wrong: usize,
    /// How far off in all: of boxes 1 − IoU, of texts the normalised edit distance, else as `wrong`.
    pub off: f64,
}

impl Rate {
    fn add(&mut self, right: bool, off: f64) {
        self.asked += 1;
        self.wrong += usize::from(!right);
        self.off += off;
    }

    fn plus(self, other: Self) -> Self {
        Self { asked: self.asked + other.asked, wrong: self.wrong + other.wrong, off: self.off + other.off }
    }

    fn exact(&mut self, right: bool) {
        self.add(right, if right { 0.0 } else { 1.0 });
    }

    fn text(&mut self, said: Option<&str>, known: &str) {
        let alike = said.map_or(0.0, |said| text_likeness(said, known));
        self.add(alike == 1.0, 1.0 - alike);
    }
}

/// The error rates of the known fields.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    /// What the pictures show.
    pub domain: Rate,
    /// What was done; by region.
    pub manipulation: Rate,
    /// Where; by region.
    pub position: Rate,
    /// The boxes; by region.
    pub bbox: Rate,
    /// The texts that stand there; by region whose text is known.
    pub text: Rate,
}

impl Errors {
    /// Two of them.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            domain: self.domain.plus(other.domain),
            manipulation: self.manipulation.plus(other.manipulation),
            position: self.position.plus(other.position),
            bbox: self.bbox.plus(other.bbox),
            text: self.text.plus(other.text),
        }
    }

    /// Adds what was guessed of a picture. A region of which nothing was said is wrong in every field.
    pub fn add(&mut self, case: &Case, guesses: &Guesses) {
        if let Some(domain) = case.facts.domain {
            self.domain.exact(guesses.domain == domain);
        }
        for (place, texts) in case.places.iter().zip(&case.facts.texts) {
            let guess = guesses.regions.get(&place.id);
            if let Some(manipulation) = case.facts.manipulation {
                self.manipulation.exact(guess.is_some_and(|guess| guess.manipulation == manipulation));
            }
            let position = AbsolutePosition::of(place.bbox);
            self.position.exact(guess.is_some_and(|guess| guess.absolute_position == position));
            let overlap = guess.and_then(|guess| guess.bbox).map_or(0.0, |bbox| iou(bbox, place.bbox));
            self.bbox.add(overlap >= BOX, 1.0 - overlap);
            if let Some(text) = &texts.after {
                self.text.text(guess.map(|guess| guess.text.as_str()), text);
            }
        }
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<14}{:>7}{:>7}{:>9}{:>9}", "asked blind", "asked", "wrong", "error", "off")?;
        let rows = [
            ("domain", self.domain),
            ("manipulation", self.manipulation),
            ("position", self.position),
            ("box", self.bbox),
            ("text", self.text),
        ];
        for (name, Rate { asked, wrong, off }) in rows {
            let share = |value: f64| if asked == 0 { "–".to_owned() } else { format!("{:.3}", value / asked as f64) };
            writeln!(f, "{name:<14}{asked:>7}{wrong:>7}{:>9}{:>9}", share(wrong as f64), share(off))?;
        }
        writeln!(
            f,
            "error: wrong of asked; a box is wrong below an IoU of {BOX}, a text unless it is the same but for its case."
        )?;
        write!(f, "off: of boxes 1 − IoU, of texts the normalised edit distance, in the mean.")
    }
}

/// Intersection over union of boxes x, y, width, height.
pub(super) fn iou(a: [u32; 4], b: [u32; 4]) -> f64 {
    let shared = |k: usize| {
        let (start, end) = (a[k].max(b[k]), (a[k] + a[k + 2]).min(b[k] + b[k + 2]));
        f64::from(end.saturating_sub(start))
    };
    let both = shared(0) * shared(1);
    let area = |of: [u32; 4]| f64::from(of[2]) * f64::from(of[3]);
    both / (area(a) + area(b) - both).max(1.0)
}

/// Which of 0..`count` are asked blind, where `wanted` are: spread evenly.
pub(super) fn chosen(at: usize, count: usize, wanted: usize) -> bool {
    wanted >= count || (at + 1) * wanted / count > at * wanted / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_overlap_by_what_they_share() {
        assert_eq!(iou([0, 0, 10, 10], [0, 0, 10, 10]), 1.0);
        assert_eq!(iou([0, 0, 10, 10], [5, 0, 10, 10]), 50.0 / 150.0);
        assert_eq!(iou([0, 0, 10, 10], [10, 0, 10, 10]), 0.0);
    }

    #[test]
    fn as_many_are_chosen_as_are_wanted() {
        for (count, wanted) in [(10, 3), (7, 7), (5, 9), (100, 1), (4, 0)] {
            assert_eq!((0..count).filter(|&at| chosen(at, count, wanted)).count(), wanted.min(count));
        }
    }

    #[test]
    fn a_text_is_right_whatever_its_case() {
        for (said, wrong, off) in [("total 9.90", 0, 0.0), ("Total 9.9O", 1, 0.1)] {
            let mut rate = Rate::default();
            rate.text(Some(said), "TOTAL 9.90");
            assert_eq!((rate.asked, rate.wrong), (1, wrong));
            assert!((rate.off - off).abs() < 1e-9, "{}", rate.off);
        }
        let mut nothing = Rate::default();
        nothing.text(None, "");
        assert_eq!((nothing.wrong, nothing.off), (1, 1.0), "nobody said that nothing stands there");
    }
}
