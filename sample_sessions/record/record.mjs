// Records every visit (or those named on the command line) and writes recordings/ and truth.json of the bundle.
import { mkdirSync, writeFileSync, readFileSync, existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { launch, visitorContext } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";
import { visits } from "./visits.mjs";

const bundle = new URL("../nordlund/", import.meta.url);
const truthFile = new URL("../truth.json", import.meta.url);
mkdirSync(new URL("recordings/", bundle), { recursive: true });

async function play(browser, visit, number) {
  const storage = { "ab:size-guide": visit.variant, "next-order": `NL-${10200 + number * 17}` };
  if (visit.customer === "returning" || !visit.steps.some(([name]) => name === "cookie")) storage.cookie = "yes";
  if (visit.bag) storage.bag = visit.bag;
  if (visit.saved) storage.address = { email: "aino.korpela@mail.example", first: "Aino", last: "Korpela", street: "Rantatie 14", zip: "00150", city: "Helsinki", phone: "40 555 0134" };
  const context = await visitorContext(browser, visit.on, storage, true);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const events = [], clicks = [], reactions = {}, moves = [];
  page.on("framenavigated", (frame) => frame === page.mainFrame() && moves.push(Date.now()));
  await cdp.send("Runtime.enable");
  await cdp.send("Runtime.addBinding", { name: "__visit" });
  cdp.on("Runtime.bindingCalled", ({ payload }) => {
    const { kind, value } = JSON.parse(payload);
    if (kind === "event") events.push(value);
    else if (kind === "click") clicks.push(value);
    else reactions[value.id] = value;
  });
  const visitor = new Visitor(page, cdp, visit);
  for (const [name, ...args] of visit.steps) await visitor[name](...args);
  await visitor.wait(2800, 3200);
  await context.close();
  return { visitor, events, clicks, reactions, moves, order: storage["next-order"] };
}

/** Lengthens the marked pauses so that the visit lasts `minutes`, and moves it to its date. */
function stretch({ visitor, events }, visit) {
  const first = Math.min(...events.map((e) => e.timestamp)), last = Math.max(...events.map((e) => e.timestamp));
  const spare = Math.max(0, visit.minutes * 60000 - (last - first));
  const pauses = visitor.pauses.filter((p) => p.at < last);
  const weight = pauses.reduce((sum, p) => sum + p.weight, 0);
  const shifts = pauses.map((p) => ({ at: p.at, ms: Math.round((spare * p.weight) / weight) }));
  const start = new Date(visit.at + "+02:00").getTime();
  return (t) => t - first + start + shifts.reduce((sum, s) => sum + (t > s.at ? s.ms : 0), 0);
}

function account(run, visit, time) {
  const { visitor, clicks, reactions, moves, order } = run;
  const start = new Date(visit.at + "+02:00").getTime();
  const list = clicks.map((c) => {
    const meant = visitor.intents.find((i) => c.at >= i.from - 5 && c.at <= i.to + 5);
    const answer = reactions[c.id], left = moves.find((at) => at >= c.at && at < c.at + 3000);
    const reaction = answer ? { ms: time(c.at + answer.ms) - time(c.at), what: answer.what } : left ? { ms: left - c.at, what: "navigation" } : { ms: null, what: "none" };
    return { session: visit.id, t_ms: time(c.at) - start, kind: c.kind, selector: c.selector, target: c.target, text: c.text, client: c.client, page: c.page, scroll: c.scroll, url: c.url, intent: meant?.intent ?? "", reaction: c.kind === "label-echo" ? null : reaction };
  });
  const bursts = visitor.intents.filter((i) => i.intent.startsWith("rage")).map((i) => ({ selector: i.selector, answered: i.intent === "rage-answered", t_ms: time(i.from) - start, clicks: list.filter((c) => c.t_ms >= time(i.from) - start - 5 && c.t_ms <= time(i.to) - start + 5).length }));
  return {
    session: visit.id, started_at: visit.at + "+02:00", device: visit.on, stages: [...visitor.stages], bought: visitor.bought,
    cart_value: visitor.subtotal(), order: visitor.bought ? { id: order, ...visitor.order(), items: visitor.bag } : null,
    bag: visitor.bag, coupons: visitor.coupons, presses: visitor.clicks,
    rage: bursts.length, rage_bursts: bursts,
    unanswered: list.filter((c) => c.reaction && !/^#(email|first|last|street|zip|city|phone|coupon$|card-|letter-)/.test(c.selector) && (c.reaction.ms === null || c.reaction.ms >= 2500)).length,
    other: visitor.other,
    dead: list.filter((c) => c.intent === "dead").length, error_clicks: list.filter((c) => c.selector === "#wish").length,
    clicks: list,
  };
}

const wanted = process.argv.slice(2);
const queue = visits.map((visit, number) => ({ visit, number })).filter(({ visit }) => !wanted.length || wanted.includes(visit.id));
const truth = existsSync(truthFile) ? JSON.parse(readFileSync(truthFile)) : { sessions: [] };
const kept = new Map(truth.sessions.map((t) => [t.session, t]));

async function worker() {
  const browser = await launch();
  for (let job = queue.shift(); job; job = queue.shift()) {
    const { visit, number } = job;
    const began = Date.now();
    try {
      const run = await play(browser, visit, number);
      const time = stretch(run, visit);
      const events = run.events.map((e) => ({ ...e, timestamp: time(e.timestamp) }));
      events.sort((a, b) => a.timestamp - b.timestamp);
      writeFileSync(new URL(`recordings/${visit.id}.json.gz`, bundle), gzipSync(JSON.stringify(events), { level: 9 }));
      kept.set(visit.id, account(run, visit, time));
      const order = visits.map((v) => v.id);
      writeFileSync(truthFile, JSON.stringify({ about: "What the scripts did, from a click listener that does not pass through rrweb. t_ms counts from the first event of the recording.", sessions: [...kept.values()].sort((a, b) => order.indexOf(a.session) - order.indexOf(b.session)) }, null, 1) + "\n");
      console.log(visit.id, `${((Date.now() - began) / 1000).toFixed(0)} s`, `${events.length} events`, [...run.visitor.stages].at(-1) ?? "-");
    } catch (error) { console.error(visit.id, "FAILED", error.stack.split("\n").slice(0, 8).join(" | ")); if (process.env.SHOT) await browser.contexts()[0].pages()[0].screenshot({ path: process.env.SHOT }); process.exitCode = 1; await Promise.all(browser.contexts().map((c) => c.close().catch(() => {}))); }
  }
  await browser.close();
}
await Promise.all(Array.from({ length: Number(process.env.WORKERS ?? 3) }, worker));
