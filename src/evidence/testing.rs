//! Pictures whose truth the tests make.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;

use super::{LensMap, Picture};
use crate::input::{Format, Limits, Orientation, Photo, read};
use crate::metrics::pixel_auc;

/// A PNG of these pixels.
pub fn photo(width: usize, height: usize, rgb: Vec<u8>) -> Photo {
    let (width, height) = (width as u32, height as u32);
    Photo {
        width,
        height,
        rgb,
        orientation: Orientation::default(),
        format: Format::Png,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    }
}

/// A number in -1..1 for each index, without pattern.
pub fn chance(i: usize) -> f32 {
    let mut x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    // Both rounds of SplitMix64 (G. Steele et al., 2014): after one alone, places far apart are alike.
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x >> 40) as f32) / 8_388_608.0 - 1.0
}

/// A number of the standard normal distribution for each index (G. Box and M. Muller, 1958).
pub fn normal(i: usize) -> f32 {
    let [u, v] = [2 * i, 2 * i + 1].map(|i| f64::from(chance(i)) / 2.0 + 0.5);
    ((-2.0 * (u + 1e-9).ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
}

/// A soft pattern with noise of a given strength.
pub fn scene(width: usize, height: usize, noise: impl Fn(usize, usize) -> f32) -> Vec<u8> {
    (0..width * height * 3)
        .map(|i| {
            let (x, y) = (i / 3 % width, i / 3 / width);
            let pattern = 128.0 + 50.0 * (x as f32 / 17.0).sin() + 40.0 * (y as f32 / 23.0).cos();
            (pattern + noise(x, y) * chance(i)).clamp(0.0, 255.0) as u8
        })
        .collect()
}

fn jpeg(rgb: &[u8], width: usize, height: usize, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(rgb, width as u32, height as u32, image::ExtendedColorType::Rgb8)
        .expect("in memory");
    file.into_inner()
}

pub fn saved(rgb: &[u8], width: usize, height: usize, quality: u8) -> Vec<u8> {
    image::load_from_memory(&jpeg(rgb, width, height, quality)).expect("just saved").into_rgb8().into_raw()
}

/// A JPEG of these pixels, with its coefficients.
pub fn jpeg_photo(rgb: &[u8], width: usize, height: usize, quality: u8) -> Photo {
    read(&jpeg(rgb, width, height, quality), None, &Limits::NATIVE).expect("just saved")
}

/// 256×192 pixels saved at a quality on a grid that begins at a column and row, each 0..=7.
pub fn saved_off_grid(noise: f32, quality: u8, (column, row): (usize, usize)) -> Vec<u8> {
    let larger = saved(&scene(264, 200, |_, _| noise), 264, 200, quality);
    let (left, top) = ((8 - column) % 8, (8 - row) % 8);
    (0..192).flat_map(|y| larger[((y + top) * 264 + left) * 3..][..256 * 3].to_vec()).collect()
}

/// 256×192 pixels whose part that is [`inside`] shows what lies `(dx, dy)` further.
pub fn copied(rgb: &[u8], (dx, dy): (isize, isize)) -> Photo {
    let from = |i: usize| {
        let (x, y) = (i / 3 % 256, i / 3 / 256);
        if inside(x, y) { (i as isize + 3 * (dy * 256 + dx)) as usize } else { i }
    };
    photo(256, 192, (0..rgb.len()).map(|i| rgb[from(i)]).collect())
}

/// 256×192 pixels enlarged about their corner, bilinear.
pub fn enlarged(rgb: &[u8], factor: f32) -> Vec<u8> {
    let value = |i: usize| {
        let (x, y) = ((i / 3 % 256) as f32 / factor, (i / 3 / 256) as f32 / factor);
        let at = |dx: usize, dy: usize| f32::from(rgb[((y as usize + dy) * 256 + x as usize + dx) * 3 + i % 3]);
        let upper = at(0, 0) * (1.0 - x.fract()) + at(1, 0) * x.fract();
        let lower = at(0, 1) * (1.0 - x.fract()) + at(1, 1) * x.fract();
        (upper * (1.0 - y.fract()) + lower * y.fract()).round() as u8
    };
    (0..rgb.len()).map(value).collect()
}

/// The map's greatest value.
pub fn greatest(map: &LensMap) -> f32 {
    let Picture::Values(values) = &map.picture else { panic!("values") };
    values.iter().copied().fold(0.0, f32::max)
}

/// The forged part of the 256×192 test pictures.
pub fn inside(x: usize, y: usize) -> bool {
    (96..176).contains(&x) && (64..128).contains(&y)
}

pub fn truth() -> Vec<bool> {
    (0..256 * 192).map(|i| inside(i % 256, i / 256)).collect()
}

/// `outer` with the part of `inner` that is [`inside`].
pub fn spliced(outer: &[u8], inner: &[u8]) -> Photo {
    let pixels = (0..256 * 192 * 3).map(|i| if inside(i / 3 % 256, i / 3 / 256) { inner[i] } else { outer[i] });
    photo(256, 192, pixels.collect())
}

pub fn auc(map: &LensMap) -> f64 {
    map.to_mask().and_then(|mask| pixel_auc(&mask, &truth())).expect("values")
}

/// The mean of the values that are [`inside`] and of the others.
pub fn means(map: &LensMap) -> [f32; 2] {
    let mask = map.to_mask().expect("values");
    [true, false].map(|part| {
        let of = mask.iter().zip(truth()).filter(|(_, t)| *t == part).map(|(m, _)| f32::from(*m) / 255.0);
        let (sum, count) = of.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        sum / count
    })
}
