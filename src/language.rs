//! The languages that there are words in.

use std::fmt;
use std::str::FromStr;

/// A language, told by its BCP 47 tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English: the default.
    #[default]
    En,
    /// Spanish.
    Es,
    /// German.
    De,
    /// Arabic.
    Ar,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 4] = [Self::En, Self::Es, Self::De, Self::Ar];

    /// Its tag: `en`, `es`, `de`, `ar`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        ["en", "es", "de", "ar"][self as usize]
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        self == Self::Ar
    }

    /// The direction in which it is written, as HTML has it.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// What stands before the decimals of a figure. Arabic has Latin digits here, so that figures are the same in every language,
    /// and with them the point.
    #[must_use]
    pub fn decimal_sign(self) -> char {
        match self {
            Self::En | Self::Ar => '.',
            Self::Es | Self::De => ',',
        }
    }

    /// What stands between the items of a list.
    #[must_use]
    pub fn comma(self) -> &'static str {
        if self == Self::Ar { "، " } else { ", " }
    }

    /// The language that a BCP 47 tag begins with (`de-AT` is German), if there are words in it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        // Systems write `de_AT.UTF-8`.
        let primary = tag.trim().split(['-', '_', '.']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::from_tag(tag).ok_or(UnknownLanguage)
    }
}

/// There are no words in this language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLanguage;

impl UnknownLanguage {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        "unknown-language"
    }
}

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there are no words in this language; choose en, es, de or ar")
    }
}

impl std::error::Error for UnknownLanguage {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_languages() {
        for (tag, language) in [
            ("de-AT", Language::De),
            ("ES-419", Language::Es),
            ("en", Language::En),
            ("de_DE.UTF-8", Language::De),
            ("ar-EG", Language::Ar),
        ] {
            assert_eq!(tag.parse(), Ok(language), "{tag}");
        }
        for tag in ["", "-", "deutsch", "fr-CA", "e", "ens"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
        assert_eq!(Language::default(), Language::En);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
