//! What came back, as text and nothing else, and what was sent for it.

use leptos::prelude::*;

use super::Busy;
use crate::engine::protocol::{Request, Told};
use crate::ui::session::Session;
use crate::ui::short::{on, part, whether, words};
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
    let sent = part(move || {
        let sent = ask.sent.get();
        sent.into_iter()
            .map(|(what, whom)| view! { <li>{text(&format!("ask-sent-{what}"))} <span class="to">" → "</span> <bdi>{whom}</bdi></li> })
            .collect_view()
            .into_any()
    });
    view! {
        <div class="ask-under-way" hidden=whether(move || !busy())>
            <progress aria-label=text("progress-label")></progress>
            <p role="status">{words(waiting)}</p>
            <pre class="small so-far" data-testid="explain-so-far">{words(move || ask.so_far.get().0)}</pre>
            <button type="button" data-testid="explain-cancel" on:click=on(move |_| { session.ask_engine(&Request::Hush, None); })>
                {text("cancel")}
            </button>
        </div>
        <p class="unsure" role="alert" data-testid="explain-trouble" hidden=whether(move || ask.trouble.with(String::is_empty))>
            {words(move || ask.trouble.get())}
        </p>
        <div class="actions" hidden=whether(move || !again())>
            <button
                type="button"
                data-testid="explain-again"
                disabled=whether(move || ask.wait.get() > 0)
                on:click=on(move |_| ask.send_again(session))
            >
                {text("ask-again")}
            </button>
            <span class="quiet small" role="timer" data-testid="explain-wait">{words(when_again)}</span>
        </div>
        <div data-testid="explanation" class="explanation" aria-live="polite">
            {part(move || match ask.answer.get() {
                Some(sentences) => {
                    let paragraphs = sentences.iter().map(|told| paragraph(session, told)).collect_view();
                    view! { <h2>{text("ask-answer")}</h2> <p class="quiet small">{text("ask-answer-text")}</p> {paragraphs} }.into_any()
                }
                None => ().into_any(),
            })}
        </div>
        <div hidden=whether(move || ask.sent.with(Vec::is_empty))>
            <h2>{text("ask-sent")}</h2>
            <ul class="small" data-testid="explain-sent">{sent}</ul>
        </div>
    }
}

/// A sentence of the model's; one about a marked place lights it up.
fn paragraph(session: Session, told: &Told) -> AnyView {
    let heading = match (told.region, told.about.as_str()) {
        (Some(number), _) => Some(text_with("region-name", &[("number", Value::Number(number))])),
        (None, "own") => Some(text("ask-own")),
        _ => None,
    };
    let place = told.region.map(|number| number as usize - 1);
    let point = move |here: bool| session.pointed.set(place.filter(|_| here));
    view! {
        <div class="told" data-about=told.about.clone() on:pointerenter=on(move |_| point(true)) on:pointerleave=on(move |_| point(false))>
            {heading.map(|heading| view! { <h3>{heading}</h3> })}
            <p dir="auto">{told.text.clone()}</p>
        </div>
    }
    .into_any()
}
