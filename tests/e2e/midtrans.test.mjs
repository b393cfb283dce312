// Paying through Midtrans, simulated: a virtual account whose number and time stand on the order's page, QRIS without leaving the shop,
// and another way after a card was declined.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { useBrowser, visit } from "./browser.mjs";
import { comeBack, gatewaysOf, goToPay, stockUp, untilOver, untilPaid } from "./gateways.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const { midtrans } = gatewaysOf(shop);
const browser = await useBrowser();
before(() => stockUp(browser, shop));

const payAtBank = (page) => page.getByRole("button", { name: "Play the bank: pay it" }).click();

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "en" }]) {
  describe(`Midtrans ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    const options = { scripts, also: [midtrans.url] };

    test("a virtual account is on the order's page with the time left, until it is paid", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        const { hosted } = await goToPay(visitor, midtrans, { locale });
        await page.getByRole("button", { name: "BCA virtual account" }).click();
        const number = (await page.locator("code").first().innerText()).trim();
        await comeBack(visitor);
        assert.equal(await page.locator(`.pay-rows [data-copy="${number}"]`).count(), 1);
        assert.match(await page.locator("#pay-title").innerText(), /BCA/);
        if (scripts) {
          const left = page.locator("[data-until]");
          await left.waitFor();
          const before = await left.innerText();
          assert.match(before, /^\d\d:\d\d:\d\d /);
          await sleep(1500);
          assert.notEqual(await left.innerText(), before, "it counts");
        }
        await fetch(hosted, { method: "POST", body: new URLSearchParams({ act: "pay" }) });
        const order = await untilPaid(visitor);
        assert.doesNotMatch(order.text, new RegExp(number));
      });
    });

    test("QRIS is shown, saved and paid without leaving the shop", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, midtrans, { locale, fields: { channel: "qris" } });
        const code = page.locator(".pay-qr img");
        assert.ok(await code.evaluate((image) => image.complete && image.naturalWidth > 200 && new URL(image.src).origin === location.origin));
        const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
        assert.match(saved.suggestedFilename(), /\.png$/);
        const attempt = saved.suggestedFilename().replace(/\.png$/, "");
        await fetch(`${midtrans.url}/_control/orders/${attempt}/settle`, { method: "POST", body: "{}" });
        await untilPaid(visitor, { byItself: scripts });
      });
    });

    test("on a phone the wallet opens by its link, and the order is paid", async () => {
      await visit(browser, shop.url, { ...options, touch: true }, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, midtrans, { locale, fields: { channel: "gopay" } });
        const order = page.url();
        await page.setViewportSize({ width: 360, height: 780 });
        const wallet = page.locator(`.pay-scan-tools a[href^="${midtrans.url}/wallet/"]`);
        assert.ok((await wallet.boundingBox()).height >= 44, "a thumb finds it");
        await visitor.press(wallet);
        await visitor.press(page.getByRole("button", { name: "Pay" }));
        await page.goto(order);
        await untilPaid(visitor);
      });
    });

    test("after a declined card the customer pays another way", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, midtrans, { locale });
        await midtrans.fail(page);
        await page.getByRole("button", { name: "BRI virtual account" }).click();
        await payAtBank(page);
        await comeBack(visitor);
        await untilPaid(visitor);
      });
    });

    test("another method ends the first one at Midtrans", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        const { hosted } = await goToPay(visitor, midtrans, { locale });
        await page.getByRole("button", { name: "BNI virtual account" }).click();
        await comeBack(visitor);
        await visitor.press(page.locator("button[name=payment_method][value=transfer]"));
        assert.ok((await page.locator(".pay-rows dt").count()) >= 2, "the page says where to transfer");
        await untilOver(midtrans, hosted);
      });
    });
  });
}
