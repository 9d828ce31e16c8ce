#![allow(clippy::unwrap_used, reason = "tests")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::frequency::coefficients;
use crate::input::jpeg::JpegData;
use crate::input::{Format, Orientation};

/// Runs a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the fake networks never wait"),
    }
}

fn photo(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> Photo {
    let rgb = (0..width * height).flat_map(|i| [pixel(i % width, i / width); 3]).collect();
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

fn entry(tile: usize, overlap: usize) -> ModelEntry {
    ModelEntry::of_tests(tile, overlap)
}

/// Says nothing of a tile.
fn nothing(size: TileSize) -> TileOutput {
    TileOutput {
        mask: vec![0.0; size.values(4)],
        reliability: vec![0.0; size.values(4)],
        coarse_vision: vec![0.0; size.values(8)],
        coarse_fused: vec![0.0; size.values(8)],
        gate: 1.0,
        frequency_used: true,
        alignment: 0.0,
        score: 1.0,
        domain: [0.0; 4],
    }
}

/// Says of each 4×4 patch what its mean is, as a convolution would wherever the tile lies, and the opposite of how sure it is.
struct MeanNetwork;

impl TileNetwork for MeanNetwork {
    async fn look(&self, tile: Tile<'_>) -> Result<TileOutput, LocalizeError> {
        let (wide, width) = (tile.size.width / 4, tile.size.width);
        let mask: Vec<f32> = (0..tile.size.values(4))
            .map(|i| {
                let (x, y) = (i % wide * 4, i / wide * 4);
                let sum: f32 = (0..16).map(|p| f32::from(tile.rgb[((y + p / 4) * width + x + p % 4) * 3])).sum();
                sum / 16.0 / 32.0 - 4.0
            })
            .collect();
        Ok(TileOutput { reliability: mask.iter().map(|logit| -logit).collect(), mask, ..nothing(tile.size) })
    }
}

fn run(photo: &Photo, entry: &ModelEntry) -> Findings {
    now(localize(photo, &coefficients(photo), &MeanNetwork, entry, &mut |_| Flow::Continue)).unwrap()
}

#[test]
fn the_mask_does_not_depend_on_the_tiling() {
    let picture = photo(300, 212, |x, y| ((x * 7 + y * 13) % 256) as u8);
    let one = run(&picture, &entry(320, 32));
    for (tile, overlap) in [(128, 32), (64, 32), (96, 32)] {
        let many = run(&picture, &entry(tile, overlap));
        assert!(many.tiles > 1 && one.tiles == 1);
        let worst = one.mask.iter().zip(&many.mask).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst <= Some(1), "tiles of {tile}: {worst:?}");
    }
}

#[test]
fn the_reliability_is_blended_as_the_mask_is() {
    let picture = photo(301, 213, |x, y| ((x * 7 + y * 13) % 256) as u8);
    for tile in [320, 128, 96] {
        let found = run(&picture, &entry(tile, 32));
        assert_eq!(found.reliability.len(), 301 * 213);
        // The network says the opposite there; a half may be rounded either way.
        assert!(
            found.mask.iter().zip(&found.reliability).all(|(&mask, &sure)| mask.abs_diff(255 - sure) <= 1),
            "tiles of {tile}"
        );
        let mean = found.reliability.iter().map(|&sure| f64::from(sure) / 255.0).sum::<f64>() / f64::from(301 * 213);
        assert!((f64::from(found.mean_reliability()) - mean).abs() < 1e-6);
    }
}

#[test]
fn each_tile_speaks_for_its_own_part_of_the_picture() {
    for (width, height, tile) in [(1, 1, 64), (64, 64, 64), (300, 212, 128), (301, 213, 96), (1000, 70, 64)] {
        let size = TileSize::fitting(width, height, tile);
        let specs = plan(&photo(width, height, |x, y| (x * y % 251) as u8), size, 32);
        let mut seen = Accumulator::new(width, height, size, 32);
        let fused = |spec: &TileSpec| (spec.x / 8 + spec.y / 8).is_multiple_of(3);
        for spec in &specs {
            seen.add(*spec, &TileOutput { frequency_used: fused(spec), ..nothing(size) });
        }
        let choices = seen.choices();
        assert_eq!((seen.tiles(), choices.len()), (specs.len(), specs.len()));
        assert_eq!(seen.frequency_tiles(), specs.iter().filter(|spec| fused(spec)).count());
        let mut times = vec![0; width * height];
        for Choice { bbox: [x, y, wide, high], frequency } in choices {
            let [x, y, wide, high] = [x, y, wide, high].map(|side| side as usize);
            (y..y + high).for_each(|y| times[y * width + x..y * width + x + wide].iter_mut().for_each(|n| *n += 1));
            // Its middle lies in the tile that said so.
            let (middle_x, middle_y) = (x + wide / 2, y + high / 2);
            let own = |s: &&TileSpec| {
                (s.x..s.x + size.width).contains(&middle_x)
                    && (s.y..s.y + size.height).contains(&middle_y)
                    && fused(s) == frequency
            };
            assert!(specs.iter().any(|spec| own(&spec)), "{x}, {y}");
        }
        assert!(times.iter().all(|&n| n == 1), "{width}x{height} in tiles of {tile}");
    }
}

#[test]
fn tiles_part_in_the_middle_of_what_they_share() {
    let size = TileSize::square(128);
    let mut seen = Accumulator::new(300, 100, size, 32);
    for x in [0, 96, 176] {
        seen.add(TileSpec { x, y: 0 }, &nothing(size));
    }
    assert_eq!(
        seen.choices().iter().map(|c| c.bbox).collect::<Vec<_>>(),
        [[0, 0, 112, 100], [112, 0, 88, 100], [200, 0, 100, 100]]
    );
}

#[test]
fn the_domain_is_the_mean_of_what_the_tiles_say() {
    let size = TileSize::square(64);
    let said = |domains: &[[f32; 4]]| {
        let mut seen = Accumulator::new(64 + 32 * (domains.len() - 1), 64, size, 32);
        for (i, &domain) in domains.iter().enumerate() {
            seen.add(TileSpec { x: 32 * i, y: 0 }, &TileOutput { domain, ..nothing(size) });
        }
        seen.domain()
    };
    // Logits of e^0 : e^ln(7) : 1 : 1 are .7 of the whole, and each alone of four equals a quarter.
    let document = [0.0, 7f32.ln(), 0.0, 0.0];
    let one = said(&[document]);
    assert!(one.kind == Domain::Document && (one.probability - 0.7).abs() < 1e-6 && one.clear(), "{one:?}");
    let two = said(&[document, [3.0; 4]]);
    assert!(two.kind == Domain::Document && (two.probability - 0.475).abs() < 1e-6 && !two.clear(), "{two:?}");
    let sure = said(&[[-1e9, -1e9, -1e9, 1e9]]);
    assert_eq!(sure, Shown { kind: Domain::SceneText, probability: 1.0 });
    assert_eq!(said(&[[0.0; 4]]).kind, Domain::Natural);
}

#[test]
fn a_score_loses_what_many_tiles_add_to_the_highest() {
    let size = TileSize::square(64);
    let score = |width, height, tail| {
        let mut seen = Accumulator::new(width, height, size, 32);
        seen.add(TileSpec { x: 0, y: 0 }, &TileOutput { score: 2.0, ..nothing(size) });
        seen.score(tail)
    };
    for (width, height, tail, logit) in
        [(64, 64, 0.7, 2.0), (20, 30, 0.7, 2.0), (640, 640, 0.0, 2.0), (640, 640, 0.7, 2.0 - 0.7 * 100f32.ln())]
    {
        assert!((score(width, height, tail) - sigmoid(logit)).abs() < 1e-6, "{width}×{height}, {tail}");
    }
}

#[test]
fn weights_that_never_learned_domains_name_none() {
    let size = TileSize::square(64);
    let mut seen = Accumulator::new(64, 64, size, 32);
    seen.add(TileSpec { x: 0, y: 0 }, &TileOutput { domain: [0.0, 9.0, 0.0, 0.0], ..nothing(size) });
    let told = |tells_domain| {
        let thresholds = Thresholds { tells_domain, ..entry(64, 32).thresholds };
        conclude(&photo(64, 64, |_, _| 90), &seen, &thresholds).domain.map(|domain| domain.kind)
    };
    assert_eq!((told(true), told(false)), (Some(Domain::Document), None));
}

#[test]
fn a_mask_is_taken_back_as_far_as_its_strongest_place_is_sure() {
    let size = TileSize::square(64);
    let mask_of = |peak: f32, sharp_from| {
        let mut seen = Accumulator::new(64, 64, size, 32);
        // Half of the tile at a logit of one, but for its first place.
        let mask = (0..size.values(4)).map(|i| if i == 0 { peak } else { f32::from(u8::from(i < 128)) * 3.0 - 2.0 }).collect();
        seen.add(TileSpec { x: 0, y: 0 }, &TileOutput { mask, ..nothing(size) });
        let found = conclude(&photo(64, 64, |_, _| 90), &seen, &Thresholds { sharp_from, ..entry(64, 32).thresholds });
        let of = |logit: f32| (255.0 / (1.0 + (-logit).exp())).round() as u8;
        assert_eq!(found.logits[1], 1.0, "logits stay as they are");
        (found.mask[20 * 64 + 32], [1.0, 0.0, -2.0].map(of))
    };
    let (mask, [whole, by_one, by_three]) = mask_of(6.0, None);
    assert_eq!(mask, whole);
    assert_eq!(mask_of(6.0, Some(4.0)).0, by_one);
    assert_eq!(mask_of(3.0, Some(4.0)).0, whole, "not sure enough");
    assert_eq!(mask_of(90.0, Some(4.0)).0, by_three, "no more than so far");
}

#[test]
fn small_and_odd_pictures_are_padded_not_scaled() {
    for (width, height) in [(1, 1), (7, 3), (33, 129), (130, 64)] {
        let found = run(&photo(width, height, |_, _| 160), &entry(128, 32));
        assert_eq!(found.mask.len(), width * height);
        assert!(found.mask.iter().all(|&m| m == found.mask[0]), "{width}x{height}");
    }
}

#[test]
fn tiles_are_no_larger_than_the_picture_needs() {
    let fitting = |width, height| {
        let TileSize { width, height } = TileSize::fitting(width, height, 512);
        (width, height)
    };
    assert_eq!(fitting(384, 256), (384, 256));
    assert_eq!(fitting(1, 65), (64, 128));
    assert_eq!(fitting(500, 4000), (512, 512));
    assert_eq!(TileSize::fitting(90, 90, 96), TileSize::square(96));
}

#[test]
fn every_pixel_is_in_a_tile_and_every_tile_on_the_grid() {
    for (width, height) in [(512, 512), (513, 512), (960, 1), (961, 700), (4000, 3000)] {
        let specs = plan(&photo(width, height, |_, _| 0), TileSize::square(512), 64);
        assert!(specs.iter().all(|s| s.x % 8 == 0 && s.y % 8 == 0 && s.x < width && s.y < height));
        let reach = |edge: fn(&TileSpec) -> usize| specs.iter().map(edge).max().unwrap() + 512;
        // The last tiles end with the last block, and a picture smaller than a tile is padded to one.
        assert_eq!(reach(|s| s.x), width.next_multiple_of(8).max(512));
        assert_eq!(reach(|s| s.y), height.next_multiple_of(8).max(512));
        let columns = if width <= 512 { 1 } else { 1 + (width - 512).div_ceil(448) };
        let rows = if height <= 512 { 1 } else { 1 + (height - 512).div_ceil(448) };
        assert_eq!(specs.len(), columns * rows);
    }
}

#[test]
fn pictures_of_any_small_size_are_looked_at() {
    for (width, height) in [(1, 1), (7, 300), (32, 32), (64, 64), (96, 64), (65, 63), (600, 20)] {
        let found = run(&photo(width, height, |x, y| ((x * 7 + y * 13) % 256) as u8), &entry(512, 64));
        assert_eq!(found.mask.len(), width * height, "{width} × {height}");
    }
}

#[test]
fn a_picture_moved_by_a_stride_is_found_alike() {
    let pattern = |x: usize, y: usize| ((x * 5 + y * 3) % 250) as u8;
    let still = run(&photo(512, 256, pattern), &entry(128, 32));
    let moved = run(&photo(512, 256, |x, y| pattern(x + 96, y)), &entry(128, 32));
    for y in 0..256 {
        for x in 8..400 {
            assert_eq!(still.mask[y * 512 + x + 96], moved.mask[y * 512 + x], "{x}, {y}");
        }
    }
}

#[test]
fn the_mask_does_not_depend_on_the_order_of_the_tiles() {
    // Logits that do not add up alike as floats.
    let logits =
        |seed: u32| (0..16 * 16).map(|i| ((seed * 977 + i) as f32 * 0.7).sin() * 10f32.powi((i % 9) as i32 - 6)).collect();
    let output = |seed: u32| TileOutput {
        mask: logits(seed),
        reliability: logits(seed + 100),
        coarse_vision: (0..64).map(|i| ((seed * 31 + i) as f32).sin()).collect(),
        score: (seed as f32).cos(),
        frequency_used: !seed.is_multiple_of(3),
        domain: [0, 1, 2, 3].map(|i| ((seed * 7 + i) as f32).sin() * 3.0),
        ..nothing(TileSize::square(64))
    };
    let specs = plan(&photo(150, 170, |x, y| (x * y % 251) as u8), TileSize::square(64), 32);
    let blend = |order: &[usize]| {
        let mut accumulator = Accumulator::new(150, 170, TileSize::square(64), 32);
        order.iter().for_each(|&i| accumulator.add(specs[i], &output(i as u32)));
        let maps = (accumulator.quarter(), accumulator.reliability(), accumulator.coarse());
        (maps, accumulator.score(0.5), accumulator.choices(), accumulator.domain())
    };
    let forward: Vec<usize> = (0..specs.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let mixed: Vec<usize> = forward.iter().map(|i| i * 7 % specs.len()).collect();
    assert!(specs.len() > 9 && !specs.len().is_multiple_of(7));
    assert_eq!(blend(&forward), blend(&backward));
    assert_eq!(blend(&forward), blend(&mixed));
}

#[test]
fn every_block_has_the_coarse_masks_of_the_tile_that_speaks_for_it() {
    let (width, height, size) = (150, 171, TileSize::square(64));
    let specs = plan(&photo(width, height, |x, y| (x * y % 251) as u8), size, 32);
    let mut seen = Accumulator::new(width, height, size, 32);
    // Each block says where in the picture it is; both masks apart.
    let said = |spec: TileSpec, sign: f32| {
        (0..8).flat_map(|y| (0..8).map(move |x| sign * (((spec.y / 8 + y) * 19 + spec.x / 8 + x) as f32 / 200.0 - 1.0))).collect()
    };
    for &spec in &specs {
        let (coarse_vision, coarse_fused) = (said(spec, 1.0), said(spec, -1.0));
        seen.add(spec, &TileOutput { coarse_vision, coarse_fused, ..nothing(size) });
    }
    let expected = |sign: f32| -> Vec<u8> {
        let logits = (0..22).flat_map(|y| (0..19).map(move |x| sign * ((y * 19 + x) as f32 / 200.0 - 1.0)));
        logits.map(|logit| (255.0 / (1.0 + (-logit).exp())).round() as u8).collect()
    };
    assert_eq!(seen.coarse(), [expected(1.0), expected(-1.0)]);
}

#[test]
fn a_picture_in_one_tile_gives_what_the_network_gives() {
    let picture = photo(61, 40, |x, y| (x * 4 + y) as u8);
    let found = run(&picture, &entry(64, 32));
    let own = coefficients(&picture);
    let size = TileSize::square(64);
    let (rgb, blocks) = cut(&picture, &own, TileSpec { x: 0, y: 0 }, size);
    let tile = Tile { size, rgb: &rgb, coefficients: &blocks, table: &own.table };
    let said = now(MeanNetwork.look(tile)).unwrap();
    for y in 0..10 {
        for x in 0..16 {
            let (given, blended) = (said.mask[y * 16 + x], found.logits[y * 16 + x]);
            assert!((given - blended).abs() <= 1e-7, "{x}, {y}: {given} became {blended}");
        }
    }
    assert_eq!(found.logits.len(), 10 * 16);
}

#[test]
fn what_is_padded_is_the_picture_mirrored_block_by_block() {
    // Two blocks and a half wide, one high: the third block is filled up, and the fourth is the third turned round.
    let (width, size) = (20, TileSize { width: 32, height: 32 });
    let picture = photo(width, 8, |x, y| (x * 9 + y) as u8);
    let own = coefficients(&picture);
    let (rgb, blocks) = cut(&picture, &own, TileSpec { x: 0, y: 0 }, size);
    let columns = [(0..20).collect(), vec![19; 4], vec![19; 4], (16..20).rev().collect()].concat();
    let rows = [(0..8).collect::<Vec<usize>>(), (0..8).rev().collect(), (0..8).collect(), (0..8).rev().collect()].concat();
    let expected = rows.iter().flat_map(|y| columns.iter().flat_map(move |x: &usize| [(x * 9 + y) as u8; 3]));
    assert_eq!(rgb, expected.collect::<Vec<u8>>());
    let block = |x: usize| &own.values[x * 64..][..64];
    let row = [0, 1, 2, 2].map(block).concat();
    assert_eq!(blocks, [&row[..]; 4].concat());
}

#[test]
fn a_verdict_outside_what_was_trained_is_unsure() {
    let unsure = |width, height, quality: Option<u8>, score: f32| {
        let mut picture = photo(width, height, |_, _| 90);
        picture.jpeg = quality.map(|quality| JpegData {
            width: width as u32,
            height: height as u32,
            components: vec![],
            progressive: false,
            truncated: false,
            end: 0,
            adobe_transform: None,
            jfif: true,
            restart_interval: 0,
            markers: vec![],
            quality: Some(quality),
        });
        let mut seen = Accumulator::new(width, height, TileSize::square(128), 32);
        seen.add(TileSpec { x: 0, y: 0 }, &TileOutput { score: (score / (1.0 - score)).ln(), ..nothing(TileSize::square(128)) });
        conclude(&picture, &seen, &entry(128, 32).thresholds).unsure
    };
    assert!(!unsure(96, 128, None, 0.7));
    assert!(unsure(95, 128, None, 0.7));
    assert!(unsure(128, 95, None, 0.7));
    assert!(!unsure(128, 128, Some(50), 0.7));
    assert!(unsure(128, 128, Some(49), 0.7));
    assert!(unsure(128, 128, None, 0.53));
    assert!(unsure(128, 128, None, 0.47));
    assert!(!unsure(128, 128, None, 0.44));
}

#[test]
fn the_most_conspicuous_tile_comes_first() {
    // Noise in one corner of a smooth picture.
    let picture = photo(1000, 700, |x, y| if x > 860 && y > 560 { (x * 7919 + y * 104_729) as u8 } else { (x / 8) as u8 });
    assert_eq!(plan(&picture, TileSize::square(512), 64)[0], TileSpec { x: 488, y: 192 });
}

#[test]
fn cancelling_stops_before_the_next_tile() {
    let picture = photo(400, 400, |_, _| 0);
    let mut calls = 0;
    let result = now(localize(&picture, &coefficients(&picture), &MeanNetwork, &entry(128, 32), &mut |p| {
        calls += 1;
        if p.done == 2 { Flow::Cancel } else { Flow::Continue }
    }));
    assert_eq!(result.map(|_| ()), Err(LocalizeError::Cancelled));
    assert_eq!(calls, 3);
}

#[test]
fn regions_are_the_connected_parts() {
    let rows = ["##.....#", "##....#.", ".....#..", "###.....", "#.#.....", "###...##"];
    let mask: Vec<u8> = rows.concat().bytes().map(|b| if b == b'#' { 204 } else { 10 }).collect();
    let sure: Vec<u8> = (0..6).flat_map(|row| [40 * row; 8]).collect();
    let boxes = |min_area| find_regions(&mask, &sure, 8, 0.5, min_area).into_iter().map(|r| r.bbox).collect::<Vec<_>>();
    assert_eq!(boxes(1), [[0, 3, 3, 3], [0, 0, 2, 2], [5, 0, 3, 3], [6, 5, 2, 1]]);
    assert_eq!(boxes(4), [[0, 3, 3, 3], [0, 0, 2, 2]]);
    let ring = &find_regions(&mask, &sure, 8, 0.5, 1)[0];
    assert!((ring.area_fraction - 8.0 / 48.0).abs() < 1e-6 && (ring.score - 0.8).abs() < 1e-6);
    assert!((ring.reliability - 160.0 / 255.0).abs() < 1e-6);
    assert!(find_regions(&mask, &sure, 8, 0.9, 1).is_empty());
}

#[test]
fn hostile_manifests_are_refused() {
    let good = serde_json::to_string(&Manifest { models: vec![entry(512, 64)] }).unwrap();
    assert!(Manifest::parse(good.as_bytes()).is_ok());
    for (from, to) in
        [("fake.bpk", "../x"), ("\"tile\":512", "\"tile\":0"), ("\"tile\":512", "\"tile\":100000"), ("0.95", "0.1"), ("{", "[")]
    {
        assert!(Manifest::parse(good.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
    }
}
