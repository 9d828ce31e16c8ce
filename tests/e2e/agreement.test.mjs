// The page and the command line say the same of the same file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { floats, startEngine } from "./engine.mjs";
import { PATIENCE, launch, open } from "./support.mjs";

const PROGRAM = process.env.OMNI_IML_PROGRAM;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const MODELS = join(ROOT, "models");
/** Whole samples, and cuts of which their forged part is a good part: x, y, width, height. */
const WHOLE = ["moon.jpg", "trees.jpg"];
const CUTS = [["moon.jpg", 80, 0, 272, 240], ["trees.jpg", 424, 216, 280, 160]];
/** For where the CPU plays the graphics card: a cut of one small tile. */
const SMALL = [["moon.jpg", 200, 100, 128, 128]];
const SMALL_TILE = { tile: 128, overlap: 32 };
/** Share of a picture from which its mask is compared, as the smallest ones may differ by a few pixels and mean nothing. */
const ENOUGH = 0.05;
const limit = { timeout: 3 * PATIENCE, skip: !PROGRAM && "OMNI_IML_PROGRAM does not name the command line's program" };

let browser;
let folder;

before(async () => {
  browser = await launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
  folder = await mkdtemp(join(tmpdir(), "omni-iml-agreement-"));
});

after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

const sample = (name) => readFile(join(ROOT, "www/samples", name));

/** A part of a sample, without loss: a file whose coefficients are derived. */
async function cut([name, x, y, width, height]) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async ([base64, x, y, width, height]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext("2d").drawImage(await createImageBitmap(new Blob([bytes])), -x, -y);
      const png = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
      return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(""));
    },
    [(await sample(name)).toString("base64"), x, y, width, height],
  );
  await page.close();
  return { name: `${name}-${x}-${y}.png`, file: Buffer.from(base64, "base64") };
}

/** Report and logits, with the weights in the folder `models`. */
async function commandLine({ name, file }, models) {
  const [path, logits] = [join(folder, name), join(folder, `${name}.npy`)];
  await writeFile(path, file);
  const environment = { ...process.env, OMNI_IML_MODELS: models };
  const { stdout } = await promisify(execFile)(PROGRAM, ["check", "--json", "--logits", logits, path], { env: environment });
  const npy = await readFile(logits);
  // Version 1.0: the header's length stands in bytes 8 and 9.
  return { report: JSON.parse(stdout), logits: floats(npy.subarray(10 + npy.readUInt16LE(8))) };
}

const logit = (probability) => Math.log(probability / (1 - probability));

/**
 * Compares what the engine says of `pictures` on a device with what the command line says, both with `models`, and gives how
 * many had a mask worth comparing.
 */
async function agrees(device, pictures, models, tolerance, relaxed = true) {
  const { page } = await open(await browser.newContext());
  await page.route("**/models/manifest.json", (route) => route.fulfill({ path: join(models, "manifest.json") }));
  const engine = await startEngine(page, { device, relaxed });
  assert.equal(engine.ready.device, device, `there is no such device: ${engine.ready.reason}`);
  let compared = 0;
  for (const picture of pictures) {
    const { name, file } = picture;
    const { report, logits } = await commandLine(picture, models);
    const found = await engine.check(name, file);
    const apart = logits.reduce((most, value, index) => Math.max(most, Math.abs(value - found.logits[index])), 0);
    const score = Math.abs(logit(report.verdict.score) - logit(found.report.verdict.score));
    // Neither's bytes: a logit of zero is a probability of a half.
    const [both, either] = logits.reduce(
      ([both, either], value, index) => [both + (value >= 0 && found.logits[index] >= 0), either + (value >= 0 || found.logits[index] >= 0)],
      [0, 0],
    );
    const [area, iou] = [either / logits.length, either ? both / either : 1];
    console.log(
      `${device}${relaxed ? "" : " without relaxed SIMD"} ${name}: mask ${(100 * area).toFixed(1)} %, IoU ${iou.toFixed(4)}, furthest logit ${apart.toExponential(1)}, score's ${score.toExponential(1)}`,
    );
    assert.equal(found.logits.length, logits.length);
    assert.ok(apart <= tolerance, `${name}: a logit is ${apart} off`);
    assert.ok(score <= tolerance, `${name}: the score's logit is ${score} off`);
    assert.deepEqual(found.report.gate, report.gate, name);
    assert.ok(Math.abs(found.report.reliability - report.reliability) <= tolerance, `${name}: its reliability is another`);
    assert.equal(found.report.domain?.kind, report.domain?.kind, `${name}: its domain is another`);
    const surer = (found.report.domain?.probability ?? 0) - (report.domain?.probability ?? 0);
    assert.ok(Math.abs(surer) <= tolerance, `${name}: its domain is surer by ${surer}`);
    assert.equal(found.report.verdict.band, report.verdict.band, name);
    if (area < ENOUGH) continue;
    assert.ok(iou >= 0.99, `${name}: IoU ${iou}`);
    compared++;
  }
  await page.context().close();
  return compared;
}

test("on the CPU, the page says what the command line says", limit, async () => {
  const pictures = await Promise.all(WHOLE.map(async (name) => ({ name, file: await sample(name) })));
  for (const part of CUTS) pictures.push(await cut(part));
  assert.ok((await agrees("cpu", pictures, MODELS, 0.01)) > 0, "no picture has a mask worth comparing");
});

test("on the CPU without relaxed SIMD, too", limit, async () => {
  await agrees("cpu", await Promise.all(CUTS.map(cut)), MODELS, 0.01, false);
});

test("on WebGPU, the page says what the command line says", limit, async () => {
  const manifest = JSON.parse(await readFile(join(MODELS, "manifest.json")));
  for (const model of manifest.models) {
    Object.assign(model, SMALL_TILE);
    await copyFile(join(MODELS, model.file), join(folder, model.file));
  }
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await agrees("gpu", await Promise.all(SMALL.map(cut)), folder, 0.05);
});
