//! How often and how many at once; who leaves.

use super::*;

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
    // Now a right one would not be told from a wrong one.
    let ask_from = |from: &str| {
        let headers = [("authorization", format!("Bearer {DESK}")), ("x-forwarded-for", from.to_owned())];
        ask(&gateway.address, "POST /v1/explain", &headers, b"{}").code()
    };
    assert_eq!(["192.0.2.1", "192.0.2.3"].map(ask_from), ["too-many-requests", "wrong-media-type"]);
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
        next(&server.arrived);
    }
    drop((held, third));
    for _ in 0..3 {
        next(&server.left);
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
    next(&server.arrived);
    stream.shutdown(Shutdown::Both).unwrap();
    next(&server.left);
}

#[test]
fn a_body_that_trickles_takes_no_place() {
    let server = serve_all(says(&reply(&[1])));
    let gateway = start_with(&[&server.address], &[("LIMITS__STREAMS", "1")]);
    let whole = request("POST /v1/explain", &page_headers(), body().to_string().as_bytes());
    let (start, end) = whole.split_at(whole.len() - 10);
    let mut trickling = send(&gateway.address, start);
    assert_eq!(explain(&gateway.address).status, 200);
    trickling.write_all(end).unwrap();
    let mut answer = receive(trickling);
    // The place of the one before may be given back a moment later.
    until(|| {
        let found = answer.status == 200;
        if !found {
            answer = explain(&gateway.address);
        }
        found
    });
}

#[test]
fn one_address_does_not_have_all_connections() {
    let count = |settings: &[(&str, &str)]| {
        let gateway = start_with(&[&nobody()], &[&[("LIMITS__CONNECTIONS", "8")], settings].concat());
        // Those that are served wait for the rest of a head.
        let held: Vec<TcpStream> = (0..2).map(|_| send(&gateway.address, b"GET /healthz HTTP/1.1\r\n")).collect();
        let mut third = send(&gateway.address, b"");
        let _ = third.write_all(&request("GET /healthz", &[], &[]));
        let mut answer = String::new();
        let _ = third.read_to_string(&mut answer);
        drop(held);
        until(|| {
            let mut again = send(&gateway.address, b"");
            let _ = again.write_all(&request("GET /healthz", &[], &[]));
            let mut answer = String::new();
            again.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
        });
        answer
    };
    assert_eq!(count(&[]), "");
    assert!(count(&[("ACCESS__TRUSTED_PROXIES", "[\"127.0.0.1/32\"]")]).starts_with("HTTP/1.1 200"));
}
