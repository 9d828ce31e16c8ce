//! The landed weights on whole pictures: what has to hold of any network that ships (model.md 10, checks 7 and 9).
#![cfg(all(feature = "cli", feature = "forge"))]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::io::Cursor;
use std::path::{Path, PathBuf};

use burn::tensor::Device;
use image::codecs::jpeg::JpegEncoder;
use omni_iml::forge::sources::{Domain, Sources, Split};
use omni_iml::frequency::{BLOCK, Coefficients, coefficients, from_pixels};
use omni_iml::input::{self, Limits, Photo};
use omni_iml::localize::{
    Band, Findings, Flow, Gated, Manifest, ModelEntry, TileNetwork, TileSpec, cut, localize, localize_on_threads,
};
use omni_iml::model::{FORMAT, OmniIml, Weights};
use omni_iml::tile::{GateMode, Tile, TileSize};

/// Clean pictures that are tried where there are any, beside our own.
const CLEAN: usize = 6;
/// Largest share of a clean picture that may be found after it was saved again, and of all such pictures together.
const AREA: (f64, f64) = (0.15, 0.08);

/// The network that the page loads.
struct Landed {
    network: OmniIml,
    entry: ModelEntry,
}

impl Landed {
    fn open() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let manifest = Manifest::parse(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        let entry = manifest.models[0].clone();
        let weights = Weights::from_bytes(std::fs::read(folder.join(&entry.file)).unwrap(), FORMAT).unwrap();
        Self { network: OmniIml::load(&weights, &Device::flex()).unwrap(), entry }
    }

    fn gated(&self) -> Gated<'_> {
        Gated { network: &self.network, mode: GateMode::Auto }
    }

    fn check(&self, photo: &Photo, coefficients: &Coefficients) -> Findings {
        pollster::block_on(localize(photo, coefficients, &self.gated(), &self.entry, &mut |_| Flow::Continue)).unwrap()
    }

    fn check_file(&self, file: &[u8]) -> Findings {
        let photo = input::read(file, None, &Limits::NATIVE).unwrap();
        self.check(&photo, &coefficients(&photo))
    }
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/samples").join(name)).unwrap()
}

/// Our own untouched picture and, where there are any, pristine ones of the test split.
fn clean() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("lake.jpg".to_owned(), sample("lake.jpg"))];
    let Some(data) = std::env::var_os("OMNI_IML_DATA").map(PathBuf::from) else {
        println!("only our own picture: OMNI_IML_DATA does not name the folder with the pristine pictures");
        return files;
    };
    let folder = data.join("train_real");
    let sources = Sources::open(&folder, Domain::Natural, Split::Test).unwrap();
    let spread = (0..CLEAN).map(|i| sources.name(i * sources.len() / CLEAN));
    files.extend(spread.map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap())));
    files
}

fn read(file: &[u8]) -> Photo {
    input::read(file, None, &Limits::NATIVE).unwrap()
}

/// The part from (`x`, `y`) on, without the file's own coefficients.
fn cropped(photo: &Photo, x: usize, y: usize, width: usize, height: usize) -> Photo {
    let rows = (y..y + height).map(|row| (row * photo.width as usize + x) * 3);
    let rgb = rows.flat_map(|at| &photo.rgb[at..at + width * 3]).copied().collect();
    Photo { width: width as u32, height: height as u32, rgb, jpeg: None, ..photo.clone() }
}

/// The blocks from (`x`, `y`) pixels on, both on the grid.
fn cropped_blocks(all: &Coefficients, x: usize, y: usize) -> Coefficients {
    let (bx, by) = (x / BLOCK, y / BLOCK);
    let rows = (by..all.blocks_high).map(|row| (row * all.blocks_wide + bx) * 64..(row + 1) * all.blocks_wide * 64);
    Coefficients {
        blocks_wide: all.blocks_wide - bx,
        blocks_high: all.blocks_high - by,
        values: rows.flat_map(|row| &all.values[row]).copied().collect(),
        ..*all
    }
}

