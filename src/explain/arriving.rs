//! What can be read of a reply that is still arriving. A model that keeps to the schema writes JSON; people wait for words.

use super::reply::{MAX_TEXT, answer, clean, plain, visible};

/// The fields that hold sentences for people.
const SAID: [&str; 5] = ["summary", "title", "content", "description", "evidence"];

/// The words of a reply so far, a line each: of JSON the texts that are for people, of anything else all of it.
#[must_use]
pub fn words(text: &str) -> String {
    let text = answer(text);
    let Some(start) = object(text) else {
        // A fence that has just been opened has JSON in it.
        return if text.starts_with("```") { String::new() } else { visible(text) };
    };
    let before = text[..start].lines().filter(|line| !line.starts_with("```") && !line.trim().is_empty());
    let mut lines: Vec<String> = before.map(visible).collect();
    let (mut rest, mut key) = (&text[start..], String::new());
    while let Some((between, inside)) = rest.split_once('"') {
        let (text, after) = string(inside);
        // A field's value stands behind its colon.
        if between.trim() == ":" && SAID.contains(&key.as_str()) && !text.is_empty() {
            lines.push(visible(&text));
        }
        let Some(after) = after else { break };
        (key, rest) = (text, after);
    }
    lines.join("\n")
}

/// The same of a reply that is over and not of the shape that was asked for, cleaned and bounded; where nothing in it is for
/// people, all of it.
#[must_use]
pub fn readable(text: &str) -> String {
    let words = clean(&words(text), MAX_TEXT, true);
    if words.is_empty() { plain(text) } else { words }
}

/// Where a JSON object begins, if one does.
fn object(text: &str) -> Option<usize> {
    text.match_indices('{').map(|(at, _)| at).find(|&at| {
        let after = text[at + 1..].trim_start();
        after.is_empty() || after.starts_with('"')
    })
}

/// The text of a JSON string that begins here, and what follows its closing quote, if that has come. An escape that has not
/// come whole yet is left out, one that JSON does not know stands for its letter.
fn string(from: &str) -> (String, Option<&str>) {
    let (mut text, mut rest) = (String::new(), from.chars());
    while let Some(c) = rest.next() {
        match c {
            '"' => return (text, Some(rest.as_str())),
            '\\' => match rest.next() {
                Some('u') => {
                    let Some(c) = escaped(&mut rest) else { break };
                    text.push(c);
                }
                Some('n') => text.push('\n'),
                Some('b' | 'f' | 'r' | 't') => text.push(' '),
                Some(c) => text.push(c),
                None => break,
            },
            c => text.push(c),
        }
    }
    (text, None)
}

/// The character behind `\u`, of which those beyond 16 bits have two; none where it has not come whole.
fn escaped(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let unit = |rest: &mut std::str::Chars<'_>| {
        let digits = rest.as_str().get(..4)?;
        *rest = rest.as_str()[4..].chars();
        Some(u16::from_str_radix(digits, 16).unwrap_or(0xfffd))
    };
    let first = unit(rest)?;
    let mut units = vec![first];
    if (0xd800..0xdc00).contains(&first) {
        match rest.as_str().as_bytes() {
            [] | [b'\\'] => return None,
            [b'\\', b'u', ..] => {
                *rest = rest.as_str()[2..].chars();
                units.push(unit(rest)?);
            }
            _ => {}
        }
    }
    char::decode_utf16(units).next().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: &str = r#"{"tampered": true, "domain": "natural", "regions": [{"id": 1, "title": "A \"moon\"", "content": "moon",
        "absolute_position": "top_left", "bbox": [1, 2, 3, 4], "artifacts": [{"kind": "halo",
        "description": "A rim \u00e9\ud83c\udf19", "evidence": "Brighter:\nby far"}]}], "summary": "It was \\ added."}"#;
    const WORDS: &str = "A \"moon\"\nmoon\nA rim é🌙\nBrighter:\nby far\nIt was \\ added.";

    #[test]
    fn json_is_read_as_its_sentences_wherever_it_stands() {
        for text in
            [REPLY.to_owned(), format!("```json\n{REPLY}\n```"), format!("<think>What {{\"summary\": \"no\"}}</think>\n{REPLY}")]
        {
            assert_eq!(words(&text), WORDS, "{text}");
        }
        assert_eq!(words(&format!("Here it is:\n{REPLY}")), format!("Here it is:\n{WORDS}"));
        assert_eq!(words("```"), "");
        assert_eq!(words("{\"tampered\": tr"), "");
        assert_eq!(words(r#"{"lists": ["no", "summary", "neither"], "summary": "yes""#), "yes");
        assert_eq!(words(r#"{"evidence": null, "bbox": "no", "title": {"ti"#), "");
        assert_eq!(words(r#"{"title": "It\'s \(x\) \ud83cx\uzzzz, still"#), "It's (x) \u{fffd}x\u{fffd}, still");
    }

    #[test]
    fn words_only_grow_as_they_arrive() {
        let mut before = String::new();
        for (end, _) in REPLY.char_indices() {
            let now = words(&REPLY[..end]);
            assert!(now.starts_with(&before), "after {end} bytes: {now:?} does not go on from {before:?}");
            before = now;
        }
    }

    #[test]
    fn other_text_stays_as_it_is_but_for_what_steers_a_display() {
        for text in ["A plain answer.\nOf two lines.", "A set {a, b} of two", ""] {
            assert_eq!(words(text), text);
        }
        assert_eq!(words("turn\u{202e}ed"), "turned");
        assert_eq!(words("{\"summary\": \"turn\u{202e}ed"), "turned");
        assert_eq!(words("<think>not this"), "");
    }

    #[test]
    fn what_is_over_and_was_cut_or_spoilt_is_still_read_as_words() {
        assert_eq!(readable(&REPLY[..REPLY.len() - 8]), WORDS.trim_end_matches(" added."));
        assert_eq!(readable("{\"tampered\": true}"), "{\"tampered\": true}");
        assert_eq!(readable("A plain  answer."), "A plain answer.");
    }
}
