// Without a connection: what is stored, when it is used, how it is deleted, and how a newer version takes its place.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { ENGINE, standIn } from "./engine.mjs";
import { PATIENCE, check, copy, give, jpeg, lasting, launch, open, settled, withFolder } from "./support.mjs";

const limit = { timeout: 4 * PATIENCE };
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let picture;

before(async () => {
  const browser = await launch();
  picture = await jpeg(browser, 400, 304);
  await browser.close();
});

/** A site that can be cut off and come back at the same address, whose files can be changed, and which notes what it is asked. */
class Site {
  /** What takes the place of files, with the service worker's list as a build would write it. */
  replaced = new Map();
  /** What takes their place behind the list's back. */
  spoilt = () => {};
  asked = [];

  async up() {
    this.server = await copy((path, answer) => {
      this.asked.push(path);
      const file = path === "/" ? "index.html" : path.slice(1);
      if (this.replaced.has(file)) answer.body = this.replaced.get(file);
      if (file === "service-worker.js") answer.body = this.listed(`${answer.body}`);
      this.spoilt(file, answer);
    }, this.server?.port);
    return this;
  }

  listed(script) {
    for (const [file, body] of this.replaced) {
      const entry = new RegExp(`(path: "${file}", part: "[^"]*"), bytes: \\d+, sha256: "[0-9a-f]*"`);
      assert.match(script, entry);
      const hash = createHash("sha256").update(body).digest("hex");
      script = script.replace(entry, `$1, bytes: ${body.length}, sha256: "${hash}"`);
    }
    return script;
  }

  get origin() {
    return this.server.origin;
  }

  down() {
    this.server.close();
  }

  times(file) {
    return this.asked.filter((path) => path === file).length;
  }
}

/** Both engines say what the test wants. */
const withStandIn = (site) => {
  site.replaced.set("engine.js", standIn).set("engine-relaxed.js", standIn);
  return site;
};
assert.ok(ENGINE.test("/engine.js") && ENGINE.test("/engine-relaxed.js"));

/** Runs `use` with a site and a browser's folder. */
const withSite = (use, prepare = (site) => site) =>
  withFolder(async (folder) => {
    const site = await prepare(new Site()).up();
    try {
      await use(site, (act, further) => lasting(folder, act, further));
    } finally {
      site.down();
    }
  });

/** Runs `use` with a page of which the program is stored, in one visit, with an engine that says what the test wants. */
const stored = (use) =>
  withSite(
    (site, within) =>
      within(async (context) => {
        const { page } = await controlled(context, site);
        await hasAll(page);
        await use(page, site);
      }),
    withStandIn,
  );

/** The page, once the service worker answers for it. */
async function controlled(context, site) {
  const { page, problems } = await open(context, { site: site.origin });
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return { page, problems };
}

/** The stylesheet as it is served. */
const style = async (site) => Buffer.from(await (await fetch(`${site.origin}/style.css`)).arrayBuffer());

const show = async (page) => {
  await page.getByTestId("offline-open").click();
  await page.getByTestId("offline").waitFor();
};
const standing = (page, words) => page.getByTestId("offline-standing").filter({ hasText: words }).waitFor({ timeout: PATIENCE });
/** Addresses that are stored. */
const kept = (page) =>
  page.evaluate(async () => (await (await caches.open("omni-iml-files")).keys()).map(({ url }) => url.slice(location.origin.length + 1)));
/** Asks the page until the answer is yes; `waitForFunction` takes a promise for a yes. */
async function until(page, ask, argument) {
  const end = Date.now() + PATIENCE;
  while (!(await page.evaluate(ask, argument))) assert.ok(Date.now() < end, `waited in vain for ${ask}`);
}
/** Waits until the engine and the weights are stored. */
const hasAll = (page) =>
  until(page, async () => {
    const keys = (await (await caches.open("omni-iml-files")).keys()).map(({ url }) => url);
    return [/\.bpk/, /engine.*_bg\.wasm/, /engine.*\.js/].every((file) => keys.some((url) => file.test(url)));
  });

