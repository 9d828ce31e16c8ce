// Our network against the same one on onnxruntime-web: one browser, one tile, one thread, in turns.
//
// Ours is timed by the engine itself and includes what the other one is spared: cutting the tile, the high-pass residuals'
// and the coefficients' way into tensors, the embedding of the coefficients, the mask at full size, its regions.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { floats, startEngine } from "../e2e/engine.mjs";
import { open } from "../e2e/support.mjs";
import { head, size } from "./sizes.mjs";
import { median, spread } from "./statistics.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const RUNTIME = join(HERE, "node_modules/onnxruntime-web/dist");
/**
 * Our device and theirs, their script and module, and the side of the tile. Where the CPU plays the graphics card, as here,
 * a tile of full size takes minutes on either.
 */
const MATCHES = [
  { ours: "cpu", theirs: "wasm", files: ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.wasm"], side: 512 },
  { ours: "gpu", theirs: "webgpu", files: ["ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.wasm"], side: 128 },
];
/** Largest difference of a logit between the two, of the logits' standard deviation. */
const TOLERANCE = 0.02;

/** `compared` holds what train/export_onnx.py wrote, by side; it is also served beside the page, as compared/. */
export async function versus(browser, compared, runs) {
  console.log("\nonnxruntime-web and the same network");
  head();
  for (const { files } of MATCHES) for (const file of files) await size(join(RUNTIME, file), file);
  await size(join(compared, "512/small.onnx"), "small.onnx");
  const server = await serve(compared);
  try {
    for (const match of MATCHES) await play(browser, join(compared, `${match.side}`), server.origin, match, runs);
  } finally {
    server.close();
  }
}

async function play(browser, folder, origin, { ours, theirs, files, side }, runs) {
  const golden = floats(await readFile(join(folder, "mask.f32")));
  const picture = await readFile(join(folder, "picture.png"));
  const { page } = await open(await browser.newContext());
  const engine = await startEngine(page, { device: ours, workers: 1, models: `compared/${side}/` });
  if (engine.ready.device !== ours) {
    console.log(`${theirs}: skipped, there is no such device for us (${engine.ready.reason})`);
    return;
  }
  const other = await browser.newPage();
  await other.goto(origin);
  await other.evaluate(startRuntime, [theirs, files[0], side]);
  const times = [[], []];
  // The first of each warms up, and is what the masks are compared on.
  for (let run = 0; run <= runs; run++) {
    const { report, logits } = await engine.check("picture.png", picture);
    const result = await other.evaluate(() => window.runtime.run());
    if (run === 0) {
      const apart = [logits, Float32Array.from(result.mask)].map((mask) => distance(mask, golden));
      const [mine, its] = apart.map((distance) => distance.toExponential(1));
      console.log(`\n${theirs}: furthest logit from PyTorch's, in standard deviations: ours ${mine}, onnxruntime's ${its}`);
      assert.ok(Math.max(...apart) < TOLERANCE, "they do not compute the same mask");
    } else {
      times[0].push(report.timing_ms.localize);
      times[1].push(result.milliseconds);
    }
  }
  const [mine, its] = times.map((of) => `${median(of).toFixed(0)} ms (${spread(of)})`);
  console.log(`${theirs}, one tile of ${side}²: ours ${mine}, onnxruntime-web ${its}`);
  console.log(`${theirs}, ratio of medians: ${(median(times[0]) / median(times[1])).toFixed(2)} (goal: at most 0.8)`);
  await engine.stop();
  await Promise.all([page.context().close(), other.close()]);
}

/** Largest difference, over the standard deviation of `golden`. */
function distance(mask, golden) {
  assert.equal(mask.length, golden.length);
  const mean = golden.reduce((sum, value) => sum + value, 0) / golden.length;
  const deviation = Math.sqrt(golden.reduce((sum, value) => sum + (value - mean) ** 2, 0) / golden.length);
  return mask.reduce((most, value, index) => Math.max(most, Math.abs(value - golden[index])), 0) / deviation;
}

/** In the page: onnxruntime-web in a worker of its own, as ours is. */
async function startRuntime([device, script, side]) {
  const worker = new Worker(`/worker.mjs?device=${device}&script=${script}&side=${side}`, { type: "module" });
  const answer = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = (event) => reject(new Error(event.message));
    });
  window.runtime = {
    run() {
      const answered = answer();
      worker.postMessage("run");
      return answered;
    },
  };
  await answer();
}

async function serve(compared) {
  const types = { ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const name = pathname === "/" ? "empty.html" : pathname.slice(1);
    const folder = name === "worker.mjs" ? HERE : /\.(onnx|f32)$/.test(name) ? compared : RUNTIME;
    try {
      const body = name === "empty.html" ? "<!doctype html>" : await readFile(join(folder, name));
      response.writeHead(200, { "content-type": types[/\.\w+$/.exec(name)?.[0]] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
