// A solid-body guitar or bass put together from its model description (see models.mjs).
import { polygon } from '../../lib/curves.mjs';
import { circle, group, path, rect } from '../../lib/svg.mjs';
import { blur, cast, grain_filter, metal_dome, mix } from '../../lib/materials.mjs';
import { body_bounds, body_outline } from './shapes.mjs';
import { binding, body } from './finish.mjs';
import { board_end, fingerboard, half_width, neck_wood, strings } from './neck.mjs';
import { headstock, headstock_outline } from './headstock.mjs';
import * as hardware from './hardware.mjs';

export function silhouette_shadow(paper, model) {
  const { neck } = model;
  const head = group({ transform: `translate(0 ${-neck.scale - 4})` }, path(headstock_outline(model.head.shape)));
  const half = half_width(neck, -neck.scale);
  const shapes = () => [path(body_outline(model.body)), path(polygon([[-half, -neck.scale - 6], [half, -neck.scale - 6], [half_width(neck, -200), -180], [-half_width(neck, -200), -180]])), head];
  return [
    group({ fill: '#2a2017', opacity: 0.38, transform: 'translate(26 34)', filter: blur(paper, 20) }, shapes()),
    group({ fill: '#1d150e', opacity: 0.5, transform: 'translate(8 11)', filter: blur(paper, 6) }, shapes()),
  ];
}

const PICKUPS = {
  single: hardware.single_coil, humbucker: hardware.humbucker, soapbar: hardware.soapbar, split: hardware.split_coil,
};
const BRIDGES = {
  synchronized: hardware.synchronized_bridge, hardtail: hardware.hardtail, plate: hardware.plate_bridge, locking: hardware.locking_bridge,
  two_post: hardware.two_post_bridge, floating: hardware.floating_vibrato,
};

function pickguard(paper, { d, color, layers = '#1a1714', screws = [], pearl, shell }) {
  const edge = color < '#777777' ? '#e9e2d2' : layers;
  return group({},
    cast(path(d, { fill: '#000' }), 1.8, 0.5),
    path(d, { fill: edge, stroke: color, 'stroke-width': 1.6 }),
    group({ 'clip-path': paper.clip(path(d)) }, path(d, { fill: color, stroke: edge, 'stroke-width': 2.4 }),
      shell && tortoise(d, paper),
      pearl && path(d, { fill: paper.gradient([[0, '#fff', 0.7], [0.3, '#cfe0e6', 0.3], [0.5, '#fff', 0.65], [0.72, '#eadfe9', 0.35], [1, '#fff', 0.6]], { x2: 1, y2: 0.6 }) }),
      path(d, { fill: paper.gradient([[0, '#fff', 0.34], [0.35, '#fff', 0.04], [0.5, '#fff', 0.14], [0.62, '#fff', 0], [1, '#000', 0.18]], { x2: 0.9, y2: 1 }) }),
      path(d, { fill: 'none', stroke: '#fff', 'stroke-width': 1.2, opacity: 0.5, transform: 'translate(0.9 1.1)' })),
    screws.map(([x, y], i) => hardware.screw(paper, x, y, 2, 'chrome', i * 47)));
}

function tortoise(d, paper) {
  return [path(d, { fill: paper.radial([[0, '#7a2c12'], [0.5, '#571a0a'], [1, '#2c0c05']], { cx: 0.4, cy: 0.4, r: 0.7 }) }),
    path(d, { fill: '#000', filter: blotches(paper) })];
}

const blotches = (paper) => grain_filter(paper, { frequency: [0.035, 0.05], octaves: 3, seed: 8, color: [0.85, 0.4, 0.12], strength: 4.2, bias: -2.1 });

