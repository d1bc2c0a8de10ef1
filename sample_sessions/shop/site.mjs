// The pages of the shop as HTML. `render(path)` gives the document of one URL path; there is no server state.
import { products, kinds, sizes, bySlug, euro } from "./catalog.mjs";

export const brand = { name: "Nordlund", origin: "https://www.nordlund.example" };

const icon = {
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  bag: '<path d="M6 8h12l1 12H5L6 8z"/><path d="M9 10V7a3 3 0 0 1 6 0v3"/>',
  user: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1.4-3.6 4.2-5.4 7.5-5.4s6.100 1.800 7.500 5.400"/>',
  search: '<circle cx="11" cy="11" r="6.500"/><path d="M16 16l4.500 4.500"/>',
  zoom: '<circle cx="11" cy="11" r="6.500"/><path d="M16 16l4.500 4.500M11 8v6M8 11h6"/>',
  heart: '<path d="M12 20s-7.500-4.600-7.500-10A4.200 4.200 0 0 1 12 7.400 4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z"/>',
  truck: '<path d="M3 7h11v9H3zM14 10h4l3 3v3h-7z"/><circle cx="7.500" cy="17.500" r="1.800"/><circle cx="17" cy="17.500" r="1.800"/>',
  back: '<path d="M4 9h11a5 5 0 0 1 0 10H9"/><path d="M8 5L4 9l4 4"/>',
  leaf: '<path d="M5 19c0-9 6-14 15-14 0 9-5 14-12 14"/><path d="M5 19c3-5 6-7 9-8"/>',
  lock: '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
  check: '<path d="M5 12.500l4.500 4.500L19 7.500"/>',
  ruler: '<rect x="3" y="8" width="18" height="8" rx="1.500"/><path d="M7 8v3M11 8v4M15 8v3M19 8v4"/>',
  star: '<path d="M12 4l2.500 5.200 5.700.800-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.800z"/>',
};
const svg = (name, size = 22, extra = "") =>
  `<svg class="icon ${extra}" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${icon[name]}</svg>`;
const mark = '<svg class="mark" width="26" height="20" viewBox="0 0 26 20" fill="none" stroke="currentColor" stroke-width="2.600" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M2 18L9 4l4.500 8L17 6l7 12"/></svg>';
const img = (name, w, h, alt, cls = "") => `<img class="${cls}" src="/img/${name}.webp" width="${w}" height="${h}" alt="${alt}">`;

const header = `
<div class="notice">Free delivery over €80 · 30 days to return, even after a run</div>
<header class="header">
  <div class="header-row">
    <button class="icon-button menu-button" id="menu-open" aria-label="Open menu" aria-haspopup="dialog">${svg("menu")}</button>
    <a class="logo" href="/" aria-label="Nordlund, home">${mark}<span class="logo-name">NORDLUND</span></a>
    <nav class="nav" aria-label="Main"><a href="/shoes/all">All shoes</a><a href="/shoes/trail">Trail</a><a href="/shoes/road">Road</a><a href="/shoes/winter">Winter</a><a href="/help/delivery">Help</a></nav>
    <div class="header-icons">
      <a class="icon-button wide-only" href="/shoes/all" aria-label="Search">${svg("search")}</a>
      <a class="icon-button" id="bag-link" href="/cart" aria-label="Bag">${svg("bag")}<span class="bag-count" id="bag-count" hidden>0</span></a>
    </div>
  </div>
</header>`;

const footer = `
<footer class="footer">
  <div class="footer-row">
    <div class="footer-brand"><div class="logo logo-light">${mark}<span class="logo-name">NORDLUND</span></div><p>Running shoes for northern ground. Drawn by the sea, tested on the fells.</p></div>
    <div class="footer-links"><h3>Shop</h3><a href="/shoes/trail">Trail</a><a href="/shoes/road">Road</a><a href="/shoes/winter">Winter</a></div>
    <div class="footer-links"><h3>Help</h3><a href="/help/delivery">Delivery</a><a href="/help/returns">Returns</a><a href="/cart">Your bag</a></div>
    <form class="letter" id="letter"><h3>Letters from the trail</h3><div class="letter-row"><input class="field-input" id="letter-email" type="email" data-private aria-label="E-mail" placeholder="Your e-mail"><button class="button button-light" type="submit">Join</button></div><p class="note" id="letter-note">Twice a month. WELCOME10 takes ten percent off your first pair.</p></form>
  </div>
  <p class="legal">Nordlund is an invented shop. Nothing here can be bought.</p>
</footer>`;

