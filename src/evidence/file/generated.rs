//! Whether the file says of itself that a program made it up: the IPTC's digital source type, and what the usual generators
//! write beside their pictures.

use exif::{Exif, In, Tag, Value};

use super::text::{clean_bytes, clean_str};
use super::xmp::{SOURCE_TYPE, Xmp};
use super::{Blocks, Claim, Source, Statement};

/// Terms of the IPTC's vocabulary (cv.iptc.org/newscodes/digitalsourcetype), by the end of their address.
const TERMS: [(&str, Claim); 4] = [
    ("trainedAlgorithmicMedia", Claim::Whole),
    ("compositeWithTrainedAlgorithmicMedia", Claim::Parts),
    ("algorithmicMedia", Claim::Synthetic),
    ("compositeSynthetic", Claim::Synthetic),
];
/// Programs that name themselves where cameras and editors name theirs, in lower case.
const NAMED: [(&str, &str); 4] =
    [("novelai", "NovelAI"), ("midjourney", "Midjourney"), ("dall-e", "DALL·E"), ("stable diffusion", "Stable Diffusion")];
/// Entries that only one kind of generator writes: the entry's name, what has to stand in it, the program.
const ENTRIES: [(&str, &[&str], &str); 5] = [
    ("parameters", &["Steps: ", "Sampler: "], "Stable Diffusion web UI"),
    ("prompt", &["\"class_type\""], "ComfyUI"),
    ("invokeai_metadata", &["{"], "InvokeAI"),
    ("sd-metadata", &["{"], "InvokeAI"),
    ("dream", &["-s", "-W"], "InvokeAI"),
];

/// All that say so, each once.
pub(super) fn claims(xmp: Option<&Xmp>, exif: Option<&Exif>, blocks: &Blocks<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    let made = |source, name: &str, claim, program: Option<&str>| {
        let program = program.map(|program| clean_str(program).text).filter(|program| !program.is_empty());
        Statement::Generated { source, name: name.to_owned(), claim, program }
    };
    if let Some(xmp) = xmp
        && let Some(term) = xmp.text(SOURCE_TYPE)
        && let Some((_, claim)) = TERMS.iter().find(|(known, _)| term.rsplit('/').next() == Some(known))
    {
        found.push(made(Source::Xmp, SOURCE_TYPE, *claim, xmp.text("Iptc4xmpExt:AISystemUsed")));
    }
    if let Some(exif) = exif {
        let software = super::exif::text(exif, Tag::Software).unwrap_or_default();
        if let Some(program) = named(&software) {
            found.push(made(Source::Exif, "Software", Claim::Whole, Some(program)));
        }
        if let Some(program) = comment(exif).and_then(|comment| by_entry("parameters", &comment)) {
            found.push(made(Source::Exif, "UserComment", Claim::Whole, Some(program)));
        }
    }
    for (source, name, text) in blocks.texts.iter().filter(|(source, ..)| *source == Source::PngText) {
        let program = if name == "Software" {
            named(&clean_bytes(text).text)
        } else {
            // Texts are long, and what tells them apart may stand at their end.
            by_entry(name, &String::from_utf8_lossy(text))
        };
        if let Some(program) = program {
            found.push(made(*source, name, Claim::Whole, Some(program)));
        }
    }
    found
}

fn named(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    NAMED.iter().find(|(part, _)| lower.contains(part)).map(|&(_, program)| program)
}

fn by_entry(name: &str, text: &str) -> Option<&'static str> {
    let found =
        ENTRIES.iter().find(|(entry, parts, _)| name.eq_ignore_ascii_case(entry) && parts.iter().all(|p| text.contains(p)));
    found.map(|&(.., program)| program)
}

/// A comment behind the eight bytes that name its encoding.
fn comment(exif: &Exif) -> Option<String> {
    let Value::Undefined(bytes, _) = &exif.get_field(Tag::UserComment, In::PRIMARY)?.value else { return None };
    let (code, text) = bytes.split_at_checked(8)?;
    if !code.starts_with(b"UNICODE") {
        return Some(String::from_utf8_lossy(text).into_owned());
    }
    // The order of bytes is the writer's choice; Latin letters tell which it was.
    let little = text.iter().step_by(2).filter(|&&byte| byte != 0).count() >= text.len().div_ceil(4);
    let number = if little { u16::from_le_bytes } else { u16::from_be_bytes };
    Some(String::from_utf16_lossy(&text.chunks_exact(2).map(|pair| number([pair[0], pair[1]])).collect::<Vec<_>>()))
}
