//! The page's side of the engine: starts the worker, speaks the protocol, and starts it again when it dies.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, UrlSearchParams, Worker, WorkerOptions, WorkerType};

use super::short::go;
use super::wire::{self, browser::parse};
use crate::engine::protocol::{Preference, Processor, Reply, Request, VERSION};

/// The engine's script and module, beside the page; the version keeps a cache from mixing builds.
const PLAIN: [&str; 2] =
    [concat!("engine.js?v=", env!("CARGO_PKG_VERSION")), concat!("engine_bg.wasm?v=", env!("CARGO_PKG_VERSION"))];
/// The same for browsers with relaxed SIMD.
const RELAXED: [&str; 2] =
    [concat!("engine-relaxed.js?v=", env!("CARGO_PKG_VERSION")), concat!("engine-relaxed_bg.wasm?v=", env!("CARGO_PKG_VERSION"))];

/// A module with one function: `i8x16.relaxed_swizzle` of two vectors of numbers. Valid where relaxed SIMD is known.
const PROBE: [u8; 36] = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128,
    2, 11,
];

fn knows_relaxed() -> bool {
    js_sys::WebAssembly::validate(&js_sys::Uint8Array::from(PROBE.as_slice())).unwrap_or(false)
}

/// Script and module of the engine that this browser runs fastest.
fn files() -> [&'static str; 2] {
    if knows_relaxed() { RELAXED } else { PLAIN }
}

/// What the service worker calls these.
pub fn engine_part() -> &'static str {
    if knows_relaxed() { "engine-relaxed" } else { "engine" }
}

/// What the page hears.
pub enum Event {
    /// The engine says something, with the buffers that came along.
    Said(Reply, Vec<ArrayBuffer>),
    /// The engine died; another one is starting on the CPU with the same picture.
    Restarted,
    /// The engine died while it had nothing to check.
    Gone,
}

/// The engine as the page sees it. One picture at a time; a new one takes the place of the last.
#[derive(Clone)]
pub struct Client(Rc<RefCell<Inner>>);

/// What the page's address asks of the engine.
#[derive(Clone, Copy)]
pub struct Wishes {
    /// `?device=cpu` or `gpu`.
    pub device: Preference,
    /// `?workers=`: how many share the tiles on the CPU, 1 to 4.
    pub workers: Option<u32>,
}

impl Wishes {
    /// `?device=cpu|gpu`, `?workers=1..4`.
    pub fn of_address() -> Self {
        let query = web_sys::window().and_then(|window| window.location().search().ok());
        let query = query.and_then(|query| UrlSearchParams::new_with_str(&query).ok());
        let asked = |name| query.as_ref().and_then(|query| query.get(name));
        let device = match asked("device").as_deref() {
            Some("cpu") => Preference::Cpu,
            Some("gpu") => Preference::Gpu,
            _ => Preference::Auto,
        };
        Self { device, workers: asked("workers").and_then(|count| count.parse().ok()) }
    }
}

struct Inner {
    tell: Rc<dyn Fn(Event)>,
    wishes: Wishes,
    worker: Option<Worker>,
    generation: u32,
    running: bool,
    ready: bool,
    on_gpu: bool,
    gpu_failed: bool,
    job: Option<Job>,
    next: u32,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    on_error: Option<Closure<dyn FnMut(web_sys::Event)>>,
}

#[derive(Clone)]
struct Job {
    id: u32,
    file: Blob,
    name: Option<String>,
    retried: bool,
}

#[wasm_bindgen]
extern "C" {
    type Locks;

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Option<Locks>;

    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, granted: &js_sys::Function) -> Result<js_sys::Promise, JsValue>;
}

