// Builds the shop's web assets from the pinned npm packages: a part of Bootstrap, two subset fonts and one sprite of icons.
//   node build.mjs --out ../build/web [--force]
// Writes bootstrap.min.css, img/*.svg, fonts.css, fonts/*.woff2, icons.svg and LICENSES.txt. Does nothing when the inputs have not changed.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const drawings = readdirSync(join(here, "img")).sort().map((name) => `img/${name}`);
const inputs = ["build.mjs", "bootstrap.scss", "fonts.json", "fonts.css", "icons.txt", "package-lock.json", ...drawings];
const outputs = ["bootstrap.min.css", "fonts.css", "fonts/metal-mania.woff2", "fonts/rock-salt.woff2", "icons.svg", "LICENSES.txt", ...drawings];

// Basic Latin and the punctuation of both shop languages; other letters fall back to the system font.
const glyphs = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "éüö–—‘’“”…©×·";

function options(argv) {
  const at = argv.indexOf("--out");
  if (at < 0 || !argv[at + 1]) fail("usage: node build.mjs --out FOLDER [--force]");
  return { out: resolve(argv[at + 1]), force: argv.includes("--force") };
}

function fail(text) {
  console.error(`web: ${text}`);
  process.exit(1);
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const name of inputs) hash.update(name).update(readFileSync(join(here, name)));
  return hash.digest("hex");
}

function isCurrent(out, stamp) {
  const file = join(out, ".stamp");
  return existsSync(file) && readFileSync(file, "utf8") === stamp && outputs.every((name) => existsSync(join(out, name)));
}

async function buildBootstrap(out) {
  const sass = await import("sass");
  const { css } = sass.compile(join(here, "bootstrap.scss"), {
    style: "compressed",
    loadPaths: [packages],
    importers: [{ findFileUrl: (url) => (url.startsWith("bootstrap/") ? pathToFileURL(join(packages, url)) : null) }],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions"],
    logger: { warn: (text, { deprecation }) => deprecation || console.error(`web: bootstrap.scss: ${text}`) },
  });
  writeFileSync(join(out, "bootstrap.min.css"), `${bootstrapBanner()}\n${css.replace(/^\uFEFF/, "")}\n`);
}

function bootstrapBanner() {
  const { version } = JSON.parse(readFileSync(join(packages, "bootstrap/package.json"), "utf8"));
  return `/* Bootstrap ${version} (part of it), MIT, https://getbootstrap.com */`;
}

async function buildFonts(out) {
  const { default: subsetFont } = await import("subset-font");
  mkdirSync(join(out, "fonts"), { recursive: true });
  for (const font of JSON.parse(readFileSync(join(here, "fonts.json"), "utf8"))) {
    const source = readFileSync(join(packages, font.package, "files", font.file));
    writeFileSync(join(out, "fonts", font.out), await subsetFont(source, glyphs, { targetFormat: "woff2" }));
  }
  writeFileSync(join(out, "fonts.css"), readFileSync(join(here, "fonts.css")));
}

function wantedIcons() {
  return readFileSync(join(here, "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .map((line) => {
      const [path, id] = line.split(/\s+/);
      return { path, id: id ?? path.split("/")[1] };
    });
}

function symbol({ path, id }) {
  const file = join(packages, "@fortawesome/fontawesome-free/svgs", `${path}.svg`);
  if (!existsSync(file)) fail(`icons.txt: Font Awesome has no ${path}`);
  const svg = readFileSync(file, "utf8");
  const box = /viewBox="([^"]+)"/.exec(svg)?.[1];
  const paths = [...svg.matchAll(/<path[^>]*\sd="([^"]+)"/g)].map(([, d]) => `<path d="${d}"/>`).join("");
  if (!box || !paths) fail(`icons.txt: cannot read ${path}`);
  return `<symbol id="${id}" viewBox="${box}">${paths}</symbol>`;
}

function buildIcons(out) {
  const notice = "<!-- Font Awesome Free, icons CC BY 4.0, https://fontawesome.com/license/free -->";
  const symbols = wantedIcons().map(symbol).join("\n");
  writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${notice}\n${symbols}\n</svg>\n`);
}

function buildLicenses(out) {
  const of = { bootstrap: "LICENSE", "@fortawesome/fontawesome-free": "LICENSE.txt", "@fontsource/metal-mania": "LICENSE", "@fontsource/rock-salt": "LICENSE" };
  const text = Object.entries(of).map(([name, file]) => `== ${name}\n\n${readFileSync(join(packages, name, file), "utf8").trim()}\n`);
  writeFileSync(join(out, "LICENSES.txt"), text.join("\n"));
}

const { out, force } = options(process.argv.slice(2));
if (!existsSync(join(packages, "bootstrap"))) fail("node_modules is missing: run npm ci in web/ first");
const stamp = fingerprint();
if (!force && isCurrent(out, stamp)) {
  console.log("web: up to date");
} else {
  mkdirSync(out, { recursive: true });
  rmSync(join(out, ".stamp"), { force: true });
  await buildBootstrap(out);
  await buildFonts(out);
  buildIcons(out);
  buildLicenses(out);
  cpSync(join(here, "img"), join(out, "img"), { recursive: true });
  writeFileSync(join(out, ".stamp"), stamp);
  console.log(`web: ${outputs.length} files in ${out}`);
}
