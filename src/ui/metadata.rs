//! What the file states beside its pixels, entry by entry, the small copies of the picture that it carries, and how it is
//! written.

use leptos::prelude::*;

use super::session::{Session, Statements};
use super::short::part;
use super::words::{Value, find, language, text, text_with};
use crate::engine::protocol::{SmallCopy, Stated};
use crate::evidence::file::Written;

/// Nothing where the file states nothing, and nothing of how it is written where that is not known.
#[component]
pub fn Metadata(session: Session) -> impl IntoView {
    part(move || {
        let Statements { entries, copies, written } = &*session.stated.get();
        let count = [("count", Value::Number(entries.len() as u32))];
        let stated = (!entries.is_empty() || !copies.is_empty()).then(|| {
            view! {
                <details class="details" data-testid="metadata">
                    <summary>{text_with("metadata-heading", &count)}</summary>
                    <p class="quiet small">{text("metadata-note")}</p>
                    {copies.iter().map(small_copy).collect_view()}
                    {entries.chunk_by(|a, b| a.source == b.source).map(group).collect_view()}
                </details>
            }
            .into_any()
        });
        let written = (!written.is_empty()).then(|| {
            view! {
                <details class="details" data-testid="written">
                    <summary>{text("written-heading")}</summary>
                    <dl>{written.iter().map(fact).collect_view()}</dl>
                </details>
            }
            .into_any()
        });
        view! { {stated} {written} }.into_any()
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

/// A fact on how the file is written; the values of a table open beneath its words.
fn fact(fact: &Written) -> AnyView {
    let values = [("code", Value::Text(&fact.code)), ("text", Value::Text(&fact.text)), ("number", Value::Number(fact.number))];
    let key = format!("written-{}", fact.about.name());
    let name = text_with(&key, &values);
    let words = find(&format!("{key}-value"), &values);
    // What there are no words for are names that others gave: of segments, of a profile.
    let class = if words.is_some() { "" } else { "others" };
    let words = words.unwrap_or_else(|| fact.text.clone());
    if fact.values.is_empty() {
        return view! { <div><dt>{name}</dt><dd class=class>{words}</dd></div> }.into_any();
    }
    let rows = fact.values.chunks(8).map(|row| {
        let cells = row.iter().map(|&value| view! { <td>{u32::from(value)}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <details>
                    <summary>{words}</summary>
                    <table dir="ltr">
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </details>
            </dd>
        </div>
    }
    .into_any()
}
