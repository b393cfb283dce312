// What the owner does at /admin, by hand: a page object over the pages, so that tests read like the work.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Visitor } from "./browser.mjs";

const mailTimeMaxMs = 15_000;
const refundTimeMaxMs = 30_000;
const number = (text) => Number(text.replace(/[^\d-]/g, ""));

export class Owner {
  /** Signs in at the door, in a browser of the owner's own. */
  static async arrive(browser, shop, options = {}) {
    const owner = new Owner();
    owner.shop = shop;
    owner.visitor = await Visitor.arrive(browser, shop.url, options);
    owner.page = owner.visitor.page;
    await owner.visitor.open("/admin");
    assert.equal(new URL(owner.page.url()).pathname, "/admin/login", "the admin asks who comes");
    await owner.page.fill("[name=email]", shop.adminEmail);
    await owner.page.fill("[name=password]", shop.adminPassword);
    await owner.visitor.press(owner.page.locator("form[action='/admin/login'] [type=submit]"));
    assert.equal(new URL(owner.page.url()).pathname, "/admin");
    return owner;
  }

  async open(path) {
    const answer = await this.visitor.open(path);
    assert.ok(answer.status() < 400, `${path} answered ${answer.status()}`);
  }

  async leave() { await this.visitor.leave(); }

  /** The dashboard's figures by their title, as numbers: rupiah and counts alike. */
  async figures() {
    await this.open("/admin");
    const found = await this.page.locator(".widget").filter({ has: this.page.locator(".figure") }).evaluateAll((widgets) =>
      widgets.map((widget) => [widget.querySelector(".panel-title").textContent.trim(), widget.querySelector(".figure").textContent]));
    return Object.fromEntries(found.map(([title, text]) => [title, number(text)]));
  }

  async dashboardText() {
    await this.open("/admin");
    return this.page.locator("main").innerText();
  }

  /** What the stock page says about a SKU. */
  async stock(sku) {
    await this.open(`/admin/stock?q=${encodeURIComponent(sku)}`);
    const row = this.page.locator("tbody tr").filter({ has: this.page.getByRole("cell", { name: sku, exact: true }) });
    const [onHand, reserved, available] = (await row.locator("td.num").allInnerTexts()).map(number);
    return { onHand, reserved, available };
  }

  async countStock(sku, onHand) {
    await this.open(`/admin/stock?q=${encodeURIComponent(sku)}`);
    await this.visitor.press(this.page.locator("tbody tr").filter({ has: this.page.getByRole("cell", { name: sku, exact: true }) }).locator("a").first());
    await this.page.fill("[name=on_hand]", String(onHand));
    const form = this.page.locator("form:has([name=on_hand])");
    if (await form.locator("[name=reason]").count()) await form.locator("[name=reason]").fill("counted by a test");
    await this.visitor.press(form.locator("[type=submit]"));
    assert.equal((await this.stock(sku)).onHand, onHand);
  }

  async openOrder(orderNumber) {
    await this.open(`/admin/orders?q=${encodeURIComponent(orderNumber)}`);
    await this.visitor.press(this.page.getByRole("link", { name: orderNumber, exact: true }));
  }

  /** How many orders the list finds. */
  async ordersOf(email) {
    await this.open(`/admin/orders?q=${encodeURIComponent(email)}`);
    return this.page.locator("main tbody tr").filter({ hasText: email }).count();
  }

  async confirmTransfer(orderNumber) {
    await this.openOrder(orderNumber);
    await this.visitor.press(this.page.locator("a.btn[href*='/admin/payments/']"));
    await this.visitor.press(this.page.locator("form[action$='/receipt'] [type=submit]"));
  }

  /** Ships what can be sent; only `units` of the order's one line when that is said. */
  async ship(orderNumber, trackingNumber, units) {
    await this.openOrder(orderNumber);
    const form = this.page.locator("form[action$='/ship']");
    if (units) await form.locator("[name^=ship_]").fill(String(units));
    await form.locator("[name=tracking_number]").fill(trackingNumber);
    await this.visitor.press(form.locator("[type=submit]:not([formaction])"));
  }

