//! How a picture comes in: dropped anywhere, chosen, pasted, or one of ours.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ClipboardEvent, DragEvent, File, FileList, HtmlInputElement, Response};

use super::album;
use super::fetch;
use super::guide::GuideLink;
use super::queue::files_of;
use super::session::{Arrival, Session};
use super::short::{go, on, whether, words};
use super::words::{find, text};

/// Pictures, as a file chooser offers them; the engine judges by the bytes.
pub const PICTURES: &str =
    "image/jpeg,image/png,image/webp,image/bmp,image/tiff,image/gif,.jpg,.jpeg,.jpe,.jfif,.png,.webp,.bmp,.tif,.tiff,.gif";

/// Our own pictures, in `www/samples`: file, and name in the catalogue; with `-text`, what was done to it. They stand in
/// `index.html`, too, which is seen first.
const SAMPLES: [(&str, &str); 3] =
    [("lake.jpg", "sample-authentic"), ("trees.jpg", "sample-copied"), ("moon.jpg", "sample-pasted")];

/// Listens on the window for drops and pastes. Returns whether something is being dragged over it.
pub fn listen(session: Session) -> ReadSignal<bool> {
    let (over, set_over) = signal(false);
    let allow = move |event: &DragEvent| {
        event.prevent_default();
        if let Some(transfer) = event.data_transfer() {
            transfer.set_drop_effect("copy");
        }
    };
    // Kept for the life of the page, like the window they listen on.
    window_event_listener(leptos::ev::dragenter, move |event| {
        allow(&event);
        set_over.set(true);
    });
    window_event_listener(leptos::ev::dragover, move |event| allow(&event));
    window_event_listener(leptos::ev::dragleave, move |event| {
        // Leaving the window, not passing from one element to the next.
        if event.related_target().is_none() {
            set_over.set(false);
        }
    });
    window_event_listener(leptos::ev::drop, move |event| {
        event.prevent_default();
        set_over.set(false);
        let Some(transfer) = event.data_transfer() else { return };
        // Its files are asked for before this handler ends; what is in its folders comes later.
        let files = files_of(&transfer);
        go(async move {
            if !take(session, files.await, false) {
                session.refuse("not-a-file");
            }
        });
    });
    window_event_listener(leptos::ev::paste, move |event: ClipboardEvent| {
        event.prevent_default();
        let files = event.clipboard_data().and_then(|data| data.files());
        if !take(session, listed(files, true), true) {
            session.refuse("paste");
        }
    });
    over
}

/// A file on its way in.
pub struct Incoming {
    /// The bytes.
    pub file: Blob,
    /// What it is called, where it has a name.
    pub name: Option<String>,
}

/// The files of a drop, a paste or a choice. What is pasted has a name that the browser made up.
fn listed(files: Option<FileList>, pasted: bool) -> Vec<Incoming> {
    let Some(files) = files else { return Vec::new() };
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(|file| Incoming { name: (!pasted).then(|| file.name()), file: file.into() }).collect()
}

/// Checks a file; several become a list, as do the pictures of a document, and where there is one, any that come are put to it.
/// False where there is none.
pub fn take(session: Session, files: Vec<Incoming>, pasted: bool) -> bool {
    let (documents, files): (Vec<_>, Vec<_>) = files.into_iter().partition(album::is_document);
    if !documents.is_empty() {
        album::open(session, documents);
        if !files.is_empty() {
            session.queue.add(session, files);
        }
        return true;
    }
    if files.len() > 1 || !files.is_empty() && untrack(move || session.queue.holds()) {
        session.queue.add(session, files);
        return true;
    }
    let Some(Incoming { file, name }) = files.into_iter().next() else { return false };
    session.check(Arrival { file, name, pasted, several: false });
    true
}

/// The file input, which nobody sees: everything that says "choose" opens it.
#[component]
pub fn Chooser(session: Session, input: NodeRef<leptos::html::Input>) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        take(session, listed(input.files(), false), false);
        // So that choosing the same file again is a change.
        input.set_value("");
    };
    view! {
        <input
            type="file"
            id="file-input"
            hidden
            multiple
            data-testid="file-input"
            accept=format!("{PICTURES},application/pdf,.pdf")
            node_ref=input
            on:change=on(chosen)
        />
    }
}

/// An input for one file of another kind, which nobody sees either.
pub fn one_file(
    testid: &'static str,
    accept: &'static str,
    input: NodeRef<leptos::html::Input>,
    take: impl Fn(File) + 'static,
) -> AnyView {
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            take(file);
        }
        // So that choosing the same file again is a change.
        input.set_value("");
    };
    view! { <input type="file" hidden data-testid=testid accept=accept node_ref=input on:change=on(chosen) /> }.into_any()
}

/// Opens the file chooser.
pub fn choose(input: NodeRef<leptos::html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.click();
    }
}

/// What is seen before the first picture.
#[component]
pub fn Intro(
    session: Session,
    input: NodeRef<leptos::html::Input>,
    over: ReadSignal<bool>,
    guide: RwSignal<bool>,
) -> impl IntoView {
    let heading = move || text(if over.get() { "drop-heading-over" } else { "drop-heading" });
    let promise = |key: &str| {
        view! {
            <li>
                <h2>{text(&format!("promise-{key}-heading"))}</h2>
                <p>{text(&format!("promise-{key}-text"))}</p>
            </li>
        }
    };
    view! {
        <section class="intro">
            <h1>{text("intro-heading")}</h1>
            <p class="lead">{text("intro-text")} " " <GuideLink open=guide /></p>
            <div class="drop" class:over=whether(move || over.get()) data-testid="drop-zone">
                <svg viewBox="0 0 48 48" aria-hidden="true" inner_html=PICTURE />
                <p class="drop-heading">{words(heading)}</p>
                <button type="button" class="primary" id="choose" on:click=on(move |_| choose(input))>
                    {text("drop-choose")}
                </button>
                <p class="quiet paste-hint">{text("drop-text")}</p>
                <p class="quiet small">{text("drop-formats")}</p>
            </div>
            <div class="samples">
                <h2>{text("samples-heading")}</h2>
                <ul>{SAMPLES.map(|(file, key)| sample_button(session, file, key))}</ul>
            </div>
            <ul class="promises">{promise("private")} {promise("pixels")} {promise("honest")}</ul>
        </section>
    }
}

const PICTURE: &str = "<rect x='5' y='9' width='38' height='30' rx='4'/><path d='m5 33 11-11 9 9 5-5 13 12'/><path class='mark' \
     d='M29 14.500c4-2 9 .5 8.500 4.500s-6 5-9 3-3-6 .5-7.500z'/>";

fn sample_button(session: Session, name: &'static str, key: &'static str) -> AnyView {
    let address = format!("samples/{name}");
    let source = address.clone();
    let open = move |_| {
        let address = address.clone();
        go(async move {
            match async { blob(fetch(&address).await?).await }.await {
                Some(file) => session.check(Arrival { file, name: Some(name.to_owned()), pasted: false, several: false }),
                None => session.refuse("sample"),
            }
        });
    };
    view! {
        <li>
            <button type="button" class="sample" data-testid="sample" on:click=on(open)>
                <img src=source alt="" width="192" height="128" decoding="async" />
                <span class="sample-name">{text(key)}</span>
                <span class="quiet small">{find(&format!("{key}-text"), &[])}</span>
            </button>
        </li>
    }
    .into_any()
}

/// What a response carries.
pub async fn blob(response: Response) -> Option<Blob> {
    JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()
}
