// Many pictures: a list that is worked through, looked at, kept and erased, with an engine that says what each file tells it to.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { ENGINE, saying, standInSite } from "./engine.mjs";
import { PATIENCE, copy, launch, visit } from "./support.mjs";

const limit = { timeout: PATIENCE };
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let browser;
let site;

before(async () => {
  browser = await launch();
  site = await standInSite();
});

after(async () => {
  await browser?.close();
  site?.close();
});

const file = (name, told = {}) => ({ name, mimeType: "image/jpeg", buffer: saying({ width: 320, height: 200, regions: [[40, 30, 80, 60]], ...told }) });
const at = (use, more) => visit(browser, use, { site: site.origin, ...more });
const choose = (page, files) => page.getByTestId("file-input").setInputFiles(files);
const entries = (page) => page.getByTestId("list-items").locator("li");
const over = (page, count) => page.getByRole("heading", { name: `All ${count} pictures done` }).waitFor({ timeout: PATIENCE });
const names = (page) => page.locator(".entry-name").allInnerTexts();

const THREE = [
  file("one.jpg", { score: 0.2, band: "none", regions: [] }),
  file("two.jpg", { fail: "damaged-file" }),
  file("three.jpg", { score: 0.9, band: "strong", unsure: true }),
];

test("several pictures become a list that is worked through, sorted and saved", limit, () =>
  at(async (page) => {
    await choose(page, THREE);
    await over(page, 3);
    assert.deepEqual(await names(page), ["one.jpg", "two.jpg", "three.jpg"]);
    const said = await page.locator(".entry-words .small").allInnerTexts();
    assert.match(said[0], /^No clear traces of manipulation found · 20 %$/);
    assert.match(said[1], /^The file is damaged/);
    assert.match(said[2], /^Strong traces of manipulation · 90 % · Unsure/i);
    assert.match(await page.locator(".entry img").nth(2).getAttribute("src"), /^data:image\/jpeg;base64,/);
    assert.equal(await page.getByTestId("status").innerText(), "All 3 pictures done");

    await page.getByTestId("list-sort").click();
    assert.deepEqual(await names(page), ["three.jpg", "one.jpg", "two.jpg"]);

    const download = page.waitForEvent("download");
    await page.getByTestId("list-save").click();
    const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ file, verdict }) => [file, verdict.band]), [["three.jpg", "strong"], ["one.jpg", "none"]]);
  }),
);

test("a picture is opened with all about it, its neighbours are a press away, and the list goes on afterwards", limit, () =>
  at(async (page) => {
    await choose(page, [...THREE, file("four.jpg", { hold: true }), file("five.jpg")]);
    await page.locator("li[data-state=running]", { hasText: "four.jpg" }).waitFor();
    await page.getByRole("button", { name: "three.jpg" }).first().click();
    await page.getByTestId("account").getByText("The verdict in en.").waitFor();
    assert.equal(await page.getByTestId("verdict").getAttribute("data-band"), "strong");
    // In a dialog, this key closes the dialog and nothing else.
    await page.getByTestId("offline-open").click();
    await page.keyboard.press("Escape");
    assert.ok(await page.getByTestId("verdict").isVisible());
    await page.getByTestId("list-previous").click();
    await page.locator("[data-testid=verdict][data-band=none]").waitFor();
    // The one that failed in between is passed by.
    await page.getByTestId("list-next").click();
    await page.locator("[data-testid=verdict][data-band=strong]").waitFor();
    await page.getByTestId("list-back").click();
    await page.locator("li[data-state=running]", { hasText: "four.jpg" }).waitFor();
    await page.getByRole("button", { name: "Remove four.jpg from the list" }).click();
    await over(page, 4);
  }),
);

