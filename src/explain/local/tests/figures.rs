//! Finds the numbers of a sentence and looks for them under its pointers.

use serde_json::Value;

use crate::language::Language;

/// A number as written: its value and how many decimals it has.
pub struct Written {
    pub value: f64,
    pub decimals: i32,
}

/// Every number of a text that is not part of one of these quotations.
pub fn written(text: &str, quotations: &[String], language: Language) -> Vec<Written> {
    let mut text = text.to_owned();
    for quotation in quotations.iter().filter(|quotation| !quotation.is_empty()) {
        text = text.replace(quotation.as_str(), "");
        // Dates are written with hyphens.
        if let Some((day, time)) = quotation.split_at_checked(10) {
            text = text.replace(&(day.replace(':', "-") + time), "");
        }
    }
    let sign = language.decimal_sign();
    let letters: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = |from: usize| letters[from..].iter().take_while(|c| c.is_ascii_digit()).count();
        let whole = digits(at);
        let decimals = if letters.get(at + whole) == Some(&sign) { digits(at + whole + 1) } else { 0 };
        let length = if decimals > 0 { whole + 1 + decimals } else { whole };
        let number: String = letters[at..at + length].iter().collect();
        found.push(Written { value: number.replace(',', ".").parse().unwrap(), decimals: decimals as i32 });
        at += length;
    }
    found
}

/// What may be said of the value under a pointer.
pub fn sayable(report: &Value, pointer: &str, numbers: &mut Vec<f64>, quotations: &mut Vec<String>) {
    let value = report.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the report"));
    // A region is called by its number.
    if let Some(index) = pointer.strip_prefix("/regions/").and_then(|rest| rest.parse::<f64>().ok()) {
        numbers.push(index + 1.0);
    }
    match value {
        Value::Number(number) => numbers.push(number.as_f64().unwrap()),
        Value::String(text) => quotations.push(text.clone()),
        Value::Array(items) => {
            numbers.push(items.len() as f64);
            numbers.extend(items.iter().filter_map(Value::as_f64));
        }
        _ => {}
    }
}

/// Whether a number is one of these values rounded: as it is, in per cent, in thousands, without its sign.
pub fn is_one_of(written: &Written, values: &[f64]) -> bool {
    let half = 0.5 * 10f64.powi(-written.decimals);
    values.iter().flat_map(|v| [v.abs(), v * 100.0, v / 1000.0]).any(|v| (v - written.value).abs() <= half * (1.0 + 1e-6))
}
