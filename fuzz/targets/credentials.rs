//! Any bytes to what is said of their Content Credentials.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::evidence::credentials::{MAX_ACTIONS, MAX_INGREDIENTS, MAX_ORIGINS, MAX_REASONS, State, check_here, find};
use omni_iml::input::sniff;

fuzz_target!(|bytes: &[u8]| {
    let Ok(format) = sniff(bytes) else { return };
    let found = find(bytes, format);
    // The same bytes as a list of signers: that of a file is none, and its reader has to say so.
    let checked = check_here(bytes, format, Some(bytes)).map(|checked| checked.credentials);
    assert_eq!(found.is_some(), checked.is_some());
    let (Some(found), Some(checked)) = (found, checked) else { return };
    assert_eq!((found.bytes, found.remote.as_ref()), (checked.bytes, checked.remote.as_ref()));
    assert_eq!(checked.state == State::Elsewhere, found.bytes == 0);
    assert!(checked.state != State::Valid || checked.reasons.is_empty() && checked.signer.is_some());
    assert!(checked.reasons.len() <= MAX_REASONS && checked.actions.len() <= MAX_ACTIONS);
    assert!(checked.ingredients.len() <= MAX_INGREDIENTS && checked.origins.len() <= MAX_ORIGINS);
    let written = serde_json::to_string(&checked).unwrap_or_default();
    assert!(!written.is_empty() && written.len() < 1 << 20);
    assert!(!written.chars().any(|c| c.is_control()));
});
