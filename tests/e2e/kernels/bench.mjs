// How long each building block of the network takes in a browser, by Burn's operations and by ours, on the CPU and on
// WebGPU, and how long a tile: `cargo xtask bench kernels`. Arguments: the module's folder, the weights, runs.
//
// Where the system tells it, and for WebGPU where it is emulated, the time is the processor's.
import { open, processorTime } from "./support.mjs";

const [folder, weights, runs] = [process.argv[2], process.argv[3], Number(process.argv[4])];
/** A form is repeated until it has taken about this long, in milliseconds: the system counts in steps of ten. */
const ENOUGH = 200;

const { page, close } = await open(folder, { weights });
const adapter = await page.evaluate(async () => {
  const { vendor, architecture, description } = (await navigator.gpu?.requestAdapter())?.info ?? {};
  return vendor && [vendor, architecture, description].filter(Boolean).join(" ");
});
const emulated = /swiftshader/i.test(adapter ?? "");
const [cpu, gpu] = [clock("renderer"), clock(emulated ? "gpu-process" : undefined)];
console.log(`milliseconds, medians of ${runs}; CPU: ${cpu.name}; WebGPU: ${adapter ?? "none"}, ${gpu.name}\n`);

const columns = [["CPU, Burn", cpu, false], ["CPU, ours", cpu, true], ["GPU, Burn", gpu, false], ["GPU, ours", gpu, true]];
const cell = (text) => String(text).padStart(11);
const number = (ms) => (ms === undefined ? "" : ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
try {
  await page.evaluate(async (gpu) => {
    const { Bench } = window.kernels;
    window.bench = [await Bench.open(false), gpu ? await Bench.open(true) : undefined];
  }, Boolean(adapter));
  for (const column of [0, 1]) {
    if (column && !adapter) continue;
    const clock = [cpu, gpu][column];
    const times = [];
    await page.evaluate(async (gpu) => (window.network = window.bench[gpu].network(await window.bytes("weights"))), column);
    for (let run = 0; run <= runs; run++) times.push(await clock.time(() => page.evaluate(() => window.network.look(512))));
    console.log(`a tile of 512², ${column ? "WebGPU" : "CPU"}: the first ${number(times[0])}, then ${number(median(times.slice(1)))}`);
  }
  const names = await page.evaluate(() => window.kernels.Bench.blocks());
  const width = Math.max(...names.map((name) => name.length));
  console.log(`\n${"".padEnd(width)}${columns.map(([name]) => cell(name)).join("")}`);
  for (const [index, name] of names.entries()) {
    const times = [];
    for (const [, clock, ours] of columns) times.push(clock === gpu && !adapter ? undefined : await block(index, clock, ours));
    console.log(name.padEnd(width) + times.map((time) => cell(number(time))).join(""));
  }
} finally {
  await close();
}

/** The processor's time in processes of a type, or the wall's. */
function clock(type) {
  const processor = type && processorTime(type) !== undefined;
  const now = () => (processor ? processorTime(type) : performance.now());
  return {
    name: processor ? "processor time" : "wall time",
    async time(work) {
      const start = now();
      await work();
      return now() - start;
    },
  };
}

/** The median time of a block's form. */
async function block(index, clock, ours) {
  const there = await page.evaluate(
    ([index, gpu, ours]) => (window.block = window.bench[gpu].block(index)).has(ours),
    [index, Number(clock === gpu), ours],
  );
  if (!there) return undefined;
  const run = (times) => clock.time(() => page.evaluate(([ours, times]) => window.block.run(ours, times), [ours, times]));
  // The first time may compile something.
  const first = await run(1);
  if (first > 5 * ENOUGH) return first;
  const times = Math.ceil(ENOUGH / Math.max(1, first));
  const all = [];
  for (let i = 0; i < runs; i++) all.push((await run(times)) / times);
  await page.evaluate(() => window.block.free());
  return median(all);
}
