// <omni-iml-check src="picture.jpg">: a button beside a picture that checks it in the reader's own browser. Attributes: src,
// device, lang, theme ("light", "dark"), explain-endpoint. Events: omni-iml-progress, omni-iml-result (detail: what
// `omni-iml check --json` prints), omni-iml-error. It fetches nothing, and stores nothing, before the reader presses.
import { OmniIml, sooner } from "./omni-iml.js";

/** What it says, by language; written here by `cargo xtask build` from locales/widget. */
const WORDS = {};
/** Bytes of what a first check loads at most, written here likewise. */
const BYTES = 0;

/** Longest side of the picture as it is kept to be shown, pixels. */
const SIDE = 1280;
/** Places that carry their numbers; more would hide the picture. */
const NUMBERED = 9;
/** What each kind of error is called in the catalogue; what is not here is `failed-other`. */
const REASONS = {
  "picture-unreachable": "failed-picture", "picture-missing": "failed-missing", "file-too-large": "failed-large",
  "too-many-pixels": "failed-pixels", "side-too-long": "failed-pixels", "too-much-memory": "failed-pixels",
  "too-much-metadata": "failed-format", "too-many-parts": "failed-format", "unsupported-format": "failed-format",
  "unsupported-coding": "failed-format", "unknown-format": "failed-format", "damaged-file": "failed-format",
  "empty-file": "failed-format", unreadable: "failed-format",
  network: "failed-network", weights: "failed-network", frame: "failed-network", version: "failed-version", browser: "failed-browser",
  "prompt-changed": "failed-changed",
};

const DARK = `--paper: #1c2126; --ink: #e8ebea; --quiet: #a2adb2; --line: #3a4249; --accent: #6cc5c4; --accent-ink: #0c2224;`;
const STYLE = `
:host { all: initial !important; display: block !important; contain: layout style !important; color-scheme: light dark !important;
  --paper: #fff; --ink: #1b2226; --quiet: #56626a; --line: #cfccc2; --accent: #0b5f66; --accent-ink: #fff; }
:host([hidden]) { display: none !important; }
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; ${DARK} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.root { font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); text-align: start; }
.bar { block-size: var(--omni-iml-block-size, 9.5rem); overflow: auto; padding: .75rem; background: var(--paper); border: 1px solid var(--line);
  border-radius: 10px; display: flex; flex-direction: column; gap: .5rem; }
.bar.over { border: 2px dashed var(--accent); }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
p { margin: 0; }
.quiet { color: var(--quiet); font-size: .875em; }
.bar[data-phase="found"] .says { font-weight: 650; }
.bar[data-phase="failed"] .row { order: 1; }
button, .button { font: inherit; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 8px; padding: .4em .9em;
  min-block-size: 2.25rem; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button:hover, .button:hover { border-color: var(--accent); }
.primary { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; }
:is(button, .button, input, .preview):focus-visible, .button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
progress { inline-size: 100%; accent-color: var(--accent); }
input[type="file"] { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1rem; inline-size: min(64rem, 96vw);
  max-block-size: 94vh; overflow: auto; }
dialog::backdrop { background: rgb(0 0 0 / 60%); }
.head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-block-end: .75rem; }
h2 { font-size: 1.2em; margin: 0; }
h3 { font-size: 1em; margin: .75rem 0 .25rem; }
.stage { display: grid; justify-items: center; background: rgb(128 128 128 / 18%); border-radius: 8px; }
.stage canvas { grid-area: 1 / 1; max-inline-size: 100%; max-block-size: 60vh; }
.preview { overflow: auto; max-block-size: 60vh; max-inline-size: 100%; }
.preview canvas { display: block; }
.strength { display: flex; gap: .75rem; align-items: center; margin-block: .5rem; }
.strength input { flex: 1; max-inline-size: 20rem; min-block-size: 1.5rem; accent-color: var(--accent); }
.words p { margin-block: .25rem; white-space: pre-line; }
.asking { border-block-start: 1px solid var(--line); margin-block-start: 1rem; padding-block-start: .75rem; display: grid; gap: .5rem; }
.asking-body { display: grid; gap: .5rem; justify-items: start; }
[tabindex="-1"]:focus { outline: none; }
pre { unicode-bidi: plaintext; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8em; max-block-size: 12rem; overflow: auto; }
`;

