//! Reads credentials with the `c2pa` crate and keeps what can be said of them, bounded.

use std::io::Cursor;

use c2pa::validation_results::StatusCodes;
use c2pa::{Context, Error, Manifest, Reader, Relationship, ValidationState};
use serde_json::{Value, json};
use x509_parser::pem::Pem;

use super::words::{action_kind, clean, origin_kind, reason_kind};
use super::{
    Action, Credentials, Found, Ingredient, MAX_ACTIONS, MAX_BYTES, MAX_GENERATORS, MAX_INGREDIENTS, MAX_ORIGINS, MAX_REASONS,
    Origin, OriginOf, Reason, ReasonKind, Relation, Signer, State, Trust,
};
use crate::input::Format;

/// Most manifests and assertions of one that are looked through for origins.
const MAX_LOOKED: usize = 256;

pub(super) fn read(bytes: &[u8], format: Format, found: Found, trust: Option<&str>) -> Credentials {
    match open(bytes, format, trust) {
        Ok(reader) => told(&reader, format, found, trust.is_some()),
        Err(error) => unreadable(found, &error),
    }
}

/// Nothing may leave: no credentials from elsewhere, no state of revocation, no identities, which name servers of their own.
/// The crate is built without any way to the network, too.
fn open(bytes: &[u8], format: Format, trust: Option<&str>) -> Result<Reader, Error> {
    let settings = json!({
        "verify": {
            "verify_after_reading": true,
            "verify_trust": trust.is_some(),
            // Or a list without the authorities of time-stamps would turn a signature that holds into one that expired.
            "verify_timestamp_trust": false,
            "ocsp_fetch": false,
            "remote_manifest_fetch": false,
        },
        "core": {
            "decode_identity_assertions": false,
            "allowed_network_hosts": [],
            "max_decompressed_manifest_size_in_mb": MAX_BYTES >> 20,
        },
        // Those that signers go back to, and those of signers themselves.
        "trust": { "user_anchors": trust, "allowed_list": trust },
    });
    let kind = match format {
        Format::Jpeg => "image/jpeg",
        Format::Png => "image/png",
        Format::WebP => "image/webp",
        Format::Gif => "image/gif",
        Format::Tiff => "image/tiff",
        Format::Bmp => return Err(Error::UnsupportedType),
    };
    Reader::from_context(Context::new().with_settings(settings)?).with_stream(kind, Cursor::new(bytes))
}

/// They could not even be taken apart.
fn unreadable(found: Found, error: &Error) -> Credentials {
    let (state, kind) = match error {
        Error::CoseSignatureAlgorithmNotSupported | Error::UnknownAlgorithm => (State::Unsupported, ReasonKind::Algorithm),
        Error::TooManyAssertions { .. } | Error::InsufficientMemory => (State::Unchecked, ReasonKind::OverLimit),
        Error::HashMismatch(_) => (State::Broken, ReasonKind::FileChanged),
        _ => (State::Broken, ReasonKind::Damaged),
    };
    let reasons = vec![Reason { kind, code: clean(&error.to_string()) }];
    Credentials::unread(found.bytes, found.remote, state, reasons)
}

fn told(reader: &Reader, format: Format, found: Found, trusting: bool) -> Credentials {
    let results = reader.validation_results();
    let codes = results.and_then(|results| results.active_manifest());
    let passed = |code: &str| codes.is_some_and(|codes| codes.success().iter().any(|status| status.code() == code));
    let failed = |ending: &str| codes.is_some_and(|codes| codes.failure().iter().any(|status| status.code().ends_with(ending)));
    let mut reasons: Vec<Reason> = codes.into_iter().flat_map(reasons_of).collect();
    for delta in results.and_then(|results| results.ingredient_deltas()).into_iter().flatten() {
        reasons.extend(reasons_of(delta.validation_deltas()).map(|reason| Reason { kind: ReasonKind::Ingredient, ..reason }));
    }
    reasons.dedup();
    let state = match reader.validation_state() {
        ValidationState::Valid | ValidationState::Trusted => State::Valid,
        ValidationState::Invalid if reasons.iter().any(|reason| reason.kind == ReasonKind::Algorithm) => State::Unsupported,
        ValidationState::Invalid => State::Broken,
    };
    if state == State::Valid {
        reasons.clear();
    } else if reasons.is_empty() {
        reasons.push(Reason { kind: ReasonKind::Other, code: String::new() });
    }
    reasons.truncate(MAX_REASONS);
    let matched = ["assertion.dataHash.match", "assertion.bmffHash.match", "assertion.boxesHash.match"].into_iter().any(passed);
    let mismatched = failed("Hash.mismatch");
    // A TIFF's directory says where they are, so it cannot be signed: every TIFF has more than one part exempt.
    let exempt =
        codes.is_some_and(|codes| codes.informational().iter().any(|s| s.code().ends_with("additionalExclusionsPresent")));
    let mut credentials = Credentials {
        bound: (matched || mismatched).then_some(!mismatched),
        exempt: exempt && format != Format::Tiff,
        // Of a signature that does not hold nobody knows who made it.
        trust: match (trusting && passed("claimSignature.validated"), passed("signingCredential.trusted")) {
            (false, _) => Trust::NotChecked,
            (true, true) => Trust::Listed,
            (true, false) => Trust::NotListed,
        },
        manifests: reader.manifests().len(),
        ..Credentials::unread(found.bytes, found.remote, state, reasons)
    };
    let Some(active) = reader.active_manifest() else { return credentials };
    credentials.signer = signer(active);
    credentials.generators = generators(active);
    for (action, value) in actions(active) {
        if credentials.actions.len() < MAX_ACTIONS {
            credentials.actions.push(action);
        } else {
            credentials.actions_left_out += 1;
        }
        origin(OriginOf::Picture, value, &mut credentials.origins);
    }
    stated_origins(OriginOf::Picture, active, &mut credentials.origins);
    credentials.ingredients = active.ingredients().iter().take(MAX_INGREDIENTS).map(ingredient).collect();
    credentials.ingredients_left_out = active.ingredients().len() - credentials.ingredients.len();
    let mut others: Vec<_> =
        reader.manifests().iter().filter(|(label, _)| Some(label.as_str()) != reader.active_label()).collect();
    // They are kept in no order.
    others.sort_by_key(|(label, _)| *label);
    for (_, manifest) in others.into_iter().take(MAX_LOOKED) {
        for (_, value) in actions(manifest) {
            origin(OriginOf::Ingredient, value, &mut credentials.origins);
        }
        stated_origins(OriginOf::Ingredient, manifest, &mut credentials.origins);
    }
    credentials
}

