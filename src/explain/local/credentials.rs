//! What Content Credentials say, as what they are: the words of who signed them.

use std::collections::BTreeSet;

use super::About;
use super::writer::Writer;
use crate::evidence::credentials::{ActionKind, Credentials, Origin, OriginKind, OriginOf, ReasonKind, Signer, State, Trust};

const AT: &str = "/evidence/credentials";

pub(super) fn write(writer: &mut Writer<'_>) {
    let Some(evidence) = writer.evidence() else {
        return;
    };
    let Some(credentials) = &evidence.credentials else {
        return writer.line(About::File, "credentials-none").on(AT).end();
    };
    state(writer, credentials);
    if let Some(signer) = &credentials.signer {
        self::signer(writer, signer, credentials.trust);
    }
    if let Some(program) = credentials.generators.first() {
        writer.line(About::File, "credentials-program").quote("program", program, format!("{AT}/generators/0")).end();
    }
    actions(writer, credentials);
    for (i, origin) in credentials.origins.iter().enumerate() {
        self::origin(writer, &format!("{AT}/origins/{i}"), origin);
    }
    ingredients(writer, credentials);
    if credentials.state == State::Valid {
        writer.line(About::File, "credentials-caution").on(format!("{AT}/state")).end();
    }
}

/// The first origin that says that a program made things up.
pub(super) fn made_up(credentials: &Credentials) -> Option<usize> {
    credentials.origins.iter().position(|origin| origin.kind.claim().is_some())
}

fn state(writer: &mut Writer<'_>, credentials: &Credentials) {
    let at = format!("{AT}/state");
    match (credentials.state, &credentials.remote) {
        (State::Valid, _) => {
            let line = writer.line(About::File, "credentials-valid").on(at).on(format!("{AT}/bound"));
            if credentials.exempt { line.also("credentials-exempt").on(format!("{AT}/exempt")).end() } else { line.end() }
        }
        (State::Broken, _) => {
            let changed = credentials.reasons.iter().any(|reason| reason.kind == ReasonKind::FileChanged);
            let (why, pointers) = reasons(writer, credentials);
            let line = writer.line(About::File, "credentials-broken").word("why", why).on(at).on_all(pointers);
            line.also_if(changed, "credentials-broken-saved").end();
        }
        (State::Unchecked, _) => {
            let (why, pointers) = reasons(writer, credentials);
            writer.line(About::File, "credentials-unchecked").word("why", why).on(at).on_all(pointers).end();
        }
        (State::Unsupported, _) => writer.line(About::File, "credentials-unsupported").on(at).end(),
        (State::Elsewhere, address) => {
            let address = address.as_deref().unwrap_or_default();
            writer.line(About::File, "credentials-elsewhere").quote("address", address, format!("{AT}/remote")).on(at).end();
        }
    }
}

/// The reasons in words, each once, and where they stand.
fn reasons(writer: &Writer<'_>, credentials: &Credentials) -> (String, Vec<String>) {
    let (mut words, mut pointers) = (Vec::new(), Vec::new());
    for (i, reason) in credentials.reasons.iter().enumerate() {
        let word = writer.text(&format!("why-{}", reason_name(reason.kind)), &[]);
        if !words.contains(&word) {
            words.push(word);
            pointers.push(format!("{AT}/reasons/{i}/kind"));
        }
    }
    (writer.list(&words), pointers)
}

fn signer(writer: &mut Writer<'_>, signer: &Signer, trust: Trust) {
    let (name, at) = match (&signer.organisation, &signer.name) {
        (Some(organisation), _) => (organisation, "organisation"),
        (None, Some(name)) => (name, "name"),
        (None, None) => return,
    };
    let key = if signer.issuer.is_some() { "credentials-signer" } else { "credentials-signer-alone" };
    let mut line = writer.line(About::File, key).quote("signer", name, format!("{AT}/signer/{at}"));
    if let Some(issuer) = &signer.issuer {
        line = line.quote("issuer", issuer, format!("{AT}/signer/issuer"));
    }
    if let Some(time) = &signer.time {
        line = line.quote("time", time, format!("{AT}/signer/time")).also("credentials-time");
    }
    let known = match trust {
        Trust::NotChecked => "trust-not-checked",
        Trust::Listed => "trust-listed",
        Trust::NotListed => "trust-not-listed",
    };
    line.also(known).on(format!("{AT}/trust")).end();
}

