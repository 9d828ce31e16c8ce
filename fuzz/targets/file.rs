//! What a file says beside its pixels, on any bytes: as segments of a JPEG, each behind its name, and as whole files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::evidence::file::{MAX_ENTRIES, MAX_PARTS, MAX_STATEMENTS, examine, small_copies};
use omni_iml::input::{Format, Orientation, Photo};

/// Marker and name of the segments that hold metadata.
const SEGMENTS: [(u8, &[u8]); 5] = [
    (0xe0, b"JFXX\0"),
    (0xe1, b"Exif\0\0"),
    (0xe1, b"http://ns.adobe.com/xap/1.0/\0"),
    (0xe2, b"ICC_PROFILE\0\x01\x01"),
    (0xed, b"Photoshop 3.0\0"),
];
const FORMATS: [Format; 5] = [Format::Jpeg, Format::Png, Format::WebP, Format::Gif, Format::Tiff];

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, data)) = bytes.split_first() else { return };
    let kind = usize::from(kind) % (SEGMENTS.len() + FORMATS.len());
    let (format, file) = match SEGMENTS.get(kind) {
        Some((marker, name)) => {
            let data = &data[..data.len().min(65_000)];
            let length = (2 + name.len() + data.len()) as u16;
            (Format::Jpeg, [&[0xff, 0xd8, 0xff, *marker], &length.to_be_bytes()[..], name, data, &[0xff, 0xd9]].concat())
        }
        None => (FORMATS[kind - SEGMENTS.len()], data.to_vec()),
    };
    let (width, height) = (48, 32);
    let rgb = (0..3 * width * height).map(|i: u32| (i * i / 7) as u8).collect();
    let (orientation, sha256) = (Orientation::default(), String::new());
    let photo = Photo { width, height, rgb, orientation, format, jpeg: None, sha256, notes: vec![] };
    let facts = examine(&file, &photo);
    assert!(facts.entries.len() <= MAX_ENTRIES && facts.parts.len() <= MAX_PARTS && facts.statements.len() <= MAX_STATEMENTS);
    let texts = facts.entries.iter().flat_map(|entry| [&entry.name, &entry.text]);
    assert!(texts.into_iter().all(|text| !text.chars().any(char::is_control)));
    assert_eq!(small_copies(&file, &photo).len(), facts.thumbnails.len());
});
