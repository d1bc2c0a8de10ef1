// The shop's behaviour. CATALOG is put in front of this file by the server. The five faults that analysts
// hunt for are marked FAULT; all the rest is meant to work.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const euro = (n) => "€" + n.toFixed(2);
  const product = Object.fromEntries(CATALOG.map((p) => [p.slug, p]));
  const phone = window.innerWidth < 640;
  const shippingPrices = { parcel: 4.9, home: 7.9, express: 14.9 };
  const coupons = { WELCOME10: 0.1 };

  const read = (key, empty) => JSON.parse(localStorage.getItem(key) ?? "null") ?? empty;
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const show = (node, on) => { if (node && node.hidden === on) node.hidden = !on; };

  // ---- measuring: GA4 names, to the data layer and, where a recorder runs, into the recording
  window.dataLayer = window.dataLayer || [];
  const waiting = [];
  let recording = false;
  function track(event, ecommerce) {
    window.dataLayer.push({ event, ecommerce });
    if (recording) window.rrweb.record.addCustomEvent(event, ecommerce);
    else waiting.push([event, ecommerce]);
  }
  window.addEventListener("recording", () => {
    recording = true;
    waiting.splice(0).forEach(([event, ecommerce]) => window.rrweb.record.addCustomEvent(event, ecommerce));
  });

  // ---- bag
  const bag = () => read("bag", []);
  const items = () => bag().map((l) => ({ item_id: l.slug, item_name: product[l.slug].name, item_category: product[l.slug].kind, item_variant: `${l.size} / ${product[l.slug].colour}`, price: product[l.slug].price, quantity: l.count }));
  const subtotal = () => bag().reduce((sum, l) => sum + product[l.slug].price * l.count, 0);
  function totals() {
    const order = read("order", {});
    const sub = subtotal(), discount = order.coupon ? Math.round(sub * coupons[order.coupon] * 100) / 100 : 0;
    const method = order.delivery;
    const shipping = !method ? 0 : sub >= 80 && method !== "express" ? 0 : shippingPrices[method];
    return { sub, discount, shipping, total: Math.round((sub - discount + shipping) * 100) / 100, method, coupon: order.coupon };
  }
  const money = () => ({ currency: "EUR", value: subtotal(), items: items() });

  const line = (l, index, tools) => {
    const p = product[l.slug];
    return `<div class="line ${tools ? "" : "line-small"}"><a class="line-picture" href="/product/${l.slug}"><img src="/img/${l.slug}-1-small.webp" width="128" height="128" alt="${p.name}"></a>
      <div class="line-text"><p class="line-name">${p.name}</p><p class="line-sub">Size ${l.size} · ${p.colour}${tools ? "" : ` · ${l.count} pc`}</p>
      ${tools ? `<div class="line-tools"><button class="step-button" data-less="${index}" aria-label="One less">−</button><span class="line-count">${l.count}</span><button class="step-button" data-more="${index}" aria-label="One more">+</button><button class="line-remove" data-remove="${index}">Remove</button></div>` : ""}</div>
      <span class="line-price">${euro(p.price * l.count)}</span></div>`;
  };

  function drawBag() {
    const lines = bag(), count = lines.reduce((n, l) => n + l.count, 0), t = totals();
    if ($("bag-count")) { $("bag-count").textContent = count; show($("bag-count"), count > 0); }
    if ($("bag-lines")) { $("bag-lines").innerHTML = lines.length ? lines.map((l, i) => line(l, i, false)).join("") : '<p class="quiet">Nothing here yet.</p>'; $("bag-subtotal").textContent = euro(t.sub); show($("bag-checkout"), lines.length > 0); }
    if ($("cart-lines")) { $("cart-lines").innerHTML = lines.map((l, i) => line(l, i, true)).join(""); show($("cart-full"), lines.length > 0); show($("cart-empty"), lines.length === 0); }
    if ($("summary-lines")) $("summary-lines").innerHTML = lines.map((l, i) => line(l, i, false)).join("");
    drawSums(t);
  }

  function drawSums(t) {
    if (!$("sum-total")) return;
    $("sum-subtotal").textContent = euro(t.sub);
    $("sum-shipping").textContent = !t.method ? (t.sub >= 80 ? "Free from €80" : "from €4.90") : t.shipping ? euro(t.shipping) : "Free";
    $("sum-total").textContent = euro(t.total);
    if ($("sum-discount-row")) { show($("sum-discount-row"), t.discount > 0); $("sum-discount-name").textContent = `Code ${t.coupon ?? ""}`; $("sum-discount").textContent = "−" + euro(t.discount); }
    if ($("pay")) $("pay").textContent = `Pay ${euro(t.total)}`;
  }

  function goTo(url, button) {
    if (button) { button.classList.add("button-busy"); button.textContent = "One moment…"; }
    setTimeout(() => { location.href = url; }, 420);
  }

  // ---- drawers and dialogs
  const open = (id) => show($(id), true);
  const close = (id) => show($(id), false);
  $("menu-open")?.addEventListener("click", () => open("menu"));
  all("[data-close]").forEach((b) => b.addEventListener("click", () => close(b.dataset.close)));
  all(".veil").forEach((v) => v.addEventListener("click", (e) => { if (e.target === v) close(v.id); }));
  if ($("cookie") && !localStorage.getItem("cookie")) open("cookie");
  for (const answer of ["yes", "no"]) $(`cookie-${answer}`)?.addEventListener("click", () => { localStorage.setItem("cookie", answer); close("cookie"); });
  $("letter")?.addEventListener("submit", (e) => { e.preventDefault(); $("letter-note").textContent = "Thank you. The first letter comes on Sunday."; });
  $("sort")?.addEventListener("change", (e) => {
    const grid = document.querySelector(".grid"), cards = [...grid.children];
    const price = (c) => product[c.dataset.slug].price * (e.target.value === "high" ? -1 : 1);
    cards.sort((a, b) => (e.target.value === "pick" ? CATALOG.indexOf(product[a.dataset.slug]) - CATALOG.indexOf(product[b.dataset.slug]) : price(a) - price(b)));
    grid.append(...cards);
  });

  // ---- product page
  const here = $("product") && product[$("product").dataset.slug];
  if (here) {
    // FAULT 2: the photo has a zoom cursor and a magnifier, and nothing listens to it.
    // FAULT 3: variant A hides the size guide in the tab "Fit & care"; variant B has a link beside the sizes.
    const variant = localStorage.getItem("ab:size-guide") ?? "A";
    show($("size-guide-link"), variant === "B");
    show($("fit-sizes"), variant === "A");
    track("experiment_viewed", { experiment: "size-guide", variant });
    track("view_item", { currency: "EUR", value: here.price, items: [{ item_id: here.slug, item_name: here.name, item_category: here.kind, price: here.price, quantity: 1 }] });
    $("size-guide-link").addEventListener("click", () => open("guide"));
    all(".thumb").forEach((t) => t.addEventListener("click", () => {
      all(".thumb").forEach((o) => o.classList.toggle("thumb-on", o === t));
      document.querySelector(".photo-img").src = `/img/${t.dataset.photo}.webp`;
    }));
    all(".tab").forEach((t) => t.addEventListener("click", () => all(".tab").forEach((o) => {
      o.classList.toggle("tab-on", o === t);
      o.setAttribute("aria-selected", String(o === t));
      show($(`panel-${o.dataset.tab}`), o === t);
    })));
    let size = null;
    all(".size").forEach((b) => b.addEventListener("click", () => {
      size = Number(b.dataset.size);
      all(".size").forEach((o) => { o.classList.toggle("size-on", o === b); o.setAttribute("aria-checked", String(o === b)); });
      show($("size-error"), false);
    }));
    $("add").addEventListener("click", () => {
      if (!size) { show($("size-error"), true); return; }
      const lines = bag(), same = lines.find((l) => l.slug === here.slug && l.size === size);
      if (same) same.count += 1; else lines.push({ slug: here.slug, size, count: 1 });
      write("bag", lines);
      track("add_to_cart", { currency: "EUR", value: here.price, items: [{ item_id: here.slug, item_name: here.name, item_category: here.kind, item_variant: `${size} / ${here.colour}`, price: here.price, quantity: 1 }] });
      drawBag();
      open("bag");
    });
    // FAULT 5: the wish list of a visitor without an account is undefined.
    const visitor = { name: null };
    $("wish").addEventListener("click", () => { visitor.wishlist.push(here.slug); });
  }

  // ---- bag page
  $("cart-lines")?.addEventListener("click", (e) => {
    const b = e.target.closest("button");
    if (!b) return;
    const lines = bag(), i = Number(b.dataset.less ?? b.dataset.more ?? b.dataset.remove);
    if (b.dataset.more) lines[i].count += 1;
    else if (b.dataset.less && lines[i].count > 1) lines[i].count -= 1;
    else { const gone = lines.splice(i, 1)[0]; track("remove_from_cart", { currency: "EUR", value: product[gone.slug].price * gone.count, items: [{ item_id: gone.slug, item_name: product[gone.slug].name, price: product[gone.slug].price, quantity: gone.count }] }); }
    write("bag", lines);
    drawBag();
  });

  // ---- checkout
  const fail = (id, text) => { $(`${id}-error`).textContent = text; show($(`${id}-error`), true); $(id).classList.add("field-bad"); $(id).setAttribute("aria-invalid", "true"); return false; };
  const pass = (id) => { show($(`${id}-error`), false); $(id).classList.remove("field-bad"); $(id).removeAttribute("aria-invalid"); return true; };
  const checks = {
    email: (v) => /^\S+@\S+\.\S+$/.test(v) || "Enter your e-mail.",
    first: (v) => v.length > 0 || "Enter your first name.",
    last: (v) => v.length > 0 || "Enter your last name.",
    street: (v) => v.length > 3 || "Enter street and number.",
    zip: (v) => /^[\d ]{4,7}$/.test(v) || "Enter your postcode.",
    city: (v) => v.length > 1 || "Enter your city.",
    // FAULT 4: "040 123 4567" is how everybody writes it; only "40 123 4567" is taken, and the message does not say so.
    phone: (v) => /^[1-9][\d ]{5,12}$/.test(v) || "Enter a valid phone number.",
  };
  if ($("address")) {
    if (bag().length) track("begin_checkout", money());
    const saved = read("address", {});
    for (const id of Object.keys(checks)) if (saved[id]) $(id).value = saved[id];
    $("address").addEventListener("submit", (e) => {
      e.preventDefault();
      const results = Object.entries(checks).map(([id, check]) => { const r = check($(id).value.trim()); return r === true ? pass(id) : fail(id, r); });
      if (!results.every(Boolean)) return;
      write("address", Object.fromEntries(Object.keys(checks).map((id) => [id, $(id).value])));
      goTo("/checkout/shipping", $("to-shipping"));
    });
  }
  if ($("shipping")) {
    const saved = read("address", {});
    $("sent-to").textContent = `${saved.first ?? ""} ${saved.last ?? ""}, ${saved.street ?? ""}`;
    if (subtotal() >= 80) $("shipping-note").textContent = "Locker and door are free for this order.";
    all("[name=delivery]").forEach((r) => r.addEventListener("change", () => { write("order", { ...read("order", {}), delivery: r.value }); show($("delivery-error"), false); drawSums(totals()); }));
    $("shipping").addEventListener("submit", (e) => {
      e.preventDefault();
      const chosen = document.querySelector("[name=delivery]:checked");
      if (!chosen) { show($("delivery-error"), true); return; }
      track("add_shipping_info", { ...money(), shipping_tier: chosen.value });
      goTo("/checkout/payment", $("to-payment"));
    });
  }
  if ($("payment")) {
    // FAULT 1: a refused code is answered at once on a wide screen and only after three silent seconds on a phone.
    const wait = phone ? 3000 : 320;
    $("coupon-apply").addEventListener("click", () => {
      const code = $("coupon").value.trim().toUpperCase();
      clearTimeout(window.couponTimer);
      window.couponTimer = setTimeout(() => {
        const good = code in coupons;
        write("order", { ...read("order", {}), coupon: good ? code : undefined });
        show($("coupon-error"), false); show($("coupon-good"), false);
        const target = good ? $("coupon-good") : $("coupon-error");
        target.textContent = good ? `${code} takes 10 % off.` : code ? "This code can’t be used." : "Enter a code.";
        show(target, true);
        drawSums(totals());
      }, wait);
    });
    all("[name=method]").forEach((r) => r.addEventListener("change", () => { show($("card-fields"), r.value === "card"); show($("method-error"), false); track("add_payment_info", { ...money(), payment_type: r.value }); }));
    $("payment").addEventListener("submit", (e) => {
      e.preventDefault();
      const chosen = document.querySelector("[name=method]:checked");
      if (!chosen) { show($("method-error"), true); return; }
      if (chosen.value === "card") {
        const number = $("card-number").value.replace(/\s/g, "");
        if (!(number.length >= 12 ? pass("card-number") : fail("card-number", "Enter the card number.")) || !($("card-expiry").value ? pass("card-expiry") : fail("card-expiry", "Enter the date.")) || !($("card-code").value ? pass("card-code") : fail("card-code", "Enter the code."))) return;
      }
      const t = totals();
      const order = read("order", {});
      write("order", { ...order, id: order.id ?? localStorage.getItem("next-order") ?? "NL-" + Date.now().toString().slice(-6), paid: t });
      goTo("/checkout/thank-you", $("pay"));
    });
  }
  if ($("order-id")) {
    const order = read("order", {});
    if (order.id) {
      $("order-id").textContent = order.id;
      drawBag();
      track("purchase", { transaction_id: order.id, currency: "EUR", value: order.paid.total, shipping: order.paid.shipping, ...(order.paid.coupon ? { coupon: order.paid.coupon } : {}), items: items() });
      localStorage.removeItem("bag"); localStorage.removeItem("order"); localStorage.removeItem("next-order");
      return;
    }
  }
  if ($("cart-full")) track("view_cart", money());
  drawBag();
})();
