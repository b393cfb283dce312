// Starts one shop, runs the browser suites against it, stops it. `node tests/e2e/run.mjs [files…]`
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Shop, shopEnvironment } from "./shop.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = (wanted.length ? wanted.map((file) => path.resolve(file)) : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => path.join(here, name)));

const started = Date.now();
const shop = await Shop.start();
console.log(`shop ready at ${shop.url} (${Math.round((Date.now() - started) / 1000)} s)`);

let interrupted = false;
let code = 1;
// One file at a time: the files change the same stock, and the machine's cores are few.
const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], { env: { ...process.env, ...shopEnvironment(shop) }, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { interrupted = true; tests.kill(signal); });
try {
  [code] = await once(tests, "exit");
  if (code !== 0 && !interrupted) console.log(`the end of the shop's log:\n${await shop.logEnd()}`);
} finally {
  await shop.remove();
}
process.exitCode = code ?? 1;
