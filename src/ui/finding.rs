//! A report put into words.

use super::view::within;
use super::words::{Value, text, text_with};
use crate::localize::{Band, Region};
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

/// A region's share of the picture in per cent.
#[must_use]
pub fn share(region: &Region) -> String {
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
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_report_means() {
        assert_eq!(verdict(Band::VeryStrong), "Very strong traces of manipulation");
        for band in Band::ALL {
            assert!(meaning(band, 0).ends_with('.') && meaning(band, 2).ends_with('.') && meaning(band, 0) != meaning(band, 1));
        }
        let gate = |tiles, frequency| relied_on(&Gate { tiles, frequency });
        assert_eq!(gate(6, 2), "Compression traces in 2 of 6 tiles, the visible picture alone in the others");
        assert_eq!(gate(1, 0), "The visible picture alone");
        assert_eq!(gate(4, 4), "Compression traces in all 4 tiles");
        let region = |area_fraction| Region { bbox: [0, 0, 1, 1], area_fraction, score: 0.9 };
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
