//! The catalogue: every word of the page, from `locales/en.ftl`.
//!
//! The file is in Fluent's syntax, so that translators have their tools. The page reads the part of it that it uses
//! itself (messages, comments, variables, selections by plural or by name), which costs the first paint two kilobytes;
//! `fluent-bundle` would cost more than all the rest of the page. What is read here means the same in Fluent.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The catalogue, as it was built in.
const ENGLISH: &str = include_str!("../../locales/en.ftl");

/// What a variable of a message stands for.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Put in as it is; selects a variant by its name.
    Text(&'a str),
    /// Put in as a whole number; selects a variant by that number, then by its plural.
    Number(u32),
}

impl Value<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    fn plural(&self) -> &'static str {
        match self {
            Self::Number(1) => "one",
            _ => "other",
        }
    }
}

thread_local! {
    static CATALOGUE: BTreeMap<&'static str, &'static str> = messages(ENGLISH);
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
    let pattern = CATALOGUE.with(|catalogue| catalogue.get(key).copied())?;
    let mut out = String::new();
    write(pattern, variables, &mut out);
    Some(out)
}

/// Keys and patterns: a line that begins with `key =`, with the indented lines and closing braces that follow it.
fn messages(source: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let continues = line.starts_with([' ', '}']);
        if !continues && let Some((key, start)) = open.take() {
            found.insert(key, source[start..at].trim());
        }
        if !continues
            && !line.starts_with('#')
            && let Some((key, _)) = line.split_once('=')
        {
            open = Some((key.trim(), at + key.len() + 1));
        }
        at += line.len();
    }
    if let Some((key, start)) = open {
        found.insert(key, source[start..].trim());
    }
    found
}

/// Writes a pattern, its placeables resolved.
fn write(pattern: &str, variables: &[(&str, Value<'_>)], out: &mut String) {
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let inside = &rest[start + 1..];
        let end = closing(inside);
        placeable(inside[..end].trim(), variables, out);
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where the brace closes that was opened just before `text`; its end where none does.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `$name`, or `$name -> [variant] … *[variant] …`.
fn placeable(inside: &str, variables: &[(&str, Value<'_>)], out: &mut String) {
    let (name, variants) = match inside.split_once("->") {
        Some((name, variants)) => (name.trim(), Some(variants)),
        None => (inside, None),
    };
    let value = name.strip_prefix('$').and_then(|name| variables.iter().find(|(known, _)| *known == name));
    let Some((_, value)) = value else {
        out.push_str(name);
        return;
    };
    let Some(variants) = variants else {
        out.push_str(&value.text());
        return;
    };
    let (exact, plural) = (value.text(), value.plural());
    let (mut best, mut rank) = ("", 0);
    for variant in variants.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let fallback = variant.starts_with('*');
        let Some((key, pattern)) = variant.trim_start_matches('*').strip_prefix('[').and_then(|v| v.split_once(']')) else {
            continue;
        };
        let key = key.trim();
        let fits = if key == exact {
            3
        } else if key == plural {
            2
        } else {
            u8::from(fallback)
        };
        if fits > rank {
            (best, rank) = (pattern.trim(), fits);
        }
    }
    write(best, variables, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_messages_variables_and_selections() {
        let source = "# note = no\n## Head\na = One { $x } two\nb = { $n ->\n    [0] none\n    [one] one { $x }\n   *[other] { $n } of them\n}\nc = last";
        let found = messages(source);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), ["a", "b", "c"]);
        let say = |key: &str, n: u32| {
            let mut out = String::new();
            write(found[key], &[("x", Value::Text("X")), ("n", Value::Number(n))], &mut out);
            out
        };
        assert_eq!(say("a", 1), "One X two");
        assert_eq!(say("b", 0), "none");
        assert_eq!(say("b", 1), "one X");
        assert_eq!(say("b", 2), "2 of them");
        assert_eq!(say("c", 0), "last");
    }

    #[test]
    fn a_broken_pattern_is_shown_and_does_not_stop_the_page() {
        for pattern in ["{", "}", "{ $", "{ $n ->", "{ $n ->\n [", "{{{}", "a { $unknown } b", "ä { $n -> [x"] {
            let mut out = String::new();
            write(pattern, &[("n", Value::Number(1))], &mut out);
        }
        assert_eq!(text("no-such-key"), "no-such-key");
    }

    #[test]
    fn every_key_in_the_code_is_in_the_catalogue_and_the_other_way_round() {
        let code = [
            include_str!("account.rs"),
            include_str!("app.rs"),
            include_str!("ask.rs"),
            include_str!("ask/answer.rs"),
            include_str!("ask/preview.rs"),
            include_str!("ask/settings.rs"),
            include_str!("controls.rs"),
            include_str!("drawing.rs"),
            include_str!("finding.rs"),
            include_str!("intake.rs"),
            include_str!("lens.rs"),
            include_str!("panel.rs"),
            include_str!("session.rs"),
            include_str!("viewer.rs"),
            include_str!("../../www/samples/samples.json"),
        ]
        .concat();
        let known = messages(ENGLISH);
        for call in ["text(\"", "text_with(\""] {
            for (at, _) in code.match_indices(call) {
                // Not the end of a longer name, as in `get_context`.
                let whole = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let key = code[at + call.len()..].split('"').next().unwrap();
                assert!(!whole || known.contains_key(key), "{key} is not in the catalogue");
            }
        }
        // Keys that are put together from what the engine says.
        let made = ["verdict-", "note-", "error-", "sample-", "promise-", "reason-", "domain-", "account-", "preset-", "mode-"];
        for key in known.keys() {
            let used = code.contains(&format!("\"{key}\"")) || made.iter().any(|prefix| key.starts_with(prefix));
            assert!(used, "{key} is not used");
        }
    }
}
