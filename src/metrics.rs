//! The field's figures, as IMDL-BenCo defines them: a picture at a time, forged pictures only, then the mean.

/// Keeps a division by an empty set at zero.
const EPSILON: f64 = 1e-8;

/// Counts of a mask against the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Forged and found.
    pub true_positive: u64,
    /// Found and authentic.
    pub false_positive: u64,
    /// Forged and missed.
    pub false_negative: u64,
    /// Authentic and left alone.
    pub true_negative: u64,
}

impl Confusion {
    /// Counts pixels at or above `level` (0..=255) as found; `truth` is true where forged.
    #[must_use]
    pub fn of(mask: &[u8], truth: &[bool], level: u8) -> Self {
        let mut counts = Self::default();
        for (&value, &forged) in mask.iter().zip(truth) {
            match (value >= level, forged) {
                (true, true) => counts.true_positive += 1,
                (true, false) => counts.false_positive += 1,
                (false, true) => counts.false_negative += 1,
                (false, false) => counts.true_negative += 1,
            }
        }
        counts
    }

    /// 2 TP / (2 TP + FP + FN).
    #[must_use]
    pub fn f1(&self) -> f64 {
        let both = 2.0 * self.true_positive as f64;
        both / (both + self.false_positive as f64 + self.false_negative as f64 + EPSILON)
    }

    /// TP / (TP + FP + FN).
    #[must_use]
    pub fn iou(&self) -> f64 {
        self.true_positive as f64
            / (self.true_positive as f64 + self.false_positive as f64 + self.false_negative as f64 + EPSILON)
    }

    /// F1 of the mask or of its inversion, whichever is higher (TruFor's; never to be reported as F1@.5).
    #[must_use]
    pub fn f1_permuted(&self) -> f64 {
        let inverted = Self {
            true_positive: self.false_negative,
            false_positive: self.true_negative,
            false_negative: self.true_positive,
            true_negative: self.false_positive,
        };
        self.f1().max(inverted.f1())
    }

    /// Share of all pixels that was found.
    #[must_use]
    pub fn found_fraction(&self) -> f64 {
        let all = self.true_positive + self.false_positive + self.false_negative + self.true_negative;
        (self.true_positive + self.false_positive) as f64 / (all as f64 + EPSILON)
    }
}

impl std::iter::Sum for Confusion {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            true_positive: a.true_positive + b.true_positive,
            false_positive: a.false_positive + b.false_positive,
            false_negative: a.false_negative + b.false_negative,
            true_negative: a.true_negative + b.true_negative,
        })
    }
}

/// F1 at every threshold: entry `l` is that of the pixels at or above `l`.
#[must_use]
pub fn f1_by_level(mask: &[u8], truth: &[bool]) -> [f64; 256] {
    let (forged, authentic) = histograms(mask, truth);
    let total: u64 = forged.iter().sum();
    let (mut tp, mut fp, mut by_level) = (0, 0, [0.0; 256]);
    for level in (0..256).rev() {
        tp += forged[level];
        fp += authentic[level];
        by_level[level] = 2.0 * tp as f64 / ((tp + fp + total) as f64 + EPSILON);
    }
    by_level
}

/// The best F1 over all thresholds (the oracle's; never to be reported as F1@.5).
#[must_use]
pub fn f1_best(mask: &[u8], truth: &[bool]) -> f64 {
    f1_by_level(mask, truth).into_iter().fold(0.0, f64::max)
}

