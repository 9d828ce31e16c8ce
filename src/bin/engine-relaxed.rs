//! The engine's module for browsers with relaxed SIMD: the same, with fused multiply-adds.

#[path = "engine.rs"]
mod engine;

fn main() {
    engine::main();
}
