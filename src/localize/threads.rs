//! Tiles shared out to the processor's threads, where there are threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::{Findings, Gated, LocalizeError, ModelEntry, TileNetwork, conclude, cut, prepare};
use crate::frequency::Coefficients;
use crate::input::Photo;
use crate::tile::Tile;

/// [`super::localize`] on so many threads, with the same result on any number; `progress` is told tiles done and in all.
///
/// # Errors
/// A failing network.
pub fn localize_on_threads(
    photo: &Photo,
    coefficients: &Coefficients,
    network: &Gated<'_>,
    entry: &ModelEntry,
    threads: usize,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Findings, LocalizeError> {
    let (size, specs, mut accumulator) = prepare(photo, entry);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| -> Result<(), LocalizeError> {
        for _ in 0..threads.clamp(1, specs.len()) {
            let (sender, specs, next) = (sender.clone(), &specs, &next);
            scope.spawn(move || {
                while let Some(&spec) = specs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (rgb, blocks) = cut(photo, coefficients, spec, size);
                    let tile = Tile { size, rgb: &rgb, coefficients: &blocks, table: &coefficients.table };
                    // Nobody listens any more after an error.
                    if sender.send((spec, pollster::block_on(network.look(tile)))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        progress(0, specs.len());
        for (done, (spec, output)) in receiver.into_iter().enumerate() {
            accumulator.add(spec, &output?);
            progress(done + 1, specs.len());
        }
        Ok(())
    })?;
    Ok(conclude(photo, &accumulator, &entry.thresholds))
}
