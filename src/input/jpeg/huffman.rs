use super::JpegError;
use super::bits::Bits;

/// A Huffman table of T.81 annex C, looked up by eight bits, then by length.
#[derive(Clone)]
pub(super) struct Huffman {
    /// (length, symbol) by the next eight bits; length 0 where the code is longer.
    short: [(u8, u8); 256],
    /// First code of each length, left-aligned to 16 bits, past the last one of that length.
    limits: [u32; 17],
    /// Index of each length's first symbol minus its first code.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Huffman {
    pub fn new(counts: &[u8; 16], symbols: &[u8]) -> Result<Self, JpegError> {
        let mut table = Self { short: [(0, 0); 256], limits: [0; 17], offsets: [0; 17], symbols: symbols.to_vec() };
        let (mut code, mut index) = (0u32, 0usize);
        for length in 1..=16u32 {
            table.offsets[length as usize] = index as i32 - code as i32;
            for _ in 0..counts[length as usize - 1] {
                if code >= 1 << length {
                    return Err(JpegError::Malformed("a Huffman table has more codes than fit"));
                }
                if length <= 8 {
                    let first = (code << (8 - length)) as usize;
                    table.short[first..first + (1 << (8 - length))].fill((length as u8, symbols[index]));
                }
                code += 1;
                index += 1;
            }
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Ok(table)
    }

    /// The next symbol; nothing for a code that the table does not have.
    pub fn decode(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let next = bits.peek16();
        let (length, symbol) = self.short[(next >> 8) as usize];
        if length > 0 {
            bits.skip(u32::from(length));
            return Some(symbol);
        }
        for length in 9..=16usize {
            if next < self.limits[length] {
                let code = (next >> (16 - length)) as i32;
                bits.skip(length as u32);
                return self.symbols.get((code + self.offsets[length]) as usize).copied();
            }
        }
        None
    }
}
