// How the page does by Lighthouse, as a phone and as a computer, each in so many runs: `cargo xtask bench lighthouse`.
// `package.json` overrides what Lighthouse asks for as “latest”, which no lock can hold.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

import { median } from "../bench/statistics.mjs";

/** What every category should reach, of 100. */
const GOAL = 95;
const [address, runs] = [process.env.OMNI_IML_URL, Number(process.argv[2])];

let short = 0;
for (const [form, config] of [["phone", undefined], ["computer", desktopConfig]]) {
  const scores = new Map();
  for (let run = 0; run < runs; run++) {
    // A browser of its own, so that nothing is cached.
    const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox"] });
    try {
      const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error" }, config);
      if (lhr.runtimeError) throw new Error(`Lighthouse could not load the page: ${lhr.runtimeError.message}`);
      for (const { title, score } of Object.values(lhr.categories)) {
        scores.set(title, [...(scores.get(title) ?? []), Math.round(score * 100)]);
      }
    } finally {
      chrome.kill();
    }
  }
  for (const [title, all] of scores) {
    const middle = median(all);
    if (middle < GOAL) short++;
    console.log(`${form}, ${title}: ${middle} of 100 (${all.join(", ")})${middle < GOAL ? `, below ${GOAL}` : ""}`);
  }
}
process.exitCode = short ? 1 : 0;
