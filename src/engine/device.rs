//! What to compute on: WebGPU where the adapter has what Burn needs and computes correctly, else the CPU.

use burn::tensor::Device;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::protocol::{Preference, Processor, Reason};
use super::worker::preparing;
use crate::model::{ModelError, OmniIml, Weights};
use crate::tile::{GateMode, Tile, TileOutput, TileSize};

/// Side of the tile of the self-test: two cells of the coarsest level.
const TEST_SIZE: usize = 64;

/// Largest difference of a logit between GPU and CPU that passes. The bound between page and command line.
const TEST_TOLERANCE: f32 = 0.05;

/// Smallest `maxStorageBufferBindingSize`: the largest tensor of a 512² tile is a quarter of it.
const STORAGE_BUFFER: f64 = (128 << 20) as f64;

/// Smallest `maxComputeWorkgroupStorageSize`: what the matrix kernels ask for.
const WORKGROUP_STORAGE: f64 = (16 << 10) as f64;

#[wasm_bindgen]
extern "C" {
    // WebGPU is behind an unstable flag in web-sys; these few names are all that is needed of it.
    type Gpu;
    type Adapter;
    type Features;
    type Limits;
    type Info;

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = gpu)]
    static GPU: Option<Gpu>;

    #[wasm_bindgen(method, catch, js_name = requestAdapter)]
    fn request_adapter(this: &Gpu) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn features(this: &Adapter) -> Features;

    #[wasm_bindgen(method)]
    fn has(this: &Features, name: &str) -> bool;

    #[wasm_bindgen(method, getter)]
    fn limits(this: &Adapter) -> Limits;

    #[wasm_bindgen(method, getter, js_name = maxStorageBufferBindingSize)]
    fn storage_buffer(this: &Limits) -> f64;

    #[wasm_bindgen(method, getter, js_name = maxComputeWorkgroupStorageSize)]
    fn workgroup_storage(this: &Limits) -> f64;

    #[wasm_bindgen(method, getter)]
    fn info(this: &Adapter) -> Option<Info>;

    #[wasm_bindgen(method, getter, js_name = isFallbackAdapter)]
    fn is_fallback(this: &Info) -> Option<bool>;
}

/// The network on the device that was chosen, and why that one.
pub struct Chosen {
    /// Loaded.
    pub network: OmniIml,
    /// GPU or CPU.
    pub processor: Processor,
    /// Why.
    pub reason: Reason,
}

/// Chooses, loads and, on a GPU, tests.
///
/// # Errors
/// The weights cannot be used, on any device.
pub async fn choose(preference: Preference, gpu_failed: bool, weights: &Weights) -> Result<Chosen, ModelError> {
    let on_cpu = OmniIml::load(weights, &Device::flex())?;
    let reason = match preference {
        Preference::Cpu => Reason::CpuAsked,
        _ if gpu_failed => Reason::GpuFailed,
        _ => match on_gpu(preference, weights, &on_cpu).await? {
            Ok(network) => return Ok(Chosen { network, processor: Processor::Gpu, reason: Reason::GpuTested }),
            Err(reason) => reason,
        },
    };
    Ok(Chosen { network: on_cpu, processor: Processor::Cpu, reason })
}

/// The network on the GPU, or why not.
async fn on_gpu(preference: Preference, weights: &Weights, on_cpu: &OmniIml) -> Result<Result<OmniIml, Reason>, ModelError> {
    if let Err(reason) = probe(preference).await {
        return Ok(Err(reason));
    }
    preparing(Processor::Gpu);
    let Ok(device) = Device::wgpu_options().init_async().await else { return Ok(Err(Reason::GpuRefused)) };
    let network = OmniIml::load(weights, &device)?;
    let expected = self_test(on_cpu).await?;
    // Twice: some drivers compute the first run of a shader rightly and a later one not.
    for _ in 0..2 {
        match self_test(&network).await {
            Ok(found) if agree(&expected, &found) => {}
            Ok(_) | Err(_) => return Ok(Err(Reason::GpuWrong)),
        }
    }
    Ok(Ok(network))
}

/// Looks at the adapter before Burn does: without `timestamp-query` Burn's first command would end the module.
async fn probe(preference: Preference) -> Result<(), Reason> {
    let asked = GPU.with(|gpu| gpu.as_ref().map(Gpu::request_adapter)).ok_or(Reason::GpuMissing)?;
    let adapter = JsFuture::from(asked.map_err(|_| Reason::GpuMissing)?).await.map_err(|_| Reason::GpuMissing)?;
    if adapter.is_null() || adapter.is_undefined() {
        return Err(Reason::GpuMissing);
    }
    let adapter: Adapter = adapter.unchecked_into();
    let limits = adapter.limits();
    let fits = adapter.features().has("timestamp-query")
        && limits.storage_buffer() >= STORAGE_BUFFER
        && limits.workgroup_storage() >= WORKGROUP_STORAGE;
    // A GPU that is emulated on the CPU is slower than the CPU itself: only for those who ask for it.
    let emulated = adapter.info().and_then(|info| info.is_fallback()).unwrap_or(false);
    if fits && (!emulated || preference == Preference::Gpu) { Ok(()) } else { Err(Reason::GpuLimited) }
}

/// Runs a small made-up tile that touches every part of the network.
async fn self_test(network: &OmniIml) -> Result<Vec<TileOutput>, ModelError> {
    // Knuth's multiplicative hash: texture without a generator.
    let noise = |i: usize| ((i as u32).wrapping_mul(2_654_435_761) >> 16) as usize;
    let rgb: Vec<u8> = (0..TEST_SIZE * TEST_SIZE * 3).map(|i| ((i / 3 % TEST_SIZE) * 3 + noise(i) % 61) as u8).collect();
    let coefficients: Vec<i16> = (0..TEST_SIZE * TEST_SIZE).map(|i| (noise(i) % 15) as i16 - 7).collect();
    let table = std::array::from_fn(|i| 2 + i as u16 / 2);
    let tile = Tile { size: TileSize::square(TEST_SIZE), rgb: &rgb, coefficients: &coefficients, table: &table };
    let mut outputs = network.forward(&[tile], GateMode::Vision).await?;
    outputs.extend(network.forward(&[tile], GateMode::Fused).await?);
    Ok(outputs)
}

fn agree(expected: &[TileOutput], found: &[TileOutput]) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() <= TEST_TOLERANCE * a.abs().max(1.0);
    expected.len() == found.len()
        && expected.iter().zip(found).all(|(a, b)| {
            let alike = |a: &[f32], b: &[f32]| a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| near(a, b));
            alike(&a.mask, &b.mask)
                && alike(&a.reliability, &b.reliability)
                && alike(&a.domain, &b.domain)
                && near(a.score, b.score)
        })
}
