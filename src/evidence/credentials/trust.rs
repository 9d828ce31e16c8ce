//! Signers that a person trusts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Most bytes of a list: the largest in use has some hundred certificates of two kilobytes.
pub const MAX_LIST_BYTES: usize = 4 << 20;

/// Certificates to which signers must go back.
#[cfg(feature = "credentials")]
#[derive(Clone, Debug)]
pub struct TrustList(String);

/// Why a text is no list of certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustError {
    /// It is larger than any such list.
    TooLarge,
    /// It holds none.
    Empty,
    /// One of them cannot be read: its number, from 1.
    Unreadable(u32),
}

#[cfg(feature = "credentials")]
impl TrustList {
    /// Takes a list in PEM: `-----BEGIN CERTIFICATE-----` and so on, one after the other, with whatever is between them.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        if bytes.len() > MAX_LIST_BYTES {
            return Err(TrustError::TooLarge);
        }
        // Windows begins texts with a mark that would hide the first certificate.
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let mut count = 0;
        for pem in x509_parser::pem::Pem::iter_from_buffer(text.as_bytes()) {
            count += 1;
            let read = pem.is_ok_and(|pem| pem.label == "CERTIFICATE" && pem.parse_x509().is_ok());
            if !read {
                return Err(TrustError::Unreadable(count));
            }
        }
        if count == 0 { Err(TrustError::Empty) } else { Ok(Self(text.into_owned())) }
    }

    pub(super) fn pem(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} MiB; give the certificates alone", MAX_LIST_BYTES >> 20),
            Self::Empty => f.write_str("it holds no certificate; give a file in PEM, with -----BEGIN CERTIFICATE-----"),
            Self::Unreadable(number) => write!(f, "its certificate {number} cannot be read; take it out or give a whole one"),
        }
    }
}

impl std::error::Error for TrustError {}

#[cfg(all(test, feature = "credentials"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list_is_refused() {
        let parsed = |text: &str| TrustList::parse(text.as_bytes()).err();
        assert_eq!(parsed(""), Some(TrustError::Empty));
        assert_eq!(parsed("certificates"), Some(TrustError::Empty));
        assert_eq!(parsed("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), Some(TrustError::Unreadable(1)));
        assert_eq!(parsed(&"x".repeat(MAX_LIST_BYTES + 1)), Some(TrustError::TooLarge));
    }
}
