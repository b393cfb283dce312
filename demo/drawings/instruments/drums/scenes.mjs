// Whole kits and single drums as they are photographed: on the floor, or hung before the wall.
import { camera, floor_shadow, PAGE_WIDTH, sweep, wall } from '../../lib/stage.mjs';
import { block, circle, ellipse, group, line, num, path, rect } from '../../lib/svg.mjs';
import { blur, cast, grain_filter, metal, metal_color, metal_dome } from '../../lib/materials.mjs';
import { wordmark } from '../../lib/lettering.mjs';
import { cymbal, cylinder, drum, kick, metal_side, stand } from './parts.mjs';

const bar = (x1, y1, x2, y2, w, kind = 'chrome') => [line(x1, y1, x2, y2, { stroke: metal_color(kind, 3), 'stroke-width': w, 'stroke-linecap': 'round' }), line(x1, y1 - w * 0.12, x2, y2 - w * 0.12, { stroke: metal_color(kind, 1), 'stroke-width': w * 0.6, 'stroke-linecap': 'round' }), line(x1, y1 - w * 0.22, x2, y2 - w * 0.22, { stroke: '#fff', 'stroke-width': w * 0.18, opacity: kind === 'black' ? 0.3 : 0.9 })];

function legs(paper, cx, r, from, floor) {
  return [-0.93, 0.2, 0.96].map((side) => [rect(cx + side * r - 7, from, 14, floor - from - 10, { rx: 3, fill: metal_side(paper, 'chrome') }), ellipse(cx + side * r, floor - 6 + (side === 0.2 ? 14 : 0), 13, 9, { fill: '#151311' }), rect(cx + side * r - 14, from + 10, 28, 34, { rx: 5, fill: metal_side(paper, 'chrome'), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.8 })]);
}

// All measures of the kit are millimetres above a floor at y = 0.
function kit(paper, { shell, fade, sparkle, head, ink, kind = 'chrome', six = false, cymbals = true }) {
  const skin = { shell, fade, sparkle, kind };
  const parts = [];
  if (cymbals) {
    parts.push(stand(paper, { x: -470, top: -1215, floor: -14, lean: -40, spread: 190 }), stand(paper, { x: 470, top: -1270, floor: -14, lean: 44, spread: 190 }), stand(paper, { x: 700, top: -905, floor: -4, spread: 150, wing: false }));
    parts.push(cymbal(paper, { cx: -512, cy: -1215, r: 232, ratio: 0.27, turn: 9 }), cymbal(paper, { cx: 516, cy: -1270, r: 215, ratio: 0.27, turn: -10 }));
    parts.push(cymbal(paper, { cx: 700, cy: -868, r: 178, ratio: 0.17, bell: 0.2 }), cymbal(paper, { cx: 700, cy: -888, r: 178, ratio: 0.19, turn: -2, bell: 0.2 }), rect(697, -965, 6, 70, { fill: metal_side(paper, 'chrome') }));
  }
  parts.push(stand(paper, { x: 470, top: -560, floor: -8, spread: 170, wing: false }));
  parts.push(drum(paper, { cx: 470, top: -660, r: 178, depth: 140, ratio: 0.2, lugs: 10, ...skin, head: '#f4f0e6' }));
  parts.push(legs(paper, -520, 203, -420, 0));
  parts.push(drum(paper, { cx: -520, top: -640, r: 203, depth: 370, ratio: 0.2, ...skin }));
  if (six) parts.push(legs(paper, -850, 178, -390, 26), drum(paper, { cx: -850, top: -600, r: 178, depth: 330, ratio: 0.21, ...skin }));
  parts.push(kick(paper, { cx: 0, cy: -300, r: 279, ...skin, head, ink }));
  parts.push(rect(-18, -690, 36, 130, { fill: metal_side(paper, kind) }), bar(-110, -690, 110, -690, 24, kind), rect(-30, -600, 60, 34, { rx: 6, fill: metal_side(paper, kind), stroke: '#000', 'stroke-opacity': 0.5 }));
  parts.push(group({ transform: 'rotate(5 -168 -800)' }, drum(paper, { cx: -168, top: -862, r: 153, depth: 205, ratio: 0.17, lugs: 6, ...skin })));
  parts.push(group({ transform: 'rotate(-5 158 -800)' }, drum(paper, { cx: 158, top: -850, r: 128, depth: 182, ratio: 0.17, lugs: 6, ...skin })));
  return parts;
}

