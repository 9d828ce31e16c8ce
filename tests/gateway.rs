//! The gateway on real sockets, between the page's own client and scripted model servers.
#![cfg(feature = "gateway")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support {
    pub mod gateways;
    pub mod servers;
}

use std::collections::BTreeSet;
use std::future::pending;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_iml::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, ExplainError, Kind, Reach, Secret, Times, Words};
use omni_iml::explain::prompt::{Mode, Place, Prompt};
use omni_iml::language::Language;
use serde_json::{Value, json};
use support::gateways::{
    DESK, ORIGIN, Running, TOKEN, UPSTREAM_KEY, ask, body, configuration, environment, explain, get, jpeg, metric, page_headers,
    receive, request, send, start, start_with,
};
use support::servers::{Arrived, Server, Step, chunk, done, head, refusal, reply, says, serve, serve_all, whole};

/// Limits that no test comes near.
const TIMES: Times = Times {
    connect: Duration::from_secs(60),
    first: Duration::from_secs(60),
    idle: Duration::from_secs(60),
    total: Duration::from_secs(120),
};

fn endpoint(gateway: &Running, token: &str) -> Endpoint {
    Endpoint {
        kind: Kind::Gateway,
        address: Address::parse(&format!("http://{}", gateway.address), Reach::Page).unwrap(),
        model: String::new(),
        key: Secret::new(token).unwrap(),
        accepts: Accepts::default(),
    }
}

fn exchange(gateway: &Running) -> Exchange {
    let places = vec![Place { id: 1, bbox: [20, 30, 200, 100] }, Place { id: 2, bbox: [700, 700, 250, 250] }];
    let prompt = Prompt { mode: Mode::Paper, jpeg: jpeg(160, 120), width: 160, height: 120, places };
    Exchange::explain(endpoint(gateway, TOKEN), prompt, Language::De)
}

/// The page's client, to the end.
fn carried(exchange: &mut Exchange) -> Vec<Event> {
    let mut events = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(omni_iml::explain::http::run(exchange, &TIMES, pending(), &mut |event| events.push(event.clone())));
    events
}

