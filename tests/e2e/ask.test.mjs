// Words, lenses and asking a model, with an engine that says what the test wants and a server of the test's own: what is
// shown before it leaves, what leaves and when, and what is done with what comes back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { saying, standInSite } from "./engine.mjs";
import * as dialog from "./model.mjs";
import { check, jpeg as picture, launch, saveJson, visit } from "./support.mjs";

const limit = { timeout: 120_000 };
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let browser;
let site;
let model;

before(async () => {
  browser = await launch();
  site = await standInSite();
  model = await dialog.listening((response) => response.end("It was copied.\nThe first place.\n"));
});

after(async () => {
  await browser?.close();
  site?.close();
  model?.close();
});

const at = (use, context, forgiven) =>
  visit(
    browser,
    async (page) => {
      await dialog.keepBlobs(page);
      await use(page);
    },
    { site: site.origin, context, forgiven },
  );
const found = (page, told = {}) => check(page, "photo.jpg", saying(told));

const asking = (page, told) => dialog.asking(page, model, told);
/** The stand-in's picture: bytes that tell its mode and what is covered. */
const preview = async (page) => (await dialog.preview(page)).toString();
/** The same of what was posted. */
const sent = ({ body }) => String(dialog.pictures(body));

test("the account stands in sentences, each with its figures, in the language that is asked for", limit, () =>
  at(
    async (page) => {
      await found(page);
      const account = page.getByTestId("account");
      await account.getByText("The verdict in de.").click();
      assert.match(await account.innerText(), /\/verdict\/score\s*0\.93/);
      await account.locator("[data-about=region]").hover();
      await page.locator("[data-testid=regions] .pointed").waitFor();
      await page.getByTestId("language").selectOption("es");
      await account.getByText("The verdict in es.").waitFor();
      const download = page.waitForEvent("download");
      await saveJson(page);
      const report = JSON.parse(await readFile(await (await download).path(), "utf8"));
      assert.deepEqual(report.evidence, { words: "es" });
    },
    { locale: "de-AT", acceptDownloads: true },
  ));

test("what the file states is listed, and what reports leave out is marked", limit, () =>
  at(async (page) => {
    await found(page);
    assert.equal(await page.getByTestId("metadata").count(), 0, "a file that states nothing");
    const entry = (source, name, text, hidden) => ({ source, name, text, private: hidden });
    const stated = [entry("exif", "Software", "<b>GIMP</b>", false), entry("exif", "Model", "A", false), entry("gps", "GPSLatitude", "48", true)];
    const address = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    await found(page, { stated, copies: [{ source: "exif", width: 160, height: 120, differs: true, address }] });
    const metadata = page.getByTestId("metadata");
    await metadata.getByText("What the file states: 3 entries").click();
    assert.deepEqual(await metadata.locator("h3").allInnerTexts(), ["EXIF", "Position (GPS)"]);
    assert.match(await metadata.innerText(), /Software\s*<b>GIMP<\/b>/);
    assert.equal(await metadata.getByText("not in reports").count(), 1);
    await metadata.getByText("It shows something else than the picture").waitFor();
    assert.equal(await metadata.locator("img").evaluate((image) => image.complete && image.naturalWidth), 1);
  }));

test("how the file is written is said, and a table opens", limit, () =>
  at(async (page) => {
    await found(page);
    assert.equal(await page.getByTestId("written").count(), 0, "a file of which nothing is known");
    const fact = (about, code, text, number, values = []) => ({ about, code, text, number, values });
    const parts = "APP1 <b>Exif</b>, DQT";
    await found(page, {
      written: [
        fact("coding", "progressive", "", 10),
        fact("table", "chrominance", "", 0, Array.from({ length: 64 }, (_, i) => i + 1)),
        fact("parts", "", parts, 0),
        fact("trailing", "zip", "announced", 1234),
      ],
    });
    const written = page.getByTestId("written");
    await written.getByText("How the file is written").click();
    assert.deepEqual(await written.locator("dt").allInnerTexts(), ["Coding", "Quantisation table for colours", "Parts, in order", "Bytes behind the picture’s end"]);
    await written.getByText("Progressive, 10 scans").waitFor();
    await written.getByText("1234, by the look of it a ZIP archive, announced by the file itself").waitFor();
    assert.deepEqual(await written.locator(".others").allInnerTexts(), [parts]);
    const table = written.locator("table");
    assert.ok(await table.isHidden());
    await written.getByText("One of its own").click();
    assert.deepEqual(await table.locator("tr").last().locator("td").allInnerTexts(), ["57", "58", "59", "60", "61", "62", "63", "64"]);
  }));

