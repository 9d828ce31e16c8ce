// Content Credentials in the page: read by a module of its own that is loaded for them alone, and said as what they are.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { rootCertificates } from "node:tls";

import { PATIENCE, check, copy, jpeg, launch, saveJson, visit } from "./support.mjs";

const limit = { timeout: 3 * PATIENCE };
let browser;
let signed;

before(async () => {
  browser = await launch();
  signed = await readFile(new URL("../fixtures/credentials/signed.jpg", import.meta.url));
});

after(() => browser?.close());

/** Checks a picture and gives what is said of its file, the report, and the paths that were asked for. */
async function told(picture, { change = () => {}, language, forgiven } = {}) {
  const paths = [];
  const site = await copy((path, answer) => {
    paths.push(path);
    change(path, answer);
  });
  let result;
  const use = async (page) => {
    await check(page, "gradient.jpg", picture);
    const file = page.locator("[data-testid=account] [data-about=file]");
    await file.waitFor({ timeout: PATIENCE });
    if (language) {
      await page.getByTestId("language").selectOption(language);
      await page.locator(`[data-testid=account] [data-about=file] [lang=${language}]`).waitFor({ timeout: PATIENCE });
    }
    const words = await file.innerText();
    const download = page.waitForEvent("download");
    await saveJson(page);
    const report = JSON.parse(await readFile(await (await download).path(), "utf8"));
    result = { words, credentials: report.evidence.credentials, paths };
  };
  try {
    await visit(browser, use, { site: site.origin, context: { acceptDownloads: true }, forgiven });
  } finally {
    site.close();
  }
  return result;
}

const ours = (paths) => paths.filter((path) => path.startsWith("/credentials"));

test("a signature is read by a module of its own, and what it states is said as its words", limit, async () => {
  const { words, credentials, paths } = await told(signed);
  assert.equal(credentials.state, "valid");
  assert.equal(credentials.bound, true);
  assert.equal(credentials.trust, "not-checked");
  assert.equal(credentials.signer.organisation, "Gradient Cameras");
  assert.match(words, /Their signature is valid/);
  assert.match(words, /“Gradient Cameras” as the signer.*was not checked/);
  assert.match(words, /made by an AI model/);
  assert.match(words, /does not tell whether they are right/);
  assert.deepEqual(ours(paths).sort(), ["/credentials.js", "/credentials_bg.wasm"]);
  const german = await told(signed, { language: "de" });
  assert.match(german.words, /Die Signatur ist gültig/);
});

test("a picture that was changed after it was signed is told from the signed one", limit, async () => {
  const changed = Buffer.from(signed);
  changed[changed.length - 5] ^= 1;
  const { words, credentials } = await told(changed);
  assert.equal(credentials.state, "broken");
  assert.deepEqual(credentials.reasons.map(({ kind }) => kind), ["file-changed"]);
  assert.match(words, /the file was changed after it was signed/);
});

test("damaged credentials end nothing but their own worker", limit, async () => {
  const damaged = Buffer.from(signed);
  damaged.fill(0xff, damaged.indexOf("jumb") + 60, damaged.indexOf("jumb") + 400);
  const { words, credentials } = await told(damaged);
  assert.equal(credentials.state, "broken");
  assert.match(words, /do not hold/);
});

test("without credentials nothing is loaded for them", limit, async () => {
  const { words, credentials, paths } = await told(await jpeg(browser, 320, 240));
  assert.equal(credentials, null);
  assert.match(words, /carries no Content Credentials/);
  assert.deepEqual(ours(paths), []);
});

test("where the module cannot be had, that is said and the rest goes on", limit, async () => {
  const change = (path, answer) => {
    if (path === "/credentials_bg.wasm") Object.assign(answer, { status: 404, body: Buffer.alloc(0) });
  };
  const { words, credentials } = await told(signed, { change, forgiven: /404/ });
  assert.equal(credentials.state, "unchecked");
  assert.match(words, /could not be loaded/);
});

test("a module that never answers is ended, and that is said", limit, async () => {
  const change = (path, answer) => {
    if (path === "/credentials.js") answer.body = Buffer.from("export default async () => {}; export const check = () => { for (;;); };");
  };
  const { words, credentials } = await told(signed, { change });
  assert.equal(credentials.state, "unchecked");
  assert.deepEqual(credentials.reasons.map(({ kind }) => kind), ["took-too-long"]);
  assert.match(words, /took too long/);
});

/** The certificate that a signed file's signer goes back to, as PEM: the signer carries it along. */
function rootOf(file) {
  for (let at = file.indexOf("3082", 0, "hex"); at >= 0; at = file.indexOf("3082", at + 1, "hex")) {
    try {
      const certificate = new X509Certificate(file.subarray(at, at + 4 + file.readUInt16BE(at + 2)));
      if (certificate.ca) return certificate.toString();
    } catch {
      // Something else that begins like one.
    }
  }
  assert.fail("no root in the file");
}

test("a signer is compared with certificates that the person trusts, for every picture until they are taken away", limit, async () => {
  const root = rootOf(signed);
  await visit(browser, async (page) => {
    const file = page.locator("[data-testid=account] [data-about=file]");
    const says = (words) => file.filter({ hasText: words }).waitFor({ timeout: PATIENCE });
    const list = (text) =>
      page.getByTestId("signers-input").setInputFiles({ name: "signers.pem", mimeType: "application/x-pem-file", buffer: Buffer.from(text) });
    const status = page.getByTestId("signers-status");
    await check(page, "gradient.jpg", signed);
    await says("the name is right was not checked");
    await list(root);
    await says("goes back to one on the list");
    await status.filter({ hasText: "was compared with signers.pem" }).waitFor({ timeout: PATIENCE });
    await check(page, "again.jpg", signed);
    await says("goes back to one on the list");
    await list(rootCertificates[0]);
    await says("goes back to none on the list");
    await list("a shopping list");
    await status.filter({ hasText: "signers.pem holds no certificate" }).waitFor({ timeout: PATIENCE });
    await says("the name is right was not checked");
    await list(root + root.replace("MII", "AAA"));
    await status.filter({ hasText: "Certificate 2 in signers.pem" }).waitFor({ timeout: PATIENCE });
    await list("x".repeat((4 << 20) + 1));
    await status.filter({ hasText: "larger than 4 MB" }).waitFor({ timeout: PATIENCE });
    // The refusal stays to be read, whatever else is told anew.
    await page.getByTestId("language").selectOption("de");
    await says("wurde nicht geprüft");
    assert.match(await status.innerText(), /larger than 4 MB/);
    await page.getByTestId("language").selectOption("en");
    await list(root);
    await says("goes back to one on the list");
    // Of a picture that nobody signed there is nothing to compare, and the list can still be let go.
    const plain = await jpeg(browser, 320, 240);
    await check(page, "plain.jpg", plain);
    await says("carries no Content Credentials");
    await status.filter({ hasText: "kept for pictures that somebody signed" }).waitFor({ timeout: PATIENCE });
    await check(page, "again.jpg", signed);
    await says("goes back to one on the list");
    await page.getByRole("button", { name: "Do not use them" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Choose trusted certificates");
    await says("the name is right was not checked");
    await check(page, "plain.jpg", plain);
    await says("carries no Content Credentials");
    assert.ok(await page.getByTestId("signers").isHidden());
  });
});
