// Every picture of the demo shop by name: "product-variant-view" and "category-key", as named in ../catalog.yaml.
import { BLEED, camera, PAGE_HEIGHT, PAGE_WIDTH, wall } from './lib/stage.mjs';
import { Paper } from './lib/svg.mjs';
import { MODELS } from './instruments/guitar/models.mjs';
import { electric, silhouette_shadow } from './instruments/guitar/electric.mjs';
import { acoustic, ACOUSTIC_MODELS } from './instruments/guitar/acoustic.mjs';
import { guitar_scene } from './instruments/guitar/scene.mjs';
import { cymbal_scene, electronic_scene, kit_scene, snare_scene, stick_scene } from './instruments/drums/scenes.mjs';
import { keyboard_scene } from './instruments/keys.mjs';
import { amp_scene } from './instruments/amps.mjs';
import { pedal_scene } from './instruments/pedals.mjs';
import { cable_scene, microphone_scene, mixer_scene, picks_scene, strings_scene } from './instruments/accessories.mjs';

const GUITAR_VIEWS = ['front', 'body', 'head'];
/** Colours whose headstock looks like another's. */
const SHARED_HEADS = { parahyangan: ['seafoam', 'black'], batu: ['black', 'cream'], cikapundung: ['red'] };
const CREAM_COMBO = { model: 'combo', tolex: '#d9cba8', thread: '#7c5a3a', ground: '#c9ae7c', face: '#3a2418', ink: '#f2e4c4' };
const BASS_COILS = [2.6, 2.1, 1.7, 1.3];

/** [product, variant, scene, options, views] for everything that is not a fretted instrument. */
const OTHERS = [
  ['samudra', 'wine', kit_scene, { shell: '#7d1020', sparkle: '#ff8fa0', head: '#141313' }],
  ['samudra', 'black', kit_scene, { shell: '#1b1b1d', sparkle: '#b9bcc2', head: '#f2eee4', ink: '#1a1714' }],
  ['badai', 'ocean', kit_scene, { shell: '#16335f', fade: '#2cb5b0', six: true, cymbals: false, head: '#f2eee4', ink: '#1a1714' }],
  ['snare-guntur', 'steel', snare_scene, { shell: 'chrome' }], ['snare-guntur', 'brass', snare_scene, { shell: 'brass' }],
  ['ombak', 'crash16', cymbal_scene, { r: 203, label: 'Ombak 16 Crash', bell: 0.17 }], ['ombak', 'crash18', cymbal_scene, { r: 229, label: 'Ombak 18 Crash', bell: 0.16 }, ['front']],
  ['ombak', 'ride20', cymbal_scene, { r: 254, label: 'Ombak 20 Ride', bell: 0.2 }],
  ['sunyi', 'black', electronic_scene, {}], ['stik', 'natural', stick_scene, {}],
  ['panggung', 'black', keyboard_scene, { model: 'stage' }], ['gema', 'teak', keyboard_scene, { model: 'synth' }], ['melodi', 'black', keyboard_scene, { model: 'home' }],
  ['kawah', 'black', amp_scene, { model: 'combo' }], ['kawah', 'cream', amp_scene, CREAM_COMBO],
  ['kaldera', 'stack', amp_scene, { model: 'stack' }], ['kaldera', 'head', amp_scene, { model: 'stack', part: 'head' }, ['front']], ['kaldera', 'cabinet', amp_scene, { model: 'stack', part: 'cabinet' }, ['front']],
  ['lahar', 'black', amp_scene, { model: 'practice' }], ['magma', 'black', amp_scene, { model: 'bass' }],
  ['gelegar', '12', amp_scene, { model: 'pa', inch: 12 }], ['gelegar', '15', amp_scene, { model: 'pa', inch: 15 }, ['front']],
  ['simpul', 'black', mixer_scene, {}], ['lantang', 'black', microphone_scene, {}],
  ['bara', 'orange', pedal_scene, { color: '#d4521c', ink: '#1a0c06', name: 'Bara', kind: 'Distortion', art: 'flame', knobs: ['Gain', 'Tone', 'Level'], switches: 1 }],
  ['kabut', 'blue', pedal_scene, { color: '#27466e', ink: '#e8f0f8', name: 'Kabut', kind: 'Reverb', art: 'fog', knobs: ['Decay', 'Mix', 'Tone', 'Mode'], cap: '#dcd8cc' }],
  ['gaung', 'teal', pedal_scene, { w: 92, h: 120, color: '#1f6f72', ink: '#f4ecd6', name: 'Gaung', kind: 'Tape Delay', art: 'echo', knobs: ['Time', 'Repeats', 'Mix', 'Mod'], tap: true, cap: '#efe6cf' }],
  ['ulin', 'green', pedal_scene, { color: '#4f8a3f', ink: '#10200c', name: 'Ulin', kind: 'Overdrive', art: 'tree', knobs: ['Drive', 'Tone', 'Level'] }],
  ...[['0838', '.008-.038', '#3b8ea5'], ['0942', '.009-.042', '#4d9a57'], ['0946', '.009-.046', '#c79a2b'], ['1046', '.010-.046', '#d2551f'], ['1052', '.010-.052', '#9c2f2a'], ['1156', '.011-.056', '#6a3a86'], ['1260', '.012-.060', '#35363b']]
    .map(([gauge, print, color]) => ['senar-nikel', gauge, strings_scene, { gauge: print, title: 'Nickel', color }, ['front']]),
  ['senar-nikel', 'set', strings_scene, { gauge: '.010-.046', title: 'Nickel', color: '#d2551f' }, ['detail']],
  ['senar-nilon', 'normal', strings_scene, { gauge: 'Nylon', title: 'Classical', color: '#2f5f8f', coils: [1.1, 0.95, 0.8, 1, 0.9, 0.8] }],
  ['senar-bass', '4', strings_scene, { gauge: '.045-.105', title: 'Bass Steel', color: '#1d1e21', coils: BASS_COILS, plain: 0, count: 4 }],
  ['senar-bass', '5', strings_scene, { gauge: '.045-.130', title: 'Bass 5 Steel', color: '#4a1512', coils: [3.1, ...BASS_COILS], plain: 0, count: 5 }, ['front']],
  ['kabel-urat', 'orange', cable_scene, {}], ['pick', 'mix', picks_scene, {}],
];

