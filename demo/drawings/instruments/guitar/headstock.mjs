// Headstocks with their tuners, in millimetres from the nut (y negative towards the tip), and the strings that run over them.
import { lerp, mirrored, outline } from '../../lib/curves.mjs';
import { circle, ellipse, group, line, num, path, rect } from '../../lib/svg.mjs';
import { cast, metal, metal_dome, mix, rim, round_shadow, wood } from '../../lib/materials.mjs';
import { wordmark } from '../../lib/lettering.mjs';
import { screw } from './hardware.mjs';
import { string_lines } from './neck.mjs';

const inline = (count, from, to) => Array.from({ length: count }, (_, i) => ({
  x: lerp(from[0], to[0], i / (count - 1)), y: lerp(from[1], to[1], i / (count - 1)), side: -1,
}));
const facing = (left, right) => [...left.map(([x, y]) => ({ x: -x, y, side: -1 })), ...[...right].reverse().map(([x, y]) => ({ x, y, side: 1 }))];
const pairs = (list) => facing(list, list);

const SHAPES = {
  sweep6: {
    points: [[21, 0, 'c'], [22, -18], [30, -33], [37, -52], [36, -80], [33, -108], [36, -132], [45, -152], [43, -176], [25, -188], [7, -185], [-2, -174], [-9, -150], [-17, -110], [-25, -68], [-32, -40], [-30, -25], [-23, -12], [-21, 0, 'c']],
    posts: inline(6, [-16, -38], [16, -163]), logo: { x: 25.5, y: -100, rotate: -86, height: 10.5 },
  },
  slim6: {
    points: [[21, 0, 'c'], [22, -16], [28, -26], [31, -44], [27, -80], [25, -120], [31, -150], [40, -170], [34, -190], [14, -192], [2, -182], [-6, -160], [-15, -116], [-23, -72], [-30, -40], [-29, -24], [-23, -12], [-21, 0, 'c']],
    posts: inline(6, [-15.5, -38], [14, -163]), logo: { x: 19.5, y: -92, rotate: -86, height: 9.5 },
  },
  blade6: {
    points: [[21.5, 0, 'c'], [24, -24], [30, -52], [31, -90], [33, -134], [62, -206, 'c'], [28, -190], [-2, -181, 'c'], [-34, -36, 'c'], [-30, -20], [-22, 0, 'c']],
    posts: inline(6, [-17, -38], [15, -164]), logo: { x: 21, y: -88, rotate: -86, height: 10 },
  },
  blade7: {
    points: [[25, 0, 'c'], [28, -24], [34, -52], [35, -96], [38, -152], [68, -228, 'c'], [32, -212], [0, -203, 'c'], [-38, -36, 'c'], [-34, -20], [-25.5, 0, 'c']],
    posts: inline(7, [-21, -38], [18, -186]), logo: { x: 25, y: -96, rotate: -86, height: 10.5 },
  },
  crown: {
    points: mirrored([[21, 0, 'c'], [23, -12], [33, -32], [35, -58], [37, -98], [43, -138], [45, -154], [36, -164], [20, -160], [10, -168], [0, -158, 'c']].map((p) => p)),
    posts: pairs([[22, -50], [24.5, -89], [27.5, -128]]), logo: { x: 0, y: -147, rotate: 0, height: 7.6 },
  },
  arrow: {
    points: mirrored([[21, 0, 'c'], [24, -16], [36, -36], [37, -70], [46, -140, 'c'], [22, -168], [0, -204, 'c']]),
    posts: pairs([[23, -52], [25.5, -90], [28.5, -128]]), logo: { x: 0, y: -148, rotate: 0, height: 8 },
  },
  paddle: {
    points: mirrored([[22, 0, 'c'], [25, -12], [35, -28, 'c'], [36.5, -90], [39, -152, 'c'], [22, -158], [10, -160], [0, -165]]),
    posts: pairs([[23, -50], [24, -90], [25, -130]]), logo: { x: 0, y: -142, rotate: 0, height: 8.5 },
  },
  slotted: {
    points: mirrored([[26, 0, 'c'], [28, -14], [37, -26, 'c'], [37.5, -90], [39, -156], [34, -174], [20, -170], [10, -182], [0, -184]]),
    posts: pairs([[17, -56], [17, -94], [17, -132]]), slots: true, logo: { x: 0, y: -164, rotate: 0, height: 6 },
  },
  small: {
    points: mirrored([[18, 0, 'c'], [20, -10], [30, -24], [31, -60], [33, -90], [26, -106], [10, -104], [0, -112]]),
    posts: pairs([[18, -38], [20, -74]]), logo: { x: 0, y: -92, rotate: 0, height: 5.5 },
  },
  bass4: {
    points: [[20.5, 0, 'c'], [22, -20], [34, -42], [41, -66], [37, -104], [35, -144], [42, -178], [50, -206], [42, -230], [20, -236], [4, -226], [-8, -188], [-20, -128], [-33, -64], [-34, -38], [-25, -16], [-20.5, 0, 'c']],
    posts: inline(4, [-14, -50], [15, -196]), logo: { x: 24, y: -122, rotate: -87, height: 12 }, big: true,
  },
  bass32: {
    points: mirrored([[23.5, 0, 'c'], [27, -16], [38, -38], [38, -90], [42, -150], [38, -182], [14, -186], [0, -196]]),
    posts: facing([[19, -50], [22, -100], [25, -150]], [[20, -75], [24, -125]]), logo: { x: 0, y: -168, rotate: 0, height: 7 }, big: true,
  },
};

