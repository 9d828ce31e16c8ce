//! Small files of every kind, built byte by byte where no encoder here writes them.

#![allow(dead_code, reason = "each user takes some of them")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{Frame, ImageFormat, Rgba, RgbaImage};

/// A picture of 21×13 in any format that `image` writes.
pub fn encoded(format: ImageFormat) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(21, 13, |x, y| image::Rgb([(x * 11) as u8, (y * 19) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An EXIF block (big-endian TIFF) with an orientation, behind an entry whose value lies outside the block.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    block.extend(b"\x01\x0f\0\x02\0\0\x10\0\xff\xff\xff\xf0");
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend([0; 4]);
    block
}

/// A JPEG with an EXIF block in front of everything else.
pub fn jpeg_with_exif(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let length = ((exif.len() + 8) as u16).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", exif, &jpeg[2..]].concat()
}

/// A PNG's chunk with its checksum.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for &byte in kind.iter().chain(data) {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, &(!crc).to_be_bytes()].concat()
}

/// A PNG with chunks behind its header.
pub fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let png = encoded(ImageFormat::Png);
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// An animated PNG of two frames.
pub fn apng() -> Vec<u8> {
    let png = encoded(ImageFormat::Png);
    let at = png.windows(4).position(|w| w == b"IDAT").unwrap() - 4;
    let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
    let data = &png[at + 8..at + 8 + length];
    let frame = |sequence: u32| {
        let fields = [sequence, 21, 13, 0, 0].map(u32::to_be_bytes).concat();
        png_chunk(b"fcTL", &[fields.as_slice(), &[0, 1, 0, 10, 0, 0]].concat())
    };
    let second = [2u32.to_be_bytes().as_slice(), data].concat();
    [
        &png[..33],
        &png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        &frame(0),
        &png[33..png.len() - 12],
        &frame(1),
        &png_chunk(b"fdAT", &second),
        &png[png.len() - 12..],
    ]
    .concat()
}

/// A WebP's chunk, padded to an even length.
pub fn webp_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let padding = vec![0; data.len() % 2];
    [kind.as_slice(), &(data.len() as u32).to_le_bytes(), data, &padding].concat()
}

/// A WebP in the extended form: flags, canvas, and chunks.
pub fn webp(flags: u8, width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let sides = [&(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat();
    let header = webp_chunk(b"VP8X", &[&[flags, 0, 0, 0], sides.as_slice()].concat());
    let body = [header, chunks.concat()].concat();
    [b"RIFF".as_slice(), &(body.len() as u32 + 4).to_le_bytes(), b"WEBP", &body].concat()
}

/// The chunk with the pixels of a WebP of 21×13.
pub fn webp_pixels() -> Vec<u8> {
    encoded(ImageFormat::WebP)[12..].to_vec()
}

/// A WebP with an EXIF block.
pub fn webp_with_exif(exif: &[u8]) -> Vec<u8> {
    webp(0x08, 21, 13, &[webp_pixels(), webp_chunk(b"EXIF", exif)])
}

/// An animated WebP of so many frames.
pub fn animated_webp(frames: usize) -> Vec<u8> {
    let header = [0, 0, 0, 0, 0, 0, 20, 0, 0, 12, 0, 0, 100, 0, 0, 0];
    let frame = webp_chunk(b"ANMF", &[header.as_slice(), &webp_pixels()].concat());
    let mut chunks = vec![webp_chunk(b"ANIM", &[0; 6])];
    chunks.extend(vec![frame; frames]);
    webp(0x02, 21, 13, &chunks)
}

/// A GIF of so many frames.
pub fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for i in 0..frames {
        let picture = RgbaImage::from_pixel(21, 13, Rgba([40 * i as u8, 90, 120, 255]));
        encoder.encode_frame(Frame::new(picture)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A little-endian TIFF of 3×2 grey pixels `0 40 80 / 120 160 200` with an orientation on each page, and each page's
/// subfile type.
pub fn tiff(orientation: u16, pages: &[u32]) -> Vec<u8> {
    const ENTRIES: usize = 11;
    let directory = 2 + 12 * ENTRIES + 4;
    let mut bytes = b"II\x2a\0\x0e\0\0\0\0\x28\x50\x78\xa0\xc8".to_vec();
    for (i, &kind) in pages.iter().enumerate() {
        let entries: [(u16, u16, u32); ENTRIES] = [
            (254, 4, kind),
            (256, 3, 3),
            (257, 3, 2),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, 8),
            (274, 3, u32::from(orientation)),
            (277, 3, 1),
            (278, 3, 2),
            (279, 4, 6),
        ];
        bytes.extend((ENTRIES as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(1u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        let next = if i + 1 < pages.len() { 14 + (i + 1) * directory } else { 0 };
        bytes.extend((next as u32).to_le_bytes());
    }
    bytes
}
