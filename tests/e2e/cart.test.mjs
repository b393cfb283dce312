// The cart by hand: filled from the list, changed, put aside, discounted; with scripts no page is loaded for any of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { cartCount, setQuantity } from "./buying.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const coupon = "DEMO10"; // of the demo: a tenth off, of what is not too cheap
const goods = "/products?in_stock=1&sort=price&min_price=300000";

const rupiah = async (locator) => Number((await locator.innerText()).match(/([\d.]+)\s*$/)[1].replaceAll(".", ""));

for (const scripts of [true, false])
  test(`a cart ${scripts ? "with" : "without"} scripts`, () => visit(browser, shop.url, { scripts }, async (visitor) => {
    const { page } = visitor;
    const mark = () => (scripts ? page.evaluate(() => { window.stays = true; }) : null);
    const stays = async (what) => { if (scripts) assert.equal(await page.evaluate(() => window.stays), true, `${what} loads no page`); };
    /** Presses a button of a form; with scripts waits for the answer instead of a page. */
    const press = async (button) => {
      if (!scripts) return visitor.press(button);
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await button.click();
      await answered;
      await page.locator("[data-cart]:not([aria-busy])").waitFor();
    };
    const total = () => rupiah(page.locator(".summary .totals-total dd"));

    await visitor.open(goods);
    await mark();
    const add = page.locator(".card-add button");
    for (const index of [0, 1]) {
      if (!scripts) await visitor.open(goods);
      if (!scripts) await visitor.press(add.nth(index));
      else {
        await add.nth(index).click();
        await page.locator(`[data-cart-count]:text-is("${index + 1}")`).waitFor();
      }
    }
    await stays("adding from the list");
    assert.equal(await cartCount(visitor), 2);

    await visitor.open("/cart");
    await mark();
    const lines = page.locator(".cart-layout .line");
    assert.equal(await lines.count(), 2);
    const before = await total();
    await setQuantity(visitor, 0, 2);
    assert.ok((await total()) > before, "the total follows at once");
    await setQuantity(visitor, 0, 1);
    assert.equal(await total(), before);

    await press(lines.first().locator("form[action$='/save'] button"));
    assert.equal(await lines.count(), 1);
    assert.ok((await total()) < before, "what is put aside is not paid");
    await press(page.locator("section[aria-labelledby=saved-title] form[action$='/restore'] button"));
    assert.equal(await total(), before);
    await press(lines.first().locator("form[action$='/remove'] button"));
    assert.equal(await lines.count(), 1);
    await press(page.locator(".cart-undo button"));
    assert.equal(await total(), before, "taken out by mistake, put back");

    await page.fill("#coupon-code", "TIDAK-ADA");
    await press(page.locator(".coupon-form button"));
    assert.match(await page.locator("body").innerText(), /TIDAK-ADA/, "it is said which code there is not");
    assert.equal(await total(), before);
    await page.fill("#coupon-code", coupon.toLowerCase());
    await press(page.locator(".coupon-form button"));
    assert.ok(Math.abs((await total()) - before * 0.9) <= 2, "a tenth less");
    assert.equal(await page.locator(".line-reason").filter({ hasText: coupon }).count(), 2, "each line says why it costs less");
    await press(page.locator("form.coupon button"));
    assert.equal(await total(), before);
    await stays("the cart");
  }));
