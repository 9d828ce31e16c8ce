//! A key that shows itself to nobody by accident.

use std::fmt;

use serde::Deserialize;

use super::{ErrorKind, ExplainError};

/// A key. It is not displayed, not printed by `Debug` and not serialised.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Secret(String);

/// Longest key.
const MAX_KEY: usize = 8192;

impl Secret {
    /// Takes a key, without the space around it; none where nothing is left.
    ///
    /// # Errors
    /// `bad-key`: more than what a header may carry, which is visible ASCII.
    pub fn new(text: &str) -> Result<Option<Self>, ExplainError> {
        let text = text.trim();
        if text.len() > MAX_KEY || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ExplainError::new(ErrorKind::BadKey, ""));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The value of the header `Authorization`, for transports alone.
    #[must_use]
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// A text of a server's without this key, which servers like to quote.
    #[must_use]
    pub(super) fn removed_from(&self, text: &str) -> String {
        text.replace(&self.0, "…")
    }
}

impl TryFrom<String> for Secret {
    type Error = ExplainError;

    fn try_from(text: String) -> Result<Self, ExplainError> {
        Self::new(&text)?.ok_or_else(|| ExplainError::new(ErrorKind::BadKey, ""))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_key_hides_itself_and_fits_a_header() {
        let key = Secret::new(" sk-12345 \n").unwrap().unwrap();
        assert_eq!(key.authorization(), "Bearer sk-12345");
        assert!(!format!("{key:?} {:#?}", Some(&key)).contains("12345"));
        assert_eq!(key.removed_from("wrong key sk-12345, sk-12345!"), "wrong key …, …!");
        assert_eq!(Secret::new("  "), Ok(None));
        for bad in ["a b", "a\r\nX: y", "schlüssel", "a\0b"] {
            let error = Secret::new(bad).unwrap_err();
            assert_eq!(error.kind(), "bad-key");
            assert!(!format!("{error} {error:?}").contains(bad));
        }
        assert_eq!(serde_json::from_str::<Secret>("\"sk-12345\"").unwrap(), key);
        let error = serde_json::from_str::<Secret>("\"sk 12345\"").unwrap_err();
        assert!(!error.to_string().contains("12345"));
    }
}
