// Microphone, mixer, strings, cable and picks.
import { circle, group, line, num, path, rect } from '../lib/svg.mjs';
import { blur, cast, grain_filter, metal, metal_dome, mix, rim } from '../lib/materials.mjs';
import { camera, wall } from '../lib/stage.mjs';
import { wordmark } from '../lib/lettering.mjs';
import { outline } from '../lib/curves.mjs';
import { random } from '../lib/random.mjs';
import { control_knob } from './keys.mjs';

const soft = (paper, size, shape) => [group({ opacity: 0.4, filter: blur(paper, size), transform: `translate(${num(size * 1.1)} ${num(size * 1.5)})`, fill: '#20160c' }, shape), group({ opacity: 0.5, filter: blur(paper, Math.round(size * 25) / 100), transform: `translate(${num(size * 0.25)} ${num(size * 0.4)})`, fill: '#20160c' }, shape)];
const pattern = (paper, id, size, inner) => paper.define(id, () => `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${inner}</pattern>`);

export function microphone_scene(paper, _options, view) {
  const grip = 'M-16 -28L16 -28L11.5 108Q11.5 112 8 112L-8 112Q-11.5 112 -11.5 108Z';
  const ball = 'M-25 -52Q-26 -84 0 -86Q26 -84 25 -52L22 -44L-22 -44Z';
  const mesh = pattern(paper, 'ballmesh', 3, '<rect width="3" height="3" fill="#1a1b1c"/><path d="M0 0.6H3M0.6 0V3" stroke="#c3c7cb" stroke-width="0.62"/><path d="M0 0.35H3M0.35 0V3" stroke="#fff" stroke-width="0.18"/>');
  const tube = paper.gradient([[0, '#070708'], [0.14, '#4b4d50'], [0.24, '#85888c'], [0.36, '#2d2e30'], [0.7, '#141415'], [0.9, '#38393c'], [1, '#060607']]);
  const mic = [
    path(ball, { fill: mesh }), path(ball, { fill: paper.radial([[0, '#fff', 0.75], [0.25, '#fff', 0.25], [0.6, '#000', 0.15], [1, '#000', 0.8]], { cx: 0.5, cy: 0.5, r: 0.62, fx: 0.3, fy: 0.26 }) }),
    rect(-25.6, -61, 51.2, 8, { rx: 2, fill: metal(paper, 'chrome', 0), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.4 }), path('M-24 -46L24 -46L16.4 -26L-16.4 -26Z', { fill: metal(paper, 'chrome', 0) }), path('M-24 -46L24 -46L16.4 -26L-16.4 -26Z', { fill: paper.gradient([[0, '#000', 0], [1, '#000', 0.4]], { x2: 0, y2: 1 }) }),
    path(grip, { fill: tube }), path(grip, { fill: '#000', filter: grain_filter(paper, { frequency: [1.1, 1.1], octaves: 1, seed: 3, color: [0.7, 0.7, 0.7], strength: 0.9, bias: -0.45 }) }), rect(-15.6, -24, 31.2, 3, { fill: '#000', opacity: 0.6 }),
    rect(-11.4, 96, 22.8, 5, { fill: metal(paper, 'chrome', 0) }), group({ transform: 'translate(0 40) rotate(-90)' }, wordmark('Lantang', { x: 12, y: 0, height: 7, color: '#efe9da', weight: 0.9, slant: 8 }), wordmark('M58', { x: 54, y: 0, height: 5, color: '#FF8C42', weight: 0.9 })),
  ];
  const shadow = soft(paper, 9, [path(grip), path(ball)]);
  return [wall(paper), view === 'detail' ? camera({ cx: 0, cy: -46, zoom: 13.5, turn: 24 }, shadow, mic) : camera({ cx: 0, cy: 12, zoom: 6.9, turn: 30 }, shadow, mic)];
}

