// What the browser tests share: a browser, pictures made here, a look at what the network saw, and a site that breaks
// the promise on purpose.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

/** Where the built page is served. */
export const SITE = process.env.OMNI_IML_URL ?? fail("OMNI_IML_URL is not set; `cargo xtask test browser` sets it");

/** The longest that one picture may take here; two busy cores and no graphics card are slow. */
export const PATIENCE = 240_000;

function fail(message) {
  throw new Error(message);
}

/** The browser under test, doing as little as possible of its own accord. */
const BROWSER = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--no-pings",
  ],
};

/**
 * A browser whose contexts are private windows. No service worker comes between page and server in them unless a context
 * asks for it: the tests of what is stored do.
 */
export async function launch(further = []) {
  const browser = await chromium.launch({ ...BROWSER, args: [...BROWSER.args, ...further] });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (settings) => newContext({ serviceWorkers: "block", ...settings });
  return browser;
}

/** Runs `use` in an ordinary window of a browser that keeps what it stores in `folder`. */
export async function lasting(folder, use, further = []) {
  const context = await chromium.launchPersistentContext(folder, { ...BROWSER, args: [...BROWSER.args, ...further] });
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}

/** A folder for [`lasting`], which is gone after `use`. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), "omni-iml-profile-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opens the page, on the CPU unless told otherwise, and gathers everything that goes wrong in it. */
export async function open(context, { site = SITE, query = "device=cpu" } = {}) {
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  await page.goto(`${site}/?${query}`);
  await page.getByTestId("file-input").waitFor({ state: "attached" });
  return { page, problems };
}

/** A page in a context of its own; nothing may have gone wrong in it by the end, but for what is `forgiven`. */
export async function visit(browser, use, { context: settings, forgiven, ...where } = {}) {
  const context = await browser.newContext(settings);
  try {
    const { page, problems } = await open(context, where);
    await use(page);
    assert.deepEqual(problems.filter((problem) => !forgiven?.test(problem)), []);
  } finally {
    await context.close();
  }
}

/** Hands a file in as a person would with the file chooser. */
export async function give(page, name, buffer, mimeType = "image/jpeg") {
  await page.getByTestId("file-input").setInputFiles({ name, mimeType, buffer });
}

/** Asks for the report as data, behind its fold. */
export async function saveJson(page) {
  const fold = page.locator("details.keep-more");
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
  await page.getByTestId("keep-json").click();
}

/** Waits until the page has made up its mind about the picture, and requires `state`. */
export async function settled(page, state, patience = PATIENCE) {
  const result = page.locator("[data-testid=result]:is([data-state=done], [data-state=error])");
  await result.waitFor({ timeout: patience });
  const found = await result.getAttribute("data-state");
  const error = page.getByTestId("error");
  const words = (await error.count()) ? await error.innerText() : "";
  assert.equal(found, state, words);
  return words;
}

/** Hands a file in that can be checked, and waits for the result. */
export async function check(page, name, buffer, mimeType) {
  // The same state as before would look like an answer.
  await page.evaluate(() => {
    const result = document.querySelector("[data-testid=result]");
    window.ran = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (result.dataset.state === "running") {
          observer.disconnect();
          resolve();
        }
      }).observe(result, { attributeFilter: ["data-state"] });
    });
  });
  await give(page, name, buffer, mimeType);
  await page.evaluate(() => window.ran);
  return settled(page, "done");
}

/** Checks our sample with the moon, in which places are marked, and waits for the words on it. */
export async function moon(page) {
  await page.getByTestId("sample").last().click();
  await settled(page, "done");
  await page.locator("[data-testid=account] [data-about=verdict]").waitFor({ timeout: PATIENCE });
}

/** Waits until the first tile is in hand. */
export function atTheTiles(page) {
  return page.locator("[data-testid=status][data-phase=tiles]").waitFor({ state: "attached", timeout: PATIENCE });
}

/** A photograph-like JPEG, made by the browser: gradients, shapes, noise; a part of it is pasted in from elsewhere. */
export async function jpeg(browser, width, height, seed = 1) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async ([width, height, seed]) => {
      let state = seed;
      const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      const sky = context.createLinearGradient(0, 0, width / 3, height);
      sky.addColorStop(0, "#7aa0c8");
      sky.addColorStop(1, "#46603a");
      context.fillStyle = sky;
      context.fillRect(0, 0, width, height);
      for (let i = 0; i < 60; i++) {
        context.fillStyle = `hsl(${random() * 360} 30% ${20 + random() * 50}%)`;
        context.beginPath();
        context.ellipse(random() * width, random() * height, 5 + random() * 60, 5 + random() * 40, random() * 3, 0, 7);
        context.fill();
      }
      const picture = context.getImageData(0, 0, width, height);
      for (let i = 0; i < picture.data.length; i++) {
        if (i % 4 !== 3) picture.data[i] += (random() - 0.5) * 24;
      }
      context.putImageData(picture, 0, 0);
      context.filter = "blur(2px) saturate(2)";
      context.drawImage(canvas, width / 8, height / 8, width / 4, height / 4, width / 2, height / 2, width / 4, height / 4);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    [width, height, seed],
  );
  await page.close();
  return Buffer.from(base64, "base64");
}

