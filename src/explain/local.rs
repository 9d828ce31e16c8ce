//! Words about a report, written on the device from what was measured. No network is asked.
//!
//! Every sentence stands on figures of the report and names them by JSON pointers (RFC 6901), so that a person can go from
//! a sentence to its figures. What has no figure is not said. The words are messages of `locales/words`; this module
//! chooses among them and fills them in.

mod credentials;
mod file;
mod limits;
mod measured;
mod next;
pub(crate) mod number;
mod place;
mod region;
mod structured;
mod trace;
mod verdict;
mod writer;

use serde::{Deserialize, Serialize};

pub use structured::structured;

use crate::language::Language;
use crate::report::Report;
use crate::words::Catalogue;
use writer::Writer;

/// Regions that are described each; of the others it is said that they are there.
pub const DESCRIBED: usize = 5;

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The picture as a whole.
    Verdict,
    /// A region, by its number from 1.
    Region(usize),
    /// The file.
    File,
    /// What could not be examined.
    Limits,
    /// What a person might do next.
    Next,
}

/// Something said, of one or a few grammatical sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// What it is about.
    pub about: About,
    /// The words, plain text.
    pub text: String,
    /// What it stands on: JSON pointers into the report, never none.
    pub figures: Vec<String>,
}

/// Puts a report into words: the verdict, each region, the file, what could not be examined, what to do next.
#[must_use]
pub fn write(report: &Report, language: Language) -> Vec<Sentence> {
    compose(report, &Catalogue::new(source(language), language), language)
}

/// The messages of a language.
fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../locales/words/en.ftl"),
        Language::Es => include_str!("../../locales/words/es.ftl"),
        Language::De => include_str!("../../locales/words/de.ftl"),
        Language::Ar => include_str!("../../locales/words/ar.ftl"),
    }
}

fn compose(report: &Report, catalogue: &Catalogue<'_>, language: Language) -> Vec<Sentence> {
    let mut writer = Writer::new(report, catalogue, language);
    verdict::write(&mut writer);
    for region in 0..report.regions.len().min(DESCRIBED) {
        region::write(&mut writer, region);
    }
    file::write(&mut writer);
    credentials::write(&mut writer);
    limits::write(&mut writer);
    next::write(&mut writer);
    writer.sentences
}

#[cfg(test)]
mod tests;
