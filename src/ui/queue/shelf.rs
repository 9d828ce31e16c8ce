//! The list as this browser keeps it, if the person asks for that (`www/shelf.js`).

use js_sys::{Array, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer};

use super::{Done, Item, State};
use crate::ui::intake::Incoming;
use crate::ui::short::go;
use crate::ui::storage;

#[wasm_bindgen(raw_module = "./shelf.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn put(number: f64, file: &Blob, name: &str, said: &str, thumb: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn drop(number: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn all() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn erase() -> Result<JsValue, JsValue>;

    fn dropped(transfer: &DataTransfer) -> Promise;
}

/// Where it stands whether the list is kept.
const PLACE: &str = "omni-iml.list";

/// Whether and how the list is kept.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// The person wants it kept.
    pub on: RwSignal<bool>,
    /// The browser could not keep, or not delete, all of it.
    pub failed: RwSignal<bool>,
}

impl Shelf {
    pub fn new() -> Self {
        let on = storage().and_then(|storage| storage.get_item(PLACE).ok().flatten()).is_some();
        Self { on: RwSignal::new(on), failed: RwSignal::new(false) }
    }

    /// Keeps the list from now on, with `items` as it stands, or forgets what was kept.
    pub fn turn(self, on: bool, items: &[Item]) {
        let was = self.on.get_untracked();
        self.on.set(on);
        self.failed.set(false);
        if let Some(storage) = storage() {
            // Where it cannot be remembered, the next visit begins without a list.
            let _ = if on { storage.set_item(PLACE, "1") } else { storage.remove_item(PLACE) };
        }
        if on {
            items.iter().for_each(|item| self.put(item));
        } else if was {
            self.erase();
        }
    }

    /// Keeps a picture as it stands.
    pub fn put(self, item: &Item) {
        if !self.on.get_untracked() {
            return;
        }
        let (item, said) = (item.clone(), said(item));
        go(async move {
            let (thumb, name) = (item.thumb.get_untracked(), item.name.unwrap_or_default());
            if put(item.number as f64, &item.file, &name, &said, &thumb).await.is_err() {
                self.failed.set(true);
            }
        });
    }

    /// Forgets a picture.
    pub fn drop(self, number: u64) {
        if self.on.get_untracked() {
            go(async move {
                if drop(number as f64).await.is_err() {
                    self.failed.set(true);
                }
            });
        }
    }

    /// Forgets all of it.
    fn erase(self) {
        go(async move {
            if erase().await.is_err() {
                self.failed.set(true);
            }
        });
    }

    /// What was kept, in its order.
    pub async fn take(self) -> Vec<Item> {
        if !self.on.get_untracked() {
            return Vec::new();
        }
        let Ok(records) = all().await.and_then(|records| records.dyn_into::<Array>()) else {
            self.failed.set(true);
            return Vec::new();
        };
        records.iter().filter_map(|record| item(&record.dyn_into().ok()?)).collect()
    }
}

fn said(item: &Item) -> String {
    item.state.with_untracked(|state| match state {
        State::Done(done) => done.report.to_string(),
        _ => String::new(),
    })
}

/// A record as it was kept. It is checked like anything from outside: an earlier version may have written it.
fn item(record: &Array) -> Option<Item> {
    let text = |at: u32| record.get(at).as_string();
    let file: Blob = record.get(1).dyn_into().ok()?;
    let done = Done::read(text(3)?);
    let thumb = text(4).filter(|thumb| thumb.starts_with("data:image/jpeg;base64,")).unwrap_or_default();
    Some(Item {
        number: record.get(0).as_f64()? as u64,
        name: text(2).filter(|name| !name.is_empty()),
        file,
        state: ArcRwSignal::new(done.map_or(State::Waiting, State::Done)),
        thumb: ArcRwSignal::new(thumb),
    })
}

/// The files of a drop, those of folders included. They are asked for at once, for after the drop's event they are gone.
pub fn files_of(transfer: &DataTransfer) -> impl Future<Output = Vec<Incoming>> + 'static {
    let files = JsFuture::from(dropped(transfer));
    let one = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some(Incoming { file: pair.get(0).dyn_into().ok()?, name: pair.get(1).as_string() })
    };
    async move {
        let files = files.await.and_then(|files| files.dyn_into::<Array>());
        files.map(|files| files.iter().filter_map(one).collect()).unwrap_or_default()
    }
}
