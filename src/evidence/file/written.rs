//! How a file is written, fact by fact: codes and figures, which page and document put into words.

use serde::{Deserialize, Serialize};

use super::{FileFacts, JpegStructure, Part, Profile, Table};

closed_list! {
    /// What there is to say of how a file is written.
    Aspect {
        /// How a JPEG's coefficients are coded, in how many scans.
        Coding = "coding",
        /// How coarsely a JPEG keeps its colours.
        Sampling = "sampling",
        /// A quantisation table.
        Table = "table",
        /// Coded units between a JPEG's restart markers.
        Restart = "restart",
        /// Segments, chunks or blocks in the file's order.
        Parts = "parts",
        /// A JPEG's end marker, which was not found.
        Ending = "ending",
        /// Bytes behind the picture's end.
        Trailing = "trailing",
        /// The colour profile.
        Profile = "profile",
    }
}

/// A fact on how a file is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// What it is about.
    pub about: Aspect,
    /// Chooses its words; empty where there is no choice.
    pub code: String,
    /// What stands in its words as it is (`4:2:0`), chooses them too, or is all that there is to say (names of segments).
    pub text: String,
    /// The figure in its words; 0 where there is none.
    pub number: u32,
    /// The 64 values of a quantisation table in natural order; of all else none.
    pub values: Vec<u16>,
}

impl Written {
    fn new(about: Aspect, code: &str, text: String, number: u32) -> Self {
        Self { about, code: code.to_owned(), text, number, values: Vec::new() }
    }
}

impl FileFacts {
    /// How the file is written, as far as that was measured.
    #[must_use]
    pub fn written(&self) -> Vec<Written> {
        let mut all = self.jpeg.as_ref().map(JpegStructure::written).unwrap_or_default();
        if !self.parts.is_empty() {
            all.push(Written::new(Aspect::Parts, "", in_order(&self.parts, self.parts_left_out), 0));
        }
        if self.jpeg.as_ref().is_some_and(|jpeg| !jpeg.ended) {
            all.push(Written::new(Aspect::Ending, "", String::new(), 0));
        }
        if let Some(trailing) = self.trailing {
            let announced = if trailing.announced { "announced" } else { "unannounced" };
            all.push(Written::new(Aspect::Trailing, trailing.looks_like.name(), announced.to_owned(), count(trailing.bytes)));
        }
        if let Some(profile) = &self.profile {
            all.push(Written::new(Aspect::Profile, "", described(profile), 0));
        }
        all
    }
}

impl JpegStructure {
    fn written(&self) -> Vec<Written> {
        let mut all = Vec::new();
        if let Some(coding) = self.coding {
            all.push(Written::new(Aspect::Coding, coding.name(), String::new(), count(self.scans)));
        }
        if self.components.len() > 1 {
            all.push(self.sampled());
        }
        all.extend(self.tables.iter().map(|table| self.table(table)));
        if self.restart_interval > 0 {
            all.push(Written::new(Aspect::Restart, "", self.restart_interval.to_string(), 0));
        }
        all
    }

    /// The usual notation, with the pixels that share a value of a colour; where there is none, every component's factors.
    fn sampled(&self) -> Written {
        let ratio = |finer: u8, coarser: u8| u32::from(finer.checked_div(coarser).unwrap_or_default());
        let (text, number) = match (&self.sampling, &self.components[..]) {
            (Some(notation), [first, second, ..]) => (notation.clone(), ratio(first.h, second.h) * ratio(first.v, second.v)),
            (_, components) => {
                let factors: Vec<String> = components.iter().map(|c| format!("{}×{}", c.h, c.v)).collect();
                (factors.join(" "), 0)
            }
        };
        Written::new(Aspect::Sampling, "", text, number)
    }

    fn table(&self, table: &Table) -> Written {
        let quality = table.ijg.map_or(0, |ijg| u32::from(ijg.quality));
        let written = Written::new(Aspect::Table, self.used_for(table.slot), String::new(), quality);
        Written { values: table.values.clone(), ..written }
    }

    /// What the components use a quantisation table for, where they are brightness and colours.
    fn used_for(&self, slot: u8) -> &'static str {
        let named_rgb = self.components.iter().map(|component| component.id).eq(*b"RGB");
        let bright = match self.components.len() {
            1 => true,
            3 => !named_rgb && self.adobe_transform != Some(0),
            _ => false,
        };
        let mut uses = self.components.iter().map(|component| component.table == slot);
        match (bright, uses.next(), uses.any(|used| used)) {
            (true, Some(true), false) => "luminance",
            (true, Some(false), true) => "chrominance",
            _ => "other",
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Their names and what they hold; those that follow one another alike are counted.
fn in_order(parts: &[Part], left_out: usize) -> String {
    let alike = parts.chunk_by(|a, b| (&a.name, &a.holds) == (&b.name, &b.holds));
    let mut names: Vec<String> = alike
        .map(|group| {
            let holds = group[0].holds.as_ref().map(|holds| format!(" {holds}")).unwrap_or_default();
            let times = if group.len() > 1 { format!(" ×{}", group.len()) } else { String::new() };
            format!("{}{holds}{times}", group[0].name)
        })
        .collect();
    if left_out > 0 {
        names.push(format!("… +{left_out}"));
    }
    names.join(", ")
}

/// Its name, if it has one, its colours and its version.
fn described(profile: &Profile) -> String {
    let version = format!("ICC {}", profile.version);
    let known = [profile.name.as_deref().unwrap_or_default(), profile.space.as_str(), version.as_str()];
    known.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}
