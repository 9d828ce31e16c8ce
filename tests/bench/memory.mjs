// The memory of every wasm instance while a picture of 12 megapixels is checked on as many workers as there ever are.
import { startEngine } from "../e2e/engine.mjs";
import { jpeg, open } from "../e2e/support.mjs";

const MEBI = 1 << 20;
/** As many as there ever are (`MOST` in src/engine/lanes.rs). */
const WORKERS = 4;
/** What all of them may need together. */
const LIMIT = 1024 * MEBI;

/**
 * Runs in the engine's worker, and, as `source`, in each that it starts, before anything else: says on a channel how large
 * the memory of this instance is. A wasm memory never shrinks.
 */
function watch(source) {
  const channel = new BroadcastChannel("omni-iml-memory");
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...inputs) => {
      const result = await original.apply(WebAssembly, inputs);
      const { memory } = (result.instance ?? result).exports;
      channel.onmessage = ({ data }) => data === "how large?" && channel.postMessage(memory.buffer.byteLength);
      return result;
    };
  }
  const Original = Blob;
  self.Blob = class extends Original {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [`(${source})(${JSON.stringify(source)});\n`, ...parts] : parts, options);
    }
  };
}

export async function memory(browser) {
  const picture = await jpeg(browser, 4000, 3000);
  const { page } = await open(await browser.newContext());
  const source = watch.toString();
  const engine = await startEngine(page, { workers: WORKERS, first: `(${source})(${JSON.stringify(source)});\n` });
  const { report } = await engine.check("large.jpg", picture);
  const sizes = await page.evaluate(async (instances) => {
    const channel = new BroadcastChannel("omni-iml-memory");
    const sizes = [];
    const all = new Promise((resolve) => (channel.onmessage = ({ data }) => sizes.push(data) === instances && resolve()));
    channel.postMessage("how large?");
    await all;
    return sizes;
  }, engine.ready.workers + 1);
  const sum = sizes.reduce((a, b) => a + b, 0);
  const each = sizes.map((bytes) => (bytes / MEBI).toFixed(0)).join(" + ");
  console.log(`\n4000 × 3000, CPU, ${engine.ready.workers} workers beside the engine's own, ${report.gate.tiles} tiles, ${(report.timing_ms.total / 1000).toFixed(0)} s:`);
  console.log(`wasm memory ${each} = ${(sum / MEBI).toFixed(0)} MiB (goal: at most ${LIMIT / MEBI})`);
  await engine.stop();
  await page.context().close();
}
