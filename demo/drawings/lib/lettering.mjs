// Brand word marks without a font: capitals as strokes on a 4 x 6 grid, y down, so that no machine's fonts change a picture.
import { group, num, path } from './svg.mjs';

const GLYPHS = {
  A: ['0,6 2,0 4,6', '0.8,4 3.2,4'], B: ['0,0 0,6 3,6 4,5 4,4 3,3 0,3', '0,0 2.8,0 3.7,0.9 3.7,2.1 3,3'],
  C: ['4,1 3,0 1,0 0,1 0,5 1,6 3,6 4,5'], D: ['0,0 0,6 2.6,6 4,4.4 4,1.6 2.6,0 0,0'], E: ['4,0 0,0 0,6 4,6', '0,3 3,3'],
  F: ['4,0 0,0 0,6', '0,3 3,3'], G: ['4,1 3,0 1,0 0,1 0,5 1,6 3,6 4,5 4,3.2 2.2,3.2'], H: ['0,0 0,6', '4,0 4,6', '0,3 4,3'],
  I: ['1,0 1,6'], J: ['3.4,0 3.4,5 2.4,6 1,6 0,5'], K: ['0,0 0,6', '4,0 0,3.4 4,6'], L: ['0,0 0,6 4,6'],
  M: ['0,6 0,0 2.4,4 4.8,0 4.8,6'], N: ['0,6 0,0 4,6 4,0'], O: ['1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1 1,0'],
  P: ['0,6 0,0 3,0 4,1 4,2.6 3,3.6 0,3.6'], Q: ['1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1 1,0', '2.6,4.4 4.2,6.4'],
  R: ['0,6 0,0 3,0 4,1 4,2.4 3,3.3 0,3.3', '1.8,3.3 4,6'], S: ['4,0.9 3,0 1,0 0,1 0,2 1,3 3,3 4,4 4,5 3,6 1,6 0,5.1'],
  T: ['0,0 4,0', '2,0 2,6'], U: ['0,0 0,5 1,6 3,6 4,5 4,0'], V: ['0,0 2,6 4,0'], W: ['0,0 1.3,6 2.7,1.6 4.1,6 5.4,0'],
  X: ['0,0 4,6', '4,0 0,6'], Y: ['0,0 2,3 4,0', '2,3 2,6'], Z: ['0,0 4,0 0,6 4,6'],
  0: ['1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1 1,0'], 1: ['0.4,1.2 2,0 2,6'], 2: ['0,1 1,0 3,0 4,1 4,2.4 0,6 4,6'],
  3: ['0,0 4,0 2,2.6 3.2,2.8 4,3.8 4,5 3,6 1,6 0,5'], 4: ['3,6 3,0 0,4.2 4,4.2'], 5: ['4,0 0.4,0 0,2.8 3,2.6 4,3.6 4,5 3,6 1,6 0,5.2'],
  6: ['3.6,0 1.4,0 0,2 0,5 1,6 3,6 4,5 4,3.8 3,2.9 1,2.9 0,3.8'], 7: ['0,0 4,0 1.4,6'],
  8: ['1,0 3,0 4,0.9 4,2 3,2.9 1,2.9 0,3.9 0,5.1 1,6 3,6 4,5.1 4,3.9 3,2.9', '1,2.9 0,2 0,0.9 1,0'],
  9: ['0.4,6 2.6,6 4,4 4,1 3,0 1,0 0,1 0,2.2 1,3.1 3,3.1 4,2.2'], '-': ['0.6,3 3.4,3'], '.': ['0.8,5.7 1.2,6'], '/': ['0,6 3,0'], '+': ['0.4,3 3.6,3', '2,1.4 2,4.6'],
};
const WIDTHS = { I: 2, M: 4.8, W: 5.4, J: 3.4, 1: 2.6, '.': 2, ' ': 2.6, '/': 3 };
const GRID_HEIGHT = 6;
const GAP = 1.7;

const width_of = (character) => WIDTHS[character] ?? 4;

/** Width of the text at a height of one. */
export function text_width(text, spacing = 1) {
  const letters = [...text.toUpperCase()];
  return letters.reduce((sum, letter) => sum + width_of(letter), 0) / GRID_HEIGHT + ((letters.length - 1) * GAP * spacing) / GRID_HEIGHT;
}

function strokes(text, spacing) {
  let left = 0;
  let d = '';
  for (const letter of text.toUpperCase()) {
    for (const stroke of GLYPHS[letter] ?? []) {
      const points = stroke.split(' ').map((pair) => pair.split(',').map(Number));
      d += `M${points.map(([x, y]) => `${num(x + left)} ${num(y - GRID_HEIGHT / 2)}`).join('L')}`;
    }
    left += width_of(letter) + GAP * spacing;
  }
  return { d, width: left - GAP * spacing };
}

/**
 * A word mark centred at (x, y), `height` tall. `slant` in degrees leans it; `weight` is the stroke in grid units (1/6 of the height);
 * `sharp` keeps mitred corners, otherwise they are round. `under` strokes the same letters wider below, for an outline or a bevel.
 */
export function wordmark(text, { x, y, height, color, weight = 0.9, slant = 0, spacing = 1, sharp = false, under, rotate = 0, opacity }) {
  const { d, width } = strokes(text, spacing);
  const join = sharp ? { 'stroke-linejoin': 'miter', 'stroke-linecap': 'butt', 'stroke-miterlimit': 6 } : { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
  const place = `translate(${num(x)} ${num(y)}) rotate(${num(rotate)}) skewX(${num(-slant)}) scale(${num(height / GRID_HEIGHT)}) translate(${num(-width / 2)} 0)`;
  return group({ transform: place, fill: 'none', opacity, ...join },
    under && path(d, { stroke: under, 'stroke-width': weight + 0.9 }),
    path(d, { stroke: color, 'stroke-width': weight }));
}
