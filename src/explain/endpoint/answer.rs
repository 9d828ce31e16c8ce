//! What comes back: chat completions, whole or in pieces, and errors in every form.

use serde_json::Value;

use super::limits::MAX_WAIT;
use super::{Accepts, ErrorKind, TokensName};

/// What a message of a stream, or a whole answer, holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub reasoning: String,
    pub finish: Option<Finish>,
}

/// Why a model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    Stop,
    /// At the limit of tokens.
    Length,
    /// By the server's rules.
    Withheld,
    /// For an error.
    Error,
}

/// Why a message cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// It is an error: the server's words.
    Error(String),
    /// It is nothing known.
    Unknown,
}

/// Reads a message.
pub(super) fn piece(text: &str) -> Result<Piece, Bad> {
    let value: Value = serde_json::from_str(text).map_err(|_| Bad::Unknown)?;
    if value.get("error").is_some_and(|error| !error.is_null()) {
        return Err(Bad::Error(words(&value)));
    }
    // A chunk with the usage has none; so have comments of some servers.
    let choices = value.get("choices").and_then(Value::as_array).ok_or(Bad::Unknown)?;
    let first = choices.iter().find(|choice| choice.get("index").is_none_or(|index| index == 0));
    let Some(choice) = first else { return Ok(Piece::default()) };
    if choice.get("error").is_some_and(|error| !error.is_null()) {
        return Err(Bad::Error(words(choice)));
    }
    let message = choice.get("delta").or_else(|| choice.get("message")).unwrap_or(&Value::Null);
    let mut piece = Piece { text: content(message.get("content")), ..Piece::default() };
    if let Some(refusal) = message.get("refusal").and_then(Value::as_str) {
        piece.text.push_str(refusal);
    }
    for field in ["reasoning_content", "reasoning"] {
        if piece.reasoning.is_empty() {
            piece.reasoning = content(message.get(field));
        }
    }
    piece.finish = choice.get("finish_reason").and_then(Value::as_str).map(|reason| match reason {
        "length" => Finish::Length,
        "content_filter" => Finish::Withheld,
        "error" => Finish::Error,
        _ => Finish::Stop,
    });
    Ok(piece)
}

/// A text, or a list of parts with texts.
fn content(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => String::new(),
    }
}

/// A server's words about what went wrong, wherever it puts them.
fn words(value: &Value) -> String {
    let places = ["/error/message", "/error/error/message", "/error", "/message", "/detail", "/detail/0/msg"];
    places.iter().find_map(|place| value.pointer(place)?.as_str()).unwrap_or_default().to_owned()
}

/// The words in an error's body.
pub(super) fn words_of(body: &[u8]) -> String {
    serde_json::from_slice(body).map_or_else(|_| String::new(), |value: Value| words(&value))
}

/// What a status means, with the words that came with it.
pub(super) fn kind_of(status: u16, words: &str) -> ErrorKind {
    if is_about_vision(words) {
        return ErrorKind::NoVision;
    }
    match status {
        300..=399 => ErrorKind::Redirected,
        401 => ErrorKind::Unauthorised,
        403 => ErrorKind::Forbidden,
        404 if words.to_lowercase().contains("model") => ErrorKind::NoSuchModel,
        404 | 405 | 501 => ErrorKind::NoSuchAddress,
        413 => ErrorKind::TooLarge,
        429 => ErrorKind::TooManyRequests,
        408 | 500.. => ErrorKind::ServerFailed,
        _ => ErrorKind::Refused,
    }
}

