//! A gateway in this process, and plain sockets to ask it with.

#![allow(dead_code, reason = "each user takes some of them")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_iml::gateway::{Config, Environment, Gateway, Listeners};
use serde_json::{Value, json};
use tokio::sync::oneshot;

pub const TOKEN: &str = "a-token-of-readers";
pub const DESK: &str = "another-one-of-the-desk";
pub const UPSTREAM_KEY: &str = "sk-of-the-upstream";
pub const ORIGIN: &str = "https://news.example";

/// Nothing here takes as long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway that answers until it is dropped or stopped.
pub struct Running {
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// The same of the operator's own, if it is another.
    pub metrics_address: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A configuration for these upstreams with generous limits, and more of TOML before their tables.
pub fn configuration(upstreams: &[&str], more: &str) -> String {
    let mut text = format!(
        "listen = \"127.0.0.1:0\"\n{more}\n\
         [access]\norigins = [\"{ORIGIN}\", \"null\"]\n\
         [[access.tokens]]\nname = \"readers\"\nkey = {{ env = \"READERS\" }}\n\
         [[access.tokens]]\nname = \"desk\"\nkey = {{ env = \"DESK\" }}\n"
    );
    for (name, address) in ["one", "two", "three"].iter().zip(upstreams) {
        text += &format!(
            "[[upstreams]]\nname = \"{name}\"\naddress = \"{address}\"\nmodel = \"qwen\"\nkey = {{ env = \"UPSTREAM\" }}\n"
        );
    }
    text
}

/// The keys that it names.
pub fn environment() -> Environment {
    let pairs = [
        ("READERS", TOKEN),
        ("DESK", DESK),
        ("UPSTREAM", UPSTREAM_KEY),
        ("OMNI_IML_GATEWAY__LIMITS__REQUESTS_PER_MINUTE", "6000"),
        ("OMNI_IML_GATEWAY__LIMITS__BURST", "1000"),
        ("OMNI_IML_GATEWAY__LIMITS__STREAMS_PER_CLIENT", "100"),
        ("OMNI_IML_GATEWAY__TIMES__LEAVE", "0.001"),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

/// With settings of the environment on top.
pub fn start_with(upstreams: &[&str], settings: &[(&str, &str)]) -> Running {
    let mut environment = environment();
    environment.extend(settings.iter().map(|&(name, value)| (format!("OMNI_IML_GATEWAY__{name}"), value.to_owned())));
    let config = Config::read(&configuration(upstreams, ""), &environment).unwrap();
    let ((tell, told), (stop, stopped)) = (mpsc::channel(), oneshot::channel());
    let thread = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let gateway = Gateway::new(config, &environment).unwrap();
            let listeners = Listeners::open(gateway.config()).unwrap();
            tell.send((listeners.address().unwrap(), listeners.metrics_address().unwrap())).unwrap();
            gateway.run(listeners, async { drop(stopped.await) }).await;
        });
    });
    let (address, metrics) = told.recv_timeout(PATIENCE).unwrap();
    Running {
        address: address.to_string(),
        metrics_address: metrics.map(|address| address.to_string()),
        stop: Some(stop),
        thread: Some(thread),
    }
}

pub fn start(upstreams: &[&str]) -> Running {
    start_with(upstreams, &[])
}

impl Running {
    /// Tells it to stop.
    pub fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it has.
    pub fn join(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A response, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The name of the error in it.
    pub fn code(&self) -> String {
        let value: Value = serde_json::from_str(&self.body).unwrap_or_default();
        value["error"]["code"].as_str().unwrap_or("no error").to_owned()
    }
}

/// A picture as the page makes it.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 5) as u8, (y * 3) as u8, 90]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
    bytes
}

/// A body as the page makes it.
pub fn body() -> Value {
    json!({
        "mode": "overlay", "lang": "en", "image": STANDARD.encode(jpeg(160, 120)),
        "regions": [{ "id": 1, "bbox": [20, 30, 200, 100] }, { "id": 2, "bbox": [700, 700, 250, 250] }],
    })
}

/// What the page sends along.
pub fn page_headers() -> Vec<(&'static str, String)> {
    vec![("content-type", "application/json".into()), ("origin", "null".into()), ("authorization", format!("Bearer {TOKEN}"))]
}

/// A request's bytes.
pub fn request(line: &str, headers: &[(&str, String)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\nhost: gateway\r\n");
    for (name, value) in headers {
        bytes += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() || line.starts_with("POST") {
        bytes += &format!("content-length: {}\r\n", body.len());
    }
    [bytes.as_bytes(), b"\r\n", body].concat()
}

/// Sends bytes and leaves the connection open.
pub fn send(address: &str, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

/// Reads a response to the end of its connection.
pub fn receive(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let _ = stream.shutdown(Shutdown::Both);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let rest = &bytes[end + 4..];
    let body = if chunked { unchunked(rest) } else { rest.to_vec() };
    Answer { status, headers, body: String::from_utf8(body).unwrap() }
}

/// As much of a chunked body as came.
fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        let start = end + 2;
        let stop = (start + size).min(bytes.len());
        whole.extend_from_slice(&bytes[start..stop]);
        if size == 0 || stop + 2 > bytes.len() {
            break;
        }
        bytes = &bytes[stop + 2..];
    }
    whole
}

/// Asks, and waits for the whole response.
pub fn ask(address: &str, line: &str, headers: &[(&str, String)], body: &[u8]) -> Answer {
    receive(send(address, &request(line, headers, body)))
}

/// Asks for words as the page does.
pub fn explain(address: &str) -> Answer {
    ask(address, "POST /v1/explain", &page_headers(), body().to_string().as_bytes())
}

pub fn get(address: &str, path: &str) -> Answer {
    ask(address, &format!("GET {path}"), &[], &[])
}

/// The value of a metric's line.
pub fn metric(address: &str, line: &str) -> f64 {
    let text = get(address, "/metrics").body;
    let found = text.lines().find_map(|known| known.strip_prefix(line)?.trim().parse().ok());
    found.unwrap_or_else(|| panic!("no {line} in:\n{text}"))
}
