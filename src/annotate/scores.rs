//! How near a text is to another: edit distance, ROUGE-L, BLEU. Golden values are those of nltk, rouge-score and sacrebleu.

mod bleu;
mod cosine;

pub use bleu::bleu;
pub use cosine::{Embedder, cosine};

/// 1 less the Levenshtein distance in characters over the longer text's length; 1 for two empty ones.
#[must_use]
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    1.0 - row[b.len()] as f64 / longer as f64
}

/// The same whatever the case: the transcriptions of receipts are in capitals whatever the print is.
#[must_use]
pub fn text_likeness(a: &str, b: &str) -> f64 {
    likeness(&a.to_lowercase(), &b.to_lowercase())
}

/// ROUGE-L's F1: of the longest common subsequence of words; words are runs of ASCII letters and digits in lower case, as
/// rouge-score has them without its stemmer. 0 where either text has none.
#[must_use]
pub fn rouge_l(reference: &str, text: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let runs = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
        runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
    };
    let (reference, text) = (words(reference), words(text));
    let mut row = vec![0; text.len() + 1];
    for word in &reference {
        let mut diagonal = 0;
        for (j, other) in text.iter().enumerate() {
            let longest = if word == other { diagonal + 1 } else { row[j + 1].max(row[j]) };
            diagonal = std::mem::replace(&mut row[j + 1], longest);
        }
    }
    let common = row[text.len()] as f64;
    if common == 0.0 { 0.0 } else { 2.0 * common / (reference.len() + text.len()) as f64 }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A reference, a text, and what the other implementations say of them: `train/golden_scores.py` printed this.
    pub const GOLDEN: &str = include_str!("scores/golden.json");

    #[derive(serde::Deserialize)]
    pub struct Golden {
        pub reference: String,
        pub text: String,
        pub likeness: f64,
        pub rouge_l: f64,
        pub bleu: f64,
    }

    pub fn golden() -> Vec<Golden> {
        serde_json::from_str(GOLDEN).unwrap_or_default()
    }

    #[test]
    fn scores_are_those_of_other_implementations() {
        assert!(golden().len() >= 20);
        for Golden { reference, text, likeness: expected, rouge_l: rouge, bleu: blue } in golden() {
            for (name, found, expected) in [
                ("likeness", likeness(&reference, &text), expected),
                ("ROUGE-L", rouge_l(&reference, &text), rouge),
                ("BLEU", bleu(&reference, &text), blue),
            ] {
                assert!((found - expected).abs() < 1e-9, "{name} {found}, not {expected}: {reference:?} {text:?}");
            }
        }
    }

    #[test]
    fn scores_are_shares_and_whole_for_the_same() {
        let texts = ["", " ", "the moon", "Ein Mond – 3,5 km.", "\u{301}\u{301}", "&quot;<b>"];
        for a in texts {
            for b in texts {
                for score in [likeness(a, b), rouge_l(a, b), bleu(a, b)] {
                    assert!((0.0..=1.0).contains(&score), "{a:?} {b:?}: {score}");
                }
            }
            assert_eq!(likeness(a, a), 1.0);
        }
    }
}
