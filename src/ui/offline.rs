//! The page without a connection: what is stored on this device, storing it, deleting it, and newer versions.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState, ServiceWorkerUpdateViaCache, Storage,
};

use super::client::{engine_part, pause};
use super::finding::decimal;
use super::short::{follow, go, on, part, when, whether, words};
use super::stored::{Heard, Stored, heard};
use super::wire::browser::parse;
use super::words::{Value, text, text_with};

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

/// The state of all this.
#[derive(Clone, Copy)]
pub struct Offline {
    /// The dialog is open.
    pub open: RwSignal<bool>,
    standing: RwSignal<Standing>,
    stored: RwSignal<Option<Rc<Stored>>, LocalStorage>,
    /// Bytes here and wanted, while files are being stored.
    progress: RwSignal<Option<(f64, f64)>>,
    /// Of these, the ones of parts that were stored before the one in hand; and all that is wanted.
    behind: StoredValue<(f64, f64)>,
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
            progress: RwSignal::new(None),
            behind: StoredValue::new((0.0, 0.0)),
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
                if !offline.has_engine() {
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
        let names: Vec<String> = stored
            .needed(engine_part())
            .filter(|part| !part.is_whole())
            .map(|part| text(&format!("part-{}", part.key())))
            .collect();
        (!names.is_empty()).then(|| text_with("offline-lacking", &[("parts", Value::Text(&names.join(", ")))]))
    }

