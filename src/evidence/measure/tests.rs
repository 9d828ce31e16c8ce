#![allow(clippy::unwrap_used, reason = "tests")]

use super::{RegionEvidence, Weight, measure};
use crate::evidence::testing::{copied, enlarged, inside, jpeg_photo, photo, saved, saved_off_grid, scene, spliced, truth};
use crate::input::Photo;
use crate::localize::find_regions;

/// The forged part of a 256×192 picture, measured.
fn measured(photo: &Photo) -> RegionEvidence {
    let mask: Vec<u8> = truth().into_iter().map(|part| if part { 255 } else { 0 }).collect();
    let regions = find_regions(&mask, &vec![255; mask.len()], 256, 0.5, 256);
    assert_eq!(regions.len(), 1);
    measure(photo, &mask, 128, &regions).remove(0)
}

fn untouched(rgb: Vec<u8>) -> RegionEvidence {
    measured(&photo(256, 192, rgb))
}

/// 256×192 grey pixels.
fn grey(level: impl Fn(usize, usize) -> f32) -> Vec<u8> {
    (0..256 * 192).flat_map(|i| [level(i % 256, i / 256).round().clamp(0.0, 255.0) as u8; 3]).collect()
}

/// Squares of 16 pixels with hard edges.
fn squares(x: usize, y: usize) -> f32 {
    60.0 + 120.0 * ((x / 16 + y / 16) % 2) as f32
}

#[test]
fn a_part_off_the_grid_has_its_own_grid() {
    let outer = saved(&scene(256, 192, |_, _| 12.0), 256, 192, 60);
    let grid = measured(&spliced(&outer, &saved_off_grid(12.0, 60, (3, 5)))).grid.unwrap();
    assert_eq!((grid.inside, grid.outside, grid.weight), ([3, 5], [0, 0], Weight::Supports), "{grid:?}");
    let grid = untouched(outer).grid.unwrap();
    assert_eq!((grid.inside, grid.outside), ([0, 0], [0, 0]), "{grid:?}");
    assert_ne!(grid.weight, Weight::Supports, "{grid:?}");
}

#[test]
fn a_part_of_quality_85_in_60_is_told_with_both() {
    let scene = scene(256, 192, |_, _| 12.0);
    let outer = saved(&scene, 256, 192, 60);
    let quality = measured(&spliced(&outer, &saved(&scene, 256, 192, 85))).quality.unwrap();
    assert!(quality.inside.abs_diff(85) <= 3 && quality.outside.abs_diff(60) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Supports, "{quality:?}");
    let quality = untouched(outer).quality.unwrap();
    assert!(quality.inside == quality.outside && quality.outside.abs_diff(60) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Neutral, "{quality:?}");
}

#[test]
fn a_part_of_quality_70_in_90_is_told_with_both() {
    // More noise would leave the rest no grid of 90 that can be seen.
    let scene = scene(256, 192, |_, _| 8.0);
    let outer = saved(&scene, 256, 192, 90);
    let forged = spliced(&outer, &saved(&scene, 256, 192, 70));
    let quality = measured(&forged).quality.unwrap();
    assert!(quality.inside.abs_diff(70) <= 3 && quality.outside.abs_diff(90) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Supports, "{quality:?}");
    // Saved once more at 90, as whoever pasted it would.
    let quality = measured(&jpeg_photo(&forged.rgb, 256, 192, 90)).quality.unwrap();
    assert!(quality.inside.abs_diff(70) <= 3 && quality.outside.abs_diff(90) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Supports, "{quality:?}");
    for twin in [jpeg_photo(&outer, 256, 192, 90), photo(256, 192, outer)] {
        let quality = measured(&twin).quality.unwrap();
        assert!(quality.inside == quality.outside && quality.outside.abs_diff(90) <= 3, "{quality:?}");
        assert_eq!(quality.weight, Weight::Neutral, "{quality:?}");
    }
}

#[test]
fn a_part_saved_once_where_the_rest_was_twice_is_told_by_the_files_own_coefficients() {
    let fresh = scene(256, 192, |_, _| 12.0);
    let old = saved(&fresh, 256, 192, 60);
    let file = jpeg_photo(&spliced(&old, &fresh).rgb, 256, 192, 90);
    let quality = measured(&file).quality.unwrap();
    assert!(quality.inside == 90 && quality.outside.abs_diff(60) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Supports, "{quality:?}");
    // Its pixels alone tell less surely.
    let pixels = untouched(file.rgb).quality.unwrap();
    assert!(pixels.significance < 0.5 * quality.significance, "{pixels:?} {quality:?}");
    let quality = measured(&jpeg_photo(&old, 256, 192, 90)).quality.unwrap();
    assert!(quality.inside == quality.outside && quality.outside.abs_diff(60) <= 3, "{quality:?}");
    assert_eq!(quality.weight, Weight::Neutral, "{quality:?}");
}

