#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use image::AnimationDecoder;
use image::codecs::gif::GifDecoder;

use super::*;
use crate::evidence;
use crate::explain::endpoint::{Sent, SentPicture, What, Words};
use crate::explain::schema::{AbsolutePosition, Artifact, ArtifactKind, Explanation, RelativePosition, Statement};
use crate::input::{self, Format, Limits, Orientation};
use crate::localize::{Band, ModelEntry, Thresholds, find_regions};
use crate::report::{Explained, Left, Made, Timing};
use crate::tile::Domain;
use crate::words::Catalogue;

/// What somebody may have written to be read by a browser.
const HOSTILE: &str = "<script>alert(1)</script>\" onerror='x' & \u{202e}gpj.\u{2069}<img src=https://a.example/x>";

/// A grey picture of 120×80 with a box from (30, 20) to (60, 50) that is marked; stored in an orientation.
fn checked(orientation: u32) -> (Photo, Findings, Report) {
    let (width, height) = (120u32, 80u32);
    let inside = |i: usize| (30..60).contains(&(i % 120)) && (20..50).contains(&(i / 120));
    let mask: Vec<u8> = (0..120 * 80).map(|i| if inside(i) { 230 } else { 10 }).collect();
    let photo = Photo {
        width,
        height,
        rgb: vec![100; 120 * 80 * 3],
        orientation: Orientation::new(orientation),
        format: Format::Png,
        jpeg: None,
        sha256: "ab".repeat(32),
        notes: Vec::new(),
    };
    let reliability = vec![200; mask.len()];
    let findings = Findings {
        width,
        height,
        regions: find_regions(&mask, &reliability, 120, 0.5, 16),
        mask,
        logits: vec![0.0; 30 * 20],
        reliability,
        score: 0.75,
        band: Band::Moderate,
        unsure: false,
        domain: None,
        tiles: 1,
        frequency_tiles: 0,
        choices: Vec::new(),
        coarse: Default::default(),
    };
    let entry = ModelEntry { sha256: "cd".repeat(32), ..ModelEntry::of_tests(512, 64) };
    let mut report = Report::new("picture.png", &photo, &findings, &entry, "cpu", Timing::default());
    report.made = Some(Made::here("2026-01-31T09:30:00Z".to_owned(), Thresholds::OF_TESTS));
    report.evidence = Some(evidence::gather(&[], &photo, &findings, 0.5));
    (photo, findings, report)
}

fn document(photo: &Photo, findings: &Findings, report: &Report, language: Language) -> String {
    let checked = Checked { photo, findings, threshold: 0.5, report };
    String::from_utf8(checked.keep(Keepsake::Document, language).unwrap()).unwrap()
}

#[test]
fn the_document_says_what_was_found_and_how() {
    let (photo, findings, report) = checked(1);
    let text = document(&photo, &findings, &report, Language::En);
    for part in [
        "Check of picture.png",
        "2026-01-31 09:30:00",
        crate::BUILD,
        &"ab".repeat(32),
        &"cd".repeat(32),
        "30, 20, 30, 30",
        "weak 0.300, moderate 0.500, strong 0.800, very strong 0.950",
        "Nothing: the check",
        "moderate traces",
        "/verdict/score",
        "left:25.00%;top:25.00%;width:25.00%;height:37.50%",
        "An absence of findings proves nothing",
    ] {
        assert!(text.contains(part), "no {part}");
    }
    assert_eq!(text, document(&photo, &findings, &report, Language::En), "the same twice");
    for language in Language::ALL {
        assert!(document(&photo, &findings, &report, language).contains(&format!("<html lang=\"{language}\" dir=")));
    }
    let arabic = document(&photo, &findings, &report, Language::Ar);
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("<div class=\"picture\" dir=\"ltr\">"));
    // Its size is read from the left in a right-to-left sentence, and so is its name.
    assert!(arabic.contains("\u{2066}30\u{a0}×\u{a0}30\u{2069}") && arabic.contains("<h1>فحص \u{2068}picture.png\u{2069}</h1>"));
}

#[test]
fn the_document_names_no_folder() {
    let (photo, findings, mut report) = checked(1);
    for file in ["/home/anna/source/picture.png", "C:\\Users\\anna\\picture.png"] {
        report.file = file.to_owned();
        let text = document(&photo, &findings, &report, Language::En);
        assert!(text.contains("Check of picture.png") && !text.contains("anna"), "{file}");
    }
    report.file.clear();
    assert!(document(&photo, &findings, &report, Language::De).contains("Prüfung eines Bildes ohne Namen"));
}

/// How a file of the fixtures is written.
fn facts_of(file: &[u8]) -> evidence::file::FileFacts {
    evidence::file::examine(file, &input::read(file, None, &Limits::NATIVE).unwrap())
}

