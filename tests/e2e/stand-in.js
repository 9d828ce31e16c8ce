// An engine for the tests of the page, served in place of the real one: it speaks the protocol of
// src/engine/protocol.rs, and says what the file that it is given tells it to say, in JSON. All of it may be left out:
// { fail: kind, hold: true (stay at the tiles), band, score, unsure, regions: [[x, y, width, height]...], doubtful: the same,
//   domain: [kind, probability], width, height, format, quality, remarks: [kind...], device, reason }.
const VERSION = 3;

const say = (message, ...buffers) => self.postMessage([JSON.stringify(message), ...buffers], buffers);

/** What the file says; a real picture, such as a sample, says nothing. */
function instructions(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}

function look(job, name, told) {
  const { width = 640, height = 400, format = "JPEG", quality = 90, remarks = [], regions = [[80, 60, 160, 120]] } = told;
  const phase = (phase) => say({ progress: { job, phase } });
  phase("decoding");
  if (told.fail) {
    say({ failed: { job, kind: told.fail, message: `the engine's own words on ${told.fail}` } });
    return;
  }
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) rgba.set([90 + (i % width) / 6, 120, 60 + i / width / 4, 255], i * 4);
  const facts = {
    width,
    height,
    format,
    jpeg_quality: format === "JPEG" ? quality : null,
    own_coefficients: format === "JPEG",
    remarks: remarks.map((kind) => ({ kind, message: kind })),
  };
  say({ picture: { job, width, height, facts } }, rgba.buffer);
  phase("coefficients");
  phase({ tiles: { done: 0, count: 4, estimate_ms: null } });
  phase({ tiles: { done: 1, count: 4, estimate_ms: 61_000 } });
  if (told.hold) return;
  phase("blending");
  /** A map of the picture's size, of `ground` with boxes of `value`. */
  const map = (ground, boxes, value) => {
    const values = new Uint8Array(width * height).fill(ground);
    for (const [x, y, w, h] of boxes) {
      for (let row = y; row < y + h; row++) values.fill(value, row * width + x, row * width + x + w);
    }
    return values;
  };
  const mask = map(0, regions, 220);
  const { doubtful = [], domain: [kind, probability] = ["natural", 0.92] } = told;
  const reliability = map(230, doubtful, 40);
  const [half, middle] = [width >> 1, height >> 1];
  const choice = (x, y, frequency) => ({ bbox: [x, y, x ? width - half : half, y ? height - middle : middle], frequency });
  const hash = (digits) => digits.repeat(8);
  const report = {
    schema: "omni-iml/check/1",
    file: name ?? "",
    image: { sha256: hash("01234567"), width, height, format, jpeg_quality: facts.jpeg_quality },
    model: { name: "stand-in", sha256: hash("89abcdef") },
    device: told.device ?? "cpu",
    verdict: { score: told.score ?? 0.93, band: told.band ?? "strong", unsure: told.unsure ?? false },
    domain: { kind, probability },
    reliability: mean(reliability, width, [0, 0, width, height]),
    gate: { tiles: 4, frequency: 3, choices: [choice(0, 0, true), choice(half, 0, true), choice(0, middle, false), choice(half, middle, true)] },
    regions: regions.map((bbox) => ({ bbox, area_fraction: (bbox[2] * bbox[3]) / width / height, score: 0.86, reliability: mean(reliability, width, bbox) })),
    timing_ms: { decode: 1, frequency: 2, localize: 3400, total: 3500 },
  };
  say({ done: { job, width, height, threshold: 128, report: JSON.stringify(report) } }, mask.buffer, reliability.buffer);
}

/** The mean of a box of a map, 0 to 1. */
function mean(values, width, [x, y, w, h]) {
  let sum = 0;
  for (let row = y; row < y + h; row++) sum = values.subarray(row * width + x, row * width + x + w).reduce((a, b) => a + b, sum);
  return sum / (w * h) / 255;
}

export default function start() {
  self.onmessage = ({ data: [text, bytes] }) => {
    const { start, check } = JSON.parse(text);
    if (start) say({ ready: { device: "cpu", reason: "gpu-missing", workers: 1 } });
    if (check) look(check.job, check.name, instructions(bytes));
  };
  say({ hello: { version: VERSION } });
}
