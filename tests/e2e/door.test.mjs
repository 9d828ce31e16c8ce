// The door, which alone may reach another server: what it refuses an engine that asks for more than was agreed to, what it
// refuses a server, how long it waits, and that the page cannot reach into it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { saying, standInSite } from "./engine.mjs";
import { asking, listening, pictures } from "./model.mjs";
import { check, launch, stranger, visit } from "./support.mjs";

const limit = { timeout: 120_000 };
let browser;
let site;
let model;

before(async () => {
  browser = await launch();
  site = await standInSite();
});

after(async () => {
  await browser?.close();
  site?.close();
});

/** Sends a picture to a server of its own, with an engine that is `told` what to do. */
const sending = async (told, answer, use) => {
  model = await listening(answer);
  try {
    await visit(
      browser,
      async (page) => {
        await check(page, "photo.jpg", saying(told));
        await asking(page, model, { key: "s3cret" });
        await page.getByTestId("explain-send").click();
        await use(page);
      },
      { site: site.origin },
    );
  } finally {
    model.close();
  }
};
const trouble = (page, words) => page.getByTestId("explain-trouble").getByText(words).waitFor();
const answered = (response) => response.end("It was copied.\n");

test("an engine that names another server than was agreed on is refused, and nobody is asked", limit, async () => {
  const other = await stranger();
  try {
    await sending({ detour: `${other.origin}/v1` }, answered, async (page) => {
      await trouble(page, "not the server that was agreed on");
      assert.equal(other.seen.connections, 0);
      assert.equal(model.connections, 0);
      assert.equal(await page.locator("iframe").count(), 0, "the door is closed");
    });
  } finally {
    other.close();
  }
});

const base64 = (text) => Buffer.from(text).toString("base64");
/** Bytes that there is room for beside the picture. */
const ROOM = 128 * 1024;

test("another picture than the one that was shown is refused, and nobody is asked", limit, () =>
  sending({ preview: base64("the one"), swap: base64("another") }, answered, async (page) => {
    await trouble(page, "not the picture that was agreed on");
    assert.equal(model.connections, 0);
  }));

test("beside the picture no more leaves than words take, at once or later", limit, async () => {
  // Base64 of more than the room itself: the picture is not counted.
  const preview = base64("p".repeat(ROOM));
  for (const beside of [{ more: ROOM }, { query: `?${"q".repeat(ROOM)}` }]) {
    await sending({ preview, ...beside }, answered, async (page) => {
      await trouble(page, "more than was agreed on");
      assert.equal(model.connections, 0);
    });
  }
  for (const [again, goes] of [[ROOM - 1024, true], [ROOM, false]]) {
    await sending({ preview, again }, answered, async (page) => {
      if (goes) await page.getByTestId("explanation").getByText("It was copied.").first().waitFor();
      else await trouble(page, "more than was agreed on");
      const [picture, ...rest] = model.posts();
      assert.deepEqual(pictures(picture.body).map((bytes) => bytes.toString("base64")), [preview]);
      assert.deepEqual(rest.map(({ body }) => body.length), goes ? [again] : []);
    });
  }
});

test("a server that sends elsewhere is not followed, and nobody is asked there", limit, async () => {
  const other = await stranger();
  try {
    for (const status of [303, 307]) {
      const elsewhere = (response) => response.writeHead(status, { location: `${other.origin}/v1/chat/completions` }).end();
      await sending({}, elsewhere, async (page) => {
        await trouble(page, "Redirected");
        assert.equal(model.posts().length, 1);
        assert.equal(other.seen.connections, 0);
      });
    }
  } finally {
    other.close();
  }
});

/** What the door says when one of its times is over; the others are longer than this waits for it. */
const late = (page) => trouble(page, "no answer in time");

test("a server that keeps silent, or falls silent, is given up", limit, async () => {
  for (const [times, said] of [[{ first: 3_000 }, ""], [{ idle: 3_000 }, "It was co"]]) {
    let hungUp;
    const silent = (response) => {
      hungUp = once(response, "close");
      if (said) response.write(said);
    };
    await sending({ times }, silent, async (page) => {
      await late(page);
      assert.equal(model.posts().length, 1);
      await hungUp;
    });
  }
});

test("a server that dribbles for ever is given up", limit, async () => {
  let hungUp;
  const dribbling = (response) => {
    const drops = setInterval(() => response.write("drop "), 200);
    hungUp = once(response, "close").then(() => clearInterval(drops));
  };
  await sending({ times: { whole: 5_000 } }, dribbling, async (page) => {
    await page.getByTestId("explain-so-far").getByText("drop drop").waitFor();
    await late(page);
    await hungUp;
  });
});

test("an answer that keeps coming may take longer than its beginning and its pauses", limit, () =>
  sending(
    { times: { first: 4_000, idle: 4_000 } },
    async (response) => {
      for (const part of ["It ", "was ", "copied ", "from ", "the left", ".\n"]) {
        response.write(part);
        await pause(1_000);
      }
      response.end();
    },
    (page) => page.getByTestId("explanation").getByText("It was copied from the left.").first().waitFor(),
  ));

test("the page cannot reach into the door", limit, () =>
  sending(
    {},
    (response) => response.write("It was co"),
    async (page) => {
      await page.getByTestId("explain-so-far").getByText("It was co").waitFor();
      const reached = await page.locator("iframe").evaluate((frame) => {
        const attempt = (act) => {
          try {
            return String(act());
          } catch (error) {
            return error.name;
          }
        };
        const inside = frame.contentWindow;
        return {
          sandbox: frame.getAttribute("sandbox"),
          document: frame.contentDocument,
          through: attempt(() => inside.document.body),
          origin: attempt(() => inside.origin),
          fetch: attempt(() => inside.fetch),
          storage: attempt(() => inside.localStorage),
          source: attempt(() => inside.location.href),
        };
      });
      const refused = "SecurityError";
      assert.deepEqual(reached, { sandbox: "allow-scripts", document: null, through: refused, origin: refused, fetch: refused, storage: refused, source: refused });
      // Nor does it reach out: to itself it has no origin, and the page is another's.
      const [, door] = page.frames();
      assert.deepEqual(
        await door.evaluate(() => {
          try {
            return [self.origin, parent.document.title];
          } catch (error) {
            return [self.origin, error.name];
          }
        }),
        ["null", refused],
      );
    },
  ));
