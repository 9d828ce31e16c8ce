//! The table.

use std::fmt;

use super::{Line, PictureScore, RegionScore};
use crate::explain::prompt::Mode;

/// Means of pictures and regions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Pictures.
    pub pictures: usize,
    /// Pictures of which nobody said anything that could be read.
    pub unanswered: usize,
    /// Forged regions.
    pub regions: usize,
    /// The class of the pictures.
    pub class: Option<f64>,
    /// Their domain.
    pub domain: Option<f64>,
    /// The paper's "tampered text": of regions whose text is known.
    pub text: Option<f64>,
    /// The paper's "absolute position".
    pub absolute: Option<f64>,
    /// The paper's "relative position".
    pub relative: Option<f64>,
    /// The paper's "trace description".
    pub trace: Option<f64>,
    /// A part of it.
    pub rouge: Option<f64>,
    /// A part of it.
    pub bleu: Option<f64>,
    /// A part of it.
    pub cosine: Option<f64>,
    /// Objects.
    pub object: Option<f64>,
    /// Kinds of traces.
    pub kinds: Option<f64>,
    /// Boxes.
    pub bbox: Option<f64>,
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Vec<f64> = values.flatten().collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

impl Figures {
    /// The means over pictures.
    #[must_use]
    pub fn of<'a>(pictures: impl Iterator<Item = &'a PictureScore> + Clone) -> Self {
        let all = |of: fn(&RegionScore) -> Option<f64>| {
            mean(pictures.clone().flat_map(|picture| picture.regions.iter().map(of)).collect::<Vec<_>>().into_iter())
        };
        Self {
            pictures: pictures.clone().count(),
            unanswered: pictures.clone().filter(|picture| !picture.answered).count(),
            regions: pictures.clone().map(|picture| picture.regions.len()).sum(),
            class: mean(pictures.clone().map(|picture| Some(picture.class))),
            domain: mean(pictures.clone().map(|picture| picture.domain)),
            text: all(|region| region.text),
            absolute: all(|region| Some(region.absolute)),
            relative: all(|region| region.relative),
            trace: all(|region| region.trace),
            rouge: all(|region| region.rouge),
            bleu: all(|region| region.bleu),
            cosine: all(|region| region.cosine),
            object: all(|region| region.object),
            kinds: all(|region| region.kinds),
            bbox: all(|region| Some(region.bbox)),
        }
    }
}

/// Headings, in the order of the figures.
const HEADINGS: [&str; 12] =
    ["text", "abs.pos", "rel.pos", "trace", "class", "domain", "object", "kinds", "ROUGE-L", "BLEU", "cosine", "box IoU"];

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>5}{:>8}{:>5}", self.pictures, self.regions, self.unanswered)?;
        let figures = [
            self.text,
            self.absolute,
            self.relative,
            self.trace,
            self.class,
            self.domain,
            self.object,
            self.kinds,
            self.rouge,
            self.bleu,
            self.cosine,
            self.bbox,
        ];
        figures.iter().try_for_each(|figure| write!(f, "{:>9}", figure.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"))))
    }
}

/// The whole table.
pub(super) fn words(set: &str, mode: Mode, lines: &[Line]) -> String {
    let headings: String = HEADINGS.iter().map(|heading| format!("{heading:>9}")).collect();
    let mut words = format!(
        "{set}; overlays as {}; the first four figures are the paper's columns\n\
         text, object: 1 − normalised edit distance, whatever the case; positions, class, domain: exact; kinds: F1; trace: mean of ROUGE-L, BLEU\n\
         and, where asked for, cosine. Of regions, 0 where the class is wrong or nothing was said of one. none: unreadable.\n\
         {:<26}{:<20}{:>5}{:>8}{:>5}{headings}",
        mode.name(),
        "model",
        "shown",
        "n",
        "regions",
        "none"
    );
    for line in lines {
        words += &format!("\n{:<26}{:<20}{}", line.model, line.shown, line.figures());
    }
    words
}
