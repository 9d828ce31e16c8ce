use std::io::Write;
use std::ops::ControlFlow;
use std::sync::mpsc;

use super::ForgeError;
use super::sample::{self, Part, Sample};
use crate::frequency::BlockDct;

/// Makes samples `0..count` on `threads` threads and hands them over in order, until `take` breaks off. Returns how many
/// it took.
///
/// # Errors
/// The first error of a worker or of `take`.
pub fn in_order(
    parts: &[Part],
    seed: u64,
    count: u64,
    threads: usize,
    mut take: impl FnMut(u64, Sample) -> Result<ControlFlow<()>, ForgeError>,
) -> Result<u64, ForgeError> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let (sender, receiver) = mpsc::sync_channel(4);
                scope.spawn(move || {
                    let dct = BlockDct::new();
                    for index in (worker as u64..count).step_by(threads) {
                        if sender.send(sample::make(parts, seed, index, &dct)).is_err() {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        for index in 0..count {
            match workers[index as usize % threads].recv() {
                Ok(sample) => {
                    if take(index, sample?)?.is_break() {
                        return Ok(index);
                    }
                }
                Err(_) => return Err(ForgeError::Worker),
            }
        }
        Ok(count)
    })
}

/// Writes one record of the trainer's stream; the layout is in `train/README.md`.
pub fn write_record(out: &mut impl Write, sample: &Sample) -> std::io::Result<()> {
    let mut record = Vec::with_capacity(16 + sample.picture.rgb.len() * 2);
    record.extend_from_slice(b"OIF1");
    record.extend_from_slice(&(sample.picture.width as u16).to_le_bytes());
    let forged = u8::from(sample.mask.contains(&1));
    record.extend_from_slice(&[
        sample.domain as u8,
        sample.kind.code(),
        u8::from(sample.coefficients.jpeg),
        u8::from(sample.aligned),
        forged,
        0,
    ]);
    record.extend_from_slice(&(sample.source as u32).to_le_bytes());
    record.extend_from_slice(&sample.picture.rgb);
    for value in &sample.coefficients.values {
        record.extend_from_slice(&value.to_le_bytes());
    }
    for q in sample.coefficients.table {
        record.extend_from_slice(&q.to_le_bytes());
    }
    record.extend_from_slice(&sample.mask);
    out.write_all(&record)
}
