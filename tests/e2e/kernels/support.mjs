// A Chromium with WebGPU, emulated where there is no graphics card, and in it the module that measures and checks
// (src/bin/kernels).
import { readFileSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Opens a page with the module in `folder`; `files` are what it may fetch beside it, by name. */
export async function open(folder, files) {
  const server = createServer(async (request, response) => {
    const name = request.url.slice(1);
    if (name === "favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    if (!name) {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>kernels</title>");
      return;
    }
    try {
      const body = await readFile(files[name] ?? join(folder, name));
      response.writeHead(200, { "content-type": TYPES[/\.\w+$/.exec(name)?.[0]] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const args = ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--no-first-run", "--disable-sync"];
  const quiet = ["--disable-background-networking", "--disable-component-update"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: [...args, ...quiet] });
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    window.kernels = await import("/kernels.js");
    await window.kernels.default();
    window.bytes = async (name) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer());
  });
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { page, close };
}

/**
 * Processor time, in milliseconds, that the browser's processes of a type have used; undefined where the system does not
 * say. Other work on the machine does not disturb it as it does the clock's.
 */
export function processorTime(type) {
  const processes = new Map();
  let entries;
  try {
    entries = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  for (const name of entries) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const wanted = readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`--type=${type}`);
      // In hundredths of a second, on every Linux there is.
      processes.set(Number(name), { parent: Number(fields[1]), time: (Number(fields[11]) + Number(fields[12])) * 10, wanted });
    } catch {
      // It has ended meanwhile.
    }
  }
  const ours = (id) => id === process.pid || (processes.has(id) && ours(processes.get(id).parent));
  return [...processes].filter(([id, { wanted }]) => wanted && ours(id)).reduce((sum, [, { time }]) => sum + time, 0);
}
