// A person checks pictures with the real engine on the CPU: good ones, bad ones, one too many.
import assert from "node:assert/strict";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { ENGINE } from "./engine.mjs";
import { PATIENCE, atTheTiles, check, give, jpeg, launch, pngThatClaims, settled, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;
let small;
let large;

before(async () => {
  browser = await launch();
  small = await jpeg(browser, 400, 304);
  large = await jpeg(browser, 1400, 1000, 7);
});

after(() => browser?.close());

test("a browser gets the engine that it can run", limit, async () => {
  const used = [];
  for (const knows of [true, false]) {
    await visit(browser, async (page) => {
      const scripts = new Set();
      page.context().on("request", (request) => {
        const path = new URL(request.url()).pathname;
        if (ENGINE.test(path)) scripts.add(path);
      });
      // What a browser says that does not know relaxed SIMD.
      if (!knows) await page.evaluate(() => (WebAssembly.validate = () => false));
      await check(page, "photo.jpg", small);
      used.push([...scripts].join());
    });
  }
  assert.deepEqual(used, ["/engine-relaxed.js", "/engine.js"]);
});

test("a photograph goes in, a mask and a verdict come out", limit, () =>
  visit(browser, async (page) => {
    assert.equal(await page.getByTestId("result").getAttribute("data-state"), "idle");
    assert.match(await page.evaluate(() => window.omniIml.version), /^\d+\.\d+\.\d+/);
    await check(page, "photo.jpg", small);
    const verdict = page.getByTestId("verdict");
    assert.match(await verdict.getAttribute("data-band"), /^(none|weak|moderate|strong|very_strong)$/);
    assert.match(await verdict.innerText(), /\w/);
    assert.equal(await page.getByTestId("status").getAttribute("data-phase"), "idle");
    assert.match(await page.getByTestId("result").innerText(), /The CPU.*as asked/);

    // With the threshold at its lowest something is marked, whatever the network thinks of the picture.
    await page.getByTestId("threshold").fill("1");
    await page.waitForFunction(() => {
      const canvas = document.querySelector("[data-testid=overlay]");
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels.some((value, index) => index % 4 === 3 && value > 0);
    });
  }),
);

test("every phase is shown in its order", limit, () =>
  visit(browser, async (page) => {
    await page.evaluate(() => {
      const status = document.querySelector("[data-testid=status]");
      window.phases = [];
      new MutationObserver(() => window.phases.push(status.dataset.phase)).observe(status, { attributeFilter: ["data-phase"] });
    });
    await check(page, "photo.jpg", small);
    const phases = (await page.evaluate(() => window.phases)).filter((phase, index, all) => phase !== all[index - 1]);
    assert.deepEqual(phases, ["fetching", "decoding", "coefficients", "tiles", "blending", "idle"]);
  }),
);

test("every sample of ours can be checked", limit, () =>
  visit(browser, async (page) => {
    await page.getByTestId("sample").first().waitFor();
    const count = await page.getByTestId("sample").count();
    assert.ok(count >= 3);
    for (let index = 0; index < count; index++) {
      await page.reload();
      await page.getByTestId("sample").nth(index).click();
      await settled(page, "done");
    }
  }),
);

test("a file that is no picture is refused in words, and the next one works", limit, () =>
  visit(browser, async (page) => {
    const bad = [
      ["empty.jpg", Buffer.alloc(0), /empty/i],
      ["noise.jpg", Buffer.from("this is not a picture at all, whatever its name says"), /not a picture/i],
      ["cut.jpg", small.subarray(0, 120), /damaged/i],
      ["huge.png", pngThatClaims(100_000, 100_000), /too many pixels/i],
      ["wide.png", pngThatClaims(60_000, 4), /too long/i],
      ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /cannot be read/i],
    ];
    for (const [name, bytes, words] of bad) {
      await give(page, name, bytes, "image/jpeg");
      assert.match(await settled(page, "error"), words, name);
    }
    await check(page, "good.jpg", small);
  }),
);

test("a file of gigabytes is refused before a byte of it is read", limit, () =>
  visit(browser, async (page) => {
    const folder = await mkdtemp(join(tmpdir(), "omni-iml-huge-"));
    try {
      const path = join(folder, "huge.jpg");
      const file = await open(path, "w");
      // Only its length: no disk is used.
      await file.truncate(8 * 2 ** 30);
      await file.close();
      await page.getByTestId("file-input").setInputFiles(path);
      assert.match(await settled(page, "error"), /too large/);
      await check(page, "photo.jpg", small);
    } finally {
      await rm(folder, { recursive: true });
    }
  }),
);

test("a name that lies is a remark, not an error", limit, () =>
  visit(browser, async (page) => {
    await check(page, "really-a-jpeg.png", small, "image/png");
    assert.match(await page.getByTestId("result").innerText(), /name says one format/);
  }),
);

test("a check can be cancelled, and the next picture works", limit, () =>
  visit(browser, async (page) => {
    await give(page, "large.jpg", large);
    await atTheTiles(page);
    await page.getByTestId("cancel").click();
    await page.locator("[data-testid=result][data-state=idle]").waitFor();
    await check(page, "photo.jpg", small);
  }),
);

test("a worker that dies is replaced, and the picture is finished", limit, () =>
  visit(browser, async (page) => {
    await give(page, "large.jpg", large);
    await atTheTiles(page);
    // It dies before it can answer.
    page.workers()[0].evaluate(() => self.close()).catch(() => {});
    await settled(page, "done");
    assert.match(await page.getByTestId("result").innerText(), /started again/);
    await check(page, "photo.jpg", small);
  }),
);