/** Two instruments side by side, for categories: [family, model, colour] each. */
const PAIRS = {
  gitar: [[electric, MODELS, 'pusaka', 'amber'], [acoustic, ACOUSTIC_MODELS, 'pinus', 'natural']],
  'gitar-elektrik': [[electric, MODELS, 'parahyangan', 'sunburst-rosewood'], [electric, MODELS, 'petir', 'redflame']],
  'gitar-akustik': [[acoustic, ACOUSTIC_MODELS, 'maestro', 'cedar'], [acoustic, ACOUSTIC_MODELS, 'klasik', 'cedar']],
  ukulele: [[acoustic, ACOUSTIC_MODELS, 'melati', 'natural'], [acoustic, ACOUSTIC_MODELS, 'melati', 'teal']],
  bass: [[electric, MODELS, 'batu', 'sunburst'], [electric, MODELS, 'karang', 'walnut']],
};
/** The other categories show one of their products. */
const SHOWN = {
  drum: 'samudra-black-front', 'drum-akustik': 'samudra-wine-front', 'drum-elektrik': 'sunyi-black-front', cymbal: 'ombak-ride20-front', 'aksesoris-drum': 'stik-natural-front', keyboard: 'gema-teak-front',
  amplifier: 'kaldera-stack-front', 'sound-system': 'gelegar-12-front', aksesoris: 'kabut-blue-front', efek: 'bara-orange-front', senar: 'senar-nikel-1046-front', kabel: 'kabel-urat-orange-front', 'aksesoris-gitar': 'pick-mix-front',
};

function pair_scene(paper, pair) {
  return [wall(paper), ...pair.map(([instrument, models, product, color], i) => {
    const model = models[product][color];
    const { scale } = model.neck;
    const length = scale * 1.48 + 30;
    return camera({ cx: 0, cy: -scale * 0.5, zoom: 1420 / length, turn: i ? 9 : -9, x: i ? 905 : 375, y: 800 }, silhouette_shadow(paper, model), instrument(paper, model));
  })];
}

function build() {
  const scenes = new Map();
  const add = (name, scene, bleed) => scenes.set(name, { scene, bleed });
  for (const [models, instrument] of [[MODELS, electric], [ACOUSTIC_MODELS, acoustic]]) {
    for (const [product, colors] of Object.entries(models)) {
      for (const [color, model] of Object.entries(colors)) {
        for (const view of GUITAR_VIEWS) {
          // Headstocks of these models are the same in every colour; the catalog shows the first one's.
          if (view === 'head' && SHARED_HEADS[product]?.some((skipped) => color.startsWith(skipped))) continue;
          add(`${product}-${color}-${view}`, (paper) => guitar_scene(paper, model, view, { instrument, shadow: silhouette_shadow }), view === 'body');
        }
      }
    }
  }
  for (const [product, variant, scene, options, views = ['front', 'detail']] of OTHERS) {
    for (const view of views) add(`${product}-${variant}-${view}`, (paper) => scene(paper, options, view), view === 'detail');
  }
  for (const [category, pair] of Object.entries(PAIRS)) add(`category-${category}`, (paper) => pair_scene(paper, pair), false);
  for (const [category, name] of Object.entries(SHOWN)) scenes.set(`category-${category}`, { ...scenes.get(name), same_as: name });
  return scenes;
}

const SCENES = build();

export const picture_names = () => [...SCENES.keys()].sort();

/** The picture this one is a copy of, if it is. */
export const same_as = (name) => SCENES.get(name).same_as;

/** How far the drawing of this picture runs over its page on every side. */
export const bleed_of = (name) => (SCENES.get(name).bleed ? BLEED : 0);

/** The picture as an SVG document. */
export function draw(name) {
  const entry = SCENES.get(name);
  if (!entry) throw new Error(`no picture called ${name}`);
  const paper = new Paper(PAGE_WIDTH, PAGE_HEIGHT);
  return paper.svg(entry.scene(paper), bleed_of(name));
}
