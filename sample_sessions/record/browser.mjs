// Chromium with the shop behind its invented address: no request leaves the computer.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { answer } from "../shop/files.mjs";
import { brand } from "../shop/site.mjs";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const scripts = [
  text("node_modules/rrweb/dist/rrweb.umd.min.cjs"),
  text("node_modules/@rrweb/rrweb-plugin-console-record/dist/rrweb-plugin-console-record.umd.min.cjs"),
];

export const devices = {
  "phone-ios": { viewport: { width: 390, height: 844 }, touch: true, device: "mobile", browser: "Safari", os: "iOS" },
  "phone-android": { viewport: { width: 412, height: 915 }, touch: true, device: "mobile", browser: "Chrome", os: "Android" },
  "phone-small": { viewport: { width: 360, height: 780 }, touch: true, device: "mobile", browser: "Chrome", os: "Android" },
  tablet: { viewport: { width: 820, height: 1180 }, touch: true, device: "tablet", browser: "Safari", os: "iPadOS" },
  laptop: { viewport: { width: 1366, height: 768 }, touch: false, device: "desktop", browser: "Chrome", os: "Windows" },
  desktop: { viewport: { width: 1440, height: 900 }, touch: false, device: "desktop", browser: "Safari", os: "macOS" },
};

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A fresh visitor's browser. `storage` is put into localStorage; `record` adds rrweb and the account of clicks. */
export async function visitorContext(browser, device, storage, record) {
  const { viewport, touch } = devices[device];
  const context = await browser.newContext({
    viewport, isMobile: touch, hasTouch: touch, deviceScaleFactor: 1, locale: "en-GB", timezoneId: "Europe/Helsinki",
    storageState: { cookies: [], origins: [{ origin: brand.origin, localStorage: Object.entries(storage).map(([name, value]) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value) })) }] },
  });
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== brand.origin) return route.abort();
    const { status, type, body } = answer(url.pathname);
    return route.fulfill({ status, contentType: type, body });
  });
  if (record) for (const content of [...scripts, text("path.js"), text("inpage.js")]) await context.addInitScript({ content });
  return context;
}
