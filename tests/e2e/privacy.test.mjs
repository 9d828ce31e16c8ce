// Nothing leaves the device: the browser is watched from inside and from outside, and the watch itself is tested.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ENGINE } from "./engine.mjs";
import { PATIENCE, SITE, check, copy, jpeg, launch, networkDuring, open, stranger } from "./support.mjs";

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
  for (const path of ["/", "/page.js", "/service-worker.js", "/engine_bg.wasm", "/engine-relaxed_bg.wasm", "/models/manifest.json", "/nothing-here"]) {
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

/**
 * Checks a picture on `site` and requires that the browser asked for, looked up and connected to nothing else: by its net
 * log, by its own list of answers, and by the socket of somebody else.
 */
async function nothingLeaves(site, further = async () => {}) {
  const answered = [];
  const { connections } = other.seen;
  const { hosts } = await networkDuring(async (context) => {
    context.on("response", (response) => answered.push(response.url()));
    const { page } = await open(context, { site });
    await check(page, "photo.jpg", picture);
    await further(page);
  });
  assert.ok(answered.length > 3);
  assert.deepEqual([...hosts], [new URL(site).host], `what the net log saw: ${[...hosts]}`);
  assert.equal(other.seen.connections, connections, "somebody else was reached");
  const own = (url) => ["blob:", "data:", site].some((start) => url.startsWith(start));
  assert.deepEqual(answered.filter((url) => !own(url)), [], "who answered the page");
}

test("no request leaves the origin while a picture is checked", limit, () => nothingLeaves(SITE));

test("nothing leaves while it is shown what would be sent", limit, () =>
  nothingLeaves(SITE, async (page) => {
    await page.getByTestId("explain-open").click();
    await page.getByTestId("explain-preview").waitFor();
    await page.locator(".ask-settings:not([open]) > summary, .ask-settings[open]").first().click({ position: { x: 5, y: 5 } });
    await page.getByTestId("ask-base").fill(`${other.origin}/v1`);
    await page.getByTestId("ask-model").fill("a-model");
    await page.getByTestId("ask-key").fill("s3cret");
    await page.locator("#mode-paper").check();
    await page.getByTestId("explain-preview").waitFor();
  }));

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

const PLANTS = {
  "a beacon": (url) => ({ page: `addEventListener("load", () => navigator.sendBeacon("${url}/beacon", "x"));` }),
  "a preconnect": (url) => ({ head: `<link rel="preconnect" href="${url}">` }),
  "a worker's fetch": (url) => ({ worker: `fetch("${url}/worker").catch(() => {});` }),
};

/** The site with something planted in it; without its policy if so asked. */
function planted({ head = "", page = "", worker = "" }, policy) {
  return copy((path, answer) => {
    if (!policy) delete answer.headers["content-security-policy"];
    if (path === "/") {
      const html = policy ? `${answer.body}` : `${answer.body}`.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
      answer.body = html.replace("</head>", `${head}</head>`);
    }
    if (path === "/page-boot.js") answer.body = page + answer.body;
    if (ENGINE.test(path)) answer.body = worker + answer.body;
  });
}

for (const [what, plant] of Object.entries(PLANTS)) {
  test(`the watch notices ${what} where there is no policy`, limit, async () => {
    const { connections } = other.seen;
    const site = await planted(plant(other.origin), false);
    try {
      await assert.rejects(nothingLeaves(site.origin), { message: /what the net log saw/ });
      assert.ok(other.seen.connections > connections, "the socket heard it");
    } finally {
      site.close();
    }
  });
}

test("with the policy, a planted beacon and a worker's fetch reach nobody", limit, async () => {
  const plants = [PLANTS["a beacon"](other.origin), PLANTS["a worker's fetch"](other.origin)];
  const site = await planted(Object.assign({}, ...plants), true);
  try {
    await nothingLeaves(site.origin);
  } finally {
    site.close();
  }
});
