// The page itself, in every state, with an engine that says what the test wants: by mouse, by touch, by keyboard alone,
// and as a screen reader finds it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { ENGINE, saying, standIn, standInSite } from "./engine.mjs";
import { check, copy, give, launch, settled, visit } from "./support.mjs";

const limit = { timeout: 120_000 };
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

const at = (use, context) => visit(browser, use, { site: site.origin, context });
const found = (page, told, name = "photo.jpg") => check(page, name, saying(told));
const state = (page, name) => page.locator(`[data-testid=result][data-state=${name}]`).waitFor();
const percent = async (page) => Number.parseInt(await page.locator(".level").innerText(), 10);
const anew = async (page) => {
  await page.reload();
  await page.getByTestId("file-input").waitFor({ state: "attached" });
};
/** Pixels of the overlay that are not wholly transparent. */
const marked = (page) =>
  page.getByTestId("overlay").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
  });

test("what is kept is named after the picture, and one that cannot be made is said", limit, () =>
  at(
    async (page) => {
      await found(page, {}, "photo.jpg");
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save report" }).click()]);
      assert.equal(download.suggestedFilename(), "photo.jpg.omni-iml.html");
      assert.equal(await readFile(await download.path(), "utf8"), "document en");
      await found(page, { keepless: true });
      await page.getByRole("button", { name: "Save report" }).click();
      await page.getByRole("status").filter({ hasText: "could not be made" }).waitFor({ state: "attached" });
      await page.getByText("could not be made").last().waitFor();
    },
    { acceptDownloads: true, locale: "en-GB" },
  ));

test("a picture comes in by every way there is", limit, () =>
  at(async (page) => {
    const hand = (kind, files) =>
      page.evaluate(
        ([kind, files]) => {
          const data = new DataTransfer();
          for (const name of files) data.items.add(new File(["{}"], name, { type: "image/jpeg" }));
          const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
          const init = { bubbles: true, cancelable: true, [kind === "paste" ? "clipboardData" : "dataTransfer"]: data };
          document.querySelector("footer").dispatchEvent(new Kind(kind, init));
        },
        [kind, files],
      );
    const result = page.getByTestId("result");

    await hand("dragenter", ["a.jpg"]);
    assert.match(await page.getByTestId("drop-zone").innerText(), /Let go/);
    await hand("drop", ["dropped.jpg"]);
    await settled(page, "done");
    assert.match(await result.innerText(), /dropped\.jpg/);

    await anew(page);
    await hand("drop", ["first.jpg", "second.jpg"]);
    await page.getByRole("heading", { name: "All 2 pictures done" }).waitFor();
    assert.deepEqual(await page.locator(".entry-name").allInnerTexts(), ["first.jpg", "second.jpg"]);

    await anew(page);
    await hand("paste", ["image.png"]);
    await settled(page, "done");
    assert.match(await result.innerText(), /This picture was pasted/);

    await anew(page);
    await hand("paste", []);
    assert.match(await settled(page, "error"), /no picture on the clipboard/);

    await anew(page);
    await page.evaluate(() => scrollTo(0, 400));
    await page.getByTestId("sample").first().click();
    await settled(page, "done");
    assert.equal(await page.evaluate(() => scrollY), 0, "the result is in sight");

    // Listened for well before: it takes the browser a moment to hand choosers over.
    page.on("filechooser", (chooser) => chooser.setFiles({ name: "chosen.jpg", mimeType: "image/jpeg", buffer: saying() }));
    await anew(page);
    await page.keyboard.press("n");
    await page.getByText("chosen.jpg").waitFor();
  }),
);

