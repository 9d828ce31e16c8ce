#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::*;
use crate::explain::prompt::{Mode, Place};

const HOST: &str = "http://localhost:8000";
const KEY: &str = "sk-very-secret";

fn endpoint(kind: Kind) -> Endpoint {
    Endpoint {
        kind,
        address: Address::parse(HOST, Reach::Page).unwrap(),
        model: "qwen".to_owned(),
        key: Secret::new(KEY).unwrap(),
        accepts: Accepts::default(),
    }
}

fn prompt() -> Prompt {
    let places = vec![Place { id: 1, bbox: [20, 30, 200, 100] }];
    Prompt { mode: Mode::Overlay, jpeg: b"\xff\xd8 picture".to_vec(), width: 3, height: 2, places }
}

fn explain() -> Exchange {
    Exchange::explain(endpoint(Kind::OpenAi), prompt(), Language::En)
}

fn good() -> String {
    let region = json!({
        "id": 1, "title": "Ä moon", "content": "moon 👩‍🔬", "absolute_position": "top_left", "relative_position": "above",
        "relative_to": "the lake", "bbox": [30, 40, 100, 50], "artifacts": [],
    });
    json!({ "tampered": true, "domain": "natural", "regions": [region], "summary": "Ein Mond – añadido." }).to_string()
}