/// Whether a server says that its model cannot see, as vLLM, llama.cpp, Ollama and hosted ones put it.
pub(super) fn is_about_vision(words: &str) -> bool {
    let words = words.to_lowercase();
    // As serde says it where nothing but text may be sent. Where there is an "or", pictures may be known by another name.
    if let Some((_, rest)) = words.split_once("unknown variant `image_url`, expected `text`") {
        return !rest.starts_with(" or ");
    }
    let pictures = ["image", "vision", "multimodal", "multi-modal", "mmproj"].iter().any(|word| words.contains(word));
    let lacking = ["support", "not a multimodal", "mmproj", "not accept", "missing data required", "at most 0"];
    pictures && lacking.iter().any(|word| words.contains(word)) && !words.contains("format")
}

/// What to leave out or to rename after a server refused a request with these words; nothing where they name none of it.
pub(super) fn adjusted(accepts: Accepts, words: &str) -> Option<Accepts> {
    let words = words.to_lowercase();
    let names = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if names(&["max_tokens", "max_completion_tokens"]) && !accepts.tokens_settled {
        let tokens = match accepts.tokens {
            TokensName::MaxTokens => TokensName::MaxCompletionTokens,
            TokensName::MaxCompletionTokens => TokensName::MaxTokens,
        };
        return Some(Accepts { tokens, tokens_settled: true, ..accepts });
    }
    if names(&["response_format", "json_schema", "structured output", "guided", "grammar"]) && accepts.schema {
        return Some(Accepts { schema: false, ..accepts });
    }
    (names(&["temperature"]) && accepts.temperature).then_some(Accepts { temperature: false, ..accepts })
}

