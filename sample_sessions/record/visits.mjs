// Who came, from where, and what they did. Every step is a method of Visitor.
const channels = {
  "paid social": { name: "paid social", utm: ["instagram", "paid_social", "trail20_autumn"], referrer: "https://l.instagram.com/" },
  "paid search": { name: "paid search", utm: ["google", "cpc", "winter_shoes"], referrer: "https://www.google.com/" },
  email: { name: "email", utm: ["newsletter", "email", "letter_45"], referrer: "" },
  organic: { name: "organic", utm: null, referrer: "https://www.google.com/" },
  direct: { name: "direct", utm: null, referrer: "" },
  referral: { name: "referral", utm: null, referrer: "https://www.polkujuoksija.example/kengat-2026" },
};
const list = [];
/** at: local time in Helsinki; minutes: how long the visit lasts after the pauses have been lengthened. */
const visit = (id, at, who, country, customer, on, channel, variant, minutes, steps, extra = {}) =>
  list.push({ id, at, visitor: who, country, customer, on, channel: channels[channel], variant, minutes, steps, ...extra });
const s = (name, ...args) => [name, ...args];
const aurora = [{ slug: "aurora-trail-3", size: 42, count: 1 }];

visit("nl-1101-k7", "2026-11-01T09:14:22", "v-7f21", "FI", "new", "phone-ios", "paid social", "A", 4.6, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("photo", 2), s("look", 2), s("choose", 42), s("add"), s("checkout"), s("address"), s("delivery", "home"),
  s("tryCode", "TRAIL20", 4), s("applyAgain"), s("rest", 3), s("look", 1)]);
visit("nl-1101-p2", "2026-11-01T18:40:05", "v-1c08", "SE", "new", "phone-android", "paid social", "B", 3.9, [
  s("land", "/product/aurora-trail-3"), s("cookie", "no"), s("guide"), s("choose", 41), s("add"), s("checkout"), s("address"), s("delivery", "parcel"),
  s("payWith", "wallet"), s("tryCode", "TRAIL20", 3), s("tryCode", "trail20"), s("rest", 3)]);
visit("nl-1102-c4", "2026-11-02T07:52:41", "v-33d0", "FI", "returning", "phone-ios", "email", "A", 2.6, [
  s("land", "/"), s("look", 1), s("kind", "road"), s("card", "kaira-road"), s("look", 1), s("choose", 40), s("add"), s("checkout"), s("address"), s("delivery", "parcel"),
  s("tryCode", "WELCOME10"), s("payWith", "wallet"), s("pay")]);
visit("nl-1102-m9", "2026-11-02T12:08:19", "v-90be", "DE", "new", "laptop", "organic", "B", 5.8, [
  s("land", "/shoes/trail"), s("cookie"), s("look", 1), s("card", "fjell-ridge"), s("look", 2), s("photo", 3), s("guide"), s("choose", 43), s("add"), s("viewBag"), s("checkout"),
  s("address"), s("delivery", "express"), s("payWith", "card"), s("pay")]);
visit("nl-1102-t1", "2026-11-02T21:31:57", "v-5ae4", "NO", "new", "phone-android", "paid social", "A", 6.1, [
  s("land", "/shoes/trail"), s("cookie"), s("look", 1), s("card", "aurora-trail-3"), s("photoRage", 4), s("thumb", 2), s("thumb", 4), s("look", 1), s("choose", 41), s("add"), s("checkout"),
  s("address"), s("delivery", "home"), s("tryCode", "TRAIL20", 5), s("rest", 2), s("payWith", "invoice"), s("pay")]);
visit("nl-1103-h3", "2026-11-03T10:22:10", "v-b611", "FI", "returning", "desktop", "direct", "B", 1.6, [
  s("land", "/"), s("look", 1), s("card", "lumi-ice"), s("wish", 2), s("look", 2)]);
visit("nl-1103-r8", "2026-11-03T16:47:33", "v-2d7c", "DK", "new", "phone-ios", "paid search", "A", 2.4, [
  s("land", "/shoes/winter"), s("cookie"), s("card", "lumi-ice"), s("look", 1), s("tab", "details"), s("tab", "about"), s("hunt"), s("back", true), s("card", "halla-mid"), s("hunt"), s("tab", "details")]);
