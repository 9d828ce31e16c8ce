use super::bits::Bits;
use super::huffman::Huffman;
use super::{JpegError, ZIGZAG};
use crate::input::Limits;

/// A frame's geometry and the coefficients as they come in.
pub(super) struct Frame {
    pub width: usize,
    pub height: usize,
    pub progressive: bool,
    pub planes: Vec<Plane>,
    mcus_wide: usize,
    mcus_high: usize,
}

/// A component's blocks, padded to whole MCUs.
pub(super) struct Plane {
    pub id: u8,
    pub h: u8,
    pub v: u8,
    pub table_slot: usize,
    pub table: Option<[u16; 64]>,
    pub blocks_wide: usize,
    pub blocks_high: usize,
    pub padded_wide: usize,
    pub coefficients: Vec<i16>,
}

impl Frame {
    /// Checks the memory that the planes take, here and once more in the pixels' decoder, and allocates them.
    pub fn new(width: usize, height: usize, progressive: bool, specs: &[[u8; 3]], limits: &Limits) -> Result<Self, JpegError> {
        let factors: Vec<(usize, usize)> = specs.iter().map(|s| (usize::from(s[1] >> 4), usize::from(s[1] & 15))).collect();
        if factors.iter().any(|&(h, v)| !(1..=4).contains(&h) || !(1..=4).contains(&v)) || specs.iter().any(|s| s[2] > 3) {
            return Err(JpegError::Malformed("sampling factors or a table's number"));
        }
        let h_max = factors.iter().map(|f| f.0).max().unwrap_or(1);
        let v_max = factors.iter().map(|f| f.1).max().unwrap_or(1);
        let (mcus_wide, mcus_high) = (width.div_ceil(8 * h_max), height.div_ceil(8 * v_max));
        let blocks: usize = factors.iter().map(|(h, v)| mcus_wide * h * mcus_high * v).sum();
        limits.check_memory(2 * 128 * blocks as u64 + 3 * (width as u64 * height as u64))?;
        let planes = specs
            .iter()
            .zip(&factors)
            .map(|(spec, &(h, v))| {
                let (padded_wide, padded_high) = (mcus_wide * h, mcus_high * v);
                Plane {
                    id: spec[0],
                    h: h as u8,
                    v: v as u8,
                    table_slot: usize::from(spec[2]),
                    table: None,
                    blocks_wide: (width * h).div_ceil(h_max).div_ceil(8),
                    blocks_high: (height * v).div_ceil(v_max).div_ceil(8),
                    padded_wide,
                    coefficients: vec![0; padded_wide * padded_high * 64],
                }
            })
            .collect();
        Ok(Self { width, height, progressive, planes, mcus_wide, mcus_high })
    }
}

/// What a scan covers.
pub(super) struct ScanHeader {
    /// (plane, DC table, AC table).
    pub components: Vec<(usize, usize, usize)>,
    start: usize,
    end: usize,
    high: u32,
    low: u32,
}

impl ScanHeader {
    pub fn parse(payload: &[u8], frame: &Frame) -> Result<Self, JpegError> {
        let malformed = JpegError::Malformed("a scan header");
        let count = usize::from(*payload.first().ok_or(malformed.clone())?);
        if !(1..=4).contains(&count) || payload.len() < 4 + 2 * count {
            return Err(malformed);
        }
        let mut components: Vec<(usize, usize, usize)> = Vec::with_capacity(count);
        for pair in payload[1..1 + 2 * count].chunks_exact(2) {
            let plane = frame.planes.iter().position(|p| p.id == pair[0]).ok_or(malformed.clone())?;
            let (dc, ac) = (usize::from(pair[1] >> 4), usize::from(pair[1] & 15));
            if dc > 3 || ac > 3 || components.iter().any(|c| c.0 == plane) {
                return Err(malformed);
            }
            components.push((plane, dc, ac));
        }
        let rest = &payload[1 + 2 * count..];
        let (start, end, high, low) = if frame.progressive {
            (usize::from(rest[0]), usize::from(rest[1]), u32::from(rest[2] >> 4), u32::from(rest[2] & 15))
        } else {
            (0, 63, 0, 0)
        };
        if start > end || end > 63 || low > 13 || (frame.progressive && start == 0 && end != 0) || (start > 0 && count != 1) {
            return Err(malformed);
        }
        Ok(Self { components, start, end, high, low })
    }

    /// Whether every Huffman table that the scan needs is there; refining DC values takes none.
    pub fn has_tables(&self, progressive: bool, dc: &[Option<Huffman>; 4], ac: &[Option<Huffman>; 4]) -> bool {
        let (needs_dc, needs_ac) = if progressive { (self.start == 0 && self.high == 0, self.start > 0) } else { (true, true) };
        self.components.iter().all(|c| (!needs_dc || dc[c.1].is_some()) && (!needs_ac || ac[c.2].is_some()))
    }
}

/// Reads a scan's data from `at`; gives where it ended and whether it came whole.
pub(super) fn read(
    bytes: &[u8],
    at: usize,
    frame: &mut Frame,
    header: &ScanHeader,
    tables: [&[Option<Huffman>; 4]; 2],
    restart_interval: u16,
) -> (usize, bool) {
    let mut decoder =
        Decoder { bits: Bits::new(bytes, at), predictions: [0; 4], run: 0, tables, header, progressive: frame.progressive };
    let whole = decoder.blocks(frame, usize::from(restart_interval)).is_some();
    (decoder.bits.position(), whole && !decoder.bits.exhausted)
}

type Block = [i16; 64];

