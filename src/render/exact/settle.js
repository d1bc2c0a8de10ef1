// Brings a page that was written by `page.rs` to what no markup can say, and tells what came of it. Run by
// the browser's debugger, on a page whose own scripts are off. `prepare` is called once; `settle` after the
// pointer and the focus are where they were.
async (step, wish) => {
  const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const scroller = (doc) => getter(Document, "scrollingElement").call(doc) ?? getter(Document, "documentElement").call(doc);
  const told = (element, name) => Element.prototype.getAttribute.call(element, name);

  // Documents of iframes are of this origin, but have types of their own.
  const inner = (element) => (told(element, "srcdoc") === null ? null : element.contentDocument);
  const roots = (root, view = window) => {
    const list = view.Document.prototype.querySelectorAll;
    const fragments = view.DocumentFragment.prototype.querySelectorAll;
    const found = [...(root instanceof view.ShadowRoot ? fragments : list).call(root, "*")];
    const below = found.flatMap((element) => {
      const own = [];
      if (element.shadowRoot) own.push(...roots(element.shadowRoot, view));
      if (element.tagName === "IFRAME" && inner(element)) own.push(...roots(inner(element), element.contentWindow));
      return own;
    });
    return [{ root, view, found }, ...below];
  };
  // Where in the window the document of an iframe begins: inside of its border and padding.
  const offset = (view) => {
    let [x, y] = [0, 0];
    for (let at = view; at !== window && at.frameElement; at = at.parent) {
      const frame = at.frameElement, area = frame.getBoundingClientRect();
      const { paddingLeft, paddingTop } = at.parent.getComputedStyle(frame);
      x += area.x + frame.clientLeft + (parseFloat(paddingLeft) || 0);
      y += area.y + frame.clientTop + (parseFloat(paddingTop) || 0);
    }
    return [x, y];
  };

  // What a parser would have put elsewhere was written under another name.
  const rename = (element, view) => {
    const space = told(element, "wf-space") === "svg" ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
    const real = element.ownerDocument.createElementNS(space, told(element, "wf-tag"));
    for (const { name, value } of [...element.attributes]) {
      if (name !== "wf-tag" && name !== "wf-space" && name !== "wf-out") real.setAttribute(name, value);
    }
    if (element.shadowRoot) {
      const shadow = real.attachShadow({ mode: "open" });
      shadow.append(...element.shadowRoot.childNodes);
    }
    real.append(...element.childNodes);
    const out = told(element, "wf-out") !== null;
    element.replaceWith(...(out ? [] : [real]));
    if (out) view.document.documentElement.append(real);
  };
  const adopt = (element, view) => {
    const root = element.getRootNode();
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(element.textContent);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    element.remove();
  };
  const scroll = (all) => {
    for (const { found } of all) {
      for (const element of found) {
        const to = told(element, "wf-scroll");
        if (to === null) continue;
        const [left, top] = to.split(" ").map(Number);
        const target = element.tagName === "IFRAME" ? element.contentWindow : element;
        target?.scrollTo({ left, top, behavior: "instant" });
      }
    }
    window.scrollTo({ left: wish.scroll[0], top: wish.scroll[1], behavior: "instant" });
  };
  const rest = async (all) => {
    const come = [];
    for (const { root, view, found } of all) {
      if (root instanceof view.Document) come.push(getter(view.Document, "fonts").call(root).ready);
      for (const image of found) {
        if (image instanceof view.HTMLImageElement && !image.complete) come.push(image.decode().catch(() => {}));
      }
    }
    await Promise.all(come);
    for (const { root } of all) {
      for (const motion of root.getAnimations()) {
        try { motion.finish(); } catch { motion.cancel(); }
      }
    }
  };

  if (step === "prepare") {
    for (const { view, found } of roots(document)) {
      for (const element of found) {
        if (element.localName === "wf-as") rename(element, view);
        else if (told(element, "wf-adopted") !== null) adopt(element, view);
      }
    }
    const all = roots(document);
    for (const { found } of all) {
      for (const element of found) {
        if (told(element, "wf-modal") !== null) {
          element.removeAttribute("open");
          try { element.showModal(); } catch { element.setAttribute("open", ""); }
        }
        if (told(element, "wf-unchosen") !== null) element.selectedIndex = -1;
      }
    }
    for (const { view } of all) view.document.activeElement?.blur?.();
    await rest(all);
    scroll(all);
    const of = (id) => all.flatMap(({ found, view }) => found.filter((it) => told(it, "wf-id") === id).map(() => view))[0];
    const [x, y] = offset((wish.over !== null && of(String(wish.over))) || window);
    return { pointer: wish.pointer && [wish.pointer[0] + x, wish.pointer[1] + y] };
  }
  const all = roots(document);
  await rest(all);
  scroll(all);
  await rest(all);
  const boxes = [];
  if (wish.boxes) {
    for (const { found, view } of all) {
      const [right, down] = offset(view);
      for (const element of found) {
        const id = told(element, "wf-id");
        if (id === null || !element.getClientRects().length) continue;
        const { x, y, width, height } = element.getBoundingClientRect();
        boxes.push([Number(id), x + right + scrollX, y + down + scrollY, width, height]);
      }
    }
  }
  const whole = scroller(document);
  return { height: Math.max(whole.scrollHeight, 1), boxes };
}
