// Every kind of page, narrow and wide, dark and light: accessible, valid, whole, quiet, in the right language, and no link leads nowhere.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { axeComplaints, htmlComplaints, iconComplaints, languageComplaints, overflowComplaints, pictureComplaints, textComplaints } from "./inspection.mjs";
import { localesOf, openKind, preparePages } from "./page_kinds.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const prepared = await preparePages(browser, shop);
const widths = [360, 1440];
const modes = ["dark", "light"];
const pagesAtOnce = 2;

/** Looks at one page in one mode at every width. */
async function inspect(kind, locale, mode) {
  const visitor = await openKind(browser, shop, prepared, kind, { locale, mode, scheme: mode, width: widths[0] });
  const complaints = [];
  const note = (found) => complaints.push(...found.map((text) => `${locale} ${mode}: ${text}`));
  try {
    if (kind.status !== null && visitor.status !== (kind.status ?? 200)) note([`answered ${visitor.status}`]);
    note(await htmlComplaints(visitor.html));
    note(await textComplaints(visitor.page));
    for (const width of widths) {
      await visitor.page.setViewportSize({ width, height: 800 });
      const at = (found) => note(found.map((text) => `${width} px: ${text}`));
      at(await overflowComplaints(visitor.page));
      at(await axeComplaints(visitor.page));
    }
    note(await pictureComplaints(visitor.page));
    note(await iconComplaints(visitor.page));
    if (kind.who !== "owner" && localesOf(kind).length > 1 && !kind.act) note(await languageComplaints(visitor.page, locale, kind.paths));
  } finally {
    await visitor.context.close();
  }
  note(visitor.problems);
  return complaints;
}

/** Each complaint once, however many modes it came up in. */
function settle(kind, complaints) {
  const seen = new Map();
  for (const complaint of complaints) {
    const text = complaint.replace(/^\S+ \S+: /, "");
    seen.set(text, [...(seen.get(text) ?? []), complaint.slice(0, complaint.indexOf(":"))]);
  }
  const lines = [...seen].map(([text, where]) => `${where.join(", ")}: ${text}`);
  if (lines.length) assert.fail(`${kind.name} (${Object.values(kind.paths).join(", ")}):\n  ${lines.join("\n  ")}`);
}

describe("every page is fit to be shown", { concurrency: pagesAtOnce }, () => {
  for (const kind of prepared.kinds)
    test(kind.name, async () => {
      const complaints = [];
      for (const locale of localesOf(kind))
        // Colours are the same in both languages; words are the same in both modes.
        for (const mode of locale === "id" ? modes : modes.slice(0, 1)) complaints.push(...(await inspect(kind, locale, mode)));
      settle(kind, complaints);
    });
});

describe("links", () => {
  for (const start of ["/", "/en", "/no-such-page"])
    test(`of header and footer on ${start} lead somewhere`, async () => {
      const visitor = await openKind(browser, shop, prepared, { paths: { id: start } });
      try {
        // A missing page is missing in the other language too.
        const links = await visitor.page.locator(`header a${start === "/no-such-page" ? ":not(.language)" : ""}, nav a, footer a, .hero a`).evaluateAll((all) => [...new Set(all.map((link) => link.href))]);
        const here = links.filter((href) => href.startsWith(shop.url));
        assert.ok(here.length >= 12, `the frame has links: ${here.length}`);
        const dead = [];
        for (const href of here) {
          const answer = await visitor.context.request.get(href);
          if (answer.status() >= 400) dead.push(`${answer.status()} ${href}`);
        }
        assert.deepEqual(dead, []);
        const strange = links.filter((href) => !href.startsWith(shop.url) && !/^(tel:|mailto:|https:\/\/)/.test(href));
        assert.deepEqual(strange, []);
      } finally {
        await visitor.context.close();
      }
    });

  test("between the languages meet the same page and come back", async () => {
    for (const kind of prepared.kinds.filter((one) => localesOf(one).length > 1 && !one.who && one.status === undefined && !one.act)) {
      const visitor = await openKind(browser, shop, prepared, kind);
      try {
        await visitor.press(visitor.page.locator("a.language"));
        const there = new URL(visitor.page.url());
        assert.equal(there.pathname, new URL(kind.paths.en, shop.url).pathname, kind.name);
        assert.equal(await visitor.page.getAttribute("html", "lang"), "en");
        await visitor.press(visitor.page.locator("a.language"));
        assert.equal(new URL(visitor.page.url()).pathname, new URL(kind.paths.id, shop.url).pathname, kind.name);
      } finally {
        await visitor.context.close();
      }
    }
  });
});