test("the verdict comes in words first, then figures, places, reasons and the file", limit, () =>
  at(async (page) => {
    await found(page, { score: 0.93, unsure: true, remarks: ["extension-mismatch"], quality: 40 });
    const words = await page.getByTestId("result").innerText();
    const order = [
      "Strong traces of manipulation",
      "Unsure",
      "93 %",
      "name says one format",
      "low quality",
      "Place 1",
      "7.5 % of the picture, strength 86 %",
      "An absence of findings proves nothing",
      "a natural photograph (92 %)",
      "Compression traces in 3 of 4 tiles",
      "The CPU: this browser offers no WebGPU",
      "3.5 s",
      "89abcdef89ab",
      "photo.jpg",
      "JPEG, quality about 40",
      "640 × 400 pixels",
      "012345670123",
    ];
    const places = order.map((part) => words.indexOf(part));
    assert.ok(places.every((place) => place >= 0), order.filter((_, index) => places[index] < 0).join("; "));
    assert.deepEqual(places, places.toSorted((a, b) => a - b));

    await found(page, { band: "none", score: 0.1, regions: [], format: "PNG" });
    const none = await page.getByTestId("result").innerText();
    assert.match(none, /No clear traces of manipulation found/);
    assert.match(none, /That proves nothing/);
    assert.match(none, /No place reaches the threshold/);
    assert.match(none, /not a JPEG file/);
    assert.doesNotMatch(none, /Look at the marked places/);
  }),
);

test("what it can see and what it cannot is a press away, before the first picture and after", limit, () =>
  at(async (page) => {
    const sheet = page.getByTestId("guide-sheet");
    await page.locator(".intro").getByTestId("guide-open").click();
    await sheet.getByRole("heading", { name: "It cannot see" }).waitFor();
    assert.equal(await sheet.getByText("that a whole picture was generated").count(), 1);
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    await found(page, {});
    await page.locator(".bottom").getByTestId("guide-open").click();
    await sheet.getByRole("heading", { name: "What the marks mean" }).waitFor();
    await sheet.getByRole("button", { name: "Close" }).click();
    await state(page, "done");
  }));

