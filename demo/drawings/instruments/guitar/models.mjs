// The solid and semi-solid instruments of the demo shop: measures in millimetres, finishes by colour name.
import { outline } from '../../lib/curves.mjs';
import { path } from '../../lib/svg.mjs';

const SIX = [1.3, 1.05, 0.8, 0.55, 0.45, 0.38];
const SEVEN = [1.55, ...SIX];
const FOUR = [2.7, 2.2, 1.75, 1.3];
const FIVE = [3.3, ...FOUR];
const LONG = { scale: 648, strings: 6, nut_width: 42, end_width: 56, string_spread: 52.5 };
const SHORT = { scale: 628, strings: 6, nut_width: 43, end_width: 57, string_spread: 51 };
const BASS = { scale: 864, strings: 4, nut_width: 41, end_width: 62, string_spread: 57 };

const BRAGA = { text: 'Braga', color: '#2a1608', style: { slant: 14, weight: 0.85 } };
const HALILINTAR = { text: 'Halilintar', color: '#f2efe8', style: { slant: 18, weight: 1.05, sharp: true, spacing: 0.8 }, scale: 0.82 };
const KUJANG = { text: 'Kujang', color: '#e8d6a0', style: { weight: 0.8, spacing: 1.2 } };
const GADA = { text: 'Gada', color: '#22150b', style: { weight: 1.5, sharp: true } };

const MAPLE_HEAD = { face: '#dcae6f', grain: '#97622a' };
const S_GUARD = outline([[-31, -200, 'c'], [-42, -232], [-58, -256], [-76, -268], [-93, -262], [-98, -234], [-90, -188], [-80, -140], [-71, -92], [-59, -48], [-46, -22, 'c'], [46, -22, 'c'],
  [50, 20], [64, 66], [86, 100], [112, 108], [130, 88], [128, 48], [112, 2], [100, -52], [96, -110], [103, -168], [112, -214], [104, -234], [84, -228], [62, -208], [31, -190, 'c']]);
const S_SCREWS = [[-86, -258], [-80, -166], [-64, -74], [-42, -28], [42, -28], [56, 40], [108, 98], [116, 20], [90, -82], [98, -190], [70, -208]];
const OFFSET_GUARD = outline([[-31, -204, 'c'], [-46, -240], [-72, -266], [-104, -274], [-120, -252], [-112, -204], [-98, -150], [-90, -96], [-88, -44], [-74, -8], [-44, 14, 'c'], [44, 14, 'c'],
  [62, 40], [92, 58], [120, 44], [128, 8], [116, -42], [104, -92], [102, -148], [110, -206], [106, -238], [84, -236], [58, -206], [31, -190, 'c']]);
const OFFSET_SCREWS = [[-106, -262], [-102, -180], [-84, -60], [-50, 4], [50, 8], [92, 48], [118, 14], [98, -110], [100, -226], [60, -196]];
const T_GUARD = outline([[-33, -196, 'c'], [-34, -208], [-62, -210], [-98, -210], [-124, -196], [-132, -168], [-120, -130], [-108, -92], [-100, -70, 'c'], [-46, -74, 'c'], [46, -78, 'c'], [92, -84, 'c'], [100, -116], [108, -160], [96, -182], [66, -176], [33, -168, 'c']]);
const T_SCREWS = [[-112, -198], [-122, -150], [-94, -78], [-46, -80], [52, -86], [94, -106], [94, -172], [-42, -202]];
const P_GUARD = outline([[-33, -224, 'c'], [-46, -270], [-70, -306], [-98, -326], [-116, -312], [-110, -266], [-94, -210], [-80, -150], [-72, -104, 'c'], [-20, -88], [36, -62], [62, -20], [76, 30], [96, 66], [122, 72], [136, 50], [126, 8], [108, -40],
  [98, -96], [98, -152], [108, -212], [116, -256], [104, -272], [82, -252], [56, -226], [33, -212, 'c']]);
