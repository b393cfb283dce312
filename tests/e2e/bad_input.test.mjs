// What people mistype, press twice, go back to and find gone: a clear message, and nothing lost.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { addToCart, buyer, cartCount, chooseMethods, fillCheckout, placeButton, placeOrder, prefix } from "./buying.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const owner = await Owner.arrive(browser, shop);
after(() => owner.leave());

const ukulele = "/products/ukulele-konser-rimba-melati";
const plain = { scripts: false };
let visitors = 0;
const someone = () => buyer(`teliti-${Date.now()}-${++visitors}@example.com`);

const variants = async (path) => (await (await fetch(`${shop.url}/api/v1${path}`)).json()).variants;
const firstSku = async (path) => (await variants(path)).find((one) => one.in_stock).sku;

/** Sends the form as it is: the browser's own checks are switched off, as a script or an old browser would. */
const trusting = (visitor, selector) => visitor.page.locator(selector).first().evaluate((form) => { form.noValidate = true; });

async function toCheckout(visitor, person, path = ukulele) {
  await visitor.open(path);
  await addToCart(visitor);
  await visitor.open("/checkout");
  await fillCheckout(visitor, person);
  await chooseMethods(visitor);
}

/** The message wired to a field, and the field marked as wrong. */
async function errorOf(page, name) {
  const field = page.locator(`main [name=${name}]`).first();
  assert.equal(await field.getAttribute("aria-invalid"), "true", `${name} is marked as wrong`);
  const described = (await field.getAttribute("aria-describedby")).split(" ");
  const text = await page.locator(`#${described.find((id) => id.endsWith("-error"))}`).innerText();
  assert.ok(text.trim().length > 3, `${name} has a message`);
  return text.trim();
}

const flash = (page) => page.locator(".flashes").innerText();

