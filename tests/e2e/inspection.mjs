// What must be true of any page, as lists of complaints.
import path from "node:path";
import { axeSource, locate, root } from "./packages.mjs";

/** Accessibility violations by axe-core, best practices included, each with its first elements. */
export async function axeComplaints(page) {
  await page.evaluate(`${axeSource};0`);
  const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.map((violation) => ({
    id: violation.id, help: violation.help, nodes: violation.nodes.map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? node.html}`),
  })));
  return violations.map(({ id, help, nodes }) => `axe ${id} (${help}), ${nodes.length} ×: ${nodes.slice(0, 3).join(" | ")}`);
}

let validator = null;

/** Errors of html-validate in what the server sent. */
export async function htmlComplaints(html) {
  if (!validator) {
    const { FileSystemConfigLoader, HtmlValidate } = await import(locate("html-validate"));
    validator = new HtmlValidate(new FileSystemConfigLoader());
  }
  const report = await validator.validateString(html, path.join(root, "web/page.html"));
  const lines = html.split("\n");
  const byRule = Map.groupBy(report.results.flatMap((result) => result.messages).filter((message) => message.severity === 2), (message) => message.ruleId);
  return [...byRule].map(([rule, messages]) => `html-validate ${rule}, ${messages.length} ×: ${messages[0].message}: ${lines[messages[0].line - 1].trim().slice(0, 160)}`);
}

/** What sticks out to the right, when the page can be scrolled sideways. */
export function overflowComplaints(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const clipped = (element) => { for (let at = element.parentElement; at; at = at.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true; return false; };
    const out = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 0.5 && !clipped(element));
    return [`wider than the window by ${document.documentElement.scrollWidth - width} px: ${out.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(", ")}`];
  });
}

/** Pictures that did not load; lazy ones are scrolled to first. */
export async function pictureComplaints(page) {
  return page.evaluate(async () => {
    const loadTimeMaxMs = 8000;
    const pictures = [...document.images].filter((image) => image.checkVisibility());
    const wait = (image) => new Promise((resolve) => {
      if (image.complete) return resolve();
      image.addEventListener("load", resolve, { once: true });
      image.addEventListener("error", resolve, { once: true });
      setTimeout(resolve, loadTimeMaxMs);
      image.loading = "eager";
    });
    await Promise.all(pictures.map(wait));
    return pictures.filter((image) => !image.naturalWidth).map((image) => `picture did not load: ${image.currentSrc || image.src}`);
  });
}

/** Icons drawn from a sprite that lacks them: they are invisible instead of broken. */
export function iconComplaints(page) {
  return page.evaluate(async () => {
    const wanted = [...new Set([...document.querySelectorAll("svg use")].map((use) => new URL(use.href.baseVal, location).href))];
    const sheets = new Map();
    for (const href of wanted) {
      const file = href.split("#")[0];
      if (file !== location.href.split("#")[0] && !sheets.has(file)) sheets.set(file, new DOMParser().parseFromString(await (await fetch(file)).text(), "image/svg+xml"));
    }
    return wanted.filter((href) => !(sheets.get(href.split("#")[0]) ?? document).getElementById(href.split("#")[1])).map((href) => `no such icon: ${href}`);
  });
}

/** Text that was not translated shows its key: plugin.some_key. */
export async function textComplaints(page) {
  // Names of actions, templates and permissions stand in <code> on purpose.
  const text = await page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const element of copy.querySelectorAll("script, code, pre, a[href^='mailto:']")) element.remove();
    return copy.textContent;
  });
  return [...new Set(text.match(/\b(?:core|catalog|cart|orders|customers|payments|inventory|shipping|store|themes|bank_transfer)\.[a-z_]{3,}\b/g) ?? [])]
    .filter((key) => !/\.(?:view|edit|com|id)$/.test(key)).map((key) => `shows a key instead of a text: ${key}`);
}

/** The page says which language it is in and where the other one is. */
export async function languageComplaints(page, locale, paths) {
  const complaints = [];
  const lang = await page.getAttribute("html", "lang");
  if (lang !== locale) complaints.push(`lang is ${lang}, not ${locale}`);
  const alternates = await page.locator("link[rel=alternate][hreflang]").evaluateAll((links) => links.map((link) => [link.hreflang, link.href]));
  for (const [language, address] of Object.entries(paths)) {
    const given = alternates.find(([code]) => code === language);
    const wanted = new URL(address, page.url());
    if (!given) complaints.push(`no hreflang for ${language}`);
    else if (!given[1].startsWith("http")) complaints.push(`hreflang ${language} is not absolute: ${given[1]}`);
    else if (new URL(given[1]).pathname !== wanted.pathname) complaints.push(`hreflang ${language} leads to ${given[1]}, not to ${wanted.pathname}`);
  }
  return complaints;
}
