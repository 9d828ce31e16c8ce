#![allow(clippy::unwrap_used, reason = "tests")]

mod figures;
mod made;

use std::collections::BTreeSet;
use std::path::Path;

use self::figures::{is_one_of, sayable, written};
use self::made::{Draw, facts, plain, region, typical};
use super::*;
use crate::evidence::Evidence;
use crate::evidence::file::{FileFacts, ProgramClass};
use crate::localize::{Band, Region};
use crate::report::Verdict;

/// Reports of every kind, the same every time.
fn reports() -> Vec<Report> {
    let mut draw = Draw(5);
    typical().into_iter().map(|(_, report)| report).chain((0..400).map(|_| draw.report())).collect()
}

/// Checks what is true of all words about a report.
fn hold(report: &Report, language: Language) {
    let json = serde_json::to_value(report).unwrap();
    for Sentence { about, text, figures } in write(report, language) {
        assert!(!figures.is_empty(), "{language}, {about:?}: nothing under {text}");
        assert!(!text.contains(['{', '}', '$']), "{language}, {about:?}: {text}");
        assert!(text.ends_with(['.', '?', '؟']), "{language}, {about:?}: {text}");
        let (mut numbers, mut quotations) = (Vec::new(), Vec::new());
        for pointer in &figures {
            sayable(&json, pointer, &mut numbers, &mut quotations);
        }
        for number in written(&text, &quotations, language) {
            assert!(is_one_of(&number, &numbers), "{language}: {} of {text:?} is not under {figures:?}", number.value);
        }
    }
}

#[test]
fn every_sentence_stands_on_figures_that_are_there_and_every_number_is_one_of_them() {
    for report in reports() {
        for language in Language::ALL {
            hold(&report, language);
        }
    }
}

#[test]
fn the_same_words_as_a_reply_name_no_trace_that_was_not_measured() {
    let mut traces = 0;
    for report in reports() {
        let explanation = structured(&report);
        assert_eq!(explanation.tampered, !report.regions.is_empty());
        assert_eq!(explanation.regions.len(), report.regions.len().min(DESCRIBED));
        let words = write(&report, Language::En);
        for (index, statement) in explanation.regions.iter().enumerate() {
            let supports = words.iter().filter(|sentence| sentence.about == About::Region(index + 1));
            let texts: Vec<&str> = supports.map(|sentence| sentence.text.as_str()).collect();
            assert!(statement.artifacts.iter().all(|artifact| texts.contains(&artifact.description.as_str())));
            traces += statement.artifacts.len();
        }
    }
    assert!(traces > 100, "{traces}");
}

#[test]
fn no_message_is_missing_and_none_is_spare() {
    for language in Language::ALL {
        let source = source(language);
        let keys: BTreeSet<&str> = Catalogue::new(source, language).keys().collect();
        // The same catalogue with each message in place of its words: its own key, and what is put into it.
        let mut marked = String::new();
        for key in &keys {
            let variables: String = variables(source, key).iter().map(|name| format!(" {{ ${name} }}")).collect();
            marked += &format!("{key} = ⟦{key}⟧{variables}\n");
        }
        let marked = Catalogue::new(&marked, language);
        let mut used = BTreeSet::new();
        for report in reports() {
            for sentence in compose(&report, &marked, language) {
                let mut rest = sentence.text.as_str();
                while let Some((_, behind)) = rest.split_once('⟦') {
                    let (key, behind) = behind.split_once('⟧').unwrap();
                    used.insert(*keys.get(key).unwrap());
                    rest = behind;
                }
                // A key without brackets is one that the catalogue lacks.
                let bare =
                    sentence.text.split_whitespace().find(|word| word.contains('-') && !word.contains('⟦') && word.len() > 8);
                let bare = bare.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
                assert_eq!(bare, None, "{language}: {}", sentence.text);
                assert!(sentence.text.starts_with('⟦'), "{language}: {}", sentence.text);
            }
        }
        assert_eq!(keys.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new(), "{language}: never said");
    }
}

