//! Beside the picture: how far it is, the verdict, the marked places, how they were found, what the file is.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;

use super::account::Account;
use super::ask::AskAModel;
use super::beside::BesideAnother;
use super::controls::{Opacity, Threshold};
use super::feedback::Feedback;
use super::finding::{decimal, looks_like, meaning, percent, place_facts, relied_on, verdict};
use super::intake::choose;
use super::keep::Keep;
use super::lens::Lenses;
use super::metadata::Metadata;
use super::queue::progress;
use super::session::{Engine, Session, Stage};
use super::short::{on, part, whether, words};
use super::words::{Value, text, text_with};
use crate::engine::protocol::{Phase, Processor};
use crate::report::Report;

/// What stands beside the picture while it is checked.
#[component]
pub fn Working(session: Session) -> impl IntoView {
    let fraction = move || {
        let share = |done: u64, all: u64| (all > 0).then(|| (done * 1000 / all).min(1000).to_string());
        match session.phase.get() {
            Some(Phase::Fetching { bytes, total }) => share(bytes, total),
            Some(Phase::Tiles { done, count, .. }) => share(done.into(), count.into()),
            Some(Phase::Blending) => share(1, 1),
            _ => None,
        }
    };
    view! {
        <section class="working">
            <h1>{text("working-heading")}</h1>
            <progress max="1000" aria-label=text("progress-label") value=fraction></progress>
            // Seen only: the status line says the same at a pace that can be listened to.
            <p class="phase" aria-hidden="true">{words(move || phase_words(session.phase.get()))}</p>
            <button type="button" data-testid="cancel" on:click=on(move |_| session.cancel())>
                {text("cancel")} " " <kbd>{text("cancel-key")}</kbd>
            </button>
            <Notes session />
        </section>
    }
}

/// The phase with its figures.
fn phase_words(phase: Option<Phase>) -> String {
    match phase {
        None => text("phase-starting"),
        Some(Phase::Fetching { bytes, total }) => {
            let (done, total) = (decimal(bytes as f64 / 1e6), decimal(total as f64 / 1e6));
            text_with("phase-fetching", &[("done", Value::Text(&done)), ("total", Value::Text(&total))])
        }
        Some(Phase::Preparing { device: Processor::Cpu }) => text("phase-preparing"),
        Some(Phase::Preparing { device: Processor::Gpu }) => text("phase-testing"),
        Some(Phase::Decoding) => text("phase-decoding"),
        Some(Phase::Coefficients) => text("phase-coefficients"),
        Some(Phase::Tiles { done, count, estimate_ms }) => {
            let tile = [("done", Value::Number((done + 1).min(count))), ("count", Value::Number(count))];
            match estimate_ms {
                Some(left) if left >= 1000 => {
                    let left = time_left(left.div_ceil(1000));
                    text_with("phase-tiles-left", &[tile[0], tile[1], ("left", Value::Text(&left))])
                }
                _ => text_with("phase-tiles", &tile),
            }
        }
        Some(Phase::Blending) => text("phase-blending"),
    }
}

/// A time in words.
pub fn time_left(seconds: u32) -> String {
    match seconds {
        0..=90 => text_with("left-seconds", &[("count", Value::Number(seconds))]),
        _ => text_with("left-minutes", &[("count", Value::Number(seconds.div_ceil(60)))]),
    }
}

/// What a screen reader is told: every phase once, tiles by quarters.
pub fn spoken(session: Session) -> String {
    if session.queue.shown.get() {
        return progress(session.queue);
    }
    match (session.stage.get(), session.phase.get()) {
        (Stage::Running, Some(Phase::Tiles { done, count, .. })) if count > 0 => {
            let done = done * 4 / count * count / 4;
            text_with("phase-tiles", &[("done", Value::Number((done + 1).min(count))), ("count", Value::Number(count))])
        }
        (Stage::Running, Some(Phase::Fetching { total, .. })) => phase_words(Some(Phase::Fetching { bytes: 0, total })),
        (Stage::Running, phase) => phase_words(phase),
        _ => session.notice.get(),
    }
}

