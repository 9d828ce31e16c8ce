#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, RgbImage};

use super::*;
use crate::input::{Format, Limits, fit, read};

/// A picture of smooth shapes and some texture.
fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let base = 120.0 + 60.0 * (7.0 * u + 3.0 * v).sin() + 40.0 * (11.0 * v - 2.0 * u).cos();
        let disc = if (u - 0.3).hypot(v - 0.6) < 0.15 { 50.0 } else { 0.0 };
        let grain = ((x * 7919 + y * 104_729) % 13) as f32;
        let value = (base + disc + grain).clamp(0.0, 255.0) as u8;
        image::Rgb([value, value.saturating_sub(10), 255 - value])
    })
}

fn photo(picture: &RgbImage) -> Photo {
    let (width, height) = picture.dimensions();
    Photo {
        width,
        height,
        rgb: picture.as_raw().clone(),
        orientation: Orientation::default(),
        format: Format::Png,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    }
}

fn copy(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    imageops::resize(picture, width, height, FilterType::Triangle)
}

fn gray(picture: &RgbImage) -> Gray {
    Gray::of(picture.width(), picture.height(), picture.as_raw())
}

/// Covers a box with another part of the picture.
fn changed(picture: &RgbImage, [x, y, w, h]: [u32; 4]) -> RgbImage {
    let mut out = picture.clone();
    for (i, j) in (0..w).flat_map(|i| (0..h).map(move |j| (i, j))) {
        out.put_pixel(x + i, y + j, image::Rgb([230, 230, 220]));
    }
    out
}

#[test]
fn a_copy_of_the_picture_agrees_however_it_lies() {
    let picture = scene(640, 480);
    let picture = &picture;
    let mut barred = RgbImage::new(160, 160);
    imageops::replace(&mut barred, &copy(picture, 160, 120), 0, 20);
    let middle = imageops::crop_imm(picture, 80, 0, 480, 480).to_image();
    let cases = [
        ("whole", copy(picture, 160, 120), Fit::Whole, 1),
        ("turned", copy(&imageops::rotate90(picture), 120, 160), Fit::Whole, 6),
        ("on its head", copy(&imageops::rotate180(picture), 160, 120), Fit::Whole, 3),
        ("with bars", barred, Fit::Bars, 1),
        ("of the middle", copy(&middle, 128, 128), Fit::Middle, 1),
        ("squeezed", copy(picture, 128, 128), Fit::Squeezed, 1),
    ];
    for (what, small, fit, turned) in cases {
        let found = compare(&gray(&small), &photo(picture)).unwrap();
        assert_eq!(
            (found.fit, found.turned, found.differs),
            (fit, turned, false),
            "{what}: {} {}",
            found.difference,
            found.worst
        );
    }
    let mut brighter = copy(picture, 160, 120);
    brighter.iter_mut().for_each(|v| *v = (f32::from(*v) * 0.8 + 40.0) as u8);
    assert!(!compare(&gray(&brighter), &photo(picture)).unwrap().differs);
}

#[test]
fn a_change_is_found_where_it_was_made() {
    let picture = scene(640, 480);
    let found = compare(&gray(&copy(&picture, 160, 120)), &photo(&changed(&picture, [400, 100, 80, 80]))).unwrap();
    assert!(found.differs, "{} {}", found.difference, found.worst);
    let map = &found.map;
    let at = map.values.iter().enumerate().max_by_key(|(_, value)| **value).unwrap().0 as u32;
    let (x, y) = ((at % map.width) * 640 / map.width, (at / map.width) * 480 / map.height);
    assert!((390..490).contains(&x) && (90..190).contains(&y), "{x}, {y}");
}

#[test]
fn a_cropped_picture_is_told_by_its_shape() {
    let picture = scene(640, 480);
    let cropped = imageops::crop_imm(&picture, 300, 20, 300, 440).to_image();
    let found = compare(&gray(&copy(&picture, 160, 120)), &photo(&cropped)).unwrap();
    assert!(found.differs && matches!(found.fit, Fit::Middle | Fit::Squeezed), "{:?} {}", found.fit, found.difference);
}

