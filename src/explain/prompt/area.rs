//! Making pictures smaller by exact area means.

/// Interleaved RGB8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

/// The size of a picture of `width`×`height` whose longest side may be `longest`; it never grows.
pub(super) fn fitting(width: usize, height: usize, longest: usize) -> (usize, usize) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let scaled = |length: usize| ((length * longest + side / 2) / side).max(1);
    (scaled(width), scaled(height))
}

/// The mean of what each new pixel covers, border pixels by their share; integers throughout, rounded once. `row` writes
/// row y of the old picture, `3 * width` bytes, and is called once for each, from the top. The new sides are at most the
/// old ones.
pub(super) fn reduce(
    width: usize,
    height: usize,
    to_width: usize,
    to_height: usize,
    mut row: impl FnMut(usize, &mut [u8]),
) -> Picture {
    let mut source = vec![0; 3 * width];
    let mut line = vec![0u64; 3 * to_width];
    let mut sums = vec![0u64; 3 * to_width];
    let mut rgb = Vec::with_capacity(3 * to_width * to_height);
    let whole = (width * height) as u64;
    // In units in which an old pixel is as long as the new picture has pixels, a new one as the old picture has.
    let mut filled = 0;
    for y in 0..height {
        row(y, &mut source);
        narrow(&source, to_width, &mut line);
        let first = to_height.min(height - filled);
        add(&mut sums, &line, first);
        filled += first;
        if filled == height {
            rgb.extend(sums.iter().map(|sum| ((sum + whole / 2) / whole) as u8));
            sums.fill(0);
            filled = to_height - first;
            add(&mut sums, &line, filled);
        }
    }
    Picture { width: to_width, height: to_height, rgb }
}

fn add(sums: &mut [u64], line: &[u64], weight: usize) {
    for (sum, value) in sums.iter_mut().zip(line) {
        *sum += value * weight as u64;
    }
}

/// Weighted sums of one row: `line[i]` is the sum over what new pixel i covers, times the new width.
fn narrow(source: &[u8], to_width: usize, line: &mut [u64]) {
    let width = source.len() / 3;
    line.fill(0);
    let (mut to, mut filled) = (0, 0);
    for pixel in source.chunks_exact(3) {
        let first = to_width.min(width - filled);
        for (c, value) in pixel.iter().enumerate() {
            line[3 * to + c] += u64::from(*value) * first as u64;
        }
        filled += first;
        if filled == width {
            to += 1;
            filled = to_width - first;
            if filled > 0 {
                for (c, value) in pixel.iter().enumerate() {
                    line[3 * to + c] += u64::from(*value) * filled as u64;
                }
            }
        }
    }
}
