//! How a JPEG is written: segments in order, tables, sampling, scans, and what its application segments hold.

use std::borrow::Cow;

use super::text::clean_bytes;
use super::trailing::trailing;
use super::{Blocks, Coding, FileFacts, Ijg, JpegStructure, Part, Sampling, Sign, Source, Table};
use crate::input::jpeg::{Walk, ZIGZAG, ijg_chrominance, ijg_luminance};

/// Most quantisation tables that are kept; a file needs four, and may redefine them between scans.
const MAX_TABLES: usize = 8;
/// Most comments that are kept.
const MAX_COMMENTS: usize = 16;
/// Longest name of an application segment that is looked for.
const MAX_NAME: usize = 48;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

/// Fills in the file's parts and structure and hands over what its segments hold.
pub(super) fn examine<'a>(bytes: &'a [u8], facts: &mut FileFacts) -> Blocks<'a> {
    let mut blocks = Blocks::default();
    let mut structure = JpegStructure {
        coding: None,
        components: Vec::new(),
        sampling: None,
        tables: Vec::new(),
        restart_interval: 0,
        scans: 0,
        jfif: None,
        adobe_transform: None,
        ended: false,
    };
    let mut profile = Vec::new();
    let mut walk = Walk::new(bytes);
    while let Some(marker) = walk.next_marker() {
        if Walk::stands_alone(marker) {
            continue;
        }
        let offset = walk.at - 2;
        if marker == 0xd9 {
            structure.ended = true;
            break;
        }
        let Some(payload) = walk.payload() else { break };
        structure.segment(marker, payload);
        facts.push_part(Part { name: name(marker), holds: holds(marker, payload), offset, bytes: payload.len() });
        collect(marker, payload, &mut blocks, &mut profile);
    }
    structure.sampling = notation(&structure.components);
    // Segments of a profile are numbered and may stand in any order.
    profile.sort_by_key(|&(number, _)| number);
    blocks.icc = match profile[..] {
        [] => None,
        [(_, whole)] => Some(Cow::Borrowed(whole)),
        _ => Some(Cow::Owned(profile.iter().flat_map(|&(_, part)| part).copied().collect())),
    };
    if structure.ended {
        facts.trailing = trailing(&bytes[walk.at..], blocks.multi_picture);
    }
    facts.jpeg = Some(structure);
    blocks
}

/// Keeps what a segment holds for those who read it. The sum is bounded by the limit on metadata that holds for every file.
fn collect<'a>(marker: u8, payload: &'a [u8], blocks: &mut Blocks<'a>, profile: &mut Vec<(u8, &'a [u8])>) {
    let borrowed = |data: &'a [u8]| Some(Cow::Borrowed(data));
    match (marker, payload) {
        (0xe0, _) if payload.starts_with(b"JFXX\0") => blocks.jfxx = blocks.jfxx.or(Some(&payload[5..])),
        (0xe1, _) if payload.starts_with(EXIF) && blocks.exif.is_none() => blocks.exif = borrowed(&payload[EXIF.len()..]),
        (0xe1, _) if payload.starts_with(XMP) && blocks.xmp.is_none() => blocks.xmp = borrowed(&payload[XMP.len()..]),
        (0xe1, _) if payload.starts_with(XMP_EXTENSION) => blocks.xmp_extended = true,
        (0xe2, _) if payload.starts_with(ICC) && payload.len() >= ICC.len() + 2 => {
            profile.push((payload[ICC.len()], &payload[ICC.len() + 2..]));
        }
        (0xe2, _) => blocks.multi_picture |= payload.starts_with(b"MPF\0"),
        (0xec, _) if payload.starts_with(b"Ducky") && blocks.signs.is_empty() => blocks.signs.push(Sign::SaveForWeb),
        (0xed, _) if payload.starts_with(PHOTOSHOP) => blocks.photoshop.extend(&payload[PHOTOSHOP.len()..]),
        (0xfe, _) if blocks.texts.len() < MAX_COMMENTS => {
            blocks.texts.push((Source::Comment, "Comment".to_owned(), Cow::Borrowed(payload)));
        }
        _ => {}
    }
}

impl JpegStructure {
    fn segment(&mut self, marker: u8, payload: &[u8]) {
        match marker {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if self.coding.is_none() => self.frame(marker, payload),
            0xdb => self.quantisation_tables(payload),
            0xdd if payload.len() >= 2 => self.restart_interval = u16::from_be_bytes([payload[0], payload[1]]),
            0xda => self.scans += 1,
            0xe0 if payload.starts_with(b"JFIF\0") && payload.len() >= 7 => {
                self.jfif = Some(format!("{}.{:02}", payload[5], payload[6]));
            }
            0xee if payload.starts_with(b"Adobe") => self.adobe_transform = payload.get(11).copied(),
            _ => {}
        }
    }

