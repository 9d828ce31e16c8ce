// WebGPU, emulated on the CPU by SwiftShader: slow, so the tiles are the smallest there are, the picture is one of them,
// and one engine does for all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { atTheTiles, check, copy, give, jpeg, launch, settled, tilesOf, visit } from "./support.mjs";

/** Its start alone is minutes where two cores are busy. */
const patience = 600_000;
let browser;
let site;
let picture;

before(async () => {
  browser = await launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
  site = await copy(tilesOf(64, 32));
  picture = await jpeg(browser, 64, 64);
});

after(async () => {
  await browser?.close();
  site?.close();
});

const at = (query, use) => visit(browser, use, { site: site.origin, query });
const said = (page) => page.getByTestId("result").innerText();
/** Which of the overlay's pixels are marked, from a low threshold on. */
const marks = async (page) => {
  await page.getByTestId("threshold").fill("30");
  return page.getByTestId("overlay").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data.filter((_, index) => index % 4 === 3), (alpha) => alpha > 0);
  });
};

test("an emulated graphics processor is left alone unless it is asked for", { timeout: patience }, () =>
  at("", async (page) => {
    await check(page, "photo.jpg", picture);
    assert.match(await said(page), /The CPU.*lacks what is needed/);
  }),
);

test("the graphics processor is tested, chosen, sees what the CPU sees, and may be lost", { timeout: 2 * patience }, async () => {
  let expected;
  await at("device=cpu", async (page) => {
    await check(page, "photo.jpg", picture);
    assert.match(await said(page), /The CPU.*as asked/);
    expected = await marks(page);
  });

  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.origin}/?device=gpu`);
    await page.getByTestId("file-input").waitFor({ state: "attached" });
    await give(page, "photo.jpg", picture);
    await settled(page, "done", patience);
    assert.match(await said(page), /The graphics processor \(WebGPU\): it passed the self-test/);
    const found = await marks(page);
    const differ = found.filter((marked, index) => marked !== expected[index]).length;
    assert.ok(differ <= found.length / 100, `${differ} of ${found.length} pixels differ`);

    await give(page, "next.jpg", picture);
    await atTheTiles(page);
    const session = await browser.newBrowserCDPSession();
    // It answers nothing: what would answer is what ends.
    session.send("Browser.crashGpuProcess").catch(() => {});
    await page.getByText("started again on the CPU").waitFor({ timeout: patience });
    await settled(page, "done", patience);
    assert.match(await said(page), /The CPU.*failed during this session/);
    assert.deepEqual(await marks(page), expected, "and the CPU sees what it saw");
  } finally {
    await context.close();
  }
});
