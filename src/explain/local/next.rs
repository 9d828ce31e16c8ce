//! What a person might do next, chosen by what was found.

use super::measured::{self, Item, What};
use super::verdict::number;
use super::writer::Writer;
use super::{About, DESCRIBED, credentials, limits, trace};
use crate::evidence::file::Statement;
use crate::evidence::measure::Weight;
use crate::localize::Band;
use crate::tile::Domain;

/// JPEG quality below which a file is likely to be a copy that was passed on.
const PASSED_ON: u8 = 85;

pub(super) fn write(writer: &mut Writer<'_>) {
    compare_and_look(writer);
    by_the_file(writer);
    let report = writer.report;
    if let Some(domain) = report.domain.filter(|domain| domain.clear() && domain.kind == Domain::Document) {
        writer.line(About::Next, "next-document").percent("percent", domain.probability, "/domain/probability").end();
    }
    let image = &report.image;
    let passed_on = image.jpeg_quality.is_some_and(|quality| quality < PASSED_ON);
    if !limits::is_jpeg(&image.format) || passed_on {
        let line = writer.line(About::Next, "next-original").on("/image/format");
        if passed_on { line.on("/image/jpeg_quality").end() } else { line.end() }
    }
    writer.line(About::Next, "next-copies").on("/verdict/band").end();
    if report.verdict.unsure || report.verdict.band > Band::None {
        writer.line(About::Next, "next-caution").on("/verdict/band").on("/verdict/unsure").end();
    }
}

/// Where to look: at duplicates side by side, and at the place that most speaks for.
fn compare_and_look(writer: &mut Writer<'_>) {
    let described = writer.report.regions.len().min(DESCRIBED);
    let supports = |region: usize| -> Vec<Item> {
        let items = measured::items(writer.report, region).map(|(_, items)| items).unwrap_or_default();
        items.into_iter().filter(|item| item.weight() == Weight::Supports).collect()
    };
    let found: Vec<Vec<Item>> = (0..described).map(supports).collect();
    for (region, items) in found.iter().enumerate() {
        for item in items {
            let What::Duplicate(duplicate) = item.what else {
                continue;
            };
            let offset = trace::way(writer, &duplicate);
            writer
                .line(About::Next, "next-compare")
                .whole("number", number(region), format!("/regions/{region}"))
                .word("offset", offset)
                .on(item.pointer("offset"))
                .end();
        }
    }
    // The first of those with the most.
    let Some(most) = (0..described).rev().max_by_key(|region| found[*region].len()) else {
        return;
    };
    let border = found[most].iter().any(|item| matches!(item.what, What::Edge(_)));
    writer
        .line(About::Next, if border { "next-border" } else { "next-look" })
        .whole("number", number(most), format!("/regions/{most}"))
        .on_all(found[most].iter().map(|item| item.pointer("weight")))
        .end();
}

fn by_the_file(writer: &mut Writer<'_>) {
    let Some(evidence) = writer.evidence() else {
        return;
    };
    let statements = &evidence.file.statements;
    let first = |wanted: fn(&Statement) -> bool| {
        statements.iter().position(wanted).map(|i| (format!("/evidence/file/statements/{i}"), &statements[i]))
    };
    let stated = first(|statement| matches!(statement, Statement::Generated { .. })).map(|(at, _)| format!("{at}/kind"));
    let signed = || Some(format!("/evidence/credentials/origins/{}/kind", credentials::made_up(evidence.credentials.as_ref()?)?));
    if let Some(at) = stated.or_else(signed) {
        writer.line(About::Next, "next-generated").on(at).end();
    }
    if let Some((at, Statement::EditorNamed { program, .. })) = first(|s| matches!(s, Statement::EditorNamed { .. })) {
        writer.line(About::Next, "next-program").quote("program", program, format!("{at}/program")).end();
    }
    let preview = |s: &Statement| matches!(s, Statement::ThumbnailDiffers { .. } | Statement::ThumbnailShape { .. });
    if let Some((at, _)) = first(preview) {
        writer.line(About::Next, "next-preview").on(format!("{at}/thumbnail")).end();
    }
}
