use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;

use super::*;
use crate::input::{Format, Orientation};
use crate::metrics::pixel_auc;

fn photo(width: usize, height: usize, rgb: Vec<u8>) -> Photo {
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
fn chance(i: usize) -> f32 {
    let mut x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((x >> 40) as f32) / 8_388_608.0 - 1.0
}

/// A soft pattern with noise of a given strength.
fn scene(width: usize, height: usize, noise: impl Fn(usize, usize) -> f32) -> Vec<u8> {
    (0..width * height * 3)
        .map(|i| {
            let (x, y) = (i / 3 % width, i / 3 / width);
            let pattern = 128.0 + 50.0 * (x as f32 / 17.0).sin() + 40.0 * (y as f32 / 23.0).cos();
            (pattern + noise(x, y) * chance(i)).clamp(0.0, 255.0) as u8
        })
        .collect()
}

fn saved(rgb: &[u8], width: usize, height: usize, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(rgb, width as u32, height as u32, image::ExtendedColorType::Rgb8)
        .unwrap();
    image::load_from_memory(file.get_ref()).unwrap().into_rgb8().into_raw()
}

/// The forged part of the 256×192 test pictures.
fn inside(x: usize, y: usize) -> bool {
    (96..176).contains(&x) && (64..128).contains(&y)
}

fn truth() -> Vec<bool> {
    (0..256 * 192).map(|i| inside(i % 256, i / 256)).collect()
}

/// `outer` with the part of `inner` that is [`inside`].
fn spliced(outer: &[u8], inner: &[u8]) -> Photo {
    let pixels = (0..256 * 192 * 3).map(|i| if inside(i / 3 % 256, i / 3 / 256) { inner[i] } else { outer[i] });
    photo(256, 192, pixels.collect())
}

fn auc(map: &LensMap) -> f64 {
    pixel_auc(&map.to_mask(256, 192), &truth()).unwrap()
}

#[test]
fn ela_sees_what_was_never_saved() {
    let fresh = scene(256, 192, |_, _| 12.0);
    let old = saved(&fresh, 256, 192, ELA_QUALITY);
    assert!(auc(&ela(&spliced(&old, &fresh))) > 0.95);
}

#[test]
fn noise_sees_another_level_and_measures_it() {
    let map = noise(&photo(256, 192, scene(256, 192, |x, y| if inside(x, y) { 30.0 } else { 10.0 })));
    assert!(auc(&map) > 0.95);
    // Uniform noise of ±10 in each channel: 10 / √3, times the luma's √(.299² + .587² + .114²).
    let expected = 10.0 / 3f32.sqrt() * 0.6685;
    assert!((map.figures[0].value / expected - 1.0).abs() < 0.15, "{} is not {expected}", map.figures[0].value);
}

#[test]
fn the_ghost_shows_at_the_quality_that_was() {
    let scene = scene(256, 192, |_, _| 20.0);
    let picture = spliced(&saved(&scene, 256, 192, 95), &saved(&scene, 256, 192, 65));
    let map = ghost(&photo(256, 192, saved(&picture.rgb, 256, 192, 95)));
    assert_eq!(map.figures[0].value, 65.0);
    assert!(auc(&map) > 0.95);
}

#[test]
fn pictures_of_any_size_and_without_detail_are_quiet() {
    for (width, height) in [(1, 1), (7, 3), (8, 8), (9, 1), (64, 48), (1033, 20)] {
        for lens in Lens::ALL {
            let map = lens.look(&photo(width, height, vec![77; width * height * 3]));
            assert_eq!(map.values.len(), width.div_ceil(8) * height.div_ceil(8));
            assert!(map.values.iter().all(|&v| v == 0.0), "{lens} on {width}×{height}");
            assert!(map.figures.iter().all(|f| f.value.is_finite()));
            assert_eq!(map.to_mask(width, height), vec![0; width * height]);
        }
    }
}

#[test]
fn values_stay_within_their_range() {
    let wild = photo(131, 77, (0..131 * 77 * 3).map(|i| if chance(i) > 0.0 { 255 } else { 0 }).collect());
    for lens in Lens::ALL {
        assert!(lens.look(&wild).values.iter().all(|v| (0.0..1.0).contains(v)), "{lens}");
    }
}

#[test]
fn smoothing_is_the_mean_of_the_neighbours() {
    let cells = Cells { wide: 3, high: 2, values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0] };
    assert_eq!(cells.smoothed(1).values, [3.0, 3.5, 4.0, 3.0, 3.5, 4.0]);
}
