// Paying in Midtrans's window over the order's page, simulated: it opens after the checkout and by the button; closed, blocked or without
// scripts the payment page is still a link away; and no page but that one lets Midtrans in.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { useBrowser, visit } from "./browser.mjs";
import { addToCart, buyer, chooseMethods, chooseVariant, fillCheckout, guitar, placeButton, prefix, readOrder } from "./buying.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

after(() => pay("redirect")); // said first, so that it comes before shop and browser go
const shop = await useShop();
const midtrans = shop.gateways.midtrans;
const browser = await useBrowser();
const waitMaxMs = 20_000;
const options = { also: [midtrans] };
const hosted = `${midtrans}/snap/v4/redirection/**`;

/** As the owner does it: every other suite has the payment page of its own. */
async function pay(where) {
  const owner = await Owner.arrive(browser, shop);
  await owner.open("/admin/plugins/midtrans/settings");
  await owner.page.locator("[name=window]").selectOption(where);
  await owner.visitor.press(owner.page.locator("form:has([name=window]) [type=submit]"));
  assert.equal(await owner.page.locator("[name=window]").inputValue(), where);
  await owner.leave();
}
await pay("popup");

/** From an empty cart to the order's page. */
async function order(visitor, locale = "id") {
  const { page } = visitor;
  await visitor.open(locale === "en" ? guitar.enPath : guitar.path);
  await chooseVariant(visitor, 0);
  await addToCart(visitor, 1);
  await visitor.open(`${prefix(locale)}/checkout`);
  await fillCheckout(visitor, buyer(`window-${Date.now()}@example.com`));
  await chooseMethods(visitor);
  await page.locator("[name=payment_method][value=midtrans]").check();
  await placeButton(visitor).click();
}

const frame = (page) => page.frameLocator("#snap-midtrans");
const payLink = (page) => page.locator(`a[href^="${midtrans}"]`);
const policy = (answer) => answer.headers()["content-security-policy"];

async function payByCard(place) {
  await place.getByRole("button", { name: "Credit card" }).click();
  await place.locator("[name=number]").fill("4811 1111 1111 1114");
  await place.getByRole("button", { name: "Pay now" }).click();
  await place.locator("#back").click();
}

async function untilPaid({ page }) {
  await page.waitForURL(/\/orders\/[\w-]+\?begun=1/);
  for (const deadline = Date.now() + waitMaxMs; (await page.locator(".pay-figure").count()) > 0; await sleep(300)) {
    assert.ok(Date.now() < deadline, "the order was not paid in time");
    await page.reload();
  }
}

test("the window opens after the checkout, and what is paid in it is paid", async () => {
  await visit(browser, shop.url, options, async (visitor) => {
    const { page } = visitor;
    const strict = policy(await visitor.open("/"));
    const opened = page.waitForResponse((answer) => /\/orders\/[\w-]+\?pay=1$/.test(answer.url()));
    await order(visitor);
    const wide = policy(await opened);
    assert.match(wide, new RegExp(`script-src 'self' ${midtrans};.* frame-src ${midtrans};`));
    assert.equal(wide.replace(`script-src 'self' ${midtrans};`, "script-src 'self';").replace(` frame-src ${midtrans};`, ""), strict, "and nothing else");
    await frame(page).getByRole("button", { name: "Credit card" }).waitFor();
    assert.doesNotMatch(page.url(), /pay=1/, "loading it again does not open it again");
    for (const path of ["/", "/cart", "/checkout", "/track"]) assert.equal(policy(await page.request.get(path)), strict, path);
    await payByCard(frame(page));
    await untilPaid(visitor);
    const home = page.url().split("?")[0];
    assert.equal(policy(await page.request.get(home)), strict, "a paid order has nothing to do with Midtrans");
  });
});

test("closed, it opens again by the button, and the link leads to the payment page", async () => {
  await visit(browser, shop.url, options, async (visitor) => {
    const { page } = visitor;
    await order(visitor);
    await frame(page).getByRole("button", { name: "Close" }).click();
    await page.waitForURL(/\/orders\/[\w-]+\?begun=1/);
    assert.equal(await page.locator("#snap-midtrans").count(), 0, "it does not open by itself now");
    await payLink(page).click();
    await frame(page).getByRole("button", { name: "BNI virtual account" }).click();
    await frame(page).locator("#back").click();
    await page.waitForURL(/\/orders\/[\w-]+\?begun=1/);
    assert.match(await page.locator("#pay-title").innerText(), /BNI/, "what was chosen in the window is on the page");
    await page.goto(await payLink(page).getAttribute("href"));
    await page.getByRole("button", { name: "Another way" }).click();
    await payByCard(page);
    await untilPaid(visitor);
  });
});

test("blocked or hanging, the customer goes to the payment page", async () => {
  await visit(browser, shop.url, options, async (visitor) => {
    const { page } = visitor;
    const script = "**/snap/snap.js";
    const opened = page.waitForResponse((answer) => /\/orders\/[\w-]+\?pay=1$/.test(answer.url()));
    await page.route(script, (route) => route.abort());
    await order(visitor);
    await page.waitForURL(hosted);
    await page.unroute(script);
    await page.route(script, () => {}); // never answered
    await visitor.open((await opened).url().split("?")[0]);
    await payLink(page).click();
    assert.match(await page.locator("[data-midtrans-window]").innerText(), /\p{L}/u, "it says what it waits for");
    await page.waitForURL(hosted);
    await payByCard(page);
    await untilPaid(visitor);
  });
});

test("without scripts the order's page has the link", async () => {
  await visit(browser, shop.url, { ...options, scripts: false }, async (visitor) => {
    const { page } = visitor;
    await order(visitor, "en");
    await page.waitForURL(/\/en\/orders\/[\w-]+\?pay=1/);
    await payLink(page).click();
    await page.waitForURL(hosted);
    await payByCard(page);
    await untilPaid(visitor);
    assert.match((await readOrder(visitor)).text, /packing/);
  });
});
