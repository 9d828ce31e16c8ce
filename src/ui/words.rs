//! The page's catalogue: every word of it, from `locales/en.ftl`, and from that of another language where one is spoken.

use std::cell::OnceCell;

use crate::language::Language;
use crate::words::Catalogue;
pub use crate::words::Value;

/// The catalogue, as it was built in.
const ENGLISH: &str = include_str!("../../locales/en.ftl");

thread_local! {
    static CATALOGUE: Catalogue<'static> = Catalogue::new(ENGLISH, Language::En);
    /// The language that is spoken in place of English.
    static SPOKEN: OnceCell<(Language, Catalogue<'static>)> = const { OnceCell::new() };
}

/// Speaks another language from now on, in the words of its catalogue; what that lacks stays English. Once.
pub fn speak(catalogue: String, language: Language) {
    // For as long as the page lives.
    let catalogue = Catalogue::new(catalogue.leak(), language);
    SPOKEN.with(|spoken| {
        // A second language would mix with what stands there already.
        let _ = spoken.set((language, catalogue));
    });
}

/// What is spoken.
#[must_use]
pub fn language() -> Language {
    SPOKEN.with(|spoken| spoken.get().map(|(language, _)| *language)).unwrap_or_default()
}

/// The message `key`, without variables; the key itself where there is none.
#[must_use]
pub fn text(key: &str) -> String {
    text_with(key, &[])
}

/// The message `key` with its variables; the key itself where there is none.
#[must_use]
pub fn text_with(key: &str, variables: &[(&str, Value<'_>)]) -> String {
    find(key, variables).unwrap_or_else(|| key.to_owned())
}

/// The message `key`, if the catalogue has it: for keys that are made from what the engine says.
#[must_use]
pub fn find(key: &str, variables: &[(&str, Value<'_>)]) -> Option<String> {
    let spoken = SPOKEN.with(|spoken| spoken.get().and_then(|(_, catalogue)| catalogue.find(key, variables)));
    spoken.or_else(|| CATALOGUE.with(|catalogue| catalogue.find(key, variables)))
}

/// What there is to say about an error, by its kind.
#[must_use]
pub fn error(kind: &str) -> String {
    find(&format!("error-{kind}"), &[]).unwrap_or_else(|| text("error-other"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::file::Aspect;

    #[test]
    fn a_key_that_is_missing_shows_itself() {
        assert_eq!(text("no-such-key"), "no-such-key");
        assert_eq!(find("no-such-key", &[]), None);
    }

    #[test]
    fn every_key_in_the_code_is_in_the_catalogue_and_the_other_way_round() {
        let code = [
            include_str!("account.rs"),
            include_str!("album.rs"),
            include_str!("app.rs"),
            include_str!("arrive.rs"),
            include_str!("ask.rs"),
            include_str!("beside.rs"),
            include_str!("ask/answer.rs"),
            include_str!("ask/paint.rs"),
            include_str!("ask/preview.rs"),
            include_str!("ask/settings.rs"),
            include_str!("controls.rs"),
            include_str!("drawing.rs"),
            include_str!("embed.rs"),
            include_str!("feedback.rs"),
            include_str!("finding.rs"),
            include_str!("guide.rs"),
            include_str!("intake.rs"),
            include_str!("keep.rs"),
            include_str!("lens.rs"),
            include_str!("metadata.rs"),
            include_str!("offline.rs"),
            include_str!("offline/dialog.rs"),
            include_str!("panel.rs"),
            include_str!("queue.rs"),
            include_str!("queue/list.rs"),
            include_str!("queue/shelf.rs"),
            include_str!("queue/thumb.rs"),
            include_str!("session.rs"),
            include_str!("session/heard.rs"),
            include_str!("sheet.rs"),
            include_str!("tongue.rs"),
            include_str!("signers.rs"),
            include_str!("viewer.rs"),
        ]
        .concat();
        let known: Vec<&str> = Catalogue::new(ENGLISH, Language::En).keys().collect();
        for call in ["text(\"", "text_with(\""] {
            for (at, _) in code.match_indices(call) {
                // Not the end of a longer name, as in `get_context`.
                let whole = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let key = code[at + call.len()..].split('"').next().unwrap();
                assert!(!whole || known.contains(&key), "{key} is not in the catalogue");
            }
        }
        // Keys that are put together from what the engine says.
        let made = [
            "verdict-",
            "note-",
            "error-",
            "sample-",
            "promise-",
            "reason-",
            "domain-",
            "account-",
            "preset-",
            "mode-",
            "ask-sent-",
            "source-",
            "written-",
            "part-",
            "offline-failed-",
        ];
        for key in &known {
            let used = code.contains(&format!("\"{key}\"")) || made.iter().any(|prefix| key.starts_with(prefix));
            assert!(used, "{key} is not used");
        }
        for about in Aspect::NAMES {
            assert!(known.contains(&format!("written-{about}").as_str()), "no words for {about}");
        }
    }

    /// The variants of a message's selections.
    fn variants(message: &str) -> impl Iterator<Item = &str> {
        message.split('[').skip(1).map(|rest| rest.split(']').next().unwrap())
    }

    /// The variables of a message and the variants of its selections, in the order of the alphabet. Of plurals it counts only
    /// that there are some: languages have other categories.
    fn shape(message: &str) -> Vec<&str> {
        let variables = message.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
        let plain = variants(message).map(|variant| if PLURALS.contains(&variant) { "other" } else { variant });
        let mut found: Vec<&str> = variables.chain(plain).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The plural categories of CLDR.
    const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

    /// Those of a language, for whole numbers.
    fn plurals(language: Language) -> &'static [&'static str] {
        match language {
            Language::En | Language::De => &["one", "other"],
            Language::Es => &["one", "many", "other"],
            Language::Ar => &PLURALS,
        }
    }

    #[test]
    fn every_language_says_all_of_it() {
        let messages = |source: &'static str, language| {
            let catalogue = Catalogue::new(source, language);
            let message = |key: &'static str| (key, shape(catalogue.pattern(key).unwrap()));
            catalogue.keys().map(message).collect::<Vec<_>>()
        };
        let english = messages(ENGLISH, Language::En);
        for (language, source) in [
            (Language::De, include_str!("../../locales/de.ftl")),
            (Language::Es, include_str!("../../locales/es.ftl")),
            (Language::Ar, include_str!("../../locales/ar.ftl")),
        ] {
            assert_eq!(messages(source, language), english, "{language}");
            let catalogue = Catalogue::new(source, language);
            for variant in catalogue.keys().flat_map(|key| variants(catalogue.pattern(key).unwrap())) {
                let known = !PLURALS.contains(&variant) || plurals(language).contains(&variant);
                assert!(known, "{language} has no plural {variant}");
            }
        }
    }

    #[test]
    fn another_language_is_spoken_where_it_has_words_and_english_elsewhere() {
        // Of this test's own thread.
        speak("percent = { $percent } v. H.\n".into(), Language::De);
        speak("percent = { $percent } %\n".into(), Language::Es);
        assert_eq!((language(), text_with("percent", &[("percent", Value::Number(3))])), (Language::De, "3 v. H.".into()));
        assert_eq!(text("cancel"), "Cancel");
    }

    #[test]
    fn what_is_seen_first_is_in_the_catalogues_words() {
        let html = include_str!("../../index.html");
        let first = html.split("<div id=\"first\">").nth(1).unwrap().split("<p id=\"waiting\"").next().unwrap();
        let texts = first.split('>').map(|part| part.split('<').next().unwrap().trim()).filter(|text| !text.is_empty());
        let known: Vec<String> = Catalogue::new(ENGLISH, Language::En).keys().map(text).collect();
        let mut count = 0;
        for found in texts {
            assert!(known.iter().any(|text| text == found), "not in the catalogue: {found}");
            count += 1;
        }
        assert!(count > 10, "{count} texts");
    }
}
