//! "This is wrong": a text about a result for those who make the program or run this page. It names the picture by its hash
//! and never holds it, and the person carries it there: nothing is sent from here.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::finding::facts;
use super::session::Session;
use super::short::{go, on, words};
use super::words::text;
use crate::report::Report;

/// What can be wrong with a result. The name stands in the text, whatever the language of the page.
const COMPLAINTS: [(&str, &str); 3] =
    [("untouched-marked", "feedback-untouched"), ("manipulation-missed", "feedback-missed"), ("wrong-place", "feedback-place")];

/// The text, to be looked at and copied.
#[component]
pub fn Feedback(session: Session, finding: Rc<Report>) -> impl IntoView {
    let complaint = RwSignal::new(COMPLAINTS[0].0.to_owned());
    let copied = RwSignal::new(String::new());
    let (facts, threshold) = (facts(&finding), session.threshold);
    let said = Memo::new(move |_| format!("wrong: {}\nthreshold: {} %\n{facts}", complaint.get(), threshold.get()));
    let copy = move |_| {
        go(async move {
            let window = window();
            // Pages of addresses that are not encrypted have no clipboard.
            let taken = window.is_secure_context()
                && JsFuture::from(window.navigator().clipboard().write_text(&said.get_untracked())).await.is_ok();
            copied.set(text(if taken { "feedback-copied" } else { "feedback-not-copied" }));
        });
    };
    let choose = move |event: leptos::ev::Event| {
        complaint.set(event_target_value(&event));
        copied.set(String::new());
    };
    let options = COMPLAINTS.map(|(name, key)| view! { <option value=name>{text(key)}</option> });
    view! {
        <details class="details feedback">
            <summary>{text("feedback-heading")}</summary>
            <p class="quiet small">{text("feedback-text")}</p>
            <label class="field">
                {text("feedback-what")}
                <select data-testid="feedback-what" on:change=on(choose)>{options}</select>
            </label>
            // Named and in the tab order, so that a keyboard can scroll it.
            <pre class="facts" dir="ltr" tabindex="0" role="group" aria-label=text("feedback-label") data-testid="feedback-text">
                {words(move || said.get())}
            </pre>
            <div class="actions">
                <button type="button" data-testid="feedback-copy" on:click=on(copy)>{text("feedback-copy")}</button>
            </div>
            <p class="small quiet" role="status">{words(move || copied.get())}</p>
        </details>
    }
}
