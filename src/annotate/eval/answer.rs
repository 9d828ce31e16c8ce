//! What an explanation is worth, beside its reference.

use serde::Serialize;

use super::{Reference, RegionReference, matched};
use crate::annotate::blind::iou;
use crate::annotate::scores::{bleu, rouge_l, text_likeness};
use crate::explain::schema::{Artifact, Explanation, Statement};

/// A picture's figures. Shares of 0 to 1; nothing where there is nothing to compare with.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PictureScore {
    /// There was an answer that could be read.
    pub answered: bool,
    /// It takes the picture for forged, or not, rightly.
    pub class: f64,
    /// It says rightly what the picture shows.
    pub domain: Option<f64>,
    /// Of each forged region.
    pub regions: Vec<RegionScore>,
}

/// A region's figures: all of them 0 where the class is wrong or nothing was said of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RegionScore {
    /// The text that stands there: 1 less the normalised edit distance, whatever the case.
    pub text: Option<f64>,
    /// The object that stands there, likewise.
    pub object: Option<f64>,
    /// The cell of the grid, exactly.
    pub absolute: f64,
    /// The relative position, exactly.
    pub relative: Option<f64>,
    /// The traces' descriptions: the mean of the next two or three.
    pub trace: Option<f64>,
    /// ROUGE-L's F1.
    pub rouge: Option<f64>,
    /// BLEU.
    pub bleu: Option<f64>,
    /// Cosine of the embeddings.
    pub cosine: Option<f64>,
    /// F1 of the traces' kinds, each of which is named exactly or not.
    pub kinds: Option<f64>,
    /// Intersection over union of the boxes.
    pub bbox: f64,
}

/// The descriptions of traces, one behind the other.
pub(super) fn described(artifacts: &[Artifact]) -> String {
    artifacts.iter().map(|artifact| artifact.description.as_str()).collect::<Vec<_>>().join(" ")
}

/// Scores what was said of a picture; `alike` is the cosine of two texts, if it is asked for.
///
/// # Errors
/// Those of `alike`.
pub fn score(
    reference: &Reference,
    said: Option<&Explanation>,
    tells_domain: bool,
    alike: impl Fn(&str, &str) -> Result<Option<f64>, String>,
) -> Result<PictureScore, String> {
    let right = said.is_some_and(|said| said.tampered == reference.tampered);
    let statements = said.filter(|_| right).map_or(&[][..], |said| &said.regions);
    let boxes: Vec<[u32; 4]> = reference.regions.iter().map(|region| region.bbox).collect();
    let pairs = matched(&boxes, statements);
    let one = |(region, at): (&RegionReference, Option<usize>)| of_region(region, at.map(|at| &statements[at]), &alike);
    Ok(PictureScore {
        answered: said.is_some(),
        class: exact(right),
        domain: reference.domain.filter(|_| tells_domain).map(|domain| exact(said.is_some_and(|said| said.domain == domain))),
        regions: reference.regions.iter().zip(pairs).map(one).collect::<Result<_, _>>()?,
    })
}

fn exact(right: bool) -> f64 {
    f64::from(u8::from(right))
}

fn of_region(
    reference: &RegionReference,
    said: Option<&Statement>,
    alike: impl Fn(&str, &str) -> Result<Option<f64>, String>,
) -> Result<RegionScore, String> {
    let share = |of: &dyn Fn(&Statement) -> f64| said.map_or(0.0, of);
    let mut score = RegionScore {
        text: reference.text.as_ref().map(|text| share(&|said| text_likeness(&said.content, text))),
        object: reference.object.as_ref().map(|object| share(&|said| text_likeness(&said.content, object))),
        absolute: share(&|said| exact(said.absolute_position == reference.absolute_position())),
        relative: reference.relative_position.map(|position| share(&|said| exact(said.relative_position == position))),
        bbox: share(&|said| said.bbox.map_or(0.0, |bbox| iou(bbox, reference.bbox))),
        ..RegionScore::default()
    };
    if let Some(kinds) = &reference.kinds {
        score.kinds = Some(share(&|said| {
            let (mut there, mut found) = (kinds.clone(), said.artifacts.iter().map(|a| a.kind).collect::<Vec<_>>());
            for list in [&mut there, &mut found] {
                list.sort_by_key(|kind| *kind as usize);
                list.dedup();
            }
            let both = there.iter().filter(|kind| found.contains(kind)).count();
            2.0 * both as f64 / (there.len() + found.len()) as f64
        }));
    }
    if let Some(traces) = &reference.traces {
        let words = said.map(|said| described(&said.artifacts)).unwrap_or_default();
        let (rouge, bleu) = (rouge_l(traces, &words), bleu(traces, &words));
        let cosine = alike(traces, &words)?;
        let parts: Vec<f64> = [Some(rouge), Some(bleu), cosine].into_iter().flatten().collect();
        score.trace = Some(parts.iter().sum::<f64>() / parts.len() as f64);
        (score.rouge, score.bleu, score.cosine) = (Some(rouge), Some(bleu), cosine);
    }
    Ok(score)
}
