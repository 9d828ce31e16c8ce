// Starts the page's module. An external file, because the page's policy allows no inline script.
import init from "./page.js";

init({ module_or_path: new URL("./page_bg.wasm", import.meta.url) }).catch((error) => {
  console.error(error);
  const waiting = document.getElementById("waiting");
  waiting.textContent = "The page could not be started. It needs WebAssembly with SIMD, which browsers have had since 2023.";
  waiting.hidden = false;
});
