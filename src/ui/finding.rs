//! A report put into words.

use super::view::within;
use super::words::{Value, language, text, text_with};
use crate::localize::{Band, Region, Shown};
use crate::report::{Gate, Report};

/// The verdict.
#[must_use]
pub fn verdict(band: Band) -> String {
    text(&format!("verdict-{}", band.name()))
}

/// What the verdict means, with so many places marked.
#[must_use]
pub fn meaning(band: Band, places: usize) -> String {
    text_with(&format!("verdict-{}-text", band.name()), &[("places", count(places))])
}

fn count(number: usize) -> Value<'static> {
    Value::Number(u32::try_from(number).unwrap_or(u32::MAX))
}

/// What the network relied on.
#[must_use]
pub fn relied_on(gate: &Gate) -> String {
    let tiles = ("tiles", count(gate.tiles));
    match (gate.frequency, gate.tiles) {
        (0, 0 | 1) => text("how-vision-one"),
        (0, _) => text_with("how-vision", &[tiles]),
        (_, 1) => text("how-frequency-one"),
        (used, all) if used >= all => text_with("how-frequency", &[tiles]),
        (used, _) => text_with("how-mixed", &[tiles, ("frequency", count(used))]),
    }
}

/// What the picture is taken for.
#[must_use]
pub fn looks_like(domain: Shown) -> String {
    let kind = if domain.clear() { domain.kind.name() } else { "unclear" };
    text_with(&format!("domain-{kind}"), &[("percent", Value::Number(percent(domain.probability)))])
}

/// Size and strength of a place, and whether the network can know.
#[must_use]
pub fn place_facts(region: &Region) -> String {
    let area = share(region);
    let key = if region.reliability < 0.5 { "region-facts-doubtful" } else { "region-facts" };
    text_with(key, &[("area", Value::Text(&area)), ("score", Value::Number(percent(region.score)))])
}

/// A region's share of the picture in per cent.
fn share(region: &Region) -> String {
    let percent = region.area_fraction * 100.0;
    if percent < 0.1 { text("area-small") } else { decimal(f64::from(percent)) }
}

/// A fraction in whole per cent.
#[must_use]
pub fn percent(fraction: f32) -> u32 {
    within(0.0, (f64::from(fraction) * 100.0).round(), 100.0) as u32
}

/// A figure with one decimal below ten, none from there on; without the formatting of floats, which is large.
#[must_use]
pub fn decimal(figure: f64) -> String {
    let tenths = (figure.max(0.0) * 10.0).round() as u64;
    if tenths >= 100 || tenths.is_multiple_of(10) {
        return ((tenths + 5) / 10).to_string();
    }
    format!("{}{}{}", tenths / 10, language().decimal_sign(), tenths % 10)
}

/// What a result stands on, a line for each: names as in the report's JSON, shares in whole per cent, boxes in pixels. Neither
/// the file's name nor anything that it states.
#[must_use]
pub fn facts(report: &Report) -> String {
    let (image, verdict) = (&report.image, &report.verdict);
    let mut lines = vec![
        format!("image: sha256 {}, {} {} x {}", image.sha256, image.format, image.width, image.height),
        format!(
            "verdict: {}, score {} %{}",
            verdict.band.name(),
            percent(verdict.score),
            if verdict.unsure { ", unsure" } else { "" }
        ),
        format!("reliability: {} %", percent(report.reliability)),
        format!("gate: compression in {} of {} tiles", report.gate.frequency, report.gate.tiles),
        format!("model: {}, sha256 {}", report.model.name, report.model.sha256),
        format!("device: {}", report.device),
    ];
    if let Some(quality) = image.jpeg_quality {
        lines[0].push_str(&format!(", quality {quality}"));
    }
    if let Some(domain) = &report.domain {
        lines.push(format!("domain: {}, {} %", domain.kind.name(), percent(domain.probability)));
    }
    lines.extend(report.regions.iter().enumerate().map(|(index, region)| {
        let [x, y, width, height] = region.bbox;
        format!("place {}: {x},{y} {width} x {height}, score {} %", index + 1, percent(region.score))
    }));
    let program = report.made.as_ref().map_or(crate::BUILD, |made| &made.program);
    lines.push(format!("program: {program}"));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Image, Model, SCHEMA, Timing, Verdict};
    use crate::tile::Domain;

    #[test]
    fn says_what_the_report_means() {
        assert_eq!(verdict(Band::VeryStrong), "Very strong traces of manipulation");
        for band in Band::ALL {
            assert!(meaning(band, 0).ends_with('.') && meaning(band, 2).ends_with('.') && meaning(band, 0) != meaning(band, 1));
        }
        let gate = |tiles, frequency| relied_on(&Gate { tiles, frequency, choices: vec![] });
        assert_eq!(gate(6, 2), "Compression traces in 2 of 6 tiles, the visible picture alone in the others");
        assert_eq!(gate(1, 0), "The visible picture alone");
        assert_eq!(gate(4, 4), "Compression traces in all 4 tiles");
        let region = |area_fraction| Region { bbox: [0, 0, 1, 1], area_fraction, score: 0.9, reliability: 0.8 };
        let shown = |kind, probability| looks_like(Shown { kind, probability });
        assert_eq!(shown(Domain::Document, 0.92), "a document (92 %)");
        assert_eq!(shown(Domain::Face, 0.599), "unclear (60 % at most)");
        for kind in Domain::ALL {
            assert!(shown(kind, 0.6).ends_with(" (60 %)"));
        }
        assert_eq!(place_facts(&region(0.0312)), "3.1 % of the picture, strength 90 %");
        let doubtful = place_facts(&Region { reliability: 0.49, ..region(0.0312) });
        assert_eq!(doubtful, "3.1 % of the picture, strength 90 %; the network cannot be sure of it");
        assert_eq!([share(&region(0.0004)), share(&region(0.0312))], ["< 0.1", "3.1"]);
    }

    #[test]
    fn figures_are_rounded_once() {
        assert_eq!(
            ["0.04", "0.05", "9.94", "9.96", "10.4", "63"].map(|f| decimal(f.parse().unwrap())),
            ["0", "0.1", "9.9", "10", "10", "63"]
        );
        assert_eq!(percent(0.506), 51);
    }

    #[test]
    fn names_the_picture_by_its_hash_alone() {
        let report = Report {
            schema: SCHEMA.into(),
            file: "me-at-home.jpg".into(),
            image: Image { sha256: "ab12".into(), width: 640, height: 480, format: "JPEG".into(), jpeg_quality: Some(90) },
            model: Model { name: "small".into(), sha256: "cd34".into() },
            device: "cpu".into(),
            made: None,
            verdict: Verdict { score: 0.912, band: Band::Strong, unsure: true },
            domain: None,
            reliability: 0.8,
            gate: Gate { tiles: 2, frequency: 1, choices: vec![] },
            regions: vec![Region { bbox: [8, 16, 100, 50], area_fraction: 0.02, score: 0.77, reliability: 0.9 }],
            timing_ms: Timing::default(),
            evidence: None,
            explanation: None,
            sent: vec![],
        };
        let expected = format!(
            "image: sha256 ab12, JPEG 640 x 480, quality 90\nverdict: strong, score 91 %, unsure\nreliability: 80 %\n\
             gate: compression in 1 of 2 tiles\nmodel: small, sha256 cd34\ndevice: cpu\nplace 1: 8,16 100 x 50, score 77 %\n\
             program: {}",
            crate::BUILD
        );
        assert_eq!(facts(&report), expected);
    }
}