test("a lens shows the picture anew, follows its slider and the comparison, and comes off", limit, () =>
  at(async (page) => {
    await found(page);
    const glass = page.getByTestId("glass");
    assert.ok(await glass.isHidden());
    await page.getByTestId("lens").selectOption("negative");
    await glass.waitFor();
    const pixel = () =>
      glass.evaluate((canvas) => {
        const { width, height } = canvas;
        return canvas.getContext("2d").getImageData(width / 2, height / 2, 1, 1).data[0];
      });
    const [whole, name] = [await pixel(), page.locator(".lens-on")];
    assert.match(await name.innerText(), /Negative/);
    await page.locator("[data-knob=strength]").fill("0.5");
    await page.getByTestId("lens-figures").getByText("0.5").waitFor();
    assert.ok((await pixel()) > whole);
    await page.getByTestId("compare").fill("40");
    assert.equal(await glass.evaluate((canvas) => canvas.style.clipPath), "inset(0px 0px 0px 40%)");
    await name.getByRole("button").click();
    assert.ok(await glass.isHidden());
  }));

/** Waits until the stand-in's lens says that it is set to this. */
const seenWith = (page, strength) => page.getByTestId("lens-figures").getByText(strength, { exact: true }).waitFor();

test("what a lens is set to stands beside its default, stays in another language, and is set back by one press", limit, () =>
  at(async (page) => {
    await found(page);
    await page.getByTestId("lens").selectOption("negative");
    const [knob, back] = [page.locator("[data-knob=strength]"), page.getByTestId("lens-back")];
    const set = async () => [await knob.inputValue(), await page.locator(".knobs .value").innerText()];
    await seenWith(page, "1");
    assert.deepEqual(await set(), ["1", "1 (default 1)"]);
    assert.ok(await back.isHidden());
    await knob.press("ArrowLeft");
    await seenWith(page, "0.5");
    assert.deepEqual(await set(), ["0.5", "0.5 (default 1)"]);

    await page.getByTestId("language").selectOption("es");
    await page.getByTestId("account").getByText("The verdict in es.").waitFor();
    await page.getByTestId("lens-figures").getByText("Strength in es").waitFor();
    await seenWith(page, "0.5");
    assert.deepEqual(await set(), ["0.5", "0.5 (default 1)"]);

    await back.focus();
    await page.keyboard.press("Enter");
    await seenWith(page, "1");
    await back.waitFor({ state: "hidden" });
    assert.deepEqual(await set(), ["1", "1 (default 1)"]);
    assert.equal(await page.evaluate(() => document.activeElement.className), "knobs", "the focus stays near");

    // What is turned back by hand is as given as well.
    await knob.press("ArrowRight");
    await seenWith(page, "1.5");
    assert.ok(await back.isVisible());
    await knob.press("ArrowLeft");
    await seenWith(page, "1");
    assert.ok(await back.isHidden());
  }));

test("of two turns of a lens the later one is shown, whichever is answered last", limit, () =>
  at(async (page) => {
    await found(page, { late: 0.5 });
    await page.getByTestId("lens").selectOption("negative");
    await seenWith(page, "1");
    const [knob, progress] = [page.locator("[data-knob=strength]"), page.locator(".lens-chosen progress")];
    await knob.fill("0.5");
    await page.locator(".lens-chosen progress[value='50']").waitFor();
    await knob.fill("2");
    await seenWith(page, "2");
    assert.ok(await progress.isHidden());
    // The engine's answers come in turn: with the next one, the late one has come as well.
    await page.getByTestId("explain-open").click();
    await dialog.shown(page);
    assert.equal(await page.getByTestId("lens-figures").locator("dd").innerText(), "2");
  }));