visit("nl-1104-d5", "2026-11-04T08:05:48", "v-c3a9", "FI", "new", "phone-ios", "paid social", "B", 3.4, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("look", 1), s("choose", 40), s("add"), s("checkout"), s("address", { phone: "gives-up", tries: 3 }), s("rest", 2)]);
visit("nl-1104-w6", "2026-11-04T13:26:02", "v-e042", "SE", "returning", "laptop", "email", "A", 6.9, [
  s("land", "/product/polku-light"), s("look", 2), s("choose", 42), s("add"), s("closeBag"), s("kind", "road"), s("card", "meri-daily"), s("look", 1), s("choose", 39), s("add"), s("checkout"),
  s("address", { phone: "fixes", tries: 2 }), s("delivery", "home"), s("payWith", "bank"), s("pay")]);
visit("nl-1104-z0", "2026-11-04T20:58:36", "v-4471", "EE", "new", "tablet", "organic", "A", 2.2, [
  s("land", "/"), s("cookie"), s("look", 2), s("card", "aurora-trail-3"), s("photo", 2), s("thumb", 3), s("look", 1)]);
visit("nl-1105-b2", "2026-11-05T07:31:15", "v-a8f3", "FI", "new", "phone-small", "paid social", "A", 3.7, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("addTooEarly"), s("choose", 39), s("add"), s("checkout"), s("address", { phone: "gives-up", tries: 2, rage: 3 }), s("rest", 2)]);
visit("nl-1105-f7", "2026-11-05T15:12:44", "v-0d9b", "FI", "new", "laptop", "referral", "B", 2.3, [
  s("land", "/product/fjell-ridge"), s("cookie", "no"), s("guide"), s("choose", 44), s("add"), s("viewBag"), s("rest", 2), s("remove")]);
visit("nl-1105-n4", "2026-11-05T19:49:08", "v-6e52", "SE", "returning", "phone-android", "email", "B", 1.7, [
  s("land", "/product/saari-tempo"), s("choose", 43), s("add"), s("checkout"), s("address"), s("delivery", "parcel"), s("payWith", "wallet"), s("pay")]);
visit("nl-1106-g1", "2026-11-06T11:03:29", "v-f1c7", "NO", "new", "phone-ios", "paid social", "A", 0.35, [
  s("land", "/product/aurora-trail-3"), s("look", 3)]);
visit("nl-1106-j9", "2026-11-06T17:38:51", "v-8b30", "DK", "new", "desktop", "paid search", "B", 5.2, [
  s("land", "/shoes/winter"), s("cookie"), s("card", "halla-mid"), s("look", 3), s("guide"), s("choose", 42), s("add"), s("viewBag"), s("more"), s("thrash"), s("checkout"), s("address"),
  s("go", '.footer-small a[href="/help/delivery"]'), s("look", 1), s("back", true), s("rest", 2)]);
visit("nl-1107-q3", "2026-11-07T09:55:12", "v-7f21", "FI", "returning", "phone-ios", "direct", "A", 3.1, [
  s("land", "/"), s("bagLink"), s("checkout"), s("savedAddress"), s("delivery", "home"), s("tryCode", "TRAIL20"), s("tryCode", "WELCOME10"), s("payWith", "wallet"), s("pay")],
  { bag: aurora, saved: true });
visit("nl-1107-x5", "2026-11-07T14:20:40", "v-19e6", "DE", "new", "laptop", "direct", "A", 0.4, [
  s("land", "/"), s("cookie", "no"), s("look", 3)]);
visit("nl-1108-a6", "2026-11-08T10:44:03", "v-d27a", "DE", "new", "phone-android", "paid social", "B", 4.4, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("guide"), s("photo", 3), s("look", 3), s("choose", 43), s("add"), s("closeBag"), s("look", 2)]);
visit("nl-1108-v2", "2026-11-08T16:16:27", "v-5f88", "SE", "new", "phone-ios", "organic", "A", 2.1, [
  s("land", "/product/kaira-road"), s("cookie"), s("look", 1), s("wishRage", 3), s("choose", 41), s("add"), s("rest", 2)]);
