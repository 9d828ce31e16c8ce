// The engine itself, spoken to in its own protocol from a page of the site, and its weights on their way to it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startEngine } from "./engine.mjs";
import { PATIENCE, check, copy, give, jpeg, launch, open, settled, tilesOf, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;
let picture;
let site;

before(async () => {
  browser = await launch();
  picture = await jpeg(browser, 400, 304);
  site = await copy(tilesOf(128, 32));
});

after(async () => {
  await browser?.close();
  site?.close();
});

const look = (job) => ({ check: { job, name: "photo.jpg" } });
/** An engine in a page of the site with small tiles: our picture has twelve. */
const withEngine = (workers, use) =>
  visit(
    browser,
    async (page) => {
      const engine = await startEngine(page, { workers });
      assert.equal(engine.ready.workers, workers);
      await use(engine);
    },
    { site: site.origin },
  );

test("the result does not depend on the number of workers", limit, async () => {
  const results = [];
  for (const workers of [1, 3]) {
    await withEngine(workers, async (engine) => {
      const { report, mask, reliability, logits } = await engine.check("photo.jpg", picture);
      assert.equal(report.gate.tiles, 12);
      assert.equal(report.gate.choices.filter(({ frequency }) => frequency).length, report.gate.frequency);
      assert.equal(reliability.length, 400 * 304);
      const mean = reliability.reduce((sum, value) => sum + value, 0) / reliability.length / 255;
      assert.ok(Math.abs(mean - report.reliability) < 1e-6, `${mean} against ${report.reliability}`);
      const { verdict, domain, regions, gate } = report;
      results.push({ mask, reliability, logits, verdict, domain, regions, gate });
    });
  }
  assert.deepEqual(results[0], results[1]);
});

test("pictures are checked one after the other, and one that waits can be taken back", limit, () =>
  withEngine(1, async (engine) => {
    const requests = [look(1), look(2), look(3), { cancel: { job: 2 } }];
    const replies = await engine.converse({ bytes: picture, requests, jobs: [1, 2, 3] });
    const about = replies.map((reply) => Object.values(reply)[0].job).filter((job) => job !== 2);
    assert.deepEqual(about, about.toSorted(), "nothing about the third before the first is done");
    const ends = replies.flatMap(({ done, cancelled }) => (done ? [`done ${done.job}`] : cancelled ? [`cancelled ${cancelled.job}`] : []));
    assert.deepEqual(ends, ["cancelled 2", "done 1", "done 3"]);
  }),
);

for (const workers of [1, 3]) {
  test(`a picture is given up between two tiles, of ${workers} workers`, limit, () =>
    withEngine(workers, async (engine) => {
      const then = { cancel: { job: 1 } };
      const replies = await engine.converse({ bytes: picture, requests: [look(1)], jobs: [1], on: '"tiles":{"done":2', then });
      assert.deepEqual(replies.at(-1), { cancelled: { job: 1 } });
      const tiles = replies.map(({ progress }) => progress?.phase.tiles?.done).filter((done) => done !== undefined);
      assert.ok(tiles.includes(2) && Math.max(...tiles) <= 2 + workers, `it went on to tile ${Math.max(...tiles)} of 12`);
    }),
  );
}

test("weights other than the published ones are refused in words", limit, async () => {
  let spoilt = true;
  const site = await copy((path, answer) => {
    if (spoilt && path.endsWith(".bpk")) answer.body[answer.body.length >> 1] ^= 1;
  });
  const context = await browser.newContext();
  try {
    const { page } = await open(context, { site: site.origin });
    await give(page, "photo.jpg", picture);
    assert.match(await settled(page, "error"), /did not arrive as published/);
    spoilt = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await settled(page, "done");
  } finally {
    await context.close();
    site.close();
  }
});
