//! The Burn network against the PyTorch one, part by part, on weights of order one (`train/golden.py FOLDER`, named by
//! `OMNI_IML_GOLDEN`): `small`, and `tiny` for the parts of the larger sizes. At every size both must count the same
//! parameters and multiply-adds.
#![cfg(feature = "network")]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use burn::tensor::{Device, Tensor};
use omni_iml::model::{Config, FORMAT, OmniIml, Weights};
use omni_iml::tile::{GateMode, Tile, TileSize};

/// Largest error allowed, relative to the root mean square of the part's output.
const TOLERANCE: f32 = 1e-4;

struct Golden {
    weights: Weights,
    golden: Weights,
}

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("OMNI_IML_GOLDEN").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: OMNI_IML_GOLDEN does not name the folder that train/golden.py wrote");
    }
    folder
}

impl Golden {
    /// Files of a size, by what their names begin with.
    fn open(prefix: &str) -> Option<Self> {
        let folder = folder()?;
        let read = |name: &str, format: &str| {
            Weights::from_bytes(std::fs::read(folder.join(format!("{prefix}{name}"))).unwrap(), format).unwrap()
        };
        Some(Self { weights: read("weights.bpk", FORMAT), golden: read("golden.bpk", "omni-iml-golden") })
    }

    /// Runs every tile as one batch, or each alone, and gives each part's output.
    fn run(&self, weights: &Weights, mode: GateMode, together: bool) -> BTreeMap<String, Vec<f32>> {
        let network = OmniIml::load(weights, &Device::flex()).unwrap();
        let (shape, rgb) = self.golden.get("rgb").unwrap();
        let (n, size) = (shape[0], TileSize { width: shape[2], height: shape[1] });
        let pixels = size.values(1);
        let rgb: Vec<u8> = rgb.iter().map(|&v| v as u8).collect();
        let coefficients: Vec<i16> = self.golden.get("coefficients").unwrap().1.iter().map(|&v| v as i16).collect();
        let tables: Vec<[u16; 64]> =
            self.golden.get("table").unwrap().1.chunks_exact(64).map(|t| std::array::from_fn(|i| t[i] as u16)).collect();
        let tiles: Vec<Tile<'_>> = (0..n)
            .map(|i| Tile {
                size,
                rgb: &rgb[i * pixels * 3..(i + 1) * pixels * 3],
                coefficients: &coefficients[i * pixels..(i + 1) * pixels],
                table: &tables[i],
            })
            .collect();
        let mut out: BTreeMap<String, Vec<f32>> = BTreeMap::new();
        let batches: Vec<&[Tile<'_>]> = if together { vec![&tiles[..]] } else { tiles.chunks(1).collect() };
        for batch in batches {
            network.run(batch, mode, &mut |name: &str, value: Tensor<4>| {
                out.entry(name.to_owned()).or_default().extend(value.into_data().convert::<f32>().try_to_vec::<f32>().unwrap());
            });
        }
        out
    }

    /// The part that is furthest off and by how much.
    fn worst(&self, mode_name: &str, out: &BTreeMap<String, Vec<f32>>) -> (String, f32) {
        let mut worst = (String::new(), 0.0);
        let mut compared = 0;
        for (name, values) in out {
            let Some((_, expected)) = self.golden.get(&format!("{mode_name}.{name}")) else { continue };
            assert_eq!(values.len(), expected.len(), "{name}");
            compared += 1;
            let rms = (expected.iter().map(|v| v * v).sum::<f32>() / expected.len() as f32).sqrt();
            let error = values.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) / rms;
            if error > worst.1 || error.is_nan() {
                worst = (name.clone(), error);
            }
        }
        assert_eq!(compared, 22, "every part but the read-back is compared");
        worst
    }
}

const MODES: [(&str, GateMode); 3] = [("auto", GateMode::Auto), ("vision", GateMode::Vision), ("fused", GateMode::Fused)];

/// What the names of each size's files begin with.
const SMALL: &str = "";
const TINY: &str = "tiny-";

#[test]
fn every_part_agrees_with_pytorch() {
    for prefix in [SMALL, TINY] {
        let Some(golden) = Golden::open(prefix) else { return };
        for (name, mode) in MODES {
            for together in [true, false] {
                let (part, error) = golden.worst(name, &golden.run(&golden.weights, mode, together));
                let how = if together { "one batch" } else { "one by one" };
                println!("{}, gate {name}, {how}: worst {error:.1e} in {part}", golden.weights.size());
                assert!(error <= TOLERANCE, "{part} is off by {error}");
            }
        }
    }
}

/// Every one of these tensors, put to zero, must be noticed, and so must kernels that are mixed in equal parts.
fn leaving_out_is_noticed(golden: &Golden, names: &[String]) {
    for name in names {
        let mut weights = golden.weights.clone();
        let (shape, values) = golden.weights.get(name).unwrap();
        let (shape, zeros) = (shape.to_vec(), vec![0.0; values.len()]);
        weights.insert(name, &shape, zeros);
        let (_, error) = golden.worst("fused", &golden.run(&weights, GateMode::Fused, true));
        assert!(error > 10.0 * TOLERANCE, "without {name} the error is only {error}");
    }
    let mut weights = golden.weights.clone();
    for i in 0..4 {
        for part in ["weight", "bias"] {
            let name = format!("dwf{i}.fc2.{part}");
            let shape = golden.weights.get(&name).unwrap().0.to_vec();
            weights.insert(&name, &shape, vec![0.0; shape.iter().product()]);
        }
    }
    let (_, error) = golden.worst("fused", &golden.run(&weights, GateMode::Fused, true));
    assert!(error > 10.0 * TOLERANCE, "with fixed mixtures the error is only {error}");
}