/// The variables of a message, in the order of the alphabet.
fn variables<'a>(source: &'a str, key: &str) -> BTreeSet<&'a str> {
    let start = source.find(&format!("\n{key} = ")).unwrap() + 1;
    let message = &source[start..];
    // As far as the next line that is neither indented nor a closing brace.
    let end = message
        .match_indices('\n')
        .find(|(at, _)| !message[at + 1..].starts_with([' ', '}']))
        .map_or(message.len(), |(at, _)| at);
    message[..end].split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap()).collect()
}

#[test]
fn the_languages_hold_the_same_messages_with_the_same_variables() {
    let english: Vec<&str> = Catalogue::new(source(Language::En), Language::En).keys().collect();
    for language in Language::ALL {
        assert_eq!(Catalogue::new(source(language), language).keys().collect::<Vec<_>>(), english, "{language}");
        for key in &english {
            assert_eq!(variables(source(language), key), variables(source(Language::En), key), "{language}: {key}");
        }
    }
}

#[test]
fn no_language_claims_more_than_was_measured() {
    let lists: [(Language, &[&str]); 4] = [
        (
            Language::En,
            &[
                "fake",
                "prove",
                "proof",
                "forge",
                "certain",
                "definite",
                "undoubted",
                "no doubt",
                "without doubt",
                "guarant",
                "authentic",
                "genuine",
            ],
        ),
        (
            Language::De,
            &[
                "fälsch",
                "beweis",
                "bewies",
                "zweifellos",
                "ohne zweifel",
                "mit sicherheit",
                "gewiss",
                "garantier",
                "eindeutig",
                "definitiv",
                "echt",
                "authentisch",
            ],
        ),
        (
            Language::Es,
            &[
                "fals",
                "prueba",
                "demuestra",
                "demostra",
                "sin duda",
                "certeza",
                "ciertamente",
                "definitiv",
                "garantiz",
                "inequívoc",
                "auténtic",
            ],
        ),
        (
            Language::Ar,
            &[
                "زور",
                "زوّر",
                "تزوير",
                "زيف",
                "زيّف",
                "تزييف",
                "مفبرك",
                "برهان",
                "برهن",
                "ثبت",
                "إثبات",
                "دليل",
                "أدلة",
                "لا شك",
                "دون شك",
                "بلا شك",
                "يقين",
                "أكيد",
                "مؤكد",
                "قطعي",
                "قاطع",
                "قطعًا",
                "حتمي",
                "حتمًا",
                "ضمان",
                "مضمون",
                "حقيقي",
                "أصيل",
            ],
        ),
    ];
    for (language, words) in lists {
        let said = source(language).to_lowercase();
        for word in words {
            // As the beginning of a word: „rechts“ holds "echt". Arabic writes the article and small words onto it.
            let begins = |at: usize| language == Language::Ar || !said[..at].ends_with(char::is_alphabetic);
            let found = said.match_indices(word).find(|(at, _)| begins(*at));
            assert_eq!(found, None, "{language}: {word}");
        }
    }
}

#[test]
fn typical_reports_read_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/words");
    for (name, report) in typical() {
        for language in Language::ALL {
            let told: String = write(&report, language).iter().map(|s| format!("{:?}: {}\n", s.about, s.text)).collect();
            let file = folder.join(format!("{name}.{language}.txt"));
            // To write them anew after a change of words: read them, then commit them.
            if std::env::var_os("OMNI_IML_GOLDEN").is_some() {
                std::fs::write(&file, &told).unwrap();
            }
            let expected = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{e}: {}", file.display()));
            assert_eq!(told, expected, "{}", file.display());
        }
    }
}

fn about(report: &Report, about: About) -> String {
    write(report, Language::En).iter().filter(|s| s.about == about).map(|s| s.text.clone()).collect::<Vec<_>>().join(" ")
}

