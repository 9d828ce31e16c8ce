//! The picture as a whole.

use super::measured::{self, Stand};
use super::writer::Writer;
use super::{About, DESCRIBED};
use crate::localize::Band;
use crate::words::Value;

pub(super) fn write(writer: &mut Writer<'_>) {
    let report = writer.report;
    let verdict = &report.verdict;
    let band = verdict.band;
    writer
        .line(About::Verdict, &format!("verdict-{}", band.name()))
        .percent("score", verdict.score, "/verdict/score")
        .on("/verdict/band")
        .also("verdict-scale")
        .end();
    if verdict.unsure {
        writer.line(About::Verdict, "verdict-unsure").on("/verdict/unsure").end();
    }
    let places = if band >= Band::Moderate { "places-found" } else { "places-quiet" };
    writer
        .line(About::Verdict, places)
        .whole("count", u32::try_from(report.regions.len()).unwrap_or(u32::MAX), "/regions")
        .on("/verdict/band")
        .end();
    for stand in [Stand::Supported, Stand::Hinted, Stand::Divided, Stand::Contradicted] {
        summed_up(writer, stand);
    }
    if let Some(domain) = report.domain.filter(|domain| domain.clear()) {
        writer
            .line(About::Verdict, &format!("domain-{}", domain.kind.name()))
            .percent("percent", domain.probability, "/domain/probability")
            .on("/domain/kind")
            .end();
    }
}

/// Names the regions of which the measurements say the same.
fn summed_up(writer: &mut Writer<'_>, stand: Stand) {
    let mut names = Vec::new();
    let mut figures = Vec::new();
    for region in 0..writer.report.regions.len().min(DESCRIBED) {
        let items = measured::items(writer.report, region).map(|(_, items)| items).unwrap_or_default();
        if measured::stand(&items) == Some(stand) {
            names.push(place_name(writer, region));
            figures.push(format!("/regions/{region}"));
            figures.extend(items.iter().filter(|item| stand.counts(item.weight())).map(|item| item.pointer("weight")));
        }
    }
    if !names.is_empty() {
        let places = writer.list(&names);
        // Where the network finds nothing, measurements that do are no "also".
        let alone = stand == Stand::Supported && writer.report.verdict.band < Band::Moderate;
        let key = format!("measured-{}{}", stand.name(), if alone { "-quiet" } else { "" });
        figures.extend(alone.then(|| "/verdict/band".to_owned()));
        writer.line(About::Verdict, &key).word("places", places).on_all(figures).end();
    }
}

/// `place 2`.
pub(super) fn place_name(writer: &Writer<'_>, region: usize) -> String {
    writer.text("place", &[("number", Value::Number(number(region)))])
}

/// A region's number, from 1.
pub(super) fn number(region: usize) -> u32 {
    u32::try_from(region).unwrap_or(u32::MAX).saturating_add(1)
}
