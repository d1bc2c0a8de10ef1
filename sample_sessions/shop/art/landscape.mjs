// Draws northern landscapes as SVG text: layered fells, mist, spruces and a runner on the ridge.
function random(seed) {
  let a = seed;
  return () => { a |= 0; a = (a + 0x6d2b79f5) | 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}

function ridge(rand, w, base, height, rough) {
  let line = [[0, base - height * (0.3 + rand() * 0.5)], [w * 0.5, base - height * (0.4 + rand() * 0.6)], [w, base - height * (0.3 + rand() * 0.5)]];
  let amp = height * 0.5;
  for (let d = 0; d < 7; d++) {
    const next = [];
    for (let i = 0; i < line.length - 1; i++) {
      const [x1, y1] = line[i], [x2, y2] = line[i + 1];
      next.push(line[i], [(x1 + x2) / 2, (y1 + y2) / 2 + (rand() - 0.5) * amp]);
    }
    next.push(line[line.length - 1]);
    line = next; amp *= rough;
  }
  return line;
}
const area = (line, w, h) => "M" + line.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" L") + ` L${w} ${h} L0 ${h} Z`;

function spruce(x, y, s) {
  let d = `M${x} ${y - s}`;
  const n = 7, right = [], left = [];
  for (let i = 1; i <= n; i++) {
    const yy = y - s + (s * i) / n, half = (s * 0.24 * i) / n;
    right.push(`L${(x + half).toFixed(1)} ${yy.toFixed(1)} L${(x + half * 0.5).toFixed(1)} ${(yy - s * 0.02).toFixed(1)}`);
    left.unshift(`L${(x - half * 0.5).toFixed(1)} ${(yy - s * 0.02).toFixed(1)} L${(x - half).toFixed(1)} ${yy.toFixed(1)}`);
  }
  return d + right.join(" ") + left.join(" ") + " Z";
}

const runner = (x, y, s, c) => `<g transform="translate(${x} ${y}) scale(${s})" fill="none" stroke="${c}" stroke-linecap="round" stroke-linejoin="round"><circle cx="12" cy="-92" r="9" fill="${c}" stroke="none"/><path d="M8 -78 L-4 -46" stroke-width="17"/><path d="M8 -74 L24 -58 L38 -66" stroke-width="6.5"/><path d="M4 -74 L-16 -66 L-24 -50" stroke-width="6.5"/><path d="M-4 -44 L18 -32 L14 -4 L24 -2" stroke-width="9"/><path d="M-5 -44 L-16 -20 L-42 -22 L-46 -12" stroke-width="9"/></g>`;

/** A picture `w` × `h`; `look` names the colours from sky to foreground. */
export function landscape({ w, h, seed, sky, sun, layers, trees, figure }) {
  const rand = random(seed);
  const defs = `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${sky.map((c, i) => `<stop offset="${i / (sky.length - 1)}" stop-color="${c}"/>`).join("")}</linearGradient><radialGradient id="sun"><stop offset="0" stop-color="#fff8e8" stop-opacity="1"/><stop offset=".16" stop-color="#ffe9c4" stop-opacity=".85"/><stop offset="1" stop-color="#ffd9a8" stop-opacity="0"/></radialGradient><filter id="mist" x="-.2" y="-1" width="1.4" height="3"><feGaussianBlur stdDeviation="${h * 0.03}"/></filter>`;
  let s = `<rect width="${w}" height="${h}" fill="url(#sky)"/><circle cx="${w * sun[0]}" cy="${h * sun[1]}" r="${h * 0.55}" fill="url(#sun)"/>`;
  let front = null;
  layers.forEach(([colour, base, height, rough], i) => {
    const line = ridge(rand, w, h * base, h * height, rough);
    s += `<path d="${area(line, w, h)}" fill="${colour}"/>`;
    if (i < layers.length - 1) s += `<ellipse cx="${w * (0.25 + 0.5 * rand())}" cy="${h * (base + 0.02)}" rx="${w * 0.5}" ry="${h * 0.035}" fill="#fff" opacity=".32" filter="url(#mist)"/>`;
    front = line;
  });
  const at = (x) => { let b = front[0]; for (const p of front) if (Math.abs(p[0] - x) < Math.abs(b[0] - x)) b = p; return b[1]; };
  let forest = "";
  for (let i = 0; i < trees.count; i++) {
    const x = rand() * w;
    if (figure && Math.abs(x - w * figure[0]) < w * 0.1) continue;
    const size = h * (0.06 + rand() * 0.12) * (trees.scale ?? 1);
    forest += spruce(x, Math.max(at(x), h * 0.6) + h * 0.06 + rand() * h * 0.06, size);
  }
  s += `<path d="${forest}" fill="${trees.colour}"/>`;
  if (figure) s += runner(w * figure[0], at(w * figure[0]) + 4, figure[1], figure[2]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"><defs>${defs}</defs>${s}</svg>`;
}

export const scenes = {
  "hero-wide": { w: 1440, h: 620, seed: 21, sky: ["#7fa3b8", "#c9d6d6", "#f6dfc4", "#f3c39a"], sun: [0.7, 0.5], layers: [["#b9c4c9", 0.72, 0.34, 0.52], ["#8fa6b0", 0.78, 0.3, 0.5], ["#5f8088", 0.86, 0.26, 0.5], ["#33565a", 0.95, 0.2, 0.48], ["#14302f", 1.02, 0.12, 0.42]], trees: { count: 70, colour: "#0f2625" }, figure: [0.66, 0.95, "#0b1d1c"] },
  "hero-tall": { w: 780, h: 860, seed: 36, sky: ["#7fa3b8", "#c9d6d6", "#f6dfc4", "#f3c39a"], sun: [0.62, 0.5], layers: [["#b9c4c9", 0.66, 0.22, 0.52], ["#8fa6b0", 0.74, 0.22, 0.5], ["#5f8088", 0.83, 0.18, 0.5], ["#33565a", 0.92, 0.14, 0.48], ["#14302f", 1.0, 0.1, 0.42]], trees: { count: 46, colour: "#0f2625", scale: 0.9 }, figure: [0.6, 0.95, "#0b1d1c"] },
  "story": { w: 720, h: 540, seed: 5, sky: ["#1d3a4c", "#3d6a6e", "#8fb59b", "#e9d8a6"], sun: [0.3, 0.72], layers: [["#6a8f8b", 0.78, 0.3, 0.5], ["#3c6566", 0.88, 0.26, 0.5], ["#1c3f41", 0.98, 0.2, 0.5]], trees: { count: 50, colour: "#0c2226", scale: 1.3 }, figure: null },
};