fn saved(photo: &Photo, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(&photo.rgb, photo.width, photo.height, image::ExtendedColorType::Rgb8)
        .unwrap();
    file.into_inner()
}

/// Share of pixels found at .5.
fn area(findings: &Findings) -> f64 {
    findings.mask.iter().filter(|&&value| value >= 128).count() as f64 / findings.mask.len() as f64
}

#[test]
fn a_picture_in_one_tile_gives_what_the_network_gives() {
    let landed = Landed::open();
    let whole = read(&sample("moon.jpg"));
    let (photo, own) = (cropped(&whole, 0, 0, 300, 204), first_blocks(&coefficients(&whole), 300, 204));
    let found = landed.check(&photo, &own);
    let size = TileSize::fitting(300, 204, landed.entry.tile);
    let (rgb, blocks) = cut(&photo, &own, TileSpec { x: 0, y: 0 }, size);
    let tile = Tile { size, rgb: &rgb, coefficients: &blocks, table: &own.table };
    let said = pollster::block_on(landed.gated().look(tile)).unwrap();
    let side = size.width / 4;
    for (y, row) in found.logits.chunks_exact(75).enumerate() {
        for (x, logit) in row.iter().enumerate() {
            let given = said.mask[y * side + x];
            assert!((given - logit).abs() <= 1e-6 * given.abs().max(1.0), "{x}, {y}: {given} became {logit}");
        }
    }
    let probability = 1.0 / (1.0 + (-said.score).exp());
    assert_eq!((found.score, found.frequency_tiles == 1), (probability, said.frequency_used));
}

/// The blocks of the upper left `width`×`height` pixels.
fn first_blocks(all: &Coefficients, width: usize, height: usize) -> Coefficients {
    let (blocks_wide, blocks_high) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
    let rows = (0..blocks_high).map(|row| row * all.blocks_wide * 64..(row * all.blocks_wide + blocks_wide) * 64);
    Coefficients { blocks_wide, blocks_high, values: rows.flat_map(|row| &all.values[row]).copied().collect(), ..*all }
}

