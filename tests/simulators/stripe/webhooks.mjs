// Sends events to the shop's endpoint: signed, again after a failure, and as badly as the switches say.
import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const answerTimeMaxMs = 20_000;
/** Stripe tries for days; an afternoon is shorter here. */
const pausesMs = [300, 600, 1_200, 2_500, 5_000, 10_000, 20_000, 30_000];

export function signature(payload, secrets, seconds = Math.floor(Date.now() / 1000)) {
  const codes = secrets.map((secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex")}`);
  return [`t=${seconds}`, ...codes].join(",");
}

export class Webhooks {
  /** What was sent, newest last: {event, type, status, signature}. */
  deliveries = [];
  #held = [];
  #generation = 0;

  constructor(account) { this.account = account; }

  forget() {
    this.#generation += 1;
    this.deliveries = [];
    this.#held = [];
  }

  /** By the switches; answers nothing, works by itself. */
  tell(event) {
    const { lost, reordered, duplicates, delay_ms: delay } = this.account.switches.webhooks;
    const { endpoint } = this.account;
    if (lost || !endpoint.url || !(endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(event.type))) return;
    if (reordered) {
      this.#held.push(event);
      return;
    }
    for (let copy = 0; copy <= duplicates; copy += 1) void this.#deliver(event, delay);
  }

  /** What was held back to be reordered, newest first. */
  async flush() {
    const held = this.#held.reverse();
    this.#held = [];
    for (const event of held) await this.send(event);
    return held.length;
  }

  async #deliver(event, delay) {
    const generation = this.#generation;
    await sleep(delay, undefined, { ref: false });
    for (const pause of [...pausesMs, 0]) {
      if (generation !== this.#generation || (await this.send(event))) return;
      await sleep(pause, undefined, { ref: false });
    }
  }

  /** One try; true when the shop took it. */
  async send(event) {
    const { endpoint, switches } = this.account;
    const payload = JSON.stringify(event, null, 2);
    const headers = { "Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (simulated)" };
    if (!switches.webhooks.unsigned) headers["Stripe-Signature"] = signature(payload, switches.webhooks.forged ? ["whsec_somebody_else"] : endpoint.secrets);
    const delivery = { event: event.id, type: event.type, status: 0, signature: headers["Stripe-Signature"] };
    this.deliveries.push(delivery);
    try {
      const answer = await fetch(endpoint.url, { method: "POST", headers, body: payload, redirect: "manual", signal: AbortSignal.timeout(answerTimeMaxMs) });
      delivery.status = answer.status;
      await answer.arrayBuffer();
    } catch (error) {
      delivery.error = String(error.cause?.code ?? error.name);
    }
    return delivery.status >= 200 && delivery.status < 300;
  }
}
