//! What a newsroom puts between its readers' pages and its own model servers: `POST /v1/explain` in, chat completions out.
//!
//! It holds the keys and chooses the words: a client sends a mode, a language, a picture and its regions, and nothing else gets
//! through. The picture is decoded within limits and made anew. What comes back is spoken to and read by the same code as in the
//! page ([`crate::explain::endpoint`]), and streams through without piling up.
//!
//! ```text
//! server ─> house ─> access, limits ─> request ─> conversation ─> upstream
//!                                                      │
//!            client <─ out <───────────────────────────┘
//! ```
//!
//! It keeps nothing and shares nothing: several of them run beside each other (`docs/gateway.md`).

mod access;
mod breaker;
mod config;
mod conversation;
mod guesses;
mod house;
mod limits;
mod logs;
mod metrics;
mod out;
mod refusal;
pub mod request;
mod server;
mod shares;
mod upstream;

use std::path::PathBuf;

use tracing::info;

pub use config::{Access, Breaker, Config, ConfigError, Environment, Level, Limits, PREFIX, Source, Times, Token, Upstream};
pub use server::{Gateway, Listeners};

/// A configuration with every setting.
const EXAMPLE: &str = include_str!("../../docs/gateway.toml");
/// Names the configuration where the command line does not.
const CONFIG: &str = "OMNI_IML_GATEWAY_CONFIG";

const HELP: &str = "\
It answers POST /v1/explain with {mode, lang, image, regions}: the page's own request, with the address of this gateway and
the kind \"gateway\" as its endpoint. The picture (one JPEG, in Base64) is decoded within limits and made anew; what the model
is told is chosen here by language and mode. Also GET /healthz (it runs), /readyz (requests are taken) and /metrics
(Prometheus).

The configuration is TOML; --example prints one with every setting, its default and what it does. The least that works:

    [access]
    origins = [\"https://news.example\", \"null\"]   # the page's frame sends \"null\"

    [[access.tokens]]
    name = \"readers\"
    key = { env = \"READERS_TOKEN\" }               # or { file = \"/run/secrets/readers\" }

    [[upstreams]]
    name = \"vllm\"
    address = \"http://127.0.0.1:8000/v1\"
    model = \"Qwen/Qwen2.5-VL-7B-Instruct\"
    key = { env = \"VLLM_KEY\" }                    # if it wants one

The environment counts for more than the file: OMNI_IML_GATEWAY__LIMITS__STREAMS=50 is streams in [limits], and lists and
tables are written as in TOML, so that no file is needed:

    OMNI_IML_GATEWAY__UPSTREAMS='[{ name = \"vllm\", address = \"http://vllm:8000/v1\" }]'

Keys and tokens come from the environment or from files and are never arguments. Logs are lines of JSON on standard output,
without pictures, words, keys or addresses of clients. SIGTERM or SIGINT stops it: it says so to
whoever asks for times.leave seconds, lets streams end for times.shutdown seconds in all, and ends. It speaks HTTP/1.1; TLS is
the business of the proxy in front.";

/// Stands between readers' pages and your own model servers.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "--help says how it is set up.")]
pub struct GatewayArgs {
    /// The configuration [default: the file that OMNI_IML_GATEWAY_CONFIG names, or the environment alone]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Reads the configuration, fetches the keys, says what would be done, and ends
    #[arg(long)]
    check: bool,
    /// Prints a configuration with every setting, and ends
    #[arg(long, conflicts_with_all = ["config", "check"])]
    example: bool,
}

/// Runs a gateway until it is told to stop.
///
/// # Errors
/// What is wrong with the configuration or the sockets.
pub fn run(args: &GatewayArgs) -> Result<(), String> {
    if args.example {
        print!("{EXAMPLE}");
        return Ok(());
    }
    // What is not Unicode is none of ours.
    let environment: Environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
    let path = args.config.clone().or_else(|| environment.get(CONFIG).map(PathBuf::from));
    let (text, place) = match &path {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read ({error})", path.display()))?;
            (text, path.display().to_string())
        }
        None => (String::new(), "the environment".to_owned()),
    };
    let said = |error: ConfigError| format!("{place}: {error}");
    let gateway = Gateway::new(Config::read(&text, &environment).map_err(said)?, &environment).map_err(said)?;
    let config = gateway.config();
    if args.check {
        let names: Vec<&str> = config.upstreams.iter().map(|upstream| upstream.name.as_str()).collect();
        println!("{place} is in order: {} would listen for {}", config.listen, names.join(", "));
        return Ok(());
    }
    logs::start(config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("threads cannot be started ({error})"))?;
    runtime.block_on(async {
        let listeners = Listeners::open(gateway.config()).map_err(|error| error.to_string())?;
        let stop = told_to_stop().map_err(|error| format!("signals cannot be heard ({error})"))?;
        let address = listeners.address().map_err(|error| error.to_string())?;
        let metrics = listeners.metrics_address().map_err(|error| error.to_string())?.unwrap_or(address);
        info!(listen = %address, metrics_listen = %metrics, version = env!("CARGO_PKG_VERSION"), "ready");
        gateway.run(listeners, stop).await;
        Ok(())
    })
}

/// Done with SIGTERM or SIGINT.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done with an interrupt of the console.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where there is no console, nobody interrupts.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
