//! What the gateway costs: 200 streams at once against a slow upstream, with the upstream asked directly in the same run.
//!
//! `cargo xtask bench gateway`, or `cargo bench --no-default-features --features gateway --bench gateway`. This program is all
//! of it: it starts itself as the upstream and as the gateway, in processes of their own, and is the clients. Every piece of
//! text says whose it is, which one it is and when it was written, so that what is lost, mixed up or late shows.
#![allow(clippy::unwrap_used, reason = "a bench stops where something is wrong")]

mod gateway_bench {
    pub mod clients;
    pub mod processes;
    pub mod upstream;
}

use gateway_bench::clients::{Fate, Load, Seen, run};
use gateway_bench::processes::{Child, resident};
use gateway_bench::upstream;

/// Streams at once, rounds of each kind, pieces of a stream, milliseconds between them.
struct Plan {
    streams: usize,
    rounds: usize,
    pieces: usize,
    pause: u64,
}

fn main() {
    match std::env::var("OMNI_IML_BENCH").as_deref() {
        Ok("upstream") => return upstream::serve(),
        Ok("gateway") => return gateway(),
        _ => {}
    }
    let mut plan = Plan { streams: 200, rounds: 3, pieces: 60, pause: 50 };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value =
            || arguments.next().and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{argument} needs a number"));
        match argument.as_str() {
            "--streams" => plan.streams = value(),
            "--runs" => plan.rounds = value(),
            // Cargo's own.
            "--bench" => {}
            other => panic!("there is no option {other}; there are --streams and --runs"),
        }
    }
    bench(&plan);
}

/// A process that is nothing but a gateway.
fn gateway() {
    use clap::Parser;
    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        gateway: omni_iml::gateway::GatewayArgs,
    }
    if let Err(message) = omni_iml::gateway::run(&Arguments::parse_from(["gateway"]).gateway) {
        eprintln!("{message}");
        std::process::exit(2);
    }
}

fn bench(plan: &Plan) {
    let upstream = Child::upstream(plan.pieces, plan.pause);
    let gateway = Child::gateway(&upstream.address, plan.streams);
    let load =
        |count: usize, address: &str, through: bool| Load { count, address: address.to_owned(), through, pieces: plan.pieces };
    println!(
        "{} streams at once, {} pieces each, {} ms between them; a JPEG of 1024×768 each ({} kB)",
        plan.streams,
        plan.pieces,
        plan.pause,
        gateway_bench::clients::picture(0).len() / 1000
    );
    // One stream first, so that what is set up once is set up.
    run(&load(1, &gateway.address, true), || {});
    let before = resident(gateway.pid());
    let (mut direct, mut through) = (Seen::default(), Seen::default());
    let mut during = 0;
    for _ in 0..plan.rounds {
        direct.add(run(&load(plan.streams, &upstream.address, false), || {}));
        through.add(run(&load(plan.streams, &gateway.address, true), || during = during.max(resident(gateway.pid()))));
    }
    println!("\n{:<22}{:>12}{:>12}{:>12}{:>12}", "milliseconds", "first p50", "first p99", "piece p50", "piece p99");
    let row = |name: &str, figures: [f64; 4]| {
        println!("{name:<22}{:>12.2}{:>12.2}{:>12.2}{:>12.2}", figures[0], figures[1], figures[2], figures[3]);
    };
    let (plain, with) = (direct.figures(), through.figures());
    row("upstream directly", plain);
    row("through the gateway", with);
    row("added", [0, 1, 2, 3].map(|at| with[at] - plain[at]));
    let each = (during.saturating_sub(before)) as f64 / plan.streams as f64;
    println!(
        "\nmemory of the gateway: {} kB idle, {} kB with {} streams: {each:.0} kB a stream",
        before / 1000,
        during / 1000,
        plan.streams
    );
    let expected = plan.rounds * plan.streams;
    for (name, seen) in [("directly", &direct), ("through the gateway", &through)] {
        println!("{name}: {} of {expected} streams whole; pieces lost {}, mixed up {}", seen.whole, seen.lost, seen.mixed);
    }
    // The upstream dies when every client has words.
    let mut upstream = upstream;
    let killed = run(&load(plan.streams, &gateway.address, true), || upstream.kill());
    let named = killed.fates.iter().filter(|fate| matches!(fate, Fate::Failed(kind) if *kind == "error-in-answer")).count();
    println!("\nupstream killed in the middle: {named} of {} clients got a named error; mixed up {}", plan.streams, killed.mixed);
    let ready = gateway_bench::clients::status(&gateway.address, "/readyz");
    let refused = run(&load(1, &gateway.address, true), || {});
    println!("afterwards: /readyz says {ready}, one more request: {:?}", refused.fates);
    let code = gateway.terminate();
    println!("SIGTERM: the gateway ended with {code:?}");
    let sound = direct.is_sound(expected) && through.is_sound(expected);
    let survived = named == plan.streams && killed.mixed == 0 && ready == 503 && code == Some(0);
    if !sound || !survived {
        println!("\nFAILED: something above is not as it must be");
        std::process::exit(1);
    }
}
