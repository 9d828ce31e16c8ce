//! Fills messages in and keeps what they stand on.

use super::number::{decimal, figure};
use super::{About, Sentence};
use crate::evidence::Evidence;
use crate::explain::reply::steers;
use crate::language::Language;
use crate::report::Report;
use crate::words::{Catalogue, Value};

/// Most characters that are quoted of a text from the file.
const QUOTED: usize = 60;

/// What was said so far.
pub(super) struct Writer<'a> {
    pub report: &'a Report,
    pub sentences: Vec<Sentence>,
    catalogue: &'a Catalogue<'a>,
    language: Language,
}

impl<'a> Writer<'a> {
    pub fn new(report: &'a Report, catalogue: &'a Catalogue<'a>, language: Language) -> Self {
        Self { report, sentences: Vec::new(), catalogue, language }
    }

    pub fn evidence(&self) -> Option<&'a Evidence> {
        self.report.evidence.as_ref()
    }

    /// The message `key`; the key itself where there is none, which the tests exclude.
    pub fn text(&self, key: &str, variables: &[(&str, Value<'_>)]) -> String {
        self.catalogue.find(key, variables).unwrap_or_else(|| key.to_owned())
    }

    /// `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => {
                let head = head.join(self.language.comma());
                self.text("list", &[("head", Value::Text(&head)), ("last", Value::Text(last))])
            }
        }
    }

    /// Begins a sentence: the message `key`, to be filled in.
    pub fn line(&mut self, about: About, key: &str) -> Line<'_, 'a> {
        Line { about, keys: vec![key.to_owned()], words: Vec::new(), figures: Vec::new(), known: true, writer: self }
    }
}

enum Word {
    Text(String),
    Whole(u32),
}

/// A sentence that is being put together.
#[must_use]
pub(super) struct Line<'w, 'a> {
    writer: &'w mut Writer<'a>,
    about: About,
    keys: Vec<String>,
    words: Vec<(&'static str, Word)>,
    figures: Vec<String>,
    known: bool,
}

impl Line<'_, '_> {
    /// Another message behind it, filled in with the same words.
    pub fn also(mut self, key: &str) -> Self {
        self.keys.push(key.to_owned());
        self
    }

    /// Another message behind it, if so.
    pub fn also_if(self, so: bool, key: &str) -> Self {
        if so { self.also(key) } else { self }
    }

    /// What it stands on, beside what it quotes.
    pub fn on(mut self, pointer: impl Into<String>) -> Self {
        let pointer = pointer.into();
        if !self.figures.contains(&pointer) {
            self.figures.push(pointer);
        }
        self
    }

    /// All of these.
    pub fn on_all(self, pointers: impl IntoIterator<Item = String>) -> Self {
        pointers.into_iter().fold(self, Self::on)
    }

    /// A whole number under a pointer; it also chooses the plural.
    pub fn whole(mut self, name: &'static str, value: u32, pointer: impl Into<String>) -> Self {
        self.words.push((name, Word::Whole(value)));
        self.on(pointer)
    }

    /// A fraction under a pointer, in whole per cent.
    pub fn percent(self, name: &'static str, fraction: f32, pointer: impl Into<String>) -> Self {
        self.number(name, 100.0 * f64::from(fraction), pointer, |value, language| decimal(value, 0, language))
    }

    /// A fraction under a pointer, in per cent with the digits it deserves.
    pub fn share(self, name: &'static str, fraction: f32, pointer: impl Into<String>) -> Self {
        self.number(name, 100.0 * f64::from(fraction), pointer, figure)
    }

    /// A figure under a pointer.
    pub fn figure(self, name: &'static str, value: f32, pointer: impl Into<String>) -> Self {
        self.number(name, f64::from(value), pointer, figure)
    }

    /// A figure under a pointer, with two decimals.
    pub fn finely(self, name: &'static str, value: f32, pointer: impl Into<String>) -> Self {
        self.number(name, f64::from(value), pointer, |value, language| decimal(value, 2, language))
    }

    /// What is not finite was not measured, and nothing is said of it.
    fn number(mut self, name: &'static str, value: f64, pointer: impl Into<String>, form: fn(f64, Language) -> String) -> Self {
        self.known &= value.is_finite();
        self.words.push((name, Word::Text(form(value, self.writer.language))));
        self.on(pointer)
    }

    /// Words of our own.
    pub fn word(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.words.push((name, Word::Text(text.into())));
        self
    }

    /// The message `key`.
    pub fn named(self, name: &'static str, key: &str) -> Self {
        let text = self.writer.text(key, &[]);
        self.word(name, text)
    }

    /// A text under a pointer that the file's maker chose.
    pub fn quote(self, name: &'static str, text: &str, pointer: impl Into<String>) -> Self {
        self.word(name, quoted(text)).on(pointer)
    }

    /// Ends the sentence.
    pub fn end(self) {
        if !self.known {
            return;
        }
        let words: Vec<(&str, Value<'_>)> = self
            .words
            .iter()
            .map(|(name, word)| match word {
                Word::Text(text) => (*name, Value::Text(text)),
                Word::Whole(number) => (*name, Value::Number(*number)),
            })
            .collect();
        let texts: Vec<String> = self.keys.iter().map(|key| self.writer.text(key, &words)).collect();
        self.writer.sentences.push(Sentence { about: self.about, text: texts.join(" "), figures: self.figures });
    }
}

/// A bounded text without characters that change how others are shown.
fn quoted(text: &str) -> String {
    let shown = |c: &char| !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || steers(*c));
    let mut kept: String = text.chars().filter(shown).take(QUOTED + 1).collect();
    if kept.chars().count() > QUOTED {
        kept.pop();
        kept.push('…');
    }
    kept
}
