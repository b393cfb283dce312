// Paying through Midtrans, simulated: a virtual account whose number and time stand on the order's page, QRIS without leaving the shop,
// and another way after a card was declined.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { useBrowser, visit } from "./browser.mjs";
import { addToCart, buyer, chooseMethods, chooseVariant, fillCheckout, guitar, placeButton, prefix, readOrder } from "./buying.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const midtrans = shop.gateways.midtrans;
const browser = await useBrowser();
const waitMaxMs = 20_000;

/** From an empty cart to Midtrans's page, or with a channel to the order's page. */
async function goToPay(visitor, locale, channel = "") {
  const { page } = visitor;
  await visitor.open(locale === "en" ? guitar.enPath : guitar.path);
  await chooseVariant(visitor, 0);
  await addToCart(visitor, 1);
  await visitor.open(`${prefix(locale)}/checkout`);
  await fillCheckout(visitor, buyer(`midtrans-${locale}-${Date.now()}@example.com`));
  await chooseMethods(visitor);
  const method = page.locator("[name=payment_method][value=midtrans]");
  assert.match(await page.locator("label", { has: method }).innerText(), /simul/i, "it says that it is simulated");
  await method.check();
  if (channel) await page.locator("[name=payment_midtrans_channel]").selectOption(channel);
  const next = channel ? /\/orders\/[\w-]+/ : `${midtrans}/snap/**`;
  await Promise.all([page.waitForURL(next), placeButton(visitor).click()]);
}

/** With scripts the page looks by itself, every few seconds. */
async function untilPaid(visitor) {
  const { page } = visitor;
  for (const deadline = Date.now() + waitMaxMs; (await page.locator(".pay-figure").count()) > 0; await sleep(300)) {
    assert.ok(Date.now() < deadline, "the order was not paid in time");
    if (!visitor.scripts) await page.reload();
  }
  return readOrder(visitor);
}

const payAtBank = (page) => page.getByRole("button", { name: "Play the bank: pay it" }).click();

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "en" }]) {
  describe(`Midtrans ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    const options = { scripts, also: [midtrans] };

    test("a virtual account is on the order's page with the time left, until it is paid", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, locale);
        const hosted = page.url();
        await page.getByRole("button", { name: "BCA virtual account" }).click();
        const number = (await page.locator("code").first().innerText()).trim();
        await page.click("#back");
        await page.waitForURL(/\/orders\/[\w-]+/);
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
        await goToPay(visitor, locale, "qris");
        const code = page.locator(".pay-qr img");
        assert.ok(await code.evaluate((image) => image.complete && image.naturalWidth > 200 && new URL(image.src).origin === location.origin));
        const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
        assert.match(saved.suggestedFilename(), /\.png$/);
        const attempt = saved.suggestedFilename().replace(/\.png$/, "");
        await fetch(`${midtrans}/_control/orders/${attempt}/settle`, { method: "POST", body: "{}" });
        await untilPaid(visitor);
      });
    });

    test("after a declined card the customer pays another way", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, locale);
        await page.getByRole("button", { name: "Credit card" }).click();
        await page.fill("[name=number]", "4911 1111 1111 1113");
        await page.getByRole("button", { name: "Pay now" }).click();
        assert.match(await page.locator("[role=alert]").innerText(), /declined/);
        await page.getByRole("button", { name: "BRI virtual account" }).click();
        await payAtBank(page);
        await page.click("#back");
        await page.waitForURL(/\/orders\/[\w-]+/);
        await untilPaid(visitor);
      });
    });

    test("another method ends the first one at Midtrans", async () => {
      await visit(browser, shop.url, options, async (visitor) => {
        const { page } = visitor;
        await goToPay(visitor, locale);
        const hosted = page.url();
        await page.getByRole("button", { name: "BNI virtual account" }).click();
        await page.click("#back");
        await page.waitForURL(/\/orders\/[\w-]+/);
        await visitor.press(page.locator("button[name=payment_method][value=transfer]"));
        assert.ok((await page.locator(".pay-rows dt").count()) >= 2, "the page says where to transfer");
        for (const deadline = Date.now() + waitMaxMs; (await fetch(hosted)).status !== 410; await sleep(300)) assert.ok(Date.now() < deadline, "the page at Midtrans was not ended");
      });
    });
  });
}
