//! Figures as people write them.

use crate::language::Language;

/// A figure with one decimal below ten, none from there on, and two significant digits below a tenth.
pub fn figure(value: f64, language: Language) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size == 0.0 || size >= 9.95 => 0,
        _ if size >= 0.095 => 1,
        _ => (1.0 - size.log10().floor()).min(6.0) as usize,
    };
    decimal(value, decimals, language)
}

/// A figure with so many decimals.
pub fn decimal(value: f64, decimals: usize, language: Language) -> String {
    format!("{value:.decimals$}").replace('.', language.decimal_sign().encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_as_many_digits_as_they_deserve() {
        let written = [0.0, 0.000_123, 0.044, 0.097, 0.5, 2.04, 9.94, 9.96, 1234.5].map(|value| figure(value, Language::En));
        assert_eq!(written, ["0", "0.00012", "0.044", "0.1", "0.5", "2.0", "9.9", "10", "1234"]);
        assert_eq!(Language::ALL.map(|language| figure(2.14, language)), ["2.1", "2,1", "2,1", "2.1"]);
    }
}
