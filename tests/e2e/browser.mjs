// Visitors: browser contexts that remember everything a page must not do.
import assert from "node:assert/strict";
import { after } from "node:test";
import { chromium, chromiumPath } from "./packages.mjs";

const actionTimeMaxMs = 30_000; // a busy machine is not a broken page
const startArguments = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
];
const modeKeys = ["mode", "admin-mode"];

export const launch = () => chromium.launch({ executablePath: chromiumPath, args: startArguments });

/** One browser for a test file. */
export async function useBrowser() {
  const browser = await launch();
  after(() => browser.close());
  return browser;
}

/** Somebody with a browser of their own. `problems` collects what no page may do: errors in the console, scripts that throw, missing
 * subresources, requests to other hosts than the shop's and those in `also`. */
export class Visitor {
  static async arrive(browser, url, { scripts = true, locale = "id-ID", width = 1280, height = 800, scheme = "dark", mode = null, state = undefined, touch = false, also = [] } = {}) {
    const visitor = new Visitor();
    visitor.url = url;
    visitor.scripts = scripts;
    visitor.problems = [];
    visitor.hosts = [url, ...also].map((one) => new URL(one).host);
    visitor.context = await browser.newContext({
      baseURL: url, javaScriptEnabled: scripts, locale, viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", storageState: state,
      timezoneId: "Asia/Jakarta", hasTouch: touch, serviceWorkers: "block",
    });
    visitor.context.setDefaultTimeout(actionTimeMaxMs);
    // The first, empty document and sandboxed frames have no storage.
    if (mode) await visitor.context.addInitScript(([keys, value]) => { if (window.origin !== "null") for (const key of keys) localStorage.setItem(key, value); }, [modeKeys, mode]);
    visitor.watch();
    visitor.page = await visitor.context.newPage();
    return visitor;
  }

  watch() {
    const note = (text) => this.problems.push(text);
    this.context.on("request", (request) => {
      const target = new URL(request.url());
      if (/^https?:$/.test(target.protocol) && !this.hosts.includes(target.host)) note(`asked another host: ${request.url()}`);
    });
    this.context.on("response", (response) => {
      const kind = response.request().resourceType();
      if (response.status() >= 500 || (response.status() >= 400 && !["document", "fetch", "xhr"].includes(kind)))
        note(`${response.status()} for ${kind} ${response.url()}`);
    });
    // The status of pages and fetches is the test's own business; a browser also writes it to the console.
    this.context.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) note(`console: ${message.text()} (${message.page()?.url()})`);
    });
    this.context.on("weberror", (error) => note(`script: ${error.error()?.message}`));
  }

  async open(path) {
    const answer = await this.page.goto(path, { waitUntil: this.scripts ? "load" : "domcontentloaded" });
    return answer;
  }

  /** Presses something that leads to another page and waits for it. */
  async press(locator) {
    await Promise.all([this.page.waitForEvent("load"), locator.click()]);
  }

  assertClean() {
    assert.deepEqual(this.problems, [], "pages did what they must not");
  }

  /** Leaves; complains about what was collected. */
  async leave() {
    await this.context.close();
    this.assertClean();
  }
}

/** Runs `story` with a visitor who leaves afterwards, and names the page it failed on. */
export async function visit(browser, url, options, story) {
  const visitor = await Visitor.arrive(browser, url, options);
  try {
    await story(visitor);
  } catch (error) {
    error.message += `\n  at ${visitor.page.url()}${visitor.problems.length ? `\n  and: ${visitor.problems.join("\n  ")}` : ""}`;
    await visitor.context.close();
    throw error;
  }
  await visitor.leave();
}
