// Amplifiers, cabinets and loudspeakers from the front, standing on the floor. Millimetres; (0, 0) is the middle of the base.
import { circle, ellipse, group, line, path, rect } from '../lib/svg.mjs';
import { blur, grain_filter, metal, metal_dome, mix } from '../lib/materials.mjs';
import { camera, floor_shadow, sweep, wall } from '../lib/stage.mjs';
import { wordmark } from '../lib/lettering.mjs';
import { control_knob, holes } from './keys.mjs';
import { screw } from './guitar/hardware.mjs';

function cloth(paper, thread, ground) {
  const id = `cloth${thread.slice(1)}${ground.slice(1)}`;
  return paper.define(id, () => `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="${ground}"/><path d="M0 1.2H2.6M2.5 3.7H5M1.2 2.5V5M3.7 0V2.6" stroke="${thread}" stroke-width="1.1"/><path d="M0 0.8H2.6M2.5 3.3H5" stroke="#fff" stroke-width="0.3" opacity="0.35"/></pattern>`);
}

/** A covered wooden box with rounded edges. */
function cabinet(paper, { w, h, y = 0, tolex, corners = 'chrome', r = 16 }) {
  const top = y - h;
  const light = tolex > '#888888';
  const corner = (sx, sy) => group({ transform: `translate(${sx * w / 2} ${sy < 0 ? top : y}) scale(${sx} ${-sy})` }, path('M2 -2L-44 -2Q-40 -14 -30 -16Q-18 -18 -16 -30Q-14 -40 -2 -44L2 -44Z', { fill: metal(paper, corners, 60), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.8, transform: 'scale(1 -1) translate(0 0)' }));
  return [
    rect(-w / 2, top, w, h, { rx: r, fill: tolex }),
    rect(-w / 2, top, w, h, { rx: r, fill: '#000', filter: grain_filter(paper, { frequency: [0.42, 0.42], octaves: 2, seed: 14, color: light ? [0.35, 0.27, 0.16] : [0.5, 0.48, 0.46], strength: light ? 1.3 : 1.1, bias: light ? -0.6 : -0.55 }) }),
    rect(-w / 2, top, w, h, { rx: r, fill: paper.gradient([[0, '#fff', 0.34], [0.05, '#fff', 0.12], [0.5, '#000', 0.05], [0.95, '#000', 0.42], [1, '#000', 0.75]], { x2: 1, y2: 0.3 }) }),
    rect(-w / 2 + 1.5, top + 1.5, w - 3, h - 3, { rx: r - 2, fill: 'none', stroke: paper.gradient([[0, '#fff', 0.6], [0.3, '#fff', 0.06], [1, '#000', 0.5]], { x2: 0.7, y2: 1 }), 'stroke-width': 3.4 }),
    corners !== 'none' && [corner(-1, -1), corner(1, -1), corner(-1, 1), corner(1, 1)],
  ];
}

function baffle(paper, { x, y, w, h, thread, ground, piping = '#d8c48e', cones = [], r = 6 }) {
  return group({}, rect(x - 5, y - 5, w + 10, h + 10, { rx: r + 4, fill: '#000', opacity: 0.6 }), rect(x - 3, y - 3, w + 6, h + 6, { rx: r + 2, fill: piping }), rect(x - 3, y - 3, w + 6, h + 6, { rx: r + 2, fill: 'none', stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 1 }),
    rect(x, y, w, h, { rx: r, fill: cloth(paper, thread, ground) }),
    cones.map(([cx, cy, cr]) => [circle(cx, cy, cr, { fill: '#000', opacity: 0.32 }), circle(cx, cy, cr, { fill: paper.radial([[0, '#fff', 0.1], [0.24, '#000', 0.28], [0.3, '#fff', 0.08], [0.85, '#000', 0.12], [0.95, '#fff', 0.16], [1, '#000', 0.3]]) }), circle(cx, cy, cr * 0.28, { fill: '#fff', opacity: 0.06 })]),
    rect(x, y, w, h, { rx: r, fill: paper.gradient([[0, '#000', 0.5], [0.07, '#000', 0], [0.4, '#fff', 0.1], [1, '#000', 0.4]], { x2: 0.35, y2: 1 }) }), rect(x, y, w, 16, { fill: paper.gradient([[0, '#000', 0.6], [1, '#000', 0]], { x2: 0, y2: 1 }) }));
}