test("whoever finds a result wrong gets a text to send, which names the picture by its hash alone", limit, () =>
  at(
    async (page) => {
      const asked = [];
      await found(page, {}, "me-at-home.jpg");
      page.on("request", (request) => asked.push(request.url()));
      await page.getByText("Is this result wrong?").click();
      await page.getByTestId("feedback-what").selectOption({ label: "It misses a manipulation" });
      await page.getByTestId("feedback-copy").click();
      await page.getByText("Copied.").waitFor();
      const shown = await page.getByTestId("feedback-text").innerText();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied.trim(), shown.trim());
      assert.match(copied, /^wrong: manipulation-missed\nthreshold: 50 %\nimage: sha256 [0-9a-f]+, JPEG /);
      assert.doesNotMatch(copied, /me-at-home/);
      assert.deepEqual(asked, []);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("every error has words of its own, and the next picture works", limit, () =>
  at(async (page) => {
    const kinds = [
      "empty-file",
      "file-too-large",
      "too-many-pixels",
      "side-too-long",
      "unsupported-format",
      "unknown-format",
      "damaged-file",
    ];
    const seen = new Set();
    for (const kind of kinds) {
      await give(page, "bad.jpg", saying({ fail: kind }));
      await page.getByText(`the engine's own words on ${kind}`).waitFor({ state: "attached" });
      const words = await page.getByTestId("error").innerText();
      assert.doesNotMatch(words, /Something went wrong/, kind);
      seen.add(words);
    }
    assert.equal(seen.size, kinds.length);
    assert.equal(await page.getByTestId("error").getAttribute("role"), "alert");
    await found(page);
  }),
);

test("an engine that cannot be had is said, and tried again", limit, async () => {
  let broken = true;
  const site = await copy((path, answer) => {
    if (ENGINE.test(path)) answer.body = broken ? "throw new Error('no engine today')" : standIn;
  });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(site.origin);
    await give(page, "photo.jpg", saying());
    assert.match(await settled(page, "error"), /engine could not be started/);
    broken = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await settled(page, "done");
  } finally {
    await context.close();
    site.close();
  }
});

test("places light up in the picture when they are pointed at or focused", limit, () =>
  at(async (page) => {
    await found(page, { regions: [[80, 60, 160, 120], [400, 200, 90, 60]] });
    const places = page.getByTestId("regions").getByRole("button");
    assert.equal(await places.count(), 2);
    const plain = await marked(page);
    await places.nth(1).hover();
    const pointed = await marked(page);
    assert.ok(pointed > plain, `${pointed} against ${plain}`);
    await page.mouse.move(0, 0);
    await page.waitForFunction(() => !document.querySelector("[data-testid=regions] .pointed"));
    assert.equal(await marked(page), plain);
    await places.nth(0).focus();
    assert.ok((await marked(page)) > plain);
  }),
);

test("layers are switched by keyboard, each told by a pattern and explained", limit, () =>
  at(async (page) => {
    await found(page, { doubtful: [[320, 200, 320, 100]], domain: ["document", 0.92] });
    const layers = page.getByRole("group", { name: "Layers over the picture" });
    const switches = ["mask", "reliability", "tiles"].map((name) => layers.getByTestId(`layer-${name}`));
    const [mask, reliability, tiles] = switches;
    assert.deepEqual(await Promise.all(switches.map((layer) => layer.isChecked())), [true, false, false]);
    const key = page.getByTestId("key");
    const overlay = page.getByTestId("overlay");
    /** Share of a box of the picture that is drawn over. */
    const share = (x, y, width, height) =>
      overlay.evaluate(
        (canvas, [x, y, width, height]) => {
          const scale = Math.min(canvas.width / 640, canvas.height / 400, 2 * devicePixelRatio);
          const [left, top] = [(canvas.width - 640 * scale) / 2, (canvas.height - 400 * scale) / 2];
          const box = [left + x * scale, top + y * scale, width * scale, height * scale].map(Math.round);
          const { data } = canvas.getContext("2d").getImageData(...box);
          return data.filter((value, index) => index % 4 === 3 && value > 0).length / (data.length / 4);
        },
        [x, y, width, height],
      );

    await mask.focus();
    await page.keyboard.press("Space");
    assert.equal(await marked(page), 0, "no layer, no mark");
    await page.getByTestId("regions").getByRole("button").hover();
    assert.ok((await marked(page)) > 0, "a place that is pointed at is shown nevertheless");
    await page.mouse.move(0, 0);
    await page.waitForFunction(() => !document.querySelector("[data-testid=regions] .pointed"));

    await reliability.focus();
    await page.keyboard.press("Space");
    const hatched = await share(330, 210, 300, 80);
    assert.ok(hatched > 0.1 && hatched < 0.9, `lines with the picture between them: ${hatched}`);
    assert.equal(await share(0, 0, 640, 190), 0, "where the network is sure there is no hatching");
    assert.match(await key.innerText(), /Hatched: .* 13 % of the picture/);
    await page.keyboard.press("Space");
    assert.equal(await marked(page), 0);
    assert.equal(await key.innerText(), "");

    await tiles.focus();
    await page.keyboard.press("Space");
    const [whole, dashed] = [await share(60, 0, 240, 8), await share(60, 392, 240, 8)];
    assert.ok(whole > dashed * 1.2 && dashed > 0.1, `outlines whole ${whole}, dashed ${dashed}`);
    assert.ok((await share(8, 186, 40, 8)) > 0.9, "a label");
    assert.equal(await share(100, 60, 150, 100), 0, "the tile's inside is free");
    assert.match(await key.innerText(), /Compression \(C\): its traces .*\n.*Visible \(V\): the visible picture alone/s);

    await mask.check();
    assert.ok((await share(80, 60, 160, 120)) > 0.9);
    assert.match(await page.getByTestId("result").innerText(), /Looks like\s+a document \(92 %\)/);

    await found(page, { doubtful: [[80, 60, 160, 100]], domain: ["face", 0.55] });
    assert.ok(await tiles.isChecked(), "layers stay as they were set");
    const words = await page.getByTestId("result").innerText();
    assert.match(words, /Looks like\s+unclear \(55 % at most\)/);
    assert.match(words, /strength 86 %; the network cannot be sure of it/);
  }),
);

test("the sliders work by keyboard and change the picture", limit, () =>
  at(async (page) => {
    await found(page, {});
    const overlay = page.getByTestId("overlay");
    const style = (name) => overlay.evaluate((canvas, name) => getComputedStyle(canvas)[name], name);

    await page.getByTestId("compare").focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowRight");
    assert.equal(await style("clipPath"), "inset(0px 0px 0px 3%)");
    assert.match(await page.getByTestId("compare").getAttribute("aria-valuetext"), /3 % unmarked/);
    await page.keyboard.press("End");
    assert.equal(await style("clipPath"), "inset(0px 0px 0px 100%)");
    await page.keyboard.press("Home");

    await page.getByTestId("opacity").focus();
    await page.keyboard.press("Home");
    assert.equal(await style("opacity"), "0");
    await page.keyboard.press("End");
    assert.equal(await style("opacity"), "1");

    const before = await marked(page);
    await page.getByTestId("threshold").focus();
    await page.keyboard.press("End");
    assert.ok((await marked(page)) < before / 2, "nothing is as sure as 99 %");
    await page.getByRole("button", { name: "Reset" }).press("Enter");
    assert.equal(await marked(page), before);
  }),
);

test("the picture zooms and moves by wheel, keys, buttons and fingers", limit, async () => {
  await at(async (page) => {
    await found(page, {});
    const canvas = page.getByTestId("overlay");
    const [wide, clientWide] = await canvas.evaluate((canvas) => [canvas.width, canvas.clientWidth * devicePixelRatio]);
    assert.equal(wide, Math.floor(clientWide), "the canvas has the window's size, not the picture's");
    const fit = await percent(page);

    const box = await page.locator(".frame").boundingBox();
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
    await page.mouse.wheel(0, -300);
    await page.waitForFunction((fit) => Number.parseInt(document.querySelector(".level").textContent, 10) > fit, fit);
    await page.getByRole("button", { name: "Fit" }).click();
    assert.equal(await percent(page), fit);
    await page.getByRole("button", { name: "1:1" }).click();
    assert.equal(await percent(page), 100);
    await page.getByRole("button", { name: "Zoom in" }).click();
    assert.equal(await percent(page), 150);

    await page.locator(".frame").focus();
    await page.keyboard.press("0");
    assert.equal(await percent(page), fit);
    await page.keyboard.press("+");
    assert.ok((await percent(page)) > fit);
    await page.keyboard.press("+");
    const still = await canvas.evaluate((canvas) => canvas.toDataURL());
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await canvas.evaluate((canvas) => canvas.toDataURL()), still, "the marks move with the picture");
    await page.keyboard.press("1");
    assert.equal(await percent(page), 100);
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    assert.equal(await percent(page), 100, "no smaller than it is");
  });

  await at(
    async (page) => {
      await found(page, { width: 1600, height: 1000 });
      const fit = await percent(page);
      const { x, y, width, height } = await page.locator(".frame").boundingBox();
      const touch = await page.context().newCDPSession(page);
      const fingers = (type, apart) => {
        const touchPoints = [-1, 1].map((side) => ({ x: x + width / 2 + side * apart, y: y + height / 2, id: side + 1 }));
        return touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : touchPoints });
      };
      await fingers("touchStart", 20);
      for (const apart of [30, 45, 60]) await fingers("touchMove", apart);
      await fingers("touchEnd");
      await page.waitForFunction((fit) => Number.parseInt(document.querySelector(".level").textContent, 10) >= 2 * fit, fit);
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  );
});

