// The simulator is judged by the official client of Midtrans: it is driven with that, notifications included.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startMidtrans } from "./server.mjs";

const official = createRequire(new URL("../../../web/package.json", import.meta.url))("midtrans-client");
const serverKey = "SB-Mid-server-of-the-test";
const clientKey = "SB-Mid-client-of-the-test";

let midtrans, merchant, snap, core;
const received = [];
let shopAnswers = 200;
let orders = 0;

before(async () => {
  merchant = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    received.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(shopAnswers).end();
  });
  await new Promise((resolve) => merchant.listen(0, "127.0.0.1", resolve));
  midtrans = await startMidtrans({ notify: `http://127.0.0.1:${merchant.address().port}/`, serverKey, clientKey, retryMs: 10 });
  snap = new official.Snap({ isProduction: false, serverKey, clientKey });
  core = new official.CoreApi({ isProduction: false, serverKey, clientKey });
  const addresses = snap.apiConfig.constructor;
  addresses.CORE_SANDBOX_BASE_URL = midtrans.url;
  addresses.SNAP_SANDBOX_BASE_URL = `${midtrans.url}/snap/v1`;
});
after(async () => {
  await midtrans.stop();
  merchant.closeAllConnections();
  merchant.close();
});
beforeEach(async () => {
  await control("reset");
  received.length = 0;
  shopAnswers = 200;
});

