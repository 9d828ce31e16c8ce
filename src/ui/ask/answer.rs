//! What came back, as text and nothing else, and what was sent for it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;

use super::door::host;
use super::paint::pointed;
use super::{Busy, Said, Shown};
use crate::engine::protocol::{Gone, Request, Told};
use crate::ui::client::pause;
use crate::ui::session::Session;
use crate::ui::short::{follow, go, on, part, whether, words};
use crate::ui::words::{Value, text, text_with};

#[component]
pub fn Answer(session: Session) -> impl IntoView {
    let ask = session.ask;
    let busy = move || ask.busy.get() != Busy::No;
    let waiting = move || {
        let (words, thinking) = ask.so_far.get();
        match (words.is_empty(), thinking) {
            (true, _) => text("ask-waiting"),
            (_, true) => text("ask-thinking"),
            _ => text("ask-arriving"),
        }
    };
    // Who is asked may have been changed since.
    let again = move || ask.again.get().is_some_and(|again| ask.endpoint() == Some(again.endpoint));
    let when_again = move || match ask.wait.get() {
        0 => text("ask-again-text"),
        seconds => text_with("ask-again-wait", &[("seconds", Value::Number(seconds))]),
    };
    let sent = part(move || ask.sent.get().iter().map(line).collect_view().into_any());
    let (under_way, outcome) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    follow(move || {
        let (Some(under_way), Some(outcome)) = (under_way.get(), outcome.get()) else { return };
        // What it was on goes away with the beginning or the end, and the focus must not.
        let (leaves, takes) = if busy() { (outcome, under_way) } else { (under_way, outcome) };
        if leaves.contains(document().active_element().as_deref()) {
            go(async move {
                // What was hidden until now can have it when that has changed.
                pause(0).await;
                let _ = takes.focus();
            });
        }
    });
    view! {
        <div class="ask-under-way" tabindex="-1" node_ref=under_way hidden=whether(move || !busy())>
            <progress aria-label=text("progress-label")></progress>
            <p role="status">{words(waiting)}</p>
            <p class="small so-far" dir="auto" data-testid="explain-so-far">{words(move || ask.so_far.get().0)}</p>
            <button type="button" data-testid="explain-cancel" on:click=on(move |_| { session.ask_engine(&Request::Hush, None); })>
                {text("cancel")}
            </button>
        </div>
        <div class="outcome" tabindex="-1" node_ref=outcome>
            <p class="unsure" role="alert" data-testid="explain-trouble" hidden=whether(move || ask.trouble.with(String::is_empty))>
                {words(move || ask.trouble.get())}
            </p>
            <div class="actions" hidden=whether(move || !again())>
                <button
                    type="button"
                    data-testid="explain-again"
                    aria-disabled=words(move || (ask.wait.get() > 0).to_string())
                    on:click=on(move |_| {
                        if ask.wait.get_untracked() == 0 {
                            ask.send_again(session);
                        }
                    })
                >
                    {text("ask-again")}
                </button>
                <span class="quiet small" role="timer" data-testid="explain-wait">{words(when_again)}</span>
            </div>
            <div data-testid="explanation" class="explanation" aria-live="polite">
                {part(move || match ask.answer.get() {
                    Some(Said { sentences, cut, shown }) => {
                        let paragraphs = sentences.iter().map(|told| paragraph(session, told)).collect_view();
                        let cut = cut.then(|| view! { <p class="unsure small" data-testid="explain-cut">{text("ask-cut")}</p> });
                        let of_a_place = sentences.iter().any(|told| told.region.is_some());
                        let glance = shown.filter(|_| of_a_place).map(|shown| glance(session, shown));
                        let heading = if ask.earlier.get() { "ask-answer-before" } else { "ask-answer" };
                        view! {
                            <h2>{text(heading)}</h2>
                            <p class="quiet small">{text("ask-answer-text")}</p>
                            {glance}
                            {paragraphs}
                            {cut}
                        }
                            .into_any()
                    }
                    None => ().into_any(),
                })}
            </div>
        </div>
        <div hidden=whether(move || ask.sent.with(Vec::is_empty))>
            <h2>{text("ask-sent")}</h2>
            <ol class="small" data-testid="explain-sent">{sent}</ol>
        </div>
    }
}

/// One thing that was sent, and to whom.
fn line(Gone { what, to, bytes, answered }: &Gone) -> AnyView {
    let size = text_with("ask-sent-size", &[("bytes", Value::Number(*bytes))]);
    let doubt = (!answered).then(|| text("ask-sent-unanswered"));
    view! { <li>{text(&format!("ask-sent-{what}"))} <span class="to">" → "</span> <bdi>{host(to)}</bdi> ", " {size} " " {doubt}</li> }.into_any()
}

/// A sentence of the model's; one about a marked place shows it on what was sent.
fn paragraph(session: Session, told: &Told) -> AnyView {
    let pointed = session.ask.pointed;
    let place = told.region.map(|number| number as usize - 1);
    let point = move |here: bool| pointed.set(place.filter(|_| here));
    let heading = match (told.region, told.about.as_str()) {
        (Some(number), _) => {
            let name = text_with("region-name", &[("number", Value::Number(number))]);
            view! {
                <h3>
                    <button
                        type="button"
                        class="link"
                        aria-pressed=words(move || (pointed.get() == place).to_string())
                        on:focus=on(move |_| point(true))
                        on:blur=on(move |_| point(false))
                        on:click=on(move |_| point(true))
                    >
                        {name}
                    </button>
                </h3>
            }
            .into_any()
        }
        (None, "own") => view! { <h3>{text("ask-own")}</h3> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <div
            class="told"
            class:pointed=whether(move || place.is_some() && pointed.get() == place)
            data-about=told.about.clone()
            on:pointerenter=on(move |_| point(true))
            on:pointerleave=on(move |_| point(false))
        >
            {heading}
            <p dir="auto">{told.text.clone()}</p>
        </div>
    }
    .into_any()
}

/// What was sent once more, small, in sight while the words about its places are read.
fn glance(session: Session, shown: Rc<Shown>) -> AnyView {
    let (width, height, address) = (shown.width, shown.height, shown.address.clone());
    let shown = StoredValue::new_local(Some(shown));
    view! {
        <div
            class="preview-frame glance"
            data-testid="explain-glance"
            dir="ltr"
            style:width=format!("min(100%, {width}px, 30dvh * {width} / {height})")
            style:aspect-ratio=format!("{width} / {height}")
        >
            <img src=address alt="" />
            {part(pointed(session, move || shown.get_value()))}
        </div>
    }
    .into_any()
}