#[test]
fn the_document_says_how_the_file_is_written() {
    let (photo, findings, mut report) = checked(1);
    let heading = "How the file is written";
    assert!(!document(&photo, &findings, &report, Language::En).contains(heading), "nothing is known of it");
    let mut facts = facts_of(include_bytes!("../../tests/fixtures/jpeg/pictures/420-q75.jpg"));
    // All that there is to say.
    let jpeg = facts.jpeg.as_mut().unwrap();
    (jpeg.restart_interval, jpeg.ended, jpeg.tables[1].ijg) = (40, false, None);
    let looks_like = evidence::file::LooksLike::Zip;
    facts.trailing = Some(evidence::file::Trailing { bytes: 117_204, looks_like, announced: false });
    facts.profile = Some(profile("sRGB"));
    report.evidence.as_mut().unwrap().file = facts;
    let text = document(&photo, &findings, &report, Language::En);
    for part in [
        heading,
        "<bdi>Baseline, one scan</bdi>",
        "<bdi>4:2:0: one colour for 4 pixels</bdi>",
        "<bdi>Quantisation table for brightness</bdi></th><td><bdi>The one that most programs use, at quality 75</bdi>",
        "<bdi>Quantisation table for colours</bdi></th><td><bdi>One of its own, as cameras and some editing programs use</bdi>",
        "<tr><td>8</td><td>6</td><td>5</td><td>8</td><td>12</td><td>20</td><td>26</td><td>31</td></tr>",
        "<bdi>Coded units between restart markers</bdi></th><td><bdi>40</bdi>",
        "<bdi>APP0 JFIF, DQT ×2, SOF0, DHT ×4, SOS</bdi>",
        "<bdi>End marker</bdi></th><td><bdi>not found</bdi>",
        "<bdi>117204, by the look of it a ZIP archive, which nothing in the file announces</bdi>",
        "<bdi>sRGB, RGB, ICC 2.1</bdi>",
    ] {
        assert!(text.contains(part), "no {part}");
    }
    for language in Language::ALL {
        let text = document(&photo, &findings, &report, language);
        assert!(!text.contains("written-"), "{language}: a fact without words");
        assert_eq!(text.matches("class=\"matrix\" dir=\"ltr\"").count(), 2);
    }
}

fn profile(name: &str) -> evidence::file::Profile {
    evidence::file::Profile {
        name: Some(name.to_owned()),
        creator: None,
        class: "mntr".to_owned(),
        space: "RGB".to_owned(),
        version: "2.1".to_owned(),
        created: None,
        bytes: 3144,
    }
}

#[test]
fn figures_are_shown_with_the_digits_that_count() {
    for (value, shown) in
        [("0.000041234567", "0.000041235"), ("0.75", "0.75"), ("63", "63"), ("1234.5678", "1234.6"), ("\"a\"", "a")]
    {
        assert_eq!(html::brief(&serde_json::from_str(value).unwrap()), shown);
    }
    assert!(html::brief(&serde_json::json!(["x".repeat(200)])).ends_with(" …"));
}

#[test]
fn what_others_wrote_stays_text() {
    let (photo, findings, mut report) = checked(1);
    report.file = HOSTILE.to_owned();
    report.device = HOSTILE.to_owned();
    report.model.name = HOSTILE.to_owned();
    let entry = format!(
        r#"{{"source":"exif","name":{name},"text":{name},"cut":false,"private":false}}"#,
        name = serde_json::to_string(HOSTILE).unwrap()
    );
    let mut private = serde_json::from_str::<evidence::file::Entry>(&entry).unwrap();
    let entries = &mut report.evidence.as_mut().unwrap().file.entries;
    entries.push(private.clone());
    (private.text, private.private) = ("at home".to_owned(), true);
    entries.push(private);
    let file = &mut report.evidence.as_mut().unwrap().file;
    file.parts.push(evidence::file::Part { name: HOSTILE.to_owned(), holds: Some(HOSTILE.to_owned()), offset: 2, bytes: 3 });
    file.profile = Some(profile(HOSTILE));
    let picture = Some(SentPicture { bytes: 2, sha256: HOSTILE.to_owned() });
    let sent = Sent { to: HOSTILE.to_owned(), what: What::Picture, bytes: 3, picture };
    report.sent = vec![Left { at: HOSTILE.to_owned(), sent }];
    let text = || HOSTILE.to_owned();
    let statement = |region, own| Statement {
        region,
        own,
        title: text(),
        content: text(),
        absolute_position: AbsolutePosition::Top,
        relative_position: RelativePosition::Alone,
        relative_to: text(),
        bbox: None,
        artifacts: vec![Artifact { kind: ArtifactKind::Other, description: text(), evidence: text() }],
    };
    let regions = vec![statement(Some(1), false), statement(None, true)];
    let words = Words::Structured(Explanation { tampered: true, domain: Domain::Natural, regions, summary: text() });
    report.explanation = Some(Explained { model: text(), words, cut: true });
    for language in Language::ALL {
        let text = document(&photo, &findings, &report, language);
        assert!(!text.contains("at home"), "a private entry");
        assert!(!text.contains('\u{202e}'), "what turns the direction of what follows");
        let isolates = |kinds: RangeInclusive<char>| text.chars().filter(|c| kinds.contains(c)).count();
        assert_eq!(
            isolates('\u{2066}'..='\u{2068}'),
            isolates('\u{2069}'..='\u{2069}'),
            "{language}: what ends where it should not"
        );
        // It is XML but for its first line, so that a strict reader can say what is in it.
        let xml = text.strip_prefix("<!doctype html>").unwrap();
        let read = roxmltree::Document::parse(xml).unwrap();
        let known: BTreeSet<&str> =
            "html head meta title style body h1 h2 h3 p ul li code figure figcaption div img i b table thead \
             tbody tr th td bdi"
                .split_whitespace()
                .collect();
        for element in read.descendants().filter(|node| node.is_element()) {
            assert!(known.contains(element.tag_name().name()), "{:?}", element.tag_name());
            for attribute in element.attributes() {
                assert!(!attribute.name().starts_with("on"), "{attribute:?}");
                assert!(attribute.name() != "src" || attribute.value().starts_with("data:image/"), "{attribute:?}");
            }
        }
        let told = read.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
        assert!(told.filter(|text| text.contains("<script>alert(1)</script>")).count() >= 14);
    }
}

