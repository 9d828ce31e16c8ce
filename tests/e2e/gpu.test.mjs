// WebGPU, emulated on the CPU by SwiftShader: slow, so the tiles are the smallest there are and the picture is one of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PATIENCE, atTheTiles, check, copy, give, jpeg, launch, settled, tilesOf, visit } from "./support.mjs";

const limit = { timeout: 4 * PATIENCE };
let browser;
let site;

before(async () => {
  browser = await launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
  site = await copy(tilesOf(64, 32));
});

after(async () => {
  await browser?.close();
  site?.close();
});

const at = (query, use) => visit(browser, use, { site: site.origin, query });
/** The overlay's pixels, marked from the lowest threshold on. */
const marks = async (page) => {
  await page.getByTestId("threshold").fill("30");
  return page.getByTestId("overlay").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data.filter((_, index) => index % 4 === 3), (alpha) => alpha > 0);
  });
};

test("the graphics processor is tested, chosen, and sees what the CPU sees", limit, async () => {
  const picture = await jpeg(browser, 64, 64);
  const seen = [];
  for (const [device, words] of [["gpu", /The graphics processor \(WebGPU\): it passed the self-test/], ["cpu", /The CPU.*as asked/]]) {
    await at(`device=${device}&workers=1`, async (page) => {
      await check(page, "photo.jpg", picture);
      assert.match(await page.getByTestId("result").innerText(), words);
      seen.push(await marks(page));
    });
  }
  const differ = seen[0].filter((marked, index) => marked !== seen[1][index]).length;
  assert.ok(differ <= seen[0].length / 100, `${differ} of ${seen[0].length} pixels differ`);
});

test("an emulated graphics processor is left alone unless it is asked for", limit, async () => {
  const picture = await jpeg(browser, 64, 64);
  await at("", async (page) => {
    await check(page, "photo.jpg", picture);
    assert.match(await page.getByTestId("result").innerText(), /The CPU.*lacks what is needed/);
  });
});

test("a graphics processor that is lost in the middle costs time, not the picture", limit, async () => {
  const picture = await jpeg(browser, 192, 160, 3);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.origin}/?device=gpu`);
    await give(page, "photo.jpg", picture);
    await atTheTiles(page);
    // The browser's own way to end its graphics process; the page that asks for it never finishes loading.
    const other = await context.newPage();
    await other.goto("chrome://gpucrash").catch(() => {});
    await settled(page, "done");
    const words = await page.getByTestId("result").innerText();
    assert.match(words, /started again on the CPU/);
    assert.match(words, /The CPU.*failed during this session/);
    await check(page, "next.jpg", picture);
  } finally {
    await context.close();
  }
});
