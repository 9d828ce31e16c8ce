// Omni-IML without a user interface: pictures are checked in the reader's own browser, by an engine in a frame from the folder
// that this file lies in. Nothing is fetched before `load`, and no picture leaves the device.
//
// Page and frame talk through a port. To the frame: { is: "check", number, file, name, language }, "cancel", "prompt" { mode },
// "explain" { endpoint } with a port (the way out, `door`), "hush". From it, each with the number of the picture in hand:
// "progress" { phase, done, of }, "picture" { width, height, buffer }, "done" { width, height, threshold, report, words, buffer },
// "failed" { kind, words, detail }, "prompt" { width, height, text, buffer }, "explaining" { text, thinking },
// "report" { report }, "explained" { words, cut, sent }, "unexplained" { words, sent }. `src/ui/embed.rs` is the other side.

/** The build of the folder, written here by `cargo xtask build`. */
const BUILD = "";
/** Sends what the engine says through a port, to one origin: the very function of explain.html, written here likewise. */
const serve = () => {};

/** Bytes of a picture's file; the engine refuses more. */
const LIMIT = 64 * 1024 * 1024;
/** Milliseconds that the frame may take to say that it is ours, the same once it has loaded, and to say that its module runs. */
const PATIENCE = { here: 60_000, loaded: 5_000, hello: 120_000 };

/** What went wrong: `kind` in kebab-case, `message` in English. */
export class OmniImlError extends Error {
  name = "OmniImlError";

  constructor(kind, message, detail = "") {
    super(message);
    this.kind = kind;
    this.detail = detail;
  }
}

export class OmniIml {
  #holder;
  #port;
  #heard = () => {};
  #turn = Promise.resolve();
  #number = 0;
  #last = null;
  #closed = false;

  /** The build of this file, of the frame and of the engine: they are one. */
  static version = BUILD;

  /**
   * Loads the engine's frame. `base`: the folder that serves it, this file's own unless told otherwise. `device`: "auto", "gpu"
   * or "cpu". The engine and its weights come with the first check.
   */
  static async load({ base = new URL(".", import.meta.url), device = "auto", signal } = {}) {
    signal?.throwIfAborted();
    const omni = new OmniIml();
    try {
      await omni.#open(new URL(base, document.baseURI), device, signal);
      return omni;
    } catch (error) {
      omni.close();
      throw error;
    }
  }

  #open(base, device, signal) {
    const frame = document.createElement("iframe");
    frame.src = new URL(`widget-frame.html?device=${encodeURIComponent(device)}`, base).href;
    frame.title = "Omni-IML";
    frame.tabIndex = -1;
    // From our own origin this would keep nothing out, and browsers say so.
    if (base.origin !== location.origin) frame.sandbox = "allow-scripts allow-same-origin";
    // Behind a shadow, where the page's styles do not reach.
    this.#holder = document.createElement("div");
    this.#holder.attachShadow({ mode: "closed" }).append(frame);
    this.#holder.style.setProperty("display", "none", "important");
    this.#holder.setAttribute("aria-hidden", "true");
    return new Promise((resolve, reject) => {
      let here = false;
      let patience;
      const end = (act, value) => {
        clearTimeout(patience);
        removeEventListener("message", hear);
        signal?.removeEventListener("abort", abort);
        act(value);
      };
      const fail = (kind, message) => end(reject, new OmniImlError(kind, message));
      const abort = () => end(reject, signal.reason);
      const hear = ({ source, origin, data }) => {
        if (source !== frame.contentWindow || origin !== base.origin) return;
        if (data?.is === "here") {
          here = true;
          wait(PATIENCE.hello);
        }
        if (data?.is === "unfit") return fail("browser", "this browser cannot run the engine: it lacks WebAssembly SIMD");
        if (data?.is === "unstarted") return fail("frame", "the checker could not be started; reload the page");
        if (data?.is !== "hello") return;
        if (data.version !== BUILD) {
          return fail("version", `this page's script is of build ${BUILD}, the engine's folder of ${data.version}; reload the page`);
        }
        const { port1, port2 } = new MessageChannel();
        this.#port = port1;
        port1.onmessage = ({ data }) => this.#heard(data);
        source.postMessage({ is: "port" }, base.origin, [port2]);
        end(resolve);
      };
      addEventListener("message", hear);
      signal?.addEventListener("abort", abort);
      const silent = () => fail("frame", `${base.origin} did not answer: it cannot be reached, or does not let ${location.origin} embed it`);
      const wait = (milliseconds) => {
        clearTimeout(patience);
        patience = setTimeout(silent, milliseconds);
      };
      wait(PATIENCE.here);
      // What comes in place of a frame that is refused loads as well, and says nothing.
      frame.onload = () => here || wait(PATIENCE.loaded);
      (document.body ?? document.documentElement).append(this.#holder);
    });
  }

