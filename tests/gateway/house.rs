//! The process: how it stops, what it counts and what it writes.

use super::*;

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
        next(&go);
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
fn a_stop_is_told_before_nobody_answers() {
    let server = serve_all(vec![stream(), Step::Send(chunk("So far")), Step::Stall]);
    // Longer than any test; its thread ends with the program.
    let mut gateway = start_with(&[&server.address], &[("TIMES__LEAVE", "600")]);
    assert_eq!(get(&gateway.address, "/readyz").status, 200);
    gateway.stop();
    until(|| get(&gateway.address, "/readyz").status == 503);
    assert_eq!(get(&gateway.address, "/healthz").status, 200);
    let refused = explain(&gateway.address);
    assert_eq!((refused.status, refused.code().as_str()), (503, "stopping"));
    assert_eq!(refused.header("access-control-allow-origin"), Some("null"));
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let server = serve_all(vec![stream(), Step::Send(chunk("So far")), Step::Stall]);
    let mut gateway = start_with(&[&server.address], &[("TIMES__SHUTDOWN", "0.1")]);
    let under_way = begun(&gateway);
    gateway.join();
    let last = rest(under_way);
    assert!(last.contains("\"code\":\"stopping\""), "{last}");
    next(&server.left);
}

#[test]
fn metrics_have_names_that_stay() {
    let server = serve_all(says(&reply(&[1])));
    let gateway = start_with(&[&server.address], &[("METRICS_LISTEN", "127.0.0.1:0")]);
    assert_eq!(get(&gateway.address, "/metrics").status, 404, "metrics have an address of their own");
    // Where probes are answered as well, however many connections readers have.
    let private = gateway.metrics_address.as_deref().unwrap();
    assert_eq!(["/metrics", "/healthz", "/readyz", "/v1/explain"].map(|path| get(private, path).status), [200, 200, 200, 404]);
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
        .args(["--ignored", "--exact", "house::the_process", "--nocapture"])
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
