// Keeps the page's files on the person's device, so that page and engine open without a connection.
//
// Each file is kept under its hash and only if it has that hash, so that files of two versions never mix: a page goes on
// with its own until it is closed, and what no page needs any more is deleted when the next version takes over.
"use strict";

// `cargo xtask build` writes the list: path, the part that the file belongs to, bytes, SHA-256.
const FILES = [];

const KEPT = "omni-iml-files";
// A picture that another program has shared, on its way to the page.
const SHARED = "omni-iml-shared";
// A page that has not taken it by then never will; milliseconds.
const SHARED_TIME = 3_600_000;

// What an answer keeps of its headers; lengths and encodings are of the transport.
const HEADERS = [
  "content-type",
  "content-security-policy",
  "cross-origin-embedder-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-dns-prefetch-control",
];

/** Ends what is being stored, when the person has seen enough of it. */
let stop = new AbortController();

const scope = self.registration.scope;
const byPath = new Map(FILES.map((file) => [file.path, file]));
const address = (file) => new URL(file.path, scope).href;
const key = (file) => `${address(file)}?omni-iml=${file.sha256}`;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const answer = route(event);
  if (answer) event.respondWith(answer);
});
self.addEventListener("message", (event) => event.waitUntil(answer(event)));

/**
 * Keeps the shell, and of whatever else the last version keeps the newer files: who could check without a connection still
 * can. If that fails, the last version stays.
 */
async function install() {
  // It was all erased, and nobody has asked for it again.
  if (self.registration.active && !(await caches.has(KEPT))) return;
  const keys = await (await caches.open(KEPT)).keys();
  const here = new Set(keys.map(({ url }) => url.split("?")[0]));
  const used = FILES.filter((file) => here.has(address(file))).map((file) => file.part);
  await keep([...new Set(["shell", ...used])], () => {});
}

/** The first version has no other to wait for; a later one is here only once the pages of the last are closed. */
async function takeOver() {
  await sweep();
  if (!(await caches.has(KEPT))) return self.clients.claim();
  const wanted = new Set(FILES.map(key));
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
  await self.clients.claim();
}

