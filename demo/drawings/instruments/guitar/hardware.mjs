// Pickups, bridges, knobs and switches, drawn at their true size around (0, 0) and placed by the instrument.
import { polygon } from '../../lib/curves.mjs';
import { block, circle, ellipse, group, line, num, path, rect } from '../../lib/svg.mjs';
import { cast, dome, metal, metal_color, metal_dome, round_shadow } from '../../lib/materials.mjs';

const at = (x, y, turn, ...parts) => group({ transform: `translate(${num(x)} ${num(y)})${turn ? ` rotate(${num(turn)})` : ''}` }, ...parts);

/** The shadow of a small part, thrown to the lower right. */
export function drop(_paper, shape, size = 2.2, strength = 0.55) {
  return cast(shape('#000'), size, strength);
}

export function screw(paper, x, y, r = 2.6, kind = 'chrome', turn = 40) {
  return at(x, y, 0,
    circle(0.4, 0.6, r * 1.15, { fill: '#000', opacity: 0.35 }),
    circle(0, 0, r, { fill: metal_dome(paper, kind), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.25 }),
    group({ transform: `rotate(${turn})`, stroke: '#111', 'stroke-width': r * 0.28, opacity: 0.8 }, line(-r * 0.62, 0, r * 0.62, 0), line(0, -r * 0.62, 0, r * 0.62)));
}

function pole(paper, x, y, r, slot) {
  return [circle(x, y, r, { fill: metal_dome(paper, 'chrome'), stroke: '#000', 'stroke-width': 0.3, 'stroke-opacity': 0.6 }),
    slot && line(x - r * 0.7, y - r * 0.35, x + r * 0.7, y + r * 0.35, { stroke: '#222', 'stroke-width': r * 0.3 })];
}

const columns = (count, spread) => Array.from({ length: count }, (_, i) => -spread / 2 + (spread * i) / (count - 1));

export function single_coil(paper, { x = 0, y, turn = 0, color = '#f1ead8', strings = 6, spread = 51 }) {
  const width = spread + 19;
  const dark = color < '#777777';
  return at(x, y, turn,
    drop(paper, (fill) => block(0, 0, width, 17, { rx: 8, fill }), 2),
    block(0, 0, width, 17, { rx: 8.5, fill: paper.gradient([[0, '#fff', dark ? 0.35 : 0.9], [0.2, color], [0.75, color], [1, '#000', 0.6]], { x2: 0, y2: 1 }), stroke: '#000', 'stroke-opacity': 0.3, 'stroke-width': 0.3 }),
    block(0, 0, width, 17, { rx: 8.5, fill: color, opacity: 0.75 }),
    block(0, -4.2, width - 8, 3, { rx: 1.5, fill: '#fff', opacity: dark ? 0.16 : 0.6 }),
    columns(strings, spread).map((px) => pole(paper, px, 0.2, 2.4)),
    screw(paper, -width / 2 - 4.5, 0, 2.1), screw(paper, width / 2 + 4.5, 0, 2.1, 'chrome', 10));
}

