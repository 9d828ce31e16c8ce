//! What is said about what is stored, and about newer versions.

use leptos::prelude::*;

use super::{Offline, Standing, Storing};
use crate::ui::client::engine_part;
use crate::ui::finding::decimal;
use crate::ui::sheet::sheet;
use crate::ui::short::{go, on, part, when, whether, words};
use crate::ui::words::{Value, text, text_with};

/// The dialog, which the foot of the page opens.
#[component]
pub fn OfflineDialog(offline: Offline) -> impl IntoView {
    let opened = move || {
        offline.trouble.set(String::new());
        if offline.standing.get_untracked() == Standing::Known {
            go(async move {
                offline.ask("state", &[]).await;
            });
        }
    };
    let share = move || {
        let storing = offline.storing.get().filter(|storing| storing.all > 0.0);
        storing.map(|storing| ((storing.behind + storing.here) / storing.all * 1000.0).to_string())
    };
    let idle = move || offline.storing.get().is_none();
    let content = view! {
        <p role="status" data-testid="offline-standing">{words(move || standing_words(offline))}</p>
        {part(move || parts_list(offline))}
        <progress max="1000" aria-label=text("offline-progress-label") hidden=whether(idle) value=share></progress>
        <p role="alert" class="trouble-line" hidden=whether(move || offline.trouble.with(String::is_empty))>
            {words(move || offline.trouble.get())}
        </p>
        <div class="actions">
            <button
                type="button"
                class="primary"
                data-testid="offline-keep"
                hidden=whether(move || !offline.wants())
                disabled=whether(move || !idle())
                on:click=on(move |_| offline.make_available())
            >
                {text("offline-keep")}
            </button>
            <button type="button" data-testid="offline-stop" hidden=whether(idle) on:click=on(move |_| offline.stop())>
                {text("offline-stop")}
            </button>
            <button
                type="button"
                data-testid="offline-erase"
                hidden=whether(move || offline.standing.get() != Standing::Known)
                disabled=whether(move || !idle())
                on:click=on(move |_| offline.erase())
            >
                {text("offline-erase")}
            </button>
        </div>
        <p class="quiet small">{text("offline-limits")}</p>
    }
    .into_any();
    sheet("offline", text("offline-heading"), offline.open, opened, content)
}

fn megabytes(bytes: f64) -> String {
    decimal(bytes / 1e6)
}

fn standing_words(offline: Offline) -> String {
    if let Some(Storing { behind, here, all }) = offline.storing.get() {
        let (done, total) = (megabytes(behind + here), megabytes(all));
        return text_with("offline-progress", &[("done", Value::Text(&done)), ("total", Value::Text(&total))]);
    }
    match offline.standing.get() {
        Standing::Asking => text("offline-asking"),
        Standing::Insecure => text("offline-insecure"),
        Standing::Impossible => text("offline-impossible"),
        Standing::Failed => text("offline-broken"),
        Standing::Declined => text("offline-declined"),
        Standing::Known => {
            match offline.stored.with(|stored| stored.as_ref().map_or(0.0, |stored| stored.lacks(engine_part()))) {
                lacks if lacks > 0.0 => text_with("offline-partly", &[("megabytes", Value::Text(&megabytes(lacks)))]),
                _ if offline.promised.get() => text("offline-ready-promised"),
                _ => text("offline-ready"),
            }
        }
    }
}

/// What is stored, part by part.
fn parts_list(offline: Offline) -> AnyView {
    let Some(stored) = offline.stored.get() else { return ().into_any() };
    let rows = stored.needed(engine_part()).map(|part| {
        let (kept, all) = (megabytes(part.kept), megabytes(part.bytes));
        let amount = match part.is_whole() {
            true => text_with("offline-whole", &[("all", Value::Text(&all))]),
            false => text_with("offline-share", &[("kept", Value::Text(&kept)), ("all", Value::Text(&all))]),
        };
        view! { <div><dt>{text(&format!("part-{}", part.key()))}</dt><dd>{amount}</dd></div> }
    });
    view! { <dl class="parts" data-testid="offline-parts">{rows.collect_view()}</dl> }.into_any()
}

/// A newer version is announced; it is never forced on anybody.
#[component]
pub fn Newer(offline: Offline) -> impl IntoView {
    let alone = move || offline.stored.with(|stored| stored.as_ref().is_some_and(|stored| stored.windows <= 1));
    view! {
        <div role="status">
            {when(
                move || offline.newer.get(),
                move || {
                    view! {
                        <div class="newer" data-testid="newer">
                            <p>{text("newer-ready")} " " <span hidden=whether(move || !alone())>{text("newer-now-text")}</span></p>
                            <button
                                type="button"
                                data-testid="newer-now"
                                hidden=whether(move || !alone())
                                on:click=on(move |_| offline.switch())
                            >
                                {text("newer-now")}
                            </button>
                        </div>
                    }
                        .into_any()
                },
            )}
        </div>
    }
}