export function headstock_outline(name) {
  if (!SHAPES[name]) throw new Error(`no headstock called ${name}`);
  return outline(SHAPES[name].points);
}

/**
 * `face` is the veneer colour (the neck's wood when it shows grain), `logo` the brand's word mark settings,
 * `kind` the tuners' metal, `button` a colour for buttons that are not metal, `binding` a line around the face.
 */
export function headstock(paper, neck, { shape, face, grain, logo, kind = 'chrome', button, binding, gauges, plain = 3 }) {
  const { points, posts, slots, big, logo: place } = SHAPES[shape];
  const d = outline(points);
  const lines = string_lines(neck);
  const parts = [];
  for (const post of posts) parts.push(tuner_button(paper, post, { kind, button, big, slots }));
  parts.push(path(d, { fill: mix(face, '#140a04', 0.55), transform: 'translate(1.2 1.8)' }));
  parts.push(grain ? wood(paper, d, { fill: face, grain, strength: 0.6, seed: 21 }) : path(d, { fill: face }));
  parts.push(path(d, { fill: paper.gradient([[0, '#fff', 0.3], [0.42, '#fff', 0.02], [1, '#000', 0.3]], { x2: 0.8, y2: 1 }) }));
  if (slots) parts.push(posts.filter((_, i) => i % 3 === 0).map(({ x }) => [rect(x - 6.5, -146, 13, 106, { rx: 6.5, fill: '#1c0f07' }), rect(x - 6.5, -146, 13, 106, { rx: 6.5, fill: 'none', stroke: '#000', 'stroke-opacity': 0.6, 'stroke-width': 1.2 })]));
  parts.push(rim(paper, d, { depth: binding ? 1.6 : 2.6, light: 0.55, shade: 0.5 }));
  if (binding) parts.push(group({ 'clip-path': paper.clip(path(d)), fill: 'none' }, path(d, { stroke: binding, 'stroke-width': 5.2 }), path(d, { stroke: '#17110c', 'stroke-width': 1.2, transform: 'scale(0.955) translate(0 -4)' })));
  parts.push(wordmark(logo.text, { ...place, ...logo.style, height: place.height * (logo.scale ?? 1), color: logo.color }));
  if (logo.emblem) parts.push(logo.emblem(paper, place));
  const thick = (i) => gauges[i];
  posts.forEach((post, i) => {
    const [nut_x] = lines[i];
    const wound = i < neck.strings - plain;
    const touch = post.x - post.side * 2.2;
    parts.push(line(nut_x + 0.6, -2, touch + 1, post.y + 1.6, { stroke: '#000', 'stroke-width': thick(i) * 1.1, opacity: 0.35 }));
    parts.push(slots ? roller(paper, post, kind) : tuner_post(paper, post, { kind, big, gauge: thick(i), wound }));
    parts.push(line(nut_x, -2, touch, post.y, { stroke: wound ? '#6d6250' : slots ? '#b3aa93' : '#84878a', 'stroke-width': thick(i) }));
    parts.push(line(nut_x - thick(i) * 0.2, -2, touch - thick(i) * 0.2, post.y, { stroke: '#fff', 'stroke-width': thick(i) * 0.35, opacity: 0.8 }));
  });
  return group({ transform: `translate(0 ${num(-neck.scale - (neck.locking ? 14 : 4))})` }, parts);
}

