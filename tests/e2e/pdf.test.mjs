// PDF documents: the pictures in them come into the list and are checked with the real engine; a module of its own reads them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";

import { PATIENCE, copy, jpeg, launch, settled, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;
let photo;

before(async () => {
  browser = await launch();
  photo = await jpeg(browser, 120, 96);
});

after(() => browser?.close());

/** A document with one page for each list of pictures: [entries of its dictionary, bytes]. */
function pdf(pages) {
  const objects = [];
  const add = (head, body) => objects.push(body ? [head, "\nstream\n", body, "\nendstream"] : [head]);
  const first = 3;
  const count = pages.flat().length;
  for (const [entries, bytes] of pages.flat()) add(`<< /Subtype /Image ${entries} /Length ${bytes.length} >>`, bytes);
  let at = first;
  const kids = pages.map((pictures) => {
    const named = pictures.map((_, index) => `/P${index} ${at++} 0 R`).join(" ");
    add(`<< /Type /Page /Parent 2 0 R /Resources << /XObject << ${named} >> >> >>`);
    return `${first - 1 + objects.length} 0 R`;
  });
  objects.unshift(["<< /Type /Catalog /Pages 2 0 R >>"], [`<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(" ")}] >>`]);
  const parts = [Buffer.from("%PDF-1.7\n")];
  const offsets = [];
  let length = parts[0].length;
  const write = (part) => {
    parts.push(Buffer.from(part));
    length += parts.at(-1).length;
  };
  objects.forEach((object, index) => {
    offsets.push(length);
    write(`${index + 1} 0 obj\n`);
    object.forEach(write);
    write("\nendobj\n");
  });
  const xref = length;
  const lines = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  write(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`);
  assert.equal(objects.length, 2 + count + pages.length);
  return Buffer.concat(parts);
}

const size = (width, height) => `/Width ${width} /Height ${height}`;
const camera = () => [`${size(120, 96)} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, photo];
const grey = Buffer.from(Array.from({ length: 64 * 48 }, (_, at) => (at * 37) % 256));
const drawn = () => [`${size(64, 48)} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`, deflateSync(grey)];
const fax = () => [`${size(64, 48)} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode`, Buffer.from("nothing")];
const line = () => [`${size(64, 2)} /ColorSpace /DeviceGray /BitsPerComponent 8`, Buffer.alloc(128)];

const choose = (page, name, buffer) => page.getByTestId("file-input").setInputFiles([{ name, mimeType: "application/pdf", buffer }]);
const names = (page) => page.locator(".entry-name").allInnerTexts();

test("the pictures of a document are listed by page and checked, and what could not be is told", limit, async () => {
  const paths = [];
  const site = await copy((path) => paths.push(path));
  try {
    await visit(
      browser,
      async (page) => {
        await choose(page, "report.pdf", pdf([[camera()], [], [drawn(), fax(), line()]]));
        await page.getByRole("heading", { name: "All 2 pictures done" }).waitFor({ timeout: PATIENCE });
        assert.deepEqual(await names(page), ["Page 1, picture 1: report.pdf", "Page 3, picture 2: report.pdf"]);
        assert.equal(await page.locator("li[data-state=done]").count(), 2);
        const said = await page.getByTestId("list-said").innerText();
        assert.match(said, /^2 pictures were taken out of report\.pdf\. What it draws as text/);
        assert.match(said, /One more could not be read here/);
        assert.match(said, /One was left out/);

        // The camera's own file, byte for byte, and so with all its traces.
        const download = page.waitForEvent("download");
        await page.getByTestId("list-save").click();
        const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\n").map((text) => JSON.parse(text));
        assert.equal(lines[0].image.sha256, createHash("sha256").update(photo).digest("hex"));
        assert.deepEqual(lines.map(({ image }) => image.format), ["JPEG", "PNG"]);
        assert.deepEqual(paths.filter((path) => path.startsWith("/pdf")).sort(), ["/pdf.js", "/pdf_bg.wasm"]);
      },
      { site: site.origin, context: { acceptDownloads: true } },
    );
  } finally {
    site.close();
  }
});

test("documents without a picture, locked or damaged ones are told apart, and the next one works", limit, () =>
  visit(browser, async (page) => {
    const reason = async (buffer, words) => {
      await choose(page, "a.PDF", buffer);
      await page.getByTestId("result").getByText(words).first().waitFor({ timeout: PATIENCE });
      await settled(page, "error");
    };
    await reason(pdf([[]]), /There is no picture in the document/);
    await reason(pdf([[fax()]]), /cannot be read here/);
    await reason(Buffer.from("%PDF-1.7\nand nothing else"), /The document is damaged/);
    await choose(page, "good.pdf", pdf([[camera()]]));
    await page.getByRole("heading", { name: "The picture is done" }).waitFor({ timeout: PATIENCE });
  }),
);

test("a reader that does not arrive, or breaks, ends nothing else", limit, async () => {
  for (const [change, words] of [
    [(path, answer) => path === "/pdf_bg.wasm" && Object.assign(answer, { status: 404, body: Buffer.alloc(0) }), /could not be fetched/],
    [(path, answer) => path === "/pdf.js" && (answer.body = Buffer.from("export default async () => {}; export const Album = { open: () => ({ count: () => { throw new Error(); } }) };")), /The document is damaged/],
  ]) {
    const site = await copy(change);
    try {
      const use = async (page) => {
        await choose(page, "a.pdf", pdf([[camera()]]));
        await page.getByTestId("result").getByText(words).first().waitFor({ timeout: PATIENCE });
        await page.getByTestId("file-input").setInputFiles([{ name: "photo.jpg", mimeType: "image/jpeg", buffer: photo }]);
        await settled(page, "done");
      };
      await visit(browser, use, { site: site.origin, forgiven: /404/ });
    } finally {
      site.close();
    }
  }
});
