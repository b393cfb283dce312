// Drums, cymbals and stands seen from the front and a little above. Millimetres; y grows downwards.
import { polygon } from '../../lib/curves.mjs';
import { circle, ellipse, group, line, num, path, rect } from '../../lib/svg.mjs';
import { cast, grain_filter, metal, metal_color, metal_dome, mix, rgb } from '../../lib/materials.mjs';
import { wordmark } from '../../lib/lettering.mjs';

/** A cylinder's side: the light falls from the left, with a second reflection near the right edge. */
export function cylinder(paper, color, { gloss = 0.6 } = {}) {
  return paper.gradient([[0, mix(color, '#000000', 0.6)], [0.1, mix(color, '#000000', 0.15)], [0.2, mix(color, '#ffffff', gloss)], [0.27, mix(color, '#ffffff', gloss * 0.35)], [0.45, color],
    [0.7, mix(color, '#000000', 0.35)], [0.86, mix(color, '#000000', 0.62)], [0.93, mix(color, '#ffffff', gloss * 0.2)], [1, mix(color, '#000000', 0.75)]]);
}

const METAL_SIDE = {
  chrome: [[0, '#50565c'], [0.08, '#c9ced3'], [0.17, '#ffffff'], [0.24, '#a4abb2'], [0.34, '#43494f'], [0.42, '#cfd4d8'], [0.55, '#f4f6f7'], [0.66, '#868d94'], [0.78, '#2f3439'], [0.88, '#b1b7bd'], [0.94, '#eceff1'], [1, '#3a3f44']],
  brass: [[0, '#4d3411'], [0.08, '#c69a48'], [0.17, '#fff3c9'], [0.24, '#b98d3e'], [0.34, '#5c3f15'], [0.42, '#d9b262'], [0.55, '#fbe8b2'], [0.66, '#a47a30'], [0.78, '#432c0c'], [0.88, '#c59a49'], [0.94, '#f2dca0'], [1, '#43300f']],
  black: [[0, '#0b0b0c'], [0.12, '#3c3d40'], [0.2, '#8b8d91'], [0.27, '#2c2d2f'], [0.6, '#161617'], [0.86, '#070708'], [0.93, '#3e3f42'], [1, '#050505']],
};
export const metal_side = (paper, kind) => paper.gradient(METAL_SIDE[kind]);

// The visible front of a cylinder between two heights, given its half width and the flattening of its circles.
function band(cx, top, bottom, r, ratio) {
  const ry = r * ratio;
  return `M${num(cx - r)} ${num(top)}A${num(r)} ${num(ry)} 0 0 0 ${num(cx + r)} ${num(top)}L${num(cx + r)} ${num(bottom)}A${num(r)} ${num(ry)} 0 0 1 ${num(cx - r)} ${num(bottom)}Z`;
}

function lug(paper, x, y, height, squeeze, kind, style) {
  const w = (style === 'tube' ? 8 : 15) * squeeze;
  if (style === 'tube') {
    return [rect(x - w / 2, y, w, height, { rx: w / 2, fill: metal_side(paper, kind) }), [0.14, 0.5, 0.86].map((share) => rect(x - w * 0.9, y + height * share - 5, w * 1.8, 10, { rx: 3, fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.5 }))];
  }
  return [cast(rect(x - w / 2, y, w, height, { rx: w * 0.45 }), 4, 0.5), rect(x - w / 2, y, w, height, { rx: w * 0.45, fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.35, 'stroke-width': 0.6 }), rect(x - w * 0.3, y + 4, w * 0.2, height - 8, { rx: 1, fill: '#fff', opacity: 0.7 })];
}

