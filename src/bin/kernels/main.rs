//! A module for measuring and checking that does not ship: the network's building blocks one by one, and every part of
//! the network against PyTorch, in a browser on the CPU or on WebGPU. `cargo xtask bench kernels` and the stage
//! `browser-parity` of `cargo xtask test` build and drive it.

#[cfg(target_arch = "wasm32")]
mod blocks;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod golden;

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This runs in a browser: `cargo xtask bench kernels`.");
}
