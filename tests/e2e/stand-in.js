// An engine for the tests of the page, served in place of the real one: it speaks the protocol of
// src/engine/protocol.rs, and says what the file that it is given tells it to say, in JSON. All of it may be left out:
// { fail: kind, hold: true (stay at the tiles), band, score, unsure, regions: [[x, y, width, height]...], doubtful: the same,
//   domain: [kind, probability], width, height, format, quality, remarks: [kind...], device, reason, mute: true (no account),
//   preview: a JPEG in Base64, for the prompt, and size: [width, height] of it,
//   detour: the base of a server to send to in place of the one that was agreed on, query: what its address ends with,
//   swap: a JPEG in Base64 that is sent in place of the one that was shown, more: bytes that are sent beside it,
//   again: bytes that are sent through the same door once it is answered, cut: true (the answer ends at its limit),
//   late: a strength of the lens, the answer to which comes after the next one,
//   times: { first, idle, whole } (milliseconds, each in place of a minute or two) }.
// It has one lens, which shows the picture's negative, and it sends what it is asked to send through the door as it is.
const VERSION = 8;

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
  const shown = rgba.slice();
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
  last = { job, width, height, rgba: shown, report, regions, told };
  say({ done: { job, width, height, threshold: 128, report: JSON.stringify(report) } }, mask.buffer, reliability.buffer);
}

/** The picture that was checked last. */
let last;

/** What is said of it: a sentence on each place. */
function account({ job, language }) {
  const { regions, report } = last;
  if (last.told.mute) return;
  const sentence = (about, region, text, figures = []) => ({ about, region, text, figures });
  const sentences = [
    sentence("verdict", null, `The verdict in ${language}.`, [["/verdict/score", String(report.verdict.score)]]),
    ...regions.map((_, i) => sentence("region", i + 1, `What was measured at place ${i + 1}.`, [[`/regions/${i}/score`, "0.86"]])),
    sentence("limits", null, "What could not be examined."),
    sentence("next", null, "Look for the original."),
  ];
  const knob = { name: "strength", title: "Strength", least: 0, most: 2, step: 0.5, default: 1 };
  const lens = { name: "negative", title: "Negative", shows: "The picture inside out.", look: "Everything.", ignore: "Nothing.", knobs: [knob] };
  const { stated = [], copies = [], written = [], signed = false } = last.told;
  say({ account: { job, sentences, lenses: [lens], stated, copies, written, signed, refused: null, report: JSON.stringify({ ...report, evidence: { words: language } }) } });
}

/** What waits for the lens's next answer. */
let late = [];
function lens({ job, number, settings, language }) {
  const { width, height, told } = last;
  const strength = settings.find(([known]) => known === "strength")?.[1] ?? 1;
  say({ looking: { job, number, done: 50 } });
  const answer = () => {
    const rgba = last.rgba.map((value, i) => (i % 4 === 3 ? 255 : 255 - value * strength));
    say({ lens: { job, number, width, height, figures: [[`Strength in ${language}`, String(strength)]] } }, rgba.buffer);
  };
  if (strength === told.late) return late.push(answer);
  answer();
  late.splice(0).forEach((answer) => answer());
}

/** Something to be kept: bytes that tell what. */
function keep({ job, what, language }) {
  if (last.told.keepless) return say({ kept: { job, what } });
  say({ kept: { job, what } }, new TextEncoder().encode(`${what} ${language}`).buffer);
}

/** What would be sent: bytes that tell mode and covered places. */
let prompt;
function show({ job, number, mode, redactions }) {
  const { preview, size: [width, height] = [320, 200] } = last.told;
  prompt = preview ? Uint8Array.from(atob(preview), (c) => c.charCodeAt(0)) : new TextEncoder().encode(`${mode} ${JSON.stringify(redactions)}`);
  const of = [0, 0, last.width, last.height];
  const ways = {
    // Around the first place, at half its size.
    crops: [{ of: [40, 20, 240, 200], at: [8, 40, 120, 100] }],
    paper: [0, height / 2].map((top) => ({ of, at: [0, top, width, height / 2] })),
  };
  const panes = ways[mode] ?? [{ of, at: [0, 0, width, height] }];
  say({ prompt: { job, number, width, height, panes, text: `Describe the places (${mode}).` } }, prompt.slice().buffer);
}