export function mixer_scene(paper, _options, view) {
  const [w, h] = [370, 410];
  const caps = ['#c23b2c', '#3f7fb5', '#3f7fb5', '#3f7fb5', '#d5a02c', '#4f9a5b'];
  const strip = (i) => {
    const x = 18 + i * 25.2;
    const stereo = i >= 8;
    return [rect(x - 11.6, 60, 23.2, 338, { rx: 2, fill: i % 2 ? '#2b2d31' : '#26282b' }), circle(x, 34, 9, { fill: metal(paper, 'black', 40), stroke: '#55575b', 'stroke-width': 0.8 }), circle(x, 34, 6.4, { fill: '#0b0b0c' }), stereo ? circle(x, 34, 3.4, { fill: metal_dome(paper, 'chrome') }) : [[-2.6, -1.6], [2.6, -1.6], [0, 2.8]].map(([dx, dy]) => circle(x + dx, 34 + dy, 1.1, { fill: '#c9b26a' })),
      caps.map((cap, k) => control_knob(paper, x, 76 + k * 26, 6.2, { cap, turn: ((i * 41 + k * 73) % 260) - 130 })), rect(x - 5, 230, 10, 6, { rx: 1.4, fill: i % 4 === 1 ? '#FF6B35' : '#6a6d73' }), rect(x - 1.5, 250, 3, 122, { rx: 1.5, fill: '#050505' }),
      Array.from({ length: 9 }, (_, k) => line(x - 7, 256 + k * 13.6, x - 3.4, 256 + k * 13.6, { stroke: '#8e9096', 'stroke-width': 0.5 })), fader(paper, x, 268 + ((i * 37) % 78), i === 11 ? '#c23b2c' : '#dcd7cb'), wordmark(String(i + 1), { x, y: 387, height: 5, color: '#d8d4ca', weight: 0.9 })];
  };
  const parts = [rect(0, 0, w, h, { rx: 9, fill: paper.gradient([[0, '#55575c'], [0.06, '#303236'], [1, '#1a1b1e']], { x2: 0.2, y2: 1 }) }), rect(1, 1, w - 2, h - 2, { rx: 8, fill: 'none', stroke: '#fff', 'stroke-opacity': 0.3, 'stroke-width': 1 }), rect(0, 0, 5, h, { rx: 3, fill: '#FF6B35', opacity: 0.9 }), rect(w - 5, 0, 5, h, { rx: 3, fill: '#FF6B35', opacity: 0.9 }),
    Array.from({ length: 12 }, (_, i) => strip(i)), rect(315, 60, 46, 150, { rx: 3, fill: '#0e1012' }), Array.from({ length: 12 }, (_, k) => [0, 1].map((c) => rect(324 + c * 15, 196 - k * 11, 11, 7, { rx: 1, fill: k > 9 ? '#e2402e' : k > 7 ? '#f0b429' : '#4fd07a', opacity: k < 8 - c * 2 ? 1 : 0.22 }))),
    wordmark('Gelegar', { x: 338, y: 26, height: 7, color: '#f2ecdc', weight: 1, slant: 8 }), wordmark('Simpul 12', { x: 338, y: 41, height: 5, color: '#FF8C42', weight: 0.9 }), control_knob(paper, 338, 240, 11, { turn: -20, cap: '#1a1a1b', ring: '#d8d4ca' }), [328, 350].map((x, i) => [rect(x - 1.5, 268, 3, 106, { rx: 1.5, fill: '#050505' }), fader(paper, x, 296 + i * 4, '#c23b2c')]), wordmark('Main', { x: 339, y: 387, height: 5, color: '#d8d4ca', weight: 0.9 })];
  const shadow = soft(paper, 15, rect(0, 0, w, h, { rx: 9 }));
  return [wall(paper), view === 'detail' ? camera({ cx: 150, cy: 230, zoom: 5.2, turn: -16 }, shadow, parts) : camera({ cx: w / 2, cy: h / 2, zoom: 2.75, turn: -9 }, shadow, parts)];
}

const fader = (paper, x, y, cap) => [rect(x - 6, y - 9 + 3, 14, 20, { rx: 2, fill: '#000', opacity: 0.4 }), rect(x - 6.5, y - 10, 13, 20, { rx: 2, fill: paper.gradient([[0, '#fff'], [0.18, cap], [0.45, mix(cap, '#000000', 0.25)], [0.5, '#111'], [0.55, mix(cap, '#ffffff', 0.4)], [0.85, cap], [1, '#333']], { x2: 0, y2: 1 }) })];

