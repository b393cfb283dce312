// Screenshots of every page in every mode and width, with an index to look through them: `node tests/e2e/contact_sheet.mjs [--only TEXT]`.
// Writes build/contact-sheet/. Starts a shop of its own unless HURTROCK_E2E_SHOP describes a running one.
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { launch } from "./browser.mjs";
import { build } from "./packages.mjs";
import { openKind, preparePages } from "./page_kinds.mjs";
import { Shop } from "./shop.mjs";

const widths = [360, 768, 1440];
const modes = ["dark", "light"];
const heightMax = 6000; // px of a page that are drawn; the rest repeats itself
const folder = path.join(build, "contact-sheet");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";

const fileOf = (kind, mode, width) => `${kind.name}-${mode}-${width}.png`;

async function draw(browser, shop, prepared, kind, mode) {
  const visitor = await openKind(browser, shop, prepared, kind, { mode, scheme: mode, width: widths[0] });
  for (const width of widths) {
    await visitor.page.setViewportSize({ width, height: 900 });
    // Lazy pictures load when they come into sight.
    await visitor.page.evaluate(async () => {
      for (const image of document.images) image.loading = "eager";
      await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
      await document.fonts.ready;
    });
    const height = Math.min(heightMax, await visitor.page.evaluate(() => document.documentElement.scrollHeight));
    await visitor.page.screenshot({ path: path.join(folder, fileOf(kind, mode, width)), fullPage: true, clip: { x: 0, y: 0, width, height } });
  }
  await visitor.context.close();
}

function index(kinds) {
  const picture = (kind, mode, width) => `<a href="${fileOf(kind, mode, width)}"><img src="${fileOf(kind, mode, width)}" alt="${kind.name}, ${mode}, ${width}" loading="lazy" height="480"></a>`;
  const row = (kind) => `<section id="${kind.name}"><h2>${kind.name} <small>${kind.paths.id.replace(/[<&]/g, "")}</small></h2>${modes.map((mode) => `<p>${widths.map((width) => picture(kind, mode, width)).join("")}</p>`).join("")}</section>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>body{background:#444;color:#eee;font:14px sans-serif;margin:2em}p{white-space:nowrap;overflow-x:auto}img{margin-right:8px;object-fit:cover;object-position:top}a{color:#fc6}nav a{margin-right:1em}small{opacity:.6}</style>
<h1>Contact sheet</h1><nav>${kinds.map((kind) => `<a href="#${kind.name}">${kind.name}</a>`).join(" ")}</nav>${kinds.map(row).join("\n")}</html>\n`;
}

const given = process.env.HURTROCK_E2E_SHOP;
const own = given ? null : await Shop.start();
const shop = given ? JSON.parse(given) : own.description;
const browser = await launch();
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const prepared = await preparePages(browser, shop);
  const kinds = prepared.kinds.filter((kind) => kind.name.includes(only));
  for (const [at, kind] of kinds.entries()) {
    console.log(`${at + 1} of ${kinds.length}  ${kind.name}`);
    for (const mode of modes) await draw(browser, shop, prepared, kind, mode);
  }
  await writeFile(path.join(folder, "index.html"), index(kinds));
  console.log(path.join(folder, "index.html"));
} finally {
  await browser.close();
  await own?.remove();
}
