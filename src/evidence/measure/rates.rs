//! How often each item supports a manipulation: of forgeries of the training split, and of places of the same shapes in
//! untouched pictures.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{RegionEvidence, Weight, measure};
use crate::forge::kinds::Kind;
use crate::forge::sources::{Domain, Sources, Split};
use crate::forge::{Kinds, Part, Settings, chain::Chain, file, make};
use crate::frequency::BlockDct;
use crate::input::{Limits, read};
use crate::localize::find_regions;

/// Samples, half of them untouched.
const SAMPLES: u64 = 720;
const SIDE: usize = 448;
/// The most untouched places that an item may support.
const TOLERATED: f64 = 0.06;

/// Every item that was measured: name, significance, weight.
fn items(evidence: &RegionEvidence) -> Vec<(&'static str, f32, Weight)> {
    let ratio = |name, ratio: Option<super::Ratio>| ratio.map(|ratio| (name, ratio.significance, ratio.weight));
    [
        evidence.grid.map(|grid| ("grid", grid.significance, grid.weight)),
        evidence.quality.map(|quality| ("quality", quality.significance, quality.weight)),
        ratio("noise", evidence.noise),
        ratio("sharpness", evidence.sharpness),
        ratio("contrast", evidence.contrast),
        evidence.edge.map(|edge| ("edge", edge.significance, edge.weight)),
        evidence.duplicate.map(|duplicate| ("duplicate", duplicate.significance, duplicate.weight)),
        evidence.resampling.map(|resampling| ("resampling", resampling.significance, resampling.weight)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[derive(Default)]
struct Tally {
    significances: Vec<f32>,
    supports: usize,
    contradicts: usize,
    places: usize,
}

impl Tally {
    fn share(&self, count: usize) -> f64 {
        count as f64 / self.places.max(1) as f64
    }

    fn quantile(&self, share: f64) -> f32 {
        // Places that could not be measured support nothing.
        let mut all = self.significances.clone();
        all.sort_by(f32::total_cmp);
        let above = ((1.0 - share) * self.places as f64) as usize;
        all.len().checked_sub(above + 1).map_or(0.0, |at| all[at])
    }
}

#[test]
#[ignore = "measures: prints how often each item supports, and takes minutes"]
fn rates_on_forged_and_untouched_places() {
    let Some(data) = std::env::var_os("OMNI_IML_DATA").map(PathBuf::from) else {
        println!("skipped: OMNI_IML_DATA does not name the folder with the pristine pictures");
        return;
    };
    let part = |domain| {
        let forged = Kind::of(domain).iter().copied().filter(|kind| !kind.prints()).collect();
        let kinds = Kinds::Drawn { forged, authentic: 0.5 };
        let settings = Settings { size: Some(SIDE), kinds, area: (0.005, 0.12), chain: Chain::TRAINING };
        Part { sources: Sources::open(&data.join("train_real"), domain, Split::Train).unwrap(), settings }
    };
    let parts: Vec<Part> = Domain::ALL.into_iter().filter(|domain| *domain != Domain::SceneText).map(part).collect();
    let dct = BlockDct::new();
    let mut tallies: BTreeMap<(&str, bool), Tally> = BTreeMap::new();
    let mut by_kind: BTreeMap<(String, &str), Tally> = BTreeMap::new();
    // Shapes of forgeries, for untouched pictures to be measured at.
    let mut shapes: Vec<Vec<u8>> = Vec::new();
    for index in 0..SAMPLES {
        let sample = make(&parts, 77, index, &dct).unwrap();
        let forged = sample.mask.contains(&1);
        let mask = if forged {
            shapes.push(sample.mask.clone());
            sample.mask.clone()
        } else {
            match shapes.get(shapes.len().wrapping_sub(1 + index as usize % shapes.len().max(1))) {
                Some(shape) => shape.clone(),
                None => continue,
            }
        };
        let mask: Vec<u8> = mask.iter().map(|&inside| inside * 255).collect();
        let photo = read(&file::picture(&sample).unwrap().1, None, &Limits::NATIVE).unwrap();
        let regions = find_regions(&mask, &vec![255; mask.len()], SIDE, 0.5, 256);
        for evidence in measure(&photo, &mask, 128, &regions).iter().take(1) {
            let found = items(evidence);
            for name in ["grid", "quality", "noise", "sharpness", "contrast", "edge", "duplicate", "resampling"] {
                let kind = by_kind.entry((format!("{:?}", sample.kind), name)).or_default();
                for tally in [tallies.entry((name, forged)).or_default(), kind] {
                    tally.places += 1;
                    if let Some((_, significance, weight)) = found.iter().find(|item| item.0 == name) {
                        tally.significances.push(*significance);
                        tally.supports += usize::from(*weight == Weight::Supports);
                        tally.contradicts += usize::from(*weight == Weight::Contradicts);
                    }
                }
            }
        }
    }
    println!(
        "{:12} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "item", "forged", "untouch.", "supports", "falsely", "contra.", "c.unt.", "95 %"
    );
    let mut worst = 0.0f64;
    for name in ["grid", "quality", "noise", "sharpness", "contrast", "edge", "duplicate", "resampling"] {
        let (forged, clean) = (&tallies[&(name, true)], &tallies[&(name, false)]);
        let false_support = clean.share(clean.supports);
        worst = worst.max(false_support);
        println!(
            "{name:12} {:8.2} {:8.2} {:8.2} {false_support:8.3} {:8.2} {:8.2} {:8.2}",
            forged.share(forged.significances.len()),
            clean.share(clean.significances.len()),
            forged.share(forged.supports),
            forged.share(forged.contradicts),
            clean.share(clean.contradicts),
            clean.quantile(0.95),
        );
    }
    println!("places: {} forged, {} untouched", tallies[&("grid", true)].places, tallies[&("grid", false)].places);
    for ((kind, name), tally) in by_kind {
        if tally.supports > 0 {
            println!("{kind:24} {name:12} {:.2} of {}", tally.share(tally.supports), tally.places);
        }
    }
    assert!(worst <= TOLERATED, "an item supports {worst:.3} of untouched places");
}
