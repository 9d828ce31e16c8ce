use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Figure, Lens, LensMap, Link, Settings, figures_in_words};
use crate::input::Photo;
use crate::language::Language;

/// What a lens measured, as JSON; sizes and boxes in displayed orientation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LensReport {
    /// The version of this JSON: `omni-iml/lens/1`.
    pub schema: &'static str,
    /// The file's name as given.
    pub file: String,
    /// Of the file, hexadecimal.
    pub sha256: String,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What it saw.
    #[serde(flatten)]
    pub seen: Seen,
}

/// What a lens saw of a picture, without the map; boxes in displayed orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Which lens.
    pub lens: Lens,
    /// Every parameter with the value that it had.
    pub settings: BTreeMap<String, f32>,
    /// What was measured.
    pub figures: Vec<Figure>,
    /// Parts that look alike.
    pub links: Vec<Link>,
}

impl Seen {
    /// What `map` says about `photo`.
    #[must_use]
    pub fn new(photo: &Photo, lens: Lens, settings: &Settings, map: &LensMap) -> Self {
        Self {
            lens,
            settings: settings.all(lens).map(|(name, value)| (name.to_owned(), value)).collect(),
            figures: map.figures.clone(),
            links: map.links_displayed(photo.orientation),
        }
    }

    /// What every lens sees of `photo` as it is set by default.
    #[must_use]
    pub fn by_all(photo: &Photo) -> Vec<Self> {
        let settings = Settings::default();
        let look = |&lens: &Lens| Self::new(photo, lens, &settings, &lens.look(photo, &settings, &mut |_| ()));
        Lens::ALL.iter().map(look).collect()
    }
}

impl LensReport {
    /// What `map` says about `photo`.
    #[must_use]
    pub fn new(file: &str, photo: &Photo, lens: Lens, settings: &Settings, map: &LensMap) -> Self {
        let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
        Self {
            schema: "omni-iml/lens/1",
            file: file.to_owned(),
            sha256: photo.sha256.clone(),
            width,
            height,
            seen: Seen::new(photo, lens, settings, map),
        }
    }

    /// The figures and links as a table: a name, a number and a unit a line.
    #[must_use]
    pub fn table(&self, language: Language) -> String {
        let Seen { lens, figures, links, .. } = &self.seen;
        let figures = figures_in_words(lens.name(), figures, language);
        let wide = figures.iter().map(|figure| figure.text.chars().count()).max().unwrap_or(0);
        let mut lines: Vec<String> = figures
            .iter()
            .map(|figure| format!("{:<wide$} {:>10.3} {}", figure.text, figure.value, figure.unit).trim_end().to_owned())
            .collect();
        let part = |[x, y, w, h]: [u32; 4]| format!("{w}x{h} at {x},{y}");
        lines.extend(links.iter().map(|link| format!("{} – {}", part(link.from), part(link.to))));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::testing::photo;
    use crate::input::Orientation;

    #[test]
    fn figures_are_given_as_a_table_and_as_json() {
        let mut picture = photo(40, 20, vec![90; 40 * 20 * 3]);
        picture.orientation = Orientation::new(6);
        let settings = Settings::of(Lens::Ela, [("quality", 75.0)]).unwrap();
        let mut map = Lens::Ela.look(&picture, &settings, &mut |_| ());
        map.links.push(Link { from: [0, 0, 4, 2], to: [10, 0, 4, 2] });
        let report = LensReport::new("a.png", &picture, Lens::Ela, &settings, &map);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!((json["width"].as_u64(), json["height"].as_u64()), (Some(20), Some(40)));
        assert_eq!((json["lens"].as_str(), json["settings"]["quality"].as_f64()), (Some("ela"), Some(75.0)));
        assert_eq!(json["figures"][0], serde_json::json!({"name": "quality", "value": 75.0, "unit": ""}));
        assert_eq!(json["links"][0]["from"], serde_json::json!([18, 0, 2, 4]));
        assert_eq!(serde_json::from_value::<Seen>(json).unwrap(), report.seen);
        let table = report.table(Language::En);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "Saved at quality           75.000");
        assert!(lines[1].starts_with("Mean change ") && lines[1].ends_with(" grey levels"), "{table}");
        assert_eq!(lines[3], "2x4 at 18,0 – 2x4 at 18,10");
    }
}