/** `cover`: a metal name for a closed humbucker, nothing for open coils. `ring` is the colour of its mounting ring, if any. */
export function humbucker(paper, { x = 0, y, turn = 0, cover, ring, coils = ['#141312', '#141312'], strings = 6, spread = 51, blade = false, active = false }) {
  const width = spread + 18;
  const parts = [drop(paper, (fill) => block(0, 0, width + (ring ? 20 : 4), ring ? 46 : 38, { rx: 3, fill }), 2.6)];
  if (ring) {
    parts.push(block(0, 0, width + 20, 46, { rx: 3.5, fill: ring, stroke: '#000', 'stroke-width': 0.4, 'stroke-opacity': 0.6 }));
    parts.push(block(0, 0, width + 17, 43, { rx: 3, fill: 'none', stroke: paper.gradient([[0, '#fff', 0.75], [0.5, '#fff', 0.08], [1, '#000', 0.5]], { x2: 0.6, y2: 1 }), 'stroke-width': 1.3 }));
    for (const [sx, sy] of [[-1, -1], [1, -1], [-1, 1], [1, 1]]) parts.push(screw(paper, sx * (width / 2 + 6), sy * 18.5, 1.7, 'chrome', sx * 30));
  } else {
    parts.push(screw(paper, -width / 2 - 3.4, 0, 2.1), screw(paper, width / 2 + 3.4, 0, 2.1, 'chrome', 15));
  }
  if (cover) {
    parts.push(block(0, 0, width, 37, { rx: 3.5, fill: metal(paper, cover, 62), stroke: '#000', 'stroke-opacity': 0.45, 'stroke-width': 0.4 }));
    parts.push(block(0, 0, width - 3, 34, { rx: 2.5, fill: paper.gradient([[0, '#fff', 0.85], [0.45, '#fff', 0.12], [1, '#000', 0.22]], { x2: 0.7, y2: 1 }) }));
    parts.push(columns(strings, spread).map((px) => pole(paper, px, -8.5, 2.3, true)));
  } else if (active) {
    parts.push(block(0, 0, width, 37, { rx: 4, fill: '#101011', stroke: '#000', 'stroke-width': 0.4 }));
    parts.push(block(0, 0, width - 2, 35, { rx: 3.4, fill: paper.gradient([[0, '#fff', 0.28], [0.35, '#fff', 0.06], [1, '#000', 0.4]], { x2: 0.5, y2: 1 }) }));
  } else {
    for (const [side, color] of [[-9.2, coils[0]], [9.2, coils[1]]]) {
      parts.push(block(0, side, width, 18, { rx: 5, fill: color, stroke: '#000', 'stroke-width': 0.35 }));
      parts.push(block(0, side - 5.8, width - 7, 2.6, { rx: 1.3, fill: '#fff', opacity: 0.26 }));
      parts.push(block(0, side, width, 18, { rx: 5, fill: paper.gradient([[0, '#fff', 0.16], [0.5, '#fff', 0], [1, '#000', 0.35]], { x2: 0, y2: 1 }) }));
      parts.push(blade ? block(0, side, spread + 4, 2.8, { rx: 0.6, fill: metal(paper, 'chrome', 90) }) : columns(strings, spread).map((px) => pole(paper, px, side, 2.5, side < 0)));
    }
  }
  return at(x, y, turn, ...parts);
}

export function soapbar(paper, { x = 0, y, turn = 0, width = 100, height = 32, color = '#121213', poles = 0, spread = 60, cover }) {
  return at(x, y, turn,
    drop(paper, (fill) => block(0, 0, width, height, { rx: 5, fill }), 2.8),
    block(0, 0, width, height, { rx: 5, fill: cover ? metal(paper, cover, 62) : color, stroke: '#000', 'stroke-width': 0.4 }),
    block(0, 0, width - 2.4, height - 2.4, { rx: 4, fill: 'none', stroke: paper.gradient([[0, '#fff', 0.55], [0.4, '#fff', 0.06], [1, '#000', 0.5]], { x2: 0.4, y2: 1 }), 'stroke-width': 1.8 }),
    block(0, -height * 0.26, width - 12, height * 0.2, { rx: 2, fill: '#fff', opacity: color < '#777777' ? 0.09 : 0.4 }),
    poles ? columns(poles, spread).map((px) => [pole(paper, px, 0, 2.6)]) : '',
    screw(paper, -width / 2 + 4.5, -height / 2 + 4.5, 1.5), screw(paper, width / 2 - 4.5, -height / 2 + 4.5, 1.5, 'chrome', 5),
    screw(paper, -width / 2 + 4.5, height / 2 - 4.5, 1.5, 'chrome', 70), screw(paper, width / 2 - 4.5, height / 2 - 4.5, 1.5, 'chrome', 25));
}