fn actions(writer: &mut Writer<'_>, credentials: &Credentials) {
    let kinds: BTreeSet<ActionKind> = credentials.actions.iter().map(|action| action.kind).collect();
    if kinds.is_empty() {
        return;
    }
    let words: Vec<String> = kinds.into_iter().map(|kind| writer.text(&format!("done-{}", action_name(kind)), &[])).collect();
    let steps = writer.list(&words);
    writer.line(About::File, "credentials-actions").word("steps", steps).on(format!("{AT}/actions")).end();
}

fn origin(writer: &mut Writer<'_>, at: &str, origin: &Origin) {
    let key = match (origin.of, origin.kind) {
        (_, OriginKind::Other) => return,
        (OriginOf::Picture, OriginKind::Generated) => "origin-generated",
        (OriginOf::Picture, OriginKind::GeneratedParts) => "origin-generated-parts",
        (OriginOf::Picture, OriginKind::Synthetic) => "origin-synthetic",
        (OriginOf::Picture, OriginKind::Captured) => "origin-captured",
        (OriginOf::Picture, OriginKind::Screen) => "origin-screen",
        (OriginOf::Picture, OriginKind::Scanned) => "origin-scanned",
        (OriginOf::Ingredient, OriginKind::Generated | OriginKind::GeneratedParts) => "origin-ingredient-generated",
        (OriginOf::Ingredient, OriginKind::Synthetic) => "origin-ingredient-synthetic",
        // Nearly every picture goes back to one that was taken or scanned.
        (OriginOf::Ingredient, _) => return,
    };
    let line = writer.line(About::File, key).on(format!("{at}/kind")).on(format!("{at}/of"));
    match &origin.program {
        Some(program) => line.quote("program", program, format!("{at}/program")).also("origin-by").end(),
        None => line.end(),
    }
}

fn ingredients(writer: &mut Writer<'_>, credentials: &Credentials) {
    let count = credentials.ingredients.len() as u32;
    if count == 0 {
        return;
    }
    let key = if credentials.ingredients_left_out == 0 { "credentials-ingredients" } else { "credentials-ingredients-more" };
    writer.line(About::File, key).whole("count", count, format!("{AT}/ingredients")).end();
}

fn reason_name(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::FileChanged => "file-changed",
        ReasonKind::StatementChanged => "statement-changed",
        ReasonKind::Signature => "signature",
        ReasonKind::Expired => "expired",
        ReasonKind::Certificate => "certificate",
        ReasonKind::Missing => "missing",
        ReasonKind::Damaged => "damaged",
        ReasonKind::Ingredient => "ingredient",
        ReasonKind::Algorithm | ReasonKind::Other => "other",
        ReasonKind::OverLimit => "over-limit",
        ReasonKind::TookTooLong => "took-too-long",
        ReasonKind::Stopped => "stopped",
        ReasonKind::NotLoaded => "not-loaded",
    }
}

fn action_name(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Created => "created",
        ActionKind::Opened => "opened",
        ActionKind::Placed => "placed",
        ActionKind::Edited => "edited",
        ActionKind::Cropped => "cropped",
        ActionKind::Colours => "colours",
        ActionKind::Drawn => "drawn",
        ActionKind::Filtered => "filtered",
        ActionKind::Turned => "turned",
        ActionKind::Resized => "resized",
        ActionKind::Removed => "removed",
        ActionKind::Text => "text",
        ActionKind::Converted => "converted",
        ActionKind::Metadata => "metadata",
        ActionKind::Watermarked => "watermarked",
        ActionKind::Published => "published",
        ActionKind::Other => "other",
    }
}
