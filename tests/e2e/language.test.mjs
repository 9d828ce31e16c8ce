// Which language the page speaks, and that every word of it comes from the catalogue: under a language of brackets, a word
// without brackets is one that no translator can reach.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { saying, standInSite } from "./engine.mjs";
import { launch, settled, visit } from "./support.mjs";

const limit = { timeout: 120_000 };
const english = await readFile(new URL("../../locales/en.ftl", import.meta.url), "utf8");
let browser;
let site;
let bracketed;

/** The catalogue with every message in brackets. */
const brackets = english
  .split(/\n(?=\S)(?!\})/)
  .map((part) => (/^[\w-]+ = /.test(part) ? part.replace(/^([\w-]+ = )([^]*?)(\s*)$/, "$1⟦$2⟧$3") : part))
  .join("\n");

before(async () => {
  browser = await launch();
  site = await standInSite();
  bracketed = await standInSite((path, answer) => path === "/locales/de.ftl" && (answer.body = brackets));
});

after(async () => {
  await browser?.close();
  site?.close();
  bracketed?.close();
});

const file = (name, told = {}) => ({ name, mimeType: "image/jpeg", buffer: saying({ width: 320, height: 200, regions: [[40, 30, 80, 60]], ...told }) });
/** All that can be said of how a file is written. */
const written = [
  ["coding", "baseline", "", 1],
  ["sampling", "", "4:2:0", 4],
  ["table", "luminance", "", 90],
  ["restart", "", "40", 0],
  ["parts", "", "APP0 JFIF, DQT ×2", 0],
  ["ending", "", "", 0],
  ["trailing", "jpeg", "announced", 1234],
  ["profile", "", "sRGB, RGB, ICC 2.1", 0],
].map(([about, code, text, number]) => ({ about, code, text, number, values: about === "table" ? Array(64).fill(3) : [] }));
const choose = (page, files) => page.getByTestId("file-input").setInputFiles(files);
const at = (locale, use, where = site) => visit(browser, use, { site: where.origin, context: { locale } });

test("it speaks the browser's language where there are words in it, and English elsewhere", limit, async () => {
  for (const [locale, tag, heading] of [
    ["de-AT", "de", "Wurde dieses Bild manipuliert?"],
    ["es-MX", "es", "¿Fue manipulada esta imagen?"],
    ["ar-EG", "ar", "هل جرى التلاعب بهذه الصورة؟"],
    ["fr-FR", "en", "Was this picture manipulated?"],
  ]) {
    await at(locale, async (page) => {
      await page.getByRole("heading", { name: heading }).waitFor();
      const root = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
      assert.deepEqual(root, [tag, tag === "ar" ? "rtl" : "ltr"]);
      await choose(page, file("a.jpg"));
      await settled(page, "done");
      // What the engine writes is in the same language.
      await page.getByText(`The verdict in ${tag}.`).waitFor();
      // Nothing would be lost by it on the empty page alone.
      assert.equal(await page.getByTestId("tongue").isVisible(), false);
    });
  }
});

test("another one can be chosen, and is remembered", limit, () =>
  at("en-GB", async (page) => {
    await page.getByTestId("tongue").selectOption("es");
    await page.getByRole("heading", { name: "¿Fue manipulada esta imagen?" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "¿Fue manipulada esta imagen?" }).waitFor();
    assert.equal(await page.getByTestId("tongue").inputValue(), "es");
    await page.getByTestId("tongue").selectOption("en");
    await page.getByRole("heading", { name: "Was this picture manipulated?" }).waitFor();
  }),
);

test("without its catalogue it speaks English", limit, async () => {
  const broken = await standInSite((path, answer) => path === "/locales/de.ftl" && Object.assign(answer, { status: 404, body: "" }));
  try {
    await visit(browser, (page) => page.getByRole("heading", { name: "Was this picture manipulated?" }).waitFor(), { site: broken.origin, context: { locale: "de-DE" }, forgiven: /404/ });
  } finally {
    broken.close();
  }
});

/**
 * Texts of the page in which something `strange` stands outside of what is `known`. What others wrote is not the page's: names,
 * the engine's sentences, code.
 */
