//! The words for the lenses, from `locales/evidence`.

use serde::Serialize;

use super::{Figure, Lens, Parameter};
use crate::language::Language;
use crate::words::Catalogue;

/// The network's two coarse masks, of the visual feature and of the fused one, which are looked at as lenses are.
pub const COARSE: [&str; 2] = ["coarse-vision", "coarse-fused"];
/// What there is to say of them: how much of the picture they mark.
pub const COARSE_FIGURE: &str = "marked";

/// What a page needs to offer a lens.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LensText {
    /// Which: a [`Lens`] by its name, or one of [`COARSE`].
    pub lens: &'static str,
    /// What it is called.
    pub name: String,
    /// What it shows.
    pub shows: String,
    /// What to look at.
    pub look: String,
    /// What to ignore.
    pub ignore: String,
    /// What can be set.
    pub parameters: Vec<ParameterText>,
}

/// A parameter and what it is called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterText {
    /// Its range and default.
    #[serde(flatten)]
    pub parameter: Parameter,
    /// What it is called.
    pub text: String,
}

/// A figure in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureText {
    /// What it is.
    pub text: String,
    /// How much.
    pub value: f32,
    /// Of what; empty for a pure number.
    pub unit: String,
}

/// The catalogue of a language.
fn catalogue(language: Language) -> Catalogue<'static> {
    let source = match language {
        Language::En => include_str!("../../locales/evidence/en.ftl"),
        Language::Es => include_str!("../../locales/evidence/es.ftl"),
        Language::De => include_str!("../../locales/evidence/de.ftl"),
        Language::Ar => include_str!("../../locales/evidence/ar.ftl"),
    };
    Catalogue::new(source, language)
}

/// Every lens in words, and the network's coarse masks behind them, in the order in which they are offered.
#[must_use]
pub fn describe(language: Language) -> Vec<LensText> {
    let catalogue = catalogue(language);
    // A test holds every key to be there; a key itself would still be better than nothing.
    let text = |key: String| catalogue.find(&key, &[]).unwrap_or(key);
    let describe = |(lens, parameters): (&'static str, &[Parameter])| LensText {
        lens,
        name: text(format!("lens-{lens}")),
        shows: text(format!("lens-{lens}-shows")),
        look: text(format!("lens-{lens}-look")),
        ignore: text(format!("lens-{lens}-ignore")),
        parameters: parameters
            .iter()
            .map(|&parameter| ParameterText { parameter, text: text(format!("lens-{lens}-{}", parameter.name)) })
            .collect(),
    };
    let lenses = Lens::ALL.iter().map(|lens| (lens.name(), lens.parameters()));
    lenses.chain(COARSE.map(|name| (name, &[] as &[_]))).map(describe).collect()
}

/// The figures of a lens's map in words; `lens` as in [`LensText`].
#[must_use]
pub fn figures_in_words(lens: &str, figures: &[Figure], language: Language) -> Vec<FigureText> {
    let catalogue = catalogue(language);
    let in_words = |figure: &Figure| FigureText {
        text: catalogue.find(&figure_key(lens, figure), &[]).unwrap_or_else(|| figure.name.to_string()),
        value: figure.value,
        unit: catalogue.find(&unit_key(&figure.unit), &[]).unwrap_or_else(|| figure.unit.to_string()),
    };
    figures.iter().map(in_words).collect()
}

fn figure_key(lens: &str, figure: &Figure) -> String {
    format!("lens-{lens}-figure-{}", figure.name)
}

/// Units that are words have a key; signs such as % are the same everywhere.
fn unit_key(unit: &str) -> String {
    format!("lens-unit-{}", unit.replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;
    use crate::evidence::Settings;
    use crate::evidence::testing::{photo, scene};

    #[test]
    fn no_key_is_missing_in_any_language_and_none_is_spare() {
        let mut wanted = BTreeSet::new();
        let picture = photo(64, 64, scene(64, 64, |_, _| 9.0));
        for name in Lens::ALL.iter().map(|lens| lens.name()).chain(COARSE) {
            wanted.extend(["", "-shows", "-look", "-ignore"].map(|end| format!("lens-{name}{end}")));
        }
        for &lens in Lens::ALL {
            wanted.extend(lens.parameters().iter().map(|p| format!("lens-{lens}-{}", p.name)));
            for figure in lens.look(&picture, &Settings::default(), &mut |_| ()).figures {
                wanted.insert(figure_key(lens.name(), &figure));
                if figure.unit.chars().any(char::is_alphabetic) {
                    wanted.insert(unit_key(&figure.unit));
                }
            }
        }
        wanted.extend(COARSE.map(|name| figure_key(name, &Figure::new(COARSE_FIGURE, 0.0, "%"))));
        for language in Language::ALL {
            let found: BTreeSet<_> = catalogue(language).keys().map(str::to_owned).collect();
            let missing: Vec<_> = wanted.difference(&found).collect();
            let spare: Vec<_> = found.difference(&wanted).collect();
            assert!(missing.is_empty() && spare.is_empty(), "{language}: missing {missing:?}, spare {spare:?}");
        }
    }

    #[test]
    fn no_text_is_empty_or_left_in_another_language() {
        for lens in 0..Lens::ALL.len() + COARSE.len() {
            let texts = Language::ALL.map(|language| describe(language).swap_remove(lens));
            for text in [|t: &LensText| t.shows.clone(), |t: &LensText| t.look.clone(), |t: &LensText| t.ignore.clone()] {
                let said = texts.each_ref().map(text);
                assert_eq!(BTreeSet::from_iter(&said).len(), Language::ALL.len(), "{}", said[0]);
                for text in said {
                    assert!(text.ends_with('.') && (20..260).contains(&text.chars().count()), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_panel_has_all_that_it_draws() {
        let json = serde_json::to_value(describe(Language::De)).unwrap();
        let ela = &json[0];
        assert_eq!((ela["lens"].as_str(), ela["name"].as_str()), (Some("ela"), Some("Fehlerstufen (ELA)")));
        assert_eq!(ela["parameters"][0]["text"], "JPEG-Qualität");
        assert_eq!(ela["parameters"][0]["default"], 90.0);
        let figures = [Figure::new("mean", 2.5, "grey levels"), Figure::new("new", 1.0, "%")];
        let words = figures_in_words("ela", &figures, Language::Es);
        assert_eq!((&*words[0].text, words[0].value, &*words[0].unit), ("Cambio medio", 2.5, "niveles de gris"));
        assert_eq!((&*words[1].text, &*words[1].unit), ("new", "%"));
    }
}
