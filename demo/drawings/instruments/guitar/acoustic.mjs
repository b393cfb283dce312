// Flat-top guitars, the classical guitar and the ukulele: soundboard, rosette, bridge, pickguard.
import { outline } from '../../lib/curves.mjs';
import { circle, group, line, path, rect } from '../../lib/svg.mjs';
import { blur, cast, metal_dome, mix, rim, round_shadow, wood } from '../../lib/materials.mjs';
import { body_bounds, body_outline } from './shapes.mjs';
import { binding } from './finish.mjs';
import { fingerboard, half_width, neck_wood, strings } from './neck.mjs';
import { headstock } from './headstock.mjs';

function soundboard(paper, d, [x, y, width, height], { color, grain, burst, opaque }) {
  const clip = paper.clip(path(d));
  return group({},
    wood(paper, d, { fill: color, grain, strength: opaque ? 0.35 : 0.55, scale: 1.2, seed: 15 }),
    burst && group({ 'clip-path': clip, fill: 'none' },
      path(d, { stroke: burst.mid, 'stroke-width': width * 0.4, opacity: 0.85, filter: blur(paper, 26) }),
      path(d, { stroke: burst.edge, 'stroke-width': width * 0.16, filter: blur(paper, 15) })),
    line(0, y, 0, y + height, { stroke: '#000', 'stroke-width': 0.5, opacity: 0.25 }),
    path(d, { fill: paper.radial([[0, '#fff', 0.3], [0.42, '#fff', 0.02], [1, '#3a1c05', 0.42]], { cx: x + width * 0.34, cy: y + height * 0.4, r: height * 0.78, units: 'userSpaceOnUse' }) }),
    group({ 'clip-path': clip }, rect(x, y, width, height, { fill: paper.gradient([[0, '#fff', 0], [0.2, '#fff', 0], [0.32, '#fff', 0.16], [0.42, '#fff', 0.16], [0.54, '#fff', 0], [1, '#fff', 0]], { x2: 1, y2: 0.3 }) })));
}

function sound_hole(paper, y, r, { rings, mosaic }) {
  const parts = [];
  for (const [radius, width, color, dash] of rings) parts.push(circle(0, y, r + radius, { fill: 'none', stroke: color, 'stroke-width': width, 'stroke-dasharray': dash }));
  if (mosaic) {
    parts.push(circle(0, y, r + mosaic.at, { fill: 'none', stroke: mosaic.base, 'stroke-width': mosaic.width }));
    mosaic.colors.forEach((color, i) => parts.push(circle(0, y, r + mosaic.at + (i % 3 - 1) * mosaic.width * 0.27, { fill: 'none', stroke: color, 'stroke-width': mosaic.width * 0.32, 'stroke-dasharray': `${1.6 + i * 0.7} ${2.2 + ((i * 5) % 4)}`, 'stroke-dashoffset': i * 2.3 })));
  }
  parts.push(circle(0, y, r, { fill: paper.radial([[0, '#3a2313'], [0.6, '#1c0e06'], [1, '#080402']], { cx: 0.62, cy: 0.68, r: 0.62 }) }));
  parts.push(circle(0, y, r, { fill: 'none', stroke: '#e6c48c', 'stroke-width': 1.4 }), path(`M${-r} ${y}A${r} ${r} 0 0 1 ${r} ${y}`, { fill: 'none', stroke: '#000', 'stroke-width': 2.6, opacity: 0.6, transform: 'translate(0.8 1.6)' }));
  return group({}, parts);
}

function pin_bridge(paper, { width = 154, spread, strings: count, color = '#34190d', pins = true, saddle = 74 }) {
  const half = width / 2;
  const d = pins
    ? outline([[-half, 2, 'c'], [-half, -6], [-half * 0.66, -7], [-half * 0.46, -12], [0, -13], [half * 0.46, -12], [half * 0.66, -7], [half, -6], [half, 2, 'c'], [half, 12], [half * 0.62, 14], [half * 0.4, 19], [0, 22], [-half * 0.4, 19], [-half * 0.62, 14], [-half, 12]])
    : outline([[-half, -8, 'c'], [-half * 0.5, -9, 'c'], [-half * 0.48, -13, 'c'], [half * 0.48, -13, 'c'], [half * 0.5, -9, 'c'], [half, -8, 'c'], [half, 8, 'c'], [half * 0.5, 9, 'c'], [half * 0.48, 16, 'c'], [-half * 0.48, 16, 'c'], [-half * 0.5, 9, 'c'], [-half, 8, 'c']]);
  const xs = Array.from({ length: count }, (_, i) => -spread / 2 + (spread * i) / (count - 1));
  return group({},
    group({ opacity: 0.45, filter: blur(paper, 3), transform: 'translate(4 5)' }, path(d, { fill: '#000' })),
    wood(paper, d, { fill: color, grain: '#0c0503', along: 'x', strength: 0.9, seed: 6 }), rim(paper, d, { depth: 3, light: 0.5, shade: 0.6 }),
    rect(-saddle / 2, -2.4, saddle, 3.6, { rx: 1.4, fill: '#fbf6e6', stroke: '#8f8464', 'stroke-width': 0.4, transform: pins ? 'rotate(3)' : undefined }),
    pins
      ? xs.map((x) => [circle(x + 1, 13.4 + Math.abs(x) * -0.06, 3.6, { fill: round_shadow(paper) }), circle(x, 12 - Math.abs(x) * 0.06, 2.7, { fill: metal_dome(paper, 'nickel') }), circle(x, 12 - Math.abs(x) * 0.06, 2.7, { fill: '#f6efdb', opacity: 0.75 }), circle(x, 12 - Math.abs(x) * 0.06, 0.9, { fill: '#3a2a18' })])
      : [rect(-width * 0.24, 9.5, width * 0.48, 5, { fill: '#e9d7ae', stroke: '#2a1608', 'stroke-width': 0.8 }), xs.map((x) => [circle(x, 12, 0.9, { fill: '#1a0d05' }), path(`M${x} 1L${x} 11M${x - 2} 8Q${x} 4 ${x + 2} 8`, { stroke: '#d8cdb4', 'stroke-width': 0.9, fill: 'none' })])]);
}

