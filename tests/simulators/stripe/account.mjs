// One simulated account: its objects, what happens to them, and the events that tell of it. Everything is in memory.
import { randomBytes } from "node:crypto";
import { invalid, missing } from "./errors.mjs";
import { IdempotencyStore } from "./idempotency.mjs";
import { Webhooks } from "./webhooks.mjs";

export const apiVersion = "2026-10-28.endive";
const day = 86_400;
/** Test cards ("Testing"): what each is declined with. */
const declined = { 4000000000000002: ["card_declined", "generic_decline"], 4000000000009995: ["card_declined", "insufficient_funds"], 4000000000000069: ["expired_card"], 4000000000000127: ["incorrect_cvc"] };
const accepted = { 4242424242424242: "visa", 5555555555554444: "mastercard", 4000002500003155: "visa" };

export const defaultSwitches = () => ({
  /** status: answer this instead; times: how often (-1 until changed); stored: only after executing, under the idempotency key. */
  api: { status: 0, times: -1, stored: false, slow_ms: 0, refuse: false, lose_answers: 0 },
  webhooks: { lost: false, reordered: false, duplicates: 0, delay_ms: 0, unsigned: false, forged: false },
  /** Tells everything as of the other mode. */
  livemode: false,
  /** Added to a session's total when it is paid, in the smallest unit: fees, or a mistake. */
  added_at_payment: 0,
  refund_status: "succeeded",
});

const now = () => Math.floor(Date.now() / 1000);

export class Account {
  endpoint = { id: "we_simulated", object: "webhook_endpoint", url: "", secrets: [], enabled_events: ["*"], status: "enabled", livemode: false };
  switches = defaultSwitches();
  idempotency = new IdempotencyStore();
  webhooks = new Webhooks(this);
  /** What was asked of the API: {method, path, body, idempotency_key, version, status}. */
  requests = [];

  constructor({ url, key, webhookSecret, shop }) {
    this.url = url;
    this.key = key;
    this.endpoint.secrets = [webhookSecret];
    if (shop) this.endpoint.url = `${shop.replace(/\/$/, "")}/webhooks/stripe`;
    this.reset();
  }

  reset() {
    for (const kind of ["sessions", "intents", "charges", "refunds", "disputes", "events"]) this[kind] = new Map();
    this.switches = defaultSwitches();
    this.idempotency.forget();
    this.webhooks.forget();
    this.requests = [];
  }

  id(kind) { return `${kind}_${randomBytes(12).toString("hex")}`; }

  find(kind, id) {
    const found = this[kind].get(id);
    if (!found) throw missing(kind.slice(0, -1), id);
    return found;
  }

  tell(type, object) {
    const livemode = this.switches.livemode;
    const event = { id: this.id("evt"), object: "event", type, api_version: apiVersion, created: now(), livemode, pending_webhooks: 1, request: { id: null, idempotency_key: null }, data: { object: { ...structuredClone(object), livemode } } };
    this.events.set(event.id, event);
    this.webhooks.tell(event);
    return event;
  }

  // --- Checkout Sessions ---

