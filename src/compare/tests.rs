#![allow(clippy::unwrap_used, reason = "tests")]

use image::imageops::{FilterType, crop_imm, resize};
use image::{Rgb, RgbImage};

use super::*;
use crate::input::{self, Limits};

/// A scene of boxes, discs and grain, the same for a seed.
fn scene(width: u32, height: u32, seed: u64) -> RgbImage {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut picture =
        RgbImage::from_fn(width, height, |x, y| Rgb([(x * 90 / width) as u8 + 60, (y * 90 / height) as u8 + 60, 110]));
    for _ in 0..160 {
        let (x, y) = (rng.u32(0..width), rng.u32(0..height));
        let (w, h, round) = (rng.u32(8..90), rng.u32(8..90), rng.bool());
        let colour = [rng.u8(20..230), rng.u8(20..230), rng.u8(20..230)];
        for (dx, dy) in (0..h).flat_map(|dy| (0..w).map(move |dx| (dx, dy))) {
            let (rx, ry) = (f64::from(dx) / f64::from(w) - 0.5, f64::from(dy) / f64::from(h) - 0.5);
            if x + dx < width && y + dy < height && (!round || rx * rx + ry * ry < 0.25) {
                picture.put_pixel(x + dx, y + dy, Rgb(colour));
            }
        }
    }
    for pixel in picture.pixels_mut() {
        let grain = rng.i16(-6..=6);
        pixel.0 = pixel.0.map(|value| (i16::from(value) + grain).clamp(0, 255) as u8);
    }
    picture
}

fn jpeg(picture: &RgbImage, quality: u8) -> Photo {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    input::read(&bytes, None, &Limits::NATIVE).unwrap()
}

/// A disc of something else at a place.
fn pasted(picture: &mut RgbImage, [x, y]: [u32; 2], radius: u32) {
    let other = scene(picture.width(), picture.height(), 99);
    for (dx, dy) in (0..2 * radius).flat_map(|dy| (0..2 * radius).map(move |dx| (dx, dy))) {
        let (rx, ry) = (i64::from(dx) - i64::from(radius), i64::from(dy) - i64::from(radius));
        if rx * rx + ry * ry < i64::from(radius * radius) {
            let from = *other.get_pixel((x + dx + 40) % other.width(), (y + dy + 70) % other.height());
            picture.put_pixel(x + dx, y + dy, from);
        }
    }
}

#[test]
fn what_was_put_in_is_found_after_a_crop_a_resizing_and_a_save() {
    let original = scene(900, 700, 1);
    let mut asked = crop_imm(&original, 120, 60, 640, 520).to_image();
    pasted(&mut asked, [300, 200], 45);
    let small = resize(&asked, 480, 390, FilterType::CatmullRom);
    let found = compare(&jpeg(&small, 85), &jpeg(&original, 92)).unwrap();
    for (found, wanted) in found.shows.iter().zip([120, 60, 640, 520]) {
        assert!((found - wanted).abs() <= 1, "{:?}", found);
    }
    assert!((found.scale - 0.75).abs() < 0.002 && found.turned.abs() < 0.1, "{} {}", found.scale, found.turned);
    assert!(found.covered > 0.99 && found.correlation > 0.9, "{} {}", found.covered, found.correlation);
    // The disc lies at (345, 245) of the crop, at three quarters of it in the picture.
    let inside = |x: usize, y: usize| (x as f64 - 258.75).hypot(y as f64 - 183.75) < 33.75;
    let [mut both, mut either] = [0, 0];
    for (i, &value) in found.map.iter().enumerate() {
        let (told, there) = (value >= 128, inside(i % 480, i / 480));
        both += usize::from(told && there);
        either += usize::from(told || there);
    }
    assert!(both as f64 / either as f64 > 0.6, "{both} of {either}");
    let [x, y, w, h] = found.regions[0].bbox;
    assert!(x.abs_diff(225) < 8 && y.abs_diff(150) < 8 && w.abs_diff(67) < 14 && h.abs_diff(67) < 14, "{:?}", found.regions[0]);
}