test("an engine that is gone takes lenses and words with it, and says so", limit, () =>
  at(async (page) => {
    await found(page);
    await page.getByTestId("lens").waitFor();
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.close())));
    await page.getByText("does not hold this picture any more").first().waitFor();
  }));

test("nothing is sent before it was shown and agreed to, and then these very bytes, once", limit, () =>
  at(async (page) => {
    model.requests.length = 0;
    await found(page);
    await asking(page, { key: "s3cret" });
    assert.equal(await preview(page), "overlay []");
    await page.locator("#mode-crops").check();
    await page.waitForFunction(() => document.querySelector("[data-testid=explain-leaves]").checkVisibility());
    assert.equal(await preview(page), "crops []");
    await page.getByRole("button", { name: "Cover place 1" }).click();
    await dialog.shown(page);
    const shown = await preview(page);
    assert.equal(shown, "crops [[80,60,160,120]]");
    const leaves = await page.getByTestId("explain-leaves").innerText();
    assert.match(leaves, /127\.0\.0\.1:\d+.*Nothing has been sent yet/);
    assert.ok(leaves.startsWith(`These ${shown.length} bytes (`), leaves);
    assert.equal(await page.locator("iframe").count(), 0);
    assert.deepEqual(model.requests, []);

    await page.getByTestId("explain-send").click();
    await page.getByTestId("explanation").getByText("It was copied.").waitFor();
    const [post, ...more] = model.posts();
    assert.deepEqual(more, []);
    assert.equal(post.url, "/v1/chat/completions");
    assert.equal(sent(post), shown);
    assert.equal(post.headers.authorization, "Bearer s3cret");
    assert.equal(post.headers.origin, "null");
    assert.equal(post.headers.referer, undefined);
    assert.equal(post.headers.cookie, undefined);
    assert.equal(await page.locator("iframe").count(), 0, "the door is closed again");
    assert.match(await page.getByTestId("explain-sent").innerText(), /^The picture as shown, in letters \(Base64\), with its text → 127\.0\.0\.1:\d+, \d+ bytes$/);
    assert.doesNotMatch(await page.getByTestId("explain-leaves").innerText(), /sent yet/);
    assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), "{}");
  }));

test("what comes back is text, whatever it says", limit, () =>
  at(async (page) => {
    const hostile = "<img src=x onerror=alert(1)><script>document.title='owned'</script>\n<a href='javascript:alert(2)'>link</a>\n";
    const { answer } = model;
    model.answer = (response) => response.end(hostile);
    try {
      await found(page);
      await asking(page);
      await page.getByTestId("explain-send").click();
      const explanation = page.getByTestId("explanation");
      await explanation.getByText("onerror").waitFor();
      // The picture that was sent is ours, beside words on its places.
      assert.equal(await explanation.locator("script, a, img:not([src^=blob])").count(), 0);
      assert.match(await page.title(), /^Omni-IML/);
    } finally {
      model.answer = answer;
    }
  }));

test("an explanation is given up in the middle, and a refusal is said", limit, () =>
  at(async (page) => {
    const { answer } = model;
    let closed;
    const gone = new Promise((resolve) => (closed = resolve));
    model.answer = (response) => {
      response.on("close", closed);
      response.write("It was co");
    };
    try {
      await found(page);
      await asking(page);
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-so-far").getByText("It was co").waitFor();
      await page.getByTestId("explain-cancel").click();
      await page.getByTestId("explain-trouble").getByText("cancelled").waitFor();
      await gone;
      model.answer = (response) => response.writeHead(401).end();
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-trouble").getByText("status-401").waitFor();
    } finally {
      model.answer = answer;
    }
  }, undefined, /status of 401/));

