// The page and the command line say the same of the same file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { floats, startEngine } from "./engine.mjs";
import { PATIENCE, launch, open } from "./support.mjs";

const PROGRAM = process.env.OMNI_IML_PROGRAM;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The forged parts of our samples: x, y, width, height of a cut of which they are a good part. */
const CUTS = { "moon.jpg": [80, 0, 272, 240], "trees.jpg": [424, 216, 280, 160] };
/** Share of a picture from which its mask is compared, as the smallest ones may differ by a few pixels and mean nothing. */
const ENOUGH = 0.05;
const limit = { timeout: 3 * PATIENCE, skip: !PROGRAM && "OMNI_IML_PROGRAM does not name the command line's program" };

let browser;
let folder;
/** Name, file, and what the command line says of it. */
let pictures;

before(async () => {
  if (!PROGRAM) return;
  browser = await launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
  folder = await mkdtemp(join(tmpdir(), "omni-iml-agreement-"));
  pictures = [];
  for (const [name, cut] of Object.entries(CUTS)) {
    const file = await readFile(join(ROOT, "www/samples", name));
    pictures.push({ name, file }, { name: `${name}.png`, file: await cropped(file, cut) });
  }
  for (const picture of pictures) Object.assign(picture, await commandLine(picture));
}, limit);

after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** A part of a picture, without loss: a file whose coefficients are derived. */
async function cropped(file, [x, y, width, height]) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async ([base64, x, y, width, height]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext("2d").drawImage(await createImageBitmap(new Blob([bytes])), -x, -y);
      const png = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
      return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(""));
    },
    [file.toString("base64"), x, y, width, height],
  );
  await page.close();
  return Buffer.from(base64, "base64");
}

/** Report and logits. */
async function commandLine({ name, file }) {
  const [path, logits] = [join(folder, name), join(folder, `${name}.npy`)];
  await writeFile(path, file);
  const { stdout } = await promisify(execFile)(PROGRAM, ["check", "--json", "--logits", logits, path], { cwd: ROOT });
  const npy = await readFile(logits);
  // Version 1.0: the header's length stands in bytes 8 and 9.
  return { report: JSON.parse(stdout), logits: floats(npy.subarray(10 + npy.readUInt16LE(8))) };
}

const logit = (probability) => Math.log(probability / (1 - probability));

/** Compares what the engine says of `pictures` on a device with what the command line said. */
async function agrees(device, pictures, tolerance) {
  const { page } = await open(await browser.newContext());
  const engine = await startEngine(page, { device });
  assert.equal(engine.ready.device, device, `there is no such device: ${engine.ready.reason}`);
  let compared = 0;
  for (const { name, file, report, logits } of pictures) {
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
      `${device} ${name}: mask ${(100 * area).toFixed(1)} %, IoU ${iou.toFixed(4)}, furthest logit ${apart.toExponential(1)}, score's ${score.toExponential(1)}`,
    );
    assert.equal(found.logits.length, logits.length);
    assert.ok(apart <= tolerance, `${name}: a logit is ${apart} off`);
    assert.ok(score <= tolerance, `${name}: the score's logit is ${score} off`);
    assert.deepEqual(found.report.gate, report.gate, name);
    assert.equal(found.report.verdict.band, report.verdict.band, name);
    if (area < ENOUGH) continue;
    assert.ok(iou >= 0.99, `${name}: IoU ${iou}`);
    compared++;
  }
  assert.ok(compared > 0, "no picture has a mask worth comparing");
  await page.context().close();
}

test("on the CPU, the page says what the command line says", limit, () => agrees("cpu", pictures, 0.01));

// One small picture: without a graphics card it is slow.
test("on WebGPU, the page says what the command line says", limit, () => agrees("gpu", pictures.slice(1, 2), 0.05));
