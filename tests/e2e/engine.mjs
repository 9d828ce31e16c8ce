// The engine without the page: started as the page starts it, asked for more than the page shows.

import { readFile } from "node:fs/promises";

import { copy } from "./support.mjs";

/** The engine's script: with relaxed SIMD, as Chromium gets it, or without. */
export const ENGINE = /^\/engine(-relaxed)?\.js$/;

/** An engine that does what the file says that it is given; see there. */
export const standIn = await readFile(new URL("stand-in.js", import.meta.url));
/** Such a file. */
export const saying = (told = {}) => Buffer.from(JSON.stringify(told));
/** The site from another port, with the stand-in as its engine; `change` as for [`copy`]. */
export const standInSite = (change = () => {}) =>
  copy((path, answer) => {
    if (ENGINE.test(path)) answer.body = standIn;
    return change(path, answer);
  });

/**
 * Starts the engine in a worker of `page` and waits until it has its weights. `models` is the folder of weights beside the
 * page; `first` is JavaScript that the worker runs before anything else.
 */
export async function startEngine(page, { device = "cpu", workers = null, models = "models/", first = "", relaxed = true } = {}) {
  const ready = await page.evaluate(
    async ([device, workers, models, first, name]) => {
      const absolute = (path) => new URL(path, document.baseURI).href;
      const [module, binary] = [absolute(`${name}.js`), absolute(`${name}_bg.wasm`)];
      const start = `import(${JSON.stringify(module)}).then((engine) => engine.default({ module_or_path: ${JSON.stringify(binary)} }));`;
      const bootstrap = URL.createObjectURL(new Blob([first, start], { type: "text/javascript" }));
      const worker = new Worker(bootstrap, { type: "module" });
      /** Sends a request and waits for a reply of a kind. */
      const ask = (request, buffers, wanted) =>
        new Promise((resolve, reject) => {
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data: [json, ...received] }) => {
            const reply = JSON.parse(json);
            if (reply.failed) reject(new Error(json));
            else if (reply[wanted]) resolve([reply[wanted], received]);
          };
          if (request) worker.postMessage([JSON.stringify(request), ...buffers], buffers);
        });
      window.engine = { ask, worker };
      await ask(null, [], "hello");
      const [ready] = await ask({ start: { device, gpu_failed: false, workers, models: absolute(models), module } }, [], "ready");
      return ready;
    },
    [device, workers, models, first, relaxed ? "engine-relaxed" : "engine"],
  );
  return {
    /** Device, reason and workers. */
    ready,
    /** Checks a file: the report, mask and reliability (displayed orientation) and the mask's logits at a quarter of the size (stored). */
    async check(name, bytes) {
      const { report, maps, logits } = await page.evaluate(
        async ([name, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const text = (buffer) => {
            let binary = "";
            const bytes = new Uint8Array(buffer);
            for (let at = 0; at < bytes.length; at += 1 << 15) binary += String.fromCharCode(...bytes.subarray(at, at + (1 << 15)));
            return btoa(binary);
          };
          const [done, [mask, reliability, logits]] = await window.engine.ask({ check: { job: 1, name, logits: true } }, [bytes.buffer], "done");
          return { report: JSON.parse(done.report), maps: [mask, reliability].map(text), logits: text(logits) };
        },
        [name, bytes.toString("base64")],
      );
      const [mask, reliability] = maps.map((map) => Buffer.from(map, "base64"));
      return { report, mask, reliability, logits: floats(Buffer.from(logits, "base64")) };
    },
    /**
     * Sends requests, each with a picture's bytes if it is a check, and gives every reply until all of `jobs` have ended. On
     * the first reply that holds the text `on`, `then` is sent.
     */
    converse: ({ bytes, requests, jobs, on, then }) =>
      page.evaluate(
        ({ base64, requests, jobs, on, then }) => {
          const { worker } = window.engine;
          const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
          const send = (request) => worker.postMessage([JSON.stringify(request), ...(request.check ? [bytes()] : [])]);
          const replies = [];
          const open = new Set(jobs);
          return new Promise((resolve, reject) => {
            worker.onerror = (event) => reject(new Error(event.message));
            worker.onmessage = ({ data: [json] }) => {
              const reply = JSON.parse(json);
              replies.push(reply);
              if (then && json.includes(on)) {
                send(then);
                then = null;
              }
              for (const end of [reply.done, reply.cancelled, reply.failed]) open.delete(end?.job);
              if (open.size === 0) resolve(replies);
            };
            requests.forEach(send);
          });
        },
        { base64: bytes.toString("base64"), requests, jobs, on, then },
      ),
    stop: () => page.evaluate(() => window.engine.worker.terminate()),
  };
}

/** 32-bit floats of bytes that may lie at any address. */
export function floats(bytes) {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
