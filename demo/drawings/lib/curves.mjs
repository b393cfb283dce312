// Outlines from a handful of measured points.
import { num } from './svg.mjs';

/**
 * A closed smooth outline through the points (centripetal enough for evenly spaced points: Catmull-Rom as cubic Béziers).
 * A point with a third element of 'c' is a corner: the curve arrives and leaves straight there.
 */
export function outline(points, tension = 1) {
  const count = points.length;
  const at = (i) => points[(i + count) % count];
  let d = `M${num(points[0][0])} ${num(points[0][1])}`;
  for (let i = 0; i < count; i += 1) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const span = Math.hypot(p2[0] - p1[0], p2[1] - p1[1]);
    const out = p1[2] === 'c' ? [0, 0] : tangent(p0, p2, p1, span, tension);
    const into = p2[2] === 'c' ? [0, 0] : tangent(p1, p3, p2, span, tension);
    d += `C${num(p1[0] + out[0])} ${num(p1[1] + out[1])} ${num(p2[0] - into[0])} ${num(p2[1] - into[1])} ${num(p2[0])} ${num(p2[1])}`;
  }
  return `${d}Z`;
}

// The handle is as long as a third of the segment it belongs to, so unequal spacing does not overshoot.
function tangent(before, after, _here, span, tension) {
  const dx = after[0] - before[0];
  const dy = after[1] - before[1];
  const length = Math.hypot(dx, dy) || 1;
  return [(dx / length) * span * 0.36 * tension, (dy / length) * span * 0.36 * tension];
}

/** Mirrors the right half of a symmetrical shape; points on the axis are not doubled. */
export function mirrored(half) {
  const left = half.filter(([x]) => Math.abs(x) > 0.01).map(([x, y, kind]) => (kind ? [-x, y, kind] : [-x, y])).reverse();
  return [...half, ...left];
}

export function polygon(points) {
  return `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}Z`;
}

export function polyline(points) {
  return `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}`;
}

export const lerp = (a, b, t) => a + (b - a) * t;

/** Distance from the nut to a fret on a string of the given scale: equal temperament, the 12th root of 2. */
export function fret_distance(scale, fret) {
  return scale - scale / 2 ** (fret / 12);
}
