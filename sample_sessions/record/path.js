// A path that document.querySelector understands: "#id", or tag:nth-of-type(n) below the nearest id.
window.__path = (node) => {
  const parts = [];
  for (let e = node; e && e.nodeType === 1 && e !== document.documentElement; e = e.parentElement) {
    if (e.id && document.querySelectorAll("#" + CSS.escape(e.id)).length === 1) { parts.unshift("#" + CSS.escape(e.id)); break; }
    const same = e.parentElement ? [...e.parentElement.children].filter((c) => c.tagName === e.tagName) : [e];
    const nth = same.length > 1 ? `:nth-of-type(${same.indexOf(e) + 1})` : "";
    parts.unshift(e.tagName.toLowerCase() + (e === document.body ? "" : nth));
  }
  return parts.join(" > ");
};
