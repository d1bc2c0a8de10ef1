// Records the page that is open as rrweb would, and tells where its elements are: what a visit of it is made
// of, and what heat on it is judged by. A step of ` >>> ` leads into an iframe or a shadow tree.
async ({ before, clicks, asked }) => {
  await document.fonts.ready;
  await (0, eval)(`(async () => {${before}})`)();

  const found = (path) =>
    path.split(" >>> ").reduce((root, step) => {
      const inner = root.querySelector(step);
      return step === path.split(" >>> ").at(-1) ? inner : (inner.contentDocument ?? inner.shadowRoot);
    }, document);
  const side = (element, name) => parseFloat(element.ownerDocument.defaultView.getComputedStyle(element)[name]);
  const area = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height];
  };
  const onPage = (element) => {
    if (!element || element.getClientRects().length === 0) return null;
    let [x, y, width, height] = area(element);
    for (let view = element.ownerDocument.defaultView; view !== window; view = view.parent) {
      const frame = view.frameElement, [left, top] = area(frame);
      x += left + frame.clientLeft + side(frame, "paddingLeft");
      y += top + frame.clientTop + side(frame, "paddingTop");
    }
    return [x + scrollX, y + scrollY, width, height];
  };

  const ids = new Map(), frames = [];
  const told = (node, rest) => {
    ids.set(node, ids.size + 1);
    return { id: ids.get(node), ...rest };
  };
  const write = (node, root) => {
    const at = root && { rootId: root };
    if (node.nodeType === 9) {
      const own = told(node, { type: 0 });
      return { ...own, childNodes: [...node.childNodes].map((it) => write(it, root === null ? undefined : own.id)) };
    }
    if (node.nodeType === 10) return told(node, { type: 1, name: node.name, publicId: "", systemId: "", ...at });
    if (node.nodeType === 3) return told(node, { type: 3, textContent: node.textContent, ...at });
    if (node.nodeType !== 1) return told(node, { type: 5, textContent: "", ...at });
    const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
    delete attributes.srcdoc;
    if (node.scrollLeft && node !== document.documentElement) attributes.rr_scrollLeft = node.scrollLeft;
    if (node.scrollTop && node !== document.documentElement) attributes.rr_scrollTop = node.scrollTop;
    const own = told(node, { type: 2, tagName: node.localName, attributes, ...at });
    if (node.namespaceURI.endsWith("svg")) own.isSVG = true;
    if (node.localName === "iframe") frames.push(node);
    const childNodes = [...node.childNodes].map((it) => write(it, root));
    if (node.shadowRoot) {
      own.isShadowHost = true;
      childNodes.push(...[...node.shadowRoot.childNodes].map((it) => ({ ...write(it, root), isShadow: true })));
    }
    return { ...own, childNodes };
  };
  const page = write(document, null);
  const attached = [];
  for (const frame of frames) {
    const node = write(frame.contentDocument, "own");
    attached.push({ parentId: ids.get(frame), nextId: null, node });
  }
  const pressed = clicks.map(([path, right, down]) => {
    const element = found(path);
    const [x, y, width, height] = area(element);
    return { id: ids.get(element), x: Math.round(x + width * right), y: Math.round(y + height * down) };
  });
  return {
    page, attached, pressed,
    boxes: asked.map((path) => onPage(found(path))),
    scroll: { left: scrollX, top: scrollY },
    window: { width: innerWidth, height: innerHeight },
  };
}
