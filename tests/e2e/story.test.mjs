// The whole way of an order, for a guest without scripts and for a customer with them: bought, paid by transfer, sent in two parcels
// with their papers, tracked, one piece sent back and refunded; every mail as its reader gets it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser, visit } from "./browser.mjs";
import { addAddress, addToCart, askReturn, buyer, chooseMethods, chooseVariant, chosenAddress, fillCheckout, goToCheckout, guitar, logIn, placeOrder, prefix, readOrder, skuOf, track } from "./buying.mjs";
import { Mailbox } from "./mailbox.mjs";
import { Owner } from "./owner.mjs";
import { fetchPaper, readPaper } from "./papers.mjs";
import { useShop } from "./shop.mjs";

const shop = await useShop();
const browser = await useBrowser();
const quantity = 3;

/** How subjects of mails end (# is the order's number), and what papers and pages say, in each language. */
const words = {
  id: {
    received: "Pesanan # diterima: cara membayar", paid: "Pesanan # lunas", shipped: "Pesanan # dikirim", rest: "Sisanya menyusul", parcel: "Paket lain dari pesanan # sedang dikirim",
    agreed: "Retur Anda untuk pesanan # disetujui", arrived: "Retur Anda untuk pesanan # sudah kami terima", refunded: "untuk pesanan # sudah dikembalikan",
    invoice: ["FAKTUR", "LUNAS", "PPN"], history: "Sebagian dana dikembalikan",
  },
  en: {
    received: "Order # received: how to pay", paid: "Order # is paid", shipped: "Order # is on its way", rest: "The rest follows", parcel: "Another parcel of order # is on its way",
    agreed: "Your return for order # is approved", arrived: "Your return for order # has arrived", refunded: "for order # was sent back",
    invoice: ["INVOICE", "PAID", "PPN"], history: "A part was refunded",
  },
};

/** The digits of rupiah as pages, mails and papers write them. */
const written = (amount) => amount.toLocaleString("id-ID");
const amountIn = (text) => Number(text.match(/Rp\s*([\d.]+)/)[1].replaceAll(".", ""));

/** Puts the guitar into the cart and orders it, to an address that is typed or to one from the book. */
async function order(visitor, owner, { locale, variantIndex, customer }, person) {
  const { page } = visitor;
  const root = prefix(locale);
  if (customer) {
    await logIn(visitor, root, person.email, shop.customerPassword);
    await addAddress(visitor, root, person);
  }
  await visitor.open(locale === "en" ? guitar.enPath : guitar.path);
  const { id } = await chooseVariant(visitor, variantIndex);
  const sku = await skuOf(shop, id);
  await owner.countStock(sku, (await owner.stock(sku)).reserved + quantity + 1);
  const stock = await owner.stock(sku);
  await addToCart(visitor, quantity);
  await goToCheckout(visitor);
  if (customer) assert.ok((await chosenAddress(visitor)).includes(person.address), "the saved address is chosen");
  else await fillCheckout(visitor, person);
  await chooseMethods(visitor);
  const placed = await placeOrder(visitor);
  const toTransfer = Number(await page.locator(".pay-figure [data-copy]").getAttribute("data-copy"));
  return { ...placed, sku, stock, toTransfer };
}

/** What became of the stock since the order: so many are gone for good. */
async function assertGone(owner, { sku, stock }, gone) {
  assert.deepEqual(await owner.stock(sku), { onHand: stock.onHand - gone, reserved: stock.reserved, available: stock.available - gone });
}

/** Label and packing slip from the papers of the order's page in the admin. */
async function readDeskPapers(owner, { number, sku }, person, tracking) {
  await owner.openOrder(number);
  await owner.visitor.press(owner.page.locator("a.btn[href*='/admin/papers/']"));
  const labels = await fetchPaper(owner.visitor, "a[href*='/admin/papers/label/']");
  assert.equal(labels.pages, 2, "a label for each parcel");
  assert.equal(labels.codes.filter((code) => code === `QR-Code:${number}`).length, 2, labels.codes.join());
  for (const one of tracking) assert.ok(labels.codes.includes(`CODE-128:${one}`), `${one} is read from its label: ${labels.codes}`);
  for (const word of [person.name, "Kota Bandung", person.postal_code]) assert.ok(labels.text.includes(word.replaceAll(" ", "")), `${word} on the label: ${labels.text}`);
  const slip = await fetchPaper(owner.visitor, "a[href*='/admin/papers/slip/']");
  assert.ok(slip.text.includes(sku), "the slip says what to pack");
  const again = await readPaper(await owner.printTicked([number], "label"));
  assert.deepEqual(again.codes.sort(), labels.codes.sort(), "the list prints the same labels");
}

