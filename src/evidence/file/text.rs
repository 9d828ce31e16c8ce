//! Text from files: decoded, without characters that could disturb a terminal or a page, and bounded.

/// Most characters of a text that are kept.
pub const MAX_CHARS: usize = 256;

/// A text that may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clean {
    pub text: String,
    /// It is longer than what is kept.
    pub cut: bool,
}

/// UTF-8, or Latin-1 where it is not; ends at the first NUL.
pub(super) fn clean_bytes(bytes: &[u8]) -> Clean {
    let bytes = bytes.split(|&b| b == 0).next().unwrap_or_default();
    // No more than what can make so many characters is looked at.
    let head = &bytes[..bytes.len().min(16 * MAX_CHARS)];
    match std::str::from_utf8(head) {
        Ok(text) => clean(text, bytes.len() > head.len()),
        // A character that is cut in half by the bound is no sign of another encoding.
        Err(error) if error.error_len().is_none() && bytes.len() > head.len() => {
            clean(std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(), true)
        }
        Err(_) => clean(&head.iter().map(|&b| char::from(b)).collect::<String>(), bytes.len() > head.len()),
    }
}

/// Drops control and direction characters, makes one space of white space, and bounds the length.
pub(super) fn clean_str(text: &str) -> Clean {
    clean(text, false)
}

fn clean(text: &str, mut cut: bool) -> Clean {
    let mut out = String::new();
    let (mut count, mut space) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
            continue;
        }
        if c.is_control() || is_invisible(c) {
            continue;
        }
        if count + usize::from(space) >= MAX_CHARS {
            cut = true;
            break;
        }
        if space {
            out.push(' ');
            count += 1;
            space = false;
        }
        out.push(c);
        count += 1;
    }
    Clean { text: out, cut }
}

/// Characters that turn, hide or join text without being seen (Unicode's bidirectional controls, zero-width characters,
/// tags, line separators, replacement and private use).
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_disturbs_is_gone() {
        assert_eq!(clean_str("  a\u{202e}b\u{1b}[31mc\r\n\t d\u{feff}  ").text, "ab[31mc d");
        assert_eq!(clean_bytes(b"Adobe Photoshop\0junk").text, "Adobe Photoshop");
        assert_eq!(clean_bytes(b"M\xfcller").text, "Müller");
        assert_eq!(clean_bytes("Müller 写真".as_bytes()).text, "Müller 写真");
    }

    #[test]
    fn length_is_bounded_and_said() {
        let exact = "x".repeat(MAX_CHARS);
        assert_eq!(clean_str(&exact), Clean { text: exact.clone(), cut: false });
        assert_eq!(clean_str(&format!("{exact}y")), Clean { text: exact, cut: true });
        // The bound in bytes falls into the middle of a character.
        let long = clean_bytes("é写".repeat(4000).as_bytes());
        assert!(long.cut && long.text.chars().count() == MAX_CHARS && long.text.starts_with("é写é"));
        let spaces = clean_bytes(&[b" ".repeat(100_000), b"x".to_vec()].concat());
        assert!(spaces.cut && spaces.text.is_empty());
    }
}
