// Turns the areas of the npm package idn-area-data into one file that the plugin reads in a single pass:
//   node data.mjs --from FOLDER --out FILE
// A line an area, "code TAB name", sorted by code, so that what lies in an area follows it. The package's data is licensed
// under the ODbL 1.0 (its data/LICENSE.md); the notice is repeated in the file's first line.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const levels = ["provinces", "regencies", "districts", "villages"];
const areasAtLeast = 80_000;

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0 || !process.argv[at + 1]) fail("usage: node data.mjs --from FOLDER --out FILE");
  return process.argv[at + 1];
}

function fail(text) {
  console.error(`places: ${text}`);
  process.exit(1);
}

/** Rows of a CSV file as RFC 4180 has it. */
function rowsOf(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") { row.push(cell); cell = ""; }
    else if (letter === "\n") { rows.push([...row, cell.replace(/\r$/, "")]); row = []; cell = ""; }
    else cell += letter;
  }
  if (cell || row.length) rows.push([...row, cell]);
  return rows;
}

function areasOf(folder, level) {
  const [heads, ...rows] = rowsOf(readFileSync(join(folder, "data", `${level}.csv`), "utf8"));
  const code = heads.indexOf("code"), name = heads.indexOf("name");
  if (code < 0 || name < 0) fail(`${level}.csv has no columns "code" and "name"`);
  return rows.filter((row) => row.length > 1).map((row) => `${row[code]}\t${row[name].replace(/\s+/g, " ").trim()}`);
}

const folder = option("from"), out = option("out");
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const lines = levels.flatMap((level) => areasOf(folder, level)).sort((left, right) => (left < right ? -1 : 1));
if (lines.length < areasAtLeast) fail(`only ${lines.length} areas in ${folder}`);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(`${out}.part`, `# idn-area-data ${version}, Open Database License 1.0\n${lines.join("\n")}\n`);
renameSync(`${out}.part`, out);