function panel(paper, { x, y, w, h, face, ink, knobs, cap = '#19181a', jacks = 1, lamp = true, captions = [] }) {
  const step = (w - 150) / Math.max(1, knobs - 1);
  const r = Math.min(h * 0.27, step * 0.34, 17);
  const jack = (jx) => [circle(jx, y + h / 2, h * 0.17, { fill: metal_dome(paper, 'chrome') }), circle(jx, y + h / 2, h * 0.09, { fill: '#050505' })];
  return group({}, rect(x - 3, y - 3, w + 6, h + 6, { rx: 5, fill: '#000', opacity: 0.7 }), rect(x, y, w, h, { rx: 3, fill: paper.gradient([[0, mix(face, '#ffffff', 0.45)], [0.2, face], [0.55, mix(face, '#ffffff', 0.3)], [1, mix(face, '#000000', 0.35)]], { x2: 1, y2: 0.25 }) }),
    rect(x, y, w, 3, { fill: '#fff', opacity: 0.4 }), Array.from({ length: jacks }, (_, i) => jack(x + 26 + i * 30)),
    Array.from({ length: knobs }, (_, i) => { const kx = x + (jacks > 1 ? 92 : 74) + i * ((w - (jacks > 1 ? 172 : 152)) / Math.max(1, knobs - 1)); return [control_knob(paper, kx, y + h * 0.45, r, { cap, turn: ((i * 67) % 250) - 125, ring: ink }), wordmark(captions[i % captions.length] ?? 'Gain', { x: kx, y: y + h * 0.88, height: h * 0.075, color: ink, weight: 0.85 })]; }),
    lamp && [circle(x + w - 54, y + h / 2, h * 0.15, { fill: metal_dome(paper, 'chrome') }), circle(x + w - 54, y + h / 2, h * 0.11, { fill: paper.radial([[0, '#fff4e6'], [0.3, '#ff8a4a'], [1, '#8c1d04']], { fx: 0.35, fy: 0.3 }) }), circle(x + w - 54, y + h / 2, h * 0.42, { fill: paper.radial([[0, '#ff7a35', 0.5], [1, '#ff7a35', 0]]) })],
    rect(x + w - 32, y + h * 0.24, 17, h * 0.52, { rx: 2, fill: '#0b0b0c', stroke: '#77797d', 'stroke-width': 1 }), rect(x + w - 30, y + h * 0.28, 13, h * 0.22, { rx: 1.5, fill: '#3c3d40' }));
}

const handle = (paper, y) => [rect(-95, y - 26, 190, 22, { rx: 11, fill: '#000', opacity: 0.35, transform: 'translate(4 6)' }), path(`M-104 ${y + 2}Q-100 ${y - 24} -76 ${y - 25}L76 ${y - 25}Q100 ${y - 24} 104 ${y + 2}L84 ${y + 2}Q80 ${y - 9} 66 ${y - 9}L-66 ${y - 9}Q-80 ${y - 9} -84 ${y + 2}Z`, { fill: paper.gradient([[0, '#6a6764'], [0.4, '#262422'], [1, '#0a0909']], { x2: 0, y2: 1 }) }), [-96, 96].map((x) => rect(x - 17, y - 5, 34, 10, { rx: 4, fill: metal(paper, 'chrome', 90) }))];
const feet = (w) => [-1, 1].map((side) => rect(side * (w / 2 - 44) - 22, -4, 44, 16, { rx: 4, fill: '#0b0a09' }));
const plate = (paper, text, x, y, height, ink = '#f4ecd8') => [wordmark(text, { x: x + 1.6, y: y + 2.4, height, color: '#000', weight: 1.15, slant: 10, opacity: 0.7 }), wordmark(text, { x, y, height, color: '#7d6a3c', weight: 1.35, slant: 10 }), wordmark(text, { x: x - 0.5, y: y - 0.6, height, color: ink, weight: 0.95, slant: 10 })];
const FULL = ['Gain', 'Bass', 'Mid', 'Treble', 'Reverb', 'Master', 'Presence', 'Drive'];

