/// Goes through a JPEG from marker to marker (ITU-T T.81, B.1.1).
#[derive(Default)]
pub(crate) struct Walk<'a> {
    pub bytes: &'a [u8],
    /// Where it goes on.
    pub at: usize,
}

impl<'a> Walk<'a> {
    /// From behind the start marker on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 2 }
    }

    /// Whether a marker has neither length nor payload.
    pub fn stands_alone(marker: u8) -> bool {
        matches!(marker, 0xd0..=0xd7 | 0x01)
    }

    /// The next marker's code; skips what stands before it, such as a scan's data.
    pub fn next_marker(&mut self) -> Option<u8> {
        loop {
            while *self.bytes.get(self.at)? != 0xff {
                self.at += 1;
            }
            while *self.bytes.get(self.at)? == 0xff {
                self.at += 1;
            }
            let code = *self.bytes.get(self.at)?;
            self.at += 1;
            if code != 0 {
                return Some(code);
            }
        }
    }

    /// What stands behind a marker that has a payload; nothing where the file ends within.
    pub fn payload(&mut self) -> Option<&'a [u8]> {
        let length = usize::from(u16::from_be_bytes([*self.bytes.get(self.at)?, *self.bytes.get(self.at + 1)?]));
        let payload = self.bytes.get(self.at + 2..self.at + length.max(2))?;
        self.at += length.max(2);
        Some(payload)
    }
}
