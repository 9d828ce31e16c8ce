//! What credentials say, in groups that can be told in words.

use super::{ActionKind, OriginKind, ReasonKind};
use crate::evidence::file::text::clean_bytes;

/// A text that may be shown: bounded, without characters that steer others.
pub(super) fn clean(text: &str) -> String {
    clean_bytes(text.as_bytes()).text
}

/// The group of a failure's code (C2PA 2.2, "Validation status codes").
pub(super) fn reason_kind(code: &str) -> ReasonKind {
    match code {
        "assertion.hashedURI.mismatch" | "hashedURI.mismatch" => ReasonKind::StatementChanged,
        "claimSignature.mismatch" => ReasonKind::Signature,
        "claimSignature.outsideValidity" | "signingCredential.expired" => ReasonKind::Expired,
        "algorithm.unsupported" => ReasonKind::Algorithm,
        _ if code.starts_with("ingredient.") => ReasonKind::Ingredient,
        _ if code.starts_with("signingCredential.") => ReasonKind::Certificate,
        _ if code.starts_with("assertion.") && code.ends_with("Hash.mismatch") => ReasonKind::FileChanged,
        _ if code.to_ascii_lowercase().ends_with("missing") => ReasonKind::Missing,
        _ if ["malformed", "invalid", "unknownBox", "multiple"].iter().any(|ending| code.ends_with(ending)) => {
            ReasonKind::Damaged
        }
        _ => ReasonKind::Other,
    }
}

/// The group of an action (C2PA 2.2, "Actions").
pub(super) fn action_kind(name: &str) -> ActionKind {
    match name {
        "c2pa.created" => ActionKind::Created,
        "c2pa.opened" => ActionKind::Opened,
        "c2pa.placed" => ActionKind::Placed,
        "c2pa.edited" => ActionKind::Edited,
        "c2pa.cropped" => ActionKind::Cropped,
        "c2pa.color_adjustments" | "c2pa.adjustedColor" => ActionKind::Colours,
        "c2pa.drawing" => ActionKind::Drawn,
        "c2pa.filtered" | "c2pa.enhanced" => ActionKind::Filtered,
        "c2pa.orientation" => ActionKind::Turned,
        "c2pa.resized" | "c2pa.resized.proportional" => ActionKind::Resized,
        "c2pa.removed" | "c2pa.deleted" => ActionKind::Removed,
        "c2pa.addedText" => ActionKind::Text,
        "c2pa.converted" | "c2pa.transcoded" | "c2pa.repackaged" => ActionKind::Converted,
        "c2pa.edited.metadata" | "c2pa.redacted" => ActionKind::Metadata,
        _ if name.starts_with("c2pa.watermarked") => ActionKind::Watermarked,
        "c2pa.published" => ActionKind::Published,
        _ => ActionKind::Other,
    }
}

/// The group of one of IPTC's digital source types, by the last part of its address.
pub(super) fn origin_kind(name: &str) -> OriginKind {
    match name {
        "trainedAlgorithmicMedia" | "trainedAlgorithmicData" => OriginKind::Generated,
        "compositeWithTrainedAlgorithmicMedia" => OriginKind::GeneratedParts,
        "algorithmicMedia" | "compositeSynthetic" | "dataDrivenMedia" | "virtualRecording" | "softwareImage" => {
            OriginKind::Synthetic
        }
        "digitalCapture" | "computationalCapture" => OriginKind::Captured,
        "screenCapture" => OriginKind::Screen,
        "negativeFilm" | "positiveFilm" | "print" => OriginKind::Scanned,
        _ => OriginKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_specification_fall_into_their_groups() {
        for (code, kind) in [
            ("assertion.dataHash.mismatch", ReasonKind::FileChanged),
            ("assertion.bmffHash.mismatch", ReasonKind::FileChanged),
            ("assertion.boxesHash.mismatch", ReasonKind::FileChanged),
            ("assertion.boxesHash.unknownBox", ReasonKind::Damaged),
            ("assertion.dataHash.malformed", ReasonKind::Damaged),
            ("assertion.hashedURI.mismatch", ReasonKind::StatementChanged),
            ("claimSignature.mismatch", ReasonKind::Signature),
            ("claimSignature.outsideValidity", ReasonKind::Expired),
            ("claimSignature.missing", ReasonKind::Missing),
            ("claim.hardBindings.missing", ReasonKind::Missing),
            ("claim.cbor.invalid", ReasonKind::Damaged),
            ("signingCredential.expired", ReasonKind::Expired),
            ("signingCredential.invalid", ReasonKind::Certificate),
            ("signingCredential.ocsp.revoked", ReasonKind::Certificate),
            ("ingredient.claimSignature.mismatch", ReasonKind::Ingredient),
            ("algorithm.unsupported", ReasonKind::Algorithm),
            ("general.error", ReasonKind::Other),
        ] {
            assert_eq!(reason_kind(code), kind, "{code}");
        }
    }

    #[test]
    fn every_kind_of_action_has_a_name() {
        let names = [
            "c2pa.created",
            "c2pa.opened",
            "c2pa.placed",
            "c2pa.edited",
            "c2pa.cropped",
            "c2pa.color_adjustments",
            "c2pa.drawing",
            "c2pa.filtered",
            "c2pa.orientation",
            "c2pa.resized",
            "c2pa.removed",
            "c2pa.addedText",
            "c2pa.converted",
            "c2pa.edited.metadata",
            "c2pa.watermarked.unbound",
            "c2pa.published",
            "com.example.thought-about",
        ];
        assert_eq!(names.map(action_kind), ActionKind::ALL);
    }
}