const drawers = `
<div class="veil" id="menu" hidden><div class="drawer drawer-left" role="dialog" aria-modal="true" aria-label="Menu">
  <div class="drawer-head"><span class="drawer-title">Menu</span><button class="icon-button" data-close="menu" aria-label="Close menu">${svg("close")}</button></div>
  <a class="menu-link" href="/shoes/all">All shoes</a><a class="menu-link" href="/shoes/trail">Trail</a><a class="menu-link" href="/shoes/road">Road</a><a class="menu-link" href="/shoes/winter">Winter</a>
  <a class="menu-link menu-minor" href="/help/delivery">Delivery</a><a class="menu-link menu-minor" href="/help/returns">Returns</a>
</div></div>
<div class="veil" id="bag" hidden><div class="drawer drawer-right" role="dialog" aria-modal="true" aria-label="Your bag">
  <div class="drawer-head"><span class="drawer-title">In your bag</span><button class="icon-button" data-close="bag" aria-label="Close bag">${svg("close")}</button></div>
  <div class="bag-lines" id="bag-lines"></div>
  <div class="drawer-foot"><div class="sum-row sum-total"><span>Subtotal</span><span id="bag-subtotal">€0.00</span></div>
  <a class="button button-main" id="bag-checkout" href="/checkout/address">Checkout</a><a class="button button-plain" id="bag-view" href="/cart">View bag</a></div>
</div></div>
<div class="cookie" id="cookie" hidden><p>We count visits to make the shop better. Nothing is sold on.</p><div class="cookie-row"><button class="button button-small button-plain" id="cookie-no">Only needed</button><button class="button button-small button-main" id="cookie-yes">Fine</button></div></div>`;