const P_SCREWS = [[-102, -312], [-98, -236], [-72, -118], [-18, -96], [46, -58], [74, 14], [122, 62], [114, -10], [92, -110], [102, -236], [64, -228]];
const SINGLE_GUARD = outline([[34, -150, 'c'], [60, -158], [88, -140], [98, -96], [86, -56], [64, -24], [52, 6, 'c'], [48, -16], [46, -80], [36, -84, 'c']]);

const BURST3 = { kind: 'burst', base: '#e3963a', mid: '#a8320f', edge: '#170a06', grain: '#6b2f0e', strength: 0.8 };
const solid = (base, extra = {}) => ({ kind: 'solid', base, ...extra });

const s_type = (finish, board, guard) => ({
  body: 'double_cut', finish, neck: { ...LONG, frets: 22, board, board_end: -172 }, gauges: SIX, bridge: 'synchronized', arm: true,
  guard: { d: S_GUARD, screws: S_SCREWS, ...guard },
  pickups: [{ type: 'single', y: -40, turn: 10, color: '#f4eddb' }, { type: 'single', y: -99, color: '#f4eddb' }, { type: 'single', y: -157, color: '#f4eddb' }],
  knob: { style: 'skirt', color: '#f1ead6', r: 12 }, knobs: [{ x: 64, y: -4, turn: 130 }, { x: 84, y: 36, turn: 20 }, { x: 104, y: 74, turn: -40 }],
  blade: { x: 86, y: -52, turn: -66 }, jack: { x: 128, y: -8, turn: 62 },
  head: { shape: 'sweep6', ...MAPLE_HEAD, logo: BRAGA, trees: true }, strap: [[-106, -333], [0, 157]],
});
const t_type = (finish, guard) => ({
  body: 'single_slab', finish, neck: { ...LONG, frets: 21, board: 'maple', board_end: -181 }, gauges: SIX, bridge: 'plate', string_end: () => 1,
  guard: { d: T_GUARD, screws: T_SCREWS, ...guard },
  pickups: [{ type: 'soapbar', y: -160, width: 76, height: 20, cover: 'chrome' }],
  plate: (paper) => control_plate(paper), knob: { style: 'barrel', r: 12.5 }, knobs: [{ x: 92, y: 12, turn: 40 }, { x: 97, y: 56, turn: -20 }],
  blade: { x: 85, y: -34, turn: -96, tip: '#191613' }, head: { shape: 'slim6', ...MAPLE_HEAD, logo: BRAGA, trees: true }, strap: [[0, 160]],
});
const offset_type = (finish) => ({
  body: 'offset', finish, neck: { ...LONG, frets: 21, board: 'rosewood', inlay: 'block', binding: '#efe6cf', board_end: -181 }, gauges: SIX, bridge: 'floating', arm: false,
  guard: { d: OFFSET_GUARD, screws: OFFSET_SCREWS, color: '#f1ebdc', pearl: false }, string_end: () => 46,
  pickups: [{ type: 'soapbar', y: -56, width: 92, height: 40, color: '#f3eddc', poles: 6 }, { type: 'soapbar', y: -148, width: 92, height: 40, color: '#f3eddc', poles: 6 }],
  knob: { style: 'skirt', color: '#191614', r: 12 }, knobs: [{ x: 84, y: -14, turn: 60 }, { x: 102, y: 20, turn: 10 }], toggle: { x: 84, y: -196, turn: 120 },
  jack: { x: 128, y: 78, turn: 36 }, head: { shape: 'sweep6', face: finish.base, logo: { ...BRAGA, color: '#fffaf0' }, trees: true }, strap: [[-124, -308], [0, 170]],
});
const super_type = (finish, coils, head) => ({
  body: 'superstrat', finish, neck: { ...LONG, frets: 24, board: 'ebony', nut_width: 43, end_width: 58, board_end: -157, locking: true }, gauges: SIX, kind: 'black', bridge: 'locking', arm: true, binding: { color: '#f2ead6', width: 2.6 },
  neck_color: '#c18a4c', pickups: [{ type: 'humbucker', y: -44, ring: '#111111', coils }, { type: 'humbucker', y: -130, ring: '#111111', coils }],
  knob: { style: 'barrel', r: 10 }, knobs: [{ x: 84, y: 22, turn: 60 }, { x: 96, y: 66, turn: 0 }], blade: { x: 92, y: -30, turn: -62, tip: '#1a1a1a' },
  head: { shape: 'blade6', face: head, logo: HALILINTAR }, strap: [[-103, -345], [0, 151]],
});
const seven_type = (finish) => ({
  body: 'superstrat', finish, neck: { scale: 673, strings: 7, nut_width: 48, end_width: 66, string_spread: 63, frets: 24, board: 'ebony', inlay: 'dot', board_end: -163 }, gauges: SEVEN, kind: 'black', bridge: 'hardtail', string_end: () => 6,
  neck_color: '#8f6034', pickups: [{ type: 'humbucker', y: -42, active: true }, { type: 'humbucker', y: -136, active: true }],
  knob: { style: 'barrel', r: 10 }, knobs: [{ x: 86, y: 22, turn: 60 }, { x: 98, y: 66, turn: 0 }], toggle: { x: 92, y: -34, turn: -40, tip: '#222222' },
  head: { shape: 'blade7', face: finish.base, logo: { ...HALILINTAR, color: finish.base > '#999999' ? '#1a1a1a' : '#f2efe8' } }, strap: [[-103, -345], [0, 151]],
});
const vee_type = (finish, trim) => ({
  body: 'vee', finish, neck: { ...SHORT, frets: 22, board: 'ebony', inlay: 'shark', binding: '#efe6cf', board_end: -166 }, gauges: SIX, kind: 'black', bridge: 'two_post', string_end: () => 42,
  binding: { color: trim, width: 4.2 }, neck_color: '#5a2f1a', pickups: [{ type: 'humbucker', y: -40, ring: '#101010' }, { type: 'humbucker', y: -132, ring: '#101010' }],
  knob: { style: 'dome', color: '#161616', r: 11 }, knobs: [{ x: 86, y: 62, turn: 50 }, { x: 108, y: 104, turn: 20 }, { x: 129, y: 146, turn: -30 }], toggle: { x: -104, y: 84, turn: 30, tip: '#191919' },
  head: { shape: 'arrow', face: finish.base, logo: { ...HALILINTAR, scale: 0.7, color: finish.base > '#999999' ? '#171717' : '#f2efe8' }, binding: finish.base > '#999999' ? '#1a1a1a' : '#efe6cf' }, strap: [[0, 84]],
});
const single_type = (finish, { kind = 'nickel', inlay = 'trapezoid', board = 'rosewood', lines = 1, cover = 'nickel', knob = { style: 'speed', color: '#d99325' }, guard = '#efe4c6' } = {}) => ({
  body: 'carved_single', finish: { ...finish, carved: true }, neck: { ...SHORT, frets: 22, board, inlay, binding: '#f0e5c8', board_end: -160 }, gauges: SIX, kind, bridge: 'two_post', string_end: () => 42,
  binding: { color: '#f2e7ca', width: lines > 1 ? 2.6 : 4.6, lines }, neck_color: '#7a3c20', guard: { d: SINGLE_GUARD, color: guard, screws: [[62, -148], [58, -10]] },
  pickups: [{ type: 'humbucker', y: -38, cover, ring: '#efe3c4' }, { type: 'humbucker', y: -134, cover, ring: guard }].map((pickup) => ({ ...pickup, ring: guard })),
  knob: { ...knob, r: 13 }, knobs: [{ x: 92, y: 16, turn: 60 }, { x: 128, y: 44, turn: 30 }, { x: 84, y: 68, turn: -20 }, { x: 118, y: 96, turn: 10 }], toggle: { x: -100, y: -158, turn: -30, plate: guard },
  head: { shape: 'crown', face: '#14100e', logo: KUJANG, button: kind === 'gold' ? undefined : '#dfe8cf', binding: lines > 1 ? '#f2e7ca' : undefined }, strap: [[0, 181]],
});
const F_HOLE = (side) => outline([[70, -52], [79, -62], [90, -60], [92, -48], [86, -38], [88, -18], [102, 10], [118, 44], [122, 70], [114, 86], [102, 84], [100, 72], [107, 64], [108, 50], [94, 20], [80, -8], [74, -30]].map(([x, y]) => [side * x, y + 18]));
const semi_type = (finish) => ({
  body: 'semi_hollow', finish: { ...finish, carved: true }, neck: { ...SHORT, frets: 22, board: 'rosewood', binding: '#f0e5c8', board_end: -160 }, gauges: SIX, kind: 'nickel', bridge: 'two_post', string_end: () => 42,
  binding: { color: '#f2e7ca', width: 4.8 }, neck_color: '#6d2c1a', holes: [F_HOLE(1), F_HOLE(-1)],
  pickups: [{ type: 'humbucker', y: -38, cover: 'nickel', ring: '#141110' }, { type: 'humbucker', y: -134, cover: 'nickel', ring: '#141110' }],
  knob: { style: 'dome', color: '#1a1512', r: 12.5 }, knobs: [{ x: 152, y: 64, turn: 60 }, { x: 172, y: 98, turn: 30 }, { x: 132, y: 124, turn: -20 }, { x: 152, y: 156, turn: 10 }], toggle: { x: 150, y: 20, turn: 40 },
  head: { shape: 'crown', face: '#14100e', logo: KUJANG }, strap: [[0, 220]],
});
const p_type = (finish, guard) => ({
  body: 'bass_classic', finish, neck: { ...BASS, frets: 20, board: 'rosewood', board_end: -262 }, gauges: FOUR, plain: 0, bridge: 'hardtail', heel: 32, string_end: () => 8,
  guard: { d: P_GUARD, screws: P_SCREWS, ...guard }, pickups: [{ type: 'split', y: -150 }],
  knob: { style: 'barrel', r: 12.5 }, knobs: [{ x: 88, y: -14, turn: 40 }, { x: 106, y: 28, turn: 10 }], jack: { x: 138, y: 84, turn: 44 },
  head: { shape: 'bass4', ...MAPLE_HEAD, logo: GADA, plain: 0, trees: false }, strap: [[-116, -373], [0, 152]],
});
const modern_bass = (finish, { strings = 4, through, head, logo, pickup = {} }) => {
  const five = strings === 5;
  return {
    body: 'bass_modern', finish, plain: 0, kind: 'black', gauges: five ? FIVE : FOUR, through, bridge: 'hardtail', string_end: () => 8, heel: 6,
    neck: { ...BASS, strings, scale: five ? 889 : 864, nut_width: five ? 46 : 40, end_width: five ? 76 : 62, string_spread: five ? 70 : 57, frets: 24, board: 'ebony', board_end: five ? -214 : -208 },
    neck_color: '#b98450', pickups: [{ type: 'soapbar', y: -58, width: five ? 116 : 98, height: 40, ...pickup }, { type: 'soapbar', y: -150, width: five ? 116 : 98, height: 40, ...pickup }],
    knob: { style: 'barrel', r: 9.5 }, knobs: [{ x: 92, y: -38, turn: 40 }, { x: 104, y: -6, turn: 10 }, { x: 108, y: 28, turn: -30 }, { x: 78, y: 2, turn: 80 }],
    head: { shape: five ? 'bass32' : 'bass4', ...head, logo, plain: 0 }, strap: [[-112, -407], [0, 126]],
  };
};

