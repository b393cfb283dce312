// What things are made of: metals, woods, lacquers. One light, from the upper left.
import { el, group, path, rect } from './svg.mjs';

const METALS = {
  chrome: ['#fbfcfd', '#c9ced4', '#6c737b', '#3f454c', '#aab0b7', '#eef1f4', '#8a9097'],
  nickel: ['#fdfaf3', '#d2cabb', '#857c6c', '#544c40', '#b9b09f', '#f3ecdd', '#988e7d'],
  gold: ['#fff6cf', '#e9c56a', '#9a6b1d', '#6a430c', '#d3a542', '#fff0b5', '#b4832b'],
  black: ['#7b7d80', '#3a3b3d', '#161617', '#060606', '#2a2b2c', '#5d5f62', '#1a1a1b'],
  brass: ['#fff1c2', '#dcb565', '#8f6a26', '#5f4413', '#c39b4c', '#f7e3a8', '#a57f37'],
};

/** A polished metal seen as a band of sky, horizon and floor. `angle` 0 runs left to right, 90 top to bottom. */
export function metal(paper, kind = 'chrome', angle = 90) {
  const [light, mid, dark, horizon, floor, glint, edge] = METALS[kind];
  const radians = (angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(radians) / 2, Math.sin(radians) / 2];
  return paper.gradient([[0, mid], [0.14, light], [0.36, mid], [0.5, dark], [0.53, horizon], [0.68, floor], [0.84, glint], [1, edge]],
    { x1: 0.5 - dx, y1: 0.5 - dy, x2: 0.5 + dx, y2: 0.5 + dy });
}

/** A round metal top, lit from the upper left. */
export function metal_dome(paper, kind = 'chrome') {
  const [light, mid, dark, horizon, floor] = METALS[kind];
  return paper.radial([[0, light], [0.35, mid], [0.72, dark], [0.9, horizon], [1, floor]], { cx: 0.5, cy: 0.5, r: 0.56, fx: 0.3, fy: 0.26 });
}

export const metal_color = (kind, index) => METALS[kind][index];

export function dome(paper, light, base, dark) {
  return paper.radial([[0, light], [0.45, base], [1, dark]], { cx: 0.5, cy: 0.5, r: 0.6, fx: 0.3, fy: 0.25 });
}

export function blur(paper, radius) {
  const id = `blur${String(radius).replace('.', '_')}`;
  return paper.define(id, () => el('filter', { id, x: '-40%', y: '-40%', width: '180%', height: '180%' },
    el('feGaussianBlur', { stdDeviation: radius })));
}

/** The same blur for shapes without width or height of their own (a straight string): the region is given in user units. */
export function blur_in(paper, radius, [x, y, width, height]) {
  const id = paper.id('blurin');
  return paper.define(id, () => el('filter', { id, filterUnits: 'userSpaceOnUse', x, y, width, height },
    el('feGaussianBlur', { stdDeviation: radius })));
}

/**
 * Noise painted only where the source is opaque. `frequency` is [across, along] in cycles per unit; `color` is the dark
 * of the grain, `strength` how much of it shows, `bias` how often.
 */
export function grain_filter(paper, { frequency, octaves = 3, seed = 1, color = [0.2, 0.1, 0.04], strength = 2.4, bias = -0.9 }) {
  const id = paper.id('grain');
  const [red, green, blue] = color;
  return paper.define(id, () => el('filter', { id, x: 0, y: 0, width: 1, height: 1, 'color-interpolation-filters': 'sRGB' }, [
    el('feTurbulence', { type: 'fractalNoise', baseFrequency: frequency.join(' '), numOctaves: octaves, seed }),
    el('feColorMatrix', { type: 'matrix', values: `0 0 0 0 ${red} 0 0 0 0 ${green} 0 0 0 0 ${blue} ${strength} 0 0 0 ${bias}` }),
    el('feComposite', { operator: 'in', in2: 'SourceAlpha' }),
  ]));
}

