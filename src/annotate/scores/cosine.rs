//! Cosine of embeddings, by an OpenAI-compatible server (`POST /v1/embeddings`).

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::annotate::store::hash;
use crate::annotate::{ModelAt, ServerArgs, Store};
use crate::explain::endpoint::{Fault, Request, Secret, Times, What};
use crate::explain::http;

/// Most numbers of an embedding.
const MOST: usize = 1 << 16;

/// A server that embeds texts; each once, and as patiently as pictures are asked of.
pub struct Embedder<'a> {
    model: ModelAt,
    key: Option<Secret>,
    attempts: u32,
    wait: Duration,
    store: &'a Store,
    runtime: tokio::runtime::Runtime,
}

/// Why an attempt came to nothing.
struct Failure {
    why: String,
    /// Another one may help.
    passing: bool,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    embedding: Vec<f64>,
}

impl<'a> Embedder<'a> {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn new(model: ModelAt, key: Option<Secret>, args: &ServerArgs, store: &'a Store) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| format!("no thread can be had to ask with ({e})"))?;
        Ok(Self { model, key, attempts: args.attempts(), wait: args.wait(), store, runtime })
    }

    /// The cosine of two texts, negative ones as 0.
    ///
    /// # Errors
    /// What the server did, in words.
    pub fn likeness(&self, a: &str, b: &str) -> Result<f64, String> {
        let (a, b) = (self.embedding(a)?, self.embedding(b)?);
        if a.len() != b.len() {
            return Err(self.told("not two embeddings of one length"));
        }
        Ok(cosine(&a, &b).max(0.0))
    }

    /// A text's embedding, from the store if it is there, else from the server.
    fn embedding(&self, text: &str) -> Result<Vec<f64>, String> {
        let (model, origin) = (self.model.model.as_bytes(), self.model.address.origin());
        let name = format!("embedding/{}", hash([model, origin.as_bytes(), text.as_bytes()]));
        if let Some(there) = self.store.made::<Vec<f64>>(&name) {
            return Ok(there);
        }
        let (mut wait, mut attempt) = (self.wait, 1);
        loop {
            match self.send(text) {
                Ok(embedding) => {
                    self.store.make(&name, &embedding)?;
                    return Ok(embedding);
                }
                Err(Failure { passing: true, .. }) if attempt < self.attempts => {
                    std::thread::sleep(wait);
                    (wait, attempt) = (wait * 2, attempt + 1);
                }
                Err(Failure { why, .. }) => return Err(self.told(&why)),
            }
        }
    }

    fn send(&self, text: &str) -> Result<Vec<f64>, Failure> {
        let ModelAt { model, address, .. } = &self.model;
        let body = json!({ "model": model, "input": [text], "encoding_format": "float" }).to_string();
        let request = Request { url: address.embeddings(), key: self.key.clone(), body, what: What::Texts };
        let sent = self.runtime.block_on(http::post(request, &Times::DEFAULT, address.is_local()));
        let failed = |why: String, passing| Failure { why, passing };
        let (status, body) = sent.map_err(|fault| {
            let passing = matches!(fault, Fault::Unreachable | Fault::Broken | Fault::TimedOut);
            failed(format!("{fault:?}"), passing)
        })?;
        if !(200..300).contains(&status) {
            return Err(failed(format!("status {status}"), status == 429 || status >= 500));
        }
        let answer: Answer = serde_json::from_slice(&body).map_err(|e| failed(e.to_string(), false))?;
        let [Row { embedding }] = <[Row; 1]>::try_from(answer.data).map_err(|_| failed("not one embedding".to_owned(), false))?;
        let usable = (1..=MOST).contains(&embedding.len());
        usable.then_some(embedding).ok_or_else(|| failed("an embedding of another length than any".to_owned(), false))
    }

    fn told(&self, why: &str) -> String {
        format!("the texts cannot be embedded ({why}): {}", self.model.address.embeddings())
    }
}

/// The cosine of two vectors of one length; 0 where either is zero.
#[must_use]
pub fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths > 0.0 { dot(a, b) / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_those_of_angles() {
        assert_eq!(cosine(&[3.0, 4.0], &[6.0, 8.0]), 1.0);
        assert_eq!(cosine(&[1.0, 0.0], &[0.0, 2.0]), 0.0);
        assert_eq!(cosine(&[1.0, 2.0], &[-1.0, -2.0]), -1.0);
        assert_eq!(cosine(&[0.0], &[1.0]), 0.0);
    }
}
