// The picture of the page at work that README.md shows: one of our own samples, checked by the real engine.
// `cargo xtask serve --no-build --port 8080`, then `node tests/e2e/screenshot.mjs docs/page.webp`.
process.env.OMNI_IML_URL ??= "http://127.0.0.1:8080";
const { launch, open, settled } = await import("./support.mjs");
const { writeFile } = await import("node:fs/promises");

const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  const { page } = await open(context, { query: "" });
  await page.getByTestId("sample").filter({ hasText: "Moon" }).click();
  await settled(page, "done");
  await page.mouse.move(0, 0);
  const png = await page.screenshot();
  // WebP by the browser itself: a quarter of a PNG's size.
  const base64 = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    const webp = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.85 })).arrayBuffer());
    return btoa(Array.from(webp, (byte) => String.fromCharCode(byte)).join(""));
  }, png.toString("base64"));
  await writeFile(process.argv[2], Buffer.from(base64, "base64"));
} finally {
  await browser.close();
}
