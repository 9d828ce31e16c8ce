//! What is sent, and the account of it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Endpoint, Secret};
use crate::explain::instructions::Instructions;
use crate::explain::prompt::Prompt;
use crate::input::sha256;
use crate::language::Language;

closed_list! {
    /// What a request carries.
    What {
        /// The person's picture, as they saw it, and the instructions.
        Picture = "picture",
        /// The model's own bad text and the schema; no picture.
        Repair = "repair",
        /// A generated picture, to test the connection.
        Test = "test",
        /// Texts to be embedded.
        Texts = "texts",
    }
}

/// What a model is asked when it is not asked to explain: words, a picture, and the shape of the answer, each as needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The words.
    pub words: Instructions,
    /// The picture.
    pub jpeg: Option<Vec<u8>>,
    /// A JSON schema.
    pub schema: Option<Value>,
    /// Tokens that the answer may have.
    pub tokens: u32,
}

/// What left the device, for findings and report. When, is known to who sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Scheme, host and port.
    pub to: String,
    /// What it carried.
    pub what: What,
    /// Bytes of the request's body.
    pub bytes: usize,
    /// The picture in it.
    pub picture: Option<SentPicture>,
}

/// A picture that left the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPicture {
    /// Its bytes.
    pub bytes: usize,
    /// Of these bytes, hexadecimal.
    pub sha256: String,
}

impl SentPicture {
    pub(super) fn of(jpeg: &[u8]) -> Self {
        Self { bytes: jpeg.len(), sha256: sha256(jpeg) }
    }
}

/// One POST. A transport sends it once, follows no redirect, and sends nothing of its own with it: no cookies, no referrer.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Where to.
    pub url: String,
    /// `Authorization`'s value comes from here, if there is a key.
    pub key: Option<Secret>,
    /// What to send: JSON.
    pub body: String,
    /// What it carries.
    pub what: What,
}

impl Request {
    /// The headers that go with every request, beside the key's.
    pub const HEADERS: [(&'static str, &'static str); 2] =
        [("content-type", "application/json"), ("accept", "text/event-stream, application/json")];
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bodies hold pictures, which have no place in a log.
        let Self { url, key, body, what } = self;
        f.debug_struct("Request")
            .field("url", url)
            .field("key", key)
            .field("body", &format_args!("{} bytes", body.len()))
            .field("what", what)
            .finish()
    }
}

/// The body of a chat completion, of which so many tokens may come back.
pub(super) fn chat(endpoint: &Endpoint, words: &Instructions, jpeg: Option<&[u8]>, schema: Option<Value>, tokens: u32) -> String {
    let mut content = vec![json!({ "type": "text", "text": words.user })];
    if let Some(jpeg) = jpeg {
        let url = format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg));
        content.push(json!({ "type": "image_url", "image_url": { "url": url } }));
    }
    let mut body = json!({
        "messages": [{ "role": "system", "content": words.system }, { "role": "user", "content": content }],
        "stream": true,
    });
    if !endpoint.model.is_empty() {
        body["model"] = json!(endpoint.model);
    }
    body[endpoint.accepts.tokens.name()] = json!(tokens);
    if endpoint.accepts.temperature {
        body["temperature"] = json!(0.2);
    }
    if let Some(schema) = schema.filter(|_| endpoint.accepts.schema) {
        let named = json!({ "name": "explanation", "strict": true, "schema": schema });
        body["response_format"] = json!({ "type": "json_schema", "json_schema": named });
    }
    body.to_string()
}

/// The body for a gateway, which has the words itself.
pub(super) fn gateway(prompt: &Prompt, language: Language) -> String {
    let Prompt { mode, jpeg, places, .. } = prompt;
    json!({ "mode": mode, "lang": language.tag(), "image": STANDARD.encode(jpeg), "regions": places }).to_string()
}
