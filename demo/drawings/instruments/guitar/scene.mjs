// Camera positions shared by all fretted instruments: the whole of it, the body close, the headstock close.
import { camera, wall } from '../../lib/stage.mjs';
import { body_bounds } from './shapes.mjs';

export function guitar_scene(paper, model, view, { instrument, shadow }) {
  const [left, top, width, height] = body_bounds(model.body, 0);
  const { scale } = model.neck;
  const bottom = top + height;
  const tip = -scale - (model.head_length ?? (scale > 700 ? 238 : 198));
  const turn = 13;
  const shots = {
    front: { cx: (left + width / 2) * 0.45 + 10, cy: (bottom + tip) / 2, zoom: Math.min(1510 / ((bottom - tip) * 0.974 + width * 0.1), 2.6), turn, x: 690 },
    body: { cx: left + width / 2 + 6, cy: bottom - height * 0.53, zoom: Math.min(1280 / (width * 0.93), 6), turn: 24 },
    head: { cx: 2, cy: -scale - (scale > 700 ? 104 : 90) * (scale < 500 ? 0.62 : 1), zoom: scale > 700 ? 5.2 : scale < 500 ? 10.4 : 6.2, turn: -16 },
  };
  if (!shots[view]) throw new Error(`a guitar has no view called ${view}`);
  return [wall(paper), camera(shots[view], shadow(paper, model), instrument(paper, model))];
}