/** Sends the prompt and tells what comes back, line by line as it arrives; of a 429 it asks whether to send it again. */
function explain(endpoint, body, door, report) {
  again = (next) => explain(endpoint, body, next, report);
  let { detour, query = "", again: more = 0, cut = false, times } = last.told;
  const url = `${detour ?? endpoint.base}/chat/completions${query}`;
  let text = "";
  const sent = [{ what: "picture", to: new URL(url).origin, bytes: body.byteLength, answered: false }];
  const over = (said) => {
    door.onmessage = null;
    say(said);
  };
  const fail = (kind) => over({ unexplained: { kind, message: `It did not work: ${kind}.`, sent } });
  const patience = { first: 60_000, idle: 60_000, whole: 120_000, ...times };
  const post = (body) => door.postMessage({ send: { url, headers: [["content-type", "text/plain"]], body, ...patience } });
  door.onmessage = ({ data: { status, headers, chunk, end, failed, words } }) => {
    if (status) sent[0].answered = true;
    if (failed) return fail(failed === "AbortError" ? "cancelled" : `${failed}, ${words}`);
    if (status === 429) {
      const [, wait] = headers.find(([name]) => name === "retry-after") ?? [];
      return over({ ask_again: { kind: "too-many-requests", message: "Too many requests.", wait: wait ? Number(wait) : null, sent } });
    }
    if (status && status !== 200) return fail(`status-${status}`);
    if (chunk) text += new TextDecoder().decode(chunk);
    if (chunk) say({ explaining: { text, thinking: false } });
    if (end && more) {
      const body = new Uint8Array(more).buffer;
      more = 0;
      return post(body);
    }
    if (end) {
      const sentences = text.split("\n").filter(Boolean).map((line, i) => ({ about: i ? "region" : "summary", region: i || null, text: line, figures: [] }));
      if (report) say({ report: { job: last.job, report } });
      over({ explained: { sentences, cut, sent } });
    }
  };
  way = door;
  post(body);
}

/** The prompt as a chat completion carries it. */
function carried() {
  const { swap, more = 0 } = last.told;
  const base64 = swap ?? btoa(Array.from(prompt, (byte) => String.fromCharCode(byte)).join(""));
  const image_url = { url: `data:image/jpeg;base64,${base64}` };
  const messages = [{ content: [{ type: "image_url", image_url }, { type: "text", text: " ".repeat(more) }] }];
  return new TextEncoder().encode(JSON.stringify({ messages })).buffer;
}
let way;
let again;

/** The mean of a box of a map, 0 to 1. */
function mean(values, width, [x, y, w, h]) {
  let sum = 0;
  for (let row = y; row < y + h; row++) sum = values.subarray(row * width + x, row * width + x + w).reduce((a, b) => a + b, sum);
  return sum / (w * h) / 255;
}

export default function start() {
  self.onmessage = ({ data: [text, bytes] }) => {
    const asked = JSON.parse(text);
    const { start, check } = asked;
    if (start) say({ ready: { device: "cpu", reason: "gpu-missing", workers: 1 } });
    if (check) look(check.job, check.name, instructions(bytes));
    if (asked.account) account(asked.account);
    if (asked.lens) lens(asked.lens);
    if (asked.keep) keep(asked.keep);
    if (asked.prompt) show(asked.prompt);
    if (asked.explain) explain(asked.explain.endpoint, carried(), bytes, JSON.stringify({ ...last.report, explanation: true }));
    if (asked.try) explain(asked.try.endpoint, new TextEncoder().encode("a generated picture").buffer, bytes, null);
    if (asked === "again") again(bytes);
    if (asked === "hush") way?.postMessage({ abort: true });
  };
  say({ hello: { version: VERSION } });
}