    fn has_engine(self) -> bool {
        let whole = |name: &str, stored: &Stored| stored.parts.iter().any(|part| part.name == name && part.is_whole());
        self.stored.with_untracked(|stored| {
            stored.as_ref().is_some_and(|stored| whole(engine_part(), stored) && whole("weights", stored))
        })
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
            self.keep(&["shell", engine_part(), "weights", "credentials"]).await;
        });
    }

    /// Stores parts, one question each: browsers end a service worker that is at one for more than five minutes.
    async fn keep(self, parts: &[&'static str]) {
        if self.progress.get_untracked().is_some() {
            return;
        }
        let size = |name: &str| {
            let parts = self.stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.parts.clone()));
            parts.unwrap_or_default().iter().find(|part| part.name == name).map_or(0.0, |part| part.bytes)
        };
        let all = parts.iter().map(|part| size(part)).sum();
        let mut behind = 0.0;
        for part in parts {
            self.behind.set_value((behind, all));
            self.progress.set(Some((behind, all)));
            if !self.ask("keep", &[part]).await {
                break;
            }
            behind += size(part);
        }
        self.progress.set(None);
    }

    /// Gives up storing; whole files that have arrived stay.
    fn stop(self) {
        go(async move {
            self.ask("stop", &[]).await;
            self.progress.set(None);
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
            Some(Heard::Progress { done, .. }) => {
                let (behind, all) = self.behind.get_value();
                if self.progress.get_untracked().is_some() {
                    self.progress.set(Some((behind + done, all)));
                }
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

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
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

/// The dialog, which the foot of the page opens.
#[component]
pub fn OfflineDialog(offline: Offline) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    follow(move || {
        let (Some(dialog), open) = (dialog.get(), offline.open.get()) else { return };
        match (open, dialog.open()) {
            (true, false) => {
                // It fails for a dialog outside the document only.
                let _ = dialog.show_modal();
                offline.trouble.set(String::new());
                if offline.standing.get_untracked() == Standing::Known {
                    go(async move {
                        offline.ask("state", &[]).await;
                    });
                }
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="sheet"
            aria-labelledby="offline-title"
            data-testid="offline"
            node_ref=dialog
            on:close=on(move |_| offline.open.set(false))
        >
            <header>
                <h1 id="offline-title">{text("offline-heading")}</h1>
                <button type="button" on:click=on(move |_| offline.open.set(false))>{text("offline-close")}</button>
            </header>
            <p role="status" data-testid="offline-standing">{words(move || standing_words(offline))}</p>
            {part(move || parts_list(offline))}
            <progress
                max="1000"
                aria-label=text("offline-progress-label")
                hidden=whether(move || offline.progress.get().is_none())
                value=move || {
                    offline.progress.get().filter(|(_, total)| *total > 0.0).map(|(done, total)| (done / total * 1000.0).to_string())
                }
            ></progress>
            <p role="alert" class="trouble-line" hidden=whether(move || offline.trouble.with(String::is_empty))>
                {words(move || offline.trouble.get())}
            </p>
            <div class="actions">
                {when(
                    move || offline.wants(),
                    move || {
                        view! {
                            <button
                                type="button"
                                class="primary"
                                data-testid="offline-keep"
                                disabled=whether(move || offline.progress.get().is_some())
                                on:click=on(move |_| offline.make_available())
                            >
                                {text("offline-keep")}
                            </button>
                        }
                            .into_any()
                    },
                )}
                <button
                    type="button"
                    data-testid="offline-stop"
                    hidden=whether(move || offline.progress.get().is_none())
                    on:click=on(move |_| offline.stop())
                >
                    {text("offline-stop")}
                </button>
                {when(
                    move || offline.standing.get() == Standing::Known,
                    move || {
                        view! {
                            <button
                                type="button"
                                data-testid="offline-erase"
                                disabled=whether(move || offline.progress.get().is_some())
                                on:click=on(move |_| offline.erase())
                            >
                                {text("offline-erase")}
                            </button>
                        }
                            .into_any()
                    },
                )}
            </div>
            <p class="quiet small">{text("offline-limits")}</p>
        </dialog>
    }
}

impl Offline {
    /// There is something that could be stored.
    fn wants(self) -> bool {
        match self.standing.get() {
            Standing::Declined | Standing::Failed => true,
            Standing::Known => self.stored.with(|stored| stored.as_ref().is_some_and(|stored| stored.lacks(engine_part()) > 0.0)),
            Standing::Asking | Standing::Insecure | Standing::Impossible => false,
        }
    }
}

fn megabytes(bytes: f64) -> String {
    decimal(bytes / 1e6)
}

fn standing_words(offline: Offline) -> String {
    if let Some((done, total)) = offline.progress.get() {
        let (done, total) = (megabytes(done), megabytes(total));
        return text_with("offline-progress", &[("done", Value::Text(&done)), ("total", Value::Text(&total))]);
    }
    match offline.standing.get() {
        Standing::Asking => text("offline-asking"),
        Standing::Insecure => text("offline-insecure"),
        Standing::Impossible => text("offline-impossible"),
        Standing::Failed => text("offline-broken"),
        Standing::Declined => text("offline-declined"),
        Standing::Known => {
            match offline.stored.with(|stored| stored.as_ref().map_or(0.0, |stored| stored.lacks(engine_part()))) {
                lacks if lacks > 0.0 => text_with("offline-partly", &[("megabytes", Value::Text(&megabytes(lacks)))]),
                _ if offline.promised.get() => text("offline-ready-promised"),
                _ => text("offline-ready"),
            }
        }
    }
}

/// What is stored, part by part.
fn parts_list(offline: Offline) -> AnyView {
    let Some(stored) = offline.stored.get() else { return ().into_any() };
    let rows = stored.needed(engine_part()).map(|part| {
        let (kept, all) = (megabytes(part.kept), megabytes(part.bytes));
        let amount = match part.is_whole() {
            true => text_with("offline-whole", &[("all", Value::Text(&all))]),
            false => text_with("offline-share", &[("kept", Value::Text(&kept)), ("all", Value::Text(&all))]),
        };
        view! { <div><dt>{text(&format!("part-{}", part.key()))}</dt><dd>{amount}</dd></div> }
    });
    view! { <dl class="parts" data-testid="offline-parts">{rows.collect_view()}</dl> }.into_any()
}

/// A newer version is announced; it is never forced on anybody.
#[component]
pub fn Newer(offline: Offline) -> impl IntoView {
    let alone = move || offline.stored.with(|stored| stored.as_ref().is_some_and(|stored| stored.windows <= 1));
    view! {
        <div role="status">
            {when(
                move || offline.newer.get(),
                move || {
                    view! {
                        <div class="newer" data-testid="newer">
                            <p>{text("newer-ready")} " " <span hidden=whether(move || !alone())>{text("newer-now-text")}</span></p>
                            <button
                                type="button"
                                data-testid="newer-now"
                                hidden=whether(move || !alone())
                                on:click=on(move |_| offline.switch())
                            >
                                {text("newer-now")}
                            </button>
                        </div>
                    }
                        .into_any()
                },
            )}
        </div>
    }
}
