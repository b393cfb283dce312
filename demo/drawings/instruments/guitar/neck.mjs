// Necks: fingerboard, frets, inlays and strings. y = 0 is the saddle, the nut is at -scale.
import { fret_distance, lerp, polygon } from '../../lib/curves.mjs';
import { circle, group, line, path, rect } from '../../lib/svg.mjs';
import { blur_in, metal, mix, wood } from '../../lib/materials.mjs';

const BOARDS = {
  rosewood: { fill: '#4a2a1b', grain: '#180a05', light: '#6d4530' },
  ebony: { fill: '#211b19', grain: '#060404', light: '#3b3330' },
  maple: { fill: '#dcab68', grain: '#8a561d', light: '#f2d19a' },
};
const SINGLE_DOTS = [3, 5, 7, 9, 15, 17, 19, 21];
const DOUBLE_DOTS = [12, 24];

export const fret_y = (neck, fret) => -neck.scale + fret_distance(neck.scale, fret);
export const board_end = (neck) => (neck.board_end ?? fret_y(neck, neck.frets) + 11);

/** Half the width of the fingerboard at y: it widens evenly from the nut to its end. */
export function half_width(neck, y) {
  return lerp(neck.nut_width, neck.end_width, (y + neck.scale) / (board_end(neck) + neck.scale)) / 2;
}

export function fingerboard(paper, neck) {
  const end = board_end(neck);
  const nut = -neck.scale;
  const board = BOARDS[neck.board];
  const [top, bottom] = [half_width(neck, nut), half_width(neck, end)];
  const edge = polygon([[-top, nut], [top, nut], [bottom, end], [-bottom, end]]);
  const parts = [];
  parts.push(path(edge, { fill: '#000', opacity: 0.4, transform: 'translate(3 2)', filter: blur_in(paper, 2.4, [-60, nut - 20, 120, end - nut + 40]) }));
  if (neck.binding) parts.push(path(edge, { fill: neck.binding, stroke: neck.binding, 'stroke-width': 3.4 }));
  parts.push(wood(paper, edge, { fill: board.fill, grain: board.grain, strength: neck.board === 'maple' ? 0.55 : 1.1, seed: 11, opacity: 0.75 }));
  // The board is a cylinder: it catches the light left of its middle.
  parts.push(path(edge, { fill: paper.gradient([[0, '#000', 0.35], [0.16, '#fff', 0.03], [0.38, '#fff', neck.board === 'maple' ? 0.26 : 0.13], [0.6, '#000', 0.02], [1, '#000', 0.42]]) }));
  parts.push(inlays(paper, neck));
  for (let fret = 1; fret <= neck.frets; fret += 1) parts.push(fret_wire(paper, neck, fret));
  parts.push(nut_block(paper, neck));
  return group({}, parts);
}

function fret_wire(paper, neck, fret) {
  const y = fret_y(neck, fret);
  const half = half_width(neck, y) - (neck.binding ? 0.3 : 0.1);
  const wire = paper.gradient([[0, '#8b8d8f'], [0.25, '#ffffff'], [0.55, '#c4c6c8'], [0.8, '#5e6062'], [1, '#2e2f30']], { x2: 0, y2: 1 });
  return [
    rect(-half, y - 0.2, half * 2, 3.4, { fill: '#000', opacity: 0.42 }),
    rect(-half, y - 1.25, half * 2, 2.5, { fill: wire, rx: 1 }),
  ];
}

function nut_block(paper, neck) {
  const half = half_width(neck, -neck.scale) + 0.4;
  if (neck.locking) {
    return [rect(-half - 1, -neck.scale - 14, half * 2 + 2, 15, { fill: metal(paper, 'black', 60), rx: 1.5 }),
      ...[-1, 0, 1].map((i) => [rect(i * half * 0.66 - 5.5, -neck.scale - 13, 11, 12, { fill: metal(paper, 'black', 35), rx: 1.2, stroke: '#000', 'stroke-width': 0.4 }), circle(i * half * 0.66, -neck.scale - 7, 2.2, { fill: '#050505', stroke: '#777', 'stroke-width': 0.3 })])];
  }
  return rect(-half, -neck.scale - 5, half * 2, 5.4, { fill: paper.gradient([[0, '#fffdf4'], [0.6, '#efe6cf'], [1, '#b9ab8a']], { x2: 0, y2: 1 }), rx: 0.8 });
}