const BUILD = {
  combo(paper, { tolex = '#161514', thread = '#8c7a58', ground = '#2b241b', face = '#c9a65a', ink = '#1a120a' }) {
    const [w, h] = [520, 450];
    return { w, h, focus: [40, -h + 100], parts: [feet(w), handle(paper, -h), cabinet(paper, { w, h, tolex }), panel(paper, { x: -w / 2 + 26, y: -h + 26, w: w - 52, h: 74, face, ink, knobs: 6, captions: FULL, jacks: 1 }),
      baffle(paper, { x: -w / 2 + 34, y: -h + 128, w: w - 68, h: h - 164, thread, ground, cones: [[0, -179, 132]] }), plate(paper, 'Merapi', -w / 2 + 134, -h + 160, 26)] };
  },
  head(paper, at = 0) {
    const [w, h] = [740, 270];
    return [rect(-w / 2 + 30, at - 4, 60, 14, { rx: 3, fill: '#0b0a09' }), rect(w / 2 - 90, at - 4, 60, 14, { rx: 3, fill: '#0b0a09' }), handle(paper, at - h), cabinet(paper, { w, h, y: at, tolex: '#141313', corners: 'black' }),
      rect(-w / 2 + 30, at - h + 34, w - 60, 104, { rx: 5, fill: '#0b0a0a' }), rect(-w / 2 + 30, at - h + 34, w - 60, 104, { rx: 5, fill: holes(paper), opacity: 0.8 }), rect(-w / 2 + 30, at - h + 34, w - 60, 104, { rx: 5, fill: paper.radial([[0, '#ff8a3c', 0.55], [0.5, '#ff6a1e', 0.16], [1, '#ff5a10', 0]], { cx: 0.5, cy: 0.85, r: 0.5 }) }),
      plate(paper, 'Merapi', 0, at - h + 86, 44), panel(paper, { x: -w / 2 + 30, y: at - 112, w: w - 60, h: 76, face: '#2a2a2c', ink: '#e8e2d2', knobs: 10, cap: '#d8d2c2', captions: FULL, jacks: 1 })];
  },
  cab(paper) {
    const [w, h] = [760, 755];
    return [feet(w), cabinet(paper, { w, h, tolex: '#141313', corners: 'black' }), baffle(paper, { x: -w / 2 + 40, y: -h + 40, w: w - 80, h: h - 80, thread: '#3a3836', ground: '#121111', piping: '#c9c2b0', cones: [[-165, -h + 215, 146], [165, -h + 215, 146], [-165, -215, 146], [165, -215, 146]] }), line(-w / 2 + 40, -h / 2, w / 2 - 40, -h / 2, { stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 3 }), plate(paper, 'Merapi', 0, -h + 92, 36),
      [-1, 1].map((side) => [rect(side * (w / 2 - 13) - 9, -h / 2 - 70, 18, 140, { rx: 9, fill: '#070707' })])];
  },
  stack(paper, { part = 'stack' }) {
    if (part === 'head') return { w: 740, h: 270, focus: [120, -100], parts: BUILD.head(paper) };
    if (part === 'cabinet') return { w: 760, h: 755, focus: [0, -500], parts: BUILD.cab(paper) };
    return { w: 760, h: 1040, focus: [60, -870], parts: [BUILD.cab(paper), BUILD.head(paper, -766)] };
  },
  practice(paper) {
    const [w, h] = [360, 350];
    return { w, h, focus: [30, -h + 80], parts: [feet(w), handle(paper, -h), cabinet(paper, { w, h, tolex: '#1b1a19', corners: 'black' }), panel(paper, { x: -w / 2 + 22, y: -h + 24, w: w - 44, h: 58, face: '#d9d4c8', ink: '#1a1714', knobs: 5, captions: FULL }), baffle(paper, { x: -w / 2 + 28, y: -h + 106, w: w - 56, h: h - 136, thread: '#55504a', ground: '#1a1816', piping: '#FF6B35', cones: [[0, -136, 100]] }), plate(paper, 'Merapi', -w / 2 + 98, -h + 130, 18)] };
  },
  bass(paper) {
    const [w, h] = [470, 560];
    return { w, h, focus: [30, -h + 100], parts: [feet(w), handle(paper, -h), cabinet(paper, { w, h, tolex: '#171616', corners: 'black' }), panel(paper, { x: -w / 2 + 24, y: -h + 24, w: w - 48, h: 70, face: '#3a3b3e', ink: '#efe8d8', knobs: 7, cap: '#141415', captions: FULL }),
      rect(-w / 2 + 26, -h + 116, w - 52, h - 150, { rx: 14, fill: '#0c0c0c' }), circle(0, -236, 190, { fill: paper.radial([[0, '#2c2b2a'], [0.26, '#3a3938'], [0.3, '#111'], [0.8, '#232221'], [0.84, '#4a4846'], [0.93, '#1a1918'], [1, '#060606']], { fx: 0.44, fy: 0.42 }) }), circle(0, -236, 52, { fill: paper.radial([[0, '#5b5957'], [0.6, '#2a2928'], [1, '#0c0c0c']], { fx: 0.32, fy: 0.28 }) }), rect(132, -432, 62, 52, { rx: 6, fill: '#1b1b1b', stroke: '#444', 'stroke-width': 2 }), ellipse(163, -406, 22, 13, { fill: '#050505' }),
      rect(-w / 2 + 26, -h + 116, w - 52, h - 150, { rx: 14, fill: holes(paper), opacity: 0.75 }), rect(-w / 2 + 26, -h + 116, w - 52, h - 150, { rx: 14, fill: paper.gradient([[0, '#fff', 0.16], [0.4, '#fff', 0.02], [1, '#000', 0.4]], { x2: 0.8, y2: 1 }), stroke: '#050505', 'stroke-width': 4 }), plate(paper, 'Merapi', -110, -h + 150, 26)] };
  },
  pa(paper, { inch = 12 }) {
    const [w, h, r] = inch === 15 ? [430, 700, 178] : [376, 610, 146];
    const shell = `M${-w / 2} ${-26}L${-w / 2 + 8} ${-h + 52}Q${-w / 2 + 12} ${-h + 10} ${-w / 2 + 50} ${-h}L${w / 2 - 50} ${-h}Q${w / 2 - 12} ${-h + 10} ${w / 2 - 8} ${-h + 52}L${w / 2} ${-26}Q${w / 2 - 4} 0 ${w / 2 - 30} 0L${-w / 2 + 30} 0Q${-w / 2 + 4} 0 ${-w / 2} -26Z`;
    const g = 26;
    const horn_y = -h + 140;
    return { w, h, focus: [10, -h * 0.62], parts: [path(shell, { fill: paper.gradient([[0, '#56575a'], [0.06, '#2f3032'], [0.5, '#1d1e1f'], [0.94, '#0b0b0c'], [1, '#2a2b2d']]) }), path(shell, { fill: '#000', filter: grain_filter(paper, { frequency: [0.3, 0.3], octaves: 2, seed: 2, color: [0.6, 0.6, 0.6], strength: 0.9, bias: -0.46 }) }),
      rect(-w / 2 + g, -h + g + 10, w - g * 2, h - g * 2 - 20, { rx: 20, fill: '#0b0b0c' }), path(`M-120 ${horn_y - 70}L120 ${horn_y - 70}L56 ${horn_y}L-56 ${horn_y}Z`, { fill: '#2b2c2e' }), path(`M-120 ${horn_y + 70}L120 ${horn_y + 70}L56 ${horn_y}L-56 ${horn_y}Z`, { fill: '#191a1b' }), path(`M-120 ${horn_y - 70}L-30 ${horn_y - 14}L-30 ${horn_y + 14}L-120 ${horn_y + 70}Z`, { fill: '#111112' }), path(`M120 ${horn_y - 70}L30 ${horn_y - 14}L30 ${horn_y + 14}L120 ${horn_y + 70}Z`, { fill: '#343538' }), rect(-30, horn_y - 14, 60, 28, { rx: 3, fill: '#000' }),
      circle(0, -r - 62, r, { fill: paper.radial([[0, '#2c2b2a'], [0.26, '#3d3b39'], [0.3, '#111'], [0.8, '#252423'], [0.84, '#555250'], [0.93, '#1c1b1a'], [1, '#060606']], { fx: 0.44, fy: 0.42 }) }), circle(0, -r - 62, r * 0.27, { fill: paper.radial([[0, '#62605d'], [0.6, '#2a2928'], [1, '#0c0c0c']], { fx: 0.32, fy: 0.28 }) }),
      rect(-w / 2 + g, -h + g + 10, w - g * 2, h - g * 2 - 20, { rx: 20, fill: holes(paper), opacity: 0.85 }), rect(-w / 2 + g, -h + g + 10, w - g * 2, h - g * 2 - 20, { rx: 20, fill: paper.gradient([[0, '#fff', 0.26], [0.36, '#fff', 0.03], [0.6, '#fff', 0.07], [1, '#000', 0.5]], { x2: 0.9, y2: 1 }), stroke: '#000', 'stroke-width': 3 }),
      rect(-62, -52, 124, 26, { rx: 5, fill: metal(paper, 'black', 90), stroke: '#000' }), wordmark('Gelegar', { x: 0, y: -39, height: 12, color: '#FF6B35', weight: 1.1, slant: 8 }), circle(w / 2 - 44, -39, 4, { fill: '#7dffb0' }), [[-w / 2 + 15, -h + 80], [w / 2 - 15, -h + 80], [-w / 2 + 13, -70], [w / 2 - 13, -70]].map(([x, y]) => screw(paper, x, y, 4.4, 'black')), feet(w)] };
  },
};

export function amp_scene(paper, options, view) {
  const { w, h, focus, parts } = BUILD[options.model](paper, options);
  if (view === 'detail') return [wall(paper), camera({ cx: focus[0], cy: focus[1], zoom: 1280 / (w * 0.58), turn: -7 }, group({ opacity: 0.4, filter: blur(paper, 22), transform: 'translate(24 20)' }, rect(-w / 2, -h, w, h, { rx: 16, fill: '#20160c' })), parts)];
  const zoom = Math.min(1000 / w, 1290 / h);
  const floor = Math.min(1440, 860 + (h * zoom) / 2);
  return [sweep(paper, floor - 190), floor_shadow(paper, 640, floor + 8, w * zoom, 66, 0.62), camera({ zoom, y: floor },
    group({ opacity: 0.3, filter: blur(paper, 26), transform: 'translate(30 6)' }, rect(-w / 2, -h + 14, w, h - 14, { rx: 16, fill: '#20160c' })), parts)];
}
