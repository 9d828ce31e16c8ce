use super::huffman::Huffman;
use super::scan::{self, Frame, Plane, ScanHeader};
use super::walk::Walk;
use super::{Component, JpegData, JpegError, MAX_SCANS, MAX_SEGMENTS, ZIGZAG, estimated_quality};
use crate::input::{InputError, Limits};

/// Reads a JPEG file's coefficients.
///
/// # Errors
/// A limit, a coding that is not supported, or a header that cannot be read before the first scan. Damage from there on is
/// no error: what came before it is kept and `truncated` is set.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<JpegData, JpegError> {
    let mut parser = Parser { walk: Walk::new(bytes), tables: [None; 4], ..Parser::default() };
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return Err(JpegError::Malformed("it does not start as a JPEG"));
    }
    parser.run(limits)?;
    parser.finish()
}

#[derive(Default)]
struct Parser<'a> {
    walk: Walk<'a>,
    /// Where what was read without fault ends.
    end: usize,
    tables: [Option<[u16; 64]>; 4],
    dc: [Option<Huffman>; 4],
    ac: [Option<Huffman>; 4],
    frame: Option<Frame>,
    restart_interval: u16,
    adobe_transform: Option<u8>,
    jfif: bool,
    markers: Vec<(u8, usize)>,
    metadata_bytes: usize,
    scans: usize,
    truncated: bool,
}

