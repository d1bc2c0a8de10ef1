// Takes the page screenshots of the bundle and writes the boxes of the elements on them.
import { existsSync, mkdirSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { launch, visitorContext, devices } from "./browser.mjs";
import { brand } from "../shop/site.mjs";

const bundle = new URL("../nordlund/", import.meta.url);
const folder = new URL("screenshots/", bundle);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const bag = [{ slug: "aurora-trail-3", size: 42, count: 1 }];
const visitor = { cookie: "yes", "ab:size-guide": "B" };
const filled = { ...visitor, bag };
const known = { ...filled, address: { first: "Aino", last: "Korpela", street: "Rantatie 14" } };
const paid = { ...known, order: { id: "NL-10210", delivery: "home", paid: { sub: 129, discount: 0, shipping: 0, total: 129 } } };
const open = (selector) => (page) => page.evaluate((s) => document.querySelector(s).click(), selector);

const shots = [
  { name: "home", page: "/", path: "/", storage: visitor },
  { name: "category", page: "/shoes/*", path: "/shoes/all", storage: visitor },
  { name: "product", page: "/product/*", path: "/product/aurora-trail-3", storage: visitor },
  { name: "product-tab", page: "/product/*", path: "/product/aurora-trail-3", storage: { ...visitor, "ab:size-guide": "A" }, variant: "A" },
  { name: "cart", page: "/cart", path: "/cart", storage: filled },
  { name: "address", page: "/checkout/address", path: "/checkout/address", storage: filled },
  { name: "shipping", page: "/checkout/shipping", path: "/checkout/shipping", storage: known },
  { name: "payment", page: "/checkout/payment", path: "/checkout/payment", storage: { ...known, order: { delivery: "home" } } },
  { name: "thank-you", page: "/checkout/thank-you", path: "/checkout/thank-you", storage: paid },
  { name: "product-bag", page: "/product/*", path: "/product/aurora-trail-3", storage: visitor, state: "Your bag", act: async (page) => { await open('[data-size="42"]')(page); await open("#add")(page); } },
  { name: "product-size-guide", page: "/product/*", path: "/product/aurora-trail-3", storage: visitor, state: "Size guide", act: open("#size-guide-link") },
  { name: "home-menu", page: "/", path: "/", storage: visitor, state: "Menu", act: open("#menu-open"), only: "mobile" },
];
const classes = [["mobile", "phone-ios"], ["tablet", "tablet"], ["desktop", "laptop"]];

// Every element with a box of its own, the parts of drawings left out.
function boxes() {
  const list = [], round = (n) => Math.round(n * 10) / 10;
  for (const e of document.body.querySelectorAll("*")) {
    if (e.closest("svg") && e.tagName !== "svg") continue;
    if (!e.checkVisibility({ checkVisibilityCSS: true })) continue;
    const r = e.getBoundingClientRect();
    if (r.width < 1 || r.height < 1) continue;
    list.push({ selector: window.__path(e), x: round(r.left + scrollX), y: round(r.top + scrollY), width: round(r.width), height: round(r.height) });
  }
  return list;
}

const browser = await launch();
const manifest = [];
for (const [device, kind] of classes) {
  const { width, height } = devices[kind].viewport;
  for (const shot of shots) {
    if ((shot.only && shot.only !== device) || (device === "tablet" && (shot.state || shot.variant))) continue;
    const context = await visitorContext(browser, kind, shot.storage, false);
    await context.addInitScript({ content: readFileSync(new URL("path.js", import.meta.url), "utf8") });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await page.goto(brand.origin + shot.path, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    if (shot.act) { await shot.act(page); await page.waitForTimeout(200); }
    const full = await page.evaluate(() => document.documentElement.scrollHeight);
    // A drawer is fixed to the viewport: its page is shown as far as the first screen.
    const shown = shot.state ? height : full;
    const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality: 82, captureBeyondViewport: !shot.state, clip: { x: 0, y: 0, width, height: shown, scale: 1 } });
    const base = `screenshots/${shot.name}-${device}`;
    writeFileSync(new URL(`${base}.webp`, bundle), Buffer.from(data, "base64"));
    const list = (await page.evaluate(boxes)).filter((b) => b.y < shown);
    writeFileSync(new URL(`${base}.boxes.json`, bundle), "[\n" + list.map((b) => JSON.stringify(b)).join(",\n") + "\n]\n");
    manifest.push({ file: `${base}.webp`, page: shot.page, url: brand.origin + shot.path, device, ...(shot.state ? { state: shot.state } : {}), ...(shot.variant ? { variant: shot.variant } : {}), viewport_width: width, viewport_height: height, page_height: shown, scale: 1, elements: `${base}.boxes.json` });
    await context.close();
  }
}
await browser.close();
const file = new URL("wherefore.json", bundle);
const whole = existsSync(file) ? JSON.parse(readFileSync(file)) : {};
writeFileSync(file, JSON.stringify({ ...whole, screenshots: manifest }, null, 2) + "\n");
console.log(`${manifest.length} screenshots`);
