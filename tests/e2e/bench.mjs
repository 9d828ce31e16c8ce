// What the page weighs, and how long pictures take in it on the CPU: `cargo xtask bench`.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { check, jpeg, launch, open } from "./support.mjs";

const [dist, runs] = [process.argv[2], Number(process.argv[3])];
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(`${"file".padEnd(28)}${"bytes".padStart(12)}${"gzip".padStart(12)}${"brotli".padStart(12)}`);
const first = { bytes: 0, gzip: 0, brotli: 0 };
for (const name of (await readdir(dist, { recursive: true })).sort()) {
  if (!/\.(html|css|js|wasm|svg|json|bpk)$/.test(name)) continue;
  const data = await readFile(join(dist, name));
  const sizes = {
    bytes: data.length,
    gzip: gzipSync(data, { level: 9 }).length,
    brotli: brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length,
  };
  console.log(`${name.padEnd(28)}${kilobytes(sizes.bytes)}${kilobytes(sizes.gzip)}${kilobytes(sizes.brotli)}`);
  if (/^(index\.html|style\.css|page.*)$/.test(name)) for (const key in first) first[key] += sizes[key];
}
console.log(`${"first paint".padEnd(28)}${kilobytes(first.bytes)}${kilobytes(first.gzip)}${kilobytes(first.brotli)}`);

const browser = await launch();
try {
  const { page } = await open(await browser.newContext());
  const pictures = [];
  for (const side of [512, 1024]) pictures.push([side, await jpeg(browser, side, side), []]);
  // The first one also fetches the engine and the weights.
  const start = performance.now();
  await check(page, "first.jpg", pictures[0][1]);
  console.log(`\nfirst picture, engine and weights fetched with it: ${(performance.now() - start).toFixed(0)} ms`);
  for (let run = 0; run < runs; run++) {
    for (const [, bytes, times] of pictures) {
      const start = performance.now();
      await check(page, "picture.jpg", bytes);
      times.push(performance.now() - start);
    }
  }
  for (const [side, , times] of pictures) {
    const spread = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`;
    console.log(`${side} × ${side}, CPU, from file to result: median ${median(times).toFixed(0)} ms (${spread}, ${runs} runs)`);
  }
} finally {
  await browser.close();
}
