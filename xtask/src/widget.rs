//! Build, words and sizes, written into the scripts that other sites embed (`www/omni-iml.js`, `www/widget.js`).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::workshop::{Outcome, fill};

/// The lines that values take the place of.
const BUILD: &str = "const BUILD = \"\";";
const SERVE: &str = "const serve = () => {};";
const WORDS: &str = "const WORDS = {};";
const BYTES: &str = "const BYTES = 0;";

/// How the function begins that `explain.html` lends, and how deep it stands there.
const DOOR: &str = "      function serve(door, { origin, key, picture }) {";
const DEPTH: &str = "      ";

/// The widget's languages.
const LANGUAGES: [&str; 4] = ["en", "de", "es", "ar"];

/// What a first check loads at most, beside the weights and one of the engines.
const LOADED: [&str; 4] = ["page.js", "page_bg.wasm", "credentials.js", "credentials_bg.wasm"];
const ENGINES: [[&str; 2]; 2] = [["engine.js", "engine_bg.wasm"], ["engine-relaxed.js", "engine-relaxed_bg.wasm"]];

/// Completes the scripts in `folder`, which holds everything else already; `words` is `locales/widget`.
pub fn complete(folder: &Path, words: &Path, build: &str) -> Outcome {
    let mut catalogues = String::from("const WORDS = {\n");
    for language in LANGUAGES {
        let path = words.join(language).with_extension("ftl");
        let source = fs::read_to_string(&path).map_err(|error| format!("{} could not be read: {error}", path.display()))?;
        catalogues += &format!("  {language}: {{\n");
        for (key, text) in messages(&source).map_err(|line| format!("{}: not a message: {line}", path.display()))? {
            catalogues += &format!("    {}: {},\n", literal(key), literal(text));
        }
        catalogues += "  },\n";
    }
    catalogues += "};";
    let (interface, element, frame) = (folder.join("omni-iml.js"), folder.join("widget.js"), folder.join("explain.html"));
    let html = fs::read_to_string(&frame).map_err(|error| format!("{} could not be read: {error}", frame.display()))?;
    fill(&interface, BUILD, &format!("const BUILD = {};", literal(build)))?;
    fill(&interface, SERVE, &door(&html)?)?;
    fill(&element, WORDS, &catalogues)?;
    fill(&element, BYTES, &format!("const BYTES = {};", loaded(folder)?))?;
    [interface, element].iter().try_for_each(|script| strip(script))
}

/// Bytes that a first check loads at most, uncompressed.
fn loaded(folder: &Path) -> Outcome<u64> {
    let size = |path: &Path| fs::metadata(path).map(|about| about.len()).map_err(|error| format!("{}: {error}", path.display()));
    let sum = |names: &[&str]| names.iter().map(|name| size(&folder.join(name))).sum::<Outcome<u64>>();
    let mut bytes = sum(&LOADED)? + sum(&ENGINES[0])?.max(sum(&ENGINES[1])?);
    let models = folder.join("models");
    let entries = fs::read_dir(&models).map_err(|error| format!("{} could not be read: {error}", models.display()))?;
    for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|extension| extension == "bpk")) {
        bytes += size(&entry.path())?;
    }
    Ok(bytes)
}

/// The function with which `explain.html` sends, in which no line but its last is a brace at its own depth.
fn door(html: &str) -> Outcome<String> {
    let lines = html.lines().skip_while(|line| !line.starts_with(DOOR)).map(|line| line.strip_prefix(DEPTH).unwrap_or(line));
    let mut function = String::new();
    for line in lines {
        function += line;
        function.push('\n');
        if line == "}" {
            return Ok(function);
        }
    }
    Err(format!("www/explain.html has no function that begins with `{}`", DOOR.trim()))
}

/// Takes the comments out of a script that every reader of an embedding page loads.
fn strip(script: &Path) -> Outcome {
    let source = fs::read_to_string(script).map_err(|error| format!("{} could not be read: {error}", script.display()))?;
    fs::write(script, bare(&source)).map_err(|error| format!("{} could not be written: {error}", script.display()))
}

/// A script without those of its comments that have lines to themselves.
fn bare(script: &str) -> String {
    let mut rest = String::new();
    let mut inside = false;
    for line in script.lines() {
        let start = line.trim_start();
        let comment = inside || start.starts_with("//") || start.starts_with("/**");
        if !comment {
            rest += line;
            rest.push('\n');
        }
        inside = (inside || start.starts_with("/**")) && !line.trim_end().ends_with("*/");
    }
    rest
}

