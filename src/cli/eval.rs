use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::kinds::{self, Kinds};
use super::runner::{DeviceChoice, Runner};
use crate::eval_set::{EvalSet, read};
use crate::evidence::Lens;
#[cfg(feature = "forge")]
use crate::forge::Degradation;
use crate::input::Photo;
use crate::localize::Thresholds;
use crate::metrics::{Confusion, balanced_accuracy, f1_best, image_auc, mean, pixel_auc, wilson};
use crate::parallel;
use crate::tile::{Domain, GateMode};

/// Prints figures on sets of pictures with masks.
#[derive(clap::Args)]
pub struct EvalArgs {
    /// Folders with image/ and mask/ (same stem; no mask or an empty one: authentic).
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// Write one row for each picture.
    #[arg(long)]
    csv: Option<PathBuf>,
    /// A row for each kind of forgery, where a set has a kinds.csv (as `forge` writes it).
    #[arg(long)]
    kinds: bool,
    /// Only so many pictures of each set, the first by name.
    #[arg(long)]
    first: Option<usize>,
    /// What happens to each picture, and where it moves pixels to its mask, before it is looked at.
    #[cfg(feature = "forge")]
    #[arg(long, value_enum, conflicts_with = "lenses")]
    degrade: Option<Degradation>,
    /// What to compute on.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
    /// Who chooses between vision and frequency.
    #[arg(long, value_enum, default_value = "auto")]
    gate: Gate,
    /// In place of the network, the classical maps: how far each gets at the one threshold that suits the whole set best.
    #[arg(long, conflicts_with_all = ["csv", "kinds", "device", "model", "gate"])]
    lenses: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Gate {
    Auto,
    Vision,
    Fused,
}

/// One picture's figures.
#[derive(Clone)]
struct Row {
    set: String,
    file: String,
    forged: bool,
    /// What kinds.csv says; nothing without one.
    kind: Option<String>,
    counts: Confusion,
    f1_best: f64,
    auc: Option<f64>,
    /// How well a low reliability predicts the pixels that the mask has wrong.
    doubt_auc: Option<f64>,
    score: f32,
    /// Whether the domain that is named is that of the set; nothing where the set is of none or none is named.
    domain: Option<bool>,
    frequency: bool,
}

/// The figures of a set: heading and value for some of its rows, at these thresholds.
type Column = (&'static str, fn(&[Row], &Thresholds) -> Option<f64>);

/// What is printed, in this order. IMDL-BenCo's protocol: pictures at native size, means over forged pictures.
const COLUMNS: [Column; 18] = [
    ("F1@.5", |rows, _| mean(forged(rows).map(|r| r.counts.f1()))),
    ("IoU@.5", |rows, _| mean(forged(rows).map(|r| r.counts.iou()))),
    ("F1perm", |rows, _| mean(forged(rows).map(|r| r.counts.f1_permuted()))),
    ("F1best", |rows, _| mean(forged(rows).map(|r| r.f1_best))),
    ("IoU_ds", |rows, _| forged(rows).next().map(|_| forged(rows).map(|r| r.counts).sum::<Confusion>().iou())),
    ("AUC", |rows, _| mean(forged(rows).filter_map(|r| r.auc))),
    ("imgAUC", |rows, _| image_auc(&scores(rows))),
    ("bAcc", |rows, t| balanced_accuracy(&scores(rows), t.moderate)),
    ("FPR", |rows, t| share(authentic(rows), t.moderate)),
    ("FPR@.5", |rows, _| share(authentic(rows), 0.5)),
    ("strFPR", |rows, t| share(authentic(rows), t.strong)),
    ("from", |rows, t| strong(rows, t).map(|(low, _)| low)),
    ("to", |rows, t| strong(rows, t).map(|(_, high)| high)),
    ("strTPR", |rows, t| share(forged(rows), t.strong)),
    ("area", |rows, _| mean(authentic(rows).map(|r| r.counts.found_fraction()))),
    ("relAUC", |rows, _| mean(rows.iter().filter_map(|r| r.doubt_auc))),
    ("freq.", |rows, _| mean(rows.iter().map(|r| f64::from(u8::from(r.frequency))))),
    ("domain", |rows, _| mean(rows.iter().filter_map(|r| r.domain).map(|right| f64::from(u8::from(right))))),
];

/// The share of pictures that score at or above a threshold.
fn share<'a>(rows: impl Iterator<Item = &'a Row>, from: f32) -> Option<f64> {
    mean(rows.map(|r| f64::from(u8::from(r.score >= from))))
}

/// Wilson's interval for the share of authentic pictures that are called strong or above.
fn strong(rows: &[Row], thresholds: &Thresholds) -> Option<(f64, f64)> {
    wilson(authentic(rows).filter(|r| r.score >= thresholds.strong).count(), authentic(rows).count())
}

/// The domain that a set is of, by its name: `document`, `authentic_document`.
fn domain_of(set: &str) -> Option<Domain> {
    let name = set.strip_prefix("authentic_").unwrap_or(set);
    Domain::ALL.into_iter().find(|domain| domain.name() == name)
}

fn forged(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|r| r.forged)
}