/** The whole instrument without its shadow. */
export function electric(paper, model) {
  const d = body_outline(model.body);
  const bounds = body_bounds(model.body);
  const { neck, kind = 'chrome' } = model;
  const end = board_end(neck);
  const parts = [];
  parts.push(path(d, { fill: mix(model.finish.edge ?? model.finish.base, '#0a0604', 0.6), transform: 'translate(1.8 2.8)' }));
  for (const [x, y] of model.strap ?? []) parts.push(circle(x, y, 6, { fill: metal_dome(paper, kind) }));
  parts.push(body(paper, d, bounds, model.finish));
  if (model.binding) parts.push(binding(paper, d, model.binding));
  if (model.holes) parts.push(model.holes.map((hole) => [path(hole, { fill: '#140803' }), path(hole, { fill: 'none', stroke: '#f0e6cc', 'stroke-width': 1.4 }), path(hole, { fill: 'none', stroke: '#000', 'stroke-width': 1, opacity: 0.5, transform: 'translate(-1 -1)' })]));
  if (model.through) parts.push(through_neck(paper, neck, d, model.through));
  if (model.guard) parts.push(pickguard(paper, model.guard));
  if (model.plate) parts.push(model.plate(paper));
  for (const pickup of model.pickups) parts.push(PICKUPS[pickup.type](paper, { strings: neck.strings, spread: neck.string_spread * (1 - (-pickup.y / neck.scale)) + (neck.nut_width - 7) * (-pickup.y / neck.scale), ...pickup }));
  parts.push(BRIDGES[model.bridge](paper, { strings: neck.strings, spread: neck.string_spread, kind }));
  if (model.arm) parts.push(hardware.vibrato_arm(paper, kind));
  for (const knob of model.knobs) parts.push(hardware.knob(paper, { kind, ...model.knob, ...knob }));
  if (model.blade) parts.push(hardware.blade_switch(paper, model.blade));
  if (model.toggle) parts.push(hardware.toggle_switch(paper, { kind, ...model.toggle }));
  if (model.jack) parts.push(hardware.jack_cup(paper, model.jack));
  parts.push(neck_heel(paper, neck, model));
  parts.push(headstock(paper, neck, { kind, gauges: model.gauges, plain: model.plain, ...model.head }));
  parts.push(fingerboard(paper, neck));
  parts.push(strings(paper, neck, { gauges: model.gauges, plain: model.plain, end: model.string_end ?? (() => 1) }));
  if (model.head.trees) parts.push(string_tree(paper, neck));
  return group({}, parts);
}

function neck_heel(paper, neck, model) {
  if (model.through) return '';
  const end = board_end(neck) + (model.heel ?? 4);
  const half = half_width(neck, end) + 0.9;
  return group({}, group({ opacity: 0.45, filter: blur(paper, 2.5), transform: 'translate(3 3)' }, rect(-half, -260, half * 2, 260 + end, { fill: '#000', rx: 3 })),
    neck_wood(paper, neck, { color: model.neck_color ?? '#d9a869', until: end }));
}

// Laminations of a neck that runs the length of the body.
function through_neck(paper, neck, d, { colors }) {
  const clip = paper.clip(path(d));
  const half = half_width(neck, -100) * 0.94;
  const widths = [0.44, 0.1, 0.92, 0.1, 0.44];
  let x = -half;
  return group({ 'clip-path': clip }, widths.map((share, i) => {
    const w = share * half;
    const strip = rect(x, -neck.scale, w, neck.scale + 200, { fill: colors[i % 2], opacity: 0.94 });
    x += w;
    return strip;
  }), rect(-half, -neck.scale, half * 2, neck.scale + 200, { fill: '#000', opacity: 0.6, filter: grain_filter(paper, { frequency: [0.25, 0.004], octaves: 2, seed: 31, color: [0.25, 0.12, 0.04], strength: 1.4, bias: -0.6 }) }),
  rect(-half, -neck.scale, half * 2, neck.scale + 200, { fill: paper.gradient([[0, '#fff', 0.16], [0.5, '#fff', 0.02], [1, '#000', 0.2]]) }));
}

function string_tree(paper, neck) {
  const y = -neck.scale - 74;
  return group({}, rect(4.4, y - 2, 11, 5, { rx: 2, fill: '#000', opacity: 0.4, transform: 'translate(1 2)' }), rect(4, y - 2.4, 11, 5, { rx: 2.2, fill: metal_dome(paper, 'chrome'), stroke: '#000', 'stroke-width': 0.3 }), hardware.screw(paper, 9.5, y, 1.4));
}