test("what a server has no time for is sent again when its wait is over, and only if the person says so", limit, () =>
  at(async (page) => {
    model.requests.length = 0;
    const { answer } = model;
    const busy = (headers) => (response) => response.writeHead(429, headers).end();
    const again = page.getByTestId("explain-again");
    const posts = () => model.posts().map(sent);
    model.answer = busy({ "retry-after": "900" });
    try {
      await page.clock.install();
      await found(page);
      await asking(page);
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-trouble").getByText("Too many requests.").waitFor();
      await page.getByTestId("explain-wait").getByText(/Possible in \d{3} seconds/).waitFor();
      assert.ok(await again.isDisabled());
      await again.focus();
      await page.keyboard.press("Enter");
      await page.clock.fastForward(890_000);
      await page.getByTestId("explain-wait").getByText(/Possible in \d seconds/).waitFor();
      await page.clock.fastForward(11_000);
      await page.locator("[data-testid=explain-again][aria-disabled=false]").waitFor();
      assert.deepEqual(posts(), ["overlay []"], "it was sent again by itself, or too soon");

      model.answer = busy();
      await again.click();
      await page.getByTestId("explain-sent").locator("li").nth(1).waitFor();
      model.answer = answer;
      await again.click();
      await page.getByTestId("explanation").getByText("It was copied.").waitFor();
      assert.deepEqual(posts(), ["overlay []", "overlay []", "overlay []"]);
      assert.equal(await page.getByTestId("explain-sent").locator("li").count(), 3);
      assert.ok(await again.isHidden());

      // What is not as it was agreed to is not sent again.
      model.answer = busy();
      await page.getByTestId("explain-send").click();
      await again.waitFor();
      await page.getByTestId("ask-base").fill("http://127.0.0.1:1/v1");
      await again.waitFor({ state: "hidden" });
      await page.getByTestId("ask-base").fill(model.base);
      await again.waitFor();
      await page.locator("#mode-crops").check();
      await again.waitFor({ state: "hidden" });
      assert.equal(posts().length, 4);
    } finally {
      model.answer = answer;
    }
  }, undefined, /status of 429/));

test("the connection is tried with a generated picture", limit, () =>
  at(async (page) => {
    model.requests.length = 0;
    await found(page);
    await asking(page);
    await page.getByTestId("explain-try").click();
    await page.getByTestId("explain-trial").getByText("It answered").waitFor();
    assert.deepEqual(model.posts().map(({ body }) => body.toString()), ["a generated picture"]);
  }));

test("what leaves can be painted over with the pointer", limit, () =>
  at(async (page) => {
    await found(page);
    await asking(page);
    // The stand-in's bytes are no picture, so that the frame has the size that was said.
    const frame = page.getByTestId("redact");
    const { x, y } = await frame.boundingBox();
    await page.mouse.move(x + 10, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 60);
    await page.mouse.up();
    await dialog.shown(page);
    const [[left, top, width, height]] = JSON.parse((await preview(page)).replace("overlay ", ""));
    for (const [measured, expected] of [[left, 20], [top, 40], [width, 160], [height, 80]]) assert.ok(Math.abs(measured - expected) <= 2, `${measured} for ${expected}`);
    const shown = () => dialog.shown(page);
    await page.getByRole("button", { name: "Uncover the last" }).click();
    await shown();
    assert.equal(await preview(page), "overlay []");

    // A stroke of the brush is many boxes, and one thing to take back.
    await page.getByRole("button", { name: "Brush", exact: true }).click();
    await page.mouse.move(x + 20, y + 30);
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 90, { steps: 4 });
    assert.ok((await frame.locator("i").count()) > 4, "it is drawn as it goes");
    await page.mouse.up();
    await shown();
    const stroke = JSON.parse((await preview(page)).replace("overlay ", ""));
    const over = (px, py) => stroke.some(([left, top, width, height]) => px >= left && px < left + width && py >= top && py < top + height);
    for (const along of [0, 0.25, 0.5, 0.75, 1]) assert.ok(over(40 + 200 * along, 60 + 120 * along), `${along} of the way`);
    assert.ok(!over(240, 60), "beside the way nothing is covered");
    await page.getByRole("button", { name: "Uncover the last" }).click();
    await shown();
    assert.equal(await preview(page), "overlay []");
  }));

