//! What was done to a region, in words that a person would use: the many kinds of the data engine, as few families.

closed_list! {
    /// What was done to a region.
    Manipulation {
        /// A part of another picture pasted in.
        Splice = "splice",
        /// A part of the same picture pasted elsewhere.
        CopyMove = "copy_move",
        /// Something taken away, the hole filled.
        Removal = "removal",
        /// Blurred, sharpened, recoloured, resampled or moved a little in its place.
        Retouch = "retouch",
        /// Drawn anew.
        Synthesis = "synthesis",
        /// A text replaced by another.
        TextReplacement = "text_replacement",
        /// A face, or a part of one, replaced by another's.
        FaceReplacement = "face_replacement",
        /// A face changed in shape or skin.
        FaceChange = "face_change",
    }
}

impl Manipulation {
    /// The family of a kind as `omni-iml forge` names it; nothing for `authentic` and for names that are not its.
    #[must_use]
    pub fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "splice" | "matched-splice" | "camera-splice" | "page-splice" => Self::Splice,
            "copy-move" | "object-copy-move" | "text-copy-move" | "sign-copy-move" => Self::CopyMove,
            "removal" | "text-erase" | "sign-erase" => Self::Removal,
            "retouch" | "object-jitter" | "resampled" | "sign-jitter" => Self::Retouch,
            "patch-synthesis" => Self::Synthesis,
            "text-replace" | "text-print" | "sign-replace" | "sign-print" => Self::TextReplacement,
            "face-swap" | "face-part" | "face-blend" => Self::FaceReplacement,
            "face-warp" | "face-smooth" => Self::FaceChange,
            _ => return None,
        })
    }

    /// What a model is told of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Splice => "a part of another picture was pasted in",
            Self::CopyMove => "a part of the same picture was pasted elsewhere in it",
            Self::Removal => "something was taken away and the hole was filled",
            Self::Retouch => "it was changed in its place: blurred, sharpened, recoloured, resampled or moved a little",
            Self::Synthesis => "it was drawn anew",
            Self::TextReplacement => "a text was replaced by another",
            Self::FaceReplacement => "a face, or a part of one, was replaced by another person's",
            Self::FaceChange => "a face was changed in its shape or skin",
        }
    }
}

#[cfg(all(test, feature = "forge"))]
mod tests {
    use clap::ValueEnum;

    use super::*;
    use crate::forge::kinds::Kind;

    #[test]
    fn every_kind_of_the_data_engine_is_of_a_family_and_every_family_has_one() {
        let families: Vec<Manipulation> =
            Kind::value_variants().iter().filter_map(|kind| Manipulation::of_kind(kind.name())).collect();
        assert_eq!(families.len(), Kind::value_variants().len() - 1, "all but authentic");
        assert!(Manipulation::ALL.iter().all(|family| families.contains(family)));
    }
}
