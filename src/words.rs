//! A catalogue of messages in Fluent's syntax, so that translators have their tools.
//!
//! Read is the part of the syntax that is used here: messages, comments, variables, selections by plural or by name. It
//! takes the page two kilobytes of its first paint; `fluent-bundle` would take more than all the rest of the page. What
//! is read here means the same in Fluent. As there, texts that are put into a right-to-left message are isolated from it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::language::Language;

/// What a variable of a message stands for.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Put in as it is; selects a variant by its name.
    Text(&'a str),
    /// Put in as a whole number; selects a variant by that number, then by its plural.
    Number(u32),
}

impl Value<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    /// The plural category of a whole number, as CLDR has it.
    fn plural(&self, language: Language) -> &'static str {
        let Self::Number(number) = *self else { return "other" };
        match (language, number) {
            (_, 1) => "one",
            // "Un millón de píxeles".
            (Language::Es, 1_000_000..) if number.is_multiple_of(1_000_000) => "many",
            (Language::Ar, 0) => "zero",
            (Language::Ar, 2) => "two",
            (Language::Ar, _) => match number % 100 {
                3..=10 => "few",
                11.. => "many",
                _ => "other",
            },
            _ => "other",
        }
    }

    /// Writes it into a message of a language. In a right-to-left one a text keeps its own direction.
    fn write(&self, language: Language, out: &mut String) {
        let isolated = matches!(self, Self::Text(_)) && language.is_right_to_left();
        out.extend(isolated.then_some('\u{2068}'));
        out.push_str(&self.text());
        out.extend(isolated.then_some('\u{2069}'));
    }
}

/// The messages of one language.
pub struct Catalogue<'a> {
    language: Language,
    messages: BTreeMap<&'a str, &'a str>,
}

impl<'a> Catalogue<'a> {
    /// Reads a catalogue. What is not understood is left out.
    #[must_use]
    pub fn new(source: &'a str, language: Language) -> Self {
        Self { language, messages: messages(source) }
    }

    /// The message `key` with its variables, if there is one.
    #[must_use]
    pub fn find(&self, key: &str, variables: &[(&str, Value<'_>)]) -> Option<String> {
        let pattern = self.messages.get(key)?;
        let mut out = String::new();
        write(pattern, variables, self.language, &mut out);
        Some(out)
    }

    /// The message `key` as it stands in the catalogue.
    #[cfg(test)]
    pub fn pattern(&self, key: &str) -> Option<&'a str> {
        self.messages.get(key).copied()
    }

    /// The key of every message, in the order of the alphabet.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.messages.keys().copied()
    }
}

/// Keys and patterns: a line that begins with `key =`, with the indented lines and closing braces that follow it.
fn messages(source: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let continues = line.starts_with([' ', '}']);
        if !continues && let Some((key, start)) = open.take() {
            found.insert(key, source[start..at].trim());
        }
        if !continues
            && !line.starts_with('#')
            && let Some((key, _)) = line.split_once('=')
        {
            open = Some((key.trim(), at + key.len() + 1));
        }
        at += line.len();
    }
    if let Some((key, start)) = open {
        found.insert(key, source[start..].trim());
    }
    found
}

/// Writes a pattern, its placeables resolved.
fn write(pattern: &str, variables: &[(&str, Value<'_>)], language: Language, out: &mut String) {
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let inside = &rest[start + 1..];
        let end = closing(inside);
        placeable(inside[..end].trim(), variables, language, out);
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where the brace closes that was opened just before `text`; its end where none does.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `$name`, or `$name -> [variant] … *[variant] …`.
fn placeable(inside: &str, variables: &[(&str, Value<'_>)], language: Language, out: &mut String) {
    let (name, variants) = match inside.split_once("->") {
        Some((name, variants)) => (name.trim(), Some(variants)),
        None => (inside, None),
    };
    let value = name.strip_prefix('$').and_then(|name| variables.iter().find(|(known, _)| *known == name));
    let Some((_, value)) = value else {
        out.push_str(name);
        return;
    };
    let Some(variants) = variants else {
        value.write(language, out);
        return;
    };
    let (exact, plural) = (value.text(), value.plural(language));
    let (mut best, mut rank) = ("", 0);
    for variant in variants.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let fallback = variant.starts_with('*');
        let Some((key, pattern)) = variant.trim_start_matches('*').strip_prefix('[').and_then(|v| v.split_once(']')) else {
            continue;
        };
        let key = key.trim();
        let fits = if key == exact {
            3
        } else if key == plural {
            2
        } else {
            u8::from(fallback)
        };
        if fits > rank {
            (best, rank) = (pattern.trim(), fits);
        }
    }
    write(best, variables, language, out);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn reads_messages_variables_and_selections() {
        let source = "# note = no\n## Head\na = One { $x } two\nb = { $n ->\n    [0] none\n    [one] one { $x }\n   *[other] { $n } of them\n}\nc = last";
        let catalogue = Catalogue::new(source, Language::En);
        assert_eq!(catalogue.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        let say = |key: &str, n: u32| catalogue.find(key, &[("x", Value::Text("X")), ("n", Value::Number(n))]).unwrap();
        assert_eq!(say("a", 1), "One X two");
        assert_eq!(say("b", 0), "none");
        assert_eq!(say("b", 1), "one X");
        assert_eq!(say("b", 2), "2 of them");
        assert_eq!(say("c", 0), "last");
        assert_eq!(catalogue.find("d", &[]), None);
    }

    #[test]
    fn plurals_are_those_of_the_language() {
        let categories = ["zero", "one", "two", "few", "many"].map(|name| format!("    [{name}] {name}\n")).concat();
        let source = format!("n = {{ $n ->\n{categories}   *[other] other\n}}");
        let of = |language, n| Catalogue::new(&source, language).find("n", &[("n", Value::Number(n))]).unwrap();
        for (language, million) in [(Language::En, "other"), (Language::De, "other"), (Language::Es, "many")] {
            assert_eq!(
                [0, 1, 2, 11, 21, 1_000_000, 1_000_001].map(|n| of(language, n)),
                ["other", "one", "other", "other", "other", million, "other"]
            );
        }
        for (numbers, category) in [
            (&[0][..], "zero"),
            (&[1], "one"),
            (&[2], "two"),
            (&[3, 10, 103, 110, 1_003], "few"),
            (&[11, 26, 99, 111, 199, 1_011], "many"),
            (&[100, 101, 102, 200, 202, 1_000, 1_000_000], "other"),
        ] {
            for &n in numbers {
                assert_eq!(of(Language::Ar, n), category, "{n}");
            }
        }
    }

    #[test]
    fn texts_keep_their_direction_in_a_right_to_left_message() {
        let source = "m = { $name }: { $number }";
        let values = [("name", Value::Text("a (1).jpg")), ("number", Value::Number(7))];
        let say = |language| Catalogue::new(source, language).find("m", &values).unwrap();
        assert_eq!(say(Language::En), "a (1).jpg: 7");
        assert_eq!(say(Language::Ar), "\u{2068}a (1).jpg\u{2069}: 7");
    }

    #[test]
    fn a_broken_pattern_is_shown_and_stops_nothing() {
        for pattern in ["{", "}", "{ $", "{ $n ->", "{ $n ->\n [", "{{{}", "a { $unknown } b", "ä { $n -> [x"] {
            let source = format!("key = {pattern}");
            assert!(Catalogue::new(&source, Language::En).find("key", &[("n", Value::Number(1))]).is_some());
        }
    }
}
