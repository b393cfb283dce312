// Effect pedals from above: die-cast boxes with knobs, lamp, foot switch and printed art.
import { circle, group, line, path, rect } from '../lib/svg.mjs';
import { blur, cast, metal, metal_dome, mix, rim, grain_filter, rgb } from '../lib/materials.mjs';
import { camera, wall } from '../lib/stage.mjs';
import { wordmark } from '../lib/lettering.mjs';
import { polygon } from '../lib/curves.mjs';
import { control_knob } from './keys.mjs';

const ART = {
  flame: (ink) => [path('M0 34C-22 26 -30 8 -20 -10C-16 -2 -12 0 -10 -2C-14 -18 -6 -34 8 -44C4 -30 12 -24 16 -14C19 -18 19 -24 18 -28C28 -16 32 2 24 18C19 28 10 33 0 34Z', { fill: ink }), path('M0 34C-10 28 -12 16 -4 4C-2 10 2 10 3 4C10 12 14 24 6 31Z', { fill: '#ffd28a', opacity: 0.9 })],
  fog: (ink) => Array.from({ length: 7 }, (_, i) => path(`M-38 ${-26 + i * 9}Q-19 ${-34 + i * 9} 0 ${-26 + i * 9}T38 ${-26 + i * 9}`, { fill: 'none', stroke: ink, 'stroke-width': 2.6 - i * 0.25, 'stroke-linecap': 'round', opacity: 1 - i * 0.1 })),
  echo: (ink) => Array.from({ length: 6 }, (_, i) => circle(-16 + i * 6.6, -i * 0.4, 26 - i * 3.7, { fill: 'none', stroke: ink, 'stroke-width': 3.2 - i * 0.4, opacity: 1 - i * 0.14 })),
  tree: (ink) => [path('M-3 34L-3 4L3 4L3 34Z', { fill: ink }), [0, 1, 2, 3].map((i) => path(polygon([[0, -40 + i * 11], [-12 - i * 5, -16 + i * 12], [12 + i * 5, -16 + i * 12]]), { fill: ink, opacity: 1 - i * 0.12 }))],
};

