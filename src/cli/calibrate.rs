use std::path::PathBuf;

use super::runner::{DeviceChoice, Runner};
use crate::eval_set::{EvalSet, read};
use crate::localize::{Region, Thresholds, find_regions, less_chance, mask_level, peak, sigmoid};
use crate::metrics::{balanced_accuracy, calibration_error, f1_by_level, mean};
use crate::parallel;
use crate::tile::{GateMode, TileSize};

/// Share of authentic pictures that may score as high as each band; `moderate` begins where the two kinds part best, if that
/// is higher.
const WEAK: f64 = 0.3;
const MODERATE: f64 = 0.15;
const STRONG: f64 = 0.05;
const VERY_STRONG: f64 = 0.02;
/// Share of authentic pictures whose scores are the tail: those beyond the bulk.
const TAIL: f64 = 0.25;
/// Share of pictures, those nearest to the threshold, of which the verdict is to be unsure.
const UNSURE: f64 = 0.1;
/// Candidates for the smallest region, pixels.
const AREAS: [usize; 6] = [16, 64, 256, 512, 1024, 2048];
/// Share of the forgeries found that may be lost to the smallest region.
const LOST: f64 = 0.02;

/// Candidates for the peak from which on masks are taken back, the ones that change least first.
const SHARP: [Option<f32>; 7] = [None, Some(8.0), Some(6.0), Some(5.0), Some(4.0), Some(3.0), Some(2.0)];
/// What a candidate may fall short of the best one by: less than that is chance.
const CLOSE: f64 = 0.003;

/// Prints the thresholds that sets speak for, as models/manifest.json holds them.
#[derive(clap::Args)]
pub struct CalibrateArgs {
    /// Folders with image/ and mask/, as `forge --preset validation-v2 --out FOLDER` makes one for each domain.
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// A model of the list, or the path of a file.
    #[arg(long, default_value = "small")]
    model: String,
}

/// One picture: its score, how many tiles it has, whether it is forged, and for each of [`AREAS`] how many regions there are
/// and whether one of them meets the forgery; for each of [`SHARP`] the F1 of a forged picture's mask, and what is left alone of an
/// authentic one.
struct Seen {
    score: f32,
    tiles: f32,
    forged: bool,
    regions: [(usize, bool); AREAS.len()],
    marked: [f64; SHARP.len()],
}

