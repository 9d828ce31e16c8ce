// The widget on another site's pages: what it fetches and when, that it cannot be broken and breaks nothing, and what it hands
// over. The site and the folder with the checker are of two origins.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { ENGINE, saying, standIn } from "./engine.mjs";
import { pictures } from "./model.mjs";
import { PATIENCE, copy, jpeg, launch, tilesOf } from "./support.mjs";

const limit = { timeout: PATIENCE };
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let browser;
let news;
let folder;

/** A server of pages and pictures: what `files` says for each path, as [content type, body, further headers]. */
async function server(files) {
  const requests = [];
  const listening = createServer((request, response) => {
    const path = request.url.split("?")[0];
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      requests.push({ method: request.method, path, headers: request.headers, body: Buffer.concat(parts) });
      const [type, body, headers = {}] = files.get(path) ?? ["text/plain", null];
      response.writeHead(body === null ? 404 : 200, { "content-type": type, ...headers }).end(body ?? "");
    });
  });
  await new Promise((listen) => listening.listen(0, "127.0.0.1", listen));
  const close = () => (listening.closeAllConnections(), listening.close());
  return { files, requests, origin: `http://127.0.0.1:${listening.address().port}`, close };
}

/** The folder with the checker, from another port, embedded by `news`; its engine is the stand-in unless it is to be real. */
async function checker({ real = false, embedders = news.origin, change = () => {} } = {}) {
  const asked = [];
  const served = await copy((path, answer) => {
    asked.push(path);
    if (!real && ENGINE.test(path)) answer.body = standIn;
    const policy = answer.headers["content-security-policy"];
    if (path === "/widget-frame.html") {
      assert.match(policy, /frame-ancestors 'self'$/);
      answer.headers["content-security-policy"] = policy.replace(/frame-ancestors .*/, `frame-ancestors ${embedders}`);
    }
    change(path, answer);
  });
  return { ...served, asked };
}

before(async () => {
  browser = await launch();
  news = await server(new Map());
  folder = await checker();
});

after(async () => {
  await browser?.close();
  news?.close();
  folder?.close();
});

const picture = (told = {}) => ["image/jpeg", `${saying({ width: 320, height: 200, regions: [[40, 30, 80, 60]], ...told })}`];

/** What a site that follows the guide serves: the policy names who is needed and nobody else. */
const policy = (from, more = "") =>
  `default-src 'none'; script-src ${from.origin}; frame-src ${from.origin}; connect-src 'self'${more}; style-src 'self'`;

/** Puts a page with `body` on the news site, opens it, and requires that nothing goes wrong in it but what is `forgiven`. */
async function read(body, use, { from = folder, csp = policy(from), head = "", forgiven, settings } = {}) {
  const script = `<script type="module" src="${from.origin}/widget.js"></script>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>News</title>${head}</head><body><main><h1>News</h1>${body}</main>${script}</body></html>`;
  news.files.set("/story", ["text/html", html, { "content-security-policy": csp }]);
  if (!news.files.has("/picture.jpg")) news.files.set("/picture.jpg", picture());
  const context = await browser.newContext(settings);
  try {
    const page = await context.newPage();
    const problems = [];
    page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
    await page.addInitScript(() => {
      window.heard = [];
      for (const name of ["progress", "result", "error"]) {
        addEventListener(`omni-iml-${name}`, ({ detail, target }) => window.heard.push({ name, detail, id: target.id }));
      }
    });
    await page.goto(`${news.origin}/story`);
    await page.waitForFunction(() => !document.querySelector("omni-iml-check:not(:defined)"));
    await use(page, context);
    assert.deepEqual(problems.filter((problem) => !forgiven?.test(problem)), []);
  } finally {
    await context.close();
    news.files.delete("/picture.jpg");
  }
}