function pedal(paper, { w = 66, h = 118, color, ink, name, kind, art, knobs, tap = false, cap = '#191919', switches = 0 }) {
  const d = `M${-w / 2 + 6} ${-h / 2}L${w / 2 - 6} ${-h / 2}Q${w / 2} ${-h / 2} ${w / 2} ${-h / 2 + 6}L${w / 2} ${h / 2 - 6}Q${w / 2} ${h / 2} ${w / 2 - 6} ${h / 2}L${-w / 2 + 6} ${h / 2}Q${-w / 2} ${h / 2} ${-w / 2} ${h / 2 - 6}L${-w / 2} ${-h / 2 + 6}Q${-w / 2} ${-h / 2} ${-w / 2 + 6} ${-h / 2}Z`;
  const jack = (side, y) => [rect(side > 0 ? w / 2 - 1 : -w / 2 - 8, y - 7, 9, 14, { rx: 1.5, fill: metal(paper, 'chrome', 90), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.3 }), rect(side > 0 ? w / 2 + 7 : -w / 2 - 12, y - 5, 5, 10, { rx: 1, fill: metal(paper, 'black', 90) })];
  const foot = (x) => group({ transform: `translate(${x} ${h / 2 - 21})` }, cast(circle(0, 0, 9.4), 3, 0.6), path(polygon(Array.from({ length: 6 }, (_, i) => [9.8 * Math.cos(i * 1.0472 + 0.3), 9.8 * Math.sin(i * 1.0472 + 0.3)])), { fill: metal(paper, 'chrome', 40), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.3 }), circle(0, 0, 7.6, { fill: metal(paper, 'chrome', 65) }), circle(0, 0, 6.2, { fill: metal_dome(paper, 'chrome'), stroke: '#000', 'stroke-opacity': 0.35, 'stroke-width': 0.3 }));
  const columns = Math.min(3, knobs.length);
  return group({}, jack(-1, -14), jack(1, -14), rect(-6, -h / 2 - 6, 12, 7, { rx: 1.5, fill: '#111' }),
    path(d, { fill: mix(color, '#000000', 0.5), transform: 'translate(0.8 1.4)' }), path(d, { fill: paper.gradient([[0, mix(color, '#ffffff', 0.3)], [0.45, color], [1, mix(color, '#000000', 0.28)]], { x2: 0.8, y2: 1 }) }),
    path(d, { fill: '#000', filter: grain_filter(paper, { frequency: [1.6, 1.6], octaves: 1, seed: 6, color: rgb(mix(color, '#ffffff', 0.8)), strength: 1, bias: -0.5 }) }), rim(paper, d, { depth: 5, light: 0.9, shade: 0.6 }),
    knobs.map((label, i) => { const row = Math.floor(i / columns); const x = (i % columns - (columns - 1) / 2) * (w - 24) / Math.max(1, columns - 1) * (row ? 0.55 : 1); const y = -h / 2 + 19 + row * 24; return [control_knob(paper, x, y, row ? 6 : 8, { cap, turn: [-40, 65, 10, -90, 120][i], ring: ink }), wordmark(label, { x, y: y + (row ? 10.6 : 13), height: 2.6, color: ink, weight: 0.9 })]; }),
    group({ transform: `translate(0 ${knobs.length > 3 ? 0.5 : -4}) scale(${knobs.length > 3 ? 0.34 : 0.42})` }, ART[art](ink)),
    wordmark(name, { x: 0, y: h / 2 - 42 + (knobs.length > 3 ? 1 : 0), height: 6.6, color: ink, weight: 1.25, slant: 8 }), wordmark(kind, { x: 0, y: h / 2 - 35.4 + (knobs.length > 3 ? 1 : 0), height: 2.4, color: ink, weight: 0.8, spacing: 1.8 }),
    wordmark('Tapak', { x: 0, y: h / 2 - 5, height: 3, color: ink, weight: 1, spacing: 1.5 }), tap ? [foot(-w / 4), foot(w / 4)] : foot(0),
    switches ? [circle(-w / 2 + 11, -2, 3.4, { fill: metal(paper, 'chrome', 40) }), line(-w / 2 + 11, -2, -w / 2 + 12, -8, { stroke: '#d9dde0', 'stroke-width': 2, 'stroke-linecap': 'round' })] : '',
    circle(tap ? 0 : w / 2 - 13, tap ? h / 2 - 21 : h / 2 - 21, 2.6, { fill: metal_dome(paper, 'chrome') }), circle(tap ? 0 : w / 2 - 13, h / 2 - 21, 1.9, { fill: paper.radial([[0, '#ffffff'], [0.3, '#ff5a4a'], [1, '#a00808']]) }), circle(tap ? 0 : w / 2 - 13, h / 2 - 21, 10, { fill: paper.radial([[0, '#ff4a3a', 0.6], [0.3, '#ff4a3a', 0.22], [1, '#ff4a3a', 0]]) }),
    [[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([sx, sy]) => [circle(sx * (w / 2 - 4.6), sy * (h / 2 - 4.6), 1.7, { fill: metal_dome(paper, 'black') })]));
}

export function pedal_scene(paper, options, view) {
  const { w = 66, h = 118 } = options;
  const shadow = [group({ opacity: 0.5, filter: blur(paper, 7), transform: 'translate(8 11)' }, rect(-w / 2, -h / 2, w, h, { rx: 6, fill: '#20160c' })), group({ opacity: 0.55, filter: blur(paper, 2), transform: 'translate(2 3)' }, rect(-w / 2, -h / 2, w, h, { rx: 6, fill: '#20160c' }))];
  if (view === 'detail') return [wall(paper), camera({ cx: 4, cy: -h / 2 + 40, zoom: 1180 / w, turn: -13 }, shadow, pedal(paper, options))];
  return [wall(paper), camera({ zoom: Math.min(9.6, 700 / w), turn: 7 }, shadow, pedal(paper, options))];
}

