//! What the network can see and what it cannot, what the marks mean, and how they come about: one sheet, for a first visit and
//! for whoever doubts.

use leptos::prelude::*;

use super::sheet::sheet;
use super::short::on;
use super::words::text;

/// The button that opens the guide.
#[component]
pub fn GuideLink(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="link" data-testid="guide-open" on:click=on(move |_| open.set(true))>
            {text("guide-open")}
        </button>
    }
}

/// The sheet itself.
#[component]
pub fn Guide(open: RwSignal<bool>) -> impl IntoView {
    let points = |keys: &[&str]| keys.iter().map(|key| view! { <li>{text(key)}</li> }).collect_view();
    let swatch = |class: &'static str, label: String, key: &str| {
        view! {
            <div>
                <dt><i class=class aria-hidden="true">{label}</i></dt>
                <dd>{text(key)}</dd>
            </div>
        }
    };
    let content = view! {
        <div class="guide">
            <section class="can">
                <h2>{text("guide-can")}</h2>
                <ul>{points(&["guide-can-paste", "guide-can-copy", "guide-can-remove", "guide-can-retouch", "guide-can-letters"])}</ul>
            </section>
            <section class="cannot">
                <h2>{text("guide-cannot")}</h2>
                <ul>{points(&["guide-cannot-generated", "guide-cannot-whole", "guide-cannot-wiped", "guide-cannot-staged", "guide-cannot-intent"])}</ul>
            </section>
            <section>
                <h2>{text("guide-colours")}</h2>
                <dl class="swatches">
                    {swatch("swatch marked", String::new(), "guide-marked")}
                    {swatch("swatch hatched", String::new(), "guide-hatched")}
                    {swatch("swatch tile", text("tile-frequency-short"), "guide-frequency")}
                    {swatch("swatch tile plain", text("tile-vision-short"), "guide-vision")}
                </dl>
            </section>
            <section>
                <h2>{text("guide-works")}</h2>
                <ol>{points(&["guide-works-heads", "guide-works-gate", "guide-works-filters", "guide-works-words"])}</ol>
            </section>
        </div>
    }
    .into_any();
    sheet("guide-sheet", text("guide-open"), open, || (), content)
}