  createSession(form) {
    const items = form.line_items ?? [];
    if (form.mode !== "payment") throw invalid("The simulator knows payments only.", "mode");
    if (items.length === 0 || items.length > 100) throw invalid("Between 1 and 100 line items are needed.", "line_items", "parameter_missing");
    const total = items.reduce((sum, item, index) => sum + this.#lineTotal(item, index), 0);
    const currency = items[0].price_data.currency;
    if (items.some((item) => item.price_data.currency !== currency)) throw invalid("All line items must have one currency.", "line_items");
    if (total < (currency === "idr" ? 800_000 : 50)) throw invalid("The Checkout Session's total amount due must add up to at least 0.50 usd", undefined, "amount_too_small");
    if (total > (currency === "idr" ? 999_999_999_999 : 99_999_999)) throw invalid("The amount is too large.", undefined, "amount_too_large");
    if (form.customer_email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(form.customer_email)) throw invalid(`Invalid email address: ${form.customer_email}`, "customer_email", "email_invalid");
    const created = now();
    const expires = form.expires_at ? Number(form.expires_at) : created + day;
    if (expires < created + 1_800 || expires > created + day) throw invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", "expires_at");
    const id = this.id("cs_test");
    const session = {
      id, object: "checkout.session", mode: "payment", ui_mode: "hosted_page", url: `${this.url}/c/pay/${id}`, status: "open", payment_status: "unpaid",
      amount_subtotal: total, amount_total: total, currency, created, expires_at: expires, livemode: false, locale: form.locale ?? null,
      client_reference_id: form.client_reference_id ?? null, customer: null, customer_email: form.customer_email ?? null, customer_details: form.customer_email ? { email: form.customer_email } : null,
      metadata: form.metadata ?? {}, payment_intent: null, payment_method_types: ["card"], success_url: form.success_url, cancel_url: form.cancel_url ?? null,
    };
    Object.defineProperty(session, "hidden", { value: { items, intentData: form.payment_intent_data ?? {} } });
    this.sessions.set(id, session);
    return session;
  }

  #lineTotal(item, index) {
    const at = `line_items[${index}]`;
    if (!item.price_data?.product_data?.name) throw invalid(`Missing required param: ${at}[price_data][product_data][name].`, `${at}[price_data][product_data][name]`, "parameter_missing");
    const unit = Number(item.price_data.unit_amount);
    const quantity = Number(item.quantity ?? 1);
    if (!Number.isInteger(unit) || unit < 0) throw invalid("Invalid non-negative integer", `${at}[price_data][unit_amount]`, "parameter_invalid_integer");
    if (!Number.isInteger(quantity) || quantity < 1) throw invalid("Invalid positive integer", `${at}[quantity]`, "parameter_invalid_integer");
    return unit * quantity;
  }

  expireSession(id) {
    const session = this.find("sessions", id);
    this.passTime(session);
    if (session.status !== "open") throw invalid(`Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`);
    Object.assign(session, { status: "expired", url: null });
    this.tell("checkout.session.expired", session);
    return session;
  }

  passTime(session) {
    if (session.status === "open" && session.expires_at <= now()) {
      Object.assign(session, { status: "expired", url: null });
      this.tell("checkout.session.expired", session);
    }
  }

