//! Which kind of forgery each picture of a set holds: `kinds.csv`, as `omni-iml forge` writes it beside image/ and mask/.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest file that is read, bytes.
const MOST: u64 = 16 << 20;

/// A picture's stem and its kind.
pub type Kinds = BTreeMap<String, String>;

/// The kinds in a set's folder; nothing where it has no such file.
pub fn read(set: &Path) -> Result<Option<Kinds>, String> {
    let path = set.join("kinds.csv");
    if !path.is_file() {
        return Ok(None);
    }
    let told = |why: String| format!("the kinds of forgery cannot be read ({why}): {}", path.display());
    let mut text = Vec::new();
    let file = File::open(&path).map_err(|e| told(e.to_string()))?;
    file.take(MOST + 1).read_to_end(&mut text).map_err(|e| told(e.to_string()))?;
    if text.len() as u64 > MOST {
        return Err(told(format!("more than {MOST} bytes")));
    }
    parse(&text).map(Some).map_err(told)
}

fn parse(text: &[u8]) -> Result<Kinds, String> {
    let mut rows = csv::Reader::from_reader(text);
    let heads = rows.headers().map_err(|e| e.to_string())?;
    let column = |name: &str| heads.iter().position(|head| head == name).ok_or_else(|| format!("no column \"{name}\""));
    let (stem, kind) = (column("stem")?, column("kind")?);
    let mut kinds = Kinds::new();
    for row in rows.records() {
        let row = row.map_err(|e| e.to_string())?;
        if row[kind].is_empty() || row[kind].contains(char::is_whitespace) {
            return Err(format!("\"{}\" is no kind", &row[kind]));
        }
        if kinds.insert(row[stem].to_owned(), row[kind].to_owned()).is_some() {
            return Err(format!("\"{}\" is there twice", &row[stem]));
        }
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn kinds_are_read_as_forge_writes_them() {
        let kinds = parse(b"stem,kind,source\n00001-removal,removal,\"a, \"\"b\"\".jpg\"\n00002-x,authentic,c.png\n").unwrap();
        let expected = [("00001-removal", "removal"), ("00002-x", "authentic")];
        assert_eq!(kinds, expected.map(|(stem, kind)| (stem.to_owned(), kind.to_owned())).into());
    }

    #[test]
    fn what_is_no_such_list_is_refused() {
        for (text, word) in [
            (&b"stem,source\na,b\n"[..], "no column \"kind\""),
            (b"stem,kind\na\n", "fields"),
            (b"stem,kind\na,b\na,c\n", "twice"),
            (b"stem,kind\na,b c\n", "is no kind"),
            (b"stem,kind\na,\n", "is no kind"),
            (b"stem,kind\n\xff\xfe,b\n", "UTF-8"),
            (b"", "no column \"stem\""),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.to_lowercase().contains(&word.to_lowercase()), "{why}");
        }
        assert_eq!(read(Path::new("there is no such folder")), Ok(None));
    }
}