test("made available offline, it checks pictures after a restart without a network", limit, () =>
  withSite(async (site, within) => {
    const score = (page) => page.locator(".score b").innerText();
    let before;
    await within(async (context) => {
      const { page, problems } = await controlled(context, site);
      await show(page);
      await standing(page, /MB more have to be stored/);
      await page.getByTestId("offline-keep").click();
      await standing(page, /can be checked without a connection/);
      assert.match(await page.getByTestId("offline-parts").innerText(), /The page[\s\S]*The engine[\s\S]*weights[\s\S]*Content Credentials/);
      assert.ok(await page.getByTestId("offline-keep").isHidden(), "there is nothing left to store");
      await page.keyboard.press("Escape");
      await check(page, "before.jpg", picture);
      before = await score(page);
      assert.deepEqual(problems, []);
    });
    site.down();
    await within(async (context) => {
      const { page, problems } = await open(context, { site: site.origin });
      await check(page, "after.jpg", picture);
      assert.equal(await score(page), before);
      // Its words, in a language that was not looked at before, and a lens are the engine's, which is here.
      const account = page.getByTestId("account");
      await account.locator("[data-about=verdict]").waitFor({ timeout: PATIENCE });
      const english = await account.innerText();
      await page.getByTestId("language").selectOption("de");
      await account.locator(".told [lang=de]").first().waitFor();
      assert.notEqual(await account.innerText(), english);
      await page.getByTestId("lens").selectOption("gradient");
      await page.locator("[data-testid=lens-figures] dd").first().waitFor({ timeout: PATIENCE });
      await page.getByTestId("glass").waitFor();
      assert.deepEqual(problems, [], "nothing was missed");
    });
    await site.up();
  }),
);

test("the engine is stored with its first use, is fetched once, and damage to it is mended", limit, () =>
  withSite(async (site, within) => {
    await within(async (context) => {
      const { page } = await controlled(context, site);
      await check(page, "first.jpg", picture);
      await hasAll(page);
    });
    const fetched = site.times("/models/small.bpk");
    await within(async (context) => {
      const { page } = await controlled(context, site);
      await check(page, "second.jpg", picture);
      assert.equal(site.times("/models/small.bpk"), fetched, "the second visit takes what the first has stored");
      await page.evaluate(async () => {
        const cache = await caches.open("omni-iml-files");
        const [key] = (await cache.keys()).filter(({ url }) => url.includes(".bpk"));
        const bytes = new Uint8Array(await (await cache.match(key)).arrayBuffer());
        bytes[bytes.length >> 1] ^= 1;
        await cache.put(key, new Response(bytes));
      });
    });
    for (const name of ["third.jpg", "fourth.jpg"]) {
      await within(async (context) => {
        const { page } = await controlled(context, site);
        await check(page, name, picture);
        await until(page, async () => {
          const cache = await caches.open("omni-iml-files");
          const key = (await cache.keys()).find(({ url }) => url.includes(".bpk"));
          const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await (await cache.match(key)).arrayBuffer()));
          return key.url.endsWith(Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""));
        });
        assert.equal(site.times("/models/small.bpk"), fetched + 1, name);
      });
    }
  }),
);

test("a first visit whose second half loses the network says what is missing, and goes on when it is back", limit, () =>
  withSite(
    async (site, within) => {
      site.spoilt = (file, answer) => {
        if (/^(engine|models)/.test(file)) answer.status = 503;
      };
      await within(async (context) => {
        const { page } = await controlled(context, site);
        site.down();
        await page.reload();
        await page.getByTestId("file-input").waitFor({ state: "attached" });
        await give(page, "photo.jpg", Buffer.from("{}"));
        assert.match(await settled(page, "error"), /could not be fetched/);
        await page.getByTestId("error").filter({ hasText: "Not on this device yet: The engine, The network’s weights." }).waitFor();
        await show(page);
        await page.getByTestId("offline-keep").click();
        await page.getByRole("alert").filter({ hasText: /engine\S* could not be fetched\. What has arrived is kept/ }).waitFor();
        await page.keyboard.press("Escape");
        site.spoilt = () => {};
        await site.up();
        await page.getByRole("button", { name: "Try again" }).click();
        await settled(page, "done");
      });
    },
    withStandIn,
  ),
);

test("the stored program can be deleted, and stays deleted until it is wanted again", limit, () =>
  withSite(
    async (site, within) => {
      const names = (page) => page.evaluate(() => caches.keys());
      const again = async (page) => {
        await page.getByTestId("offline-keep").click();
        await standing(page, /can be checked without a connection/);
        assert.ok((await kept(page)).length > 10);
      };
      const erase = async (page) => {
        await page.getByTestId("offline-erase").click();
        await standing(page, /Nothing of the program is stored/);
        assert.deepEqual(await names(page), []);
      };
      await within(async (context) => {
        const { page } = await controlled(context, site);
        await hasAll(page);
        await show(page);
        await erase(page);
        // In the same window, and back.
        await again(page);
        await erase(page);
        await page.keyboard.press("Escape");
        // What is fetched from here on is not kept.
        await page.evaluate(() => fetch("engine.js").then((answer) => answer.text()));
        assert.deepEqual(await names(page), []);
        // What is shared is not sent to the server.
        await page.evaluate(() => {
          const form = new FormData();
          form.append("picture", new File(["{}"], "a.jpg"));
          return fetch("share", { method: "POST", body: form });
        });
        assert.equal(site.times("/share"), 0);
        await page.evaluate(() => caches.delete("omni-iml-shared"));
        // A newer version does not store itself either.
        site.replaced.set("style.css", Buffer.concat([await style(site), Buffer.from("/* later */")]));
        await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
      });
      await within(async (context) => {
        const { page } = await open(context, { site: site.origin });
        await check(page, "photo.jpg", Buffer.from("{}"));
        await show(page);
        await standing(page, /Nothing of the program is stored/);
        assert.deepEqual(await names(page), []);
        await again(page);
      });
    },
    withStandIn,
  ),
);

