//! What the file states beside its pixels, entry by entry, and the small copies of the picture that it carries.

use leptos::prelude::*;

use super::session::{Session, Statements};
use super::short::part;
use super::words::{Value, find, language, text, text_with};
use crate::engine::protocol::{SmallCopy, Stated};

/// Nothing where the file states nothing.
#[component]
pub fn Metadata(session: Session) -> impl IntoView {
    part(move || {
        let Statements { entries, copies } = &*session.stated.get();
        if entries.is_empty() && copies.is_empty() {
            return ().into_any();
        }
        let count = [("count", Value::Number(entries.len() as u32))];
        view! {
            <details class="details" data-testid="metadata">
                <summary>{text_with("metadata-heading", &count)}</summary>
                <p class="quiet small">{text("metadata-note")}</p>
                {copies.iter().map(small_copy).collect_view()}
                {entries.chunk_by(|a, b| a.source == b.source).map(group).collect_view()}
            </details>
        }
        .into_any()
    })
}

fn source(name: &str) -> String {
    find(&format!("source-{name}"), &[]).unwrap_or_else(|| name.to_owned())
}

/// Entries that stand in the same place.
fn group(entries: &[Stated]) -> AnyView {
    let rows = entries.iter().map(|entry| {
        let private = entry
            .private
            .then(|| view! { <small class="quiet" title=text("metadata-private-title")>" " {text("metadata-private")}</small> });
        view! { <div><dt>{entry.name.clone()}</dt><dd>{entry.text.clone()} {private}</dd></div> }
    });
    view! { <h3>{source(&entries[0].source)}</h3><dl>{rows.collect_view()}</dl> }.into_any()
}

fn small_copy(copy: &SmallCopy) -> AnyView {
    let said = match copy.differs {
        Some(true) => "copy-differs",
        Some(false) => "copy-agrees",
        None => "copy-unclear",
    };
    let size = [("width", Value::Number(copy.width)), ("height", Value::Number(copy.height))];
    let place = source(&copy.source);
    view! {
        <figure class="small-copy">
            <img src=copy.address.clone() width=copy.width.to_string() height=copy.height.to_string() alt=text("copy-alt") />
            <figcaption>{place} {language().comma()} {text_with("copy-size", &size)} <br /> {text(said)}</figcaption>
        </figure>
    }
    .into_any()
}
