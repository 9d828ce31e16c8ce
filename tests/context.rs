//! Two questions about tiles, asked of forgeries from the validation split: does a look at the whole picture, reduced to
//! one tile, help beside the tiles; and how soon does the plan come to the tile with the forgery.
//!
//!     cargo test --release --test context -- --ignored --nocapture
#![cfg(all(feature = "cli", feature = "forge"))]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use omni_iml::forge::chain::Chain;
use omni_iml::forge::kinds::Kind;
use omni_iml::forge::sources::{Domain, Sources, Split};
use omni_iml::forge::{Kinds, Part, Settings, make};
use omni_iml::frequency::{BlockDct, Coefficients, from_pixels};
use omni_iml::input::{Format, Orientation, Photo};
use omni_iml::localize::{Flow, Gated, Manifest, ModelEntry, localize, plan};
use omni_iml::metrics::{Confusion, mean};
use omni_iml::model::{FORMAT, OmniIml, Weights};
use omni_iml::tile::{GateMode, TileSize};

/// Side of a sample, which four tiles of 256 pixels that share 64 cover exactly.
const SIDE: usize = 448;
const TILE: usize = 256;
const OVERLAP: usize = 64;
const SAMPLES: u64 = 60;

fn photo(rgb: Vec<u8>, side: usize) -> Photo {
    Photo {
        width: side as u32,
        height: side as u32,
        rgb,
        orientation: Orientation::default(),
        format: Format::Jpeg,
        jpeg: None,
        sha256: String::new(),
        notes: vec![],
    }
}

#[test]
#[ignore = "an experiment that takes minutes; ARCHITECTURE.md has what came of it"]
fn a_look_at_the_whole_picture() {
    let Some(data) = std::env::var_os("OMNI_IML_DATA").map(PathBuf::from) else {
        println!("skipped: OMNI_IML_DATA does not name the folder with the pristine pictures");
        return;
    };
    let sources = Sources::open(&data.join("train_real"), Domain::Natural, Split::Validation).unwrap();
    let chain = Chain { last_quality: (60, 95), lossless: 0.0, shared: 0.0 };
    let settings = Settings { size: Some(SIDE), kinds: Kinds::InTurn(Kind::FIRST.to_vec()), area: (0.005, 0.2), chain };
    let parts = [Part { sources, settings }];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let manifest = Manifest::parse(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let landed = &manifest.models[0];
    let weights = Weights::from_bytes(std::fs::read(folder.join(&landed.file)).unwrap(), FORMAT).unwrap();
    let network = OmniIml::load(&weights, &Device::flex()).unwrap();
    let logits = |photo: &Photo, coefficients: &Coefficients, tile: usize| {
        let entry = ModelEntry { tile, overlap: OVERLAP, ..landed.clone() };
        let gated = Gated { network: &network, mode: GateMode::Auto };
        let findings = pollster::block_on(localize(photo, coefficients, &gated, &entry, &mut |_| Flow::Continue)).unwrap();
        findings.logits
    };
    let dct = BlockDct::new();
    let mut rows: [Vec<f64>; 4] = Default::default();
    let mut places = [0; 4];
    for index in 0..SAMPLES {
        let sample = make(&parts, 448, index, &dct).unwrap();
        let picture = photo(sample.picture.rgb.clone(), SIDE);
        let whole = image::RgbImage::from_raw(SIDE as u32, SIDE as u32, picture.rgb.clone()).unwrap();
        let small = image::imageops::resize(&whole, TILE as u32, TILE as u32, image::imageops::FilterType::Triangle);
        let small = photo(small.into_raw(), TILE);
        let tiles = logits(&picture, &sample.coefficients, TILE);
        let global = logits(&small, &from_pixels(&small.rgb, TILE, TILE), TILE);
        let quarter = SIDE / 4;
        let truth: Vec<bool> =
            (0..quarter * quarter).map(|i| sample.mask[(i / quarter * 4 + 2) * SIDE + i % quarter * 4 + 2] == 1).collect();
        // The nearest value of the reduced picture's map.
        let beside = |i: usize| global[(i / quarter * (TILE / 4) / quarter) * (TILE / 4) + i % quarter * (TILE / 4) / quarter];
        let mixed = |share: f32| {
            let blend = |(i, tile): (usize, &f32)| tile * (1.0 - share) + beside(i) * share;
            tiles.iter().enumerate().map(blend).collect::<Vec<f32>>()
        };
        for (row, map) in rows.iter_mut().zip([tiles.clone(), mixed(0.25), mixed(0.5), mixed(1.0)]) {
            let found: Vec<u8> = map.iter().map(|&logit| if logit >= 0.0 { 255 } else { 0 }).collect();
            row.push(Confusion::of(&found, &truth, 128).f1());
        }
        let order = plan(&picture, TileSize::square(TILE), OVERLAP);
        let forged = |x: usize, y: usize| {
            (y..y + TILE).map(|y| (x..x + TILE).filter(|x| sample.mask[y * SIDE + x] == 1).count()).sum::<usize>()
        };
        let most = order.iter().map(|spec| forged(spec.x, spec.y)).max();
        places[order.iter().position(|spec| Some(forged(spec.x, spec.y)) == most).unwrap()] += 1;
    }
    let alone = rows[0].clone();
    for (name, row) in ["tiles alone", "global pass, weight .25", "global pass, weight .5", "global pass alone"].iter().zip(rows)
    {
        let gains: Vec<f64> = row.iter().zip(&alone).map(|(with, without)| with - without).collect();
        let gain = mean(gains.iter().copied()).unwrap();
        let variance = mean(gains.iter().map(|g| (g - gain).powi(2))).unwrap();
        let error = (variance / gains.len() as f64).sqrt();
        println!("{name:<24} F1@.5 {:.3}, gain {gain:+.3} ± {error:.3}", mean(row).unwrap());
    }
    println!("the tile with most of the forgery is in place 1, 2, 3, 4 of the plan: {places:?} of {SAMPLES}");
}
