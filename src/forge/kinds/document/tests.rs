#![allow(clippy::unwrap_used, reason = "tests")]

use super::super::super::chain::Chain;
use super::super::super::raster::{Raster, normal, to_byte};
use super::super::super::sample::{Kinds, Part, Settings, make};
use super::super::super::scene::{Scene, Text};
use super::super::super::sources::{Domain, Sources};
use super::super::{Edit, Kind, forge};
use super::read::{Level, Page};
use crate::frequency::BlockDct;

const KINDS: [Kind; 4] = [Kind::TextReplace, Kind::TextErase, Kind::TextCopyMove, Kind::PageSplice];

/// A page of grainy paper with lines of words made of upright strokes, each letter its own number of them.
fn page(seed: u64) -> Scene {
    let (width, height) = (256, 256);
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut light = vec![0.0f32; width * height];
    light.iter_mut().for_each(|value| *value = 225.0 + 3.0 * normal(&mut rng));
    let mut texts = Vec::new();
    for line in 0..8 {
        let (top, mut x) = (12 + 30 * line, 14);
        let mut words = String::new();
        for word in 0..3 {
            for letter in 0..4 {
                let digit = rng.usize(0..10);
                words += &digit.to_string();
                for y in 0..14 {
                    for dx in 0..8 {
                        if dx < 2 || y < 2 || (digit >> (y / 4) & 1 == 1 && y % 4 == 1) {
                            light[(top + y) * width + x + dx] = 60.0 + 4.0 * normal(&mut rng);
                        }
                    }
                }
                x += if letter == 3 { 22 } else { 11 };
            }
            if word < 2 {
                words.push(' ');
            }
        }
        let (left, top, right, bottom) = (12.0, top as f32 - 2.0, x as f32 - 12.0, top as f32 + 16.0);
        texts.push(Text { corners: [(left, top), (right, top), (right, bottom), (left, bottom)], words });
    }
    let rgb = light.into_iter().flat_map(|value| [to_byte(value); 3]).collect();
    Scene { picture: Raster { width, height, rgb }, texts, faces: Vec::new() }
}

fn forged(kind: Kind, host: &Scene, seed: u64) -> Option<Edit> {
    forge(kind, host, &mut || page(99), 0.03, &mut fastrand::Rng::with_seed(seed))
}

#[test]
fn texts_are_cut_into_their_words_and_characters() {
    let scene = page(1);
    let page = Page::read(&scene).unwrap();
    let of = |level| page.units.iter().filter(move |unit| unit.level == level);
    let words: Vec<&str> = scene.texts.iter().flat_map(|text| text.words.split(' ')).collect();
    assert_eq!(of(Level::Word).map(|unit| unit.letters.as_str()).collect::<Vec<_>>(), words);
    let letters: String = of(Level::Character).map(|unit| unit.letters.as_str()).collect();
    assert_eq!(letters, words.concat());
    assert_eq!(of(Level::Line).count(), scene.texts.len());
    for unit in &page.units {
        assert!((unit.paper[0] - 225.0).abs() < 2.0 && (unit.ink[0] - 60.0).abs() < 12.0, "{unit:?}");
    }
    assert!(of(Level::Character).all(|unit| (unit.rect.width, unit.rect.height) == (8, 14)));
}

#[test]
fn nothing_changes_outside_the_mask_and_much_inside() {
    let host = page(2);
    let kinds =
        KINDS.into_iter().chain([Kind::TextPrint].into_iter().filter(|_| super::super::super::lettering::fonts().is_ok()));
    for kind in kinds {
        let edits: Vec<Edit> = (0..24).filter_map(|seed| forged(kind, &host, seed)).collect();
        assert!(edits.len() >= 12, "{}: {} of 24", kind.name(), edits.len());
        let (mut inside, mut changed) = (0, 0);
        for edit in &edits {
            let (marked, altered) = edit.altered(&host.picture, f32::MIN_POSITIVE, kind.name());
            (inside, changed) = (inside + marked, changed + altered);
        }
        assert!(changed * 10 > inside * 6, "{}: {changed} of {inside} pixels changed", kind.name());
    }
}

