// Draws the moments of a folder made by the bench with rrweb's own player, and notes where elements lie.
// node chromium.mjs FOLDER. What is there already is kept. Nothing is asked from a network: pages get
// the files that moments.json lists, and nothing else.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = process.env.FIDELITY_MODULES;
const require = createRequire(modules ? join(modules, "../x.js") : import.meta.url);
const { chromium } = require("playwright-core");
const from = (file) => readFileSync(require.resolve("rrweb").replace(/dist[\\/].*$/, `dist/${file}`), "utf8");
const [script, sheet] = [from("rrweb.umd.min.cjs"), from("style.css")];

const folder = process.argv[2];
const { assets, recordings } = JSON.parse(readFileSync(join(folder, "moments.json"), "utf8"));
const kinds = { css: "text/css", svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", webp: "image/webp", gif: "image/gif", woff2: "font/woff2", woff: "font/woff", ttf: "font/ttf" };
const headers = { "access-control-allow-origin": "*" };

async function answer(route) {
  const address = route.request().url();
  const file = assets[address] ?? assets[address.split(/[?#]/)[0]];
  if (!file) return route.abort();
  return route.fulfill({ body: readFileSync(file), contentType: kinds[file.split(".").pop()] ?? "application/octet-stream", headers });
}

/**
 * Shows the moment `at`, stills what moves, and tells the boxes of the page's elements. The player scrolls
 * before pictures have come and the page is as high as it was, so it is scrolled once more.
 */
async function show(page, { at, scroll }) {
  await page.evaluate((at) => window.player.pause(at), at);
  const settled = () => page.evaluate(async () => {
    const inner = window.player.iframe.contentDocument;
    const waiting = [...inner.images].filter((image) => !image.complete && image.loading !== "lazy");
    const come = waiting.map((image) => new Promise((done) => { image.onload = image.onerror = done; }));
    await Promise.race([Promise.all([inner.fonts.ready, ...come]), new Promise((done) => setTimeout(done, 1500))]);
    for (const motion of inner.getAnimations()) { try { motion.finish(); } catch { motion.cancel(); } }
  });
  await page.waitForTimeout(500);
  await settled();
  await page.evaluate(([left, top]) => window.player.iframe.contentWindow.scrollTo({ left, top, behavior: "instant" }), scroll);
  await page.waitForTimeout(150);
  await settled();
  return page.evaluate(() => {
    const { player } = window;
    const mirror = player.getMirror();
    const places = {};
    for (const element of player.iframe.contentDocument.querySelectorAll("*")) {
      const { x, y, width, height } = element.getBoundingClientRect();
      if (mirror.getId(element) > 0) places[mirror.getId(element)] = [x, y, width, height];
    }
    return { places, width: player.iframe.width, height: player.iframe.height };
  });
}

async function draw(browser, { name, moments }) {
  const file = (at, kind) => join(folder, `${name}@${at}.theirs.${kind}`);
  const left = moments.filter(({ at }) => !existsSync(file(at, "json")));
  if (!left.length) return;
  const page = await browser.newPage({ viewport: { width: 2000, height: 1600 }, deviceScaleFactor: 1 });
  await page.route("**/*", answer);
  await page.setContent(`<!DOCTYPE html><style>${sheet} body{margin:0;overflow:hidden} iframe{border:0} .replayer-mouse{display:none!important}</style><div id="stage"></div>`);
  await page.addScriptTag({ content: script });
  const events = readFileSync(join(folder, `${name}.events.json`), "utf8");
  await page.evaluate((text) => {
    const settings = { root: document.getElementById("stage"), mouseTail: false, pauseAnimation: false, showWarning: false, useVirtualDom: false, loadTimeout: 0, insertStyleRules: ["*{scroll-behavior:auto!important}"] };
    window.player = new rrweb.Replayer(JSON.parse(text), settings);
  }, events);
  for (const moment of left) {
    const { at } = moment;
    const { places, width, height } = await show(page, moment);
    await page.screenshot({ path: file(at, "png"), clip: { x: 0, y: 0, width: Number(width), height: Number(height) }, caret: "hide" });
    writeFileSync(file(at, "json"), JSON.stringify(places));
  }
  await page.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-lcd-text", "--font-render-hinting=none"],
});
for (const recording of recordings) {
  try { await draw(browser, recording); } catch (error) { console.log(`${recording.name}: ${String(error).split("\n")[0]}`); }
}
await browser.close();
