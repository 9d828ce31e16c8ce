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

/// A packet with these attributes and elements of one description.
fn packet(inside: &str) -> Vec<u8> {
    format!(
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
        xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
        xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/"
        {inside}</rdf:Description></rdf:RDF></x:xmpmeta>"#
    )
    .into_bytes()
}

/// Puts a segment behind the beginning of a JPEG.
fn with_segment(mut file: Vec<u8>, marker: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    file.splice(2..2, [&[0xff, marker], &length[..], data].concat());
    file
}

/// Puts a chunk behind the header of a PNG.
fn with_chunk(mut file: Vec<u8>, name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(data);
    let chunk = [&(data.len() as u32).to_be_bytes()[..], name, data, &crc.sum().to_be_bytes()].concat();
    file.splice(33..33, chunk);
    file
}

fn png() -> Vec<u8> {
    let rgb = vec![9; (WIDTH * HEIGHT * 3) as usize];
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).unwrap();
    png
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

fn webp() -> Vec<u8> {
    let mut file = Vec::new();
    let rgb = vec![9; (WIDTH * HEIGHT * 3) as usize];
    image::codecs::webp::WebPEncoder::new_lossless(&mut file).encode(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).unwrap();
    file
}

fn gif() -> Vec<u8> {
    let mut file = Vec::new();
    let rgb = vec![9; (WIDTH * HEIGHT * 3) as usize];
    image::codecs::gif::GifEncoder::new(&mut file).encode(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).unwrap();
    file
}

/// Puts a block in front of the end of a GIF.
fn with_block(mut file: Vec<u8>, block: &[u8]) -> Vec<u8> {
    let end = file.len() - 1;
    file.splice(end..end, block.iter().copied());
    file
}

#[test]
fn the_same_packet_is_read_from_each_container() {
    let xmp = packet(r#"xmp:CreatorTool="GIMP 2.10">"#);
    let itxt = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &xmp].concat();
    let zipped = [b"XML:com.adobe.xmp\0\x01\0\0\0".as_slice(), &deflated(&xmp)].concat();
    let mut riff = webp();
    riff.extend([b"XMP ".as_slice(), &(xmp.len() as u32).to_le_bytes(), &xmp, &vec![0; xmp.len() % 2]].concat());
    let size = (riff.len() as u32 - 8).to_le_bytes();
    riff[4..8].copy_from_slice(&size);
    let trailer: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
    let block = [b"\x21\xff\x0bXMP DataXMP".as_slice(), &xmp, &trailer].concat();
    for (what, file) in [
        ("JPEG", with_segment(jpeg(None, b""), 0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &xmp].concat())),
        ("PNG", with_chunk(png(), b"iTXt", &itxt)),
        ("PNG, compressed", with_chunk(png(), b"iTXt", &zipped)),
        ("WebP", riff),
        ("GIF", with_block(gif(), &block)),
    ] {
        let facts = facts(&file);
        assert_eq!(facts.unread, [], "{what}");
        let tool = facts.entries.iter().find(|entry| entry.name == "xmp:CreatorTool").expect(what);
        assert_eq!((tool.source, tool.text.as_str()), (Source::Xmp, "GIMP 2.10"), "{what}");
        assert!(matches!(&facts.statements[..], [Statement::EditorNamed { program, .. }] if program == "GIMP"), "{what}");
        assert!(facts.parts.len() > 1 && facts.trailing.is_none(), "{what}: {:?}", facts.parts);
    }
}

#[test]
fn a_history_ingredients_layers_and_dates_are_said() {
    let xmp = packet(
        r#"photoshop:DateCreated="2026-05-03T10:00:00+02:00" xmp:ModifyDate="2026-05-04T10:00:00+02:00" exif:PixelXDimension="96"
        exif:PixelYDimension="30"><xmpMM:History><rdf:Seq><rdf:li stEvt:action="created" stEvt:softwareAgent="Adobe Photoshop 25.1"/>
        <rdf:li stEvt:action="saved" stEvt:when="2026-05-04T10:00:00+02:00" stEvt:softwareAgent="Adobe Photoshop 25.1"/>
        </rdf:Seq></xmpMM:History><photoshop:DocumentAncestors><rdf:Bag><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Bag>
        </photoshop:DocumentAncestors><photoshop:TextLayers><rdf:Bag><rdf:li photoshop:LayerName="x" photoshop:LayerText="PAID"/>
        </rdf:Bag></photoshop:TextLayers>"#,
    );
    let facts = facts(&with_segment(jpeg(None, b""), 0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &xmp].concat()));
    let kinds: Vec<_> = facts.statements.iter().map(Statement::kind).collect();
    assert_eq!(kinds, ["editor-named", "edit-history", "made-from-others", "text-layers", "dates-disagree", "size-disagrees"]);
    let Statement::EditHistory { steps, count: 2 } = &facts.statements[1] else { panic!("{:?}", facts.statements) };
    assert_eq!((steps[1].action.as_str(), steps[1].when.as_deref()), ("saved", Some("2026-05-04T10:00:00+02:00")));
    assert!(matches!(&facts.statements[2], Statement::MadeFromOthers { count: 2, .. }));
    assert!(matches!(&facts.statements[3], Statement::TextLayers { texts, count: 1 } if texts[..] == ["PAID"]));
    assert!(matches!(&facts.statements[4], Statement::DatesDisagree { apart: 86_400, zoned: true, .. }));
    assert!(matches!(&facts.statements[5], Statement::SizeDisagrees { source: Source::Xmp, same_shape: false, .. }));
    assert!(facts.clone().without_private().entries.iter().all(|entry| entry.name != "photoshop:TextLayers"));
}

