//! What happens in an exchange: what a transport reports, and what comes of it.

use serde::{Deserialize, Serialize};

use super::{Accepts, ExplainError};
use crate::explain::schema::Explanation;

/// What a transport has to tell beside bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// No connection.
    Unreachable,
    /// A connection that cannot be trusted.
    Certificate,
    /// The browser's refusal without a reason.
    Blocked,
    /// The browser's refusal to reach the local network.
    LocalNetworkDenied,
    /// A redirect whose status the browser keeps to itself.
    Redirected,
    /// The connection broke.
    Broken,
    /// One of [`Times`](super::Times) ran out.
    TimedOut,
    /// The person stopped it.
    Cancelled,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// More of the model's thoughts: hostile text, without what steers a display.
    Reasoning(String),
    /// More of its answer, likewise.
    Text(String),
    /// The answer was not as asked for. The next request has the bad text and the schema, and no picture; what streams now
    /// takes the place of what did before.
    Repairing,
    /// Nothing was streamed. Another POST with the picture may help, and needs the person's word: [`Exchange::agree`](super::Exchange::agree).
    AskAgain(ExplainError),
    /// Words.
    Finished(Box<Reply>),
    /// The test's end.
    Tested(Tested),
    /// No words.
    Failed(ExplainError),
}

/// What a model said in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Its words.
    pub words: Words,
    /// They came by a second request.
    pub repaired: bool,
    /// They end at the limit of tokens.
    pub cut: bool,
    /// Its thoughts, cleaned.
    pub reasoning: String,
}

/// The words, in the shape asked for or without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Words {
    /// As asked for.
    Structured(Explanation),
    /// Text, cleaned.
    Plain(String),
}

/// What a paragraph of a model's is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The picture as a whole.
    Summary,
    /// A region of the findings, by its number.
    Region(usize),
    /// A place that is none of them.
    Own,
}

/// A paragraph of a model's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is about.
    pub subject: Subject,
    /// Hostile text, cleaned and bounded; lines of it stand for themselves.
    pub text: String,
}

impl Words {
    /// To be read one after the other.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let explanation = match self {
            Self::Plain(text) => return vec![Paragraph { subject: Subject::Summary, text: text.clone() }],
            Self::Structured(explanation) => explanation,
        };
        let mut all = vec![Paragraph { subject: Subject::Summary, text: explanation.summary.clone() }];
        for statement in &explanation.regions {
            let traces = statement.artifacts.iter().flat_map(|trace| [&trace.description, &trace.evidence]);
            // What the title says already is not said again.
            let content =
                Some(&statement.content).filter(|content| !statement.title.to_lowercase().contains(&content.to_lowercase()));
            let parts = [&statement.title].into_iter().chain(content).chain(traces).filter(|part| !part.is_empty());
            let text = parts.map(String::as_str).collect::<Vec<_>>().join("\n");
            let subject = statement.region.filter(|_| !statement.own).map_or(Subject::Own, Subject::Region);
            all.push(Paragraph { subject, text });
        }
        all
    }
}

/// What a test of the connection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// It read the digit in the generated picture.
    pub saw: bool,
    /// What it said.
    pub said: String,
    /// What the server takes, for [`Endpoint::accepts`].
    pub accepts: Accepts,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;
    use crate::explain::prompt::Place;
    use crate::explain::reply;

    #[test]
    fn what_is_said_of_a_place_stands_line_by_line_and_once() {
        let region = |content: &str| {
            json!({
                "id": 1, "title": "A moon", "content": content, "absolute_position": "top_left", "relative_position": "above",
                "relative_to": "", "bbox": null, "artifacts": [{ "kind": "halo", "description": "A rim", "evidence": "It is lit" }],
            })
        };
        let all =
            json!({ "tampered": true, "domain": "natural", "regions": [region("Moon"), region("disc")], "summary": "Two." });
        let places = [Place { id: 1, bbox: [0, 0, 100, 100] }];
        let paragraphs = Words::Structured(reply::read(&all.to_string(), &places).unwrap()).paragraphs();
        let texts: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        assert_eq!(texts, ["Two.", "A moon\nA rim\nIt is lit", "A moon\ndisc\nA rim\nIt is lit"]);
        assert_eq!(paragraphs[1].subject, Subject::Region(1));
    }
}
