//! What was found, sentence by sentence, each with the figures that it stands on.

use std::rc::Rc;

use leptos::prelude::*;

use super::session::{LANGUAGES, Session};
use super::short::{on, part, whether};
use super::signers::SignersList;
use super::words::{Value, text, text_with};
use crate::engine::protocol::Told;
use crate::language::Language;

/// The whole account; while the places are still measured, a line that says so.
#[component]
pub fn Account(session: Session) -> impl IntoView {
    let languages = LANGUAGES.map(|(tag, name)| {
        view! { <option value=tag lang=tag selected=whether(move || session.language.get() == tag)>{name}</option> }
    });
    view! {
        <section class="account" data-testid="account" aria-labelledby="account-heading">
            <div class="account-head">
                <h2 id="account-heading">{text("account-heading")}</h2>
                <label>
                    <span class="out-of-sight">{text("account-language")}</span>
                    <select data-testid="language" on:change=on(move |event| session.speak(&event_target_value(&event)))>{languages}</select>
                </label>
            </div>
            {part(move || match session.account.get() {
                Some(sentences) => paragraphs(session, &sentences),
                None => view! { <p class="quiet small" aria-live="polite">{text("account-waiting")}</p> }.into_any(),
            })}
            <SignersList session />
        </section>
    }
}

/// Sentences about the same thing stand together under its name.
fn paragraphs(session: Session, sentences: &Rc<Vec<Told>>) -> AnyView {
    let tag = session.language.get_untracked();
    let direction = Language::from_tag(&tag).unwrap_or_default().direction();
    let groups = sentences.chunk_by(|a, b| (&a.about, a.region) == (&b.about, b.region)).map(|group| {
        let (about, region) = (group[0].about.clone(), group[0].region);
        let heading = match region {
            Some(number) => Some(text_with("region-name", &[("number", Value::Number(number))])),
            None if about == "verdict" => None,
            None => Some(text(&format!("account-{about}"))),
        };
        let place = region.map(|number| number as usize - 1);
        let point = move |here: bool| session.pointed.set(place.filter(|_| here));
        view! {
            <div
                class="told"
                data-about=about
                class:pointed=whether(move || place.is_some() && session.pointed.get() == place)
                on:pointerenter=on(move |_| point(true))
                on:pointerleave=on(move |_| point(false))
            >
                {heading.map(|heading| view! { <h3>{heading}</h3> })}
                <div lang=tag.clone() dir=direction>{group.iter().map(sentence).collect_view()}</div>
            </div>
        }
    });
    groups.collect_view().into_any()
}

/// A sentence; with figures, they open beneath it.
fn sentence(told: &Told) -> AnyView {
    let words = told.text.clone();
    if told.figures.is_empty() {
        return view! { <p>{words}</p> }.into_any();
    }
    let figures = told.figures.iter().map(|(place, figure)| {
        view! { <div><dt><code>{place.clone()}</code></dt><dd>{figure.clone()}</dd></div> }
    });
    view! { <details><summary title=text("account-figures")>{words}</summary><dl class="small">{figures.collect_view()}</dl></details> }
        .into_any()
}