fn error(events: &[Event]) -> &ExplainError {
    match events.last() {
        Some(Event::Failed(error) | Event::AskAgain(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn said(events: &[Event]) -> String {
    events.iter().filter_map(|event| if let Event::Text(text) = event { Some(text.as_str()) } else { None }).collect()
}

/// The picture that an upstream was sent.
fn picture(arrived: &Arrived) -> Vec<u8> {
    let url = arrived.body["messages"][1]["content"][1]["image_url"]["url"].as_str().unwrap();
    STANDARD.decode(url.strip_prefix("data:image/jpeg;base64,").unwrap()).unwrap()
}

fn stream() -> Step {
    head("200 OK", "text/event-stream", "")
}

/// An address where nobody listens.
fn nobody() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

/// Asks as the page does and reads until words have come; gives what is still to come.
fn begun(gateway: &Running) -> BufReader<TcpStream> {
    let stream = send(&gateway.address, &request("POST /v1/explain", &page_headers(), body().to_string().as_bytes()));
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while !line.contains("\"content\"") {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "no words came");
    }
    reader
}

fn rest(mut reader: BufReader<TcpStream>) -> String {
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    text
}

/// Asks until it is so; what makes it so is under way.
fn until(mut so: impl FnMut() -> bool) {
    while !so() {
        std::thread::yield_now();
    }
}

#[test]
fn a_page_s_request_is_answered_in_words() {
    let server = serve(vec![says(&reply(&[1, 2, 0]))]);
    let gateway = start(&[&server.address]);
    let mut exchange = exchange(&gateway);
    let events = carried(&mut exchange);
    let Some(Event::Finished(reply)) = events.last() else { panic!("{events:?}") };
    let Words::Structured(words) = &reply.words else { panic!("{reply:?}") };
    assert_eq!(words.regions.iter().map(|region| region.region).collect::<Vec<_>>(), [Some(1), Some(2), None]);
    assert_eq!(words.regions[0].artifacts[0].description, "A rim 🌙");
    assert!(events.len() > 5, "it did not stream: {events:?}");
    // What the upstream got: our words, its own key, nothing of the client's but pixels and places.
    let arrived = server.arrived.recv().unwrap();
    assert_eq!(arrived.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(arrived.header("authorization"), Some(format!("Bearer {UPSTREAM_KEY}").as_str()));
    for name in ["origin", "referer", "cookie", "user-agent", "x-forwarded-for", "forwarded"] {
        assert_eq!(arrived.header(name), None, "{name}");
    }
    assert_eq!((arrived.body["model"].as_str(), arrived.body["stream"].as_bool()), (Some("qwen"), Some(true)));
    let user = arrived.body["messages"][1]["content"][0]["text"].as_str().unwrap();
    assert!(user.starts_with("Du siehst zwei aneinandergefügte Bilder.") && user.contains("2: [700, 700, 250, 250]"));
    let sent = image::load_from_memory(&picture(&arrived)).unwrap();
    assert_eq!((sent.width(), sent.height()), (160, 120));
    assert!(server.arrived.recv().is_err(), "a second request");
}

#[test]
fn what_is_streamed_is_a_chat_completion() {
    let server = serve(vec![says("No JSON at all"), says("Nor here")]);
    let gateway = start(&[&server.address]);
    let answer = explain(&gateway.address);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/event-stream")));
    for (name, value) in [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("x-accel-buffering", "no")] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert_eq!(answer.header("access-control-allow-origin"), Some("null"));
    let messages: Vec<&str> = answer.body.split("\n\n").filter_map(|message| message.strip_prefix("data: ")).collect();
    let (last, chunks) = messages.split_last().unwrap();
    assert_eq!(*last, "[DONE]");
    let chunks: Vec<Value> = chunks.iter().map(|chunk| serde_json::from_str(chunk).unwrap()).collect();
    assert!(chunks.iter().all(|chunk| chunk["object"] == "chat.completion.chunk" && chunk["choices"][0]["index"] == 0));
    let text: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(text, "No JSON at all");
    assert_eq!(chunks.last().unwrap()["choices"][0]["finish_reason"], "stop");
}

#[test]
fn nothing_but_pixels_reaches_an_upstream() {
    let server = serve(vec![says(&reply(&[1]))]);
    let gateway = start(&[&server.address]);
    let plain = jpeg(160, 120);
    let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0".as_slice(), b"Jane Doe, 52.5N 13.4E"].concat();
    let segment = [&[0xff, 0xe1], &((exif.len() + 2) as u16).to_be_bytes()[..], &exif].concat();
    let file = [&plain[..2], &segment, &plain[2..], b"Jane Doe"].concat();
    let mut request = body();
    request["image"] = json!(STANDARD.encode(&file));
    let answer = ask(&gateway.address, "POST /v1/explain", &page_headers(), request.to_string().as_bytes());
    assert_eq!(answer.status, 200);
    let sent = picture(&server.arrived.recv().unwrap());
    assert!(!sent.windows(4).any(|w| w == b"Exif" || w == b"Jane"));
    assert!(sent.starts_with(&[0xff, 0xd8]) && sent.ends_with(&[0xff, 0xd9]));
}

#[test]
fn the_page_s_test_of_the_connection_works() {
    let refused = refusal("400 Bad Request", "Unsupported value: 'temperature' does not support 0.2 with this model");
    let server = serve(vec![refused, says("7"), says("I see the digit 4.")]);
    let gateway = start(&[&server.address]);
    for (digit, saw) in [(7, true), (5, false)] {
        let mut exchange = Exchange::test(endpoint(&gateway, TOKEN), digit).unwrap();
        let events = carried(&mut exchange);
        assert!(matches!(events.last(), Some(Event::Tested(tested)) if tested.saw == saw), "{events:?}");
    }
    let arrived: Vec<Arrived> = server.arrived.iter().collect();
    // The gateway adjusted itself, and kept it.
    let temperatures: Vec<bool> = arrived.iter().map(|arrived| arrived.body.get("temperature").is_some()).collect();
    assert_eq!(temperatures, [true, false, false]);
    assert!(arrived[1].body.to_string().contains("Which digit"));
}

#[test]
fn words_out_of_shape_are_put_in_order_behind_what_was_streamed() {
    let server = serve(vec![says("The moon {was} pasted."), says(&format!("```json\n{}\n```", reply(&[1])))]);
    let gateway = start(&[&server.address]);
    let events = carried(&mut exchange(&gateway));
    let Some(Event::Finished(last)) = events.last() else { panic!("{events:?}") };
    assert!(matches!(&last.words, Words::Structured(words) if words.regions[0].region == Some(1)), "{last:?}");
    assert!(said(&events).starts_with("The moon {was} pasted.\n\n```json"));
    let arrived: Vec<Arrived> = server.arrived.iter().collect();
    assert!(picture(&arrived[0]).len() > 1000);
    let second = arrived[1].body.to_string();
    assert!(arrived.len() == 2 && second.contains("The moon {was} pasted.") && !second.contains("image_url"));
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"repaired\"}"), 1.0);
    // In vain, or with an error: the words stay as they came.
    for second in
        [says("Still no JSON."), refusal("500 Internal Server Error", "gone"), vec![stream(), Step::Send(chunk("{\"a"))]]
    {
        let server = serve(vec![says("The moon was pasted."), second]);
        let gateway = start(&[&server.address]);
        let events = carried(&mut exchange(&gateway));
        let Some(Event::Finished(last)) = events.last() else { panic!("{events:?}") };
        assert_eq!(last.words, Words::Plain("The moon was pasted.".into()));
    }
}

#[test]
fn every_refusal_has_its_status_and_name() {
    let server = serve_all(says("never asked"));
    let gateway = start_with(&[&server.address], &[("LIMITS__IMAGE_BYTES", "60000")]);
    let headers = |changes: &[(&'static str, Option<&str>)]| {
        let mut headers = page_headers();
        for (name, value) in changes {
            headers.retain(|(known, _)| known != name);
            headers.extend(value.map(|value| (*name, value.to_owned())));
        }
        headers
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut body = body();
        change(&mut body);
        body.to_string().into_bytes()
    };
    let good = with(&|_| {});
    type Case<'a> = (&'a str, Vec<(&'a str, String)>, Vec<u8>, u16, &'a str);
    let cases: Vec<Case<'_>> = vec![
        ("GET /", headers(&[]), vec![], 404, "no-such-path"),
        ("POST /v1/chat/completions", headers(&[]), good.clone(), 404, "no-such-path"),
        ("PUT /v1/explain", headers(&[]), good.clone(), 405, "no-such-method"),
        ("GET /v1/explain", headers(&[]), vec![], 405, "no-such-method"),
        ("POST /v1/explain", headers(&[("origin", Some("https://evil.example"))]), good.clone(), 403, "origin-not-allowed"),
        ("POST /v1/explain", headers(&[("authorization", None)]), good.clone(), 401, "no-token"),
        ("POST /v1/explain", headers(&[("authorization", None), ("origin", None)]), good.clone(), 401, "no-token"),
        ("POST /v1/explain", headers(&[("authorization", Some("Bearer x"))]), good.clone(), 401, "wrong-token"),
        ("POST /v1/explain", headers(&[("content-type", None)]), good.clone(), 415, "wrong-media-type"),
        ("POST /v1/explain", headers(&[("content-type", Some("text/plain"))]), good.clone(), 415, "wrong-media-type"),
        ("POST /v1/explain", headers(&[]), vec![b'x'; 90_000], 413, "body-too-large"),
        ("POST /v1/explain", headers(&[]), vec![b'x'; 10_000_000], 413, "body-too-large"),
        ("POST /v1/explain", headers(&[]), vec![], 400, "wrong-shape"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["messages"] = json!([])), 400, "wrong-shape"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["mode"] = json!("raw")), 400, "wrong-shape"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["lang"] = json!("tlh")), 400, "wrong-shape"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["regions"][0]["id"] = json!(2)), 400, "wrong-regions"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["image"] = json!("R0lGODlh")), 400, "not-a-jpeg"),
        ("POST /v1/explain", headers(&[]), with(&|body| body["image"] = json!("/9j/4AAQ")), 400, "bad-picture"),
        (
            "POST /v1/explain",
            headers(&[]),
            with(&|body| body["image"] = json!(STANDARD.encode(jpeg(16, 2100)))),
            413,
            "picture-too-large",
        ),
    ];
    for (line, headers, body, status, code) in cases {
        let answer = ask(&gateway.address, line, &headers, &body);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{line} {headers:?} {}", answer.body);
        let listed = headers.iter().any(|(name, value)| *name == "origin" && value == "null");
        let shown = listed && line.ends_with("/v1/explain");
        assert_eq!(answer.header("access-control-allow-origin"), shown.then_some("null"), "{line} {code}");
    }
    // Without a length, piece by piece: over the limit, and half of it.
    let chunked = [page_headers(), vec![("transfer-encoding", "chunked".into())]].concat();
    let head = request("POST /v1/explain", &chunked, &[]);
    let head = String::from_utf8(head).unwrap().replace("content-length: 0\r\n", "");
    let much = format!("{head}ffff\r\n{}\r\nffff\r\n{}\r\n0\r\n\r\n", "x".repeat(0xffff), "x".repeat(0xffff));
    assert_eq!(receive(send(&gateway.address, much.as_bytes())).code(), "body-too-large");
    let gateway = start_with(&[&server.address], &[("TIMES__BODY", "0.1")]);
    let slow = receive(send(&gateway.address, format!("{head}4\r\n{{\"mo\r\n").as_bytes()));
    assert_eq!((slow.status, slow.code().as_str()), (408, "body-too-slow"));
    assert!(server.arrived.try_recv().is_err(), "an upstream was asked");
}

