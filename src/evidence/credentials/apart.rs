//! The check in a thread of its own, so that what goes wrong on hostile credentials goes wrong there.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Credentials, PATIENCE_MS, ReasonKind, TrustList, find, read};
use crate::input::Format;

/// Stack of the thread, bytes: what is nested is nested by hostile hands.
const STACK: usize = 16 << 20;

/// Reads and checks the credentials of a file, if it has any; most have none, and nothing is started for them.
///
/// With a list of certificates, whether the signer goes back to one of them, too. Never fails: what could not be checked is
/// said in [`Credentials::reasons`].
#[must_use]
pub fn check(bytes: &[u8], format: Format, trust: Option<&TrustList>) -> Option<Credentials> {
    let found = find(bytes, format)?;
    if !found.readable() {
        return Some(found.unread(ReasonKind::NotLoaded));
    }
    let (sender, receiver) = mpsc::channel();
    let (file, there, list) = (bytes.to_vec(), found.clone(), trust.map(|list| list.pem().to_owned()));
    let work = move || {
        // Nobody listens any more after the time is up.
        let _ = sender.send(read::read(&file, format, there, list.as_deref()));
    };
    if thread::Builder::new().name("credentials".to_owned()).stack_size(STACK).spawn(work).is_err() {
        return Some(found.unread(ReasonKind::NotLoaded));
    }
    Some(match receiver.recv_timeout(Duration::from_millis(PATIENCE_MS.into())) {
        Ok(credentials) => credentials,
        Err(RecvTimeoutError::Timeout) => found.unread(ReasonKind::TookTooLong),
        // It panicked.
        Err(RecvTimeoutError::Disconnected) => found.unread(ReasonKind::Stopped),
    })
}
