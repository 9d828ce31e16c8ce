//! The worker's side of the protocol: hears requests, queues pictures, says what comes of them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessageEvent;

use super::check::{self, Failure, Loaded, Looking};
use super::device::Chosen;
use super::lanes::{self, Lane, Lanes};
use super::protocol::{Endpoint, Phase, Preference, Processor, Reply, Request, VERSION};
use super::study::Study;
use super::talk::{Exchanged, Keep, Log, Talk};
use super::{credentials, device, fetch, scope};
use crate::explain::endpoint::Accepts;
use crate::model::{self, Weights};

/// The network that the page loads.
const MODEL: &str = "small";

/// Most pictures that wait. The page sends one at a time; more than this is a page gone wrong.
const QUEUE: usize = 64;

/// A picture that waits or is being checked.
pub(super) struct Job {
    /// Its name in every reply.
    pub id: u32,
    /// The file's name.
    pub name: Option<String>,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Whether the mask's logits are wanted too.
    pub logits: bool,
    /// Set by [`Request::Cancel`]; read between two tiles.
    pub cancelled: Rc<Cell<bool>>,
}

#[derive(Default)]
struct Engine {
    loaded: RefCell<Option<Rc<Loaded>>>,
    queue: RefCell<VecDeque<Job>>,
    current: RefCell<Option<(u32, Rc<Cell<bool>>)>>,
    study: RefCell<Option<Study>>,
    /// The last look through a lens that was asked for.
    look: Cell<u32>,
    talk: RefCell<Option<Rc<RefCell<Talk>>>>,
}

/// Begins to listen, and says so.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        // The module is dead after this: the page starts another one.
        let message = info.to_string();
        web_sys::console::error_1(&message.as_str().into());
        say(&Reply::Failed { job: None, kind: "panic".into(), message }, None);
    }));
    let engine = Rc::new(Engine::default());
    let lane = Rc::new(Lane::default());
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let json = message.get(0).as_string().unwrap_or_default();
        // From the page, or from the engine that started this worker as one of its lanes.
        if let Ok(request) = serde_json::from_str(&json) {
            engine.hear(request, message.get(1));
        } else if let Ok(order) = serde_json::from_str(&json) {
            let lane = Rc::clone(&lane);
            spawn_local(async move { lane.obey(order, &message).await });
        }
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It listens for as long as the worker lives.
    hear.forget();
    say(&Reply::Hello { version: VERSION }, None);
}

/// Posts a reply; the buffers go over without a copy.
pub(super) fn say(reply: &Reply, buffers: impl IntoIterator<Item = Vec<u8>>) {
    let Ok(json) = serde_json::to_string(reply) else { return };
    let (message, transfer) = (Array::of1(&json.into()), Array::new());
    for bytes in buffers {
        // The one copy there is: out of this module's memory, which cannot be given away.
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        message.push(&buffer);
        transfer.push(&buffer);
    }
    // It fails only for what cannot be cloned, which text and a buffer never are.
    let _ = scope().post_message_with_transfer(&message, &transfer);
}

/// Says that the network is being put on `device`.
pub(super) fn preparing(device: Processor) {
    say(&Reply::Progress { job: None, phase: Phase::Preparing { device } }, None);
}

/// Lets the event loop run, so that a cancel is heard between two tiles.
pub(super) async fn breathe() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // It fails in a worker that is being closed only.
        let _ = scope().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(promise).await;
}

impl Engine {
    fn hear(self: &Rc<Self>, request: Request, part: JsValue) {
        match request {
            Request::Start { device, gpu_failed, workers, models, module } => {
                let engine = Rc::clone(self);
                spawn_local(async move {
                    match engine.load(device, gpu_failed, lanes::count(workers), &models, &module).await {
                        Ok(()) => engine.work().await,
                        Err(failure) => say(&Reply::Failed { job: None, kind: failure.kind, message: failure.message }, None),
                    }
                });
            }
            Request::Check { job, name, logits } => {
                let bytes = part.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default();
                if self.queue.borrow().len() >= QUEUE {
                    let message = format!("{QUEUE} pictures are waiting already");
                    say(&Reply::Failed { job: Some(job), kind: "queue".into(), message }, None);
                    return;
                }
                self.queue.borrow_mut().push_back(Job { id: job, name, bytes, logits, cancelled: Rc::default() });
                let engine = Rc::clone(self);
                spawn_local(async move { engine.work().await });
            }
            Request::Cancel { job } => {
                if let Some((id, cancelled)) = &*self.current.borrow()
                    && *id == job
                {
                    cancelled.set(true);
                }
                let mut queue = self.queue.borrow_mut();
                let before = queue.len();
                queue.retain(|waiting| waiting.id != job);
                if queue.len() < before {
                    say(&Reply::Cancelled { job }, None);
                }
            }
            // About a picture that made room for another there is nothing to say any more.
            Request::Account { job, language } => self.account(job, &language, part.dyn_ref()),
            Request::Lens { job, number, name, settings, language } => {
                self.look.set(number);
                let engine = Rc::clone(self);
                spawn_local(async move {
                    // Lenses are not interrupted, but of those that were asked for during one only the last is of interest.
                    breathe().await;
                    if engine.look.get() == number {
                        engine.study(job, |study| study.look(number, &name, &settings, &language));
                    }
                });
            }
            Request::Compare { job, number } => {
                let other = part.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default();
                self.study(job, |study| study.compare(number, &other));
            }
            Request::Keep { job, what, language } => self.study(job, |study| study.keep(what, &language)),
            Request::Prompt { job, number, mode, redactions, language } => {
                self.study(job, |study| study.prompt(number, &mode, &redactions, &language));
            }
            Request::Explain { job, endpoint } => {
                let mut prompt = None;
                self.study(job, |study| prompt = study.prompt.clone());
                let Some((prompt, language)) = prompt else { return };
                let engine = Rc::clone(self);
                let keep: Keep = Box::new(move |explained| engine.study(job, |study| study.explained(explained)));
                let learnt = self.learnt(&endpoint);
                self.talk(job, Talk::explain(endpoint, learnt, prompt, language, keep), part);
            }
            Request::Again => {
                if let (Some(talk), Ok(door)) = (&*self.talk.borrow(), part.dyn_into()) {
                    Talk::again(talk, door);
                }
            }
            Request::Try { job, endpoint } => {
                let learnt = self.learnt(&endpoint);
                self.talk(job, Talk::test(endpoint, learnt), part);
            }
            Request::Hush => {
                if let Some(talk) = &*self.talk.borrow() {
                    talk.borrow_mut().stop();
                }
            }
        }
    }