struct Decoder<'a> {
    bits: Bits<'a>,
    predictions: [i32; 4],
    /// Blocks left in an end-of-band run.
    run: u32,
    tables: [&'a [Option<Huffman>; 4]; 2],
    header: &'a ScanHeader,
    progressive: bool,
}

impl Decoder<'_> {
    /// Visits every block of the scan in its order; nothing where the data ends or is wrong.
    fn blocks(&mut self, frame: &mut Frame, restart_interval: usize) -> Option<()> {
        let alone = self.header.components.len() == 1;
        let (wide, high) = if alone {
            let plane = &frame.planes[self.header.components[0].0];
            (plane.blocks_wide, plane.blocks_high)
        } else {
            (frame.mcus_wide, frame.mcus_high)
        };
        for mcu in 0..wide * high {
            if restart_interval > 0 && mcu > 0 && mcu % restart_interval == 0 {
                if !self.bits.restart() {
                    return None;
                }
                self.predictions = [0; 4];
                self.run = 0;
            }
            let (my, mx) = (mcu / wide, mcu % wide);
            for index in 0..self.header.components.len() {
                let (plane, dc, ac) = self.header.components[index];
                let plane = &mut frame.planes[plane];
                let (h, v) = if alone { (1, 1) } else { (usize::from(plane.h), usize::from(plane.v)) };
                for by in 0..v {
                    for bx in 0..h {
                        let block = (my * v + by) * plane.padded_wide + mx * h + bx;
                        let values = &mut plane.coefficients[block * 64..block * 64 + 64];
                        let before: Block = values.try_into().ok()?;
                        if self.block(values, index, dc, ac).is_none() || self.bits.exhausted {
                            // A block that came in part says less than none.
                            values.copy_from_slice(&before);
                            return None;
                        }
                    }
                }
            }
        }
        Some(())
    }

    fn block(&mut self, values: &mut [i16], component: usize, dc: usize, ac: usize) -> Option<()> {
        let (start, high) = (self.header.start, self.header.high);
        if !self.progressive {
            self.dc_first(values, component, dc)?;
            return self.ac_first(values, 1, ac);
        }
        match (start, high) {
            (0, 0) => self.dc_first(values, component, dc),
            (0, _) => {
                if self.bits.take(1) == 1 {
                    values[0] |= 1 << self.header.low;
                }
                Some(())
            }
            (_, 0) => self.ac_first(values, start, ac),
            _ => self.ac_refine(values, ac),
        }
    }

    fn dc_first(&mut self, values: &mut [i16], component: usize, dc: usize) -> Option<()> {
        let size = u32::from(self.tables[0][dc].as_ref()?.decode(&mut self.bits)?);
        if size > 11 {
            return None;
        }
        let prediction = &mut self.predictions[component];
        *prediction = (*prediction + self.bits.signed(size)).clamp(-(1 << 15), (1 << 15) - 1);
        values[0] = (*prediction << self.header.low) as i16;
        Some(())
    }

    /// AC coefficients of a sequential block, or of a progressive band's first pass (T.81, F.2.2.2 and G.1.2.2).
    fn ac_first(&mut self, values: &mut [i16], start: usize, ac: usize) -> Option<()> {
        if self.run > 0 {
            self.run -= 1;
            return Some(());
        }
        let table = self.tables[1][ac].as_ref()?;
        let mut k = start;
        while k <= self.header.end {
            let symbol = table.decode(&mut self.bits)?;
            let (zeros, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 {
                match zeros {
                    15 => k += 16,
                    0 if !self.progressive => return Some(()),
                    _ if !self.progressive => return None,
                    _ => {
                        self.run = (1 << zeros) + self.bits.take(zeros as u32) - 1;
                        return Some(());
                    }
                }
                continue;
            }
            k += zeros;
            if k > self.header.end {
                return None;
            }
            values[ZIGZAG[k]] = (self.bits.signed(size) << self.header.low) as i16;
            k += 1;
        }
        Some(())
    }

    /// A band's later pass: one more bit for what is nonzero, and what becomes nonzero (T.81, G.1.2.3).
    fn ac_refine(&mut self, values: &mut [i16], ac: usize) -> Option<()> {
        let bit = 1i16 << self.header.low;
        let mut k = self.header.start;
        if self.run == 0 {
            while k <= self.header.end {
                let symbol = self.tables[1][ac].as_ref()?.decode(&mut self.bits)?;
                let (mut zeros, size) = (u32::from(symbol >> 4), symbol & 15);
                let mut fresh = 0;
                match size {
                    0 if zeros < 15 => {
                        self.run = (1 << zeros) + self.bits.take(zeros);
                        break;
                    }
                    0 => {}
                    1 => fresh = if self.bits.take(1) == 1 { bit } else { -bit },
                    _ => return None,
                }
                while k <= self.header.end {
                    let value = &mut values[ZIGZAG[k]];
                    k += 1;
                    if *value != 0 {
                        refine(value, bit, &mut self.bits);
                    } else if zeros == 0 {
                        *value = fresh;
                        break;
                    } else {
                        zeros -= 1;
                    }
                }
            }
        }
        if self.run > 0 {
            for &natural in &ZIGZAG[k.min(64)..=self.header.end] {
                if values[natural] != 0 {
                    refine(&mut values[natural], bit, &mut self.bits);
                }
            }
            self.run -= 1;
        }
        Some(())
    }
}

fn refine(value: &mut i16, bit: i16, bits: &mut Bits<'_>) {
    if bits.take(1) == 1 && *value & bit == 0 {
        *value = if *value > 0 { value.saturating_add(bit) } else { value.saturating_sub(bit) };
    }
}