export function kit_scene(paper, options, view) {
  const six = options.six;
  if (view === 'detail') return [wall(paper), camera({ cx: -60, cy: -690, zoom: 2.35, turn: -4 }, kit(paper, options))];
  const zoom = six ? 0.665 : options.cymbals === false ? 0.78 : 0.7;
  const place = { cx: six ? -165 : 68, cy: 0, zoom, x: PAGE_WIDTH / 2, y: six ? 1190 : 1330 };
  const px = (x) => place.x + (x - place.cx) * zoom;
  return [sweep(paper, place.y - 210),
    floor_shadow(paper, px(0), place.y + 4, 560 * zoom, 70, 0.6), floor_shadow(paper, px(-520), place.y + 6, 420 * zoom, 46, 0.42), floor_shadow(paper, px(520), place.y - 2, 500 * zoom, 40, 0.32),
    six && floor_shadow(paper, px(-850), place.y + 24, 380 * zoom, 44, 0.42),
    camera(place, kit(paper, options))];
}

export function snare_scene(paper, { shell }, view) {
  const kind = 'chrome';
  const top = -100;
  const body = (ratio) => [
    drum(paper, { cx: 0, top, r: 178, depth: 165, ratio, metal_shell: shell, lugs: 10, kind, style: 'tube', hoop: 15, bead: true, head: '#f5f1e7', logo: 'Gemuruh' }),
    group({ transform: 'translate(-141 42) skewY(22)' }, cast(block(0, 0, 34, 92, { rx: 6 }), 5, 0.5), block(0, 0, 34, 92, { rx: 6, fill: metal(paper, 'chrome', 25), stroke: '#000', 'stroke-opacity': 0.5, 'stroke-width': 0.6 }), block(-2, -34, 16, 62, { rx: 7, fill: metal(paper, 'black', 20), stroke: '#000', 'stroke-width': 0.5 }), circle(0, 26, 10, { fill: metal_dome(paper, 'chrome') }), [...Array(12).keys()].map((i) => line(0, 26, 10 * Math.cos(i / 12 * 6.283), 26 + 10 * Math.sin(i / 12 * 6.283), { stroke: '#000', 'stroke-opacity': 0.25, 'stroke-width': 0.7 }))),
  ];
  if (view === 'detail') return [wall(paper), camera({ cx: -62, cy: 12, zoom: 5.4, turn: -8 }, body(0.34))];
  return [sweep(paper, 900), floor_shadow(paper, 640, 1128, 1010, 84, 0.62), camera({ cx: 0, cy: 0, zoom: 2.86, y: 830 }, body(0.36))];
}

export function cymbal_scene(paper, { r, label, bell }, view) {
  const disc = () => [cymbal(paper, { cx: 0, cy: 0, r, bell, fine: 92 }), circle(0, 0, 6.4, { fill: '#b9ac99', stroke: '#3a2306', 'stroke-width': 1.4 }),
    wordmark('Sagara', { x: 0, y: r * 0.55, height: r * 0.085, color: '#20140a', weight: 0.9, slant: 10, opacity: 0.85 }), wordmark(label, { x: 0, y: r * 0.68, height: r * 0.045, color: '#20140a', weight: 0.8, opacity: 0.8 })];
  const shadow = [group({ opacity: 0.42, filter: blur(paper, 16), transform: 'translate(20 28)' }, circle(0, 0, r * 0.99, { fill: '#20160c' })), group({ opacity: 0.5, filter: blur(paper, 4), transform: 'translate(5 8)' }, circle(0, 0, r * 0.995, { fill: '#20160c' }))];
  const hammer = circle(0, 0, r, { fill: '#000', filter: grain_filter(paper, { frequency: [0.045, 0.045], octaves: 2, seed: 5, color: [0.25, 0.14, 0.02], strength: 1.1, bias: -0.58 }) });
  if (view === 'detail') return [wall(paper), camera({ cx: r * 0.28, cy: r * 0.34, zoom: 700 / (r * 0.62), turn: -12 }, shadow, disc(), hammer)];
  return [wall(paper), camera({ zoom: 560 * (r / 254) ** 0.25 / r, turn: -10, y: 790 }, shadow, disc(), hammer)];
}