/// What failed. That a signer is on no list is no failure but a matter of [`Trust`].
fn reasons_of(codes: &StatusCodes) -> impl Iterator<Item = Reason> {
    let failures = codes.failure().iter().filter(|status| status.code() != "signingCredential.untrusted");
    failures.take(MAX_REASONS).map(|status| Reason { kind: reason_kind(status.code()), code: clean(status.code()) })
}

fn signer(manifest: &Manifest) -> Option<Signer> {
    let info = manifest.signature_info()?;
    let text = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    let signer = Signer {
        name: text(&info.common_name),
        // The crate's name for the certificate's own organisation.
        organisation: text(&info.issuer),
        issuer: issuer(info.cert_chain()),
        algorithm: info.alg.map(|algorithm| algorithm.to_string()),
        time: text(&info.time).map(|time| plain_time(&time)),
    };
    Some(signer)
}

/// `YYYY-MM-DD hh:mm:ss UTC` of RFC 3339, which the crate gives in UTC.
fn plain_time(time: &str) -> String {
    match (time.get(..10), time.get(11..19), time.ends_with("+00:00")) {
        (Some(day), Some(hour), true) => format!("{day} {hour} UTC"),
        _ => time.to_owned(),
    }
}

/// Who issued the first certificate of a chain (PEM).
fn issuer(chain: &str) -> Option<String> {
    let pem = Pem::iter_from_buffer(chain.as_bytes()).next()?.ok()?;
    let certificate = pem.parse_x509().ok()?;
    let issuer = certificate.issuer();
    let mut names = issuer.iter_organization().chain(issuer.iter_common_name()).filter_map(|name| name.as_str().ok());
    names.next().map(clean).filter(|name| !name.is_empty())
}

fn generators(manifest: &Manifest) -> Vec<String> {
    let named = |name: &str, version: Option<&str>| clean(&format!("{name} {}", version.unwrap_or_default()));
    let all: Vec<String> = match &manifest.claim_generator_info {
        Some(list) => list.iter().take(MAX_GENERATORS).map(|info| named(&info.name, info.version.as_deref())).collect(),
        None => manifest.claim_generator().map(clean).into_iter().collect(),
    };
    all.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Every action with the value that it was read from.
fn actions(manifest: &Manifest) -> impl Iterator<Item = (Action, &Value)> {
    let lists = manifest.assertions().iter().filter(|assertion| assertion.label().starts_with("c2pa.actions"));
    let values = lists.filter_map(|assertion| assertion.value().ok()?.get("actions")?.as_array()).flatten();
    values.filter_map(|value| Some((action(value)?, value)))
}

fn action(value: &Value) -> Option<Action> {
    let name = clean(value.get("action")?.as_str()?);
    let when = value.get("when").and_then(Value::as_str).map(clean).filter(|when| !when.is_empty());
    Some(Action { kind: action_kind(&name), name, program: program(value), when })
}

/// The program that an action names, as a text or in parts.
fn program(action: &Value) -> Option<String> {
    let agent = action.get("softwareAgent")?;
    let name = agent.as_str().or_else(|| agent.get("name")?.as_str())?;
    Some(clean(name)).filter(|name| !name.is_empty())
}

fn origin(of: OriginOf, action: &Value, origins: &mut Vec<Origin>) {
    if let Some(kind) = action.get("digitalSourceType").and_then(Value::as_str) {
        push_origin(of, kind, program(action), origins);
    }
}

/// Origins that stand in metadata within the statement, in IPTC's own words.
fn stated_origins(of: OriginOf, manifest: &Manifest, origins: &mut Vec<Origin>) {
    for assertion in manifest.assertions().iter().take(MAX_LOOKED) {
        let Ok(Value::Object(fields)) = assertion.value() else { continue };
        for (name, value) in fields.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(":digitalsourcetype")) {
            if let Some(kind) = value.as_str().filter(|_| !name.is_empty()) {
                push_origin(of, kind, None, origins);
            }
        }
    }
}

fn push_origin(of: OriginOf, kind: &str, program: Option<String>, origins: &mut Vec<Origin>) {
    let name = clean(kind.rsplit('/').next().unwrap_or_default());
    let origin = Origin { of, kind: origin_kind(&name), name, program };
    if origins.len() < MAX_ORIGINS && !origins.contains(&origin) {
        origins.push(origin);
    }
}

fn ingredient(ingredient: &c2pa::Ingredient) -> Ingredient {
    let relation = match ingredient.relationship() {
        Relationship::ParentOf => Relation::Parent,
        Relationship::InputTo => Relation::Input,
        Relationship::ComponentOf => Relation::Component,
    };
    let title = ingredient.title().map(clean).filter(|title| !title.is_empty());
    Ingredient { relation, title, credentials: ingredient.active_manifest().is_some() }
}