#[test]
fn heads_that_do_not_come_are_not_waited_for() {
    let gateway = start_with(&[&nobody()], &[("TIMES__HEAD", "0.1")]);
    for text in ["", "POST /v1/explain HTTP/1.1\r\nhost: gateway\r\nx-slow: "] {
        let mut stream = send(&gateway.address, text.as_bytes());
        let mut answer = String::new();
        // It ends, which is what counts.
        let _ = stream.read_to_string(&mut answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    // And one request is all that a connection carries.
    let two = [request("GET /healthz", &[], &[]), request("GET /healthz", &[], &[])].concat();
    let answer = receive(send(&gateway.address, &two));
    assert_eq!((answer.status, answer.body.as_str(), answer.header("connection")), (200, "ok\n", Some("close")));
}

#[test]
fn preflights_are_answered_by_the_list() {
    let open = start_with(
        &[&nobody()],
        &[("ACCESS__OPEN", "true"), ("ACCESS__PRIVATE_NETWORK", "true"), ("ACCESS__TRUSTED_PROXIES", "[\"127.0.0.0/8\"]")],
    );
    let closed = start(&[&nobody()]);
    for (origin, allowed) in [
        (ORIGIN, true),
        ("null", true),
        ("https://news.example:8443", false),
        ("http://news.example", false),
        ("https://evil.example", false),
        ("https://news.example.evil.example", false),
        ("*", false),
    ] {
        for (gateway, private) in [(&open, true), (&closed, false)] {
            let headers = [
                ("origin", origin.to_owned()),
                ("access-control-request-method", "POST".into()),
                ("access-control-request-headers", "authorization,content-type".into()),
                ("access-control-request-private-network", "true".into()),
            ];
            let answer = ask(&gateway.address, "OPTIONS /v1/explain", &headers, &[]);
            assert_eq!(answer.status, 200);
            assert_eq!(answer.header("access-control-allow-origin"), allowed.then_some(origin), "{origin}");
            let private = (allowed && private).then_some("true");
            assert_eq!(answer.header("access-control-allow-private-network"), private, "{origin}");
            assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
            let headers = answer.header("access-control-allow-headers").unwrap();
            assert!(headers.contains("authorization") && headers.contains("content-type"), "{headers}");
            assert_eq!(answer.header("access-control-allow-credentials"), None);
            assert!(answer.header("vary").unwrap().contains("origin"));
        }
        // What a page of that origin gets without a token: `null` never gets in.
        let headers = [("content-type", "application/json".to_owned()), ("origin", origin.to_owned())];
        let answer = ask(&open.address, "POST /v1/explain", &headers, b"{}");
        let code = if origin == ORIGIN { "wrong-shape" } else { ["origin-not-allowed", "no-token"][usize::from(allowed)] };
        assert_eq!(answer.code(), code, "{origin}");
    }
    assert_eq!(get(&closed.address, "/healthz").header("access-control-allow-origin"), None);
}

#[test]
fn who_asks_too_often_is_told_how_long_to_wait() {
    let server = serve_all(says(&reply(&[1])));
    let settings =
        [("LIMITS__REQUESTS_PER_MINUTE", "1"), ("LIMITS__BURST", "2"), ("ACCESS__TRUSTED_PROXIES", "[\"127.0.0.1/32\"]")];
    let gateway = start_with(&[&server.address], &settings);
    assert_eq!([explain(&gateway.address).status, explain(&gateway.address).status], [200, 200]);
    let events = carried(&mut exchange(&gateway));
    let error = error(&events);
    assert_eq!((error.kind(), error.status), ("too-many-requests", Some(429)));
    assert!(error.wait.is_some_and(|wait| (1..=60).contains(&wait)), "{error:?}");
    let refused = explain(&gateway.address);
    assert_eq!((refused.status, refused.header("access-control-expose-headers")), (429, Some("retry-after")));
    assert!(refused.header("retry-after").is_some());
    // Somebody else is somebody else.
    let mut headers = page_headers();
    headers.retain(|(name, _)| *name != "authorization");
    headers.push(("authorization", format!("Bearer {DESK}")));
    assert_eq!(ask(&gateway.address, "POST /v1/explain", &headers, body().to_string().as_bytes()).status, 200);
    // Whoever guesses tokens is counted by the address that the proxy has seen.
    let guess = |from: &str| {
        let headers = [("authorization", "Bearer guess".to_owned()), ("x-forwarded-for", format!("1.1.1.1, {from}"))];
        ask(&gateway.address, "POST /v1/explain", &headers, b"{}").code()
    };
    assert_eq!(["a", "b", "c"].map(|_| guess("192.0.2.1")), ["wrong-token", "wrong-token", "too-many-requests"]);
    assert_eq!(guess("192.0.2.2"), "wrong-token");
}

#[test]
fn places_are_limited_for_each_and_for_all() {
    let server = serve_all(vec![stream(), Step::Send(chunk("So far")), Step::Stall]);
    let gateway = start_with(&[&server.address], &[("LIMITS__STREAMS", "3"), ("LIMITS__STREAMS_PER_CLIENT", "2")]);
    let held = [begun(&gateway), begun(&gateway)];
    let refused = explain(&gateway.address);
    assert_eq!((refused.status, refused.code().as_str()), (429, "too-many-streams"));
    let mut headers = page_headers();
    headers.retain(|(name, _)| *name != "authorization");
    headers.push(("authorization", format!("Bearer {DESK}")));
    let bytes = request("POST /v1/explain", &headers, body().to_string().as_bytes());
    let third = send(&gateway.address, &bytes);
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 3.0);
    let refused = receive(send(&gateway.address, &bytes));
    assert_eq!((refused.status, refused.code().as_str()), (503, "full"));
    assert!(refused.header("retry-after").is_some());
    // Who leaves makes room, and the upstream is told at once. All three have to be there first, to leave it.
    for _ in 0..3 {
        server.arrived.recv().unwrap();
    }
    drop((held, third));
    for _ in 0..3 {
        server.left.recv().unwrap();
    }
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"client-left\"}"), 3.0);
    drop(begun(&gateway));
}