  async deliverAll(orderNumber) {
    await this.openOrder(orderNumber);
    await this.visitor.press(this.page.locator("form[action$='/deliver'] [type=submit]"));
  }

  /** Ships the rest of an order from its row in the list. */
  async quickShip(orderNumber, trackingNumber) {
    await this.open("/admin/orders?show=to_ship");
    const row = this.page.locator("tbody tr").filter({ has: this.page.getByRole("link", { name: orderNumber, exact: true }) });
    await row.locator("[name^=tracking_]").fill(trackingNumber);
    await this.visitor.press(row.locator("button[name=only]"));
  }

  /** Ticks orders in the list and presses a print button of the bar above it, whose answer opens beside the page; its bytes. */
  async printTicked(orderNumbers, paper) {
    await this.open("/admin/orders");
    for (const number of orderNumbers) await this.page.getByRole("checkbox", { name: number, exact: true }).check();
    const button = this.page.locator(`#bulk button[name=paper][value=${paper}]`);
    assert.ok(await button.isVisible());
    const fields = await this.page.locator("#bulk").evaluate((form) => [...form.elements].filter((one) => one.name && one.type !== "submit" && (one.type !== "checkbox" || one.checked)).map((one) => [one.name, one.value]));
    const data = new URLSearchParams([...fields, ["paper", paper]]).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: new URL(this.shop.url).origin, "Sec-Fetch-Site": "same-origin" };
    const answer = await this.visitor.context.request.post(await button.getAttribute("formaction"), { data, headers });
    assert.equal(answer.status(), 200);
    return answer.body();
  }

  /** Goes through a return: agrees, takes the goods back onto the shelf, asks for the refund of its worth. */
  async acceptReturn(orderNumber) {
    for (const step of ["approve", "receive", "close"]) {
      await this.openOrder(orderNumber);
      await this.visitor.press(this.page.locator(`form[action*='/returns/'] button[value=${step}]`));
    }
  }

  /** Sends what is owed by hand, once the payment says that a person has to. Answers what its page said about it. */
  async sendBack(orderNumber) {
    await this.openOrder(orderNumber);
    await this.visitor.press(this.page.locator("a.btn[href*='/admin/payments/']"));
    const button = this.page.locator("form[action$='/refunded'] [type=submit]:not([formaction])");
    for (const deadline = Date.now() + refundTimeMaxMs; !(await button.count()); await sleep(300)) {
      assert.ok(Date.now() < deadline, "the payment asks nobody to send money back");
      await this.page.reload();
    }
    const said = await this.page.locator("main").innerText();
    await this.visitor.press(button);
    return said;
  }

  /** The newest kept mail to an address whose text has a link with `part`; waits for it, since mails are written beside the request. */
  async linkMailedTo(address, part) {
    const deadline = Date.now() + mailTimeMaxMs;
    let seen = "no mail";
    while (Date.now() < deadline) {
      for (const path of await this.mailsTo(address)) {
        await this.open(path);
        seen = await this.mailText();
        const link = seen.match(new RegExp(`https?://[^\\s"'<>]*${part}[^\\s"'<>]*`));
        if (link) return link[0].replaceAll("&amp;", "&");
      }
      await sleep(300);
    }
    throw new Error(`no mail to ${address} with a link to ${part}; the last one read:\n${seen.slice(0, 1500)}`);
  }

  async mailsTo(address) {
    await this.open(`/admin/mail?q=${encodeURIComponent(address)}`);
    return this.page.locator("main tr, main li").filter({ hasText: address }).locator("a[href^='/admin/mail/']").evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
  }

  /** Everything the mail's page shows, whatever it is framed in. */
  async mailText() {
    const texts = [];
    for (const frame of this.page.frames()) texts.push(await frame.content());
    return texts.join("\n");
  }
}