/// What stands beside the picture once it is checked.
pub fn outcome(session: Session, input: NodeRef<html::Input>) -> Box<dyn FnMut() -> AnyView + Send> {
    part(move || match session.finding.get() {
        Some(finding) => told(session, finding, input),
        None => ().into_any(),
    })
}

fn told(session: Session, finding: Rc<Report>, input: NodeRef<html::Input>) -> AnyView {
    let band = finding.verdict.band;
    let score = percent(finding.verdict.score);
    let steps = (1..=4).map(|step| view! { <i class:on=step <= band as u8></i> }).collect_view();
    let unsure = finding
        .verdict
        .unsure
        .then(|| view! { <p class="unsure"><strong>{text("unsure-label")}</strong> " " {text("unsure-text")}</p> });
    view! {
        <section class="outcome" data-band=band.name() aria-label=text("result-label")>
            <div class="verdict">
                <div class="steps" aria-hidden="true">{steps}</div>
                <h1 data-testid="verdict" data-band=band.name() data-unsure=finding.verdict.unsure.to_string()>{verdict(band)}</h1>
                {unsure}
                <p>{meaning(band, finding.regions.len())}</p>
                <p class="score">
                    {text("score-label")} " " <b>{text_with("score-value", &[("percent", Value::Number(score))])}</b>
                    <span class="small">{text("score-scale")}</span>
                </p>
                <div class="actions">
                    <button type="button" class="primary" on:click=on(move |_| choose(input))>
                        {text("again")} " " <kbd>{text("again-key")}</kbd>
                    </button>
                    <Keep session />
                </div>
            </div>
            <Notes session />
            <Regions session finding=Rc::clone(&finding) />
            <div class="marks">
                <Threshold session />
                <Opacity session />
            </div>
            <Account session />
            <Lenses session />
            <BesideAnother session />
            <AskAModel session />
            <p class="absence">{text("absence")}</p>
            <Details session finding=Rc::clone(&finding) />
            <Metadata session />
            <Feedback session finding />
        </section>
    }
    .into_any()
}

#[component]
fn Regions(session: Session, finding: Rc<Report>) -> impl IntoView {
    let point = move |index: Option<usize>| session.pointed.set(index);
    let regions = finding.regions.iter().enumerate().map(|(index, region)| {
        let number = index as u32 + 1;
        view! {
            <li>
                <button
                    type="button"
                    class:pointed=whether(move || session.pointed.get() == Some(index))
                    on:focus=on(move |_| point(Some(index)))
                    on:blur=on(move |_| point(None))
                    on:pointerenter=on(move |_| point(Some(index)))
                    on:pointerleave=on(move |_| point(None))
                    on:click=on(move |_| point(Some(index)))
                >
                    <b aria-hidden="true">{number}</b>
                    <span>
                        {text_with("region-name", &[("number", Value::Number(number))])}
                        <span class="quiet small">{place_facts(region)}</span>
                    </span>
                </button>
            </li>
        }
    });
    let count = finding.regions.len();
    view! {
        <div class="regions">
            <h2>{text("regions-heading")}</h2>
            <p class="quiet small">{text(if count == 0 { "regions-none" } else { "regions-hint" })}</p>
            <ol data-testid="regions">{regions.collect_view()}</ol>
        </div>
    }
}

/// What limits the findings: remarks on the file and on how it came.
#[component]
fn Notes(session: Session) -> impl IntoView {
    let none = move || session.notes.with(Vec::is_empty);
    view! {
        <div class="notes" hidden=whether(none)>
            <h2>{text("notes-heading")}</h2>
            <ul>{part(move || session.notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view().into_any())}</ul>
        </div>
    }
}