test("a newer version is announced, forced on nobody, and the old one goes when no window shows it", limit, () =>
  withSite(
    async (site, within) => {
      const later = Buffer.concat([site.replaced.get("engine.js"), Buffer.from("\n// later\n")]);
      const isLater = async (page) => (await page.evaluate(() => fetch("style.css").then((answer) => answer.text()))).includes("later");
      const look = (page) => page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
      const publish = (mark) => {
        site.replaced.set("style.css", Buffer.from(`/* ${mark} */ .top { outline: 0 }`)).set("engine.js", later).set("engine-relaxed.js", later);
      };
      await within(async (context) => {
        const [{ page: one }, { page: two }] = [await controlled(context, site), await controlled(context, site)];
        await hasAll(one);
        await one.evaluate(() => (window.same = true));
        publish("later");
        await look(one);
        for (const page of [one, two]) await page.getByTestId("newer").waitFor();
        assert.ok(!(await one.getByTestId("newer-now").isVisible()), "another window shows the page");
        assert.equal(await isLater(one), false, "a page goes on with its own files");
        await check(one, "photo.jpg", Buffer.from("{}"));
        await two.reload();
        await two.getByTestId("newer").waitFor();
        assert.equal(await isLater(two), false, "a window beside it, too");
        await two.close();

        await one.getByTestId("offline-open").click();
        await one.keyboard.press("Escape");
        await one.getByTestId("newer-now").click();
        await one.waitForFunction(() => !window.same && navigator.serviceWorker.controller);
        await one.getByTestId("file-input").waitFor({ state: "attached" });
        assert.equal(await isLater(one), true);
        const hash = createHash("sha256").update(later).digest("hex");
        await until(one, async (hash) => (await (await caches.open("omni-iml-files")).keys()).some(({ url }) => url.endsWith(hash)), hash);
        const engines = (await kept(one)).filter((key) => /^engine.*\.js/.test(key));
        assert.equal(engines.length, 1, `the old engine is gone: ${engines}`);
        assert.equal(await one.getByTestId("newer").count(), 0);
      });
      const third = Buffer.concat([later, Buffer.from("\n// third\n")]);
      site.replaced.set("style.css", Buffer.from("/* third */")).set("engine.js", third).set("engine-relaxed.js", third);
      await within(async (context) => {
        const { page } = await controlled(context, site);
        await look(page);
        await page.getByTestId("newer").waitFor();
        assert.equal(await isLater(page), true);
        await page.close();
        // It takes over where there is no network, and has all that the last one had.
        site.down();
        const { page: next } = await controlled(context, site);
        assert.equal(await isLater(next), false, "closed and opened again, it is the third");
        await check(next, "photo.jpg", Buffer.from("{}"));
        const hash = createHash("sha256").update(third).digest("hex");
        assert.ok((await kept(next)).some((key) => key.endsWith(hash)));
        await site.up();
      });
    },
    withStandIn,
  ),
);

test("a file that is not the one in the list is not run", limit, () =>
  stored(async (page, site) => {
    // A folder that is half new.
    site.spoilt = (file, answer) => {
      if (/^engine/.test(file)) answer.body = Buffer.from("throw new Error('of another version')");
    };
    await page.evaluate(async () => {
      const cache = await caches.open("omni-iml-files");
      for (const key of await cache.keys()) if (/engine/.test(key.url)) await cache.delete(key);
    });
    await page.reload();
    await page.getByTestId("file-input").waitFor({ state: "attached" });
    await give(page, "photo.jpg", Buffer.from("{}"));
    const words = await settled(page, "error");
    assert.match(words, /could not be fetched/);
    assert.doesNotMatch(words, /of another version/);
    await show(page);
    await page.getByTestId("offline-keep").click();
    await page.getByRole("alert").filter({ hasText: /has a newer version of engine/ }).waitFor();
  }),
);

test("pictures that another program shares are taken once", limit, () =>
  stored(async (page, site) => {
    const address = await page.evaluate(async () => {
      const form = new FormData();
      form.append("picture", new File(["{}"], "geteilt – 1.jpg", { type: "image/jpeg" }));
      form.append("picture", new File(["{}"], "other.jpg", { type: "image/jpeg" }));
      form.append("text", "not a file");
      return (await fetch("share", { method: "POST", body: form })).url;
    });
    assert.match(address, /\?shared=\d+&count=2$/);
    await page.goto(address);
    await settled(page, "done");
    const words = await page.getByTestId("result").innerText();
    assert.match(words, /geteilt – 1\.jpg/);
    assert.match(words, /Several files were given/);
    assert.equal(new URL(page.url()).search, "", "reloading does not ask for it again");
    assert.deepEqual(await page.evaluate(async () => (await (await caches.open("omni-iml-shared")).keys()).length), 0);
    await page.goto(address);
    assert.match(await settled(page, "error"), /shared did not arrive/);
  }),
);

