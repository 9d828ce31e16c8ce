//! Whom is asked, and how it is spoken to.

use serde::{Deserialize, Serialize};

use super::{Address, Secret};

/// How a server is spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// OpenAI's chat completions.
    #[default]
    OpenAi,
    /// Our own door to one: `POST /v1/explain` with `{mode, lang, image, regions}`, the image a JPEG in Base64.
    Gateway,
}

/// What a server calls the limit of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokensName {
    /// Nearly all of them.
    #[default]
    MaxTokens,
    /// OpenAI's newer models.
    MaxCompletionTokens,
}

impl TokensName {
    /// As in a request.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["max_tokens", "max_completion_tokens"][self as usize]
    }
}

/// What a server takes, as far as it is known. A test of the connection finds it out; keep it for the next exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepts {
    /// What it calls the limit of tokens.
    pub tokens: TokensName,
    /// That name was found out, and is not tried the other way round again.
    pub tokens_settled: bool,
    /// `response_format` with a JSON schema.
    pub schema: bool,
    /// `temperature`.
    pub temperature: bool,
}

impl Default for Accepts {
    fn default() -> Self {
        Self { tokens: TokensName::default(), tokens_settled: false, schema: true, temperature: true }
    }
}

/// A server, a model, and how to speak to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// How.
    pub kind: Kind,
    /// Where.
    pub address: Address,
    /// The model's name; empty where the server has but one.
    pub model: String,
    /// The key, if it wants one.
    pub key: Option<Secret>,
    /// What it takes.
    pub accepts: Accepts,
}
