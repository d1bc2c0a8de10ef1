// One scripted visitor: looks, scrolls, moves, taps and types at a human pace.
import { bySlug } from "../shop/catalog.mjs";
import { brand } from "../shop/site.mjs";
import { devices } from "./browser.mjs";

export function random(seed) {
  let a = 0;
  for (const c of seed) a = (Math.imul(a, 31) + c.charCodeAt(0)) | 0;
  return () => { a = (a + 0x6d2b79f5) | 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const people = {
  FI: ["Aino", "Korpela", "Rantatie 14", "00150", "Helsinki", "+358", "40 555 0134"], SE: ["Elsa", "Lindberg", "Storgatan 8", "11455", "Stockholm", "+46", "70 555 0121"],
  NO: ["Ida", "Haugen", "Fjordveien 3", "0253", "Oslo", "+47", "41 55 01 27"], DK: ["Freja", "Holm", "Strandvej 21", "2100", "Aarhus", "+45", "20 55 01 19"],
  DE: ["Lena", "Brandt", "Hafenweg 5", "20457", "Hamburg", "+49", "151 5550142"], EE: ["Liis", "Tamm", "Mere 12", "10111", "Tallinn", "+372", "5555 0117"],
};

export class Visitor {
  constructor(page, cdp, visit) {
    Object.assign(this, { page, cdp, visit, rand: random(visit.id), touch: devices[visit.on].touch, size: devices[visit.on].viewport });
    this.x = this.size.width * 0.6; this.y = this.size.height * 0.4;
    this.pauses = [];          // places where thinking time is put in afterwards
    this.other = [];           // further signals that the script made on purpose
    this.intents = [];         // { from, to, intent, selector }: what the script meant between two moments
    this.stages = new Set();
    this.bag = (visit.bag ?? []).map((l) => ({ ...l }));
    this.bought = false; this.coupon = null; this.coupons = []; this.shipping = 0; this.clicks = 0;
  }
  between(a, b) { return a + this.rand() * (b - a); }
  wait(a, b = a) { return sleep(this.between(a, b)); }

  /** A pause in which nothing moves. It is lengthened afterwards by a share of the visit's spare time. */
  async think(weight = 1) {
    await this.wait(850, 1100);
    this.pauses.push({ at: Date.now(), weight: weight * this.between(0.6, 1.4) });
    await this.wait(350, 600);
  }

  // ---- hands
  async move(x, y) {
    if (this.touch) return;
    const { x: x0, y: y0 } = this, far = Math.hypot(x - x0, y - y0);
    if (far < 3) return;
    const bend = this.between(-0.22, 0.22) * far, nx = -(y - y0) / far, ny = (x - x0) / far, steps = Math.max(8, Math.min(44, Math.round(far / 16)));
    for (let i = 1; i <= steps; i++) {
      const t = i / steps, e = t * t * (3 - 2 * t), b = Math.sin(Math.PI * e) * bend;
      await this.page.mouse.move(x0 + (x - x0) * e + nx * b, y0 + (y - y0) * e + ny * b);
      await sleep(9);
    }
    this.x = x; this.y = y;
  }
  async scroll(dy) {
    if (this.touch) {
      let left = dy;
      while (Math.abs(left) > 12) {
        const part = Math.sign(left) * Math.min(Math.abs(left), this.size.height * 0.55);
        const room = await this.page.evaluate((p) => (p > 0 ? document.documentElement.scrollHeight - innerHeight - scrollY : scrollY), part);
        if (room < 8) return;
        await this.swipe(Math.sign(part) * Math.min(Math.abs(part), room));
        left -= part;
        await this.wait(90, 260);
      }
    } else {
      for (let left = Math.abs(dy); left > 4; ) { const part = Math.min(left, this.between(80, 120)); await this.page.mouse.wheel(0, Math.sign(dy) * part); left -= part; await this.wait(40, 90); }
      await this.wait(120, 200);
    }
  }
  /** A finger on the screen: the page moves `dy` down, without momentum. */
  async swipe(dy) {
    const { cdp } = this, x = Math.round(this.size.width * this.between(0.45, 0.8)), bend = this.between(-14, 14), slop = Math.sign(dy) * 15;
    const y = this.size.height * (dy > 0 ? 0.8 : 0.2), n = Math.max(7, Math.round(Math.abs(dy) / 26)), at = (t) => [{ x: Math.round(x + bend * t), y: Math.round(y - (dy + slop) * t) }];
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
    for (let i = 1; i <= n; i++) { const t = i / n; await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(1 - (1 - t) * (1 - t)) }); await sleep(12); }
    for (let i = 0; i < 3; i++) { await sleep(30); await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: at(1)[0].x, y: at(1)[0].y + (i % 2) }] }); }
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await sleep(60);
  }
  async box(selector) {
    const locator = this.page.locator(selector).first();
    await locator.waitFor({ state: "visible", timeout: 5000 });
    for (let i = 0; i < 6; i++) {
      const b = await locator.boundingBox();
      const low = 30, high = this.size.height - 60, fits = b.y >= low && b.y + Math.min(b.height, high - low) <= high;
      if (fits) return b;
      const before = b.y;
      await this.scroll(b.y + b.height / 2 - this.size.height * this.between(0.42, 0.6));
      const after = (await locator.boundingBox()).y;
      if (Math.abs(after - before) < 2) return await locator.boundingBox();
    }
    return locator.boundingBox();
  }
  async press(x, y) {
    this.clicks += 1;
    if (this.touch) return this.page.touchscreen.tap(x, y);
    await this.page.mouse.down(); await this.wait(50, 95); await this.page.mouse.up();
  }
  async click(selector, spread = 0.22) {
    const b = await this.box(selector);
    const x = b.x + b.width * (0.5 + this.between(-spread, spread)), y = Math.min(b.y + b.height * (0.5 + this.between(-spread, spread)), this.size.height - 12);
    await this.move(x, y);
    await this.wait(140, 380);
    await this.press(x, y);
    await this.wait(120, 240);
    return [x, y];
  }
  async follow(selector) {
    await Promise.all([this.page.waitForEvent("load", { timeout: 15000 }), this.click(selector)]);
    await this.arrived();
  }
  async arrived() {
    await this.page.waitForFunction(() => window.__recording === true, null, { timeout: 15000 });
    await this.wait(500, 800);
    if (/\/product\//.test(this.page.url())) this.stages.add("view_item");
    if (/\/checkout\/address/.test(this.page.url()) && this.bag.length) this.stages.add("begin_checkout");
  }
  async meaning(intent, selector, work) { const from = Date.now(); await work(); this.intents.push({ intent, selector, from, to: Date.now() }); }
  async type(selector, text, slip = true) {
    await this.click(selector);
    for (let i = 0; i < text.length; i++) {
      if (slip && text.length > 6 && this.rand() < 0.035) { await this.page.keyboard.type("e"); await this.wait(160, 300); await this.page.keyboard.press("Backspace"); await this.wait(80, 160); }
      await this.page.keyboard.type(text[i]);
      await this.wait(this.touch ? 55 : 35, this.touch ? 130 : 95);
    }
    await this.wait(150, 300);
  }
  async clear(selector) {
    await this.click(selector);
    await this.page.keyboard.press("End");
    for (let n = (await this.page.inputValue(selector)).length; n > 0; n--) { await this.page.keyboard.press("Backspace"); await this.wait(35, 70); }
  }

  // ---- steps of a visit (the words used in visits.mjs)
  async land(path) {
    const { utm, referrer } = this.visit.channel;
    const query = utm ? `?utm_source=${utm[0]}&utm_medium=${utm[1]}&utm_campaign=${utm[2]}` : "";
    await this.page.goto(brand.origin + path + query, { waitUntil: "load", ...(referrer ? { referer: referrer } : {}) });
    await this.arrived();
    await this.think(1);
  }
  async look(times = 2) {
    for (let i = 0; i < times; i++) {
      if (!this.touch) await this.move(this.between(0.2, 0.8) * this.size.width, this.between(0.25, 0.8) * this.size.height);
      await this.scroll(this.between(0.35, 0.8) * this.size.height * (i % 3 === 2 ? -1 : 1));
      await this.think(1);
    }
  }
  /** Shakes the mouse to and fro, as somebody does who waits or is lost. */
  async thrash() {
    const { x, y } = this;
    for (let i = 0; i < 14; i++) { await this.page.mouse.move(x + (i % 2 ? 90 : -90), y + this.between(-12, 12), { steps: 3 }); await sleep(95); }
    await this.page.mouse.move(x, y);
    this.other.push("thrash");
    await this.think(0.5);
  }
  /** Runs up and down the page in search of something. */
  async hunt() {
    for (let i = 0; i < 3; i++) { await this.scroll(this.size.height * 1.6); await this.wait(150, 300); await this.scroll(-this.size.height * 1.5); await this.wait(150, 300); }
    this.other.push("hunt");
    await this.think(0.6);
  }
  /** Turns the tablet, or pulls the window to another size. */
  async resize(width, height) { await this.page.setViewportSize({ width, height }); this.size = { width, height }; this.x = Math.min(this.x, width - 20); this.other.push("resize"); await this.think(0.6); }
  async rest(weight = 1) { await this.think(weight); }
  async cookie(answer = "yes") { await this.click(`#cookie-${answer}`); await this.wait(300, 600); }
  async kind(kind) {
    if (this.size.width < 640) { await this.click("#menu-open"); await this.wait(600, 900); await this.follow(`#menu a[href="/shoes/${kind}"]`); }
    else await this.follow(`.nav a[href="/shoes/${kind}"]`);
    await this.think(0.7);
  }
  async go(selector) { await this.follow(selector); await this.think(0.8); }
  async card(slug) { await this.follow(`.card[href="/product/${slug}"]`); await this.think(1); }
  async back(quick = false) { if (!quick) await this.think(0.5); await Promise.all([this.page.waitForEvent("load", { timeout: 15000 }), this.page.goBack({ waitUntil: "commit" })]); await this.arrived(); }
  async sort(value) { await this.click("#sort"); await this.page.selectOption("#sort", value); await this.page.keyboard.press("Escape").catch(() => {}); await this.think(0.6); }
  /** Taps the photo, one by one, and waits for a zoom that never comes. */
  async photo(times) {
    await this.box(".photo");
    for (let i = 0; i < times; i++) { await this.meaning("dead", ".photo", () => this.click(i === times - 1 && i ? ".photo-zoom" : ".photo", 0.25)); await this.wait(2650, 2900); }
    await this.think(0.5);
  }
  async burst(intent, selector, times) {
    await this.meaning(intent, selector, async () => {
      const at = await this.click(selector);
      for (let i = 1; i < times; i++) { await this.wait(85, 180); await this.press(at[0] + this.between(-3, 3), at[1] + this.between(-3, 3)); }
    });
  }
  async photoRage(times) { await this.burst("rage", ".photo", times); await this.wait(2700, 3000); await this.think(0.5); }
  async thumb(n) { await this.click(`.thumb:nth-of-type(${n})`); await this.think(0.5); }
  async tab(name) { await this.click(`#tab-${name}`); await this.think(0.8); }
  async guide() {
    if (this.visit.variant === "B") { await this.click("#size-guide-link"); await this.think(1.2); await this.click("[data-close=guide]"); await this.wait(300, 500); }
    else { await this.click("#tab-fit"); await this.think(1.2); }
  }
  async wish(times = 1) {
    for (let i = 0; i < times; i++) { await this.meaning("error", "#wish", () => this.click("#wish")); await this.wait(2650, 2900); }
  }
  async wishRage(times) { await this.burst("rage", "#wish", times); await this.wait(2700, 3000); }
  async choose(size) { await this.click(`[data-size="${size}"]`); this.sizeChosen = size; await this.wait(300, 700); }
  async addTooEarly() { await this.click("#add"); await this.think(0.6); }
  async add() {
    await this.click("#add");
    const slug = new URL(this.page.url()).pathname.split("/")[2];
    const same = this.bag.find((l) => l.slug === slug && l.size === this.sizeChosen);
    if (same) same.count += 1; else this.bag.push({ slug, size: this.sizeChosen, count: 1 });
    this.stages.add("add_to_cart");
    await this.think(0.8);
  }
  async closeBag() { await this.click("[data-close=bag]"); await this.think(0.6); }
  async viewBag() { await this.follow("#bag-view"); await this.think(1); }
  async bagLink() { await this.follow("#bag-link"); await this.think(1); }
  async more() { await this.click("[data-more]"); this.bag[0].count += 1; await this.think(0.6); }
  async remove() { await this.click("[data-remove]"); this.bag.splice(0, 1); await this.think(0.8); }
  async checkout() { await this.follow(this.page.url().endsWith("/cart") ? "#cart-checkout" : "#bag-checkout"); await this.think(0.6); }

  /** `phone`: "right", "fixes" (types the zero, finds out) or "gives-up" (never does); `until` stops at a field. */
  async address({ phone = "right", tries = 2, until = null, rage = 0 } = {}) {
    const [first, last, street, zip, city, dial, number] = people[this.visit.country];
    for (const [id, value] of [["email", `${first}.${last}@mail.example`.toLowerCase()], ["first", first], ["last", last], ["street", street], ["zip", zip], ["city", city]]) {
      await this.type(`#${id}`, value);
      if (until === id) { await this.think(2); return; }
      if (this.rand() < 0.3) await this.think(0.4);
    }
    if (dial !== "+358") { await this.page.selectOption("#dial", dial); await this.wait(300, 500); }
    if (phone === "right") await this.type("#phone", number, false);
    else {
      await this.type("#phone", "0" + number, false);
      await this.click("#to-shipping");
      await this.think(1);
      for (let i = 1; i < tries; i++) {
        await this.clear("#phone");
        await this.type("#phone", i % 2 ? "0" + number.replace(/ /g, "") : "0" + number, false);
        await this.click("#to-shipping");
        await this.think(1.2);
      }
      if (rage) { await this.burst("rage-answered", "#to-shipping", rage); await this.think(1); }
      if (phone === "gives-up") return;
      await this.clear("#phone");
      await this.type("#phone", number, false);
    }
    await this.follow("#to-shipping");
    await this.think(0.6);
  }
  async savedAddress() { await this.follow("#to-shipping"); await this.think(0.6); }
  async delivery(method) {
    await this.click(`label[for=${method}]`);
    await this.think(0.6);
    await this.follow("#to-payment");
    this.stages.add("add_shipping_info");
    this.method = method;
    await this.think(0.8);
  }
  async pick(method) { await this.click(`label[for=${method}]`); await this.think(0.5); }
  /** Tries a code. With `taps` above one the visitor loses patience before the answer comes. */
  async tryCode(code, taps = 1) {
    if (await this.page.inputValue("#coupon")) await this.clear("#coupon");
    await this.type("#coupon", code, false);
    this.coupons.push({ code, accepted: code.toUpperCase() === "WELCOME10" });
    if (taps > 1) await this.burst("rage", "#coupon-apply", taps);
    else await this.click("#coupon-apply");
    await this.wait(3250, 3500);
    if (code.toUpperCase() === "WELCOME10") this.coupon = "WELCOME10"; else this.coupon = null;
    await this.think(1);
  }
  async applyAgain(taps = 1) {
    const code = await this.page.inputValue("#coupon");
    this.coupons.push({ code, accepted: false });
    if (taps > 1) await this.burst("rage", "#coupon-apply", taps); else await this.click("#coupon-apply");
    await this.wait(3250, 3500); await this.think(0.8);
  }
  async payWith(method) {
    await this.click(`label[for=${method}]`);
    this.stages.add("add_payment_info");
    await this.think(0.7);
    if (method === "card") { await this.type("#card-number", "4000 0000 0000 0002", false); await this.type("#card-expiry", "04/29", false); await this.type("#card-code", "123", false); }
  }
  async pay() {
    await this.follow("#pay");
    this.stages.add("purchase"); this.bought = true;
    await this.think(1);
  }
  async join(email) { await this.type("#letter-email", email, false); await this.click("#letter button"); await this.think(0.6); }

  subtotal() { return this.bag.reduce((sum, l) => sum + bySlug[l.slug].price * l.count, 0); }
  order() {
    const subtotal = this.subtotal(), discount = this.coupon ? Math.round(subtotal * 10) / 100 : 0;
    const shipping = subtotal >= 80 && this.method !== "express" ? 0 : { parcel: 4.9, home: 7.9, express: 14.9 }[this.method];
    return { subtotal, discount, shipping, total: Math.round((subtotal - discount + shipping) * 100) / 100, coupon: this.coupon ?? "" };
  }
}
