//! The list as it is seen: progress and what can be done with the whole, then the pictures.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::{Item, Queue, State};
use crate::ui::finding::{decimal, verdict};
use crate::ui::intake::choose;
use crate::ui::keep::download;
use crate::ui::panel::time_left;
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
use crate::ui::words::{Value, text, text_with};

/// The whole list.
#[component]
pub fn List(session: Session, input: NodeRef<html::Input>) -> impl IntoView {
    let queue = session.queue;
    let open = move || queue.count().0 < queue.count().1;
    let pausing = move || text(if queue.paused.get() { "list-resume" } else { "list-pause" });
    let size = move || {
        let bytes: f64 = queue.items.with(|items| items.iter().map(|item| item.file.size()).sum());
        text_with("list-keep", &[("megabytes", Value::Text(&decimal(bytes / 1e6)))])
    };
    let keep = move |event: leptos::ev::Event| {
        queue.items.with_untracked(|items| queue.shelf.turn(event_target_checked(&event), items));
    };
    let save = move || {
        let words = if download("omni-iml.jsonl", "application/x-ndjson", &queue.lines().into()).is_some() { "keep-made" } else { "keep-failed" };
        session.notice.set(text(words));
    };
    let share = move || {
        let (over, all) = queue.count();
        (f64::from(over) / f64::from(all.max(1)) * 1000.0).to_string()
    };
    view! {
        <section class="list" data-testid="list" aria-labelledby="list-heading">
            <h1 id="list-heading" tabindex="-1">{words(move || progress(queue))}</h1>
            <progress max="1000" aria-label=text("progress-label") value=share></progress>
            <p class="quiet">{words(move || left(queue))}</p>
            <div class="actions">
                <button type="button" class="primary" data-testid="list-pause" hidden=whether(move || !open()) on:click=on(move |_| queue.pause(session, !queue.paused.get_untracked()))>
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
            <ol class="entries" data-testid="list-items" on:keydown=on(move |event| step(&event))>
                {part(move || queue.items.get().into_iter().map(|item| entry(session, item)).collect_view().into_any())}
            </ol>
        </section>
    }
}

/// How many are done, in words.
pub fn progress(queue: Queue) -> String {
    let (over, all) = queue.count();
    let key = match (over == all, queue.paused.get()) {
        (true, _) => "list-over",
        (_, true) => "list-paused",
        _ => "list-progress",
    };
    text_with(key, &[("done", Value::Number(over)), ("count", Value::Number(all))])
}

fn left(queue: Queue) -> String {
    let (over, all) = queue.count();
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
    let (number, state, thumb) = (item.number, item.state, item.thumb);
    let said = move || match state.get() {
        State::Waiting => text("list-waiting"),
        State::Running => text("list-running"),
        State::Done(done) => {
            let words = text_with("list-found", &[("verdict", Value::Text(&verdict(done.band))), ("percent", Value::Number(done.score))]);
            if done.unsure { format!("{words} · {}", text("unsure-label")) } else { words }
        }
        State::Failed(reason, _) => reason,
    };
    let name = move || match state.get() {
        State::Waiting => "waiting",
        State::Running => "running",
        State::Done(_) => "done",
        State::Failed(..) => "failed",
    };
    let band = move || match state.get() {
        State::Done(done) => done.band.name(),
        _ => "",
    };
    let label = item.name.clone();
    let label = if label.is_empty() { text_with("list-nameless", &[("number", Value::Number(number))]) } else { label };
    let remove = text_with("list-remove", &[("name", Value::Text(&label))]);
    view! {
        <li class="entry" data-state=words(move || name().to_owned()) data-band=words(move || band().to_owned())>
            <button type="button" class="entry-open" on:click=on(move |_| queue.open(session, number))>
                <span class="entry-thumb">
                    <img alt="" src=words(move || thumb.get()) hidden=whether(move || thumb.with(String::is_empty)) />
                </span>
                <span class="entry-words">
                    <span class="entry-name">{label}</span>
                    <span class="quiet small">{words(said)}</span>
                </span>
            </button>
            <button type="button" hidden=whether(move || !matches!(state.get(), State::Failed(_, true))) on:click=on(move |_| queue.retry(session, number))>
                {text("error-retry")}
            </button>
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
            <button type="button" data-testid="list-back" on:click=on(move |_| queue.back(session))>{text("list-back")}</button>
            {beside(-1, "list-previous")}
            {beside(1, "list-next")}
        </nav>
    }
}