test("what leaves can be painted over wherever it is shown", limit, () =>
  at(async (page) => {
    await found(page);
    await asking(page);
    await dialog.shown(page);
    const frame = page.getByTestId("redact");
    /** Drags from one place of what is sent to another, and returns what that covers. */
    const drag = async (mode, from, to, marks) => {
      await frame.scrollIntoViewIfNeeded();
      const { x, y } = await frame.boundingBox();
      await page.mouse.move(x + from[0], y + from[1]);
      await page.mouse.down();
      await page.mouse.move(x + to[0], y + to[1], { steps: 3 });
      assert.equal(await frame.locator("i").count(), marks, "it is drawn wherever it is shown");
      await page.mouse.up();
      await dialog.shown(page);
      return JSON.parse((await preview(page)).replace(`${mode} `, ""));
    };
    const near = (covered, expected) => {
      assert.equal(covered.length, 1);
      covered[0].forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= 4, `${covered} for ${expected}`));
    };
    const again = () => page.getByRole("button", { name: "Uncover all" }).click().then(() => dialog.shown(page));

    await dialog.asMode(page, "crops");
    near(await drag("crops", [68, 90], [98, 110], 1), [160, 120, 60, 40]);
    await again();
    // Not beyond what is shown.
    near(await drag("crops", [68, 90], [300, 190], 1), [160, 120, 120, 100]);
    await again();
    // Beside the crop there is nothing to cover.
    const { x, y } = await frame.boundingBox();
    await page.mouse.move(x + 200, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 240, y + 60);
    await page.mouse.up();
    assert.equal(await preview(page), "crops []");

    await dialog.asMode(page, "paper");
    near(await drag("paper", [160, 150], [200, 170], 2), [320, 200, 80, 80]);
    await again();
  }));

