//! What the page asks about the picture that was checked last: words, lenses, what is kept of it, and what a model would be
//! shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::protocol::{Compared, DISPLAY_SIDE, Knob, Offer, Reply, SmallCopy, Stated, Told};
use super::worker::say;
use crate::compare::compare;
use crate::dossier::{Checked, Keepsake, grey};
use crate::evidence::credentials::{CheckedApart, Found, TrustError, find};
use crate::evidence::file::{self, Entry, FileFacts};
use crate::evidence::{self, Lens, LensMap, Settings};
use crate::explain::instructions;
use crate::explain::local::{self, About};
use crate::explain::prompt::{self, Mode, Prompt};
use crate::input::{self, Limits, Photo};
use crate::language::Language;
use crate::localize::{Findings, mask_level};
use crate::report::{Explained, Left, Report};

/// The picture that was checked last, with everything that was found.
pub(super) struct Study {
    /// Its name in every reply.
    pub job: u32,
    /// Its file.
    pub bytes: Vec<u8>,
    /// The picture.
    pub photo: Photo,
    /// What was found, in stored orientation.
    pub findings: Findings,
    /// From which probability on a pixel is marked, 0..=1.
    pub threshold: f32,
    /// What the page was told; evidence and explanation are added.
    pub report: Report,
    /// What the file states, with what reports leave out, and its small copies.
    pub stated: (Vec<Stated>, Vec<SmallCopy>),
    /// What would be sent, as it was shown last, and the language of the answer.
    pub prompt: Option<(Prompt, Language)>,
    /// The language in which the account was asked for last.
    pub language: Language,
    /// What is known of the file's credentials.
    pub credentials: Checking,
}

/// The check of a file's credentials.
#[derive(Default)]
pub(super) struct Checking {
    /// The list that the signer is compared with.
    list: Option<Vec<u8>>,
    /// Checks that were begun: what an earlier one finds is not heard any more.
    begun: u32,
    /// The last one is under way, and the account waits for it.
    waiting: bool,
}

/// A language's tag, or English.
fn language(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_default()
}

impl Study {
    /// Measures, once, and says it in words. Credentials in the file have to be checked first, and again with another list of
    /// signers: they are given back with the check's number, and the account follows when [`Self::checked`] hears of them.
    pub fn account(&mut self, tag: &str, list: Option<Vec<u8>>) -> Option<(Found, u32)> {
        self.language = language(tag);
        let measured = self.report.evidence.is_some();
        if !measured {
            let evidence = evidence::gather(&self.bytes, &self.photo, &self.findings, self.threshold);
            self.stated = (evidence.file.entries.iter().map(stated).collect(), copies(&self.bytes, &self.photo, &evidence.file));
            self.report.evidence = Some(evidence.without_private());
        }
        let look = !measured || self.credentials.list != list;
        let found = if look { find(&self.bytes, self.photo.format) } else { None };
        self.credentials.list = list;
        if found.is_some() {
            self.credentials.begun += 1;
            self.credentials.waiting = true;
        }
        if !self.credentials.waiting {
            self.tell(None);
        }
        found.map(|found| (found, self.credentials.begun))
    }

    /// Hears what the check of this number says of the file's credentials.
    pub fn checked(&mut self, number: u32, CheckedApart { credentials, refused }: CheckedApart) {
        if number != self.credentials.begun {
            return;
        }
        self.credentials.waiting = false;
        if refused.is_some() {
            // Nobody uses it: the page lets go of it, too.
            self.credentials.list = None;
        }
        if let Some(evidence) = &mut self.report.evidence {
            evidence.credentials = Some(credentials.without_private());
        }
        self.tell(refused);
    }

