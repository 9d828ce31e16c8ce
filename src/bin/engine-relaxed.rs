//! The engine's module for browsers with relaxed SIMD: the same, with fused multiply-adds.

include!("engine.rs");
