//! The same words in the shape of a model's reply, so that they can be scored as one.

use super::measured::{self, What};
use super::place::{Relation, relation};
use super::region::nearest;
use super::{About, DESCRIBED, Sentence, write};
use crate::evidence::measure::Weight;
use crate::explain::schema::{AbsolutePosition, Artifact, ArtifactKind, Explanation, RelativePosition, Statement};
use crate::language::Language;
use crate::report::Report;
use crate::tile::Domain;

/// What the words about a report come to as an explanation, in English. They read no text and name no object, so that
/// `content` is empty; traces are the measurements that support a manipulation.
#[must_use]
pub fn structured(report: &Report) -> Explanation {
    let sentences = write(report, Language::En);
    let said = |about: About| sentences.iter().filter(move |sentence| sentence.about == about);
    let joined = |about| said(about).map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(" ");
    let statement = |index: usize| {
        let about = About::Region(index + 1);
        let bbox = report.regions[index].bbox;
        let (relative_position, relative_to) = match nearest(&report.regions, index) {
            Some(other) => (position(bbox, report.regions[other].bbox), format!("region {}", other + 1)),
            None => (RelativePosition::Alone, String::new()),
        };
        let thousandths = thousandths(bbox, report.image.width, report.image.height);
        Statement {
            region: Some(index + 1),
            own: false,
            title: said(about).next().map(|sentence| sentence.text.clone()).unwrap_or_default(),
            content: String::new(),
            absolute_position: AbsolutePosition::of(thousandths),
            relative_position,
            relative_to,
            bbox: Some(thousandths),
            artifacts: artifacts(report, index, &sentences),
        }
    };
    Explanation {
        tampered: !report.regions.is_empty(),
        domain: report.domain.map_or(Domain::Natural, |shown| shown.kind),
        regions: (0..report.regions.len().min(DESCRIBED)).map(statement).collect(),
        summary: joined(About::Verdict),
    }
}

fn artifacts(report: &Report, index: usize, sentences: &[Sentence]) -> Vec<Artifact> {
    let items = measured::items(report, index).map(|(_, items)| items).unwrap_or_default();
    let supporting = items.iter().filter(|item| item.weight() == Weight::Supports);
    let artifact = |item: &measured::Item| {
        let pointer = item.pointer("weight");
        let about = About::Region(index + 1);
        let sentence = sentences.iter().find(|sentence| sentence.about == about && sentence.figures.contains(&pointer))?;
        let kind = match item.what {
            What::Grid(_) | What::Quality(_) => ArtifactKind::CompressionMismatch,
            What::Noise(_) => ArtifactKind::NoiseMismatch,
            What::Sharpness(_) => ArtifactKind::SharpnessMismatch,
            What::Contrast(_) => ArtifactKind::LightingMismatch,
            What::Edge(edge) if edge.width < edge.elsewhere => ArtifactKind::SharpEdge,
            What::Edge(_) => ArtifactKind::BlurredEdge,
            What::Duplicate(_) => ArtifactKind::RepeatedPattern,
            What::Resampling(_) => ArtifactKind::Other,
        };
        Some(Artifact { kind, description: sentence.text.clone(), evidence: sentence.figures.join(" ") })
    };
    supporting.filter_map(artifact).collect()
}

fn position(bbox: [u32; 4], other: [u32; 4]) -> RelativePosition {
    match relation(bbox, other) {
        Relation::Inside => RelativePosition::Inside,
        Relation::Around => RelativePosition::Around,
        Relation::Overlaps => RelativePosition::Overlapping,
        Relation::Beside => RelativePosition::NextTo,
        Relation::Away(_, -1) => RelativePosition::Above,
        Relation::Away(_, 1) => RelativePosition::Below,
        Relation::Away(-1, _) => RelativePosition::LeftOf,
        Relation::Away(..) => RelativePosition::RightOf,
    }
}

fn thousandths([x, y, w, h]: [u32; 4], width: u32, height: u32) -> [u32; 4] {
    let share = |at: u32, whole: u32| (u64::from(at) * 1000 / u64::from(whole.max(1))).min(1000) as u32;
    let ((left, right), (top, bottom)) = ((share(x, width), share(x + w, width)), (share(y, height), share(y + h, height)));
    [left, top, (right - left).max(1), (bottom - top).max(1)]
}
