//! What must hold of the network whatever its weights, on made-up ones at both trunks.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use super::config::TrunkConfig;
use super::weights::MadeUp;
use super::*;
use crate::tile::TileSize;

const CONFIGS: [&Config; 2] = [&Config::SMALL, &Config::TINY];
const SIZE: usize = 64;

/// A tile's content, different for each seed.
struct Content {
    rgb: Vec<u8>,
    coefficients: Vec<i16>,
    table: [u16; 64],
}

impl Content {
    fn new(seed: u32) -> Self {
        let mut source = MadeUp::new(seed);
        let rgb = source.values(SIZE * SIZE * 3).into_iter().map(|v| (v * 127.5 + 127.5) as u8).collect();
        let coefficients = source.values(SIZE * SIZE).into_iter().map(|v| (v * v * v * 60.0) as i16).collect();
        let table = source.values(64).into_iter().map(|v| (v * 40.0 + 41.0) as u16).collect::<Vec<_>>();
        Self { rgb, coefficients, table: table.try_into().unwrap() }
    }

    fn tile(&self) -> Tile<'_> {
        Tile { size: TileSize::square(SIZE), rgb: &self.rgb, coefficients: &self.coefficients, table: &self.table }
    }
}

fn made_up(config: &Config) -> Weights {
    let mut source = MadeUp::new(7);
    OmniIml::build(config, &mut source, &Device::flex()).unwrap();
    source.into_weights(config.name)
}

fn run(network: &OmniIml, contents: &[Content], mode: GateMode) -> Vec<TileOutput> {
    let tiles: Vec<Tile<'_>> = contents.iter().map(Content::tile).collect();
    burn::tensor::try_read_sync(network.forward(&tiles, mode)).unwrap().unwrap()
}

/// Largest difference of anything in two outputs, relative to the mask's root mean square.
fn difference(a: &TileOutput, b: &TileOutput) -> f32 {
    let flat = |o: &TileOutput| -> Vec<f32> {
        let maps = [&o.mask, &o.reliability, &o.coarse_vision, &o.coarse_fused].into_iter().flatten().copied();
        maps.chain([o.gate, o.alignment, o.score]).chain(o.domain).collect()
    };
    let rms = (a.mask.iter().map(|v| v * v).sum::<f32>() / a.mask.len() as f32).sqrt();
    assert!(rms.is_normal());
    flat(a).iter().zip(flat(b)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) / rms
}

#[test]
fn a_batch_of_two_is_two_batches_of_one() {
    for config in CONFIGS {
        let network = OmniIml::load(&made_up(config), &Device::flex()).unwrap();
        let contents = [Content::new(1), Content::new(2)];
        let together = run(&network, &contents, GateMode::Fused);
        let apart: Vec<TileOutput> = contents.chunks(1).flat_map(|one| run(&network, one, GateMode::Fused)).collect();
        assert!(difference(&together[0], &together[1]) > 0.1, "{}: the samples must differ", config.name);
        for (a, b) in together.iter().zip(&apart) {
            assert!(difference(a, b) < 1e-5, "{}: {}", config.name, difference(a, b));
        }
    }
}

#[test]
fn a_forced_gate_gives_the_two_paths_that_the_gate_chooses_from() {
    for config in CONFIGS {
        let mut weights = made_up(config);
        let contents = [Content::new(1), Content::new(2)];
        // Moves the gate's threshold between the two samples, so that it decides differently for each.
        let found = run(&OmniIml::load(&weights, &Device::flex()).unwrap(), &contents, GateMode::Auto);
        let middle = (found[0].gate + found[1].gate) / 2.0;
        let bias = weights.get("gate.fc2.bias").unwrap().1.to_vec();
        weights.insert("gate.fc2.bias", &[2], vec![bias[0] - middle, bias[1]]);
        let network = OmniIml::load(&weights, &Device::flex()).unwrap();
        let [auto, vision, fused] =
            [GateMode::Auto, GateMode::Vision, GateMode::Fused].map(|mode| run(&network, &contents, mode));
        assert!(vision.iter().all(|o| !o.frequency_used) && fused.iter().all(|o| o.frequency_used));
        assert_ne!(auto[0].frequency_used, auto[1].frequency_used, "{}", config.name);
        for ((auto, vision), fused) in auto.iter().zip(&vision).zip(&fused) {
            assert!(difference(vision, fused) > 0.01, "{}: the paths must differ", config.name);
            assert_eq!(auto, if auto.gate > 0.0 { fused } else { vision }, "{}", config.name);
        }
    }
}