/// Runs `calibrate`.
pub fn run(args: &CalibrateArgs) -> Result<(), String> {
    let sets = args.sets.iter().map(|set| EvalSet::open(set)).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    let mut runner = Runner::open(&args.model, DeviceChoice::Auto, GateMode::Auto)?;
    // Scores as the tiles give them; what large pictures lose is chosen here.
    runner.entry.thresholds.tail = 0.0;
    // Likewise masks: what is taken back is chosen here, and regions on the whole of them.
    runner.entry.thresholds.sharp_from = None;
    let now = runner.entry.thresholds;
    let level = now.mask;
    let all: Vec<_> = sets.iter().flat_map(|set| set.pictures.iter().map(move |path| (set, path))).collect();
    let look = |index: usize| {
        let (set, path) = all[index];
        let told = |why: String| format!("{why}: {}", path.display());
        let photo = read(path).map_err(told)?;
        let findings = runner.find(&photo, 1, &mut |_, _| ()).map_err(told)?;
        let (width, height) = (photo.width, photo.height);
        let truth = set.truth(path, width, height).map_err(|e| e.to_string())?;
        let regions = AREAS.map(|area| {
            let found = find_regions(&findings.mask, &findings.reliability, width as usize, level, area);
            (found.len(), found.iter().any(|region| meets(region, &truth, width as usize)))
        });
        let forged = truth.contains(&true);
        let peak = peak(&findings.logits);
        let marked = marked(&findings.mask, &truth, |from| {
            mask_level(sigmoid(logit(level) + Thresholds { sharp_from: from, ..now }.taken_back(peak)))
        });
        let size = TileSize::fitting(width as usize, height as usize, runner.entry.tile);
        let tiles = size.cover(width as usize, height as usize);
        Ok::<_, String>(Seen { score: findings.score, tiles, forged, regions, marked })
    };
    let mut seen = parallel::in_order(all.len(), look).into_iter().collect::<Result<Vec<_>, _>>()?;
    let thresholds =
        choose(&mut seen, &runner.entry.thresholds).ok_or("the sets need forged and authentic pictures, 20 of each at least")?;
    println!("model {} (sha256 {}), {} pictures", runner.entry.name, &runner.entry.sha256[..12], seen.len());
    println!("{:<14}{:>9}{:>16}{:>16}", "band", "from", "authentic there", "forged there");
    for (name, from) in [
        ("weak", thresholds.weak),
        ("moderate", thresholds.moderate),
        ("strong", thresholds.strong),
        ("very strong", thresholds.very_strong),
    ] {
        println!("{name:<14}{from:>9.3}{:>16.3}{:>16.3}", share(&seen, false, from), share(&seen, true, from));
    }
    println!("{:<14}{:>25}{:>16}", "least region", "regions, authentic", "forgeries met");
    for (i, area) in AREAS.into_iter().enumerate() {
        let count = mean(seen.iter().filter(|s| !s.forged).map(|s| s.regions[i].0 as f64)).unwrap_or_default();
        println!("{area:<14}{count:>25.2}{:>16}", met(&seen, i));
    }
    println!("{:<14}{:>25}{:>16}", "sharp from", "authentic, area", "forged, F1");
    for (i, from) in SHARP.into_iter().enumerate() {
        let name = from.map_or("never".to_owned(), |from| from.to_string());
        println!("{name:<14}{:>25.4}{:>16.4}", 1.0 - marked_right(&seen, false, i), marked_right(&seen, true, i));
    }
    let scores: Vec<(f32, bool)> = seen.iter().map(|s| (s.score, s.forged)).collect();
    println!("expected calibration error of the score, ten bins: {:.3}", calibration_error(&scores).unwrap_or_default());
    println!("{}", serde_json::to_string_pretty(&thresholds).map_err(|e| e.to_string())?);
    Ok(())
}

/// For each of [`SHARP`], what is right of a mask from the level on that belongs to it: F1, or where there is nothing to find the
/// share that is left alone.
fn marked(mask: &[u8], truth: &[bool], level: impl Fn(Option<f32>) -> u8) -> [f64; SHARP.len()] {
    if truth.contains(&true) {
        let by_level = f1_by_level(mask, truth);
        return SHARP.map(|from| by_level[usize::from(level(from))]);
    }
    SHARP.map(|from| {
        let level = level(from);
        mask.iter().filter(|&&value| value < level).count() as f64 / mask.len().max(1) as f64
    })
}

/// [`marked`] of a candidate, over the forged or authentic pictures in the mean.
fn marked_right(seen: &[Seen], forged: bool, candidate: usize) -> f64 {
    mean(seen.iter().filter(|s| s.forged == forged).map(|s| s.marked[candidate])).unwrap_or_default()
}

fn meets(region: &Region, truth: &[bool], width: usize) -> bool {
    let [x, y, w, h] = region.bbox.map(|v| v as usize);
    (y..y + h).any(|row| truth[row * width + x..row * width + x + w].contains(&true))
}

fn met(seen: &[Seen], area: usize) -> usize {
    seen.iter().filter(|s| s.forged && s.regions[area].1).count()
}

/// Share of the forged or authentic pictures that score at or above `from`.
fn share(seen: &[Seen], forged: bool, from: f32) -> f64 {
    mean(seen.iter().filter(|s| s.forged == forged).map(|s| f64::from(u8::from(s.score >= from)))).unwrap_or_default()
}

fn logit(score: f32) -> f32 {
    let score = f64::from(score).clamp(1e-6, 1.0 - 1e-6);
    (score / (1.0 - score)).ln() as f32
}

