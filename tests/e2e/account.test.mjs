// An account's life: registering, confirming by mail, logging in and out, the profile, a lost password, and the cart through all of it.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { addAddress, addToCart, buyer, cartCount, chooseMethods, chosenAddress, logIn, placeOrder, prefix } from "./buying.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const owner = await Owner.arrive(browser, shop);
after(() => owner.leave());

const firstPassword = "senar-pertama-putus";
const secondPassword = "senar-kedua-bertahan";
const ukulele = { id: "/products/ukulele-konser-rimba-melati", en: "/en/products/rimba-melati-concert-ukulele" };
const classical = { id: "/products/gitar-klasik-rimba-k3", en: "/en/products/rimba-k3-classical-guitar" };

const submit = (visitor) => visitor.press(visitor.page.locator("main form [type=submit]").first());
const pathOf = (visitor) => new URL(visitor.page.url()).pathname;

/** The mailed link leads into this shop; answers its path with the token. */
async function mailedPath(email, part) {
  const link = new URL(await owner.linkMailedTo(email, part));
  assert.equal(link.origin, shop.url, "the mail leads to the address the customer uses");
  return link.pathname + link.search;
}

async function register(visitor, root, person, password) {
  await visitor.open(`${root}/register`);
  await visitor.page.fill("main [name=name]", person.name);
  await visitor.page.fill("main [name=email]", person.email);
  await visitor.page.fill("main [name=password]", password);
  await submit(visitor);
  assert.equal(pathOf(visitor), `${root}/register/sent`);
}

async function isKnown(visitor, root) {
  await visitor.open(`${root}/profile`);
  return pathOf(visitor) === `${root}/profile`;
}

async function logOut(visitor, root) {
  await visitor.open(`${root}/profile`);
  await visitor.press(visitor.page.locator("form[action$='/logout'] [type=submit]"));
  assert.equal(await isKnown(visitor, root), false, "logged out");
}

async function updateProfile(visitor, root, person) {
  const { page } = visitor;
  await visitor.open(`${root}/profile`);
  const wanted = { name: "Dewi <b>Lestari</b>", phone: person.phone };
  const form = `main form[action='${root}/profile']`;
  for (const [name, value] of Object.entries(wanted)) await page.fill(`${form} [name=${name}]`, value);
  await visitor.press(page.locator(`${form} [type=submit]`));
  assert.ok((await page.locator(".flashes").innerText()).trim().length > 3, "it is said that it was saved");
  await visitor.open(`${root}/profile`);
  assert.equal(await page.inputValue(`${form} [name=name]`), wanted.name);
}

async function orderFromPrefilledCheckout(visitor, root, person) {
  const { page } = visitor;
  await visitor.open(`${root}/checkout`);
  assert.equal(await page.inputValue("form[data-checkout] [name=email]"), person.email, "the checkout knows the customer");
  assert.ok((await chosenAddress(visitor)).includes(person.address), "the address from the book is chosen");
  await chooseMethods(visitor);
  const order = await placeOrder(visitor);
  await visitor.open(`${root}/orders`);
  assert.match(await page.locator(".order-list").innerText(), new RegExp(order.number));
  await visitor.press(page.getByRole("link", { name: order.number }));
  assert.equal(pathOf(visitor), order.path);
}