#[test]
fn forced_to_vision_no_coefficient_reaches_what_is_told() {
    for config in CONFIGS {
        let network = OmniIml::load(&made_up(config), &Device::flex()).unwrap();
        let before = [Content::new(1)];
        let mut after = [Content::new(1)];
        after[0].coefficients = Content::new(2).coefficients;
        after[0].table = Content::new(2).table;
        let [a, b] = [&before, &after].map(|content| run(&network, content, GateMode::Vision).remove(0));
        assert_eq!((&a.mask, &a.reliability, a.score, a.domain), (&b.mask, &b.reliability, b.score, b.domain));
        assert_ne!(a.coarse_fused, b.coarse_fused);
        let [a, b] = [&before, &after].map(|content| run(&network, content, GateMode::Fused).remove(0));
        assert_ne!(a.mask, b.mask);
    }
}

#[test]
fn what_is_for_training_alone_is_refused() {
    for config in CONFIGS {
        let mut weights = made_up(config);
        assert!(OmniIml::load(&weights, &Device::flex()).is_ok());
        // Of a kind that a trainer has and an export leaves out: the anomaly enhancement, a norm's statistics.
        for name in ["enhancement.rpn.weight", "mask.a.norm.running_mean"] {
            weights.insert(name, &[1], vec![0.0]);
            let refused = OmniIml::load(&weights, &Device::flex()).map(|_| ()).unwrap_err();
            assert_eq!(refused, ModelError::Unused(vec![name.to_owned()]));
            weights.remove(name);
        }
    }
}

#[test]
fn the_shipped_file_holds_the_networks_tensors_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|e| e == "bpk") {
            let weights = Weights::from_bytes(std::fs::read(&file).unwrap(), FORMAT).unwrap();
            assert_eq!(OmniIml::load(&weights, &Device::flex()).map(|_| ()), Ok(()), "{}", file.display());
        }
    }
}

#[test]
fn a_size_that_is_not_known_is_named() {
    let mut source = MadeUp::new(7);
    OmniIml::build(&Config::TINY, &mut source, &Device::flex()).unwrap();
    let refused = OmniIml::load(&source.into_weights("huge"), &Device::flex()).map(|_| ()).unwrap_err();
    assert_eq!((refused.kind(), refused.to_string().contains("huge")), ("model-size", true));
}

/// Parameters and multiply-adds of all parts.
fn all(config: &Config) -> (usize, usize) {
    let parts = OmniIml::count(config, 512).unwrap();
    (parts.iter().map(|p| p.parameters).sum(), parts.iter().map(|p| p.multiply_adds).sum())
}

#[test]
fn sizes_are_what_they_are_meant_to_be() {
    assert!(all(&Config::SMALL).0 <= 5_000_000);
    assert!((35_000_000..=45_000_000).contains(&all(&Config::MID).0));
    // The paper's, within five per cent.
    assert!((144_400_000..=159_600_000).contains(&all(&Config::FULL).0), "{:?}", all(&Config::FULL));
}

#[test]
fn what_is_counted_is_what_a_file_holds() {
    for config in CONFIGS {
        let mut source = MadeUp::new(7);
        OmniIml::build(config, &mut source, &Device::flex()).unwrap();
        assert_eq!(source.into_weights(config.name).values(), all(config).0);
    }
}

/// ConvNeXt's sizes: parameters as the authors' weights have them and multiply-adds at 224² from their table 1, both with a
/// classifier and its norm, and with layer scales, which our export folds; ours has the taps' norms.
#[test]
fn trunks_have_their_published_sizes() {
    for (config, published, giga) in [(&Config::MID, 28_589_128, 4.5), (&Config::FULL, 88_591_464, 15.4)] {
        let TrunkConfig::ConvNeXt { widths, depths } = config.trunk else { unreachable!("both are ConvNeXts") };
        let trunk = OmniIml::count(config, 224).unwrap().into_iter().find(|part| part.name == "trunk").unwrap();
        let classifier = (widths[3] + 1) * 1000;
        let scales: usize = widths.iter().zip(depths).map(|(width, depth)| width * depth).sum();
        let taps = 2 * widths.iter().sum::<usize>();
        assert_eq!(trunk.parameters, published - classifier - 2 * widths[3] - scales + taps, "{}", config.name);
        let found = (trunk.multiply_adds + widths[3] * 1000) as f64 / 1e9;
        assert!((found - giga).abs() < 0.05, "{}: {found}", config.name);
    }
}
