// Every part of the network against PyTorch, in the browser: on the CPU as close as natively, on WebGPU within what a
// shader's rounding gives.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { open } from "./support.mjs";

const [folder, golden] = [process.env.OMNI_IML_KERNELS, process.env.OMNI_IML_GOLDEN];
/** Largest error allowed, relative to the root mean square of the part's output. */
const TOLERANCE = { cpu: 1e-4, gpu: 2e-3 };
const PARTS = 22;

let kernels;
before(async () => {
  kernels = await open(folder, { weights: join(golden, "weights.bpk"), golden: join(golden, "golden.bpk") });
});
after(() => kernels?.close());

/** Mode, part and error of every part, the worst first. */
async function errors(gpu, without) {
  const flat = await kernels.page.evaluate(
    async ([gpu, without]) => {
      window.open_ ??= {};
      const bench = (window.open_[gpu] ??= await window.kernels.Bench.open(gpu));
      return bench.parity(await window.bytes("weights"), await window.bytes("golden"), without);
    },
    [gpu, without],
  );
  const rows = [];
  for (let i = 0; i < flat.length; i += 3) rows.push({ mode: flat[i], part: flat[i + 1], error: Number(flat[i + 2]) });
  assert.equal(rows.length, (without ? 1 : 3) * PARTS);
  // What is no number is worse than any.
  const rank = ({ error }) => (Number.isNaN(error) ? Infinity : error);
  return rows.sort((a, b) => rank(b) - rank(a));
}

for (const device of ["cpu", "gpu"]) {
  test(`every part agrees with PyTorch on the ${device}`, async () => {
    const [worst] = await errors(device === "gpu");
    console.log(`${device}: worst ${worst.error.toExponential(1)} in ${worst.part}, gate ${worst.mode}`);
    assert.ok(worst.error <= TOLERANCE[device], `${worst.part} is off by ${worst.error}`);
  });
}

test("leaving something out is noticed on the gpu", async () => {
  for (const name of ["trunk.b8.project.weight", "frequency.table"]) {
    const [worst] = await errors(true, name);
    assert.ok(!(worst.error <= 10 * TOLERANCE.gpu), `without ${name} the error is only ${worst.error}`);
  }
});
