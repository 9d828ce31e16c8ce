//! The list as it is seen: progress and what can be done with the whole, then the pictures.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::{Item, Queue, State};
use crate::ui::client::pause;
use crate::ui::finding::{decimal, verdict};
use crate::ui::intake::choose;
use crate::ui::keep::download;
use crate::ui::panel::time_left;
use crate::ui::session::Session;
use crate::ui::short::{go, on, part, whether, words};
use crate::ui::words::{Value, text, text_with};

/// The whole list.
#[component]
pub fn List(session: Session, input: NodeRef<html::Input>) -> impl IntoView {
    let queue = session.queue;
    // Not hidden, nor `disabled`: the other buttons would move, and the focus would be lost.
    let over = move || {
        let (over, all) = queue.count.get();
        over >= all
    };
    let pausing = move || text(if queue.paused.get() && !over() { "list-resume" } else { "list-pause" });
    let toggle = move || {
        if !untrack(over) {
            queue.pause(session, !queue.paused.get_untracked());
        }
    };
    let size = move || {
        let bytes: f64 = queue.items.with(|items| items.iter().map(|item| item.file.size()).sum());
        text_with("list-keep", &[("megabytes", Value::Text(&decimal(bytes / 1e6)))])
    };
    let keep = move |event: leptos::ev::Event| {
        queue.items.with_untracked(|items| queue.shelf.turn(event_target_checked(&event), items));
    };
    let save = move || {
        let handed = download("omni-iml.jsonl", "application/x-ndjson", &queue.lines().into()).is_some();
        queue.said.set(text(if handed { "keep-made" } else { "keep-failed" }));
    };
    let share = move || {
        let (over, all) = queue.count.get();
        (f64::from(over) / f64::from(all.max(1)) * 1000.0).to_string()
    };
    view! {
        <section class="list" data-testid="list" aria-labelledby="list-heading">
            <h1 id="list-heading">{words(move || progress(queue))}</h1>
            <progress max="1000" aria-label=text("progress-label") value=share></progress>
            <p class="quiet">{words(move || left(queue))}</p>
            <div class="actions">
                <button type="button" class="primary" data-testid="list-pause" aria-disabled=words(move || over().to_string()) on:click=on(move |_| toggle())>
                    {words(pausing)}
                </button>
                <button type="button" data-testid="list-add" on:click=on(move |_| choose(input))>{text("list-add")}</button>
                <button type="button" data-testid="list-sort" on:click=on(move |_| queue.sort())>{text("list-sort")}</button>
                <button type="button" data-testid="list-save" on:click=on(move |_| save())>{text("list-save")}</button>
                <button type="button" data-testid="list-clear" on:click=on(move |_| queue.clear(session))>{text("list-clear")}</button>
            </div>
            <label class="layer">
                <input type="checkbox" data-testid="list-keep" prop:checked=whether(move || queue.shelf.on.get()) on:change=on(keep) />
                {words(size)}
            </label>
            <p class="unsure" role="alert" hidden=whether(move || !queue.shelf.failed.get())>{text("list-keep-failed")}</p>
            <p role="status" data-testid="list-said">{words(move || queue.said.get())}</p>
            <ol class="entries" data-testid="list-items" on:keydown=on(move |event| step(&event))>
                {part(move || queue.items.get().into_iter().map(|item| entry(session, item)).collect_view().into_any())}
            </ol>
        </section>
    }
}

/// How many are done, in words.
pub fn progress(queue: Queue) -> String {
    let (over, all) = queue.count.get();
    let key = match (over == all, queue.paused.get()) {
        (true, _) => "list-over",
        (_, true) => "list-paused",
        _ => "list-progress",
    };
    text_with(key, &[("done", Value::Number(over)), ("count", Value::Number(all))])
}

fn left(queue: Queue) -> String {
    let (over, all) = queue.count.get();
    match queue.pace.get() {
        Some(pace) if over < all && !queue.paused.get() => {
            let left = time_left((pace * f64::from(all - over)).ceil() as u32);
            text_with("list-left", &[("left", Value::Text(&left))])
        }
        _ => text("list-hint"),
    }
}

/// One picture: what opens it, and what else can be done with it.
fn entry(session: Session, item: Item) -> AnyView {
    let queue = session.queue;
    let Item { number, name, state, thumb, .. } = item;
    let running = move || queue.running.get() == Some(number);
    let known = state.clone();
    let said = move || match known.get() {
        _ if running() => text("list-running"),
        State::Waiting => text("list-waiting"),
        State::Done(done) => {
            let found = [("verdict", Value::Text(&verdict(done.band))), ("percent", Value::Number(done.score))];
            let words = text_with("list-found", &found);
            if done.unsure { format!("{words} · {}", text("unsure-label")) } else { words }
        }
        State::Failed(reason, _) => reason,
    };
    let known = state.clone();
    let standing = move || match known.get() {
        _ if running() => "running",
        State::Waiting => "waiting",
        State::Done(_) => "done",
        State::Failed(..) => "failed",
    };
    let known = state.clone();
    let band = move || match known.get() {
        State::Done(done) => done.band.name(),
        _ => "",
    };
    let hopeless = move || !matches!(state.get(), State::Failed(_, true));
    let label = name.unwrap_or_else(|| text("list-nameless"));
    let remove = text_with("list-remove", &[("name", Value::Text(&label))]);
    let (small, none) = (thumb.clone(), thumb);
    view! {
        <li class="entry" data-state=words(move || standing().to_owned()) data-band=words(move || band().to_owned())>
            <button type="button" class="entry-open" id=format!("entry-{number}") on:click=on(move |_| queue.open(session, number))>
                <span class="entry-thumb">
                    <img alt="" src=words(move || small.get()) hidden=whether(move || none.with(String::is_empty)) />
                </span>
                <span class="entry-words">
                    <span class="entry-name">{label}</span>
                    <span class="quiet small">{words(said)}</span>
                </span>
            </button>
            <button type="button" hidden=whether(hopeless) on:click=on(move |_| queue.retry(session, number))>{text("error-retry")}</button>
            <button type="button" class="entry-remove" aria-label=remove.clone() title=remove on:click=on(move |_| queue.remove(session, number))>"×"</button>
        </li>
    }
    .into_any()
}

/// Arrow keys go from picture to picture.
fn step(event: &KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(entry) = document().active_element().and_then(|element| element.closest("li").ok().flatten()) else { return };
    let next = if down { entry.next_element_sibling() } else { entry.previous_element_sibling() };
    let button = next.and_then(|next| next.query_selector(".entry-open").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        // An element that cannot be focused is no button.
        let _ = button.focus();
    }
}

/// Puts the focus on an element that is about to be there, in place of the one that is about to go.
pub fn focus(id: String) {
    go(async move {
        pause(0).await;
        if let Some(element) = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // As above.
            let _ = element.focus();
        }
    });
}

/// Above a picture of the list: the way back, and to its neighbours.
#[component]
pub fn BackToList(session: Session) -> impl IntoView {
    let queue = session.queue;
    let beside = move |step: isize, key: &'static str| {
        let go = move |_| {
            if let Some(number) = queue.beside(step) {
                queue.open(session, number);
            }
        };
        view! { <button type="button" data-testid=key on:click=on(go)>{text(key)}</button> }
    };
    view! {
        <nav class="actions back" aria-label=text("list-label") hidden=whether(move || queue.shown.get() || !queue.holds())>
            <button type="button" id="list-back" data-testid="list-back" on:click=on(move |_| queue.back(session))>{text("list-back")}</button>
            {beside(-1, "list-previous")}
            {beside(1, "list-next")}
        </nav>
    }
}
