//! The native transport against scripted servers: a good one, and one for every fault.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support {
    pub mod exchange;
    pub mod servers;
}

use std::cell::RefCell;
use std::future::ready;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_iml::explain::endpoint::{
    Accepts, Address, Endpoint, Event, Exchange, Kind, Reach, Secret, Times, TokensName, What, Words,
};
use omni_iml::explain::prompt::Prompt;
use omni_iml::language::Language;
use support::exchange::{carried, error, events_within, finished, overlay};
use support::servers::{Server, Step, chunk, done, head, refusal, reply, says, serve, whole};

/// Limits that no test comes near unless it stalls.
const TIMES: Times = Times {
    connect: Duration::from_secs(20),
    first: Duration::from_secs(20),
    idle: Duration::from_secs(20),
    total: Duration::from_secs(60),
};

fn prompt() -> Prompt {
    overlay(160, 120, 0, &[[5, 5, 30, 30], [10, 8, 20, 20]])
}

fn endpoint(server: &Server) -> Endpoint {
    Endpoint {
        kind: Kind::OpenAi,
        address: Address::parse(&server.address, Reach::Page).unwrap(),
        model: "qwen".to_owned(),
        key: Secret::new("sk-secret").unwrap(),
        accepts: Accepts::default(),
    }
}

fn explain(server: &Server) -> Exchange {
    Exchange::explain(endpoint(server), prompt(), Language::En)
}

fn events(exchange: &mut Exchange) -> Vec<Event> {
    events_within(exchange, &TIMES)
}

/// What a script comes to, and what was streamed before.
fn outcome(script: Vec<Step>) -> (&'static str, String) {
    let server = serve(vec![script]);
    let mut exchange = explain(&server);
    let events = events(&mut exchange);
    (error(&events).kind(), exchange.text())
}