visit("nl-1109-e8", "2026-11-09T08:29:54", "v-31bb", "NO", "returning", "laptop", "email", "B", 3.0, [
  s("land", "/product/lumi-ice"), s("look", 1), s("choose", 40), s("add"), s("checkout"), s("address"), s("delivery", "parcel"), s("payWith", "card"), s("pay")]);
visit("nl-1109-y7", "2026-11-09T18:02:36", "v-c90d", "FI", "new", "phone-small", "paid search", "B", 4.9, [
  s("land", "/shoes/winter"), s("cookie"), s("card", "lumi-ice"), s("guide"), s("look", 1), s("choose", 42), s("add"), s("checkout"), s("address"), s("delivery", "home"), s("payWith", "card"), s("rest", 4), s("look", 1)]);
visit("nl-1110-s4", "2026-11-10T12:40:18", "v-4471", "FI", "returning", "tablet", "direct", "B", 2.9, [
  s("land", "/"), s("card", "kaira-road"), s("look", 1), s("choose", 38), s("add"), s("viewBag"), s("resize", 1180, 820), s("checkout"), s("address"), s("rest", 2)]);
visit("nl-1110-u1", "2026-11-10T20:11:09", "v-ee15", "FI", "new", "phone-ios", "paid social", "B", 5.0, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("look", 1), s("choose", 41), s("add"), s("checkout"), s("address"), s("delivery", "parcel"),
  s("tryCode", "TRAIL20", 3), s("tryCode", "AURORA20"), s("tryCode", "TRAIL 20"), s("rest", 2)]);
visit("nl-1111-l0", "2026-11-11T09:36:45", "v-2b94", "SE", "new", "desktop", "referral", "A", 4.1, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("photo", 4), s("resize", 1180, 760), s("look", 1), s("tab", "details"), s("tab", "about"), s("guide"), s("choose", 42), s("add"), s("viewBag"), s("checkout"), s("address", { until: "email" })]);
visit("nl-1112-o8", "2026-11-12T17:25:31", "v-76a0", "DK", "new", "phone-android", "paid social", "A", 2.8, [
  s("land", "/shoes/trail"), s("cookie"), s("sort", "low"), s("card", "polku-light"), s("back", true), s("card", "aurora-trail-3"), s("back", true), s("card", "fjell-ridge"), s("look", 2)]);
visit("nl-1112-i3", "2026-11-12T21:07:58", "v-b8d4", "FI", "returning", "laptop", "email", "A", 2.7, [
  s("land", "/product/aurora-trail-3"), s("choose", 41), s("add"), s("checkout"), s("address"), s("delivery", "home"), s("tryCode", "WELCOME10"), s("payWith", "invoice"), s("pay")]);
visit("nl-1113-k6", "2026-11-13T08:48:20", "v-0a3e", "EE", "new", "phone-ios", "organic", "B", 3.6, [
  s("land", "/product/meri-daily"), s("cookie"), s("look", 1), s("choose", 39), s("add"), s("checkout"), s("address"), s("delivery", "parcel"), s("payWith", "bank"), s("tryCode", "SPRING15"), s("pay")]);
visit("nl-1113-t9", "2026-11-13T19:15:42", "v-9c67", "NO", "new", "phone-android", "direct", "A", 2.5, [
  s("land", "/"), s("cookie"), s("kind", "winter"), s("card", "halla-mid"), s("photo", 2), s("look", 1), s("tab", "details"), s("look", 2)]);
visit("nl-1114-d1", "2026-11-14T11:59:07", "v-43f5", "DK", "new", "laptop", "paid search", "A", 3.8, [
  s("land", "/shoes/winter"), s("cookie"), s("card", "lumi-ice"), s("look", 1), s("choose", 43), s("add"), s("checkout"), s("address"), s("delivery", "express"), s("tryCode", "LUMI10"), s("rest", 3)]);
visit("nl-1115-m2", "2026-11-15T15:33:26", "v-ad18", "FI", "new", "phone-ios", "email", "B", 5.5, [
  s("land", "/product/fjell-ridge"), s("cookie"), s("guide"), s("look", 1), s("choose", 42), s("add"), s("checkout"), s("address", { phone: "fixes", tries: 2 }), s("delivery", "home"), s("payWith", "wallet"), s("rest", 5)]);