/** Straight-grained wood: a filled shape under fine lines. `along` is 'y' for necks and bodies, 'x' for boards lying down. */
export function wood(paper, d, { fill, grain = '#5a3414', along = 'y', strength = 1.5, scale = 1, seed = 3, opacity = 1 }) {
  const color = rgb(grain);
  const fine = along === 'y' ? [0.32 * scale, 0.006 * scale] : [0.006 * scale, 0.32 * scale];
  return group({}, path(d, { fill }),
    path(d, { fill: '#000', opacity, filter: grain_filter(paper, { frequency: fine, octaves: 3, seed, color, strength: strength * 1.7, bias: -0.62 * strength }) }));
}

/** Flamed maple: broad bands across the grain, mirrored at the centre line as a bookmatched top is. */
export function flame(paper, d, { bounds, color = '#2a0e04', strength = 1, seed = 5, center = 0 }) {
  const [x, y, width, height] = bounds;
  const clip = paper.clip(path(d));
  const bands = grain_filter(paper, { frequency: [0.011, 0.105], octaves: 2, seed, color: rgb(color), strength: 3.4 * strength, bias: -1.55 * strength });
  const pores = grain_filter(paper, { frequency: [0.35, 0.012], octaves: 2, seed: seed + 9, color: rgb(color), strength: 1.1, bias: -0.48 });
  const half = () => rect(center, y, x + width - center + 20, height, { fill: '#000', filter: bands });
  return group({ 'clip-path': clip },
    group({ transform: `translate(${center} 0) skewY(-9) translate(${-center} 0)` }, half()),
    group({ transform: `translate(${center} 0) scale(-1 1) skewY(-9) translate(${-center} 0)` }, half()),
    rect(x, y, width, height, { fill: '#000', filter: pores }));
}

export function rgb(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255].map((part) => Math.round(part * 1000) / 1000);
}

/** Mixes two hexadecimal colours; t = 0 is the first. */
export function mix(first, second, t) {
  const [a, b] = [rgb(first), rgb(second)];
  return `#${a.map((part, i) => Math.round((part + (b[i] - part) * t) * 255).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * Rounded-over edges of a glossy slab: light along the upper left rim, shade along the lower right one, both inside the shape.
 * `depth` is the width of the rounding in the drawing's units.
 */
export function rim(paper, d, { depth = 8, light = 0.5, shade = 0.6 }) {
  const clip = paper.clip(path(d));
  const soft = blur(paper, Math.round(depth * 45) / 100);
  const offset = depth * 0.38;
  return group({ 'clip-path': clip, fill: 'none' },
    path(d, { stroke: '#000', 'stroke-width': depth * 1.25, opacity: shade, filter: soft, transform: `translate(${-offset} ${-offset})` }),
    path(d, { stroke: '#fff', 'stroke-width': depth * 0.7, opacity: light * 0.36, filter: soft, transform: `translate(${offset} ${offset})` }),
    path(d, { stroke: '#fff', 'stroke-width': depth * 0.14, opacity: light * 0.75, transform: `translate(${offset * 1.1} ${offset * 1.1})` }),
    path(d, { stroke: '#000', 'stroke-width': depth * 0.16, opacity: 0.45 }));
}

/** A small shadow without a filter: three ever wider copies to the lower right. */
export function cast(shape, size, strength = 0.5) {
  const copy = (reach, share) => group({ opacity: Math.round(strength * share * 100) / 100, transform: `translate(${Math.round(size * reach * 90) / 100} ${Math.round(size * reach * 120) / 100})` }, shape);
  return [copy(1.35, 0.3), copy(0.9, 0.38), copy(0.45, 0.45)];
}

/** The fill of a round part's shadow: dark in the middle, gone at the edge. */
export function round_shadow(paper) {
  return paper.radial([[0, '#000', 0.62], [0.6, '#000', 0.5], [0.82, '#000', 0.16], [1, '#000', 0]]);
}