const control = async (path, body = {}) => (await fetch(`${midtrans.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
const state = () => control("state");
const wanted = (changes = {}) => ({
  transaction_details: { order_id: `HR-${(orders += 1)}-abc`, gross_amount: 268_000 },
  item_details: [{ id: "SKU1", price: 125_000, quantity: 2, name: "Kopi" }, { id: "SHIP", price: 23_000, quantity: 1, name: "JNE REG" }, { id: "OFF", price: -5_000, quantity: 1, name: "Diskon" }],
  callbacks: { finish: "http://127.0.0.1/return" },
  ...changes,
});
const until = async (holds) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = holds();
    if (found) return found;
    await sleep(20);
  }
  throw new Error("it did not happen in time");
};
const submit = (url, fields) => fetch(url, { method: "POST", body: new URLSearchParams(fields) });
const begin = async (changes) => {
  const body = wanted(changes);
  return { id: body.transaction_details.order_id, ...(await snap.createTransaction(body)) };
};

test("a page is created, again for the same order with another token, and paid by virtual account", async () => {
  const body = wanted();
  const first = await snap.createTransaction(body);
  const second = await snap.createTransaction(body);
  assert.notEqual(first.token, second.token);
  assert.equal((await fetch(first.redirect_url)).status, 410, "the first page is off");
  const id = body.transaction_details.order_id;
  await assert.rejects(core.transaction.status(id), /404/);

  assert.match(await (await submit(second.redirect_url, { way: "bca_va" })).text(), /BCA virtual account/);
  const pending = await core.transaction.status(id);
  assert.equal(pending.transaction_status, "pending");
  assert.equal(pending.va_numbers[0].bank, "bca");
  assert.match(pending.expiry_time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await assert.rejects(snap.createTransaction(body), /already been taken/);

  await submit(second.redirect_url, { act: "pay" });
  assert.equal((await core.transaction.status(id)).transaction_status, "settlement");
  await assert.rejects(core.transaction.refund(id, { refund_key: "R1", amount: 1_000 }), /412/, "a transfer cannot be sent back");
});

test("a card is taken, declined with another try on the same page, or held for a check", async () => {
  const { id, redirect_url: page } = await begin();
  assert.match(await (await submit(page, { way: "credit_card", number: "4911 1111 1111 1113" })).text(), /declined/);
  assert.equal((await core.transaction.status(id)).transaction_status, "deny");
  await submit(page, { way: "credit_card", number: "4811 1111 1111 1114" });
  const paid = await core.transaction.status(id);
  assert.deepEqual([paid.transaction_status, paid.fraud_status, paid.masked_card], ["capture", "accept", "48111111-1114"]);

  const held = await begin();
  await submit(held.redirect_url, { way: "credit_card", number: "4511111111111117" });
  assert.equal((await core.transaction.status(held.id)).fraud_status, "challenge");
  assert.equal((await core.transaction.approve(held.id)).fraud_status, "accept");
  const refused = await begin();
  await submit(refused.redirect_url, { way: "credit_card", number: "4511111111111117" });
  assert.equal((await core.transaction.deny(refused.id)).transaction_status, "deny");
  assert.deepEqual((await state()).orders.map((order) => order.paid), [1, 1, 0]);
});

test("an order is cancelled and expired, and nothing moves that has ended", async () => {
  const one = await begin();
  await submit(one.redirect_url, { way: "other_qris" });
  assert.equal((await core.transaction.cancel(one.id)).transaction_status, "cancel");
  await assert.rejects(core.transaction.cancel(one.id), /412/);
  const other = await begin();
  await submit(other.redirect_url, { way: "permata_va" });
  assert.equal((await core.transaction.expire(other.id)).transaction_status, "expire", "407 is no error to the client");
});

test("a refund in parts, with its key once, and never more than was paid", async () => {
  const { id, redirect_url: page } = await begin();
  await submit(page, { way: "gopay" });
  await submit(page, { act: "pay" });
  const first = await core.transaction.refund(id, { refund_key: "R1", amount: 68_000, reason: "one string broke" });
  assert.deepEqual([first.transaction_status, first.refund_amount], ["partial_refund", "68000.00"]);
  await core.transaction.refund(id, { refund_key: "R1", amount: 68_000 });
  await assert.rejects(core.transaction.refund(id, { refund_key: "R2", amount: 200_001 }), /412/);
  const rest = await core.transaction.refund(id, { refund_key: "R3", amount: 200_000 });
  assert.equal(rest.transaction_status, "refund");
  assert.equal((await core.transaction.status(id)).refunds.length, 2);
});

test("a charge shows a code or an account, once for its key and for its order", async () => {
  const body = { ...wanted(), payment_type: "qris", qris: { acquirer: "gopay" } };
  const charged = await core.charge(body);
  assert.equal(charged.status_code, "201");
  assert.match(charged.qr_string, /^000201.*6304[0-9A-F]{4}$/);
  assert.equal(charged.actions[0].name, "generate-qr-code");
  await assert.rejects(core.charge(body), /406/);
  assert.equal((await core.transaction.status(body.transaction_details.order_id)).qr_string, undefined, "only the charge tells the code");
  const va = await core.charge({ ...wanted(), payment_type: "bank_transfer", bank_transfer: { bank: "bri" } });
  assert.equal(va.va_numbers[0].bank, "bri");
});

test("what Midtrans refuses is refused: sums, ids, keys", async () => {
  const wrong = wanted();
  wrong.item_details[0].price += 1;
  await assert.rejects(snap.createTransaction(wrong), /not equal to the sum of item_details/);
  await assert.rejects(snap.createTransaction(wanted({ transaction_details: { order_id: "a b", gross_amount: 268_000 } })), /order_id is not valid/);
  await assert.rejects(snap.createTransaction(wanted({ item_details: [{ id: "x", price: 268_000, quantity: 1, name: "n".repeat(51) }] })), /too long/);
  const stranger = new official.Snap({ isProduction: false, serverKey: clientKey, clientKey: serverKey });
  await assert.rejects(stranger.createTransaction(wanted()), /401/);
  const other = new official.CoreApi({ isProduction: false, serverKey: "wrong", clientKey });
  await assert.rejects(other.transaction.status("x"), /401/);
});

test("notifications are signed, and the client reads their state from the status", async () => {
  const { id, redirect_url: page } = await begin();
  await submit(page, { way: "bni_va" });
  await submit(page, { act: "pay" });
  const settled = await until(() => received.find((one) => one.transaction_status === "settlement"));
  assert.equal(settled.signature_key, createHash("sha512").update(id + settled.status_code + "268000.00" + serverKey).digest("hex"));
  assert.equal((await core.transaction.notification(settled)).transaction_status, "settlement");
  const altered = { ...received.find((one) => one.transaction_status === "pending"), transaction_status: "refund" };
  assert.equal((await core.transaction.notification(JSON.stringify(altered))).transaction_status, "settlement");
});

test("switches make trouble: duplicate, unsigned, lost, held back and reordered, fee, failing calls", async () => {
  await control("trouble", { duplicate: 2 });
  const twice = await begin();
  await submit(twice.redirect_url, { way: "bca_va" });
  await until(() => received.length === 3);

  await control("trouble", { duplicate: 0, unsigned: true });
  await control(`orders/${twice.id}/settle`);
  const bare = await until(() => received.find((one) => one.transaction_status === "settlement"));
  assert.equal(bare.signature_key, undefined);

  received.length = 0;
  await control("trouble", { unsigned: false, hold: true });
  const late = await begin();
  await submit(late.redirect_url, { way: "bca_va" });
  await submit(late.redirect_url, { act: "pay" });
  assert.equal((await state()).held, 2);
  await control("flush");
  assert.deepEqual(received.map((one) => one.transaction_status), ["settlement", "pending"]);

  await control("trouble", { hold: false, lost: true, fee: 4_000 });
  const dear = await begin();
  await submit(dear.redirect_url, { way: "gopay" });
  const status = await core.transaction.status(dear.id);
  assert.deepEqual([status.gross_amount, status.metadata.extra_info.gross_amount_info.original_amount], ["272000.00", "268000.00"]);
  assert.equal(received.length, 2);

  await control("trouble", { fail: 1 });
  await assert.rejects(core.transaction.status(dear.id), /500/);
  await control("trouble", { loseAnswers: 1 });
  await assert.rejects(core.transaction.cancel(dear.id));
  assert.equal((await core.transaction.status(dear.id)).transaction_status, "cancel", "it was acted on all the same");
  await control("trouble", { down: true });
  await assert.rejects(core.transaction.status(dear.id));
});

test("a notification that is not taken comes again", async () => {
  shopAnswers = 503;
  const { redirect_url: page } = await begin();
  await submit(page, { way: "bca_va" });
  await until(() => received.length >= 3);
  shopAnswers = 200;
  await sleep(200);
  const [delivery] = (await state()).notifications;
  assert.equal(delivery.statuses.at(-1), 200);
});
