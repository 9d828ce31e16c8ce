//! The engine's module: runs in a dedicated worker that the page starts.

/// Starts it, where there is a worker.
pub fn main() {
    #[cfg(target_arch = "wasm32")]
    omni_iml::engine::start();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("The engine runs in a browser's worker; `omni-iml check` does the same on the command line.");
}