#[test]
fn a_client_that_leaves_before_the_first_word_is_not_answered() {
    let server = serve(vec![vec![Step::Stall]]);
    let gateway = start(&[&server.address]);
    let stream = send(&gateway.address, &request("POST /v1/explain", &page_headers(), body().to_string().as_bytes()));
    server.arrived.recv().unwrap();
    stream.shutdown(Shutdown::Both).unwrap();
    server.left.recv().unwrap();
}

/// What upstreams do wrong: the script of each connection, what the page calls it, what the gateway calls it, and the words
/// that had come.
#[test]
fn what_upstreams_do_wrong_has_names() {
    let error_in_stream = b"data: {\"error\":{\"message\":\"secret-host-7 out of memory\"}}\n\n".to_vec();
    let withheld = br#"data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"content_filter"}]}"#.to_vec();
    let cases: Vec<(&str, Vec<Step>, &str, &str, &str)> = vec![
        ("killed in the middle", vec![stream(), Step::Send(chunk("So far"))], "error-in-answer", "upstream-cut-off", "So far"),
        (
            "an error in the middle",
            vec![stream(), Step::Send(chunk("So far")), Step::Send(error_in_stream)],
            "error-in-answer",
            "upstream-error-in-answer",
            "So far",
        ),
        ("a stall", vec![stream(), Step::Send(chunk("So far")), Step::Stall], "error-in-answer", "upstream-timed-out", "So far"),
        ("silence", vec![Step::Stall], "server-failed", "upstream-timed-out", ""),
        ("no words", vec![stream(), Step::Send(done())], "server-failed", "upstream-empty", ""),
        ("its end", refusal("500 Internal Server Error", "secret-host-7"), "server-failed", "upstream-failed", ""),
        (
            "its key",
            refusal("401 Unauthorized", &format!("bad key {UPSTREAM_KEY}")),
            "server-failed",
            "upstream-unauthorised",
            "",
        ),
        ("no model", refusal("404 Not Found", "The model `qwen` does not exist"), "server-failed", "upstream-not-found", ""),
        ("blind", refusal("400 Bad Request", "qwen is not a multimodal model"), "no-vision", "upstream-no-vision", ""),
        (
            "busy",
            vec![head("429 Too Many Requests", "text/plain", "retry-after: 7\r\n")],
            "too-many-requests",
            "upstream-busy",
            "",
        ),
        ("a page", whole("200 OK", "text/html", "<html>secret-host-7"), "server-failed", "upstream-not-an-answer", ""),
        (
            "elsewhere",
            vec![head("307 Temporary Redirect", "", "location: http://x/\r\n")],
            "server-failed",
            "upstream-not-found",
            "",
        ),
        ("refused", refusal("400 Bad Request", "context length exceeded"), "server-failed", "upstream-refused", ""),
        ("withheld", vec![stream(), Step::Send(withheld)], "withheld", "withheld", "x"),
    ];
    for (what, script, kind, code, text) in cases {
        let server = serve_all(script);
        let settings = match what {
            "silence" => ("TIMES__FIRST", "0.1"),
            "a stall" => ("TIMES__IDLE", "1"),
            _ => ("LOG", "off"),
        };
        let gateway = start_with(&[&server.address], &[settings, ("RETRIES", "0")]);
        let mut exchange = exchange(&gateway);
        let events = carried(&mut exchange);
        let error = error(&events);
        assert_eq!((error.kind(), said(&events).as_str()), (kind, text), "{what}: {error}");
        assert!(!error.to_string().contains("secret-host-7") && !error.to_string().contains(UPSTREAM_KEY), "{error}");
        let line = format!("omni_iml_gateway_requests_total{{outcome=\"{code}\"}}");
        until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
        assert_eq!(metric(&gateway.address, &line), 1.0, "{what}");
    }
    let gateway = start(&[&nobody()]);
    assert_eq!(explain(&gateway.address).code(), "upstream-unreachable");
}

