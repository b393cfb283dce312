// Keyboards seen from above: real key widths (23.5 mm), black keys where they belong, panels with controls.
import { circle, group, line, path, rect } from '../lib/svg.mjs';
import { blur, cast, dome, metal, mix, round_shadow, wood } from '../lib/materials.mjs';
import { camera, wall } from '../lib/stage.mjs';
import { wordmark } from '../lib/lettering.mjs';

const WHITE_WIDTH = 23.5;
const WHITE_LENGTH = 148;
const BLACK_AFTER = { 0: -0.1, 1: 0.1, 3: -0.12, 4: 0, 5: 0.12 };

/** The keys from `first` (0 = C, 5 = A) with `whites` white keys, their top left corner at (x, y). */
export function keybed(paper, { x, y, whites, first = 0 }) {
  const parts = [];
  const width = whites * WHITE_WIDTH;
  const ivory = paper.gradient([[0, '#b9b3a6'], [0.1, '#f4f1ea'], [0.8, '#fdfcf8'], [0.965, '#ffffff'], [0.975, '#d4cfc4'], [1, '#a9a396']], { x2: 0, y2: 1 });
  parts.push(rect(x - 2, y - 3, width + 4, WHITE_LENGTH + 5, { fill: '#0a0909' }), rect(x, y - 4, width, 5, { fill: '#8a1f1f' }));
  for (let i = 0; i < whites; i += 1) {
    const kx = x + i * WHITE_WIDTH;
    parts.push(rect(kx + 0.5, y, WHITE_WIDTH - 1, WHITE_LENGTH, { rx: 1.8, fill: ivory }), rect(kx + 0.9, y, 1.3, WHITE_LENGTH - 4, { fill: '#fff', opacity: 0.9 }), rect(kx + WHITE_WIDTH - 2.2, y, 1.7, WHITE_LENGTH, { fill: '#6f695e', opacity: 0.35 }));
  }
  parts.push(rect(x, y, width, 24, { fill: paper.gradient([[0, '#000', 0.55], [1, '#000', 0]], { x2: 0, y2: 1 }) }));
  const side = paper.gradient([[0, '#3b3b3d'], [0.12, '#0b0b0c'], [0.88, '#060606'], [1, '#1d1d1f']]);
  const top = paper.gradient([[0, '#1c1c1e'], [0.5, '#2b2b2e'], [0.86, '#4c4c50'], [0.9, '#8a8a8f'], [1, '#1a1a1b']], { x2: 0, y2: 1 });
  for (let i = 0; i < whites - 1; i += 1) {
    const shift = BLACK_AFTER[(i + first) % 7];
    if (shift === undefined) continue;
    const kx = x + (i + 1) * WHITE_WIDTH - 6.8 + shift * 14;
    parts.push(rect(kx + 3, y, 14.4, 100, { rx: 2, fill: '#000', opacity: 0.26 }), rect(kx + 1.5, y, 14, 98, { rx: 2, fill: '#000', opacity: 0.35 }),
      rect(kx, y - 1, 13.6, 95, { rx: 1.6, fill: side }), rect(kx + 1.7, y - 1, 10.2, 88, { rx: 1.6, fill: top }), rect(kx + 2.4, y, 1.2, 82, { fill: '#fff', opacity: 0.35 }));
  }
  return group({}, parts);
}

