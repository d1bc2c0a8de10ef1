// Where the elements are that were clicked, on a page that was recorded: by their selector, and of a list
// whose items moved the one that says the same. What no markup can say is in attributes that begin with `wf-`.
async (asked) => {
  for (const dialog of document.querySelectorAll("[wf-modal]")) {
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  for (const motion of document.getAnimations()) {
    try { motion.finish(); } catch { motion.cancel(); }
  }
  for (const inner of document.querySelectorAll("[wf-scroll]")) {
    const [left, top] = inner.getAttribute("wf-scroll").split(" ").map(Number);
    inner.scrollTo({ left, top, behavior: "instant" });
  }
  document.activeElement?.blur();
  scrollTo(0, 0);

  // As the sample's own listener wrote it down.
  const words = (e) => (e.getAttribute("aria-label") || e.textContent || e.getAttribute("alt") || "").replace(/\s+/g, "").slice(0, 30);
  return asked.map(([selector, text]) => {
    const wanted = text.replace(/\s+/g, "").slice(0, 30);
    let found = document.querySelector(selector);
    if (wanted && (!found || words(found) !== wanted)) {
      const make = selector.replace(/:nth-of-type\(\d+\)/g, "");
      const same = [...document.querySelectorAll(make)].filter((it) => words(it) === wanted);
      if (same.length === 1) found = same[0];
    }
    if (!found || found.getClientRects().length === 0) return null;
    const { x, y, width, height } = found.getBoundingClientRect();
    return [x + scrollX, y + scrollY, width, height];
  });
}
