// Starts the page's module. An external file, because the page's policy allows no inline script.
import init from "./page.js";

// A module with one SIMD instruction: the engine computes with them.
const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

function sorry(words, error) {
  console.error(words, error);
  document.getElementById("first")?.remove();
  const waiting = document.getElementById("waiting");
  waiting.textContent = words;
  waiting.hidden = false;
}

if (!globalThis.WebAssembly?.validate(new Uint8Array(simd))) {
  sorry("This page computes in your own browser, and needs one with WebAssembly SIMD. All current browsers have it since 2023; please update yours.");
} else {
  init({ module_or_path: new URL("./page_bg.wasm", import.meta.url) }).catch((error) =>
    sorry("The page could not be started. Please reload it.", error),
  );
}
