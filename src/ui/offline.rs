//! The page without a connection: what is stored on this device, storing it, deleting it, and newer versions.

mod dialog;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

pub use self::dialog::{Newer, OfflineDialog};
use super::client::{engine_part, pause};
use super::short::{follow, go};
use super::storage;
use super::stored::{Heard, Stored, heard};
use super::wire::browser::parse;
use super::words::{Value, language, text, text_with};

/// In the page's storage while the person wants nothing kept.
const DECLINED: &str = "omni-iml-keep-nothing";

/// How often a newer version is looked for while the page stays open, milliseconds. When it is opened, the browser does.
const LOOK_EVERY: f64 = 3_600_000.0;

/// How long the service worker may say nothing before it is taken for gone, milliseconds.
const SILENCE: f64 = 60_000.0;

/// Where things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not known yet.
    Asking,
    /// The address is not encrypted, and browsers keep nothing of such.
    Insecure,
    /// This browser or window keeps nothing.
    Impossible,
    /// It would, but it did not work out this time.
    Failed,
    /// The person has deleted it all.
    Declined,
    /// It is known what is stored.
    Known,
}

/// How far storing is.
#[derive(Clone, Copy)]
struct Storing {
    /// Bytes of the parts before the one in hand.
    behind: f64,
    /// Bytes of the one in hand that are here.
    here: f64,
    /// Bytes of all of them.
    all: f64,
}

/// The state of all this.
#[derive(Clone, Copy)]
pub struct Offline {
    /// The dialog is open.
    pub open: RwSignal<bool>,
    standing: RwSignal<Standing>,
    stored: RwSignal<Option<Rc<Stored>>, LocalStorage>,
    /// While files are being stored.
    storing: RwSignal<Option<Storing>>,
    trouble: RwSignal<String>,
    /// Has the browser promised to keep what is stored?
    promised: RwSignal<bool>,
    /// A newer version is here and waits for this one's windows to close.
    newer: RwSignal<bool>,
    /// The engine runs, and it was not seen to yet that its files are kept.
    used: RwSignal<bool>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
    /// When a newer version was looked for, milliseconds since 1970.
    looked: StoredValue<f64>,
}

impl Offline {
    /// Nothing is known yet.
    pub fn new() -> Self {
        let offline = Self {
            open: RwSignal::new(false),
            standing: RwSignal::new(Standing::Asking),
            stored: RwSignal::new_local(None),
            storing: RwSignal::new(None),
            trouble: RwSignal::new(String::new()),
            promised: RwSignal::new(false),
            newer: RwSignal::new(false),
            used: RwSignal::new(false),
            registration: StoredValue::new_local(None),
            looked: StoredValue::new(js_sys::Date::now()),
        };
        // What was fetched before there was somebody to keep it is kept once it has been of use.
        follow(move || {
            if offline.used.get() && offline.standing.get() == Standing::Known {
                offline.used.set(false);
                if offline.stored_now(|stored| stored.lacking(engine_part()).next().is_some()) {
                    go(async move { offline.keep(&[engine_part(), "weights"]).await });
                }
            }
        });
        offline
    }

    /// Looks at what is stored, and has the page itself stored, unless the person wants nothing kept.
    pub fn begin(self) {
        window_event_listener(leptos::ev::focus, move |_| self.look_again());
        go(async move { self.promised.set(promised(false).await) });
        if storage().is_some_and(|storage| storage.get_item(DECLINED).ok().flatten().is_some()) {
            self.standing.set(Standing::Declined);
        } else {
            go(async move { self.register().await });
        }
    }

    /// The engine runs.
    pub fn engine_runs(self) {
        self.used.set(true);
    }

    /// What a check still lacks on this device, in words; none where nothing is known of it or nothing lacks.
    pub fn lacking(self) -> Option<String> {
        let stored = self.stored.get()?;
        let names: Vec<String> = stored.lacking(engine_part()).map(|part| text(&format!("part-{}", part.key()))).collect();
        (!names.is_empty()).then(|| text_with("offline-lacking", &[("parts", Value::Text(&names.join(language().comma())))]))
    }

    /// Something of what is stored; the default where that is not known.
    fn stored_now<T: Default>(self, read: impl FnOnce(&Stored) -> T) -> T {
        self.stored.with_untracked(|stored| stored.as_deref().map(read).unwrap_or_default())
    }

    /// There is something that could be stored.
    fn wants(self) -> bool {
        match self.standing.get() {
            Standing::Declined | Standing::Failed => true,
            Standing::Known => self.stored.with(|stored| stored.as_ref().is_some_and(|stored| stored.lacks(engine_part()) > 0.0)),
            Standing::Asking | Standing::Insecure | Standing::Impossible => false,
        }
    }

