use super::raster::Raster;
use super::resize::Filter;
use super::sample::Sample;

/// Side of a thumbnail, pixels.
const THUMB: usize = 160;
/// Samples on a sheet.
pub const MOST: usize = 64;
/// Samples in a row.
const COLUMNS: usize = 8;

/// Draws samples, each above its mask, onto one picture.
pub fn draw(samples: &[Sample]) -> Raster {
    let rows = samples.len().div_ceil(COLUMNS).max(1);
    let (width, height) = (COLUMNS * THUMB, rows * 2 * THUMB);
    let mut sheet = Raster { width, height, rgb: vec![24; width * height * 3] };
    for (index, sample) in samples.iter().enumerate() {
        let (x, y) = (index % COLUMNS * THUMB, index / COLUMNS * 2 * THUMB);
        paste(&mut sheet, &sample.picture, x, y);
        let mask = sample.mask.iter().flat_map(|&m| [m * 255; 3]).collect();
        paste(&mut sheet, &Raster { rgb: mask, ..sample.picture }, x, y + THUMB);
    }
    sheet
}

fn paste(sheet: &mut Raster, picture: &Raster, x: usize, y: usize) {
    let longest = picture.width.max(picture.height);
    let scaled = |side: usize| (side * (THUMB - 4) / longest).max(1);
    let small = picture.resize(scaled(picture.width), scaled(picture.height), Filter::Triangle);
    sheet.paste(&small, x, y);
}