test("what is said of a place is shown on what was sent", limit, () =>
  at(async (page) => {
    await found(page);
    await asking(page);
    await dialog.shown(page);
    await page.getByTestId("explain-send").click();
    const told = page.locator("[data-testid=explanation] .told[data-about=region]");
    await told.getByText("The first place.").waitFor();
    const frames = page.locator("[data-testid=explain-glance] .pointed");
    assert.equal(await frames.count(), 0);
    const framed = async (expected) => {
      await frames.first().waitFor();
      const glance = await page.getByTestId("explain-glance").boundingBox();
      const shown = await frames.evaluateAll((all) => all.map((element) => element.getBoundingClientRect().toJSON()));
      assert.equal(shown.length, expected.length);
      shown.forEach(({ x, y, width, height }, i) => {
        const shares = [(x - glance.x) / glance.width, (y - glance.y) / glance.height, width / glance.width, height / glance.height];
        shares.forEach((share, side) => assert.ok(Math.abs(share - expected[i][side]) < 0.02, `${shares} for ${expected[i]}`));
      });
    };
    await told.hover();
    await framed([[80 / 640, 60 / 400, 160 / 640, 120 / 400]]);
    assert.ok(await page.getByTestId("explain-glance").isVisible());
    await page.mouse.move(0, 0);
    await frames.waitFor({ state: "detached" });
    const name = told.getByRole("button", { name: "Place 1" });
    await name.focus();
    await framed([[80 / 640, 60 / 400, 160 / 640, 120 / 400]]);
    assert.equal(await name.getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Tab");
    await frames.waitFor({ state: "detached" });
    // Words stay with the picture that they are about, whatever would be sent next.
    await dialog.asMode(page, "paper");
    await told.hover();
    await framed([[80 / 640, 60 / 400, 160 / 640, 120 / 400]]);
    const { answer } = model;
    try {
      model.answer = (response) => response.end("It was copied.\nThe same place, twice.\n");
      await page.getByTestId("explain-send").click();
      await told.getByText("The same place, twice.").waitFor();
      await told.hover();
      await framed([[0.125, 0.075, 0.25, 0.15], [0.125, 0.575, 0.25, 0.15]]);
      // And they stay where nothing comes of the next question.
      model.answer = (response) => response.writeHead(500).end();
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-trouble").getByText("status-500").waitFor();
      await page.getByRole("heading", { name: "What the model said before" }).waitFor();
      assert.ok(await told.getByText("The same place, twice.").isVisible());
    } finally {
      model.answer = answer;
    }
  }, undefined, /status of 500/));

test("what is under way is said while the dialog is closed", limit, () =>
  at(async (page) => {
    await found(page);
    const { answer } = model;
    try {
      const held = new Promise((hold) => {
        model.answer = hold;
      });
      await asking(page);
      await dialog.shown(page);
      await page.getByTestId("explain-send").click();
      const response = await held;
      await page.keyboard.press("Escape");
      const state = page.getByTestId("explain-state");
      await state.getByText("has not answered yet").waitFor();
      response.end("It was copied.\n");
      await state.getByText("The model has answered.").waitFor();
    } finally {
      model.answer = answer;
    }
  }));

test("what leaves can be painted over by keyboard alone", limit, () =>
  at(async (page) => {
    await found(page);
    const { keyboard } = page;
    const button = (name) => page.getByRole("button", { name, exact: true });
    /** Goes on by Tab until this has the focus, as far as there is to go. */
    const reach = async (target) => {
      const focused = () => target.evaluate((element) => element === document.activeElement);
      for (let presses = 0; !(await focused()); presses++) {
        assert.ok(presses < 100, "it is not reached by Tab");
        await keyboard.press("Tab");
      }
    };
    const shown = async (expected) => {
      await dialog.shown(page);
      assert.equal(await preview(page), expected);
    };
    await reach(page.getByTestId("explain-open"));
    await keyboard.press("Enter");
    await shown("overlay []");

    const cover = button("Cover place 1");
    await reach(cover);
    assert.equal(await cover.getAttribute("aria-pressed"), "false");
    for (const key of ["Space", "Enter"]) {
      await keyboard.press(key);
      await shown("overlay [[80,60,160,120]]");
      assert.equal(await cover.getAttribute("aria-pressed"), "true");
      await keyboard.press(key);
      await shown("overlay []");
      assert.equal(await cover.getAttribute("aria-pressed"), "false");
    }
    for (const name of ["Uncover the last", "Uncover all"]) {
      await reach(cover);
      await keyboard.press("Space");
      await shown("overlay [[80,60,160,120]]");
      await reach(button(name));
      await keyboard.press("Enter");
      await shown("overlay []");
      assert.equal(await page.evaluate(() => document.activeElement.className), "redactions", "the focus stays near");
    }
  }));

test("the picture that would be sent is seen whole, or pixel by pixel", limit, () =>
  at(async (page) => {
    const jpeg = await picture(browser, 1000, 700);
    await check(page, "photo.jpg", saying({ preview: jpeg.toString("base64"), size: [1000, 700] }));
    await page.getByTestId("explain-open").click();
    const shown = page.getByTestId("explain-preview");
    await shown.waitFor();
    const size = () => shown.evaluate(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]);
    const frame = await page.locator(".preview").evaluate(({ clientWidth }) => clientWidth);
    const [width, height] = await size();
    assert.ok(width <= frame && Math.abs(width / height - 1000 / 700) < 0.02, `${width}x${height} in ${frame}`);
    await page.locator("#preview-full").check();
    assert.deepEqual(await size(), [1000, 700]);
  }, { viewport: { width: 390, height: 800 } }));

test("models that are known at a kind of server are taken with one press", limit, () =>
  at(async (page) => {
    await found(page);
    await page.getByTestId("explain-open").click();
    await page.locator(".ask-settings > summary").waitFor();
    const settings = page.locator(".ask-settings");
    if ((await settings.getAttribute("open")) === null) await settings.locator("summary").click();
    const preset = page.getByTestId("ask-preset");
    await preset.selectOption({ label: "vLLM" });
    await settings.getByText("vllm serve Qwen/Qwen2.5-VL-7B-Instruct").waitFor();
    await page.getByRole("button", { name: "OpenGVLab/InternVL3-8B", exact: true }).click();
    await settings.getByText("vllm serve OpenGVLab/InternVL3-8B").waitFor();
    await preset.selectOption({ label: "Ollama on this computer" });
    const one = page.getByRole("button", { name: "gemma3:12b", exact: true });
    assert.equal(await one.getAttribute("aria-pressed"), "false");
    await one.click();
    assert.equal(await page.getByTestId("ask-model").innerText(), "gemma3:12b");
    assert.equal(await one.getAttribute("aria-pressed"), "true");
    await preset.selectOption({ label: "A newsroom’s gateway" });
    await one.waitFor({ state: "detached" });
  }));