const WIDGET = `<omni-iml-check id="one" src="picture.jpg"></omni-iml-check>`;
const press = (page, name = /Check this picture/) => page.getByRole("button", { name }).first().click();
const events = (page, name) => page.evaluate((name) => window.heard.filter((event) => event.name === name), name);
/** Waits for so many events of a kind; an error that nobody waits for ends it. */
const until = async (page, name, count = 1) => {
  const found = ([name, count]) => {
    const all = (name) => window.heard.filter((event) => event.name === name);
    return all(name).length >= count || (name === "result" && all("error").length > 0);
  };
  await page.waitForFunction(found, [name, count], { timeout: PATIENCE / 2 });
  const heard = await events(page, name);
  assert.ok(heard.length >= count, JSON.stringify(await events(page, "error")));
  if (name === "error") await page.evaluate(() => (window.heard.length = 0));
  return heard;
};

test("nothing but two small scripts is fetched before the reader presses, and no script can press", limit, async () => {
  folder.asked.length = 0;
  await read(WIDGET, async (page, context) => {
    await page.evaluate(() => {
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });
      const { shadowRoot } = document.getElementById("one");
      const button = shadowRoot.querySelector("button");
      button.click();
      button.onclick?.({ isTrusted: true });
      button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      const data = new DataTransfer();
      data.items.add(new File(["x"], "x.jpg"));
      shadowRoot.querySelector(".bar").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    const [height, words] = await page.evaluate(() => {
      const { offsetHeight, shadowRoot } = document.getElementById("one");
      return [offsetHeight, shadowRoot.querySelector(".bar").innerText];
    });
    assert.match(words, /nothing is uploaded\. Loads up to \d/);
    assert.deepEqual([...new Set(folder.asked)].sort(), ["/omni-iml.js", "/widget.js"]);
    await press(page);
    const [{ detail }] = await until(page, "result");
    assert.equal(detail.schema, "omni-iml/check/1");
    assert.deepEqual([detail.verdict.band, detail.regions[0].bbox], ["strong", [40, 30, 80, 60]]);
    assert.ok((await events(page, "progress")).some(({ detail }) => detail.phase === "tiles" && detail.of === 4));
    assert.equal(await page.evaluate(() => document.getElementById("one").offsetHeight), height);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
    assert.deepEqual([await context.cookies(), await page.evaluate(() => [localStorage.length, sessionStorage.length])], [[], [0, 0]]);
    const hosts = new Set(folder.asked);
    assert.ok(hosts.has("/widget-frame.html") && hosts.has("/page_bg.wasm"));
  });
});

test("what was found is shown over the page, in words and on the picture", limit, async () => {
  await read(WIDGET, async (page) => {
    await press(page);
    await until(page, "result");
    await press(page, "Show what was found");
    const dialog = page.getByRole("dialog", { name: "What the check found" });
    await dialog.getByText("What was measured at place 1.").waitFor();
    await dialog.getByText("The verdict in en.").waitFor();
    const alpha = await dialog.locator("canvas").nth(1).evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const at = (x, y) => data[(y * canvas.width + x) * 4 + 3];
      return [canvas.width, canvas.height, at(80, 60), at(40, 60), at(200, 150)];
    });
    assert.deepEqual(alpha, [320, 200, 107, 255, 0]);
    await dialog.getByRole("slider", { name: "Strength of the marks" }).fill("0");
    assert.equal(await dialog.locator("canvas").nth(1).evaluate((canvas) => canvas.style.opacity), "0");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
});

test("ten widgets share one engine, which goes with the last of them", limit, async () => {
  const ten = Array.from({ length: 10 }, (_, i) => `<omni-iml-check id="w${i}" src="picture.jpg?${i}"></omni-iml-check>`).join("");
  await read(ten, async (page) => {
    folder.asked.length = 0;
    const buttons = page.getByRole("button", { name: /Check this picture/ });
    // The one that was pressed has no such button any more.
    for (let i = 0; i < 10; i++) await buttons.first().click();
    const results = await until(page, "result", 10);
    assert.deepEqual(results.map(({ id }) => id).sort(), Array.from({ length: 10 }, (_, i) => `w${i}`));
    assert.equal(folder.asked.filter((path) => path === "/widget-frame.html").length, 1);
    assert.equal(folder.asked.filter((path) => ENGINE.test(path)).length, 1);
    assert.equal(page.frames().length, 2);
    await page.evaluate(() => document.getElementById("w3").remove());
    assert.equal(page.frames().length, 2);
    const gone = page.waitForEvent("framedetached");
    await page.evaluate(() => document.querySelectorAll("omni-iml-check").forEach((widget) => widget.remove()));
    await gone;
    assert.equal(page.frames().length, 1);
  });
});

