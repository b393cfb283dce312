// Paying on the hosted page of Stripe, simulated: with scripts and without, at once, after a declined card, and another way after all.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { comeBack, gatewaysOf, goToPay, stockUp, untilOver, untilPaid } from "./gateways.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const { stripe } = gatewaysOf(shop);
const browser = await useBrowser();
before(() => stockUp(browser, shop));

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "en" }]) {
  describe(`Stripe ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    const options = { scripts, also: [stripe.url] };

    test("a card pays the order, and the owner sees it", async () => {
      let order;
      await visit(browser, shop.url, options, async (visitor) => {
        await goToPay(visitor, stripe, { locale });
        await stripe.pay(visitor.page);
        order = await untilPaid(visitor);
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
        await goToPay(visitor, stripe, { locale });
        await stripe.pay(visitor.page, "4000 0000 0000 9995");
        assert.match(await visitor.page.locator("[role=alert]").innerText(), /insufficient_funds/);
        await comeBack(visitor);
        await visitor.page.locator(`a[href^="${stripe.url}"]`).click();
        await stripe.pay(visitor.page, "5555 5555 5555 4444");
        await untilPaid(visitor);
      });
    });

    test("another way ends the page at Stripe", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        const { hosted } = await goToPay(visitor, stripe, { locale });
        await comeBack(visitor);
        await visitor.press(page.locator("button[name=payment_method][value=transfer]"));
        assert.ok((await page.locator(".pay-rows dt").count()) >= 2, "the page says where to transfer");
        await untilOver(stripe, hosted);
      });
    });
  });
}
