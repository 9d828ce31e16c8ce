//! Bytes to a photo: every format, every limit, every orientation, and what is said of files that are not as they should be.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::PathBuf;

use image::ImageFormat;
use omni_iml::frequency::coefficients;
use omni_iml::input::{InputError, Limits, Note, Photo, read};
use support::*;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{error}: {}", path.display()))
}

fn jpeg(name: &str) -> Vec<u8> {
    fixture(&format!("pictures/{name}.jpg"))
}

fn opened(bytes: &[u8]) -> Photo {
    read(bytes, None, &Limits::PAGE).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(bytes: &[u8], limits: &Limits) -> InputError {
    read(bytes, None, limits).unwrap_err()
}

const FORMATS: [ImageFormat; 6] =
    [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::Gif];

#[test]
fn every_format_is_told_by_its_bytes() {
    for (format, name) in FORMATS.into_iter().zip(["JPEG", "PNG", "WebP", "BMP", "TIFF", "GIF"]) {
        let photo = read(&encoded(format), Some("lie.xyz"), &Limits::PAGE).unwrap();
        assert_eq!((photo.width, photo.height, photo.format.name()), (21, 13, name));
        assert_eq!(photo.rgb.len(), 21 * 13 * 3);
        assert!(matches!(&photo.notes[..], [Note::ExtensionMismatch(extension, _)] if extension == "xyz"), "{name}");
        assert!(photo.notes[0].to_string().contains(&format!("ends in .xyz, but the file is {name}")));
        let honest = format!("holiday.{}", format.extensions_str()[0].to_uppercase());
        assert_eq!(read(&encoded(format), Some(&honest), &Limits::PAGE).unwrap().notes, []);
    }
}

#[test]
fn each_limit_has_an_error_that_names_limit_and_found_value() {
    let mut wide = encoded(ImageFormat::Png);
    wide[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 0, 0, 2]);
    let mut vast = wide.clone();
    vast[16..24].copy_from_slice(&[0, 0, 0x30, 0, 0, 0, 0x30, 0]);
    let mut long_bmp = encoded(ImageFormat::Bmp);
    long_bmp[18..22].copy_from_slice(&100_000u32.to_le_bytes());
    let small = Limits { file_bytes: 10, metadata_bytes: 100, memory_bytes: 1000, ..Limits::PAGE };
    let roomy = Limits { file_bytes: 1 << 20, memory_bytes: 1 << 20, ..small };
    let metadata = vec![b'x'; 101];
    // 16 bits a sample: six bytes a pixel, twice, and three for the copy.
    let mut deep = std::io::Cursor::new(Vec::new());
    image::ImageBuffer::<image::Rgb<u16>, _>::from_pixel(21, 13, image::Rgb([7, 8, 9]))
        .write_to(&mut deep, ImageFormat::Png)
        .unwrap();
    let deep = deep.into_inner();
    let memory = |bytes| Limits { memory_bytes: bytes, ..Limits::PAGE };
    for (bytes, limits, kind, limit, found) in [
        (&wide, &small, "file-too-large", 10, wide.len()),
        (&vast, &Limits::PAGE, "too-many-pixels", 50_000_000, 0x3000 * 0x3000),
        (&wide, &Limits::PAGE, "side-too-long", 20_000, 65_536),
        (&long_bmp, &Limits::PAGE, "side-too-long", 20_000, 100_000),
        (&png_with(&[png_chunk(b"eXIf", &metadata)]), &roomy, "too-much-metadata", 100, 101),
        (&png_with(&[png_chunk(b"tEXt", &metadata)]), &roomy, "too-much-metadata", 100, 101),
        (&webp_with_exif(&metadata), &roomy, "too-much-metadata", 100, 101),
        (&jpeg_with_exif(&encoded(ImageFormat::Jpeg), &metadata), &roomy, "too-much-metadata", 100, 101 + 6),
        (&deep, &memory(4000), "too-much-memory", 4000, 15 * 21 * 13),
    ] {
        let error = refused(bytes, limits);
        assert_eq!(error.kind(), kind, "{error}");
        let words = error.to_string();
        assert!(words.contains(&limit.to_string()) && words.contains(&found.to_string()), "{words}: {limit}, {found}");
    }
    assert!(read(&deep, None, &memory(15 * 21 * 13)).is_ok());
    assert_eq!((Limits::PAGE.pixels, Limits::NATIVE.pixels), (50_000_000, 200_000_000));
}

/// A picture of 16×16 that holds one of 16383×16383: the lossy decoder would allocate for it before it compares.
#[test]
fn a_webp_inside_out_is_refused() {
    let mut header = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a];
    header.extend([0xff, 0x3f, 0xff, 0x3f, 0, 0]);
    assert_eq!(refused(&webp(0, 16, 16, &[webp_chunk(b"VP8 ", &header)]), &Limits::PAGE).kind(), "too-many-pixels");
}

