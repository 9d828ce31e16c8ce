// What the page weighs, how long pictures take in it, how it compares with onnxruntime-web, and how much memory a large
// picture needs: `cargo xtask bench`.
import { check, jpeg, launch, open } from "../e2e/support.mjs";
import { memory } from "./memory.mjs";
import { pageSizes } from "./sizes.mjs";
import { median, spread } from "./statistics.mjs";
import { versus } from "./versus.mjs";

const [dist, compared, runs] = [process.argv[2], process.argv[3], Number(process.argv[4])];

await pageSizes(dist);
// WebGPU without a graphics card; a flag that says nothing to the rest.
const browser = await launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
try {
  await pictures();
  await versus(browser, compared, runs);
  await memory(browser);
} finally {
  await browser.close();
}

/** The page as a person uses it, on the CPU. */
async function pictures() {
  const context = await browser.newContext();
  const { page } = await open(context);
  const sizes = [];
  for (const side of [512, 1024]) sizes.push([side, await jpeg(browser, side, side), []]);
  // The first one also fetches the engine and the weights.
  const start = performance.now();
  await check(page, "first.jpg", sizes[0][1]);
  console.log(`\nfirst picture, engine and weights fetched with it: ${(performance.now() - start).toFixed(0)} ms`);
  for (let run = 0; run < runs; run++) {
    for (const [, bytes, times] of sizes) {
      const start = performance.now();
      await check(page, "picture.jpg", bytes);
      times.push(performance.now() - start);
    }
  }
  for (const [side, , times] of sizes) {
    console.log(`${side} × ${side}, CPU, from file to result: median ${median(times).toFixed(0)} ms (${spread(times)})`);
  }
  await context.close();
}
