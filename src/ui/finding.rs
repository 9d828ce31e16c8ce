//! A report put into words.

use super::view::within;
use super::words::{Value, language, text, text_with};
use crate::localize::{Band, Region, Shown};
use crate::report::Gate;

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

#[cfg(test)]
mod tests {
    use super::*;
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
}