#[component]
fn Details(session: Session, finding: Rc<Report>) -> impl IntoView {
    let row = |key: &str, value: String| view! { <div><dt>{text(key)}</dt><dd>{value}</dd></div> };
    let seconds = decimal(finding.timing_ms.total / 1000.0);
    let device = session.engine.get_untracked().map(device_words).unwrap_or_default();
    let facts = session.picture.with_untracked(|picture| picture.as_ref().map(|picture| picture.facts.clone()));
    let file = facts.map(|facts| {
        let format = match facts.jpeg_quality {
            Some(quality) => text_with("file-jpeg", &[("quality", Value::Number(u32::from(quality)))]),
            None => facts.format.clone(),
        };
        let megapixels = decimal(f64::from(facts.width) * f64::from(facts.height) / 1e6);
        let size = [
            ("width", Value::Number(facts.width)),
            ("height", Value::Number(facts.height)),
            ("megapixels", Value::Text(&megapixels)),
        ];
        view! { {row("file-format", format)} {row("file-size", text_with("file-size-value", &size))} }
    });
    let kilobytes = decimal(session.bytes.get_untracked() / 1000.0);
    view! {
        <details class="details" open>
            <summary>{text("how-heading")}</summary>
            <dl>
                {finding.domain.map(|domain| row("how-domain", looks_like(domain)))}
                {row("how-relied", relied_on(&finding.gate))}
                {row("how-device", device)}
                {row("how-time", text_with("how-time-value", &[("seconds", Value::Text(&seconds))]))}
                <div>
                    <dt>{text("how-model")}</dt>
                    <dd>{finding.model.name.clone()} " " <code title=finding.model.sha256.clone()>{short(&finding.model.sha256)}</code></dd>
                </div>
            </dl>
        </details>
        <details class="details" open>
            <summary>{text("file-heading")}</summary>
            <dl>
                {session.name.get_untracked().map(|name| row("file-name", name))}
                {file}
                <div>
                    <dt>{text("file-hash")}</dt>
                    <dd>
                        <code title=finding.image.sha256.clone()>{short(&finding.image.sha256)}</code>
                        " · " {text_with("file-bytes", &[("amount", Value::Text(&kilobytes))])}
                    </dd>
                </div>
            </dl>
        </details>
    }
}

/// The first digits of a hash; all of them are in the title and in the report.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// Device and reason.
fn device_words(engine: Engine) -> String {
    let device = match engine.device {
        Processor::Gpu => text("device-gpu"),
        Processor::Cpu if engine.workers > 1 => text_with("device-cpu-workers", &[("count", Value::Number(engine.workers))]),
        Processor::Cpu => text("device-cpu"),
    };
    let reason = text(&format!("reason-{}", engine.reason.name()));
    format!("{device}: {reason}")
}

/// What stands in place of a result that there is not.
#[component]
pub fn Trouble(session: Session, input: NodeRef<html::Input>) -> impl IntoView {
    view! {
        <section class="trouble" role="alert" data-testid="error">
            {part(move || {
                let Some(problem) = session.problem.get() else { return ().into_any() };
                let heading = text(if problem.engine { "error-engine-heading" } else { "error-heading" });
                let detail = (!problem.detail.is_empty()).then(|| {
                    view! { <details><summary>{text("error-detail")}</summary><p class="quiet small">{problem.detail.clone()}</p></details> }
                });
                let lacking = problem.engine.then(|| session.offline.lacking()).flatten().map(|words| view! { <p>{words}</p> });
                view! { <h1>{heading}</h1> <p>{problem.reason}</p> {lacking} {detail} }.into_any()
            })}
            <div class="actions">
                <button type="button" class="primary" on:click=on(move |_| choose(input))>
                    {text("error-again")} " " <kbd>{text("again-key")}</kbd>
                </button>
                <button
                    type="button"
                    hidden=whether(move || !session.problem.with(|problem| problem.as_ref().is_some_and(|problem| problem.passing)))
                    on:click=on(move |_| session.retry())
                >
                    {text("error-retry")}
                </button>
            </div>
        </section>
    }
}
