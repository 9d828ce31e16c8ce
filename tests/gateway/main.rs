//! The gateway on real sockets, between the page's own client and scripted model servers.
#![cfg(feature = "gateway")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../support"]
mod support {
    pub mod gateways;
    pub mod servers;
}

mod house;
mod limits;
mod refusals;
mod upstreams;
mod words;

use std::collections::BTreeSet;
use std::future::pending;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_iml::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, ExplainError, Kind, Reach, Secret, Times, Words};
use omni_iml::explain::prompt::{Mode, Place, Prompt};
use omni_iml::language::Language;
use serde_json::{Value, json};
use support::gateways::{
    DESK, ORIGIN, PATIENCE, Running, TOKEN, UPSTREAM_KEY, ask, body, configuration, environment, explain, get, jpeg, metric,
    page_headers, receive, request, send, start, start_with,
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
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "it never came to be so");
        std::thread::yield_now();
    }
}

/// What is on its way.
fn next<T>(from: &Receiver<T>) -> T {
    from.recv_timeout(PATIENCE).expect("what did not come")
}

/// So many requests that an upstream got.
fn arrived(server: &Server, count: usize) -> Vec<Arrived> {
    (0..count).map(|_| next(&server.arrived)).collect()
}

/// Nobody has asked the upstream any more, now that all is over.
fn nothing_more(gateway: &Running, server: &Server) {
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert!(server.arrived.try_recv().is_err(), "a request too many");
}

/// The state of the first upstream's circuit.
fn circuit(gateway: &Running) -> String {
    let answer = get(&gateway.address, "/readyz");
    let value: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((value["ready"].as_bool(), answer.status), (Some(true), 200), "circuits are for information");
    value["upstreams"][0]["circuit"].as_str().unwrap().to_owned()
}