function packet(paper, { color, gauge, title, count = 6 }) {
  const [w, h] = [112, 112];
  const d = `M${-w / 2 + 2} ${-h / 2}L${w / 2 - 2} ${-h / 2}L${w / 2} ${-h / 2 + 2}L${w / 2} ${h / 2 - 2}L${w / 2 - 2} ${h / 2}L${-w / 2 + 2} ${h / 2}L${-w / 2} ${h / 2 - 2}L${-w / 2} ${-h / 2 + 2}Z`;
  const wing = (side) => group({ transform: `scale(${side} 1)` }, Array.from({ length: 6 }, (_, i) => path(`M3 ${6 - i * 1.5}Q${16 + i * 4} ${-16 - i * 2.4} ${38 - i * 1.4} ${-22 + i * 5.4}Q${22 + i} ${-4 + i * 1.6} 3 ${10 - i * 1.5}Z`, { fill: '#f7efdc', opacity: 0.95 - i * 0.07 })));
  return group({}, path(d, { fill: paper.gradient([[0, mix(color, '#ffffff', 0.3)], [0.5, color], [1, mix(color, '#000000', 0.35)]], { x2: 0.9, y2: 1 }) }),
    group({ 'clip-path': paper.clip(path(d)) }, rect(-w / 2, 18, w, 20, { fill: '#14110f' }), rect(-w / 2, 16.6, w, 1.4, { fill: '#f7efdc' }), rect(-w / 2, 38, w, 1.4, { fill: '#f7efdc' }),
      group({ transform: 'translate(0 -16) scale(0.86)' }, wing(1), wing(-1), path('M-4 14Q-6 -2 0 -14Q6 -2 4 14L0 24Z', { fill: '#f7efdc' }), circle(0, -14, 4.4, { fill: '#f7efdc' }), path('M2 -16L9 -13L3 -11Z', { fill: '#f7efdc' })),
      Array.from({ length: count }, (_, i) => line(-w / 2, 42.5 + i * 1.5, w / 2, 42.5 + i * 1.5, { stroke: '#f7efdc', 'stroke-width': 0.25 + (count - i) * 0.09, opacity: 0.8 })),
      path(`M${-w / 2} ${-h / 2}L${w * 0.1} ${-h / 2}L${-w * 0.24} ${h / 2}L${-w / 2} ${h / 2}Z`, { fill: '#fff', opacity: 0.1 }), path(`M${w * 0.2} ${-h / 2}L${w * 0.27} ${-h / 2}L${-w * 0.07} ${h / 2}L${-w * 0.14} ${h / 2}Z`, { fill: '#fff', opacity: 0.12 })),
    wordmark('Garuda', { x: 0, y: -45, height: 8.6, color: '#fffaf0', weight: 1.2, slant: 6 }), wordmark('Strings', { x: 0, y: -35.4, height: 3.4, color: '#fffaf0', weight: 0.8, spacing: 2.4 }), wordmark(gauge, { x: 0, y: 28, height: 11, color: '#fffaf0', weight: 1.1 }), wordmark(title, { x: 0, y: 10.6, height: 4, color: '#fffaf0', weight: 0.9, spacing: 1.6 }), 
    rim(paper, d, { depth: 1.6, light: 0.8, shade: 0.5 }), rect(-9, -h / 2 - 0.6, 18, 3, { rx: 1, fill: '#14110f', opacity: 0.55 }));
}

function coil(paper, { cx, cy, r, gauge, wound }) {
  const rings = Array.from({ length: 5 }, (_, i) => { const rr = r - i * gauge * 1.15; const [ox, oy] = [Math.cos(i * 2.1) * 0.9, Math.sin(i * 2.1) * 0.9]; return [circle(cx + ox, cy + oy, rr, { stroke: wound ? '#4b4233' : '#63676b', 'stroke-width': gauge }), circle(cx + ox - gauge * 0.12, cy + oy - gauge * 0.16, rr, { stroke: wound ? '#c5b794' : '#dfe2e4', 'stroke-width': gauge * 0.5, 'stroke-dasharray': wound ? '0.5 0.28' : undefined }), path(`M${cx + ox - rr * 0.9} ${cy + oy - rr * 0.43}A${rr} ${rr} 0 0 1 ${cx + ox - rr * 0.2} ${cy + oy - rr * 0.98}`, { stroke: '#fff', 'stroke-width': gauge * 0.3, opacity: 0.9 })]; });
  return group({ fill: 'none' }, group({ opacity: 0.4, filter: blur(paper, 1.6), transform: 'translate(2 3)' }, circle(cx, cy, r - 2, { stroke: '#20160c', 'stroke-width': gauge * 5 })), rings, circle(cx + r * 0.72, cy + r * 0.72, 2.4, { fill: metal_dome(paper, 'brass') }), circle(cx + r * 0.72, cy + r * 0.72, 0.9, { fill: '#2a1a04' }));
}

