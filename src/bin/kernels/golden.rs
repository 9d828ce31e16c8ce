//! What `train/golden.py` wrote, and how far the network is from it. `tests/parity.rs` is the native one.

use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor};
use omni_iml::model::{FORMAT, ModelError, OmniIml, Weights};
use omni_iml::tile::{GateMode, Tile, TileSize};

/// The modes that are compared, by the names that the golden file gives them.
pub const MODES: [(&str, GateMode); 3] = [("auto", GateMode::Auto), ("vision", GateMode::Vision), ("fused", GateMode::Fused)];

/// Parts of the network that are compared: all but the read-back.
const PARTS: usize = 22;

/// A network with weights of order one, inputs, and every part's output.
pub struct Golden {
    /// The network's.
    pub weights: Weights,
    /// Inputs and outputs.
    pub golden: Weights,
}

impl Golden {
    /// Reads the two files.
    ///
    /// # Errors
    /// See [`ModelError`].
    pub fn read(weights: Vec<u8>, golden: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Self { weights: Weights::from_bytes(weights, FORMAT)?, golden: Weights::from_bytes(golden, "omni-iml-golden")? })
    }

    /// The weights with zeros in place of a tensor.
    pub fn without(&self, name: &str) -> Weights {
        let mut weights = self.weights.clone();
        let (shape, values) = self.weights.get(name).unwrap_or_else(|| panic!("there is no {name}"));
        let (shape, zeros) = (shape.to_vec(), vec![0.0; values.len()]);
        weights.insert(name, &shape, zeros);
        weights
    }

    fn input(&self, name: &str) -> (&[usize], &[f32]) {
        self.golden.get(name).unwrap_or_else(|| panic!("the golden file has no {name}"))
    }

    /// Runs every tile as one batch and gives each part's output.
    ///
    /// # Errors
    /// The weights do not make a network.
    pub async fn run(
        &self,
        weights: &Weights,
        device: &Device,
        mode: GateMode,
    ) -> Result<BTreeMap<String, Vec<f32>>, ModelError> {
        let network = OmniIml::load(weights, device)?;
        let (shape, rgb) = self.input("rgb");
        let (n, size) = (shape[0], TileSize { width: shape[2], height: shape[1] });
        let pixels = size.values(1);
        let rgb: Vec<u8> = rgb.iter().map(|&v| v as u8).collect();
        let coefficients: Vec<i16> = self.input("coefficients").1.iter().map(|&v| v as i16).collect();
        let tables: Vec<[u16; 64]> =
            self.input("table").1.chunks_exact(64).map(|t| std::array::from_fn(|i| t[i] as u16)).collect();
        let tiles: Vec<Tile<'_>> = (0..n)
            .map(|i| Tile {
                size,
                rgb: &rgb[i * pixels * 3..(i + 1) * pixels * 3],
                coefficients: &coefficients[i * pixels..(i + 1) * pixels],
                table: &tables[i],
            })
            .collect();
        let mut parts: Vec<(String, Tensor<4>)> = Vec::new();
        network.run(&tiles, mode, &mut |name: &str, value: Tensor<4>| parts.push((name.to_owned(), value)));
        let mut out = BTreeMap::new();
        for (name, value) in parts {
            let data = value.into_data_async().await.map_err(|e| ModelError::Unreadable(format!("{e:?}")))?;
            let values = data.convert::<f32>().try_to_vec::<f32>().map_err(|e| ModelError::Unreadable(format!("{e:?}")))?;
            out.insert(name, values);
        }
        Ok(out)
    }

    /// Each part's largest error, relative to the root mean square of what it should be.
    pub fn errors(&self, mode: &str, out: &BTreeMap<String, Vec<f32>>) -> Vec<(String, f32)> {
        let mut errors = Vec::new();
        for (name, values) in out {
            let Some((_, expected)) = self.golden.get(&format!("{mode}.{name}")) else { continue };
            assert_eq!(values.len(), expected.len(), "{name}");
            let rms = (expected.iter().map(|v| v * v).sum::<f32>() / expected.len() as f32).sqrt();
            // Not `f32::max`, which overlooks what is not a number.
            let worst = values.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, |w, e| if e <= w { w } else { e });
            errors.push((name.clone(), worst / rms));
        }
        assert_eq!(errors.len(), PARTS, "every part but the read-back is compared");
        errors
    }
}
