// Runs in every page before the shop's own script: starts rrweb when the page has loaded, and keeps an
// account of clicks of its own, which does not pass through rrweb (see truth.json).
(() => {
  if (window.top !== window) return;
  const send = (kind, value) => window.__visit(JSON.stringify({ kind, value }));

  const interactive = "a[href],button,label,input,select,textarea,[role=button],[role=tab],[role=radio]";
  const words = (e) => (e.getAttribute("aria-label") || e.textContent || e.getAttribute("alt") || "").replace(/\s+/g, " ").trim().slice(0, 60);

  // ---- clicks, and the first thing that happens after each
  let count = 0, last = null;
  const open = new Map();
  const react = (what) => { const now = Date.now(); for (const [id, t] of open) send("reaction", { id, ms: now - t, what }); open.clear(); };
  window.addEventListener("click", (e) => {
    const target = e.target instanceof Element ? e.target : e.target.parentElement;
    const control = target.closest(interactive);
    const now = Date.now();
    const echo = last && now - last.t < 60 && last.target.closest("label")?.control === target && last.target !== target;
    const id = `${Math.round(performance.timeOrigin)}-${count++}`;
    const kind = echo ? "label-echo" : e.detail === 0 ? "key" : e.pointerType === "touch" ? "tap" : "click";
    send("click", {
      id, at: now, kind, selector: window.__path(control ?? target), target: window.__path(target), text: words(control ?? target),
      client: { x: e.clientX, y: e.clientY }, page: { x: e.pageX, y: e.pageY }, scroll: { x: window.scrollX, y: window.scrollY }, url: location.href,
    });
    if (!echo) open.set(id, now);
    last = { t: now, target };
  }, true);
  window.addEventListener("scroll", () => react("scroll"), true);
  window.addEventListener("input", () => react("input"), true);
  window.addEventListener("pagehide", () => react("navigation"));
  new MutationObserver(() => react("mutation")).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  // ---- rrweb
  const hide = (text, element) => {
    const secret = element?.closest?.("[data-private]")?.dataset.private;
    if (secret === undefined) return text;
    const stars = text.replace(/\S/g, "*");
    return secret === "phone" ? text.slice(0, 1) + stars.slice(1) : stars;
  };
  const start = () => {
    window.rrweb.record({
      emit: (event) => send("event", event),
      inlineImages: true, dataURLOptions: { type: "image/webp", quality: 0.78 }, inlineStylesheet: true,
      collectFonts: false, recordCanvas: false, maskTextClass: "rr-mask",
      maskInputOptions: { text: true, email: true, tel: true, password: true }, maskInputFn: hide,
      plugins: [window.rrwebPluginConsoleRecord.getRecordConsolePlugin({ level: ["error", "warn"] })],
    });
    window.rrweb.record.addCustomEvent("page_view", { page_location: location.href, page_referrer: document.referrer, page_title: document.title });
    window.dispatchEvent(new Event("recording"));
    window.__recording = true;
  };
  if (document.readyState === "complete") start();
  else window.addEventListener("load", () => setTimeout(start, 0));
})();