export function strings_scene(paper, { gauge, title, color, count = 6, coils = [1.3, 1.05, 0.8, 0.5, 0.42, 0.36], plain = 3 }, view) {
  const pack = () => [soft(paper, 4, rect(-56, -56, 112, 112)), packet(paper, { color, gauge, title, count })];
  const lay = (positions) => coils.map((g, i) => coil(paper, { cx: positions[i][0], cy: positions[i][1], r: positions[i][2], gauge: g * 1.3, wound: i < coils.length - plain }));
  if (view === 'detail') return [wall(paper), camera({ cx: 6, cy: 8, zoom: 8.2, turn: -8 }, lay([[-38, -40, 30], [34, -30, 29], [-20, 42, 30], [46, 46, 27], [2, 2, 26], [64, -4, 24]]), group({ transform: 'translate(52 76) rotate(18)' }, pack()))];
  return [wall(paper), camera({ zoom: 6.9, turn: -5 }, group({ transform: 'translate(-2 26)' }, lay([[-46, -66, 32], [44, -62, 32], [0, -84, 30], [-58, 34, 26], [60, 34, 26], [10, 62, 24]])), group({ transform: 'translate(0 6)' }, pack()))];
}

function plug(paper, x, y, turn) {
  return group({ transform: `translate(${num(x)} ${num(y)}) rotate(${turn})` }, group({ opacity: 0.4, filter: blur(paper, 2.4), transform: 'translate(3 4)' }, rect(-8, -30, 16, 58, { rx: 4 }), rect(-3.2, -64, 6.4, 36)),
    rect(-5, 24, 10, 22, { rx: 3, fill: paper.gradient([[0, '#0a0a0a'], [0.3, '#5b5c5f'], [1, '#050505']]) }), Array.from({ length: 5 }, (_, i) => line(-5, 28 + i * 3.6, 5, 28 + i * 3.6, { stroke: '#000', 'stroke-width': 1.1 })),
    rect(-8, -28, 16, 54, { rx: 3, fill: metal(paper, 'black', 0) }), rect(-8, -28, 16, 54, { rx: 3, fill: paper.gradient([[0, '#000', 0.4], [0.25, '#fff', 0.35], [0.4, '#fff', 0], [1, '#000', 0.5]]) }), Array.from({ length: 9 }, (_, i) => line(-8, 2 + i * 2.4, 8, 2 + i * 2.4, { stroke: '#000', 'stroke-opacity': 0.55, 'stroke-width': 0.8 })), rect(-8, -12, 16, 4, { fill: '#FF6B35' }), rect(-8, -12, 5, 4, { fill: '#fff', opacity: 0.3 }),
    rect(-5, -32, 10, 5, { fill: metal(paper, 'gold', 0) }), rect(-3.2, -54, 6.4, 23, { fill: metal(paper, 'gold', 0) }), rect(-3.3, -47, 6.6, 1.6, { fill: '#111' }), path('M-3.2 -54L3.2 -54L2.4 -58L3 -61Q0 -67 -3 -61L-2.4 -58Z', { fill: metal(paper, 'gold', 0) }));
}