    /// Says in words what is known, and once why a list of signers was not taken.
    fn tell(&self, refused: Option<TrustError>) {
        let language = self.language;
        let written = serde_json::to_value(&self.report).unwrap_or_default();
        let sentences = local::write(&self.report, language).into_iter().map(|sentence| {
            let (about, region) = match sentence.about {
                About::Verdict => ("verdict", None),
                About::Region(number) => ("region", Some(number as u32)),
                About::File => ("file", None),
                About::Limits => ("limits", None),
                About::Next => ("next", None),
            };
            let figure = |pointer: String| {
                let value = written.pointer(&pointer).map(ToString::to_string).unwrap_or_default();
                (pointer, value)
            };
            Told {
                about: about.to_owned(),
                region,
                text: sentence.text,
                figures: sentence.figures.into_iter().map(figure).collect(),
            }
        });
        let sentences = sentences.collect();
        let lenses = evidence::describe(language).into_iter().map(offer).collect();
        let (stated, copies) = self.stated.clone();
        let known = self.report.evidence.as_ref();
        let signed = known.and_then(|known| known.credentials.as_ref()).is_some_and(|credentials| credentials.signer.is_some());
        let (job, report) = (self.job, written.to_string());
        let written = known.map(|known| known.file.written()).unwrap_or_default();
        say(&Reply::Account { job, sentences, lenses, stated, copies, written, signed, refused, report }, None);
    }

    /// Sets the picture beside the one in these bytes.
    pub fn compare(&self, number: u32, other: &[u8]) {
        let failed = |kind: &str| say(&Reply::Incomparable { job: self.job, number, kind: kind.to_owned() }, None);
        let other = match input::read(other, None, &Limits::PAGE) {
            Ok(other) => other,
            Err(error) => return failed(error.kind()),
        };
        let comparison = match compare(&self.photo, &other) {
            Ok(comparison) => comparison,
            Err(error) => return failed(error.kind()),
        };
        let (width, height, mask) = grey(&self.photo, &self.findings.mask);
        let agreement = comparison.against(&mask, width as usize, height as usize, mask_level(self.threshold));
        let [_, _, wide, high] = comparison.shows;
        let compared = Compared {
            shows: [wide, high].map(|side| u32::try_from(side).unwrap_or_default()),
            scale: comparison.scale,
            covered: comparison.covered,
            changed: comparison.changed,
            places: comparison.regions.len() as u32,
            marked_that_differs: agreement.marked_that_differs,
            different_that_is_marked: agreement.different_that_is_marked,
        };
        let rgba = comparison.map.iter().flat_map(|&value| {
            let [r, g, b] = evidence::scale(f32::from(value) / 255.0);
            [r, g, b, 255]
        });
        let (job, width, height) = (self.job, comparison.width, comparison.height);
        say(&Reply::Compared { job, number, width, height, compared }, Some(rgba.collect()));
    }

    /// Makes something to be kept.
    pub fn keep(&self, what: Keepsake, tag: &str) {
        let Self { photo, findings, threshold, report, .. } = self;
        let checked = Checked { photo, findings, threshold: *threshold, report };
        say(&Reply::Kept { job: self.job, what }, checked.keep(what, language(tag)).ok());
    }

    /// Something has left the device.
    pub fn sent(&mut self, left: Left) {
        self.report.sent.push(left);
        self.report_again();
    }

    /// A model's words have come.
    pub fn explained(&mut self, explained: Explained) {
        self.report.explanation = Some(explained);
        self.report_again();
    }

    fn report_again(&self) {
        if let Ok(report) = serde_json::to_string(&self.report) {
            say(&Reply::Report { job: self.job, report }, None);
        }
    }

    /// Looks through a lens, or at a coarse mask of the network's. A name or value that nothing here knows is a page gone wrong,
    /// and gets no answer.
    pub fn look(&self, number: u32, name: &str, settings: &[(String, f32)], tag: &str) {
        if let Some(at) = evidence::COARSE.iter().position(|coarse| *coarse == name) {
            let map = LensMap::of_coarse(&self.photo, &self.findings.coarse[at]);
            return self.show(number, name, &map, tag);
        }
        let Some(lens) = Lens::ALL.iter().copied().find(|lens| lens.name() == name) else { return };
        let Ok(settings) = Settings::of(lens, settings.iter().map(|(name, value)| (name.as_str(), *value))) else { return };
        let mut told = 0;
        let mut progress = |share: f32| {
            let done = (share * 100.0) as u32;
            if done >= told + 5 {
                told = done;
                say(&Reply::Looking { job: self.job, number, done }, None);
            }
        };
        self.show(number, name, &lens.look(&self.photo, &settings, &mut progress), tag);
    }

