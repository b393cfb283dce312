// Run with: node --test demo/drawings
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fret_distance } from './lib/curves.mjs';
import { num } from './lib/svg.mjs';
import { text_width, wordmark } from './lib/lettering.mjs';
import { fret_y, string_lines } from './instruments/guitar/neck.mjs';
import { MODELS } from './instruments/guitar/models.mjs';
import { ACOUSTIC_MODELS } from './instruments/guitar/acoustic.mjs';
import { draw, picture_names, same_as } from './pictures.mjs';

const CATALOG = readFileSync(new URL('../catalog.yaml', import.meta.url), 'utf8');

/** Picture names in the catalog: list entries and `picture:` values. A line of its own each, so YAML need not be parsed here. */
function catalog_pictures() {
  return new Set([...CATALOG.matchAll(/^\s*(?:- |picture: )([a-z0-9-]+)\.jpg$/gm)].map((match) => match[1]));
}

/** A strict walk over the tags: every one closed in order, attributes quoted and not repeated, nothing undefined. */
function check_well_formed(svg) {
  const open = [];
  const tag = /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*="[^"<]*")*)\s*(\/?)>|<\?xml[^>]*\?>/y;
  let at = 0;
  while (at < svg.length) {
    const next = svg.indexOf('<', at);
    if (next < 0) break;
    assert.equal(svg.slice(at, next).trim(), '', `text between tags at ${at}`);
    tag.lastIndex = next;
    const match = tag.exec(svg);
    assert.ok(match, `not a tag: ${svg.slice(next, next + 80)}`);
    at = tag.lastIndex;
    const [, closing, name, attributes, empty] = match;
    if (!name) continue;
    const names = [...(attributes ?? '').matchAll(/\s([a-zA-Z][a-zA-Z0-9:-]*)=/g)].map(([, key]) => key);
    assert.equal(new Set(names).size, names.length, `attribute twice in <${name}${attributes}>`);
    if (closing) assert.equal(open.pop(), name);
    else if (!empty) open.push(name);
  }
  assert.deepEqual(open, []);
}

test('every picture the catalog names can be drawn, and none is drawn for nothing', () => {
  const named = catalog_pictures();
  assert.ok(named.size > 100);
  const drawable = new Set(picture_names());
  assert.deepEqual([...named].filter((name) => !drawable.has(name)), []);
  assert.deepEqual([...drawable].filter((name) => !named.has(name)), []);
});

test('drawings are well formed, whole in themselves, and hold no broken numbers', () => {
  for (const name of picture_names().filter((each) => !same_as(each))) {
    const svg = draw(name);
    check_well_formed(svg);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|null/, name);
    assert.doesNotMatch(svg, /<text|font-family|href="(?!data:)/, `${name} needs a font or a file`);
    const ids = new Set();
    for (const [, id] of svg.matchAll(/\sid="([^"]+)"/g)) {
      assert.ok(!ids.has(id), `${name} defines ${id} twice`);
      ids.add(id);
    }
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) assert.ok(ids.has(id), `${name} uses ${id}`);
  }
});

test('the same picture is the same bytes every time', () => {
  for (const name of ['parahyangan-sunburst-rosewood-front', 'pick-mix-front', 'samudra-wine-detail']) assert.equal(draw(name), draw(name));
});

test('frets follow the twelfth root of two', () => {
  assert.ok(Math.abs(fret_distance(648, 12) - 324) < 1e-9);
  assert.ok(Math.abs(fret_distance(648, 24) - 486) < 1e-9);
  for (let fret = 1; fret < 24; fret += 1) {
    const ratio = (648 - fret_distance(648, fret - 1)) / (648 - fret_distance(648, fret));
    assert.ok(Math.abs(ratio - 2 ** (1 / 12)) < 1e-12);
  }
});

test('necks are playable: frets within the board, strings within the frets and evenly spread', () => {
  for (const [product, colors] of Object.entries({ ...MODELS, ...ACOUSTIC_MODELS })) {
    for (const { neck, gauges } of Object.values(colors)) {
      assert.equal(gauges.length, neck.strings, product);
      assert.ok(fret_y(neck, neck.frets) < neck.board_end, `${product}: the last fret lies beyond the board`);
      const lines = string_lines(neck);
      assert.equal(lines.length, neck.strings);
      assert.ok(Math.abs(lines[0][0]) < neck.nut_width / 2, product);
      for (let i = 2; i < lines.length; i += 1) assert.ok(Math.abs(lines[i][1] - 2 * lines[i - 1][1] + lines[i - 2][1]) < 1e-9);
    }
  }
});

test('a copied category picture is the product picture it stands for', () => {
  const copies = picture_names().filter((name) => same_as(name));
  assert.ok(copies.length > 5);
  for (const name of copies.slice(0, 2)) assert.equal(draw(name), draw(same_as(name)));
});

test('numbers are short, and bad ones are refused', () => {
  assert.equal(num(1 / 3), '0.333');
  assert.equal(num(-0.0001), '0');
  assert.throws(() => num(Number.NaN));
});

test('word marks grow with their letters', () => {
  assert.ok(text_width('Braga') > text_width('Gada'));
  assert.match(wordmark('A', { x: 0, y: 0, height: 6, color: '#000' }), /^<g .*<path /);
});

test('unknown names are refused', () => assert.throws(() => draw('theremin-front'), /no picture/));