test("a picture that nobody has answered for is listed as what may have arrived", limit, () =>
  at(async (page) => {
    const { answer } = model;
    model.answer = (response) => response.destroy();
    try {
      await found(page);
      await asking(page);
      await dialog.shown(page);
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-trouble").getByText("network").waitFor();
      const [line] = await page.getByTestId("explain-sent").locator("li").allInnerTexts();
      assert.match(line, /bytes \(No answer came/);
    } finally {
      model.answer = answer;
    }
  }, undefined, /ERR_EMPTY_RESPONSE/));

test("the focus stays in the dialog whatever comes and goes", limit, () =>
  at(async (page) => {
    const { answer } = model;
    model.answer = (response) => response.write("It was co");
    const focused = () => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.className);
    try {
      await found(page);
      await asking(page);
      await dialog.shown(page);
      await page.getByTestId("explain-send").focus();
      await page.keyboard.press("Enter");
      await page.getByTestId("explain-so-far").getByText("It was co").waitFor();
      assert.equal(await focused(), "explain-send");
      const gets = (what) => page.waitForFunction((what) => [document.activeElement.dataset.testid, document.activeElement.className].includes(what), what);
      await page.getByTestId("explain-cancel").focus();
      await page.keyboard.press("Enter");
      await page.getByTestId("explain-trouble").getByText("cancelled").waitFor();
      await gets("outcome");

      model.answer = (response) => response.writeHead(429).end();
      await page.getByTestId("explain-send").click();
      const again = page.getByTestId("explain-again");
      await again.waitFor();
      await again.focus();
      model.answer = (response) => response.write("It was co");
      await page.keyboard.press("Enter");
      await gets("ask-under-way");
    } finally {
      model.answer = answer;
    }
  }, undefined, /status of 429/));

test("an address that may not be asked is refused before anything is sent", limit, () =>
  at(async (page) => {
    await found(page);
    await page.getByTestId("explain-open").click();
    await page.locator(".ask-settings > summary").click();
    for (const base of ["http://192.168.1.5:8000/v1", "ftp://a.example", "no address"]) {
      await page.getByTestId("ask-base").fill(base);
      await page.getByText("This is no address that can be asked").waitFor();
      assert.ok(await page.getByTestId("explain-send").isDisabled());
    }
  }));

for (const width of [390, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`nobody is kept out of the dialog: ${width} px, ${colorScheme}`, limit, () =>
      at(
        async (page) => {
          await found(page);
          await page.getByTestId("lens").selectOption("negative");
          await page.getByTestId("glass").waitFor();
          const violations = async () => {
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
          };
          assert.deepEqual(await violations(), []);
          await asking(page);
          await page.getByTestId("explain-send").click();
          await page.getByTestId("explanation").getByText("It was copied.").waitFor();
          assert.deepEqual(await violations(), []);
          const small = await page.evaluate(() =>
            [...document.querySelectorAll(".ask :is(button, summary, input, select, .line)")]
              .map((element) => [element.outerHTML.slice(0, 80), (element.closest("label") ?? element).getBoundingClientRect()])
              .filter(([, { width, height }]) => width && (width < 24 || height < 24))
              .map(([html]) => html),
          );
          assert.deepEqual(small, []);
          const wide = await page.evaluate(() => document.querySelector(".ask").scrollWidth - document.querySelector(".ask").clientWidth);
          assert.ok(wide <= 0, "the dialog scrolls sideways");
        },
        { viewport: { width, height: 900 }, colorScheme },
      ));
  }
}