#[test]
fn a_seed_gives_the_same_forgery() {
    let host = page(3);
    for kind in KINDS {
        let same = |a: Option<Edit>, b: Option<Edit>| a.map(|e| (e.picture, e.mask)) == b.map(|e| (e.picture, e.mask));
        assert!((0..6).all(|seed| same(forged(kind, &host, seed), forged(kind, &host, seed))));
        assert!((0..6).any(|seed| !same(forged(kind, &host, seed), forged(kind, &host, seed + 6))));
    }
}

#[test]
fn what_was_erased_is_paper_afterwards() {
    let host = page(4);
    for seed in 0..12 {
        let Some(edit) = forged(Kind::TextErase, &host, seed) else { continue };
        let darkest = (0..edit.mask.len()).filter(|&i| edit.mask[i] > 0.0).map(|i| edit.picture.rgb[3 * i]).min().unwrap();
        assert!(darkest > 190, "seed {seed}: {darkest} is left where a word was erased");
    }
}

#[test]
fn a_page_without_texts_is_refused() {
    let blank = Scene { texts: Vec::new(), ..page(5) };
    let odd = Text { corners: [(0.0, 0.0), (3.0, 200.0), (-2.0, 250.0), (-5.0, 50.0)], words: "1".into() };
    let nothing_there = Text { corners: [(-9.0, -9.0), (900.0, -9.0), (900.0, 2.0), (-9.0, 2.0)], words: String::new() };
    let strange = Scene { texts: vec![odd, nothing_there], ..page(5) };
    for kind in KINDS.into_iter().chain([Kind::TextPrint]) {
        assert!(forged(kind, &blank, 1).is_none() && forged(kind, &strange, 1).is_none(), "{}", kind.name());
    }
}

#[test]
fn what_was_changed_is_told_with_its_place() {
    let host = page(6);
    let known: Vec<&str> = host.texts.iter().flat_map(|text| text.words.split(' ').chain([text.words.as_str()])).collect();
    for kind in KINDS.into_iter().chain([Kind::TextPrint]) {
        let mut told = 0;
        for change in (0..24).filter_map(|seed| forged(kind, &host, seed)).flat_map(|edit| edit.changes) {
            told += 1;
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            match kind {
                Kind::TextErase => assert!(after == Some("") && known.contains(&before.unwrap()), "{change:?}"),
                Kind::TextReplace => assert!(before.is_some() && after.is_some() && before != after, "{change:?}"),
                Kind::TextPrint => assert!(before.unwrap().len() == after.unwrap().len() && before != after, "{change:?}"),
                Kind::PageSplice => assert!(before.is_none() && after.is_some(), "a stamp: {change:?}"),
                _ => assert!(after.is_some_and(|text| !text.is_empty()) && before != after, "{change:?}"),
            }
        }
        if kind == Kind::TextPrint && told == 0 {
            println!("text-print skipped: no font is near enough to the strokes of the drawn page");
            continue;
        }
        assert!(told > 2, "{}: {told}", kind.name());
    }
}

#[test]
fn a_samples_changes_are_where_its_mask_is() {
    let chain = Chain { last_quality: (60, 95), lossless: 0.0, shared: 0.0 };
    let settings = Settings { size: Some(128), kinds: Kinds::InTurn(vec![Kind::TextErase]), area: (0.01, 0.3), chain };
    let parts = [Part { sources: Sources::of(Domain::Document, (0..4).map(page).collect()), settings }];
    let mut told = 0;
    for index in 0..24 {
        let sample = make(&parts, 3, index, &BlockDct::new()).unwrap();
        for change in &sample.changes {
            let [(left, top), _, (right, bottom), _] = change.corners;
            // A pixel less on each side: where the sample was resized, its edge is between pixels.
            let (columns, rows) = (left.ceil() as usize + 1..right as usize, top.ceil() as usize + 1..bottom as usize);
            for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
                assert_eq!(sample.mask[y * sample.picture.width + x], 1, "sample {index} at {x}, {y}: {change:?}");
                told += 1;
            }
        }
    }
    assert!(told > 2000, "{told}");
}