/// The scale of an exponential that the highest logits follow: the mean of what they have beyond the rest (maximum
/// likelihood).
fn tail(scores: &[f32]) -> f32 {
    let mut logits: Vec<f32> = scores.iter().map(|&score| logit(score)).collect();
    logits.sort_by(|a, b| b.total_cmp(a));
    let count = ((TAIL * logits.len() as f64) as usize).max(1);
    let from = logits[count.min(logits.len() - 1)];
    thousandths(logits[..count].iter().map(|logit| logit - from).sum::<f32>() / count as f32)
}

/// What the set does not speak for stays as it is; nothing where there are too few pictures to say anything. Takes off the
/// scores what their pictures' tiles add by chance.
fn choose(seen: &mut [Seen], now: &Thresholds) -> Option<Thresholds> {
    let authentic = |seen: &[Seen]| seen.iter().filter(|s| !s.forged).map(|s| s.score).collect::<Vec<f32>>();
    let there = authentic(seen);
    if there.len() < 20 || seen.len() - there.len() < 20 {
        return None;
    }
    let tail = tail(&there);
    for picture in seen.iter_mut() {
        let less = less_chance(logit(picture.score), tail, picture.tiles);
        picture.score = sigmoid(less);
    }
    let seen = &*seen;
    let mut authentic = authentic(seen);
    authentic.sort_by(|a, b| b.total_cmp(a));
    // Half-way between the last authentic score that may be there and the first that may not.
    let at = |rate: f64| {
        let allowed = (rate * authentic.len() as f64) as usize;
        let above = if allowed == 0 { 1.0 } else { authentic[allowed - 1] };
        thousandths((above + authentic[allowed]) / 2.0)
    };
    let (weak, strong, very_strong) = (at(WEAK), at(STRONG), at(VERY_STRONG));
    let scores: Vec<(f32, bool)> = seen.iter().map(|s| (s.score, s.forged)).collect();
    let accuracy = |from: f32| balanced_accuracy(&scores, from).unwrap_or_default();
    let steps = (1..1000).map(|i| i as f32 / 1000.0);
    let moderate = steps.max_by(|&a, &b| accuracy(a).total_cmp(&accuracy(b)))?.clamp(at(MODERATE), strong);
    let mut distances: Vec<f32> = seen.iter().map(|s| (s.score - moderate).abs()).collect();
    distances.sort_by(f32::total_cmp);
    let unsure_margin = thousandths(distances[(UNSURE * seen.len() as f64) as usize]);
    let enough = (1.0 - LOST) * met(seen, 0) as f64;
    let kept = (0..AREAS.len()).filter(|&i| met(seen, i) as f64 >= enough).max().unwrap_or_default();
    let right = |i: usize| marked_right(seen, true, i) + marked_right(seen, false, i);
    let best = (0..SHARP.len()).map(right).fold(0.0, f64::max);
    let sharp_from = SHARP[(0..SHARP.len()).find(|&i| right(i) >= best - CLOSE)?];
    Some(Thresholds {
        sharp_from,
        weak,
        moderate,
        strong,
        very_strong,
        tail,
        unsure_margin,
        min_region_area: AREAS[kept],
        ..*now
    })
}