function page({ title, name, body, bare = false }) {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="/img/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/shop.css"><script defer src="/shop.js"></script></head>
<body class="page-${name}">${bare ? checkoutHeader : header}<main class="main">${body}</main>${bare ? checkoutFooter : footer + drawers}</body></html>`;
}

const card = (p) => `
<a class="card" href="/product/${p.slug}" data-slug="${p.slug}">
  <span class="card-picture">${img(`${p.slug}-card`, 336, 336, `${p.name} in ${p.colour}`, "card-img")}${p.badge ? `<span class="badge">${p.badge}</span>` : ""}</span>
  <span class="card-row"><span class="card-name">${p.name}</span><span class="card-price">${euro(p.price)}</span></span>
  <span class="card-sub">${p.kindName} · ${p.colour}</span>
</a>`;
const grid = (list) => `<div class="grid">${list.map(card).join("")}</div>`;

const peaks = '<svg class="tile-peaks" width="300" height="150" viewBox="0 0 300 150" fill="none" aria-hidden="true"><path d="M0 150L70 44l34 48 40-74 96 132z" fill="#ffffff" fill-opacity="0.14"/><path d="M110 150l74-86 30 34 26-28 60 80z" fill="#ffffff" fill-opacity="0.12"/></svg>';

const promises = `
<section class="promises">
  <div class="promise">${svg("truck", 26)}<div><h3>Home in 2–4 days</h3><p>Free over €80, anywhere in the north.</p></div></div>
  <div class="promise">${svg("back", 26)}<div><h3>Run first, decide later</h3><p>30 days to return, mud included.</p></div></div>
  <div class="promise">${svg("leaf", 26)}<div><h3>Made to be mended</h3><p>New soles for half the price.</p></div></div>
</section>`;

function home() {
  const pick = ["aurora-trail-3", "lumi-ice", "kaira-road", "fjell-ridge"].map((s) => bySlug[s]);
  return page({ title: "Nordlund · Running shoes for northern ground", name: "home", body: `
<section class="hero">${img("hero-wide", 1440, 620, "Morning over the fells", "hero-img hero-wide")}${img("hero-tall", 780, 860, "Morning over the fells", "hero-img hero-tall")}
  <div class="hero-text"><p class="eyebrow">Autumn 2026</p><h1>Made for<br>northern ground</h1><p class="hero-sub">Shoes for rock, root, rain and the first snow.</p>
  <div class="hero-buttons"><a class="button button-main" id="hero-trail" href="/shoes/trail">Shop trail</a><a class="button button-glass" id="hero-winter" href="/shoes/winter">Ready for winter</a></div></div>
</section>
<div class="wrap">
<section class="section"><div class="section-head"><h2>Runners' favourites</h2><a class="more" href="/shoes/all">See all eight</a></div>${grid(pick)}</section>
<section class="tiles">
  <a class="tile tile-trail" href="/shoes/trail">${peaks}<span class="tile-name">Trail</span><span class="tile-sub">Rock, root and mud</span></a>
  <a class="tile tile-road" href="/shoes/road">${peaks}<span class="tile-name">Road</span><span class="tile-sub">Easy days, quick days</span></a>
  <a class="tile tile-winter" href="/shoes/winter">${peaks}<span class="tile-name">Winter</span><span class="tile-sub">Studs and warm collars</span></a>
</section>
${promises}
<section class="story"><div class="story-picture">${img("story", 720, 540, "Dusk over the fells", "story-img")}</div>
  <div class="story-text"><p class="eyebrow">Our way</p><h2>Two people, one workshop, 61° north</h2><p>Nordlund began with one pair, glued together for a race over wet granite. We still test every sole on the same hill, in the same rain, before it may carry our three peaks.</p><a class="more" href="/help/returns">How we mend shoes</a></div></section>
</div>` });
}

function category(kind) {
  const list = kind === "all" ? products : products.filter((p) => p.kind === kind);
  const tabs = Object.entries(kinds).map(([k, v]) => `<a class="chip ${k === kind ? "chip-on" : ""}" href="/shoes/${k}">${v.name}</a>`).join("");
  const k = kinds[kind];
  return page({ title: `${k.name} · Nordlund`, name: "category", body: `<div class="wrap">
<nav class="crumbs" aria-label="Path"><a href="/">Home</a><span>/</span><span>${k.name}</span></nav>
<section class="category-head"><h1>${k.name}</h1><p>${k.text}</p></section>
<div class="filters"><div class="chips">${tabs}</div><label class="sort">Sort by <select class="field-select" id="sort" aria-label="Sort by"><option value="pick">Our pick</option><option value="low">Price, low first</option><option value="high">Price, high first</option></select></label></div>
${grid(list)}${promises}</div>` });
}

const sizeRows = [[37, 23.5], [38, 24.0], [39, 24.7], [40, 25.3], [41, 26.0], [42, 26.6], [43, 27.3], [44, 28.0]];
const sizeGuide = `<p>Stand on a sheet of paper in your running socks and measure from heel to the longest toe. Between two sizes, take the larger one.</p><div class="sizes-list">${sizeRows.map(([eu, cm]) => `<div class="sizes-row"><span>EU ${eu}</span><span>${cm.toFixed(1)} cm</span></div>`).join("")}</div>`;

function product(p) {
  const other = products.filter((q) => q.slug !== p.slug);
  const also = [...other.filter((q) => q.kind === p.kind), ...other.filter((q) => q.kind !== p.kind)].slice(0, 4);
  const review = [["Fits like my old pair, but grips on wet rock. Took half a size up.", "Elina", "5"], ["Good shoe, soft heel. I had to search for the size guide.", "Mikkel", "4"], ["Second pair of these. 900 km on the first one.", "Ingrid", "5"]];
  return page({ title: `${p.name} · Nordlund`, name: "product", body: `<div class="wrap" id="product" data-slug="${p.slug}">
<nav class="crumbs" aria-label="Path"><a href="/">Home</a><span>/</span><a href="/shoes/${p.kind}">${p.kindName}</a><span>/</span><span>${p.name}</span></nav>
<div class="product">
  <section class="gallery" aria-label="Photos">
    <div class="photo">${img(`${p.slug}-1`, 640, 640, `${p.name} in ${p.colour}`, "photo-img")}<span class="photo-zoom" aria-hidden="true">${svg("zoom", 20)}</span></div>
    <div class="thumbs">${[1, 2, 3, 4].map((n) => `<button class="thumb ${n === 1 ? "thumb-on" : ""}" data-photo="${p.slug}-${n}" aria-label="Photo ${n}">${img(`${p.slug}-${n}-small`, 128, 128, "", "thumb-img")}</button>`).join("")}</div>
  </section>
  <section class="buy">
    <p class="eyebrow">${p.kindName}</p>
    <h1>${p.name}</h1>
    <p class="lead">${p.short}</p>
    <div class="rating">${svg("star", 18, "icon-star")}<span>${p.rating}</span><a class="quiet" href="#reviews">${p.reviews} reviews</a></div>
    <p class="price">${euro(p.price)}</p>
    <div class="option"><span class="option-name">Colour</span><span class="option-value">${p.colour}</span></div>
    <div class="swatches"><span class="swatch" style="background:${p.paint.upper}"></span><span class="swatch swatch-small" style="background:${p.paint.accent}"></span><span class="swatch swatch-small" style="background:${p.paint.sole}"></span></div>
    <div class="option"><span class="option-name">Size (EU)</span><button class="text-button" id="size-guide-link" hidden>${svg("ruler", 18)}<span>Size guide</span></button></div>
    <div class="sizes" role="radiogroup" aria-label="Size">${sizes.map((s) => `<button class="size" role="radio" aria-checked="false" data-size="${s}" ${s === 37 ? "disabled" : ""}>${s}</button>`).join("")}</div>
    <p class="field-error" id="size-error" role="alert" hidden>Choose a size first.</p>
    <div class="buy-row"><button class="button button-main" id="add">Add to bag</button><button class="wish" id="wish" aria-label="Save to wish list">${svg("heart", 22)}</button></div>
    <ul class="facts"><li>${svg("check", 18)}<span>In stock, with you in 2–4 days</span></li><li>${svg("check", 18)}<span>Free delivery over €80</span></li><li>${svg("check", 18)}<span>30 days to return</span></li></ul>
  </section>
</div>
<section class="about">
  <div class="tabs" role="tablist"><button class="tab tab-on" role="tab" id="tab-about" data-tab="about" aria-selected="true">About</button><button class="tab" role="tab" id="tab-details" data-tab="details" aria-selected="false">Details</button><button class="tab" role="tab" id="tab-fit" data-tab="fit" aria-selected="false">Fit &amp; care</button></div>
  <div class="panel" id="panel-about" role="tabpanel"><p>${p.about}</p></div>
  <div class="panel" id="panel-details" role="tabpanel" hidden><div class="spec"><span>Weight (EU 42)</span><span>${p.weight}</span></div><div class="spec"><span>Heel to toe drop</span><span>${p.drop}</span></div><div class="spec"><span>Ground</span><span>${p.kindName}</span></div><div class="spec"><span>Upper</span><span>Recycled mesh, welded overlays</span></div></div>
  <div class="panel" id="panel-fit" role="tabpanel" hidden><div id="fit-sizes" hidden><h3>Size guide</h3>${sizeGuide}</div><p>Brush off dry mud, rinse with cold water, dry away from heat.</p></div>
</section>
<section class="section"><h2>Runners also looked at</h2>${grid(also)}</section>
<section class="section" id="reviews"><h2>What runners say</h2><div class="reviews">${review.map(([text, who, stars]) => `<div class="review"><div class="stars">${svg("star", 16, "icon-star").repeat(+stars)}</div><p>${text}</p><span class="review-who">${who}</span></div>`).join("")}</div></section>
</div>
<div class="veil veil-centre" id="guide" hidden><div class="dialog" role="dialog" aria-modal="true" aria-label="Size guide"><div class="drawer-head"><span class="drawer-title">Size guide</span><button class="icon-button" data-close="guide" aria-label="Close size guide">${svg("close")}</button></div>${sizeGuide}</div></div>` });
}

const summary = (rows = "") => `<aside class="summary"><h2 class="summary-title">Your order</h2><div id="summary-lines"></div>${rows}<div class="sum-row"><span>Subtotal</span><span id="sum-subtotal">€0.00</span></div><div class="sum-row" id="sum-discount-row" hidden><span id="sum-discount-name">Discount</span><span id="sum-discount">−€0.00</span></div><div class="sum-row"><span>Delivery</span><span id="sum-shipping">–</span></div><div class="sum-row sum-total"><span>Total</span><span id="sum-total">€0.00</span></div></aside>`;

function cart() {
  return page({ title: "Your bag · Nordlund", name: "cart", body: `<div class="wrap narrow"><h1>Your bag</h1><div class="empty" id="cart-empty" hidden><p>Nothing here yet.</p><a class="button button-main" href="/shoes/all">Find a pair</a></div>
<div class="cart" id="cart-full" hidden><section class="cart-lines" id="cart-lines"></section><aside class="summary"><h2 class="summary-title">Summary</h2><div class="sum-row"><span>Subtotal</span><span id="sum-subtotal">€0.00</span></div><div class="sum-row"><span>Delivery</span><span id="sum-shipping">–</span></div><div class="sum-row sum-total"><span>Total</span><span id="sum-total">€0.00</span></div><a class="button button-main" id="cart-checkout" href="/checkout/address">Checkout</a><p class="note">Codes are entered with the payment.</p></aside></div></div>` });
}

const checkoutHeader = `<header class="header header-checkout"><div class="header-row"><a class="logo" href="/" aria-label="Nordlund, home">${mark}<span class="logo-name">NORDLUND</span></a><a class="back-link" href="/cart">Back to bag</a></div></header>`;
const checkoutFooter = `<footer class="footer-small"><span class="safe">${svg("lock", 18)}<span>Secure payment</span></span><a href="/help/delivery">Delivery</a><a href="/help/returns">Returns</a></footer>`;

const steps = (n) => `<ol class="steps">${["Address", "Delivery", "Payment"].map((s, i) => `<li class="step ${i < n ? "step-done" : ""} ${i === n ? "step-on" : ""}"><span class="step-bar"></span><span class="step-name">${s}</span></li>`).join("")}</ol>`;
const field = (id, label, attrs = "", hint = "", cls = "") => `<div class="field ${cls}"><label class="field-label" for="${id}">${label}</label><input class="field-input" id="${id}" name="${id}" ${attrs}>${hint ? `<p class="field-hint">${hint}</p>` : ""}<p class="field-error" id="${id}-error" role="alert" hidden></p></div>`;
const checkout = (title, name, n, left, right = summary()) => page({ title: `${title} · Nordlund`, name: `checkout page-${name}`, bare: true, body: `<div class="wrap narrow"><h1>Checkout</h1>${steps(n)}<div class="checkout"><section class="checkout-main">${left}</section>${right}</div></div>` });

const address = () => checkout("Address", "address", 0, `<form class="panel-box" id="address" novalidate><h2>Where shall we send it?</h2>
${field("email", "E-mail", 'type="email" autocomplete="off" data-private')}
<div class="field-pair">${field("first", "First name", 'type="text" autocomplete="off" data-private')}${field("last", "Last name", 'type="text" autocomplete="off" data-private')}</div>
${field("street", "Street and number", 'type="text" autocomplete="off" data-private')}
<div class="field-pair">${field("zip", "Postcode", 'type="text" inputmode="numeric" autocomplete="off"', "", "field-zip")}${field("city", "City", 'type="text" autocomplete="off"')}</div>
<div class="field-pair field-phone"><div class="field field-code"><label class="field-label" for="dial">Country</label><select class="field-select" id="dial" name="dial"><option value="+358">FI +358</option><option value="+46">SE +46</option><option value="+47">NO +47</option><option value="+45">DK +45</option><option value="+49">DE +49</option><option value="+372">EE +372</option></select></div>${field("phone", "Phone", 'type="tel" inputmode="tel" autocomplete="off" data-private="phone"', "For the driver, on the day.")}</div>
<button class="button button-main button-wide" id="to-shipping" type="submit">Continue to delivery</button></form>`);

const radio = (group, id, title, sub, right) => `<label class="radio" for="${id}"><input class="radio-input" type="radio" name="${group}" id="${id}" value="${id}"><span class="radio-dot"></span><span class="radio-text"><span class="radio-title">${title}</span><span class="radio-sub">${sub}</span></span><span class="radio-right">${right}</span></label>`;

const shipping = () => checkout("Delivery", "shipping", 1, `<div class="panel-box sent-to"><span class="quiet">Send to</span><span class="rr-mask" id="sent-to"></span><a class="more" href="/checkout/address">Change</a></div>
<form class="panel-box" id="shipping" novalidate><h2>How shall it travel?</h2><div class="radios" role="radiogroup" aria-label="Delivery">${radio("delivery", "parcel", "Parcel locker", "2–3 working days", "€4.90")}${radio("delivery", "home", "To your door", "2–4 working days", "€7.90")}${radio("delivery", "express", "Express", "Next working day", "€14.90")}</div><p class="note" id="shipping-note"></p><p class="field-error" id="delivery-error" role="alert" hidden>Choose how it shall travel.</p>
<button class="button button-main button-wide" id="to-payment" type="submit">Continue to payment</button></form>`);

const payment = () => checkout("Payment", "payment", 2, `<div class="panel-box coupon"><h2>Discount code</h2><div class="coupon-row"><input class="field-input" id="coupon" type="text" autocomplete="off" aria-label="Discount code" placeholder="Code"><button class="button button-plain" id="coupon-apply" type="button">Apply</button></div><p class="field-error" id="coupon-error" role="alert" hidden></p><p class="field-good" id="coupon-good" role="status" hidden></p></div>
<form class="panel-box" id="payment" novalidate><h2>Payment</h2><div class="radios" role="radiogroup" aria-label="Payment method">${radio("method", "card", "Card", "Debit or credit", "")}${radio("method", "wallet", "Phone wallet", "Approve in your app", "")}${radio("method", "bank", "Online bank", "All Nordic banks", "")}${radio("method", "invoice", "Invoice", "Pay within 30 days", "")}</div>
<div class="card-fields" id="card-fields" hidden>${field("card-number", "Card number", 'type="text" inputmode="numeric" autocomplete="off" data-private')}<div class="field-pair">${field("card-expiry", "Valid to", 'type="text" placeholder="MM/YY" autocomplete="off" data-private')}${field("card-code", "Code", 'type="password" autocomplete="off" data-private')}</div></div>
<p class="field-error" id="method-error" role="alert" hidden>Choose how to pay.</p>
<button class="button button-main button-wide" id="pay" type="submit">Pay</button><p class="note">By paying you accept our terms. Free returns within 30 days.</p></form>`);

const thanks = () => page({ title: "Thank you · Nordlund", name: "thanks", bare: true, body: `<div class="wrap narrow"><section class="thanks"><span class="thanks-mark">${svg("check", 34)}</span><h1>Thank you</h1><p>Your order <strong id="order-id">–</strong> is on its way to the packing bench. We will write when it leaves.</p><div class="panel-box thanks-box"><div id="summary-lines"></div><div class="sum-row"><span>Subtotal</span><span id="sum-subtotal">€0.00</span></div><div class="sum-row" id="sum-discount-row" hidden><span id="sum-discount-name">Discount</span><span id="sum-discount"></span></div><div class="sum-row"><span>Delivery</span><span id="sum-shipping">–</span></div><div class="sum-row sum-total"><span>Paid</span><span id="sum-total">€0.00</span></div></div><a class="button button-plain" href="/">Back to the shop</a></section></div>` });

const help = { delivery: ["Delivery", [["When will it come?", "Orders made before noon leave the same day. Parcel lockers take two to three working days, the door two to four, express one."], ["What does it cost?", "Parcel locker €4.90, to your door €7.90, express €14.90. Locker and door are free from €80."], ["Where do you send?", "Finland, Sweden, Norway, Denmark, Germany and Estonia."]]], returns: ["Returns", [["How long do I have?", "30 days from the day the pair arrives. Yes, you may run in them."], ["What does it cost?", "Nothing. The label is in the box."], ["Can you mend mine?", "We put on new soles for half the price of a new pair. Write to the workshop and send a picture."]]] };
const helpPage = (key) => page({ title: `${help[key][0]} · Nordlund`, name: "help", body: `<div class="wrap narrow"><nav class="crumbs" aria-label="Path"><a href="/">Home</a><span>/</span><span>Help</span></nav><h1>${help[key][0]}</h1><div class="chips"><a class="chip ${key === "delivery" ? "chip-on" : ""}" href="/help/delivery">Delivery</a><a class="chip ${key === "returns" ? "chip-on" : ""}" href="/help/returns">Returns</a></div>${help[key][1].map(([q, a]) => `<div class="panel-box answer"><h2>${q}</h2><p>${a}</p></div>`).join("")}</div>` });

const lost = () => page({ title: "Not found · Nordlund", name: "lost", body: `<div class="wrap narrow"><h1>Off the path</h1><p class="lead">This page is not here.</p><a class="button button-main" href="/">Back home</a></div>` });

/** The document for a path, with its HTTP status. */
export function render(path) {
  const clean = path.replace(/\/+$/, "") || "/";
  const [, first, second] = clean.split("/");
  const plain = { "/": home, "/cart": cart, "/checkout/address": address, "/checkout/shipping": shipping, "/checkout/payment": payment, "/checkout/thank-you": thanks }[clean];
  if (plain) return { status: 200, html: plain() };
  if (first === "shoes" && kinds[second]) return { status: 200, html: category(second) };
  if (first === "product" && bySlug[second]) return { status: 200, html: product(bySlug[second]) };
  if (first === "help" && help[second]) return { status: 200, html: helpPage(second) };
  return { status: 404, html: lost() };
}

export const prices = JSON.stringify(products.map((p) => ({ slug: p.slug, name: p.name, price: p.price, colour: p.colour, kind: p.kindName })));