function mesh_pad(paper, cx, cy, r, ratio, turn = 0) {
  return group({ transform: `translate(${num(cx)} ${num(cy)}) rotate(${num(turn)})` },
    path(`M${-r} 0A${r} ${r * ratio} 0 0 0 ${r} 0L${r} ${r * 0.34}A${r} ${r * ratio} 0 0 1 ${-r} ${r * 0.34}Z`, { fill: cylinder(paper, '#26272a', { gloss: 0.4 }) }),
    path(`M${-r} ${r * 0.2}A${r} ${r * ratio} 0 0 0 ${r} ${r * 0.2}`, { fill: 'none', stroke: '#FF6B35', 'stroke-width': 3, opacity: 0.9 }),
    ellipse(0, 0, r * 1.03, r * 1.03 * ratio, { fill: metal(paper, 'black', 30), stroke: '#77797d', 'stroke-width': 1 }), ellipse(0, 1, r * 0.93, r * 0.93 * ratio, { fill: '#0b0b0c' }),
    ellipse(0, 2, r * 0.9, r * 0.9 * ratio, { fill: paper.radial([[0, '#fbfaf6'], [0.6, '#d9d6cd'], [1, '#8b877c']], { cx: 0.36, cy: 0.3, r: 0.8 }) }),
    ellipse(0, 2, r * 0.9, r * 0.9 * ratio, { fill: mesh(paper) }), wordmark('Gemuruh', { x: 0, y: r * 0.55 * ratio, height: r * 0.1, color: '#5b574d', weight: 0.8 }));
}

const mesh = (paper) => paper.define('mesh', (id) => `<pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0L4 4M4 0L0 4" stroke="#4b473f" stroke-width="0.5" opacity="0.55"/></pattern>`);

function electronic(paper) {
  const tube = (x1, y1, x2, y2, w = 36) => bar(x1, y1, x2, y2, w, 'black');
  const clamp = (x, y) => block(x, y, 58, 52, { rx: 9, fill: metal(paper, 'black', 60), stroke: '#000', 'stroke-width': 1 });
  return [
    tube(-640, -10, -520, -880), tube(640, -10, 520, -880), tube(-330, 0, -330, -860), tube(330, 0, 330, -860), tube(-560, -640, 560, -640), tube(-590, -330, -330, -330, 26), tube(330, -330, 590, -330, 26),
    [[-640, -8], [640, -8], [-330, 0], [330, 0]].map(([x, y]) => ellipse(x, y, 30, 14, { fill: '#0c0c0d' })),
    tube(-540, -860, -560, -1180, 22), tube(540, -860, 560, -1220, 22), tube(610, -640, 690, -905, 20),
    [[-532, -640], [532, -640], [-330, -640], [330, -640], [-534, -850], [534, -850]].map(([x, y]) => clamp(x, y)),
    cymbal(paper, { cx: -560, cy: -1190, r: 190, ratio: 0.3, turn: 8, color: '#37383b', dark: true, fine: 14 }), cymbal(paper, { cx: 560, cy: -1230, r: 190, ratio: 0.3, turn: -8, color: '#37383b', dark: true, fine: 14 }), cymbal(paper, { cx: 700, cy: -905, r: 152, ratio: 0.27, turn: -3, color: '#37383b', dark: true, fine: 14 }),
    group({ transform: 'translate(-560 -690) rotate(-8)' }, cast(block(0, 0, 250, 170, { rx: 16 }), 12, 0.4), block(0, 0, 250, 170, { rx: 16, fill: paper.gradient([[0, '#4a4b4f'], [0.15, '#2a2b2e'], [1, '#131315']], { x2: 0.4, y2: 1 }), stroke: '#606368', 'stroke-width': 1.5 }), block(-44, -32, 130, 70, { rx: 5, fill: '#08131a' }), block(-44, -32, 120, 60, { rx: 3, fill: paper.gradient([[0, '#2b7fa3'], [1, '#0c3145']], { x2: 1, y2: 1 }) }), wordmark('Kit 07 Rock', { x: -44, y: -42, height: 11, color: '#d9f4ff', weight: 0.8 }), [0, 1, 2, 3, 4].map((i) => rect(-96 + i * 22, -24, 16, 14, { rx: 2, fill: i === 1 ? '#FF6B35' : '#7fb9d4', opacity: 0.9 })), circle(74, -30, 30, { fill: metal_dome(paper, 'black'), stroke: '#000' }), [0, 1, 2, 3, 4, 5].map((i) => rect(-100 + i * 34, 30, 24, 17, { rx: 4, fill: i === 0 ? '#FF6B35' : '#5a5c61' })), wordmark('Gemuruh', { x: 40, y: 66, height: 9, color: '#d8d4c8', weight: 0.9 })),
    group({}, rect(-90, -430, 180, 430, { rx: 22, fill: cylinder(paper, '#1f2022', { gloss: 0.3 }) }), ellipse(0, -300, 128, 128, { fill: metal(paper, 'black', 40), stroke: '#77797d', 'stroke-width': 1.5 }), circle(0, -300, 112, { fill: paper.radial([[0, '#f8f6f0'], [0.6, '#cfcbc1'], [1, '#88847a']], { cx: 0.36, cy: 0.3, r: 0.8 }) }), circle(0, -300, 112, { fill: mesh(paper) }), path('M-70 4L70 4L46 -70L-46 -70Z', { fill: metal(paper, 'chrome', 70), stroke: '#000', 'stroke-opacity': 0.5 }), path('M-24 30L24 30L30 -110L-30 -110Z', { fill: metal(paper, 'chrome', 20), stroke: '#000', 'stroke-opacity': 0.6 }), bar(0, -120, 0, -280, 12), circle(0, -292, 26, { fill: '#e9e4d8', stroke: '#777', 'stroke-width': 2 })),
    mesh_pad(paper, -190, -830, 132, 0.36, 4), mesh_pad(paper, 190, -830, 132, 0.36, -4), mesh_pad(paper, -470, -480, 150, 0.4), mesh_pad(paper, 470, -520, 165, 0.4),
  ];
}