fn authentic(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|r| !r.forged)
}

fn scores(rows: &[Row]) -> Vec<(f32, bool)> {
    rows.iter().map(|r| (r.score, r.forged)).collect()
}

/// Runs `eval`.
pub fn run(args: &EvalArgs) -> Result<(), String> {
    let mut sets = args.sets.iter().map(|set| EvalSet::open(set)).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    for set in &mut sets {
        set.pictures.truncate(args.first.unwrap_or(usize::MAX));
    }
    if args.lenses {
        return lenses(&sets);
    }
    let wanted = |set: &PathBuf| if args.kinds { kinds::read(set) } else { Ok(None) };
    let kinds = args.sets.iter().map(wanted).collect::<Result<Vec<_>, _>>()?;
    let mode = match args.gate {
        Gate::Auto => GateMode::Auto,
        Gate::Vision => GateMode::Vision,
        Gate::Fused => GateMode::Fused,
    };
    let runner = Runner::open(&args.model, args.device, mode)?;
    let thresholds = &runner.entry.thresholds;
    println!("model {} (sha256 {}), gate {:?}, native size", runner.entry.name, &runner.entry.sha256[..12], args.gate);
    println!("F1@.5, IoU@.5, AUC: means over forged pictures. F1perm: of the mask or of its inversion, whichever is higher.");
    println!("F1best: at each picture's own best threshold. IoU_ds: of the set's summed counts. imgAUC, bAcc: of the scores.");
    println!("FPR: authentic pictures called moderate or above, as for bAcc; area: of them, found at .5.");
    println!("strFPR, strTPR: authentic and forged ones called strong or above; from, to: Wilson's interval of strFPR at 95 %.");
    println!("domain: told right, in sets that are named after one.");
    println!("relAUC: of low reliability as a sign of a pixel that the mask has wrong at .5, mean over pictures that have both.");
    #[cfg(feature = "forge")]
    if let Some(degradation) = args.degrade {
        println!("degraded: {degradation}");
    }
    let wide = if args.kinds { 40 } else { 24 };
    print!("{:<wide$}{:>7}{:>7}", "set", "forged", "auth.");
    COLUMNS.iter().for_each(|(heading, _)| print!("{heading:>8}"));
    println!();
    let mut all: Vec<Row> = Vec::new();
    let mut skipped = 0;
    for (set, kinds) in sets.iter().zip(&kinds) {
        let mut rows = Vec::new();
        let look = |i: usize| row(args, &runner, set, kinds.as_ref(), &set.pictures[i]);
        for seen in parallel::in_order(set.pictures.len(), look) {
            match seen {
                Ok(row) => rows.push(row),
                Err(message) => {
                    eprintln!("omni-iml: {message}");
                    skipped += 1;
                }
            }
        }
        print(&set.name, wide, &rows, thresholds);
        for (kind, rows) in by_kind(&rows) {
            print(&format!("{}/{kind}", set.name), wide, &rows, thresholds);
        }
        all.append(&mut rows);
    }
    if sets.len() > 1 {
        print("all", wide, &all, thresholds);
    }
    if let Some(path) = &args.csv {
        fs::write(path, csv(&all)).map_err(|e| format!("cannot write ({e}): {}", path.display()))?;
    }
    if skipped > 0 { Err(format!("{skipped} pictures could not be evaluated")) } else { Ok(()) }
}

/// Forged pictures by their kind; those of no kind are in none.
fn by_kind(rows: &[Row]) -> BTreeMap<&str, Vec<Row>> {
    let mut kinds: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for row in forged(rows) {
        if let Some(kind) = &row.kind {
            kinds.entry(kind).or_default().push(row.clone());
        }
    }
    kinds
}