/** A PNG whose header claims this size, with hardly any pixels behind it. */
export function pngThatClaims(width, height) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), out.length - 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc(64))), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** A server of somebody else: it notes every connection and every request, and lets everybody read its answers. */
export async function stranger() {
  const seen = { connections: 0, requests: [] };
  const server = createServer((request, response) => {
    seen.requests.push(request.url);
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/plain" }).end("hello");
  });
  server.on("connection", () => seen.connections++);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { seen, origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/**
 * The same site from another port, a free one unless it is named. `change` gets each path and answer (status, headers, body) and may write into the
 * answer; the policy and the other headers stay as they are unless it does.
 */
export async function copy(change, port = 0) {
  const server = createServer(async (request, response) => {
    const got = await fetch(SITE + request.url);
    const headers = Object.fromEntries(got.headers);
    for (const name of ["connection", "content-length", "keep-alive"]) delete headers[name];
    const answer = { status: got.status, headers, body: Buffer.from(await got.arrayBuffer()) };
    change(request.url.split("?")[0], answer);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, port: server.address().port, close };
}

/** A change for [`copy`]: other tiles, so that a small picture has many of them and a network emulated on a CPU few. */
export const tilesOf = (tile, overlap) => (path, answer) => {
  if (path !== "/models/manifest.json") return;
  const manifest = JSON.parse(answer.body);
  for (const model of manifest.models) Object.assign(model, { tile, overlap });
  answer.body = JSON.stringify(manifest);
};

/**
 * Runs `use` in a browser of its own and gives what the page caused in Chromium's net log: see [`caused`]. The window is
 * an ordinary one: private windows never connect ahead. `capture` is how much is logged; with `Everything`, bytes are too.
 */
export async function networkDuring(use, capture = "Default") {
  return withFolder(async (folder) => {
    const netLog = join(folder, "net.json");
    await lasting(join(folder, "profile"), use, [`--log-net-log=${netLog}`, `--net-log-capture-mode=${capture}`]);
    return caused(JSON.parse(await readFile(netLog, "utf8")));
  });
}

/**
 * What a page on the loopback address caused: `hosts` with ports, of requests of page, frames and workers, look-ups and
 * connections made ahead; `requests`, each with its method, its address and, for a preflight, the number of the request
 * that it is `for`; `sent`, all bytes to a host. The log tells them by the site that they are kept apart for; what the
 * browser does for itself (its updates, its own accounts) carries another or none.
 */
function caused({ constants, events }) {
  const ours = ({ network_isolation_key, network_anonymization_key, initiator, group_id }) =>
    [network_isolation_key, network_anonymization_key, initiator, group_id?.split("<")[1]].some((key) => key?.includes("127.0.0.1"));
  const { URL_REQUEST } = constants.logSourceType;
  const { URL_REQUEST_START_JOB, CORS_PREFLIGHT_URL_REQUEST, SOCKET_BYTES_SENT } = constants.logEventTypes;
  // Not every event of a request repeats the site.
  const own = new Set(events.filter(({ source, params }) => source.type === URL_REQUEST && params && ours(params)).map(({ source }) => source.id));
  const hosts = new Set();
  const requests = new Map();
  const preflights = new Map();
  const sockets = new Map();
  for (const { type, source, params = {} } of events) {
    if (type === CORS_PREFLIGHT_URL_REQUEST) preflights.set(params.source_dependency.id, source.id);
    if (type === SOCKET_BYTES_SENT && params.bytes) sockets.set(source.id, [...(sockets.get(source.id) ?? []), Buffer.from(params.bytes, "base64")]);
    if (!ours(params) && !own.has(source.id)) continue;
    if (type === URL_REQUEST_START_JOB && params.method) requests.set(source.id, { method: params.method, url: params.url });
    for (const named of [params.url, params.host, params.group_id]) {
      const address = /(?:https?|wss?):\/\/([^/ <]+)/.exec(named ?? "");
      if (address) hosts.add(address[1]);
    }
  }
  assert.ok(hosts.size > 0, "the net log holds nothing of the page");
  const wires = [...sockets.values()].map((parts) => Buffer.concat(parts));
  return {
    hosts,
    requests: Array.from(requests, ([number, request]) => ({ number, ...request, for: preflights.get(number) })),
    sent: (host) => Buffer.concat(wires.filter((wire) => wire.includes(`\r\nHost: ${host}\r\n`))),
  };
}