test("everything can be done with the keyboard alone", limit, () =>
  at(async (page) => {
    await page.getByTestId("sample").first().waitFor();
    const focused = () => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.innerText);
    const tabTo = async (wanted) => {
      for (let press = 0; press < 30; press++) {
        await page.keyboard.press("Tab");
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.notEqual(outline, "none", `the focus on ${await focused()} is seen`);
        if ((await focused()).includes(wanted)) return;
      }
      assert.fail(`${wanted} is not reached`);
    };
    await tabTo("Skip");
    await tabTo("Choose a picture");
    await tabTo("sample");
    await page.keyboard.press("Enter");
    await settled(page, "done");
    await tabTo("layer-mask");
    await tabTo("layer-reliability");
    await tabTo("layer-tiles");
    await tabTo("compare");
    await tabTo("Check another");
    await tabTo("keep-document");
    await tabTo("Place 1");
    await tabTo("threshold");
    await tabTo("opacity");

    await give(page, "held.jpg", saying({ hold: true }));
    await state(page, "running");
    await page.keyboard.press("Escape");
    await state(page, "idle");
  }),
);

test("a screen reader hears where it is", limit, () =>
  at(async (page) => {
    const status = page.getByTestId("status");
    assert.equal(await status.getAttribute("role"), "status");
    await give(page, "held.jpg", saying({ hold: true }));
    await page.locator("[data-phase=tiles]").waitFor({ state: "attached" });
    assert.match(await status.innerText(), /Tile 2 of 4/);
    assert.match(await page.locator(".phase").innerText(), /Tile 2 of 4, about 61 seconds left/);
    await page.getByTestId("cancel").click();
    await page.getByText("Cancelled. Nothing was kept.").waitFor({ state: "attached" });
    await found(page);
    assert.match(await status.innerText(), /Finished\. Strong traces/);
    assert.equal(await page.getByTestId("overlay").getAttribute("aria-label"), "One place is marked in this picture.");
  }),
);

