//! The fuzz targets' seeds beside the JPEG fixtures: a small file of each format, and hostile ones.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use image::ImageFormat;
use omni_iml::frequency::coefficients;
use omni_iml::input::{Limits, read};
use support::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds")
}

/// A JPEG with a frame header of these sides and sampling factors.
fn reframed(jpeg: &[u8], sides: [u8; 4], sampling: u8) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    if let Some(at) = bytes.windows(2).position(|w| matches!(w, [0xff, 0xc0..=0xc2])) {
        bytes[at + 5..at + 9].copy_from_slice(&sides);
        bytes[at + 11] = sampling;
    }
    bytes
}

/// (target, name, bytes, and the kind of the error, if it is refused).
fn seeds() -> Vec<(&'static str, &'static str, Vec<u8>, Option<&'static str>)> {
    let fixture =
        |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg/pictures").join(name)).unwrap();
    let (baseline, progressive) = (fixture("420-q75.jpg"), fixture("420-progressive.jpg"));
    let first = progressive.windows(2).position(|w| w == [0xff, 0xda]).unwrap();
    let end = first + progressive[first..].windows(2).position(|w| w == [0xff, 0xc4]).unwrap();
    let scans = |count| [&progressive[..first], &progressive[first..end].repeat(count)].concat();
    let restarts = [&baseline[..2], &[0xff, 0xdd, 0, 4, 0, 1], &baseline[2..]].concat();
    let mut lossy = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f];
    lossy.extend([0; 20]);
    let mut wide = encoded(ImageFormat::Png);
    wide[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    let mut ring = tiff(1, &[0, 0]);
    let last = ring.len() - 4;
    ring[last..].copy_from_slice(&14u32.to_le_bytes());
    vec![
        ("coefficients", "sides-65535.jpg", reframed(&baseline, [0xff; 4], 0x22), Some("too-many-pixels")),
        ("coefficients", "height-0.jpg", reframed(&baseline, [0, 0, 0, 45], 0x22), Some("unsupported-coding")),
        ("coefficients", "sampling-4x4.jpg", reframed(&baseline, [0, 37, 0, 45], 0x44), None),
        ("coefficients", "sampling-3x1.jpg", reframed(&progressive, [0, 37, 0, 45], 0x31), Some("damaged-file")),
        ("coefficients", "sampling-0.jpg", reframed(&baseline, [0, 37, 0, 45], 0), Some("damaged-file")),
        ("coefficients", "some-scans.jpg", scans(12), None),
        ("coefficients", "many-scans.jpg", scans(101), Some("too-many-parts")),
        ("coefficients", "restarts-missing.jpg", restarts, None),
        ("coefficients", "half.jpg", baseline[..baseline.len() / 2].to_vec(), Some("damaged-file")),
        ("input", "plain.png", encoded(ImageFormat::Png), None),
        ("input", "plain.webp", encoded(ImageFormat::WebP), None),
        ("input", "plain.bmp", encoded(ImageFormat::Bmp), None),
        ("input", "plain.tiff", encoded(ImageFormat::Tiff), None),
        ("input", "plain.jpg", encoded(ImageFormat::Jpeg), None),
        ("input", "two-frames.gif", gif(2), None),
        ("input", "two-frames.png", apng(), None),
        ("input", "two-frames.webp", animated_webp(2), None),
        ("input", "two-pages.tiff", tiff(6, &[0, 1, 0]), None),
        ("input", "turned.jpg", jpeg_with_exif(&baseline, &exif(6)), None),
        ("input", "turned.png", png_with(&[png_chunk(b"eXIf", &exif(3))]), None),
        ("input", "turned.webp", webp_with_exif(&exif(8)), None),
        ("input", "sides.png", wide, Some("too-many-pixels")),
        ("input", "inside-out.webp", webp(0, 16, 16, &[webp_chunk(b"VP8 ", &lossy)]), Some("too-many-pixels")),
        ("input", "ring.tiff", ring, None),
        ("input", "exif-cut.jpg", jpeg_with_exif(&baseline, b"MM\0\x2a\xff\xff\xff\xff"), None),
    ]
}

#[test]
fn every_seed_is_read_or_refused_by_name() {
    for (target, name, bytes, kind) in seeds() {
        match read(&bytes, None, &Limits::PAGE) {
            Ok(photo) => {
                assert_eq!(None, kind, "{target}/{name} is read");
                let size = (photo.width as usize).div_ceil(8) * (photo.height as usize).div_ceil(8) * 64;
                assert_eq!(coefficients(&photo).values.len(), size, "{target}/{name}");
            }
            Err(error) => assert_eq!(Some(error.kind()), kind, "{target}/{name}: {error}"),
        }
        assert!(root().join(target).join(name).is_file(), "{target}/{name} is not written: run this file's ignored test");
    }
}

/// What fuzzing found: multiple scans, and a luminance coarser than the colours. The pixels' decoder panics on it.
#[test]
fn findings_stay_mended() {
    let bytes = fs::read(root().join("input/finding-coarse-luminance.jpg")).unwrap();
    assert_eq!(read(&bytes, None, &Limits::PAGE).unwrap_err().kind(), "unsupported-coding");
}

#[test]
#[ignore = "writes fuzz/seeds"]
fn write() {
    for (target, name, bytes, _) in seeds() {
        fs::create_dir_all(root().join(target)).unwrap();
        fs::write(root().join(target).join(name), bytes).unwrap();
    }
}
