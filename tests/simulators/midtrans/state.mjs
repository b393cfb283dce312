// Orders, hosted pages and transactions, and the moves that Midtrans allows (documentation, "Transaction Status Cycle").
import { randomInt, randomUUID } from "node:crypto";

const jakartaMs = 7 * 3_600_000;
const minuteMs = 60_000;

/** From which states an event leads where. */
const moves = {
  settle: { pending: "settlement", capture: "settlement" },
  capture: { pending: "capture" },
  deny: { pending: "deny", capture: "deny", settlement: "deny" },
  cancel: { pending: "cancel", authorize: "cancel", capture: "cancel" },
  expire: { pending: "expire" },
  chargeback: { settlement: "chargeback" },
  fail: { pending: "failure" },
};

const refundable = new Set(["credit_card", "gopay", "shopeepay", "qris"]);

/** "2026-11-21 10:00:00", in GMT+7 without saying so. */
export function timeText(date) {
  return new Date(date.getTime() + jakartaMs).toISOString().slice(0, 19).replace("T", " ");
}

/** "2026-11-21 10:00:00 +0700" as milliseconds, NaN for anything else. */
export function timeIn(text) {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0700$/.exec(text ?? "");
  return parts ? Date.parse(`${parts[1]}T${parts[2]}+07:00`) : Number.NaN;
}

const money = (units) => `${units}.00`;

function crc16(text) {
  let crc = 0xffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; ++bit) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/** The text of a QRIS code: EMVCo tag, length, value; checked by CRC-16. */
export function qrText(orderId, units) {
  const field = (tag, value) => tag + String(value.length).padStart(2, "0") + value;
  const text = field("00", "01") + field("01", "12") + field("26", field("00", "COM.GO-JEK.WWW") + field("01", "936009143000000001")) + field("52", "5733") +
    field("53", "360") + field("54", String(units)) + field("58", "ID") + field("59", "SIMULATOR") + field("60", "JAKARTA") + field("62", field("05", orderId.slice(0, 25))) + "6304";
  return text + crc16(text);
}

export class State {
  constructor(changed) {
    /** Called with an order whenever Midtrans would notify. */
    this.changed = changed;
    this.fee = 0;
    this.reset();
  }

  reset() {
    this.orders = new Map();
    this.tokens = new Map();
  }

  /** A page for an order; the one before takes nothing more. */
  openPage(body) {
    const { order_id: id, gross_amount: gross } = body.transaction_details;
    const order = this.orders.get(id) ?? { id, paid: 0, pages: 0, refunds: [], transactions: [] };
    if (order.token) this.tokens.delete(order.token);
    const minutes = body.page_expiry ? body.page_expiry.duration * (String(body.page_expiry.unit).startsWith("hour") ? 60 : 1) : 1440;
    Object.assign(order, { gross, body, token: randomUUID(), pages: order.pages + 1, pageUntil: Date.now() + minutes * minuteMs });
    this.orders.set(id, order);
    this.tokens.set(order.token, order);
    return order.token;
  }

  closePage(token) {
    this.tokens.delete(token);
  }

  current(id) {
    return this.orders.get(id)?.transactions.at(-1);
  }

  byTransaction(id) {
    for (const order of this.orders.values()) if (order.transactions.some((one) => one.transaction_id === id)) return order;
    return undefined;
  }

  /** The customer (or POST /v2/charge) picks a way to pay. */
  charge(order, type, extra = {}) {
    const before = order.transactions.at(-1);
    if (before?.transaction_status === "pending") this.move(order, "cancel", { quiet: true });
    const now = new Date();
    const until = extra.until ?? timeIn(order.body.expiry?.start_time) + (order.body.expiry?.duration ?? 1440) * minuteMs;
    const gross = order.gross + this.fee;
    const transaction = {
      transaction_id: randomUUID(),
      order_id: order.id,
      merchant_id: "G000000000",
      gross_amount: money(gross),
      currency: "IDR",
      payment_type: type,
      transaction_time: timeText(now),
      transaction_status: "pending",
      fraud_status: "accept",
      status_message: "Success, transaction is found",
    };
    if (type !== "credit_card") transaction.expiry_time = timeText(new Date(Number.isNaN(until) ? now.getTime() + 1440 * minuteMs : until));
    if (this.fee > 0) transaction.metadata = { extra_info: { gross_amount_info: { original_amount: money(order.gross) } } };
    Object.assign(transaction, details(order, type, extra));
    Object.defineProperty(transaction, "until", { value: until, enumerable: false });
    order.transactions.push(transaction);
    if (type !== "credit_card") this.changed(order);
    return transaction;
  }