/** Widgets of a page share an engine; it goes with the last of them. */
const engines = new Map();

function engineFor(device, user) {
  let engine = engines.get(device);
  if (!engine) {
    const end = new AbortController();
    engine = { users: new Set(), end, loaded: OmniIml.load({ device, signal: end.signal }) };
    engines.set(device, engine);
    // The next press tries anew.
    engine.loaded.catch(() => engines.get(device) === engine && engines.delete(device));
  }
  engine.users.add(user);
  return engine.loaded;
}

function release(user) {
  for (const [device, engine] of engines) {
    if (!engine.users.delete(user) || engine.users.size > 0) continue;
    engines.delete(device);
    engine.end.abort(new DOMException("nobody needs it any more", "AbortError"));
    engine.loaded.then((omni) => omni.close(), () => {});
  }
}

/** An element with its properties and what is in it. */
function make(name, properties = {}, ...content) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...content);
  return element;
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = ["ar"];

const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** An address, absolute; null where it cannot be one. */
const parsed = (address) => (address && URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null);

class OmniImlCheck extends HTMLElement {
  static observedAttributes = ["src", "lang", "explain-endpoint"];

  #root = make("div", { className: "root" });
  #bar = make("div", { className: "bar" });
  #row = make("div", { className: "row" });
  /** One element for all that is said, so that screen readers hear it change. */
  #says = make("p", { className: "says", role: "status" });
  #progress = make("progress", { hidden: true });
  #more = make("p", { className: "quiet" });
  /** The check that is under way. */
  #stop = null;
  /** The reader's own file, in place of the page's picture. */
  #file = null;
  #result = null;
  #error = null;
  #dialog = null;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [style];
    this.#bar.append(this.#row, this.#says, this.#progress, this.#more);
    this.#root.append(this.#bar);
    shadow.append(make("slot"), this.#root);
    this.#bar.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.#bar.classList.add("over");
    });
    this.#bar.addEventListener("dragleave", () => this.#bar.classList.remove("over"));
    this.#bar.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#bar.classList.remove("over");
      const [file] = event.dataTransfer?.files ?? [];
      if (file && event.isTrusted) this.#start(file);
    });
  }

  connectedCallback() {
    this.#render();
  }

  disconnectedCallback() {
    this.#forget();
    release(this);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === "src") this.#forget();
    // What is under way speaks the new language from its next word on.
    if (!this.#stop) this.#render();
  }

  /** Gives up what is under way and what was found. */
  #forget() {
    this.#stop?.abort(new DOMException("not wanted any more", "AbortError"));
    this.#stop = this.#result = this.#file = this.#error = null;
    this.#dialog?.close();
  }

  get #address() {
    const picture = this.querySelector("img");
    return this.getAttribute("src") || picture?.currentSrc || picture?.src || "";
  }

  get #device() {
    return this.getAttribute("device") || "auto";
  }

  get #language() {
    const wanted = (this.closest("[lang]")?.lang || navigator.language || "en").split("-")[0].toLowerCase();
    return wanted in WORDS ? wanted : "en";
  }

  get #direction() {
    return RIGHT_TO_LEFT.includes(this.#language) ? "rtl" : "ltr";
  }

  #say(key, values = {}) {
    // In a right-to-left sentence a name or an address keeps its own direction, as in the page (src/words.rs).
    const put = (value) => (this.#direction === "rtl" ? `\u2068${value}\u2069` : value);
    return (WORDS[this.#language]?.[key] ?? key).replace(/\{ \$(\w+) \}/g, (_, name) => put(values[name] ?? ""));
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`omni-iml-${name}`, { bubbles: true, composed: true, detail }));
  }

  /** A button for the reader's own press: events that scripts of the page make up are not heard, nor keys that are held down. */
  #button(key, act, { className = "", values = {} } = {}) {
    const button = make("button", { type: "button", className, textContent: this.#say(key, values) });
    button.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
    button.addEventListener("click", (event) => event.isTrusted && act());
    return button;
  }

  /** Puts other buttons into the bar. The focus stays in it if it was there, and nowhere else. */
  #offer(...buttons) {
    const had = this.#row.contains(this.shadowRoot.activeElement);
    this.#row.replaceChildren(...buttons);
    if (had) this.#row.querySelector("button, a")?.focus({ preventScroll: true });
  }

  /** The bar, from what is known. */
  #render() {
    this.#root.lang = this.#language;
    this.#root.dir = this.#direction;
    this.#progress.setAttribute("aria-label", this.#say("check"));
    const phase = this.#stop ? "running" : this.#result ? "found" : this.#error ? "failed" : "idle";
    this.#bar.dataset.phase = phase;
    this.#progress.hidden = phase !== "running";
    this.#more.textContent = "";
    const check = () => this.#button("check", () => this.#start(null), { className: "primary" });
    if (phase === "running") {
      this.#says.textContent = this.#say("loading");
      const stop = this.#stop;
      this.#offer(this.#button("cancel", () => stop.abort(new DOMException("cancelled", "AbortError"))));
    } else if (phase === "found") {
      this.#found();
    } else if (phase === "failed") {
      this.#failed(check);
    } else {
      this.#says.textContent = "";
      this.#more.textContent = this.#say("before", { megabytes: megabytes(BYTES) });
      this.#offer(check());
    }
  }

  async #start(file) {
    this.#forget();
    const stop = (this.#stop = new AbortController());
    const { signal } = stop;
    this.#file = file;
    this.#progress.removeAttribute("value");
    this.#render();
    try {
      const omni = await sooner(engineFor(this.#device, this), signal);
      const onProgress = (at) => !signal.aborted && this.#follow(at);
      const settings = { language: this.#language, onProgress, signal, name: file?.name };
      const result = await omni.check(file ?? this.#address, settings);
      signal.throwIfAborted();
      result.canvases = canvases(result);
      // At their full size they would stay in memory for every picture of the page.
      result.picture = result.mask = null;
      this.#result = result;
      this.#stop = null;
      this.#render();
      this.#tell("result", result.report);
    } catch (error) {
      // What took its place, or took it away, draws by itself.
      if (this.#stop !== stop) return;
      this.#stop = null;
      this.#error = error;
      this.#render();
      if (signal.aborted) return;
      console.warn("omni-iml-check:", error);
      this.#tell("error", { kind: error.kind ?? "other", message: error.message });
    }
  }

  #follow({ phase, done, of }) {
    if (of > 0) [this.#progress.max, this.#progress.value] = [of, done];
    else this.#progress.removeAttribute("value");
    // Said by quarters, which can be listened to; the bar beneath shows the rest.
    const quarter = of > 0 ? (Math.floor((done * 4) / of) * of) / 4 : 0;
    const values =
      phase === "fetching" ? { done: megabytes(quarter), of: megabytes(of) } : { done: Math.min(Math.floor(quarter) + 1, of), of };
    const key = { picture: "picture-coming", coefficients: "decoding", fetching: of > 0 ? "fetching" : "loading" }[phase] ?? phase;
    const words = this.#say(key, values);
    if (this.#says.textContent !== words) this.#says.textContent = words;
    this.#tell("progress", { phase, done, of });
  }

  /** The bar, when something went wrong. */
  #failed(check) {
    const error = this.#error;
    if (error.name === "AbortError") {
      this.#says.textContent = this.#say("cancelled");
      this.#offer(check());
      return;
    }
    const picture = this.#file ? null : parsed(this.#address);
    const reason = this.#say(REASONS[error.kind] ?? "failed-other", { host: picture?.host ?? "" });
    const elsewhere = error.kind === "picture-unreachable";
    this.#says.textContent = elsewhere ? reason : this.#say("failed", { reason });
    this.#offer(...(elsewhere ? this.#waysOut(picture) : [check()]));
  }

  /** Another server's picture: it is opened there and saved, and the saved file is checked here. */
  #waysOut(picture) {
    const ways = [];
    if (picture && /^https?:$/.test(picture.protocol)) {
      const rel = "noopener noreferrer";
      ways.push(make("a", { className: "button", href: picture.href, target: "_blank", rel, textContent: this.#say("open-picture") }));
    }
    const input = make("input", { type: "file", accept: "image/*" });
    let asked = false;
    // A file that is put in by a script was not chosen by the reader.
    input.addEventListener("click", (event) => (asked ||= event.isTrusted));
    input.addEventListener("change", () => asked && input.files[0] && this.#start(input.files[0]));
    return [...ways, make("label", { className: "button" }, this.#say("choose"), input)];
  }

  /** The bar, when there is something to be shown. */
  #found() {
    const { band, unsure } = this.#result.report.verdict;
    const verdict = this.#say(`verdict-${band}`);
    const name = this.#file?.name ?? "";
    this.#says.textContent = this.#file ? this.#say("file", { verdict, name }) : verdict;
    this.#more.textContent = [unsure ? this.#say("unsure") : "", this.#say("caution")].join(" ").trim();
    this.#offer(
      this.#button("show", () => this.#open(), { className: "primary" }),
      this.#button(this.#file ? "file-own" : "check-again", () => this.#start(null)),
    );
  }

  /** What was found, over the page: nothing of it moves. */
  #open() {
    const result = this.#result;
    const [below, marks] = result.canvases;
    below.role = "img";
    below.setAttribute("aria-label", this.#say("picture"));
    const strength = make("input", { type: "range", min: 0, max: 100, value: 80 });
    const fade = () => (marks.style.opacity = strength.value / 100);
    strength.addEventListener("input", fade);
    fade();
    const dialog = (this.#dialog = make("dialog"));
    const close = this.#button("close", () => dialog.close());
    const heading = make("h2", { textContent: this.#file ? this.#says.textContent : this.#say("heading"), id: "heading" });
    dialog.setAttribute("aria-labelledby", "heading");
    dialog.append(
      make("div", { className: "head" }, heading, close),
      make("div", { className: "stage", dir: "ltr" }, below, marks),
      make("label", { className: "strength" }, this.#say("strength"), strength),
      this.#words(result.words),
    );
    const endpoint = parsed(this.getAttribute("explain-endpoint"));
    const stop = new AbortController();
    if (endpoint) dialog.append(this.#asking(result, endpoint, stop.signal));
    dialog.addEventListener("close", () => {
      stop.abort(new DOMException("closed", "AbortError"));
      dialog.remove();
      this.#dialog = null;
    });
    this.#root.append(dialog);
    dialog.showModal();
  }

  /** Sentences under the names of the places that they are about. */
  #words(sentences) {
    const all = make("div", { className: "words" });
    let last = null;
    for (const { region, text } of sentences) {
      if (region && region !== last) all.append(make("h3", { textContent: this.#say("place", { number: region }) }));
      last = region;
      all.append(make("p", { dir: "auto", textContent: text }));
    }
    return all;
  }

  /** Asks the gateway that the site names, in two steps: what would be sent is shown, and sent when the reader says so. */
  #asking(result, { href: endpoint, host }, signal) {
    const status = make("p", { role: "status", tabIndex: -1 });
    const body = make("div", { className: "asking-body" });
    // The focus goes to what is said, and never to what sends.
    const show = (words, ...content) => {
      body.replaceChildren(...content);
      status.textContent = words;
      if (words) status.focus();
    };
    const trouble = (error) => {
      if (signal.aborted) return;
      // The engine's own words on an endpoint are in the reader's language.
      show(error.kind === "explain" ? error.message : this.#say(REASONS[error.kind] ?? "failed-other"), first());
    };
    const first = () => this.#button("ask", () => preview().catch(trouble), { values: { host } });
    const preview = async () => {
      show(this.#say("preparing"));
      const omni = await sooner(engineFor(this.#device, this), signal);
      const { jpeg } = await omni.prompt(result, { signal });
      // The whole of these bytes, whatever is said of them.
      const bitmap = await createImageBitmap(jpeg);
      const shown = make("canvas", { width: bitmap.width, height: bitmap.height, role: "img" });
      shown.setAttribute("aria-label", this.#say("picture"));
      shown.getContext("2d").drawImage(bitmap, 0, 0);
      const send = this.#button("send", () => explain(omni).catch(trouble), { className: "primary" });
      show(this.#say("leaves", { host, kilobytes: (jpeg.size / 1000).toFixed(1) }), make("div", { className: "preview", dir: "ltr", tabIndex: 0 }, shown), send);
    };
    const explain = async (omni) => {
      const arriving = make("pre");
      show(this.#say("asking", { host }), arriving);
      const onText = (text) => (arriving.textContent = text);
      const { words, cut, sent, report } = await omni.explain(result, { endpoint, onText, signal });
      signal.throwIfAborted();
      const whom = sent.map(([, whom]) => whom).join("; ");
      show(
        this.#say("answer", { host }),
        make("p", { className: "quiet", textContent: this.#say("answer-text") }),
        this.#words(words),
        ...(cut ? [make("p", { className: "quiet", textContent: this.#say("cut") })] : []),
        make("p", { className: "quiet", textContent: this.#say("sent", { what: whom }) }),
      );
      this.#tell("result", report);
    };
    body.append(first());
    return make("div", { className: "asking" }, status, body);
  }
}

/** The picture, and its marks as a second canvas of the same size to lie over it. */
function canvases({ picture, mask, report }) {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const whole = new OffscreenCanvas(picture.width, picture.height);
  whole.getContext("2d").putImageData(new ImageData(picture.data, picture.width, picture.height), 0, 0);
  const below = make("canvas", { width, height });
  below.getContext("2d").drawImage(whole, 0, 0, width, height);

  const marked = (x, y) => {
    const [mx, my] = [Math.floor(((x + 0.5) * mask.width) / width), Math.floor(((y + 0.5) * mask.height) / height)];
    return mask.data[my * mask.width + mx] >= mask.threshold;
  };
  const inside = new Uint8Array(width * height);
  for (let i = 0; i < inside.length; i++) inside[i] = marked(i % width, Math.floor(i / width));
  const paint = new ImageData(width, height);
  for (let i = 0; i < inside.length; i++) {
    if (!inside[i]) continue;
    const x = i % width;
    const edge = (x > 0 && !inside[i - 1]) || (x < width - 1 && !inside[i + 1]) || !(inside[i - width] ?? 1) || !(inside[i + width] ?? 1);
    paint.data.set(edge ? [255, 211, 232, 255] : [255, 45, 142, 107], i * 4);
  }
  const marks = make("canvas", { width, height });
  const context = marks.getContext("2d");
  context.putImageData(paint, 0, 0);
  context.font = "bold 14px system-ui, sans-serif";
  [context.textAlign, context.textBaseline] = ["center", "middle"];
  report.regions.slice(0, NUMBERED).forEach(({ bbox: [x, y] }, index) => {
    const [left, top] = [(x * width) / mask.width, (y * height) / mask.height].map((at) => Math.max(12, at));
    context.fillStyle = "#b00d60";
    context.beginPath();
    context.arc(left, top, 11, 0, 7);
    context.fill();
    context.fillStyle = "#fff";
    context.fillText(index + 1, left, top);
  });
  marks.setAttribute("aria-hidden", "true");
  return [below, marks];
}

if (!customElements.get("omni-iml-check")) customElements.define("omni-iml-check", OmniImlCheck);

export { OmniIml };
