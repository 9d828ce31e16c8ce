//! Sockets: accepting, one request a connection, and stopping in good order.
//!
//! HTTP/1.1 without keep-alive: between two requests of a connection, hyper keeps no time, and a request here lasts for seconds
//! anyway. TLS is the business of the proxy in front.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{interval, sleep, timeout};
use tracing::{info, warn};

use super::config::{Config, ConfigError, Environment};
use super::house::{Connection, House, Stage, private, public};
use super::shares::{Share, Shares};

/// Most bytes that wait for a client in a connection, in the gateway and once more in the system.
const WAITING: u32 = 64 << 10;
/// For the last words of streams that a stop cuts off.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Addresses that it takes to have all connections.
const ADDRESSES: usize = 4;
/// How often limits forget who did not ask for long.
const TIDY: Duration = Duration::from_secs(60);

/// A gateway that is set up and does not listen yet.
pub struct Gateway {
    house: Arc<House>,
    stage: watch::Sender<Stage>,
}

/// Where it listens.
pub struct Listeners {
    public: TcpListener,
    metrics: Option<TcpListener>,
}

impl Listeners {
    /// Opens the sockets that are configured. Needs a tokio runtime.
    ///
    /// # Errors
    /// One is taken, or may not be had.
    pub fn open(config: &Config) -> Result<Self, ConfigError> {
        let open = |address: SocketAddr| {
            listen(address)
                .map_err(|error| ConfigError::new(format!("{address} cannot be listened on ({error}); choose another")))
        };
        Ok(Self { public: open(config.listen)?, metrics: config.metrics_listen.map(open).transpose()? })
    }

    /// The address for pages.
    ///
    /// # Errors
    /// The system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.public.local_addr()
    }

    /// The address for metrics, if it is another one.
    ///
    /// # Errors
    /// The system does not say.
    pub fn metrics_address(&self) -> io::Result<Option<SocketAddr>> {
        self.metrics.as_ref().map(TcpListener::local_addr).transpose()
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A port that was just given up is free.
    socket.set_reuseaddr(cfg!(unix))?;
    // Taken over by what is accepted.
    socket.set_send_buffer_size(WAITING)?;
    socket.bind(address)?;
    socket.listen(1024)
}

impl Gateway {
    /// Sets up everything that a configuration says, and fetches the keys.
    ///
    /// # Errors
    /// A key is missing or unfit.
    pub fn new(config: Config, environment: &Environment) -> Result<Self, ConfigError> {
        let (stage, told) = watch::channel(Stage::Open);
        Ok(Self { house: Arc::new(House::new(config, environment, told)?), stage })
    }

    /// What it was set up with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.house.config
    }

    /// Answers until `stop` is done; then finishes what is under way, as long as it may.
    pub async fn run(self, listeners: Listeners, stop: impl Future<Output = ()>) {
        let Self { house, stage } = self;
        let graceful = GracefulShutdown::new();
        let tidy = tokio::spawn(tidy(Arc::clone(&house)));
        let metrics = listeners.metrics.map(|listener| {
            let router = private(Arc::clone(&house));
            let house = Arc::clone(&house);
            tokio::spawn(async move { accept(&listener, &router, &house, &GracefulShutdown::new()).await })
        });
        let router = public(Arc::clone(&house));
        let tell = |next: Stage| stage.send_replace(next);
        let times = house.config.times;
        {
            let mut accepting = pin!(accept(&listeners.public, &router, &house, &graceful));
            tokio::select! {
                () = &mut accepting => return,
                () = stop => {}
            }
            tell(Stage::Draining);
            info!("stopping");
            // Whoever spreads requests hears that it is not ready, and others that it stops, before nobody answers.
            let _ = timeout(times.leave, accepting).await;
        }
        drop(listeners.public);
        let mut drained = pin!(graceful.shutdown());
        if timeout(times.shutdown.saturating_sub(times.leave), &mut drained).await.is_err() {
            tell(Stage::LastWords);
            let _ = timeout(LAST_WORDS, drained).await;
        }
        tell(Stage::Closed);
        // What is on its way into the log.
        let _ = timeout(LAST_WORDS, house.limiter.idle()).await;
        info!("stopped");
        tidy.abort();
        if let Some(metrics) = metrics {
            metrics.abort();
        }
    }
}

async fn tidy(house: Arc<House>) {
    let mut ticks = interval(TIDY);
    loop {
        ticks.tick().await;
        house.forget();
    }
}

/// Accepts connections for ever, no more at a time than allowed.
async fn accept(listener: &TcpListener, router: &Router, house: &Arc<House>, graceful: &GracefulShutdown) {
    let most = house.config.limits.connections;
    let (places, shares) = (Arc::new(Semaphore::new(most)), Shares::new());
    loop {
        // It is never closed, so that there is no error and this does not end.
        let Ok(permit) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let address = peer.ip().to_canonical();
                // One address cannot keep all others out; a proxy speaks for many.
                let most = if house.door.is_proxy(address) { most } else { most.div_ceil(ADDRESSES) };
                if let Some(share) = shares.take(house.door.network(address), most) {
                    connect(stream, peer, router, house, graceful, Place { _permit: permit, _share: share });
                }
            }
            Err(error) => {
                // Out of files, mostly: some will be closed soon.
                warn!(error = %error.kind(), "a connection was not accepted");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// A connection's, among all and among those of its address.
struct Place {
    _permit: OwnedSemaphorePermit,
    _share: Share<IpAddr>,
}

/// Serves one connection, which ends in any case.
fn connect(stream: TcpStream, peer: SocketAddr, router: &Router, house: &Arc<House>, graceful: &GracefulShutdown, place: Place) {
    // Words are small and should be seen when they are written.
    let _ = stream.set_nodelay(true);
    let close = Arc::new(Notify::new());
    let connection = Connection { peer: peer.ip(), close: Arc::clone(&close) };
    let service = TowerToHyperService::new(router.clone().layer(Extension(connection)));
    let times = house.config.times;
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(times.head)
        .keep_alive(false)
        .max_buf_size(WAITING as usize)
        .serve_connection(TokioIo::new(stream), service);
    let served = graceful.watch(served);
    let house = Arc::clone(house);
    tokio::spawn(async move {
        house.metrics.connections.inc();
        let mut stage = house.stage.clone();
        tokio::select! {
            // A client that left or sent what is no HTTP: nobody is there to be told.
            _ = served => {}
            () = close.notified() => {}
            () = sleep(times.head + times.body + times.total + 2 * times.write) => {}
            _ = stage.wait_for(|stage| *stage == Stage::Closed) => {}
        }
        house.metrics.connections.dec();
        drop(place);
    });
}
