#![allow(clippy::unwrap_used, reason = "tests")]

use image::{ImageFormat, RgbImage};

use super::*;
use crate::input::{Format, Orientation};

fn noise(seed: u64) -> impl FnMut() -> u8 {
    let mut state = seed | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    }
}

fn photo(width: u32, height: u32, orientation: u32, rgb: Vec<u8>) -> Photo {
    assert_eq!(rgb.len(), (3 * width * height) as usize);
    Photo {
        width,
        height,
        rgb,
        orientation: Orientation::new(orientation),
        format: Format::Png,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    }
}

fn random(width: u32, height: u32, orientation: u32) -> Photo {
    let mut next = noise(7);
    photo(width, height, orientation, (0..3 * width * height).map(|_| next()).collect())
}

fn region(bbox: [u32; 4]) -> Region {
    Region { bbox, area_fraction: 0.1, score: 0.9, reliability: 0.9 }
}

/// 255 in the boxes.
fn mask(photo: &Photo, boxes: &[[u32; 4]]) -> Vec<u8> {
    let inside = |x: u32, y: u32| boxes.iter().any(|[l, t, w, h]| (*l..l + w).contains(&x) && (*t..t + h).contains(&y));
    (0..photo.width * photo.height).map(|i| if inside(i % photo.width, i / photo.width) { 255 } else { 0 }).collect()
}

fn decoded(prompt: &Prompt) -> RgbImage {
    image::load_from_memory_with_format(&prompt.jpeg, ImageFormat::Jpeg).unwrap().into_rgb8()
}

/// By hand: (0 + 255) >> 1 = 127, (255 + 255) >> 1 = 255, (200 + 255) >> 1 = 227, (201 + 255) >> 1 = 228; outside, halves.
#[test]
fn the_overlay_is_the_papers() {
    let photo = photo(4, 1, 1, vec![0, 255, 200, 201, 1, 2, 0, 255, 200, 201, 1, 2]);
    let view = View::new(&photo, &[128, 127, 255, 0], 128, &[]);
    let mut row = [0; 12];
    view.overlay(0, 0, &mut row);
    assert_eq!(row, [127, 255, 227, 100, 0, 1, 127, 255, 227, 100, 0, 1]);
}

#[test]
fn a_picture_that_fits_is_the_formula_in_every_orientation() {
    for orientation in 1..=8 {
        let photo = random(45, 31, orientation);
        let mut next = noise(orientation.into());
        let mask: Vec<u8> = (0..45 * 31).map(|_| next()).collect();
        let blended: Vec<u8> = (0..photo.rgb.len())
            .map(|i| ((u16::from(photo.rgb[i]) + if mask[i / 3] >= 100 { 255 } else { 0 }) >> 1) as u8)
            .collect();
        let expected = photo.orientation.apply(45, 31, 3, &blended);
        let found = whole(&View::new(&photo, &mask, 100, &[]), &[[3, 3, 5, 5]], View::overlay);
        assert_eq!((found.width, found.height), photo.orientation.displayed_size(45, 31));
        assert_eq!(found.rgb, expected, "orientation {orientation}");
    }
}