#[test]
fn twice_the_noise_is_a_ratio_of_two() {
    let of = |part: f32| untouched(scene(256, 192, |x, y| if inside(x, y) { part } else { 8.0 })).noise.unwrap();
    let noise = of(16.0);
    // Uniform noise of ±16 in each channel, as the lens's own test has it.
    let expected = 16.0 / 3f32.sqrt() * 0.6685;
    assert!((noise.inside / expected - 1.0).abs() < 0.15, "{noise:?} {expected}");
    assert!((noise.ratio - 2.0).abs() < 0.2 && noise.weight == Weight::Supports, "{noise:?}");
    let noise = of(8.0);
    assert!((noise.ratio - 1.0).abs() < 0.1 && noise.weight == Weight::Neutral, "{noise:?}");
}

#[test]
fn blurred_edges_are_less_sharp() {
    let sharp = grey(squares);
    let mean = |x: usize, y: usize| {
        let near = |at: usize| at.saturating_sub(2)..=at + 2;
        near(y).flat_map(|y| near(x).map(move |x| squares(x, y))).sum::<f32>() / 25.0
    };
    let sharpness = measured(&spliced(&sharp, &grey(|x, y| if inside(x, y) { mean(x, y) } else { 0.0 }))).sharpness.unwrap();
    // A hard edge's steepest pixel has all of its height; after a mean of five pixels a fifth.
    assert!(sharpness.outside > 0.95 && (0.15..0.4).contains(&sharpness.inside), "{sharpness:?}");
    assert!(sharpness.ratio < 0.5 && sharpness.weight == Weight::Supports, "{sharpness:?}");
    let sharpness = untouched(sharp).sharpness.unwrap();
    assert!((sharpness.ratio - 1.0).abs() < 0.05 && sharpness.weight == Weight::Neutral, "{sharpness:?}");
}

#[test]
fn half_the_contrast_is_a_ratio_of_a_half() {
    let full = scene(256, 192, |_, _| 30.0);
    let half: Vec<u8> = full.iter().map(|&v| 64 + v / 2).collect();
    let contrast = measured(&spliced(&full, &half)).contrast.unwrap();
    assert!((contrast.ratio - 0.5).abs() < 0.1 && contrast.weight == Weight::Supports, "{contrast:?}");
    let contrast = untouched(full).contrast.unwrap();
    assert!((contrast.ratio - 1.0).abs() < 0.15 && contrast.weight == Weight::Neutral, "{contrast:?}");
}

/// A brighter part whose border rises over so many pixels, far from the hard edges of the rest.
fn pasted(over: f32) -> Vec<u8> {
    grey(|x, y| {
        let (x_in, y_in) = ((x as f32 - 95.5).min(175.5 - x as f32), (y as f32 - 63.5).min(127.5 - y as f32));
        let alpha = (x_in.min(y_in) / over + 0.5).clamp(0.0, 1.0);
        let around = (80..192).contains(&x) && (48..144).contains(&y);
        if around { 90.0 + 60.0 * alpha } else { squares(x, y) }
    })
}

#[test]
fn a_feathered_border_is_as_wide_as_it_was_made() {
    let edge = untouched(pasted(8.0)).edge.unwrap();
    assert!((edge.width - 8.0).abs() < 1.0 && edge.elsewhere < 1.5, "{edge:?}");
    assert_eq!(edge.weight, Weight::Supports, "{edge:?}");
    let edge = untouched(pasted(1.0)).edge.unwrap();
    assert!(edge.width < 1.5 && edge.weight == Weight::Neutral, "{edge:?}");
}

#[test]
fn a_copy_is_told_with_its_offset() {
    let original = scene(256, 192, |_, _| 30.0);
    let duplicate = measured(&copied(&original, (-83, -45))).duplicate.unwrap();
    assert_eq!((duplicate.offset, duplicate.bbox), ([-83, -45], [13, 19, 80, 64]), "{duplicate:?}");
    assert!(duplicate.similarity > 0.99 && duplicate.weight == Weight::Supports, "{duplicate:?}");
    let none = untouched(original).duplicate;
    assert!(none.is_none_or(|duplicate| duplicate.weight == Weight::Neutral), "{none:?}");
}

#[test]
fn a_part_enlarged_by_1_3_repeats() {
    let original = scene(256, 192, |_, _| 12.0);
    let resampling = measured(&spliced(&original, &enlarged(&original, 1.3))).resampling.unwrap();
    assert!(resampling.weight == Weight::Supports && resampling.peak > 3.0 * resampling.outside, "{resampling:?}");
    let resampling = untouched(original).resampling.unwrap();
    assert_eq!(resampling.weight, Weight::Neutral, "{resampling:?}");
}