/// The best mean F1 that one threshold gives on a whole set, and that threshold; `pictures` are [`f1_by_level`]'s.
#[must_use]
pub fn f1_at_best_level(pictures: &[[f64; 256]]) -> Option<(f64, u8)> {
    let means = (0..=255u8).filter_map(|level| Some((mean(pictures.iter().map(|p| p[usize::from(level)]))?, level)));
    means.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Area under the ROC curve of a mask's pixels; nothing where a class is missing.
#[must_use]
pub fn pixel_auc(mask: &[u8], truth: &[bool]) -> Option<f64> {
    let (forged, authentic) = histograms(mask, truth);
    let (positives, negatives): (u64, u64) = (forged.iter().sum(), authentic.iter().sum());
    if positives == 0 || negatives == 0 {
        return None;
    }
    let (mut below, mut area) = (0u64, 0.0);
    for level in 0..256 {
        area += forged[level] as f64 * (below as f64 + authentic[level] as f64 / 2.0);
        below += authentic[level];
    }
    Some(area / (positives as f64 * negatives as f64))
}

fn histograms(mask: &[u8], truth: &[bool]) -> ([u64; 256], [u64; 256]) {
    let (mut forged, mut authentic) = ([0; 256], [0; 256]);
    for (&value, &is_forged) in mask.iter().zip(truth) {
        let counts = if is_forged { &mut forged } else { &mut authentic };
        counts[usize::from(value)] += 1;
    }
    (forged, authentic)
}

/// Area under the ROC curve of pictures' scores: the chance that a forged one scores above an authentic one, ties half.
/// Nothing where a class is missing; scores that are no numbers count as the lowest.
#[must_use]
pub fn image_auc(scores: &[(f32, bool)]) -> Option<f64> {
    let value = |score: f32| if score.is_nan() { f32::NEG_INFINITY } else { score };
    let class = |forged: bool| scores.iter().filter(move |s| s.1 == forged).map(move |s| value(s.0));
    let (mut wins, mut pairs) = (0.0, 0u64);
    for a in class(true) {
        for b in class(false) {
            wins += if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            };
            pairs += 1;
        }
    }
    (pairs > 0).then(|| wins / pairs as f64)
}

/// The mean of the rates at which forged pictures score at or above `threshold` and authentic ones below. Nothing where a
/// class is missing; a score that is no number counts as below.
#[must_use]
pub fn balanced_accuracy(scores: &[(f32, bool)], threshold: f32) -> Option<f64> {
    let rate = |forged: bool| {
        let class = scores.iter().filter(|s| s.1 == forged);
        mean(class.map(|s| f64::from(u8::from((s.0 >= threshold) == forged))))
    };
    Some((rate(true)? + rate(false)?) / 2.0)
}

/// Wilson's interval for a share of `of` that was seen `count` times, at 95 %: the shares that would be as far from what was
/// seen with a chance of a fortieth on either side (Wilson 1927). Nothing of nothing.
#[must_use]
pub fn wilson(count: usize, of: usize) -> Option<(f64, f64)> {
    /// The normal distribution's quantile of .975.
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return None;
    }
    let (n, share) = (of as f64, count as f64 / of as f64);
    let shrink = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / shrink;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / shrink;
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// Expected calibration error (Naeini et al. 2015): how far the share of forged pictures is from their mean score, in ten
/// bins of equal width, weighted by the number of pictures. Nothing of nothing.
#[must_use]
pub fn calibration_error(scores: &[(f32, bool)]) -> Option<f64> {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for &(score, forged) in scores.iter().filter(|s| !s.0.is_nan()) {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + f64::from(score), bin.2 + f64::from(u8::from(forged)));
    }
    let off: f64 = bins.iter().map(|(_, scores, forged)| (scores - forged).abs()).sum();
    (!scores.is_empty()).then(|| off / scores.len() as f64)
}