    /// Shows what is seen through a lens.
    fn show(&self, number: u32, name: &str, map: &LensMap, tag: &str) {
        let language = language(tag);
        let figures = evidence::figures_in_words(name, &map.figures, language).into_iter().map(|figure| {
            let value = figure_in_words(figure.value, language);
            (figure.text, if figure.unit.is_empty() { value } else { format!("{value} {}", figure.unit) })
        });
        let figures = figures.collect();
        let shown = map.displayed(self.photo.orientation, DISPLAY_SIDE);
        let (width, height) = (shown.width, shown.height);
        say(&Reply::Lens { job: self.job, number, width, height, figures }, Some(shown.rgba));
    }

    /// Makes what would be sent, and shows it.
    pub fn prompt(&mut self, number: u32, mode: &str, redactions: &[[u32; 4]], tag: &str) {
        let language = language(tag);
        let level = crate::localize::mask_level(self.threshold);
        let asked = Mode::ALL.into_iter().find(|known| known.name() == mode).unwrap_or_default();
        let build = |mode| prompt::build(&self.photo, &self.findings.mask, level, &self.findings.regions, mode, redactions);
        match build(asked) {
            Ok(prompt) => {
                let (width, height) = (prompt.width, prompt.height);
                let words = instructions::explain(prompt.mode, language, &prompt.places);
                let text = format!("{}\n\n{}", words.system, words.user);
                let panes = prompt::panes(&self.photo, &self.findings.regions, prompt.mode);
                say(&Reply::Prompt { job: self.job, number, width, height, panes, text }, Some(prompt.jpeg.clone()));
                self.prompt = Some((prompt, language));
            }
            Err(error) => {
                self.prompt = None;
                let (kind, message) = (error.kind().to_owned(), error.words(language));
                say(&Reply::Unexplained { kind, message, sent: Vec::new() }, None);
            }
        }
    }
}

fn stated(entry: &Entry) -> Stated {
    let Entry { source, name, text, private, .. } = entry;
    Stated { source: source.name().to_owned(), name: name.clone(), text: text.clone(), private: *private }
}

/// The small copies as PNGs. They stand in the order of the facts, which say what is known of each.
fn copies(bytes: &[u8], photo: &Photo, facts: &FileFacts) -> Vec<SmallCopy> {
    let address = |copy: &file::SmallCopy| {
        let mut png = Vec::new();
        PngEncoder::new(&mut png).write_image(&copy.rgb, copy.width, copy.height, ExtendedColorType::Rgb8).ok()?;
        Some(format!("data:image/png;base64,{}", STANDARD.encode(png)))
    };
    if facts.thumbnails.is_empty() {
        return Vec::new();
    }
    let pictures = file::small_copies(bytes, photo);
    pictures
        .iter()
        .zip(&facts.thumbnails)
        .filter_map(|(copy, known)| {
            let differs = known.compared.as_ref().map(|compared| compared.differs);
            let source = known.source.name().to_owned();
            Some(SmallCopy { source, width: copy.width, height: copy.height, differs, address: address(copy)? })
        })
        .collect()
}

fn offer(text: evidence::LensText) -> Offer {
    let knob = |set: evidence::ParameterText| {
        let parameter = set.parameter;
        Knob {
            name: parameter.name.to_owned(),
            title: set.text,
            least: parameter.least,
            most: parameter.most,
            step: parameter.step,
            default: parameter.default,
        }
    };
    Offer {
        name: text.lens.to_owned(),
        title: text.name,
        shows: text.shows,
        look: text.look,
        ignore: text.ignore,
        knobs: text.parameters.into_iter().map(knob).collect(),
    }
}

/// A figure to two digits behind the point, fewer where there are none, with the language's decimal sign.
fn figure_in_words(value: f32, language: Language) -> String {
    let digits = format!("{value:.2}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    digits.replace('.', language.decimal_sign().encode_utf8(&mut [0; 4]))
}