export function control_knob(paper, x, y, r, { cap = '#1b1b1d', pointer = '#fff', turn = 30, ring } = {}) {
  return group({ transform: `translate(${x} ${y})` }, circle(r * 0.35, r * 0.5, r * 1.5, { fill: round_shadow(paper) }),
    ring && circle(0, 0, r * 1.28, { fill: 'none', stroke: ring, 'stroke-width': r * 0.14, 'stroke-dasharray': `${r * 0.1} ${r * 0.28}` }),
    circle(0, 0, r, { fill: dome(paper, mix(cap, '#ffffff', 0.35), cap, '#000000'), stroke: '#000', 'stroke-width': r * 0.05 }),
    Array.from({ length: 24 }, (_, i) => line(Math.cos(i / 24 * 6.2832) * r * 0.86, Math.sin(i / 24 * 6.2832) * r * 0.86, Math.cos(i / 24 * 6.2832) * r, Math.sin(i / 24 * 6.2832) * r, { stroke: '#fff', 'stroke-opacity': 0.14, 'stroke-width': r * 0.05 })),
    circle(0, 0, r * 0.7, { fill: dome(paper, mix(cap, '#ffffff', 0.5), mix(cap, '#ffffff', 0.08), '#000000') }), group({ transform: `rotate(${turn})` }, line(0, -r * 0.25, 0, -r * 0.9, { stroke: pointer, 'stroke-width': r * 0.14, 'stroke-linecap': 'round' })));
}

const button = (x, y, w, h, color, lit) => [rect(x + 1, y + 1.6, w, h, { rx: 2, fill: '#000', opacity: 0.5 }), rect(x, y, w, h, { rx: 2, fill: color }), rect(x, y, w, h * 0.4, { rx: 2, fill: '#fff', opacity: 0.22 }), lit && rect(x + w * 0.3, y - 4.4, w * 0.4, 2, { rx: 1, fill: lit })];
const screen = (paper, x, y, w, h, text) => [rect(x - 3, y - 3, w + 6, h + 6, { rx: 3, fill: '#050506', stroke: '#57595e', 'stroke-width': 0.8 }), rect(x, y, w, h, { fill: paper.gradient([[0, '#1d5876'], [1, '#071e2e']], { x2: 1, y2: 1 }) }), wordmark(text, { x: x + w / 2, y: y + h * 0.36, height: h * 0.24, color: '#d7f3ff', weight: 0.8 }), [0.18, 0.34, 0.5, 0.66, 0.82].map((t, i) => rect(x + w * t - w * 0.05, y + h * (0.9 - [0.2, 0.32, 0.26, 0.14, 0.22][i]), w * 0.1, h * [0.2, 0.32, 0.26, 0.14, 0.22][i], { fill: i === 1 ? '#FF6B35' : '#6fc6e8' })), path(`M${x} ${y}L${x + w * 0.5} ${y}L${x + w * 0.2} ${y + h}L${x} ${y + h}Z`, { fill: '#fff', opacity: 0.1 })];
const caption = (text, x, y, color = '#d8d4ca', height = 4) => wordmark(text, { x, y, height, color, weight: 0.8, opacity: 0.85 });

function chassis(paper, w, h, color, cheeks) {
  const edge = [cast(rect(0, 0, w, h, { rx: 8 }), 9, 0.3)];
  if (cheeks) for (const cx of [-18, w - 2]) edge.push(cast(rect(cx, -5, 20, h + 12, { rx: 4 }), 6, 0.35), wood(paper, `M${cx} 0Q${cx} -5 ${cx + 5} -5L${cx + 15} -5Q${cx + 20} -5 ${cx + 20} 0L${cx + 20} ${h + 7}L${cx} ${h + 7}Z`, { fill: cheeks, grain: '#341405', strength: 1.1 }), rect(cx, -5, 4, h + 12, { fill: '#fff', opacity: 0.22 }), rect(cx + 16, -5, 4, h + 12, { fill: '#000', opacity: 0.35 }));
  return [edge, rect(0, 0, w, h, { rx: cheeks ? 1 : 8, fill: paper.gradient([[0, mix(color, '#ffffff', 0.34)], [0.04, mix(color, '#ffffff', 0.1)], [0.5, color], [0.97, mix(color, '#000000', 0.35)], [1, '#000']], { x2: 0.12, y2: 1 }) }),
    rect(3, 2, w - 6, 1.4, { rx: 0.7, fill: '#fff', opacity: 0.4 })];
}

