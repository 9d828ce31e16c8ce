//! A server that others wrote (`transformers serve`), with a tiny model that sees and babbles (`train/tiny_vlm.py`):
//! what we send is understood there, pictures are decoded and looked at, and to cancel stops the model. `cargo xtask test
//! model-server` starts it and says where it listens.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support {
    pub mod exchange;
    pub mod servers;
}

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use omni_iml::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, Kind, Reach, SentPicture, Times, What, Words};
use omni_iml::explain::prompt::Prompt;
use omni_iml::explain::reply;
use omni_iml::language::Language;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::exchange::{carried, error, events_within, finished, overlay, wait};
use support::servers::{Arrived, read};

/// Of the folder that the model is made in.
const MODEL: &str = "tiny-qwen2.5-vl";

/// Limits that only what hangs comes near: the server answers one after the other.
const TIMES: Times = Times {
    connect: Duration::from_secs(20),
    first: Duration::from_secs(120),
    idle: Duration::from_secs(120),
    total: Duration::from_secs(240),
};

/// The server's address; none where nobody started one.
fn server() -> Option<String> {
    let address = std::env::var("OMNI_IML_MODEL_SERVER").ok();
    if address.is_none() {
        eprintln!("skipped: OMNI_IML_MODEL_SERVER is not set; `cargo xtask test model-server` starts a server");
    }
    address
}

fn endpoint(address: &str) -> Endpoint {
    Endpoint {
        kind: Kind::OpenAi,
        address: Address::parse(address, Reach::Page).unwrap(),
        model: MODEL.to_owned(),
        key: None,
        accepts: Accepts::default(),
    }
}

fn explain(address: &str, prompt: Prompt) -> Exchange {
    Exchange::explain(endpoint(address), prompt, Language::En)
}

/// What the server says to our very request for this prompt: the text, and how many tokens it took the request for.
fn said(address: &str, prompt: Prompt) -> (String, u64) {
    let request = explain(address, prompt).take_request().unwrap();
    let answer = wait(async {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let post = reqwest::Client::new().post(&request.url).header("content-type", "application/json").body(request.body);
        post.send().await.unwrap().error_for_status().unwrap().text().await.unwrap()
    });
    let messages: Vec<Value> =
        answer.lines().filter_map(|line| line.strip_prefix("data: ")).map(|data| serde_json::from_str(data).unwrap()).collect();
    let text = messages.iter().filter_map(|message| message["choices"][0]["delta"]["content"].as_str()).collect();
    (text, messages.last().unwrap()["usage"]["prompt_tokens"].as_u64().unwrap())
}

/// Tokens that Qwen2.5-VL makes of a picture: one for each 28 by 28 pixels.
fn tokens(width: u32, height: u32) -> u64 {
    let along = |side: u32| (f64::from(side) / 28.0).round() as u64;
    along(width) * along(height)
}

#[test]
fn a_test_of_the_connection_comes_through_to_a_model_that_reads_no_digits() {
    let Some(address) = server() else { return };
    let mut exchange = Exchange::test(endpoint(&address), 7).unwrap();
    let events = events_within(&mut exchange, &TIMES);
    let Some(Event::Tested(tested)) = events.last() else { panic!("{events:?}") };
    assert!(!tested.saw && !tested.said.is_empty(), "{tested:?}");
    assert_eq!(tested.accepts, Accepts::default(), "it took everything as it was");
    assert_eq!(exchange.sent().iter().map(|sent| sent.what).collect::<Vec<_>>(), [What::Test]);
}

