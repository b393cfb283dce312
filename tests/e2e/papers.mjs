// What readers find on a paper: poppler reads its text, zbar its codes at the resolution of a thermal printer.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import assert from "node:assert/strict";

const run = promisify(execFile);
const toolTimeMaxMs = 30_000;

/** Fetches what a link of the visitor's page leads to, as that visitor; the page must show the link. */
export async function fetchPaper(visitor, selector) {
  const link = visitor.page.locator(selector).first();
  assert.ok(await link.isVisible(), `the page shows ${selector}`);
  const answer = await visitor.context.request.get(new URL(await link.getAttribute("href"), visitor.page.url()).href);
  assert.equal(answer.status(), 200, `${selector} answered ${answer.status()}`);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  return readPaper(await answer.body());
}

/** {text, codes, pages}: text without blanks, which pdftotext sets by distance; codes as "CODE-128:…" and "QR-Code:…". */
export async function readPaper(bytes) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "hurtrock-paper-"));
  const tool = async (name, ...words) => (await run(name, words, { cwd: folder, timeout: toolTimeMaxMs })).stdout;
  try {
    await writeFile(path.join(folder, "paper.pdf"), bytes);
    const text = (await tool("pdftotext", "-layout", "paper.pdf", "-")).replace(/\s+/g, "");
    await tool("pdftoppm", "-r", "203", "-gray", "paper.pdf", "page");
    const pages = (await readdir(folder)).filter((name) => name.endsWith(".pgm")).sort();
    // It ends with 4 when there is no code to read.
    const codes = await tool("zbarimg", "-q", ...pages).catch((error) => (error.code === 4 ? "" : Promise.reject(error)));
    return { text, codes: codes.split("\n").filter(Boolean), pages: pages.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
