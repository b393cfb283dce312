// Paying on the hosted page of Stripe, simulated: with scripts and without, at once, after a declined card, and another way after all.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { useBrowser, visit } from "./browser.mjs";
import { addToCart, buyer, chooseMethods, chooseVariant, fillCheckout, guitar, placeButton, prefix, readOrder } from "./buying.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const stripe = shop.gateways.stripe;
const browser = await useBrowser();
const waitMaxMs = 20_000;

/** From an empty cart to the hosted page. */
async function goToStripe(visitor, locale) {
  const { page } = visitor;
  await visitor.open(locale === "en" ? guitar.enPath : guitar.path);
  await chooseVariant(visitor, 0);
  await addToCart(visitor, 1);
  await visitor.open(`${prefix(locale)}/checkout`);
  await fillCheckout(visitor, buyer(`kartu-${locale}-${Date.now()}@example.com`));
  await chooseMethods(visitor);
  const method = page.locator("[name=payment_method][value=stripe]");
  assert.match(await page.locator("label", { has: method }).innerText(), /simul/i, "it says that it is simulated");
  await method.check();
  await Promise.all([page.waitForURL(`${stripe}/c/pay/**`), placeButton(visitor).click()]);
}

/** What the order's page says once the money is known. */
async function paidOrder(visitor) {
  const { page } = visitor;
  await page.waitForURL(/\/orders\/[\w-]+/);
  for (const deadline = Date.now() + waitMaxMs; ;) {
    if ((await page.locator(".pay-figure").count()) === 0) return readOrder(visitor);
    assert.ok(Date.now() < deadline, "the order was not paid in time");
    await sleep(300);
    await page.reload();
  }
}

const pay = async (visitor, card) => {
  await visitor.page.fill("#card", card);
  await visitor.page.click("#pay");
};

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "en" }]) {
  describe(`Stripe ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    const options = { scripts, also: [stripe] };

    test("a card pays the order, and the owner sees it", async () => {
      let order;
      await visit(browser, shop.url, options, async (visitor) => {
        await goToStripe(visitor, locale);
        await pay(visitor, "4242 4242 4242 4242");
        order = await paidOrder(visitor);
      });
      const owner = await Owner.arrive(browser, shop, { scripts });
      await owner.openOrder(order.number);
      await owner.visitor.press(owner.page.locator("a.btn[href*='/admin/payments/']"));
      const text = await owner.page.locator("main").innerText();
      assert.match(text, /Stripe/);
      assert.match(text, /\/v1\/checkout\/sessions/, "what was said to Stripe is there to read");
      await owner.leave();
    });

    test("after a declined card another one pays", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        await goToStripe(visitor, locale);
        await pay(visitor, "4000 0000 0000 9995");
        assert.match(await visitor.page.locator("[role=alert]").innerText(), /insufficient_funds/);
        await visitor.page.click("#back");
        await visitor.page.waitForURL(/\/orders\/[\w-]+/);
        await visitor.page.locator(`a[href^="${stripe}"]`).click();
        await pay(visitor, "5555 5555 5555 4444");
        await paidOrder(visitor);
      });
    });

    test("after a failed payment the customer pays another way", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToStripe(visitor, locale);
        const hosted = page.url();
        await pay(visitor, "4000 0000 0000 0002");
        await page.click("#back");
        await page.waitForURL(/\/orders\/[\w-]+/);
        await visitor.press(page.locator("button[name=payment_method][value=transfer]"));
        assert.ok((await page.locator(".pay-rows dt").count()) >= 2, "the page says where to transfer");
        await page.goto(hosted);
        for (const deadline = Date.now() + waitMaxMs; (await page.locator("#pay").count()) > 0; await sleep(300)) {
          assert.ok(Date.now() < deadline, "the page at Stripe was not ended");
          await page.reload();
        }
      });
    });
  });
}