    /// Does something with the picture that was checked last, if it is this one.
    fn study(&self, job: u32, act: impl FnOnce(&mut Study)) {
        if let Some(study) = self.study.borrow_mut().as_mut().filter(|study| study.job == job) {
            act(study);
        }
    }

    /// Says in words what was found, once the file's credentials, if there are any, are checked.
    fn account(self: &Rc<Self>, job: u32, language: &str, list: Option<&ArrayBuffer>) {
        let list = list.map(|list| Uint8Array::new(list));
        let mut found = None;
        self.study(job, |study| {
            let check = study.account(language, list.as_ref().map(Uint8Array::to_vec));
            found = check.map(|check| (Uint8Array::from(study.bytes.as_slice()), check));
        });
        let (Some((file, (found, number))), Some(loaded)) = (found, self.loaded.borrow().clone()) else { return };
        let engine = Rc::clone(self);
        spawn_local(async move {
            let checked = credentials::check(&loaded.module, file, found, list).await;
            engine.study(job, |study| study.checked(number, checked));
        });
    }

    /// What the last exchange found out about what this endpoint takes.
    fn learnt(&self, asked: &Endpoint) -> Option<Accepts> {
        self.talk.borrow().as_ref()?.borrow().learnt(asked)
    }

    /// Begins an exchange through a door; one that is under way makes room.
    fn talk(self: &Rc<Self>, job: u32, exchanged: Option<Exchanged>, door: JsValue) {
        if let (Some(exchanged), Ok(door)) = (exchanged, door.dyn_into()) {
            let engine = Rc::clone(self);
            let log: Log = Box::new(move |left| engine.study(job, |study| study.sent(left)));
            *self.talk.borrow_mut() = Some(Talk::begin(exchanged, door, log));
        }
    }

    /// Fetches the weights and chooses the device; on the CPU, `count` workers share the tiles.
    async fn load(
        &self,
        preference: Preference,
        gpu_failed: bool,
        count: usize,
        models: &str,
        module: &str,
    ) -> Result<(), Failure> {
        let manifest = fetch::manifest(models).await?;
        let entry = manifest.model(MODEL).map_err(|error| Failure::new("weights", error))?.clone();
        let total = entry.bytes;
        let mut tell = |bytes| say(&Reply::Progress { job: None, phase: Phase::Fetching { bytes, total } }, None);
        tell(0);
        let bytes = fetch::weights(models, &entry, &mut tell).await?;
        preparing(Processor::Cpu);
        let weights = Weights::from_bytes(bytes.clone(), model::FORMAT)?;
        let Chosen { network, processor, reason } = device::choose(preference, gpu_failed, &weights).await?;
        drop(weights);
        let mut looking = Looking::Here(Box::new(network));
        if processor == Processor::Cpu && count > 1 {
            // Without them it is slower, and that is all.
            match Lanes::start(count, module, &bytes).await {
                Ok(lanes) => looking = Looking::Shared(lanes),
                Err(why) => web_sys::console::warn_1(&why.into()),
            }
        }
        let workers = looking.workers();
        *self.loaded.borrow_mut() = Some(Rc::new(Loaded { looking, processor, entry, module: module.to_owned() }));
        say(&Reply::Ready { device: processor, reason, workers }, None);
        Ok(())
    }

    /// Checks what waits, one picture after the other. Does nothing while another call is at it.
    async fn work(&self) {
        let Some(loaded) = self.loaded.borrow().clone() else { return };
        loop {
            if self.current.borrow().is_some() {
                return;
            }
            let Some(job) = self.queue.borrow_mut().pop_front() else { return };
            let id = job.id;
            *self.current.borrow_mut() = Some((id, Rc::clone(&job.cancelled)));
            self.study.borrow_mut().take();
            let outcome = check::check(&loaded, job).await;
            self.current.borrow_mut().take();
            match outcome {
                Ok(Some(study)) => *self.study.borrow_mut() = Some(study),
                Ok(None) => say(&Reply::Cancelled { job: id }, None),
                Err(failure) => say(&Reply::Failed { job: Some(id), kind: failure.kind, message: failure.message }, None),
            }
        }
    }
}
