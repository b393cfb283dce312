// What becomes of a payment, the same at every gateway: it fails and the other gateway takes it, it comes when the order is over, it goes
// back in parts.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { readOrder } from "./buying.mjs";
import { comeBack, gatewaysOf, goToPay, stockUp, until, untilOver, untilPaid } from "./gateways.mjs";
import { Mailbox } from "./mailbox.mjs";
import { Owner } from "./owner.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const gateways = gatewaysOf(shop);
const browser = await useBrowser();
before(() => stockUp(browser, shop));
const rupiah = (units) => `Rp${String(units).replace(/\B(?=(\d{3})+$)/g, ".")}`;

/** Fills and sends the form at the desk, where it may be folded away. */
async function sendBack(owner, form, fields) {
  if (!(await form.isVisible())) await owner.page.locator("details", { has: form }).locator("summary").click();
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name=${name}]`).fill(String(value));
  await owner.visitor.press(form.locator("[type=submit]"));
}

for (const { scripts, locale } of [{ scripts: true, locale: "id" }, { scripts: false, locale: "en" }])
  for (const [gateway, other] of [[gateways.stripe, gateways.midtrans], [gateways.midtrans, gateways.stripe]])
    describe(`${gateway.title} ${scripts ? "with" : "without"} scripts, in ${locale}`, () => {
      const options = { scripts, also: [gateway.url, other.url] };

      test(`after a failed payment ${other.title} takes it, and the first page ends`, async () => {
        await visit(browser, shop.url, options, async (visitor) => {
          const { page } = visitor;
          const { hosted } = await goToPay(visitor, gateway, { locale });
          await gateway.fail(page);
          const { number } = await comeBack(visitor);
          await Promise.all([page.waitForURL(other.hosted), page.click(`button[name=payment_method][value=${other.code}]`)]);
          const second = page.url();
          await other.pay(page);
          assert.equal((await untilPaid(visitor)).number, number, "it is the same order");
          await untilOver(gateway, hosted);
          assert.notEqual(await gateway.attempt(hosted), await other.attempt(second));
        });
      });

      test("money for an order that is over is owed back, and the owner gets a mail about it", async () => {
        await visit(browser, shop.url, options, async (visitor) => {
          const { page } = visitor;
          const { hosted } = await goToPay(visitor, gateway, { locale });
          await gateway.promise(page);
          const { number, path, status } = await comeBack(visitor);
          await visitor.press(page.locator(`form[action$="${path.split("/").pop()}/cancel"] [type=submit]`));
          assert.notEqual((await readOrder(visitor)).status, status);
          await untilOver(gateway, hosted);
          await gateway.moneyComesLate(hosted);

          const mail = await new Mailbox(shop, shop.ownerMailbox).about(`/admin/payments/${await gateway.attempt(hosted)}`);
          assert.match(mail.subject, new RegExp(number));
          assert.match(mail.text, new RegExp(gateway.title));
          const owner = await Owner.arrive(browser, shop, { scripts });
          const desk = new URL(mail.text.match(/https?:\/\/\S*\/admin\/payments\/\S+/)[0]).pathname;
          await owner.open(desk);
          await owner.visitor.press(owner.page.locator("[type=submit][formaction$='/send-owed']"));
          await until(async () => {
            await owner.open(desk);
            // What the gateway cannot send back, a person does and says so.
            const byHand = owner.page.locator("form[action$='/refunded'] [type=submit]:not([formaction])");
            if (gateway === gateways.midtrans && (await byHand.count())) await owner.visitor.press(byHand);
            return (await byHand.count()) === 0;
          }, "it is still owed");
          await owner.leave();
          await page.reload();
          assert.match((await readOrder(visitor)).text, /dikembalikan|sent back/i, "the customer sees it");
        });
      });

      test("the owner sends money back in parts, and the customer sees each", async () => {
        await visit(browser, shop.url, options, async (visitor) => {
          const { page } = visitor;
          const { hosted, email } = await goToPay(visitor, gateway, { locale });
          await gateway.pay(page);
          const paid = await untilPaid(visitor);
          await gateway.settle(hosted);
          const owner = await Owner.arrive(browser, shop, { scripts });
          await owner.openOrder(paid.number);
          await sendBack(owner, owner.page.locator("form[action$='/refund']"), { refund_amount: 10_000, refund_reason: "Senar putus" });
          const onItsWay = /sedang dikembalikan|is being sent/;
          const partly = await until(async () => {
            await page.reload();
            const seen = await readOrder(visitor);
            return /Senar putus/.test(seen.text) && !onItsWay.test(seen.text) && seen;
          }, "the customer does not see the first part");
          assert.match(partly.text, /Rp10\.000/);
          const told = await new Mailbox(shop, email).about("Rp10.000");
          assert.match(`${told.subject} ${told.text}`, new RegExp(paid.number));

          await owner.openOrder(paid.number);
          await owner.visitor.press(owner.page.locator("a.btn[href*='/admin/payments/']"));
          const left = Number((await owner.page.locator("dt", { hasText: /bisa dikembalikan|be sent back/i }).locator("+ dd").innerText()).replace(/\D/g, ""));
          await sendBack(owner, owner.page.locator("form[action$='/refund']"), { refund_amount: left, reason: "Semuanya kembali" });
          const whole = await until(async () => {
            await page.reload();
            const seen = await readOrder(visitor);
            return seen.text.includes(rupiah(left)) && !onItsWay.test(seen.text) && seen;
          }, "the customer does not see the rest");
          assert.match(whole.text, /Semuanya kembali/);
          assert.deepEqual(await gateway.sentBack(hosted), [10_000, left]);
          await new Mailbox(shop, email).about(rupiah(left));
          await owner.leave();
        });
      });
    });
