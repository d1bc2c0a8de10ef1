// Draws moments of recordings with rrweb's own player: node replay.mjs [folder] [session@ms …]
import { readFileSync, mkdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { launch } from "./browser.mjs";
import { answer } from "../shop/files.mjs";
import { brand } from "../shop/site.mjs";

const [out = "replay-out", ...moments] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const dist = (file) => readFileSync(new URL(`node_modules/rrweb/dist/${file}`, import.meta.url), "utf8");
const browser = await launch();
for (const moment of moments.length ? moments : ["nl-1101-k7@60000", "nl-1102-m9@120000"]) {
  const [id, at] = moment.split("@");
  const events = gunzipSync(readFileSync(new URL(`../nordlund/recordings/${id}.json.gz`, import.meta.url))).toString();
  const size = JSON.parse(events)[0].data;
  const page = await browser.newPage({ viewport: { width: size.width, height: size.height } });
  await page.route("**/*", (route) => { const url = new URL(route.request().url()); if (url.origin !== brand.origin) return route.abort(); const { status, type, body } = answer(url.pathname); return route.fulfill({ status, contentType: type, body, headers: { "access-control-allow-origin": "*" } }); });
  await page.setContent(`<style>${dist("style.css")} body{margin:0;overflow:hidden} iframe{border:0}</style><div id="stage"></div>`);
  await page.addScriptTag({ content: dist("rrweb.umd.min.cjs") });
  await page.evaluate(([list, t]) => { const player = new rrweb.Replayer(JSON.parse(list), { root: document.getElementById("stage"), mouseTail: true, useVirtualDom: false }); player.pause(t); }, [events, Number(at)]);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${out}/${id}-${at}.png` });
  await page.close();
}
await browser.close();