export function cable_scene(paper, _options, view) {
  const points = [];
  const turns = 6;
  for (let i = 0; i <= turns * 48; i += 1) {
    const a = (i / 48) * Math.PI * 2 - 0.4;
    const k = i / (turns * 48);
    const r = 66 + 5.4 * Math.sin(a * 1.13 + 1) + 7 * (k - 0.5);
    points.push([r * 1.02 * Math.cos(a) + 2.6 * Math.sin(a * 0.37), r * Math.sin(a) + 3 * Math.cos(a * 0.41)]);
  }
  const [start, stop] = [points[0], points[points.length - 1]];
  const rope = (path_data) => [path(path_data, { stroke: '#20160c', 'stroke-width': 7.4, opacity: 0.28, transform: 'translate(3 5)', filter: blur(paper, 2.6) }), path(path_data, { stroke: '#5c1d07', 'stroke-width': 6.6 }), path(path_data, { stroke: '#e2592a', 'stroke-width': 5.2 }), path(path_data, { stroke: '#1d1412', 'stroke-width': 5.2, 'stroke-dasharray': '1.6 3.4', opacity: 0.72 }), path(path_data, { stroke: '#ffb48e', 'stroke-width': 1.3, opacity: 0.75, transform: 'translate(-0.9 -1.1)' })];
  // Drawn turn by turn, so that every loop shades the one beneath it.
  const loops = Array.from({ length: turns }, (_, n) => `M${points.slice(n * 48, n * 48 + 50).map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}`);
  const lead_in = `M34 120C34 84 ${num(start[0] + 10)} 30 ${num(start[0])} ${num(start[1])}`;
  const lead_out = `M${num(stop[0])} ${num(stop[1])}C${num(stop[0] + 2)} ${num(stop[1] + 60)} -18 70 -18 118`;
  const tie = group({ transform: 'translate(-66 -6) rotate(4)' }, cast(rect(-17, -6, 34, 12, { rx: 2 }), 3, 0.5), rect(-17, -6.5, 34, 13, { rx: 2, fill: paper.gradient([[0, '#4b4b4d'], [0.3, '#1a1a1b'], [1, '#070707']], { x2: 0, y2: 1 }) }), wordmark('Urat', { x: 0, y: 0, height: 6, color: '#FF8C42', weight: 1 }));
  const parts = group({ fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }, rope(lead_in), loops.map(rope), rope(lead_out), tie, plug(paper, 40, 163, 172), plug(paper, -26, 161, 190));
  return [wall(paper), view === 'detail' ? camera({ cx: 8, cy: 176, zoom: 9.4, turn: -24 }, parts) : camera({ cx: 2, cy: 76, zoom: 4.75, turn: 8 }, parts)];
}

export function picks_scene(paper, _options, view) {
  const next = random('picks');
  const shape = outline([[0, 17], [-5, 12], [-11, 1], [-13.4, -8], [-10, -13], [0, -14.6], [10, -13], [13.4, -8], [11, 1], [5, 12]]);
  const colors = ['#d9481c', '#1b1b1d', '#f1ece0', '#2f6f9f', '#d8a21f', '#3f8a57', '#8a2135', '#e9e3d2', '#232326', '#FF6B35', '#5a3a7e', '#c9c4b8'];
  const gauges = ['0.60', '0.73', '0.88', '1.0'];
  const pick = (color, i) => group({ transform: `translate(${num((i % 3 - 1) * 34 + (next() - 0.5) * 14)} ${num((Math.floor(i / 3) - 1.5) * 37 + (next() - 0.5) * 12)}) rotate(${num((next() - 0.5) * 150)})` },
    group({ opacity: 0.42, filter: blur(paper, 1.5), transform: 'translate(1.4 2.4)' }, path(shape, { fill: '#20160c' })), path(shape, { fill: paper.gradient([[0, mix(color, '#ffffff', 0.35)], [0.5, color], [1, mix(color, '#000000', 0.3)]], { x2: 0.8, y2: 1 }) }), color === '#8a2135' && path(shape, { fill: '#000', filter: grain_filter(paper, { frequency: [0.1, 0.12], octaves: 3, seed: 8, color: [0.9, 0.5, 0.2], strength: 4, bias: -2 }) }),
    rim(paper, shape, { depth: 1.8, light: 0.8, shade: 0.5 }), wordmark('Hurtrock', { x: 0, y: -5, height: 3, color: color > '#999999' ? '#1a1714' : '#f5efe0', weight: 1.1, sharp: true, slant: 8 }), wordmark(gauges[i % 4], { x: 0, y: 2.4, height: 2.6, color: color > '#999999' ? '#1a1714' : '#f5efe0', weight: 0.9 }));
  const parts = colors.map(pick);
  return [wall(paper), view === 'detail' ? camera({ cx: 6, cy: 8, zoom: 17, turn: 10 }, parts) : camera({ zoom: 8.6 }, parts)];
}
