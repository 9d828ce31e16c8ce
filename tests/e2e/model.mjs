// A server of a model's, scripted by the test, and the dialog in which it is asked.

import { once } from "node:events";
import { createServer } from "node:http";

/**
 * A server that notes every connection and request, lets every page ask it, and answers a POST as `answer` says, which may
 * be changed.
 */
export async function listening(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(parts) });
      response.setHeader("access-control-allow-origin", headers.origin ?? "");
      response.setHeader("access-control-allow-headers", "authorization, content-type");
      // Without this a page does not hear of the wait.
      response.setHeader("access-control-expose-headers", "retry-after");
      if (method === "OPTIONS") response.end();
      else model.answer(response);
    });
  });
  server.on("connection", () => model.connections++);
  await new Promise((listen) => server.listen(0, "127.0.0.1", listen));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const model = {
    requests,
    connections: 0,
    posts: () => requests.filter(({ method }) => method === "POST"),
    origin,
    host: new URL(origin).host,
    base: `${origin}/v1`,
    answer,
    close: () => (server.closeAllConnections(), server.close()),
  };
  return model;
}

/** A piece of a stream of chat completions. */
export const piece = (content, finish = null) => `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`;

/** What a model says that keeps to the schema; places are for the test to add. */
export const reply = (summary, regions = []) => JSON.stringify({ tampered: true, domain: "natural", regions, summary });

/** An answer as a good server streams it, a few letters at a time; `type` is what it says that it is. */
export const streaming = (said, type = "text/event-stream") => (response) => {
  response.writeHead(200, { "content-type": type });
  for (const part of said.match(/.{1,9}/gsu)) response.write(piece(part));
  response.end(`${piece("", "stop")}data: [DONE]\n\n`);
};

/**
 * Sends `chunk` again and again until the other side hangs up, no faster than it is read; fulfilled when it has. What
 * comes before it is for the caller to write.
 */
export async function forever(response, chunk) {
  const closed = once(response, "close");
  const go = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", go);
  go();
  await closed;
}

/** Keeps what every `blob:` address of the page stands for: the page's own policy lets nobody fetch it. Reloads the page. */
export async function keepBlobs(page) {
  await page.addInitScript(() => {
    globalThis.blobs = new Map();
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      const address = create.call(URL, blob);
      globalThis.blobs.set(address, blob);
      return address;
    };
  });
  await page.reload();
  await page.getByTestId("file-input").waitFor({ state: "attached" });
}

/** The bytes of the picture that is shown as what would leave; see [`keepBlobs`]. */
export async function preview(page) {
  const base64 = await page.getByTestId("explain-preview").evaluate(async (image) => {
    const bytes = new Uint8Array(await globalThis.blobs.get(image.src).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}

/** Waits until the picture is shown that would be sent as things are set now. */
export const shown = (page) => page.locator(".preview[aria-busy=false]").getByTestId("explain-preview").waitFor();

/** The same for the stand-in, whose bytes are no picture. */
export async function asMode(page, mode) {
  const before = await page.getByTestId("explain-preview").getAttribute("src");
  await page.locator(`#mode-${mode}`).check();
  await page.waitForFunction((before) => {
    const image = document.querySelector(".preview[aria-busy=false] [data-testid=explain-preview]");
    return image && image.src !== before;
  }, before);
}

/** Has the picture shown in another way, and waits until it is. */
export async function inMode(page, mode) {
  const before = await page.getByTestId("explain-preview").getAttribute("src");
  await page.locator(`#mode-${mode}`).check();
  await page.waitForFunction((before) => {
    const image = document.querySelector(".preview[aria-busy=false] [data-testid=explain-preview]");
    return image && image.src !== before && image.complete && image.naturalWidth > 0;
  }, before);
}

/** The pictures in the body of a chat completion, as bytes. */
export function pictures(body) {
  const parts = JSON.parse(body).messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const start = "data:image/jpeg;base64,";
  return parts.filter(({ type }) => type === "image_url").map(({ image_url: { url } }) => {
    if (!url.startsWith(start)) throw new Error(`not a picture: ${url.slice(0, 40)}`);
    return Buffer.from(url.slice(start.length), "base64");
  });
}

/** Opens the dialog and says who is asked. */
export async function asking(page, { base }, { key = "", name = "a-model" } = {}) {
  await page.getByTestId("explain-open").click();
  const settings = page.locator(".ask-settings");
  await settings.waitFor();
  if ((await settings.getAttribute("open")) === null) await settings.locator("summary").click();
  await page.getByTestId("ask-base").fill(base);
  await page.getByTestId("ask-model").fill(name);
  await page.getByTestId("ask-key").fill(key);
}