#[test]
fn an_endless_answer_is_stopped_at_the_limit() {
    let server = serve(vec![vec![stream(), Step::Repeat(chunk("word ").repeat(10))]]);
    let gateway = start_with(&[&server.address], &[("LIMITS__REPLY_BYTES", "100000")]);
    let events = carried(&mut exchange(&gateway));
    assert_eq!(error(&events).kind(), "error-in-answer");
    assert!(error(&events).detail.contains("without an end"), "{events:?}");
    server.left.recv().unwrap();
    // A client that leaves cannot tell the difference; this one was told.
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"upstream-too-much\"}"), 1.0);
}

#[test]
fn another_upstream_is_asked_as_long_as_nothing_was_streamed() {
    let failing = serve_all(refusal("503 Service Unavailable", "loading"));
    let good = serve_all(says(&reply(&[1])));
    let gateway = start_with(&[&failing.address, &nobody(), &good.address], &[("BREAKER__FAILURES", "2")]);
    for _ in 0..8 {
        assert_eq!(explain(&gateway.address).status, 200);
    }
    let attempts = |upstream: &str, outcome: &str| {
        metric(
            &gateway.address,
            &format!("omni_iml_gateway_upstream_attempts_total{{outcome=\"{outcome}\",upstream=\"{upstream}\"}}"),
        )
    };
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    // Two failures each, and then they were left alone.
    assert_eq!(attempts("one", "upstream-failed"), 2.0);
    assert_eq!(attempts("two", "upstream-unreachable"), 2.0);
    assert_eq!(attempts("three", "finished"), 8.0);
    assert_eq!(failing.arrived.iter().take(2).count(), 2);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_upstream_circuit{upstream=\"one\"}"), 2.0);
    // In the middle of words there is no other try.
    let broken = serve(vec![vec![stream(), Step::Send(chunk("So"))]]);
    let good = serve_all(says(&reply(&[1])));
    let gateway = start(&[&broken.address, &good.address]);
    let events = carried(&mut exchange(&gateway));
    assert_eq!((error(&events).kind(), said(&events).as_str()), ("error-in-answer", "So"));
    assert!(good.arrived.try_recv().is_err());
}

