// Checks the bundle against truth.json and the promises of ../README.md. Prints one line a session.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const bundle = new URL("../nordlund/", import.meta.url);
const { sessions } = JSON.parse(readFileSync(new URL("../truth.json", import.meta.url)));
const order = ["view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase"];
let faults = 0;
const fault = (id, text) => { faults += 1; console.log(`  ! ${id}: ${text}`); };

for (const t of sessions) {
  const events = JSON.parse(gunzipSync(readFileSync(new URL(`recordings/${t.session}.json.gz`, bundle))));
  const id = t.session;
  if (events[0].type !== 4 || events[1].type !== 2) fault(id, `starts with ${events.slice(0, 3).map((e) => e.type)}`);
  events.forEach((e, i) => { if (i && e.timestamp < events[i - 1].timestamp) fault(id, `goes backwards at ${i}`); if (e.type === 4 && events[i + 1]?.type !== 2) fault(id, `Meta at ${i} without FullSnapshot`); });
  const start = events[0].timestamp;
  if (new Date(t.started_at).getTime() !== start) fault(id, `starts at ${new Date(start).toISOString()}`);
  const clicks = events.filter((e) => e.type === 3 && e.data.source === 2 && e.data.type === 2);
  if (clicks.length !== t.clicks.length) fault(id, `${clicks.length} clicks recorded, ${t.clicks.length} in truth`);
  clicks.forEach((e, i) => {
    const c = t.clicks[i];
    if (!c) return;
    if (Math.abs(e.timestamp - start - c.t_ms) > 30) fault(id, `click ${i} at ${e.timestamp - start}, truth ${c.t_ms}`);
    if (Math.abs(e.data.x - c.client.x) > 1 || Math.abs(e.data.y - c.client.y) > 1) fault(id, `click ${i} at ${e.data.x},${e.data.y}, truth ${c.client.x},${c.client.y}`);
  });
  const made = t.clicks.filter((c) => c.kind === "tap" || c.kind === "click").length;
  if (made !== t.presses) fault(id, `${t.presses} presses by the script, ${made} clicks`);
  const custom = events.filter((e) => e.type === 5);
  const stages = order.filter((s) => custom.some((e) => e.data.tag === s));
  const expected = order.filter((s) => t.stages.includes(s));
  if (stages.join() !== expected.join()) fault(id, `stages ${stages} but expected ${expected}`);
  const purchase = custom.find((e) => e.data.tag === "purchase");
  if (!!purchase !== t.bought || (purchase && (purchase.data.payload.transaction_id !== t.order.id || purchase.data.payload.value !== t.order.total))) fault(id, `purchase ${JSON.stringify(purchase?.data.payload)} but ${JSON.stringify(t.order)}`);
  const errors = events.filter((e) => e.type === 6 && e.data.payload.level === "error").length;
  if (errors !== t.error_clicks) fault(id, `${errors} errors, ${t.error_clicks} expected`);
  for (const c of t.clicks) if (c.intent === "dead" && c.reaction.ms !== null && c.reaction.ms < 2500) fault(id, `dead click answered by ${c.reaction.what} after ${c.reaction.ms}`);
  for (const b of t.rage_bursts) if (b.clicks < 3) fault(id, `rage burst of ${b.clicks}`);
  for (const b of t.rage_bursts) { const c = t.clicks.filter((c) => c.intent.startsWith("rage") && c.kind !== "label-echo" && c.t_ms >= b.t_ms - 5).slice(0, b.clicks); for (let i = 1; i < c.length; i++) if (c[i].t_ms - c[i - 1].t_ms > 900) fault(id, `rage gap ${c[i].t_ms - c[i - 1].t_ms}`); }
  const text = JSON.stringify(events);
  for (const leak of ["@mail.example", "4000 0000", "Rantatie", "Korpela", "Lindberg"]) if (text.includes(leak)) fault(id, `unmasked ${leak}`);
  const pages = events.filter((e) => e.type === 4).length, seconds = (events.at(-1).timestamp - start) / 1000;
  console.log(id, t.device.padEnd(13), `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`, `${pages} pages`, `${clicks.length} clicks`, (expected.at(-1) ?? "-").padEnd(17), t.bought ? `bought €${t.order.total}` : `cart €${t.cart_value}`, [t.rage && `rage ${t.rage}`, t.dead && `dead ${t.dead}`, t.error_clicks && `error ${t.error_clicks}`, t.coupons.length && `coupons ${t.coupons.map((c) => c.code + (c.accepted ? "✓" : "✗")).join(" ")}`].filter(Boolean).join(", "));
}
const files = existsSync(new URL("recordings/", bundle)) ? readdirSync(new URL("recordings/", bundle)) : [];
if (files.length !== sessions.length) fault("bundle", `${files.length} recordings, ${sessions.length} in truth`);
console.log(faults ? `${faults} faults` : "all right");
process.exitCode = faults ? 1 : 0;