#[test]
fn regions_that_touch_are_said_to_and_one_may_cover_all() {
    let regions = vec![region([100, 100, 200, 200], 0.9, 0.9), region([300, 150, 100, 100], 0.9, 0.9)];
    let report = Report { regions, ..plain() };
    assert!(about(&report, About::Region(2)).contains("right next to place 1"));
    let all = Region { bbox: [0, 0, 1600, 1200], area_fraction: 1.0, score: 0.9, reliability: 0.9 };
    let report = Report { regions: vec![all], ..plain() };
    assert!(
        about(&report, About::Region(1))
            .starts_with("Place 1 covers nearly the whole picture. It is large: 100\u{a0}% of the picture")
    );
}

#[test]
fn two_hundred_regions_are_not_all_described() {
    let spot = |i: u32| region([i % 20 * 80, i / 20 * 100, 40, 40], 0.8, 0.9);
    let report = Report { regions: (0..200).map(spot).collect(), ..plain() };
    hold(&report, Language::En);
    let told = write(&report, Language::En);
    assert_eq!(told.iter().filter(|s| matches!(s.about, About::Region(n) if n > DESCRIBED)).count(), 0);
    assert!(about(&report, About::Limits).starts_with("Places 6 to 200 are marked and listed, but not described"));
    assert!(about(&report, About::Verdict).contains("200 places are marked"));
    assert!(told.len() < 60, "{} sentences", told.len());
}

#[test]
fn a_score_without_regions_and_regions_without_a_score_are_told_apart() {
    let high = Report { verdict: Verdict { score: 0.97, band: Band::Strong, unsure: false }, ..plain() };
    assert!(about(&high, About::Verdict).contains("No single place reaches the threshold"));
    let low = Report { regions: vec![region([9, 9, 50, 50], 0.55, 0.2)], ..plain() };
    assert!(about(&low, About::Verdict).contains("may well be harmless"));
    assert!(about(&low, About::Region(1)).contains("only faintly"));
    assert!(about(&low, About::Region(1)).contains("cannot be sure"));
}

#[test]
fn what_was_not_measured_is_said_and_nothing_is_claimed_of_it() {
    let report = Report { regions: vec![region([9, 9, 50, 50], 0.9, 0.9)], ..plain() };
    assert!(about(&report, About::Limits).contains("Neither the file nor the marked places were measured"));
    assert_eq!(about(&report, About::File), "");
    let place = about(&report, About::Region(1));
    assert!(!place.contains("noise") && !place.contains("easure"), "{place}");
    // A figure that is no number is none.
    let report = Report { verdict: Verdict { score: f32::NAN, ..plain().verdict }, ..plain() };
    assert!(!about(&report, About::Verdict).contains("scores"));
}

#[test]
fn hostile_reports_are_put_into_words_all_the_same() {
    let program = format!("{{ $count }}\u{202e}\u{1b}[31m<script>{}", "x".repeat(500));
    let statements = vec![made::editor(&program, ProgramClass::App); 60];
    let file = FileFacts { statements, ..facts() };
    let wild = Region { bbox: [u32::MAX; 4], area_fraction: f32::INFINITY, score: f32::NAN, reliability: -1.0 };
    let mut report = Report {
        regions: vec![wild; 7],
        evidence: Some(Evidence { regions: vec![], file, credentials: None, lenses: vec![] }),
        ..plain()
    };
    report.image.width = 0;
    for language in Language::ALL {
        let told = write(&report, language);
        let named: Vec<&Sentence> = told.iter().filter(|s| s.about == About::File && s.text.contains("script")).collect();
        assert_eq!(named.len(), 1, "{language}");
        assert!(named[0].text.contains("{ $count }[31m<script>x") && !named[0].text.contains(['\u{202e}', '\u{1b}']));
        assert!(named[0].text.len() < 400, "{language}: {}", named[0].text);
    }
}

#[test]
fn private_entries_are_never_quoted() {
    for report in reports() {
        for language in Language::ALL {
            for sentence in write(&report, language) {
                assert!(!sentence.text.contains("4711"), "{language}: {}", sentence.text);
                assert!(!sentence.figures.iter().any(|pointer| pointer.starts_with("/evidence/file/entries/")));
            }
        }
    }
}
