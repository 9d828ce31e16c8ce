//! What JavaScript calls.

use burn::tensor::{Device, Tensor};
use omni_iml::model::{FORMAT, OmniIml, Weights};
use omni_iml::tile::{GateMode, Tile, TileSize};
use wasm_bindgen::prelude::*;

use crate::blocks::{BLOCKS, Form};
use crate::golden::{Golden, MODES};

/// A device to measure on.
#[wasm_bindgen]
pub struct Bench(Device);

#[wasm_bindgen]
impl Bench {
    /// WebGPU or the CPU.
    ///
    /// # Errors
    /// There is no WebGPU.
    pub async fn open(gpu: bool) -> Result<Self, JsError> {
        if !gpu {
            return Ok(Self(Device::flex()));
        }
        Device::wgpu_options().init_async().await.map(Self).map_err(|error| JsError::new(&format!("{error:?}")))
    }

    /// The building blocks, in the order of the table.
    pub fn blocks() -> Vec<String> {
        BLOCKS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    /// Gets a block ready.
    pub fn block(&self, index: usize) -> Block {
        let [burn, ours] = (BLOCKS[index].1)(&self.0);
        Block { burn, ours }
    }

    /// Gets the network ready.
    ///
    /// # Errors
    /// The weights cannot be used.
    pub fn network(&self, weights: Vec<u8>) -> Result<Network, JsError> {
        let weights = Weights::from_bytes(weights, FORMAT)?;
        Ok(Network(OmniIml::load(&weights, &self.0)?))
    }

    /// The largest error of each part against PyTorch, relative to its root mean square: mode, part, error by turns.
    /// `without` names a tensor that is replaced by zeros; then one mode is enough.
    ///
    /// # Errors
    /// The files cannot be used.
    pub async fn parity(&self, weights: Vec<u8>, golden: Vec<u8>, without: Option<String>) -> Result<Vec<String>, JsError> {
        let golden = Golden::read(weights, golden)?;
        let modes = if without.is_some() { &MODES[2..] } else { &MODES[..] };
        let weights = without.map_or_else(|| golden.weights.clone(), |name| golden.without(&name));
        let mut out = Vec::new();
        for &(name, mode) in modes {
            for (part, error) in golden.errors(name, &golden.run(&weights, &self.0, mode).await?) {
                out.extend([name.to_owned(), part, format!("{error:e}")]);
            }
        }
        Ok(out)
    }
}

/// A building block, by Burn's operations and by ours.
#[wasm_bindgen]
pub struct Block {
    burn: Option<Form>,
    ours: Option<Form>,
}

#[wasm_bindgen]
impl Block {
    /// Is there this form?
    pub fn has(&self, ours: bool) -> bool {
        self.form(ours).is_some()
    }

    /// Runs it several times and waits until the last result is there.
    pub async fn run(&self, ours: bool, times: u32) {
        let Some(form) = self.form(ours) else { return };
        let mut last = None;
        for _ in 0..times {
            last = Some(form());
        }
        if let Some(y) = last {
            wait(y).await;
        }
    }

    fn form(&self, ours: bool) -> Option<&Form> {
        if ours { self.ours.as_ref() } else { self.burn.as_ref() }
    }
}

/// The whole network.
#[wasm_bindgen]
pub struct Network(OmniIml);

#[wasm_bindgen]
impl Network {
    /// Looks at a made-up tile and reads the results back.
    ///
    /// # Errors
    /// They could not be read.
    pub async fn look(&self, size: usize) -> Result<f32, JsError> {
        let rgb: Vec<u8> = (0..size * size * 3).map(|i| (i * 7919 % 251) as u8).collect();
        let coefficients: Vec<i16> = (0..size * size).map(|i| (i * 31 % 15) as i16 - 7).collect();
        let tile = Tile { size: TileSize::square(size), rgb: &rgb, coefficients: &coefficients, table: &[5; 64] };
        Ok(self.0.forward(&[tile], GateMode::Auto).await?[0].score)
    }
}

/// Waits for everything that was computed before: one value is read back.
async fn wait(y: Tensor<4>) {
    let _ = y.slice([0..1, 0..1, 0..1, 0..1]).into_data_async().await;
}
