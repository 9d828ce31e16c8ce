use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::check::trust_list;
use super::journal::LINE;
use super::pictures::bytes_of;
use super::runner::{DeviceChoice, Runner, cores};
use crate::evidence::Evidence;
use crate::localize::Region;
use crate::report::{Report, SCHEMA};
use crate::tile::GateMode;

/// How far probabilities may lie apart: two steps of an 8-bit mask. Processors with and without fused multiply-adds round
/// otherwise, and so do graphics processors.
const TOLERANCE: f32 = 2.0 / 255.0;
/// How far borders of places may, pixels: two cells of the mask.
const BORDER: u32 = 8;

/// Checks a picture again and says what of a report on it agrees.
#[derive(clap::Args)]
pub struct VerifyArgs {
    /// A report as data (JSON), as the page saves it or `check --report` writes it.
    report: PathBuf,
    /// The picture that it is about; one of a PDF document as `check` names it.
    picture: PathBuf,
    /// The list of certificates that was used for the report, if one was (PEM).
    #[arg(long, value_name = "FILE")]
    trust_list: Option<PathBuf>,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

/// Whether a statement of the report is the same here.
#[derive(Debug, PartialEq, Eq)]
struct Compared {
    what: &'static str,
    /// None: it cannot be told here, and why is in `detail`.
    agrees: Option<bool>,
    detail: String,
}

/// Runs `verify`; an error where anything differs or another picture or model was meant.
pub fn run(args: &VerifyArgs) -> Result<(), String> {
    let mut theirs = read(&args.report)?;
    let trust = args.trust_list.as_deref().map(trust_list).transpose()?;
    let told = |why: String| format!("{why}: {}", args.picture.display());
    let runner = Runner::open(&args.model, DeviceChoice::Auto, GateMode::Auto)?;
    let bytes = bytes_of(&args.picture).map_err(told)?;
    let checked = runner.check(&args.picture, bytes, cores(), &mut |_, _| ())?;
    let mut ours = runner.report(&theirs.file, &checked);
    if theirs.image.sha256 == ours.image.sha256
        && let Some(evidence) = &theirs.evidence
    {
        let lenses = !evidence.lenses.is_empty();
        ours.evidence = Some(runner.evidence(&checked, trust.as_ref(), lenses).without_private());
        theirs.evidence = theirs.evidence.map(Evidence::without_private);
    }
    // Through JSON like the other one, which may round the last digit of a figure.
    let ours = serde_json::to_string(&ours).and_then(|json| serde_json::from_str(&json)).map_err(|e| e.to_string())?;
    let compared = compare(&theirs, &ours);
    for Compared { what, agrees, detail } in &compared {
        let word = match agrees {
            Some(true) => "agrees",
            Some(false) => "DIFFERS",
            None => "not told",
        };
        println!("{word:<9} {what}{}", if detail.is_empty() { String::new() } else { format!(": {detail}") });
    }
    match compared.iter().filter(|one| one.agrees == Some(false)).count() {
        0 => Ok(()),
        count => Err(format!("the report does not agree with the picture in {count} of {} points", compared.len())),
    }
}

/// Reads a report, which anybody may have written.
fn read(path: &Path) -> Result<Report, String> {
    let told = |why: &dyn std::fmt::Display| format!("not a report ({why}): {}", path.display());
    let length = fs::metadata(path).map_err(|e| told(&e))?.len();
    if length > LINE {
        return Err(told(&format_args!("it has {length} bytes, and {LINE} are the most that are read")));
    }
    let text = fs::read_to_string(path).map_err(|e| told(&e))?;
    let report: Report = serde_json::from_str(&text).map_err(|e| told(&e))?;
    if report.schema != SCHEMA {
        return Err(told(&format_args!("its schema is not {SCHEMA}")));
    }
    Ok(report)
}

/// Point by point, in the order in which one would ask.
fn compare(theirs: &Report, ours: &Report) -> Vec<Compared> {
    let same_picture = theirs.image.sha256 == ours.image.sha256;
    let mut points = vec![
        point("the picture's bytes", same_picture, || "another file, or the same one saved anew".to_owned()),
        point("its size and format", theirs.image == ours.image, || {
            let shown = |r: &Report| format!("{} {}×{}", clipped(&r.image.format), r.image.width, r.image.height);
            format!("{} in the report, {} here", shown(theirs), shown(ours))
        }),
        point("the weights", theirs.model.sha256 == ours.model.sha256, || {
            format!("{} in the report; --model PATH names others", clipped(&theirs.model.sha256))
        }),
    ];
    if points.iter().any(|point| point.agrees == Some(false)) {
        let detail = "what another picture or other weights come to is not compared".to_owned();
        points.push(Compared { what: "everything else", agrees: None, detail });
        return points;
    }
    // What thresholds decide is not comparable across others; reports that say nothing of theirs are of before they were kept.
    let same_rules = theirs.thresholds() == ours.thresholds();
    let ruled = |compared: Compared| match compared.agrees {
        Some(false) if !same_rules => {
            Compared { agrees: None, detail: format!("made with other thresholds; {}", compared.detail), ..compared }
        }
        _ => compared,
    };
    let (a, b) = (&theirs.verdict, &ours.verdict);
    points
        .push(ruled(point("the score", near(a.score, b.score), || format!("{:.4} in the report, {:.4} here", a.score, b.score))));
    points.push(ruled(point("the verdict", a.band == b.band && a.unsure == b.unsure, || {
        let unsure = |unsure| if unsure { ", unsure" } else { "" };
        format!("{}{} in the report, {}{} here", a.band.name(), unsure(a.unsure), b.band.name(), unsure(b.unsure))
    })));
    let same_domain = match (theirs.domain, ours.domain) {
        (Some(a), Some(b)) => a.kind == b.kind && near(a.probability, b.probability),
        (a, b) => a.is_none() && b.is_none(),
    };
    points.push(point("what the picture is taken for", same_domain, String::new));
    points.push(point("what the network relied on", theirs.gate == ours.gate, || {
        let shown = |r: &Report| format!("{} of {} tiles", r.gate.frequency, r.gate.tiles);
        format!("{} by frequency in the report, {} here", shown(theirs), shown(ours))
    }));
    let pairs = || theirs.regions.iter().zip(&ours.regions);
    let same_regions = theirs.regions.len() == ours.regions.len() && pairs().all(|(a, b)| same_region(a, b));
    points.push(ruled(point("the marked places", same_regions, || {
        let mut detail = format!("{} in the report, {} here", theirs.regions.len(), ours.regions.len());
        if let Some((a, b)) = pairs().find(|(a, b)| !same_region(a, b)) {
            // Writing into a text cannot fail.
            let _ = write!(detail, "; {:?} is {:?} here", a.bbox, b.bbox);
        }
        detail
    })));
    points.push(point("the reliability", near(theirs.reliability, ours.reliability), || {
        format!("{:.4} in the report, {:.4} here", theirs.reliability, ours.reliability)
    }));
    if theirs.evidence.is_some() {
        let what = "the evidence";
        points.push(if theirs.evidence == ours.evidence || theirs.regions == ours.regions {
            let differing = || "what was measured, or what the file states, is not the same".to_owned();
            point(what, theirs.evidence == ours.evidence, differing)
        } else {
            let detail = "it was measured in places that another processor marked a little otherwise".to_owned();
            Compared { what, agrees: None, detail }
        });
    }
    if theirs.explanation.is_some() {
        let detail = "a model wrote it, which may write something else each time".to_owned();
        points.push(Compared { what: "the explanation", agrees: None, detail });
    }
    points
}

fn point(what: &'static str, agrees: bool, detail: impl FnOnce() -> String) -> Compared {
    Compared { what, agrees: Some(agrees), detail: if agrees { String::new() } else { detail() } }
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() <= TOLERANCE
}

fn same_region(a: &Region, b: &Region) -> bool {
    a.bbox.iter().zip(b.bbox).all(|(a, b)| a.abs_diff(b) <= BORDER)
        && near(a.score, b.score)
        && near(a.area_fraction, b.area_fraction)
        && near(a.reliability, b.reliability)
}

/// The first digits of a hash, or of what stands in its place.
fn clipped(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).take(12).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::journal::tests::result;
    use super::*;
    use crate::localize::{Band, Shown, Thresholds};
    use crate::report::{Made, Verdict};
    use crate::tile::Domain;