test("a hostile style sheet and a strict policy do not break it", limit, async () => {
  const css = `* { font-size: 80px !important; color: yellow !important; visibility: hidden !important; position: fixed !important; }
    omni-iml-check { opacity: .01 !important; transform: scale(0) !important; height: 0 !important; all: unset !important; }
    button, div, p, dialog { display: none !important; }`;
  news.files.set("/hostile.css", ["text/css", css]);
  const strict = `${policy(folder)}; require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-scripts allow-same-origin`;
  await read(
    WIDGET,
    async (page) => {
      await press(page);
      await until(page, "result");
      await press(page, "Show what was found");
      const seen = await page.evaluate(() => {
        const widget = document.getElementById("one");
        const [host, button] = [widget, widget.shadowRoot.querySelector("dialog button")].map((element) => getComputedStyle(element));
        return [host.display, host.opacity, host.transform, host.visibility, button.display, button.fontSize, widget.offsetHeight > 50];
      });
      assert.deepEqual(seen, ["block", "1", "none", "visible", "flex", "15px", true]);
    },
    { head: `<link rel="stylesheet" href="hostile.css">`, csp: strict },
  );
});

test("another server's picture that may not be read: why, and a way out", limit, async () => {
  const other = await server(new Map([["/far.jpg", picture()]]));
  try {
    await read(
      `<omni-iml-check id="one" src="${other.origin}/far.jpg"></omni-iml-check>`,
      async (page) => {
        await press(page);
        const [{ detail }] = await until(page, "error");
        assert.equal(detail.kind, "picture-unreachable");
        const host = other.origin.slice("http://".length);
        await page.getByText(`${host} does not let this page read the picture.`).waitFor();
        const way = page.getByRole("link", { name: "Open the picture" });
        assert.deepEqual([await way.getAttribute("href"), await way.getAttribute("rel")], [`${other.origin}/far.jpg`, "noopener noreferrer"]);
        const [, body] = picture({ band: "weak" });
        const choosing = page.waitForEvent("filechooser");
        await page.getByText("Choose a saved file").click();
        await (await choosing).setFiles({ name: "far.jpg", mimeType: "image/jpeg", buffer: Buffer.from(body) });
        const [{ detail: report }] = await until(page, "result");
        assert.deepEqual([report.file, report.verdict.band], ["far.jpg", "weak"]);
        await page.getByText("Weak traces of manipulation – in your file far.jpg").waitFor();
      },
      { csp: policy(folder, ` ${other.origin}`), forgiven: /CORS|Failed to load/ },
    );
  } finally {
    other.close();
  }
});

test("a picture that cannot be checked gets its words, and the next one works", limit, async () => {
  news.files.set("/broken.jpg", picture({ fail: "damaged-file" }));
  await read(`<omni-iml-check id="one" src="broken.jpg" lang="de"></omni-iml-check>`, async (page) => {
    await press(page, "Dieses Bild auf Manipulation prüfen");
    const [{ detail }] = await until(page, "error");
    assert.equal(detail.kind, "damaged-file");
    await page.getByText("Die Prüfung hat nicht geklappt: Die Datei ist beschädigt").waitFor();
    await page.evaluate(() => document.getElementById("one").setAttribute("src", "picture.jpg"));
    await press(page, "Dieses Bild auf Manipulation prüfen");
    await until(page, "result");
    await page.getByText("Starke Spuren einer Manipulation").waitFor();
  });
});

test("Arabic runs from right to left, the picture and the names in it do not", limit, async () => {
  await read(`<omni-iml-check id="one" src="picture.jpg" lang="ar" explain-endpoint="http://127.0.0.1:1/v1/explain"></omni-iml-check>`, async (page) => {
    await press(page, "افحص هذه الصورة بحثًا عن تلاعب");
    await until(page, "result");
    await press(page, "عرض ما وُجد");
    assert.ok((await page.getByText("طلب الشرح بالكلمات").textContent()).endsWith("\u2068127.0.0.1:1\u2069"));
    const directions = await page.evaluate(() => [".root", "dialog", ".stage"].map((part) => getComputedStyle(document.getElementById("one").shadowRoot.querySelector(part)).direction));
    assert.deepEqual(directions, ["rtl", "rtl", "ltr"]);
    await page.evaluate(() => document.getElementById("one").setAttribute("lang", "en"));
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector(".root").dir), "ltr");
  });
});

