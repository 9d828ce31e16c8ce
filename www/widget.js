// <omni-iml-check src="picture.jpg">: a button beside a picture that checks it in the reader's own browser. Attributes: src,
// device, lang, theme ("light", "dark"), explain-endpoint. Events: omni-iml-progress, omni-iml-result (detail: what
// `omni-iml check --json` prints), omni-iml-error. It fetches nothing, and stores nothing, before the reader presses.
import { OmniIml } from "./omni-iml.js";

/** What it says, by language; written here by `cargo xtask build` from locales/widget. */
const WORDS = {};
/** Bytes of what a first check loads at most, written here likewise. */
const BYTES = 0;

/** Longest side of the picture as it is kept to be shown, pixels. */
const SIDE = 1280;
/** Places that carry their numbers; more would hide the picture. */
const NUMBERED = 9;

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
.verdict { font-weight: 650; }
button, .button { font: inherit; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 8px; padding: .4em .9em;
  min-block-size: 2.25rem; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button:hover, .button:hover { border-color: var(--accent); }
.primary { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; }
:is(button, .button, input, summary):focus-visible, .button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
progress { inline-size: 100%; accent-color: var(--accent); }
input[type="file"] { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1rem; inline-size: min(64rem, 96vw);
  max-block-size: 94vh; overflow: auto; }
dialog::backdrop { background: rgb(0 0 0 / 60%); }
.head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-block-end: .75rem; }
h2 { font-size: 1.2em; margin: 0; }
h3 { font-size: 1em; margin: .75rem 0 .25rem; }
.stage { display: grid; justify-items: center; background: rgb(128 128 128 / 18%); border-radius: 8px; }
.stage canvas, .preview { grid-area: 1 / 1; max-inline-size: 100%; max-block-size: 60vh; }
.strength { display: flex; gap: .75rem; align-items: center; margin-block: .5rem; }
.strength input { flex: 1; max-inline-size: 20rem; min-block-size: 1.5rem; accent-color: var(--accent); }
.words p { margin-block: .25rem; }
.asking { border-block-start: 1px solid var(--line); margin-block-start: 1rem; padding-block-start: .75rem; display: grid; gap: .5rem; justify-items: start; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8em; max-block-size: 12rem; overflow: auto; }
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

const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** Which of the widget's words fits an error. */
function reasonOf(kind) {
  if (kind === "picture-unreachable") return "failed-picture";
  if (/^(file-too-large|too-|side-too-long)/.test(kind)) return kind === "file-too-large" ? "failed-large" : "failed-format";
  if (/^(unsupported-|unknown-format|damaged-file|empty-file|unreadable)/.test(kind)) return "failed-format";
  return { network: "failed-network", weights: "failed-network", frame: "failed-network", version: "failed-version", browser: "failed-browser" }[kind] ?? "failed-other";
}

class OmniImlCheck extends HTMLElement {
  static observedAttributes = ["src", "lang", "explain-endpoint"];

  #root = make("div", { className: "root" });
  #stop = null;
  #file = null;
  #result = null;
  #parts;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [style];
    shadow.append(make("slot"), this.#root);
  }

  connectedCallback() {
    this.#draw();
  }