  /**
   * Checks a picture: a Blob, or an address that this page may read. One at a time; further ones wait. `onProgress` hears
   * { phase, done, of }: "picture" while it is on its way, "waiting" for those before it, then what the engine is at. The answer:
   * `report` (what `omni-iml check --json` prints), `words` ([{ about, region, text }]), `mask` ({ width, height, threshold,
   * data }: probabilities 0..255, one byte a pixel, in displayed orientation), `picture` ({ width, height, data }: RGBA, its
   * longest side at most 2048) and `file` (the Blob).
   */
  async check(source, { language = "en", name, onProgress = () => {}, signal } = {}) {
    onProgress({ phase: "picture", done: 0, of: 0 });
    const file = await fetched(source, signal);
    onProgress({ phase: "waiting", done: 0, of: 0 });
    return this.#inTurn(() => this.#check(file, name, language, onProgress, signal), signal);
  }

  #check(file, name, language, onProgress, signal) {
    const number = ++this.#number;
    this.#last = null;
    let picture;
    const hear = (data, resolve, reject) => {
      // What an earlier picture still has to say interests nobody any more.
      if (data.number !== number) return;
      if (data.is === "progress") onProgress({ phase: data.phase, done: data.done, of: data.of });
      if (data.is === "picture") {
        picture = { width: data.width, height: data.height, data: new Uint8ClampedArray(data.buffer) };
      }
      if (data.is === "failed") reject(new OmniImlError(data.kind, data.words, data.detail));
      if (data.is === "done") {
        const { width, height, threshold, words, buffer } = data;
        const mask = { width, height, threshold, data: new Uint8Array(buffer) };
        this.#last = { report: JSON.parse(data.report), words, mask, picture, file, name, language };
        resolve(this.#last);
      }
    };
    const stop = (reject) => {
      this.#port.postMessage({ is: "cancel" });
      reject(signal.reason);
    };
    return this.#talk({ is: "check", number, file, name, language }, hear, { signal, stop });
  }