/** A drum standing or hanging upright: top head at `top`, `r` its radius, `depth` its shell, `ratio` how far we look onto it. */
export function drum(paper, { cx, top, r, depth, ratio = 0.2, shell, metal_shell, fade, lugs = 8, kind = 'chrome', style = 'block', head = '#f1ede3', hoop = 14, logo, sparkle, bead, badge = true }) {
  const bottom = top + depth;
  const side = band(cx, top, bottom, r, ratio);
  const parts = [];
  parts.push(path(side, { fill: metal_shell ? metal_side(paper, metal_shell) : cylinder(paper, shell) }));
  if (fade) parts.push(path(side, { fill: paper.gradient([[0, fade, 0], [0.35, fade, 0.1], [1, fade, 0.95]], { x2: 0, y2: 1 }) }), path(side, { fill: paper.gradient([[0, '#000', 0.5], [0.2, '#fff', 0.35], [0.3, '#fff', 0.06], [0.7, '#000', 0.25], [1, '#000', 0.6]]) }));
  if (sparkle) parts.push(path(side, { fill: '#000', filter: grain_filter(paper, { frequency: [0.5, 0.5], octaves: 2, seed: 9, color: rgb(sparkle), strength: 4, bias: -2.3 }) }));
  if (bead) parts.push(path(band(cx, top + depth * 0.47, top + depth * 0.53, r * 1.006, ratio), { fill: metal_side(paper, metal_shell) }), path(band(cx, top + depth * 0.53, top + depth * 0.55, r, ratio), { fill: '#000', opacity: 0.4 }));
  parts.push(path(side, { fill: paper.gradient([[0, '#000', 0.5], [0.16, '#000', 0], [0.8, '#000', 0], [1, '#000', 0.42]], { x2: 0, y2: 1 }) }));
  for (let i = 0; i < lugs; i += 1) {
    const angle = -Math.PI / 2 + ((i + 0.5) / lugs) * Math.PI * 2;
    const [sx, sz] = [Math.cos(angle), Math.sin(angle)];
    if (sz < 0.08) continue;
    const [x, dip] = [cx + r * sx * 1.01, r * ratio * sz];
    const squeeze = Math.max(0.5, sz ** 0.4);
    parts.push(line(x, top + dip - 4, x, bottom + dip + 4, { stroke: metal_color(kind, 1), 'stroke-width': 3.6 * squeeze }), line(x + 0.8, top + dip, x + 0.8, bottom + dip, { stroke: metal_color(kind, 3), 'stroke-width': 1.2 }));
    parts.push(style === 'tube' ? lug(paper, x, top + dip + hoop + 12, depth - hoop * 2 - 22, squeeze, kind, style) : [lug(paper, x, top + dip + hoop + 10, Math.min(46, depth * 0.28), squeeze, kind), lug(paper, x, bottom + dip - hoop - 10 - Math.min(46, depth * 0.28), Math.min(46, depth * 0.28), squeeze, kind)]);
  }
  if (badge) parts.push(group({ transform: `translate(${num(cx)} ${num(top + r * ratio + depth * 0.5)})` }, ellipse(0, 0, 24, 15, { fill: metal(paper, kind, 60), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.8 }), ellipse(0, 0, 20, 11.5, { fill: '#17120e' }), wordmark('Gemuruh', { x: 0, y: 0, height: 5, color: '#f3e6c4', weight: 0.9 })));
  parts.push(path(band(cx, bottom - hoop, bottom + 1, r * 1.035, ratio), { fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.45, 'stroke-width': 0.7 }));
  parts.push(path(band(cx, top - 4, top + hoop, r * 1.035, ratio), { fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.45, 'stroke-width': 0.7 }));
  parts.push(path(band(cx, top + hoop, top + hoop + 5, r, ratio), { fill: '#000', opacity: 0.45 }));
  parts.push(ellipse(cx, top - 4, r * 1.035, r * ratio * 1.035, { fill: metal(paper, kind, 20), stroke: '#fff', 'stroke-opacity': 0.7, 'stroke-width': 1 }));
  parts.push(ellipse(cx, top - 2, r * 0.985, r * ratio * 0.98, { fill: mix(head, '#000000', 0.5) }));
  parts.push(ellipse(cx, top, r * 0.975, r * ratio * 0.955, { fill: paper.radial([[0, '#ffffff'], [0.55, head], [1, mix(head, '#5b5041', 0.45)]], { cx: 0.36, cy: 0.3, r: 0.8 }) }));
  parts.push(ellipse(cx, top, r * 0.86, r * ratio * 0.84, { fill: 'none', stroke: '#000', 'stroke-opacity': 0.1, 'stroke-width': 1.4 }));
  if (logo) parts.push(group({ transform: `translate(${num(cx)} ${num(top + r * ratio * 0.5)}) scale(1 ${num(ratio * 1.2)})` }, wordmark(logo, { x: 0, y: 0, height: r * 0.15, color: '#2a2420', weight: 0.8, opacity: 0.75 })));
  return group({}, parts);
}

