// Draws a running shoe from the side, from below and on a rock, as SVG text.
const D = {
  upper: "M134 424 C116 372 118 300 134 226 C139 198 168 188 190 206 C216 228 258 240 296 230 C330 220 350 186 372 152 C382 138 402 134 420 144 L478 176 C506 216 548 262 612 296 C672 322 756 316 828 334 C894 350 934 384 930 428 C868 446 760 446 660 436 C520 422 420 408 320 416 C240 422 180 428 134 424 Z",
  upperMid: "M134 424 C116 372 116 290 128 190 C132 128 146 92 172 84 C232 68 330 78 392 92 C404 96 410 104 414 120 L478 176 C506 216 548 262 612 296 C672 322 756 316 828 334 C894 350 934 384 930 428 C868 446 760 446 660 436 C520 422 420 408 320 416 C240 422 180 428 134 424 Z",
  foam: "M106 420 C92 446 92 484 126 498 C232 520 420 514 540 516 C690 518 812 512 888 476 C922 458 940 436 930 420 C868 442 760 442 660 432 C520 418 420 402 320 412 C230 420 152 426 106 420 Z",
};

const lug = (x, y, w, h, r, c) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${c}"/>`;

function outsole(p) {
  let s = `<path d="M112 480 C118 504 150 512 240 515 C420 520 560 520 660 519 C780 516 850 504 896 474 C892 500 850 522 770 528 C640 538 300 538 190 530 C140 526 112 508 112 480 Z" fill="${p.sole}"/>`;
  if (p.lugs) {
    for (let i = 0; i < 16; i++) {
      const x = 140 + i * 44, y = 522 - (i > 13 ? (i - 13) * 9 : 0) + (i < 1 ? -6 : 0);
      s += `<g transform="rotate(${i < 6 ? 8 : -10} ${x} ${y})">${lug(x, y, 30, 20, 5, p.sole)}</g>`;
    }
  } else s += `<path d="M150 520 C300 538 640 540 800 520" stroke="${p.sole}" stroke-width="10" fill="none" stroke-linecap="round"/>`;
  return s;
}

function laces(p) {
  const rows = [[424, 196, 372, 246], [452, 226, 402, 280], [484, 256, 436, 310], [520, 284, 476, 334], [560, 308, 522, 352]];
  let s = "";
  for (const [x1, y1, x2, y2] of rows) {
    s += `<path d="M${x1 + 8} ${y1 - 6} C${x1 - 4} ${y1 + 14} ${x2 + 18} ${y2 - 22} ${x2} ${y2}" stroke="rgba(0,0,0,.28)" stroke-width="17" stroke-linecap="round" fill="none" transform="translate(3 5)"/>`;
    s += `<path d="M${x1 + 8} ${y1 - 6} C${x1 - 4} ${y1 + 14} ${x2 + 18} ${y2 - 22} ${x2} ${y2}" stroke="${p.lace}" stroke-width="14" stroke-linecap="round" fill="none"/>`;
    s += `<path d="M${x1 + 6} ${y1 - 6} C${x1 - 6} ${y1 + 12} ${x2 + 14} ${y2 - 22} ${x2 - 1} ${y2 - 3}" stroke="rgba(255,255,255,.35)" stroke-width="3" stroke-linecap="round" fill="none"/>`;
    s += `<circle cx="${x2 - 2}" cy="${y2 + 3}" r="7" fill="${p.shade}"/><circle cx="${x2 - 2}" cy="${y2 + 3}" r="3.4" fill="rgba(0,0,0,.45)"/>`;
  }
  return s;
}