export function electronic_scene(paper, _options, view) {
  if (view === 'detail') return [wall(paper), camera({ cx: -330, cy: -720, zoom: 2.2, turn: -5 }, electronic(paper))];
  return [sweep(paper, 1120), floor_shadow(paper, 640, 1322, 1000, 66, 0.42), floor_shadow(paper, 640, 1330, 300, 50, 0.5), camera({ cx: 20, zoom: 0.735, y: 1322 }, electronic(paper))];
}

export function stick_scene(paper, _options, view) {
  const stick = () => {
    const d = 'M-7.2 200Q-7.2 206 0 206Q7.2 206 7.2 200L7.2 -110Q6.6 -150 3.6 -178Q3 -182 4.6 -186Q6.4 -192 4 -198Q0 -204 -4 -198Q-6.4 -192 -4.6 -186Q-3 -182 -3.6 -178Q-6.6 -150 -7.2 -110Z';
    return [path(d, { fill: '#d8ab6c' }), path(d, { fill: '#000', opacity: 0.8, filter: grain_filter(paper, { frequency: [0.4, 0.012], octaves: 3, seed: 4, color: [0.45, 0.25, 0.08], strength: 2, bias: -0.85 }) }), path(d, { fill: paper.gradient([[0, '#5a3410', 0.75], [0.16, '#fff', 0.1], [0.34, '#fff', 0.6], [0.5, '#fff', 0.04], [1, '#3a1f06', 0.75]]) }),
      group({ transform: 'translate(-1.2 96) rotate(-90)' }, wordmark('Gemuruh', { x: 0, y: -1, height: 6.4, color: '#4a1d0c', weight: 1, slant: 10 }), wordmark('5A Hickory', { x: 58, y: -1, height: 4.2, color: '#4a1d0c', weight: 0.9 }))];
  };
  const pair = [[-26, -15, 8], [30, 11, -6]].map(([x, turn, y]) => group({ transform: `translate(${x} ${y}) rotate(${turn})` },
    group({ opacity: 0.4, filter: blur(paper, 5), transform: 'translate(9 12)' }, rect(-7, -198, 14, 402, { rx: 6, fill: '#20160c' })), stick()));
  return [wall(paper), view === 'detail' ? camera({ cx: 4, cy: 62, zoom: 6.2, turn: 24 }, pair) : camera({ cx: 0, cy: 0, zoom: 3.35, turn: 24 }, pair)];
}

