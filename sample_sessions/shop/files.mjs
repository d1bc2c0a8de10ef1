// Answers one URL path of the shop with bytes: a page or a file of public/. Used by the server and by the recorder.
import { readFileSync, existsSync } from "node:fs";
import { normalize, extname } from "node:path";
import { render, prices } from "./site.mjs";

const root = new URL("./public", import.meta.url).pathname;
const types = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".webp": "image/webp", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8" };

export function answer(path) {
  const type = types[extname(path)];
  if (!type) {
    const { status, html } = render(path);
    return { status, type: "text/html; charset=utf-8", body: html };
  }
  const file = normalize(root + path);
  if (!file.startsWith(root + "/") || !existsSync(file)) return { status: 404, type: "text/plain", body: "not found" };
  const body = readFileSync(file);
  return { status: 200, type, body: path === "/shop.js" ? `const CATALOG = ${prices};\n${body}` : body };
}
