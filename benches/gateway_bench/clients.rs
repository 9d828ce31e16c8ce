//! The clients: the page's own state machine and transport, many at once.

use std::future::pending;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use image::{ImageEncoder, Rgb, RgbImage};
use omni_iml::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, Kind, Reach, Secret, Times};
use omni_iml::explain::http;
use omni_iml::explain::prompt::{Mode, Place, Prompt};
use omni_iml::language::Language;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::upstream::now;

pub const TOKEN: &str = "a-token-for-the-bench";
const TIMES: Times = Times {
    connect: Duration::from_secs(60),
    first: Duration::from_secs(300),
    idle: Duration::from_secs(300),
    total: Duration::from_secs(600),
};

/// Clients that ask at once.
pub struct Load {
    pub count: usize,
    pub address: String,
    /// Whether they ask a gateway, or the upstream itself.
    pub through: bool,
    pub manner: Manner,
    /// Of each stream.
    pub pieces: usize,
}

/// How the upstream is to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Each for itself.
    Alone,
    /// After the first piece, once all of them are there.
    Together,
    /// Without an end.
    Endless,
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Finished,
    /// The name of the error.
    Failed(&'static str),
}

/// What the clients saw. Times in microseconds.
#[derive(Debug, Default)]
pub struct Seen {
    /// From the request to the first piece.
    first: Vec<u128>,
    /// From each further piece's writing to its arrival.
    delays: Vec<u128>,
    pub whole: usize,
    pub lost: usize,
    pub mixed: usize,
    pub fates: Vec<Fate>,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.first.extend(other.first);
        self.delays.extend(other.delays);
        self.fates.extend(other.fates);
        self.whole += other.whole;
        self.lost += other.lost;
        self.mixed += other.mixed;
    }

    /// First piece p50 and p99, each piece p50 and p99, in milliseconds.
    pub fn figures(&self) -> [f64; 4] {
        let share = |times: &[u128], share: f64| {
            let mut times = times.to_vec();
            times.sort_unstable();
            times
                .get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)))
                .map_or(f64::NAN, |&t| t as f64 / 1000.0)
        };
        [share(&self.first, 0.5), share(&self.first, 0.99), share(&self.delays, 0.5), share(&self.delays, 0.99)]
    }

    pub fn is_sound(&self, streams: usize) -> bool {
        self.whole == streams && self.lost == 0 && self.mixed == 0
    }
}

/// Whose picture this is, by its first 16 blocks, each light or dark.
pub fn shown(picture: &RgbImage) -> usize {
    (0..16).map(|bit| usize::from(picture.get_pixel(8 * bit + 4, 4).0[1] > 127) << bit).sum()
}

/// A picture of its own for each client, as large and as detailed as those of the page.
pub fn picture(owner: usize) -> Vec<u8> {
    let mut noise = 0x2545_f491u32;
    let picture = RgbImage::from_fn(1024, 768, |x, y| {
        if y < 8 && x < 128 {
            return Rgb([if owner >> (x / 8) & 1 == 1 { 255 } else { 0 }; 3]);
        }
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let grain = (noise % 24) as u8;
        Rgb([(x / 8) as u8 + grain, (y / 6) as u8 + grain, 60 + grain])
    });
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 90);
    encoder.write_image(&picture, 1024, 768, image::ExtendedColorType::Rgb8).unwrap();
    jpeg
}

fn exchange(load: &Load, owner: usize, jpeg: Vec<u8>) -> Exchange {
    let endpoint = Endpoint {
        kind: if load.through { Kind::Gateway } else { Kind::OpenAi },
        address: Address::parse(&load.address, Reach::Native).unwrap(),
        model: String::new(),
        key: Secret::new(TOKEN).unwrap(),
        accepts: Accepts::default(),
    };
    let places = vec![Place { id: 1, bbox: [owner as u32, load.manner as u32, 1, 1] }];
    Exchange::explain(endpoint, Prompt { mode: Mode::Overlay, jpeg, width: 1024, height: 768, places }, Language::En)
}

