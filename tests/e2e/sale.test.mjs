// One sale from the shop window to the customer's door, with scripts and without.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { addToCart, buyer, cartCount, chooseMethods, chooseVariant, fillCheckout, goToCheckout, guitar, placeOrder, prefix, readOrder, setQuantity, skuOf } from "./buying.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const quantity = 2;
const plenty = 60;

/** Finds the guitar the way a visitor does. */
async function search(visitor, locale) {
  const { page } = visitor;
  await visitor.open(`${prefix(locale)}/`);
  assert.equal(await cartCount(visitor), 0);
  const input = page.locator("#site-search");
  if (visitor.scripts) {
    await input.pressSequentially(guitar.search.slice(0, 5));
    const options = page.getByRole("option");
    await options.first().waitFor();
    assert.match(await options.first().innerText(), new RegExp(guitar.search, "i"));
    await input.press("ArrowDown");
    assert.equal(await options.first().getAttribute("aria-selected"), "true");
    await input.press("Escape");
    assert.equal(await options.count(), 0);
  }
  await input.fill(guitar.search);
  await visitor.press(page.locator(".search-button"));
  const cards = page.locator("main .card-name a");
  assert.ok((await cards.count()) > 0, "the search finds the guitar");
  await visitor.press(cards.filter({ hasText: guitar.search }).first());
  assert.equal(new URL(page.url()).pathname, locale === "en" ? guitar.enPath : guitar.path);
}

for (const { scripts, locale, variantIndex } of [{ scripts: true, locale: "id", variantIndex: 1 }, { scripts: false, locale: "en", variantIndex: 2 }]) {
  describe(`a sale ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    test("from the home page to the door", async () => {
      const owner = await Owner.arrive(browser, shop, { scripts });
      const figuresBefore = await owner.figures();
      assert.ok(Object.keys(figuresBefore).length >= 4, `the dashboard shows figures: ${JSON.stringify(figuresBefore)}`);
      await visit(browser, shop.url, { scripts }, async (visitor) => {
        const { page } = visitor;
        const email = `tamu-${scripts ? "js" : "plain"}-${Date.now()}@example.com`;

        await search(visitor, locale);
        const variant = await chooseVariant(visitor, variantIndex);
        const sku = await skuOf(shop, variant.id);
        const { reserved: held } = await owner.stock(sku);
        await owner.countStock(sku, held + plenty); // enough for the other files too
        const before = await owner.stock(sku);
        assert.equal(before.available, plenty, `${sku} has stock for the test: ${JSON.stringify(before)}`);

        await addToCart(visitor, 1);
        assert.equal(await cartCount(visitor), 1);
        assert.match(await page.locator(".line").innerText(), new RegExp(guitar.search));
        const oneTotal = await page.locator(".line-total").innerText();
        await setQuantity(visitor, 0, quantity);
        assert.equal(await cartCount(visitor), quantity);
        assert.notEqual(await page.locator(".line-total").innerText(), oneTotal);
        assert.deepEqual(await owner.stock(sku), before, "a cart takes nothing from the shelf");

        await goToCheckout(visitor);
        const person = buyer(email);
        await fillCheckout(visitor, person);
        await chooseMethods(visitor);
        const order = await placeOrder(visitor);
        assert.match(order.number, /^HR-\w+$/);
        assert.equal(await page.locator(".pay-rows dt").count() >= 2, true, "the order's page says where to transfer");
        const amount = Number(await page.locator(".pay-figure [data-copy]").getAttribute("data-copy"));
        assert.ok(amount > 0);
        assert.equal(await cartCount(visitor), 0, "the cart is empty after ordering");
        const reserved = await owner.stock(sku);
        assert.equal(reserved.available, before.available - quantity, "ordering takes it from what is for sale");

        await owner.open("/admin");
        assert.match(await owner.page.locator("main").innerText(), new RegExp(order.number), "the dashboard shows the new order");
        await owner.confirmTransfer(order.number);
        await page.reload();
        const paid = await readOrder(visitor);
        assert.notEqual(paid.status, order.status, "the customer sees that it is paid");
        assert.equal(await page.locator(".pay-figure").count(), 0, "nothing more to pay");

        const figures = await owner.figures();
        const grown = Object.keys(figures).filter((title) => figures[title] - (figuresBefore[title] ?? 0) >= amount - 1000);
        assert.ok(grown.length >= 2, `sales of today and of this month grew by ${amount}: ${JSON.stringify([figuresBefore, figures])}`);

        const trackingNumber = `JNE${Date.now()}`;
        await owner.ship(order.number, trackingNumber);
        await page.reload();
        const shipped = await readOrder(visitor);
        assert.notEqual(shipped.status, paid.status);
        assert.match(shipped.text, new RegExp(trackingNumber), "the customer can follow it");

        assert.deepEqual(await owner.stock(sku), { onHand: before.onHand - quantity, reserved: before.reserved, available: before.available - quantity }, "stock went down once");
        await visitor.open(`${locale === "en" ? guitar.enPath : guitar.path}`);
        const apiVariant = (await (await fetch(`${shop.url}/api/v1/products/${guitar.path.split("/").pop()}`)).json()).variants.find((one) => one.sku === sku);
        assert.equal(apiVariant.in_stock, before.available > quantity, "the API says whether there are more");
      });
      await owner.leave();
    });
  });
}