/// A stream that says this text in pieces of seven characters, with everything around it that servers send.
fn stream(text: &str, end: &str) -> Vec<u8> {
    let mut out = format!("\u{feff}: ping{end}{end}");
    let mut say = |delta: Value, finish: Value| {
        let chunk = json!({ "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }] });
        out += &format!("data:{}{chunk}{end}{end}", if out.len() % 2 == 0 { " " } else { "" });
    };
    say(json!({ "role": "assistant", "content": "" }), Value::Null);
    say(json!({ "reasoning_content": "Hm…" }), Value::Null);
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(7) {
        say(json!({ "content": piece.iter().collect::<String>() }), Value::Null);
    }
    say(json!({}), json!("stop"));
    out += &format!("data: {{\"choices\":[],\"usage\":{{\"total_tokens\":5}}}}{end}{end}data: [DONE]{end}{end}ignored");
    out.into_bytes()
}

/// Sends what is to be sent and answers it.
fn answer(exchange: &mut Exchange, status: u16, pieces: &[&[u8]]) -> (Request, Vec<Event>) {
    let request = exchange.take_request().expect("a request");
    assert!(exchange.take_request().is_none(), "it was taken already");
    let mut events = exchange.head(status, None);
    for piece in pieces {
        events.extend(exchange.bytes(piece));
    }
    events.extend(exchange.end());
    (request, events)
}

fn kind_of(events: &[Event]) -> &'static str {
    match events.last() {
        Some(Event::Failed(error) | Event::AskAgain(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

fn said(events: &[Event]) -> String {
    events.iter().filter_map(|event| if let Event::Text(text) = event { Some(text.as_str()) } else { None }).collect()
}

#[test]
fn a_good_answer_ends_in_structured_words() {
    let mut exchange = explain();
    let (request, events) = answer(&mut exchange, 200, &[&stream(&good(), "\n")]);
    assert_eq!(request.url, "http://localhost:8000/v1/chat/completions");
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["stream"], true);
    assert_eq!(body["model"], "qwen");
    assert_eq!(body["max_tokens"], 2048);
    let content = &body["messages"][1]["content"];
    assert_eq!(content[1], json!({ "type": "image_url", "image_url": { "url": "data:image/jpeg;base64,/9ggcGljdHVyZQ==" } }));
    assert!(content[0]["text"].as_str().unwrap().contains("1: [20, 30, 200, 100]"));
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    assert_eq!(events[0], Event::Reasoning("Hm…".into()));
    assert_eq!(said(&events), good());
    let Some(Event::Finished(reply)) = events.last() else { panic!("{events:?}") };
    assert!(matches!(&reply.words, Words::Structured(words) if words.summary == "Ein Mond – añadido." && !words.regions[0].own));
    assert_eq!((reply.repaired, reply.cut, reply.reasoning.as_str()), (false, false, "Hm…"));
    assert!(exchange.take_request().is_none() && !exchange.wants_bytes());
    let sent = exchange.sent();
    assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].what, sent[0].bytes), (1, HOST, What::Picture, request.body.len()));
    // sha256sum of the twelve bytes.
    let picture = sent[0].picture.as_ref().unwrap();
    assert_eq!(picture.bytes, 10);
    assert_eq!(picture.sha256, SentPicture::of(b"\xff\xd8 picture").sha256);
}

#[test]
fn any_split_of_a_stream_gives_the_same_events() {
    for (status, bytes) in [
        (200, stream(&good(), "\n")),
        (200, stream(&good(), "\r\n")),
        (200, stream("no JSON, ünd 👩‍🔬", "\r")),
        (200, [stream("half", "\r\n")[..60].to_vec(), vec![0xf0, 0x9f]].concat()),
        (200, b"\n data: {\"error\":{\"message\":\"gone\"}}\n\n".to_vec()),
        (200, json!({ "choices": [{ "message": { "content": good() } }] }).to_string().into_bytes()),
        (200, b"\r\n <!doctype html>".to_vec()),
        (400, b"{\"error\":{\"message\":\"b\xc3\xa4d max_tokens\"}}".to_vec()),
    ] {
        let events = |pieces: &[&[u8]]| answer(&mut explain(), status, pieces).1;
        let whole = events(&[&bytes]);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(events(&single), whole);
        for at in 1..bytes.len() {
            assert_eq!(events(&[&bytes[..at], &bytes[at..]]), whole, "split at {at}");
        }
        for size in [2, 3, 5, 17] {
            assert_eq!(events(&bytes.chunks(size).collect::<Vec<_>>()), whole, "pieces of {size}");
        }
    }
}

#[test]
fn a_bad_reply_is_repaired_once_without_the_picture() {
    let mut exchange = explain();
    let (_, events) = answer(&mut exchange, 200, &[&stream("The moon is\u{202e} pasted.", "\n")]);
    assert_eq!(events.last(), Some(&Event::Repairing));
    let (request, events) = answer(&mut exchange, 200, &[&stream(&good(), "\n")]);
    assert_eq!(request.what, What::Repair);
    assert!(!request.body.contains("image") && !request.body.contains("/9gg"), "{}", request.body);
    assert!(request.body.contains("The moon is pasted.") && request.body.contains("additionalProperties"));
    assert!(
        matches!(events.last(), Some(Event::Finished(reply)) if reply.repaired && matches!(reply.words, Words::Structured(_)))
    );
    assert_eq!(
        exchange.sent().iter().map(|sent| (sent.what, sent.picture.is_some())).collect::<Vec<_>>(),
        [(What::Picture, true), (What::Repair, false),]
    );
}

#[test]
fn a_repair_has_room_in_the_pages_frame_and_what_is_longer_is_not_repaired() {
    for (length, repaired) in [(MAX_REPAIR, true), (MAX_REPAIR + 1, false)] {
        let mut exchange = explain();
        let (_, events) = answer(&mut exchange, 200, &[&stream(&"\"".repeat(length), "\n")]);
        match exchange.take_request() {
            // The room that `www/explain.html` leaves beside the picture.
            Some(repair) => assert!(repaired && repair.body.len() < 128 << 10, "{} bytes", repair.body.len()),
            None => assert!(!repaired, "{:?}", events.last()),
        }
    }
}

#[test]
fn what_cannot_be_repaired_is_plain_text() {
    let plain = |events: &[Event], cut| match events.last() {
        Some(Event::Finished(reply)) => {
            assert_eq!((reply.repaired, reply.cut), (false, cut));
            assert_eq!(reply.words, Words::Plain("The moon is pasted.".into()));
        }
        other => panic!("{other:?}"),
    };
    // A second bad reply, an error, a broken connection: the first words stay.
    let first = stream("The moon is pasted.", "\n");
    for (status, second) in
        [(200, stream("Again no JSON.", "\n")), (500, Vec::new()), (200, b"<html>".to_vec()), (200, Vec::new())]
    {
        let mut exchange = explain();
        answer(&mut exchange, 200, &[&first]);
        plain(&answer(&mut exchange, status, &[&second]).1, false);
        assert!(exchange.take_request().is_none());
    }
    let mut exchange = explain();
    answer(&mut exchange, 200, &[&first]);
    exchange.take_request().unwrap();
    plain(&exchange.fault(Fault::Unreachable), false);
    // At the limit of tokens, and from a gateway, nothing is repaired.
    let cut = String::from_utf8(first.clone()).unwrap().replace("\"stop\"", "\"length\"");
    plain(&answer(&mut explain(), 200, &[cut.as_bytes()]).1, true);
    let mut gateway = Exchange::explain(endpoint(Kind::Gateway), prompt(), Language::De);
    let (request, events) = answer(&mut gateway, 200, &[&first]);
    plain(&events, false);
    assert_eq!(request.url, "http://localhost:8000/v1/explain");
    let expected = json!({
        "mode": "overlay", "lang": "de", "image": "/9ggcGljdHVyZQ==", "regions": [{ "id": 1, "bbox": [20, 30, 200, 100] }],
    });
    assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), expected);
}