function inlays(paper, neck) {
  const pearl = neck.inlay_color ?? (neck.board === 'maple' ? '#171412' : paper.gradient([[0, '#ffffff'], [0.35, '#e9f2ee'], [0.55, '#f6e9f0'], [0.8, '#d8e4ea'], [1, '#fffaf0']], { x2: 1, y2: 1 }));
  const middle = (fret) => (fret_y(neck, fret) + fret_y(neck, fret - 1)) / 2;
  const room = (fret) => fret_y(neck, fret) - fret_y(neck, fret - 1);
  const shape = {
    none: () => '',
    dot: (fret) => circle(0, middle(fret), Math.min(3.4, room(fret) * 0.3), { fill: pearl }),
    block: (fret) => rect(-half_width(neck, middle(fret)) * 0.72, middle(fret) - room(fret) * 0.32, half_width(neck, middle(fret)) * 1.44, room(fret) * 0.64, { fill: pearl, rx: 0.6 }),
    trapezoid: (fret) => {
      const [half, tall] = [half_width(neck, middle(fret)) * 0.74, room(fret) * 0.33];
      return path(polygon([[-half, middle(fret) - tall], [half, middle(fret) - tall * 0.5], [half, middle(fret) + tall * 0.5], [-half, middle(fret) + tall]]), { fill: pearl });
    },
    shark: (fret) => {
      const [half, tall] = [half_width(neck, middle(fret)) * 0.82, room(fret) * 0.36];
      return path(polygon([[-half, middle(fret) + tall], [half, middle(fret) - tall], [half, middle(fret) + tall]]), { fill: pearl });
    },
  }[neck.inlay ?? 'dot'];
  const frets = [...SINGLE_DOTS, ...DOUBLE_DOTS, ...(neck.inlay === 'block' ? [1] : [])].filter((fret) => fret <= neck.frets);
  return frets.map((fret) => {
    if ((neck.inlay ?? 'dot') !== 'dot' || !DOUBLE_DOTS.includes(fret)) return shape(fret);
    const gap = half_width(neck, middle(fret)) * 0.5;
    return [-gap, gap].map((x) => circle(x, middle(fret), Math.min(3.2, room(fret) * 0.28), { fill: pearl }));
  });
}

/** The visible back of the neck beside the board, and the shadow it throws on the body. */
export function neck_wood(paper, neck, { color = '#d7a463', until }) {
  const top = half_width(neck, -neck.scale) + 0.9;
  const end = until ?? board_end(neck);
  const bottom = half_width(neck, end) + 0.9;
  const d = polygon([[-top, -neck.scale - 6], [top, -neck.scale - 6], [bottom, end], [-bottom, end]]);
  return group({}, path(d, { fill: paper.gradient([[0, mix(color, '#ffffff', 0.25)], [0.5, color], [1, mix(color, '#1a0c02', 0.5)]]) }));
}

/** Where each string crosses nut and saddle: [x at nut, x at saddle], bass side first. */
export function string_lines(neck) {
  const nut = neck.nut_width / 2 - 3.6;
  const saddle = neck.string_spread / 2;
  return Array.from({ length: neck.strings }, (_, i) => {
    const t = neck.strings === 1 ? 0.5 : i / (neck.strings - 1);
    return [lerp(-nut, nut, t), lerp(-saddle, saddle, t)];
  });
}

/** Strings from the nut to `end_y(i)`, with their shadows, thickest on the bass side. `plain` of them are not wound. */
export function strings(paper, neck, { end = () => 0, plain = 3, nylon = false, gauges }) {
  const lines = string_lines(neck);
  const shadow_room = [-80, -neck.scale - 10, 180, neck.scale + 120];
  const shadows = [];
  const wires = [];
  lines.forEach(([nut_x, saddle_x], i) => {
    const gauge = gauges[i];
    const stop = end(i);
    const bottom_x = lerp(nut_x, saddle_x, (stop + neck.scale) / neck.scale);
    shadows.push(line(nut_x + 0.6, -neck.scale, bottom_x + 3.2, stop, { stroke: '#000', 'stroke-width': gauge * 1.25 }));
    const wound = i < neck.strings - plain;
    const base = nylon && !wound ? '#e9e3d3' : wound ? '#a79b86' : '#c9ccce';
    const dark = nylon && !wound ? '#a59c86' : wound ? '#4f473a' : '#6a6d70';
    wires.push(line(nut_x, -neck.scale - 3, bottom_x, stop, { stroke: dark, 'stroke-width': gauge }));
    wires.push(line(nut_x - gauge * 0.16, -neck.scale - 3, bottom_x - gauge * 0.16, stop, { stroke: base, 'stroke-width': gauge * 0.55, 'stroke-dasharray': wound ? `${0.42} ${0.24}` : undefined }));
    wires.push(line(nut_x - gauge * 0.22, -neck.scale - 3, bottom_x - gauge * 0.22, stop, { stroke: '#fff', 'stroke-width': gauge * 0.2, opacity: 0.85 }));
  });
  return group({}, group({ opacity: 0.38, filter: blur_in(paper, 0.5, shadow_room) }, shadows), wires);
}