#[test]
fn of_what_is_flat_or_tiny_nothing_is_said() {
    let flat = RgbImage::from_pixel(160, 120, image::Rgb([90, 90, 90]));
    assert_eq!(compare(&gray(&flat), &photo(&scene(640, 480))), None);
    assert_eq!(compare(&gray(&copy(&scene(640, 480), 10, 8)), &photo(&scene(640, 480))), None);
    assert_eq!(compare(&gray(&copy(&scene(640, 480), 160, 120)), &photo(&scene(5, 4))), None);
    let strip = scene(2000, 3);
    assert_eq!(compare(&gray(&copy(&strip, 160, 2)), &photo(&strip)), None);
}

/// JPEGs of the training split.
fn pictures() -> Option<Vec<PathBuf>> {
    let root = std::env::var_os("OMNI_IML_DATA")?;
    let mut found = Vec::new();
    for domain in ["natural", "document", "face"] {
        let folder = std::fs::read_dir(Path::new(&root).join("train_real").join(domain)).ok()?;
        let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
        files.sort();
        found.extend(files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "jpg")).step_by(4).take(120));
    }
    Some(found)
}

/// How far small copies lie from their picture, written in different ways, and those of the picture before a change.
#[test]
#[ignore = "prints figures from some hundred pictures; needs OMNI_IML_DATA"]
fn rates_of_small_copies() {
    let Some(files) = pictures() else {
        println!("skipped: OMNI_IML_DATA does not name a folder with train_real");
        return;
    };
    let filters = [FilterType::Nearest, FilterType::Triangle, FilterType::Lanczos3, FilterType::CatmullRom];
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for (i, file) in files.iter().enumerate() {
        let Ok(whole) = read(&std::fs::read(file).unwrap(), None, &Limits::NATIVE) else { continue };
        let picture = RgbImage::from_raw(whole.width, whole.height, whole.rgb.clone()).unwrap();
        let (width, height) = fit(whole.width, whole.height, [160, 120, 255][i % 3]);
        let mut small = imageops::resize(&picture, width as u32, height as u32, filters[i % 4]);
        if i % 5 == 0 {
            small = imageops::unsharpen(&small, 1.0, 2);
        }
        let mut bytes = Vec::new();
        let quality = [35, 50, 65, 80, 92][i % 5];
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode(&small, small.width(), small.height(), ExtendedColorType::Rgb8)
            .unwrap();
        let small = read(&bytes, None, &Limits::NATIVE).unwrap();
        let small = Gray::of(small.width, small.height, &small.rgb);
        let Some(found) = compare(&small, &whole) else { continue };
        same.push((found.difference, found.worst));
        // A twelfth of each side, moved: what a copied or covered object comes to.
        let (w, h) = (whole.width / 8, whole.height / 8);
        let mut altered = picture.clone();
        let part = imageops::crop_imm(&picture, w, h, w, h).to_image();
        imageops::replace(&mut altered, &part, i64::from(4 * w), i64::from(5 * h));
        let found = compare(&small, &photo(&altered)).unwrap();
        other.push((found.difference, found.worst));
    }
    for (what, mut values) in [("of the picture itself", same), ("before a change", other)] {
        let passed = values.iter().filter(|(d, w)| *d > DIFFERENCE || *w > WORST).count();
        println!("{what}: {} copies, {passed} above a threshold", values.len());
        for (name, key) in [("difference", 0), ("worst", 1)] {
            let of = |v: &(f32, f32)| if key == 0 { v.0 } else { v.1 };
            values.sort_by(|a, b| of(a).total_cmp(&of(b)));
            let at = |part: f32| of(&values[((values.len() - 1) as f32 * part) as usize]);
            println!(
                "  {name}: quantiles .05 .25 .5 .75 .95 .99 1: {:.1} {:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
                at(0.05),
                at(0.25),
                at(0.5),
                at(0.75),
                at(0.95),
                at(0.99),
                at(1.0)
            );
        }
    }
}
