//! Closures for views, boxed. Leptos makes its machinery anew for every type of closure in a view; of one boxed type it
//! makes one, which halves the page's module.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

/// A text that changes.
pub fn words(text: impl FnMut() -> String + Send + 'static) -> Box<dyn FnMut() -> String + Send> {
    Box::new(text)
}

/// Something that holds or does not.
pub fn whether(holds: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(holds)
}

/// What happens on an event.
pub fn on<E>(happens: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(happens)
}

/// A part of the page that changes as a whole.
pub fn part(view: impl FnMut() -> AnyView + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(view)
}

/// A part of the page that is there while `holds`; made anew each time it comes to hold.
pub fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> Box<dyn FnMut() -> AnyView + Send> {
    let holds: Box<dyn Fn() -> bool + Send + Sync> = Box::new(holds);
    let holds = Memo::new(move |_| holds());
    part(move || if holds.get() { untrack(&view) } else { ().into_any() })
}

/// Runs `change` now and whenever what it reads changes.
pub fn follow(change: impl FnMut() + 'static) {
    let change: Box<dyn FnMut()> = Box::new(change);
    Effect::new(change);
}

/// Runs a future on the page's own thread.
pub fn go(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}
