#!/usr/bin/env node
// Draws the demo shop's pictures:  node draw.mjs --out DIR [--only NAME] [--size 1280] [--jobs 2] [--svg]
// Needs rsvg-convert (librsvg2-bin) and netpbm. A picture newer than these sources is left as it is.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PAGE_HEIGHT, PAGE_WIDTH } from './lib/stage.mjs';
import { bleed_of, draw, picture_names, same_as } from './pictures.mjs';

const JPEG_QUALITY = 88;
const MOST_JOBS = 8;
const PICTURE_TIMEOUT_MS = 60_000;
const HERE = dirname(fileURLToPath(import.meta.url));

async function newest_source(folder) {
  let newest = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, await newest_source(full));
    else if (entry.name.endsWith('.mjs') && !entry.name.endsWith('.test.mjs')) newest = Math.max(newest, (await stat(full)).mtimeMs);
  }
  return newest;
}

async function is_fresh(file, sources_ms) {
  try {
    const { mtimeMs, size } = await stat(file);
    return size > 0 && mtimeMs > sources_ms;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Runs the raster pipeline with the SVG on its standard input. */
function rasterise(svg, name, file, long_side) {
  const scale = long_side / PAGE_HEIGHT;
  const bleed = Math.round(bleed_of(name) * scale);
  const [width, height] = [Math.round(PAGE_WIDTH * scale), Math.round(PAGE_HEIGHT * scale)];
  const cut = bleed ? ` | pamcut -left ${bleed} -top ${bleed} -width ${width} -height ${height}` : '';
  const pipeline = `set -o pipefail; rsvg-convert -w ${width + bleed * 2} -h ${height + bleed * 2} | pngtopnm${cut} | pnmtojpeg -quality ${JPEG_QUALITY} -optimize > "$1"`;
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', pipeline, 'draw', file], { stdio: ['pipe', 'ignore', 'pipe'], timeout: PICTURE_TIMEOUT_MS });
    let complaint = '';
    child.stderr.on('data', (data) => { complaint += data; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name}: ${complaint.trim() || `ended with ${code}`}`))));
    child.stdin.on('error', () => {});
    child.stdin.end(svg);
  });
}

async function make(name, { out, size, svg, sources_ms }) {
  const file = join(out, `${name}.jpg`);
  if (await is_fresh(file, sources_ms)) return false;
  const drawing = draw(name);
  if (svg) await writeFile(join(out, `${name}.svg`), drawing);
  const unfinished = `${file}.part`;
  try {
    await rasterise(drawing, name, unfinished, size);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return true;
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, only: { type: 'string' }, size: { type: 'string', default: '1280' }, jobs: { type: 'string' }, svg: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
  });
  const names = picture_names().filter((name) => !values.only || name.includes(values.only));
  if (values.list) return console.log(names.join('\n'));
  const size = Number(values.size);
  const jobs = values.jobs ? Number(values.jobs) : Math.min(MOST_JOBS, Math.max(2, availableParallelism()));
  if (!values.out) throw new Error('say where to: --out DIR');
  if (!Number.isInteger(size) || size < 100 || size > 6400) throw new Error('--size is the height in pixels, 100 to 6400');
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw new Error('--jobs is a number of processes, 1 to 64');
  if (names.length === 0) throw new Error(`no picture has "${values.only}" in its name`);
  await mkdir(values.out, { recursive: true });
  const settings = { out: values.out, size, svg: values.svg, sources_ms: await newest_source(HERE) };
  const started = Date.now();
  // A picture that repeats another waits for it and is copied; asked for alone, it is drawn.
  const copies = names.filter((name) => names.includes(same_as(name)));
  const queue = names.filter((name) => !copies.includes(name));
  let drawn = 0;
  await Promise.all(Array.from({ length: jobs }, async () => {
    while (queue.length > 0) if (await make(queue.shift(), settings)) drawn += 1;
  }));
  for (const name of copies) {
    if (await is_fresh(join(values.out, `${name}.jpg`), settings.sources_ms)) continue;
    await copyFile(join(values.out, `${same_as(name)}.jpg`), join(values.out, `${name}.jpg`));
    drawn += 1;
  }
  console.log(`${drawn} pictures drawn, ${names.length - drawn} up to date, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

main().catch((error) => {
  console.error(`draw: ${error.message}`);
  process.exitCode = 1;
});