/** What is answered from here; everything else goes to the network as if this script were not there. */
function route(event) {
  const { request } = event;
  if (!request.url.startsWith(scope)) return null;
  const path = request.url.slice(scope.length).split(/[?#]/)[0];
  if (request.method === "POST") return path === "share" ? share(request) : null;
  if (request.method !== "GET") return null;
  if (path.startsWith("shared/")) return collect(request.url);
  const file = byPath.get(path === "" ? "index.html" : path);
  return file ? serve(event, file) : null;
}

async function serve(event, file) {
  let cache;
  try {
    if (event.request.mode === "navigate") event.waitUntil(sweep());
    // The person has erased it all, and wants nothing kept until they say so.
    if (!(await caches.has(KEPT))) return fetch(event.request);
    cache = await caches.open(KEPT);
    // Whoever asks to have a file anew has found the kept one damaged.
    const kept = event.request.cache === "reload" ? undefined : await cache.match(key(file));
    if (kept) return kept;
  } catch {
    // Storage that is broken is no reason to show nothing.
    return fetch(event.request);
  }
  try {
    // The engine tells how much of the weights has come, and checks their hash itself.
    if (file.path.endsWith(".bpk")) return await passOn(event, cache, file);
    const answer = await fetchChecked(file, () => {});
    event.waitUntil(cache.put(key(file), answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    if (error.name === "OutdatedError") event.waitUntil(self.registration.update().catch(() => {}));
    // As the network's own failure looks: whoever asked knows what to say of one.
    return Response.error();
  }
}

/** Hands an answer on as it comes, and keeps it once it has proved right. */
async function passOn(event, cache, file) {
  const response = await fetch(address(file), { cache: event.request.cache });
  if (!response.ok || !response.body) return response;
  const [one, other] = response.body.tee();
  const stored = new Response(other).arrayBuffer().then(async (bytes) => {
    if ((await digest(bytes)) === file.sha256) await cache.put(key(file), copy(bytes, response));
  });
  event.waitUntil(stored.catch(() => {}));
  return new Response(one, { headers: chosen(response) });
}

/** Fetches a file, which has to have its hash. `heard` is told of bytes as they come, `signal` ends it. */
async function fetchChecked(file, heard, signal) {
  // What the browser still holds of an earlier version is not good enough, but often what is wanted.
  for (const mode of ["default", "reload"]) {
    const response = await fetch(address(file), { cache: mode, signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const bytes = await read(response, file, heard);
    if (bytes && (await digest(bytes)) === file.sha256) return copy(bytes, response);
  }
  const error = new Error("the server has another version of it");
  error.name = "OutdatedError";
  throw error;
}

/** The body, if it is as long as it has to be. */
async function read(response, file, heard) {
  const bytes = new Uint8Array(file.bytes);
  let at = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return at === bytes.length ? bytes.buffer : null;
    if (at + value.length > bytes.length) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, at);
    at += value.length;
    heard(at);
  }
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const copy = (bytes, response) => new Response(bytes, { headers: chosen(response) });
const chosen = ({ headers }) => HEADERS.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]);

/** Keeps every file of `parts`, one after the other in their order, so that what a lost connection leaves is whole files. */
async function keep(parts, heard) {
  const { signal } = stop;
  const cache = await caches.open(KEPT);
  const wanted = parts.flatMap((part) => FILES.filter((file) => file.part === part));
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const file of wanted) {
    if (!(await cache.match(key(file)))) {
      try {
        const answer = await fetchChecked(file, (bytes) => heard({ done: done + bytes, total }), signal);
        await cache.put(key(file), answer);
      } catch ({ name, message }) {
        throw Object.assign(new Error(message), { name, file: file.path });
      }
    }
    done += file.bytes;
    heard({ done, total });
  }
}

/** What the page asks for, answered through the port that comes with it. */
async function answer({ data, ports: [port] }) {
  if (!port) return;
  const say = (message) => port.postMessage(JSON.stringify(message));
  try {
    if (data.ask === "keep") {
      let told = 0;
      await keep(data.parts, (progress) => {
        // A message for every chunk would be thousands.
        if (progress.done - told >= progress.total / 200 || progress.done === progress.total) {
          told = progress.done;
          say({ done: told });
        }
      });
    } else if (data.ask === "stop") {
      stop.abort();
      stop = new AbortController();
    } else if (data.ask === "erase") {
      await Promise.all([caches.delete(KEPT), caches.delete(SHARED)]);
    } else if (data.ask === "switch") {
      // Another window may have been opened meanwhile, and would be left with files of two versions.
      if ((await state()).windows <= 1) await self.skipWaiting();
    }
    say(await state());
  } catch (error) {
    if (error.name === "OutdatedError") await self.registration.update().catch(() => {});
    const known = { OutdatedError: "outdated", QuotaExceededError: "full", AbortError: "stopped" }[error.name];
    const failed = known ?? (error.file ? "network" : "other");
    say({ failed, file: error.file ?? "", ...(await state().catch(() => ({}))) });
  }
}

/** What each part takes and how much of it is here, and how many windows there are. */
async function state() {
  // Opening it would make it.
  const keys = (await caches.has(KEPT)) ? await (await caches.open(KEPT)).keys() : [];
  const here = new Set(keys.map((request) => request.url));
  const parts = {};
  for (const file of FILES) {
    const part = (parts[file.part] ??= { name: file.part, bytes: 0, kept: 0 });
    part.bytes += file.bytes;
    if (here.has(key(file))) part.kept += file.bytes;
  }
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return { parts: Object.values(parts), windows: windows.length };
}

/** Another program shares pictures: the first waits here until the page has opened, which takes it. */
async function share(request) {
  const now = Date.now();
  let count = 0;
  try {
    const files = (await request.formData()).getAll("picture").filter((file) => file instanceof File);
    if (files.length > 0) {
      const headers = { "content-type": "application/octet-stream", "x-name": encodeURIComponent(files[0].name) };
      const cache = await caches.open(SHARED);
      await cache.put(new URL(`shared/${now}`, scope).href, new Response(files[0], { headers }));
      count = files.length;
    }
  } catch {
    // What could not be kept is not there, and the page says so where nothing is.
  }
  return Response.redirect(new URL(`./?shared=${now}&count=${count}`, scope).href, 303);
}

/** Hands a shared picture over, once. */
async function collect(url) {
  const cache = await caches.open(SHARED);
  const found = await cache.match(url);
  await cache.delete(url);
  return found ?? new Response("", { status: 404 });
}

/** Deletes shared pictures that no page has taken. */
async function sweep() {
  if (!(await caches.has(SHARED))) return;
  const cache = await caches.open(SHARED);
  for (const { url } of await cache.keys()) {
    if (Date.now() - Number(url.split("/").at(-1)) > SHARED_TIME) await cache.delete(url);
  }
}