  #intentOf(session) {
    if (session.payment_intent) return this.find("intents", session.payment_intent);
    const { intentData } = session.hidden;
    const intent = { id: this.id("pi"), object: "payment_intent", amount: session.amount_total, amount_received: 0, currency: session.currency, created: now(), description: intentData.description ?? null, last_payment_error: null, latest_charge: null, livemode: false, metadata: intentData.metadata ?? {}, status: "requires_payment_method" };
    this.intents.set(intent.id, intent);
    session.payment_intent = intent.id;
    return intent;
  }

  #charge(intent, details, failure) {
    const charge = {
      id: this.id("ch"), object: "charge", amount: intent.amount, amount_captured: failure ? 0 : intent.amount, amount_refunded: 0, captured: !failure, created: now(), currency: intent.currency, disputed: false, livemode: false,
      failure_code: failure?.[0] ?? null, metadata: { ...intent.metadata }, paid: !failure, payment_intent: intent.id, payment_method_details: details, refunded: false, status: failure ? "failed" : "succeeded",
    };
    this.charges.set(charge.id, charge);
    intent.latest_charge = charge.id;
    return charge;
  }

  /** The customer presses "Pay". Answers what the page says: {paid}, {waiting} or {declined: code}. `late`: although it is over. */
  pay(id, { card = "4242424242424242", method = "card", late = false } = {}) {
    const session = this.find("sessions", id);
    this.passTime(session);
    if (session.status !== "open" && !(late && session.status === "expired")) throw invalid("This Checkout Session is over.", undefined, "checkout_session_over");
    const number = card.replace(/\D/g, "");
    const intent = this.#intentOf(session);
    if (method === "bank") return this.#beginDelayed(session, intent);
    const details = { type: "card", card: { brand: accepted[number] ?? "visa", last4: number.slice(-4) } };
    const failure = declined[number] ?? (accepted[number] ? null : ["incorrect_number"]);
    if (failure) return this.#decline(intent, details, failure);
    session.amount_total += this.switches.added_at_payment;
    intent.amount = session.amount_total;
    this.#succeed(intent, details);
    Object.assign(session, { status: "complete", payment_status: "paid", url: null });
    this.tell("checkout.session.completed", session);
    return { paid: true };
  }

  #decline(intent, details, [code, declineCode]) {
    const charge = this.#charge(intent, details, [code]);
    intent.last_payment_error = { type: "card_error", code, ...(declineCode && { decline_code: declineCode }), charge: charge.id, message: "Your card was declined." };
    this.tell("charge.failed", charge);
    this.tell("payment_intent.payment_failed", intent);
    return { declined: declineCode ?? code };
  }

  #succeed(intent, details) {
    const charge = this.#charge(intent, details);
    Object.assign(intent, { status: "succeeded", amount_received: intent.amount, last_payment_error: null });
    this.tell("charge.succeeded", charge);
    this.tell("payment_intent.succeeded", intent);
  }

  #beginDelayed(session, intent) {
    intent.status = "processing";
    Object.assign(session, { status: "complete", url: null });
    this.tell("payment_intent.processing", intent);
    this.tell("checkout.session.completed", session);
    return { waiting: true };
  }

  /** The bank decides about a delayed payment. */
  settle(id, outcome) {
    const session = this.find("sessions", id);
    const intent = this.#intentOf(session);
    if (intent.status !== "processing") throw invalid("Nothing waits here.");
    if (outcome === "succeeded") {
      this.#succeed(intent, { type: "bank_transfer" });
      session.payment_status = "paid";
      this.tell("checkout.session.async_payment_succeeded", session);
    } else {
      Object.assign(intent, { status: "requires_payment_method", last_payment_error: { code: "payment_intent_payment_attempt_failed", message: "The bank refused." } });
      this.tell("payment_intent.payment_failed", intent);
      this.tell("checkout.session.async_payment_failed", session);
    }
    return session;
  }

  // --- Refunds and disputes ---

  refundsOf(intentId) { return [...this.refunds.values()].filter((refund) => refund.payment_intent === intentId); }

  createRefund(form) {
    const intent = form.payment_intent ? this.find("intents", form.payment_intent) : this.find("intents", this.find("charges", form.charge).payment_intent);
    if (intent.status !== "succeeded") throw invalid("This PaymentIntent does not have a successful charge to refund.", "payment_intent");
    const charge = this.find("charges", intent.latest_charge);
    const left = charge.amount - charge.amount_refunded;
    const amount = form.amount === undefined ? left : Number(form.amount);
    if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
    if (amount < 1) throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
    if (amount > left) throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, "amount", "amount_too_large");
    const refund = { id: this.id("re"), object: "refund", amount, charge: charge.id, created: now(), currency: charge.currency, metadata: form.metadata ?? {}, payment_intent: intent.id, reason: form.reason ?? null, status: this.switches.refund_status };
    this.refunds.set(refund.id, refund);
    charge.amount_refunded += amount;
    charge.refunded = charge.amount_refunded === charge.amount;
    this.tell("refund.created", refund);
    this.tell("charge.refunded", charge);
    return refund;
  }

  /** A bank took its time: succeeded, failed. */
  moveRefund(id, status) {
    const refund = this.find("refunds", id);
    const charge = this.find("charges", refund.charge);
    refund.status = status;
    if (status === "failed") {
      refund.failure_reason = "lost_or_stolen_card";
      charge.amount_refunded -= refund.amount;
      charge.refunded = false;
      this.tell("refund.failed", refund);
    }
    this.tell("refund.updated", refund);
    return refund;
  }

  createDispute({ payment_intent: intentId, status = "needs_response", reason = "fraudulent" }) {
    const charge = this.find("charges", this.find("intents", intentId).latest_charge);
    charge.disputed = true;
    const dispute = { id: this.id("dp"), object: "dispute", amount: charge.amount, charge: charge.id, created: now(), currency: charge.currency, livemode: false, metadata: {}, payment_intent: intentId, reason, status };
    this.disputes.set(dispute.id, dispute);
    this.tell("charge.dispute.created", dispute);
    if (!status.startsWith("warning_")) this.tell("charge.dispute.funds_withdrawn", dispute);
    return dispute;
  }

  moveDispute(id, status) {
    const dispute = this.find("disputes", id);
    dispute.status = status;
    const closed = ["won", "lost", "warning_closed"].includes(status);
    this.tell(closed ? "charge.dispute.closed" : "charge.dispute.updated", dispute);
    if (status === "won") this.tell("charge.dispute.funds_reinstated", dispute);
    return dispute;
  }
}
