//! Coefficients that are derived from pixels against those that the file holds.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use omni_iml::frequency::{Coefficients, coefficients, from_pixels};
use omni_iml::input::{self, Limits, Photo};

fn photo(name: &str) -> Photo {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg/pictures").join(name).with_extension("jpg");
    input::read(&fs::read(path).unwrap(), None, &Limits::PAGE).unwrap()
}

/// The file's own coefficients and those of its decoded pixels, of a picture that nowhere clips.
fn own_and_derived(name: &str) -> (Coefficients, Coefficients) {
    let photo = photo(name);
    assert!(photo.rgb.iter().all(|&value| (1..255).contains(&value)), "{name} clips");
    let own = coefficients(&photo);
    assert!(own.jpeg, "{name}");
    (own, from_pixels(&photo.rgb, photo.width as usize, photo.height as usize))
}

/// (file's own value, derived value before division, quantisation step) of every place.
fn places<'a>(own: &'a Coefficients, derived: &'a Coefficients) -> impl Iterator<Item = (i32, i32, i32)> + 'a {
    let pairs = own.values.iter().zip(&derived.values).enumerate();
    pairs.map(|(i, (&file, &pixels))| (i32::from(file), i32::from(pixels), i32::from(own.table[i % 64])))
}

#[test]
fn derived_from_a_grey_jpeg_they_are_the_files_own() {
    let (mut coarse, mut fine, mut fine_equal) = (0, 0, 0);
    for name in ["large-grey-q50", "large-grey-q75", "large-grey-q90"] {
        let (own, derived) = own_and_derived(name);
        for (file, pixels, q) in places(&own, &derived) {
            let requantised = (f64::from(pixels) / f64::from(q)).round() as i32;
            if q >= 11 {
                assert_eq!(requantised, file, "{name}: {pixels} at q = {q}");
                coarse += 1;
            }
            if q >= 4 {
                fine += 1;
                fine_equal += usize::from(requantised == file);
            }
        }
    }
    println!("{coarse} places with q >= 11 equal; {fine_equal} of {fine} with q >= 4");
    assert!(coarse > 10_000 && fine > coarse, "too few places");
    assert!(fine_equal as f64 >= 0.999 * fine as f64, "{fine_equal} of {fine} are equal");
}

#[test]
fn derived_from_a_colour_jpeg_they_are_near() {
    for name in ["large-444-q75", "large-420-q90"] {
        let (own, derived) = own_and_derived(name);
        let furthest = places(&own, &derived).map(|(file, pixels, q)| (file * q - pixels).abs()).max().unwrap();
        println!("{name}: |difference| * q is {furthest} at most");
        assert!(furthest <= 16, "{name}: {furthest}");
        assert!(own.values.iter().filter(|&&value| value != 0).count() > 1000, "{name}: next to nothing to compare");
    }
}

/// YCCK's Y is the file's own; RGB, CMYK and a luminance that is sampled coarser than the colours are derived.
#[test]
fn only_full_size_luminance_is_the_files_own() {
    for (name, own) in [
        ("grey-q75", true),
        ("grey-2x2", true),
        ("420-q75", true),
        ("440-q75", true),
        ("420-1x1", true),
        ("adobe1", true),
        ("adobe2-ycck", true),
        ("adobe0-rgb", false),
        ("adobe0-rgb-numbered", false),
        ("adobe0-cmyk", false),
        ("chroma-finer", false),
        ("chroma-finer-8x8", false),
    ] {
        let photo = photo(name);
        let found = coefficients(&photo);
        let first = &photo.jpeg.as_ref().unwrap().components[0];
        assert_eq!(found.jpeg, own, "{name}");
        if own {
            assert_eq!((&found.values, found.table), (&first.coefficients, first.table), "{name}");
        } else {
            assert_eq!(found, from_pixels(&photo.rgb, photo.width as usize, photo.height as usize), "{name}");
            assert_eq!(found.table, [1; 64], "{name}");
        }
        let size = (photo.width as usize).div_ceil(8) * (photo.height as usize).div_ceil(8) * 64;
        assert_eq!(found.values.len(), size, "{name}");
    }
}
