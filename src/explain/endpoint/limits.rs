//! What an endpoint may cost.

use std::time::Duration;

/// Most bytes of one response, whatever is in it.
pub const MAX_RESPONSE: usize = 8 << 20;
/// Most bytes of an error's body that are looked at.
pub const MAX_ERROR: usize = 64 << 10;
/// Longest words of a server's own that are shown, characters.
pub const MAX_WORDS: usize = 300;
/// Longest text, bytes, that goes back to be put in order: what [`MAX_TOKENS`] come to. With every sign of it escaped, the
/// page's frame still lets it through.
pub const MAX_REPAIR: usize = 16 << 10;
/// Longest wait that a server's wish is believed, seconds.
pub const MAX_WAIT: u32 = 3600;
/// Tokens that a model may write to explain a picture.
pub const MAX_TOKENS: u32 = 2048;

/// Tokens that an answer to a question of a data set's may have, of which so many regions are.
#[must_use]
pub const fn answer_tokens(regions: usize) -> u32 {
    512 + 512 * regions as u32
}

/// How long what may take. The transport has the clock and keeps to them; it tells of one that ran out as
/// [`super::Fault::TimedOut`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until the response begins, in a page until its body does: a server may have to load the model first.
    pub first: Duration,
    /// From one piece of the response to the next.
    pub idle: Duration,
    /// In all.
    pub total: Duration,
}

impl Times {
    /// What a person is willing to wait.
    pub const DEFAULT: Self = Self {
        connect: Duration::from_secs(10),
        first: Duration::from_secs(180),
        idle: Duration::from_secs(60),
        total: Duration::from_secs(600),
    };
}

impl Default for Times {
    fn default() -> Self {
        Self::DEFAULT
    }
}