#[test]
fn a_renamed_parameter_is_learned_once() {
    let refused = refusal("400 Bad Request", "'max_tokens' is not supported, use 'max_completion_tokens'");
    let server = serve(vec![refused, says(&reply(&[1])), says(&reply(&[1]))]);
    let gateway = start_with(&[&server.address], &[("RETRIES", "0")]);
    assert_eq!([explain(&gateway.address).status, explain(&gateway.address).status], [200, 200]);
    let names: Vec<bool> = server.arrived.iter().map(|arrived| arrived.body.get("max_tokens").is_some()).collect();
    assert_eq!(names, [true, false, false]);
}

#[test]
fn a_circuit_opens_and_closes_again() {
    let failed = refusal("500 Internal Server Error", "no");
    let server = serve(vec![failed.clone(), failed, says(&reply(&[1])), says(&reply(&[1]))]);
    let settings = [("BREAKER__FAILURES", "2"), ("BREAKER__OPEN", "3"), ("RETRIES", "0")];
    let gateway = start_with(&[&server.address], &settings);
    let circuit = || {
        let answer = get(&gateway.address, "/readyz");
        let value: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(value["ready"], answer.status == 200);
        (answer.status, value["upstreams"][0]["circuit"].as_str().unwrap().to_owned())
    };
    assert_eq!(circuit(), (200, "closed".into()));
    assert_eq!([(); 2].map(|()| explain(&gateway.address).code()), ["upstream-failed", "upstream-failed"]);
    let refused = explain(&gateway.address);
    assert_eq!((refused.status, refused.code().as_str()), (503, "no-upstream"));
    assert!(refused.header("retry-after").is_some());
    until(|| circuit() == (200, "half-open".into()));
    assert_eq!(explain(&gateway.address).status, 200);
    assert_eq!(circuit(), (200, "closed".into()));
    assert_eq!(server.arrived.iter().take(3).count(), 3);
}