/// The mean; nothing of nothing.
#[must_use]
pub fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0u32);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const TRUTH: [bool; 6] = [true, true, false, false, false, false];

    #[test]
    fn wilsons_interval_is_that_of_the_tables() {
        // By another implementation of the formula.
        for (count, of, low, high) in [
            (0, 10, 0.0, 0.277_532_8),
            (1, 10, 0.017_876_2, 0.404_150_0),
            (5, 10, 0.236_593_1, 0.763_406_9),
            (3, 80, 0.012_834_6, 0.104_547_2),
            (52, 52, 0.931_207_8, 1.0),
        ] {
            let (from, to) = wilson(count, of).unwrap();
            assert!((from - low).abs() < 1e-6 && (to - high).abs() < 1e-6, "{count} of {of}: {from} to {to}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn empty_full_perfect_and_inverted_masks() {
        let f1 = |mask: [u8; 6]| Confusion::of(&mask, &TRUTH, 128).f1();
        assert_eq!(f1([0; 6]), 0.0);
        assert!((f1([255; 6]) - 0.5).abs() < 1e-6);
        assert!((f1([255, 255, 0, 0, 0, 0]) - 1.0).abs() < 1e-6);
        assert_eq!(f1([0, 0, 255, 255, 255, 255]), 0.0);
        let half = Confusion::of(&[255, 0, 255, 0, 0, 0], &TRUTH, 128);
        assert!((half.iou() - 1.0 / 3.0).abs() < 1e-6 && (half.f1() - 0.5).abs() < 1e-6);
    }

    #[test]
    fn an_inverted_mask_is_forgiven_by_f1_permuted_alone() {
        let inverted = Confusion::of(&[0, 0, 255, 255, 255, 255], &TRUTH, 128);
        assert_eq!(inverted.f1(), 0.0);
        assert!((inverted.f1_permuted() - 1.0).abs() < 1e-6);
        let upright = Confusion::of(&[255, 0, 0, 0, 0, 0], &TRUTH, 128);
        assert_eq!(upright.f1_permuted(), upright.f1());
    }

    #[test]
    fn counts_of_a_set_are_not_the_mean_of_its_pictures() {
        // A large region that is found whole and a small one that is missed: DocTamper's IoU hides the second.
        let large = Confusion { true_positive: 99, true_negative: 1, ..Confusion::default() };
        let small = Confusion { false_negative: 1, true_negative: 99, ..Confusion::default() };
        let of_set: Confusion = [large, small].into_iter().sum();
        assert!((of_set.iou() - 0.99).abs() < 1e-6);
        assert!((mean([large.iou(), small.iou()]).unwrap() - 0.5).abs() < 1e-6);
    }

    #[test]
    fn authentic_pictures_have_no_f1_to_win() {
        let counts = Confusion::of(&[0, 255, 0], &[false; 3], 128);
        assert_eq!((counts.f1(), counts.iou()), (0.0, 0.0));
        assert!((counts.found_fraction() - 1.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn balanced_accuracy_weighs_the_classes_alike() {
        let scores = [(0.9, true), (0.5, true), (0.2, true), (f32::NAN, true), (0.6, false), (0.1, false)];
        assert_eq!(balanced_accuracy(&scores, 0.5), Some(0.5));
        assert_eq!(balanced_accuracy(&scores, 0.7), Some(0.625));
        assert_eq!(balanced_accuracy(&scores[..4], 0.5), None);
    }

    #[test]
    fn a_score_is_calibrated_where_as_many_are_forged_as_it_says() {
        let quarter: Vec<(f32, bool)> = (0..8).map(|i| (0.25, i % 4 == 0)).collect();
        assert_eq!(calibration_error(&quarter), Some(0.0));
        let sure: Vec<(f32, bool)> = (0..8).map(|i| (1.0, i % 4 == 0)).collect();
        assert_eq!(calibration_error(&sure), Some(0.75));
        // Errors of two bins do not cancel.
        assert!((calibration_error(&[(0.9, false), (0.1, true)]).unwrap() - 0.9).abs() < 1e-6);
        assert_eq!(calibration_error(&[]), None);
    }

    #[test]
    fn areas_under_curves() {
        assert_eq!(pixel_auc(&[200, 180, 100, 90, 80, 70], &TRUTH), Some(1.0));
        assert_eq!(pixel_auc(&[7; 6], &TRUTH), Some(0.5));
        assert_eq!(pixel_auc(&[0, 0, 9, 9, 9, 9], &TRUTH), Some(0.0));
        assert_eq!(pixel_auc(&[0; 6], &[false; 6]), None);
        assert_eq!(image_auc(&[(0.9, true), (0.4, true), (0.4, false)]), Some(0.75));
        assert_eq!(image_auc(&[(f32::NAN, true), (0.1, false)]), Some(0.0));
        assert_eq!(image_auc(&[(0.5, true)]), None);
    }

    #[test]
    fn the_oracle_finds_the_best_threshold() {
        let mask = [60, 50, 40, 0, 0, 0];
        assert_eq!(Confusion::of(&mask, &TRUTH, 128).f1(), 0.0);
        assert!((f1_best(&mask, &TRUTH) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_set_has_one_threshold_for_all_its_pictures() {
        let one = f1_by_level(&[60, 50, 40, 0, 0, 0], &TRUTH);
        let other = f1_by_level(&[255, 200, 60, 60, 60, 60], &TRUTH);
        // 50 suits the first and not the second; 61 the second and not the first.
        let (f1, level) = f1_at_best_level(&[one, other]).unwrap();
        assert_eq!(level, 50);
        assert!((f1 - (1.0 + 0.5) / 2.0).abs() < 1e-6);
        assert_eq!(f1_at_best_level(&[]), None);
    }
}