test("a check can be stopped, and started again", limit, async () => {
  news.files.set("/held.jpg", picture({ hold: true }));
  await read(`<omni-iml-check id="one" src="held.jpg"></omni-iml-check>${WIDGET.replace("one", "two")}`, async (page) => {
    await press(page);
    await page.getByText("Looking at part 2 of 4").waitFor();
    await press(page, "Check this picture");
    await page.getByText("Waiting for the picture before this one").waitFor();
    await press(page, "Cancel");
    await page.getByText("Stopped. Nothing was kept.").waitFor();
    const [{ id }] = await until(page, "result");
    assert.equal(id, "two");
  });
});

test("it takes no focus that is elsewhere, and keeps the one that it has", limit, async () => {
  news.files.set("/held.jpg", picture({ hold: true }));
  await read(`${WIDGET}<input id="comment"><omni-iml-check id="two" src="held.jpg"></omni-iml-check>`, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent ?? document.activeElement.id);
    await press(page);
    await until(page, "result");
    assert.equal(await focused(), "Show what was found");
    await press(page);
    await page.locator("#two").getByText("Looking at part 2 of 4").waitFor();
    assert.equal(await focused(), "Cancel");
    await page.locator("#comment").fill("A comment");
    await page.evaluate(() => document.getElementById("two").setAttribute("src", "picture.jpg"));
    await page.locator("#two").getByText("Check this picture").waitFor();
    assert.equal(await focused(), "comment");
  });
});

test("attributes may change at any time", limit, async () => {
  news.files.set("/held.jpg", picture({ hold: true }));
  await read(`<omni-iml-check id="one" src="held.jpg"></omni-iml-check>`, async (page) => {
    const set = (name, value) => page.evaluate(([name, value]) => document.getElementById("one").setAttribute(name, value), [name, value]);
    await press(page);
    await page.getByText("Looking at part 2 of 4").waitFor();
    await set("lang", "de");
    assert.ok(await page.getByRole("button", { name: "Cancel" }).isVisible());
    await set("src", "picture.jpg");
    await press(page, "Dieses Bild auf Manipulation prüfen");
    await until(page, "result");
    await press(page, "Zeigen, was gefunden wurde");
    await page.getByRole("dialog").waitFor();
    for (const wrong of ["http://[", ""]) {
      await set("src", wrong);
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.evaluate(() => (window.heard.length = 0));
      await press(page, "Dieses Bild auf Manipulation prüfen");
      assert.equal((await until(page, "error"))[0].detail.kind, "picture-missing");
      await page.getByText("Das Bild konnte nicht geladen werden.").waitFor();
    }
  });
});

test("both scripts together are small", async () => {
  const sizes = await Promise.all(["widget.js", "omni-iml.js"].map(async (name) => gzipSync(await (await fetch(`${folder.origin}/${name}`)).text(), { level: 9 }).length));
  console.log(`widget.js and omni-iml.js, with gzip: ${sizes.join(" + ")} bytes`);
  assert.ok(sizes[0] + sizes[1] <= 15 * 1024);
});