test("a result stands until another takes its place, and a check that is given up is nobody's", limit, () =>
  at(async (page) => {
    // The second look at the same file takes for ever.
    await page.evaluate(() => {
      const { arrayBuffer } = Blob.prototype;
      let looks = 0;
      Blob.prototype.arrayBuffer = async function () {
        const bytes = await arrayBuffer.call(this);
        return ++looks > 2 ? new TextEncoder().encode(JSON.stringify({ hold: true })).buffer : bytes;
      };
    });
    await choose(page, [file("one.jpg", { score: 0.2, band: "none", regions: [] }), file("two.jpg", { score: 0.9 })]);
    await over(page, 2);
    await page.getByRole("button", { name: "one.jpg" }).first().click();
    await page.locator("[data-testid=status][data-phase=tiles]").waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "list-back");
    await page.keyboard.press("Escape");
    await over(page, 2);
    assert.match(await page.locator(".entry-words .small").first().innerText(), /20 %/);
    await page.waitForFunction(() => document.activeElement.textContent.includes("one.jpg"));
  }),
);

test("an engine that cannot start stops the list, and nothing of it is lost", limit, async () => {
  const broken = await copy((path, answer) => {
    if (ENGINE.test(path)) answer.body = "throw new Error('no engine');";
  });
  try {
    await visit(
      browser,
      async (page) => {
        await choose(page, THREE);
        await page.getByRole("heading", { name: "Paused: 0 of 3 pictures done" }).waitFor();
        assert.match(await page.getByTestId("list-said").innerText(), /could not be fetched/);
        assert.equal(await page.locator("li[data-state=waiting]").count(), 3);
      },
      { site: broken.origin, forgiven: /no engine/ },
    );
  } finally {
    broken.close();
  }
});

test("it can be paused, gone on with, added to, and tried again", limit, () =>
  at(async (page) => {
    await choose(page, [file("held.jpg", { hold: true }), file("two.jpg", { fail: "engine" })]);
    await page.locator("li[data-state=running]").waitFor();
    await page.getByTestId("list-pause").click();
    await page.getByRole("heading", { name: "Paused: 0 of 2 pictures done" }).waitFor();
    assert.equal(await page.locator("li[data-state=waiting]").count(), 2);
    await page.getByRole("button", { name: "Remove held.jpg from the list" }).click();
    await choose(page, [file("three.jpg")]);
    assert.equal(await page.locator("li[data-state=waiting]").count(), 2);
    await page.getByTestId("list-pause").click();
    await over(page, 2);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForFunction(() => document.activeElement.classList.contains("entry-open"));
    await over(page, 2);
    assert.equal(await page.locator("li[data-state=failed]").count(), 1);
  }),
);

test("the keyboard goes through the results", limit, () =>
  at(async (page) => {
    await choose(page, THREE);
    await over(page, 3);
    const focused = () => page.evaluate(() => document.activeElement.querySelector(".entry-name")?.textContent);
    await page.locator(".entry-open").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "three.jpg");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "two.jpg");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("[data-testid=verdict][data-band=strong]").waitFor();
  }),
);

test("what was being checked alone is the first of a list that comes beside it", limit, () =>
  at(async (page) => {
    await choose(page, [file("alone.jpg", { hold: true })]);
    await page.locator("[data-testid=status][data-phase=tiles]").waitFor({ state: "attached" });
    await choose(page, THREE);
    await entries(page).nth(3).waitFor();
    assert.deepEqual(await names(page), ["alone.jpg", "one.jpg", "two.jpg", "three.jpg"]);
  }),
);

