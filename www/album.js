// The pictures of a PDF document, taken out by a module of its own in a worker of its own, which ends with the last of them.
// What is read is hostile: at worst it ends that worker, or keeps it busy until the patience between two of its answers is up.

const PATIENCE_MS = 60_000;

/** What the worker does: it says that it is ready, then each picture with its page, then how many ornaments it left out. */
const script = (beside) => `
  self.onmessage = async ({ data }) => {
    let pdf;
    try {
      pdf = await import(${beside("pdf.js")});
      await pdf.default({ module_or_path: ${beside("pdf_bg.wasm")} });
    } catch {
      return self.postMessage({ failed: "network" });
    }
    self.postMessage({});
    try {
      const album = pdf.Album.open(new Uint8Array(data));
      for (let at = 0; at < album.count(); at += 1) {
        const picture = album.picture(at) ?? null;
        self.postMessage({ picture, page: album.page(at), number: at + 1 }, picture ? [picture.buffer] : []);
      }
      self.postMessage({ small: album.small() });
    } catch (kind) {
      self.postMessage({ failed: typeof kind === "string" ? kind : "pdf-damaged" });
    }
  };`;

/**
 * Hands each picture of `file` to `take`, with the page that shows it (0: none does) and its number. Gives how many there were,
 * how many more cannot be read, and how many are ornaments; nothing if `take` said false, for then no more are wanted. Throws
 * the kind of what went wrong.
 */
export async function unfold(file, version, take) {
  const beside = (name) => JSON.stringify(new URL(`${name}?v=${version}`, document.baseURI).href);
  const bytes = await file.arrayBuffer().catch(() => Promise.reject("unreadable"));
  // From a `blob:`, so that it inherits the page's policy.
  const address = URL.createObjectURL(new Blob([script(beside)], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module", name: "omni-iml-pdf" });
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      let [count, unread] = [0, 0];
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(reject, PATIENCE_MS, "pdf-slow");
      };
      worker.onmessage = ({ data: { failed, picture, page, number, small } }) => {
        wait();
        if (failed) reject(failed);
        else if (small !== undefined) resolve([count, unread, small]);
        else if (picture === null) unread += 1;
        else if (picture) {
          count += 1;
          const type = picture[0] === 0xff ? "image/jpeg" : "image/png";
          if (!take(new Blob([picture], { type }), page, number)) resolve();
        }
      };
      worker.onerror = () => reject("pdf-damaged");
      wait();
      worker.postMessage(bytes, [bytes]);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