/** The shoe itself, without ground or background, in a 1000 × 620 box. `id` keeps gradient names apart. */
export function shoe(p, id) {
  const body = p.mid ? D.upperMid : D.upper;
  return `
<defs>
  <linearGradient id="${id}u" x1="0" y1="0" x2=".25" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".34"/><stop offset=".42" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".3"/></linearGradient>
  <linearGradient id="${id}f" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${p.foam}"/><stop offset=".55" stop-color="${p.foam}"/><stop offset="1" stop-color="${p.foam2}"/></linearGradient>
  <linearGradient id="${id}h" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#000" stop-opacity=".35"/><stop offset=".2" stop-color="#000" stop-opacity="0"/></linearGradient>
  <radialGradient id="${id}t" cx=".86" cy=".62" r=".3"><stop offset="0" stop-color="#fff" stop-opacity=".38"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
  <pattern id="${id}m" width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(28)"><circle cx="3" cy="3" r="1.9" fill="#000" fill-opacity=".17"/><circle cx="8.5" cy="8.5" r="1.9" fill="#000" fill-opacity=".17"/><circle cx="3" cy="2" r="1" fill="#fff" fill-opacity=".16"/></pattern>
  <clipPath id="${id}c"><path d="${body}"/></clipPath>
  <clipPath id="${id}k"><path d="${D.foam}"/></clipPath>
  <filter id="${id}n" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".9" numOctaves="2" seed="4"/><feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 .5 -.12"/></filter>
  <filter id="${id}b"><feGaussianBlur stdDeviation="7"/></filter>
</defs>
${outsole(p)}
<path d="${D.foam}" fill="url(#${id}f)"/>
<g clip-path="url(#${id}k)">
  <path d="M90 470 C240 452 420 452 560 476 C700 498 820 490 940 440" stroke="${p.foam2}" stroke-width="9" fill="none" opacity=".85"/>
  <path d="M90 486 C240 470 420 470 560 492 C700 508 820 502 940 458" stroke="#000" stroke-opacity=".08" stroke-width="5" fill="none"/>
  <path d="M110 424 C240 436 420 412 560 426 C700 442 850 446 930 426" stroke="#000" stroke-opacity=".2" stroke-width="16" fill="none" filter="url(#${id}b)"/>
  <path d="M96 440 L170 440 L150 500 L96 500 Z" fill="${p.accent}" opacity=".9"/>
</g>
${p.mid ? "" : `<path d="M372 152 C380 112 404 92 436 96 C456 100 470 118 492 178 L470 222 Z" fill="${p.shade}"/><path d="M384 142 C392 118 408 106 432 108" stroke="${p.accent}" stroke-width="7" fill="none" stroke-linecap="round"/>`}
${p.mid ? `<path d="M402 100 C424 84 452 96 462 122 L486 186 L440 214 Z" fill="${p.shade}"/>` : ""}
<path d="${body}" fill="${p.upper}"/>
<g clip-path="url(#${id}c)">
  <path d="${body}" fill="url(#${id}m)"/>
  <!-- throat -->
  <path d="M414 140 L640 310 L560 372 C500 340 430 290 372 226 Z" fill="${p.overlay}"/>
  <path d="M372 226 C430 290 500 340 560 372" stroke="rgba(0,0,0,.25)" stroke-width="4" fill="none"/>
  <path d="M366 232 C424 296 494 346 554 378" stroke="rgba(255,255,255,.3)" stroke-width="2.5" stroke-dasharray="7 6" fill="none"/>
  <!-- heel counter -->
  <path d="M110 430 C104 340 112 260 130 200 C190 214 236 262 252 330 C262 376 268 410 262 440 Z" fill="${p.overlay}"/>
  <path d="M150 226 C196 250 226 292 238 340 C246 376 250 402 248 426" stroke="rgba(255,255,255,.3)" stroke-width="2.5" stroke-dasharray="7 6" fill="none"/>
  <path d="M110 250 C150 262 176 290 190 330" stroke="${p.accent}" stroke-width="12" fill="none" stroke-linecap="round"/>
  <!-- toe cap -->
  <path d="M742 440 C752 392 790 352 838 350 L960 380 L960 450 Z" fill="${p.overlay}"/>
  <path d="M756 438 C766 398 800 366 842 364" stroke="rgba(255,255,255,.3)" stroke-width="2.5" stroke-dasharray="7 6" fill="none"/>
  <!-- three peaks: the mark of the house -->
  <path d="M296 436 L372 300 L408 360 L446 286 L516 436" fill="none" stroke="${p.accent}" stroke-width="19" stroke-linejoin="round" stroke-linecap="round"/>
  <path d="M560 440 L596 384 L640 440" fill="none" stroke="${p.accent}" stroke-width="13" stroke-linejoin="round" stroke-linecap="round" opacity=".8"/>
  <!-- mudguard -->
  <path d="M110 404 C240 420 420 392 560 410 C700 426 850 432 960 404 L960 460 L110 460 Z" fill="${p.shade}" opacity=".75"/>
  <path d="${body}" fill="url(#${id}u)"/><path d="${body}" fill="url(#${id}h)"/><path d="${body}" fill="url(#${id}t)"/>
  <path d="M134 226 C139 198 168 188 190 206 C216 228 258 240 296 230 C330 220 350 186 372 152" stroke="rgba(255,255,255,.35)" stroke-width="26" fill="none" ${p.mid ? 'opacity="0"' : ""}/>
  <rect x="80" y="60" width="880" height="400" filter="url(#${id}n)" opacity=".16"/>
</g>
${p.mid
    ? `<path d="M150 96 C230 74 330 82 402 100" stroke="${p.shade}" stroke-width="20" fill="none" stroke-linecap="round"/><path d="M140 150 C220 132 320 140 420 160" stroke="rgba(0,0,0,.16)" stroke-width="5" fill="none"/><path d="M136 176 C220 158 320 166 440 190" stroke="rgba(0,0,0,.12)" stroke-width="5" fill="none"/>`
    : `<path d="M148 214 C166 192 184 204 196 214 C222 234 262 244 298 234 C332 224 354 188 374 156" stroke="${p.shade}" stroke-width="15" fill="none" stroke-linecap="round"/>`}
<path d="M${p.mid ? "126 110 C96 104 96 160 124 166" : "132 216 C104 206 100 262 126 270"}" stroke="${p.accent}" stroke-width="11" fill="none" stroke-linecap="round"/>
${laces(p)}`;
}