#[test]
fn every_message_is_said_in_every_language() {
    let code = include_str!("html.rs");
    let keys = |language| Catalogue::new(html::source(language), language).keys().map(str::to_owned).collect::<Vec<_>>();
    for language in Language::ALL {
        assert_eq!(keys(language), keys(Language::En), "{language}");
    }
    for key in keys(Language::En) {
        let sent = key.strip_prefix("sent-").is_some_and(|what| What::NAMES.contains(&what));
        let about = key.strip_prefix("written-").map(|key| key.trim_end_matches("-value"));
        let written = about.is_some_and(|about| evidence::file::Aspect::NAMES.contains(&about));
        assert!(sent || written || code.contains(&format!("\"{key}\"")), "{key} is not used");
    }
    for call in ["say(\"", "name(\"", "heading(\""] {
        for (at, _) in code.match_indices(call) {
            let key = code[at + call.len()..].split('"').next().unwrap();
            assert!(keys(Language::En).iter().any(|known| known == key), "{key} is not in the catalogue");
        }
    }
    let (photo, findings, report) = checked(1);
    for language in Language::ALL {
        assert!(!document(&photo, &findings, &report, language).contains("{ $"), "{language}");
    }
}

#[test]
fn pictures_are_shown_the_right_way_up() {
    let (photo, findings, report) = checked(6);
    let all = Checked { photo: &photo, findings: &findings, threshold: 0.5, report: &report };
    let picture = |what| image::load_from_memory(&all.keep(what, Language::En).unwrap()).unwrap().to_rgb8();
    let (mask, marked) = (picture(Keepsake::Mask), picture(Keepsake::Marked));
    assert_eq!((mask.dimensions(), marked.dimensions()), ((80, 120), (80, 120)));
    let [x, y, w, h] = report.regions[0].bbox;
    let middle = (x + w / 2, y + h / 2);
    assert_eq!(mask[middle].0, [230; 3]);
    assert_eq!(mask[(x - 2, y - 2)].0, [10; 3]);
    // .42 of pink over grey within, a light line at the edge, a dark one around it, the picture itself outside.
    assert_eq!(marked[middle].0, [165, 76, 117]);
    assert_eq!(marked[(x, y)].0, [255, 211, 232]);
    assert_eq!(marked[(x - 1, y)].0, [42, 10, 26]);
    assert_eq!(marked[(x - 2, y - 2)].0, [100; 3]);
}

#[test]
fn the_marks_of_a_fade_come_and_go() {
    let (photo, findings, _) = checked(1);
    let bytes = fade::write(&photo, &findings, 0.5).unwrap();
    let frames = GifDecoder::new(std::io::Cursor::new(bytes)).unwrap().into_frames().collect_frames().unwrap();
    let red: Vec<u8> = frames.iter().map(|frame| frame.buffer()[(45, 35)].0[0]).collect();
    assert_eq!(frames.len(), 6);
    assert_eq!(red[0], 100);
    assert!(red[..4].is_sorted() && red[3] >= 160, "{red:?}");
    assert!(red[3..].iter().rev().is_sorted(), "{red:?}");
}
