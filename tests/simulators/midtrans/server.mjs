// Midtrans, simulated: `node server.mjs [--port N] [--shop URL | --notify URL] [--server-key K] [--client-key K] [--retry-ms N]`. Loopback only.
// One process with state: the merchants' API, the hosted page, notifications, and a control API for tests below /_control. When it listens
// it prints one line of JSON: {simulator, url, environment}. It ends on SIGTERM and when its standard input closes.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Api } from "./api.mjs";
import { Notifications, noTrouble } from "./notifications.mjs";
import * as pages from "./pages.mjs";
import { State, qrText } from "./state.mjs";

const bodyBytesMax = 1 << 20;
const expiryCheckMs = 500;
/** Trouble with calls: before acting (down, fail), or with the answer (slowMs, loseAnswers, failAfter). */
const noCallTrouble = { down: false, fail: 0, failAfter: 0, loseAnswers: 0, slowMs: 0 };
const scripts = new Set(["/snap/snap.js", "/snap/frame.js"]);
const cards = { 4811111111111114: "accept", 4911111111111113: "deny", 4511111111111117: "challenge" };

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error("too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

class Server {
  constructor({ notify, serverKey, retryMs }) {
    this.notifications = new Notifications({ notify, serverKey, retryMs });
    this.state = new State((order) => this.notifications.happened(order));
    this.api = new Api({ state: this.state, notifications: this.notifications, serverKey, base: () => this.url });
    this.trouble = { ...noCallTrouble };
    this.calls = [];
  }

  async handle(request, response) {
    const url = new URL(request.url, this.url);
    const text = await read(request);
    if (url.pathname.startsWith("/_control/")) return this.control(request, response, url.pathname.slice(10), text ? JSON.parse(text) : {});
    if (scripts.has(url.pathname)) return script(response, url.pathname.slice(6));
    if (url.pathname.startsWith("/snap/v4/redirection/")) return this.page(request, response, url.pathname.slice(21), new URLSearchParams(text));
    if (url.pathname.startsWith("/wallet/")) return this.wallet(request, response, url.pathname.slice(8));
    return this.call(request, response, url.pathname, text);
  }

  /** The status to answer with instead of acting; 0 closes the connection. */
  takeTrouble() {
    if (this.trouble.fail === 0) return this.trouble.down ? 0 : undefined;
    this.trouble.fail -= 1;
    return 500;
  }

  async call(request, response, path, text) {
    const record = { method: request.method, path, idempotencyKey: request.headers["idempotency-key"], notify: request.headers["x-override-notification"], at: Date.now() };
    this.calls.push(record);
    const refused = this.takeTrouble();
    if (refused === 0) return response.destroy();
    if (refused) return send(response, refused, { status_code: "500", status_message: "Sorry. Our system is recovering from unexpected issues. Please retry." });
    let body;
    try {
      body = text ? JSON.parse(text) : undefined;
    } catch {
      return send(response, 400, { status_code: "413", status_message: "The request cannot be processed due to malformed syntax in the request body" });
    }
    record.body = body;
    const answer = this.api.answer(request, path, body) ?? { status: 404, body: { status_code: "404", status_message: "Not found" } };
    record.status = answer.status;
    if (this.trouble.slowMs > 0) await sleep(this.trouble.slowMs, undefined, { ref: false });
    if (this.trouble.loseAnswers > 0) {
      this.trouble.loseAnswers -= 1;
      return response.destroy();
    }
    if (this.trouble.failAfter > 0) {
      this.trouble.failAfter -= 1;
      return send(response, 500, { status_code: "500", status_message: "Internal error after the work was done" });
    }
    return send(response, answer.status, answer.body);
  }

  page(request, response, token, form) {
    const order = this.state.tokens.get(token);
    if (!order || order.pageUntil < Date.now()) return html(response, 410, pages.gone());
    if (request.method === "POST") return this.pay(response, order, form);
    const transaction = order.transactions.at(-1);
    if (!transaction || transaction.transaction_status === "deny") return html(response, 200, pages.choose(order));
    return html(response, 200, transaction.transaction_status === "pending" ? pages.waiting(order, this.qr(order)) : pages.result(order));
  }

  qr(order) {
    return ["qris", "gopay"].includes(order.transactions.at(-1).payment_type) ? qrText(order.id, order.gross) : undefined;
  }

  pay(response, order, form) {
    const open = !order.transactions.at(-1) || ["pending", "deny"].includes(order.transactions.at(-1).transaction_status);
    if (!open) return html(response, 200, pages.result(order));
    if (form.get("act") === "pay") {
      this.state.move(order, "settle");
      return html(response, 200, pages.result(order));
    }
    if (form.get("way") === "credit_card") return this.payByCard(response, order, form.get("number"));
    const way = pages.ways.find((one) => one.name === form.get("way"));
    if (!way) return html(response, 200, pages.choose(order));
    this.state.charge(order, way.type, { bank: way.bank });
    return html(response, 200, pages.waiting(order, this.qr(order)));
  }

  payByCard(response, order, typed) {
    if (typed === null) return html(response, 200, pages.card(order));
    const number = typed.replace(/\D/g, "");
    const verdict = cards[number];
    if (!verdict) return html(response, 422, pages.card(order, "This is none of the cards below."));
    this.state.charge(order, "credit_card", { masked: `${number.slice(0, 8)}-${number.slice(-4)}` });
    if (verdict === "deny") {
      this.state.move(order, "deny");
      return html(response, 200, pages.choose(order, "The bank declined this card."));
    }
    this.state.move(order, "capture", { fraud: verdict, approved: true });
    return html(response, 200, pages.result(order));
  }

  wallet(request, response, id) {
    const order = this.state.byTransaction(id);
    if (!order) return html(response, 404, pages.gone());
    if (request.method === "POST") this.state.move(order, "settle");
    return html(response, 200, pages.wallet(order));
  }

  async control(request, response, path, body) {
    const [head, id, event] = path.split("/").map(decodeURIComponent);
    if (head === "state") return send(response, 200, this.snapshot());
    if (head === "reset") return this.reset(response);
    if (head === "trouble") return this.makeTrouble(response, body);
    if (head === "flush") return send(response, 200, { sent: (await this.notifications.flush()) ?? true });
    if (head === "settled") return send(response, 200, { waited: (await Promise.allSettled([...this.notifications.working])).length });
    if (head === "notify") return this.notifyWith(response, body);
    const order = head === "orders" ? this.state.orders.get(id) : undefined;
    if (!order) return send(response, 404, { error: "no such order" });
    return send(response, this.happen(order, event, body) ? 200 : 409, { order: order.id, state: order.transactions.at(-1)?.transaction_status });
  }

  happen(order, event, body) {
    if (event === "charge") return Boolean(this.state.charge(order, body.type ?? "bank_transfer", { bank: body.bank ?? "bca", masked: body.masked }));
    if (event === "approve" || event === "refuse") return this.state.judge(order, event === "approve");
    // A bank that settles what had ended, and a transaction of another amount: they happen, though they should not.
    if (event === "late") return this.state.settleLate(order);
    if (event === "amount") return this.state.changeAmount(order, body.gross, body.currency);
    if (event === "refund") return !this.state.refund(order, { amount: body.amount, key: body.key, reason: "made in the dashboard" }).code;
    return this.state.move(order, event, { fraud: body.fraud, approved: body.approved });
  }

  makeTrouble(response, body) {
    for (const [name, value] of Object.entries(body)) {
      if (name === "fee") this.state.fee = value;
      else if (name in noCallTrouble) this.trouble[name] = value;
      else if (name in noTrouble) this.notifications.trouble[name] = value;
      else return send(response, 422, { error: `no switch ${name}` });
    }
    return send(response, 200, { ...this.trouble, ...this.notifications.trouble, fee: this.state.fee });
  }

  /** A notification as it is, or with fields changed; `sign` signs it anew. */
  async notifyWith(response, { order_id: id, changes = {}, sign = false, body: whole }) {
    const order = this.state.orders.get(id);
    const body = whole ?? { ...this.notifications.body(order) };
    if (!whole) body.signature_key = this.notifications.sign(body);
    Object.assign(body, changes);
    if (sign) body.signature_key = this.notifications.sign(body);
    return send(response, 200, await this.notifications.attempt(body, order?.notify, false));
  }

  snapshot() {
    const orders = [...this.state.orders.values()].map(({ id, gross, paid, pages: pageCount, refunds, transactions, token, body }) => ({ id, gross, paid, pages: pageCount, refunds, transactions, token, items: body?.item_details }));
    return { orders, notifications: this.notifications.sent, held: this.notifications.held.length, calls: this.calls };
  }

  reset(response) {
    this.state.reset();
    this.state.fee = 0;
    Object.assign(this.trouble, noCallTrouble);
    Object.assign(this.notifications.trouble, noTrouble);
    this.notifications.held = [];
    this.notifications.sent = [];
    this.calls = [];
    return send(response, 200, {});
  }
}

function send(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function script(response, name) {
  response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(await readFile(new URL(name, import.meta.url)));
}

function html(response, status, body) {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" }).end(body);
}

/** {url, stop} of a simulator that listens on 127.0.0.1; port 0 takes any. */
export async function startMidtrans({ port = 0, notify = "", serverKey = "SB-Mid-server-simulated", clientKey = "SB-Mid-client-simulated", retryMs = 2_000 } = {}) {
  const server = new Server({ notify, serverKey, retryMs });
  const http = createServer((request, response) => {
    server.handle(request, response).catch((error) => {
      if (!response.headersSent) send(response, 400, { status_code: "400", status_message: error.message });
    });
  });
  await new Promise((resolve, reject) => http.once("error", reject).listen(port, "127.0.0.1", resolve));
  server.url = `http://127.0.0.1:${http.address().port}`;
  const timer = setInterval(() => server.state.expireOverdue(), expiryCheckMs).unref();
  const stop = async () => {
    clearInterval(timer);
    server.notifications.stopped = true;
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  const environment = { MIDTRANS_SERVER_KEY: serverKey, MIDTRANS_CLIENT_KEY: clientKey, MIDTRANS_API_BASE: server.url, MIDTRANS_SNAP_BASE: `${server.url}/snap/v1` };
  return { url: server.url, server, stop, environment };
}

/** Runs one until it is told to end. */
export async function run(words) {
  const text = { type: "string" };
  const { values } = parseArgs({ args: words, options: { port: text, shop: text, notify: text, "server-key": text, "client-key": text, "retry-ms": text } });
  const midtrans = await startMidtrans({
    port: Number(values.port ?? 0),
    notify: values.notify ?? (values.shop ? `${values.shop}/webhooks/midtrans` : ""),
    serverKey: values["server-key"],
    clientKey: values["client-key"],
    retryMs: values["retry-ms"] ? Number(values["retry-ms"]) : undefined,
  });
  console.log(JSON.stringify({ simulator: "midtrans", url: midtrans.url, environment: midtrans.environment }));
  const end = () => midtrans.stop().then(() => process.exit(0));
  process.on("SIGTERM", end).on("SIGINT", end);
  process.stdin.on("end", end).resume();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2));
