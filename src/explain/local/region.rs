//! One region: where it is, how large, what the network relied on, and what was measured.

use super::measured::{self, Item, NAMES};
use super::place::{Place, cell, distance, place, relation};
use super::verdict::number;
use super::writer::Writer;
use super::{About, DESCRIBED, trace};
use crate::evidence::measure::Weight;
use crate::localize::Region;

/// Mean probability of the marks from which they are clear, and from which they are more than faint.
const CLEAR_MARKS: f32 = 0.85;
const MEDIUM_MARKS: f32 = 0.65;
/// Reliability below which the network cannot be sure of its marks.
pub(super) const DOUBTFUL: f32 = 0.5;
/// Shares of the picture, each the least of the next larger size.
const SIZES: [(f32, &str); 3] = [(0.1, "large"), (0.02, "medium"), (0.002, "small")];
/// Share of the picture that is nearly all of it.
const NEARLY_ALL: f32 = 0.8;
/// Share of a region that is nearly all of it.
const NEARLY_WHOLE: f64 = 0.9;
/// Most of the gate's choices that are named one by one.
const CHOICES: usize = 12;
/// Pixels of a region below which its size is the likely reason why something could not be measured.
const FEW_PIXELS: f64 = 4096.0;
/// Share of the picture from which too little of it remains to compare a region with.
const LITTLE_REMAINS: f32 = 0.5;

/// Says everything about the region with this index.
pub(super) fn write(writer: &mut Writer<'_>, index: usize) {
    let region = &writer.report.regions[index];
    position(writer, index, region);
    if let Some(other) = nearest(&writer.report.regions, index) {
        let key = format!("relation-{}", relation(region.bbox, writer.report.regions[other].bbox).name());
        writer
            .line(About::Region(index + 1), &key)
            .whole("other", number(other), format!("/regions/{other}"))
            .on(format!("/regions/{index}/bbox"))
            .on(format!("/regions/{other}/bbox"))
            .end();
    }
    marks(writer, index, region);
    relied_on(writer, index, region);
    measurements(writer, index, region);
}

fn position(writer: &mut Writer<'_>, index: usize, region: &Region) {
    let image = &writer.report.image;
    let key = match place(region.bbox, image.width, image.height) {
        _ if region.area_fraction >= NEARLY_ALL => "where-all".to_owned(),
        Place::Over => "where-over".to_owned(),
        Place::Across(row) => format!("where-across-{}", ["top", "middle", "bottom"][row]),
        Place::Down(column) => format!("where-down-{}", ["left", "middle", "right"][column]),
        Place::Cell(column, row) => format!("where-{}", cell(column, row)),
    };
    let size = SIZES.iter().find(|(least, _)| region.area_fraction >= *least).map_or("tiny", |(_, name)| name);
    let bbox = format!("/regions/{index}/bbox");
    writer
        .line(About::Region(index + 1), &key)
        .whole("number", number(index), format!("/regions/{index}"))
        .share("area", region.area_fraction, format!("/regions/{index}/area_fraction"))
        .whole("width", region.bbox[2], bbox.clone())
        .whole("height", region.bbox[3], bbox)
        .also(&format!("size-{size}"))
        .end();
}

/// The nearest of the regions before this one.
pub(super) fn nearest(regions: &[Region], index: usize) -> Option<usize> {
    let to = |other: &usize| distance(regions[index].bbox, regions[*other].bbox);
    (0..index.min(DESCRIBED)).min_by(|a, b| to(a).total_cmp(&to(b)))
}

fn marks(writer: &mut Writer<'_>, index: usize, region: &Region) {
    let strength = match region.score {
        score if score >= CLEAR_MARKS => "clear",
        score if score >= MEDIUM_MARKS => "medium",
        _ => "faint",
    };
    let line = writer.line(About::Region(index + 1), &format!("marks-{strength}"));
    let line = line.percent("score", region.score, format!("/regions/{index}/score"));
    if region.reliability < DOUBTFUL {
        line.percent("reliability", region.reliability, format!("/regions/{index}/reliability")).also("marks-doubtful").end();
    } else {
        line.end();
    }
}