/** The whole instrument without its shadow. */
export function acoustic(paper, model) {
  const d = body_outline(model.body);
  const bounds = body_bounds(model.body);
  const { neck, hole } = model;
  const end = model.joint;
  const half = half_width(neck, end) + 1;
  const parts = [];
  parts.push(path(d, { fill: mix(model.sides, '#000000', 0.35), transform: 'translate(2 3)' }));
  if (model.strap !== false) parts.push(circle(0, bounds[1] + bounds[3] - 8, 5, { fill: metal_dome(paper, 'chrome') }));
  parts.push(soundboard(paper, d, bounds, model.top));
  parts.push(binding(paper, d, model.binding));
  if (model.purfling) parts.push(group({ 'clip-path': paper.clip(path(d)), fill: 'none' }, model.purfling.map(([width, color, dash]) => path(d, { stroke: color, 'stroke-width': width, 'stroke-dasharray': dash, transform: 'translate(0 -1.6) scale(0.962 0.966)' }))));
  parts.push(rim(paper, d, { depth: 5, light: 0.6, shade: 0.45 }));
  parts.push(sound_hole(paper, hole.y, hole.r, hole));
  if (model.guard) {
    const guard = outline(model.guard.points);
    parts.push(path(guard, { fill: '#000', opacity: 0.3, transform: 'translate(1.4 1.8)' }), path(guard, { fill: model.guard.color, opacity: model.guard.opacity ?? 0.94 }),
      path(guard, { fill: paper.gradient([[0, '#fff', 0.45], [0.4, '#fff', 0.06], [0.55, '#fff', 0.2], [0.7, '#000', 0], [1, '#000', 0.3]], { x2: 1, y2: 0.8 }) }), path(guard, { fill: 'none', stroke: '#fff', 'stroke-opacity': 0.4, 'stroke-width': 0.8 }));
  }
  parts.push(pin_bridge(paper, { spread: neck.string_spread, strings: neck.strings, ...model.bridge }));
  parts.push(group({ opacity: 0.5, filter: blur(paper, 3.5), transform: 'translate(5 4)' }, rect(-half, -neck.scale + 60, half * 2, neck.scale - 60 + (neck.board_end ?? end), { fill: '#000' })));
  parts.push(neck_wood(paper, neck, { color: model.neck_color, until: end }));
  parts.push(headstock(paper, neck, { gauges: model.gauges, plain: model.plain, ...model.head }));
  parts.push(fingerboard(paper, neck));
  parts.push(strings(paper, neck, { gauges: model.gauges, plain: model.plain, nylon: model.nylon, end: () => (model.bridge.pins === false ? 1 : 11) }));
  return group({}, parts);
}

const FLAT = [1.55, 1.25, 0.95, 0.75, 0.5, 0.42];
const NYLON = [1.25, 1.05, 0.9, 1.15, 0.95, 0.85];
const DREAD = { scale: 648, strings: 6, nut_width: 43, end_width: 57, string_spread: 55, frets: 20, board: 'rosewood', board_end: -196 };
const RIMBA = { text: 'Rimba', color: '#ecd9a8', style: { weight: 0.75, spacing: 1.3 } };
const TEARDROP = [[40, -142, 'c'], [58, -162], [74, -154], [97, -110], [115, -62], [111, -32], [84, -24], [58, -38], [40, -76], [44, -106]];
const PLAIN_RINGS = [[5, 1, '#22140a'], [9, 3, '#f1e6cb'], [9, 1, '#2c190c'], [13, 1, '#22140a']];
const SPRUCE = { color: '#e3bd7d', grain: '#a5763a' };
const CEDAR = { color: '#bf7f43', grain: '#6e3a14' };

