//! Whether the way a sample was saved tells what was done to it: it must not.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::chain::Chain;
use super::kinds::Kind;
use super::sample::{Kinds, Part, Settings};
use super::sources::{Domain, Sources, Split};
use super::stream;
use crate::metrics::image_auc;

const SAMPLES: u64 = 1600;
/// The most that a classifier may see in format, size and table.
const TOLERATED: f64 = 0.55;

/// Everything that a file says before a pixel is looked at.
fn header(sample: &super::Sample) -> Vec<f64> {
    let mut features =
        vec![f64::from(u8::from(sample.coefficients.jpeg)), sample.picture.width as f64, sample.picture.height as f64];
    features.extend(sample.coefficients.table.iter().map(|&q| f64::from(q).ln()));
    features
}

/// Logistic regression on standardised features, by gradient descent with a little decay; scores for the held-out ones.
fn classify(training: &[(Vec<f64>, bool)], held_out: &[(Vec<f64>, bool)]) -> Vec<(f32, bool)> {
    let width = training[0].0.len();
    let n = training.len() as f64;
    let mean: Vec<f64> = (0..width).map(|k| training.iter().map(|(x, _)| x[k]).sum::<f64>() / n).collect();
    let spread: Vec<f64> =
        (0..width).map(|k| (training.iter().map(|(x, _)| (x[k] - mean[k]).powi(2)).sum::<f64>() / n).sqrt().max(1e-9)).collect();
    let standard = |x: &[f64]| -> Vec<f64> { (0..width).map(|k| (x[k] - mean[k]) / spread[k]).collect() };
    let rows: Vec<(Vec<f64>, f64)> = training.iter().map(|(x, y)| (standard(x), f64::from(u8::from(*y)))).collect();
    let mut weights = vec![0.0; width + 1];
    let logit = |weights: &[f64], x: &[f64]| weights[width] + x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>();
    for _ in 0..300 {
        let mut slope = vec![0.0; width + 1];
        for (x, y) in &rows {
            let off = 1.0 / (1.0 + (-logit(&weights, x)).exp()) - y;
            slope[width] += off / n;
            x.iter().zip(&mut slope).for_each(|(x, s)| *s += off * x / n);
        }
        weights.iter_mut().zip(&slope).for_each(|(w, s)| *w -= 0.1 * (s + 0.01 * *w));
    }
    held_out.iter().map(|(x, y)| (logit(&weights, &standard(x)) as f32, *y)).collect()
}

#[test]
fn format_size_and_table_do_not_tell_forged_from_authentic() {
    let Some(data) = std::env::var_os("OMNI_IML_DATA").map(PathBuf::from) else {
        println!("skipped: OMNI_IML_DATA does not name the folder with the pristine pictures");
        return;
    };
    let part = |domain| {
        let forged = Kind::of(domain).iter().copied().filter(|kind| !kind.prints()).collect();
        let settings = Settings {
            size: Some(128),
            kinds: Kinds::Drawn { forged, authentic: 0.5 },
            area: (0.01, 0.35),
            chain: Chain::TRAINING,
        };
        Part { sources: Sources::open(&data.join("train_real"), domain, Split::Validation).unwrap(), settings }
    };
    let parts = Domain::ALL.map(part);
    let mut rows = Vec::new();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    stream::in_order(&parts, 11, SAMPLES, threads, |_, sample| {
        rows.push((header(&sample), sample.mask.contains(&1)));
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    // Blocks of eight, so that every domain is on both sides.
    let side = |first: usize| {
        rows.iter().enumerate().filter(|(i, _)| i / 8 % 2 == first).map(|(_, row)| row.clone()).collect::<Vec<_>>()
    };
    let auc = image_auc(&classify(&side(0), &side(1))).unwrap();
    println!("AUC of format, size and table alone: {auc:.3} on {} samples", side(1).len());
    assert!(auc <= TOLERATED, "format, size and table alone tell forged from authentic with an AUC of {auc:.3}");
    // The classifier sees what there is to see: the format itself.
    let planted = |rows: Vec<(Vec<f64>, bool)>| rows.into_iter().map(|(x, _)| (x.clone(), x[0] < 0.5)).collect::<Vec<_>>();
    assert!(image_auc(&classify(&planted(side(0)), &planted(side(1)))).unwrap() > 0.9);
}