function tuner_button(paper, { x, y, side }, { kind, button, big, slots }) {
  const reach = slots ? 34 : big ? 42 : 30;
  const fill = button ? paper.gradient([[0, '#fff'], [0.3, button], [1, mix(button, '#2a1c08', 0.6)]], { x2: 0.3, y2: 1 }) : metal(paper, kind, 80);
  const shape = big
    ? `M${num(side * -6)} -3.4Q${num(side * 2)} -17 ${num(side * 13)} -12Q${num(side * 19)} 0 ${num(side * 13)} 12Q${num(side * 2)} 17 ${num(side * -6)} 3.4Z`
    : `M${num(side * -5)} -2.6Q${num(side * -1)} -9.4 ${num(side * 7)} -8.4Q${num(side * 11)} 0 ${num(side * 7)} 8.4Q${num(side * -1)} 9.4 ${num(side * -5)} 2.6Z`;
  return group({ transform: `translate(${num(x)} ${num(y)})` },
    group({ transform: `translate(${num(side * reach)} 0)` }, cast(path(shape, { fill: '#000' }), 3.4, 0.4)),
    rect(Math.min(0, side * reach), -2.2, Math.abs(reach), 4.4, { fill: metal(paper, kind, 90) }),
    !slots && rect(side > 0 ? 12 : -24, -6.5, 12, 13, { rx: 2.5, fill: metal(paper, kind, 70), stroke: '#000', 'stroke-width': 0.3, 'stroke-opacity': 0.5 }),
    group({ transform: `translate(${num(side * reach)} 0)` }, path(shape, { fill, stroke: '#000', 'stroke-opacity': 0.45, 'stroke-width': 0.4 }),
      ellipse(side * 1.5 - 1, big ? -6 : -4, big ? 6 : 4, big ? 2.6 : 1.6, { fill: '#fff', opacity: kind === 'black' && !button ? 0.25 : 0.7 })));
}

function tuner_post(paper, { x, y }, { kind, big, gauge, wound }) {
  const r = big ? 6.4 : 3.2;
  const wire = wound ? '#8d826d' : '#a9abad';
  return group({ transform: `translate(${num(x)} ${num(y)})` },
    circle(1.6, 2.4, r * 2.5, { fill: round_shadow(paper) }),
    circle(0, 0, r * 1.75, { fill: metal(paper, kind, 55), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.35 }),
    circle(0, 0, r * 1.42, { fill: metal_dome(paper, kind) }),
    [1.26, 1.13].map((k) => circle(0, 0, r * k, { fill: 'none', stroke: wire, 'stroke-width': gauge * 0.9 })),
    circle(0, 0, r, { fill: metal(paper, kind, 40), stroke: '#000', 'stroke-opacity': 0.6, 'stroke-width': 0.4 }),
    circle(0, 0, r * 0.62, { fill: metal_dome(paper, kind) }),
    line(-r * 0.8, r * 0.3, r * 0.8, -r * 0.3, { stroke: '#111', 'stroke-width': r * 0.26, opacity: 0.75 }));
}

function roller(paper, { x, y }, kind) {
  return [rect(x - 6.5, y - 3.6, 13, 7.2, { fill: paper.gradient([[0, '#8d8266'], [0.3, '#fffbe9'], [0.6, '#e6dcc0'], [1, '#6e6248']], { x2: 0, y2: 1 }) }),
    [-2, 0, 2].map((gap) => line(x + gap, y - 3.6, x + gap + 0.8, y + 3.6, { stroke: '#7c715a', 'stroke-width': 0.8 })),
    screw(paper, x < 0 ? -35.5 : 35.5, y, 1.3, kind)];
}

