//! What could not be examined, and what the absence of marks means.

use super::region::DOUBTFUL;
use super::verdict::number;
use super::writer::Writer;
use super::{About, DESCRIBED};
use crate::evidence::file::Why;
use crate::localize::Region;

/// JPEG quality below which compression itself blurs the traces.
pub(super) const LOW_QUALITY: u8 = 60;

pub(super) fn write(writer: &mut Writer<'_>) {
    others(writer);
    let report = writer.report;
    match &report.evidence {
        None => writer.line(About::Limits, "limit-unmeasured").on("/regions").end(),
        Some(_) => unread(writer),
    }
    if !is_jpeg(&report.image.format) {
        writer.line(About::Limits, "limit-no-jpeg").quote("format", &report.image.format, "/image/format").end();
    }
    if let Some(quality) = report.image.jpeg_quality.filter(|quality| *quality < LOW_QUALITY) {
        writer.line(About::Limits, "limit-low-quality").whole("quality", quality.into(), "/image/jpeg_quality").end();
    }
    if report.reliability < DOUBTFUL {
        writer.line(About::Limits, "limit-doubt").percent("reliability", report.reliability, "/reliability").end();
    }
    writer.line(About::Limits, if report.regions.is_empty() { "limit-nothing" } else { "limit-elsewhere" }).on("/regions").end();
    writer.line(About::Limits, "limit-generated").on("/model/name").end();
    writer.line(About::Limits, "limit-content").on("/regions").end();
}

/// Whether a format is JPEG.
pub(super) fn is_jpeg(format: &str) -> bool {
    format == crate::input::Format::Jpeg.name()
}

/// The regions that are not described.
fn others(writer: &mut Writer<'_>) {
    let regions = &writer.report.regions;
    let area = |index: &usize| regions[*index].area_fraction;
    let Some(largest) = (DESCRIBED..regions.len()).max_by(|a, b| area(a).total_cmp(&area(b))) else {
        return;
    };
    let last = regions.len() - 1;
    let Region { area_fraction, .. } = regions[largest];
    let key = if last == DESCRIBED { "others-one" } else { "others-several" };
    writer
        .line(About::Limits, key)
        .whole("first", number(DESCRIBED), format!("/regions/{DESCRIBED}"))
        .whole("last", number(last), format!("/regions/{last}"))
        .share("area", area_fraction, format!("/regions/{largest}/area_fraction"))
        .end();
}

/// Parts of the file that are there and could not be read.
fn unread(writer: &mut Writer<'_>) {
    let Some(evidence) = writer.evidence() else {
        return;
    };
    for (why, key) in [(Why::Damaged, "unread-damaged"), (Why::OverLimit, "unread-large"), (Why::Unsupported, "unread-unknown")] {
        let mut names: Vec<String> = Vec::new();
        let mut pointers = Vec::new();
        for (i, part) in evidence.file.unread.iter().enumerate().filter(|(_, part)| part.why == why) {
            let name = writer.text(&format!("source-{}", part.source.name()), &[]);
            if !names.contains(&name) {
                names.push(name);
                pointers.push(format!("/evidence/file/unread/{i}"));
            }
        }
        if !names.is_empty() {
            let parts = writer.list(&names);
            writer.line(About::Limits, key).word("parts", parts).on_all(pointers).end();
        }
    }
}
