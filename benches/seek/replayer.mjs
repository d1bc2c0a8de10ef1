// node replayer.mjs FILE MS...: loads a recording into rrweb's own player in Chromium and goes to each moment,
// paused. Prints the milliseconds for loading and for each seek. The modules are those of ../fidelity.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = process.env.FIDELITY_MODULES;
const require = createRequire(modules ? join(modules, "../x.js") : new URL("../fidelity/x.js", import.meta.url));
const { chromium } = require("playwright-core");
const script = readFileSync(require.resolve("rrweb").replace(/dist[\\/].*$/, "dist/rrweb.umd.min.cjs"), "utf8");

const [file, ...moments] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
await page.route("**/*", (route) => route.abort());
await page.setContent("<!DOCTYPE html><div id=stage></div>");
await page.addScriptTag({ content: script });
const times = await page.evaluate(([text, moments]) => {
  const start = performance.now();
  const settings = { root: document.getElementById("stage"), mouseTail: false, showWarning: false };
  const player = new rrweb.Replayer(JSON.parse(text), settings);
  const times = [performance.now() - start];
  for (const moment of moments) {
    const before = performance.now();
    player.pause(Number(moment));
    times.push(performance.now() - before);
  }
  return times;
}, [readFileSync(file, "utf8"), moments]);
console.log(times.join(" "));
await browser.close();
