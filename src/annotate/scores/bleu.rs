//! BLEU of one sentence (Papineni et al. 2002) as sacrebleu's `sentence_bleu` has it: its tokeniser 13a, up to four words,
//! exponential smoothing, effective order.

use std::collections::HashMap;

/// Longest run of words that is compared.
const ORDER: usize = 4;

/// 0 to 1; 0 where either text has no words.
#[must_use]
pub fn bleu(reference: &str, text: &str) -> f64 {
    let (reference, text) = (tokens(reference), tokens(text));
    let (mut sum, mut orders, mut smooth) = (0.0, 0, 1.0);
    for order in 1..=ORDER {
        let (there, said) = (counts(&reference, order), counts(&text, order));
        let total: usize = said.values().sum();
        if total == 0 {
            break;
        }
        let right: usize = said.iter().map(|(run, n)| (*n).min(there.get(run).copied().unwrap_or(0))).sum();
        let precision = if right == 0 {
            smooth *= 2.0;
            1.0 / (smooth * total as f64)
        } else {
            right as f64 / total as f64
        };
        // Nothing in common: no smoothing makes something of that.
        if order == 1 && right == 0 {
            return 0.0;
        }
        sum += precision.ln();
        orders = order;
    }
    if orders == 0 {
        return 0.0;
    }
    let brevity = if text.len() < reference.len() { (1.0 - reference.len() as f64 / text.len() as f64).exp() } else { 1.0 };
    (brevity * (sum / orders as f64).exp()).min(1.0)
}

fn counts(tokens: &[String], order: usize) -> HashMap<&[String], usize> {
    let mut counts = HashMap::new();
    tokens.windows(order).for_each(|run| *counts.entry(run).or_insert(0) += 1);
    counts
}

/// mteval-v13a's tokens.
fn tokens(text: &str) -> Vec<String> {
    let mut text = text.replace("<skipped>", "").replace("-\n", "").replace('\n', " ");
    for (name, sign) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] {
        text = text.replace(name, sign);
    }
    let mut spaced: Vec<char> = vec![' '];
    for c in text.chars() {
        // {-~ [-` space-& (-+ :-@ and /.
        if matches!(c, '{'..='~' | '['..='`' | ' '..='&' | '('..='+' | ':'..='@' | '/') {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced.push(' ');
    let point = |c: char| c == '.' || c == ',';
    let digit = |c: char| c.is_ascii_digit();
    // As regular expressions do, each pass from the left, none over what it has replaced.
    let spaced = pairs(&spaced, |a, b| (!digit(a) && point(b)).then_some([None, Some(' '), Some(' ')]));
    let spaced = pairs(&spaced, |a, b| (point(a) && !digit(b)).then_some([Some(' '), Some(' '), None]));
    let spaced = pairs(&spaced, |a, b| (digit(a) && b == '-').then_some([None, Some(' '), Some(' ')]));
    spaced.into_iter().collect::<String>().split_whitespace().map(str::to_owned).collect()
}

/// Puts spaces before, between and behind pairs of neighbours.
fn pairs(text: &[char], spaces: impl Fn(char, char) -> Option<[Option<char>; 3]>) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match text.get(at + 1).and_then(|&next| spaces(text[at], next)) {
            Some([before, between, behind]) => {
                out.extend(before);
                out.push(text[at]);
                out.extend(between);
                out.push(text[at + 1]);
                out.extend(behind);
                at += 2;
            }
            None => {
                out.push(text[at]);
                at += 1;
            }
        }
    }
    out
}