/// Prints what each lens comes to on each set, and the best of them.
fn lenses(sets: &[EvalSet]) -> Result<(), String> {
    println!("F1: mean over forged pictures at the one threshold, 0 to 255, that suits the whole set best, native size");
    print!("{:<24}", "set");
    let scoring = Lens::ALL.iter().filter(|lens| lens.scores());
    scoring.for_each(|lens| print!("{:>width$}", lens.name(), width = column(*lens)));
    println!("{:>8}", "best");
    for set in sets {
        print!("{:<24}", set.name);
        let found = set.lens_f1().map_err(|e| e.to_string())?;
        for (lens, f1, level) in &found {
            print!("{:>width$}", format!("{f1:.3} ({level})"), width = column(*lens));
        }
        println!("{:>8.3}", found.iter().map(|(_, f1, _)| *f1).fold(0.0, f64::max));
    }
    Ok(())
}

/// Characters of a lens's column.
fn column(lens: Lens) -> usize {
    lens.name().len().max(11) + 1
}

fn row(args: &EvalArgs, runner: &Runner, set: &EvalSet, kinds: Option<&Kinds>, file: &Path) -> Result<Row, String> {
    let kind = match kinds {
        None => None,
        Some(kinds) => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let named = kinds.get(&*stem).ok_or_else(|| format!("kinds.csv does not name this picture: {}", file.display()))?;
            Some(named.clone())
        }
    };
    let told = |why: String| format!("{why}: {}", file.display());
    let (photo, truth) = picture(args, set, file).map_err(told)?;
    // Pictures are shared out to the cores here, not tiles.
    let findings = runner.find(&photo, 1, &mut |_, _| ()).map_err(told)?;
    let mask = &findings.mask;
    Ok(Row {
        set: set.name.clone(),
        file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        forged: truth.contains(&true),
        kind,
        counts: Confusion::of(mask, &truth, 128),
        f1_best: f1_best(mask, &truth),
        auc: pixel_auc(mask, &truth),
        doubt_auc: doubt_auc(mask, &truth, &findings.reliability),
        score: findings.score,
        domain: domain_of(&set.name).zip(findings.domain).map(|(domain, shown)| domain == shown.kind),
        frequency: findings.frequency_tiles * 2 >= findings.tiles,
    })
}

/// The area under the ROC curve of doubt, 255 less the reliability, as a sign that the mask is wrong at .5.
fn doubt_auc(mask: &[u8], truth: &[bool], reliability: &[u8]) -> Option<f64> {
    let doubt: Vec<u8> = reliability.iter().map(|r| 255 - r).collect();
    let wrong: Vec<bool> = mask.iter().zip(truth).map(|(&m, &t)| (m >= 128) != t).collect();
    pixel_auc(&doubt, &wrong)
}

/// What the network is to look at, and where it was forged.
#[cfg_attr(not(feature = "forge"), expect(unused_variables, reason = "degrading needs the feature forge"))]
fn picture(args: &EvalArgs, set: &EvalSet, file: &Path) -> Result<(Photo, Vec<bool>), String> {
    let photo = read(file)?;
    let truth = set.truth(file, photo.width, photo.height).map_err(|e| e.to_string())?;
    #[cfg(feature = "forge")]
    if let Some(degradation) = args.degrade {
        return degradation.apply(&photo, &truth);
    }
    Ok((photo, truth))
}

fn print(name: &str, wide: usize, rows: &[Row], thresholds: &Thresholds) {
    print!("{name:<wide$}{:>7}{:>7}", forged(rows).count(), authentic(rows).count());
    for (_, figure) in COLUMNS {
        print!("{:>8}", figure(rows, thresholds).map_or_else(|| "–".to_owned(), |v| format!("{v:.3}")));
    }
    println!();
}

fn csv(rows: &[Row]) -> String {
    let mut text = "set,file,forged,f1,iou,f1_permuted,f1_best,auc,score,found_area,frequency,tp,fp,fn,tn,kind\n".to_owned();
    for r in rows {
        let auc = r.auc.map(|a| format!("{a:.4}")).unwrap_or_default();
        let c = &r.counts;
        text += &format!("{},{},{},", quoted(&r.set), quoted(&r.file), r.forged);
        text += &format!("{:.4},{:.4},{:.4},{:.4},{auc},", c.f1(), c.iou(), c.f1_permuted(), r.f1_best);
        text += &format!("{:.4},{:.4},{},", r.score, c.found_fraction(), r.frequency);
        text += &format!("{},{},{},{},", c.true_positive, c.false_positive, c.false_negative, c.true_negative);
        text += &format!("{}\n", quoted(r.kind.as_deref().unwrap_or_default()));
    }
    text
}

