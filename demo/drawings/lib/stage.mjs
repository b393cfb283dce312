// The studio: a warm neutral backdrop that sits on a dark page as well as on a white one, a camera, and shadows.
import { deflateSync } from 'node:zlib';
import { el, ellipse, group, num, rect } from './svg.mjs';
import { blur } from './materials.mjs';
import { random } from './random.mjs';

export const PAGE_WIDTH = 1280;
export const PAGE_HEIGHT = 1600;
/** Close-ups run over the page by this much, so that blurred edges do not end at the frame. */
export const BLEED = 72;

/** Wall only, for what hangs or is seen from above. */
export function wall(paper) {
  return [
    rect(-BLEED, -BLEED, PAGE_WIDTH + BLEED * 2, PAGE_HEIGHT + BLEED * 2, {
      fill: paper.radial([[0, '#e9e2d8'], [0.3, '#ddd4c8'], [0.62, '#c3b8aa'], [1, '#968a7c']], { cx: 520, cy: 560, r: 1300, units: 'userSpaceOnUse' }),
    }),
    dither(paper),
  ];
}

/** Wall and floor meeting in a soft sweep at `horizon`, for what stands. */
export function sweep(paper, horizon = 1080) {
  const h = horizon / PAGE_HEIGHT;
  return [
    rect(-BLEED, -BLEED, PAGE_WIDTH + BLEED * 2, PAGE_HEIGHT + BLEED * 2, {
      fill: paper.radial([[0, '#e6dfd4'], [0.35, '#d9d0c3'], [0.7, '#bdb2a3'], [1, '#94887a']], { cx: 500, cy: 480, r: 1250, units: 'userSpaceOnUse' }),
    }),
    rect(-BLEED, -BLEED, PAGE_WIDTH + BLEED * 2, PAGE_HEIGHT + BLEED * 2, {
      fill: paper.gradient([[0, '#5c5044', 0], [Math.max(0, h - 0.14), '#5c5044', 0], [h - 0.01, '#5c5044', 0.3], [h + 0.06, '#8b7f70', 0.16], [h + 0.2, '#efe7da', 0.28], [1, '#6b5f52', 0.25]], { x2: 0, y2: 1 }),
    }),
    dither(paper),
  ];
}

/** Fine grain over the gradients, so that eight bits and JPEG do not make bands of them. */
function dither(paper) {
  const size = 256;
  const pattern = paper.define('dither', (id) => el('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    el('image', { width: size, height: size, 'image-rendering': 'optimizeSpeed', 'xlink:href': `data:image/png;base64,${noise_png(size).toString('base64')}` })));
  return rect(-BLEED, -BLEED, PAGE_WIDTH + BLEED * 2, PAGE_HEIGHT + BLEED * 2, { fill: pattern });
}

function noise_png(size) {
  const next = random('dither');
  const raw = Buffer.alloc(size * (size * 2 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const offset = y * (size * 2 + 1) + 1 + x * 2;
      const value = next() + next() - 1;
      raw[offset] = value > 0 ? 255 : 0;
      raw[offset + 1] = Math.round(Math.abs(value) * 8);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 4, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Looks at (cx, cy) in the instrument's millimetres, `zoom` pixels each, turned by `turn` degrees. */
export function camera({ cx = 0, cy = 0, zoom = 1, turn = 0, x = PAGE_WIDTH / 2, y = PAGE_HEIGHT / 2 }, ...content) {
  return group({ transform: `translate(${num(x)} ${num(y)}) rotate(${num(turn)}) scale(${num(zoom)}) translate(${num(-cx)} ${num(-cy)})` }, ...content);
}

/** Contact and cast shadow on the floor below something of the given width, in page pixels. */
export function floor_shadow(paper, cx, y, width, depth = 60, strength = 0.5) {
  return [
    ellipse(cx + width * 0.1, y + depth * 0.25, width * 0.62, depth, { fill: '#2b2118', opacity: strength * 0.7, filter: blur(paper, Math.round(depth * 0.55)) }),
    ellipse(cx + width * 0.02, y, width * 0.51, depth * 0.28, { fill: '#1a120b', opacity: strength * 1.3, filter: blur(paper, Math.round(depth * 0.16)) }),
  ];
}