#[test]
fn every_bad_answer_has_its_name() {
    let begun = &stream("The moon", "\n")[..200];
    let error_in_stream = [begun, b"\n\ndata: {\"error\":{\"message\":\"CUDA out of memory\",\"code\":500}}\n\n"].concat();
    let blind = b"data: {\"error\":{\"message\":\"this model does not support image input\"}}\n\n";
    let withheld = br#"data: {"choices":[{"delta":{"content":"x"},"finish_reason":"content_filter"}]}"#;
    let cases: [(u16, &[u8], &str); 20] = [
        (200, b"<!DOCTYPE html><script>alert(1)</script>", "html"),
        (200, b"", "empty"),
        (200, b" \r\n\n", "empty"),
        (200, b"hello", "cut-off"),
        (200, b"data: hello\n\n", "not-an-answer"),
        (200, b"{\"object\":\"list\"}", "not-an-answer"),
        (200, b"{\"error\":\"busy\"}", "error-in-answer"),
        (200, b"data: [DONE]\n\n", "empty"),
        (200, begun, "cut-off"),
        (200, &error_in_stream, "error-in-answer"),
        (200, b"event: error\ndata: {\"message\":\"x\"}\n\n", "error-in-answer"),
        (200, blind, "no-vision"),
        (200, withheld, "withheld"),
        (307, b"", "redirected"),
        (401, b"", "unauthorised"),
        (403, b"<html>", "forbidden"),
        (404, b"{\"error\":{\"message\":\"The model `qwen` does not exist.\"}}", "no-such-model"),
        (413, b"", "too-large"),
        (429, b"", "too-many-requests"),
        (503, b"", "server-failed"),
    ];
    for (status, bytes, kind) in cases {
        let mut exchange = explain();
        let (_, events) = answer(&mut exchange, status, &[bytes]);
        assert_eq!(kind_of(&events), kind, "{status} {}", String::from_utf8_lossy(bytes));
        let (Some(Event::Failed(error)) | Some(Event::AskAgain(error))) = events.last() else { unreachable!() };
        assert_eq!(error.host, HOST);
        assert_eq!(error.status, (status != 200).then_some(status));
        // Only a pass-by failure with nothing said asks for another try, and none of them tries by itself.
        let asks = matches!(kind, "empty" | "too-many-requests" | "server-failed") || (kind == "cut-off" && bytes == b"hello");
        assert_eq!(matches!(events.last(), Some(Event::AskAgain(_))), asks, "{kind}");
        assert!(exchange.take_request().is_none());
    }
    // The thoughts of `begun` were streamed already.
    let (mut exchange, mut partial) = (explain(), explain());
    answer(&mut exchange, 200, &[&error_in_stream]);
    answer(&mut partial, 200, &[begun]);
    assert_eq!(exchange.text(), partial.text());
}