  /**
   * What a model would be shown of a picture that was checked, with nothing sent yet: `jpeg` (a Blob), its `width` and
   * `height`, and the `text` that goes with it.
   */
  async prompt(result, { mode = "overlay", signal } = {}) {
    return this.#inTurn(async () => {
      await this.#recall(result, signal);
      const prompt = await this.#prompt(mode);
      // Nobody has seen it who has turned away meanwhile.
      signal?.throwIfAborted();
      return (result.prompt = prompt);
    }, signal);
  }

  #prompt(mode) {
    return this.#talk({ is: "prompt", mode }, (data, resolve, reject) => {
      const { width, height, text, buffer } = data;
      if (data.is === "unexplained") {
        // It may be that the engine knows the picture no more.
        this.#last = null;
        reject(new OmniImlError("prompt", data.words));
      }
      if (data.is === "prompt") resolve({ jpeg: new Blob([buffer], { type: "image/jpeg" }), width, height, text, mode });
    });
  }

  /**
   * Sends what `prompt` gave last to a gateway, from this page: one request that carries a picture. Call it when the reader
   * has seen that picture and agreed. The answer: `words`, `cut` (they end at a limit of length), `sent` (what was sent, and
   * to whom), and the `report` with all of it.
   */
  async explain(result, { endpoint, onText = () => {}, signal } = {}) {
    const { origin, href } = new URL(endpoint, document.baseURI);
    return this.#inTurn(async () => {
      const seen = result.prompt;
      if (!seen) throw new OmniImlError("prompt", "the reader has to see what is sent: call prompt() first");
      await this.#recall(result, signal);
      // The engine sends what it made last: that has to be what was seen, byte for byte.
      const made = await this.#prompt(seen.mode);
      if (!(await same(seen.jpeg, made.jpeg)) || seen.text !== made.text) {
        result.prompt = undefined;
        throw new OmniImlError("prompt-changed", "what would be sent is not what the reader has seen: show it again");
      }
      const picture = await seen.jpeg.arrayBuffer();
      signal?.throwIfAborted();
      const way = door(origin, picture);
      const hear = (data, resolve, reject) => {
        if (data.is === "explaining") onText(data.text, data.thinking);
        if (data.is === "report") result.report = JSON.parse(data.report);
        if (data.is === "unexplained") reject(new OmniImlError("explain", data.words));
        if (data.is === "explained") resolve({ words: data.words, cut: data.cut, sent: data.sent, report: result.report });
      };
      // It is over when the engine has said so.
      const stop = () => this.#port.postMessage({ is: "hush" });
      try {
        return await this.#talk({ is: "explain", endpoint: href.replace(/\/$/, "") }, hear, { parts: [way.port], signal, stop });
      } finally {
        way.close();
      }
    }, signal);
  }

  /** Takes the frame away, with everything in it. What is under way fails with kind "closed". */
  close() {
    this.#closed = true;
    this.#heard({ is: "closed" });
    this.#port?.close();
    this.#holder?.remove();
    this.#last = null;
  }

  /** Has the engine look at a picture again, if it has looked at another since. */
  async #recall(result, signal) {
    if (this.#last === result) return;
    await this.#check(result.file, result.name, result.language, () => {}, signal);
    this.#last = result;
  }

  /** Runs `act` when everything before it is over. */
  #inTurn(act, signal) {
    const mine = this.#turn.then(() => {
      signal?.throwIfAborted();
      if (this.#closed) throw new OmniImlError("closed", "the checker was closed");
      return act();
    });
    this.#turn = mine.catch(() => {});
    return sooner(mine, signal);
  }

  /** Says something to the frame, and hears it out; `stop` is what happens on `signal`. */
  #talk(message, hear, { parts = [], signal, stop } = {}) {
    return new Promise((resolve, reject) => {
      const over = (act) => (value) => {
        this.#heard = () => {};
        signal?.removeEventListener("abort", abort);
        act(value);
      };
      const abort = () => stop(over(reject));
      this.#heard = (data) => {
        if (data.is === "closed") return over(reject)(new OmniImlError("closed", "the checker was closed"));
        hear(data, over(resolve), over(reject));
      };
      signal?.addEventListener("abort", abort);
      this.#port.postMessage(message, parts);
    });
  }
}

/** What a promise comes to, unless `signal` is sooner. */
export function sooner(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

async function same(one, other) {
  const [a, b] = await Promise.all([one, other].map(async (blob) => new Uint8Array(await blob.arrayBuffer())));
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The bytes behind an address, within the limit. */
async function fetched(source, signal) {
  if (source instanceof Blob) return source;
  if (!source || !URL.canParse(source, document.baseURI)) throw new OmniImlError("picture-missing", "there is no picture at this address");
  const address = new URL(source, document.baseURI);
  const missing = (detail) => new OmniImlError("picture-missing", `the picture could not be loaded from ${address.host || "its address"}`, detail);
  let response;
  try {
    response = await fetch(address, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    // Why is not told to pages: of our own server, it is not for want of leave.
    if (address.origin === location.origin || !navigator.onLine) throw missing(String(error));
    throw new OmniImlError("picture-unreachable", `${address.host || "the address"} does not let this page read the picture`, String(error));
  }
  if (!response.ok || !response.body) throw missing(`the server answered ${response.status}`);
  const parts = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read().catch((error) => {
      signal?.throwIfAborted();
      throw missing(String(error));
    });
    if (done) return new Blob(parts);
    bytes += value.length;
    if (bytes > LIMIT) {
      await reader.cancel();
      throw new OmniImlError("file-too-large", "the file is too large; the limit is 64 MB");
    }
    parts.push(value);
  }
}

/**
 * The way out for one agreement, to one origin, for one picture (an ArrayBuffer): the engine, which can reach nobody, says through the port what is to be sent.
 * The page's own is in a frame that nobody can reach into; this one is in the embedding page, whose origin the gateway knows.
 */
function door(origin, picture) {
  const { port1, port2 } = new MessageChannel();
  serve(port1, { origin, key: "", picture });
  const close = () => {
    port1.onmessage({ data: { abort: true } });
    port1.close();
  };
  return { port: port2, close };
}
