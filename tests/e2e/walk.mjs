// What a stranger sees on the way through the explanation, with the real engine and a scripted server, as pictures to be
// looked at: narrow and wide, light and dark.
// `cargo xtask serve --no-build --port 8080`, then `node tests/e2e/walk.mjs FOLDER`.
process.env.OMNI_IML_URL ??= "http://127.0.0.1:8080";
const { launch, moon, visit } = await import("./support.mjs");
const { asking, inMode, listening, piece, reply, shown, streaming } = await import("./model.mjs");
const { mkdir } = await import("node:fs/promises");
const { join } = await import("node:path");

const folder = process.argv[2];
if (!folder) throw new Error("no folder was named: node tests/e2e/walk.mjs FOLDER");
await mkdir(folder, { recursive: true });

/** What the model says of a place. */
const place = {
  id: 1,
  title: "A moon above the trees",
  content: "moon",
  absolute_position: "top_left",
  relative_position: "above",
  relative_to: "the trees",
  bbox: [0, 0, 1000, 1000],
  artifacts: [{ kind: "halo", description: "A bright rim runs around the disc.", evidence: "The sky beside it is one step darker than the sky elsewhere." }],
};
const good = streaming(reply("A moon was added to the sky. Everything else looks as the camera left it.", [place]));
const halting = (response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(piece('{"tampered":true,"summary":"A moon was'));
};

const model = await listening(good);
/** Where nobody listens any more. */
const gone = await listening(good);
gone.close();
const browser = await launch();
try {
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      const take = async (page, name, target) => {
        await target?.scrollIntoViewIfNeeded();
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${width}-${colorScheme}-${name}.png`) });
      };
      const walk = async (page) => {
        const by = (id) => page.getByTestId(id);
        await moon(page);
        await take(page, "1-result");
        await page.screenshot({ path: join(folder, `${width}-${colorScheme}-1-result-whole.png`), fullPage: true });
        await by("account").locator("summary").first().click();
        await take(page, "2-words", by("account").locator("[data-about=limits]"));
        await by("written").locator("summary").first().click();
        await by("written").locator("summary").nth(1).click();
        await take(page, "2-written", by("written").locator("table").first());
        await by("lens").selectOption("gradient");
        await page.locator("[data-testid=lens-figures] dd").first().waitFor();
        await take(page, "3-lens", by("glass"));
        await take(page, "3-lens-figures", by("lens-figures"));
        model.answer = good;
        await asking(page, model);
        await take(page, "4-asking");
        await shown(page);
        await take(page, "5-preview", by("explain-send"));
        await page.getByRole("button", { name: "Brush", exact: true }).click();
        await by("redact").scrollIntoViewIfNeeded();
        const { x, y, width: wide, height: high } = await by("redact").boundingBox();
        await page.mouse.move(x + wide * 0.2, y + high * 0.6);
        await page.mouse.down();
        await page.mouse.move(x + wide * 0.7, y + high * 0.8, { steps: 8 });
        await page.screenshot({ path: join(folder, `${width}-${colorScheme}-5-brush.png`) });
        await page.mouse.up();
        await shown(page);
        await take(page, "5-painted");
        await inMode(page, "crops");
        await page.getByRole("button", { name: "Cover place 1" }).click();
        await shown(page);
        await take(page, "5-preview-covered", by("explain-preview"));
        await page.getByRole("button", { name: "Uncover all" }).click();
        await shown(page);
        model.answer = halting;
        await by("explain-send").click();
        await by("explain-so-far").getByText("A moon was").waitFor();
        await take(page, "6-arriving", by("explain-cancel"));
        await by("explain-cancel").click();
        await by("explain-trouble").getByText("Cancelled.").waitFor();
        model.answer = good;
        await by("explain-send").click();
        await by("explanation").getByText("A moon was added").waitFor();
        await take(page, "7-answer", by("explain-sent"));
        await page.locator("[data-testid=explanation] .told[data-about=region]").hover();
        await page.screenshot({ path: join(folder, `${width}-${colorScheme}-7-answer-place.png`) });
        await by("ask-base").fill(gone.base);
        await by("explain-send").click();
        await by("explain-trouble").getByText("The browser let no answer through").waitFor();
        await take(page, "8-error", by("explain-trouble"));
      };
      await visit(browser, walk, { context: { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" }, forgiven: /ERR_CONNECTION_REFUSED/ });
    }
  }
} finally {
  await browser.close();
  model.close();
}
