#![allow(clippy::unwrap_used, reason = "tests")]

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::*;
use crate::input::{Limits, read};

const WIDTH: u32 = 48;
const HEIGHT: u32 = 32;

/// An entry of a directory, short or a text, little-endian; texts are put behind `at`.
enum Field {
    Short(u16, u16),
    Text(u16, &'static str),
    Long(u16, u32),
}

/// A TIFF structure with one directory, and the EXIF directory below it.
fn block(primary: &[Field], below: &[Field]) -> Vec<u8> {
    let size = |fields: &[Field]| 2 + 12 * fields.len() + 4;
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let first = 8;
    let second = first + size(primary) + 12;
    let mut heap = second + size(below);
    let mut texts = Vec::new();
    let mut directory = |fields: &[Field], pointer: Option<usize>| {
        let mut bytes = ((fields.len() + usize::from(pointer.is_some())) as u16).to_le_bytes().to_vec();
        let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(count.to_le_bytes());
            bytes.extend(value);
        };
        for field in fields {
            match field {
                Field::Short(tag, value) => entry(*tag, 3, 1, u32::from(*value).to_le_bytes()),
                Field::Long(tag, value) => entry(*tag, 4, 1, value.to_le_bytes()),
                Field::Text(tag, text) => {
                    entry(*tag, 2, text.len() as u32 + 1, (heap as u32).to_le_bytes());
                    texts.extend(text.bytes().chain([0]));
                    heap += text.len() + 1;
                }
            }
        }
        if let Some(pointer) = pointer {
            entry(0x8769, 4, 1, (pointer as u32).to_le_bytes());
        }
        bytes.extend([0; 4]);
        bytes
    };
    let (one, two) = (directory(primary, Some(second)), directory(below, None));
    out.extend(one);
    out.extend(two);
    out.extend(texts);
    out
}

/// A JPEG with this block of EXIF, and this behind its end.
fn jpeg(block: Option<Vec<u8>>, behind: &[u8]) -> Vec<u8> {
    let rgb: Vec<u8> = (0..WIDTH * HEIGHT * 3).map(|i| (i * 7 % 251) as u8).collect();
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    if let Some(block) = block {
        encoder.set_exif_metadata(block).unwrap();
    }
    encoder.encode(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).unwrap();
    file.extend_from_slice(behind);
    file
}

fn facts(file: &[u8]) -> FileFacts {
    examine(file, &read(file, None, &Limits::NATIVE).unwrap())
}

const SOFTWARE: u16 = 0x0131;
const CHANGED: u16 = 0x0132;
const TAKEN: u16 = 0x9003;
const WIDE: u16 = 0xa002;
const HIGH: u16 = 0xa003;
const SERIAL: u16 = 0xa431;

#[test]
fn an_ordinary_file_says_nothing_odd() {
    let plain = facts(&jpeg(None, b""));
    assert_eq!((plain.entries.len(), plain.statements.len(), plain.unread.len()), (0, 0, 0));
    let camera = block(
        &[Field::Text(SOFTWARE, "Ver.1.02 "), Field::Text(CHANGED, "2026:05:03 14:02:12")],
        &[Field::Text(TAKEN, "2026:05:03 14:02:11"), Field::Long(WIDE, WIDTH), Field::Long(HIGH, HEIGHT)],
    );
    let camera = facts(&jpeg(Some(camera), b""));
    assert_eq!(camera.statements, []);
    assert_eq!(camera.entries.iter().find(|entry| entry.name == "Software").unwrap().text, "Ver.1.02");
}

#[test]
fn an_editor_dates_sizes_and_what_stands_behind_are_said() {
    let edited = block(
        &[Field::Text(SOFTWARE, "Adobe Photoshop 25.1 (Windows)"), Field::Text(CHANGED, "2026:05:04 10:00:00")],
        &[Field::Text(TAKEN, "2026:05:03 10:00:00"), Field::Short(WIDE, 96), Field::Short(HIGH, 64)],
    );
    let facts = facts(&jpeg(Some(edited), b"PK\x03\x04 and more of an archive"));
    let kinds: Vec<_> = facts.statements.iter().map(Statement::kind).collect();
    assert_eq!(kinds, ["editor-named", "dates-disagree", "size-disagrees", "trailing-data"]);
    assert!(
        matches!(&facts.statements[0], Statement::EditorNamed { program, class: ProgramClass::Editor, .. } if program == "Adobe Photoshop")
    );
    assert!(matches!(&facts.statements[1], Statement::DatesDisagree { apart: 86_400, zoned: false, .. }));
    assert!(matches!(&facts.statements[2], Statement::SizeDisagrees { stated: [96, 64], real: [48, 32], same_shape: true, .. }));
    assert!(matches!(&facts.statements[3], Statement::TrailingData { looks_like: LooksLike::Zip, .. }));
}

#[test]
fn what_is_private_can_be_left_out_and_texts_are_cleaned() {
    let block = block(&[Field::Text(SOFTWARE, "a\u{202e}b\nc")], &[Field::Text(SERIAL, "12345678")]);
    let facts = facts(&jpeg(Some(block), b""));
    assert_eq!(facts.entries.iter().find(|entry| entry.name == "Software").unwrap().text, "ab c");
    assert!(facts.entries.iter().any(|entry| entry.text.contains("12345678") && entry.private));
    assert!(facts.without_private().entries.iter().all(|entry| !entry.text.contains("12345678")));
}

#[test]
fn what_is_there_and_not_read_is_said() {
    let rgb = vec![9; (WIDTH * HEIGHT * 3) as usize];
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).unwrap();
    assert_eq!(facts(&png).unread, []);
    // Behind the header: signature, length, name, 13 bytes, checksum.
    let mut text = b"\0\0\0\x03tEXta\0b".to_vec();
    text.extend(0x5b_3a_75_c2u32.to_be_bytes());
    png.splice(33..33, text);
    // The decoder may refuse the checksum; only the file is of interest here.
    let photo = read(&jpeg(None, b""), None, &Limits::NATIVE).unwrap();
    let photo = Photo { format: Format::Png, jpeg: None, ..photo };
    assert_eq!(examine(&png, &photo).unread, [Unread { source: Source::PngText, why: Why::Unsupported }]);
}

#[test]
fn hostile_blocks_are_bounded_and_never_a_panic() {
    let block = block(
        &[Field::Text(SOFTWARE, "GIMP 2.10"), Field::Text(CHANGED, "2026:05:04 10:00:00")],
        &[Field::Text(TAKEN, "2026:05:03 10:00:00"), Field::Short(WIDE, 96), Field::Short(HIGH, 64)],
    );
    let photo = read(&jpeg(None, b""), None, &Limits::NATIVE).unwrap();
    let check = |file: &[u8]| {
        let facts = examine(file, &photo);
        assert!(facts.entries.len() <= MAX_ENTRIES && facts.statements.len() <= MAX_STATEMENTS);
        assert!(facts.entries.iter().all(|entry| entry.text.chars().count() <= text::MAX_CHARS));
    };
    for at in 0..block.len() {
        for value in [0, 1, 0x7f, 0xff, block[at] ^ 0x80] {
            let mut odd = block.clone();
            odd[at] = value;
            check(&jpeg(Some(odd), b""));
        }
        check(&jpeg(Some(block[..at].to_vec()), b""));
    }
}
