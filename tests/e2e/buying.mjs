// The steps of a purchase, in either language, with or without scripts.
import assert from "node:assert/strict";

/** A product of the demo with variants and enough stock; addresses in both languages. */
export const guitar = {
  search: "Parahyangan",
  path: "/products/gitar-elektrik-braga-parahyangan-s",
  enPath: "/en/products/braga-parahyangan-s-electric-guitar",
};

export const buyer = (email) => ({
  email, phone: "0812-3456-7890", name: "Dewi Lestari", address: "Jl. Braga No. 12", place: "Braga, Sumur Bandung, Kota Bandung, Jawa Barat",
  postal_code: "40111",
});

/** The locale's root: "" or "/en". */
export const prefix = (locale) => (locale === "en" ? "/en" : "");

/** Chooses the n-th variant that can be bought; with scripts its own page follows. Returns its SKU-independent id and name. */
export async function chooseVariant(visitor, index) {
  const { page } = visitor;
  const choice = page.locator(".variant:not(.is-out)").nth(index);
  const name = (await choice.locator(".variant-name").innerText()).trim();
  const input = choice.locator("input");
  if (!(await input.isChecked())) {
    const url = await input.getAttribute("data-variant-url");
    if (visitor.scripts && url) await Promise.all([page.waitForURL((now) => now.pathname + now.search === new URL(url, visitor.url).pathname + new URL(url, visitor.url).search), choice.click()]);
    else await choice.click();
  }
  await page.waitForLoadState("load");
  const chosen = page.locator("input[name=variant_id]:checked");
  return { id: await chosen.inputValue(), name };
}

/** Puts what the product page shows in the cart and goes to the cart. */
export async function addToCart(visitor, quantity = 1) {
  const { page } = visitor;
  const form = page.locator("#buy-form");
  await form.locator("[name=quantity]").fill(String(quantity));
  const button = form.locator("[type=submit]");
  if (!visitor.scripts) return visitor.press(button);
  await button.click();
  await page.locator(".toast-card a").click();
  await page.waitForURL(/\/cart$/);
}

/** The number of things the header says are in the cart. */
export async function cartCount(visitor) {
  const badge = visitor.page.locator("[data-cart-count]");
  return (await badge.isVisible()) ? Number(await badge.innerText()) : 0;
}

export async function setQuantity(visitor, line, quantity) {
  const { page } = visitor;
  const form = page.locator(".line-form").nth(line);
  const input = form.locator("[name=quantity]");
  if (!visitor.scripts) {
    await input.fill(String(quantity));
    return visitor.press(form.locator("[data-no-script]"));
  }
  const answered = page.waitForResponse((response) => response.request().method() === "POST" && response.url().includes("/cart/items/"));
  await input.fill(String(quantity));
  await input.blur();
  await answered;
  await page.locator("[data-cart]:not([aria-busy])").waitFor();
}

export async function goToCheckout(visitor) {
  const link = visitor.page.locator(".summary-go");
  await visitor.press(link);
  assert.match(new URL(visitor.page.url()).pathname, /\/checkout$/);
}

/** Prices follow by themselves; the page is still when no answer is on its way. */
async function settled({ page, scripts }) {
  if (scripts) await page.waitForLoadState("networkidle");
}

/** Types what a guest types. With scripts the place is finished by its field's own list. */
export async function fillCheckout(visitor, person) {
  const { page } = visitor;
  for (const [name, value] of Object.entries(person)) await page.locator(`form[data-checkout] [name=${name}]`).fill(value);
  if (!visitor.scripts || !person.place) return settled(visitor);
  const place = page.locator("form[data-checkout] [name=place]");
  await place.focus();
  await place.dispatchEvent("input");
  await page.locator(".place-field [role=option]").first().waitFor();
  await place.press("ArrowDown");
  await place.press("Enter");
  assert.equal(await place.inputValue(), person.place);
  await settled(visitor);
}

/** Chooses the first service that carries a parcel, and bank transfer. */
export async function chooseMethods(visitor) {
  const { page } = visitor;
  await page.locator("[name=shipping_method]:not([data-pickup])").first().check();
  await settled(visitor);
  await page.locator("[name=payment_method][value*=transfer]").check();
}

export const placeButton = (visitor) => visitor.page.locator("[name=action][value=place]");

/** Places the order and answers what its page says. */
export async function placeOrder(visitor) {
  await Promise.all([visitor.page.waitForURL(/\/orders\/[\w-]+/), placeButton(visitor).click()]);
  await visitor.page.waitForLoadState("load");
  return readOrder(visitor);
}

export async function readOrder(visitor) {
  const { page } = visitor;
  const meta = await page.locator(".order-meta span").first().innerText();
  return {
    number: meta.match(/HR-\w+/)?.[0] ?? meta,
    path: new URL(page.url()).pathname,
    status: (await page.locator(".order-meta .status").innerText()).trim(),
    text: await page.locator("main").innerText(),
  };
}

/** From an empty cart to an order, in the shortest way. */
export async function buy(visitor, { path, person, variant = 0, quantity = 1, locale = "id" }) {
  await visitor.open(path);
  if (await visitor.page.locator(".variant").count()) await chooseVariant(visitor, variant);
  await addToCart(visitor, quantity);
  await visitor.open(`${prefix(locale)}/checkout`);
  await fillCheckout(visitor, person);
  await chooseMethods(visitor);
  return placeOrder(visitor);
}
