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

/** The SKU of one of the guitar's variants. */
export async function skuOf(shop, variantId) {
  const answer = await fetch(`${shop.url}/api/v1/products/${guitar.path.split("/").pop()}`);
  const variant = (await answer.json()).variants.find((one) => String(one.id) === variantId);
  assert.ok(variant, `the API knows variant ${variantId}`);
  return variant.sku;
}

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

export async function logIn(visitor, root, email, password) {
  await visitor.open(`${root}/login`);
  await visitor.page.fill("main [name=email]", email);
  await visitor.page.fill("main [name=password]", password);
  await visitor.press(visitor.page.locator("main form [type=submit]").first());
}

/** Writes a new address into the book; with scripts its place comes from the field's own list, without from the list that follows. */
export async function addAddress(visitor, root, person) {
  const { page, scripts } = visitor;
  await visitor.open(`${root}/profile/addresses/new`);
  const form = `main form[action='${root}/profile/addresses']`;
  for (const [name, value] of Object.entries({ recipient: person.name, phone: person.phone, address: person.address, postal_code: person.postal_code })) await page.fill(`${form} [name=${name}]`, value);
  if (scripts) {
    await page.locator(`${form} [name=place]`).pressSequentially("dago band");
    await page.getByRole("option", { name: /^Dago, Coblong, Kota Bandung/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await page.inputValue(`${form} [name=place]`), "Dago, Coblong, Kota Bandung, Jawa Barat");
  } else {
    await page.fill(`${form} [name=place]`, "Bandung");
    await visitor.press(page.locator(`${form} [type=submit]`));
    await page.locator(`${form} [name=place_code]`).first().check();
  }
  await visitor.press(page.locator(`${form} [type=submit]`));
  assert.match(await page.locator(".address-list").innerText(), scripts ? /Dago, Coblong/ : /Bandung Wetan/);
}

/** The saved address that the checkout has chosen. */
export const chosenAddress = ({ page }) => page.locator("form[data-checkout] .address-book label", { has: page.locator("input:checked") }).innerText();

/** Finds an order without logging in. */
export async function track(visitor, root, number, email) {
  const { page } = visitor;
  await visitor.open(`${root}/track`);
  await page.fill("main [name=number]", number);
  await page.fill("main [name=email]", email);
  await visitor.press(page.locator("main form [type=submit]"));
  return readOrder(visitor);
}

/** From the order's page: asks to send some of its first line back. */
export async function askReturn(visitor, { quantity, reason, note }) {
  const { page } = visitor;
  await visitor.press(page.locator(".order-tools a[href$='/return']"));
  await page.locator("[name^=quantity_]").first().fill(String(quantity));
  await page.selectOption("[name=reason]", reason);
  await page.fill("[name=note]", note);
  await visitor.press(page.locator("form[action$='/return'] [type=submit]"));
}