/** The bass drum from the front: hoops, claws and a resonant head with the maker's name. */
export function kick(paper, { cx, cy, r, shell, fade, sparkle, head = '#141313', ink = '#efe8d8', kind = 'chrome' }) {
  const parts = [];
  for (const side of [-1, 1]) parts.push(path(`M${cx + side * r * 0.72} ${cy + r * 0.5}L${cx + side * r * 1.18} ${cy + r * 1.02}`, { stroke: metal_color(kind, 2), 'stroke-width': 15, 'stroke-linecap': 'round' }), path(`M${cx + side * r * 0.72} ${cy + r * 0.5}L${cx + side * r * 1.18} ${cy + r * 1.02}`, { stroke: metal_color(kind, 0), 'stroke-width': 5, transform: 'translate(-2.5 -2)' }), ellipse(cx + side * r * 1.19, cy + r * 1.03, 13, 9, { fill: '#111' }));
  parts.push(circle(cx + 6, cy - 5, r * 1.0, { fill: mix(shell, '#000000', 0.5) }));
  parts.push(circle(cx, cy, r * 1.03, { fill: paper.gradient([[0, mix(shell, '#ffffff', 0.5)], [0.3, shell], [0.62, mix(fade ?? shell, '#000000', 0.2)], [1, mix(fade ?? shell, '#000000', 0.65)]], { x2: 0.8, y2: 1 }), stroke: '#000', 'stroke-width': 1.4 }));
  if (sparkle) parts.push(circle(cx, cy, r * 1.03, { fill: '#000', filter: grain_filter(paper, { frequency: [0.5, 0.5], octaves: 2, seed: 3, color: rgb(sparkle), strength: 4, bias: -2.3 }) }));
  parts.push(circle(cx, cy, r * 1.015, { fill: 'none', stroke: '#fff', 'stroke-opacity': 0.35, 'stroke-width': 2 }));
  parts.push(circle(cx, cy, r * 0.925, { fill: '#0a0908' }), circle(cx, cy, r * 0.905, { fill: metal(paper, kind, 45) }));
  const light = head > '#777777';
  parts.push(circle(cx, cy, r * 0.89, { fill: paper.radial(light ? [[0, '#ffffff'], [0.5, head], [1, mix(head, '#6b5f4f', 0.5)]] : [[0, mix(head, '#ffffff', 0.32)], [0.45, mix(head, '#ffffff', 0.06)], [1, '#050505']], { cx: 0.34, cy: 0.28, r: 0.85 }) }));
  parts.push(path(`M${cx - r * 0.6} ${cy - r * 0.62}A${r * 0.86} ${r * 0.86} 0 0 1 ${cx + r * 0.3} ${cy - r * 0.8}L${cx - r * 0.75} ${cy + r * 0.4}A${r * 0.86} ${r * 0.86} 0 0 1 ${cx - r * 0.6} ${cy - r * 0.62}Z`, { fill: '#fff', opacity: light ? 0.3 : 0.07 }));
  parts.push(circle(cx + r * 0.44, cy + r * 0.4, r * 0.21, { fill: '#050505', stroke: metal_color(kind, 1), 'stroke-width': 5 }), circle(cx + r * 0.44, cy + r * 0.4, r * 0.21, { fill: 'none', stroke: '#fff', 'stroke-opacity': 0.5, 'stroke-width': 1 }));
  parts.push(wordmark('Gemuruh', { x: cx, y: cy - r * 0.26, height: r * 0.17, color: ink, weight: 1.25, sharp: true, slant: 6 }));
  parts.push(path(polygon([[cx - r * 0.5, cy - r * 0.08], [cx + r * 0.5, cy - r * 0.08], [cx + r * 0.42, cy - r * 0.045], [cx - r * 0.42, cy - r * 0.045]]), { fill: '#FF6B35' }));
  for (let i = 0; i < 10; i += 1) {
    const a = ((i + 0.5) / 10) * 360;
    parts.push(group({ transform: `translate(${num(cx)} ${num(cy)}) rotate(${num(a)})` }, cast(rect(-8, -r * 1.05, 16, 38, { rx: 4 }), 3, 0.5), rect(-8, -r * 1.05, 16, 38, { rx: 4, fill: metal(paper, kind, 20), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.6 }), circle(0, -r * 0.965, 4.4, { fill: metal_dome(paper, kind) })));
  }
  return group({}, parts);
}