export function split_coil(paper, { y, color = '#141312', spread = 57 }) {
  const half = (px, py, first) => at(px, py, 0,
    drop(paper, (fill) => block(0, 0, 56, 28, { rx: 4, fill }), 2.4),
    block(0, 0, 56, 28, { rx: 4, fill: color, stroke: '#000', 'stroke-width': 0.4 }),
    block(0, 0, 53.6, 25.6, { rx: 3.4, fill: 'none', stroke: paper.gradient([[0, '#fff', 0.5], [0.45, '#fff', 0.05], [1, '#000', 0.4]], { x2: 0.5, y2: 1 }), 'stroke-width': 1.4 }),
    [-1, 1].map((side) => [-4.3, 4.3].map((gap) => pole(paper, side * spread * 0.167 + gap, 0, 2.5))),
    screw(paper, first ? -24.5 : 24.5, 0, 1.8), screw(paper, first ? 24.5 : -24.5, 0, 1.8, 'chrome', 12));
  return group({}, half(-21, y, true), half(21, y + 27, false));
}

// ---- bridges -------------------------------------------------------------------------------------------------------

function saddle(paper, x, y, kind, length = 21, width = 10) {
  return at(x, y, 0,
    rect(-width / 2 + 1, -3, width, length, { fill: '#000', opacity: 0.4, rx: 1.4 }),
    rect(-width / 2, -4, width, length, { rx: 1.8, fill: metal(paper, kind, 8), stroke: '#000', 'stroke-opacity': 0.55, 'stroke-width': 0.3 }),
    rect(-width / 2, -4, width, 4, { rx: 1.6, fill: '#fff', opacity: 0.45 }),
    circle(-width * 0.24, 3.4, 1.25, { fill: '#111' }), circle(width * 0.24, 3.4, 1.25, { fill: '#111' }),
    circle(0, length - 8, 1.7, { fill: '#1a1a1a', opacity: 0.8 }));
}

const saddle_xs = (strings, spread) => columns(strings, spread);
const stagger = (i, count) => (count > 5 ? [3, 1.2, -0.4, 2.4, 0.8, -1][i % 6] : (i % 2 ? 1.4 : -0.4));

export function synchronized_bridge(paper, { strings = 6, spread = 52.5, kind = 'chrome' }) {
  const width = spread + 24;
  return group({},
    drop(paper, (fill) => rect(-width / 2, -16, width, 46, { fill, rx: 2 }), 3),
    rect(-width / 2, -16, width, 46, { rx: 2.5, fill: metal(paper, kind, 75), stroke: '#000', 'stroke-width': 0.4, 'stroke-opacity': 0.5 }),
    rect(-width / 2 + 1, -15, width - 2, 9, { rx: 2, fill: '#fff', opacity: 0.35 }),
    columns(6, spread + 3).map((x, i) => screw(paper, x, -11, 2.3, kind, i * 31)),
    saddle_xs(strings, spread).map((x, i) => saddle(paper, x, stagger(i, strings), kind, 24, Math.min(10.2, spread / strings + 1))),
    rect(-width / 2, 26, width, 6, { rx: 1.5, fill: metal(paper, kind, 90) }));
}

export function vibrato_arm(paper, kind = 'chrome') {
  const d = 'M29 18C44 26 58 12 66 -18C76 -56 84 -86 92 -112';
  return group({ fill: 'none', 'stroke-linecap': 'round' },
    cast(path(d, { stroke: '#000', 'stroke-width': 5 }), 5, 0.4),
    path(d, { stroke: metal_color(kind, 2), 'stroke-width': 5 }), path(d, { stroke: metal_color(kind, 1), 'stroke-width': 3, transform: 'translate(-0.5 0)' }),
    path(d, { stroke: '#fff', 'stroke-width': 1, transform: 'translate(-1 -0.3)', opacity: 0.9 }),
    path('M88 -98L93 -117', { stroke: '#f4efe2', 'stroke-width': 9 }), path('M86.6 -99L91 -116', { stroke: '#fff', 'stroke-width': 2.4 }));
}

export function hardtail(paper, { strings = 6, spread = 52.5, kind = 'black', through = true }) {
  const width = spread + 18;
  return group({},
    drop(paper, (fill) => rect(-width / 2, -12, width, 58, { fill, rx: 3 }), 3),
    rect(-width / 2, -12, width, 58, { rx: 3, fill: metal(paper, kind, 70), stroke: '#000', 'stroke-width': 0.5 }),
    rect(-width / 2 + 1.2, -10.8, width - 2.4, 55.6, { rx: 2.4, fill: 'none', stroke: '#fff', 'stroke-opacity': 0.3, 'stroke-width': 0.8 }),
    saddle_xs(strings, spread).map((x, i) => [saddle(paper, x, stagger(i, strings), kind, 30, Math.min(11, spread / (strings - 1) - 0.5)),
      through && circle(x, 38, 2.5, { fill: '#050505', stroke: metal_color(kind, 1), 'stroke-width': 0.7 })]));
}

