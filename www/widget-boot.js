// Starts the page's module in a frame that another page embeds, or tells that page that it cannot be started.
import init from "./page.js";
import { fit } from "./simd.js";

const tell = (is) => parent.postMessage({ is }, "*");
tell("here");

if (!fit) {
  tell("unfit");
} else {
  init({ module_or_path: new URL("./page_bg.wasm", import.meta.url) }).catch((error) => {
    console.error(error);
    tell("unstarted");
  });
}