    async fn register(self) {
        let Some(container) = container() else {
            self.standing.set(if window().is_secure_context() { Standing::Impossible } else { Standing::Insecure });
            return;
        };
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let asked = JsFuture::from(container.register_with_options("service-worker.js", &options)).await;
        let Ok(registration) = asked.and_then(|registration| registration.dyn_into::<ServiceWorkerRegistration>()) else {
            return self.standing.set(Standing::Impossible);
        };
        self.watch(&registration);
        if registration.active().is_none() {
            let stored = match registration.installing() {
                Some(worker) => settled(&worker).await,
                None => true,
            };
            if !stored {
                return self.standing.set(Standing::Failed);
            }
            if let Ok(ready) = container.ready() {
                // It is resolved once there is somebody to ask.
                let _ = JsFuture::from(ready).await;
            }
        }
        self.registration.set_value(Some(registration));
        self.ask("state", &[]).await;
    }

    /// The person is back at this window: others may have been closed meanwhile, and a newer version published.
    fn look_again(self) {
        let Some(registration) = self.registration.get_value() else { return };
        if js_sys::Date::now() - self.looked.get_value() > LOOK_EVERY {
            self.looked.set_value(js_sys::Date::now());
            // Without a connection it is looked for another time.
            let _ = registration.update();
        }
        if self.newer.get_untracked() {
            go(async move {
                self.ask("state", &[]).await;
            });
        }
    }

    /// Notices newer versions: one that waits already, and those to come.
    fn watch(self, registration: &ServiceWorkerRegistration) {
        if registration.waiting().is_some() && registration.active().is_some() {
            self.newer.set(true);
        }
        let known = registration.clone();
        let look = move || {
            let (Some(worker), Some(_)) = (known.installing(), known.active()) else { return };
            go(async move {
                // One that could not be stored is tried again by the browser.
                if settled(&worker).await {
                    self.newer.set(true);
                    self.ask("state", &[]).await;
                }
            });
        };
        // It may be on its way already.
        look();
        let found = Closure::<dyn FnMut()>::new(look);
        // For the life of the page, like the registration.
        registration.set_onupdatefound(Some(found.into_js_value().unchecked_ref()));
    }

    /// Stores what a check needs, after the person has pressed for it.
    fn make_available(self) {
        if let Some(storage) = storage() {
            // Where it cannot be removed, it could not be set.
            let _ = storage.remove_item(DECLINED);
        }
        self.trouble.set(String::new());
        // From a press of a button, browsers say yes or ask; otherwise some say no for good.
        go(async move { self.promised.set(promised(true).await) });
        go(async move {
            // All of it is stored below.
            self.used.set(false);
            if self.registration.with_value(Option::is_none) {
                self.standing.set(Standing::Asking);
                self.register().await;
            }
            self.keep(&["shell", engine_part(), "weights", "credentials", "pdf"]).await;
        });
    }