#[test]
fn what_is_not_read_is_refused_in_words_that_say_what_to_do() {
    let files: [(&[u8], &str, &str); 17] = [
        (b"\0\0\0\x20ftypheic\0\0\0\0mif1heic", "HEIC", "export it as JPEG or PNG"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF", "export it as JPEG or PNG"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "AVIF", "export it as JPEG or PNG"),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp42", "video", "save the frame"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", "video", "save the frame"),
        (b"\x1a\x45\xdf\xa3 webm", "video", "save the frame"),
        (b"RIFF\0\0\0\0AVI LIST", "video", "save the frame"),
        (b"%PDF-1.7 and so on", "PDF", "a name that ends in .pdf"),
        (b"\n\n%PDF-1.4 late", "PDF", "a name that ends in .pdf"),
        (b"<?xml version='1.0'?><svg></svg>", "SVG", "nothing to check"),
        (b"<!DOCTYPE html><img>", "web page", "save the picture itself"),
        (b"PK\x03\x04 docx", "document", "extract the picture"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL", "export it"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000", "export it"),
        (b"8BPS\0\x01", "Photoshop", "export it"),
        (b"II+\0\x08\0\0\0", "BigTIFF", "export it"),
        (b"\0\0\0\x18ftypcrx \0\0\0\0", "raw", "export it"),
    ];
    for (bytes, what, advice) in files {
        let error = refused(bytes, &Limits::PAGE);
        assert_eq!(error.kind(), "unsupported-format", "{error}");
        assert!(error.to_string().contains(what) && error.to_string().contains(advice), "{error}");
    }
    for (bytes, kind) in [
        (b"".as_slice(), "empty-file"),
        (b"nothing that is known here", "unknown-format"),
        (b"\xff\xd8\xff\xe0 cut off", "damaged-file"),
        (&encoded(ImageFormat::Png)[..40], "damaged-file"),
    ] {
        assert_eq!(refused(bytes, &Limits::PAGE).kind(), kind);
    }
}

#[test]
fn a_coding_that_is_not_read_is_named() {
    let frame = |at: usize, value: u8| {
        let mut bytes = jpeg("420-q75");
        let found = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bytes[found + at] = value;
        bytes
    };
    let files = [
        (jpeg("arithmetic"), "arithmetic"),
        (frame(1, 0xc3), "lossless"),
        (frame(4, 12), "12 bit"),
        (frame(1, 0xc5), "hierarchical"),
    ];
    for (bytes, coding) in files {
        let error = refused(&bytes, &Limits::PAGE);
        assert_eq!(error.kind(), "unsupported-coding", "{error}");
        assert!(error.to_string().contains(&format!("{coding} coding")) && error.to_string().contains("save it as"), "{error}");
    }
}

/// Threefold sampling: the coefficients are read, the decoder of the pixels does not know it, and the file is not damaged.
#[test]
fn a_sampling_that_is_not_read_is_named() {
    let error = refused(&jpeg("311-q80"), &Limits::PAGE);
    assert_eq!(error.kind(), "unsupported-coding", "{error}");
    assert!(error.to_string().contains("a rare sampling"), "{error}");
}

/// A frame of motion JPEG leaves out the Huffman tables that everyone knows: the decoder has them, the reader does not.
#[test]
fn a_picture_without_readable_coefficients_is_checked_by_its_pixels() {
    let mut bytes = jpeg("420-q75");
    bytes[6..11].copy_from_slice(b"AVI1\0");
    while let Some(at) = bytes.windows(2).position(|pair| pair == [0xff, 0xc4]) {
        let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
        bytes.drain(at..at + 2 + length);
    }
    let photo = opened(&bytes);
    assert_eq!(photo.notes.iter().map(Note::kind).collect::<Vec<_>>(), ["coefficients-unreadable"]);
    assert!(photo.notes[0].to_string().contains("the pixels alone were checked"));
    assert!(photo.jpeg.is_none() && !coefficients(&photo).jpeg);
    assert_eq!(photo.rgb, opened(&jpeg("420-q75")).rgb);
}

#[test]
fn what_came_of_a_damaged_jpeg_is_kept_and_said() {
    // A Huffman table of a class that does not exist, in front of the second scan or a later one.
    let broken = |name: &str| {
        let mut bytes = jpeg(name);
        let scan = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        let table = scan + bytes[scan..].windows(2).position(|pair| pair == [0xff, 0xc4]).unwrap();
        bytes[table + 4] = 0x77;
        bytes
    };
    let whole = opened(&jpeg("420-q75"));
    for bytes in [jpeg("420-truncated"), jpeg("420-progressive-truncated"), broken("420-scans"), broken("420-progressive")] {
        let photo = opened(&bytes);
        assert_eq!(photo.notes, [Note::Truncated]);
        let found = coefficients(&photo);
        assert!(found.jpeg && found.values.iter().any(|&value| value != 0));
        assert_eq!((photo.width, photo.height), (45, 37));
        assert!(photo.rgb != whole.rgb && photo.rgb.iter().any(|&value| value != photo.rgb[0]));
    }
    let kept = opened(&broken("420-scans"));
    assert_eq!(coefficients(&kept), coefficients(&whole));
}

#[test]
fn every_orientation_is_read_in_every_format_that_has_one() {
    let jpeg = encoded(ImageFormat::Jpeg);
    for value in 1..=8 {
        let block = exif(value);
        for (format, bytes) in [
            ("JPEG", jpeg_with_exif(&jpeg, &block)),
            ("PNG", png_with(&[png_chunk(b"eXIf", &block)])),
            ("WebP", webp_with_exif(&block)),
            ("TIFF", tiff(u16::from(value), &[0])),
        ] {
            let photo = opened(&bytes);
            assert_eq!(photo.orientation.value(), value, "{format}");
            assert_eq!(photo.notes, [], "{format}");
        }
    }
    for broken in [0, 9, 255] {
        assert_eq!(opened(&jpeg_with_exif(&jpeg, &exif(broken))).orientation.value(), 1);
        assert_eq!(opened(&tiff(u16::from(broken), &[0])).orientation.value(), 1);
    }
    assert_eq!(opened(&jpeg_with_exif(&jpeg, b"MM\0\x2a\xff\xff")).orientation.value(), 1);
}

/// The stored picture stays as it is, whatever the orientation, and so do its coefficients.
#[test]
fn pixels_and_coefficients_keep_the_stored_orientation() {
    let plain = opened(&jpeg("420-q75"));
    let turned = opened(&jpeg_with_exif(&jpeg("420-q75"), &exif(6)));
    assert_eq!((turned.width, turned.height), (plain.width, plain.height));
    assert_eq!(turned.rgb, plain.rgb);
    assert_eq!(coefficients(&turned), coefficients(&plain));
    assert_eq!(turned.orientation.displayed_size(45, 37), (37, 45));
    let grey: Vec<u8> = opened(&tiff(6, &[0])).rgb.iter().step_by(3).copied().collect();
    assert_eq!(grey, [0, 40, 80, 120, 160, 200]);
}

#[test]
fn more_frames_than_one_are_said() {
    for (what, bytes) in [
        ("GIF", gif(3)),
        ("APNG", apng()),
        ("WebP", animated_webp(2)),
        ("TIFF", tiff(1, &[0, 0])),
        ("TIFF with a small copy first", tiff(1, &[0, 1, 0])),
    ] {
        let photo = opened(&bytes);
        assert_eq!(photo.notes, [Note::FirstFrameOnly], "{what}");
    }
    for (what, bytes) in [("GIF", gif(1)), ("WebP", animated_webp(1)), ("TIFF with a small copy", tiff(1, &[0, 1]))] {
        assert_eq!(opened(&bytes).notes, [], "{what}");
    }
}

/// RGB, CMYK and YCCK against what libjpeg decodes; none of them subsampled.
#[test]
fn colours_of_rare_jpegs_are_libjpegs() {
    for name in ["adobe0-rgb", "adobe0-rgb-numbered", "adobe0-cmyk", "adobe2-ycck"] {
        let (found, expected) = (opened(&jpeg(name)).rgb, fixture(&format!("expected/{name}.rgb")));
        assert_eq!(found.len(), expected.len(), "{name}");
        let furthest = found.iter().zip(&expected).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(furthest <= 3, "{name}: {furthest} off");
    }
}

/// Thousands of files with a few wrong bytes, some of them cut: no panic, no picture over the limits, and what is read is
/// consistent.
#[test]
fn mutated_files_neither_panic_nor_exceed_limits() {
    let limits = Limits { pixels: 1 << 16, side: 2000, memory_bytes: 1 << 22, ..Limits::PAGE };
    let mut seeds: Vec<Vec<u8>> = FORMATS.into_iter().map(encoded).collect();
    seeds.extend([gif(2), apng(), animated_webp(2), tiff(6, &[0, 0]), webp_with_exif(&exif(3))]);
    seeds.push(jpeg_with_exif(&jpeg("grey-q75"), &exif(8)));
    seeds.extend(
        ["420-q75", "420-progressive", "422-progressive-restart", "420-restart", "420-scans", "420-wide-table", "adobe2-ycck"]
            .map(jpeg),
    );
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % n
    };
    let (mut read_all_the_same, mut count) = (0, 0);
    for seed in &seeds {
        for _ in 0..300 {
            let mut bytes = seed.clone();
            for _ in 0..=below(6) {
                let at = below(bytes.len());
                bytes[at] = below(256) as u8;
            }
            bytes.truncate(1 + below(4 * seed.len()).min(seed.len() - 1));
            count += 1;
            let Ok(photo) = read(&bytes, Some("a.jpg"), &limits) else { continue };
            read_all_the_same += 1;
            assert!(u64::from(photo.width) * u64::from(photo.height) <= limits.pixels);
            assert_eq!(photo.rgb.len(), photo.width as usize * photo.height as usize * 3);
            let found = coefficients(&photo);
            assert_eq!(found.values.len(), found.blocks_wide * found.blocks_high * 64);
        }
    }
    assert!(count > 5000 && read_all_the_same > count / 4, "{read_all_the_same} of {count} were read");
}