export function plate_bridge(paper) {
  return group({},
    drop(paper, (fill) => rect(-40, -70, 82, 100, { fill, rx: 3 }), 3),
    rect(-40, -70, 82, 100, { rx: 3, fill: metal(paper, 'chrome', 80), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.5 }),
    rect(-40, -70, 82, 100, { rx: 3, fill: paper.gradient([[0, '#fff', 0.55], [0.4, '#fff', 0.25], [0.7, '#9aa0a6', 0.3], [1, '#000', 0.1]], { x2: 0.6, y2: 1 }) }),
    rect(-40, -70, 4, 100, { fill: metal(paper, 'chrome', 0), rx: 1.5 }), rect(38, -70, 4, 100, { fill: metal(paper, 'chrome', 0), rx: 1.5 }), rect(-40, 25, 82, 5, { fill: metal(paper, 'chrome', 90), rx: 1.5 }),
    at(0, -38, 14, single_coil(paper, { y: 0, color: '#171513', spread: 51 })),
    [-17.5, 0, 17.5].map((x) => [rect(x - 8, -3, 17, 8, { rx: 4, fill: '#000', opacity: 0.45, transform: 'translate(1 2)' }), rect(x - 8.4, -4, 16.8, 8, { rx: 4, fill: metal(paper, 'brass', 90), stroke: '#3a2505', 'stroke-width': 0.3 }),
      line(x, 4, x, 22, { stroke: metal_color('chrome', 2), 'stroke-width': 2.4, 'stroke-dasharray': '0.7 0.5' }), circle(x, 22, 2.6, { fill: metal_dome(paper, 'chrome') })]),
    screw(paper, -33, -62, 2.2), screw(paper, 33, -62, 2.2), screw(paper, -33, 18, 2.2), screw(paper, 33, 18, 2.2));
}

export function locking_bridge(paper, { strings = 6, spread = 53, kind = 'black' }) {
  const width = spread + 34;
  return group({},
    drop(paper, (fill) => path(polygon([[-width / 2, -14], [width / 2, -14], [width / 2 - 6, 42], [-width / 2 + 6, 42]]), { fill }), 3.4),
    path(polygon([[-width / 2, -14], [width / 2, -14], [width / 2 - 6, 42], [-width / 2 + 6, 42]]), { fill: metal(paper, kind, 70), stroke: '#000', 'stroke-width': 0.6, 'stroke-linejoin': 'round' }),
    circle(-width / 2 + 6, -8, 6, { fill: metal_dome(paper, kind), stroke: '#000', 'stroke-width': 0.5 }), circle(width / 2 - 6, -8, 6, { fill: metal_dome(paper, kind), stroke: '#000', 'stroke-width': 0.5 }),
    saddle_xs(strings, spread).map((x, i) => [saddle(paper, x, stagger(i, strings), kind, 30, 10),
      line(x, 28, x, 52, { stroke: metal_color(kind, 1), 'stroke-width': 5.4, 'stroke-linecap': 'round' }), line(x - 1, 28, x - 1, 52, { stroke: '#fff', 'stroke-opacity': 0.35, 'stroke-width': 1.2 }),
      circle(x, 36 + (i % 2) * 1, 4.2, { fill: metal_dome(paper, kind), stroke: '#000', 'stroke-width': 0.4 })]));
}