/** Bronze seen at any angle: lathe lines, and light and dark fans as turned metal shows them. */
export function cymbal(paper, { cx, cy, r, ratio = 1, turn = 0, color = '#c99a45', bell = 0.17, label, dark = false, fine = 46 }) {
  const clip = paper.clip(ellipse(0, 0, r, r * ratio));
  const wedges = 72;
  const fans = [];
  for (let i = 0; i < wedges; i += 1) {
    const a = (i / wedges) * Math.PI * 2;
    const b = ((i + 1.35) / wedges) * Math.PI * 2;
    const glow = Math.max(0, Math.cos(2 * (a - 0.72))) ** 5 + 0.55 * Math.max(0, Math.cos(2 * (a - 2.1))) ** 12 + 0.3 * Math.max(0, Math.cos(3 * a + 1)) ** 8;
    const shade = Math.max(0, Math.cos(2 * (a - 2.35))) ** 4;
    const d = polygon([[0, 0], [Math.cos(a) * r * 1.1, Math.sin(a) * r * 1.1 * ratio], [Math.cos(b) * r * 1.1, Math.sin(b) * r * 1.1 * ratio]]);
    if (glow > 0.03) fans.push(path(d, { fill: dark ? '#9a9da0' : '#fff3cf', opacity: Math.round(glow * (dark ? 26 : 62)) / 100 }));
    if (shade > 0.03) fans.push(path(d, { fill: '#2a1604', opacity: Math.round(shade * 48) / 100 }));
  }
  const lines = [];
  for (let i = 1; i < fine; i += 1) {
    const q = (i / fine) * (1 - bell) + bell;
    lines.push(ellipse(0, 0, r * q, r * q * ratio, { stroke: i % 3 ? '#3a2306' : '#fff2c8', 'stroke-opacity': i % 3 ? 0.22 : 0.3, 'stroke-width': (r / fine) * (i % 2 ? 0.3 : 0.18) }));
  }
  const lift = r * bell * (ratio < 0.6 ? 0.55 : 0.06);
  return group({ transform: `translate(${num(cx)} ${num(cy)}) rotate(${num(turn)})` },
    ellipse(0, ratio < 0.6 ? 3 : 1.5, r, r * ratio, { fill: mix(color, '#1a0c00', 0.6) }),
    ellipse(0, 0, r, r * ratio, { fill: paper.radial([[0, mix(color, '#fff4cf', 0.25)], [0.5, color], [1, mix(color, '#3a2204', 0.4)]], { cx: 0.42, cy: 0.4, r: 0.65 }) }),
    group({ 'clip-path': clip }, fans, group({ fill: 'none' }, lines)),
    ellipse(0, 0, r * 0.995, r * ratio * 0.995, { fill: 'none', stroke: '#fff3cc', 'stroke-opacity': dark ? 0.15 : 0.6, 'stroke-width': r * 0.006 }),
    ellipse(r * 0.012, r * bell * ratio * 0.2, r * bell * 1.14, r * bell * ratio * 1.16, { fill: '#2a1604', opacity: 0.35 }),
    ellipse(0, -lift * 0.5, r * bell, r * bell * ratio + lift * 0.5, { fill: paper.radial([[0, dark ? '#a5a7aa' : '#fff7dc'], [0.35, mix(color, '#ffffff', dark ? 0.1 : 0.25)], [0.8, mix(color, '#2a1604', 0.3)], [1, mix(color, '#2a1604', 0.6)]], { cx: 0.5, cy: 0.5, r: 0.55, fx: 0.3, fy: 0.28 }) }),
    label && wordmark(label, { x: 0, y: r * 0.6 * ratio, height: r * 0.1 * Math.max(ratio, 0.5), color: '#1a1008', weight: 1, opacity: 0.85 }));
}

/** A straight stand: tube from the floor up to `top`, with a tripod `spread` wide. */
export function stand(paper, { x, top, floor, spread = 210, kind = 'chrome', lean = 0, wing = true }) {
  const tube = (x1, y1, x2, y2, w) => [line(x1, y1, x2, y2, { stroke: metal_color(kind, 3), 'stroke-width': w, 'stroke-linecap': 'round' }), line(x1 - w * 0.12, y1, x2 - w * 0.12, y2, { stroke: metal_color(kind, 1), 'stroke-width': w * 0.62, 'stroke-linecap': 'round' }), line(x1 - w * 0.2, y1, x2 - w * 0.2, y2, { stroke: '#fff', 'stroke-width': w * 0.2, opacity: kind === 'black' ? 0.35 : 0.95 })];
  const hub = floor - 150;
  return group({},
    [-1, 0.35, 1].map((side) => [tube(x, hub, x + side * spread, floor, 15), tube(x, floor - 70, x + side * spread * 0.55, floor - 66, 7), ellipse(x + side * spread, floor + 3, 15, 8, { fill: '#141210' })]),
    tube(x, floor - 60, x, (top + floor) / 2, 22), tube(x, (top + floor) / 2, x + lean, top, 14),
    [[(top + floor) / 2, 30], [hub, 32]].map(([y, w]) => rect(x - w / 2, y - 17, w, 34, { rx: 5, fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.8 })),
    wing && [ellipse(x + lean, top - 20, 12, 6, { fill: '#1a1714' }), rect(x + lean - 3, top - 46, 6, 30, { fill: metal_side(paper, kind) }), rect(x + lean - 12, top - 54, 24, 10, { rx: 4, fill: metal_side(paper, kind) })]);
}

