//! The coefficient reader against libjpeg: every file of `tests/fixtures/jpeg`, value by value.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use omni_iml::input::Limits;
use omni_iml::input::jpeg::{self, Component, JpegData};
use serde::Deserialize;

/// What libjpeg read, in words.
#[derive(Deserialize)]
struct Expected {
    name: String,
    width: u32,
    height: u32,
    progressive: bool,
    quality: u8,
    markers: Vec<u8>,
    components: Vec<ExpectedComponent>,
}

#[derive(Deserialize)]
struct ExpectedComponent {
    id: u8,
    h: u8,
    v: u8,
    blocks_wide: usize,
    blocks_high: usize,
    table: Vec<u16>,
}

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{error}: {}", path.display()))
}

fn read(name: &str) -> JpegData {
    jpeg::read(&fixture(&format!("pictures/{name}.jpg")), &Limits::PAGE).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn expected() -> Vec<Expected> {
    serde_json::from_slice(&fixture("expected/expected.json")).unwrap()
}

/// libjpeg's coefficients of all components, one after the other.
fn golden(name: &str) -> Vec<i16> {
    let bytes = fixture(&format!("expected/{name}.coefficients"));
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

fn all(components: &[Component]) -> Vec<i16> {
    components.iter().flat_map(|c| c.coefficients.iter().copied()).collect()
}

#[test]
fn headers_are_what_libjpeg_read() {
    let files = expected();
    assert!(files.len() >= 20, "only {} files", files.len());
    for file in &files {
        let (name, data) = (&file.name, read(&file.name));
        assert_eq!((data.width, data.height, data.progressive), (file.width, file.height, file.progressive), "{name}");
        assert_eq!(data.markers.iter().map(|m| m.0).collect::<Vec<u8>>(), file.markers, "{name}: markers");
        assert_eq!(data.quality, Some(file.quality), "{name}: quality");
        assert_eq!(data.truncated, name.ends_with("truncated"), "{name}: truncated");
        assert_eq!(data.components.len(), file.components.len(), "{name}");
        for (found, expected) in data.components.iter().zip(&file.components) {
            assert_eq!(
                (found.id, found.h, found.v, found.blocks_wide, found.blocks_high),
                (expected.id, expected.h, expected.v, expected.blocks_wide, expected.blocks_high),
                "{name}: component"
            );
            assert_eq!(found.table.as_slice(), expected.table, "{name}: table of component {}", found.id);
        }
    }
}

#[test]
fn coefficients_equal_libjpegs() {
    let whole = expected().into_iter().map(|file| file.name).filter(|name| !name.ends_with("truncated"));
    let mut files = 0;
    for name in whole {
        let (found, golden) = (all(&read(&name).components), golden(&name));
        assert_eq!(found.len(), golden.len(), "{name}");
        assert!(golden.iter().filter(|&&value| value != 0).count() > 2, "{name}: next to nothing to compare");
        if let Some(at) = found.iter().zip(&golden).position(|(a, b)| a != b) {
            panic!("{name}: {} is not {} at block {}, place {}", found[at], golden[at], at / 64, at % 64);
        }
        files += 1;
    }
    assert!(files >= 14, "only {files} encodings");
}

/// Check 2 of the list of checks: the same picture at the same quality, coded in five ways.
#[test]
fn every_coding_of_a_picture_holds_the_same_coefficients() {
    let baseline = all(&read("420-q75").components);
    for name in ["420-progressive", "420-optimised", "420-restart", "420-scans"] {
        assert_eq!(all(&read(name).components), baseline, "{name}");
    }
}

/// Where data ran out, libjpeg goes on with zeros in place of bits until the MCU ends; all other blocks are the same.
#[test]
fn what_came_before_a_cut_equals_libjpegs() {
    for (name, whole) in [("420-truncated", "420-q75"), ("420-progressive-truncated", "420-progressive")] {
        let data = read(name);
        assert!(data.truncated, "{name}");
        let (found, golden) = (all(&data.components), golden(name));
        let differing = found.chunks_exact(64).zip(golden.chunks_exact(64)).filter(|(a, b)| a != b).count();
        assert!(differing <= 6, "{name}: {differing} blocks differ, more than an MCU");
        assert_ne!(found, all(&read(whole).components), "{name} is whole");
    }
}

/// A sequential file cut anywhere after its first scan's header: each block is whole or untouched, and more bytes never
/// give fewer blocks.
#[test]
fn a_cut_file_has_whole_blocks_or_none() {
    for name in ["420-q75", "420-restart", "420-scans", "grey-q75"] {
        let bytes = fixture(&format!("pictures/{name}.jpg"));
        let whole = all(&read(name).components);
        let data = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap() + 14;
        let mut before = 0;
        for length in data..bytes.len() {
            let Ok(cut) = jpeg::read(&bytes[..length], &Limits::PAGE) else { panic!("{name} cut at {length} is refused") };
            assert!(cut.truncated, "{name} cut at {length} passes for whole");
            let found = all(&cut.components);
            let came = found.chunks_exact(64).zip(whole.chunks_exact(64)).filter(|(found, whole)| found == whole).count();
            let none = found.chunks_exact(64).zip(whole.chunks_exact(64)).filter(|(f, w)| f != w).all(|(f, _)| f == [0; 64]);
            assert!(none, "{name} cut at {length} has a block in part");
            assert!(came >= before, "{name} cut at {length} has fewer blocks than before");
            before = came;
        }
        assert_eq!(before, whole.len() / 64, "{name}: all but the end marker is all blocks");
    }
}

#[test]
fn damage_after_the_first_scan_keeps_what_came() {
    let bytes = fixture("pictures/420-scans.jpg");
    let whole = read("420-scans");
    let scans: Vec<usize> = (0..bytes.len() - 1).filter(|&i| bytes[i..i + 2] == [0xff, 0xda]).collect();
    let tables: Vec<usize> = (scans[0]..bytes.len() - 1).filter(|&i| bytes[i..i + 2] == [0xff, 0xc4]).collect();
    // A component that is not there, a table of a class that does not exist, and a second frame header.
    for (at, value) in [(scans[1] + 5, 99), (tables[0] + 4, 0x77), (tables[0] + 1, 0xc0)] {
        let mut broken = bytes.clone();
        broken[at] = value;
        let data = jpeg::read(&broken, &Limits::PAGE).unwrap();
        assert!(data.truncated);
        assert_eq!(data.components[0].coefficients, whole.components[0].coefficients);
        assert!(data.components[1].coefficients.iter().all(|&value| value == 0));
    }
}

#[test]
fn codings_that_are_not_read_are_named() {
    let bytes = fixture("pictures/420-q75.jpg");
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    let with = |at: usize, value: u8| {
        let mut changed = bytes.clone();
        changed[frame + at] = value;
        let error = jpeg::read(&changed, &Limits::PAGE).unwrap_err();
        (error.kind(), error.to_string())
    };
    for (at, value, coding) in
        [(1, 0xc3, "lossless"), (1, 0xc5, "hierarchical"), (1, 0xc9, "arithmetic"), (1, 0xf7, "JPEG-LS"), (4, 12, "12 bit")]
    {
        assert_eq!(with(at, value), ("jpeg-unsupported", format!("{coding} coding is not read")));
    }
    assert_eq!(jpeg::read(&fixture("pictures/arithmetic.jpg"), &Limits::PAGE).unwrap_err().kind(), "jpeg-unsupported");
}

#[test]
fn luminance_is_what_holds_it() {
    for (name, holds) in [
        ("grey-q75", true),
        ("420-q75", true),
        ("adobe1", true),
        ("adobe2-ycck", true),
        ("adobe0-rgb", false),
        ("adobe0-rgb-numbered", false),
        ("adobe0-cmyk", false),
    ] {
        let data = read(name);
        assert_eq!(data.luminance().map(|c| c.id), holds.then(|| data.components[0].id), "{name}");
    }
}

#[test]
fn hostile_streams_are_bounded() {
    let bytes = fixture("pictures/420-progressive.jpg");
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc2]).unwrap();
    let refused = |bytes: &[u8], limits: &Limits| jpeg::read(bytes, limits).unwrap_err().kind();
    // 50 megapixels in three full-size components need more than a small limit, and nothing is allocated for them.
    let mut vast = bytes.clone();
    vast[frame + 5..frame + 9].copy_from_slice(&[0x1b, 0x00, 0x1b, 0x00]);
    assert_eq!(refused(&vast, &Limits { memory_bytes: 64 << 20, ..Limits::PAGE }), "too-much-memory");
    vast[frame + 5..frame + 9].fill(0xff);
    assert_eq!(refused(&vast, &Limits::PAGE), "too-many-pixels");
    // The first scan, over and over.
    let first = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let end = first + bytes[first..].windows(2).position(|pair| pair == [0xff, 0xc4]).unwrap();
    let scan = &bytes[first..end];
    let many = |scans: usize| [&bytes[..first], &scan.repeat(scans), &[0xff, 0xd9]].concat();
    assert!(!jpeg::read(&many(jpeg::MAX_SCANS), &Limits::PAGE).unwrap().truncated);
    let many = many(jpeg::MAX_SCANS + 1);
    assert_eq!(refused(&many, &Limits::PAGE), "too-many-parts");
    let mut segments = vec![0xff, 0xd8];
    segments.extend([0xff, 0xfe, 0, 2].repeat(jpeg::MAX_SEGMENTS + 1));
    assert_eq!(refused(&segments, &Limits::PAGE), "too-many-parts");
    let mut comments = vec![0xff, 0xd8];
    for _ in 0..3 {
        comments.extend([0xff, 0xfe, 0xff, 0xff]);
        comments.extend([b' '; 0xfffd]);
    }
    assert_eq!(refused(&comments, &Limits { metadata_bytes: 2 * 0xfffd, ..Limits::PAGE }), "too-much-metadata");
}