/// The client reads nothing; the upstream writes as fast as it can, up to the eight megabytes that an answer may have.
#[test]
fn a_slow_client_does_not_fill_the_gateway() {
    let server = serve(vec![vec![stream(), Step::Repeat(chunk("w ").repeat(100))]]);
    let settings = [("TIMES__WRITE", "0.5"), ("LIMITS__REPLY_BYTES", "8000000")];
    let gateway = start_with(&[&server.address], &settings);
    let client = send(&gateway.address, &request("POST /v1/explain", &page_headers(), body().to_string().as_bytes()));
    // The upstream is hung up on, and what was handed over for the client is what buffers hold.
    server.left.recv().unwrap();
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"client-stalled\"}"), 1.0);
    let sent = metric(&gateway.address, "omni_iml_gateway_sent_bytes_total ");
    assert!(sent < 1_000_000.0, "{sent} bytes for a client that reads nothing");
    // Its connection is closed as well.
    until(|| metric(&gateway.address, "omni_iml_gateway_connections ") == 1.0);
    drop(client);
}

#[test]
fn a_stop_lets_streams_end() {
    let (tell, go) = std::sync::mpsc::channel::<()>();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 65536]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
        stream.write_all(&chunk(&reply(&[1]))).unwrap();
        go.recv().unwrap();
        stream.write_all(&done()).unwrap();
        // Read to the end, so that closing does not cut off what was written.
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let mut gateway = start(&[&address]);
    let under_way = begun(&gateway);
    gateway.stop();
    // It accepts no more, and the stream goes on.
    until(|| TcpStream::connect(&gateway.address).is_err());
    tell.send(()).unwrap();
    assert!(rest(under_way).contains("[DONE]"));
    gateway.join();
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let server = serve_all(vec![stream(), Step::Send(chunk("So far")), Step::Stall]);
    let mut gateway = start_with(&[&server.address], &[("TIMES__SHUTDOWN", "0.1")]);
    let under_way = begun(&gateway);
    gateway.join();
    let last = rest(under_way);
    assert!(last.contains("\"code\":\"stopping\""), "{last}");
    server.left.recv().unwrap();
}