    fn frame(&mut self, marker: u8, payload: &[u8]) {
        self.coding = Some(match marker {
            0xc0 => Coding::Baseline,
            0xc1 => Coding::Extended,
            0xc2 => Coding::Progressive,
            _ => Coding::Other,
        });
        let count = payload.get(5).map_or(0, |&count| usize::from(count).min(4));
        let specs = payload.get(6..).unwrap_or_default().chunks_exact(3).take(count);
        self.components.extend(specs.map(|s| Sampling { id: s[0], h: s[1] >> 4, v: s[1] & 15, table: s[2] }));
    }

    fn quantisation_tables(&mut self, mut payload: &[u8]) {
        while let [head, rest @ ..] = payload {
            let wide = head >> 4 != 0;
            let bytes = if wide { 128 } else { 64 };
            if rest.len() < bytes || self.tables.len() == MAX_TABLES {
                return;
            }
            let mut values = [0u16; 64];
            for (i, &natural) in ZIGZAG.iter().enumerate() {
                values[natural] = if wide { u16::from_be_bytes([rest[2 * i], rest[2 * i + 1]]) } else { u16::from(rest[i]) };
            }
            self.tables.push(Table { slot: head & 15, values: values.to_vec(), ijg: ijg(&values) });
            payload = &rest[bytes..];
        }
    }
}

/// The quality and kind of exactly this table. At quality 100 both kinds are all ones.
fn ijg(values: &[u16; 64]) -> Option<Ijg> {
    (1..=100).rev().find_map(|quality| {
        let is = |chrominance, table: [u16; 64]| (table == *values).then_some(Ijg { quality, chrominance });
        is(false, ijg_luminance(quality)).or_else(|| is(true, ijg_chrominance(quality)))
    })
}

/// `4:2:0` and its like, of three components whose last two are alike.
fn notation(components: &[Sampling]) -> Option<String> {
    let [first, second, third] = components else { return None };
    if (second.h, second.v) != (third.h, third.v) || second.h == 0 || second.v == 0 {
        return None;
    }
    let exact = |a: u8, b: u8| a.is_multiple_of(b).then(|| a / b);
    Some(
        match (exact(first.h, second.h)?, exact(first.v, second.v)?) {
            (1, 1) => "4:4:4",
            (2, 1) => "4:2:2",
            (2, 2) => "4:2:0",
            (1, 2) => "4:4:0",
            (4, 1) => "4:1:1",
            (4, 2) => "4:1:0",
            _ => return None,
        }
        .to_owned(),
    )
}

fn name(marker: u8) -> String {
    match marker {
        0xc4 => "DHT".to_owned(),
        0xc8 => "JPG".to_owned(),
        0xcc => "DAC".to_owned(),
        0xc0..=0xcf => format!("SOF{}", marker - 0xc0),
        0xd8 => "SOI".to_owned(),
        0xda => "SOS".to_owned(),
        0xdb => "DQT".to_owned(),
        0xdc => "DNL".to_owned(),
        0xdd => "DRI".to_owned(),
        0xe0..=0xef => format!("APP{}", marker - 0xe0),
        0xfe => "COM".to_owned(),
        _ => format!("FF{marker:02X}"),
    }
}

/// What an application segment holds, by the name that it begins with.
fn holds(marker: u8, payload: &[u8]) -> Option<String> {
    if !(0xe0..=0xef).contains(&marker) {
        return None;
    }
    for (magic, name) in [(EXIF, "Exif"), (XMP, "XMP"), (XMP_EXTENSION, "XMP extension"), (PHOTOSHOP, "Photoshop")] {
        if payload.starts_with(magic) {
            return Some(name.to_owned());
        }
    }
    // JUMBF (ISO/IEC 19566-5), which Content Credentials are written in.
    if marker == 0xeb && payload.starts_with(b"JP") {
        return Some("JUMBF".to_owned());
    }
    let end = payload.iter().take(MAX_NAME).position(|b| !(0x20..0x7f).contains(b)).unwrap_or(payload.len().min(MAX_NAME));
    let name = clean_bytes(&payload[..end]).text;
    (name.len() >= 3).then_some(name)
}
