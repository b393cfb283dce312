// Notifications: signed, sent, sent again as the documentation says ("HTTP(S) Notification / Webhooks"), or made trouble with.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { statusCode } from "./state.mjs";

const answerTimeMaxMs = 15_000;
/** How often a failed delivery comes again, by the status that the shop answered. */
const triesAgain = (status) => (status >= 300 && status < 304 ? 0 : status === 500 ? 1 : status === 503 ? 4 : status === 400 || status === 404 ? 2 : 5);

export const noTrouble = {
  duplicate: 0, // further deliveries of each, at the same time
  delayMs: 0,
  hold: false, // kept until control flushes them, newest first
  unsigned: false,
  lost: false,
};

export class Notifications {
  constructor({ notify, serverKey, retryMs }) {
    Object.assign(this, { url: notify, serverKey, retryMs, trouble: { ...noTrouble }, held: [], sent: [], stopped: false, working: new Set() });
  }

  body(order) {
    const transaction = order.transactions.at(-1);
    const body = { ...transaction, status_code: transaction.transaction_status === "expire" ? "202" : statusCode(transaction), status_message: "midtrans payment notification" };
    // What only the answer to a charge tells.
    for (const name of ["actions", "qr_string", "taken"]) delete body[name];
    return body;
  }

  sign(body) {
    return createHash("sha512").update(body.order_id + body.status_code + body.gross_amount + this.serverKey).digest("hex");
  }

  happened(order) {
    const body = this.body(order);
    if (!this.trouble.unsigned) body.signature_key = this.sign(body);
    if (this.trouble.lost) this.sent.push({ order_id: order.id, transaction_status: body.transaction_status, lost: true, body });
    else if (this.trouble.hold) this.held.push({ body, url: order.notify });
    else for (let times = 0; times <= this.trouble.duplicate; ++times) this.deliver(body, order.notify);
  }

  flush() {
    const held = this.held.splice(0).reverse();
    return held.reduce((before, { body, url }) => before.then(() => this.deliver(body, url)), Promise.resolve());
  }

  deliver(body, url = this.url) {
    const work = this.attempt(body, url || undefined).finally(() => this.working.delete(work));
    this.working.add(work);
    return work;
  }

  async attempt(body, url = this.url, again = true) {
    const record = { order_id: body.order_id, transaction_status: body.transaction_status, statuses: [], body };
    this.sent.push(record);
    if (!url) return record;
    if (this.trouble.delayMs > 0) await sleep(this.trouble.delayMs, undefined, { ref: false });
    for (let tries = 0; !this.stopped; ++tries) {
      const status = await this.post(url, JSON.stringify(body));
      record.statuses.push(status);
      if ((status >= 200 && status < 300) || !again || tries >= triesAgain(status)) break;
      await sleep(this.retryMs * 2 ** tries, undefined, { ref: false });
    }
    return record;
  }

  async post(url, text) {
    try {
      const answer = await fetch(url, { method: "POST", body: text, redirect: "manual", headers: { "Content-Type": "application/json", "User-Agent": "Veritrans" }, signal: AbortSignal.timeout(answerTimeMaxMs) });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }
}