/// What the gate chose for the tiles that the region lies in.
fn relied_on(writer: &mut Writer<'_>, index: usize, region: &Region) {
    let shared = |other: [u32; 4]| {
        let along = |axis: usize| {
            let end = |bbox: [u32; 4]| u64::from(bbox[axis]) + u64::from(bbox[axis + 2]);
            let start = u64::from(region.bbox[axis].max(other[axis]));
            end(region.bbox).min(end(other)).saturating_sub(start) as f64
        };
        along(0) * along(1)
    };
    let choices = writer.report.gate.choices.iter().enumerate();
    let here: Vec<(usize, bool, f64)> =
        choices.map(|(i, choice)| (i, choice.frequency, shared(choice.bbox))).filter(|(.., area)| *area > 0.0).collect();
    let all: f64 = here.iter().map(|(.., area)| area).sum();
    if all == 0.0 {
        return;
    }
    let compression: f64 = here.iter().filter(|(_, frequency, _)| *frequency).map(|(.., area)| area).sum();
    let key = match compression / all {
        share if share >= NEARLY_WHOLE => "relied-compression",
        share if share <= 1.0 - NEARLY_WHOLE => "relied-visible",
        _ => "relied-mixed",
    };
    let line = writer.line(About::Region(index + 1), key);
    if here.len() > CHOICES {
        line.on("/gate/choices").end();
    } else {
        line.on_all(here.iter().map(|(i, ..)| format!("/gate/choices/{i}/frequency"))).end();
    }
}

fn measurements(writer: &mut Writer<'_>, index: usize, region: &Region) {
    let about = About::Region(index + 1);
    if writer.evidence().is_none() {
        return;
    }
    let Some((list, items)) = measured::items(writer.report, index) else {
        writer.line(about, "unmeasured").on("/evidence/regions").end();
        return;
    };
    let of = |weight| items.iter().filter(move |item| item.weight() == weight);
    for item in of(Weight::Supports) {
        trace::supports(writer, index, item);
    }
    if !items.is_empty() && of(Weight::Supports).next().is_none() {
        writer.line(about, "nothing-supports").on_all(items.iter().map(|item| item.pointer("weight"))).end();
    }
    for item in of(Weight::Contradicts) {
        trace::contradicts(writer, index, item);
    }
    let neutral: Vec<&Item> = of(Weight::Neutral).collect();
    if !neutral.is_empty() {
        let names: Vec<&str> = neutral.iter().map(|item| item.name()).collect();
        let names = item_names(writer, &names);
        let pointers = neutral.iter().map(|item| item.pointer("weight"));
        writer.line(about, "neutral").word("items", names).on_all(pointers).end();
    }
    // No duplicate means that none was found.
    let missing: Vec<&str> =
        NAMES.into_iter().filter(|name| *name != "duplicate" && !items.iter().any(|item| item.name() == *name)).collect();
    if !missing.is_empty() {
        let names = item_names(writer, &missing);
        let image = &writer.report.image;
        let pixels = f64::from(region.area_fraction) * f64::from(image.width) * f64::from(image.height);
        let key = if pixels < FEW_PIXELS {
            "unmeasured-small"
        } else if region.area_fraction > LITTLE_REMAINS {
            "unmeasured-large"
        } else {
            "unmeasured-plain"
        };
        let pointers = missing.iter().map(|name| format!("/evidence/regions/{list}/{name}"));
        let area = format!("/regions/{index}/area_fraction");
        writer.line(about, key).word("items", names).on_all(pointers).on(area).end();
    }
}

/// `noise, sharpness and contrast`.
fn item_names(writer: &Writer<'_>, names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| writer.text(&format!("item-{name}"), &[])).collect();
    writer.list(&names)
}
