//! What a person is told when no words come, in their language: `locales/explain`.

use crate::language::Language;
use crate::words::{Catalogue, Value};

/// In the order of [`Language`].
const SOURCES: [&str; 4] = [
    include_str!("../../locales/explain/en.ftl"),
    include_str!("../../locales/explain/es.ftl"),
    include_str!("../../locales/explain/de.ftl"),
    include_str!("../../locales/explain/ar.ftl"),
];

/// The messages of a language.
pub(super) fn of(language: Language) -> Catalogue<'static> {
    Catalogue::new(SOURCES[language as usize], language)
}

/// A message; its key where there is none.
pub(super) fn say(key: &str, variables: &[(&str, Value<'_>)], language: Language) -> String {
    of(language).find(key, variables).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::endpoint::ErrorKind;
    use crate::explain::prompt::PromptError;

    #[test]
    fn every_key_is_one_that_is_said() {
        for language in Language::ALL {
            let endpoint = ErrorKind::ALL.map(|(_, name)| name).into_iter().chain(["status", "detail"]);
            let mut expected: Vec<String> = endpoint.map(|name| format!("explain-error-{name}")).collect();
            expected.extend(PromptError::KINDS.map(|name| format!("prompt-error-{name}")));
            expected.sort();
            assert_eq!(of(language).keys().collect::<Vec<_>>(), expected, "{language}");
        }
    }
}
