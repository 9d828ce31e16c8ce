// A person checks pictures: good ones, bad ones, one too many.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PATIENCE, atTheTiles, check, give, jpeg, launch, open, pngThatClaims, settled } from "./support.mjs";

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

/** A page in a context of its own; nothing may have gone wrong in it by the end. */
async function visit(use) {
  const context = await browser.newContext();
  try {
    const { page, problems } = await open(context);
    await use(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

test("a photograph goes in, a mask and a verdict come out", limit, () =>
  visit(async (page) => {
    assert.equal(await page.getByTestId("result").getAttribute("data-state"), "idle");
    assert.match(await page.evaluate(() => window.omniIml.version), /^\d+\.\d+\.\d+/);
    await check(page, "photo.jpg", small);
    const verdict = page.getByTestId("verdict");
    assert.match(await verdict.getAttribute("data-band"), /^(none|weak|moderate|strong|very_strong)$/);
    assert.match(await verdict.innerText(), /\w/);
    assert.equal(await page.getByTestId("status").getAttribute("data-phase"), "idle");
    assert.match(await page.getByTestId("result").innerText(), /CPU/);

    // With the threshold at its lowest something is marked, whatever the network thinks of the picture.
    await page.getByTestId("threshold").fill("1");
    await page.waitForFunction(() => {
      const canvas = document.querySelector("[data-testid=overlay]");
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels.some((value, index) => index % 4 === 3 && value > 0);
    });
  }),
);

test("every sample of ours can be checked", limit, () =>
  visit(async (page) => {
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
  visit(async (page) => {
    const bad = [
      ["empty.jpg", Buffer.alloc(0), /empty/i],
      ["noise.jpg", Buffer.from("this is not a picture at all, whatever its name says"), /not a picture|cannot be read/i],
      ["cut.jpg", small.subarray(0, 120), /damaged/i],
      ["huge.png", pngThatClaims(100_000, 100_000), /too large|too many pixels/i],
      ["wide.png", pngThatClaims(60_000, 4), /too large|too many pixels|limit/i],
      ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /cannot be read/i],
    ];
    for (const [name, bytes, words] of bad) {
      await give(page, name, bytes, "image/jpeg");
      assert.match(await settled(page, "error"), words, name);
      await check(page, "good.jpg", small);
    }
  }),
);

test("a name that lies is a remark, not an error", limit, () =>
  visit(async (page) => {
    await check(page, "really-a-jpeg.png", small, "image/png");
    assert.match(await page.getByTestId("result").innerText(), /name says one format/);
  }),
);

test("a check can be cancelled, and the next picture works", limit, () =>
  visit(async (page) => {
    await give(page, "large.jpg", large);
    await atTheTiles(page);
    await page.getByTestId("cancel").click();
    await page.locator("[data-testid=result][data-state=idle]").waitFor();
    await check(page, "photo.jpg", small);
  }),
);

test("a worker that dies is replaced, and the picture is finished", limit, () =>
  visit(async (page) => {
    await give(page, "large.jpg", large);
    await atTheTiles(page);
    // It dies before it can answer.
    page.workers()[0].evaluate(() => self.close()).catch(() => {});
    await settled(page, "done");
    assert.match(await page.getByTestId("result").innerText(), /started again/);
    await check(page, "photo.jpg", small);
  }),
);