#[test]
fn what_says_that_it_was_made_up_is_believed_only_by_its_own_words() {
    let typed = |term: &str| {
        let address = format!("http://cv.iptc.org/newscodes/digitalsourcetype/{term}");
        packet(&format!(r#"Iptc4xmpExt:DigitalSourceType="{address}">"#))
    };
    let claim = |file: &[u8]| match facts(file).statements.first() {
        Some(Statement::Generated { claim, program, .. }) => Some((*claim, program.clone())),
        _ => None,
    };
    let by_type = |term| {
        let xmp = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &typed(term)].concat();
        claim(&with_segment(jpeg(None, b""), 0xe1, &xmp)).map(|(claim, _)| claim)
    };
    assert_eq!(by_type("trainedAlgorithmicMedia"), Some(Claim::Whole));
    assert_eq!(by_type("compositeWithTrainedAlgorithmicMedia"), Some(Claim::Parts));
    assert_eq!(by_type("digitalCapture"), None);
    let by_text = |name: &str, text: &str| claim(&with_chunk(png(), b"tEXt", format!("{name}\0{text}").as_bytes()));
    let long = format!("a castle{}\nSteps: 20, Sampler: Euler a, CFG scale: 7", ", very detailed".repeat(500));
    assert_eq!(by_text("parameters", &long), Some((Claim::Whole, Some("Stable Diffusion web UI".to_owned()))));
    assert_eq!(by_text("prompt", r#"{"3":{"class_type":"KSampler"}}"#).and_then(|c| c.1).as_deref(), Some("ComfyUI"));
    assert_eq!(by_text("prompt", "a note to myself"), None);
    assert_eq!(by_text("Software", "NovelAI").and_then(|c| c.1).as_deref(), Some("NovelAI"));
    assert_eq!(by_text("Software", "gnome-screenshot"), None);
    let comment: Vec<u8> =
        b"UNICODE\0".iter().copied().chain("x\nSteps: 20, Sampler: Euler".encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0\0\x01\x92\x86\0\x07".to_vec();
    tiff.extend((comment.len() as u32).to_be_bytes());
    tiff.extend([0, 0, 0, 44, 0, 0, 0, 0]);
    tiff.extend(comment);
    assert_eq!(claim(&jpeg(Some(tiff), b"")).and_then(|c| c.1).as_deref(), Some("Stable Diffusion web UI"));
}

/// Photoshop's resources with these numbers.
fn resources(parts: &[(u16, &[u8])]) -> Vec<u8> {
    let mut out = b"Photoshop 3.0\0".to_vec();
    for (number, data) in parts {
        out.extend(b"8BIM");
        out.extend(number.to_be_bytes());
        out.extend([0, 0]);
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(*data);
        out.resize(out.len() + data.len() % 2, 0);
    }
    out
}

#[test]
fn iptc_entries_are_read_and_editors_resources_are_told_from_them() {
    let iptc =
        b"\x1c\x02\x00\x00\x02\0\x02\x1c\x02\x50\x00\x05J.Doe\x1c\x02\x41\x00\x0fAdobe Photoshop\x1c\x02\x37\x00\x0820260503";
    let news = facts(&with_segment(jpeg(None, b""), 0xed, &resources(&[(0x0404, iptc), (0x0425, &[0; 16])])));
    let names: Vec<_> = news.entries.iter().map(|entry| (entry.name.as_str(), entry.text.as_str(), entry.private)).collect();
    assert_eq!(
        names,
        [("By-line", "J.Doe", true), ("OriginatingProgram", "Adobe Photoshop", false), ("DateCreated", "20260503", false)]
    );
    assert_eq!(news.statements.iter().map(Statement::kind).collect::<Vec<_>>(), ["editor-named"]);
    let edited = facts(&with_segment(jpeg(None, b""), 0xed, &resources(&[(0x03ed, &[0; 16]), (0x0404, &iptc[..12])])));
    assert_eq!(edited.unread, [Unread { source: Source::Iptc, why: Why::Damaged }]);
    assert_eq!(edited.statements, [Statement::EditorParts { signs: vec![Sign::PhotoshopResources] }]);
}

#[test]
fn a_profile_is_named_from_each_container() {
    let icc = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
    let chunk = [b"x\0\0".as_slice(), &deflated(&icc)].concat();
    let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), &icc].concat();
    for file in [with_chunk(png(), b"iCCP", &chunk), with_segment(jpeg(None, b""), 0xe2, &segment)] {
        let profile = facts(&file).profile.unwrap();
        assert_eq!((profile.space.as_str(), profile.bytes), ("RGB", icc.len()));
        assert!(profile.name.unwrap().contains("Adobe"));
    }
}

#[test]
fn what_expands_beyond_measure_or_is_damaged_is_said() {
    let bomb = [b"note\0\0".as_slice(), &deflated(&vec![b'a'; 5 << 20])].concat();
    let photo = read(&png(), None, &Limits::NATIVE).unwrap();
    let unread = |file: &[u8]| examine(file, &photo).unread;
    assert_eq!(unread(&with_chunk(png(), b"zTXt", &bomb)), [Unread { source: Source::PngText, why: Why::OverLimit }]);
    assert_eq!(unread(&with_chunk(png(), b"zTXt", b"note\0\0junk")), [Unread { source: Source::PngText, why: Why::Damaged }]);
    assert_eq!(unread(&with_chunk(png(), b"iCCP", b"x\0\0junk")), [Unread { source: Source::Icc, why: Why::Damaged }]);
    assert_eq!(
        unread(&with_chunk(png(), b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<a")),
        [Unread { source: Source::Xmp, why: Why::Damaged }]
    );
    // The pixels' decoder wants more of such a segment than this one has.
    let extended = with_segment(jpeg(None, b""), 0xe1, b"http://ns.adobe.com/xmp/extension/\0and so on");
    let photo = read(&jpeg(None, b""), None, &Limits::NATIVE).unwrap();
    assert_eq!(examine(&extended, &photo).unread, [Unread { source: Source::Xmp, why: Why::OverLimit }]);
}

#[test]
fn what_stands_behind_the_end_is_told_in_each_container() {
    for file in [png(), webp(), gif()] {
        assert_eq!(facts(&file).trailing, None);
        let behind = facts(&[file, b"PK\x03\x04 archive".to_vec()].concat());
        assert_eq!(behind.trailing.unwrap().looks_like, LooksLike::Zip, "{}", behind.format);
    }
}

/// What is listed of how a file is written, a line for each fact.
fn listed(facts: &FileFacts) -> Vec<String> {
    let line = |Written { about, code, text, number, .. }: Written| format!("{} [{code}] [{text}] {number}", about.name());
    facts.written().into_iter().map(line).collect()
}

#[test]
fn how_a_file_is_written_is_listed() {
    let photo = read(&jpeg(None, b""), None, &Limits::NATIVE).unwrap();
    let fixture = |name: &str| {
        let path = format!("{}/tests/fixtures/jpeg/pictures/{name}.jpg", env!("CARGO_MANIFEST_DIR"));
        examine(&std::fs::read(path).unwrap(), &photo)
    };
    let plain = fixture("420-q75");
    assert_eq!(
        listed(&plain),
        [
            "coding [baseline] [] 1",
            "sampling [] [4:2:0] 4",
            "table [luminance] [] 75",
            "table [chrominance] [] 75",
            "parts [] [APP0 JFIF, DQT ×2, SOF0, DHT ×4, SOS] 0",
        ]
    );
    let tables = plain.written().into_iter().filter(|fact| fact.about == Aspect::Table).map(|fact| fact.values[..8].to_vec());
    assert_eq!(tables.collect::<Vec<_>>(), [[8, 6, 5, 8, 12, 20, 26, 31], [9, 9, 12, 24, 50, 50, 50, 50]]);
    for (name, expected) in [
        ("422-progressive-restart", &["coding [progressive] [] 10", "sampling [] [4:2:2] 2", "restart [] [3] 0"][..]),
        ("444-q90", &["sampling [] [4:4:4] 1", "table [luminance] [] 90"]),
        ("311-q80", &["sampling [] [3×1 1×1 1×1] 0"]),
        ("420-wide-table", &["coding [extended] [] 1", "table [luminance] [] 0", "table [chrominance] [] 0"]),
        ("adobe0-rgb", &["sampling [] [4:4:4] 1", "table [other] [] 85"]),
        ("adobe2-ycck", &["sampling [] [1×1 1×1 1×1 1×1] 0", "table [other] [] 85"]),
        ("420-truncated", &["ending [] [] 0"]),
    ] {
        let found = listed(&fixture(name));
        for line in expected {
            assert!(found.iter().any(|known| known == line), "{name}: no {line} in {found:?}");
        }
    }
    let grey = listed(&fixture("grey-q75"));
    assert!(!grey.iter().any(|line| line.starts_with("sampling") || line.starts_with("ending")), "{grey:?}");
    let behind = listed(&facts(&[png(), b"PK\x03\x04 archive".to_vec()].concat()));
    assert!(behind[0].starts_with("parts [] [IHDR, "), "{behind:?}");
    assert_eq!(behind[1..], ["trailing [zip] [unannounced] 12"]);
    let icc = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
    let profile = facts(&with_chunk(png(), b"iCCP", &[b"x\0\0".as_slice(), &deflated(&icc)].concat()));
    assert!(listed(&profile).iter().any(|line| line.starts_with("profile [] [Adobe") && line.contains(", RGB, ICC ")));
    // Parts of a BMP are not told apart.
    assert_eq!(listed(&FileFacts::new(10, Format::Bmp)), [""; 0]);
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