/// Three pixels to two: (2·0 + 30) / 3 and (30 + 2·60) / 3. Five rows to two: (2·a + 2·b + c) / 5 and (c + 2·d + 2·e) / 5.
#[test]
fn smaller_pictures_are_means_of_areas() {
    let across = area::reduce(3, 1, 2, 1, |_, row| row.copy_from_slice(&[0, 9, 90, 30, 9, 60, 60, 9, 30]));
    assert_eq!(across.rgb, [10, 9, 80, 50, 9, 40]);
    let down = area::reduce(1, 5, 1, 2, |y, row| row.fill([10, 20, 40, 80, 160][y]));
    assert_eq!(down.rgb, [20, 20, 20, 104, 104, 104]);
    assert_eq!(area::fitting(4096, 3, 1024), (1024, 1));
    assert_eq!(area::fitting(3000, 2000, 1024), (1024, 683));
    let mut next = noise(3);
    let values: Vec<u8> = (0..3 * 71 * 53).map(|_| next()).collect();
    let small = area::reduce(71, 53, 17, 29, |y, row| row.copy_from_slice(&values[3 * 71 * y..][..3 * 71]));
    // An independent sum over fractions.
    let overlap = |i: usize, to: usize, j: usize, from: usize| {
        let (a, b) = (i as f64 / to as f64, (i + 1) as f64 / to as f64);
        ((j + 1) as f64 / from as f64).min(b) - (j as f64 / from as f64).max(a)
    };
    for (i, value) in small.rgb.iter().enumerate() {
        let (x, y, c) = (i / 3 % 17, i / 51, i % 3);
        let mut sum = 0.0;
        for sy in 0..53 {
            for sx in 0..71 {
                let share = overlap(x, 17, sx, 71).max(0.0) * overlap(y, 29, sy, 53).max(0.0);
                sum += share * f64::from(values[3 * (sy * 71 + sx) + c]);
            }
        }
        assert!((sum * 17.0 * 29.0 - f64::from(*value)).abs() <= 0.501, "{i}");
    }
}

#[test]
fn what_is_painted_over_reaches_no_byte_in_any_mode() {
    for orientation in [1, 6, 7] {
        let photo = random(1500, 1100, orientation);
        let boxes = [[300, 200, 200, 150], [900, 700, 120, 160]];
        let regions = boxes.map(region);
        let marked = mask(&photo, &boxes);
        // Over a border of the first region, and far from everything, in displayed orientation; the last is out of it.
        let [x, y, w, h] = photo.orientation.apply_box(boxes[0], 1500, 1100);
        let redactions = [[x + w / 2, y + h / 4, w, h / 3], [20, 30, 5, 7], [9000, 0, 10, u32::MAX]];
        let hidden: Vec<bool> = {
            let (width, height) = photo.orientation.displayed_size(1500usize, 1100usize);
            let places: Vec<u32> = (0..1500 * 1100).collect();
            let shown = photo.orientation.apply(1500, 1100, 1, &places);
            let mut hidden = vec![false; width * height];
            for (i, stored) in shown.iter().enumerate() {
                let (x, y) = ((i % width) as u32, (i / width) as u32);
                let under = |[l, t, w, h]: &[u32; 4]| (*l..l + w).contains(&x) && (*t..t + h).contains(&y);
                hidden[*stored as usize] = redactions[..2].iter().any(under);
            }
            hidden
        };
        let (mut other, mut other_mask) = (photo.clone(), marked.clone());
        let mut next = noise(99);
        for i in (0..hidden.len()).filter(|i| hidden[*i]) {
            other.rgb[3 * i..3 * i + 3].fill_with(&mut next);
            other_mask[i] = next();
        }
        assert_ne!(photo.rgb, other.rgb);
        for mode in Mode::ALL {
            let make = |photo: &Photo, mask: &[u8], redactions: &[[u32; 4]]| {
                build(photo, mask, 128, &regions, mode, redactions).unwrap().jpeg
            };
            let first = make(&photo, &marked, &redactions);
            assert!(first == make(&other, &other_mask, &redactions), "{mode:?}, orientation {orientation}");
            assert!(make(&photo, &marked, &[]) != make(&other, &other_mask, &[]), "{mode:?}: the test cannot fail");
        }
    }
}

