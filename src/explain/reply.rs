//! Reading what a model wrote: hostile text, whatever it looks like.
//!
//! Lengths come first, then parsing. Fields that are not ours are dropped, texts lose what steers a display (control and
//! bidirectional characters, stacks of accents), regions are tied to ours by number, and what is said of another place is
//! marked as the model's own.

use std::fmt;

use serde_json::{Map, Value};

use super::prompt::Place;
use super::schema::{
    AbsolutePosition, Artifact, ArtifactKind, DOMAINS, Explanation, MAX_ARTIFACTS, MAX_FIELD, MAX_STATEMENTS, MAX_SUMMARY,
    RelativePosition, Statement,
};
use crate::tile::Domain;

/// Longest reply that is looked at, bytes.
pub const MAX_TEXT: usize = 256 << 10;
/// Places in a text at which JSON may begin, tried in turn.
const MAX_TRIES: usize = 32;
/// Most marks that stay on one letter.
const MAX_MARKS: usize = 3;

/// Why a reply is not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyError {
    /// There is no JSON object in it.
    NoJson,
    /// There is one, and this is wrong with it: a path, and what should be there.
    Shape(String),
}

impl ReplyError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoJson => "no-json",
            Self::Shape(_) => "wrong-shape",
        }
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJson => f.write_str("the reply holds no JSON object; ask for one"),
            Self::Shape(what) => write!(f, "the reply's JSON is not as asked for: {what}"),
        }
    }
}

impl std::error::Error for ReplyError {}

/// Reads a reply about these regions, wherever in the text its JSON is: alone, between words, in a code fence.
///
/// # Errors
/// See [`ReplyError`].
pub fn read(text: &str, places: &[Place]) -> Result<Explanation, ReplyError> {
    find(text, |object| explanation(object, places))
}

/// The first JSON object in a reply that can be read as something; `read` says what is wrong with one that cannot.
///
/// # Errors
/// See [`ReplyError`].
pub(crate) fn find<T>(text: &str, read: impl Fn(&Map<String, Value>) -> Result<T, String>) -> Result<T, ReplyError> {
    let text = head(answer(text), MAX_TEXT);
    let mut reason = ReplyError::NoJson;
    let mut from = 0;
    for _ in 0..MAX_TRIES {
        let Some(at) = text[from..].find('{').map(|at| from + at) else { break };
        let mut found = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Map<String, Value>>();
        match found.next() {
            Some(Ok(object)) => {
                match read(&object) {
                    Ok(found) => return Ok(found),
                    // Of several objects, what is wrong with the first says most.
                    Err(what) if reason == ReplyError::NoJson => reason = ReplyError::Shape(what),
                    Err(_) => {}
                }
                from = at + found.byte_offset().max(1);
            }
            _ => from = at + 1,
        }
    }
    Err(reason)
}

/// A reply as text for people: cleaned, bounded, its line breaks kept.
#[must_use]
pub fn plain(text: &str) -> String {
    clean(answer(text), MAX_TEXT, true)
}

/// A reply without the thoughts that some models write in front of it.
pub(super) fn answer(text: &str) -> &str {
    let trimmed = text.trim_start();
    match trimmed.strip_prefix("<think>") {
        Some(rest) => rest.split_once("</think>").map_or("", |(_, answer)| answer.trim_start()),
        None => trimmed,
    }
}