export const ground = (id, o = 0.34) =>
  `<defs><filter id="${id}s" x="-.3" y="-2" width="1.6" height="5"><feGaussianBlur stdDeviation="16"/></filter></defs><ellipse cx="515" cy="548" rx="410" ry="20" fill="#20160e" opacity="${o}" filter="url(#${id}s)"/><ellipse cx="515" cy="540" rx="360" ry="7" fill="#20160e" opacity="${o * 0.9}" filter="url(#${id}s)"/>`;

const backdrop = (p, id) => `<defs><radialGradient id="${id}bg" cx=".5" cy=".36" r=".85"><stop offset="0" stop-color="${p.bg[0]}"/><stop offset="1" stop-color="${p.bg[1]}"/></radialGradient></defs><rect width="1000" height="1000" fill="url(#${id}bg)"/>`;
const wrap = (inside, box = "0 0 1000 1000") => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="100%" height="100%" preserveAspectRatio="xMidYMid slice">${inside}</svg>`;

export const side = (p, id) => wrap(`${backdrop(p, id)}<g transform="translate(0 172)">${ground(id)}<g transform="rotate(-2 500 540)">${shoe(p, id)}</g></g>`);

export const closeUp = (p, id) => wrap(`${backdrop(p, id)}<g transform="translate(-560 -340) scale(1.9)">${ground(id)}${shoe(p, id)}</g>`);

export function sole(p, id) {
  const shape = "M500 60 C610 60 650 170 640 300 C632 400 590 470 596 560 C602 650 640 720 630 810 C620 900 570 945 500 945 C430 945 380 900 374 810 C368 720 404 650 402 560 C400 470 352 400 350 300 C346 170 390 60 500 60 Z";
  let lugs = "";
  for (let r = 0; r < 17; r++) for (let c = 0; c < 6; c++) {
    const x = 362 + c * 50 + (r % 2) * 24, y = 84 + r * 51;
    lugs += p.lugs ? `<path d="M${x} ${y + 22} l19 -22 l19 22 l0 13 l-19 -19 l-19 19 Z" fill="${(r + c) % 5 ? p.accent : p.upper}"/>` : `<rect x="${x}" y="${y}" width="37" height="17" rx="8" fill="${(r + c) % 5 ? p.foam2 : p.upper}"/>`;
  }
  return wrap(`${backdrop(p, id)}<defs><clipPath id="${id}q"><path d="${shape}"/></clipPath><linearGradient id="${id}g" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#000" stop-opacity=".4"/><stop offset=".5" stop-color="#fff" stop-opacity=".1"/><stop offset="1" stop-color="#000" stop-opacity=".4"/></linearGradient><filter id="${id}z"><feGaussianBlur stdDeviation="22"/></filter></defs>
  <g transform="rotate(24 500 500)"><path d="${shape}" fill="#20160e" opacity=".4" filter="url(#${id}z)" transform="translate(22 30)"/><path d="${shape}" fill="${p.foam}" stroke="${p.foam2}" stroke-width="16"/><g clip-path="url(#${id}q)"><rect width="1000" height="1000" fill="${p.sole}" transform="translate(500 500) scale(.94) translate(-500 -500)"/>${lugs}<rect x="452" y="470" width="96" height="150" rx="40" fill="${p.foam2}"/><path d="M466 580 L490 530 L504 556 L518 520 L538 580" fill="none" stroke="${p.sole}" stroke-width="9" stroke-linejoin="round"/><rect x="340" y="40" width="320" height="930" fill="url(#${id}g)"/></g></g>`);
}

export function onRock(p, id) {
  const far = "M0 520 L120 430 L210 490 L330 360 L450 470 L560 400 L700 500 L820 420 L1000 520 L1000 1000 L0 1000 Z";
  return wrap(`<defs><linearGradient id="${id}sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a9c3d4"/><stop offset=".45" stop-color="#f4dcc4"/><stop offset="1" stop-color="#f3c9a2"/></linearGradient><linearGradient id="${id}rk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#6d6a68"/><stop offset="1" stop-color="#35353a"/></linearGradient><filter id="${id}w" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".018 .05" numOctaves="5" seed="9"/><feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 2.2 -.9"/></filter><clipPath id="${id}rc"><path d="M0 800 C200 770 330 742 500 748 C700 752 850 780 1000 762 L1000 1000 L0 1000 Z"/></clipPath></defs>
  <rect width="1000" height="1000" fill="url(#${id}sky)"/><circle cx="720" cy="380" r="70" fill="#fff3dc" opacity=".9"/>
  <path d="${far}" fill="#8ea4b3" opacity=".8"/><path d="M0 620 L160 520 L300 600 L420 500 L600 620 L760 540 L1000 640 L1000 1000 L0 1000 Z" fill="#5f7b8c"/><path d="M0 700 L180 620 L360 690 L560 610 L780 700 L1000 640 L1000 1000 L0 1000 Z" fill="#3f5a66"/>
  <g clip-path="url(#${id}rc)"><rect y="720" width="1000" height="280" fill="url(#${id}rk)"/><rect y="720" width="1000" height="280" filter="url(#${id}w)" opacity=".5"/></g>
  <g transform="translate(80 304) scale(.84) rotate(-4 500 540)">${ground(id, 0.6)}${shoe(p, id)}</g>`);
}