async function resetPassword(visitor, root, email) {
  const { page } = visitor;
  await visitor.open(`${root}/forgot`);
  await page.fill("main [name=email]", email);
  await submit(visitor);
  assert.ok((await page.locator("main [role=status]").innerText()).length > 10);
  const path = await mailedPath(email, "/reset");
  await visitor.open(path);
  await page.fill("main [name=password]", secondPassword);
  await submit(visitor);
  await visitor.open(path);
  assert.equal(await page.locator("main [name=password]").count(), 0, "the link works once");
  await logIn(visitor, root, email, firstPassword);
  assert.ok((await page.locator("main [role=alert]").innerText()).length > 3, "the old password is over");
  await logIn(visitor, root, email, secondPassword);
  assert.equal(await isKnown(visitor, root), true);
}

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "id" }, { scripts: false, locale: "en" }])
  describe(`an account ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
    test("from registering to a new password", () => visit(browser, shop.url, { scripts }, async (visitor) => {
      const { page } = visitor;
      const root = prefix(locale);
      const person = buyer(`akun-${locale}-${scripts ? "js" : "plain"}-${Date.now()}@example.com`);

      await visitor.open(ukulele[locale]);
      await addToCart(visitor);
      assert.equal(await isKnown(visitor, root), false);
      assert.equal(pathOf(visitor), `${root}/login`, "the profile asks to log in first");

      await register(visitor, root, person, firstPassword);
      await logIn(visitor, root, person.email, firstPassword);
      assert.equal(await isKnown(visitor, root), false, "nobody gets in before confirming");
      await logIn(visitor, root, person.email, "some other password");
      assert.ok((await page.locator("main [role=alert]").innerText()).length > 3);

      await visitor.open(await mailedPath(person.email, "/confirm"));
      assert.equal(await page.getAttribute("html", "lang"), locale, "the mail leads to the language of the visitor");
      await submit(visitor);
      assert.equal(await isKnown(visitor, root), true, "confirming logs in");
      assert.equal(await cartCount(visitor), 1, "the cart came along");

      await logOut(visitor, root);
      assert.equal(await cartCount(visitor), 0, "the next person at this browser has another cart");
      await visitor.open(classical[locale]);
      await addToCart(visitor);
      await logIn(visitor, root, person.email, firstPassword);
      assert.equal(await cartCount(visitor), 2, "what was chosen before logging in is kept");

      await updateProfile(visitor, root, person);
      await addAddress(visitor, root, person);
      await orderFromPrefilledCheckout(visitor, root, person);
      await logOut(visitor, root);
      await resetPassword(visitor, root, person.email);
    }));
  });

describe("strangers", () => {
  test("registering a known address looks the same, and changes nothing", () => visit(browser, shop.url, { scripts: false }, async (visitor) => {
    await register(visitor, "", { name: "Stranger", email: shop.customerEmail }, "a stranger's password");
    await logIn(visitor, "", shop.customerEmail, "a stranger's password");
    assert.equal(await isKnown(visitor, ""), false);
    await logIn(visitor, "", shop.customerEmail, shop.customerPassword);
    assert.equal(await isKnown(visitor, ""), true);
  }));

  test("a mailed link opened in another browser asks for the password", () => visit(browser, shop.url, { scripts: false }, async (visitor) => {
    const person = buyer(`lain-${Date.now()}@example.com`);
    await register(visitor, "", person, firstPassword);
    const path = await mailedPath(person.email, "/confirm");
    await visit(browser, shop.url, { scripts: false }, async (other) => {
      await other.open(path);
      await other.page.fill("main [name=password]", "guessed wrong");
      await submit(other);
      assert.equal(await isKnown(other, ""), false);
      await other.open(path);
      await other.page.fill("main [name=password]", firstPassword);
      await submit(other);
      assert.equal(await isKnown(other, ""), true);
    });
  }));

  test("asking for an unknown address's password answers as for a known one", () => visit(browser, shop.url, { scripts: false }, async (visitor) => {
    const answers = [];
    for (const email of ["unknown@example.com", shop.customerEmail]) {
      await visitor.open("/forgot");
      await visitor.page.fill("main [name=email]", email);
      await submit(visitor);
      answers.push((await visitor.page.locator("main").innerText()).trim());
    }
    assert.equal(answers[0], answers[1]);
  }));

  test("the password can be looked at, with scripts", () => visit(browser, shop.url, {}, async (visitor) => {
    await visitor.open("/login");
    await visitor.page.fill("main [name=password]", "kelihatan");
    await visitor.page.locator("[data-reveal] button").click();
    assert.equal(await visitor.page.getAttribute("main [name=password]", "type"), "text");
    await visitor.page.locator("[data-reveal] button").click();
    assert.equal(await visitor.page.getAttribute("main [name=password]", "type"), "password");
  }));
});