#[test]
fn moving_by_a_stride_gives_the_same_inner_tiles() {
    let mut landed = Landed::open();
    (landed.entry.tile, landed.entry.overlap) = (256, 64);
    let photo = read(&sample("trees.jpg"));
    let own = coefficients(&photo);
    let still = landed.check(&photo, &own);
    let moved = landed.check(&cropped(&photo, 192, 0, 768 - 192, 512), &cropped_blocks(&own, 192, 0));
    assert_eq!((still.tiles, moved.tiles), (4 * 3, 3 * 3));
    // Beyond the overlap with the tile that is gone.
    for (still, moved) in still.logits.chunks_exact(192).zip(moved.logits.chunks_exact(144)) {
        assert_eq!(still[48 + 16..], moved[16..]);
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let mut landed = Landed::open();
    (landed.entry.tile, landed.entry.overlap) = (128, 32);
    let whole = read(&sample("trees.jpg"));
    let (photo, own) = (cropped(&whole, 0, 0, 320, 256), first_blocks(&coefficients(&whole), 320, 256));
    let alone = landed.check(&photo, &own);
    let mut told = Vec::new();
    let mut progress = |done, tiles| told.push((done, tiles));
    let together = localize_on_threads(&photo, &own, &landed.gated(), &landed.entry, 3, &mut progress).unwrap();
    assert_eq!((alone.mask, alone.logits, alone.score), (together.mask, together.logits, together.score));
    assert_eq!((alone.reliability, alone.domain, alone.choices), (together.reliability, together.domain, together.choices));
    assert_eq!(told, (0..=alone.tiles).map(|done| (done, alone.tiles)).collect::<Vec<_>>());
}

/// Pixels in both masks and in either, where the second picture is the first from (`dx`, `dy`) on.
fn overlap(still: &Findings, moved: &Findings, dx: usize, dy: usize) -> (usize, usize) {
    let (wide, width) = (still.width as usize, moved.width as usize);
    let pairs = moved.mask.iter().enumerate().map(|(i, &value)| {
        let before = still.mask[(i / width + dy) * wide + i % width + dx];
        (before >= 128, value >= 128)
    });
    pairs.fold((0, 0), |(both, either), (a, b)| (both + usize::from(a && b), either + usize::from(a || b)))
}

#[test]
fn moving_by_a_block_changes_little() {
    let landed = Landed::open();
    let (mut both, mut either) = (0, 0);
    for (name, forged) in [("trees.jpg", true), ("moon.jpg", true), ("lake.jpg", false)] {
        let photo = read(&sample(name));
        let own = coefficients(&photo);
        let still = landed.check(&photo, &own);
        for (dx, dy) in [(8, 0), (0, 8)] {
            let part = cropped(&photo, dx, dy, photo.width as usize - dx, photo.height as usize - dy);
            let moved = landed.check(&part, &cropped_blocks(&own, dx, dy));
            let (a, b) = overlap(&still, &moved, dx, dy);
            println!("{name} by {dx}, {dy}: IoU {a} / {b} px, score {:.3} -> {:.3}", still.score, moved.score);
            assert!((moved.score - still.score).abs() <= 0.05, "{name} by {dx}, {dy}: {} -> {}", still.score, moved.score);
            // What an untouched picture has in its mask is chance.
            if forged {
                (both, either) = (both + a, either + b);
            }
        }
    }
    assert!(either > 10_000, "nothing is found in our forged samples");
    let iou = both as f64 / either as f64;
    println!("forged samples together: IoU {iou:.3}");
    assert!(iou >= 0.9, "the masks of the forged samples move: IoU {iou:.3}");
}

#[test]
fn moving_off_the_grid_turns_no_clean_picture_into_a_finding() {
    let landed = Landed::open();
    for (name, file) in clean() {
        let photo = read(&file);
        let still = landed.check(&photo, &coefficients(&photo));
        let (width, height) = (photo.width as usize - 3, photo.height as usize - 3);
        let moved = cropped(&photo, 3, 3, width, height);
        let moved = landed.check(&moved, &from_pixels(&moved.rgb, width, height));
        println!("{name}: {:?} ({:.3}) -> {:?} ({:.3})", still.band, still.score, moved.band, moved.score);
        // A score that was or comes to lie beside the threshold is called unsure, and flips nothing.
        let finding = |findings: &Findings| findings.band >= Band::Moderate && !findings.unsure;
        assert!(finding(&still) || !finding(&moved), "{name}");
    }
}

#[test]
fn a_clean_picture_that_was_saved_again_is_no_finding() {
    let landed = Landed::open();
    let mut areas = Vec::new();
    for (name, file) in clean() {
        let photo = read(&file);
        let (width, height) = (photo.width as usize, photo.height as usize);
        let twice = landed.check_file(&saved(&read(&saved(&photo, 75)), 90));
        // Shifted against its grids: cut, saved, cut again, saved again.
        let cut = read(&saved(&cropped(&photo, 3, 5, width - 3, height - 5), 80));
        let shifted = landed.check_file(&saved(&cropped(&cut, 2, 1, width - 5, height - 6), 92));
        println!("{name}: found {:.3} saved twice, {:.3} shifted", area(&twice), area(&shifted));
        areas.extend([area(&twice), area(&shifted)]);
    }
    let (most, mean) = (areas.iter().fold(0.0, |a: f64, &b| a.max(b)), areas.iter().sum::<f64>() / areas.len() as f64);
    assert!(most <= AREA.0 && mean <= AREA.1, "found {most:.3} at the most, {mean:.3} in the mean");
}
