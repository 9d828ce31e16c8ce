// Starts the page's module. An external file, because the page's policy allows no inline script.
import init from "./page.js";
import { fit } from "./simd.js";

function sorry(words, error) {
  console.error(words, error);
  document.getElementById("first")?.remove();
  const waiting = document.getElementById("waiting");
  waiting.textContent = words;
  waiting.hidden = false;
}

if (!fit) {
  sorry("This page computes in your own browser, and needs one with WebAssembly SIMD. All current browsers have it since 2023; please update yours.");
} else {
  init({ module_or_path: new URL("./page_bg.wasm", import.meta.url) }).catch((error) =>
    sorry("The page could not be started. Please reload it.", error),
  );
}
