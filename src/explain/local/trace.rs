//! One measured trace of a region, for or against a manipulation.

use super::About;
use super::measured::{Item, What};
use super::place::overlap;
use super::verdict::number;
use super::writer::{Line, Writer};
use crate::evidence::measure::{Duplicate, Ratio};
use crate::words::Value;

/// The quality that stands for no trace of a save.
const NO_TRACE: u8 = 100;

/// What speaks for a manipulation of the region with this index.
pub(super) fn supports(writer: &mut Writer<'_>, index: usize, item: &Item) {
    let name = item.name();
    let key = match item.what {
        What::Grid(_) | What::Duplicate(_) | What::Resampling(_) => format!("{name}-supports"),
        What::Quality(quality) if quality.outside == NO_TRACE => "quality-supports-inside".to_owned(),
        What::Quality(quality) if quality.inside == NO_TRACE => "quality-supports-outside".to_owned(),
        What::Quality(_) => "quality-supports".to_owned(),
        What::Noise(ratio) | What::Sharpness(ratio) | What::Contrast(ratio) => {
            format!("{name}-{}", if ratio.ratio < 1.0 { "less" } else { "more" })
        }
        What::Edge(edge) => format!("edge-{}", if edge.width < edge.elsewhere { "hard" } else { "soft" }),
    };
    let offset = if let What::Duplicate(duplicate) = item.what { way(writer, &duplicate) } else { String::new() };
    let copied = if let What::Duplicate(duplicate) = item.what { shown_again(writer, index, &duplicate) } else { None };
    let line = writer.line(About::Region(index + 1), &key).word("offset", offset).on(item.pointer("weight"));
    let line = quote(line, item).also_if(item.weak(), "weak-sign");
    match copied {
        Some(other) => line.whole("other", number(other), format!("/regions/{other}")).also("duplicate-other").end(),
        None => line.end(),
    }
}

/// What speaks against one.
pub(super) fn contradicts(writer: &mut Writer<'_>, index: usize, item: &Item) {
    let line = writer.line(About::Region(index + 1), &format!("{}-contradicts", item.name())).on(item.pointer("weight"));
    quote(line, item).end();
}

/// The item's figures.
fn quote<'w, 'a>(line: Line<'w, 'a>, item: &Item) -> Line<'w, 'a> {
    let at = |figure| item.pointer(figure);
    match item.what {
        What::Grid(grid) => line
            .whole("x", grid.inside[0].into(), at("inside"))
            .whole("y", grid.inside[1].into(), at("inside"))
            .whole("restx", grid.outside[0].into(), at("outside"))
            .whole("resty", grid.outside[1].into(), at("outside")),
        What::Quality(quality) => {
            line.whole("inside", quality.inside.into(), at("inside")).whole("outside", quality.outside.into(), at("outside"))
        }
        What::Noise(ratio) | What::Sharpness(ratio) | What::Contrast(ratio) => {
            let Ratio { ratio, .. } = ratio;
            line.figure("times", ratio, at("ratio")).percent("percent", ratio, at("ratio"))
        }
        What::Edge(edge) => line.figure("width", edge.width, at("width")).figure("elsewhere", edge.elsewhere, at("elsewhere")),
        What::Duplicate(duplicate) => {
            line.percent("similarity", duplicate.similarity, at("similarity")).on(at("offset")).on(at("bbox"))
        }
        What::Resampling(found) => line.figure("peak", found.peak, at("peak")).figure("outside", found.outside, at("outside")),
    }
}

/// `120 pixels further left and 40 pixels further down`.
pub(super) fn way(writer: &Writer<'_>, duplicate: &Duplicate) -> String {
    let [right, down] = duplicate.offset;
    let step = |pixels: i32, forward: &str, back: &str| {
        let key = format!("way-{}", if pixels < 0 { back } else { forward });
        (pixels != 0).then(|| writer.text(&key, &[("pixels", Value::Number(pixels.unsigned_abs()))]))
    };
    let steps = [step(right, "right", "left"), step(down, "down", "up")];
    writer.list(&steps.into_iter().flatten().collect::<Vec<_>>())
}

/// The other region that shows the same.
fn shown_again(writer: &Writer<'_>, index: usize, duplicate: &Duplicate) -> Option<usize> {
    let regions = writer.report.regions.iter().enumerate();
    regions.filter(|(other, _)| *other != index).find(|(_, region)| overlap(region.bbox, duplicate.bbox)).map(|(other, _)| other)
}
