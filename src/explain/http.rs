//! The native transport: carries an [`Exchange`] through with reqwest on tokio. A gateway, which has many at once and clients
//! of its own to wait for, takes the parts.
//!
//! No redirects, cookies, referrer or name of ours; TLS by rustls with the machine's certificates. A proxy of the
//! environment is taken, but never for this machine.

use std::error::Error;
use std::pin::pin;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::time::{Instant, timeout_at};

use super::endpoint::{Event, Exchange, Fault, MAX_RESPONSE, Request, Times};

/// Sends what the exchange has to send and hands every event to `on`, until there is nothing to send: it is over, or it
/// asks ([`Event::AskAgain`]); after [`Exchange::agree`], run it again. Stops at once when `cancel` is done. Needs a tokio
/// runtime with time and io.
pub async fn run(exchange: &mut Exchange, times: &Times, cancel: impl Future<Output = ()>, on: &mut impl FnMut(&Event)) {
    let mut cancel = pin!(cancel);
    while let Some(request) = exchange.take_request() {
        let cancelled = tokio::select! {
            biased;
            () = &mut cancel => true,
            () = carry(exchange, request, times, on) => false,
        };
        if cancelled {
            tell(exchange.fault(Fault::Cancelled), on);
            return;
        }
    }
}

fn tell(events: Vec<Event>, on: &mut impl FnMut(&Event)) {
    events.iter().for_each(on);
}

/// One request and its response.
async fn carry(exchange: &mut Exchange, request: Request, times: &Times, on: &mut impl FnMut(&Event)) {
    let start = Instant::now();
    let end = start + times.total;
    let within = |limit: Duration| end.min(Instant::now() + limit);
    let sent = match client(times.connect, exchange.is_local()) {
        Ok(client) => send(&client, request, within(times.first)).await,
        Err(fault) => Err(fault),
    };
    let mut response = match sent {
        Ok(response) => response,
        Err(fault) => return tell(exchange.fault(fault), on),
    };
    tell(exchange.head(response.status().as_u16(), retry_after(&response)), on);
    while exchange.wants_bytes() {
        tell(receive(exchange, &mut response, within(times.idle)).await, on);
    }
}

/// One POST of JSON beside any exchange: the status and the body of its answer.
///
/// # Errors
/// What a transport has to tell; an answer of more than [`MAX_RESPONSE`] bytes is a broken one.
pub async fn post(request: Request, times: &Times, local: bool) -> Result<(u16, Vec<u8>), Fault> {
    let end = Instant::now() + times.total;
    let client = client(times.connect, local)?;
    let mut response = send(&client, request, end.min(Instant::now() + times.first)).await?;
    let mut body = Vec::new();
    loop {
        match timeout_at(end.min(Instant::now() + times.idle), response.chunk()).await {
            Ok(Ok(Some(bytes))) if body.len() + bytes.len() <= MAX_RESPONSE => body.extend_from_slice(&bytes),
            Ok(Ok(None)) => return Ok((response.status().as_u16(), body)),
            Ok(Ok(Some(_)) | Err(_)) => return Err(Fault::Broken),
            Err(_) => return Err(Fault::TimedOut),
        }
    }
}

/// What sends requests: keeps connections, and nothing else from one request to the next.
pub(crate) fn client(connect: Duration, local: bool) -> Result<Client, Fault> {
    // Another part of the program may have chosen one already; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder().redirect(Policy::none()).referer(false).connect_timeout(connect);
    if local {
        builder = builder.no_proxy();
    }
    // What can fail here is reading the machine's certificates.
    builder.build().map_err(|_| Fault::Certificate)
}

/// Sends a request and waits for the response to begin.
pub(crate) async fn send(client: &Client, request: Request, until: Instant) -> Result<Response, Fault> {
    let mut post = client.post(&request.url).body(request.body);
    for (name, value) in Request::HEADERS {
        post = post.header(name, value);
    }
    if let Some(key) = &request.key {
        let mut value = HeaderValue::from_str(&key.authorization()).map_err(|_| Fault::Broken)?;
        value.set_sensitive(true);
        post = post.header(AUTHORIZATION, value);
    }
    match timeout_at(until, post.send()).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => Err(fault_of(&error)),
        Err(_) => Err(Fault::TimedOut),
    }
}

/// The value of that header.
pub(crate) fn retry_after(response: &Response) -> Option<&str> {
    response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok())
}

/// Takes one more piece of the response.
pub(crate) async fn receive(exchange: &mut Exchange, response: &mut Response, until: Instant) -> Vec<Event> {
    match timeout_at(until, response.chunk()).await {
        Ok(Ok(Some(bytes))) => exchange.bytes(&bytes),
        Ok(Ok(None)) => exchange.end(),
        Ok(Err(_)) => exchange.fault(Fault::Broken),
        Err(_) => exchange.fault(Fault::TimedOut),
    }
}

fn fault_of(error: &reqwest::Error) -> Fault {
    let mut source = error.source();
    while let Some(cause) = source {
        if is_of_tls(cause) {
            return Fault::Certificate;
        }
        source = cause.source();
    }
    // Where no connection came about in time, nobody answers.
    if error.is_connect() {
        Fault::Unreachable
    } else if error.is_timeout() {
        Fault::TimedOut
    } else {
        Fault::Broken
    }
}

/// rustls's errors come inside of io's, which may be inside of others, and those do not name them as their source.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || inner.is_some_and(|inner| is_of_tls(inner))
}
