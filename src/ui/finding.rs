//! What the page shows of a report: the line that `omni-iml check --json` prints, read back, and put into words.

use serde::Deserialize;

use super::words::{Value, text, text_with};

/// The parts of the report that are shown. What else it holds is kept for the saved file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Finding {
    /// The picture as the report names it.
    pub image: Image,
    /// The network.
    pub model: Model,
    /// The figure and the words for it.
    pub verdict: Verdict,
    /// What the network relied on.
    pub gate: Gate,
    /// Marked places, the largest or strongest first as the report has them.
    pub regions: Vec<Region>,
    /// Where the time went.
    pub timing_ms: Timing,
    /// Kind of picture that the network took it for.
    #[serde(default)]
    pub domain: Option<String>,
}

/// See [`Finding`].
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Image {
    /// Hash of the file, hexadecimal.
    pub sha256: String,
}

/// See [`Finding`].
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Model {
    /// `small`, `mid` or `full`.
    pub name: String,
    /// Hash of the weights, hexadecimal.
    pub sha256: String,
}

/// See [`Finding`].
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Verdict {
    /// Image score, 0..=1.
    pub score: f32,
    /// How strong that is in words.
    pub band: Band,
    /// Near the threshold or outside what was trained.
    pub unsure: bool,
}

/// Strength of the traces, in words.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Nothing stands out.
    None,
    /// A little stands out.
    Weak,
    /// Something does not fit.
    Moderate,
    /// Something clearly does not fit.
    Strong,
    /// The strongest traces.
    VeryStrong,
}

/// See [`Finding`].
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Gate {
    /// Tiles in all.
    pub tiles: u32,
    /// Tiles for which compression traces were used.
    pub frequency: u32,
}

/// See [`Finding`].
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Region {
    /// Left, top, width, height in pixels of the displayed picture.
    pub bbox: [f64; 4],
    /// Share of the picture, 0..=1.
    pub area_fraction: f32,
    /// Mean probability inside, 0..=1.
    pub score: f32,
}

/// See [`Finding`].
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub struct Timing {
    /// From the file's bytes to the verdict, milliseconds.
    pub total: f64,
}

impl Band {
    /// The name in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["none", "weak", "moderate", "strong", "very_strong"][usize::from(self.steps())]
    }

    /// Steps of four.
    #[must_use]
    pub fn steps(self) -> u8 {
        self as u8
    }

    /// The verdict, in words.
    #[must_use]
    pub fn heading(self) -> String {
        text(&format!("verdict-{}", self.name()))
    }

    /// What the verdict means.
    #[must_use]
    pub fn meaning(self) -> String {
        text(&format!("verdict-{}-text", self.name()))
    }
}

impl Gate {
    /// What the network relied on, in words.
    #[must_use]
    pub fn words(self) -> String {
        let tiles = ("tiles", Value::Number(self.tiles));
        match (self.frequency, self.tiles) {
            (0, 0 | 1) => text("how-vision-one"),
            (0, _) => text_with("how-vision", &[tiles]),
            (_, 1) => text("how-frequency-one"),
            (used, all) if used >= all => text_with("how-frequency", &[tiles]),
            (used, _) => text_with("how-mixed", &[tiles, ("frequency", Value::Number(used))]),
        }
    }
}

impl Region {
    /// Its share of the picture in per cent, as it is shown.
    #[must_use]
    pub fn area(&self) -> String {
        let percent = self.area_fraction * 100.0;
        if percent < 0.1 { text("area-small") } else { decimal(f64::from(percent)) }
    }

    /// Its mean probability in whole per cent.
    #[must_use]
    pub fn strength(&self) -> u32 {
        percent(self.score)
    }
}

/// A fraction in whole per cent.
#[must_use]
pub fn percent(fraction: f32) -> u32 {
    (fraction.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// A figure with one decimal below ten, none from there on; without the formatting of floats, which is large.
#[must_use]
pub fn decimal(figure: f64) -> String {
    let tenths = (figure.max(0.0) * 10.0).round() as u64;
    if tenths >= 100 || tenths % 10 == 0 {
        return ((tenths + 5) / 10).to_string();
    }
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_contract_and_lets_more_be_added() {
        let line = r#"{"schema":1,"file":"a.jpg","image":{"sha256":"ab","width":4,"height":3,"format":"JPEG","jpeg_quality":90},
            "model":{"name":"small","sha256":"cd"},"device":"cpu","verdict":{"score":0.83,"band":"very_strong","unsure":false},
            "gate":{"tiles":6,"frequency":2},"regions":[{"bbox":[1,2,3,4],"area_fraction":0.031,"score":0.9}],
            "timing_ms":{"decode":1,"frequency":2.5,"localize":3,"total":6.5},"new":[1]}"#;
        let finding: Finding = serde_json::from_str(line).unwrap();
        assert_eq!(finding.verdict.band.heading(), "Very strong traces of manipulation");
        assert_eq!(finding.regions[0].area(), "3.1");
        assert_eq!(finding.gate.words(), "Compression traces in 2 of 6 tiles, the visible picture alone in the others");
    }

    #[test]
    fn figures_are_rounded_once() {
        assert_eq!(["0.04", "0.05", "9.94", "9.96", "10.4", "63"].map(|f| decimal(f.parse().unwrap())), ["0", "0.1", "9.9", "10", "10", "63"]);
        assert_eq!(percent(0.505), 51);
    }
}
