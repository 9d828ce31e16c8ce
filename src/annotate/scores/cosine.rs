//! Cosine of embeddings, by an OpenAI-compatible server (`POST /v1/embeddings`).

use serde::Deserialize;
use serde_json::json;

use crate::annotate::ModelAt;
use crate::explain::endpoint::{Request, Secret, Times, What};
use crate::explain::http;

/// Most numbers of an embedding.
const MOST: usize = 1 << 16;

/// A server that embeds texts.
pub struct Embedder {
    model: ModelAt,
    key: Option<Secret>,
    runtime: tokio::runtime::Runtime,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f64>,
}

impl Embedder {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn new(model: ModelAt, key: Option<Secret>) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(Self { model, key, runtime: runtime.map_err(|e| format!("no thread can be had to ask with ({e})"))? })
    }

    /// The cosine of two texts, negative ones as 0.
    ///
    /// # Errors
    /// What the server did, in words.
    pub fn likeness(&self, a: &str, b: &str) -> Result<f64, String> {
        let ModelAt { model, address, .. } = &self.model;
        let url = address.embeddings();
        let told = |why: &str| format!("the texts cannot be embedded ({why}): {url}");
        let body = json!({ "model": model, "input": [a, b], "encoding_format": "float" }).to_string();
        let request = Request { url: url.clone(), key: self.key.clone(), body, what: What::Texts };
        let sent = self.runtime.block_on(http::post(request, &Times::DEFAULT, address.is_local()));
        let (status, body) = sent.map_err(|fault| told(&format!("{fault:?}")))?;
        if !(200..300).contains(&status) {
            return Err(told(&format!("status {status}")));
        }
        let answer: Answer = serde_json::from_slice(&body).map_err(|e| told(&e.to_string()))?;
        let of = |index| answer.data.iter().find(|row| row.index == index).map(|row| row.embedding.as_slice());
        match (of(0), of(1)) {
            (Some(a), Some(b)) if a.len() == b.len() && (1..=MOST).contains(&a.len()) => Ok(cosine(a, b).max(0.0)),
            _ => Err(told("not two embeddings of one length")),
        }
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