#[test]
fn a_good_server_gets_the_picture_once_and_its_words_come_back() {
    let server = serve(vec![says(&reply(&[1, 2, 0]))]);
    let mut exchange = explain(&server);
    let events = events(&mut exchange);
    let Words::Structured(words) = &finished(&events).words else { panic!("{events:?}") };
    let own: Vec<(Option<usize>, bool)> = words.regions.iter().map(|region| (region.region, region.own)).collect();
    assert_eq!(own, [(Some(1), false), (Some(2), false), (None, true)]);
    assert_eq!(words.regions[0].artifacts[0].description, "A rim 🌙");
    let arrived = server.arrived.recv().unwrap();
    assert_eq!(arrived.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(arrived.header("authorization"), Some("Bearer sk-secret"));
    for name in ["user-agent", "cookie", "referer", "origin"] {
        assert_eq!(arrived.header(name), None, "{name}");
    }
    let url = arrived.body["messages"][1]["content"][1]["image_url"]["url"].as_str().unwrap().to_owned();
    assert_eq!(STANDARD.decode(url.strip_prefix("data:image/jpeg;base64,").unwrap()).unwrap(), prompt().jpeg);
    assert!(server.arrived.recv().is_err(), "a second request");
    assert_eq!(exchange.sent().len(), 1);
    assert_eq!(exchange.sent()[0].bytes.to_string(), arrived.header("content-length").unwrap());
}

#[test]
fn a_bad_reply_is_repaired_without_the_picture() {
    let server = serve(vec![says("Well, the moon."), says(&format!("```json\n{}\n```", reply(&[1])))]);
    let mut exchange = explain(&server);
    let events = events(&mut exchange);
    assert!(finished(&events).repaired && events.contains(&Event::Repairing));
    let (first, second) = (server.arrived.recv().unwrap(), server.arrived.recv().unwrap());
    assert!(first.body.to_string().contains("data:image/jpeg"));
    let second = second.body.to_string();
    assert!(second.contains("Well, the moon.") && !second.contains("image_url") && !second.contains("base64"));
    assert_eq!(exchange.sent().iter().map(|sent| sent.what).collect::<Vec<_>>(), [What::Picture, What::Repair]);
}

#[test]
fn a_whole_answer_and_a_lying_content_type_are_read_by_their_bytes() {
    let answer = serde_json::json!({ "choices": [{ "message": { "content": reply(&[1]) }, "finish_reason": "stop" }] });
    let streamed = [chunk(&reply(&[1])), done()].concat();
    for script in [
        whole("200 OK", "text/event-stream", &answer.to_string()),
        whole("200 OK", "application/json", &answer.to_string()),
        vec![head("200 OK", "text/html", ""), Step::Send(streamed.clone())],
        vec![head("200 OK", "application/octet-stream; charset=latin1", ""), Step::Send(streamed)],
    ] {
        let server = serve(vec![script]);
        assert!(matches!(finished(&events(&mut explain(&server))).words, Words::Structured(_)));
    }
}

#[test]
fn every_fault_has_its_name() {
    let stream = || head("200 OK", "text/event-stream", "");
    let moon = chunk("The moon 🌙");
    let middle = moon.windows(4).position(|w| w == "🌙".as_bytes()).map_or(0, |at| at + 2);
    let error_in_stream = b"data: {\"error\":{\"message\":\"out of memory\"}}\n\n".to_vec();
    let cases = [
        ("cut off in a letter", vec![stream(), Step::Send(chunk("So")), Step::Send(moon[..middle].to_vec())], "cut-off", "So"),
        (
            "cut off in its length",
            vec![head("200 OK", "text/event-stream", "content-length: 9999\r\n"), Step::Send(moon.clone())],
            "cut-off",
            "The moon 🌙",
        ),
        ("no answer at all", vec![], "cut-off", ""),
        ("a web page", whole("200 OK", "application/json", "<html><script>alert(1)</script>"), "html", ""),
        ("a page for an error", whole("502 Bad Gateway", "text/html", "<html>nginx"), "server-failed", ""),
        (
            "an error in the stream",
            vec![stream(), Step::Send(moon.clone()), Step::Send(error_in_stream)],
            "error-in-answer",
            "The moon 🌙",
        ),
        ("nothing", whole("200 OK", "text/event-stream", ""), "empty", ""),
        ("something else", whole("200 OK", "application/json", "[1,2,3]"), "not-an-answer", ""),
        ("elsewhere", vec![head("307 Temporary Redirect", "text/plain", "location: http://127.0.0.1:1/\r\n")], "redirected", ""),
        ("no key", refusal("401 Unauthorized", "Incorrect API key"), "unauthorised", ""),
        ("no origin", whole("403 Forbidden", "text/plain", ""), "forbidden", ""),
        ("no model", refusal("404 Not Found", "model \"qwen\" not found"), "no-such-model", ""),
        ("no path", whole("404 Not Found", "text/plain", "404 page not found"), "no-such-address", ""),
        ("too large", whole("413 Payload Too Large", "text/html", "<html>"), "too-large", ""),
        (
            "blind",
            refusal("500 Internal Server Error", "image input is not supported - hint: you may need to provide the mmproj"),
            "no-vision",
            "",
        ),
        ("endless", vec![stream(), Step::Repeat(chunk("word ").repeat(100))], "too-much", ""),
        ("an endless line", vec![stream(), Step::Send(b"data: ".to_vec()), Step::Repeat(vec![b'x'; 65536])], "too-much", ""),
        (
            "20 MB at once",
            whole("200 OK", "application/json", &format!("{{\"a\":\"{}\"}}", "x".repeat(20 << 20))),
            "too-much",
            "",
        ),
        (
            "an endless error",
            vec![head("500 Internal Server Error", "text/plain", ""), Step::Repeat(vec![b'x'; 65536])],
            "server-failed",
            "",
        ),
        ("not HTTP", vec![Step::Send(b"SSH-2.0-OpenSSH\r\n".to_vec())], "cut-off", ""),
    ];
    for (what, script, kind, streamed) in cases {
        let (found, text) = outcome(script);
        assert_eq!(found, kind, "{what}");
        if !streamed.is_empty() {
            assert_eq!(text, streamed, "{what}");
        }
    }
}

#[test]
fn an_endless_stream_is_hung_up_on() {
    let server = serve(vec![vec![head("200 OK", "text/event-stream", ""), Step::Repeat(chunk("word ").repeat(100))]]);
    assert_eq!(error(&events(&mut explain(&server))).kind(), "too-much");
    server.left.recv().unwrap();
}

#[test]
fn a_wait_is_told_and_the_picture_goes_again_only_if_agreed() {
    let busy = vec![head("429 Too Many Requests", "text/plain", "retry-after: 7\r\n")];
    let server = serve(vec![
        busy,
        refusal("400 Bad Request", "'max_tokens' is not supported, use 'max_completion_tokens'"),
        says(&reply(&[1])),
    ]);
    let mut exchange = explain(&server);
    let first = events(&mut exchange);
    assert_eq!((error(&first).kind(), error(&first).wait), ("too-many-requests", Some(7)));
    assert_eq!(events(&mut exchange), [], "nobody agreed");
    exchange.agree();
    assert_eq!(error(&events(&mut exchange)).kind(), "refused");
    exchange.agree();
    assert!(!finished(&events(&mut exchange)).repaired);
    assert_eq!(exchange.sent().len(), 3);
    assert_eq!(exchange.accepts().tokens, TokensName::MaxCompletionTokens);
    let bodies: Vec<_> = server.arrived.iter().map(|arrived| arrived.body).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies[1].get("max_tokens").is_some() && bodies[2].get("max_tokens").is_none());
    assert_eq!(bodies[2]["max_completion_tokens"], 2048);
}