#[test]
fn the_untouched_twin_is_the_same_whatever_was_done_to_all_of_it() {
    let original = scene(800, 600, 2);
    let brighter = RgbImage::from_fn(800, 600, |x, y| Rgb(original.get_pixel(x, y).0.map(|v| (f32::from(v) * 0.8 + 30.0) as u8)));
    let larger = resize(&original, 1100, 825, FilterType::Triangle);
    let cut = crop_imm(&original, 33, 21, 700, 560).to_image();
    for (name, asked) in [("saved", original.clone()), ("brighter", brighter), ("larger", larger), ("cut", cut)] {
        let found = compare(&jpeg(&asked, 70), &jpeg(&original, 95)).unwrap();
        assert!(found.changed < 0.004, "{name}: {} differ", found.changed);
        assert!(found.regions.is_empty(), "{name}: {:?}", found.regions);
    }
}

#[test]
fn a_small_turn_is_followed() {
    let original = scene(800, 600, 3);
    let (sin, cos) = 3f64.to_radians().sin_cos();
    // What is seen is turned clockwise about the middle: a pixel shows what lay counterclockwise of it.
    let asked = RgbImage::from_fn(500, 400, |x, y| {
        let (dx, dy) = (f64::from(x) - 250.0, f64::from(y) - 200.0);
        let (u, v) = (400.0 + cos * dx + sin * dy, 300.0 - sin * dx + cos * dy);
        *original.get_pixel(u.round() as u32, v.round() as u32)
    });
    let found = compare(&jpeg(&asked, 90), &jpeg(&original, 90)).unwrap();
    assert!((found.turned - 3.0).abs() < 0.1, "{}", found.turned);
    assert!(found.changed < 0.02, "{}", found.changed);
}

#[test]
fn pictures_of_other_things_have_nothing_in_common() {
    for (a, b) in [(scene(700, 500, 4), scene(700, 500, 5)), (scene(700, 500, 4), RgbImage::from_pixel(300, 300, Rgb([90; 3])))] {
        assert_eq!(compare(&jpeg(&a, 90), &jpeg(&b, 90)), Err(CompareError::NothingInCommon));
        assert_eq!(compare(&jpeg(&b, 90), &jpeg(&a, 90)), Err(CompareError::NothingInCommon));
    }
    for (width, height) in [(1, 1), (2, 900), (31, 31)] {
        let tiny = jpeg(&RgbImage::from_pixel(width, height, Rgb([90; 3])), 90);
        assert_eq!(compare(&tiny, &tiny), Err(CompareError::NothingInCommon));
    }
}

#[test]
fn orientation_is_taken_into_account_and_a_mask_is_set_beside_the_differences() {
    let original = scene(640, 480, 6);
    let mut asked = original.clone();
    pasted(&mut asked, [100, 90], 40);
    let mut turned = jpeg(&image::imageops::rotate270(&asked), 95);
    turned.orientation = input::Orientation::new(6);
    let found = compare(&turned, &jpeg(&original, 95)).unwrap();
    assert_eq!((found.width, found.height), (640, 480));
    let disc = |x: usize, y: usize| (x as f64 - 140.0).hypot(y as f64 - 130.0) < 40.0;
    let mask: Vec<u8> = (0..640 * 480).map(|i| if disc(i % 640, i / 640) { 255 } else { 0 }).collect();
    let agreement = found.against(&mask, 640, 480, 128);
    assert!(agreement.marked_that_differs.unwrap() > 0.6 && agreement.different_that_is_marked.unwrap() > 0.8, "{agreement:?}");
    let nothing = found.against(&vec![0; 640 * 480], 640, 480, 128);
    assert_eq!((nothing.marked_that_differs, nothing.different_that_is_marked), (None, Some(0.0)));
}