impl Client {
    /// An engine that is not started yet; `tell` hears everything it says.
    pub fn new(wishes: Wishes, tell: impl Fn(Event) + 'static) -> Self {
        let client = Self(Rc::new(RefCell::new(Inner {
            tell: Rc::new(tell),
            wishes,
            worker: None,
            generation: 0,
            running: false,
            ready: false,
            on_gpu: false,
            gpu_failed: false,
            job: None,
            next: 1,
            on_message: None,
            on_error: None,
        })));
        let (heard, failed) = (client.clone(), client.clone());
        let mut inner = client.0.borrow_mut();
        inner.on_message = Some(Closure::new(move |event: MessageEvent| heard.hear(&event)));
        inner.on_error = Some(Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            if failed.is_current(&event) {
                let message = event.dyn_ref::<web_sys::ErrorEvent>().map(web_sys::ErrorEvent::message).unwrap_or_default();
                failed.died(&message);
            }
        }));
        drop(inner);
        client
    }

    /// Starts the engine, if it is not there, so that the first picture need not wait for it.
    pub fn start(&self) {
        if self.0.borrow().worker.is_none()
            && let Err(error) = self.spawn()
        {
            self.tell(Event::Said(Reply::Failed { job: None, kind: "engine".into(), message: said(&error) }, Vec::new()));
        }
    }

    /// Checks `file`; what was being checked is given up. Returns the number that every reply about it carries.
    pub fn check(&self, file: Blob, name: Option<String>) -> u32 {
        self.cancel();
        let id = {
            let mut inner = self.0.borrow_mut();
            let id = inner.next;
            inner.next = inner.next.wrapping_add(1);
            inner.job = Some(Job { id, file, name, retried: false });
            id
        };
        self.start();
        if self.0.borrow().ready {
            self.send_job();
        }
        id
    }

    /// Gives up what is being checked. Its worker stops at the next tile.
    pub fn cancel(&self) {
        let job = self.0.borrow_mut().job.take();
        if let Some(job) = job
            && self.0.borrow().ready
        {
            self.send(&Request::Cancel { job: job.id }, None);
        }
    }

    /// The picture in hand, if any.
    #[must_use]
    pub fn job(&self) -> Option<u32> {
        self.0.borrow().job.as_ref().map(|job| job.id)
    }

    /// Asks something about the picture that was checked last; `part` is the buffer or port that belongs to it. False: the
    /// engine that knows the picture is gone.
    pub fn ask(&self, request: &Request, part: Option<JsValue>) -> bool {
        let ready = self.0.borrow().ready;
        if ready {
            self.send(request, part);
        }
        ready
    }

    fn tell(&self, event: Event) {
        let tell = Rc::clone(&self.0.borrow().tell);
        tell(event);
    }

    fn is_current(&self, event: &web_sys::Event) -> bool {
        let inner = self.0.borrow();
        match (&inner.worker, event.target()) {
            (Some(worker), Some(target)) => AsRef::<JsValue>::as_ref(worker) == AsRef::<JsValue>::as_ref(&target),
            _ => false,
        }
    }

    /// Starts a worker from a `blob:` bootstrap: a worker from an address would live under the policy of its own
    /// response, this one inherits the page's.
    fn spawn(&self) -> Result<(), JsValue> {
        let (lock, generation) = {
            let mut inner = self.0.borrow_mut();
            inner.generation += 1;
            (format!("omni-iml-engine-{}-{}", js_sys::Date::now() as u64, inner.generation), inner.generation)
        };
        let [script, binary] = files();
        let (module, binary) = (absolute(script)?, absolute(binary)?);
        // The lock is held for as long as the worker lives, however it dies; see `watch`.
        let source = format!(
            "self.navigator.locks?.request({}, () => new Promise(() => {{}}));\n\
             import({}).then((engine) => engine.default({{ module_or_path: {} }})).catch((error) =>\n\
             self.postMessage([JSON.stringify({{ failed: {{ job: null, kind: 'network', message: String(error) }} }})]));",
            literal(&lock),
            literal(&module),
            literal(&binary)
        );
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("omni-iml-engine");
        let worker = Worker::new_with_options(&address, &options)?;
        let mut inner = self.0.borrow_mut();
        worker.set_onmessage(inner.on_message.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
        worker.set_onerror(inner.on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
        inner.worker = Some(worker);
        drop(inner);
        self.watch(lock, address, generation);
        Ok(())
    }

    /// Waits for the worker's lock: it is free only when the worker is gone. A worker that is killed sends no event.
    fn watch(&self, lock: String, address: String, generation: u32) {
        let client = self.clone();
        go(async move {
            // Asked for only once the engine has said that it runs, so that the page cannot come first.
            while client.0.borrow().generation == generation && !client.0.borrow().running {
                pause(250).await;
            }
            let _ = Url::revoke_object_url(&address);
            let granted = Closure::once_into_js(move || {
                let (current, alive) = (client.0.borrow().generation == generation, client.0.borrow().worker.is_some());
                if current && alive {
                    client.died("the worker is gone");
                }
            });
            LOCKS.with(|locks| {
                if let Some(locks) = locks {
                    let _ = locks.request(&lock, granted.unchecked_ref());
                }
            });
        });
    }

    fn hear(&self, event: &MessageEvent) {
        if !self.is_current(event) {
            return;
        }
        let Ok(message) = event.data().dyn_into::<Array>() else { return };
        let Some(reply) = message.get(0).as_string().and_then(|json| wire::reply(&parse(&json)?)) else { return };
        let buffers = message.iter().skip(1).filter_map(|buffer| buffer.dyn_into::<ArrayBuffer>().ok()).collect();
        match &reply {
            Reply::Hello { version } if *version == VERSION => {
                self.0.borrow_mut().running = true;
                self.send_start();
            }
            Reply::Hello { .. } => {
                self.stop();
                self.fail(None, "version", "page and engine were built apart");
                return;
            }
            Reply::Ready { device, .. } => {
                {
                    let mut inner = self.0.borrow_mut();
                    inner.ready = true;
                    inner.on_gpu = *device == Processor::Gpu;
                }
                self.send_job();
            }
            Reply::Failed { kind, message, .. } if kind == "panic" || kind == "device-lost" => {
                self.died(message);
                return;
            }
            Reply::Failed { job: None, .. } => self.stop(),
            _ => {}
        }
        let about = match &reply {
            Reply::Hello { .. } | Reply::Ready { .. } => None,
            Reply::Progress { job, .. } | Reply::Failed { job, .. } => *job,
            Reply::Picture { job, .. } | Reply::Partial { job, .. } | Reply::Done { job, .. } | Reply::Cancelled { job } => {
                Some(*job)
            }
            // About the picture that was checked last, which the session knows.
            Reply::Account { .. } | Reply::Looking { .. } | Reply::Lens { .. } | Reply::Kept { .. } | Reply::Prompt { .. } => {
                None
            }
            Reply::Compared { .. } | Reply::Incomparable { .. } => None,
            Reply::Report { .. } | Reply::Explaining { .. } | Reply::Explained { .. } => None,
            Reply::AskAgain { .. } | Reply::Unexplained { .. } => None,
        };
        // What an earlier picture still has to say interests nobody any more.
        if about.is_some() && about != self.job() {
            return;
        }
        if matches!(reply, Reply::Done { .. } | Reply::Failed { .. } | Reply::Cancelled { .. }) {
            self.0.borrow_mut().job = None;
        }
        self.tell(Event::Said(reply, buffers));
    }

    /// The worker is dead or about to be: the picture in hand is tried once more, on the CPU.
    fn died(&self, message: &str) {
        let mut id = None;
        let again = {
            let mut inner = self.0.borrow_mut();
            // One that dies before it is ready died trying the graphics device, unless it was told not to.
            inner.gpu_failed |= inner.on_gpu || (!inner.ready && inner.wishes.device != Preference::Cpu);
            match &mut inner.job {
                Some(job) if !job.retried => {
                    job.retried = true;
                    true
                }
                Some(job) => {
                    id = Some(job.id);
                    inner.job = None;
                    false
                }
                None => {
                    drop(inner);
                    self.stop();
                    self.tell(Event::Gone);
                    return;
                }
            }
        };
        self.stop();
        if again {
            self.tell(Event::Restarted);
            self.start();
        } else {
            self.fail(id, "engine", message);
        }
    }

    fn stop(&self) {
        let mut inner = self.0.borrow_mut();
        (inner.running, inner.ready, inner.on_gpu) = (false, false, false);
        if let Some(worker) = inner.worker.take() {
            worker.terminate();
        }
    }

    fn fail(&self, job: Option<u32>, kind: &str, message: &str) {
        self.tell(Event::Said(Reply::Failed { job, kind: kind.into(), message: message.into() }, Vec::new()));
    }

    fn send_start(&self) {
        let (Ok(models), Ok(module)) = (absolute("models/"), absolute(files()[0])) else { return };
        let (Wishes { device, workers }, gpu_failed) = {
            let inner = self.0.borrow();
            (inner.wishes, inner.gpu_failed)
        };
        self.send(&Request::Start { device, gpu_failed, workers, models, module }, None);
    }

    /// Reads the file and hands its bytes over. The file itself is kept for a second try.
    fn send_job(&self) {
        let Some(job) = self.0.borrow().job.clone() else { return };
        let client = self.clone();
        go(async move {
            let bytes = JsFuture::from(job.file.array_buffer()).await.and_then(|bytes| bytes.dyn_into::<ArrayBuffer>());
            if client.job() != Some(job.id) {
                return;
            }
            match bytes {
                Ok(bytes) => client.send(&Request::Check { job: job.id, name: job.name, logits: false }, Some(bytes.into())),
                Err(error) => {
                    client.0.borrow_mut().job = None;
                    client.tell(Event::Said(
                        Reply::Failed { job: Some(job.id), kind: "unreadable".into(), message: said(&error) },
                        Vec::new(),
                    ));
                }
            }
        });
    }

    fn send(&self, request: &Request, part: Option<JsValue>) {
        let Ok(json) = serde_json::to_string(request) else { return };
        let (message, transfer) = (Array::of1(&json.into()), Array::new());
        if let Some(part) = part {
            message.push(&part);
            transfer.push(&part);
        }
        if let Some(worker) = &self.0.borrow().worker {
            // It fails only for what cannot be cloned or handed over, which text, a buffer and a fresh port never are.
            let _ = worker.post_message_with_transfer(&message, &transfer);
        }
    }
}

/// `path` beside the page, as an absolute address: a `blob:` worker has no base of its own.
fn absolute(path: &str) -> Result<String, JsValue> {
    let base = web_sys::window().and_then(|window| window.document()).and_then(|document| document.base_uri().ok().flatten());
    Ok(Url::new_with_base(path, &base.unwrap_or_default())?.href())
}

/// A text as JavaScript has it in its source.
fn literal(text: &str) -> String {
    js_sys::JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}

/// What a thrown value says of itself.
fn said(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default()
}

/// Waits for some milliseconds.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}