test("a folder that does not let the site embed it, and one of another build, say so", limit, async () => {
  const closed = await checker({ embedders: "'none'" });
  const other = await checker({ change: (path, answer) => path === "/omni-iml.js" && (answer.body = `${answer.body}`.replace(/const BUILD = "[^"]+"/, 'const BUILD = "9.9.9"')) });
  try {
    for (const [from, kind, words] of [[closed, "frame", /could not be loaded/], [other, "version", /has just been updated/]]) {
      await read(
        WIDGET,
        async (page) => {
          await press(page);
          const [{ detail }] = await until(page, "error");
          assert.equal(detail.kind, kind);
          await page.getByText(words).waitFor();
          assert.equal(page.frames().length, 1);
        },
        { from, forgiven: /frame-ancestors|frame ancestors/i },
      );
    }
  } finally {
    closed.close();
    other.close();
  }
});

test("the gateway that the site names gets the picture that was shown, once, and only after the reader says so", limit, async () => {
  // Of another size than the engine claims.
  const preview = await jpeg(browser, 400, 304);
  const allow = { "access-control-allow-origin": news.origin, "access-control-allow-headers": "content-type" };
  const gateway = await server(new Map([["/chat/completions", ["text/plain", "It was copied.\n<img src=x onerror=alert(1)>\n", allow]]]));
  news.files.set("/picture.jpg", picture({ preview: preview.toString("base64"), cut: true }));
  try {
    await read(
      `<omni-iml-check id="one" src="picture.jpg" explain-endpoint="${gateway.origin}"></omni-iml-check>`,
      async (page) => {
        await press(page);
        await until(page, "result");
        await press(page, "Show what was found");
        const host = gateway.origin.slice("http://".length);
        await press(page, `Have ${host} explain it in words`);
        await page.getByText(`kB, the places of its marks and your language would be sent to ${host}`).waitFor();
        assert.deepEqual(gateway.requests, []);
        const shown = await page.locator(".preview canvas").evaluate((canvas) => [canvas.width, canvas.height]);
        assert.deepEqual(shown, [400, 304], "the whole of what would be sent");
        await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector(".asking .primary").click());
        await press(page, "Send it");
        await page.getByText("It was copied.").waitFor();
        await page.getByText("<img src=x onerror=alert(1)>").waitFor();
        await page.getByText("The answer ends where the limit of its length was reached.").waitFor();
        const posts = gateway.requests.filter(({ method }) => method === "POST");
        assert.equal(posts.length, 1);
        assert.equal(posts[0].headers.origin, news.origin);
        assert.deepEqual(pictures(posts[0].body), [preview]);
        assert.equal(posts[0].headers.cookie, undefined);
        const [, { detail }] = await until(page, "result", 2);
        assert.equal(detail.explanation, true);
      },
      { csp: policy(folder, ` ${gateway.origin}`) },
    );
  } finally {
    gateway.close();
  }
});

test("without any user interface: load, check, follow, stop, close", limit, async () => {
  await read(
    "",
    async (page) => {
      const said = await page.evaluate(
        async ([address, told, held]) => {
          const { OmniIml, OmniImlError } = await import(address);
          const omni = await OmniIml.load({ device: "cpu" });
          const phases = [];
          const blob = (text) => new Blob([text]);
          const result = await omni.check(blob(told), { language: "es", onProgress: ({ phase }) => phases.push(phase) });
          const stop = new AbortController();
          const stopped = omni.check(blob(held), { signal: stop.signal, onProgress: ({ phase }) => phase === "tiles" && stop.abort(new Error("enough")) });
          const why = await stopped.catch((error) => error.message);
          const far = await omni.check("http://127.0.0.1:1/none.jpg").catch((error) => [error instanceof OmniImlError, error.kind]);
          const again = await omni.check("picture.jpg");
          const late = omni.check(blob(held)).catch((error) => error.kind);
          omni.close();
          const { mask, words, picture } = result;
          return { phases: [...new Set(phases)], words: words[0].text, mask: [mask.width, mask.height, mask.threshold, mask.data.length, Math.max(...mask.data)], picture: picture.data.length, why, far, again: again.report.verdict.band, late: await late, version: OmniIml.version };
        },
        [`${folder.origin}/omni-iml.js`, picture()[1], picture({ hold: true })[1]],
      );
      const { version, ...rest } = said;
      assert.match(version, /^\d+\.\d+\.\d+/);
      assert.deepEqual(rest, {
        phases: ["picture", "waiting", "decoding", "coefficients", "tiles", "blending"],
        words: "The verdict in es.",
        mask: [320, 200, 128, 320 * 200, 220],
        picture: 320 * 200 * 4,
        why: "enough",
        far: [true, "picture-unreachable"],
        again: "strong",
        late: "closed",
      });
      assert.equal(page.frames().length, 1);
    },
    { forgiven: /Content Security Policy|Fetch API|127\.0\.0\.1:1/ },
  );
});

test("no rule of WCAG that a program can check is broken, in any state and theme", limit, async () => {
  for (const colorScheme of ["light", "dark"]) {
    await read(
      WIDGET,
      async (page) => {
        const clean = async (state) => {
          await page.evaluate(axe);
          const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map(({ id, nodes }) => [id, nodes[0].html]));
          assert.deepEqual(found, [], `${state}, ${colorScheme}`);
        };
        await clean("idle");
        await press(page);
        await until(page, "result");
        await clean("found");
        await press(page, "Show what was found");
        await clean("open");
      },
      { settings: { colorScheme } },
    );
  }
});

const docs = (path) => readFile(new URL(`../../docs/embed/${path}`, import.meta.url), "utf8");

test("the example page works from the folder itself", limit, async () => {
  const [html, css] = [await docs("plain.html"), await docs("plain.css")];
  const own = await checker({
    embedders: "'self'",
    change: (path, answer) => {
      const example = { "/plain.html": ["text/html", html], "/plain.css": ["text/css", css], "/samples/moon.jpg": picture() }[path];
      if (example) Object.assign(answer, { status: 200, headers: { "content-type": example[0] }, body: example[1] });
    },
  });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${own.origin}/plain.html`);
    await press(page);
    await page.getByText("Strong traces of manipulation").waitFor();
    assert.ok(await page.getByRole("img", { name: "A moon above a lake at dusk" }).isVisible());
  } finally {
    await context.close();
    own.close();
  }
});

test("what the WordPress block saves is a figure with the picture alone", limit, async () => {
  const said = await runEditor(await docs("wordpress/editor.js"));
  assert.deepEqual(said.name, JSON.parse(await docs("wordpress/block.json")).name);
  const saved = said.save({ attributes: { url: "https://news.example/a.jpg?x=1&y=2", alt: "A \"lake\"" } });
  assert.equal(html(saved), `<figure class="wp-block-omni-iml-check"><img src="https://news.example/a.jpg?x=1&amp;y=2" alt="A &quot;lake&quot;"/></figure>`);
  assert.equal(said.save({ attributes: {} }), null);
});

/** Runs the block's script with as much of WordPress as it uses, and gives what it registers. */
async function runEditor(source) {
  let registered;
  const useBlockProps = Object.assign(() => ({}), { save: () => ({ class: "wp-block-omni-iml-check" }) });
  const wp = {
    blocks: { registerBlockType: (name, block) => (registered = { name, ...block }) },
    blockEditor: { MediaPlaceholder: "media-placeholder", useBlockProps },
    element: { createElement: (name, properties, ...children) => ({ name, properties, children }) },
  };
  new Function("window", source)({ wp });
  return registered;
}

/** An element as WordPress writes it. */
function html({ name, properties, children }) {
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const attributes = Object.entries(properties).map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  return children.length ? `<${name}${attributes}>${children.map(html).join("")}</${name}>` : `<${name}${attributes}/>`;
}

test("the real engine, in the frame, finds what the command line's JSON holds", { timeout: 2 * PATIENCE }, async () => {
  const real = await checker({ real: true, change: tilesOf(256, 64) });
  news.files.set("/picture.jpg", ["image/jpeg", await jpeg(browser, 400, 304)]);
  try {
    await read(
      `<omni-iml-check id="one" src="picture.jpg" device="cpu"></omni-iml-check>`,
      async (page) => {
        await press(page);
        const [{ detail }] = await until(page, "result");
        assert.deepEqual([detail.image.width, detail.image.height, detail.image.format, detail.device], [400, 304, "JPEG", "cpu"]);
        assert.ok(detail.verdict.score > 0 && detail.verdict.score < 1 && detail.gate.tiles >= 2);
        assert.ok(detail.evidence, "the account has been written");
        await press(page, "Show what was found");
        assert.ok((await page.getByRole("dialog").locator(".words p").count()) >= 3);
      },
      { from: real },
    );
  } finally {
    real.close();
  }
});
