//! What was measured of a region, as a list whose items are all alike.

use crate::evidence::measure::{Duplicate, Edge, Grid, Quality, Ratio, RegionEvidence, Resampling, Weight};
use crate::report::Report;

/// Significance (robust standard deviations) below which support is called weak.
const CLEAR: f32 = 6.0;

/// Names of everything that is measured of a region, as in JSON.
pub(super) const NAMES: [&str; 8] = ["grid", "quality", "noise", "sharpness", "contrast", "edge", "duplicate", "resampling"];

/// One thing that was measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub what: What,
    /// The region's place in the list of what was measured.
    list: usize,
}

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Grid(Grid),
    Quality(Quality),
    Noise(Ratio),
    Sharpness(Ratio),
    Contrast(Ratio),
    Edge(Edge),
    Duplicate(Duplicate),
    Resampling(Resampling),
}

impl Item {
    /// Its name, as in JSON.
    pub fn name(&self) -> &'static str {
        let at = match self.what {
            What::Grid(_) => 0,
            What::Quality(_) => 1,
            What::Noise(_) => 2,
            What::Sharpness(_) => 3,
            What::Contrast(_) => 4,
            What::Edge(_) => 5,
            What::Duplicate(_) => 6,
            What::Resampling(_) => 7,
        };
        NAMES[at]
    }

    pub fn weight(&self) -> Weight {
        self.judged().0
    }

    /// It supports a manipulation, but by little.
    pub fn weak(&self) -> bool {
        self.judged().1 < CLEAR
    }

    /// Weight and significance.
    fn judged(&self) -> (Weight, f32) {
        match self.what {
            What::Grid(item) => (item.weight, item.significance),
            What::Quality(item) => (item.weight, item.significance),
            What::Noise(item) | What::Sharpness(item) | What::Contrast(item) => (item.weight, item.significance),
            What::Edge(item) => (item.weight, item.significance),
            What::Duplicate(item) => (item.weight, item.significance),
            What::Resampling(item) => (item.weight, item.significance),
        }
    }

    /// JSON pointer to one of its figures.
    pub fn pointer(&self, figure: &str) -> String {
        format!("/evidence/regions/{}/{}/{figure}", self.list, self.name())
    }
}

/// Everything that could be measured of a region (counted from 0), and its place in the list of what was measured; nothing
/// where it is not in that list.
pub(super) fn items(report: &Report, region: usize) -> Option<(usize, Vec<Item>)> {
    let regions = &report.evidence.as_ref()?.regions;
    let list = regions.iter().position(|measured| measured.region == region + 1)?;
    let RegionEvidence { region: _, grid, quality, noise, sharpness, contrast, edge, duplicate, resampling } = regions[list];
    let found = [
        grid.map(What::Grid),
        quality.map(What::Quality),
        noise.map(What::Noise),
        sharpness.map(What::Sharpness),
        contrast.map(What::Contrast),
        edge.map(What::Edge),
        duplicate.map(What::Duplicate),
        resampling.map(What::Resampling),
    ];
    Some((list, found.into_iter().flatten().map(|what| Item { what, list }).collect()))
}

/// What the measurements of a region say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Some support a manipulation, none contradicts.
    Supported,
    /// The same, but all that support it are weak.
    Hinted,
    /// Some contradict, none supports.
    Contradicted,
    /// There are both.
    Divided,
}

impl Stand {
    pub fn name(self) -> &'static str {
        match self {
            Stand::Supported => "supported",
            Stand::Hinted => "hinted",
            Stand::Contradicted => "contradicted",
            Stand::Divided => "divided",
        }
    }

    /// Whether an item of this weight belongs to it.
    pub fn counts(self, weight: Weight) -> bool {
        match weight {
            Weight::Supports => self != Stand::Contradicted,
            Weight::Contradicts => matches!(self, Stand::Contradicted | Stand::Divided),
            Weight::Neutral => false,
        }
    }
}

/// What items say together; nothing where none says anything.
pub(super) fn stand(items: &[Item]) -> Option<Stand> {
    let any = |weight| items.iter().any(|item| item.weight() == weight);
    let clear = items.iter().any(|item| item.weight() == Weight::Supports && !item.weak());
    match (any(Weight::Supports), any(Weight::Contradicts)) {
        (true, false) => Some(if clear { Stand::Supported } else { Stand::Hinted }),
        (false, true) => Some(Stand::Contradicted),
        (true, true) => Some(Stand::Divided),
        (false, false) => None,
    }
}
