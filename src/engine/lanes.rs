//! Tiles shared out to workers of their own, each with an instance of this module and of the network. On the CPU only:
//! a graphics processor is one queue.
//!
//! Blending does not depend on the order of the answers, so the result does not depend on the number of workers.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use burn::tensor::Device;
use js_sys::{Array, Float32Array, Function, Int16Array, Promise, Uint8Array, Uint16Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use super::blob::start_worker;
use super::scope;
use crate::frequency::Coefficients;
use crate::input::Photo;
use crate::localize::{Findings, Flow, LocalizeError, ModelEntry, Progress, conclude, cut, prepare};
use crate::model::{self, OmniIml, Weights};
use crate::tile::{GateMode, Tile, TileOutput, TileSize};

/// Most workers: beyond, memory's bandwidth is the limit.
const MOST: usize = 4;

/// To a lane.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    /// Load the network. Buffer: the file of weights.
    Load,
    /// Look at a tile. Buffers: RGB, coefficients, table.
    Look {
        /// Its sides.
        size: TileSize,
    },
}

/// From a lane.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// It has the network.
    Loaded,
    /// What the network says. Buffers: logits of mask, reliability and both coarse masks.
    Seen {
        /// See [`TileOutput::score`].
        score: f32,
        /// See [`TileOutput::frequency_used`].
        frequency_used: bool,
        /// See [`TileOutput::domain`].
        domain: [f32; 4],
    },
    /// It did not work out.
    Failed(String),
}

/// The workers, and what they have said.
pub(super) struct Lanes {
    workers: Vec<Worker>,
    said: Rc<Said>,
}

#[derive(Default)]
struct Said {
    /// Worker and message, oldest first; no message: the worker failed.
    inbox: RefCell<VecDeque<(usize, Option<Array>)>>,
    /// Resolves the promise of who waits for the next message.
    bell: RefCell<Option<Function>>,
}

impl Said {
    fn ring(&self, lane: usize, message: Option<Array>) {
        self.inbox.borrow_mut().push_back((lane, message));
        if let Some(bell) = self.bell.borrow_mut().take() {
            // A promise's own function: it cannot throw.
            let _ = bell.call0(&JsValue::NULL);
        }
    }

    async fn next(&self) -> (usize, Option<Array>) {
        loop {
            if let Some(first) = self.inbox.borrow_mut().pop_front() {
                return first;
            }
            let wait = Promise::new(&mut |resolve, _| *self.bell.borrow_mut() = Some(resolve));
            let _ = JsFuture::from(wait).await;
        }
    }
}

/// How many lanes are started: as many as were `asked` for, else what this machine is worth, which is min(4, cores − 1)
/// and at least the one that is there anyway.
pub(super) fn count(asked: Option<u32>) -> usize {
    let worth = || (scope().navigator().hardware_concurrency() as usize).saturating_sub(1);
    asked.map_or_else(worth, |asked| asked as usize).clamp(1, MOST)
}

impl Lanes {
    /// Starts `count` workers on `module` (this module's script) and gives each the weights.
    ///
    /// # Errors
    /// A worker could not be started or could not use the weights: the words of who refused.
    pub async fn start(count: usize, module: &str, weights: &[u8]) -> Result<Self, String> {
        let lanes = Self { workers: Vec::new(), said: Rc::default() };
        let lanes = (0..count).try_fold(lanes, |mut lanes, lane| {
            let worker = spawn(module, lane, &lanes.said).map_err(|error| format!("{error:?}"))?;
            lanes.workers.push(worker);
            Ok::<_, String>(lanes)
        })?;
        // Each says hello when it listens, and once more when it has the network.
        let mut missing = 2 * count;
        let mut greeted = vec![false; count];
        while missing > 0 {
            let (lane, message) = lanes.said.next().await;
            if std::mem::replace(&mut greeted[lane], true) {
                match message.as_ref().and_then(answer) {
                    Some(Answer::Loaded) => {}
                    Some(Answer::Failed(why)) => return Err(why),
                    _ => return Err("a worker failed while it loaded".into()),
                }
            } else {
                message.ok_or("a worker could not be started")?;
                lanes.send(lane, &Order::Load, &[Uint8Array::from(weights).buffer().into()]);
            }
            missing -= 1;
        }
        Ok(lanes)
    }

    /// Workers.
    pub fn len(&self) -> usize {
        self.workers.len()
    }

    fn send(&self, lane: usize, order: &Order, buffers: &[JsValue]) {
        if let Ok(json) = serde_json::to_string(order) {
            post(buffers, json, |message, transfer| self.workers[lane].post_message_with_transfer(message, transfer));
        }
    }

