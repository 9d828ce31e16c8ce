//! A colour profile (ICC.1:2022): what its header says, and its description, read by `moxcms`.

use moxcms::{ColorProfile, ParsingOptions, ProfileText};

use super::text::{clean_bytes, clean_str};
use super::{FileFacts, Profile, Source, Unread, Why};

/// Most bytes of a profile; those of printers have a megabyte or two.
const MAX_BYTES: usize = 4 << 20;
/// A header (7.2).
const HEADER: usize = 128;

/// Fills in the profile; notes one that cannot be read.
pub(super) fn read(profile: Option<&[u8]>, facts: &mut FileFacts) {
    let Some(bytes) = profile else { return };
    let why = match parse(bytes) {
        _ if bytes.len() > MAX_BYTES => Why::OverLimit,
        None => Why::Damaged,
        Some(profile) => {
            if profile.name.is_none() {
                facts.push_unread(Unread { source: Source::Icc, why: Why::Damaged });
            }
            facts.profile = Some(profile);
            return;
        }
    };
    facts.push_unread(Unread { source: Source::Icc, why });
}

fn parse(bytes: &[u8]) -> Option<Profile> {
    let header = bytes.get(..HEADER)?;
    if &header[36..40] != b"acsp" {
        return None;
    }
    let letters = |at: usize| Some(clean_bytes(&header[at..at + 4]).text).filter(|text| !text.is_empty());
    let numbers: Vec<u16> = header[24..36].chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let created = match numbers[..] {
        [0, ..] => None,
        [year, month, day, hour, minute, second] => {
            Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"))
        }
        _ => None,
    };
    let options = ParsingOptions { max_profile_size: MAX_BYTES, ..ParsingOptions::default() };
    let whole = ColorProfile::new_from_slice_with_options(bytes, options).ok();
    Some(Profile {
        name: whole.and_then(|profile| name(&profile)),
        creator: letters(80),
        class: letters(12).unwrap_or_default(),
        space: letters(16).unwrap_or_default(),
        version: format!("{}.{}", header[8], header[9] >> 4),
        created,
        bytes: bytes.len(),
    })
}

/// The description, in English where there is a choice.
fn name(profile: &ColorProfile) -> Option<String> {
    let text = match profile.description.as_ref()? {
        ProfileText::PlainString(text) => text,
        ProfileText::Localizable(texts) => &texts.iter().find(|text| text.language == "en").or(texts.first())?.value,
        ProfileText::Description(text) if text.ascii_string.is_empty() => &text.unicode_string,
        ProfileText::Description(text) => &text.ascii_string,
    };
    Some(clean_str(text).text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_profile_says_what_it_is() {
        let bytes = ColorProfile::new_display_p3().encode().unwrap();
        let profile = parse(&bytes).unwrap();
        assert_eq!((profile.class.as_str(), profile.space.as_str(), profile.bytes), ("mntr", "RGB", bytes.len()));
        assert!(profile.name.unwrap().contains("P3"));
        assert!(profile.version.starts_with('4'));
    }

    #[test]
    fn damaged_profiles_are_no_panic() {
        let bytes = ColorProfile::new_srgb().encode().unwrap();
        for end in 0..bytes.len() {
            parse(&bytes[..end]);
        }
        for at in 0..bytes.len() {
            for value in [0, 0xff, bytes[at] ^ 0x80] {
                let mut odd = bytes.clone();
                odd[at] = value;
                parse(&odd);
            }
        }
    }
}
