//! What upstreams do wrong, and what becomes of it.

use super::*;

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
    next(&server.left);
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
    assert_eq!(arrived(&failing, 2).len(), 2);
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
    let names: Vec<bool> = arrived(&server, 3).iter().map(|arrived| arrived.body.get("max_tokens").is_some()).collect();
    assert_eq!(names, [true, false, false]);
}

#[test]
fn a_circuit_opens_and_closes_again() {
    let failed = refusal("500 Internal Server Error", "no");
    let server = serve(vec![failed.clone(), failed, says(&reply(&[1])), says(&reply(&[1]))]);
    let settings = [("BREAKER__FAILURES", "2"), ("BREAKER__OPEN", "3"), ("RETRIES", "0")];
    let gateway = start_with(&[&server.address], &settings);
    let circuit = || circuit(&gateway);
    assert_eq!(circuit(), "closed");
    assert_eq!([(); 2].map(|()| explain(&gateway.address).code()), ["upstream-failed", "upstream-failed"]);
    let refused = explain(&gateway.address);
    assert_eq!((refused.status, refused.code().as_str()), (503, "no-upstream"));
    assert!(refused.header("retry-after").is_some());
    until(|| circuit() == "half-open");
    assert_eq!(explain(&gateway.address).status, 200);
    assert_eq!(circuit(), "closed");
    assert_eq!(arrived(&server, 3).len(), 3);
}

/// It takes the picture and begins, and never comes to an end.
#[test]
fn an_upstream_that_always_breaks_off_is_left_alone() {
    let server = serve_all(vec![stream(), Step::Send(chunk("So far"))]);
    let gateway = start_with(&[&server.address], &[("BREAKER__FAILURES", "3"), ("BREAKER__OPEN", "0.2")]);
    for _ in 0..3 {
        assert!(explain(&gateway.address).body.contains("upstream-cut-off"));
    }
    // Open, or just half-open on a slow machine; and again after the trial, which began as well.
    for _ in 0..2 {
        until(|| circuit(&gateway) != "closed");
        until(|| circuit(&gateway) == "half-open");
        assert!(explain(&gateway.address).body.contains("upstream-cut-off"));
    }
    assert_ne!(circuit(&gateway), "closed");
}

#[test]
fn there_is_one_time_to_the_first_words() {
    let head_only = serve_all(vec![stream(), Step::Stall]);
    let gateway = start_with(&[&head_only.address], &[("TIMES__FIRST", "0.2"), ("TIMES__IDLE", "600")]);
    // A head is no word.
    assert_eq!(explain(&gateway.address).code(), "upstream-timed-out");
    // Tries are not made beyond it: eleven of them, with their pauses, would take minutes.
    let gateway = start_with(&[&nobody()], &[("TIMES__FIRST", "0.5"), ("RETRIES", "10")]);
    assert_eq!(explain(&gateway.address).code(), "upstream-unreachable");
    let line = "omni_iml_gateway_upstream_attempts_total{outcome=\"upstream-unreachable\",upstream=\"one\"}";
    assert!(metric(&gateway.address, line) <= 3.0);
}

#[test]
fn what_a_server_says_is_not_asked_for_twice() {
    let empty = vec![stream(), Step::Send(done())];
    let error = b"data: {\"error\":{\"message\":\"out of memory\"}}\n\n".to_vec();
    for (script, code) in [
        (refusal("500 Internal Server Error", "no"), "upstream-failed"),
        (empty, "upstream-empty"),
        (vec![stream(), Step::Send(error)], "upstream-error-in-answer"),
    ] {
        let server = serve_all(script);
        let gateway = start_with(&[&server.address], &[("BREAKER__FAILURES", "2")]);
        assert_eq!(explain(&gateway.address).code(), code);
        assert_eq!(arrived(&server, 1).len(), 1);
        nothing_more(&gateway, &server);
        assert_eq!(circuit(&gateway), "closed");
    }
    // Where the connection failed it is, and all of that counts once.
    let asked = Instant::now();
    let gateway = start_with(&[&nobody()], &[("BREAKER__FAILURES", "2")]);
    assert_eq!(explain(&gateway.address).code(), "upstream-unreachable");
    let line = "omni_iml_gateway_upstream_attempts_total{outcome=\"upstream-unreachable\",upstream=\"one\"}";
    assert_eq!((metric(&gateway.address, line), circuit(&gateway).as_str()), (3.0, "closed"));
    // Half of a quarter and of half a second, at least.
    assert!(asked.elapsed() >= Duration::from_millis(375), "it did not wait");
}

#[test]
fn one_wrong_refusal_is_not_remembered() {
    let refused = |status| refusal(status, "'temperature' is not supported");
    let failed = refused("500 Internal Server Error");
    // The second time it did not help, and the third time a server that fails says it.
    let server = serve(vec![refused("400 Bad Request"), failed.clone(), failed, says(&reply(&[1]))]);
    let gateway = start(&[&server.address]);
    let statuses = [(); 3].map(|()| explain(&gateway.address).status);
    assert_eq!(statuses, [502, 502, 200]);
    let with: Vec<bool> = arrived(&server, 4).iter().map(|arrived| arrived.body.get("temperature").is_some()).collect();
    assert_eq!(with, [true, false, true, true]);
}

#[test]
fn a_large_answer_in_one_piece_is_stopped_at_the_limit() {
    let large = json!({ "choices": [{ "message": { "content": "word ".repeat(20_000) } }] }).to_string();
    let server = serve_all(whole("200 OK", "application/json", &large));
    let gateway = start_with(&[&server.address], &[("LIMITS__REPLY_BYTES", "50000")]);
    assert_eq!(explain(&gateway.address).code(), "upstream-too-much");
    let gateway = start_with(&[&server.address], &[("LIMITS__REPLY_BYTES", "200000")]);
    assert_eq!(explain(&gateway.address).status, 200);
}

/// The client reads nothing; the upstream writes as fast as it can, up to the eight megabytes that an answer may have.
#[test]
fn a_slow_client_does_not_fill_the_gateway() {
    let server = serve(vec![vec![stream(), Step::Repeat(chunk("w ").repeat(100))]]);
    let settings = [("TIMES__WRITE", "0.5"), ("LIMITS__REPLY_BYTES", "8000000")];
    let gateway = start_with(&[&server.address], &settings);
    let client = send(&gateway.address, &request("POST /v1/explain", &page_headers(), body().to_string().as_bytes()));
    // The upstream is hung up on, and what was handed over for the client is what buffers hold.
    next(&server.left);
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"client-stalled\"}"), 1.0);
    let sent = metric(&gateway.address, "omni_iml_gateway_sent_bytes_total ");
    assert!(sent < 1_000_000.0, "{sent} bytes for a client that reads nothing");
    // Its connection is closed as well.
    until(|| metric(&gateway.address, "omni_iml_gateway_connections ") == 1.0);
    drop(client);
}
