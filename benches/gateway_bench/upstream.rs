//! A slow model server: it looks at the picture, checks that picture and places belong together, and then says one piece after
//! the other, each with its owner, its number and the time.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::time::interval;

use super::clients::{Manner, shown};

/// Microseconds of the clock that all processes share.
pub fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_micros()
}

fn number(name: &str) -> u64 {
    std::env::var(name).unwrap().parse().unwrap()
}

pub fn serve() {
    let (pieces, pause) = (number("PIECES"), Duration::from_millis(number("PAUSE")));
    let all = Arc::new(Barrier::new(number("STREAMS") as usize));
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", json!({ "listen": listener.local_addr().unwrap().to_string() }));
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let all = Arc::clone(&all);
            // Clients that leave are none of this process's business.
            tokio::spawn(async move { drop(answer(stream, pieces, pause, &all).await) });
        }
    });
}

async fn answer(mut stream: TcpStream, pieces: u64, pause: Duration, all: &Barrier) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let Some(body) = read(&mut stream).await? else { return Ok(()) };
    let (owner, manner) = tokio::task::spawn_blocking(move || owner(&body)).await.map_err(std::io::Error::other)?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n").await?;
    say(&mut stream, r#"{"tampered":true,"domain":"natural","regions":[],"summary":""#).await?;
    say(&mut stream, &format!("{owner}/0/{};", now())).await?;
    if manner == Manner::Together as usize {
        all.wait().await;
    }
    let mut ticks = interval(pause);
    let pieces = if manner == Manner::Endless as usize { u64::MAX } else { pieces };
    for piece in 1..pieces {
        ticks.tick().await;
        say(&mut stream, &format!("{owner}/{piece}/{};", now())).await?;
    }
    say(&mut stream, "\"}").await?;
    stream.write_all(b"data: [DONE]\n\n").await?;
    stream.shutdown().await
}

async fn say(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    let chunk = json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] });
    stream.write_all(format!("data: {chunk}\n\n").as_bytes()).await
}

/// A request's body.
async fn read(stream: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let length: usize = length.unwrap_or(0);
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(bytes.split_off(end)))
}

/// Whose request it is, by its first region's box and by the picture, if both say the same; and how to answer.
fn owner(body: &[u8]) -> (String, usize) {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let content = &body["messages"][1]["content"];
    let text = content[0]["text"].as_str().unwrap_or_default();
    let numbers = text.split_once("\n1: [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(numbers, _)| numbers);
    let mut numbers = numbers.split(", ").map(|number| number.parse().unwrap_or(usize::MAX));
    let (place, manner) = (numbers.next().unwrap_or(usize::MAX), numbers.next().unwrap_or(usize::MAX));
    let url = content[1]["image_url"]["url"].as_str().unwrap_or_default();
    let file = STANDARD.decode(url.trim_start_matches("data:image/jpeg;base64,")).unwrap_or_default();
    match image::load_from_memory(&file) {
        Ok(picture) if shown(&picture.to_rgb8()) == place => (place.to_string(), manner),
        _ => ("mixed".to_owned(), manner),
    }
}
