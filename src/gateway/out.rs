//! What goes to the client: the server-sent events of a chat completion, one batch at a time.
//!
//! Batches go through a channel of one. While the client has not taken one, there is no room for the next, the upstream is not
//! read, and so it waits as well: nothing piles up in between.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::refusal::Refusal;

/// Whether there are words, which decides the response's status.
pub(super) type Verdict = Result<(), Refusal>;

/// Why no more can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// The client has left.
    Left,
    /// It does not take what is ready for it.
    Stalled,
}

/// The way to one client.
pub(super) struct Out {
    batches: mpsc::Sender<Bytes>,
    /// Taken with the first batch.
    verdict: Option<oneshot::Sender<Verdict>>,
    batch: String,
    patience: Duration,
    number: u64,
    created: u64,
    sent: usize,
}

impl Out {
    /// A way, whether there will be words, and what is to be sent. The client has `patience` to take each batch.
    pub fn new(number: u64, patience: Duration) -> (Self, oneshot::Receiver<Verdict>, mpsc::Receiver<Bytes>) {
        let ((tell, verdict), (batches, taken)) = (oneshot::channel(), mpsc::channel(1));
        let created = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        (Self { batches, verdict: Some(tell), batch: String::new(), patience, number, created, sent: 0 }, verdict, taken)
    }

    /// Whether anything was sent: then the status is, too, and nothing can be tried again.
    pub fn has_begun(&self) -> bool {
        self.verdict.is_none()
    }

    /// Bytes that were sent.
    pub fn sent(&self) -> usize {
        self.sent
    }

    /// Done when the client has left. As long as this is kept, the client does not see the end.
    pub fn left(&self) -> impl Future<Output = ()> + use<> {
        let batches = self.batches.clone();
        async move { batches.closed().await }
    }

    /// Adds words: `content`, or `reasoning_content`.
    pub fn say(&mut self, field: &str, text: &str) {
        self.chunk(json!({ field: text }), Value::Null);
    }

    /// Adds the end, and why the model stopped.
    pub fn finish(&mut self, reason: &str) {
        self.chunk(json!({}), json!(reason));
        self.batch += "data: [DONE]\n\n";
    }

    /// Adds a comment, which says nothing and shows that the connection lives.
    pub fn comment(&mut self) {
        self.batch += ":\n\n";
    }

    fn chunk(&mut self, delta: Value, reason: Value) {
        let chunk = json!({
            "id": format!("explain-{}", self.number), "object": "chat.completion.chunk", "created": self.created,
            "model": "omni-iml-gateway", "choices": [{ "index": 0, "delta": delta, "finish_reason": reason }],
        });
        self.batch += &format!("data: {chunk}\n\n");
    }

    /// Sends what was added.
    pub async fn flush(&mut self) -> Result<(), Gone> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = Bytes::from(std::mem::take(&mut self.batch));
        if let Some(verdict) = self.verdict.take() {
            verdict.send(Ok(())).map_err(|_| Gone::Left)?;
        }
        let bytes = batch.len();
        match timeout(self.patience, self.batches.send(batch)).await {
            Ok(Ok(())) => {
                self.sent += bytes;
                Ok(())
            }
            Ok(Err(_)) => Err(Gone::Left),
            Err(_) => Err(Gone::Stalled),
        }
    }

    /// Says why there are no words, or no more of them: by a status before anything was sent, in the stream after that.
    pub async fn refuse(&mut self, refusal: &Refusal) -> Result<(), Gone> {
        self.batch.clear();
        if let Some(verdict) = self.verdict.take() {
            return verdict.send(Err(refusal.clone())).map_err(|_| Gone::Left);
        }
        self.batch = format!("data: {}\n\n", refusal.json());
        self.flush().await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_not_written_ahead_for() {
        let (mut out, verdict, mut taken) = Out::new(7, Duration::from_millis(5));
        out.say("content", "one");
        out.flush().await.unwrap();
        assert_eq!(verdict.await.unwrap(), Ok(()));
        let sent = out.sent();
        out.say("content", "two");
        assert_eq!(out.flush().await, Err(Gone::Stalled));
        assert_eq!(out.sent(), sent, "a batch ahead");
        let first = taken.recv().await.unwrap();
        let data = std::str::from_utf8(&first).unwrap().strip_prefix("data: ").unwrap().strip_suffix("\n\n").unwrap();
        let value: Value = serde_json::from_str(data).unwrap();
        assert_eq!(value["choices"][0]["delta"]["content"], "one");
        assert_eq!((value["object"].as_str().unwrap(), value["id"].as_str().unwrap()), ("chat.completion.chunk", "explain-7"));
        drop(taken);
        out.left().await;
        out.comment();
        assert_eq!(out.flush().await, Err(Gone::Left));
    }

    #[tokio::test]
    async fn an_error_is_a_status_or_a_message() {
        let (mut out, verdict, mut taken) = Out::new(1, PATIENCE);
        out.say("content", "never sent");
        out.refuse(&Refusal::Full).await.unwrap();
        assert_eq!(verdict.await.unwrap(), Err(Refusal::Full));
        drop(out);
        assert!(taken.recv().await.is_none());
        let (mut out, _verdict, mut taken) = Out::new(2, PATIENCE);
        out.say("content", "So");
        out.flush().await.unwrap();
        taken.recv().await.unwrap();
        out.refuse(&Refusal::Stopping).await.unwrap();
        let last = taken.recv().await.unwrap();
        assert!(last.starts_with(b"data: {\"error\":"));
    }
}