#[test]
fn a_part_that_is_painted_over_is_solid_in_every_mode() {
    let photo = photo(400, 300, 1, vec![240; 3 * 400 * 300]);
    let regions = [region([100, 100, 200, 100])];
    let marked = mask(&photo, &[[100, 100, 200, 100]]);
    for mode in [Mode::Overlay, Mode::OverlayBlurred, Mode::Paper] {
        let picture = decoded(&build(&photo, &marked, 128, &regions, mode, &[[150, 110, 40, 40], [0, 0, 40, 40]]).unwrap());
        for (x, y) in [(170, 130), (20, 20)] {
            assert!(picture.get_pixel(x, y).0.iter().all(|&v| v <= 4), "{mode:?} at {x}, {y}");
            if mode == Mode::Paper {
                assert!(picture.get_pixel(x, y + 300).0.iter().all(|&v| v <= 4), "the original at {x}, {y}");
            }
        }
    }
    // The crop begins at (0, 0): 100 pixels around the box, below the number's 39 and the gap.
    let picture = decoded(&build(&photo, &marked, 128, &regions, Mode::Crops, &[[150, 110, 40, 40]]).unwrap());
    assert!(picture.get_pixel(8 + 170, 8 + 39 + 130).0.iter().all(|&v| v <= 4));
}