visit("nl-1116-c8", "2026-11-16T10:07:39", "v-2b94", "SE", "returning", "desktop", "direct", "A", 2.2, [
  s("land", "/product/aurora-trail-3"), s("choose", 42), s("add"), s("checkout"), s("address"), s("delivery", "home"), s("payWith", "bank"), s("pay")]);
visit("nl-1117-r5", "2026-11-17T18:54:11", "v-67c2", "SE", "new", "phone-android", "paid social", "A", 2.3, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("photoRage", 3), s("photo", 1), s("choose", 40), s("add"), s("checkout"), s("rest", 1), s("go", ".back-link")]);
visit("nl-1118-w3", "2026-11-18T07:41:52", "v-c3a9", "FI", "returning", "phone-ios", "paid social", "B", 7.6, [
  s("land", "/product/aurora-trail-3"), s("look", 2), s("bagLink"), s("checkout"), s("address"), s("delivery", "parcel"), s("tryCode", "TRAIL20", 4), s("rest", 2), s("applyAgain", 3), s("rest", 2)],
  { bag: [{ slug: "aurora-trail-3", size: 40, count: 1 }] });
visit("nl-1118-f0", "2026-11-18T13:18:05", "v-f540", "EE", "new", "laptop", "organic", "B", 2.0, [
  s("land", "/"), s("cookie"), s("go", ".tile-road"), s("card", "saari-tempo"), s("look", 2), s("wish", 1), s("look", 1)]);
visit("nl-1119-h9", "2026-11-19T16:22:48", "v-58aa", "FI", "new", "phone-ios", "referral", "B", 5.9, [
  s("land", "/"), s("cookie"), s("look", 2), s("join", "matti.esimerkki@mail.example"), s("card", "aurora-trail-3"), s("guide"), s("look", 1), s("choose", 42), s("add"), s("checkout"), s("address"), s("delivery", "parcel"), s("payWith", "wallet"), s("pay")]);
visit("nl-1120-b7", "2026-11-20T12:30:33", "v-1e7d", "FI", "new", "laptop", "organic", "A", 2.6, [
  s("land", "/"), s("cookie"), s("kind", "all"), s("sort", "high"), s("card", "lumi-ice"), s("thumb", 2), s("thumb", 3), s("photo", 2), s("look", 1)]);

visit("nl-1106-q6", "2026-11-06T20:26:14", "v-2f4e", "FI", "new", "phone-small", "paid social", "B", 8.0, [
  s("land", "/product/aurora-trail-3"), s("cookie"), s("look", 2), s("guide"), s("photo", 2), s("choose", 42), s("add"), s("closeBag"), s("kind", "winter"), s("card", "lumi-ice"), s("look", 2), s("wish", 1),
  s("choose", 42), s("add"), s("viewBag"), s("remove"), s("checkout"), s("address", { phone: "fixes", tries: 2 }), s("delivery", "home"), s("tryCode", "TRAIL20", 4), s("payWith", "card"), s("rest", 2), s("tryCode", "TRAIL20"), s("rest", 2)]);
visit("nl-1114-e4", "2026-11-14T19:04:50", "v-bd71", "NO", "new", "tablet", "email", "A", 3.3, [
  s("land", "/product/halla-mid"), s("cookie", "no"), s("look", 1), s("tab", "details"), s("choose", 41), s("add"), s("checkout"), s("address"), s("delivery", "home"), s("tryCode", "WELCOME10"), s("payWith", "invoice"), s("pay")]);
visit("nl-1119-o2", "2026-11-19T21:39:27", "v-5ae4", "NO", "returning", "phone-android", "direct", "A", 1.9, [
  s("land", "/"), s("kind", "trail"), s("card", "fjell-ridge"), s("look", 1), s("photo", 1), s("addTooEarly"), s("choose", 41), s("add"), s("viewBag"), s("rest", 2)]);
list.sort((a, b) => a.at.localeCompare(b.at));

export const visits = list;
