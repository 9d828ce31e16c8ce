// What the page keeps of a list of pictures, if the person asks for it: a database in this browser, one record a picture. And
// the files of a drop, folders included.

const NAME = "omni-iml-list";
const STORE = "pictures";
/** Files of a drop, at most; one more than a list takes, which then says so. */
const MOST = 2001;
const PICTURE = /\.(jpe?g|jpe|jfif|png|webp|bmp|tiff?|gif|pdf)$/i;

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Runs `act` on the store, and waits until it is written. */
async function within(mode, act) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const written = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([act(transaction.objectStore(STORE)), written]);
    return result;
  } finally {
    database.close();
  }
}

/** Keeps a picture: its number, its file and name, and what was found, as text; an empty text before that. */
export const put = (number, file, name, said, thumb) => within("readwrite", (store) => settled(store.put({ file, name, said, thumb }, number)));

export const drop = (number) => within("readwrite", (store) => settled(store.delete(number)));

/** Everything that is kept, in the order of the numbers: [number, file, name, said, thumb]. */
export const all = () =>
  within("readonly", async (store) => {
    const [numbers, records] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    return numbers.map((number, at) => [number, records[at].file, records[at].name, records[at].said, records[at].thumb]);
  });

/** Deletes the whole database. */
export const erase = () => settled(indexedDB.deleteDatabase(NAME));

/**
 * The files of a drop: those of folders too, as far as their names are a picture's or a document's, with their paths. It has to
 * be called while the drop is handled.
 */
export function dropped(transfer) {
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
  const found = [];
  const take = (file, name) => found.length < MOST && found.push([file, name]);
  const walk = async (folder) => {
    const reader = folder.createReader();
    const inside = [];
    for (;;) {
      // It gives a hundred at a time.
      const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
      if (some.length === 0) break;
      inside.push(...some);
    }
    for (const entry of inside.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))) {
      if (found.length >= MOST) return;
      if (entry.isDirectory) await walk(entry);
      else if (PICTURE.test(entry.name)) {
        const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
        if (file) take(file, entry.fullPath.slice(1));
      }
    }
  };
  return (async () => {
    for (const [entry, file] of entries) {
      if (entry?.isDirectory) await walk(entry);
      else if (file) take(file, file.name);
    }
    return found;
  })();
}