describe("a form that is not right yet", () => {
  for (const scripts of [true, false])
    test(`checkout ${scripts ? "with" : "without"} scripts: marked where it is wrong, everything typed is still there`, () => visit(browser, shop.url, { scripts }, async (visitor) => {
      const { page } = visitor;
      const typed = { ...someone(), email: "dewi at example", postal_code: "4011", phone: "12" };
      await toCheckout(visitor, typed);
      await page.locator(".note-box summary").click();
      await page.fill("[name=note]", "Titip di <satpam> & tetangga");
      await trusting(visitor, "form[data-checkout]");
      await visitor.press(placeButton(visitor));
      for (const name of ["email", "postal_code", "phone"]) await errorOf(page, name);
      assert.ok((await page.locator("[role=alert]").innerText()).length > 10);
      for (const [name, value] of Object.entries(typed)) assert.equal(await page.inputValue(`form[data-checkout] [name=${name}]`), value);
      assert.equal(await page.inputValue("[name=note]"), "Titip di <satpam> & tetangga");
      assert.equal(await cartCount(visitor), 1);
      assert.equal(await page.locator("[name=place][aria-invalid]").count(), 0, "what is right is not marked");
    }));

  test("checkout, all empty: every needed field says so", () => visit(browser, shop.url, plain, async (visitor) => {
    await toCheckout(visitor, Object.fromEntries(Object.keys(someone()).map((name) => [name, ""])));
    await trusting(visitor, "form[data-checkout]");
    await visitor.press(placeButton(visitor));
    for (const name of ["email", "phone", "name", "address", "place", "postal_code"]) await errorOf(visitor.page, name);
  }));

  test("a place that may be several is asked back, and the choice is kept", () => visit(browser, shop.url, plain, async (visitor) => {
    const { page } = visitor;
    const person = { ...someone(), place: "Sukasari" };
    await toCheckout(visitor, person);
    await visitor.press(placeButton(visitor));
    assert.ok((await errorOf(page, "place")).length > 10);
    const choices = page.locator(".place-choices label");
    assert.ok((await choices.count()) > 3);
    await choices.filter({ hasText: "Kota Bandung" }).locator("input").check();
    const order = await placeOrder(visitor);
    assert.match(order.text, /Sukasari\s+Kota Bandung/);
  }));

  test("with scripts, prices follow the place and the service, and collecting needs no address", () => visit(browser, shop.url, {}, async (visitor) => {
    const { page } = visitor;
    await toCheckout(visitor, someone());
    const sent = await page.locator(".totals-total dd").innerText();
    await page.locator("[data-pickup]").check();
    await page.waitForFunction((before) => document.querySelector(".totals-total dd").innerText !== before, sent);
    for (const name of ["address", "place", "postal_code"]) await page.fill(`form[data-checkout] [name=${name}]`, "");
    await page.waitForLoadState("networkidle");
    const order = await placeOrder(visitor);
    assert.match(order.text, new RegExp(order.number));
  }));

  for (const locale of ["id", "en"])
    test(`registering in ${locale}`, () => visit(browser, shop.url, plain, async (visitor) => {
      const { page } = visitor;
      await visitor.open(`${prefix(locale)}/register`);
      await trusting(visitor, "main form");
      await page.fill("main [name=name]", "Dewi");
      await page.fill("main [name=email]", "not-an-address");
      await page.fill("main [name=password]", "short");
      await visitor.press(page.locator("main form [type=submit]"));
      const messages = [await errorOf(page, "email"), await errorOf(page, "password")].join(" ");
      assert.equal(await page.inputValue("main [name=name]"), "Dewi");
      assert.equal(await page.inputValue("main [name=email]"), "not-an-address");
      assert.equal(await page.inputValue("main [name=password]"), "", "a password is never sent back");
      assert.match(messages, locale === "en" ? /address|e-mail|characters/i : /alamat|surel|e-mail|karakter|huruf/i);
    }));

  test("logging in with a wrong password says no more than that", () => visit(browser, shop.url, plain, async (visitor) => {
    const answers = [];
    for (const email of [shop.customerEmail, "nobody-at-all@example.com"]) {
      await visitor.open("/login");
      await visitor.page.fill("main [name=email]", email);
      await visitor.page.fill("main [name=password]", "certainly not it");
      await visitor.press(visitor.page.locator("main form [type=submit]"));
      assert.equal(await visitor.page.inputValue("main [name=email]"), email);
      answers.push(await visitor.page.locator("[role=alert]").innerText());
    }
    assert.equal(answers[0], answers[1], "known and unknown addresses read the same");
  }));

  test("a form without its token is refused on a page of the shop", () => visit(browser, shop.url, plain, async (visitor) => {
    const { page } = visitor;
    await visitor.open("/login");
    await page.fill("main [name=email]", shop.customerEmail);
    await page.fill("main [name=password]", shop.customerPassword);
    await visitor.press(page.locator("main form [type=submit]"));
    await visitor.open("/profile");
    const name = await page.inputValue("main [name=name]");
    const form = page.locator("main form[action='/profile']");
    await form.locator("[name*=csrf]").evaluate((input) => input.remove());
    await form.locator("[name=name]").fill("Somebody Else");
    await visitor.press(form.locator("[type=submit]"));
    assert.equal(await page.locator("header.site-header").count(), 1);
    assert.equal(await page.locator(".error-page h1").count(), 1);
    await visitor.open("/profile");
    assert.equal(await page.inputValue("main [name=name]"), name);
  }));

  test("a form sent from another site is refused", () => visit(browser, shop.url, plain, async (visitor) => {
    await visitor.open(ukulele);
    const form = { variant_id: String((await variants(ukulele))[0].id), quantity: "1" };
    const answer = await visitor.context.request.post("/cart/items", { form, headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }, maxRedirects: 0 });
    assert.equal(answer.status(), 403);
    await visitor.open("/cart");
    assert.equal(await cartCount(visitor), 0);
  }));
});

