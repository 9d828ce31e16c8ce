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

use gateway_bench::clients::{Fate, Load, Manner, Seen, ended, picture, preparing, run, status};
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
    let Plan { streams, rounds, pieces, pause } = *plan;
    let mut upstream = Child::upstream(streams, pieces, pause);
    let gateway = Child::gateway(&upstream.address, streams);
    let (at_upstream, at_gateway) = (upstream.address.clone(), gateway.address.clone());
    let direct = |count, manner| Load { count, manner, address: at_upstream.clone(), through: false, pieces };
    let through = |count, manner| Load { count, manner, address: at_gateway.clone(), through: true, pieces };
    let kilobytes = picture(0).len() / 1000;
    println!(
        "{streams} streams at once, {pieces} pieces each, {pause} ms between them; a JPEG of 1024×768 each ({kilobytes} kB)"
    );
    println!("{:<38}{:>11}{:>11}{:>11}{:>11}", "\nmilliseconds", "first p50", "first p99", "piece p50", "piece p99");
    let compare = |name: &str, direct: &Seen, through: &Seen| {
        let row = |what: &str, figures: [f64; 4]| {
            let figures: String = figures.iter().map(|figure| format!("{figure:>11.2}")).collect();
            println!("{:<37}{figures}", format!("{name}, {what}"));
        };
        let (plain, with) = (direct.figures(), through.figures());
        row("directly", plain);
        row("through the gateway", with);
        row("added", [0, 1, 2, 3].map(|at| with[at] - plain[at]));
    };
    let (mut alone, mut alone_through) = (Seen::default(), Seen::default());
    for _ in 0..10 * rounds {
        alone.add(run(&direct(1, Manner::Alone), || {}));
        alone_through.add(run(&through(1, Manner::Alone), || {}));
    }
    compare("one at a time", &alone, &alone_through);
    let prepared = preparing(&gateway.address);
    let (before, mut during) = (resident(gateway.pid()), 0);
    let (mut all, mut all_through) = (Seen::default(), Seen::default());
    for _ in 0..rounds {
        all.add(run(&direct(streams, Manner::Together), || {}));
        all_through.add(run(&through(streams, Manner::Together), || during = during.max(resident(gateway.pid()))));
    }
    compare("all at once", &all, &all_through);
    println!(
        "\n\"first\" is from the request to the first piece, \"piece\" from a piece's writing to its arrival. Through the gateway,"
    );
    println!(
        "first has the picture's decoding and encoding: {prepared:.1} ms on average where they come one at a time; where all"
    );
    println!("come at once, all queue for it.");
    let each = during.saturating_sub(before) / streams;
    let [before, during, after, each] = [before, during, resident(gateway.pid()), each].map(|bytes| bytes / 1000);
    println!(
        "\nmemory of the gateway (resident): {before} kB after {} requests one by one, {during} kB with {streams} streams",
        10 * rounds
    );
    println!("({each} kB a stream, with what its allocator kept of the pictures' decoding), {after} kB when they have ended");
    let expected = rounds * streams;
    for (name, seen) in [("directly", &all), ("through the gateway", &all_through)] {
        println!("{name}: {} of {expected} streams whole; pieces lost {}, mixed up {}", seen.whole, seen.lost, seen.mixed);
    }
    // When every client has words.
    let killed = run(&through(streams, Manner::Endless), || upstream.kill());
    let named = killed.fates.iter().filter(|fate| **fate == Fate::Failed("error-in-answer")).count();
    println!("\nupstream killed in the middle: {named} of {streams} clients got a named error; mixed up {}", killed.mixed);
    let counted = ended(&gateway.address, "upstream-cut-off", streams);
    println!("the gateway counts {counted} of them as cut off by the upstream");
    let ready = status(&gateway.address, "/readyz");
    let refused = run(&through(1, Manner::Alone), || {});
    // Its circuit is open.
    let told = refused.fates == [Fate::Failed("server-failed")] && ended(&gateway.address, "no-upstream", 1) == 1;
    println!("afterwards: /readyz says {ready}, one more request: {:?}", refused.fates);
    let code = gateway.terminate();
    println!("SIGTERM: the gateway ended with {code:?}");
    let sound = all.is_sound(expected) && all_through.is_sound(expected) && alone_through.is_sound(10 * rounds);
    let named = named == streams && counted == streams && killed.mixed == 0;
    if !sound || !named || !told || ready != 200 || code != Some(0) {
        println!("\nFAILED: something above is not as it must be");
        std::process::exit(1);
    }
}