  /** False when Midtrans would not allow it (412). */
  move(order, event, { fraud, quiet = false, approved = false } = {}) {
    const transaction = order.transactions.at(-1);
    const next = moves[event]?.[transaction?.transaction_status];
    if (!next) return false;
    const held = transaction.fraud_status === "challenge";
    transaction.transaction_status = next;
    if (fraud) transaction.fraud_status = fraud;
    if (approved) transaction.approval_code = String(randomInt(1e9, 1e10));
    if (next === "settlement") transaction.settlement_time = timeText(new Date());
    const money = next === "capture" ? transaction.fraud_status === "accept" : next === "settlement" && (!transaction.taken || held);
    if (money && !transaction.taken) {
      transaction.taken = true;
      order.paid += 1;
    }
    if (!quiet) this.changed(order);
    return true;
  }

  settleLate(order) {
    const transaction = order.transactions.at(-1);
    if (!transaction || transaction.taken) return false;
    Object.assign(transaction, { transaction_status: "settlement", settlement_time: timeText(new Date()), taken: true });
    order.paid += 1;
    this.changed(order);
    return true;
  }

  changeAmount(order, gross, currency = "IDR") {
    const transaction = order.transactions.at(-1);
    if (!transaction) return false;
    Object.assign(transaction, { gross_amount: money(gross), currency });
    return true;
  }

  /** A held card is let through or not. */
  judge(order, approve) {
    const transaction = order.transactions.at(-1);
    if (transaction?.fraud_status !== "challenge") return false;
    transaction.fraud_status = approve ? "accept" : "deny";
    if (approve) {
      transaction.taken = true;
      order.paid += 1;
    } else {
      transaction.transaction_status = "deny";
    }
    this.changed(order);
    return true;
  }

  /** The refund as Midtrans answers it, or {code, message}. */
  refund(order, { key, amount, reason }) {
    const transaction = order.transactions.at(-1);
    const before = order.refunds.find((one) => one.refund_key === key);
    if (before) return { refund: before };
    if (!["settlement", "partial_refund"].includes(transaction?.transaction_status)) return { code: "412", message: "Transaction status cannot be updated." };
    if (!refundable.has(transaction.payment_type)) return { code: "412", message: "Payment type is not allowed to be refunded." };
    const sent = order.refunds.reduce((sum, one) => sum + Number(one.refund_amount), 0);
    const wanted = amount ?? order.gross - sent;
    if (!Number.isInteger(wanted) || wanted <= 0 || sent + wanted > order.gross) return { code: "412", message: "Refund amount exceeds the transaction amount." };
    const refund = { refund_chargeback_id: order.refunds.length + 1, refund_amount: money(wanted), created_at: timeText(new Date()), reason: reason ?? "", refund_key: key ?? randomUUID() };
    order.refunds.push(refund);
    transaction.refunds = order.refunds;
    transaction.refund_amount = money(sent + wanted);
    transaction.transaction_status = sent + wanted === order.gross ? "refund" : "partial_refund";
    this.changed(order);
    return { refund };
  }

  /** What ran out of time is expired, as Midtrans's own job does it. */
  expireOverdue(now = Date.now()) {
    for (const order of this.orders.values()) {
      const transaction = order.transactions.at(-1);
      if (transaction?.transaction_status === "pending" && transaction.until < now) this.move(order, "expire");
    }
  }
}

/** What a pending transaction of each type carries besides. */
function details(order, type, { bank, masked } = {}) {
  const digits = (count) => Array.from({ length: count }, () => randomInt(10)).join("");
  if (type === "bank_transfer") return { va_numbers: [{ bank, va_number: `8127${digits(11)}` }] };
  if (type === "permata") return { permata_va_number: `8778${digits(12)}` };
  if (type === "echannel") return { biller_code: "70012", bill_key: digits(12) };
  if (type === "cstore") return { store: "indomaret", payment_code: digits(14) };
  if (type === "qris") return { acquirer: "gopay" };
  if (type === "credit_card") return { masked_card: masked, bank: "bni", card_type: "credit" };
  return {};
}

export function statusCode(transaction) {
  const state = transaction.transaction_status;
  if (state === "expire") return "407";
  if (state === "deny" || state === "failure") return "202";
  return state === "pending" || transaction.fraud_status === "challenge" ? "201" : "200";
}
