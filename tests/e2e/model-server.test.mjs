// The page and a server that others wrote, with a model that sees and babbles (train/tiny_vlm.py): the sandboxed frame's
// requests get there and back by that server's own rules, and what the model says is shown as text.
import assert from "node:assert/strict";
import { createServer, request as ask } from "node:http";
import { after, before, test } from "node:test";

import { asking } from "./model.mjs";
import { PATIENCE, launch, settled, visit } from "./support.mjs";

const SERVER = process.env.OMNI_IML_MODEL_SERVER;
const limit = { timeout: 3 * PATIENCE, skip: SERVER ? false : "OMNI_IML_MODEL_SERVER is not set; `cargo xtask test model-server` starts a server" };
let browser;
let way;

/** A way to the server that changes nothing and notes what passes. */
async function watched() {
  const passed = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const note = { method, url, headers, sent: "", status: 0, answer: "" };
    passed.push(note);
    const onward = ask(new URL(url, SERVER), { method, headers }, (answer) => {
      Object.assign(note, { status: answer.statusCode, allowed: answer.headers["access-control-allow-origin"] });
      response.writeHead(answer.statusCode, answer.headers);
      answer.on("data", (part) => (note.answer += part)).pipe(response);
    });
    response.on("close", () => onward.destroy());
    request.on("data", (part) => (note.sent += part)).pipe(onward);
  });
  await new Promise((listen) => server.listen(0, "127.0.0.1", listen));
  const close = () => (server.closeAllConnections(), server.close());
  return { passed, base: `http://127.0.0.1:${server.address().port}/v1`, close };
}

before(async () => {
  if (!SERVER) return;
  browser = await launch();
  way = await watched();
});

after(async () => {
  await browser?.close();
  way?.close();
});

/** What a stream of chat completions says. */
const said = ({ answer }) =>
  answer
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)).choices[0].delta.content ?? "")
    .join("");

const plain = (text) => text.replace(/\s+/g, " ").trim();

test("a real server answers the page by its own rules, and its model's words are text", limit, () =>
  visit(browser, async (page) => {
    await page.getByTestId("sample").last().click();
    await settled(page, "done");
    await asking(page, way, { name: "tiny-qwen2.5-vl" });

    // The connection stands; that the model reads no digit is said.
    await page.getByTestId("explain-try").click();
    const trouble = page.getByTestId("explain-trial");
    await trouble.getByText("cannot see pictures").waitFor({ timeout: PATIENCE });
    const posts = () => way.passed.filter(({ method }) => method === "POST");
    const [tried] = posts();
    assert.equal(tried.status, 200);
    assert.ok(plain(await trouble.innerText()).includes(plain(said(tried)).slice(0, 40)), "the model's own words are quoted");

    await page.getByTestId("explain-send").click();
    const words = page.locator("[data-testid=explanation] .told p");
    await words.waitFor({ timeout: PATIENCE });
    const [, asked, repair, ...more] = posts();
    assert.deepEqual(more, []);
    assert.deepEqual([asked.status, repair.status], [200, 200]);
    assert.ok(said(asked).length > 0);
    assert.equal(plain(await words.innerText()), plain(said(asked)));
    assert.equal(await words.evaluate((paragraph) => paragraph.childElementCount), 0);
    const pictures = ({ sent }) => sent.split("data:image/jpeg;base64,").length - 1;
    assert.deepEqual([tried, asked, repair].map(pictures), [1, 1, 0]);

    // The browser asked first whether it may, as a page without an origin, and was told so by the server itself.
    const [preflight] = way.passed;
    assert.equal(preflight.method, "OPTIONS");
    assert.match(preflight.headers["access-control-request-headers"], /content-type/);
    for (const { headers, allowed } of [preflight, tried, asked, repair]) {
      assert.equal(headers.origin, "null");
      assert.ok(["null", "*"].includes(allowed), `allowed: ${allowed}`);
      assert.equal(headers.cookie, undefined);
    }
    const sent = await page.getByTestId("explain-sent").locator("li").allInnerTexts();
    assert.deepEqual(
      sent.map((line) => line.split(" → ")[0]),
      ["A generated picture", "The picture as shown, in letters (Base64), with its text", "The answer, to be put in order, without the picture"],
    );
  }));
