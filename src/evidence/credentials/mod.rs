//! Content Credentials (C2PA): what a signed statement in the file says about its past, and whether it fits the file.
//!
//! [`find`] looks whether there is one; that costs a walk over the file's segments and needs no library. Only where there
//! is, [`check`] reads it, with the `c2pa` crate (feature `credentials`): in a page in a module and worker of its own,
//! natively in a thread of its own, because what is read is hostile. Nothing is fetched: no credentials that are kept
//! elsewhere, no state of revocation, no list of trusted signers. So a signature is valid or broken, and who signed is what
//! the certificate says, not checked, unless the caller brings a list.
//!
//! A valid signature says who answers for a statement and that the bytes are the same; it does not say that the statement
//! is true. Most pictures carry none.

mod facts;
mod find;

#[cfg(all(feature = "credentials", not(target_arch = "wasm32")))]
mod apart;
#[cfg(feature = "credentials")]
mod read;
mod trust;
#[cfg(feature = "credentials")]
mod words;

pub use facts::*;
pub use find::{Found, find};

#[cfg(all(feature = "credentials", not(target_arch = "wasm32")))]
pub use apart::check;
#[cfg(feature = "credentials")]
pub use trust::TrustList;
pub use trust::{MAX_LIST_BYTES, TrustError};

#[cfg(feature = "credentials")]
use crate::input::Format;

/// Most bytes of credentials that are read. With several pictures in them, small copies and all, they have a few megabytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Most boxes of credentials that are read: a statement has about ten, and one for each step and ingredient.
pub const MAX_BOXES: usize = 4096;
/// Most reasons that are kept.
pub const MAX_REASONS: usize = 16;
/// Most programs that are kept.
pub const MAX_GENERATORS: usize = 8;
/// Most actions that are kept.
pub const MAX_ACTIONS: usize = 64;
/// Most ingredients that are kept.
pub const MAX_INGREDIENTS: usize = 32;
/// Most origins that are kept.
pub const MAX_ORIGINS: usize = 16;

/// The longest that a check may take, milliseconds; hashing the largest file takes a fraction of it.
pub const PATIENCE_MS: u32 = 30_000;

impl Found {
    /// What can be said without reading them: that they are elsewhere, that there is too much of them, or that nothing
    /// checked them.
    #[must_use]
    pub fn unread(self, why: ReasonKind) -> Credentials {
        let reason = |kind| vec![Reason { kind, code: String::new() }];
        let (state, reasons) = if self.bytes == 0 {
            (State::Elsewhere, Vec::new())
        } else if self.over_limit() {
            (State::Unchecked, reason(ReasonKind::OverLimit))
        } else {
            (State::Unchecked, reason(why))
        };
        Credentials::unread(self.bytes, self.remote, state, reasons)
    }

    fn over_limit(&self) -> bool {
        self.bytes > MAX_BYTES || self.boxes > MAX_BOXES
    }

    /// Whether there is something to be read.
    #[must_use]
    pub fn readable(&self) -> bool {
        self.bytes > 0 && !self.over_limit()
    }
}

/// What a worker of its own says of a file's credentials.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct CheckedApart {
    /// What came of the check.
    pub credentials: Credentials,
    /// Why the signer was not compared with the list that was given.
    pub refused: Option<TrustError>,
}

/// Reads and checks the credentials of a file where it is called, without a thread of its own: for a worker that may die of
/// it. With the bytes of a list, the signer is compared with that. None: the file carries none.
#[cfg(feature = "credentials")]
#[must_use]
pub fn check_here(bytes: &[u8], format: Format, list: Option<&[u8]>) -> Option<CheckedApart> {
    let found = find(bytes, format)?;
    let (list, refused) = match list.map(TrustList::parse).transpose() {
        Ok(list) => (list, None),
        Err(error) => (None, Some(error)),
    };
    let credentials = if found.readable() {
        read::read(bytes, format, found, list.as_ref().map(TrustList::pem))
    } else {
        found.unread(ReasonKind::NotLoaded)
    };
    Some(CheckedApart { credentials, refused })
}