function control_plate(paper) {
  const d = 'M84 -64Q97 -66 99 -54L110 74Q111 88 98 89Q85 90 84 77L73 -52Q73 -63 84 -64Z';
  return [path(d, { fill: '#000', opacity: 0.45, transform: 'translate(1.6 2.2)' }),
    path(d, { fill: paper.gradient([[0, '#f7f8f9'], [0.25, '#aab0b6'], [0.5, '#eef0f2'], [0.75, '#7e858c'], [1, '#d5d9dd']], { x2: 0.5, y2: 1 }), stroke: '#000', 'stroke-opacity': 0.4, 'stroke-width': 0.5 })];
}

const WHITE_GUARD = { color: '#f4f0e4' };
const BLACK_GUARD = { color: '#171514' };

/** Every model by product key, then colour (and board, where the buyer chooses). */
export const MODELS = {
  parahyangan: Object.fromEntries([['sunburst', BURST3, WHITE_GUARD], ['seafoam', solid('#8fcdb4'), { color: '#f2efe2' }], ['black', solid('#131214', { sheen: 0.2 }), { color: '#f3efe3' }]]
    .flatMap(([color, finish, guard]) => ['rosewood', 'maple'].map((board) => [`${color}-${board}`, s_type(finish, board, guard)]))),
  cikapundung: { butterscotch: t_type({ kind: 'natural', base: '#e0a24e', grain: '#9a5a1c', strength: 0.8, edge: '#b87428', edge_width: 0.05 }, BLACK_GUARD), red: t_type(solid('#a51a1c'), WHITE_GUARD) },
  dago: { skyblue: offset_type(solid('#8fc0d6')), pink: offset_type(solid('#eab3ab')) },
  petir: {
    redflame: super_type({ kind: 'flame', base: '#c4261a', mid: '#7c0d0d', edge: '#1c0404', grain: '#2c0303', plain: true, strength: 1.1, gloss: 1 }, ['#151413', '#efe6cf'], '#120f0f'),
    blueflame: super_type({ kind: 'flame', base: '#2f7fc4', mid: '#0e3a7c', edge: '#050d22', grain: '#041028', plain: true, strength: 1.1, seed: 12 }, ['#151413', '#151413'], '#0d1017'),
  },
  guruh: { graphite: seven_type(solid('#33363a', { metallic: true, matte: true, sheen: 0.14 })), white: seven_type(solid('#ece9e2')) },
  'kilat-v': { black: vee_type(solid('#0f0e10'), '#f3eee0'), white: vee_type(solid('#efece4'), '#161514') },
  pusaka: {
    amber: single_type({ kind: 'flame', base: '#e9a53c', mid: '#c06a1a', edge: '#5a2109', grain: '#5a2506', plain: true, edge_width: 0.12, strength: 1 }),
    cherry: single_type({ kind: 'flame', base: '#e08a2c', mid: '#b03a14', edge: '#6d0f0c', grain: '#571606', plain: true, strength: 1, seed: 17, edge_width: 0.19 }),
  },
  'pusaka-custom': { black: single_type(solid('#0e0d0e'), { kind: 'gold', inlay: 'block', board: 'ebony', lines: 3, cover: 'gold', knob: { style: 'dome', color: '#17120a', kind: 'gold' }, guard: '#131112' }) },
  senja: { cherry: semi_type({ kind: 'natural', base: '#9c1c18', grain: '#4a0806', strength: 0.8, edge: '#6a0d0c', edge_width: 0.1 }), sunburst: semi_type({ ...BURST3, base: '#e2a04a', mid: '#b4571a', edge: '#2a1008', edge_width: 0.14 }) },
  batu: { sunburst: p_type(BURST3, { color: '#5a1e0e', shell: true }), black: p_type(solid('#121113'), WHITE_GUARD), cream: p_type(solid('#eadfc4'), { color: '#5a1e0e', shell: true }) },
  karang: { walnut: modern_bass({ kind: 'natural', base: '#6e4426', grain: '#241005', strength: 1.25, matte: true }, { strings: 5, through: { colors: ['#d2a066', '#54301a'] }, head: { face: '#6e4426', grain: '#241005' }, logo: { ...GADA, color: '#e9d3a4' } }) },
  gempa: { red: modern_bass({ kind: 'natural', base: '#a3161a', grain: '#3a0406', strength: 0.8, edge: '#3c0406', edge_width: 0.2 }, { head: { face: '#141112' }, logo: { ...HALILINTAR, scale: 0.62 } }), graphite: modern_bass(solid('#34373b', { metallic: true, matte: true, sheen: 0.14 }), { head: { face: '#1c1d1f' }, logo: { ...HALILINTAR, scale: 0.62 } }) },
};