/** Every state of the page, for what must hold in all of them. */
const states = {
  empty: (page) => page.getByTestId("sample").first().waitFor(),
  running: async (page) => {
    await give(page, "held.jpg", saying({ hold: true, quality: 40 }));
    await page.locator("[data-phase=tiles]").waitFor({ state: "attached" });
  },
  done: (page) => found(page, { unsure: true, remarks: ["truncated"], regions: [[80, 60, 160, 120], [400, 200, 90, 60]] }),
  "done without findings": (page) => found(page, { band: "none", score: 0.1, regions: [] }),
  "done with every layer": async (page) => {
    await found(page, { doubtful: [[320, 200, 320, 100]] });
    for (const name of ["reliability", "tiles"]) await page.getByTestId(`layer-${name}`).check();
  },
  "guide open": (page) => page.locator(".intro").getByTestId("guide-open").click(),
  "complaint open": async (page) => {
    await found(page);
    await page.getByText("Is this result wrong?").click();
  },
  error: async (page) => {
    await give(page, "bad.jpg", saying({ fail: "damaged-file" }));
    await settled(page, "error");
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    test(`nobody is kept out: ${width} px, ${colorScheme}`, limit, () =>
      at(
        async (page) => {
          for (const [name, reach] of Object.entries(states)) {
            await anew(page);
            await reach(page);
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
            const said = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
            assert.deepEqual(said, [], name);

            const small = await page.evaluate(() =>
              [...document.querySelectorAll("a, button, input, summary, [tabindex='0']")]
                .filter((element) => !element.closest("[hidden], dialog:not([open])") && !element.matches(".skip, .out-of-sight"))
                .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
                .filter(([, { width, height }]) => width < 24 || height < 24)
                .map(([html, { width, height }]) => `${html} ${width} × ${height}`),
            );
            assert.deepEqual(small, [], `${name}: targets of 24 px`);
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(over <= 0, `${name}: ${over} px wider than the window`);
          }
        },
        { viewport: { width, height }, colorScheme },
      ));
  }
}

test("those who asked for less motion get none", limit, () =>
  at(
    async (page) => {
      await states.running(page);
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    },
    { reducedMotion: "reduce" },
  ),
);

test("the page is seen before its module is there, and does not move when it comes", limit, async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  const page = await context.newPage();
  await page.route("**/page_bg.wasm*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.origin}/?device=cpu`, { waitUntil: "commit" });
  const places = () =>
    page.evaluate(() =>
      [".brand", ".badge", ".intro h1", ".lead", ".drop", ".drop button", ".bottom p"].map((name) => {
        const element = document.querySelector(name);
        const { left, top, width } = element.getBoundingClientRect();
        return [name, element.innerText, left, name === ".bottom p" ? 0 : top, name === ".bottom p" ? 0 : width].join(" ");
      }),
    );
  await page.locator("#first h1").waitFor();
  await page.evaluate(() => document.fonts.ready);
  const before = await places();
  release();
  await page.getByTestId("file-input").waitFor({ state: "attached" });
  assert.equal(await page.locator("#first").count(), 0);
  assert.deepEqual(await places(), before);
  await context.close();
});

test("a browser without SIMD is told so in a plain sentence", limit, async () => {
  const old = await launch(["--js-flags=--no-enable-sse4-1 --no-enable-ssse3"]);
  try {
    const page = await old.newPage();
    await page.goto(site.origin);
    await page.getByText("needs one with WebAssembly SIMD").waitFor();
  } finally {
    await old.close();
  }
});
