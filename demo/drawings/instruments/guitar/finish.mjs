// Body finishes: solid colours, bursts, stained flame and oiled wood, each under the same clear coat.
import { group, path, rect } from '../../lib/svg.mjs';
import { blur, flame, grain_filter, mix, rgb, rim, wood } from '../../lib/materials.mjs';

/**
 * finish.kind: 'solid' | 'burst' | 'flame' | 'natural'. Colours: `base` in the middle, `mid` and `edge` towards the rim (burst and flame),
 * `grain` for visible wood. `matte` leaves the mirror reflections out.
 */
export function body(paper, d, bounds, finish, { depth = 9 } = {}) {
  const [x, y, width, height] = bounds;
  const clip = paper.clip(path(d));
  const parts = [];
  const wide = (share) => Math.min(width, height) * share;
  if (finish.kind === 'solid') {
    parts.push(path(d, { fill: paper.radial([[0, mix(finish.base, '#ffffff', finish.sheen ?? 0.22)], [0.4, finish.base], [1, mix(finish.base, '#000000', 0.28)]], { cx: x + width * 0.34, cy: y + height * 0.36, r: height * 0.85, units: 'userSpaceOnUse' }) }));
    if (finish.metallic) parts.push(path(d, { fill: '#000', filter: grain_filter(paper, { frequency: [1.3, 1.3], octaves: 1, seed: 4, color: rgb(mix(finish.base, '#ffffff', 0.75)), strength: 1.5, bias: -0.75 }) }));
  } else {
    parts.push(finish.plain ? path(d, { fill: finish.base }) : wood(paper, d, { fill: finish.base, grain: finish.grain ?? '#4a240c', strength: finish.strength ?? 1, scale: 0.32, seed: finish.seed ?? 7 }));
    if (finish.kind === 'flame') parts.push(flame(paper, d, { bounds, color: finish.grain, strength: finish.strength ?? 1, seed: finish.seed ?? 5 }));
    if (finish.edge) {
      parts.push(group({ 'clip-path': clip, fill: 'none' },
        finish.mid && path(d, { stroke: finish.mid, 'stroke-width': wide(finish.mid_width ?? 0.42), opacity: 0.92, filter: blur(paper, Math.round(wide(0.065))) }),
        group({ filter: blur(paper, Math.round(wide(0.036))) }, path(d, { stroke: finish.edge, 'stroke-width': wide((finish.edge_width ?? 0.17) * 1.12) }))));
    }
    parts.push(path(d, { fill: paper.radial([[0, '#fff', 0.2], [0.4, '#fff', 0], [1, '#000', 0.3]], { cx: x + width * 0.34, cy: y + height * 0.36, r: height * 0.85, units: 'userSpaceOnUse' }) }));
  }
  if (finish.carved) parts.push(carve(paper, d, bounds, clip));
  parts.push(rim(paper, d, { depth, light: finish.matte ? 0.25 : 0.6, shade: finish.matte ? 0.4 : 0.6 }));
  if (!finish.matte) parts.push(reflections(paper, bounds, clip, finish.gloss ?? 1));
  return group({}, parts);
}

// An arched top: a second, wider rounding well inside the edge.
function carve(paper, d, [x, y, width, height], clip) {
  return group({ 'clip-path': clip, fill: 'none' },
    path(d, { stroke: '#000', 'stroke-width': 46, opacity: 0.24, filter: blur(paper, 13), transform: 'translate(-11 -14)' }),
    path(d, { stroke: '#fff', 'stroke-width': 34, opacity: 0.34, filter: blur(paper, 11), transform: 'translate(10 12)' }),
    rect(x, y, width, height, { fill: paper.radial([[0, '#fff', 0.26], [1, '#fff', 0]], { cx: x + width * 0.3, cy: y + height * 0.66, r: width * 0.3, units: 'userSpaceOnUse' }) }));
}

// A tall soft box to the left of the camera and a strip light behind it, mirrored in the lacquer. The soft edges are
// gradients across the bands: a blur of the whole body costs more than all its hardware.
function reflections(paper, [x, y, width, height], clip, gloss) {
  const lean = 0.34 * width;
  const length = Math.hypot(lean, height);
  const [nx, ny] = [height / length, lean / length];
  const band = (at, half, strength) => {
    const [cx, cy] = [x + width * at - lean / 2, y + height / 2];
    const reach = width * half;
    return rect(x, y, width, height, {
      fill: paper.gradient([[0, '#fff', 0], [0.14, '#fff', strength * 0.8], [0.5, '#fff', strength], [0.86, '#fff', strength * 0.7], [1, '#fff', 0]],
        { x1: cx - nx * reach, y1: cy - ny * reach, x2: cx + nx * reach, y2: cy + ny * reach, units: 'userSpaceOnUse' }),
    });
  };
  return group({ 'clip-path': clip }, band(0.45, 0.12, 0.2 * gloss), band(0.63, 0.022, 0.11 * gloss));
}

/** A bound edge: a light strip inside the rim with a dark purfling line. */
export function binding(paper, d, { color = '#f0e6cc', width = 4.4, lines = 1 }) {
  const clip = paper.clip(path(d));
  const strips = [];
  for (let i = lines; i >= 1; i -= 1) {
    const w = width * 2 * i * (lines > 1 ? 0.62 : 1);
    strips.push(path(d, { stroke: '#120c08', 'stroke-width': w + 1.4 }), path(d, { stroke: color, 'stroke-width': w }));
  }
  return group({ 'clip-path': clip, fill: 'none' }, strips,
    path(d, { stroke: '#000', 'stroke-width': 5, opacity: 0.35, filter: blur(paper, 1.4), transform: 'translate(-1.4 -1.8)' }));
}
