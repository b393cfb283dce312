// Small SVG writer: markup is made as strings, definitions are gathered once per drawing and shared by id.

export function num(value) {
  if (!Number.isFinite(value)) throw new Error(`not a number in a drawing: ${value}`);
  const rounded = Math.round(value * 1000) / 1000;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

function attribute(value) {
  const text = typeof value === 'number' ? num(value) : String(value);
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

export function el(name, attributes = {}, children = '') {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) open += ` ${key}="${attribute(value)}"`;
  }
  const inside = Array.isArray(children) ? children.flat(Infinity).filter(Boolean).join('') : children;
  return inside ? `${open}>${inside}</${name}>` : `${open}/>`;
}

export const group = (attributes, ...children) => el('g', attributes, children);
export const path = (d, attributes = {}) => el('path', { d, ...attributes });
export const circle = (cx, cy, r, attributes = {}) => el('circle', { cx, cy, r, ...attributes });
export const ellipse = (cx, cy, rx, ry, attributes = {}) => el('ellipse', { cx, cy, rx, ry, ...attributes });
export const line = (x1, y1, x2, y2, attributes = {}) => el('line', { x1, y1, x2, y2, ...attributes });
/** A rectangle given by its centre, the way parts are placed on an instrument. */
export const block = (cx, cy, width, height, attributes = {}) =>
  el('rect', { x: cx - width / 2, y: cy - height / 2, width, height, ...attributes });
export const rect = (x, y, width, height, attributes = {}) => el('rect', { x, y, width, height, ...attributes });

/** One drawing: a canvas size and the definitions its parts ask for. */
export class Paper {
  #definitions = new Map();
  #unique = 0;

  constructor(width, height) {
    this.width = width;
    this.height = height;
  }

  /** Adds a definition once; `make` receives the id. Returns a url() reference to it. */
  define(id, make) {
    if (!this.#definitions.has(id)) {
      this.#definitions.set(id, '');
      this.#definitions.set(id, make(id));
    }
    return `url(#${id})`;
  }

  /** An id used nowhere else in this drawing, the same on every run. */
  id(prefix) {
    this.#unique += 1;
    return `${prefix}${this.#unique}`;
  }

  clip(shape) {
    const id = this.id('clip');
    return this.define(id, () => el('clipPath', { id }, shape));
  }

  gradient(stops, { x1 = 0, y1 = 0, x2 = 1, y2 = 0, units } = {}) {
    const key = `lin${hash(JSON.stringify([stops, x1, y1, x2, y2, units]))}`;
    return this.define(key, (id) => el('linearGradient', { id, x1, y1, x2, y2, gradientUnits: units }, stops.map(stop)));
  }

  radial(stops, { cx = 0.5, cy = 0.5, r = 0.5, fx, fy, units } = {}) {
    const key = `rad${hash(JSON.stringify([stops, cx, cy, r, fx, fy, units]))}`;
    return this.define(key, (id) => el('radialGradient', { id, cx, cy, r, fx, fy, gradientUnits: units }, stops.map(stop)));
  }

  /** The document; `bleed` adds that much drawing on every side, to be cut off after filters have run over the edge. */
  svg(content, bleed = 0) {
    const [width, height] = [this.width + bleed * 2, this.height + bleed * 2];
    const definitions = el('defs', {}, [...this.#definitions.values()]);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${el('svg', {
      xmlns: 'http://www.w3.org/2000/svg', 'xmlns:xlink': 'http://www.w3.org/1999/xlink',
      width, height, viewBox: `${-bleed} ${-bleed} ${width} ${height}`,
    }, [definitions, content])}\n`;
  }
}

/** Stops are [offset, colour] or [offset, colour, opacity]. */
function stop([offset, color, opacity]) {
  return el('stop', { offset, 'stop-color': color, 'stop-opacity': opacity });
}

function hash(text) {
  let value = 2166136261;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return (value >>> 0).toString(36);
}
