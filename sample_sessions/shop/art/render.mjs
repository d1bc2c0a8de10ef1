// Renders the drawings to WebP with Chromium. Run `npm run art` in ../record after a change to the drawings.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { products } from "../catalog.mjs";
import { side, closeUp, sole, onRock } from "./shoe.mjs";
import { landscape, scenes } from "./landscape.mjs";

const { chromium } = createRequire(new URL("../../record/package.json", import.meta.url))("playwright-core");
const out = new URL("../public/img/", import.meta.url);
mkdirSync(out, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
const cdp = await page.context().newCDPSession(page);

async function draw(name, svg, w, h, quality) {
  await page.setViewportSize({ width: w, height: h });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style><div style="width:${w}px;height:${h}px">${svg}</div>`);
  const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality });
  writeFileSync(new URL(`${name}.webp`, out), Buffer.from(data, "base64"));
}

for (const p of products) {
  await draw(`${p.slug}-1`, side(p.paint, "a"), 640, 640, 84);
  await draw(`${p.slug}-2`, closeUp(p.paint, "b"), 640, 640, 80);
  await draw(`${p.slug}-3`, sole(p.paint, "c"), 640, 640, 78);
  await draw(`${p.slug}-4`, onRock(p.paint, "d"), 640, 640, 78);
  await draw(`${p.slug}-card`, side(p.paint, "e"), 336, 336, 82);
  for (const n of [1, 2, 3, 4]) await draw(`${p.slug}-${n}-small`, [side, closeUp, sole, onRock][n - 1](p.paint, "f"), 128, 128, 72);
}
for (const [name, scene] of Object.entries(scenes)) await draw(name, landscape(scene), scene.w, scene.h, 78);
await browser.close();