    fn differing(theirs: &Report, ours: &Report) -> Vec<&'static str> {
        compare(theirs, ours).into_iter().filter(|one| one.agrees == Some(false)).map(|one| one.what).collect()
    }

    #[test]
    fn each_point_that_was_changed_is_named() {
        let ours = result("a.jpg", "1");
        assert_eq!(differing(&ours, &ours), [""; 0]);
        let with = |change: fn(&mut Report)| {
            let mut theirs = result("renamed.jpg", "1");
            change(&mut theirs);
            differing(&theirs, &ours)
        };
        assert_eq!(with(|r| r.timing_ms.total = 9.0), [""; 0], "times and names are not compared");
        assert_eq!(with(|r| r.verdict.score = 0.26), ["the score"]);
        assert_eq!(with(|r| r.verdict.unsure = true), ["the verdict"]);
        assert_eq!(with(|r| r.verdict.band = Band::Strong), ["the verdict"]);
        assert_eq!(with(|r| r.gate.frequency = 1), ["what the network relied on"]);
        assert_eq!(with(|r| r.reliability = 0.6), ["the reliability"]);
        assert_eq!(with(|r| r.image.width = 9), ["its size and format"]);
        assert_eq!(with(|r| r.model.sha256 = "x".into()), ["the weights"]);
        assert_eq!(with(|r| r.image.sha256 = "2".into()), ["the picture's bytes", "its size and format"]);
        assert_eq!(
            with(|r| r.domain = Some(Shown { kind: Domain::Document, probability: 0.99 })),
            ["what the picture is taken for"]
        );
        let place = Region { bbox: [1, 2, 30, 40], area_fraction: 0.1, score: 0.9, reliability: 0.8 };
        let (mut theirs, mut here) = (ours.clone(), ours.clone());
        theirs.regions = vec![place.clone()];
        assert_eq!(differing(&theirs, &here), ["the marked places"]);
        for other in [
            Region { bbox: [1, 2, 39, 40], ..place.clone() },
            Region { score: 0.8, ..place.clone() },
            Region { reliability: 0.9, ..place.clone() },
        ] {
            here.regions = vec![other];
            assert_eq!(differing(&theirs, &here), ["the marked places"]);
        }
        here.regions = vec![Region { bbox: [1, 2, 34, 40], score: 0.905, ..place }];
        theirs.verdict.score += 0.007;
        assert_eq!(differing(&theirs, &here), [""; 0], "another processor rounds otherwise");
    }

    #[test]
    fn what_thresholds_decide_is_not_compared_across_others() {
        let mut ours = result("a.jpg", "1");
        let thresholds = Thresholds::OF_TESTS;
        ours.made = Some(Made::here(String::new(), thresholds));
        let mut theirs = ours.clone();
        theirs.verdict = Verdict { score: 0.9, band: Band::Strong, unsure: true };
        theirs.reliability = 0.6;
        assert_eq!(differing(&theirs, &ours), ["the score", "the verdict", "the reliability"]);
        theirs.made = Some(Made::here(String::new(), Thresholds { tail: 0.7, ..thresholds }));
        assert_eq!(differing(&theirs, &ours), ["the reliability"]);
        theirs.made = None;
        assert_eq!(differing(&theirs, &ours), ["the reliability"]);
        assert_eq!(compare(&theirs, &ours).iter().filter(|one| one.agrees.is_none()).count(), 2);
    }

    #[test]
    fn a_report_cannot_steer_the_terminal() {
        let (mut theirs, ours) = (result("a.jpg", "1"), result("a.jpg", "2"));
        theirs.image.format = "\u{1b}[2J\r".to_owned();
        theirs.model.sha256 = "\u{1b}[1A".to_owned();
        assert!(compare(&theirs, &ours).iter().all(|one| !one.detail.contains(char::is_control)));
    }

    #[test]
    fn what_is_no_report_is_refused_in_words() {
        let path = std::env::temp_dir().join(format!("omni-iml-verify-{}", std::process::id()));
        let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for text in ["", "{}", "null", "\u{0}", &nested, r#"{"schema":"omni-iml/check/1","file":3}"#] {
            fs::write(&path, text).unwrap();
            let error = read(&path).unwrap_err();
            assert!(error.starts_with("not a report ("), "{error}");
        }
        fs::write(&path, vec![b' '; LINE as usize + 1]).unwrap();
        assert!(read(&path).unwrap_err().contains("the most that are read"));
        let other = serde_json::to_string(&result("a", "1")).unwrap().replace(SCHEMA, "omni-iml/check/9");
        fs::write(&path, other).unwrap();
        assert!(read(&path).unwrap_err().contains("schema"));
        fs::remove_file(&path).unwrap();
    }
}