describe("an order sent twice", () => {
  test("two requests at the same time with one key", () => visit(browser, shop.url, plain, async (visitor) => {
    const person = someone();
    const sku = await firstSku(ukulele);
    const before = await owner.stock(sku);
    await toCheckout(visitor, person);
    const form = Object.fromEntries(await visitor.page.locator("form[data-checkout]").evaluate((element) => [...new FormData(element)]));
    const send = () => visitor.context.request.post("/checkout", { form: { ...form, action: "place" }, maxRedirects: 0 });
    const answers = await Promise.all([send(), send(), send()]);
    const places = new Set(answers.map((answer) => answer.headers().location));
    assert.deepEqual(answers.map((answer) => answer.status()).filter((status) => status !== 303 && status !== 302), [], "all are led to the order");
    assert.equal(places.size, 1, `all to the same one: ${[...places]}`);
    assert.equal(await owner.ordersOf(person.email), 1);
    assert.equal((await owner.stock(sku)).available, before.available - 1);
  }));

  for (const scripts of [true, false])
    test(`a double click ${scripts ? "with" : "without"} scripts`, () => visit(browser, shop.url, { scripts }, async (visitor) => {
      const person = someone();
      await toCheckout(visitor, person);
      await Promise.all([visitor.page.waitForURL(/\/orders\//), placeButton(visitor).dblclick({ noWaitAfter: true })]);
      assert.equal(await owner.ordersOf(person.email), 1);
    }));

  for (const scripts of [true, false])
    test(`back and once more ${scripts ? "with" : "without"} scripts`, () => visit(browser, shop.url, { scripts }, async (visitor) => {
      const { page } = visitor;
      const person = someone();
      await toCheckout(visitor, person);
      const order = await placeOrder(visitor);
      await page.goBack();
      await page.waitForLoadState("load");
      if (await placeButton(visitor).count()) {
        await trusting(visitor, "form[data-checkout]");
        if ((await page.inputValue("[name=email]")) === "") await fillCheckout(visitor, person);
        await visitor.press(placeButton(visitor));
      }
      assert.match(new URL(page.url()).pathname, new RegExp(`^(${order.path}|/cart|/checkout)$`));
      assert.equal(await owner.ordersOf(person.email), 1);
      await visitor.open(order.path);
      assert.match(await page.locator("main").innerText(), new RegExp(order.number));
    }));
});

describe("quantities nobody can have", () => {
  for (const quantity of ["0", "-1", "1000000000", "99999999999999999999", "dua", "1.5", ""])
    test(`putting "${quantity}" in the cart`, () => visit(browser, shop.url, plain, async (visitor) => {
      const { page } = visitor;
      await visitor.open(ukulele);
      const available = (await owner.stock(await firstSku(ukulele))).available;
      await trusting(visitor, "#buy-form");
      await page.locator("#buy-form [name=quantity]").evaluate((input, value) => { input.type = "text"; input.value = value; }, quantity);
      await visitor.press(page.locator("#buy-form [type=submit]"));
      assert.ok(await page.locator("h1").count());
      assert.ok((await flash(page)).trim().length > 5, "it is said what happened");
      assert.ok((await cartCount(visitor)) <= available, "never more than there is");
    }));

  for (const [quantity, expected] of [["-1", 2], ["tiga", 2], ["1e9", 2], ["0", 0]])
    test(`changing 2 to "${quantity}" leaves ${expected}`, () => visit(browser, shop.url, plain, async (visitor) => {
      const { page } = visitor;
      await visitor.open(ukulele);
      await addToCart(visitor, 2);
      assert.equal(await cartCount(visitor), 2);
      await trusting(visitor, ".line-form");
      await page.locator(".line-form [name=quantity]").evaluate((input, value) => { input.type = "text"; input.value = value; }, quantity);
      await visitor.press(page.locator(".line-form [data-no-script]"));
      assert.ok((await flash(page)).trim().length > 5);
      assert.equal(await cartCount(visitor), expected);
    }));

  test("with scripts, a refused quantity is said and the cart shows what is true", () => visit(browser, shop.url, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.open(ukulele);
    await addToCart(visitor, 2);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.locator(".line-form").evaluate((form) => {
      form.noValidate = true;
      form.querySelector("[name=quantity]").value = "-1";
      form.requestSubmit();
    });
    await answered;
    await page.locator("[data-cart]:not([aria-busy])").waitFor();
    assert.equal(await page.inputValue(".line-form [name=quantity]"), "2");
    const said = await page.locator("[role=alert], [role=status], .toast-card, .field-error").allInnerTexts();
    assert.ok(said.some((text) => text.trim().length > 5), "it is said that -1 is no quantity");
  }));
});

describe("sold out while paying", () => {
  const last = "/products/gitar-akustik-rimba-maestro-sonokeling";
  for (const scripts of [true, false])
    test(`${scripts ? "with" : "without"} scripts: the message names it, what was typed is still there`, () => visit(browser, shop.url, { scripts }, async (visitor) => {
      const { page } = visitor;
      const person = someone();
      const { sku } = (await variants(last))[0];
      const { onHand, reserved } = await owner.stock(sku);
      await owner.countStock(sku, reserved + 1);
      try {
        await toCheckout(visitor, person, last);
        await owner.countStock(sku, reserved);
        await visitor.press(placeButton(visitor));
        assert.match(await page.locator("[role=alert], .flashes").first().innerText(), /Maestro/);
        assert.equal(await owner.ordersOf(person.email), 0);
        assert.equal(await cartCount(visitor), 1, "the cart is as it was");
        if (await page.locator("form[data-checkout]").count()) assert.equal(await page.inputValue("form[data-checkout] [name=address]"), person.address);
        await visitor.open("/cart");
        assert.ok(await page.locator(".line.has-problem").count(), "the cart says which line it is");
      } finally {
        await owner.countStock(sku, onHand);
      }
    }));
});

describe("pages that are not there", () => {
  for (const path of ["/no-such-page", "/products/no-such-thing", "/categories/no-such-thing", "/orders/AAAAAAAAAAAAAAAAAAAAAA", "/en/products/no-such-thing", "/en/no/such/page", "/products/%00", "/%2e%2e/%2e%2e/etc/passwd"])
    test(`${path} answers the shop's own 404`, () => visit(browser, shop.url, plain, async (visitor) => {
      const answer = await visitor.page.goto(`${shop.url}${path}`);
      assert.ok([400, 404].includes(answer.status()), `answered ${answer.status()}`);
      if (answer.status() !== 404) return;
      assert.equal(await visitor.page.locator("header.site-header").count(), 1, "inside the shop's frame");
      assert.ok((await visitor.page.locator(".error-page h1").innerText()).length > 3);
      assert.equal(await visitor.page.getAttribute("html", "lang"), path.startsWith("/en") ? "en" : "id");
      assert.match(answer.headers()["x-request-id"] ?? "", /\w+/);
      assert.match(await visitor.page.locator(".error-page").innerText(), new RegExp(answer.headers()["x-request-id"]), "with the id to quote");
    }));

  test("the API answers problem+json", async () => {
    const answer = await fetch(`${shop.url}/api/v1/products/no-such-thing`);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get("content-type"), /^application\/problem\+json/);
    assert.equal((await answer.json()).status, 404);
  });

  for (const query of ["page=-1", "page=0", "page=99999999999999999999", "page=x", "min_price=x&max_price=-5", "sort=sideways", "category=nothing&brand=nobody", `q=${"a".repeat(3000)}`, "q=%00%ff", "q='%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "q=%25_%5C"])
    test(`/products?${query.slice(0, 40)} is answered calmly`, () => visit(browser, shop.url, {}, async (visitor) => {
      const answer = await visitor.page.goto(`${shop.url}/products?${query}`);
      assert.ok(answer.status() < 500, `answered ${answer.status()}`);
      assert.equal(await visitor.page.locator("header.site-header").count(), 1, "inside the shop's frame");
    }));
});
