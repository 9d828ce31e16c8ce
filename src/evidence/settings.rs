use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Lens;

/// A number that a person may set for a lens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Kebab-case; names the control's text in the catalogue too.
    pub name: &'static str,
    /// The lowest value.
    pub least: f32,
    /// The highest value.
    pub most: f32,
    /// What a control moves by.
    pub step: f32,
    /// What it is where nothing was set.
    pub default: f32,
}

/// The values that were set for a lens; a parameter that is not among them has its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<&'static str, f32>);

impl Settings {
    /// Settings of `lens` from names and values, as [`Settings::set`] takes them.
    ///
    /// # Errors
    /// See [`SettingError`].
    pub fn of<'a>(lens: Lens, values: impl IntoIterator<Item = (&'a str, f32)>) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for (name, value) in values {
            settings.set(lens, name, value)?;
        }
        Ok(settings)
    }

    /// Sets a parameter of `lens`; a value between two steps becomes the nearest of them.
    ///
    /// # Errors
    /// A parameter that the lens does not have, and a value out of its range. Nothing is changed then.
    pub fn set(&mut self, lens: Lens, name: &str, value: f32) -> Result<(), SettingError> {
        let Some(parameter) = lens.parameters().iter().find(|p| p.name == name) else {
            return Err(SettingError::Unknown(lens, name.to_owned()));
        };
        if !value.is_finite() {
            return Err(SettingError::NotFinite(*parameter));
        }
        if !(parameter.least..=parameter.most).contains(&value) {
            return Err(SettingError::OutOfRange(*parameter, value));
        }
        let steps = ((value - parameter.least) / parameter.step).round();
        self.0.insert(parameter.name, (parameter.least + steps * parameter.step).min(parameter.most));
        Ok(())
    }

    /// Sets a parameter of `lens` from `name=value`.
    ///
    /// # Errors
    /// As [`Settings::set`], and where it is not of this form.
    pub fn set_pair(&mut self, lens: Lens, pair: &str) -> Result<(), SettingError> {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(SettingError::NotAPair(pair.to_owned()));
        };
        self.set(lens, name.trim(), value.trim().parse().unwrap_or(f32::NAN))
    }

    /// The value of a parameter, always within its range.
    #[must_use]
    pub fn get(&self, parameter: &Parameter) -> f32 {
        // What was set for another lens may lie outside of this one's range.
        self.0.get(parameter.name).map_or(parameter.default, |value| value.clamp(parameter.least, parameter.most))
    }

    /// Every parameter of `lens` with its value.
    pub fn all(&self, lens: Lens) -> impl Iterator<Item = (&'static str, f32)> {
        lens.parameters().iter().map(|parameter| (parameter.name, self.get(parameter)))
    }
}

/// Every lens that has parameters, with their ranges and defaults, a line each.
#[must_use]
pub fn list_parameters() -> String {
    let of = |p: &Parameter| format!("{} from {} to {} ({})", p.name, p.least, p.most, p.default);
    let with_any = Lens::ALL.iter().filter(|lens| !lens.parameters().is_empty());
    let line = |lens: &Lens| format!("{lens}: {}", lens.parameters().iter().map(of).collect::<Vec<_>>().join(", "));
    with_any.map(line).collect::<Vec<_>>().join("\n")
}

/// Why a parameter cannot be set.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingError {
    /// The lens has no parameter of this name.
    Unknown(Lens, String),
    /// Not of the form `name=value`.
    NotAPair(String),
    /// The value is not a number, or not a finite one.
    NotFinite(Parameter),
    /// The value lies outside of the parameter's range.
    OutOfRange(Parameter, f32),
}

impl SettingError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            SettingError::Unknown(..) => "unknown-parameter",
            SettingError::NotAPair(_) => "parameter-not-a-pair",
            SettingError::NotFinite(_) => "parameter-not-finite",
            SettingError::OutOfRange(..) => "parameter-out-of-range",
        }
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingError::Unknown(lens, name) => {
                let known: Vec<_> = lens.parameters().iter().map(|p| p.name).collect();
                if known.is_empty() {
                    write!(f, "nothing can be set for the lens {lens}; leave this out: {name}")
                } else {
                    write!(f, "the lens {lens} has no such parameter, only {}: {name}", known.join(", "))
                }
            }
            SettingError::NotAPair(text) => write!(f, "a parameter is set as name=value, without spaces: {text}"),
            SettingError::NotFinite(p) => write!(f, "{} needs a number from {} to {}", p.name, p.least, p.most),
            SettingError::OutOfRange(p, value) => {
                write!(f, "{} goes from {} to {}, and this lies outside: {value}", p.name, p.least, p.most)
            }
        }
    }
}

impl std::error::Error for SettingError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_a_lens_does_not_take_is_refused_in_words() {
        let set = |name: &str, value: f32| Settings::of(Lens::Ela, [(name, value)]).map_err(|e| (e.kind(), e.to_string()));
        assert_eq!(set("strength", 1.0).unwrap_err().0, "unknown-parameter");
        assert_eq!(set("strength", 1.0).unwrap_err().1, "the lens ela has no such parameter, only quality: strength");
        assert_eq!(set("quality", 0.0).unwrap_err().1, "quality goes from 1 to 100, and this lies outside: 0");
        assert_eq!(set("quality", 100.5).unwrap_err().0, "parameter-out-of-range");
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(set("quality", value).unwrap_err().0, "parameter-not-finite");
        }
        assert_eq!(set("quality", 70.0).unwrap().all(Lens::Ela).collect::<Vec<_>>(), [("quality", 70.0)]);
    }

    #[test]
    fn pairs_are_read_as_they_are_typed() {
        let mut settings = Settings::default();
        let mut kind = |pair: &str| settings.set_pair(Lens::Ela, pair).map_err(|e| e.kind());
        assert_eq!(kind("quality=81"), Ok(()));
        for (pair, error) in [
            ("quality", "parameter-not-a-pair"),
            ("=5", "unknown-parameter"),
            ("quality=", "parameter-not-finite"),
            ("quality=1e2x", "parameter-not-finite"),
            ("quality=nan", "parameter-not-finite"),
            ("quality=1e9", "parameter-out-of-range"),
        ] {
            assert_eq!(kind(pair), Err(error), "{pair}");
        }
        assert_eq!(settings.get(&Lens::Ela.parameters()[0]), 81.0);
        let listed = list_parameters();
        assert!(listed.starts_with("ela: quality from 1 to 100 (90)\nghost: quality from 0 to 100 (0)"), "{listed}");
    }

    #[test]
    fn a_refused_value_leaves_the_one_before() {
        let mut settings = Settings::of(Lens::Ela, [("quality", 71.6)]).unwrap();
        assert!(settings.set(Lens::Ela, "quality", 1e9).is_err());
        assert_eq!(settings.get(&Lens::Ela.parameters()[0]), 72.0);
    }

    #[test]
    fn defaults_and_ends_of_every_range_can_be_set() {
        for &lens in Lens::ALL {
            for parameter in lens.parameters() {
                assert_eq!(Settings::default().get(parameter), parameter.default);
                for value in [parameter.least, parameter.most, parameter.default] {
                    let settings = Settings::of(lens, [(parameter.name, value)]).unwrap();
                    assert_eq!(settings.get(parameter), value, "{lens} {}", parameter.name);
                }
            }
        }
    }

    #[test]
    fn what_was_set_for_another_lens_stays_within_the_range() {
        let settings = Settings::of(Lens::Ghost, [("quality", 0.0)]).unwrap();
        assert_eq!(settings.get(&Lens::Ela.parameters()[0]), 1.0);
    }
}