impl Parser<'_> {
    fn run(&mut self, limits: &Limits) -> Result<(), JpegError> {
        while let Some(marker) = self.walk.next_marker() {
            self.end = self.walk.at - 2;
            if marker == 0xd9 {
                return Ok(());
            }
            if Walk::stands_alone(marker) {
                continue;
            }
            let Some(payload) = self.walk.payload() else { break };
            if self.markers.len() == MAX_SEGMENTS {
                return Err(InputError::TooManyParts("segments", MAX_SEGMENTS).into());
            }
            self.markers.push((marker, payload.len()));
            match self.segment(marker, payload, limits) {
                Ok(()) if self.truncated => {
                    self.end = self.walk.at;
                    return Ok(());
                }
                Ok(()) => {}
                Err(JpegError::OverLimit(error)) => return Err(error.into()),
                Err(_) if self.scans > 0 => break,
                Err(error) => return Err(error),
            }
        }
        self.truncated = true;
        Ok(())
    }

    fn segment(&mut self, marker: u8, payload: &[u8], limits: &Limits) -> Result<(), JpegError> {
        match marker {
            0xc0..=0xc2 => self.frame_header(payload, marker == 0xc2, limits)?,
            0xc3 => return Err(JpegError::Unsupported("lossless coding")),
            0xc5..=0xc7 | 0xcd..=0xcf => return Err(JpegError::Unsupported("hierarchical coding")),
            0xc9..=0xcb => return Err(JpegError::Unsupported("arithmetic coding")),
            0xf7 => return Err(JpegError::Unsupported("JPEG-LS coding")),
            0xc4 => self.huffman_tables(payload)?,
            0xdb => self.quantisation_tables(payload)?,
            0xdd => {
                let &[high, low] = payload else { return Err(JpegError::Malformed("a restart interval")) };
                self.restart_interval = u16::from_be_bytes([high, low]);
            }
            0xda => self.scan(payload)?,
            0xe0..=0xef | 0xfe => {
                self.metadata_bytes += payload.len();
                limits.check_metadata(self.metadata_bytes)?;
                if marker == 0xe0 {
                    self.jfif |= payload.starts_with(b"JFIF\0");
                } else if marker == 0xee && payload.starts_with(b"Adobe") {
                    self.adobe_transform = payload.get(11).copied();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn frame_header(&mut self, payload: &[u8], progressive: bool, limits: &Limits) -> Result<(), JpegError> {
        if self.frame.is_some() {
            return Err(JpegError::Malformed("two frame headers"));
        }
        let [precision, h1, h0, w1, w0, count, specs @ ..] = payload else {
            return Err(JpegError::Malformed("a short frame header"));
        };
        if *precision != 8 {
            return Err(JpegError::Unsupported("12 bit coding"));
        }
        let (height, width) = (u32::from(u16::from_be_bytes([*h1, *h0])), u32::from(u16::from_be_bytes([*w1, *w0])));
        if width == 0 {
            return Err(JpegError::Malformed("a frame without pixels"));
        }
        if height == 0 {
            return Err(JpegError::Unsupported("a height that is told after the picture (DNL)"));
        }
        limits.check(width, height)?;
        let count = usize::from(*count);
        if !(1..=4).contains(&count) || specs.len() < 3 * count {
            return Err(JpegError::Malformed("a frame header with a strange number of components"));
        }
        let specs: Vec<[u8; 3]> = specs.chunks_exact(3).take(count).map(|s| [s[0], s[1], s[2]]).collect();
        self.frame = Some(Frame::new(width as usize, height as usize, progressive, &specs, limits)?);
        Ok(())
    }

    fn quantisation_tables(&mut self, mut payload: &[u8]) -> Result<(), JpegError> {
        while let [head, rest @ ..] = payload {
            let (wide, slot) = (head >> 4 != 0, usize::from(head & 15));
            let bytes = if wide { 128 } else { 64 };
            if slot > 3 || rest.len() < bytes {
                return Err(JpegError::Malformed("a quantisation table"));
            }
            let mut table = [0u16; 64];
            for (i, &natural) in ZIGZAG.iter().enumerate() {
                table[natural] = if wide { u16::from_be_bytes([rest[2 * i], rest[2 * i + 1]]) } else { u16::from(rest[i]) };
            }
            self.tables[slot] = Some(table);
            payload = &rest[bytes..];
        }
        Ok(())
    }

    fn huffman_tables(&mut self, mut payload: &[u8]) -> Result<(), JpegError> {
        while payload.len() >= 17 {
            let (class, slot) = (payload[0] >> 4, usize::from(payload[0] & 15));
            let mut counts = [0u8; 16];
            counts.copy_from_slice(&payload[1..17]);
            let total: usize = counts.iter().map(|&c| usize::from(c)).sum();
            let Some(symbols) = payload.get(17..17 + total) else {
                return Err(JpegError::Malformed("a short Huffman table"));
            };
            if class > 1 || slot > 3 {
                return Err(JpegError::Malformed("a Huffman table's number"));
            }
            let table = Some(Huffman::new(&counts, symbols)?);
            if class == 0 {
                self.dc[slot] = table;
            } else {
                self.ac[slot] = table;
            }
            payload = &payload[17 + total..];
        }
        Ok(())
    }

    /// Reads a scan; sets `truncated` where its data ended early.
    fn scan(&mut self, payload: &[u8]) -> Result<(), JpegError> {
        let Some(frame) = &mut self.frame else { return Err(JpegError::Malformed("a scan before the frame header")) };
        if self.scans == MAX_SCANS {
            return Err(InputError::TooManyParts("scans", MAX_SCANS).into());
        }
        let header = ScanHeader::parse(payload, frame)?;
        if !header.has_tables(frame.progressive, &self.dc, &self.ac) {
            return Err(JpegError::Malformed("a scan without its Huffman table"));
        }
        self.scans += 1;
        // A table may be redefined between scans: each component keeps the one in force at its first.
        for &(component, ..) in &header.components {
            let plane = &mut frame.planes[component];
            if plane.table.is_none() {
                plane.table = self.tables[plane.table_slot];
            }
        }
        let (end, whole) = scan::read(self.walk.bytes, self.walk.at, frame, &header, [&self.dc, &self.ac], self.restart_interval);
        self.walk.at = end;
        self.truncated |= !whole;
        Ok(())
    }

    fn finish(self) -> Result<JpegData, JpegError> {
        let frame = self.frame.ok_or(JpegError::Malformed("no frame header"))?;
        if self.scans == 0 {
            return Err(JpegError::Malformed("no scan"));
        }
        let mut components = Vec::with_capacity(frame.planes.len());
        let truncated = self.truncated || frame.planes.iter().any(|p| p.table.is_none());
        for plane in frame.planes {
            components.push(cropped(plane, &self.tables)?);
        }
        let quality = components.first().map(|c: &Component| estimated_quality(&c.table));
        Ok(JpegData {
            width: frame.width as u32,
            height: frame.height as u32,
            components,
            progressive: frame.progressive,
            truncated,
            end: self.end,
            adobe_transform: self.adobe_transform,
            jfif: self.jfif,
            restart_interval: self.restart_interval,
            markers: self.markers,
            quality,
        })
    }
}

/// Drops the blocks that only fill the last MCUs.
fn cropped(plane: Plane, tables: &[Option<[u16; 64]>; 4]) -> Result<Component, JpegError> {
    let table =
        plane.table.or(tables[plane.table_slot]).ok_or(JpegError::Malformed("a component without a quantisation table"))?;
    let (row, padded_row) = (plane.blocks_wide * 64, plane.padded_wide * 64);
    let mut coefficients = plane.coefficients;
    if row < padded_row {
        for y in 1..plane.blocks_high {
            coefficients.copy_within(y * padded_row..y * padded_row + row, y * row);
        }
    }
    coefficients.truncate(plane.blocks_high * row);
    Ok(Component {
        id: plane.id,
        h: plane.h,
        v: plane.v,
        table,
        blocks_wide: plane.blocks_wide,
        blocks_high: plane.blocks_high,
        coefficients,
    })
}
