//! What an explanation is compared with.

use crate::annotate::{Annotation, Case};
use crate::explain::schema::{AbsolutePosition, ArtifactKind, RelativePosition};
use crate::tile::Domain;

/// What is right about a picture; nothing where nobody knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reference {
    /// Whether anything was forged.
    pub tampered: bool,
    /// What it shows.
    pub domain: Option<Domain>,
    /// What was forged.
    pub regions: Vec<RegionReference>,
}

/// What is right about a region.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionReference {
    /// x, y, width, height in thousandths.
    pub bbox: [u32; 4],
    /// The text that stands there, by the data engine.
    pub text: Option<String>,
    /// The object that stands there, where it is no text; by the annotation.
    pub object: Option<String>,
    /// By the annotation.
    pub relative_position: Option<RelativePosition>,
    /// The traces' descriptions, one behind the other; by the annotation, where it has any.
    pub traces: Option<String>,
    /// The traces' kinds, likewise.
    pub kinds: Option<Vec<ArtifactKind>>,
}

impl RegionReference {
    /// Where it is.
    #[must_use]
    pub fn absolute_position(&self) -> AbsolutePosition {
        AbsolutePosition::of(self.bbox)
    }
}

impl Reference {
    /// From facts and, if there is one, the annotation.
    #[must_use]
    pub fn of(case: &Case, annotation: Option<&Annotation>) -> Self {
        let region = |(place, texts): (&crate::explain::prompt::Place, &crate::annotate::Texts)| {
            let text = texts.visible().map(str::to_owned);
            let words = annotation.and_then(|found| found.explanation.regions.iter().find(|r| r.region == Some(place.id)));
            let object = words.map(|words| words.content.clone()).filter(|content| text.is_none() && !content.is_empty());
            let artifacts = words.map(|words| words.artifacts.as_slice()).filter(|artifacts| !artifacts.is_empty());
            RegionReference {
                bbox: place.bbox,
                text,
                object,
                relative_position: words.map(|words| words.relative_position),
                traces: artifacts.map(super::answer::described),
                kinds: artifacts.map(|artifacts| artifacts.iter().map(|artifact| artifact.kind).collect()),
            }
        };
        Self {
            tampered: case.forged(),
            domain: case.facts.domain.or(annotation.map(|found| found.explanation.domain)),
            regions: case.places.iter().zip(&case.facts.texts).map(region).collect(),
        }
    }
}