/// As many whole characters as fit in so many bytes.
fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A text without what steers a display, of at most so many characters; what is cut is told by `…`.
pub(crate) fn clean(text: &str, longest: usize, keep_lines: bool) -> String {
    let mut out = String::new();
    let (mut count, mut marks, mut space) = (0, 0, true);
    for c in text.chars() {
        let c = match c {
            '\n' if keep_lines => '\n',
            c if c.is_whitespace() || c.is_control() => ' ',
            c if steers(c) => continue,
            c => c,
        };
        let mark = is_mark(c);
        marks = if mark { marks + 1 } else { 0 };
        if marks > MAX_MARKS || (c == ' ' && space) {
            continue;
        }
        space = c.is_whitespace();
        if count == longest {
            out.truncate(out.trim_end().len());
            out.push('…');
            return out;
        }
        out.push(c);
        count += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

/// A piece of a text for people, as it streams: without what steers a display, otherwise as it is.
pub(super) fn visible(piece: &str) -> String {
    piece.chars().filter(|&c| c == '\n' || !(c.is_control() || steers(c))).collect()
}

/// Characters that are not seen and change how others are: bidirectional ones, invisible ones, tags, noncharacters.
pub(crate) fn steers(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Marks that are stacked on a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn explanation(object: &Map<String, Value>, places: &[Place]) -> Result<Explanation, String> {
    let tampered = object.get("tampered").and_then(Value::as_bool).ok_or("`tampered` must be true or false")?;
    let domain = object
        .get("domain")
        .and_then(|value| serde_json::from_value::<Domain>(value.clone()).ok())
        .ok_or_else(|| format!("`domain` must be one of {}", DOMAINS.join(", ")))?;
    let list = object.get("regions").and_then(Value::as_array).ok_or("`regions` must be a list")?;
    let regions = list
        .iter()
        .take(MAX_STATEMENTS)
        .enumerate()
        .map(|(i, value)| statement(value, &format!("regions[{i}]"), places))
        .collect::<Result<_, _>>()?;
    let summary = text(object, "", "summary", MAX_SUMMARY)?;
    Ok(Explanation { tampered, domain, regions, summary })
}

fn statement(value: &Value, path: &str, places: &[Place]) -> Result<Statement, String> {
    let object = value.as_object().ok_or_else(|| format!("`{path}` must be an object"))?;
    let id = object.get("id").and_then(Value::as_u64).ok_or_else(|| format!("`{path}.id` must be a whole number"))?;
    let place = places.iter().find(|place| place.id as u64 == id);
    let absolute_position = closed(object, path, "absolute_position", AbsolutePosition::from_name, AbsolutePosition::NAMES)?;
    let bbox = bbox(object.get("bbox"));
    let list = object.get("artifacts").and_then(Value::as_array).ok_or_else(|| format!("`{path}.artifacts` must be a list"))?;
    let artifacts = list
        .iter()
        .take(MAX_ARTIFACTS)
        .enumerate()
        .map(|(i, value)| artifact(value, &format!("{path}.artifacts[{i}]")))
        .collect::<Result<_, _>>()?;
    Ok(Statement {
        region: place.map(|place| place.id),
        own: place.is_none_or(|place| !reaches(place, absolute_position) || bbox.is_some_and(|bbox| !meet(place.bbox, bbox))),
        title: text(object, path, "title", MAX_FIELD)?,
        content: text(object, path, "content", MAX_FIELD)?,
        absolute_position,
        relative_position: closed(object, path, "relative_position", RelativePosition::from_name, RelativePosition::NAMES)?,
        relative_to: text(object, path, "relative_to", MAX_FIELD)?,
        bbox,
        artifacts,
    })
}

/// Reads a trace; an error names it by `path`.
pub(crate) fn artifact(value: &Value, path: &str) -> Result<Artifact, String> {
    let object = value.as_object().ok_or_else(|| format!("`{path}` must be an object"))?;
    Ok(Artifact {
        kind: closed(object, path, "kind", ArtifactKind::from_name, ArtifactKind::NAMES)?,
        description: text(object, path, "description", MAX_FIELD)?,
        evidence: text(object, path, "evidence", MAX_FIELD)?,
    })
}

fn dotted(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Reads a text and cleans it.
pub(crate) fn text(object: &Map<String, Value>, path: &str, name: &str, longest: usize) -> Result<String, String> {
    let text = object.get(name).and_then(Value::as_str).ok_or_else(|| format!("`{}` must be a text", dotted(path, name)))?;
    Ok(clean(text, longest, false))
}

/// Reads a member of a closed list.
pub(crate) fn closed<T>(
    object: &Map<String, Value>,
    path: &str,
    name: &str,
    from_name: impl Fn(&str) -> Option<T>,
    names: &[&str],
) -> Result<T, String> {
    let found = object.get(name).and_then(Value::as_str).and_then(from_name);
    found.ok_or_else(|| format!("`{}` must be one of {}", dotted(path, name), names.join(", ")))
}

/// A box in thousandths that lies in the picture; anything else is none.
pub(crate) fn bbox(value: Option<&Value>) -> Option<[u32; 4]> {
    let list = value?.as_array().filter(|list| list.len() == 4)?;
    let mut found = [0; 4];
    for (to, from) in found.iter_mut().zip(list) {
        *to = from.as_u64().filter(|&v| v <= 1000)? as u32;
    }
    let [x, y, w, h] = found;
    (w > 0 && h > 0 && x + w <= 1000 && y + h <= 1000).then_some(found)
}

/// Whether two boxes share anything.
fn meet([ax, ay, aw, ah]: [u32; 4], [bx, by, bw, bh]: [u32; 4]) -> bool {
    ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah
}

/// Whether a region reaches into a cell of the grid, or comes as near to it as a twentieth of the side.
fn reaches(place: &Place, position: AbsolutePosition) -> bool {
    const NEAR: u32 = 50;
    let (column, row) = (position as u32 % 3, position as u32 / 3);
    let (left, top) = (column * 1000 / 3, row * 1000 / 3);
    let cell = [left.saturating_sub(NEAR), top.saturating_sub(NEAR), 1000 / 3 + 2 * NEAR, 1000 / 3 + 2 * NEAR];
    meet(place.bbox, cell)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    const PLACES: [Place; 2] = [Place { id: 1, bbox: [20, 30, 200, 100] }, Place { id: 2, bbox: [700, 700, 250, 250] }];

    fn region(id: i64, position: &str, bbox: Value) -> Value {
        json!({
            "id": id, "title": "A moon", "content": "moon", "absolute_position": position,
            "relative_position": "above", "relative_to": "the lake", "bbox": bbox,
            "artifacts": [{ "kind": "halo", "description": "A rim", "evidence": "The edge is brighter" }],
        })
    }

    fn whole(regions: &[Value]) -> Value {
        json!({ "tampered": true, "domain": "natural", "regions": regions, "summary": "A moon was put in." })
    }

    fn one() -> Value {
        whole(&[region(1, "top_left", json!([30, 40, 100, 50]))])
    }

    #[test]
    fn a_good_reply_is_read_wherever_it_stands() {
        let json = one().to_string();
        let expected = read(&json, &PLACES).unwrap();
        assert_eq!(expected.regions[0].region, Some(1));
        assert!(!expected.regions[0].own);
        assert_eq!(expected.regions[0].artifacts[0].kind, ArtifactKind::Halo);
        assert_eq!(expected.regions[0].bbox, Some([30, 40, 100, 50]));
        for text in [
            format!("```json\n{json}\n```"),
            format!("Sure! {{here}} it is:\n```\n{json}\n```\nAnything else?"),
            format!("<think>maybe {{\"tampered\": false}} or not</think>\n\n{json}"),
            format!("\u{feff}{json} trailing }} and {{"),
            format!("{{\"note\": 1}} {json}"),
        ] {
            assert_eq!(read(&text, &PLACES).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_by_its_path() {
        assert_eq!(read("no JSON at all", &PLACES), Err(ReplyError::NoJson));
        assert_eq!(read("{\"tampered\": tr", &PLACES), Err(ReplyError::NoJson));
        assert_eq!(read(&"{".repeat(100_000), &PLACES), Err(ReplyError::NoJson));
        assert_eq!(read(&"{\"a\":".repeat(100_000), &PLACES), Err(ReplyError::NoJson));
        for (path, value, word) in [
            ("/tampered", json!("yes"), "tampered"),
            ("/domain", json!("moon"), "domain"),
            ("/regions", json!({}), "regions"),
            ("/summary", json!(null), "summary"),
            ("/regions/0", json!(3), "regions[0]"),
            ("/regions/0/id", json!("1"), "regions[0].id"),
            ("/regions/0/absolute_position", json!("upper left"), "regions[0].absolute_position"),
            ("/regions/0/relative_position", json!(["above"]), "regions[0].relative_position"),
            ("/regions/0/artifacts", json!("none"), "regions[0].artifacts"),
            ("/regions/0/artifacts/0/kind", json!("Halo"), "regions[0].artifacts[0].kind"),
            ("/regions/0/artifacts/0/evidence", json!(1), "regions[0].artifacts[0].evidence"),
        ] {
            let mut reply = one();
            *reply.pointer_mut(path).unwrap() = value;
            match read(&reply.to_string(), &PLACES) {
                Err(ReplyError::Shape(what)) => assert!(what.contains(word), "{path}: {what}"),
                other => panic!("{path}: {other:?}"),
            }
        }
    }

    #[test]
    fn only_our_regions_at_their_places_are_ours() {
        let cases = [
            (region(1, "top_left", json!([30, 40, 100, 50])), Some(1), false),
            (region(2, "bottom_right", json!([700, 700, 100, 100])), Some(2), false),
            // No box that can be used: the words decide.
            (region(2, "bottom", json!([0, 0, 5000, 20])), Some(2), false),
            (region(2, "bottom", json!("here")), Some(2), false),
            // Unknown, none, or elsewhere.
            (region(0, "centre", json!([400, 400, 100, 100])), None, true),
            (region(7, "top_left", json!([30, 40, 100, 50])), None, true),
            (region(1, "bottom_right", json!([30, 40, 100, 50])), Some(1), true),
            (region(1, "top_left", json!([600, 600, 100, 100])), Some(1), true),
        ];
        for (statement, expected, own) in cases {
            let found = read(&whole(std::slice::from_ref(&statement)).to_string(), &PLACES).unwrap();
            assert_eq!((found.regions[0].region, found.regions[0].own), (expected, own), "{statement}");
        }
        let negative = whole(&[region(-1, "top", json!([]))]).to_string();
        assert_eq!(read(&negative, &PLACES).unwrap_err().kind(), "wrong-shape");
    }

    #[test]
    fn unknown_fields_are_dropped_and_lengths_are_bounded() {
        let mut reply = whole(&vec![region(1, "left", json!([1, 1, 1, 1])); 100]);
        reply["__proto__"] = json!({ "polluted": true });
        reply["summary"] = json!("word ".repeat(20_000));
        let artifact = reply["regions"][0]["artifacts"][0].clone();
        reply["regions"][0]["artifacts"] = json!(vec![artifact; 50]);
        reply["regions"][1]["title"] = json!("<script>alert(1)</script>".repeat(100));
        let found = read(&reply.to_string(), &PLACES).unwrap();
        assert_eq!(found.regions.len(), MAX_STATEMENTS);
        assert_eq!(found.regions[0].artifacts.len(), MAX_ARTIFACTS);
        assert_eq!(found.summary.chars().count(), MAX_SUMMARY, "the last of them is an ellipsis in place of a space");
        assert_eq!(found.regions[1].title.chars().count(), MAX_FIELD + 1);
        assert!(!serde_json::to_string(&found).unwrap().contains("polluted"));
        // Beyond the limit nothing is looked at.
        let far = format!("{}{}", " ".repeat(10), "x".repeat(MAX_TEXT)) + &one().to_string();
        assert_eq!(read(&far, &PLACES), Err(ReplyError::NoJson));
    }

    #[test]
    fn texts_lose_what_steers_a_display() {
        let hostile = "a\u{202e}b\u{2066}c\u{200b}d\0e\u{7}f\u{1b}[31mg\r\n\th\u{85}i\u{2028}j\u{e0041}k\u{e001}l";
        assert_eq!(clean(hostile, 100, false), "abcd e f [31mg h i jkl");
        assert_eq!(clean(&format!("e{}", "\u{301}".repeat(50)), 100, false), "e\u{301}\u{301}\u{301}");
        assert_eq!(clean("  one\n\n two \r\n", 100, true), "one\n\ntwo");
        assert_eq!(clean("12345", 5, false), "12345");
        assert_eq!(clean("123456", 5, false), "12345…");
        // Joiners make emoji and Persian words; they stay.
        assert_eq!(clean("👩\u{200d}🔬 می\u{200c}خواهم", 100, false), "👩\u{200d}🔬 می\u{200c}خواهم");
        assert_eq!(plain("<think>secret</think>\nIt was\u{202e} cut."), "It was cut.");
        assert_eq!(plain("<think>it never ends"), "");
    }
}