#[test]
fn babble_comes_back_as_plain_words_after_one_repair() {
    let Some(address) = server() else { return };
    let prompt = overlay(320, 240, 0, &[[10, 20, 60, 40]]);
    let mut exchange = explain(&address, prompt.clone());
    let events = events_within(&mut exchange, &TIMES);
    let repairing = events.iter().position(|event| *event == Event::Repairing).unwrap();
    let text = |event: &Event| match event {
        Event::Text(text) => Some(text.clone()),
        _ => None,
    };
    let streamed: Vec<String> = events[..repairing].iter().filter_map(text).collect();
    assert!(streamed.len() > 10, "it streams: {streamed:?}");
    let reply = finished(&events);
    let Words::Plain(words) = &reply.words else { panic!("{reply:?}") };
    assert_eq!(*words, reply::plain(&streamed.concat()), "the words are those of the first answer");
    assert!(!words.is_empty() && !reply.repaired && !reply.cut);

    let sent = exchange.sent();
    assert_eq!(sent.iter().map(|sent| sent.what).collect::<Vec<_>>(), [What::Picture, What::Repair]);
    let sha256 = Sha256::digest(&prompt.jpeg).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sent[0].picture, Some(SentPicture { bytes: prompt.jpeg.len(), sha256 }));
    assert_eq!(sent[1].picture, None);
    assert!(sent.iter().all(|sent| address.starts_with(&sent.to)), "{sent:?}");
    assert!(sent[0].bytes > prompt.jpeg.len() * 4 / 3 && sent[1].bytes > words.len());
}

#[test]
fn pictures_are_decoded_there_and_looked_at() {
    let Some(address) = server() else { return };
    let sizes = [(160, 120), (320, 240), (1600, 1200)];
    let mut bare = Vec::new();
    for (width, height) in sizes {
        let prompt = overlay(width, height, 0, &[]);
        let picture = tokens(prompt.width, prompt.height);
        assert_eq!(prompt.width, width.min(1024), "what is large is sent smaller");
        bare.push(said(&address, prompt).1 - picture);
    }
    // What is left is the text, and that is the same.
    assert!(bare.iter().all(|&text| text == bare[0]), "{bare:?}");
    let words = |seed| said(&address, overlay(160, 120, seed, &[])).0;
    assert_eq!(words(0), words(0), "the same picture, the same words");
    assert_ne!(words(0), words(5), "other pixels, other words");
}

#[test]
fn half_a_picture_is_an_error_in_words() {
    let Some(address) = server() else { return };
    let whole = overlay(160, 120, 0, &[]);
    let half = Prompt { jpeg: whole.jpeg[..whole.jpeg.len() / 2].to_vec(), ..whole };
    let events = events_within(&mut explain(&address, half), &TIMES);
    assert_eq!((error(&events).kind(), error(&events).status), ("server-failed", Some(500)));
}

#[test]
fn a_model_that_is_not_there_is_an_error_in_words() {
    let Some(address) = server() else { return };
    let elsewhere = Endpoint { model: "another".to_owned(), ..endpoint(&address) };
    let mut exchange = Exchange::explain(elsewhere, overlay(160, 120, 0, &[]), Language::En);
    let events = events_within(&mut exchange, &TIMES);
    assert_eq!((error(&events).kind(), error(&events).status), ("refused", Some(400)));
    assert!(error(&events).detail.contains("requested 'another'"), "{}", error(&events));
}

/// A way to the server on which a request is changed so that the model never comes to an end.
fn endless(address: &str) -> String {
    let server = address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let Arrived { line, mut body, .. } = read(&client).unwrap();
        // It ends at the one token that it must not say.
        let settings = json!({ "do_sample": false, "eos_token_id": 0, "suppress_tokens": [0] });
        body["generation_config"] = json!(settings.to_string());
        body["max_tokens"] = json!(100_000_000);
        let body = body.to_string();
        let mut onward = TcpStream::connect(server).unwrap();
        write!(onward, "{}\r\nhost: here\r\ncontent-type: application/json\r\nconnection: close\r\n", line).unwrap();
        write!(onward, "content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        // Ends when the client hangs up, and hangs up on the server.
        let _ = std::io::copy(&mut onward, &mut client);
    });
    here
}

#[test]
fn to_cancel_stops_the_model() {
    let Some(address) = server() else { return };
    let mut exchange = explain(&endless(&address), overlay(160, 120, 0, &[]));
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let mut tell = Some(tell);
    let mut last = None;
    let cancel = async { told.await.unwrap() };
    carried(&mut exchange, &TIMES, cancel, &mut |event| {
        if let Some(tell) = tell.take() {
            tell.send(()).unwrap();
        }
        last = Some(event.clone());
    });
    assert_eq!(error(&[last.unwrap()]).kind(), "cancelled");
    assert!(!exchange.text().is_empty() && exchange.sent().len() == 1);
    // It computes one answer at a time: whoever comes next gets theirs only if that one has ended.
    assert!(!said(&address, overlay(160, 120, 0, &[])).0.is_empty());
}
