use crate::frequency::{BLOCK, Coefficients};
use crate::input::Photo;
use crate::tile::TileSize;

/// A tile's place: its upper left corner in pixels of the picture, on the 8×8 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileSpec {
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
}

/// Covers the picture with tiles at a fixed stride, the last ones flush with its edges, the most conspicuous first: by how
/// unevenly the high-pass residual is spread over a tile, which is where different sources or edits meet.
#[must_use]
pub fn plan(photo: &Photo, tile: TileSize, overlap: usize) -> Vec<TileSpec> {
    let (columns, rows) = grid(photo.width as usize, photo.height as usize, tile, overlap);
    let mut specs: Vec<(TileSpec, f32)> = Vec::with_capacity(columns.len() * rows.len());
    for &y in &rows {
        for &x in &columns {
            let spec = TileSpec { x, y };
            specs.push((spec, unevenness(photo, spec, tile)));
        }
    }
    specs.sort_by(|a, b| b.1.total_cmp(&a.1));
    specs.into_iter().map(|(spec, _)| spec).collect()
}

/// Left edges of the columns of tiles, and upper edges of their rows, rising.
pub(super) fn grid(width: usize, height: usize, tile: TileSize, overlap: usize) -> (Vec<usize>, Vec<usize>) {
    (starts(width, tile.width, overlap), starts(height, tile.height, overlap))
}

/// Left or upper edges at a stride of `tile - overlap`. The last tile ends where the picture's last block does, so that it is padded
/// by less than a block, and shares more with its neighbour; a picture smaller than a tile is padded to one.
fn starts(length: usize, tile: usize, overlap: usize) -> Vec<usize> {
    let last = (length.div_ceil(BLOCK) * BLOCK).saturating_sub(tile);
    // A tile fitted to a small picture may be no larger than the overlap, and leaves no stride.
    if last == 0 {
        return vec![0];
    }
    (0..last).step_by(tile - overlap).chain([last]).collect()
}

fn unevenness(photo: &Photo, spec: TileSpec, tile: TileSize) -> f32 {
    const CELL: usize = 32;
    let (width, height) = (photo.width as usize, photo.height as usize);
    let green = |x: usize, y: usize| i32::from(photo.rgb[(y * width + x) * 3 + 1]);
    let (mut sum, mut squares, mut cells) = (0.0, 0.0, 0.0f32);
    for y0 in (spec.y..(spec.y + tile.height).min(height)).step_by(CELL) {
        for x0 in (spec.x..(spec.x + tile.width).min(width)).step_by(CELL) {
            let mut energy = 0;
            for y in (y0..(y0 + CELL).min(height)).step_by(4) {
                for x in (x0 + 1..(x0 + CELL).min(width.saturating_sub(1))).step_by(2) {
                    energy += (green(x - 1, y) - 2 * green(x, y) + green(x + 1, y)).abs();
                }
            }
            let level = (1.0 + energy as f32).ln();
            sum += level;
            squares += level * level;
            cells += 1.0;
        }
    }
    if cells > 0.0 { squares / cells - (sum / cells).powi(2) } else { 0.0 }
}

/// Pixels and coefficients of a tile. Beyond the picture's last block it is mirrored, block by block, so that what is padded
/// has the picture's own noise and grid: repeated lines would look like nothing that a camera makes. Within the last block the
/// last row and column are repeated, as an encoder does.
#[must_use]
pub fn cut(photo: &Photo, coefficients: &Coefficients, spec: TileSpec, tile: TileSize) -> (Vec<u8>, Vec<i16>) {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (blocks_wide, blocks_high) = (coefficients.blocks_wide, coefficients.blocks_high);
    let place = |at: usize, blocks: usize, length: usize| mirrored(at, blocks * BLOCK).min(length - 1);
    let columns: Vec<usize> = (spec.x..spec.x + tile.width).map(|x| place(x, blocks_wide, width) * 3).collect();
    let mut rgb = Vec::with_capacity(tile.values(1) * 3);
    for y in spec.y..spec.y + tile.height {
        let row = &photo.rgb[place(y, blocks_high, height) * width * 3..][..width * 3];
        for &x in &columns {
            rgb.extend_from_slice(&row[x..x + 3]);
        }
    }
    // Mirroring a block turns the signs of some of its coefficients, of which the network sees none.
    let (bx, by, (wide, high)) = (spec.x / BLOCK, spec.y / BLOCK, tile.level(BLOCK));
    let mut blocks = Vec::with_capacity(wide * high * 64);
    for y in by..by + high {
        let row = mirrored(y, blocks_high) * blocks_wide;
        for x in bx..bx + wide {
            let at = (row + mirrored(x, blocks_wide)) * 64;
            blocks.extend_from_slice(&coefficients.values[at..at + 64]);
        }
    }
    (rgb, blocks)
}

/// The place within `length` that stands at `at` when what is there goes on mirrored at its ends.
fn mirrored(at: usize, length: usize) -> usize {
    let at = at % (2 * length);
    at.min(2 * length - 1 - at)
}