  disconnectedCallback() {
    this.#forget();
    this.#root.replaceChildren();
    release(this);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === "src") this.#forget();
    this.#draw();
  }

  /** Gives up what is under way and what was found. */
  #forget() {
    this.#stop?.abort(new DOMException("not wanted any more", "AbortError"));
    this.#stop = this.#result = this.#file = null;
  }

  get #address() {
    return this.getAttribute("src") || this.querySelector("img")?.currentSrc || "";
  }

  get #language() {
    const wanted = (this.closest("[lang]")?.lang || navigator.language || "en").split("-")[0].toLowerCase();
    return wanted in WORDS ? wanted : "en";
  }

  #say(key, values = {}) {
    return (WORDS[this.#language]?.[key] ?? key).replace(/\{ \$(\w+) \}/g, (_, name) => values[name] ?? "");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`omni-iml-${name}`, { bubbles: true, composed: true, detail }));
  }

  /** A button that only the reader can press: no script of the page's may load megabytes, or send, in their name. */
  #button(key, act, properties = {}, values = {}) {
    const onclick = (event) => event.isTrusted && act();
    return make("button", { type: "button", textContent: this.#say(key, values), onclick, ...properties });
  }

  /** The bar, from what is known. */
  #draw() {
    const bar = make("div", { className: "bar" });
    bar.ondragover = (event) => {
      event.preventDefault();
      bar.classList.add("over");
    };
    bar.ondragleave = () => bar.classList.remove("over");
    bar.ondrop = (event) => {
      event.preventDefault();
      bar.classList.remove("over");
      const [file] = event.dataTransfer?.files ?? [];
      if (file && event.isTrusted) this.#start(file);
    };
    this.#parts = {
      row: make("div", { className: "row" }),
      says: make("p", { className: "says", role: "status" }),
      more: make("p", { className: "quiet" }),
      progress: make("progress", { hidden: true }),
    };
    const { row, says, more, progress } = this.#parts;
    progress.setAttribute("aria-label", this.#say("check"));
    bar.append(row, says, progress, more);
    this.#root.lang = this.#language;
    this.#root.dir = "ltr";
    this.#root.replaceChildren(bar);
    if (this.#result) {
      this.#found();
    } else {
      row.append(this.#button("check", () => this.#start(null), { className: "primary" }));
      more.textContent = this.#say("before", { megabytes: megabytes(BYTES) });
    }
  }

  async #start(file) {
    this.#stop?.abort(new DOMException("another one was asked for", "AbortError"));
    const stop = (this.#stop = new AbortController());
    const { signal } = stop;
    this.#result = null;
    this.#file = file;
    this.#draw();
    const { row, says, more, progress } = this.#parts;
    const hadFocus = this.shadowRoot.activeElement !== null || document.activeElement === this || document.activeElement === document.body;
    const cancel = this.#button("cancel", () => stop.abort(new DOMException("cancelled", "AbortError")));
    row.replaceChildren(cancel);
    if (hadFocus) cancel.focus();
    says.textContent = this.#say("loading");
    more.textContent = "";
    progress.hidden = false;
    progress.removeAttribute("value");
    try {
      const omni = await engineFor(this.getAttribute("device") || "auto", this);
      signal.throwIfAborted();
      says.textContent = this.#say("waiting");
      const onProgress = (at) => !signal.aborted && this.#progress(at);
      const settings = { language: this.#language, onProgress, signal, name: file?.name };
      const result = await omni.check(file ?? this.#address, settings);
      signal.throwIfAborted();
      this.#result = result;
      this.#draw();
      this.#parts.row.querySelector("button")?.focus({ preventScroll: true });
      this.#tell("result", result.report);
    } catch (error) {
      // What took its place, or took it away, draws by itself.
      if (this.#stop === stop) this.#failed(error, signal.aborted);
    }
  }

  #progress({ phase, done, of }) {
    const { says, progress } = this.#parts;
    if (of > 0) [progress.max, progress.value] = [of, done];
    else progress.removeAttribute("value");
    const values = phase === "fetching" ? { done: megabytes(done), of: megabytes(of) } : { done: Math.min(done + 1, of), of };
    const key = phase === "fetching" ? (of > 0 ? "fetching" : "loading") : phase === "coefficients" ? "decoding" : phase;
    const words = this.#say(key, values);
    if (says.textContent !== words) says.textContent = words;
    this.#tell("progress", { phase, done, of });
  }

  #failed(error, cancelled) {
    this.#stop = null;
    const file = this.#file;
    this.#draw();
    const { row, says, more } = this.#parts;
    row.querySelector("button").focus({ preventScroll: true });
    if (cancelled) {
      says.textContent = this.#say("cancelled");
      return;
    }
    const kind = error.kind ?? "other";
    const host = file ? "" : new URL(this.#address, document.baseURI).host;
    const reason = this.#say(reasonOf(kind), { host });
    says.textContent = kind === "picture-unreachable" ? reason : this.#say("failed", { reason });
    more.textContent = "";
    if (kind === "picture-unreachable") {
      // Why comes first, then what can be done.
      row.before(says);
      row.replaceChildren(...this.#waysOut());
    }
    console.warn("omni-iml-check:", error);
    this.#tell("error", { kind, message: error.message });
  }

  /** Another server's picture: it is opened there and saved, and the saved file is checked here. */
  #waysOut() {
    const open = make("a", { className: "button", href: this.#address, target: "_blank", rel: "noopener noreferrer", textContent: this.#say("open-picture") });
    const input = make("input", { type: "file", accept: "image/*", onchange: () => input.files[0] && this.#start(input.files[0]) });
    return [open, make("label", { className: "button" }, this.#say("choose"), input)];
  }

  /** The bar, when there is something to be shown. */
  #found() {
    const { row, says, more } = this.#parts;
    const { band, unsure } = this.#result.report.verdict;
    row.append(this.#button("show", () => this.#open(), { className: "primary" }), this.#button("check-again", () => this.#start(this.#file)));
    says.append(make("span", { className: "verdict", textContent: this.#say(`verdict-${band}`) }));
    more.textContent = [unsure ? this.#say("unsure") : "", this.#say("caution")].join(" ").trim();
  }

  /** What was found, over the page: nothing of it moves. */
  #open() {
    const result = this.#result;
    const [below, marks] = canvases(result);
    below.role = "img";
    below.setAttribute("aria-label", this.#say("picture"));
    const strength = make("input", { type: "range", min: 0, max: 100, value: 80 });
    const fade = () => (marks.style.opacity = strength.value / 100);
    strength.oninput = fade;
    fade();
    const dialog = make("dialog");
    const close = this.#button("close", () => dialog.close());
    const heading = make("h2", { textContent: this.#say("heading"), id: "heading" });
    dialog.setAttribute("aria-labelledby", "heading");
    dialog.append(
      make("div", { className: "head" }, heading, close),
      make("div", { className: "stage" }, below, marks),
      make("label", { className: "strength" }, this.#say("strength"), strength),
      this.#words(result.words),
    );
    if (this.getAttribute("explain-endpoint")) dialog.append(this.#asking(result, dialog));
    dialog.onclose = () => dialog.remove();
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
      all.append(make("p", { textContent: text }));
    }
    return all;
  }

  /** Asks the gateway that the site names, in two steps: what would be sent is shown, and sent when the reader says so. */
  #asking(result, dialog) {
    const endpoint = new URL(this.getAttribute("explain-endpoint"), document.baseURI).href;
    const host = new URL(endpoint).host;
    const part = make("div", { className: "asking" });
    const stop = new AbortController();
    dialog.addEventListener("close", () => stop.abort(new DOMException("closed", "AbortError")));
    const { signal } = stop;
    const status = (key, values) => make("p", { role: "status", textContent: this.#say(key, values) });
    const trouble = (error) => {
      if (signal.aborted) return;
      part.replaceChildren(make("p", { role: "alert", textContent: error.message }), first());
    };
    const first = () => this.#button("ask", () => preview().catch(trouble), {}, { host });
    const preview = async () => {
      part.replaceChildren(status("preparing"));
      const omni = await engineFor(this.getAttribute("device") || "auto", this);
      const { jpeg, width, height, text } = await omni.prompt(result, { signal });
      const shown = make("canvas", { className: "preview", width, height });
      shown.getContext("2d").drawImage(await createImageBitmap(jpeg), 0, 0);
      const leaves = status("leaves", { host, kilobytes: (jpeg.size / 1000).toFixed(1) });
      const told = make("details", {}, make("summary", { textContent: this.#say("instructions") }), make("pre", { textContent: text }));
      const send = this.#button("send", () => explain(omni).catch(trouble), { className: "primary" });
      part.replaceChildren(make("div", { className: "stage" }, shown), leaves, told, send);
      send.focus();
    };
    const explain = async (omni) => {
      const arriving = make("pre");
      part.replaceChildren(status("asking"), arriving);
      const onText = (text) => (arriving.textContent = text);
      const { words, sent, report } = await omni.explain(result, { endpoint, onText, signal });
      const whom = sent.map(([, whom]) => whom).join("; ");
      part.replaceChildren(
        make("h2", { textContent: this.#say("answer", { host }) }),
        make("p", { className: "quiet", textContent: this.#say("answer-text") }),
        this.#words(words),
        make("p", { className: "quiet", textContent: this.#say("sent", { what: whom }) }),
      );
      this.#tell("result", report);
    };
    part.append(first());
    return part;
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
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
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