    /// [`crate::localize::localize`], on all workers.
    ///
    /// # Errors
    /// Cancelled by `progress`, or a failing worker.
    pub async fn localize(
        &self,
        photo: &Photo,
        coefficients: &Coefficients,
        entry: &ModelEntry,
        progress: &mut impl FnMut(Progress<'_>) -> Flow,
    ) -> Result<Findings, LocalizeError> {
        let (size, specs, mut accumulator) = prepare(photo, entry);
        let tiles = specs.len();
        let mut at: Vec<Option<usize>> = vec![None; self.workers.len()];
        let (mut sent, mut done) = (0, 0);
        let mut outcome = Ok(());
        loop {
            if outcome.is_ok() && progress(Progress { done, tiles, so_far: &accumulator }) == Flow::Cancel {
                outcome = Err(LocalizeError::Cancelled);
            }
            for (lane, slot) in at.iter_mut().enumerate() {
                if slot.is_none() && sent < tiles && outcome.is_ok() {
                    let (rgb, blocks) = cut(photo, coefficients, specs[sent], size);
                    let buffers = [
                        Uint8Array::from(rgb.as_slice()).buffer().into(),
                        Int16Array::from(blocks.as_slice()).buffer().into(),
                        Uint16Array::from(coefficients.table.as_slice()).buffer().into(),
                    ];
                    self.send(lane, &Order::Look { size }, &buffers);
                    *slot = Some(sent);
                    sent += 1;
                }
            }
            // A cancel waits for the tiles that are out: their workers hear nothing before that.
            if at.iter().all(Option::is_none) {
                break;
            }
            let (lane, message) = self.said.next().await;
            let Some(index) = at[lane].take() else { continue };
            match message.as_ref().and_then(seen) {
                Some(Ok(output)) => {
                    accumulator.add(specs[index], &output);
                    done += 1;
                }
                Some(Err(why)) => outcome = Err(LocalizeError::Network(why)),
                None => outcome = Err(LocalizeError::Network("a worker failed".to_owned())),
            }
        }
        outcome.map(|()| conclude(photo, &accumulator, &entry.thresholds))
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.workers.iter().for_each(Worker::terminate);
    }
}

/// A worker that runs this very module: compiled once, instantiated there.
fn spawn(module: &str, lane: usize, said: &Rc<Said>) -> Result<Worker, JsValue> {
    let source = format!(
        "self.onmessage = ({{ data }}) => import({module:?}).then((engine) => engine.default({{ module_or_path: data }}))\n\
         .catch((error) => self.postMessage([JSON.stringify({{ failed: String(error) }})]));"
    );
    let worker = start_worker(&source, &format!("omni-iml-lane-{lane}"))?;
    let (heard, failed) = (Rc::clone(said), Rc::clone(said));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        heard.ring(lane, event.data().dyn_into().ok());
    });
    let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        event.prevent_default();
        failed.ring(lane, None);
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // They listen for as long as the worker lives, which is as long as this one does.
    on_message.forget();
    on_error.forget();
    worker.post_message(&wasm_bindgen::module())?;
    Ok(worker)
}

fn answer(message: &Array) -> Option<Answer> {
    serde_json::from_str(&message.get(0).as_string()?).ok()
}

fn seen(message: &Array) -> Option<Result<TileOutput, String>> {
    match answer(message)? {
        Answer::Seen { score, frequency_used, domain } => {
            let [mask, reliability, coarse_vision, coarse_fused] =
                [1, 2, 3, 4].map(|at| Float32Array::new(&message.get(at)).to_vec());
            Some(Ok(TileOutput {
                mask,
                reliability,
                coarse_vision,
                coarse_fused,
                gate: 0.0,
                frequency_used,
                alignment: 0.0,
                score,
                domain,
            }))
        }
        Answer::Failed(why) => Some(Err(why)),
        Answer::Loaded => None,
    }
}

fn post(buffers: &[JsValue], json: String, send: impl FnOnce(&JsValue, &JsValue) -> Result<(), JsValue>) {
    let message = Array::of1(&json.into());
    let transfer: Array = buffers.iter().collect();
    for buffer in buffers {
        message.push(buffer);
    }
    // It fails only for what cannot be cloned, which text and buffers never are.
    let _ = send(&message, &transfer);
}

/// The worker's side of a lane.
#[derive(Default)]
pub(super) struct Lane(RefCell<Option<Rc<OmniIml>>>);

impl Lane {
    /// Does as it is told and answers.
    pub async fn obey(&self, order: Order, message: &Array) {
        let (answer, buffers) = match order {
            Order::Load => (self.load(message), Vec::new()),
            Order::Look { size } => match self.look(size, message).await {
                Ok(output) => (
                    Answer::Seen { score: output.score, frequency_used: output.frequency_used, domain: output.domain },
                    [output.mask, output.reliability, output.coarse_vision, output.coarse_fused]
                        .map(|map| Float32Array::from(map.as_slice()).buffer().into())
                        .to_vec(),
                ),
                Err(why) => (Answer::Failed(why), Vec::new()),
            },
        };
        if let Ok(json) = serde_json::to_string(&answer) {
            post(&buffers, json, |message, transfer| scope().post_message_with_transfer(message, transfer));
        }
    }

    fn load(&self, message: &Array) -> Answer {
        let loaded = Weights::from_bytes(Uint8Array::new(&message.get(1)).to_vec(), model::FORMAT)
            .and_then(|weights| OmniIml::load(&weights, &Device::flex()));
        match loaded {
            Ok(network) => {
                *self.0.borrow_mut() = Some(Rc::new(network));
                Answer::Loaded
            }
            Err(error) => Answer::Failed(error.to_string()),
        }
    }

    async fn look(&self, size: TileSize, message: &Array) -> Result<TileOutput, String> {
        let network = self.0.borrow().clone().ok_or("this worker has no network")?;
        let rgb = Uint8Array::new(&message.get(1)).to_vec();
        let coefficients = Int16Array::new(&message.get(2)).to_vec();
        let table: [u16; 64] = Uint16Array::new(&message.get(3)).to_vec().try_into().map_err(|_| "a table of another size")?;
        let tile = Tile { size, rgb: &rgb, coefficients: &coefficients, table: &table };
        let outputs = network.forward(&[tile], GateMode::Auto).await.map_err(|error| error.to_string())?;
        outputs.into_iter().next().ok_or_else(|| "the network gave no output".to_owned())
    }
}