const dreadnought = (top, guard) => ({
  body: 'dreadnought', neck: DREAD, joint: -300, gauges: FLAT, plain: 2, top, sides: '#6d3a1e', binding: { color: '#efe4c8', width: 3.4 }, purfling: [[2, '#20130a'], [0.7, '#efe4c8']],
  hole: { y: -146, r: 50, rings: PLAIN_RINGS }, guard: { points: TEARDROP, color: guard }, bridge: { saddle: 74 }, neck_color: '#8a5228', head: { shape: 'paddle', face: '#3d2012', grain: '#140804', logo: RIMBA, plain: 2 },
});
const ABALONE = ['#7fd6c4', '#e3a9d4', '#bfe8ef', '#5fa7b8', '#f2f0e0', '#9fd0a4'];

export const ACOUSTIC_MODELS = {
  pinus: { natural: dreadnought(SPRUCE, '#161210'), sunburst: dreadnought({ ...SPRUCE, color: '#dd9a48', burst: { mid: '#8e3a0f', edge: '#190a05' } }, '#161210') },
  cemara: { natural: { ...dreadnought({ color: '#ead0a0', grain: '#b58a50' }, '#2a140c'), body: 'orchestra_cutaway', neck: { ...DREAD, scale: 643, nut_width: 44, board_end: -192 }, joint: -298, sides: '#4a2416', guard: { points: TEARDROP.map(([x, y]) => [x * 0.9 + 3, y, ...(x === 40 && y === -142 ? ['c'] : [])]), color: '#2a140c' } } },
  maestro: { cedar: { ...dreadnought({ ...CEDAR, color: '#b8743a' }, '#000000'), body: 'orchestra_cutaway', neck: { ...DREAD, scale: 645, nut_width: 45, board: 'ebony', inlay: 'none', binding: '#6e3b1c', board_end: -194 }, joint: -298, sides: '#3a1a10', guard: undefined,
    hole: { y: -146, r: 49, rings: [[4, 0.8, '#120a05'], [14, 0.8, '#120a05']], mosaic: { at: 9, width: 7.5, base: '#2c5b60', colors: ABALONE } }, purfling: [[7, '#1a0f08'], [4.4, '#4c9a98'], [4.4, '#e2b7d8', '3 7'], [4.4, '#d4f1ec', '2 9']], bridge: { saddle: 75, color: '#1b1210' },
    head: { shape: 'paddle', face: '#351a10', grain: '#0e0503', logo: RIMBA, plain: 2, kind: 'gold', binding: '#6e3b1c' } } },
  klasik: { cedar: { body: 'classical', neck: { scale: 650, strings: 6, nut_width: 52, end_width: 62, string_spread: 58, frets: 19, board: 'rosewood', inlay: 'none', board_end: -184 }, joint: -316, gauges: NYLON, plain: 3, nylon: true, top: CEDAR, sides: '#5d2f18', strap: false, binding: { color: '#4a2412', width: 3.6 }, purfling: [[1.6, '#efdcb0'], [0.6, '#2a1408']],
    hole: { y: -136, r: 43, rings: [[4, 1.2, '#2a1408'], [20, 1.2, '#2a1408'], [5.6, 1, '#e8cf96'], [18.4, 1, '#e8cf96']], mosaic: { at: 12, width: 10, base: '#3d1d0d', colors: ['#d9b36a', '#8d2a16', '#2e4b2b', '#e9d7a6', '#b06a2a', '#5b2412'] } },
    bridge: { pins: false, width: 184, saddle: 80 }, neck_color: '#8a5228', head: { shape: 'slotted', face: '#5d2f18', grain: '#1c0a04', logo: RIMBA, kind: 'gold', button: '#f3ead2' } } },
  melati: Object.fromEntries([['natural', { color: '#9a5a2c', grain: '#4a200b' }, '#9a5a2c'], ['teal', { color: '#2f9c97', grain: '#135452', opaque: true }, '#2f9c97']].map(([color, top, face]) => [color, {
    body: 'ukulele', neck: { scale: 381, strings: 4, nut_width: 36, end_width: 46, string_spread: 41, frets: 18, board: 'rosewood', board_end: -128, inlay: 'dot' }, joint: -172, gauges: [0.8, 1, 0.85, 0.7], plain: 4, nylon: true, top, sides: '#5d2f18', strap: false, binding: { color: '#f0e5c8', width: 2.2 },
    hole: { y: -82, r: 28, rings: [[3.4, 0.8, '#20120a'], [6, 2, '#f0e5c8'], [8.6, 0.8, '#20120a']] }, bridge: { pins: false, width: 88, saddle: 48 }, neck_color: '#7d4722', head_length: 128,
    head: { shape: 'small', face, grain: top.opaque ? undefined : '#4a200b', logo: { ...RIMBA, color: '#f5e7bf' }, button: '#f3ead2' } }])),
};
