// What is asked about a checked picture, with the real engine: its words, every lens, what would be sent to a model, and
// the way to a server and back.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { asking, inMode, keepBlobs, listening, pictures, preview, reply, streaming } from "./model.mjs";
import { PATIENCE, check, jpeg, launch, moon, saveJson, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("the account stands on figures of the report, in three languages", limit, () =>
  visit(
    browser,
    async (page) => {
      await moon(page);
      const account = page.getByTestId("account");
      assert.ok((await account.locator("[data-about=region]").count()) > 0);
      const english = await account.innerText();
      await page.getByTestId("language").selectOption("de");
      await account.locator(".told [lang=de]").first().waitFor();
      assert.notEqual(await account.innerText(), english);
      const download = page.waitForEvent("download");
      await saveJson(page);
      const report = JSON.parse(await readFile(await (await download).path(), "utf8"));
      assert.equal(report.evidence.regions.length, report.regions.length);
      const figures = account.locator("dl > div");
      assert.ok((await figures.count()) > 0);
      for (const figure of await figures.all()) {
        const [pointer, value] = await Promise.all([figure.locator("dt").textContent(), figure.locator("dd").textContent()]);
        const found = pointer.split("/").slice(1).reduce((part, name) => part[name], report);
        assert.deepEqual(JSON.parse(value), found, pointer);
      }
    },
    { context: { acceptDownloads: true } },
  ));

test("what is kept is one file that needs no other, and pictures", limit, async () => {
  const folder = await mkdtemp(join(tmpdir(), "omni-iml-kept-"));
  try {
    await visit(
      browser,
      async (page) => {
        await moon(page);
        const kept = async (press) => {
          const [download] = await Promise.all([page.waitForEvent("download", { timeout: PATIENCE }), press()]);
          const path = join(folder, download.suggestedFilename());
          await download.saveAs(path);
          return path;
        };
        const verdict = await page.locator("[data-testid=account] [data-about=verdict] summary").first().innerText();
        const written = page.getByTestId("written").locator("dl > div", { hasText: "Parts, in order" }).locator("dd");
        const parts = await written.textContent();
        const places = await page.getByTestId("regions").locator("li").count();
        const path = await kept(() => page.getByTestId("keep-document").click());
        assert.match(path, /moon\.jpg\.omni-iml\.html$/);
        const document = await page.context().newPage();
        const complaints = [];
        const asked = [];
        document.on("console", (message) => complaints.push(message.text()));
        document.on("request", (request) => asked.push(request.url()));
        await document.goto(`file://${path}`);
        assert.equal(await document.locator("p.verdict").innerText(), verdict);
        assert.equal(await document.locator(".picture i").count(), places);
        assert.ok(places > 0);
        await document.locator("tr", { hasText: "Parts, in order" }).getByText(parts, { exact: true }).waitFor();
        assert.ok(await document.locator("img").evaluateAll((images) => images.length === 2 && images.every((image) => image.naturalWidth > 0)));
        assert.deepEqual(complaints, []);
        assert.deepEqual(asked.filter((address) => !/^(file|data):/.test(address)), []);
        await document.close();

        await page.locator("details.keep-more > summary").click();
        for (const [name, head] of [["mask", "89504e47"], ["marked", "89504e47"], ["fade", "474946383961"]]) {
          const bytes = await readFile(await kept(() => page.getByTestId(`keep-${name}`).click()));
          assert.ok(bytes.toString("hex").startsWith(head), name);
        }
      },
      { context: { acceptDownloads: true } },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("how a file is written is listed as it is, and its tables can be looked at", limit, () =>
  visit(browser, async (page) => {
    const written = page.getByTestId("written");
    const facts = async () => {
      await page.locator("[data-testid=account] [data-about=verdict]").waitFor({ timeout: PATIENCE });
      await written.waitFor();
      // Of a table the words, without its values.
      const rows = (rows) => rows.map((row) => [row.querySelector("dt"), row.querySelector("summary") ?? row.querySelector("dd")].map((part) => part.textContent));
      return written.locator("dl > div").evaluateAll(rows);
    };
    await moon(page);
    assert.deepEqual(await facts(), [
      ["Coding", "Baseline, one scan"],
      ["Colour sampling", "4:2:0: one colour for 4 pixels"],
      ["Quantisation table for brightness", "The one that most programs use, at quality 95"],
      ["Quantisation table for colours", "The one that most programs use, at quality 95"],
      ["Parts, in order", "APP0 JFIF, DQT ×2, SOF0, DHT ×4, SOS"],
    ]);
    await written.getByText("How the file is written").click();
    await written.getByText("The one that most programs use").first().click();
    const first = await written.locator("table").first().locator("tr").first().locator("td").allInnerTexts();
    assert.deepEqual(first, ["2", "1", "1", "2", "2", "4", "5", "6"]);

    const file = await readFile(new URL("../fixtures/jpeg/pictures/422-progressive-restart.jpg", import.meta.url));
    await check(page, "progressive.jpg", Buffer.concat([file, Buffer.from("PK\x03\x04 and more")]));
    const others = await facts();
    for (const fact of [
      ["Coding", "Progressive, 10 scans"],
      ["Colour sampling", "4:2:2: one colour for 2 pixels"],
      ["Quantisation table for brightness", "The one that most programs use, at quality 50"],
      ["Coded units between restart markers", "3"],
      ["Bytes behind the picture’s end", "13, by the look of it a ZIP archive, which nothing in the file announces"],
    ]) {
      assert.ok(others.some((other) => other.join() === fact.join()), `${fact} is not in ${JSON.stringify(others)}`);
    }
  }));

test("beside another picture it is seen where the two differ", limit, () =>
  visit(browser, async (page) => {
    // Our lake, and a part of it, smaller, saved again, with something of its own copied into it.
    const [other, asked, elsewhere] = await page.evaluate(async () => {
      const whole = await createImageBitmap(await (await fetch("samples/lake.jpg")).blob());
      const drawn = async (width, height, draw) => {
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        draw(canvas.getContext("2d"));
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
        return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
      };
      return [
        await drawn(whole.width, whole.height, (context) => context.drawImage(whole, 0, 0)),
        await drawn(512, 360, (context) => {
          context.drawImage(whole, 60, 40, 640, 450, 0, 0, 512, 360);
          context.drawImage(whole, 300, 330, 80, 70, 160, 48, 64, 56);
        }),
        await drawn(512, 360, (context) => {
          for (let i = 0; i < 400; i++) {
            context.fillStyle = `hsl(${i * 77} 60% ${20 + (i % 60)}%)`;
            context.fillRect((i * 131) % 512, (i * 197) % 360, 9 + (i % 40), 7 + (i % 30));
          }
        }),
      ];
    });
    const bytes = (text) => Buffer.from(text, "base64");
    const give = (name, buffer) => page.getByTestId("beside-input").setInputFiles({ name, mimeType: "image/jpeg", buffer });
    const says = (words) => page.getByTestId("beside-status").filter({ hasText: words }).waitFor({ timeout: PATIENCE });
    await check(page, "asked.jpg", bytes(asked));
    await page.locator("[data-testid=account] [data-about=verdict]").waitFor({ timeout: PATIENCE });

    await give("lake.jpg", bytes(other));
    await says("Compared with lake.jpg");
    const words = await page.getByTestId("beside").innerText();
    const [, covered, width, height, scale] = words.match(/(\d+) % of it shows .*: (\d+) × (\d+) pixels of that one, at (\d+) %/).map(Number);
    assert.ok(covered >= 99 && Math.abs(width - 640) <= 2 && Math.abs(height - 450) <= 2 && scale === 80, words);
    assert.match(words, /One place differs: [1-4](\.\d)? %/);
    assert.match(words, /does not say which of them is the original/);
    const glass = page.getByTestId("glass");
    const bright = await glass.evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i] > 200 && data[i + 3] === 255;
      return sum / (data.length / 4);
    });
    assert.ok(bright > 0.001 && bright < 0.1, `${bright} of the glass is bright`);
    await page.getByText("Differences from the other picture").waitFor();
    await page.getByRole("button", { name: "Take it off" }).click();
    assert.ok(await glass.isHidden());
    await page.getByRole("button", { name: "Show the differences" }).click();
    await glass.waitFor();

    await give("elsewhere.jpg", bytes(elsewhere));
    await says("were not found to show the same");
    assert.ok(await page.getByTestId("beside").isHidden());
    assert.ok(await glass.isHidden(), "the earlier differences are gone");
    await give("notes.txt", Buffer.from("no picture"));
    await says("It was not compared with notes.txt.");

    // A lens takes its place, and another picture begins anew.
    await give("lake.jpg", bytes(other));
    await says("Compared with lake.jpg");
    await page.getByTestId("lens").selectOption("gradient");
    await page.getByText("Differences from the other picture").waitFor({ state: "hidden" });
    await check(page, "lake.jpg", bytes(other));
    await page.locator("[data-testid=account] [data-about=verdict]").waitFor({ timeout: PATIENCE });
    assert.ok(await page.getByTestId("beside-status").isHidden());
  }));

test("every lens shows something, with figures in words", limit, () =>
  visit(browser, async (page) => {
    await moon(page);
    const select = page.getByTestId("lens");
    const names = await select.locator("option").evaluateAll((options) => options.map(({ value }) => value).filter(Boolean));
    assert.ok(names.length >= 14, `${names}`);
    const glass = page.getByTestId("glass");
    for (const name of names) {
      await select.selectOption(name);
      await page.locator("[data-testid=lens-figures] dd").first().waitFor({ timeout: PATIENCE });
      await glass.waitFor();
      const shades = await glass.evaluate((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return new Set(data.filter((_, index) => index % 4 === 0)).size;
      });
      // The file's own coefficients say nothing of a picture that was compressed once: that map is even.
      assert.ok(shades > 8 || name === "double-quantisation" || name === "clone", `${name}: ${shades} shades`);
      await select.selectOption("");
    }
  }));

test("every parameter of every lens can be turned and set back, and something is shown", limit, () =>
  visit(browser, async (page) => {
    await check(page, "small.jpg", await jpeg(browser, 256, 192));
    await page.locator("[data-testid=account] [data-about=verdict]").waitFor({ timeout: PATIENCE });
    const [select, glass, figures] = ["lens", "glass", "lens-figures"].map((name) => page.getByTestId(name));
    const progress = page.locator(".lens-chosen progress");
    /** Has the lens look again, and waits until it has. */
    const looks = async (act) => {
      await progress.evaluate((bar) => {
        window.looked = false;
        new MutationObserver((_, observer) => {
          if (!bar.hidden) return;
          observer.disconnect();
          window.looked = true;
        }).observe(bar, { attributeFilter: ["hidden"] });
      });
      await act();
      await page.waitForFunction(() => window.looked, undefined, { timeout: PATIENCE });
    };
    /** What is shown, put together. */
    const seen = async () => {
      const measured = await figures.locator("dd").allInnerTexts();
      assert.ok(measured.length > 0 && measured.every((words) => /^-?\d/.test(words)), measured.join(", "));
      const pixels = await glass.evaluate(async (canvas) => {
        // By then it has the size that the words around it leave.
        for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value, i) => (Math.imul(sum, 31) + value + i) | 0, 0);
      });
      return `${measured} ${pixels}`;
    };
    let turned = 0;
    const changed = [];
    for (const name of await select.locator("option").evaluateAll((options) => options.map(({ value }) => value).filter(Boolean))) {
      await select.selectOption(name);
      await figures.locator("dd").first().waitFor({ timeout: PATIENCE });
      const given = await seen();
      const knobs = page.locator(".knobs input");
      let before = given;
      for (const knob of await knobs.all()) {
        const [value, least] = await knob.evaluate((input) => [input.value, input.min]);
        await looks(() => knob.press(value === least ? "End" : "Home"));
        assert.notEqual(await knob.inputValue(), value);
        const now = await seen();
        if (now !== before) changed.push(name);
        before = now;
        turned++;
      }
      if (await knobs.count()) {
        await looks(() => page.getByTestId("lens-back").click());
        assert.equal(await seen(), given, name);
      }
      for (const words of await page.locator(".knobs .value").allInnerTexts()) assert.match(words, /^(\S+) \(default \1\)$/, name);
      await select.selectOption("");
    }
    assert.ok(turned >= 16, `${turned} parameters`);
    // Of a picture that was compressed once and holds no copies, some show the same however they are set.
    assert.ok(changed.length > turned / 2, `${changed}`);
  }));

