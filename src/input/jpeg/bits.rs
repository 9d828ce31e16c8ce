/// Reads bits of entropy-coded data: undoes byte stuffing and stops at any marker.
pub(super) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
    /// Bits were asked for beyond the end of the data.
    pub exhausted: bool,
}

impl<'a> Bits<'a> {
    pub fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at, held: 0, count: 0, exhausted: false }
    }

    /// Where the next marker or unread byte is. Whole bytes still held were never part of another segment.
    pub fn position(&self) -> usize {
        self.at
    }

    fn fill(&mut self) {
        while self.count <= 24 {
            let byte = match self.data.get(self.at) {
                Some(0xff) => match self.data.get(self.at + 1) {
                    Some(0) => {
                        self.at += 2;
                        0xff
                    }
                    _ => return,
                },
                Some(&byte) => {
                    self.at += 1;
                    byte
                }
                None => return,
            };
            self.held |= u32::from(byte) << (24 - self.count);
            self.count += 8;
        }
    }

    /// The next 16 bits, zeros beyond the end, without taking them.
    pub fn peek16(&mut self) -> u32 {
        if self.count < 16 {
            self.fill();
        }
        self.held >> 16
    }

    /// Takes `n` bits (0 to 16).
    pub fn skip(&mut self, n: u32) {
        if n > self.count {
            self.exhausted = true;
            self.held = 0;
            self.count = 0;
        } else {
            self.held = self.held.checked_shl(n).unwrap_or(0);
            self.count -= n;
        }
    }

    /// `n` bits (0 to 16) as a number.
    pub fn take(&mut self, n: u32) -> u32 {
        if n == 0 {
            return 0;
        }
        let value = self.peek16() >> (16 - n);
        self.skip(n);
        value
    }

    /// `n` bits as the signed number of T.81, F.2.2.1 (EXTEND).
    pub fn signed(&mut self, n: u32) -> i32 {
        if n == 0 {
            return 0;
        }
        let value = self.take(n) as i32;
        if value < 1 << (n - 1) { value - (1 << n) + 1 } else { value }
    }

    /// Drops what is left of the byte and steps over a restart marker; false where there is none.
    pub fn restart(&mut self) -> bool {
        self.held = 0;
        self.count = 0;
        // Fill bytes may stand before a marker.
        while self.data.get(self.at) == Some(&0xff) && self.data.get(self.at + 1) == Some(&0xff) {
            self.at += 1;
        }
        let found =
            self.data.get(self.at) == Some(&0xff) && self.data.get(self.at + 1).is_some_and(|m| (0xd0..=0xd7).contains(m));
        if found {
            self.at += 2;
            self.exhausted = false;
        }
        found
    }
}
