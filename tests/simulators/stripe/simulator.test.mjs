// The simulator is judged by Stripe's official client: what that accepts and how it understands errors.
import assert from "node:assert/strict";
import http from "node:http";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { check } from "./check_form.mjs";
import { startSimulator } from "./server.mjs";

const Stripe = createRequire(new URL("../../../web/package.json", import.meta.url))("stripe");
const secret = "whsec_of_the_test";
const line = { quantity: 2, price_data: { currency: "idr", unit_amount: 12_500_000, product_data: { name: "Kopi & Teh" } } };
const wanted = {
  mode: "payment", success_url: "https://shop.example/r?s={CHECKOUT_SESSION_ID}", cancel_url: "https://shop.example/c", line_items: [line], client_reference_id: "HR-1-a",
  metadata: { attempt_id: "HR-1-a" }, payment_intent_data: { metadata: { attempt_id: "HR-1-a" } }, locale: "id", customer_email: "siti@example.com",
};

let simulator, stripe, shop;
const received = [];
let shopAnswers = 200;

const control = async (path, body = {}) => (await fetch(`${simulator.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
const until = async (holds) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = holds();
    if (found) return found;
    await sleep(20);
  }
  throw new Error("it did not happen in time");
};
const told = (type) => until(() => received.find((one) => JSON.parse(one.body).type === type));

before(async () => {
  shop = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    received.push({ body: Buffer.concat(parts).toString(), signature: request.headers["stripe-signature"], path: request.url });
    response.writeHead(shopAnswers).end();
  });
  await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
  simulator = await startSimulator({ shop: `http://127.0.0.1:${shop.address().port}`, webhookSecret: secret });
  stripe = new Stripe("sk_test_simulated", { host: "127.0.0.1", port: Number(new URL(simulator.url).port), protocol: "http", telemetry: false, maxNetworkRetries: 0 });
});
after(async () => {
  await simulator.close();
  shop.closeAllConnections();
  shop.close();
});
afterEach(async () => {
  await control("reset");
  received.length = 0;
  shopAnswers = 200;
});