export function two_post_bridge(paper, { spread = 52, kind = 'chrome' }) {
  const posts = (y, half, r) => [-half, half].map((x) => [cast(circle(x, y, r, { fill: '#000' }), 1.6, 0.5), circle(x, y, r, { fill: metal_dome(paper, kind), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.4 }), line(x - r * 0.6, y - 1.4, x + r * 0.6, y + 1.4, { stroke: '#222', 'stroke-width': 1.3 })]);
  const bar = (y, half, tall, r) => [drop(paper, (fill) => block(0, y, half * 2, tall, { rx: r, fill }), 3), block(0, y, half * 2, tall, { rx: r, fill: metal(paper, kind, 88), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.4 })];
  return group({ transform: 'rotate(-2)' },
    bar(1, 44, 13, 5), posts(1, 37.5, 5.4),
    columns(6, spread).map((x, i) => [block(x, 1 + stagger(i, 6) * 0.5, 7, 9, { rx: 0.8, fill: metal(paper, kind, 20), stroke: '#000', 'stroke-opacity': 0.6, 'stroke-width': 0.3 }), line(x - 3, 0.6, x + 3, 0.6, { stroke: '#fff', 'stroke-width': 0.7, opacity: 0.9 })]),
    bar(44, 50, 14, 7), block(0, 41, 86, 2.6, { rx: 1.3, fill: '#fff', opacity: 0.65 }), posts(44, 42, 7));
}

export function floating_vibrato(paper) {
  return group({},
    drop(paper, (fill) => path('M-26 46L26 46L20 132L-20 132Z', { fill }), 3),
    path('M-27 46L27 46L21 130Q20 134 15 134L-15 134Q-20 134 -21 130Z', { fill: metal(paper, 'chrome', 75), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.5 }),
    path('M-24 49L10 49L2 131L-14 131Q-17 131 -18 128Z', { fill: '#fff', opacity: 0.35 }),
    rect(-29, 44, 58, 9, { rx: 2, fill: metal(paper, 'chrome', 90), stroke: '#000', 'stroke-width': 0.3 }),
    columns(6, 48).map((x) => circle(x, 48.5, 1.6, { fill: '#111' })),
    [[-20, 62], [20, 62], [-16, 122], [16, 122]].map(([x, y], i) => screw(paper, x, y, 2.3, 'chrome', i * 40)),
    drop(paper, (fill) => block(0, 1, 76, 15, { rx: 3, fill }), 2.6),
    block(0, 1, 76, 15, { rx: 3, fill: metal(paper, 'chrome', 85), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.4 }),
    columns(6, 52).map((x) => block(x, 1, 7.6, 12, { rx: 2, fill: metal(paper, 'chrome', 5), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.3 })));
}

// ---- controls ------------------------------------------------------------------------------------------------------

/** `style`: 'skirt' (moulded with numbers), 'barrel' (knurled metal), 'speed' (clear amber), 'dome' (black or metal top). */
export function knob(paper, { x, y, style = 'skirt', color = '#f1ead8', kind = 'chrome', r = 11, turn = 30 }) {
  const ticks = (count, from, to, attributes) => Array.from({ length: count }, (_, i) => {
    const a = (i / count) * Math.PI * 2;
    return line(Math.cos(a) * from, Math.sin(a) * from, Math.cos(a) * to, Math.sin(a) * to, attributes);
  });
  const parts = [ellipse(3.4, 4.8, r * 1.4, r * 1.4, { fill: round_shadow(paper) })];
  if (style === 'barrel') {
    parts.push(circle(0, 0, r * 0.9, { fill: metal(paper, kind, 30) }), ticks(40, r * 0.74, r * 0.9, { stroke: '#000', 'stroke-opacity': 0.55, 'stroke-width': 0.5 }),
      circle(0, 0, r * 0.74, { fill: metal_dome(paper, kind), stroke: '#fff', 'stroke-opacity': 0.6, 'stroke-width': 0.4 }), circle(0, 0, r * 0.6, { fill: metal(paper, kind, 50), opacity: 0.55 }));
  } else if (style === 'speed') {
    parts.push(circle(0, 0, r, { fill: dome(paper, '#ffe9b0', color, '#3a1503') }), circle(0, 0, r * 0.78, { fill: dome(paper, '#fff1c4', color, '#5a2607'), stroke: '#fff', 'stroke-opacity': 0.4, 'stroke-width': 0.5 }),
      ticks(10, r * 0.82, r * 0.95, { stroke: '#fff6da', 'stroke-width': 0.7 }), circle(0, 0, r * 0.36, { fill: '#2a1206', opacity: 0.5 }));
  } else if (style === 'dome') {
    parts.push(circle(0, 0, r, { fill: color, stroke: '#000', 'stroke-width': 0.5 }), ticks(28, r * 0.86, r, { stroke: '#fff', 'stroke-opacity': 0.16, 'stroke-width': 0.7 }),
      circle(0, 0, r * 0.8, { fill: dome(paper, '#8b8d90', color, '#000') }));
  } else {
    parts.push(circle(0, 0, r, { fill: dome(paper, '#ffffff', color, '#8d8468') }), ticks(24, r * 0.86, r * 0.97, { stroke: '#000', 'stroke-opacity': 0.2, 'stroke-width': 0.5 }),
      circle(0, 0, r * 0.62, { fill: dome(paper, '#ffffff', color, '#a69c7f'), stroke: '#000', 'stroke-opacity': 0.2, 'stroke-width': 0.5 }), ticks(22, r * 0.53, r * 0.62, { stroke: '#000', 'stroke-opacity': 0.22, 'stroke-width': 0.5 }));
  }
  parts.push(group({ transform: `rotate(${turn})` }, line(0, -r * 0.42, 0, -r * 0.74, { stroke: color < '#777777' || kind === 'black' ? '#fff' : '#222', 'stroke-width': 0.9, opacity: style === 'barrel' ? 0.6 : 0.85 })),
    ellipse(-r * 0.3, -r * 0.34, r * 0.24, r * 0.14, { fill: '#fff', opacity: 0.55, transform: `rotate(-40 ${num(-r * 0.3)} ${num(-r * 0.34)})` }));
  return at(x, y, 0, ...parts);
}