fn thousandths(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const NOW: Thresholds = Thresholds::OF_TESTS;

    /// 100 authentic pictures scored 0 to .99 and 100 forged ones .3 higher, with a region of 300 pixels that meets the
    /// forgery in all forged pictures but every 25th, where it has 20.
    fn seen() -> Vec<Seen> {
        (0..200)
            .map(|i| {
                let forged = i >= 100;
                let score = (i % 100) as f32 / 100.0 + if forged { 0.3 } else { 0.0 };
                let area = if i % 25 == 0 { 20 } else { 300 };
                Seen {
                    score: score.min(1.0),
                    tiles: 1.0,
                    forged,
                    regions: AREAS.map(|least| (usize::from(area >= least), forged && area >= least)),
                    marked: [0.5; SHARP.len()],
                }
            })
            .collect()
    }

    #[test]
    fn bands_hold_the_share_of_authentic_pictures_that_they_may() {
        let t = choose(&mut seen(), &NOW).unwrap();
        assert!((share(&seen(), false, t.weak) - WEAK).abs() < 1e-6);
        assert!(share(&seen(), false, t.moderate) <= MODERATE + 1e-6);
        assert!((share(&seen(), false, t.strong) - STRONG).abs() < 1e-6);
        assert!((share(&seen(), false, t.very_strong) - VERY_STRONG).abs() < 1e-6);
        assert!(t.weak <= t.moderate && t.moderate <= t.strong && t.strong <= t.very_strong);
    }

    #[test]
    fn about_a_tenth_is_unsure_and_specks_go_while_forgeries_stay() {
        let t = choose(&mut seen(), &NOW).unwrap();
        let near = seen().iter().filter(|s| (s.score - t.moderate).abs() < t.unsure_margin).count();
        assert!((10..=30).contains(&near), "{near}");
        // Regions of 300 pixels hold 96 of 100 forgeries, and two may be lost.
        assert_eq!(t.min_region_area, 16);
    }

    #[test]
    fn masks_are_taken_back_where_more_of_them_is_right_then() {
        assert_eq!(choose(&mut seen(), &NOW).unwrap().sharp_from, None, "nothing speaks for it");
        let mut seen = seen();
        seen.iter_mut().for_each(|s| s.marked[3..5].copy_from_slice(&[0.6, 0.601]));
        assert_eq!(choose(&mut seen, &NOW).unwrap().sharp_from, SHARP[3], "of two that are as good the one that changes less");
        let mask = [10, 130, 200, 250];
        let level = |from: Option<f32>| if from.is_some() { 190 } else { 128 };
        let [whole, less, ..] = marked(&mask, &[false, false, true, true], level);
        assert!((whole - 0.8).abs() < 1e-6 && (less - 1.0).abs() < 1e-6, "{whole}, {less}");
        assert_eq!(marked(&mask, &[false; 4], level)[..2], [0.25, 0.5]);
    }

    #[test]
    fn too_few_pictures_choose_nothing() {
        let mut few: Vec<Seen> = seen().into_iter().take(110).collect();
        assert!(choose(&mut few, &NOW).is_none());
    }

    #[test]
    fn the_tail_is_the_scale_of_an_exponential_and_is_taken_off_where_there_are_tiles() {
        // Quantiles of an exponential of scale .8, from a logit of -1 on.
        let logits: Vec<f64> = (0..1000).map(|i| -1.0 - 0.8 * (1.0 - (f64::from(i) + 0.5) / 1000.0).ln()).collect();
        let scores: Vec<f32> = logits.iter().map(|logit| (1.0 / (1.0 + (-logit).exp())) as f32).collect();
        assert!((tail(&scores) - 0.8).abs() < 0.02, "{}", tail(&scores));
        // The highest of four tiles of an authentic picture, each like those: no band may have more of them than of one.
        let mut rng = fastrand::Rng::with_seed(1);
        let mut seen: Vec<Seen> = (0..4000)
            .map(|i| {
                let tiles = if i % 2 == 0 { 1 } else { 4 };
                let highest = (0..tiles).map(|_| scores[rng.usize(0..scores.len())]).fold(0.0, f32::max);
                Seen {
                    score: highest,
                    tiles: tiles as f32,
                    forged: i % 40 == 0,
                    regions: [(0, false); AREAS.len()],
                    marked: [0.5; SHARP.len()],
                }
            })
            .collect();
        let t = choose(&mut seen, &NOW).unwrap();
        for (tiles, from, rate) in
            [1.0, 4.0].into_iter().flat_map(|tiles| [(tiles, t.strong, STRONG), (tiles, t.very_strong, VERY_STRONG)])
        {
            let of_these = seen.iter().filter(|s| !s.forged && s.tiles == tiles);
            let there = mean(of_these.map(|s| f64::from(u8::from(s.score >= from)))).unwrap();
            // Two thousand pictures: .05 and .02 are sure to within a third. Without the tail those of four tiles would be
            // there four times as often as those of one.
            assert!((there / rate - 1.0).abs() < 0.35, "{there} of pictures of {tiles} tiles");
        }
    }
}