test("a folder that is dropped brings its pictures and nothing else", limit, () =>
  at(async (page) => {
    await page.evaluate((told) => {
      const leaf = (name) => ({ name, isDirectory: false, fullPath: `/a/${name}`, file: (use) => use(new File([told], name)) });
      const folder = (name, inside) => ({ name, isDirectory: true, createReader: () => ({ readEntries: (use) => use(inside.splice(0, 2)) }) });
      const tree = folder("a", [leaf("10.jpg"), leaf("notes.txt"), leaf("2.PNG"), folder("b", [leaf("c.webp")])]);
      const transfer = { files: [], items: [{ kind: "file", webkitGetAsEntry: () => tree, getAsFile: () => null }] };
      const event = new DragEvent("drop", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: Object.setPrototypeOf(transfer, DataTransfer.prototype) });
      Object.defineProperty(transfer, "items", { value: transfer.items });
      document.body.dispatchEvent(event);
    }, JSON.stringify({ width: 64, height: 64, regions: [] }));
    await over(page, 3);
    assert.deepEqual((await names(page)).sort(), ["a/10.jpg", "a/2.PNG", "a/c.webp"]);
  }),
);

test("kept if wanted: it survives a reload, and one press erases all of it", limit, () =>
  at(async (page) => {
    const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await choose(page, THREE);
    await over(page, 3);
    assert.deepEqual(await databases(), []);
    await page.getByTestId("list-keep").check();
    await until(page, 3);
    await page.reload();
    // The one that failed was not found to be anything, and waits; nothing sets to work by itself.
    await page.getByRole("heading", { name: "Paused: 2 of 3 pictures done" }).waitFor();
    assert.deepEqual(await names(page), ["one.jpg", "two.jpg", "three.jpg"]);
    assert.match(await page.locator(".entry img").nth(2).getAttribute("src"), /^data:image\/jpeg;base64,/);
    await page.getByRole("button", { name: "three.jpg" }).first().click();
    await page.locator("[data-testid=verdict][data-band=strong]").waitFor();
    await page.getByTestId("list-back").click();
    await page.getByTestId("list-clear").click();
    await page.getByTestId("drop-zone").waitFor();
    await until(page, 0);
    await page.reload();
    await page.getByTestId("drop-zone").waitFor();
  }),
);

/** Waits until so many pictures are kept; for none, until there is no database. */
async function until(page, count) {
  for (;;) {
    const kept = await page.evaluate(async () => {
      if (!(await indexedDB.databases()).some(({ name }) => name === "omni-iml-list")) return 0;
      const opening = indexedDB.open("omni-iml-list");
      const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
      if (![...database.objectStoreNames].includes("pictures")) return database.close(), 0;
      const count = await new Promise((resolve) => (database.transaction("pictures").objectStore("pictures").count().onsuccess = ({ target }) => resolve(target.result)));
      database.close();
      return count;
    });
    if (kept === count) return;
  }
}

test("200 pictures leave no more behind than their lines", { timeout: 2 * PATIENCE }, () =>
  at(async (page) => {
    // Of page and workers, modules of WebAssembly and buffers included.
    const memory = () => page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
    const many = (from, count) => Array.from({ length: count }, (_, i) => file(`${from + i}.jpg`, { width: 1200, height: 900 }));
    await choose(page, many(0, 20));
    await over(page, 20);
    const early = await memory();
    await choose(page, many(20, 180));
    await over(page, 200);
    const late = await memory();
    console.log(`memory after 20 pictures ${(early / 1e6).toFixed(1)} MB, after 200 ${(late / 1e6).toFixed(1)} MB`);
    // A picture alone takes 4.3 MB, its mask and doubt 2.2 MB.
    assert.ok(late - early < 180 * 100_000, `${early} -> ${late}`);
  }),
);

test("no rule of WCAG that a program can check is broken in the list, in either theme", limit, async () => {
  for (const colorScheme of ["light", "dark"]) {
    await at(
      async (page) => {
        await choose(page, [...THREE, file("four.jpg", { hold: true })]);
        await page.locator("li[data-state=running]", { hasText: "four.jpg" }).waitFor();
        await page.evaluate(axe);
        const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map(({ id, nodes }) => [id, nodes[0].html]));
        assert.deepEqual(found, [], colorScheme);
      },
      { context: { colorScheme } },
    );
  }
});