#[test]
fn leaving_anything_out_of_small_is_noticed() {
    let Some(golden) = Golden::open(SMALL) else { return };
    let mut names: Vec<String> = (1..17).map(|i| format!("trunk.b{i}.project.weight")).collect();
    names.extend((0..2).map(|i| format!("frequency.b{i}.project.weight")));
    names.extend((0..4).map(|i| format!("dwf{i}.pw.weight")));
    let others = [
        "vision.residual3",
        "fusion.project",
        "gate.fc2",
        "topdown.context",
        "topdown.s16.dw",
        "mask.low",
        "score.fc1",
        "domain.fc1",
    ];
    names.extend(others.map(|name| format!("{name}.weight")));
    names.extend(["frequency.table".to_owned(), "frequency.quantisation.weight".to_owned()]);
    leaving_out_is_noticed(&golden, &names);
}

/// What only the larger sizes have: every layer of the ConvNeXt, dense convolutions, the pyramid.
#[test]
fn leaving_anything_out_of_a_larger_size_is_noticed() {
    let Some(golden) = Golden::open(TINY) else { return };
    let mut names: Vec<String> = Vec::new();
    for (stage, depth) in [1, 2, 2, 1].into_iter().enumerate() {
        names.extend(["patch", "norm", "tap"].map(|part| format!("trunk.s{stage}.{part}.weight")));
        for block in 0..depth {
            names.extend(["dw", "norm", "expand", "project"].map(|part| format!("trunk.s{stage}.b{block}.{part}.weight")));
        }
    }
    names.extend([2, 3, 6].map(|cells| format!("topdown.context{cells}.weight")));
    names.extend([4, 8, 16, 32].map(|stride| format!("topdown.s{stride}.dw.weight")));
    names.extend(["coarse_vision.b", "coarse_fused.b", "gate.b", "gate.d", "mask.b"].map(|name| format!("{name}.weight")));
    names.push("frequency.b2.project.weight".to_owned());
    leaving_out_is_noticed(&golden, &names);
}

/// PyTorch counts tensors after folding, and multiply-adds by its own counter of operations.
#[test]
fn parameters_and_multiply_adds_are_those_that_pytorch_counts() {
    let Some(folder) = folder() else { return };
    let counts: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("counts.json")).unwrap()).unwrap();
    let counts = counts.as_object().unwrap();
    assert_eq!(counts.len(), 4);
    for (name, expected) in counts {
        let parts = OmniIml::count(Config::named(name).unwrap(), expected["side"].as_u64().unwrap() as usize).unwrap();
        assert_eq!(parts.len(), expected["parameters"].as_object().unwrap().len());
        for part in &parts {
            assert_eq!(expected["parameters"][&part.name], part.parameters, "{name}: {}", part.name);
            // The counter knows PyTorch's modules, and a few of our parts are none.
            if let Some(work) = expected["multiply_adds"].get(&part.name) {
                assert_eq!(work, part.multiply_adds, "{name}: {}", part.name);
            }
        }
        assert_eq!(expected["all"], parts.iter().map(|part| part.multiply_adds).sum::<usize>(), "{name}");
    }
}

#[test]
fn a_gate_forced_to_vision_sees_no_coefficient() {
    let Some(mut golden) = Golden::open(SMALL) else { return };
    let before = golden.run(&golden.weights, GateMode::Vision, true);
    let (shape, values) = golden.golden.get("coefficients").unwrap();
    let (shape, zeros) = (shape.to_vec(), vec![0.0; values.len()]);
    golden.golden.insert("coefficients", &shape, zeros);
    let after = golden.run(&golden.weights, GateMode::Vision, true);
    for part in ["mask", "reliability", "score", "domain"] {
        assert_eq!(before[part], after[part], "{part}");
    }
    assert_ne!(before["coarse_fused"], after["coarse_fused"]);
}

#[test]
fn a_file_that_does_not_fit_is_named() {
    let Some(golden) = Golden::open(SMALL) else { return };
    let told = |weights: &Weights| OmniIml::load(weights, &Device::flex()).map(|_| ()).map_err(|e| e.to_string());
    let mut weights = golden.weights.clone();
    weights.remove("gate.fc1.bias");
    assert!(told(&weights).unwrap_err().contains("gate.fc1.bias"));
    weights.insert("gate.fc1.bias", &[63], vec![0.0; 63]);
    assert!(told(&weights).unwrap_err().contains("[63]"));
    weights.insert("gate.fc1.bias", &[64], vec![0.0; 64]);
    assert_eq!(told(&weights), Ok(()));
    weights.insert("extra", &[1], vec![0.0]);
    assert!(told(&weights).unwrap_err().contains("extra"));
}
