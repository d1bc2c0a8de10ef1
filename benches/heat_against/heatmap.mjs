// Draws the clicks of a file with heatmap.js in Chromium: node heatmap.mjs FOLDER [COUNT].
// FOLDER has points.f32 and gets heatmapjs.json. Nothing is asked from a network.
import { openSync, readFileSync, readSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = process.env.HEAT_MODULES;
const require = createRequire(modules ? join(modules, "../x.js") : import.meta.url);
const { chromium } = require("playwright-core");
const library = readFileSync(require.resolve("heatmap.js"), "utf8");
const [folder, wanted] = process.argv.slice(2);
const file = join(folder, "points.f32");
const count = Math.min(Number(wanted ?? Infinity), statSync(file).size / 8);
const points = openSync(file);
// The file comes in parts, as one answer can be no larger than a string.
const PART = 1 << 20;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--js-flags=--max-old-space-size=12000"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(600_000);
  await page.route("**/*", async (route) => {
    const part = /\/points\/(\d+)$/.exec(route.request().url());
    if (!part) return route.fulfill({ contentType: "text/html", body: "<div id=map style='width:1440px;height:9000px'></div>" });
    const start = Number(part[1]) * PART * 8;
    const body = Buffer.alloc(Math.min(PART * 8, count * 8 - start));
    readSync(points, body, 0, body.length, start);
    return route.fulfill({ contentType: "application/octet-stream", body });
  });
  await page.goto("http://points.test/");
  await page.addScriptTag({ content: library });
  const told = await page.evaluate(async ([count, part]) => {
    const data = [];
    let inside = 0;
    for (let at = 0; at < count; at += part) {
      const answer = await fetch(`/points/${at / part}`);
      const pairs = new Float32Array(await answer.arrayBuffer());
      for (let n = 0; n < pairs.length; n += 2) {
        const [x, y] = [pairs[n], pairs[n + 1]];
        if (x < 0 || y < 0 || x >= 1440 || y >= 9000) continue;
        data.push({ x: x | 0, y: y | 0, value: 1 });
        inside += 1;
      }
    }
    const map = h337.create({ container: document.getElementById("map"), radius: 44 });
    const start = performance.now();
    map.setData({ min: 0, max: 1, data });
    // What was asked of the canvas is drawn when a pixel is read.
    const canvas = document.querySelector("canvas");
    canvas.getContext("2d").getImageData(0, 0, 1, 1);
    const ms = performance.now() - start;
    const sum = map.getData().data.reduce((sum, point) => sum + point.value, 0);
    return { ms, inside, sum, width: canvas.width, height: canvas.height };
  }, [count, PART]);
  writeFileSync(join(folder, "heatmapjs.json"), JSON.stringify({ ...told, count }));
} finally {
  await browser.close();
}
