// Hostile files through the page, the widget's frame and the command line, each with the real engine: every one gets its words,
// and the next picture works.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { hostileFiles } from "./hostile.mjs";
import { PATIENCE, SITE, give, launch, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
const PROGRAM = process.env.OMNI_IML_PROGRAM;
const files = await hostileFiles();
const catalogue = await readFile(new URL("../../locales/en.ftl", import.meta.url), "utf8");
/** What the command line says of each kind; the page's words are its catalogue's. */
const SAID = {
  "damaged-file": /is damaged/,
  "empty-file": /is empty/,
  "pdf-damaged": /the document cannot be opened/,
  "side-too-long": /a side is \d+ pixels long/,
  "too-many-parts": /has more than \d+/,
  "too-many-pixels": /has \d+ pixels, over/,
  "too-much-metadata": /bytes of metadata, over/,
  "unknown-format": /no picture in a format/,
  "unsupported-coding": /this JPEG uses/,
  "unsupported-format": /which is not read here/,
};
let browser;
let plain;

before(async () => {
  browser = await launch();
  plain = await readFile(new URL("../fixtures/jpeg/pictures/420-q75.jpg", import.meta.url));
});

after(() => browser?.close());

/** Requires that every file became what it had to, and says how many did. */
function counted(where, became, has = ({ becomes }) => becomes) {
  const wrong = files.flatMap((file, i) => (has(file) === became[i] ? [] : [`${file.name}: not ${has(file)} but ${became[i]}`]));
  console.log(`hostile files, ${where}: ${files.length - wrong.length} of ${files.length}`);
  assert.deepEqual(wrong, []);
}

test("there are at least sixty, and no two of a name", () => {
  assert.ok(files.length >= 60 && new Set(files.map(({ name }) => name)).size === files.length);
});

test("the page", limit, () =>
  visit(browser, async (page) => {
    const words = new Map(Object.keys(SAID).map((kind) => [new RegExp(`^error-${kind} = (.*)$`, "m").exec(catalogue)[1], kind]));
    await page.evaluate(() => {
      const result = document.querySelector("[data-testid=result]");
      window.settled = 0;
      const over = () => (window.settled += ["done", "error"].includes(result.dataset.state) ? 1 : 0);
      new MutationObserver(over).observe(result, { attributeFilter: ["data-state"] });
    });
    const became = [];
    const through = async (name, bytes) => {
      const before = await page.evaluate(() => window.settled);
      await give(page, name, bytes);
      await page.waitForFunction((before) => window.settled > before, before, { timeout: PATIENCE });
      if ((await page.getByTestId("result").getAttribute("data-state")) === "done") return "checked";
      const said = await page.getByTestId("error").innerText();
      return [...words].find(([text]) => said.includes(text))?.[1] ?? said;
    };
    for (const { name, bytes } of files) became.push(await through(name, bytes));
    counted("page", became);
    assert.equal(await through("plain.jpg", plain), "checked");
  }),
);

test("the widget's frame", limit, () =>
  visit(browser, async (page) => {
    const became = await page.evaluate(
      async ([address, all]) => {
        const { OmniIml } = await import(address);
        const omni = await OmniIml.load({ device: "cpu" });
        const became = [];
        for (const base64 of all) {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          became.push(await omni.check(new Blob([bytes])).then(() => "checked", ({ kind }) => kind));
        }
        omni.close();
        return became;
      },
      [`${SITE}/omni-iml.js`, [...files.map(({ bytes }) => bytes), plain].map((bytes) => bytes.toString("base64"))],
    );
    assert.equal(became.pop(), "checked");
    // Which opens no documents.
    counted("widget", became, ({ becomes }) => (becomes.startsWith("pdf-") ? "unsupported-format" : becomes));
  }),
);

test("the command line, all at once", { ...limit, skip: !PROGRAM && "OMNI_IML_PROGRAM does not name the program" }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "omni-iml-hostile-"));
  try {
    const paths = [...files, { name: "plain.jpg", bytes: plain }].map(({ name, bytes }) => [join(folder, name), bytes]);
    for (const [path, bytes] of paths) await writeFile(path, bytes);
    const ran = spawnSync(PROGRAM, ["check", "--json", ...paths.map(([path]) => path)], { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8", maxBuffer: 1 << 28, timeout: PATIENCE });
    assert.equal(ran.status, 2, ran.stderr);
    const checked = new Set(ran.stdout.trim().split("\n").map((line) => JSON.parse(line).file));
    const errors = ran.stderr.split("\n");
    const became = paths.map(([path]) => {
      if (checked.has(path)) return "checked";
      const said = errors.find((line) => line.endsWith(path)) ?? "nothing";
      return Object.keys(SAID).find((kind) => SAID[kind].test(said)) ?? said;
    });
    assert.equal(became.pop(), "checked");
    counted("command line", became);
  } finally {
    await rm(folder, { recursive: true });
  }
});