test("files that the system opens with the page are taken, and the manifest asks for them", limit, () =>
  withSite(
    async (site, within) => {
      await within(async (context) => {
        await context.addInitScript(() => {
          const queue = { setConsumer: (consumer) => (window.consumer = consumer) };
          Object.defineProperty(window, "launchQueue", { value: queue });
        });
        const { page } = await open(context, { site: site.origin });
        await page.evaluate(() => window.consumer({ files: [] }));
        assert.equal(await page.getByTestId("result").getAttribute("data-state"), "idle");
        await page.evaluate(() => {
          const handle = { kind: "file", getFile: async () => new File(["{}"], "opened.jpg", { type: "image/jpeg" }) };
          window.consumer({ files: [handle] });
        });
        await settled(page, "done");
        assert.match(await page.getByTestId("result").innerText(), /opened\.jpg/);
        await page.evaluate(() => window.consumer({ files: [{ getFile: () => Promise.reject(new Error("gone")) }] }));
        await page.getByText("The browser could not read the file").first().waitFor();

        // The browser's own reading of the manifest.
        const session = await context.newCDPSession(page);
        const { errors, manifest } = await session.send("Page.getAppManifest");
        assert.deepEqual(errors, []);
        assert.equal(manifest.shareTarget.action, `${site.origin}/share`);
        assert.equal(manifest.shareTarget.method, "kPost");
        const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
        assert.deepEqual(installabilityErrors, []);
        // Of handlers of files it tells nothing here: they must be what the page's own chooser offers.
        const stated = await (await fetch(`${site.origin}/manifest.webmanifest`)).json();
        const [{ action, accept }] = stated.file_handlers;
        assert.equal(action, "./");
        const offered = (await page.getByTestId("file-input").getAttribute("accept")).split(",");
        assert.deepEqual([...Object.keys(accept), ...Object.values(accept).flat()].sort(), offered.sort());
        assert.deepEqual(stated.share_target.params.files[0].accept.sort(), Object.keys(accept).sort());
        for (const { src } of stated.icons) assert.equal((await fetch(`${site.origin}/${src}`)).status, 200, src);
      });
    },
    withStandIn,
  ),
);

test("nobody is kept out of the dialog and the notice", limit, () =>
  stored(async (page, site) => {
    site.replaced.set("style.css", Buffer.concat([await style(site), Buffer.from("/* later */")]));
    await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
    await page.getByTestId("newer").waitFor();
    const reach = { notice: () => page.getByTestId("newer-now").waitFor(), dialog: () => show(page) };
    for (const [name, get] of Object.entries(reach)) {
      await get();
      for (const colorScheme of ["light", "dark"]) {
        for (const width of [390, 1440]) {
          // Colours that are still on their way to others are no finding.
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.setViewportSize({ width, height: 844 });
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
          const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
          assert.deepEqual(said, [], `${name}, ${colorScheme}, ${width}`);
          const small = await page.evaluate(() =>
            [...document.querySelectorAll(":is(.newer, .sheet[open], .bottom) button")]
              .map((element) => [element.textContent, element.getBoundingClientRect()])
              .filter(([, { width, height }]) => width && (width < 24 || height < 24))
              .map(([text]) => text),
          );
          assert.deepEqual(small, [], `${name}: targets of 24 px`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${name}: ${over} px wider than the window`);
        }
      }
    }
    // By keyboard alone: in, out, and the focus is where it was.
    await page.keyboard.press("Escape");
    await page.getByTestId("offline").waitFor({ state: "hidden" });
    await page.getByTestId("offline-open").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("offline").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "offline-open");
  }),
);

test("on an address without encryption it says what is missing there, and checks on the CPU", limit, () =>
  withSite(async (site, within) => {
    await within(
      async (context) => {
        const { page, problems } = await open(context, { site: `http://intranet.test:${site.server.port}`, query: "" });
        assert.equal(await page.evaluate(() => isSecureContext), false);
        await check(page, "photo.jpg", picture);
        await show(page);
        await standing(page, /is not encrypted/);
        assert.ok(await page.getByTestId("offline-keep").isHidden());
        assert.deepEqual(problems.filter((problem) => !/Cross-Origin-Opener-Policy|Origin-Agent-Cluster/.test(problem)), []);
      },
      ["--host-resolver-rules=MAP intranet.test 127.0.0.1"],
    );
  }),
);