const BUILD = {
  stage(paper) {
    const [w, h] = [1310, 318];
    return { w, h, parts: [chassis(paper, w, h, '#222326', '#5a2d17'), rect(10, 10, w - 20, 118, { rx: 3, fill: paper.gradient([[0, '#3a3c40'], [0.5, '#232427'], [1, '#191a1c']], { x2: 0, y2: 1 }) }), keybed(paper, { x: 42, y: 152, whites: 52, first: 5 }),
      wordmark('Nadaraya', { x: 170, y: 44, height: 17, color: '#efe9da', weight: 0.8, slant: 8, spacing: 1.2 }), caption('Panggung 88', 128, 74, '#FF8C42', 7), screen(paper, 590, 30, 150, 68, 'Grand 01'),
      [0, 1, 2].map((s) => [caption(['Piano', 'Elektrik', 'Pad'][s], 355 + s * 74, 24, '#d8d4ca', 5), control_knob(paper, 355 + s * 74, 52, 12, { ring: '#FF6B35', turn: s * 50 - 60 }), [0, 1, 2].map((i) => button(329 + s * 74 + i * 19, 90, 14, 10, i === s ? '#FF6B35' : '#5c5f64', i === s ? '#ffd2b8' : undefined))]),
      Array.from({ length: 8 }, (_, i) => [rect(790 + i * 30, 36, 5, 74, { rx: 2, fill: '#060606' }), rect(783 + i * 30, 44 + ((i * 23) % 44), 19, 12, { rx: 2, fill: metal(paper, 'chrome', 90) }), rect(783 + i * 30, 49 + ((i * 23) % 44), 19, 1.6, { fill: '#FF6B35' })]), caption('Tonewheel', 895, 24, '#d8d4ca', 5),
      Array.from({ length: 6 }, (_, i) => [control_knob(paper, 1070 + (i % 3) * 44, 46 + Math.floor(i / 3) * 48, 10, { turn: i * 37 - 80 }), caption(['Reverb', 'Delay', 'Chorus', 'Low', 'Mid', 'High'][i], 1070 + (i % 3) * 44, 64 + Math.floor(i / 3) * 48, '#b9b5ab', 3.6)]), control_knob(paper, 1232, 66, 20, { turn: 40, ring: '#d8d4ca' }), caption('Volume', 1232, 102, '#d8d4ca', 5)] };
  },
  synth(paper) {
    const [w, h] = [790, 372];
    const columns = ['Osc 1', 'Osc 2', 'Mixer', 'Filter', 'Env 1', 'Env 2', 'Fx'];
    return { w, h, parts: [chassis(paper, w, h, '#26272b', '#86471f'), rect(6, 8, w - 12, 186, { fill: paper.gradient([[0, '#3b3d42'], [0.2, '#2b2c30'], [1, '#1d1e21']], { x2: 0.1, y2: 1 }) }), keybed(paper, { x: 78, y: 216, whites: 29 }),
      rect(14, 214, 54, 150, { rx: 5, fill: '#101113' }), [27, 50].map((x) => [rect(x - 8, 240, 16, 84, { rx: 8, fill: '#000' }), rect(x - 7, 252, 14, 60, { rx: 4, fill: paper.gradient([[0, '#0b0b0c'], [0.4, '#77797d'], [0.55, '#3b3c3f'], [1, '#050505']], { x2: 0, y2: 1 }) }), Array.from({ length: 9 }, (_, i) => line(x - 7, 256 + i * 6.4, x + 7, 256 + i * 6.4, { stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 1 }))]),
      columns.map((name, c) => { const x = 34 + c * 88; return [rect(x - 4, 22, 82, 162, { rx: 4, fill: 'none', stroke: '#8d8f95', 'stroke-opacity': 0.45, 'stroke-width': 0.8 }), rect(x + 4, 18, name.length * 7 + 6, 9, { fill: '#313338' }), caption(name, x + 8 + name.length * 3.4, 22, '#FF8C42', 6), Array.from({ length: 6 }, (_, i) => { const big = c === 3 && i < 1; return [control_knob(paper, x + (big ? 37 : 17 + (i % 2) * 40), (big ? 66 : 54 + Math.floor(i / 2) * 50), big ? 22 : 11, { turn: (c * 53 + i * 67) % 270 - 135, ring: c === 3 ? '#FF6B35' : '#9a9ca2', cap: '#17181a' }), !big && circle(x + 37 + (i % 2 ? 34 : -34) * 0, 40 + Math.floor(i / 2) * 50, 1.7, { fill: (c + i) % 3 ? '#5a2413' : '#ff7a45' })]; }).filter((_, i) => !(c === 3 && i === 1))]; }),
      wordmark('Nadaraya', { x: 716, y: 36, height: 11, color: '#f2ecdc', weight: 0.85, slant: 8 }), caption('Gema 49', 716, 56, '#FF8C42', 7), screen(paper, 666, 74, 100, 44, 'Fog Bass'), Array.from({ length: 16 }, (_, i) => button(662 + (i % 8) * 13.6, 136 + Math.floor(i / 8) * 22, 11, 14, i % 4 === 0 ? '#FF6B35' : '#85878d'))] };
  },
  home(paper) {
    const [w, h] = [945, 318];
    const grille = (x) => [rect(x, 24, 170, 96, { rx: 10, fill: '#0d0d0e' }), rect(x, 24, 170, 96, { rx: 10, fill: holes(paper) }), rect(x, 24, 170, 96, { rx: 10, fill: 'none', stroke: '#55575b', 'stroke-width': 1 })];
    return { w, h, parts: [chassis(paper, w, h, '#1d1e20'), keybed(paper, { x: 49, y: 156, whites: 36 }), grille(26), grille(w - 196), wordmark('Nadaraya', { x: 290, y: 40, height: 13, color: '#efe9da', weight: 0.85, slant: 8 }), caption('Melodi 61', 268, 62, '#FF8C42', 7), screen(paper, 400, 30, 130, 62, 'Dangdut'),
      Array.from({ length: 12 }, (_, i) => button(224 + (i % 6) * 26, 84 + Math.floor(i / 6) * 22, 20, 12, i === 3 ? '#FF6B35' : '#6c6f75')), Array.from({ length: 12 }, (_, i) => button(560 + (i % 4) * 30, 36 + Math.floor(i / 4) * 26, 24, 15, i === 0 ? '#d23b2a' : '#8a8d93')), control_knob(paper, 712, 62, 19, { turn: -30 }), caption('Volume', 712, 96, '#d8d4ca', 5),
      Array.from({ length: 10 }, (_, i) => rect(224 + i * 50, 132, 34, 3, { rx: 1.5, fill: '#77797d' }))] };
  },
};
export const holes = (paper) => paper.define('holes', (id) => `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse"><circle cx="1.5" cy="1.5" r="1.1" fill="#3d3e41"/><circle cx="4.5" cy="4.5" r="1.1" fill="#3d3e41"/><circle cx="1.2" cy="1.2" r="0.4" fill="#85878b"/><circle cx="4.2" cy="4.2" r="0.4" fill="#85878b"/></pattern>`);

export function keyboard_scene(paper, { model }, view) {
  const { w, h, parts } = BUILD[model](paper);
  const shadow = [group({ opacity: 0.42, filter: blur(paper, 16), transform: 'translate(18 26)' }, rect(0, 0, w, h + 4, { rx: 8, fill: '#20160c' })), group({ opacity: 0.5, filter: blur(paper, 4), transform: 'translate(5 8)' }, rect(0, 0, w, h + 4, { rx: 8, fill: '#20160c' }))];
  const turn = model === 'stage' ? -47 : -42;
  const radians = (Math.abs(turn) * Math.PI) / 180;
  const zoom = Math.min(1200 / (w * Math.cos(radians) + h * Math.sin(radians)), 1450 / (w * Math.sin(radians) + h * Math.cos(radians)));
  if (view === 'detail') return [wall(paper), camera({ cx: w * (model === 'synth' ? 0.46 : 0.42), cy: h * 0.52, zoom: 3.15, turn: -20 }, shadow, parts)];
  return [wall(paper), camera({ cx: w / 2, cy: h / 2, zoom, turn }, shadow, parts)];
}