/// A field of RFC 4180: names may hold commas and quotes.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(file: &str, forged: bool, counts: [u64; 4], score: f32) -> Row {
        let [true_positive, false_positive, false_negative, true_negative] = counts;
        let counts = Confusion { true_positive, false_positive, false_negative, true_negative };
        let kind = None;
        Row {
            set: "s".into(),
            file: file.into(),
            forged,
            kind,
            counts,
            f1_best: 0.9,
            auc: Some(0.75),
            doubt_auc: Some(0.8),
            score,
            domain: Some(forged),
            frequency: true,
        }
    }

    #[test]
    fn forged_pictures_are_taken_together_by_their_kind() {
        let of = |file: &str, forged: bool, kind: Option<&str>| Row {
            kind: kind.map(str::to_owned),
            ..row(file, forged, [1, 1, 1, 1], 0.5)
        };
        let rows = [
            of("a", true, Some("splice")),
            of("b", true, Some("removal")),
            of("c", false, Some("authentic")),
            of("d", true, Some("splice")),
            of("e", true, None),
        ];
        let files = |rows: Vec<Row>| rows.into_iter().map(|row| row.file).collect::<String>();
        let grouped: Vec<(&str, String)> = by_kind(&rows).into_iter().map(|(kind, rows)| (kind, files(rows))).collect();
        assert_eq!(grouped, [("removal", "b".to_owned()), ("splice", "ad".to_owned())]);
    }

    #[test]
    fn each_column_takes_the_pictures_it_is_of() {
        let rows = [
            row("a", true, [10, 0, 0, 90], 0.9),
            row("b", true, [0, 10, 10, 80], 0.6),
            row("c", false, [0, 25, 0, 75], 0.7),
            row("d", false, [0, 0, 0, 100], 0.1),
        ];
        let thresholds = Thresholds { moderate: 0.8, strong: 0.65, ..Thresholds::OF_TESTS };
        let figure = |name: &str| COLUMNS.iter().find(|c| c.0 == name).and_then(|c| c.1(&rows, &thresholds));
        let expected = [
            ("F1@.5", 0.5),
            ("IoU@.5", 0.5),
            ("F1perm", (1.0 + 2.0 * 10.0 / 100.0) / 2.0),
            ("F1best", 0.9),
            ("IoU_ds", 10.0 / 30.0),
            ("AUC", 0.75),
            ("imgAUC", 0.75),
            ("bAcc", 0.75),
            ("FPR", 0.0),
            ("FPR@.5", 0.5),
            ("strFPR", 0.5),
            ("from", 0.094_531),
            ("to", 0.905_469),
            ("strTPR", 0.5),
            ("domain", 0.5),
            ("area", 0.125),
            ("relAUC", 0.8),
            ("freq.", 1.0),
        ];
        for (name, value) in expected {
            assert!(figure(name).is_some_and(|found| (found - value).abs() < 1e-6), "{name}: {:?}", figure(name));
        }
        let nothing: Vec<_> = COLUMNS.iter().filter(|c| c.1(&[], &thresholds).is_some()).map(|c| c.0).collect();
        assert!(nothing.is_empty(), "{nothing:?}");
    }

    #[test]
    fn sets_are_of_the_domain_that_they_are_named_after() {
        assert_eq!(
            ["scene_text", "authentic_face", "casia1", "authentic_"].map(domain_of),
            [Some(Domain::SceneText), Some(Domain::Face), None, None]
        );
    }

    #[test]
    fn doubt_is_right_where_the_mask_is_wrong() {
        let (mask, truth) = ([255, 255, 0, 0], [true, false, true, false]);
        assert_eq!(doubt_auc(&mask, &truth, &[250, 10, 20, 240]), Some(1.0));
        assert_eq!(doubt_auc(&mask, &truth, &[10, 250, 240, 20]), Some(0.0));
        assert_eq!(doubt_auc(&mask, &[true, true, false, false], &[9; 4]), None);
    }

    #[test]
    fn rows_of_the_table_have_as_many_fields_as_its_head() {
        let text = csv(&[row("a, \"b\".png", false, [0, 1, 2, 3], 0.5)]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("s,\"a, \"\"b\"\".png\",false,"), "{}", lines[1]);
        // Less the comma inside the name.
        assert_eq!(lines[0].matches(',').count(), lines[1].matches(',').count() - 1);
    }
}