/// Keys and texts of a Fluent file with one message a line, which is all that a script without a parser can say; else the
/// line that is something else.
fn messages(source: &str) -> Result<Vec<(&str, &str)>, &str> {
    let lines = source.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" = ").filter(|(key, _)| !key.contains(' ')).ok_or(line)).collect()
}

/// A text as JavaScript has it in its source, and JSON.
pub fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' || c == '\u{2028}' || c == '\u{2029}' => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;

    fn checkout(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
    }

    fn read(path: &str) -> String {
        fs::read_to_string(checkout(path)).expect("it is in the checkout")
    }

    #[test]
    fn our_own_scripts_are_completed() {
        let folder = std::env::temp_dir().join(format!("omni-iml-widget-{}", std::process::id()));
        fs::create_dir_all(folder.join("models")).expect("the temporary folder is writable");
        for name in ["omni-iml.js", "widget.js", "explain.html"] {
            fs::copy(checkout("www").join(name), folder.join(name)).expect("the temporary folder is writable");
        }
        let engines = ENGINES.concat().into_iter().zip([1, 9, 0, 300]);
        let files = LOADED.into_iter().zip([1, 20, 0, 4000]).chain(engines).chain([("models/a.bpk", 50_000), ("models/b.md", 9)]);
        for (name, size) in files {
            fs::write(folder.join(name), vec![0; size]).expect("the temporary folder is writable");
        }
        complete(&folder, &checkout("locales/widget"), "1.2.3+\"abc").expect("all is there");
        let script = |name: &str| fs::read_to_string(folder.join(name)).expect("it was written");
        assert!(script("omni-iml.js").contains("const BUILD = \"1.2.3+\\\"abc\";") && !script("omni-iml.js").contains("/**"));
        let lent = script("omni-iml.js");
        assert!(lent.contains("\nfunction serve(door, { origin, key, picture }) {\n  let [room") && !lent.contains(SERVE));
        assert!(script("widget.js").contains("const BYTES = 54321;"));
        assert!(script("widget.js").contains("    \"close\": \"Schließen\",\n"));
        let twice = complete(&folder, &checkout("locales/widget"), "1");
        assert!(twice.is_err_and(|error| error.contains("BUILD")), "a script is not completed twice");
    }

    /// The variables of a text.
    fn variables(text: &str) -> BTreeSet<&str> {
        text.split("{ $").skip(1).filter_map(|part| part.split_once(" }")).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_says_the_same_and_the_widget_all_of_it() {
        let english = read("locales/widget/en.ftl");
        let english = messages(&english).expect("one message a line");
        for language in LANGUAGES {
            let source = read(&format!("locales/widget/{language}.ftl"));
            let theirs = messages(&source).expect("one message a line");
            let shape = |all: &[(&str, &str)]| -> Vec<(String, Vec<String>)> {
                all.iter().map(|(key, text)| ((*key).into(), variables(text).into_iter().map(str::to_owned).collect())).collect()
            };
            assert_eq!(shape(&english), shape(&theirs), "{language}");
            assert!(theirs.iter().all(|(_, text)| text.matches('{').count() == variables(text).len()), "{language}");
        }
        let code = read("www/widget.js");
        let made = ["verdict-", "decoding", "tiles", "blending", "waiting"];
        for (key, _) in &english {
            let used = code.contains(&format!("\"{key}\"")) || made.iter().any(|start| key.starts_with(start));
            assert!(used, "{key} is not used");
        }
        for call in ["#say(\"", "#button(\"", "status(\""] {
            for (at, _) in code.match_indices(call) {
                let key = code[at + call.len()..].split('"').next().expect("a text ends");
                assert!(english.iter().any(|(known, _)| *known == key), "{key} is not in the catalogue");
            }
        }
    }

    #[test]
    fn comments_that_have_lines_to_themselves_go() {
        let script = "// a\nlet b = 1; // c\n/** d */\n  /**\n   * e\n   */\n* { f }\n";
        assert_eq!(bare(script), "let b = 1; // c\n* { f }\n");
    }

    #[test]
    fn what_is_not_one_line_is_refused() {
        assert_eq!(messages("# a\n\na = b = c\n"), Ok(vec![("a", "b = c")]));
        assert_eq!(messages("a = b\n    c = d\n"), Err("    c = d"));
    }
}
