//! Pictures whose truth the tests make.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;

use super::LensMap;
use crate::input::{Format, Orientation, Photo};
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

pub fn saved(rgb: &[u8], width: usize, height: usize, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(rgb, width as u32, height as u32, image::ExtendedColorType::Rgb8)
        .expect("in memory");
    image::load_from_memory(file.get_ref()).expect("just saved").into_rgb8().into_raw()
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