#[test]
fn a_test_of_the_connection_adjusts_itself() {
    let refused = refusal("400 Bad Request", "Unsupported value: 'temperature' does not support 0.2 with this model");
    let server = serve(vec![refused, says("4")]);
    let mut exchange = Exchange::test(endpoint(&server), 4).unwrap();
    let events = events(&mut exchange);
    assert!(matches!(events.last(), Some(Event::Tested(tested)) if tested.saw && !tested.accepts.temperature), "{events:?}");
}

#[test]
fn a_stall_ends_by_cancelling() {
    let script = vec![head("200 OK", "text/event-stream", ""), Step::Send(chunk("So far")), Step::Stall];
    let server = serve(vec![script]);
    let mut exchange = explain(&server);
    let seen = RefCell::new(Vec::new());
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let mut tell = Some(tell);
    let cancel = async { told.await.unwrap() };
    carried(&mut exchange, &TIMES, cancel, &mut |event| {
        if let Some(tell) = tell.take() {
            tell.send(()).unwrap();
        }
        seen.borrow_mut().push(event.clone());
    });
    let seen = seen.into_inner();
    assert_eq!(seen[0], Event::Text("So far".into()));
    assert_eq!((error(&seen).kind(), exchange.text().as_str()), ("cancelled", "So far"));
    server.left.recv().unwrap();
    // Before anything was sent.
    let mut exchange = explain(&server);
    let mut seen = Vec::new();
    carried(&mut exchange, &TIMES, ready(()), &mut |event| seen.push(event.clone()));
    assert_eq!(error(&seen).kind(), "cancelled");
}

#[test]
fn a_stall_ends_by_each_time_limit() {
    let short = Duration::from_millis(50);
    let begun = || vec![head("200 OK", "text/event-stream", ""), Step::Send(chunk("So far")), Step::Stall];
    for (times, script, text) in [
        (Times { first: short, ..TIMES }, vec![Step::Stall], ""),
        (Times { idle: short, ..TIMES }, vec![head("200 OK", "text/event-stream", ""), Step::Stall], ""),
        (Times { total: short, ..TIMES }, vec![Step::Stall], ""),
        (Times { idle: short, ..TIMES }, begun(), "So far"),
    ] {
        let server = serve(vec![script]);
        let mut exchange = explain(&server);
        let events = events_within(&mut exchange, &times);
        assert_eq!((error(&events).kind(), exchange.text().as_str()), ("timed-out", text));
        server.left.recv().unwrap();
    }
    // A trickle that never is idle ends by the limit of all.
    let server = serve(vec![vec![head("200 OK", "text/event-stream", ""), Step::Repeat(b":\n".to_vec())]]);
    let events = events_within(&mut explain(&server), &Times { total: short, ..TIMES });
    assert!(["timed-out", "too-much"].contains(&error(&events).kind()));
}

#[test]
fn nobody_there() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server { address: format!("http://{free}"), ..serve(vec![]) };
    assert_eq!(error(&events(&mut explain(&server))).kind(), "unreachable");
}

/// Plain words where TLS is expected.
#[test]
fn no_trust() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server { address: format!("https://{}", listener.local_addr().unwrap()), ..serve(vec![]) };
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(std::io::Read::read(&mut stream, &mut [0; 4096]).unwrap() > 0);
        std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
    });
    assert_eq!(error(&events(&mut explain(&server))).kind(), "certificate");
}