const strangers = (page, known, strange) =>
  page.evaluate(([known, strange]) => {
    const others = "[lang]:not(html), code, pre, script, style, noscript, .entry-name, .others";
    const found = [];
    const look = (text, element) => {
      const rest = text.replace(new RegExp(known, "gu"), "");
      if (new RegExp(strange, "u").test(rest) && !element.closest(others)) found.push(`${element.localName}: ${rest.trim()}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) look(walker.currentNode.data, walker.currentNode.parentElement);
    for (const element of document.body.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
      for (const name of ["aria-label", "title", "alt", "placeholder"]) look(element.getAttribute(name) ?? "", element);
    }
    return [...new Set(found)];
  }, [known.source, strange.source]);

/** Words outside brackets. */
const bare = (page) => strangers(page, /⟦[^⟦⟧]*(?:⟦[^⟧]*⟧[^⟦⟧]*)*⟧/, /\p{L}{2}/);

/** Words in Latin letters but for names, which every language has like that. */
const latin = (page) =>
  strangers(page, /Omni-IML|JPEG|PNG|WebP|BMP|TIFF|GIF|HEIC|AVIF|PDF|PEM|JSON|SHA-256|CPU|WebGPU|GPU|Esc|Ctrl\+V|Content Credentials|OpenAI|Ollama|llama\.cpp|LM Studio|vLLM|chat completions|https?:\/\/\S*|[\w ()]+\.jpg|\d[\w.+-]+/, /[A-Za-z]{2}/);

test("no word of it is outside the catalogue", limit, () =>
  at(
    "de-DE",
    async (page) => {
      await page.getByRole("heading", { name: "⟦Was this picture manipulated?⟧" }).waitFor();
      const clean = async (state, ours = []) => {
        const found = (await bare(page)).filter((words) => !ours.some((known) => known.test(words)));
        assert.deepEqual(found, [], state);
      };
      await clean("empty");
      await page.getByTestId("offline-open").click();
      await clean("offline");
      await page.keyboard.press("Escape");

      await choose(page, file("a.jpg", { unsure: true, quality: 40, remarks: ["truncated"], doubtful: [[0, 0, 20, 20]], signed: true, written }));
      await settled(page, "done");
      await page.getByTestId("account").getByText("The verdict in de.").waitFor();
      await page.getByTestId("written").waitFor();
      // The stand-in's own: the names of the lens, of the device's figures and of the network.
      const engines = [/Negative|Strength|inside out|Everything|Nothing\.?$|stand-in/, /a\.jpg/, /JPEG$/];
      await clean("done", engines);
      await page.getByTestId("lens").selectOption("negative");
      await page.getByTestId("lens-figures").getByText("Strength in de").waitFor();
      await clean("lens", engines);
      await page.getByTestId("explain-open").click();
      await clean("asking", [...engines, /OpenAI|Ollama|llama|LM Studio|vLLM|qwen|gemma|^option|https?:/i]);
      await page.keyboard.press("Escape");

      await page.reload();
      await choose(page, file("b.jpg", { fail: "damaged-file" }));
      await settled(page, "error");
      await clean("error", [/engine's own words/]);

      await page.reload();
      await choose(page, [file("c.jpg"), file("d.jpg", { fail: "engine" }), file("e.jpg", { hold: true })]);
      await page.locator("li[data-state=running]", { hasText: "e.jpg" }).waitFor();
      await clean("list");
    },
    bracketed,
  ),
);

test("Arabic runs from right to left and is all Arabic; the picture is as it is", limit, async () => {
  for (const width of [390, 1440]) {
    await visit(
      browser,
      async (page) => {
        const clean = async (state, ours = []) => {
          const found = (await latin(page)).filter((words) => !ours.some((known) => known.test(words)));
          assert.deepEqual(found, [], `${state}, ${width} px`);
          const [whole, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          assert.ok(whole <= seen, `${state}, ${width} px: ${whole} px wide`);
        };
        const box = (selector) => page.locator(selector).boundingBox();
        await page.getByRole("heading", { name: "هل جرى التلاعب بهذه الصورة؟" }).waitFor();
        await clean("empty");
        const [name, badge] = [await box(".brand"), await box(".badge")];
        assert.ok(name.x > badge.x + badge.width, "the name stands on the right");
        await page.getByTestId("offline-open").click();
        await clean("offline");
        await page.keyboard.press("Escape");

        await choose(page, file("a (1).jpg", { unsure: true, quality: 40, remarks: ["truncated"], doubtful: [[0, 0, 20, 20]], written }));
        await settled(page, "done");
        await page.getByTestId("account").getByText("The verdict in ar.").waitFor();
        await page.getByTestId("written").waitFor();
        // The stand-in's own words, and the file's name.
        const engines = [/Negative|Strength|inside out|Everything|Nothing\.?$|stand-in/, /a \(1\)\.jpg/];
        await clean("done", engines);
        await page.getByTestId("lens").selectOption("negative");
        await page.getByTestId("lens-figures").getByText("Strength in ar").waitFor();
        await clean("lens", engines);
        await page.getByTestId("lens").selectOption("");
        if (width > 940) assert.ok((await box(".viewer")).x > (await box(".outcome")).x, "the picture stands on the right");
        // The slider's left end is the picture's.
        const slider = page.getByTestId("compare");
        await slider.fill("25");
        await slider.press("ArrowRight");
        assert.equal(await slider.inputValue(), "26");
        const [frame, divider] = [await box(".frame"), await box(".divider")];
        assert.ok(Math.abs((divider.x + divider.width / 2 - frame.x) / frame.width - 0.26) < 0.02, "a quarter from the left");
        const [marked, range] = [await box(".compare > span:nth-child(2)"), await slider.boundingBox()];
        assert.ok(marked.x < range.x, "what the left end shows stands on the left");
        const named = page.locator("dd", { hasText: "a (1).jpg" });
        assert.equal(await named.evaluate((name) => getComputedStyle(name).unicodeBidi), "plaintext");
        await page.getByTestId("explain-open").click();
        await clean("asking", [...engines, /qwen|gemma|localhost/i]);
        await page.keyboard.press("Escape");

        await page.reload();
        await choose(page, [file("c.jpg"), file("d.jpg", { fail: "engine" }), file("e.jpg", { hold: true })]);
        await page.locator("li[data-state=running]", { hasText: "e.jpg" }).waitFor();
        await clean("list");
      },
      { site: site.origin, context: { locale: "ar", viewport: { width, height: 800 } } },
    );
  }
});