#[test]
fn faults_have_names_and_a_status_says_more_than_what_follows() {
    for (fault, kind) in [
        (Fault::Unreachable, "unreachable"),
        (Fault::Certificate, "certificate"),
        (Fault::Blocked, "blocked"),
        (Fault::LocalNetworkDenied, "local-network-denied"),
        (Fault::Redirected, "redirected"),
        (Fault::Broken, "cut-off"),
        (Fault::TimedOut, "timed-out"),
        (Fault::Cancelled, "cancelled"),
    ] {
        let mut exchange = explain();
        exchange.take_request().unwrap();
        assert_eq!(kind_of(&exchange.fault(fault)), kind);
        // Refused by its status, then the connection breaks.
        let mut exchange = explain();
        exchange.take_request().unwrap();
        exchange.head(401, None);
        exchange.bytes(b"{\"err");
        let expected = if fault == Fault::Cancelled { "cancelled" } else { "unauthorised" };
        assert_eq!(kind_of(&exchange.fault(fault)), expected);
        assert_eq!(exchange.fault(fault), [], "it is over");
    }
    // Before it was sent, and when it is over.
    let mut exchange = explain();
    assert_eq!(kind_of(&exchange.fault(Fault::Cancelled)), "cancelled");
    assert!(exchange.take_request().is_none());
    // Complete but for the last line.
    let bytes = stream(&good(), "\n");
    let end = bytes.windows(6).position(|w| w == b"[DONE]").unwrap();
    let mut exchange = explain();
    exchange.take_request().unwrap();
    exchange.head(200, None);
    exchange.bytes(&bytes[..end]);
    assert!(matches!(exchange.fault(Fault::Broken).last(), Some(Event::Finished(_))));
}

#[test]
fn the_picture_goes_again_only_if_the_person_agrees() {
    let mut exchange = explain();
    exchange.take_request().unwrap();
    exchange.head(429, Some("12"));
    let events = exchange.end();
    assert!(matches!(&events[..], [Event::AskAgain(error)] if error.wait == Some(12)));
    assert!(exchange.take_request().is_none(), "nobody agreed");
    exchange.agree();
    let (request, events) = answer(
        &mut exchange,
        400,
        &[b"{\"error\":{\"message\":\"'max_tokens' is not supported, use 'max_completion_tokens'\"}}"],
    );
    assert!(request.body.contains("\"max_tokens\":"));
    assert_eq!(kind_of(&events), "refused");
    exchange.agree();
    let (request, _) = answer(&mut exchange, 400, &[b"{\"error\":\"response_format is not supported\"}"]);
    assert!(request.body.contains("\"max_completion_tokens\":") && !request.body.contains("\"max_tokens\":"));
    exchange.agree();
    let (request, events) = answer(&mut exchange, 400, &[b"{\"error\":\"response_format is not supported\"}"]);
    assert!(!request.body.contains("response_format\":"));
    assert!(matches!(events.last(), Some(Event::Failed(_))), "the same refusal twice is the end");
    exchange.agree();
    assert!(exchange.take_request().is_none());
    assert_eq!(exchange.sent().len(), 4);
    assert!(!exchange.accepts().schema);
}

