//! What checking a picture needs beside the picture and its mask does not grow with the number of tiles.
#![allow(clippy::unwrap_used, reason = "a test")]
#![allow(unsafe_code, reason = "an allocator that counts can be had no other way; it hands everything on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use omni_iml::frequency::coefficients;
use omni_iml::input::{Format, Orientation, Photo};
use omni_iml::localize::{Flow, LocalizeError, ModelEntry, Progress, Thresholds, TileNetwork, localize};
use omni_iml::tile::{Tile, TileOutput};

/// The system's allocator, counting bytes in use and their peak.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator with the arguments it came with.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        // SAFETY: the caller's promises are those of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Finds a band of every tile manipulated.
struct Banded;

impl TileNetwork for Banded {
    async fn look(&self, tile: Tile<'_>) -> Result<TileOutput, LocalizeError> {
        let (side, values) = (tile.size.width / 4, tile.size.values(4));
        Ok(TileOutput {
            mask: (0..values).map(|i| if i / side < 4 { 3.0 } else { -3.0 }).collect(),
            reliability: vec![0.0; values],
            coarse_vision: vec![0.0; values / 4],
            coarse_fused: vec![0.0; values / 4],
            gate: 0.0,
            frequency_used: false,
            alignment: 0.0,
            score: 0.0,
            domain: [0.0; 4],
        })
    }
}

const TILE: usize = 128;
/// A tile, in and out, each part twice while it grows: pixels, coefficients, logits.
const OF_A_TILE: usize = 2 * TILE * TILE * (3 + 2 + 1);
/// A tile's place in the plan, and what it is sorted by; twice while the list is made.
const OF_A_PLACE: usize = 64;
/// A part of the picture and what the gate chose for it; twice while the list grows.
const OF_A_CHOICE: usize = 2 * 20;

/// Bytes that a check needs beside the picture and its coefficients.
struct Needed {
    /// Before each tile and after the last, less what was in use before the check.
    between_tiles: Vec<usize>,
    /// The most there ever was.
    peak: usize,
}

fn check(width: usize, height: usize) -> Needed {
    let photo = Photo {
        width: width as u32,
        height: height as u32,
        rgb: (0..width * height * 3).map(|i| (i % 251) as u8).collect(),
        orientation: Orientation::default(),
        format: Format::Png,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    };
    let coefficients = coefficients(&photo);
    let thresholds = Thresholds {
        mask: 0.5,
        sharp_from: None,
        weak: 0.3,
        moderate: 0.5,
        strong: 0.8,
        very_strong: 0.95,
        unsure_margin: 0.05,
        min_region_area: 16,
        least_side: 1,
        least_quality: 1,
        tail: 0.0,
        tells_domain: true,
    };
    let nameless = String::new;
    let entry =
        ModelEntry { name: nameless(), file: nameless(), sha256: nameless(), bytes: 0, tile: TILE, overlap: 32, thresholds };
    let mut between_tiles = Vec::with_capacity(1000);
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let mut progress = |_: Progress<'_>| {
        between_tiles.push(IN_USE.load(Ordering::Relaxed) - before);
        Flow::Continue
    };
    let future = localize(&photo, &coefficients, &Banded, &entry, &mut progress);
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(findings) => assert!(!findings.unwrap().regions.is_empty()),
        Poll::Pending => unreachable!("this network never waits"),
    }
    let peak = PEAK.load(Ordering::Relaxed) - before;
    Needed { between_tiles, peak }
}

#[test]
fn memory_does_not_grow_with_the_number_of_tiles() {
    for (width, height, tiles) in [(200, 200, 4), (1500, 1400, 16 * 15)] {
        let Needed { between_tiles, peak } = check(width, height);
        assert_eq!(between_tiles.len(), tiles + 1);
        println!("{tiles} tiles: {} bytes between tiles, {peak} at the most", between_tiles[0]);
        assert!(between_tiles.iter().all(|&bytes| bytes == between_tiles[0]), "a tile leaves something: {between_tiles:?}");
        let quarters = width.div_ceil(4) * height.div_ceil(4);
        let eighths = width.div_ceil(8) * height.div_ceil(8);
        let sums = quarters * (8 + 8 + 4) + 2 * eighths;
        assert!(between_tiles[0] <= sums + tiles * OF_A_PLACE + 2000, "{} bytes for sums of {sums}", between_tiles[0]);
        // At the end mask and reliability, their logits, the coarse masks, the runs of regions, a line of neighbours, the gate's choices.
        let end = 2 * (width * height + quarters * 4 + eighths) + tiles * OF_A_CHOICE + height * 20 * 3 + width * 24;
        let most = sums + tiles * OF_A_PLACE + 2000 + end.max(OF_A_TILE);
        assert!(peak <= most, "{peak} bytes, over {most}");
    }
}
