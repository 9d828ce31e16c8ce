//! A dialog over the page.

use leptos::html;
use leptos::prelude::*;

use super::short::{follow, on};
use super::words::text;

/// A dialog with a heading and a button that closes it; `open` shows and hides it, `opened` happens whenever it is shown.
pub fn sheet(
    name: &'static str,
    heading: String,
    open: RwSignal<bool>,
    opened: impl Fn() + 'static,
    content: AnyView,
) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    follow(move || {
        let (Some(dialog), open) = (dialog.get(), open.get()) else { return };
        match (open, dialog.open()) {
            (true, false) => {
                // It fails for a dialog outside the document only.
                let _ = dialog.show_modal();
                opened();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let (class, title) = (format!("sheet {name}"), format!("{name}-title"));
    view! {
        <dialog class=class aria-labelledby=title data-testid=name node_ref=dialog on:close=on(move |_| open.set(false))>
            <header>
                <h1 id=title.clone()>{heading}</h1>
                <button type="button" on:click=on(move |_| open.set(false))>{text("sheet-close")}</button>
            </header>
            {content}
        </dialog>
    }
    .into_any()
}