/// Has all of them ask, calls `begun` when every one has words, and waits for all to end.
pub fn run(load: &Load, begun: impl FnOnce()) -> Seen {
    // Before the clock runs.
    let exchanges: Vec<Exchange> = (0..load.count).map(|owner| exchange(load, owner, picture(owner))).collect();
    let waiting = Arc::new(AtomicUsize::new(load.count));
    let all_begun = Arc::new(Notify::new());
    let pieces = load.pieces;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut clients = JoinSet::new();
        for (owner, exchange) in exchanges.into_iter().enumerate() {
            clients.spawn(client(owner, exchange, pieces, Arc::clone(&waiting), Arc::clone(&all_begun)));
        }
        all_begun.notified().await;
        begun();
        let mut seen = Seen::default();
        while let Some(client) = clients.join_next().await {
            seen.add(client.unwrap());
        }
        seen
    })
}

async fn client(owner: usize, mut exchange: Exchange, pieces: usize, waiting: Arc<AtomicUsize>, all_begun: Arc<Notify>) -> Seen {
    let (start, mut seen, mut text, mut next) = (now(), Seen::default(), String::new(), 0);
    let arrive = || {
        if waiting.fetch_sub(1, Ordering::SeqCst) == 1 {
            all_begun.notify_one();
        }
    };
    let mut has_begun = false;
    http::run(&mut exchange, &TIMES, pending(), &mut |event| match event {
        Event::Text(more) => {
            text.push_str(more);
            while let Some(end) = text.find(';') {
                let piece: String = text.drain(..=end).collect();
                let piece = piece.rsplit('"').next().unwrap_or_default().trim_end_matches(';');
                let mut parts = piece.split('/');
                let (whose, which, when) = (parts.next(), parts.next(), parts.next());
                if whose != Some(owner.to_string().as_str()) {
                    seen.mixed += 1;
                } else if which != Some(next.to_string().as_str()) {
                    seen.lost += 1;
                }
                next += 1;
                if has_begun {
                    seen.delays.extend(when.and_then(|when| when.parse().ok()).map(|when: u128| now().saturating_sub(when)));
                } else {
                    has_begun = true;
                    seen.first.push(now() - start);
                    arrive();
                }
            }
        }
        Event::Finished(_) => seen.fates.push(Fate::Finished),
        Event::Failed(error) | Event::AskAgain(error) => seen.fates.push(Fate::Failed(error.kind())),
        Event::Reasoning(_) | Event::Repairing | Event::Tested(_) => {}
    })
    .await;
    if !has_begun {
        arrive();
    }
    if seen.fates == [Fate::Finished] {
        seen.lost += pieces.saturating_sub(next);
        seen.whole += usize::from(next == pieces);
    }
    seen
}

/// What a GET is answered, head and all.
fn get(address: &str, path: &str) -> String {
    let host = address.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The status of a GET.
pub fn status(address: &str, path: &str) -> u16 {
    get(address, path).split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// Milliseconds that the gateway took on average to make a picture anew, from the request's arrival.
pub fn preparing(address: &str) -> f64 {
    let text = get(address, "/metrics");
    let value = |name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|value| value.trim().parse().ok()).unwrap_or(f64::NAN)
    };
    1000.0 * value("omni_iml_gateway_prepare_seconds_sum") / value("omni_iml_gateway_prepare_seconds_count")
}

/// How many requests the gateway counts as ended so; it counts a moment after the client has heard.
pub fn ended(address: &str, outcome: &str, expected: usize) -> usize {
    let line = format!("omni_iml_gateway_requests_total{{outcome=\"{outcome}\"}} ");
    let count = || get(address, "/metrics").lines().find_map(|known| known.strip_prefix(&line)?.parse().ok()).unwrap_or(0);
    let start = Instant::now();
    while count() != expected && start.elapsed() < Duration::from_secs(10) {
        std::thread::yield_now();
    }
    count()
}