/// The seconds of a `Retry-After`; a date is none, for there is no clock here.
pub(super) fn wait(retry_after: Option<&str>) -> Option<u32> {
    let seconds: f64 = retry_after?.trim().parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| (seconds.ceil() as u32).min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<Piece, Bad> {
        Ok(Piece { text: text.to_owned(), ..Piece::default() })
    }

    #[test]
    fn pieces_come_in_many_shapes() {
        let stop = |words: &str, finish| Ok(Piece { text: words.to_owned(), finish: Some(finish), ..Piece::default() });
        for (json, expected) in [
            (r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}"#, text("a")),
            (r#"{"choices":[{"delta":{"content":null}}]}"#, text("")),
            (r#"{"choices":[],"usage":{"total_tokens":9}}"#, text("")),
            (r#"{"choices":[{"index":1,"delta":{"content":"second"}}]}"#, text("")),
            (r#"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#, text("a")),
            (r#"{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"x"},{"text":"b"}]}}]}"#, text("ab")),
            (r#"{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]}"#, stop("whole", Finish::Stop)),
            (r#"{"choices":[{"delta":{},"finish_reason":"length"}],"error":null}"#, stop("", Finish::Length)),
            (r#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#, stop("", Finish::Withheld)),
            (r#"{"choices":[{"delta":{"refusal":"No."},"finish_reason":null}]}"#, text("No.")),
            (r#"{"error":{"message":"out of memory","code":500}}"#, Err(Bad::Error("out of memory".into()))),
            (r#"{"error":"busy"}"#, Err(Bad::Error("busy".into()))),
            (r#"{"error":{"code":1}}"#, Err(Bad::Error(String::new()))),
            (r#"{"choices":[{"error":{"message":"gone"}}]}"#, Err(Bad::Error("gone".into()))),
            (r#"{"object":"list"}"#, Err(Bad::Unknown)),
            (r#"[1,2]"#, Err(Bad::Unknown)),
            (r#""text""#, Err(Bad::Unknown)),
            (r#"{"choices":"#, Err(Bad::Unknown)),
        ] {
            assert_eq!(piece(json), expected, "{json}");
        }
        for field in ["reasoning_content", "reasoning"] {
            let found = piece(&format!(r#"{{"choices":[{{"delta":{{"content":"a","{field}":"b"}}}}]}}"#));
            assert_eq!(found, Ok(Piece { text: "a".into(), reasoning: "b".into(), finish: None }));
        }
    }

    /// As the servers word it.
    #[test]
    fn statuses_and_words_make_kinds() {
        for (status, body, expected) in [
            (400, r#"{"object":"error","message":"/models/x is not a multimodal model","code":400}"#, ErrorKind::NoVision),
            (400, r#"{"error":{"message":"At most 0 image(s) may be provided in one prompt."}}"#, ErrorKind::NoVision),
            (
                500,
                r#"{"error":{"code":500,"message":"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"}}"#,
                ErrorKind::NoVision,
            ),
            (404, r#"{"error":{"message":"No endpoints found that support image input"}}"#, ErrorKind::NoVision),
            (
                400,
                r#"{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `image_url`, expected `text` at line 1 column 72995"}}"#,
                ErrorKind::NoVision,
            ),
            (400, r#"{"error":"unknown variant `image_url`, expected `text` or `image`"}"#, ErrorKind::Refused),
            (400, r#"{"error":"unknown variant `image_url`, expected one of `text`, `image`"}"#, ErrorKind::Refused),
            (422, r#"{"error":"unknown variant `json_schema`, expected `text`"}"#, ErrorKind::Refused),
            (400, r#"{"error":{"message":"unsupported image format"}}"#, ErrorKind::Refused),
            (404, r#"{"object":"error","message":"The model `x` does not exist.","code":404}"#, ErrorKind::NoSuchModel),
            (404, r#"{"error":{"message":"model 'x' not found, try pulling it first"}}"#, ErrorKind::NoSuchModel),
            (404, r#"{"detail":"Not Found"}"#, ErrorKind::NoSuchAddress),
            (404, "<html>model</html>", ErrorKind::NoSuchAddress),
            (405, "", ErrorKind::NoSuchAddress),
            (401, r#"{"error":"Unauthorized"}"#, ErrorKind::Unauthorised),
            (403, "", ErrorKind::Forbidden),
            (413, "", ErrorKind::TooLarge),
            (422, r#"{"detail":[{"msg":"field required"}]}"#, ErrorKind::Refused),
            (429, "", ErrorKind::TooManyRequests),
            (302, "", ErrorKind::Redirected),
            (500, "", ErrorKind::ServerFailed),
            (529, "", ErrorKind::ServerFailed),
            (418, "", ErrorKind::Refused),
        ] {
            assert_eq!(kind_of(status, &words_of(body.as_bytes())), expected, "{status} {body}");
        }
        assert_eq!(words_of(br#"{"detail":[{"msg":"field required"}]}"#), "field required");
    }

    #[test]
    fn each_refusal_is_met_once() {
        let first = Accepts::default();
        let openai = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        let second = adjusted(first, openai).map(|a| (a.tokens, a));
        assert!(matches!(second, Some((TokensName::MaxCompletionTokens, a)) if adjusted(a, openai).is_none()));
        let hosted = Accepts { tokens: TokensName::MaxCompletionTokens, ..first };
        let back = adjusted(hosted, "Unknown field: max_completion_tokens");
        assert!(back.is_some_and(|a| a.tokens == TokensName::MaxTokens));
        let plain = adjusted(first, "'response_format.type' must be 'text'");
        assert!(plain.is_some_and(|a| !a.schema && a.temperature && adjusted(a, "json_schema").is_none()));
        let still = adjusted(first, "Unsupported value: 'temperature' does not support 0.2");
        assert!(still.is_some_and(|a| !a.temperature && a.schema));
        assert_eq!(adjusted(first, "context length exceeded"), None);
    }

    #[test]
    fn waits_are_seconds_within_reason() {
        for (given, seconds) in [("7", Some(7)), (" 0.2 ", Some(1)), ("0", Some(0)), ("999999999999", Some(3600))] {
            assert_eq!(wait(Some(given)), seconds);
        }
        for given in [None, Some("-1"), Some("NaN"), Some("inf"), Some(""), Some("Wed, 21 Oct 2026 07:28:00 GMT")] {
            assert_eq!(wait(given), None);
        }
    }
}
