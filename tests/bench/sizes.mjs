// What travels before something can be seen or checked.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);

/** Prints a file's size, plain and compressed, and gives the three. */
export async function size(path, name) {
  const data = await readFile(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const sizes = [data.length, gzipSync(data, { level: 9 }).length, brotliCompressSync(data, quality).length];
  line(name, sizes);
  return sizes;
}

function line(name, sizes) {
  console.log(name.padEnd(44) + sizes.map(kilobytes).join(""));
}

export function head() {
  console.log("file".padEnd(44) + ["bytes", "gzip", "brotli"].map((word) => word.padStart(12)).join(""));
}

/** Everything of the page that is compressed on its way, and what is needed before something shows. */
export async function pageSizes(dist) {
  head();
  const [first, use] = [[0, 0, 0], [0, 0, 0]];
  for (const name of (await readdir(dist, { recursive: true })).sort()) {
    if (!/\.(html|css|js|wasm|svg|json|bpk)$/.test(name)) continue;
    const sizes = await size(join(dist, name), name);
    const add = (sum) => sizes.forEach((bytes, kind) => (sum[kind] += bytes));
    if (/^(index\.html|style\.css)$/.test(name)) add(first);
    if (/^(index\.html|style\.css|simd\.js|shelf\.js|album\.js|page.*)$/.test(name)) add(use);
  }
  line("first paint", first);
  line("until a picture can be dropped", use);
}