test("a model's words come through the door: one request, with the picture that was shown", limit, async () => {
  const model = await listening(streaming(reply("A moon was added to the sky.")));
  try {
    const use = async (page) => {
      await keepBlobs(page);
      await moon(page);
      await asking(page, model);
      for (const mode of ["overlay_blurred", "crops", "paper", "overlay"]) await inMode(page, mode);
      const shown = await preview(page);
      const leaves = await page.getByTestId("explain-leaves").innerText();
      assert.ok(leaves.startsWith(`These ${shown.length} bytes (`), leaves);
      assert.deepEqual(model.requests, []);
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explanation").getByText("A moon was added to the sky.").waitFor();
      const [{ url, headers, body }, ...more] = model.posts();
      assert.deepEqual(more, []);
      assert.equal(url, "/v1/chat/completions");
      assert.equal(headers.origin, "null");
      const { model: name, stream } = JSON.parse(body);
      assert.deepEqual([name, stream], ["a-model", true]);
      assert.deepEqual(pictures(body), [shown]);

      // What was sent stands in what is kept, whatever came of it.
      model.answer = (response) => response.writeHead(500).end();
      await page.getByTestId("explain-send").click();
      await page.getByTestId("explain-trouble").getByText("500").waitFor();
      await page.keyboard.press("Escape");
      await page.getByTestId("ask").waitFor({ state: "hidden" });
      const kept = async (press) => {
        const [download] = await Promise.all([page.waitForEvent("download", { timeout: PATIENCE }), press()]);
        return readFile(await download.path(), "utf8");
      };
      const { sent } = JSON.parse(await kept(() => saveJson(page)));
      const to = model.origin;
      const hash = createHash("sha256").update(shown).digest("hex");
      assert.deepEqual(sent.map(({ what, to, picture }) => [what, to, picture.sha256]), [["picture", to, hash], ["picture", to, hash]]);
      for (const { at } of sent) assert.ok(Math.abs(Date.now() - Date.parse(at)) < PATIENCE, at);
      const document = await kept(() => page.getByTestId("keep-document").click());
      assert.equal(document.split(`<bdi>${hash}</bdi>`).length, 3);
      assert.ok(document.includes("A moon was added to the sky.") && document.includes("“a-model”"));
    };
    await visit(browser, use, { context: { acceptDownloads: true }, forgiven: /status of 500/ });
  } finally {
    model.close();
  }
});