/** The invoice from the customer's own page. */
async function readInvoice(visitor, { number, sku }, say) {
  const invoice = await fetchPaper(visitor, ".order-tools a[href$='/invoice.pdf']");
  const total = written(amountIn(await visitor.page.locator(".order-main .totals-total").innerText()));
  for (const word of [number, sku, total, ...say.invoice]) assert.ok(invoice.text.toUpperCase().includes(word.toUpperCase()), `${word} on the invoice: ${invoice.text}`);
}

/** One piece goes back. Answers what it was worth. */
async function sendOneBack(visitor, owner, { number }, mailbox, say) {
  const { page } = visitor;
  await page.reload();
  await askReturn(visitor, { quantity: 1, reason: "broken", note: "Kepalanya retak" });
  const worth = amountIn(await page.locator("section[aria-labelledby=returns-title]").innerText());
  const line = amountIn(await page.locator(".order-lines .order-amount").innerText());
  assert.ok(Math.abs(worth * quantity - line) < quantity, `one of ${quantity} is worth its share: ${worth} of ${line}`);
  await owner.openOrder(number);
  assert.match(await owner.page.locator("main").innerText(), /Kepalanya retak/);
  await owner.acceptReturn(number);
  await mailbox.find(number, say.agreed);
  await mailbox.find(number, say.arrived);
  assert.ok((await owner.sendBack(number)).includes(written(worth)), "the payment says how much to send");
  await mailbox.find(number, say.refunded, written(worth));
  return worth;
}

for (const kind of [
  { who: "a guest without scripts", scripts: false, locale: "id", variantIndex: 1 },
  { who: "a customer with scripts", scripts: true, locale: "en", variantIndex: 2, customer: true },
])
  test(`the story of ${kind.who}, in ${kind.locale}`, async () => {
    const { locale, scripts } = kind;
    const say = words[locale];
    const person = buyer(kind.customer ? shop.customerEmail : `cerita-${Date.now()}@example.com`);
    const mailbox = new Mailbox(shop, person.email);
    const owner = await Owner.arrive(browser, shop, { scripts });

    await visit(browser, shop.url, { scripts }, async (visitor) => {
      const { page } = visitor;
      const bought = await order(visitor, owner, kind, person);
      const { number } = bought;
      await mailbox.find(number, say.received, written(bought.toTransfer));

      await owner.confirmTransfer(number);
      await mailbox.find(number, say.paid);
      await page.reload();
      assert.equal(await page.locator(".pay-figure").count(), 0, "nothing more to pay");

      const tracking = [`JNE${Date.now()}A`, `JNE${Date.now()}B`];
      await owner.ship(number, tracking[0], 1);
      await mailbox.find(number, say.shipped, tracking[0], say.rest);
      await owner.quickShip(number, tracking[1]);
      await mailbox.find(number, say.parcel, tracking[1]);
      await assertGone(owner, bought, quantity);
      await readDeskPapers(owner, bought, person, tracking);
      await page.reload();
      await readInvoice(visitor, bought, say);

      await visit(browser, shop.url, { scripts }, async (stranger) => {
        const found = await track(stranger, prefix(locale), number, person.email);
        for (const word of [number, ...tracking]) assert.ok(found.text.includes(word), `whoever knows number and e-mail sees ${word}`);
      });

      await owner.deliverAll(number);
      const worth = await sendOneBack(visitor, owner, bought, mailbox, say);
      await assertGone(owner, bought, quantity - 1);
      await page.reload();
      const { text } = await readOrder(visitor);
      for (const word of [say.history, written(worth)]) assert.ok(text.includes(word), `${word} is on the order's page`);
      const credit = await fetchPaper(visitor, ".order-tools a[href$='/credit.pdf']");
      for (const word of [number, written(worth)]) assert.ok(credit.text.includes(word), `${word} on the credit note: ${credit.text}`);
    });
    await owner.leave();
  });