#[test]
fn a_test_sends_a_generated_picture_and_adjusts_itself() {
    let mut exchange = Exchange::test(endpoint(Kind::OpenAi), 7).unwrap();
    let (_, events) = answer(&mut exchange, 400, &[b"{\"error\":{\"message\":\"max_tokens is not supported\"}}"]);
    assert_eq!(events, []);
    let (request, events) = answer(&mut exchange, 200, &[&stream("It shows 7.", "\n")]);
    assert!(request.body.contains("max_completion_tokens"));
    let Some(Event::Tested(tested)) = events.last() else { panic!("{events:?}") };
    assert!(tested.saw && tested.said == "It shows 7." && tested.accepts.tokens == TokensName::MaxCompletionTokens);
    assert!(exchange.sent().iter().all(|sent| sent.what == What::Test));
    let mut exchange = Exchange::test(endpoint(Kind::OpenAi), 7).unwrap();
    let (_, events) = answer(&mut exchange, 200, &[&stream("17 or 7", "\n")]);
    assert!(matches!(events.last(), Some(Event::Tested(tested)) if !tested.saw));
    let picture = prompt::digit(7).unwrap().jpeg;
    assert_ne!(picture, prompt::digit(1).unwrap().jpeg);
    assert!(image::load_from_memory(&picture).is_ok());
}

#[test]
fn replies_are_cut_at_the_limits() {
    // Twenty megabytes, in a stream that never ends, as one line, as JSON.
    let line = stream("word ", "\n")[..300].to_vec();
    let endless: Vec<u8> = line.iter().copied().cycle().take(20 << 20).collect();
    for bytes in [
        endless,
        [b"data: ".to_vec(), vec![b'x'; 20 << 20]].concat(),
        [b"{\"a\":\"".to_vec(), vec![b'x'; 20 << 20]].concat(),
        vec![b' '; 20 << 20],
    ] {
        let mut exchange = explain();
        exchange.take_request().unwrap();
        exchange.head(200, None);
        let events = exchange.bytes(&bytes);
        let found = kind_of(&events);
        assert!(found == "too-much" || found == "not-an-answer", "{found}");
        assert!(!exchange.wants_bytes());
        assert!(said(&events).len() <= reply::MAX_TEXT);
    }
    // An error's body is looked at as far as its limit.
    let mut exchange = explain();
    exchange.take_request().unwrap();
    exchange.head(500, None);
    assert_eq!(kind_of(&exchange.bytes(&vec![b'x'; 20 << 20])), "server-failed");
    assert!(!exchange.wants_bytes());
}

#[test]
fn a_key_is_in_no_url_body_debug_event_or_account() {
    let mut exchange = explain();
    let body = format!("{{\"error\":{{\"message\":\"Incorrect API key provided: {KEY}.\"}}}}");
    let (request, events) = answer(&mut exchange, 401, &[body.as_bytes()]);
    assert_eq!(request.key.as_ref().unwrap().authorization(), format!("Bearer {KEY}"));
    assert!(!request.url.contains(KEY) && !request.body.contains(KEY));
    let account = serde_json::to_string(exchange.sent()).unwrap();
    let shown = format!("{request:?} {request:#?} {exchange:?} {events:?} {account} {}", serde_json::to_string(&events).unwrap());
    assert!(shown.contains("Incorrect API key provided: ….") && !shown.contains(KEY));
    assert!(!format!("{request:?}").contains("base64"), "a picture in a log");
}

#[test]
fn scripts_and_steering_signs_are_only_text() {
    let hostile = "<script>alert(1)</script>\u{202e}\u{1b}[2J\u{0}";
    let mut exchange = explain();
    let (_, events) = answer(&mut exchange, 200, &[&stream(hostile, "\n")]);
    assert_eq!(said(&events), "<script>alert(1)</script>[2J");
    let error = format!("{{\"error\":{}}}", json!(format!("{hostile}{}", "x".repeat(5000))));
    let (_, events) = answer(&mut explain(), 400, &[error.as_bytes()]);
    let Some(Event::Failed(error)) = events.last() else { panic!("{events:?}") };
    assert!(error.detail.starts_with("<script>alert(1)</script> [2J x") && error.detail.chars().count() == MAX_WORDS + 1);
}