describe("the official client", () => {
  test("begins, looks at and ends a session", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    assert.equal(session.amount_total, 25_000_000);
    assert.equal(session.status, "open");
    assert.ok(session.url.startsWith(simulator.url));
    assert.equal((await stripe.checkout.sessions.listLineItems(session.id)).data.length, 1);
    assert.equal((await stripe.checkout.sessions.expire(session.id)).status, "expired");
    await assert.rejects(stripe.checkout.sessions.expire(session.id), Stripe.errors.StripeInvalidRequestError);
    await told("checkout.session.expired");
  });

  test("sees a payment on the hosted page, and its webhook verifies", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    const page = await fetch(session.url);
    assert.match(await page.text(), /Simulasi Stripe/);
    const paid = await fetch(session.url, { method: "POST", body: new URLSearchParams({ card: "4242 4242 4242 4242" }), redirect: "manual" });
    assert.equal(paid.headers.get("location"), `https://shop.example/r?s=${session.id}`);
    const seen = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
    assert.deepEqual([seen.status, seen.payment_status, seen.payment_intent.status], ["complete", "paid", "succeeded"]);
    assert.equal(seen.payment_intent.latest_charge.payment_method_details.card.last4, "4242");
    const sent = await told("checkout.session.completed");
    const event = stripe.webhooks.constructEvent(sent.body, sent.signature, secret);
    assert.equal(event.data.object.client_reference_id, "HR-1-a");
    assert.throws(() => stripe.webhooks.constructEvent(`${sent.body} `, sent.signature, secret), Stripe.errors.StripeSignatureVerificationError);
    assert.equal(sent.path, "/webhooks/stripe");
  });

  test("sees a declined card, and a second try in the same session", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    assert.deepEqual(await control(`sessions/${session.id}/pay`, { card: "4000000000009995" }), { declined: "insufficient_funds" });
    await told("payment_intent.payment_failed");
    const seen = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    assert.equal(seen.status, "open");
    assert.equal(seen.payment_intent.last_payment_error.decline_code, "insufficient_funds");
    assert.deepEqual(await control(`sessions/${session.id}/pay`), { paid: true });
  });

  test("waits for delayed payments", async () => {
    for (const outcome of ["succeeded", "failed"]) {
      const session = await stripe.checkout.sessions.create(wanted);
      await control(`sessions/${session.id}/pay`, { method: "bank" });
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, "unpaid");
      await control(`sessions/${session.id}/settle`, { outcome });
      await told(`checkout.session.async_payment_${outcome}`);
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, outcome === "succeeded" ? "paid" : "unpaid");
    }
  });

  test("sends money back in parts, and never more than came", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    await control(`sessions/${session.id}/pay`);
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id);
    await stripe.refunds.create({ payment_intent: intent, amount: 10_000_000, metadata: { refund_key: "R1" } });
    await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 15_000_001 }), Stripe.errors.StripeInvalidRequestError);
    await stripe.refunds.create({ payment_intent: intent });
    await assert.rejects(stripe.refunds.create({ payment_intent: intent }), (error) => error.code === "charge_already_refunded");
    const all = await stripe.refunds.list({ payment_intent: intent, limit: 1 }).autoPagingToArray({ limit: 10 });
    assert.deepEqual(all.map((one) => one.amount), [15_000_000, 10_000_000]);
    assert.equal((await stripe.charges.list({ payment_intent: intent })).data[0].refunded, true);
  });

  test("sees disputes", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    await control(`sessions/${session.id}/pay`);
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id);
    const { id } = await control("disputes", { payment_intent: intent });
    await control(`disputes/${id}`, { status: "won" });
    assert.equal((await stripe.disputes.list({ payment_intent: intent })).data[0].status, "won");
    await told("charge.dispute.funds_reinstated");
  });

  test("understands every class of error", async () => {
    const create = (changes, options) => stripe.checkout.sessions.create({ ...wanted, ...changes }, options);
    await assert.rejects(create({ shoes: 1 }), (error) => error.code === "parameter_unknown");
    await assert.rejects(create({ line_items: [{ ...line, price_data: { ...line.price_data, unit_amount: -1 } }] }), Stripe.errors.StripeInvalidRequestError);
    await assert.rejects(create({ line_items: [{ ...line, quantity: 1, price_data: { ...line.price_data, unit_amount: 1_000 } }] }), (error) => error.code === "amount_too_small");
    await assert.rejects(create({ expires_at: Math.floor(Date.now() / 1000) + 60 }), (error) => error.param === "expires_at");
    await assert.rejects(stripe.checkout.sessions.retrieve("cs_test_nobody"), (error) => error.code === "resource_missing");
    const stranger = new Stripe("sk_test_other", { host: "127.0.0.1", port: Number(new URL(simulator.url).port), protocol: "http", telemetry: false, maxNetworkRetries: 0 });
    await assert.rejects(stranger.balance.retrieve(), Stripe.errors.StripeAuthenticationError);
    for (const [status, kind] of [[500, "StripeAPIError"], [503, "StripeAPIError"], [429, "StripeRateLimitError"]]) {
      await control("switches", { api: { status } });
      await assert.rejects(create({}), Stripe.errors[kind]);
    }
  });

  test("finds idempotent requests as they are documented", async () => {
    const first = await stripe.checkout.sessions.create(wanted, { idempotencyKey: "k1" });
    const again = await stripe.checkout.sessions.create(wanted, { idempotencyKey: "k1" });
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
    await assert.rejects(stripe.checkout.sessions.create({ ...wanted, locale: "en" }, { idempotencyKey: "k1" }), Stripe.errors.StripeIdempotencyError);
    await assert.rejects(stripe.checkout.sessions.create({ ...wanted, mode: "setup" }, { idempotencyKey: "k2" }), Stripe.errors.StripeInvalidRequestError);
    await stripe.checkout.sessions.create(wanted, { idempotencyKey: "k2" }); // a refusal is not stored
    await control("switches", { api: { status: 500, stored: true, times: 1 } });
    for (let times = 0; times < 2; times += 1) await assert.rejects(stripe.checkout.sessions.create(wanted, { idempotencyKey: "k3" }), Stripe.errors.StripeAPIError);
    await control("switches", { api: { lose_answers: 2 } }); // the client asks once more by itself
    await assert.rejects(stripe.checkout.sessions.create(wanted, { idempotencyKey: "k4" }), Stripe.errors.StripeConnectionError);
    await stripe.checkout.sessions.create(wanted, { idempotencyKey: "k4" });
    const { data } = await stripe.checkout.sessions.list({ limit: 100 });
    assert.equal(data.length, 3, "k1, k2 and k4 once each");
  });

  test("sends bodies that the judge accepts", async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    await control(`sessions/${session.id}/pay`);
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id);
    await stripe.refunds.create({ payment_intent: intent, amount: 100, reason: "requested_by_customer" });
    const posts = simulator.account.requests.filter(({ method }) => method === "POST");
    assert.deepEqual(posts.flatMap(({ method, path, body }) => check(method, path, body)), []);
    for (const body of ["mode=payment&shoes=1", "mode=party", "line_items=1", "line_items[0][quantity]=1.5"]) assert.notDeepEqual(check("POST", "/v1/checkout/sessions", body), [], body);
  });
});

describe("webhooks", () => {
  const pay = async () => {
    const session = await stripe.checkout.sessions.create(wanted);
    await control(`sessions/${session.id}/pay`);
  };

  test("come again until the shop takes them", async () => {
    shopAnswers = 503;
    await pay();
    await until(() => received.filter((one) => JSON.parse(one.body).type === "checkout.session.completed").length >= 2);
    shopAnswers = 200;
    await until(() => simulator.account.webhooks.deliveries.at(-1).status === 200);
  });

  test("are lost, doubled, held back, unsigned or forged by switches", async () => {
    await control("switches", { webhooks: { lost: true } });
    await pay();
    await sleep(50);
    assert.equal(received.length, 0);
    await control("switches", { webhooks: { lost: false, duplicates: 2 } });
    await pay();
    await until(() => received.length === 9); // three events
    received.length = 0;
    await control("switches", { webhooks: { duplicates: 0, reordered: true } });
    await pay();
    assert.equal(received.length, 0);
    await control("webhooks/flush");
    assert.deepEqual(received.map((one) => JSON.parse(one.body).type), ["checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"]);
    received.length = 0;
    await control("switches", { webhooks: { reordered: false, unsigned: true } });
    await pay();
    assert.equal((await told("charge.succeeded")).signature, undefined);
    received.length = 0;
    await control("switches", { webhooks: { unsigned: false, forged: true } });
    await pay();
    const forged = await told("charge.succeeded");
    assert.throws(() => stripe.webhooks.constructEvent(forged.body, forged.signature, secret));
  });

  test("are signed with both secrets while one is rolled", async () => {
    await control("endpoint", { secrets: ["whsec_new", secret] });
    await pay();
    const sent = await told("charge.succeeded");
    for (const one of ["whsec_new", secret]) stripe.webhooks.constructEvent(sent.body, sent.signature, one);
    await control("endpoint", { secrets: [secret] });
  });

  test("an unknown switch is refused", async () => {
    assert.ok((await control("switches", { webhooks: { lots: true } })).error);
  });
});