#[test]
fn metrics_have_names_that_stay() {
    let server = serve_all(says(&reply(&[1])));
    let gateway = start_with(&[&server.address], &[("METRICS_LISTEN", "127.0.0.1:0")]);
    assert_eq!(get(&gateway.address, "/metrics").status, 404, "metrics have an address of their own");
    drop(gateway);
    let gateway = start(&[&server.address]);
    assert_eq!(explain(&gateway.address).status, 200);
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    let answer = get(&gateway.address, "/metrics");
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4"));
    let names: BTreeSet<&str> = answer.body.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let expected = [
        "omni_iml_gateway_connections",
        "omni_iml_gateway_first_words_seconds",
        "omni_iml_gateway_prepare_seconds",
        "omni_iml_gateway_request_seconds",
        "omni_iml_gateway_requests_total",
        "omni_iml_gateway_sent_bytes_total",
        "omni_iml_gateway_streams",
        "omni_iml_gateway_upstream_attempts_total",
        "omni_iml_gateway_upstream_circuit",
        "omni_iml_gateway_upstream_streams",
    ];
    assert_eq!(names.into_iter().collect::<Vec<_>>(), expected);
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"finished\"}"), 1.0);
    assert!(metric(&gateway.address, "omni_iml_gateway_sent_bytes_total ") > 500.0);
}

/// A process of its own, as an operator has it: what it writes, and how it ends.
#[test]
#[cfg(unix)]
fn logs_tell_what_happened_and_nothing_else() {
    let server: Server = serve(vec![
        says(&reply(&[1, 2])),
        vec![stream(), Step::Send(chunk("So far"))],
        refusal("500 Internal Server Error", &format!("key {UPSTREAM_KEY}, host secret-host-7")),
        refusal("500 Internal Server Error", "again"),
        refusal("500 Internal Server Error", "again"),
    ]);
    let folder = std::env::temp_dir().join(format!("omni-iml-gateway-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("gateway.toml");
    std::fs::write(&file, configuration(&[&server.address], "")).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "the_process", "--nocapture"])
        .envs(environment())
        .env("OMNI_IML_GATEWAY_CONFIG", &file)
        .env("OMNI_IML_GATEWAY__ACCESS__TRUSTED_PROXIES", "[\"127.0.0.1/32\"]")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).filter(|line| line.starts_with('{'));
    let ready: Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    let address = ready["listen"].as_str().unwrap().to_owned();
    let mut headers = page_headers();
    headers.push(("x-forwarded-for", "192.0.2.77".into()));
    let mut request = body();
    let secret = "an-unknown-field-with-a-secret";
    for statuses in [200, 200, 502] {
        assert_eq!(ask(&address, "POST /v1/explain", &headers, request.to_string().as_bytes()).status, statuses);
    }
    request[secret] = json!(1);
    assert_eq!(ask(&address, "POST /v1/explain", &headers, request.to_string().as_bytes()).status, 400);
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let log: Vec<String> = lines.collect();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(child.wait().unwrap().success(), "{errors}");
    let mut outcomes: Vec<Value> = log.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    outcomes.retain(|line: &Value| !line["outcome"].is_null());
    outcomes.sort_by_key(|line| line["request"].as_u64());
    let outcomes: Vec<&str> = outcomes.iter().map(|line| line["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["finished", "upstream-cut-off", "upstream-failed", "wrong-shape"]);
    assert!(log.last().unwrap().contains("\"message\":\"stopped\""), "{log:?}");
    let first: Value = serde_json::from_str(&log[0]).unwrap();
    assert_eq!((first["client"].as_str(), first["upstream"].as_str()), (Some("readers"), Some("one")));
    assert_eq!(
        (first["mode"].as_str(), first["width"].as_u64(), first["regions"].as_u64()),
        (Some("overlay"), Some(160), Some(2))
    );
    let everything = log.concat() + &errors;
    let image = body()["image"].as_str().unwrap().to_owned();
    for (what, text) in [
        ("a token", TOKEN),
        ("a key", UPSTREAM_KEY),
        ("a key's variable", "sk-"),
        ("the client's address", "192.0.2.77"),
        ("the peer's address", "127.0.0.1"),
        ("the picture", &image[200..240]),
        ("the prompt", "forensic"),
        ("the words", "moon"),
        ("an upstream's words", "secret-host-7"),
        ("a client's words", secret),
    ] {
        assert!(!everything.contains(text), "{what} in the log: {everything}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
#[ignore = "the process of the test above"]
fn the_process() {
    use clap::Parser;
    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        gateway: omni_iml::gateway::GatewayArgs,
    }
    omni_iml::gateway::run(&Arguments::parse_from(["gateway"]).gateway).unwrap();
}
