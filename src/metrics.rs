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

    /// Share of all pixels that was found.
    #[must_use]
    pub fn found_fraction(&self) -> f64 {
        let all = self.true_positive + self.false_positive + self.false_negative + self.true_negative;
        (self.true_positive + self.false_positive) as f64 / (all as f64 + EPSILON)
    }
}

/// The best F1 over all thresholds (the oracle's; never to be reported as F1@.5).
#[must_use]
pub fn f1_best(mask: &[u8], truth: &[bool]) -> f64 {
    let (forged, authentic) = histograms(mask, truth);
    let total: u64 = forged.iter().sum();
    let (mut tp, mut fp, mut best) = (0, 0, 0.0f64);
    for level in (0..256).rev() {
        tp += forged[level];
        fp += authentic[level];
        best = best.max(2.0 * tp as f64 / ((tp + fp + total) as f64 + EPSILON));
    }
    best
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
    use super::*;

    const TRUTH: [bool; 6] = [true, true, false, false, false, false];

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
}
