//! The whole page.

use leptos::html;
use leptos::prelude::*;

use super::arrive::receive;
use super::client::Wishes;
use super::guide::{Guide, GuideLink};
use super::intake::{Chooser, Intro, choose, listen};
use super::offline::{Newer, OfflineDialog};
use super::panel::{Trouble, Working, outcome, spoken};
use super::queue::{BackToList, List};
use super::session::{Session, Stage};
use super::short::{on, when, whether, words};
use super::tongue::Tongue;
use super::viewer::Viewer;
use super::words::{Value, text, text_with};

/// Header, the picture or the way in, what is said about it, footer.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new(Wishes::of_address());
    let over = listen(session);
    let guide = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    document().set_title(&text("app-title"));
    // The first paint is over by then.
    let begin = move || {
        session.warm_up();
        session.offline.begin();
    };
    set_timeout(begin, std::time::Duration::from_millis(400));
    receive(session);
    session.queue.begin(session);

    window_event_listener(leptos::ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() {
            return;
        }
        // In a dialog the keys are the dialog's.
        if document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some()) {
            return;
        }
        match event.key().as_str() {
            "Escape" if session.queue.shown.get_untracked() => session.queue.pause(session, true),
            "Escape" => session.cancel(),
            _ if asks_for_another(&event)
                && (session.stage.get_untracked() != Stage::Running || session.queue.shown.get_untracked()) =>
            {
                choose(input);
            }
            _ => {}
        }
    });

    let stage = session.stage;
    let listing = move || session.queue.shown.get();
    // A picture that failed late is still worth seeing; one that never was is not.
    let viewing = move || !listing() && matches!(stage.get(), Stage::Running | Stage::Done);
    let phase = move || match stage.get() {
        Stage::Running => session.phase.get().map_or("fetching", |phase| phase.name()),
        _ => "idle",
    };
    view! {
        <a class="skip" href="#main">{text("skip-link")}</a>
        <header class="top">
            <a class="brand" href="./">
                <svg viewBox="0 0 24 24" aria-hidden="true" inner_html=BRAND />
                {text("app-name")}
            </a>
            <span class="badge" title=text("local-badge-title")>{text("local-badge")}</span>
        </header>
        <Newer offline=session.offline />
        <main
            id="main"
            data-testid="result"
            data-state=words(move || stage.get().name().to_owned())
            class:over=whether(move || over.get())
        >
            <Chooser session input />
            <p class="out-of-sight" role="status" data-testid="status" data-phase=words(move || phase().to_owned())>
                {words(move || spoken(session))}
            </p>
            {when(listing, move || view! { <List session input /> }.into_any())}
            <BackToList session />
            <p class="quiet opening" role="status" data-testid="opening">
                {words(move || if session.queue.opening.get() > 0 { text("pdf-opening") } else { String::new() })}
            </p>
            {when(move || !listing() && stage.get() == Stage::Idle, move || view! { <Intro session input over guide /> }.into_any())}
            {when(
                viewing,
                move || {
                    view! {
                        <div class="desk">
                            <Viewer session />
                            <div class="panel">
                                {when(move || stage.get() == Stage::Running, move || view! { <Working session /> }.into_any())}
                                {outcome(session, input)}
                            </div>
                        </div>
                    }
                        .into_any()
                },
            )}
            {when(move || !listing() && stage.get() == Stage::Error, move || view! { <Trouble session input /> }.into_any())}
        </main>
        <footer class="bottom">
            <p>{text("footer-promise")}</p>
            <GuideLink open=guide />
            <button type="button" class="link" data-testid="offline-open" on:click=on(move |_| session.offline.open.set(true))>
                {text("offline-open")}
            </button>
            <Tongue session />
            <p>{text_with("footer-version", &[("version", Value::Text(crate::BUILD))])}</p>
        </footer>
        <OfflineDialog offline=session.offline />
        <Guide open=guide />
        <div class="curtain" aria-hidden="true" hidden=whether(move || !(over.get() && (listing() || stage.get() != Stage::Idle)))>
            {text("drop-heading-over")}
        </div>
    }
}

/// The key N, by its place where the keyboard writes another script.
fn asks_for_another(event: &leptos::ev::KeyboardEvent) -> bool {
    let key = event.key();
    key.eq_ignore_ascii_case("n") || (!key.is_ascii() && event.code() == "KeyN")
}

const BRAND: &str = "<path d='M3 8V4.500A1.500 1.500 0 0 1 4.500 3H8m8 0h3.500A1.500 1.500 0 0 1 21 4.500V8m0 8v3.500a1.500 1.500 0 0 \
     1-1.500 1.500H16m-8 0H4.500A1.500 1.500 0 0 1 3 19.500V16'/><path class='mark' d='M12.500 7.500c2.500-.6 4.500 1 4.200 \
     3.400s-2.200 5.400-5 5.400-4.600-2-4.200-4.300 2.500-3.900 5-4.500z'/>";