/// A pixel of the picture that is marked by its colour is found where its pane has it, and nothing else is.
#[test]
fn panes_say_where_each_part_of_the_picture_is() {
    for orientation in [1, 6] {
        for (width, height) in [(1500, 1100), (300, 420)] {
            let blank = photo(width, height, orientation, vec![0; 3 * (width * height) as usize]);
            let regions = [region([40, 60, 90, 50]), region([180, 20, 60, 130])];
            let (wide, high) = blank.orientation.displayed_size(width, height);
            for mode in Mode::ALL {
                let shows = panes(&blank, &regions, mode);
                let counts = [1, 1, 2, 2];
                assert_eq!(shows.len(), counts[mode as usize], "{mode:?}");
                for Pane { of: [x, y, w, h], at } in &shows {
                    assert!(x + w <= wide && y + h <= high, "{mode:?}");
                    // White in the pane's lower right quarter alone, as it is stored.
                    let mut lit = blank.clone();
                    for (sx, sy) in (y + h / 2..y + h).flat_map(|sy| (x + w / 2..x + w).map(move |sx| (sx, sy))) {
                        let (sx, sy) = lit.orientation.stored(sx as usize, sy as usize, width as usize, height as usize);
                        lit.rgb[3 * (sy * width as usize + sx)..][..3].fill(255);
                    }
                    let make =
                        |photo: &Photo| build(photo, &vec![0; (width * height) as usize], 128, &regions, mode, &[]).unwrap();
                    let (dark, light) = (make(&blank), make(&lit));
                    assert!(at[0] + at[2] <= dark.width && at[1] + at[3] <= dark.height, "{mode:?}");
                    let (dark, light) = (decoded(&dark), decoded(&light));
                    // In the middle of each quarter, away from numbers, borders and blur.
                    let differs = |across: u32, down: u32| {
                        let (x, y) = (at[0] + at[2] * across / 8, at[1] + at[3] * down / 8);
                        light.get_pixel(x, y).0[1].abs_diff(dark.get_pixel(x, y).0[1]) > 60
                    };
                    assert!(differs(7, 7), "{mode:?}, orientation {orientation}: {at:?}");
                    if mode != Mode::OverlayBlurred {
                        assert!(
                            !differs(2, 6) && !differs(6, 2) && !differs(2, 2),
                            "{mode:?}, orientation {orientation}: {at:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn no_detail_outside_of_the_regions_survives_blurring() {
    // Sides that 8 divides, so that a sample is the mean of whole pixels.
    let photo = random(1600, 1200, 1);
    let boxes = [[700, 500, 180, 120]];
    let mut marked = mask(&photo, &boxes);
    let margin = view::margin(1600, 1200) as u32;
    let [left, top, right, bottom] = [700 - margin, 500 - margin, 880 + margin, 620 + margin];
    let outside = |x: u32, y: u32| !(left..right).contains(&x) || !(top..bottom).contains(&y);
    // Another picture with the same sums: each cell's outer pixels the other way round.
    let mut other = photo.clone();
    for cell in 0..64 {
        let (from_x, from_y) = (cell % 8 * 200, cell / 8 * 150);
        let places: Vec<usize> = (from_y..from_y + 150)
            .flat_map(|y| (from_x..from_x + 200).map(move |x| (x, y)))
            .filter(|&(x, y)| outside(x, y))
            .map(|(x, y)| (y * 1600 + x) as usize)
            .collect();
        for (&to, &from) in places.iter().zip(places.iter().rev()) {
            let pixel: [u8; 3] = photo.rgb[3 * from..3 * from + 3].try_into().unwrap();
            other.rgb[3 * to..3 * to + 3].copy_from_slice(&pixel);
        }
    }
    let make = |photo: &Photo, mask: &[u8], mode| build(photo, mask, 128, &boxes.map(region), mode, &[]).unwrap().jpeg;
    let first = make(&photo, &marked, Mode::OverlayBlurred);
    assert!(make(&photo, &marked, Mode::Overlay) != make(&other, &marked, Mode::Overlay), "the pictures are the same");
    assert!(first == make(&other, &marked, Mode::OverlayBlurred));
    // Nor does the mask out there.
    marked[50 * 1600 + 50..50 * 1600 + 90].fill(255);
    assert!(first == make(&photo, &marked, Mode::OverlayBlurred));
    // Inside, detail stays.
    let mut inside = photo.clone();
    inside.rgb[3 * (560 * 1600 + 800)..][..600].fill(0);
    assert!(first != make(&inside, &marked, Mode::OverlayBlurred));
}

#[test]
fn the_surroundings_are_few_samples_of_few_levels() {
    let photo = random(801, 333, 3);
    let mut view = View::new(&photo, &[0; 801 * 333], 128, &[]);
    view.blur_outside([[10, 10, 4, 4]].into_iter());
    // Within a cell, from one centre to the next, a line: second differences of a row are no more than rounding.
    let mut row = vec![0; 3 * 801];
    view.overlay(200, 0, &mut row);
    let red: Vec<i32> = row.iter().step_by(3).map(|&v| v.into()).collect();
    let bends = red.windows(3).filter(|w| (w[0] - 2 * w[1] + w[2]).abs() > 1).count();
    assert!(bends <= SURROUNDINGS, "{bends} bends");
    assert!(red.iter().max().unwrap() - red.iter().min().unwrap() > 4, "nothing is left of the colours");
}

#[test]
fn the_sheet_shows_a_bounded_number_of_crops() {
    let photo = random(2000, 3000, 1);
    let boxes: Vec<[u32; 4]> = (0..30).map(|i| [i % 5 * 400, i / 5 * 500, 60 + 10 * i, 40]).collect();
    let marked = mask(&photo, &boxes);
    for count in [1, 2, 4, 5, 9, 30] {
        let regions: Vec<Region> = boxes[..count].iter().copied().map(region).collect();
        let prompt = build(&photo, &marked, 128, &regions, Mode::Crops, &[]).unwrap();
        assert!(prompt.width <= 1024 && prompt.height <= 1024, "{count}: {}×{}", prompt.width, prompt.height);
        assert_eq!(prompt.places.len(), count.min(MAX_REGIONS));
        assert_eq!(decoded(&prompt).dimensions(), (prompt.width, prompt.height));
    }
}

#[test]
fn the_papers_pair_is_joined_where_it_is_longest() {
    for (width, height) in [(300, 200), (200, 300), (200, 200), (2048, 1024)] {
        let rgb = (0..width * height).flat_map(|i| [(i % width / 10) as u8, (i / width / 10) as u8, 60]).collect();
        let photo = photo(width, height, 1, rgb);
        let prompt = build(&photo, &vec![0; (width * height) as usize], 128, &[], Mode::Paper, &[]).unwrap();
        let picture = decoded(&prompt);
        let (w, h) = (width.min(1024), height.min(1024 * height / width.max(1)).min(1024));
        let second = if width >= height { (0, h) } else { (w, 0) };
        assert_eq!(picture.dimensions(), if width >= height { (w, 2 * h) } else { (2 * w, h) });
        for (x, y) in [(20, 20), (w - 30, h - 30)] {
            let (dimmed, original) = (picture.get_pixel(x, y), picture.get_pixel(x + second.0, y + second.1));
            for c in 0..3 {
                assert!((2 * i32::from(dimmed[c]) - i32::from(original[c])).abs() <= 10, "{width}×{height} at {x}, {y}");
            }
        }
    }
}

/// JFIF's own header is all that a JPEG needs beside tables, frame and scan.
#[test]
fn the_jpeg_carries_no_metadata() {
    let photo = random(64, 48, 6);
    let prompt = build(&photo, &[0; 64 * 48], 128, &[], Mode::Overlay, &[]).unwrap();
    let mut at = 2;
    loop {
        let marker = prompt.jpeg[at + 1];
        assert!(matches!(marker, 0xe0 | 0xdb | 0xc0 | 0xc4 | 0xda), "marker {marker:x}");
        let length = usize::from(u16::from_be_bytes([prompt.jpeg[at + 2], prompt.jpeg[at + 3]]));
        if marker == 0xe0 {
            assert_eq!((&prompt.jpeg[at + 4..at + 9], length), (b"JFIF\0".as_slice(), 16));
        }
        if marker == 0xda {
            break;
        }
        at += 2 + length;
    }
    assert!(prompt.jpeg.ends_with(&[0xff, 0xd9]));
}

#[test]
fn several_regions_are_numbered_and_one_is_not() {
    let photo = random(250, 200, 1);
    let boxes = [[100, 100, 30, 30], [140, 100, 30, 30], [0, 0, 250, 200]];
    let marked = vec![0; 250 * 200];
    let view = View::new(&photo, &marked, 128, &[]);
    let plain = whole(&view, &boxes[..1], View::overlay);
    let numbered = whole(&view, &boxes, View::overlay);
    let changed: Vec<usize> = (0..250 * 200).filter(|i| plain.rgb[3 * i..3 * i + 3] != numbered.rgb[3 * i..3 * i + 3]).collect();
    // Three badges of 11×13 dots of a pixel, none over another.
    assert!((390..=429).contains(&changed.len()), "{}", changed.len());
    for i in changed {
        let value = &numbered.rgb[3 * i..3 * i + 3];
        assert!(value == [0; 3] || value == [255; 3]);
    }
    let all: std::collections::BTreeSet<Vec<u8>> = (0..9)
        .map(|index| {
            let mut picture = Picture { width: 40, height: 40, rgb: vec![128; 4800] };
            digits::draw(&mut picture, [38, 39], 1, index);
            picture.rgb
        })
        .collect();
    assert_eq!(all.len(), 9, "two digits look the same");
}

#[test]
fn places_are_in_thousandths_of_what_is_displayed() {
    let photo = random(400, 200, 6);
    // Stored [40, 20, 100, 50] of 400×200 is [130, 40, 50, 100] of 200×400 when turned by a quarter.
    let prompt = build(&photo, &[0; 80_000], 128, &[region([40, 20, 100, 50])], Mode::Crops, &[]).unwrap();
    assert_eq!(prompt.places, [Place { id: 1, bbox: [650, 100, 250, 250] }]);
    assert_eq!(thousandths([0, 0, 20_000, 1], 20_000, 20_000), [0, 0, 1000, 1]);
    assert_eq!(thousandths([19_999, 19_999, 1, 1], 20_000, 20_000), [999, 999, 1, 1]);
}

#[test]
fn what_cannot_be_made_is_refused_by_name() {
    let photo = random(20, 10, 1);
    let kind = |mask: usize, mode, redactions: usize| {
        build(&photo, &vec![0; mask], 128, &[], mode, &vec![[0; 4]; redactions]).map_or_else(|e| e.kind(), |_| "made")
    };
    assert_eq!(kind(199, Mode::Overlay, 0), "mask-size");
    assert_eq!(kind(200, Mode::Crops, 0), "no-regions");
    assert_eq!(kind(200, Mode::OverlayBlurred, 0), "no-regions");
    assert_eq!(kind(200, Mode::Overlay, MAX_REDACTIONS + 1), "too-many-redactions");
    assert_eq!(kind(200, Mode::Paper, MAX_REDACTIONS), "made");
}
