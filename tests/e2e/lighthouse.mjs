// Lighthouse, mobile: at least 95 in all four categories on the pages most visitors see. Not part of the default suite, because a score is
// a timing. `node tests/e2e/lighthouse.mjs`, with Node 22 or newer. The best of a few runs counts: a busy machine is not the page's fault.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { chromiumPath, locate } from "./packages.mjs";
import { guitar } from "./buying.mjs";
import { Shop, freePort } from "./shop.mjs";

const wanted = 95;
const triesMax = 3;
const browserTimeMaxMs = 20_000;
const categories = ["performance", "accessibility", "best-practices", "seo"];
const pages = { home: "/", list: "/products", product: guitar.path };

const { default: lighthouse } = await import(pathToFileURL(locate("lighthouse")));

async function startBrowser() {
  const port = await freePort();
  const profile = await mkdtemp(path.join(os.tmpdir(), "hurtrock-lighthouse-"));
  const browser = spawn(chromiumPath, [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
    "--no-first-run", `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`, "about:blank",
  ], { stdio: "ignore" });
  const ended = once(browser, "exit");
  for (const deadline = Date.now() + browserTimeMaxMs; ; await sleep(100)) {
    if (await fetch(`http://127.0.0.1:${port}/json/version`).then((answer) => answer.ok, () => false)) break;
    if (Date.now() > deadline) throw new Error("chromium did not open its debugging port");
  }
  return { port, close: async () => { browser.kill(); await ended; await rm(profile, { recursive: true, force: true, maxRetries: 5 }); } };
}

const scoresOf = (report) => Object.fromEntries(categories.map((name) => [name, Math.round(report.categories[name].score * 100)]));
const enough = (scores) => Object.values(scores).every((score) => score >= wanted);

/** What costs points, for the reader of a failure. */
function losses(report) {
  const refs = categories.flatMap((name) => report.categories[name].auditRefs);
  return refs.filter(({ id, weight }) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 0.9)
    .map(({ id }) => `    ${id}: ${report.audits[id].title}${report.audits[id].displayValue ? ` (${report.audits[id].displayValue})` : ""}`);
}

async function measure(url, port) {
  let best = null;
  for (let tries = 0; tries < triesMax; ++tries) {
    const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: categories });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const scores = scoresOf(lhr);
    const sum = Object.values(scores).reduce((total, score) => total + score, 0);
    if (!best || sum > best.sum) best = { scores, sum, report: lhr };
    if (enough(scores)) break;
  }
  return best;
}

const given = process.env.HURTROCK_E2E_SHOP;
const own = given ? null : await Shop.start();
const shop = given ? JSON.parse(given) : own.description;
const browser = await startBrowser();
let failed = 0;
try {
  for (const [name, address] of Object.entries(pages)) {
    const { scores, report } = await measure(shop.url + address, browser.port);
    const good = enough(scores);
    failed += good ? 0 : 1;
    console.log(`${good ? "ok    " : "FAILED"} ${name.padEnd(8)} ${categories.map((category) => `${category} ${scores[category]}`).join(" · ")}`);
    if (!good) console.log(losses(report).join("\n"));
  }
} finally {
  await browser.close();
  await own?.remove();
}
console.log(failed ? `${failed} of ${Object.keys(pages).length} pages below ${wanted}` : `PASS every page has at least ${wanted} in every category`);
process.exitCode = failed ? 1 : 0;