export function blade_switch(paper, { x, y, turn = 0, tip = '#f4efe2' }) {
  return at(x, y, turn, block(0, 0, 30, 2.4, { rx: 1.2, fill: '#0a0908' }), screw(paper, -20.5, 0, 2), screw(paper, 20.5, 0, 2),
    cast(block(3, 0, 6, 11, { fill: '#000' }), 3, 0.5),
    path('M0.4 -5.6Q3 -7 5.6 -5.6L6.6 5Q3 7 -0.6 5Z', { fill: dome(paper, '#fff', tip, '#8e866c'), stroke: '#000', 'stroke-opacity': 0.3, 'stroke-width': 0.3 }));
}

export function toggle_switch(paper, { x, y, turn = 0, tip = '#efe2bd', kind = 'chrome', plate }) {
  return at(x, y, 0, plate && circle(0, 0, 17, { fill: plate, stroke: '#000', 'stroke-width': 0.4 }),
    circle(0, 0, 7.5, { fill: metal(paper, kind, 40), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.4 }), circle(0, 0, 4.6, { fill: '#15110d' }),
    group({ transform: `rotate(${turn})` }, cast(line(1, 2, 1, 20, { stroke: '#000', 'stroke-width': 5.4, 'stroke-linecap': 'round' }), 3, 0.5),
      line(0, 0, 0, 14, { stroke: metal_color(kind, 1), 'stroke-width': 3, 'stroke-linecap': 'round' }), line(0, 11, 0, 20, { stroke: tip, 'stroke-width': 5.6, 'stroke-linecap': 'round' }), line(-1.2, 11, -1.2, 19, { stroke: '#fff', 'stroke-width': 1.4, 'stroke-linecap': 'round', opacity: 0.8 })));
}

export function jack_cup(paper, { x, y, turn = 0 }) {
  return at(x, y, turn, path('M-20 -9Q-24 -9 -24 0Q-24 9 -20 9L20 13Q26 13 26 0Q26 -13 20 -13Z', { fill: metal(paper, 'chrome', 60), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.4 }),
    ellipse(2, 0, 15, 8.5, { fill: paper.gradient([[0, '#2a2c2f'], [0.6, '#8b9096'], [1, '#eef0f2']]) }), ellipse(-1, 0, 4.4, 4, { fill: '#060606', stroke: '#b9bdc2', 'stroke-width': 1.2 }), screw(paper, -20, 0, 1.8), screw(paper, 23, 0, 1.8));
}
