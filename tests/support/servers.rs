//! Scripted model servers on this machine: plain sockets, no clock. What a server does next is in its script; a stall
//! lasts until the client hangs up.

#![allow(dead_code, reason = "each user takes some of them")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// One thing that a server does with a connection.
#[derive(Clone)]
pub enum Step {
    /// Sends bytes as they are.
    Send(Vec<u8>),
    /// Sends these bytes for ever, or until the client hangs up.
    Repeat(Vec<u8>),
    /// Says nothing more until the client hangs up.
    Stall,
}

/// A request as it arrived.
pub struct Arrived {
    /// `POST /v1/chat/completions HTTP/1.1`.
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: Value,
}

impl Arrived {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A server that answers each connection by the next script, and then no more.
pub struct Server {
    pub address: String,
    /// What arrived, in its order.
    pub arrived: Receiver<Arrived>,
    /// A word for each connection whose client hung up during a stall or an endless answer.
    pub left: Receiver<()>,
}

pub fn serve(scripts: Vec<Vec<Step>>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let ((tell, arrived), (tell_left, left)) = (channel(), channel());
    thread::spawn(move || {
        for script in scripts {
            let Ok((stream, _)) = listener.accept() else { return };
            let Some(request) = read(&stream) else { return };
            let _ = tell.send(request);
            if play(stream, &script) {
                let _ = tell_left.send(());
            }
        }
    });
    Server { address, arrived, left }
}

/// A server that answers any number of connections, at once, by the same script.
pub fn serve_all(script: Vec<Step>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let ((tell, arrived), (tell_left, left)) = (channel(), channel());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            let (script, tell, tell_left) = (script.clone(), tell.clone(), tell_left.clone());
            thread::spawn(move || {
                let Some(request) = read(&stream) else { return };
                let _ = tell.send(request);
                if play(stream, &script) {
                    let _ = tell_left.send(());
                }
            });
        }
    });
    Server { address, arrived, left }
}

/// Reads one request.
pub fn read(stream: &TcpStream) -> Option<Arrived> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Arrived { line: line.trim_end().to_owned(), headers, body: serde_json::from_slice(&body).ok()? })
}

/// Whether the client hung up before the script's end.
fn play(mut stream: TcpStream, script: &[Step]) -> bool {
    for step in script {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(bytes).is_err() {
                    return true;
                }
            }
            Step::Repeat(bytes) => loop {
                if stream.write_all(bytes).is_err() {
                    return true;
                }
            },
            Step::Stall => {
                // Ends when the client does.
                let _ = stream.read(&mut [0]);
                return true;
            }
        }
    }
    false
}

/// The head of a response that ends with its connection.
pub fn head(status: &str, content_type: &str, more: &str) -> Step {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nconnection: close\r\n{more}\r\n");
    Step::Send(head.into_bytes())
}

/// A whole response.
pub fn whole(status: &str, content_type: &str, body: &str) -> Vec<Step> {
    vec![head(status, content_type, &format!("content-length: {}\r\n", body.len())), Step::Send(body.into())]
}

/// An error as OpenAI's servers put it.
pub fn refusal(status: &str, words: &str) -> Vec<Step> {
    whole(status, "application/json", &json!({ "error": { "message": words } }).to_string())
}

/// A chunk of a stream.
pub fn chunk(text: &str) -> Vec<u8> {
    format!("data: {}\r\n\r\n", json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] }))
        .into()
}

/// The end of a stream.
pub fn done() -> Vec<u8> {
    let last = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    format!("data: {last}\n\ndata: {{\"choices\":[],\"usage\":{{}}}}\n\n: bye\n\ndata: [DONE]\n\n").into()
}

/// A stream that says a text, each chunk a write of its own.
pub fn says(text: &str) -> Vec<Step> {
    let mut steps = vec![head("200 OK", "text/event-stream", "")];
    let characters: Vec<char> = text.chars().collect();
    steps.extend(characters.chunks(40).map(|piece| Step::Send(chunk(&piece.iter().collect::<String>()))));
    steps.push(Step::Send(done()));
    steps
}

/// A reply by the schema, about these regions.
pub fn reply(ids: &[u64]) -> String {
    let region = |id: &u64| {
        json!({
            "id": id, "title": "A moon", "content": "moon", "absolute_position": "top_left", "relative_position": "above",
            "relative_to": "the lake", "bbox": [0, 0, 1000, 1000],
            "artifacts": [{ "kind": "halo", "description": "A rim 🌙", "evidence": "Its edge is brighter" }],
        })
    };
    let regions: Vec<Value> = ids.iter().map(region).collect();
    json!({ "tampered": true, "domain": "natural", "regions": regions, "summary": "A moon was put in." }).to_string()
}

/// A server that answers every request by a function of it, each connection in a thread of its own, for as long as it is
/// there.
pub struct Answering {
    pub address: String,
    /// Bodies, in the order of arrival.
    pub asked: Arc<Mutex<Vec<Value>>>,
    /// Most requests that were under way at a time.
    pub most: Arc<AtomicUsize>,
}

impl Answering {
    /// The bodies so far.
    pub fn bodies(&self) -> Vec<Value> {
        self.asked.lock().unwrap().clone()
    }
}

/// `with` gets the body and how many came before it.
pub fn answer(with: impl Fn(&Value, usize) -> Vec<Step> + Send + Sync + 'static) -> Answering {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (asked, most): (Arc<Mutex<Vec<Value>>>, Arc<AtomicUsize>) = Default::default();
    let under_way = Arc::new(AtomicUsize::new(0));
    let server = Answering { address, asked: Arc::clone(&asked), most: Arc::clone(&most) };
    let with = Arc::new(with);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            let (asked, most, under_way, with) = (asked.clone(), most.clone(), under_way.clone(), with.clone());
            thread::spawn(move || {
                let Some(request) = read(&stream) else { return };
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let before = {
                    let mut asked = asked.lock().unwrap();
                    asked.push(request.body.clone());
                    asked.len() - 1
                };
                let script = with(&request.body, before);
                // Before the answer is out, so that the next request of its client is not counted beside it.
                under_way.fetch_sub(1, Ordering::SeqCst);
                play(stream, &script);
            });
        }
    });
    server
}
