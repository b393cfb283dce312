// Paying at the simulated gateways, on their own pages: the road there and back, and what each gateway does in its own way.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { addToCart, buyer, chooseMethods, chooseVariant, fillCheckout, guitar, placeButton, prefix, readOrder } from "./buying.mjs";
import { Owner } from "./owner.mjs";

const waitMaxMs = 20_000;

/** Until `what` answers something, which is answered. */
export async function until(what, missing) {
  for (const deadline = Date.now() + waitMaxMs; ; await sleep(250)) {
    const found = await what();
    if (found) return found;
    assert.ok(Date.now() < deadline, missing);
  }
}

const control = async (url, path, body) => {
  const answer = await fetch(`${url}/_control/${path}`, body && { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, path);
  return answer.json();
};

class Stripe {
  constructor(url) { this.url = url; }
  code = "stripe";
  title = "Stripe";
  get hosted() { return `${this.url}/c/pay/**`; }
  spoken = /\/v1\/checkout\/sessions/;

  async pay(page, card = "4242 4242 4242 4242") {
    await page.fill("#card", card);
    await page.click("#pay");
  }

  async fail(page) {
    await this.pay(page, "4000 0000 0000 0002");
    assert.match(await page.locator("[role=alert]").innerText(), /declined|ditolak/);
  }

  /** As far as a customer comes whose money may still be on its way. */
  async promise() { return undefined; }
  async settle() { return undefined; }

  async session(hosted) {
    const id = new URL(hosted).pathname.split("/").pop();
    return (await control(this.url, "state")).sessions.find((one) => one.id === id);
  }

  async attempt(hosted) { return (await this.session(hosted)).client_reference_id; }
  async isOver(hosted) { return !(await (await fetch(hosted)).text()).includes('id="pay"'); }
  async moneyComesLate(hosted) { await control(this.url, `sessions/${(await this.session(hosted)).id}/pay`, { late: true }); }

  async sentBack(hosted) {
    const intent = (await this.session(hosted)).payment_intent;
    return (await control(this.url, "state")).refunds.filter((one) => one.payment_intent === intent).map((one) => one.amount / 100);
  }
}

class Midtrans {
  constructor(url) { this.url = url; }
  code = "midtrans";
  title = "Midtrans";
  get hosted() { return `${this.url}/snap/**`; }
  spoken = /\/snap\/v1\/transactions/;

  async type(page, card) {
    await page.getByRole("button", { name: "Credit card" }).click();
    await page.fill("[name=number]", card);
    await page.getByRole("button", { name: "Pay now" }).click();
  }

  async pay(page) {
    await this.type(page, "4811 1111 1111 1114");
    await page.click("#back");
  }

  async fail(page) {
    await this.type(page, "4911 1111 1111 1113");
    assert.match(await page.locator("[role=alert]").innerText(), /declined/);
  }

  async promise(page) { await page.getByRole("button", { name: "BCA virtual account" }).click(); }

  async order(hosted) {
    const token = new URL(hosted).pathname.split("/").pop();
    return (await control(this.url, "state")).orders.find((one) => one.token === token);
  }

  async attempt(hosted) { return (await this.order(hosted)).id; }
  async isOver(hosted) { return (await fetch(hosted)).status === 410; }
  async moneyComesLate(hosted) { await control(this.url, `orders/${(await this.order(hosted)).id}/late`, {}); }
  /** What was captured is settled the night after; a part can go back only then. */
  async settle(hosted) { await control(this.url, `orders/${(await this.order(hosted)).id}/settle`, {}); }
  async sentBack(hosted) { return (await this.order(hosted)).refunds.map((one) => Number(one.refund_amount)); }
}

export const gatewaysOf = (shop) => ({ stripe: new Stripe(shop.gateways.stripe), midtrans: new Midtrans(shop.gateways.midtrans) });

/** Enough of what these tests buy, whatever others bought before. */
export async function stockUp(browser, shop) {
  const { variants } = await (await fetch(`${shop.url}/api/v1/products/${guitar.path.split("/").pop()}`)).json();
  const owner = await Owner.arrive(browser, shop);
  const { reserved } = await owner.stock(variants[0].sku);
  await owner.countStock(variants[0].sku, reserved + 50);
  await owner.leave();
}

/** From an empty cart to the gateway's page; with `fields` that keep the customer in the shop, to the order's. Answers the hosted page's
 * address and the customer. */
export async function goToPay(visitor, gateway, { locale, fields = {} }) {
  const { page } = visitor;
  const person = buyer(`${gateway.code}-${locale}-${Date.now()}@example.com`);
  await visitor.open(locale === "en" ? guitar.enPath : guitar.path);
  await chooseVariant(visitor, 0);
  await addToCart(visitor, 1);
  await visitor.open(`${prefix(locale)}/checkout`);
  await fillCheckout(visitor, person);
  await chooseMethods(visitor);
  const method = page.locator(`[name=payment_method][value=${gateway.code}]`);
  assert.match(await page.locator("label", { has: method }).innerText(), /simul/i, "it says that it is simulated");
  await method.check();
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=payment_${gateway.code}_${name}]`).selectOption(value);
  const next = Object.keys(fields).length ? /\/orders\/[\w-]+/ : gateway.hosted;
  await Promise.all([page.waitForURL(next), placeButton(visitor).click()]);
  return { hosted: page.url(), email: person.email };
}

/** From the gateway's page to the order's. */
export async function comeBack(visitor) {
  await visitor.page.click("#back");
  await visitor.page.waitForURL(/\/orders\/[\w-]+/);
  return readOrder(visitor);
}

/** What the order's page says once the money is known; `byItself`: without the page being loaded again by hand. */
export async function untilPaid(visitor, { byItself = false } = {}) {
  const { page } = visitor;
  await page.waitForURL(/\/orders\/[\w-]+/);
  await until(async () => (await page.locator(".pay-figure, .pay-failed").count()) === 0 || !(byItself || (await page.reload())), "the order was not paid in time");
  return readOrder(visitor);
}

export const untilOver = (gateway, hosted) => until(() => gateway.isOver(hosted), `the page at ${gateway.title} was not ended`);
