// Writes everything of the bundle that is not a recording or a screenshot: manifest, tables and the shop's files.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { brand } from "../shop/site.mjs";
import { bySlug } from "../shop/catalog.mjs";
import { devices } from "./browser.mjs";
import { visits } from "./visits.mjs";
import { answers } from "./answers.mjs";

const bundle = new URL("../nordlund/", import.meta.url);
const truth = Object.fromEntries(JSON.parse(readFileSync(new URL("../truth.json", import.meta.url))).sessions.map((t) => [t.session, t]));
const recorded = visits.filter((v) => truth[v.id]);
const cell = (v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v));
const table = (file, header, rows) => writeFileSync(new URL(file, bundle), [header, ...rows].map((r) => r.map(cell).join(",")).join("\n") + "\n");
const events = (id) => JSON.parse(gunzipSync(readFileSync(new URL(`recordings/${id}.json.gz`, bundle))));
const local = (ms) => new Date(ms + 2 * 3600e3).toISOString().slice(0, 19) + "+02:00";

table("sessions.csv", ["session_id", "file", "visitor", "country", "customer", "variant", "channel", "utm_source", "utm_medium", "utm_campaign", "referrer", "device", "browser", "os", "email_hash"],
  recorded.map((v) => {
    const d = devices[v.on], t = truth[v.id], utm = v.channel.utm ?? ["", "", ""];
    const hash = t.stages.includes("add_shipping_info") ? createHash("sha256").update(`${v.visitor}@mail.example`).digest("hex").slice(0, 16) : "";
    return [v.id, `recordings/${v.id}.json.gz`, v.visitor, v.country, v.customer, v.variant, v.channel.name, ...utm, v.channel.referrer, d.device, d.browser, d.os, hash];
  }));

const orders = [];
for (const v of recorded) {
  const t = truth[v.id];
  if (!t.bought) continue;
  const at = events(v.id).find((e) => e.type === 5 && e.data.tag === "purchase").timestamp;
  const items = t.order.items.map((l) => `${l.count} x ${bySlug[l.slug].name} ${l.size}`).join("; ");
  orders.push([t.order.id, v.id, local(at), t.order.total.toFixed(2), t.order.subtotal.toFixed(2), t.order.shipping.toFixed(2), t.order.discount.toFixed(2), t.order.coupon, "EUR", items]);
}
table("orders.csv", ["order_id", "session_id", "created_at", "total", "subtotal", "shipping", "discount", "coupon", "currency", "items"], orders);

table("surveys.csv", ["answer_id", "session_id", "survey", "at", "question", "answer", "score"],
  answers.filter(([id]) => truth[id]).map(([id, survey, question, answer, score], i) => {
    const list = events(id);
    return [`a-${String(i + 1).padStart(3, "0")}`, id, survey, local(list.at(-1).timestamp - 2000), question, answer, score];
  }));

const seen = (variant) => recorded.filter((v) => v.variant === variant && truth[v.id].stages.includes("view_item"));
table("experiments.csv", ["experiment", "variant", "name", "sessions", "conversions"], [["A", "Behind the tab Fit & care"], ["B", "Link beside the sizes, opens a dialog"]].map(([variant, name]) =>
  ["size-guide", variant, name, seen(variant).length, seen(variant).filter((v) => truth[v.id].bought).length]));

// The shop's own files, by address.
const assets = {};
rmSync(new URL("assets/", bundle), { recursive: true, force: true });
cpSync(new URL("../shop/public/", import.meta.url), new URL("assets/", bundle), { recursive: true, filter: (path) => !path.endsWith(".js") });
for (const file of readdirSync(new URL("assets/", bundle), { recursive: true }).sort()) if (/\.(css|svg|webp|woff2)$/.test(file)) assets[`${brand.origin}/${file}`] = `assets/${file}`;
writeFileSync(new URL("assets.json", bundle), JSON.stringify(assets, null, 1) + "\n");

const { screenshots: shots = [] } = existsSync(new URL("wherefore.json", bundle)) ? JSON.parse(readFileSync(new URL("wherefore.json", bundle))) : {};
const rule = (event, url) => ({ ...(url ? { url } : {}), event: [event] });
const manifest = {
  wherefore: 1,
  site: { name: brand.name, origin: brand.origin },
  timezone: "Europe/Helsinki",
  currency: "EUR",
  stages: {
    view_item: rule("view_item", ["/product/*"]),
    add_to_cart: rule("add_to_cart"),
    begin_checkout: rule("begin_checkout", ["/checkout/address*"]),
    add_shipping_info: rule("add_shipping_info"),
    add_payment_info: rule("add_payment_info"),
    purchase: rule("purchase", ["/checkout/thank-you*"]),
  },
  pages: [
    { key: "/", name: "Home" }, { key: "/shoes/*", name: "Category" }, { key: "/product/*", name: "Product" }, { key: "/cart", name: "Bag" },
    { key: "/checkout/address", name: "Checkout, address" }, { key: "/checkout/shipping", name: "Checkout, delivery" }, { key: "/checkout/payment", name: "Checkout, payment" },
    { key: "/checkout/thank-you", name: "Thank you" }, { key: "/help/*", name: "Help" },
  ],
  screenshots: shots,
  masking: { done_by: "recorder", inputs: ["[data-private]"], text: [".rr-mask"], keeps_first_character: ["[data-private=phone]"] },
};
writeFileSync(new URL("wherefore.json", bundle), JSON.stringify(manifest, null, 2) + "\n");
console.log(`${recorded.length} sessions, ${orders.length} orders, ${Object.keys(assets).length} assets, ${shots.length} screenshots`);