    /// Stores parts, one question each: browsers end a service worker that is at one for more than five minutes.
    async fn keep(self, parts: &[&'static str]) {
        if self.storing.get_untracked().is_some() {
            return;
        }
        let size = |name: &str| self.stored_now(|stored| stored.size(name));
        let mut behind = 0.0;
        for part in parts {
            // Anew each time: after everything was deleted, sizes are known with the first part only.
            let all = parts.iter().map(|part| size(part)).sum();
            self.storing.set(Some(Storing { behind, here: 0.0, all }));
            if !self.ask("keep", &[part]).await {
                break;
            }
            behind += size(part);
        }
        self.storing.set(None);
    }

    /// Gives up storing; whole files that have arrived stay.
    fn stop(self) {
        go(async move {
            self.ask("stop", &[]).await;
            self.storing.set(None);
        });
    }

    /// Deletes what is stored, and remembers that nothing is to be stored. The service worker stays: what the system shares
    /// with an installed page would go to the server without it.
    fn erase(self) {
        go(async move {
            if !self.ask("erase", &[]).await {
                return;
            }
            if let Some(storage) = storage() {
                // Storage that is full or forbidden: then it is stored again at the next visit, as at any first one.
                let _ = storage.set_item(DECLINED, "yes");
            }
            self.stored.set(None);
            self.newer.set(false);
            self.standing.set(Standing::Declined);
        });
    }

    /// Loads the page anew with the version that waits. Only offered while no other window shows the page.
    fn switch(self) {
        let waiting = self.registration.get_value().and_then(|registration| registration.waiting());
        let (Some(waiting), Some(container)) = (waiting, container()) else { return };
        let changed = Closure::once_into_js(|| {
            let _ = window().location().reload();
        });
        container.set_oncontrollerchange(Some(changed.unchecked_ref()));
        go(async move {
            self.question(&waiting, "switch", &[]).await;
        });
    }

    /// Asks the service worker that answers for the page; whether it did what was asked.
    async fn ask(self, what: &str, parts: &[&str]) -> bool {
        match self.registration.get_value().and_then(|registration| registration.active()) {
            Some(worker) => self.question(&worker, what, parts).await,
            None => false,
        }
    }

    /// Asks a service worker and takes in what it says, until it has said the last of it or has been silent for too long.
    async fn question(self, worker: &ServiceWorker, what: &str, parts: &[&str]) -> bool {
        let Ok(channel) = MessageChannel::new() else { return false };
        let port = channel.port1();
        let heard_at = StoredValue::new(js_sys::Date::now());
        let mut listener = None;
        let answered = js_sys::Promise::new(&mut |resolve, _| {
            let (done, silent) = (resolve.clone(), resolve);
            let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                heard_at.set_value(js_sys::Date::now());
                if let Some(well) = self.take_in(event.data().as_string().and_then(|json| heard(&parse(&json)?))) {
                    heard_at.set_value(f64::INFINITY);
                    let _ = done.call1(&JsValue::NULL, &well.into());
                }
            });
            port.set_onmessage(Some(hears.as_ref().unchecked_ref()));
            listener = Some(hears);
            go(async move {
                while js_sys::Date::now() - heard_at.get_value() < SILENCE {
                    pause(1000).await;
                    if heard_at.get_value().is_infinite() {
                        return;
                    }
                }
                self.trouble.set(text("offline-failed-other"));
                let _ = silent.call1(&JsValue::NULL, &false.into());
            });
        });
        let question = js_sys::Object::new();
        let parts: js_sys::Array = parts.iter().map(|&part| JsValue::from(part)).collect();
        for (name, value) in [("ask", JsValue::from(what)), ("parts", parts.into())] {
            // Setting a property of a fresh object cannot fail.
            let _ = js_sys::Reflect::set(&question, &name.into(), &value);
        }
        let mut well = false;
        if worker.post_message_with_transferable(&question, &js_sys::Array::of1(&channel.port2())).is_ok() {
            well = JsFuture::from(answered).await.is_ok_and(|well| well.is_truthy());
        }
        heard_at.set_value(f64::INFINITY);
        port.close();
        drop(listener);
        well
    }

    /// Takes in an answer. Where it is the last one: whether what was asked was done.
    fn take_in(self, heard: Option<Heard>) -> Option<bool> {
        match heard {
            Some(Heard::Progress(here)) => {
                self.storing.update(|storing| *storing = storing.map(|storing| Storing { here, ..storing }));
                return None;
            }
            Some(Heard::Stored(stored)) => self.is_now(stored),
            Some(Heard::Failed { kind, file, stored }) => {
                self.trouble.set(text_with(&format!("offline-failed-{kind}"), &[("file", Value::Text(&file))]));
                if let Some(stored) = stored {
                    self.is_now(stored);
                }
                return Some(false);
            }
            None => return Some(false),
        }
        Some(true)
    }

    fn is_now(self, stored: Stored) {
        self.stored.set(Some(Rc::new(stored)));
        self.standing.set(Standing::Known);
    }
}

/// None on an address that is not encrypted, and in windows that keep nothing.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// Whether the browser has promised not to delete what is stored when room runs short; `ask` for the promise.
async fn promised(ask: bool) -> bool {
    // There is none on an address without encryption.
    if !window().is_secure_context() {
        return false;
    }
    let storage = window().navigator().storage();
    let promise = if ask { storage.persist() } else { storage.persisted() };
    match promise {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|promised| promised.is_truthy()),
        Err(_) => false,
    }
}

/// Waits until a service worker has stored its files, or could not.
async fn settled(worker: &ServiceWorker) -> bool {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let (worker, known) = (worker.clone(), worker.clone());
        let changed = Closure::<dyn FnMut()>::new(move || {
            if worker.state() != ServiceWorkerState::Installing {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        known.set_onstatechange(Some(changed.into_js_value().unchecked_ref()));
    });
    if worker.state() == ServiceWorkerState::Installing {
        let _ = JsFuture::from(promise).await;
    }
    worker.state() != ServiceWorkerState::Redundant
}
