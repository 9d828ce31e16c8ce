//! How a picture is made smaller to be shown: by averaging whole samples.

use std::ops::Range;

/// Width and height so that the longest side has at most `longest` samples; never larger than before, never 0.
#[must_use]
pub fn fit(width: u32, height: u32, longest: u32) -> (usize, usize) {
    let side = width.max(height);
    if side <= longest {
        return (width as usize, height as usize);
    }
    let scaled = |length: u32| ((u64::from(length) * u64::from(longest) / u64::from(side)) as usize).max(1);
    (scaled(width), scaled(height))
}

/// The source samples under sample `index` of `count`; never empty, as `count` is at most `length`.
#[must_use]
pub fn span(index: usize, count: usize, length: usize) -> Range<usize> {
    index * length / count..((index + 1) * length / count).max(index * length / count + 1)
}
