//! What is not let in: refusals, heads that do not come, origins.

use super::*;

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
    // Of much more than that, nothing is waited for.
    let head_alone = request("POST /v1/explain", &page_headers(), &[]);
    let announced = String::from_utf8(head_alone).unwrap().replace("content-length: 0", "content-length: 10000000");
    assert_eq!(receive(send(&gateway.address, announced.as_bytes())).code(), "body-too-large");
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
